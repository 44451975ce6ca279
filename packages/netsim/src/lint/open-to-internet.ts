/**
 * Rules that let more in from the internet than anything listens for.
 * "Security group rules" https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
import {
  type AddressSet,
  addressesEmpty,
  addressesOf,
  complementPackets,
  ICMP,
  ICMPV6,
  instanceOf,
  intersectAddresses,
  intersectPackets,
  interval,
  type Network,
  type NetworkInterface,
  NO_PACKETS,
  type PacketSet,
  packets,
  packetsEmpty,
  packetsOverlap,
  packetWitness,
  recordOf,
  securityGroupRules,
  subtractPackets,
  type TargetGroup,
  TCP,
  UDP,
  unitePackets,
} from "@netsim/core";
import { keepsClientAddress } from "../load-balancer/client-address.js";
import { userOf } from "../load-balancer/group-health.js";
import { headersOf } from "../path/header.js";
import { internetAddresses } from "../path/internet.js";
import { nodeOwner, nodesOf } from "../path/load-balancer-node.js";
import { isOfMany } from "./acl-replies.js";
import { type Carriers, carrierIds, carriersOf } from "./carriers.js";
import type { Check, Found } from "./check.js";
import type { Demand } from "./demand.js";
import { listeningOf, ofLoadBalancer } from "./listening.js";
import { aboutGroup, type FilterRule, singleton } from "./rule-lists.js";

/** Ping and the errors of path MTU discovery are nobody's service and everybody's need. */
const NOT_ICMP: PacketSet = complementPackets(unitePackets(packets({ protocol: ICMP }), packets({ protocol: ICMPV6 })));

export const rulesOpenToInternet: Check = {
  codes: ["open-to-internet"],
  find: (network, demand) => {
    const internet = internetAddresses(network);
    const fromInternet = intersectPackets(NOT_ICMP, packets({ source: internet }));
    return Object.values(network.securityGroups).flatMap((group) => {
      const carriers = carriersOf(network, group.id);
      const { rules } = securityGroupRules(network, singleton(group), "ingress");
      const open = rules.filter((rule) => isOpenTo(internet, network, rule));
      if (open.length === 0 || carrierIds(carriers).length === 0) return [];
      const listening = listeningOf(network, carriers);
      const needed = unitePackets(neededBy(network, carriers), demandedOf(network, carriers, demand));
      return open.flatMap((rule): Found[] => {
        const { ref } = rule;
        if (ref.kind !== "security-group-rule") return [];
        // Where it is not known what listens, nor said what is needed, a rule about few ports is taken to say so.
        if (!listening.isAll && !demand && !isOfMany(ref.rule)) return [];
        // That nothing listens there at all is another finding.
        if (listening.isAll && !packetsOverlap(rule.packets, listening.packets)) return [];
        const excess = subtractPackets(intersectPackets(rule.packets, fromInternet), needed);
        if (packetsEmpty(excess)) return [];
        return [
          {
            code: "open-to-internet",
            ...aboutGroup(group),
            direction: "ingress",
            rule: ref,
            proof: { kind: "packets", packets: headersOf(excess), by: [ref], witness: packetWitness(excess) },
            details: { exposed: exposed(network, carriers), isListeningKnown: listening.isAll },
          },
        ];
      });
    });
  },
};

/** Whether a rule is for addresses of the internet: for certain, and as addresses. */
function isOpenTo(internet: AddressSet, network: Network, { action, ref }: FilterRule): boolean {
  if (action !== "allow" || ref.kind !== "security-group-rule") return false;
  const { peer } = ref.rule;
  if ("securityGroupId" in peer) return false;
  const blocks = "cidr" in peer ? [peer.cidr] : (recordOf(network.prefixLists, peer.prefixListId)?.entries ?? []);
  return blocks.some((block) => !addressesEmpty(intersectAddresses(addressesOf(block), internet)));
}

/** What carriers of a group need from the internet: internal load balancers need nothing. */
function neededBy(network: Network, { interfaces, loadBalancers, instances }: Carriers): PacketSet {
  const balancers = loadBalancers.filter((each) => each.scheme === "internet-facing");
  const own = interfaces.filter((eni) => !nodeOwner(network, eni));
  return [
    ...balancers.map((each) => ofLoadBalancer(network, each).packets),
    listeningOf(network, { interfaces: own, loadBalancers: [], instances }).packets,
    ...own.flatMap((eni) => targetPorts(network, eni)),
  ].reduce(unitePackets, NO_PACKETS);
}

/** What is to come to their security groups. */
function demandedOf(network: Network, { interfaces, loadBalancers, instances }: Carriers, demand?: Demand): PacketSet {
  if (!demand) return NO_PACKETS;
  const nodes = loadBalancers.flatMap((each) => nodesOf(network, each)).map((node) => node.station.component.id);
  return [...interfaces.map((each) => each.id), ...nodes, ...instances]
    .flatMap((id) => demand.get(id) ?? [])
    .reduce(unitePackets, NO_PACKETS);
}

/** Targets of a Network Load Balancer that keeps its clients' addresses get their packets from the internet. */
function targetPorts(network: Network, eni: NetworkInterface): readonly PacketSet[] {
  const instance = instanceOf(network, eni.id);
  const ids = [...(instance ? [instance.id] : []), ...eni.privateIpAddresses.map((each) => each.address)];
  return Object.values(network.targetGroups)
    .filter((group) => keepsClientAddress(group) && isUsedPublicly(network, group))
    .flatMap((group) => group.targets.filter((target) => ids.includes(target.id)))
    .flatMap(({ port }) => (port === null ? [] : [TCP, UDP].map((protocol) => toPort(protocol, port))));
}

function toPort(protocol: number, port: number): PacketSet {
  return packets({ protocol, destinationPorts: interval(port, port) });
}

function isUsedPublicly(network: Network, group: TargetGroup): boolean {
  const user = userOf(network, group);
  return user?.type === "network" && user.scheme === "internet-facing";
}

/** The carriers that have public addresses. */
function exposed(network: Network, { interfaces, loadBalancers, instances }: Carriers): readonly string[] {
  return [
    ...interfaces
      .filter(
        (eni) => eni.ipv6Addresses.length > 0 || eni.privateIpAddresses.some((each) => each.publicIp !== undefined),
      )
      .map((eni) => eni.id),
    ...loadBalancers.filter((each) => each.scheme === "internet-facing").map((each) => each.id),
    ...instances.filter((id) => recordOf(network.instances, id)?.ec2Classic?.publicIp !== undefined),
  ];
}
