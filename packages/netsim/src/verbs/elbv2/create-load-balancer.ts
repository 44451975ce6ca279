/** "CreateLoadBalancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
import {
  failure,
  type Issue,
  issue,
  type LoadBalancer,
  type LoadBalancerIpAddressType,
  type LoadBalancerType,
  type Network,
  type Path,
  recordOf,
} from "@netsim/core";
import * as v from "valibot";
import { defaultGroupIssues, defaultGroupOf, groupIssues } from "../load-balancing/groups.js";
import { regionOf } from "../load-balancing/made-up.js";
import { type QuotaOptions, quota, quotaEntries } from "../load-balancing/quotas.js";
import {
  nameIssues,
  nameTag,
  optionIssues,
  readRequest,
  type Tag,
  tagIssues,
  tagsSchema,
} from "../load-balancing/request.js";
import { vpcsOf } from "../load-balancing/subnets.js";
import { done, type VerbResult } from "../verb.js";
import { dnsNameOf, loadBalancerArn, withLoadBalancer } from "./load-balancer.js";
import { type LoadBalancerAnswer, loadBalancerAnswer } from "./load-balancer-answer.js";
import {
  type AddressOptions,
  addressEntries,
  mappingInput,
  mappingIssues,
  mappingPath,
  mappingSchema,
  mappingsOf,
  type Occupant,
  type SubnetsRequest,
} from "./subnet-mappings.js";

/** The request of "CreateLoadBalancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
export interface CreateLoadBalancerRequest extends SubnetsRequest {
  readonly Name: string;
  /** Left out: the VPC's default group for an Application Load Balancer, none, and none ever, for a Network Load Balancer. */
  readonly SecurityGroups?: readonly string[] | undefined;
  /** `internet-facing` when left out. */
  readonly Scheme?: string | undefined;
  /** `application` when left out. */
  readonly Type?: LoadBalancerType | undefined;
  /** `ipv4` when left out. */
  readonly IpAddressType?: LoadBalancerIpAddressType | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

/** The answer of `createLoadBalancer` and `describeLoadBalancers`. */
export interface LoadBalancersAnswer {
  readonly LoadBalancers: readonly LoadBalancerAnswer[];
}

const schema: v.GenericSchema<unknown, CreateLoadBalancerRequest> = v.strictObject({
  Name: v.string(),
  Subnets: v.optional(v.array(v.string())),
  SubnetMappings: v.optional(v.array(mappingSchema)),
  SecurityGroups: v.optional(v.array(v.string())),
  Scheme: v.optional(v.string()),
  Type: v.optional(v.picklist(["application", "network", "gateway"])),
  IpAddressType: v.optional(v.picklist(["ipv4", "dualstack", "dualstack-without-public-ipv4"])),
  Tags: tagsSchema,
});

const optionsSchema: v.GenericSchema<unknown, unknown> = v.strictObject({ ...quotaEntries, ...addressEntries });

/**
 * The same request once more succeeds and changes nothing; `DuplicateLoadBalancerName` for another load balancer of
 * the name.
 */
export function createLoadBalancer(
  network: Network,
  request: CreateLoadBalancerRequest,
  options: AddressOptions & QuotaOptions = {},
): VerbResult<LoadBalancersAnswer> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const { Name: id, SecurityGroups: given = [], Type: type = "application", IpAddressType = "ipv4" } = read.value;
  const existing = recordOf(network.loadBalancers, id);
  const occupant: Occupant = {
    type,
    scheme: type === "gateway" || read.value.Scheme === "internal" ? "internal" : "internet-facing",
    ipAddressType: IpAddressType,
    present: existing?.subnets.map((each) => each.subnetId),
  };
  const mappings = mappingsOf(read.value);
  const [vpcId = ""] = vpcsOf(
    network,
    mappings.map((each) => each.SubnetId),
  );
  const issues = [
    ...optionIssues(optionsSchema, options),
    ...settingIssues(read.value, occupant),
    ...mappingIssues(network, read.value, occupant, options),
    ...groupsOfType(network, given, type, vpcId),
    ...(existing ? [] : quotaIssues(network, vpcId, type, options)),
  ];
  if (issues.length > 0) return failure(issues);
  const named = { id, type, vpcId, scheme: occupant.scheme };
  const candidate = {
    ...named,
    name: nameTag(read.value.Tags),
    arn: loadBalancerArn(network, named),
    subnets: mappings.map((each) => mappingInput(each, options)),
    securityGroups: groupsFor(network, given, type, vpcId),
    ipAddressType: IpAddressType,
    dnsName: dnsNameOf(network, named),
  };
  const pathOf = ([key, at, ...rest]: Path): Path =>
    key === "subnets" ? mappingPath(read.value, Number(at)) : key === undefined ? [] : [key, at ?? 0, ...rest];
  const created = withLoadBalancer(
    network,
    candidate,
    (after, changed) => ({ LoadBalancers: [loadBalancerAnswer(changed, after, "provisioning")] }),
    pathOf,
  );
  if (!existing || !created.ok) return created;
  if (settingsOf(existing) === settingsOf(created.value.loadBalancers[id] as LoadBalancer))
    return done(network, { LoadBalancers: [loadBalancerAnswer(network, existing)] });
  return failure([issue("DuplicateLoadBalancerName", ["Name"], "a name that no other load balancer has", id)]);
}

