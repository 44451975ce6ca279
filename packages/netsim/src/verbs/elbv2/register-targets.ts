/** "RegisterTargets" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html */
import { failure, type Issue, issue, type Network, parseIp, type TargetGroup, type TargetInput } from "@netsim/core";
import { type QuotaOptions, quota, quotaOptions } from "../load-balancing/quotas.js";
import { optionIssues } from "../load-balancing/request.js";
import type { VerbResult } from "../verb.js";
import { onTargetGroup, withTargetGroup } from "./target-group.js";
import { targetIssues } from "./target-issues.js";
import { type TargetDescription, type TargetsRequest, targetId, targetsSchema } from "./targets.js";

/**
 * A target can be registered once for each port; one that is registered already stays as it is. `InvalidTarget` for an
 * instance that is not running or is in another VPC, an address that no target can have, a load balancer without a
 * listener on the port; `TooManyTargets` for more targets than one of a function or a load balancer.
 */
export function registerTargets(
  network: Network,
  request: TargetsRequest,
  options: QuotaOptions = {},
): VerbResult<Record<never, never>> {
  return onTargetGroup(network, targetsSchema, request, (group, { Targets }) => {
    const targets: TargetInput[] = [...group.targets];
    for (const each of Targets.map((target) => targetInput(network, group, target))) {
      const isThere = targets.some((other) => other.id === each.id && (other.port ?? null) === (each.port ?? null));
      if (!isThere) targets.push(each);
    }
    const issues = [
      ...optionIssues(quotaOptions, options),
      ...Targets.flatMap((target, at) => targetIssues(network, group, target, ["Targets", at])),
      ...countIssues(group, targets.length, options),
    ];
    if (issues.length > 0) return failure(issues);
    return withTargetGroup(network, { ...group, targets }, () => ({}));
  });
}

export function targetInput(network: Network, group: TargetGroup, target: TargetDescription): TargetInput {
  const { Id, Port, AvailabilityZone } = target;
  const address = group.targetType === "ip" ? parseIp(Id) : undefined;
  const id = address?.ok ? address.value : targetId(network, group, Id);
  const input = { id, port: Port ?? group.port };
  return AvailabilityZone === undefined ? input : { ...input, availabilityZone: AvailabilityZone };
}

function countIssues({ targetType }: TargetGroup, count: number, options: QuotaOptions): readonly Issue[] {
  const isSingle = targetType === "lambda" || targetType === "alb";
  const most = isSingle ? 1 : quota("targetsPerTargetGroup", options);
  return count <= most ? [] : [issue("TooManyTargets", ["Targets"], `at most ${most} of type ${targetType}`, count)];
}
