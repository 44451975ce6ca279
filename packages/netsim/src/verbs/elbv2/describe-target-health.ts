/** "DescribeTargetHealth" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html */
import { type Network, recordOf, type Target, type TargetGroup, targetNames } from "@netsim/core";
import * as v from "valibot";
import { checkHealth } from "../../load-balancer/check-health.js";
import type { TargetState } from "../../path/verdict.js";
import { done, type VerbResult } from "../verb.js";
import { loadBalancerArn } from "./load-balancer.js";
import { targetInput } from "./register-targets.js";
import { onTargetGroup, type TargetGroupRequest } from "./target-group.js";
import { type TargetDescription, targetSchema } from "./targets.js";

/** The request of "DescribeTargetHealth" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html */
export interface DescribeTargetHealthRequest extends TargetGroupRequest {
  /** All registered targets when left out. */
  readonly Targets?: readonly TargetDescription[] | undefined;
}

/** "TargetHealthDescription" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealthDescription.html */
export interface TargetHealthDescription {
  readonly Target: TargetDescription;
  readonly HealthCheckPort?: string | undefined;
  /** Without a reason and description for a healthy target. */
  readonly TargetHealth: {
    readonly State: TargetState["state"];
    readonly Reason?: string | undefined;
    readonly Description?: string | undefined;
  };
}

/** The answer of "DescribeTargetHealth" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html */
export interface DescribeTargetHealthAnswer {
  readonly TargetHealthDescriptions: readonly TargetHealthDescription[];
}

export interface TargetHealthOptions {
  /** See `checkHealth`. */
  readonly stoppedNetworkTarget?: "unhealthy" | "unused" | undefined;
}

const schema: v.GenericSchema<unknown, DescribeTargetHealthRequest> = v.strictObject({
  TargetGroupArn: v.string(),
  Targets: v.optional(v.array(targetSchema)),
});

const NOT_REGISTERED: TargetState = {
  state: "unused",
  reasonCode: "Target.NotRegistered",
  description: "Target is not registered to the target group",
};

/**
 * The states that the checks settle in, by {@link checkHealth}, which has the reasons. A target that is asked for and is
 * not registered is `unused`.
 */
export function describeTargetHealth(
  network: Network,
  request: DescribeTargetHealthRequest,
  options: TargetHealthOptions = {},
): VerbResult<DescribeTargetHealthAnswer> {
  return onTargetGroup(network, schema, request, (group, { Targets = [] }) => {
    const { states } = checkHealth(network, { ...options, targetGroup: group.id });
    const names = targetNames(group.targets);
    const all = group.targets.map((target, at) => ({ target, state: states[names[at] ?? ""] as TargetState }));
    const asked = Targets.map((each) => {
      const { id, port = null, availabilityZone } = targetInput(network, group, each);
      const found = all.find(({ target }) => target.id === id && target.port === port);
      return found ?? { target: { id, port, availabilityZone }, state: NOT_REGISTERED };
    });
    const shown = Targets.length > 0 ? asked : all;
    return done(network, {
      TargetHealthDescriptions: shown.map(({ target, state }) => description(network, group, target, state)),
    });
  });
}

function description(
  network: Network,
  group: TargetGroup,
  target: Target,
  { state, reasonCode, description: text }: TargetState,
): TargetHealthDescription {
  const { port } = group.healthCheck;
  const checked = port === "traffic-port" ? target.port : port;
  return {
    Target: targetDescription(network, group, target),
    ...(checked === null || group.targetType === "lambda" ? {} : { HealthCheckPort: String(checked) }),
    TargetHealth: {
      State: state,
      ...(reasonCode === null ? {} : { Reason: reasonCode }),
      ...(text === null ? {} : { Description: text }),
    },
  };
}

function targetDescription(
  network: Network,
  { targetType }: TargetGroup,
  { id, port, availabilityZone }: Target,
): TargetDescription {
  const balancer = targetType === "alb" ? recordOf(network.loadBalancers, id) : undefined;
  return {
    Id: balancer ? loadBalancerArn(network, balancer) : id,
    ...(port === null ? {} : { Port: port }),
    ...(availabilityZone === undefined ? {} : { AvailabilityZone: availabilityZone }),
  };
}
