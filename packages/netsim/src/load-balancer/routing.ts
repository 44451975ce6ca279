/**
 * Which targets of a group a node sends requests to.
 * "Target group health", routing failover https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
 * "Health checks for your target groups" (fail open) https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
import type { MinimumHealthyTargets } from "@netsim/core";
import type { LoadBalancerNode } from "../path/load-balancer-node.js";
import type { Reachability, TargetState } from "../path/verdict.js";
import { placesFor } from "./target.js";
import type { TargetHealth } from "./target-health.js";

export interface Routed<Health> {
  /** Those that the node may send to at all. */
  readonly candidates: readonly Health[];
  /** Too few of them are healthy, and the node sends to all; null where that is not known. */
  readonly isFailOpen: boolean | null;
  /** How many have to be healthy. */
  readonly least: number;
}

/** The number of healthy targets that a minimum asks for among so many. */
export function needed({ count, percentage }: MinimumHealthyTargets, total: number): number {
  return Math.max(count ?? 0, Math.ceil(((percentage ?? 0) * total) / 100));
}

/** Whether a target is among those of which a minimum asks for a share: one that is out of use is not. */
export function isCounted({ state }: TargetHealth<TargetState>): boolean {
  return state.state !== "unused";
}

/** What a node takes a target for: healthy, not, or one cannot tell. */
export function viewOf(node: LoadBalancerNode, health: TargetHealth<unknown>): Reachability {
  return health.byNode.get(node.station) ?? health.verdict;
}

/** @param isEverywhere whether targets are in no zone, as a function is. */
export function routingOf<Health extends TargetHealth<TargetState>>(
  nodes: readonly LoadBalancerNode[],
  node: LoadBalancerNode,
  targets: readonly Health[],
  minimum: MinimumHealthyTargets,
  crossZone: boolean | null,
  isEverywhere: boolean,
): Routed<Health> {
  const near = targets.filter((each) => isNear(nodes, node, each, crossZone, isEverywhere));
  const candidates = near.filter((each) => !isBarred(each));
  const healthy = count(candidates, (each) => viewOf(node, each) === "reachable");
  const unhealthy = count(candidates, (each) => viewOf(node, each) === "unreachable");
  const all = count(candidates, () => true);
  // Without a single healthy target all get requests, whatever the minimum is.
  const least = Math.max(1, needed(minimum, count(near, isCounted)));
  if (candidates.length === 0 || healthy >= least) return { candidates, isFailOpen: false, least };
  return { candidates, isFailOpen: all - unhealthy < least ? true : null, least };
}

/** How many targets these are, as one may stand for many. */
export function count<Health extends TargetHealth<unknown>>(
  targets: readonly Health[],
  isMeant: (each: Health) => boolean,
): number {
  return targets.reduce((sum, each) => (isMeant(each) ? sum + each.cohort.members.length : sum), 0);
}

/** Targets that are stopped, unused or of a zone that is not enabled get nothing, even of what fails open. */
function isBarred(health: TargetHealth<unknown>): boolean {
  return health.verdict === "unreachable" && health.byNode.size === 0;
}

function isNear(
  nodes: readonly LoadBalancerNode[],
  node: LoadBalancerNode,
  health: TargetHealth<unknown>,
  crossZone: boolean | null,
  isEverywhere: boolean,
): boolean {
  const { target } = health.cohort;
  const isLeftOut = target.places.length === 0;
  return isEverywhere || isLeftOut || placesFor(nodes, node, target, crossZone).length > 0;
}
