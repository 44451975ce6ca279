/**
 * What state each target of a target group is in, by AWS's words.
 * "Health checks for your target groups" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 * "Health checks for Network Load Balancer target groups" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
import {
  isMissing,
  type LoadBalancer,
  memoize,
  type Network,
  type TargetGroup,
  targetGroupKind,
  targetGroupsOf,
} from "@netsim/core";
import { allOf } from "../path/combine.js";
import type { LegVerdict } from "../path/connection.js";
import { type LoadBalancerNode, nodesOf } from "../path/load-balancer-node.js";
import type { Assumption, Blocker, Reachability, TargetState, Unknown } from "../path/verdict.js";
import type { WalkOptions } from "../path/walk-context.js";
import { type Cohort, cohortsOf, type Judged, judgeCohort, type LegsByNode } from "./cohort.js";
import { attributeAssumptions, hasOpenListeners, targetsMissing } from "./group-missing.js";
import { groupTargets } from "./group-targets.js";
import { healthLeg } from "./legs.js";
import { groupProbe } from "./probe.js";
import { placesFor, type RegisteredTarget } from "./target.js";
import { barOf, blockerOf, type TargetHealth, unseenNodes } from "./target-health.js";

export type GroupTargetHealth = TargetHealth<TargetState>;

export interface GroupHealth {
  readonly group: TargetGroup;
  readonly targets: readonly GroupTargetHealth[];
  /** What is not known of the group as a whole: there may be more targets. */
  readonly unknowns: readonly Unknown[];
  readonly assumptions: readonly Assumption[];
}

const HEALTHY: TargetState = Object.freeze({ state: "healthy", reasonCode: null, description: null });
const NOT_KNOWN: TargetState = Object.freeze({ state: "unavailable", reasonCode: null, description: null });
const CHECKS_DISABLED: TargetState = Object.freeze({
  state: "unavailable",
  reasonCode: "Target.HealthCheckDisabled",
  description: "Health checks are disabled for this target",
});
const NOT_IN_USE: TargetState = Object.freeze({
  state: "unused",
  reasonCode: "Target.NotInUse",
  description: "Target group is not configured to receive traffic from the load balancer",
});
const ZONE_NOT_ENABLED: TargetState = Object.freeze({
  state: "unused",
  reasonCode: "Target.NotInUse",
  description: "Target is in an Availability Zone that is not enabled for the load balancer",
});
const IP_UNUSABLE: TargetState = Object.freeze({
  state: "unused",
  reasonCode: "Target.IpUnusable",
  description: "The IP address cannot be used as a target, as it is in use by a load balancer",
});
const FAILED: TargetState = Object.freeze({
  state: "unhealthy",
  reasonCode: "Target.FailedHealthChecks",
  description: "Health checks failed",
});
const TIMED_OUT: TargetState = Object.freeze({
  state: "unhealthy",
  reasonCode: "Target.Timeout",
  description: "Request timed out",
});

const usersOf = memoize(
  (balancers: Network["loadBalancers"], _: object): ReadonlyMap<string, LoadBalancer> =>
    new Map(
      Object.values(balancers).flatMap((balancer) =>
        balancer.listeners.flatMap(targetGroupsOf).map((group) => [group, balancer] as const),
      ),
    ),
);

/** The load balancer whose listeners forward to a target group; each group has one at most. */
export function userOf(network: Network, group: TargetGroup): LoadBalancer | undefined {
  return usersOf(network.loadBalancers, network.targetGroups).get(group.id);
}

export function functionAssumptions(group: TargetGroup): readonly Assumption[] {
  return targetGroupKind(group) === "lambda" ? [{ code: "function-assumed", component: group.id }] : [];
}

/** @param few so many alike targets are judged each by itself; more are judged together. */
export function groupHealth(network: Network, group: TargetGroup, options: WalkOptions, few?: number): GroupHealth {
  const balancer = userOf(network, group);
  const cohorts = cohortsOf(groupTargets(network, group), few);
  const assumptions = [...attributeAssumptions(network, group), ...functionAssumptions(group)];
  const unknowns = targetsMissing(network, group, `health: ${group.id}`);
  if (!balancer) {
    const isOpen = hasOpenListeners(network) || isMissing(network.missing, "loadBalancers", group.vpcId ?? undefined);
    const targets = cohorts.map((cohort) => (isOpen ? perhapsInUse(group, cohort) : notInUse(group, cohort)));
    return { group, targets, unknowns, assumptions };
  }
  const nodes = nodesOf(network, balancer);
  const targets = cohorts.flatMap((cohort) => {
    const settled = settledTarget(network, group, balancer, nodes, cohort, options);
    if (settled) return [settled];
    const judged = judgeCohort(cohort, (target) => groupChecks(network, group, nodes, target, options));
    return judged.map((each) => healthOf(network, group, balancer, each));
  });
  return { group, targets, unknowns, assumptions };
}

function nameOf(group: TargetGroup, { target }: Cohort): string {
  return `health: ${group.id} -> ${target.name}`;
}

const NOTHING = { byNode: new Map(), legs: [], blockers: [], unknowns: [] } as const;

