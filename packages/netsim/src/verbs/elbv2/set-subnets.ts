/** "SetSubnets" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSubnets.html */
import { failure, type LoadBalancerIpAddressType, type Network, type Path } from "@netsim/core";
import * as v from "valibot";
import { removeNodes } from "../load-balancing/nodes.js";
import { optionIssues } from "../load-balancing/request.js";
import type { VerbResult } from "../verb.js";
import { type LoadBalancerRequest, nodePrefix, onLoadBalancer, withLoadBalancer } from "./load-balancer.js";
import { type AvailabilityZone, availabilityZones } from "./load-balancer-answer.js";
import { addressTypeIssues } from "./set-ip-address-type.js";
import {
  type AddressOptions,
  addressEntries,
  mappingInput,
  mappingIssues,
  mappingPath,
  mappingSchema,
  mappingsOf,
  type SubnetsRequest,
} from "./subnet-mappings.js";

/** The request of "SetSubnets" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSubnets.html */
export interface SetSubnetsRequest extends LoadBalancerRequest, SubnetsRequest {
  /** As it was when left out. */
  readonly IpAddressType?: LoadBalancerIpAddressType | undefined;
}

/** The answer of "SetSubnets" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSubnets.html */
export interface SetSubnetsAnswer {
  readonly AvailabilityZones: readonly AvailabilityZone[];
  readonly IpAddressType: LoadBalancerIpAddressType;
}

const schema: v.GenericSchema<unknown, SetSubnetsRequest> = v.strictObject({
  LoadBalancerArn: v.string(),
  Subnets: v.optional(v.array(v.string())),
  SubnetMappings: v.optional(v.array(mappingSchema)),
  IpAddressType: v.optional(v.picklist(["ipv4", "dualstack", "dualstack-without-public-ipv4"])),
});

const optionsSchema: v.GenericSchema<unknown, unknown> = v.strictObject(addressEntries);

/** Replaces all of its subnets. One that it keeps, and that is named without addresses, keeps the addresses it has. */
export function setSubnets(
  network: Network,
  request: SetSubnetsRequest,
  options: AddressOptions = {},
): VerbResult<SetSubnetsAnswer> {
  return onLoadBalancer(network, schema, request, (balancer, asked) => {
    const { type, scheme, vpcId } = balancer;
    const ipAddressType = asked.IpAddressType ?? balancer.ipAddressType;
    const present = balancer.subnets.map((each) => each.subnetId);
    const issues = [
      ...optionIssues(optionsSchema, options),
      ...mappingIssues(network, asked, { type, scheme, vpcId, ipAddressType, present }, options),
      ...addressTypeIssues(network, balancer, ipAddressType),
    ];
    if (issues.length > 0) return failure(issues);
    const subnets = mappingsOf(asked).map((each) => {
      const kept = balancer.subnets.find((old) => old.subnetId === each.SubnetId);
      return kept && Object.keys(each).length === 1 ? kept : mappingInput(each, options);
    });
    const ids = subnets.map((each) => each.subnetId);
    return withLoadBalancer(
      network,
      { ...balancer, subnets, ipAddressType },
      (after, changed) => ({
        AvailabilityZones: availabilityZones(changed, after),
        IpAddressType: after.ipAddressType,
      }),
      ([key, at, ...rest]: Path): Path =>
        key === "subnets" ? mappingPath(asked, Number(at)) : key === undefined ? [] : [key, at ?? 0, ...rest],
      removeNodes(network, nodePrefix(balancer), ids),
    );
  });
}
