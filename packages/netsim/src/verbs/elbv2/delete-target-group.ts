/** "DeleteTargetGroup" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html */
import { failure, type Network } from "@netsim/core";
import * as v from "valibot";
import { change, without } from "../load-balancing/change.js";
import { readRequest } from "../load-balancing/request.js";
import { done, refuse, type VerbResult } from "../verb.js";
import { arnNotFound } from "./load-balancer.js";
import { findTargetGroup, type TargetGroupRequest, usersOf } from "./target-group.js";

const schema: v.GenericSchema<unknown, TargetGroupRequest> = v.strictObject({ TargetGroupArn: v.string() });

/**
 * Its targets stay. `ResourceInUse` where an action forwards to it. The API has no error for one that does not exist, so
 * that there is nothing to do then.
 */
export function deleteTargetGroup(network: Network, request: TargetGroupRequest): VerbResult<Record<never, never>> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const arn = read.value.TargetGroupArn;
  const found = findTargetGroup(network, arn, ["TargetGroupArn"]);
  if (!found.ok) {
    const why = arnNotFound(arn, "targetgroup", ["TargetGroupArn"]);
    return why.code === "TargetGroupNotFound" ? done(network, {}) : failure([why]);
  }
  const user = usersOf(network, found.value)[0];
  if (user) return refuse("ResourceInUse", ["TargetGroupArn"], `a target group that ${user.id} does not use`, arn);
  const targetGroups = without(network.targetGroups, found.value.id);
  return change(network, { targetGroups }, { pathOf: (path) => path }, () => ({}));
}
