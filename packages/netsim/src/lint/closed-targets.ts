/**
 * Listeners whose targets let nobody in on the port that requests are sent to. It is the only rule that there is for a
 * Network Load Balancer without groups, and health checks of another port do not tell.
 * "Target security groups" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
 */
import {
  interval,
  isMissingRecord,
  listenerRules,
  listenerTransports,
  type Network,
  NO_PACKETS,
  type PacketSet,
  packets,
  packetsOverlap,
  packetWitness,
  type RuleRef,
  recordOf,
  securityGroupRules,
  TCP,
  targetGroupsOf,
  UDP,
  unitePackets,
} from "@netsim/core";
import { classicTargets } from "../load-balancer/classic-targets.js";
import { groupTargets } from "../load-balancer/group-targets.js";
import type { RegisteredTarget } from "../load-balancer/target.js";
import { headersOf } from "../path/header.js";
import { type AnyLoadBalancer, isClassic } from "../path/load-balancer-node.js";
import { allLoadBalancers } from "./carriers.js";
import type { Check, Found } from "./check.js";

/** Where a listener sends what it takes. */
interface Behind {
  readonly listener: RuleRef;
  readonly targetGroup: string | undefined;
  readonly protocols: readonly number[];
  readonly targets: readonly RegisteredTarget[];
  /** Where the listener has the port. */
  readonly port: number | null;
}

export const closedTargets: Check = {
  codes: ["listener-not-open"],
  find: (network) =>
    allLoadBalancers(network).flatMap((balancer) =>
      behind(network, balancer).flatMap((each) => closedBehind(network, balancer, each)),
    ),
};

function behind(network: Network, balancer: AnyLoadBalancer): readonly Behind[] {
  if (isClassic(balancer) ? balancer.availabilityZones : balancer.type === "gateway") return [];
  return listenerRules(balancer).rules.flatMap(({ ref }): readonly Behind[] => {
    if (ref.kind !== "listener") return [];
    if (isClassic(balancer)) {
      const port = "instancePort" in ref.listener ? ref.listener.instancePort : null;
      const targets = classicTargets(network, balancer);
      return [{ listener: ref, targetGroup: undefined, protocols: [TCP], targets, port }];
    }
    if (!("defaultActions" in ref.listener)) return [];
    return targetGroupsOf(ref.listener).flatMap((id): readonly Behind[] => {
      const group = recordOf(network.targetGroups, id);
      if (!group || isMissingRecord(network.missing, "targets", id)) return [];
      const protocols = listenerTransports(group).map((each) => (each === "udp" ? UDP : TCP));
      return [{ listener: ref, targetGroup: id, protocols, targets: groupTargets(network, group), port: null }];
    });
  });
}

/** One finding where every target is known to be closed; where some are open, somebody answers. */
function closedBehind(network: Network, { id, name }: AnyLoadBalancer, one: Behind): readonly Found[] {
  const { listener, targetGroup, protocols, targets, port } = one;
  const groups = new Set<string>();
  let wanted = NO_PACKETS;
  for (const target of targets) {
    const at = target.port ?? port;
    if (at === null || target.places.length === 0) return [];
    for (const { party } of target.places) {
      const own = party.station?.groups;
      if (!own) return [];
      const asked = protocols
        .map((protocol) => packets({ protocol, destination: party.addresses, destinationPorts: interval(at, at) }))
        .reduce(unitePackets, NO_PACKETS);
      if (!letsNobodyIn(network, own, asked)) return [];
      wanted = unitePackets(wanted, asked);
      for (const group of own) groups.add(group);
    }
  }
  if (targets.length === 0) return [];
  return [
    {
      code: "listener-not-open",
      component: id,
      kind: "load-balancer",
      name,
      direction: "ingress",
      rule: listener,
      proof: { kind: "packets", packets: headersOf(wanted), by: [], witness: packetWitness(wanted) },
      details: {
        filter: "target-security-group",
        closedAt: [...groups],
        ...(targetGroup === undefined ? {} : { targetGroup }),
        targets: targets.map((each) => each.name),
      },
    },
  ];
}

/** For certain: of a group or prefix list that is not in the network nothing is said. */
function letsNobodyIn(network: Network, groups: readonly string[], asked: PacketSet): boolean {
  const { rules, otherwise } = securityGroupRules(network, groups, "ingress");
  return otherwise !== "unknown" && !rules.some((rule) => packetsOverlap(rule.packets, asked));
}
