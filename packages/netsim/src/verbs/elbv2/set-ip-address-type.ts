/**
 * "SetIpAddressType" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetIpAddressType.html
 * "IP address types for your Application Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-ip-address-type.html
 */
import {
  failure,
  type Issue,
  issue,
  type LoadBalancer,
  type LoadBalancerIpAddressType,
  type Network,
  targetGroupsOf,
} from "@netsim/core";
import * as v from "valibot";
import type { VerbResult } from "../verb.js";
import { type LoadBalancerRequest, onLoadBalancer, withLoadBalancer } from "./load-balancer.js";

/** The request of "SetIpAddressType" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetIpAddressType.html */
export interface SetIpAddressTypeRequest extends LoadBalancerRequest {
  readonly IpAddressType: LoadBalancerIpAddressType;
}

/** The answer of "SetIpAddressType" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetIpAddressType.html */
export interface SetIpAddressTypeAnswer {
  readonly IpAddressType: LoadBalancerIpAddressType;
}

const schema: v.GenericSchema<unknown, SetIpAddressTypeRequest> = v.strictObject({
  LoadBalancerArn: v.string(),
  IpAddressType: v.picklist(["ipv4", "dualstack", "dualstack-without-public-ipv4"]),
});

/** Sets the families that clients may use. */
export function setIpAddressType(
  network: Network,
  request: SetIpAddressTypeRequest,
): VerbResult<SetIpAddressTypeAnswer> {
  return onLoadBalancer(network, schema, request, (balancer, { IpAddressType: ipAddressType }) => {
    const issues = [...addressTypeIssues(network, balancer, ipAddressType)];
    for (const { subnetId } of ipAddressType === "ipv4" ? [] : balancer.subnets) {
      const subnet = network.subnets[subnetId];
      if (subnet && subnet.ipv6CidrBlocks.length === 0)
        issues.push(issue("InvalidSubnet", ["IpAddressType"], "ipv4, or an IPv6 block in each subnet", subnetId));
    }
    if (issues.length > 0) return failure(issues);
    return withLoadBalancer(
      network,
      { ...balancer, ipAddressType },
      (after) => ({ IpAddressType: after.ipAddressType }),
      (path) => path,
    );
  });
}

/** `InvalidConfigurationRequest` for a type that the load balancer cannot have, or its target groups do not let it have. */
export function addressTypeIssues(
  network: Network,
  { type, scheme, listeners }: LoadBalancer,
  ipAddressType: LoadBalancerIpAddressType,
): readonly Issue[] {
  const refusal = (expected: string): Issue =>
    issue("InvalidConfigurationRequest", ["IpAddressType"], expected, ipAddressType);
  if (ipAddressType === "dualstack-without-public-ipv4" && (type !== "application" || scheme === "internal"))
    return [refusal("ipv4 or dualstack, but for an internet-facing Application Load Balancer")];
  if (ipAddressType !== "ipv4") return [];
  const groups = listeners.flatMap(targetGroupsOf).flatMap((id) => network.targetGroups[id] ?? []);
  const ipv6 = groups.find((group) => group.ipAddressType === "ipv6");
  return ipv6 ? [refusal(`dualstack, as the targets of ${ipv6.id} have IPv6 addresses`)] : [];
}
