/** Targets whose state differs between two networks. */
import type { Network } from "@netsim/core";
import { checkHealth } from "../load-balancer/check-health.js";
import { statesOf } from "../load-balancer/check-listener.js";
import { classicHealth } from "../load-balancer/classic-health.js";
import type { WalkOptions } from "../path/walk-context.js";
import type { AnyState, StateDifference } from "./diff.js";
import { same } from "./same.js";

export function stateChanges(before: Network, after: Network, options: WalkOptions): readonly StateDifference[] {
  const classic = idsOf(before.classicLoadBalancers, after.classicLoadBalancers).flatMap((id) =>
    changesAt(id, "classic-load-balancer", [classicStates(before, id, options), classicStates(after, id, options)]),
  );
  const groups = idsOf(before.targetGroups, after.targetGroups).flatMap((id) =>
    changesAt(id, "target-group", [groupStates(before, id, options), groupStates(after, id, options)]),
  );
  return [...classic, ...groups];
}

/** By the record, as load balancers of two kinds may have one name. */
function classicStates(network: Network, id: string, options: WalkOptions): Readonly<Record<string, AnyState>> {
  const balancer = network.classicLoadBalancers[id];
  if (!balancer) return {};
  return statesOf(classicHealth(network, balancer, options).map((each) => ({ ...each, names: each.cohort.names })));
}

function groupStates(network: Network, targetGroup: string, options: WalkOptions): Readonly<Record<string, AnyState>> {
  return Object.hasOwn(network.targetGroups, targetGroup)
    ? checkHealth(network, { targetGroup, ...options }).states
    : {};
}

function idsOf(before: object, after: object): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])];
}

function changesAt(
  owner: string,
  kind: StateDifference["kind"],
  [before, after]: readonly [Readonly<Record<string, AnyState>>, Readonly<Record<string, AnyState>>],
): readonly StateDifference[] {
  return idsOf(before, after).flatMap((target): StateDifference[] => {
    const [was, is] = [before[target] ?? null, after[target] ?? null];
    return same(was, is) ? [] : [{ owner, kind, target, before: was, after: is }];
  });
}
