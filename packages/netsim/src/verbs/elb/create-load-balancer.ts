/** "CreateLoadBalancer" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_CreateLoadBalancer.html */
import {
  type ClassicHealthCheckInput,
  type ClassicListenerInput,
  EC2_CLASSIC,
  failure,
  type Issue,
  issue,
  type Network,
  type Vpc,
} from "@netsim/core";
import * as v from "valibot";
import { defaultGroupIssues, groupIssues } from "../load-balancing/groups.js";
import { type QuotaOptions, quota, quotaEntries } from "../load-balancing/quotas.js";
import {
  listOf,
  nameIssues,
  nameTag,
  optionIssues,
  readRequest,
  type Tag,
  tagIssues,
  tagsSchema,
} from "../load-balancing/request.js";
import { subnetIssues, vpcsOf } from "../load-balancing/subnets.js";
import type { VerbResult } from "../verb.js";
import { dnsNameOf, regionOfBalancer, withLoadBalancer } from "./balancer.js";
import { type GivenGroups, groupsWhenNoneGiven } from "./default-group.js";
import { certificateIssues, type Listener, listenerInput, listenerSchema } from "./listeners.js";
import { type Place, type PlaceRequest, type Platform, placeOf } from "./place.js";

/** The request of "CreateLoadBalancer" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_CreateLoadBalancer.html */
export interface CreateLoadBalancerRequest extends PlaceRequest {
  readonly LoadBalancerName: string;
  readonly Listeners: readonly Listener[];
  readonly SecurityGroups?: readonly string[] | undefined;
  /** `internet-facing` when left out. */
  readonly Scheme?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

/** The answer of "CreateLoadBalancer" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_CreateLoadBalancer.html */
export interface CreateLoadBalancerAnswer {
  readonly DNSName: string;
}

/** Where AWS's documentation contradicts itself, and quotas. */
export interface CreateLoadBalancerOptions extends QuotaOptions {
  /**
   * Whether groups can be chosen in the default VPC. The page on security groups says that they cannot, and tells how to
   * change them; the API takes them: `honoured` when left out.
   */
  readonly groupsInDefaultVpc?: "honoured" | "refused" | undefined;
  /**
   * The port of the health check that a load balancer is created with: that of the first listener's instances, as AWS
   * does it, or 80, as "Configure health checks for your Classic Load Balancer" says.
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-healthchecks.html
   */
  readonly defaultHealthCheck?: "first-instance-port" | "port-80" | undefined;
  /**
   * Where a load balancer with `AvailabilityZones` is created. Left out: in the default VPC where there is one, otherwise
   * in EC2-Classic where the network has anything of it.
   */
  readonly platform?: Platform | undefined;
}

const schema: v.GenericSchema<unknown, CreateLoadBalancerRequest> = v.strictObject({
  LoadBalancerName: v.string(),
  Listeners: listOf(listenerSchema),
  AvailabilityZones: v.optional(v.array(v.string())),
  Subnets: v.optional(v.array(v.string())),
  SecurityGroups: v.optional(v.array(v.string())),
  Scheme: v.optional(v.string()),
  Tags: tagsSchema,
});

const optionsSchema: v.GenericSchema<unknown, unknown> = v.strictObject({
  ...quotaEntries,
  groupsInDefaultVpc: v.optional(v.picklist(["honoured", "refused"])),
  defaultHealthCheck: v.optional(v.picklist(["first-instance-port", "port-80"])),
  platform: v.optional(v.picklist(["vpc", "ec2-classic"])),
});

/** As the API, the command line and the SDKs create one: cross-zone load balancing is off. */
export function createLoadBalancer(
  network: Network,
  request: CreateLoadBalancerRequest,
  options: CreateLoadBalancerOptions = {},
): VerbResult<CreateLoadBalancerAnswer> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const wrong = optionIssues(optionsSchema, options);
  if (wrong.length > 0) return failure(wrong);
  const place = placeOf(network, read.value, options.platform);
  const isPort80 = options.defaultHealthCheck === "port-80";
  return create(network, read.value, place.ok ? place.value : place.issues, {
    options,
    crossZone: false,
    healthCheck: isPort80 ? { target: "TCP:80" } : undefined,
    groupsOf: groupsWhenNoneGiven,
  });
}

/** What differs between the ways to create a load balancer. */
export interface Creation {
  readonly options: CreateLoadBalancerOptions;
  readonly crossZone: boolean;
  readonly healthCheck: ClassicHealthCheckInput | undefined;
  /** The groups when none are given. */
  readonly groupsOf: (network: Network, vpc: Vpc, listeners: readonly ClassicListenerInput[]) => GivenGroups;
}

