/** "DescribeLoadBalancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancers.html */
import { failure, issue, type LoadBalancer, type Network, ok, type Result, recordOf } from "@netsim/core";
import * as v from "valibot";
import { readRequest } from "../load-balancing/request.js";
import { done, refuse, type VerbResult } from "../verb.js";
import type { LoadBalancersAnswer } from "./create-load-balancer.js";
import { findLoadBalancer } from "./load-balancer.js";
import { loadBalancerAnswer } from "./load-balancer-answer.js";

/** The request of "DescribeLoadBalancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancers.html */
export interface DescribeLoadBalancersRequest {
  readonly LoadBalancerArns?: readonly string[] | undefined;
  /** Instead of ARNs. All load balancers when both are left out. */
  readonly Names?: readonly string[] | undefined;
}

const schema: v.GenericSchema<unknown, DescribeLoadBalancersRequest> = v.strictObject({
  LoadBalancerArns: v.optional(v.array(v.string())),
  Names: v.optional(v.array(v.string())),
});

/** All load balancers, or those named, as AWS prints them. */
export function describeLoadBalancers(
  network: Network,
  request: DescribeLoadBalancersRequest = {},
): VerbResult<LoadBalancersAnswer> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const { LoadBalancerArns: arns = [], Names: names = [] } = read.value;
  if (arns.length > 0 && names.length > 0)
    return refuse("ValidationError", ["Names"], "either LoadBalancerArns or Names", names);
  const found: readonly Result<LoadBalancer>[] =
    arns.length > 0
      ? arns.map((arn, at) => findLoadBalancer(network, arn, ["LoadBalancerArns", at]))
      : names.length > 0
        ? names.map((name, at) => byName(network, name, at))
        : Object.values(network.loadBalancers).map(ok);
  const issues = found.flatMap((each) => (each.ok ? [] : each.issues));
  if (issues.length > 0) return failure(issues);
  return done(network, {
    LoadBalancers: found.flatMap((each) => (each.ok ? [loadBalancerAnswer(network, each.value)] : [])),
  });
}

function byName(network: Network, name: string, at: number): Result<LoadBalancer> {
  const balancer = recordOf(network.loadBalancers, name);
  return balancer
    ? ok(balancer)
    : failure([issue("LoadBalancerNotFound", ["Names", at], "the name of a load balancer", name)]);
}
