/** "ModifyTargetGroup" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroup.html */
import { failure, type Network, type TargetHealthCheckInput } from "@netsim/core";
import * as v from "valibot";
import type { VerbResult } from "../verb.js";
import type { TargetGroupsAnswer } from "./create-target-group.js";
import { type HealthCheckRequest, healthCheckEntries, healthCheckInput, healthCheckIssues } from "./health-check.js";
import { onTargetGroup, type TargetGroupRequest, targetGroupAnswer, withTargetGroup } from "./target-group.js";

/** The request of "ModifyTargetGroup" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroup.html */
export interface ModifyTargetGroupRequest extends TargetGroupRequest, HealthCheckRequest {}

const schema: v.GenericSchema<unknown, ModifyTargetGroupRequest> = v.strictObject({
  TargetGroupArn: v.string(),
  ...healthCheckEntries,
});

/** Changes its health check; what is left out stays as it is. */
export function modifyTargetGroup(network: Network, request: ModifyTargetGroupRequest): VerbResult<TargetGroupsAnswer> {
  return onTargetGroup(network, schema, request, (group, asked) => {
    const issues = healthCheckIssues(asked, group.targetType, group.protocolVersion === "GRPC");
    if (issues.length > 0) return failure(issues);
    const given = healthCheckInput(asked);
    const { path, matcher, ...kept } = group.healthCheck;
    const isTcp = (given.protocol ?? kept.protocol).toUpperCase() === "TCP";
    // A path and codes belong to HTTP, and go with it.
    const healthCheck: TargetHealthCheckInput = isTcp ? { ...kept, ...given } : { ...kept, path, matcher, ...given };
    return withTargetGroup(network, { ...group, healthCheck }, (after, changed) => ({
      TargetGroups: [targetGroupAnswer(changed, after)],
    }));
  });
}
