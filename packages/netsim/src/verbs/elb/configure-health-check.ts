/** "ConfigureHealthCheck" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_ConfigureHealthCheck.html */
import type { ClassicHealthCheck, ClassicHealthCheckInput, Network } from "@netsim/core";
import * as v from "valibot";
import type { VerbResult } from "../verb.js";
import { type NamedRequest, onLoadBalancer, withLoadBalancer } from "./balancer.js";

/** "HealthCheck" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_HealthCheck.html */
export interface HealthCheck {
  /** `TCP:port`, `SSL:port`, `HTTP:port/path` or `HTTPS:port/path`. */
  readonly Target: string;
  /** Seconds, 5-300. */
  readonly Interval: number;
  /** Seconds, 2-60, less than the interval. */
  readonly Timeout: number;
  /** 2-10. */
  readonly UnhealthyThreshold: number;
  /** 2-10. */
  readonly HealthyThreshold: number;
}

/** Some of a health check's settings. */
export type HealthCheckChoice = { readonly [Key in keyof HealthCheck]?: HealthCheck[Key] | undefined };

export interface ConfigureHealthCheckRequest extends NamedRequest {
  readonly HealthCheck: HealthCheck;
}

/** The answer of "ConfigureHealthCheck" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_ConfigureHealthCheck.html */
export interface ConfigureHealthCheckAnswer {
  readonly HealthCheck: HealthCheck;
}

const schema: v.GenericSchema<unknown, ConfigureHealthCheckRequest> = v.strictObject({
  LoadBalancerName: v.string(),
  HealthCheck: v.strictObject({
    Target: v.string(),
    Interval: v.number(),
    Timeout: v.number(),
    UnhealthyThreshold: v.number(),
    HealthyThreshold: v.number(),
  }),
});

/** Sets the health check of a Classic Load Balancer. */
export function configureHealthCheck(
  network: Network,
  request: ConfigureHealthCheckRequest,
): VerbResult<ConfigureHealthCheckAnswer> {
  return onLoadBalancer(network, schema, request, (balancer, { HealthCheck }) =>
    withLoadBalancer(network, { ...balancer, healthCheck: healthCheckInput(HealthCheck) }, (after) => ({
      HealthCheck: healthCheckAnswer(after.healthCheck),
    })),
  );
}

export function healthCheckInput(check: HealthCheckChoice & Pick<HealthCheck, "Target">): ClassicHealthCheckInput {
  return {
    target: check.Target,
    interval: check.Interval,
    timeout: check.Timeout,
    unhealthyThreshold: check.UnhealthyThreshold,
    healthyThreshold: check.HealthyThreshold,
  };
}

export function healthCheckAnswer(check: ClassicHealthCheck): HealthCheck {
  return {
    Target: check.target,
    Interval: check.interval,
    Timeout: check.timeout,
    UnhealthyThreshold: check.unhealthyThreshold,
    HealthyThreshold: check.healthyThreshold,
  };
}
