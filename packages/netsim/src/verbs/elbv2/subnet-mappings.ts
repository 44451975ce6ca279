/** The subnets of a load balancer, with static addresses where they have any. */
import {
  cidrHas,
  type Issue,
  issue,
  type LoadBalancerIpAddressType,
  type LoadBalancerSubnetInput,
  type LoadBalancerType,
  type Network,
  type Path,
  parseIp,
  recordOf,
  reservedAddresses,
  subnetBlocks,
} from "@netsim/core";
import * as v from "valibot";
import { subnetIssues, zonesOf } from "../load-balancing/subnets.js";

/** "SubnetMapping" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SubnetMapping.html */
export interface SubnetMapping {
  readonly SubnetId: string;
  /** Of an Elastic IP address, for an internet-facing Network Load Balancer. */
  readonly AllocationId?: string | undefined;
  /** For an internal Network Load Balancer. */
  readonly PrivateIPv4Address?: string | undefined;
  readonly IPv6Address?: string | undefined;
}

/** The subnets of a load balancer in a request, with or without static addresses. */
export interface SubnetsRequest {
  readonly Subnets?: readonly string[] | undefined;
  /** Instead of `Subnets`. */
  readonly SubnetMappings?: readonly SubnetMapping[] | undefined;
}

/** What a network does not have and a request may mean. */
export interface AddressOptions {
  /** The Elastic IP addresses of the account by allocation id, such as `{ "eipalloc-1": "203.0.113.5" }`. */
  readonly elasticIps?: Readonly<Record<string, string>> | undefined;
}

/** Spread into the schema of options. */
export const addressEntries: { readonly elasticIps: v.OptionalSchema<v.GenericSchema<unknown>, undefined> } = {
  elasticIps: v.optional(v.record(v.string(), v.string())),
};

export const mappingSchema: v.GenericSchema<unknown, SubnetMapping> = v.strictObject({
  SubnetId: v.string(),
  AllocationId: v.optional(v.string()),
  PrivateIPv4Address: v.optional(v.string()),
  IPv6Address: v.optional(v.string()),
});

/** What is known of the load balancer that will be in the subnets. */
export interface Occupant {
  readonly type: LoadBalancerType;
  readonly scheme: "internet-facing" | "internal";
  readonly ipAddressType: LoadBalancerIpAddressType;
  /** Of one that is in a VPC already. */
  readonly vpcId?: string | undefined;
  /** The subnets that it is in already. */
  readonly present?: readonly string[] | undefined;
}

export function mappingsOf({ Subnets, SubnetMappings }: SubnetsRequest): readonly SubnetMapping[] {
  return SubnetMappings ?? (Subnets ?? []).map((SubnetId) => ({ SubnetId }));
}

/** The place in the request of a subnet. */
export function mappingPath(request: SubnetsRequest, at: number): Path {
  return request.SubnetMappings ? ["SubnetMappings", at, "SubnetId"] : ["Subnets", at];
}

export function mappingInput(mapping: SubnetMapping, { elasticIps = {} }: AddressOptions): LoadBalancerSubnetInput {
  const { SubnetId, AllocationId, PrivateIPv4Address, IPv6Address } = mapping;
  return {
    subnetId: SubnetId,
    publicIp: AllocationId === undefined ? undefined : elasticIps[AllocationId],
    privateIpv4Address: PrivateIPv4Address,
    ipv6Address: IPv6Address,
  };
}

/**
 * `ValidationError`, `AllocationIdNotFound`, `InvalidConfigurationRequest`, and those of subnets.
 * "Application Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
 * "Network Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html
 */
