/** How the health of a target is told, and what keeps every node from it. */
import type { Network } from "@netsim/core";
import type { LegVerdict } from "../path/connection.js";
import {
  type AnyLoadBalancer,
  isClassic,
  type LoadBalancerNode,
  undescribedSubnets,
} from "../path/load-balancer-node.js";
import type { Station } from "../path/station.js";
import type { Blocker, Reachability, Unknown } from "../path/verdict.js";
import { atMembers, type Cohort } from "./cohort.js";
import { enabledZones, isInEnabledZone, type RegisteredTarget, zonesOf } from "./target.js";

/** One target, or several that are alike: the state, what it follows from, and whether that is certain. */
export interface TargetHealth<State> {
  readonly cohort: Cohort;
  readonly state: State;
  /** `reachable` in service, `unreachable` out of service, `partial` in and out, `unknown`. */
  readonly verdict: Reachability;
  /** What each node that checks finds. */
  readonly byNode: ReadonlyMap<Station, Reachability>;
  /** The checks. */
  readonly legs: readonly LegVerdict[];
  readonly blockers: readonly Blocker[];
  readonly unknowns: readonly Unknown[];
}

/** Why no node uses a target at all, or why that is not known. */
export function barOf(
  network: Network,
  balancer: AnyLoadBalancer,
  nodes: readonly LoadBalancerNode[],
  cohort: Cohort,
  leg: string,
): { readonly blockers?: readonly Blocker[]; readonly unknowns?: readonly Unknown[] } | undefined {
  const { target } = cohort;
  const frame = { component: target.id, leg, phase: "forward" } as const;
  if (target.lacks !== undefined) {
    const details = { family: target.lacks };
    return {
      blockers: [blockerOf(cohort, leg, { kind: "target", code: "target-without-address", awsCode: null, details })],
    };
  }
  if (target.places.length === 0) return { unknowns: [{ ...frame, code: "instance-missing" }] };
  if (target.places.some((place) => isInEnabledZone(nodes, place))) return undefined;
  // The zone may be that of a subnet that the network leaves out.
  const subnets = undescribedSubnets(network, balancer);
  if (subnets.length > 0) return { unknowns: [{ ...frame, code: "subnet-missing", details: { subnets } }] };
  const details = { zone: zonesOf(target)[0] ?? "", enabled: enabledZones(nodes) };
  const awsCode = "ELB_INSTALLED_AZ_RESTRICTION";
  return { blockers: [blockerOf(cohort, leg, { kind: "target", code: "zone-not-enabled", awsCode, details })] };
}

/**
 * The nodes in subnets that the network leaves out, which are in other zones than the target; one outside the VPC counts
 * for all zones.
 *
 * @param isUsed whether nodes use targets of other zones in this way; null where that is not known.
 */
export function unseenNodes(
  network: Network,
  balancer: AnyLoadBalancer,
  target: RegisteredTarget,
  leg: string,
  isUsed: boolean | null,
): readonly Unknown[] {
  const subnets = undescribedSubnets(network, balancer);
  const isEverywhere = target.places.some((place) => place.availabilityZone === "all");
  if (subnets.length === 0 || (isUsed === false && !isEverywhere)) return [];
  return [{ component: target.id, code: "subnet-missing", leg, phase: "forward", details: { subnets } }];
}

export function blockerOf(
  { target, members }: Cohort,
  leg: string,
  cause: Pick<Blocker, "kind" | "code" | "awsCode" | "details">,
): Blocker {
  const blocker: Blocker = {
    component: target.id,
    components: [target.id],
    name: target.instance?.name,
    direction: "ingress",
    leg,
    phase: "forward",
    rule: null,
    packets: [],
    ...cause,
  };
  return atMembers(blocker, members);
}

/** There are nodes in the subnets that the network leaves out, too, and nothing is known of them. */
export function subnetsMissing(network: Network, balancer: AnyLoadBalancer): readonly Unknown[] {
  const subnets = undescribedSubnets(network, balancer);
  if (subnets.length === 0) return [];
  const leg = `client: ${balancer.id}`;
  return [{ component: balancer.id, code: "subnet-missing", leg, phase: "forward", details: { subnets } }];
}

/** A Gateway Load Balancer has no port that clients connect to: packets come to it through its endpoints. */
export function gatewayDoubt(balancer: AnyLoadBalancer, leg: "client" | "target" | "health"): readonly Unknown[] {
  if (isClassic(balancer) || balancer.type !== "gateway") return [];
  const { id } = balancer;
  return [{ component: id, code: "gateway-load-balancer", leg: `${leg}: ${id}`, phase: "forward" }];
}

export function noInstance(loadBalancer: string, leg: "target" | "health"): Blocker {
  return {
    component: loadBalancer,
    components: [loadBalancer],
    kind: "load-balancer",
    direction: "egress",
    leg: `${leg}: ${loadBalancer}`,
    phase: "forward",
    rule: null,
    code: "no-registered-instance",
    awsCode: null,
    packets: [],
  };
}
