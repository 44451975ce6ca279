/** "DescribeListeners" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListeners.html */
import { failure, type Network } from "@netsim/core";
import * as v from "valibot";
import { readRequest } from "../load-balancing/request.js";
import { done, refuse, type VerbResult } from "../verb.js";
import { findListener, type ListenersAnswer, listenerAnswer, listenersOf } from "./listener.js";
import { findLoadBalancer } from "./load-balancer.js";

/** Either. */
export interface DescribeListenersRequest {
  readonly LoadBalancerArn?: string | undefined;
  readonly ListenerArns?: readonly string[] | undefined;
}

const schema: v.GenericSchema<unknown, DescribeListenersRequest> = v.strictObject({
  LoadBalancerArn: v.optional(v.string()),
  ListenerArns: v.optional(v.array(v.string())),
});

/** The listeners of a load balancer, or those named by ARN. */
export function describeListeners(network: Network, request: DescribeListenersRequest): VerbResult<ListenersAnswer> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const { LoadBalancerArn: owner, ListenerArns: arns = [] } = read.value;
  if ((owner === undefined) === (arns.length === 0))
    return refuse("ValidationError", ["ListenerArns"], "either LoadBalancerArn or ListenerArns", arns);
  if (owner !== undefined) {
    const balancer = findLoadBalancer(network, owner, ["LoadBalancerArn"]);
    if (!balancer.ok) return balancer;
    return done(network, {
      Listeners: listenersOf(network, balancer.value).map((each) => listenerAnswer(network, each)),
    });
  }
  const found = arns.map((arn, at) => findListener(network, arn, ["ListenerArns", at]));
  const issues = found.flatMap((each) => (each.ok ? [] : each.issues));
  if (issues.length > 0) return failure(issues);
  return done(network, { Listeners: found.flatMap((each) => (each.ok ? [listenerAnswer(network, each.value)] : [])) });
}