/** What makes a request the same one again. */
function settingsOf({ type, scheme, subnets, securityGroups, ipAddressType }: LoadBalancer): string {
  const sorted = [...subnets].sort((a, b) => (a.subnetId < b.subnetId ? -1 : 1));
  return JSON.stringify([type, scheme, sorted, securityGroups && [...securityGroups].sort(), ipAddressType]);
}

function settingIssues(request: CreateLoadBalancerRequest, { type, scheme }: Occupant): readonly Issue[] {
  const { Name, Scheme, IpAddressType, Tags } = request;
  const issues: Issue[] = [...nameIssues(Name, ["Name"]), ...tagIssues(Tags)];
  if (Name.startsWith("internal-"))
    issues.push(issue("ValidationError", ["Name"], "a name that does not begin with internal-", Name));
  if (Scheme !== undefined && !["internet-facing", "internal"].includes(Scheme))
    issues.push(issue("InvalidScheme", ["Scheme"], "internet-facing or internal", Scheme));
  else if (type === "gateway" && Scheme === "internet-facing")
    issues.push(issue("InvalidConfigurationRequest", ["Scheme"], "no scheme for a Gateway Load Balancer", Scheme));
  if (IpAddressType === "dualstack-without-public-ipv4" && (type !== "application" || scheme === "internal")) {
    const expected = "ipv4 or dualstack, but for an internet-facing Application Load Balancer";
    issues.push(issue("InvalidConfigurationRequest", ["IpAddressType"], expected, IpAddressType));
  }
  return issues;
}

function groupsOfType(
  network: Network,
  given: readonly string[],
  type: LoadBalancerType,
  vpcId: string,
): readonly Issue[] {
  if (type === "gateway" && given.length > 0) {
    const expected = "no groups for a Gateway Load Balancer";
    return [issue("InvalidConfigurationRequest", ["SecurityGroups"], expected, given)];
  }
  if (given.length > 0) return groupIssues(network, given, vpcId === "" ? undefined : vpcId, "newer");
  return type === "application" && vpcId !== "" ? defaultGroupIssues(network, vpcId) : [];
}

/**
 * "Update the security groups for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html:
 * one that is created without groups can never get any.
 */
function groupsFor(
  network: Network,
  given: readonly string[],
  type: LoadBalancerType,
  vpcId: string,
): readonly string[] | null {
  if (given.length > 0) return given;
  const id = type === "application" ? defaultGroupOf(network, vpcId) : undefined;
  return id === undefined ? null : [id];
}

function quotaIssues(network: Network, vpcId: string, type: LoadBalancerType, options: QuotaOptions): readonly Issue[] {
  const region = regionOf(network, network.vpcs[vpcId]);
  const most = quota(`${type}LoadBalancersPerRegion`, options);
  const present = Object.values(network.loadBalancers).filter(
    (each) => each.type === type && regionOf(network, network.vpcs[each.vpcId]) === region,
  );
  if (present.length < most) return [];
  return [issue("TooManyLoadBalancers", [], `at most ${most} ${type} load balancers in ${region}`, present.length + 1)];
}