function barred(cohort: Cohort, state: TargetState, blocker: Blocker): GroupTargetHealth {
  return { ...NOTHING, cohort, state, verdict: "unreachable", blockers: [blocker] };
}

function inDoubt(cohort: Cohort, unknowns: readonly Unknown[]): GroupTargetHealth {
  return { ...NOTHING, cohort, state: NOT_KNOWN, verdict: "unknown", unknowns };
}

function notInUse(group: TargetGroup, cohort: Cohort): GroupTargetHealth {
  const cause = { kind: "target", code: "target-group-not-in-use", awsCode: null } as const;
  return barred(cohort, NOT_IN_USE, blockerOf(cohort, nameOf(group, cohort), cause));
}

/** A listener or a rule that was not collected may forward to the group. */
function perhapsInUse(group: TargetGroup, cohort: Cohort): GroupTargetHealth {
  const { target } = cohort;
  return inDoubt(cohort, [
    { component: target.id, code: "listener-missing", leg: nameOf(group, cohort), phase: "forward" },
  ]);
}

/** The state of a target that no check decides; undefined where checks do. */
export function settledTarget(
  network: Network,
  group: TargetGroup,
  balancer: LoadBalancer,
  nodes: readonly LoadBalancerNode[],
  cohort: Cohort,
  options: WalkOptions,
): GroupTargetHealth | undefined {
  const { target } = cohort;
  const name = nameOf(group, cohort);
  const kind = targetGroupKind(group);
  if (kind === "lambda") {
    return { ...NOTHING, cohort, state: group.healthCheck.enabled ? HEALTHY : CHECKS_DISABLED, verdict: "reachable" };
  }
  if (kind === "gateway") {
    return inDoubt(cohort, [{ component: balancer.id, code: "gateway-load-balancer", leg: name, phase: "forward" }]);
  }
  const { instance } = target;
  if (instance && instance.state !== "running") {
    const details = { state: instance.state };
    const state = stoppedState(balancer, instance.state, options);
    const cause = { kind: "target", code: "instance-not-running", awsCode: null, details } as const;
    return barred(cohort, state, blockerOf(cohort, name, cause));
  }
  if (group.targetType === "ip" && target.places.some((place) => place.party.loadBalancer)) {
    const cause = { kind: "target", code: "target-ip-unusable", awsCode: null } as const;
    return barred(cohort, IP_UNUSABLE, blockerOf(cohort, name, cause));
  }
  const bar = barOf(network, balancer, nodes, cohort, name);
  const [blocker] = bar?.blockers ?? [];
  if (blocker) return barred(cohort, blocker.code === "zone-not-enabled" ? ZONE_NOT_ENABLED : FAILED, blocker);
  if (bar) return inDoubt(cohort, bar.unknowns ?? []);
  return group.healthCheck.enabled ? undefined : { ...NOTHING, cohort, state: CHECKS_DISABLED, verdict: "reachable" };
}

/** Editions of the guide to Network Load Balancers disagree: `unused` until 2023, `unhealthy` since. */
function stoppedState(balancer: LoadBalancer, state: string, options: WalkOptions): TargetState {
  if (balancer.type === "network" && options.stoppedNetworkTarget !== "unused") return FAILED;
  return { state: "unused", reasonCode: "Target.InvalidState", description: `Target is in the ${state} state` };
}

/** Each node checks each target, whether it sends traffic to it or not. */
export function groupChecks(
  network: Network,
  group: TargetGroup,
  nodes: readonly LoadBalancerNode[],
  target: RegisteredTarget,
  options: WalkOptions,
): LegsByNode {
  const probe = groupProbe(group, target.port ?? 0);
  return nodes.flatMap((node) =>
    placesFor(nodes, node, target, true).map((place) => ({
      node: node.station,
      leg: healthLeg(network, { node, target, place, group: group.id }, probe, options),
    })),
  );
}

function healthOf(
  network: Network,
  group: TargetGroup,
  balancer: LoadBalancer,
  { cohort, byNode, legs }: Judged,
): GroupTargetHealth {
  const unknowns = unseenNodes(network, balancer, cohort.target, nameOf(group, cohort), true);
  const verdict = allOf([...byNode.values(), ...unknowns.map((): Reachability => "unknown")]);
  return { ...NOTHING, cohort, state: stateOf(verdict, balancer, legs), verdict, byNode, legs, unknowns };
}

/** "Health checks for your target groups", reason codes; a Network Load Balancer has one for every failed check. */
function stateOf(verdict: Reachability, balancer: LoadBalancer, legs: readonly LegVerdict[]): TargetState {
  if (verdict === "reachable") return HEALTHY;
  if (verdict !== "unreachable") return NOT_KNOWN;
  if (balancer.type === "network") return FAILED;
  const blockers = legs.flatMap((each) => each.blockers);
  const mismatch = blockers.find((each) => each.code === "http-status");
  if (blockers.every((each) => each.kind === "application") && blockers.length > 0) {
    if (!mismatch) return FAILED;
    const description = `Health checks failed with these codes: [${mismatch.details?.status}]`;
    return { state: "unhealthy", reasonCode: "Target.ResponseCodeMismatch", description };
  }
  return TIMED_OUT;
}
