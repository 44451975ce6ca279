/** "DeregisterTargets" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeregisterTargets.html */
import type { Network } from "@netsim/core";
import { done, type VerbResult } from "../verb.js";
import { targetInput } from "./register-targets.js";
import { onTargetGroup, withTargetGroup } from "./target-group.js";
import { type TargetsRequest, targetsSchema } from "./targets.js";

/**
 * Without a port: the registration on the target group's port. A target that is not registered is no error. The network
 * after it is the one at the end of the deregistration delay.
 */
export function deregisterTargets(network: Network, request: TargetsRequest): VerbResult<Record<never, never>> {
  return onTargetGroup(network, targetsSchema, request, (group, { Targets }) => {
    const gone = Targets.map((target) => targetInput(network, group, target));
    const targets = group.targets.filter(
      (target) => !gone.some((each) => each.id === target.id && (each.port ?? null) === target.port),
    );
    if (targets.length === group.targets.length) return done(network, {});
    return withTargetGroup(network, { ...group, targets }, () => ({}));
  });
}
