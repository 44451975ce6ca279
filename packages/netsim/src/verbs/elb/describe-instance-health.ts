/** "DescribeInstanceHealth" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeInstanceHealth.html */
import { failure, type Network } from "@netsim/core";
import * as v from "valibot";
import { classicHealth } from "../../load-balancer/classic-health.js";
import { optionsOf } from "../../path/options.js";
import type { ClassicInstanceState } from "../../path/verdict.js";
import { done, type VerbResult } from "../verb.js";
import { type NamedRequest, onLoadBalancer } from "./balancer.js";
import { existenceIssues, type InstanceId, instanceSchema } from "./instances.js";

export interface DescribeInstanceHealthRequest extends NamedRequest {
  /** All registered instances when left out. */
  readonly Instances?: readonly InstanceId[] | undefined;
}

/** "InstanceState" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_InstanceState.html */
export interface InstanceState {
  readonly InstanceId: string;
  readonly State: "InService" | "OutOfService" | "Unknown";
  readonly ReasonCode: "ELB" | "Instance" | "N/A";
  readonly Description: string;
}

/** The answer of "DescribeInstanceHealth" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeInstanceHealth.html */
export interface DescribeInstanceHealthAnswer {
  readonly InstanceStates: readonly InstanceState[];
}

const schema: v.GenericSchema<unknown, DescribeInstanceHealthRequest> = v.strictObject({
  LoadBalancerName: v.string(),
  Instances: v.optional(v.array(instanceSchema)),
});

const NOT_REGISTERED: ClassicInstanceState = {
  state: "OutOfService",
  reasonCode: "Instance",
  description: "Instance is not currently registered with the LoadBalancer.",
};

export interface InstanceHealthOptions {
  /** See `checkHealth`. */
  readonly sameSubnetAcl?: "egress" | "strict" | undefined;
}

/**
 * The states that the checks settle in: those of `checkHealth`, which has the reasons. Instances that are asked for and
 * are not registered are out of service; terminated ones are not in the answer.
 */
export function describeInstanceHealth(
  network: Network,
  request: DescribeInstanceHealthRequest,
  options: InstanceHealthOptions = {},
): VerbResult<DescribeInstanceHealthAnswer> {
  return onLoadBalancer(network, schema, request, (balancer, { Instances = [] }) => {
    const issues = existenceIssues(network, Instances);
    if (issues.length > 0) return failure(issues);
    const health = classicHealth(network, balancer, optionsOf(options));
    const states = new Map(health.flatMap(({ cohort, state }) => cohort.names.map((name) => [name, state] as const)));
    const asked = Instances.length > 0 ? Instances.map((each) => each.InstanceId) : balancer.instances;
    const InstanceStates = asked
      .filter((id) => network.instances[id]?.state !== "terminated")
      .map((id) => instanceState(id, states.get(id) ?? NOT_REGISTERED));
    return done(network, { InstanceStates });
  });
}

function instanceState(id: string, { state, reasonCode, description }: ClassicInstanceState): InstanceState {
  return { InstanceId: id, State: state, ReasonCode: reasonCode, Description: description };
}