/** @param place where it will be, or why there is no such place. */
export function create(
  network: Network,
  request: CreateLoadBalancerRequest,
  place: Place | readonly Issue[],
  creation: Creation,
): VerbResult<CreateLoadBalancerAnswer> {
  const issues = [...commonIssues(network, request)];
  if (!("subnets" in place)) return failure([...issues, ...place]);
  const chosen = place.zones
    ? inEc2Classic(network, request, place.zones, creation)
    : inVpc(network, request, place, creation);
  issues.push(...chosen.issues);
  const { placed } = chosen;
  if (issues.length > 0 || !placed) return failure(issues);
  const { LoadBalancerName: id, Tags } = request;
  const { healthCheck, crossZone } = creation;
  const { securityGroups, groups, ...rest } = placed;
  const created = withLoadBalancer(
    network,
    {
      id,
      name: nameTag(Tags),
      ...rest,
      securityGroups: groups,
      listeners: request.Listeners.map(listenerInput),
      healthCheck,
      crossZone,
      dnsName: dnsNameOf(network, { id, ...rest }),
    },
    (after) => ({ DNSName: dnsNameOf(network, after) }),
    {},
    securityGroups ? { securityGroups } : {},
  );
  return created.ok || healthCheck ? created : failure(withoutImplied(created.issues));
}

function commonIssues(network: Network, request: CreateLoadBalancerRequest): readonly Issue[] {
  const { LoadBalancerName: id, Scheme, Tags, Listeners } = request;
  const issues: Issue[] = [...nameIssues(id, ["LoadBalancerName"]), ...tagIssues(Tags)];
  if (Object.hasOwn(network.classicLoadBalancers, id))
    issues.push(issue("DuplicateLoadBalancerName", ["LoadBalancerName"], "a name that no load balancer has", id));
  if (Scheme !== undefined && Scheme !== "internet-facing" && Scheme !== "internal")
    issues.push(issue("InvalidScheme", ["Scheme"], "internet-facing or internal", Scheme));
  return [...issues, ...certificateIssues(Listeners)];
}

/** Where a load balancer is, and the groups of the network where one is new. */
interface Placed extends GivenGroups {
  readonly scheme: "internet-facing" | "internal";
  readonly vpcId: string;
  readonly subnets?: readonly string[];
  readonly availabilityZones?: readonly string[];
}

interface Chosen {
  readonly issues: readonly Issue[];
  readonly placed?: Placed;
}

function inVpc(network: Network, request: CreateLoadBalancerRequest, place: Place, creation: Creation): Chosen {
  const { SecurityGroups: given = [], Scheme, Listeners } = request;
  const { subnets, pathOf } = place;
  const scheme = Scheme === "internal" ? "internal" : "internet-facing";
  const issues = [...subnetIssues(network, subnets, [], scheme, pathOf)];
  const [vpcId = ""] = vpcsOf(network, subnets);
  const vpc = network.vpcs[vpcId];
  if (!vpc && issues.length === 0)
    issues.push(issue("not-collected", pathOf(0), "a subnet whose VPC the network does not leave out", vpcId));
  if (!vpc) return { issues };
  issues.push(...quotaIssues(network, { vpcId }, creation.options));
  issues.push(...chosenGroupIssues(network, vpc, given, creation.options));
  if (issues.length > 0) return { issues };
  const groups = given.length > 0 ? { groups: given } : creation.groupsOf(network, vpc, Listeners.map(listenerInput));
  return { issues, placed: { scheme, vpcId, subnets, ...groups } };
}

/**
 * "EC2-Classic": always internet-facing, and without groups of its own.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-internet-facing-load-balancers.html
 */
function inEc2Classic(
  network: Network,
  { SecurityGroups: groups = [], Scheme }: CreateLoadBalancerRequest,
  availabilityZones: readonly string[],
  { options }: Creation,
): Chosen {
  const place = { vpcId: EC2_CLASSIC, availabilityZones };
  const issues = [...quotaIssues(network, place, options)];
  if (Scheme === "internet-facing" || Scheme === "internal")
    issues.push(issue("InvalidScheme", ["Scheme"], "no scheme but in a VPC", Scheme));
  if (groups.length > 0)
    issues.push(issue("InvalidConfigurationRequest", ["SecurityGroups"], "no groups but in a VPC", groups));
  return { issues, placed: { scheme: "internet-facing", ...place, groups: [] } };
}

/** A health check that follows from a listener is wrong where the listener is, which is said already. */
function withoutImplied(issues: readonly Issue[]): readonly Issue[] {
  return issues.filter(({ path }) => path[0] !== "HealthCheck");
}

function quotaIssues(
  network: Network,
  place: Parameters<typeof regionOfBalancer>[1],
  options: QuotaOptions,
): readonly Issue[] {
  const region = regionOfBalancer(network, place);
  const most = quota("classicLoadBalancersPerRegion", options);
  const all = Object.values(network.classicLoadBalancers);
  const present = all.filter((each) => regionOfBalancer(network, each) === region);
  if (present.length < most) return [];
  return [issue("TooManyLoadBalancers", [], `at most ${most} load balancers in ${region}`, present.length + 1)];
}

function chosenGroupIssues(
  network: Network,
  vpc: Vpc,
  given: readonly string[],
  options: CreateLoadBalancerOptions,
): readonly Issue[] {
  if (given.length > 0 && vpc.isDefault && options.groupsInDefaultVpc === "refused")
    return [issue("InvalidConfigurationRequest", ["SecurityGroups"], "no groups in the default VPC", given)];
  if (given.length > 0) return groupIssues(network, given, vpc.id, "classic");
  return vpc.isDefault ? [] : defaultGroupIssues(network, vpc.id);
}
