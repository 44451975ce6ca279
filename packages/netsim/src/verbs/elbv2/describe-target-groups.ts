/** "DescribeTargetGroups" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroups.html */
import { failure, issue, type Network, ok, type Result, recordOf, type TargetGroup } from "@netsim/core";
import * as v from "valibot";
import { readRequest } from "../load-balancing/request.js";
import { done, refuse, type VerbResult } from "../verb.js";
import type { TargetGroupsAnswer } from "./create-target-group.js";
import { findLoadBalancer } from "./load-balancer.js";
import { findTargetGroup, targetGroupAnswer, usersOf } from "./target-group.js";

/** At most one of them; all target groups when all are left out. */
export interface DescribeTargetGroupsRequest {
  readonly LoadBalancerArn?: string | undefined;
  readonly TargetGroupArns?: readonly string[] | undefined;
  readonly Names?: readonly string[] | undefined;
}

const schema: v.GenericSchema<unknown, DescribeTargetGroupsRequest> = v.strictObject({
  LoadBalancerArn: v.optional(v.string()),
  TargetGroupArns: v.optional(v.array(v.string())),
  Names: v.optional(v.array(v.string())),
});

/** All target groups, or those of a load balancer, or those named, as AWS prints them. */
export function describeTargetGroups(
  network: Network,
  request: DescribeTargetGroupsRequest = {},
): VerbResult<TargetGroupsAnswer> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const { LoadBalancerArn: owner, TargetGroupArns: arns = [], Names: names = [] } = read.value;
  if ([owner !== undefined, arns.length > 0, names.length > 0].filter(Boolean).length > 1)
    return refuse("ValidationError", [], "one of LoadBalancerArn, TargetGroupArns and Names", Object.keys(read.value));
  const found = groupsAsked(network, owner, arns, names);
  const issues = found.flatMap((each) => (each.ok ? [] : each.issues));
  if (issues.length > 0) return failure(issues);
  return done(network, {
    TargetGroups: found.flatMap((each) => (each.ok ? [targetGroupAnswer(network, each.value)] : [])),
  });
}

function groupsAsked(
  network: Network,
  owner: string | undefined,
  arns: readonly string[],
  names: readonly string[],
): readonly Result<TargetGroup>[] {
  const all = Object.values(network.targetGroups);
  if (arns.length > 0) return arns.map((arn, at) => findTargetGroup(network, arn, ["TargetGroupArns", at]));
  if (names.length > 0) return names.map((name, at) => byName(network, name, at));
  if (owner === undefined) return all.map(ok);
  const balancer = findLoadBalancer(network, owner, ["LoadBalancerArn"]);
  if (!balancer.ok) return [balancer];
  return all.filter((group) => usersOf(network, group).includes(balancer.value)).map(ok);
}

function byName(network: Network, name: string, at: number): Result<TargetGroup> {
  const group = recordOf(network.targetGroups, name);
  return group ? ok(group) : failure([issue("TargetGroupNotFound", ["Names", at], "the name of a target group", name)]);
}