export function mappingIssues(
  network: Network,
  request: SubnetsRequest,
  occupant: Occupant,
  options: AddressOptions,
): readonly Issue[] {
  if (request.Subnets && request.SubnetMappings)
    return [issue("ValidationError", ["SubnetMappings"], "either Subnets or SubnetMappings", request.SubnetMappings)];
  const mappings = mappingsOf(request);
  if (mappings.length === 0) return [issue("ValidationError", ["Subnets"], "at least one subnet", undefined)];
  const ids = mappings.map((each) => each.SubnetId);
  // Subnets that it has already took their addresses when it came.
  const present = (occupant.present ?? []).filter((id) => ids.includes(id));
  const pathOf = (at: number): Path => mappingPath(request, at);
  const issues = [...subnetIssues(network, ids, present, occupant.scheme, pathOf)];
  for (const [at, id] of ids.entries()) {
    const subnet = recordOf(network.subnets, id);
    if (ids.indexOf(id) < at) issues.push(issue("ValidationError", pathOf(at), "each subnet once", id));
    if (!subnet) continue;
    if (occupant.vpcId !== undefined && subnet.vpcId !== occupant.vpcId && present.length === 0)
      issues.push(
        issue("InvalidConfigurationRequest", pathOf(at), `a subnet of ${occupant.vpcId}`, `${id} of ${subnet.vpcId}`),
      );
    if (occupant.ipAddressType !== "ipv4" && subnet.ipv6CidrBlocks.length === 0)
      issues.push(issue("InvalidSubnet", pathOf(at), "a subnet with an IPv6 block", id));
  }
  if (issues.length === 0 && occupant.type === "application" && zonesOf(network, ids).length < 2)
    issues.push(issue("ValidationError", ["Subnets"], "subnets in at least two zones", ids));
  mappings.forEach((mapping, at) => {
    issues.push(...addressIssues(network, mapping, occupant, options, ["SubnetMappings", at]));
  });
  return issues;
}

function addressIssues(
  network: Network,
  mapping: SubnetMapping,
  { type, scheme, ipAddressType }: Occupant,
  { elasticIps = {} }: AddressOptions,
  path: Path,
): readonly Issue[] {
  const { AllocationId, PrivateIPv4Address, IPv6Address } = mapping;
  const issues: Issue[] = [];
  const refuse = (key: keyof SubnetMapping, expected: string): void => {
    issues.push(issue("InvalidConfigurationRequest", [...path, key], expected, mapping[key]));
  };
  if (AllocationId !== undefined) {
    if (type !== "network" || scheme !== "internet-facing")
      refuse("AllocationId", "no Elastic IP address but for an internet-facing Network Load Balancer");
    else if (!Object.hasOwn(elasticIps, AllocationId))
      issues.push(issue("AllocationIdNotFound", [...path, "AllocationId"], "an id among the elasticIps", AllocationId));
  }
  if (PrivateIPv4Address !== undefined && (type !== "network" || scheme !== "internal"))
    refuse("PrivateIPv4Address", "no private address but for an internal Network Load Balancer");
  if (IPv6Address !== undefined && (type !== "network" || ipAddressType === "ipv4"))
    refuse("IPv6Address", "no IPv6 address but for a Network Load Balancer with dualstack addresses");
  for (const key of ["PrivateIPv4Address", "IPv6Address"] as const) {
    const text = mapping[key];
    if (text !== undefined && !isFree(network, mapping.SubnetId, text))
      refuse(key, `a free address of ${mapping.SubnetId}`);
  }
  return issues;
}

function isFree(network: Network, subnetId: string, text: string): boolean {
  const subnet = recordOf(network.subnets, subnetId);
  const address = parseIp(text);
  if (!subnet || !address.ok) return false;
  const block = subnetBlocks(subnet).find((each) => cidrHas(each, address.value));
  if (block === undefined || reservedAddresses(block).includes(address.value)) return false;
  return !Object.values(network.networkInterfaces).some(
    (eni) =>
      eni.subnetId === subnetId &&
      (eni.ipv6Addresses.includes(address.value) ||
        eni.privateIpAddresses.some((each) => each.address === address.value)),
  );
}
