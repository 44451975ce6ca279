/**
 * The zones of a load balancer of EC2-Classic.
 * "Add or remove Availability Zones for your load balancer in EC2-Classic" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-disable-az.html
 */
import { failure, issue, type Network } from "@netsim/core";
import * as v from "valibot";
import { regionOfZone } from "../load-balancing/made-up.js";
import { listOf } from "../load-balancing/request.js";
import type { VerbResult } from "../verb.js";
import { type NamedRequest, onLoadBalancer, placeIssues, regionOfBalancer, withLoadBalancer } from "./balancer.js";

export interface AvailabilityZonesRequest extends NamedRequest {
  readonly AvailabilityZones: readonly string[];
}

/** The answer of `enableAvailabilityZonesForLoadBalancer` and `disableAvailabilityZonesForLoadBalancer`. */
export interface AvailabilityZonesAnswer {
  /** All zones that the load balancer is in now. */
  readonly AvailabilityZones: readonly string[];
}

const schema: v.GenericSchema<unknown, AvailabilityZonesRequest> = v.strictObject({
  LoadBalancerName: v.string(),
  AvailabilityZones: listOf(v.string()),
});

/** "EnableAvailabilityZonesForLoadBalancer" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_EnableAvailabilityZonesForLoadBalancer.html */
export function enableAvailabilityZonesForLoadBalancer(
  network: Network,
  request: AvailabilityZonesRequest,
): VerbResult<AvailabilityZonesAnswer> {
  return onLoadBalancer(network, schema, request, (balancer, { AvailabilityZones }) => {
    const region = regionOfBalancer(network, balancer);
    const issues = [
      ...placeIssues(balancer, "ec2-classic"),
      ...AvailabilityZones.flatMap((zone, at) =>
        regionOfZone(zone) === region
          ? []
          : [issue("ValidationError", ["AvailabilityZones", at], `a zone of ${region}`, zone)],
      ),
    ];
    if (issues.length > 0) return failure(issues);
    const availabilityZones = [...new Set([...(balancer.availabilityZones ?? []), ...AvailabilityZones])];
    return withLoadBalancer(network, { ...balancer, availabilityZones }, (after) => ({
      AvailabilityZones: after.availabilityZones ?? [],
    }));
  });
}

/**
 * "DisableAvailabilityZonesForLoadBalancer" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DisableAvailabilityZonesForLoadBalancer.html:
 * `InvalidConfigurationRequest` for a zone that is not enabled, or if none would be left.
 */
export function disableAvailabilityZonesForLoadBalancer(
  network: Network,
  request: AvailabilityZonesRequest,
): VerbResult<AvailabilityZonesAnswer> {
  return onLoadBalancer(network, schema, request, (balancer, { AvailabilityZones }) => {
    const present = balancer.availabilityZones ?? [];
    const issues = [...placeIssues(balancer, "ec2-classic")];
    if (issues.length > 0) return failure(issues);
    for (const [at, zone] of AvailabilityZones.entries())
      if (!present.includes(zone))
        issues.push(issue("InvalidConfigurationRequest", ["AvailabilityZones", at], `a zone of ${balancer.id}`, zone));
    const availabilityZones = present.filter((zone) => !AvailabilityZones.includes(zone));
    if (availabilityZones.length === 0)
      issues.push(
        issue("InvalidConfigurationRequest", ["AvailabilityZones"], "at least one zone that stays", AvailabilityZones),
      );
    if (issues.length > 0) return failure(issues);
    return withLoadBalancer(network, { ...balancer, availabilityZones }, (after) => ({
      AvailabilityZones: after.availabilityZones ?? [],
    }));
  });
}
