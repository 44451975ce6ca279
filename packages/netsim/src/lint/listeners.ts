/**
 * Listeners that no rule lets anybody to, and rules that let somebody to a port where nothing listens.
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
 * "Configure network ACLs for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-network-acls.html
 * "Security groups for your Application Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html
 */
import {
  type FilterAction,
  formatPorts,
  intersectPackets,
  listenerRules,
  type Network,
  NO_PACKETS,
  networkAclRules,
  type PacketSet,
  packetBoxes,
  packets,
  packetsEmpty,
  packetsOverlap,
  packetsWith,
  packetWitness,
  type Rule,
  type Subnet,
  securityGroupRules,
  split,
  subnetBlocks,
  subtractPackets,
  TCP,
  UDP,
  uniteBlocks,
  uniteIntervals,
  unitePackets,
} from "@netsim/core";
import { headersOf } from "../path/header.js";
import { type AnyLoadBalancer, isClassic, nodesOf, undescribedSubnets } from "../path/load-balancer-node.js";
import { knownNetworkAcl } from "../path/missing.js";
import { admissionsOf } from "./admitted.js";
import { allLoadBalancers, carrierIds, carriersOf } from "./carriers.js";
import type { Check, Found } from "./check.js";
import { areListenersMissing, listeningOf } from "./listening.js";
import { aboutGroup, singleton } from "./rule-lists.js";

export const closedListeners: Check = {
  codes: ["listener-not-open"],
  find: (network) =>
    allLoadBalancers(network)
      .filter((balancer) => !(isClassic(balancer) && balancer.availabilityZones))
      .flatMap((balancer) => listenerRules(balancer).rules.flatMap((rule) => closedAt(network, balancer, rule))),
  unknowns: (network) =>
    allLoadBalancers(network).flatMap((balancer) =>
      missingOf(network, balancer).map((missing) => ({
        code: "not-in-input",
        component: balancer.id,
        missing,
        codes: closedListeners.codes,
      })),
    ),
};

/** The collections without which its listeners cannot be judged. */
function missingOf(network: Network, balancer: AnyLoadBalancer): readonly string[] {
  if (isClassic(balancer) && balancer.availabilityZones) return [];
  const doubts = listenerRules(balancer).rules.flatMap((rule) => doubtOf(network, balancer, rule.packets) ?? []);
  return [
    ...(areListenersMissing(network, balancer.id) ? ["listeners"] : []),
    ...(undescribedSubnets(network, balancer).length > 0 ? ["subnets"] : []),
    ...new Set(doubts),
    ...(nodesOf(network, balancer).every((node) => knownNetworkAcl(network, node.subnet)) ? [] : ["networkAcls"]),
  ];
}

function closedAt(network: Network, balancer: AnyLoadBalancer, listener: Rule<unknown>): readonly Found[] {
  const [node] = nodesOf(network, balancer);
  const about = { component: balancer.id, kind: "load-balancer", name: balancer.name } as const;
  const frame = { code: "listener-not-open", ...about, direction: "ingress", rule: listener.ref } as const;
  if (!node || doubtOf(network, balancer, listener.packets) !== undefined) return [];
  const admitted = admissionsOf(network, node.station, "ingress")
    .map((each) => intersectPackets(each.packets, listener.packets))
    .reduce(unitePackets, NO_PACKETS);
  if (packetsEmpty(admitted)) {
    const proof = proofOf(listener.packets, []);
    return [{ ...frame, proof, details: { filter: "security-group", closedAt: [...(balancer.securityGroups ?? [])] } }];
  }
  const subnets = [...new Set(nodesOf(network, balancer).map((each) => each.subnet))];
  const closed = subnets.flatMap((subnet) => deniedAt(network, subnet, admitted));
  const acls = [...new Set(closed.map((each) => each.acl))];
  return acls.flatMap((acl) => {
    const of = closed.filter((each) => each.acl === acl);
    const [first] = of;
    const details = { filter: "network-acl", closedAt: [acl], subnets: of.map((each) => each.subnet) };
    return first ? [{ ...frame, proof: proofOf(first.packets, first.by), details }] : [];
  });
}

function proofOf(set: PacketSet, by: readonly Rule<FilterAction>[]): Found["proof"] {
  return { kind: "packets", packets: headersOf(set), by: by.map((each) => each.ref), witness: packetWitness(set) };
}

/** What is not in the network and may admit them: a group, or a prefix list that a rule names. */
function doubtOf(network: Network, { securityGroups }: AnyLoadBalancer, wanted: PacketSet): string | undefined {
  if (!securityGroups) return undefined;
  const { rules, otherwise } = securityGroupRules(network, securityGroups, "ingress");
  if (otherwise === "unknown") return "securityGroups";
  const isOpen = rules.some((rule) => rule.action === "unknown" && packetsOverlap(rule.packets, wanted));
  return isOpen ? "prefixLists" : undefined;
}

interface Denied {
  readonly acl: string;
  readonly subnet: string;
  readonly packets: PacketSet;
  readonly by: readonly Rule<FilterAction>[];
}

/** Where the ACL of a node's subnet lets none of the packets in that the groups do. Inside the subnet it does not filter. */
function deniedAt(network: Network, subnet: Subnet, admitted: PacketSet): readonly Denied[] {
  const acl = knownNetworkAcl(network, subnet);
  const outside = subtractPackets(admitted, packets({ source: uniteBlocks(subnetBlocks(subnet)) }));
  if (!acl || packetsEmpty(outside)) return [];
  const cases = split(networkAclRules(acl, "ingress"), { packets: outside, source: null, destination: null });
  if (!packetsEmpty(packetsWith(cases, "allow"))) return [];
  return [{ acl: acl.id, subnet: subnet.id, packets: outside, by: cases.flatMap((each) => each.rule ?? []) }];
}

/** What listeners take; ICMP asks for none. */
const WITH_PORTS: PacketSet = unitePackets(packets({ protocol: TCP }), packets({ protocol: UDP }));

export const openPorts: Check = {
  codes: ["open-port-without-listener"],
  find: (network) =>
    Object.values(network.securityGroups).flatMap((group) => {
      const carriers = carriersOf(network, group.id);
      const ids = carrierIds(carriers);
      const listening = listeningOf(network, carriers);
      if (ids.length === 0 || !listening.isAll) return [];
      const { rules } = securityGroupRules(network, singleton(group), "ingress");
      return rules.flatMap((rule): Found[] => {
        const open = intersectPackets(rule.packets, WITH_PORTS);
        if (packetsEmpty(open) || packetsOverlap(open, listening.packets)) return [];
        return [
          {
            code: "open-port-without-listener",
            ...aboutGroup(group),
            direction: "ingress",
            rule: rule.ref,
            proof: proofOf(open, [rule]),
            details: { carriers: ids, listening: portsOf(listening.packets) },
          },
        ];
      });
    }),
};

function portsOf(set: PacketSet): readonly string[] {
  const ports = packetBoxes(set).map((box) => box.destinationPorts);
  return ports.length === 0 ? [] : formatPorts(ports.reduce(uniteIntervals));
}
