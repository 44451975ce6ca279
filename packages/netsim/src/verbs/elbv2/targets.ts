/** "TargetDescription" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html */
import type { Network, TargetGroup } from "@netsim/core";
import * as v from "valibot";
import { listOf } from "../load-balancing/request.js";
import { loadBalancerArn } from "./load-balancer.js";
import type { TargetGroupRequest } from "./target-group.js";

/** "TargetDescription" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html */
export interface TargetDescription {
  /** An instance id, an IP address, or the ARN of a function or an Application Load Balancer. */
  readonly Id: string;
  /** The target group's when left out. */
  readonly Port?: number | undefined;
  /** Of an IP address: a zone, or `all`. */
  readonly AvailabilityZone?: string | undefined;
}

/** The request of `registerTargets` and `deregisterTargets`. */
export interface TargetsRequest extends TargetGroupRequest {
  readonly Targets: readonly TargetDescription[];
}

export const targetSchema: v.GenericSchema<unknown, TargetDescription> = v.strictObject({
  Id: v.string(),
  Port: v.optional(v.number()),
  AvailabilityZone: v.optional(v.string()),
});

export const targetsSchema: v.GenericSchema<unknown, TargetsRequest> = v.strictObject({
  TargetGroupArn: v.string(),
  Targets: listOf(targetSchema),
});

/** The id in the model of what a request calls a target: a load balancer goes by its ARN there. */
export function targetId(network: Network, { targetType }: TargetGroup, text: string): string {
  if (targetType !== "alb") return text;
  const found = Object.values(network.loadBalancers).find((each) => loadBalancerArn(network, each) === text);
  return found?.id ?? text;
}
