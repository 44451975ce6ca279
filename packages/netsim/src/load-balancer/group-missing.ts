/** What the input leaves out of target groups and of what uses them. */
import { isMissingRecord, type LoadBalancer, type Network, type TargetGroup, targetGroupKind } from "@netsim/core";
import type { Assumption, Unknown } from "../path/verdict.js";

/** Targets that are registered and not in the input: nobody knows how many there are. */
export function targetsMissing(network: Network, group: TargetGroup, leg: string): readonly Unknown[] {
  if (!isMissingRecord(network.missing, "targets", group.id)) return [];
  return [{ component: group.id, code: "targets-missing", leg, phase: "forward" }];
}

/** Whether a listener or a rule that is not in the input may forward to any target group. */
export function hasOpenListeners(network: Network): boolean {
  return Object.values(network.loadBalancers).some(
    (balancer) => listenersMissing(network, balancer) || balancer.listeners.some((each) => each.rules === null),
  );
}

export function listenersMissing(network: Network, balancer: LoadBalancer): boolean {
  return isMissingRecord(network.missing, "listeners", balancer.id);
}

/** AWS's defaults are taken for attributes that were not collected. */
export function attributeAssumptions(network: Network, group: TargetGroup): readonly Assumption[] {
  const isOpen = isMissingRecord(network.missing, "targetGroupAttributes", group.id);
  return isOpen && targetGroupKind(group) !== "lambda"
    ? [{ code: "target-group-attributes-assumed", component: group.id }]
    : [];
}
