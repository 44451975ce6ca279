/** "DescribeLoadBalancers" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeLoadBalancers.html */
import { AMAZON_ELB, type ClassicLoadBalancer, failure, type Network } from "@netsim/core";
import * as v from "valibot";
import { accountOf } from "../load-balancing/made-up.js";
import { readRequest } from "../load-balancing/request.js";
import { zonesOf } from "../load-balancing/subnets.js";
import { done, type VerbResult } from "../verb.js";
import { dnsNameOf, findLoadBalancer } from "./balancer.js";
import { type HealthCheck, healthCheckAnswer } from "./configure-health-check.js";
import { type InstanceId, instancesAnswer } from "./instances.js";
import { type Listener, listenerAnswer } from "./listeners.js";

/** The request of "DescribeLoadBalancers" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeLoadBalancers.html */
export interface DescribeLoadBalancersRequest {
  /** All when left out. */
  readonly LoadBalancerNames?: readonly string[] | undefined;
}

/** Without `CanonicalHostedZoneNameID` and `CreatedTime`, of which a network knows nothing. */
export interface LoadBalancerDescription {
  readonly LoadBalancerName: string;
  readonly DNSName: string;
  readonly CanonicalHostedZoneName: string;
  readonly ListenerDescriptions: readonly { readonly Listener: Listener; readonly PolicyNames: readonly string[] }[];
  readonly Policies: {
    readonly AppCookieStickinessPolicies: readonly never[];
    readonly LBCookieStickinessPolicies: readonly never[];
    readonly OtherPolicies: readonly never[];
  };
  readonly BackendServerDescriptions: readonly never[];
  readonly AvailabilityZones: readonly string[];
  readonly Subnets: readonly string[];
  /** Absent in EC2-Classic. */
  readonly VPCId?: string | undefined;
  readonly Instances: readonly InstanceId[];
  readonly HealthCheck: HealthCheck;
  /** The group that instances can name to let its traffic in. */
  readonly SourceSecurityGroup?: { readonly OwnerAlias: string; readonly GroupName: string } | undefined;
  readonly SecurityGroups: readonly string[];
  readonly Scheme: "internet-facing" | "internal";
}

/** The answer of "DescribeLoadBalancers" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeLoadBalancers.html */
export interface DescribeLoadBalancersAnswer {
  readonly LoadBalancerDescriptions: readonly LoadBalancerDescription[];
}

const schema: v.GenericSchema<unknown, DescribeLoadBalancersRequest> = v.strictObject({
  LoadBalancerNames: v.optional(v.array(v.string())),
});

/** All load balancers, or those named, as AWS prints them. */
export function describeLoadBalancers(
  network: Network,
  request: DescribeLoadBalancersRequest = {},
): VerbResult<DescribeLoadBalancersAnswer> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const names = read.value.LoadBalancerNames ?? [];
  const found =
    names.length > 0
      ? names.map((name, at) => findLoadBalancer(network, name, ["LoadBalancerNames", at]))
      : Object.values(network.classicLoadBalancers).map((value) => ({ ok: true as const, value }));
  const issues = found.flatMap((each) => (each.ok ? [] : each.issues));
  if (issues.length > 0) return failure(issues);
  return done(network, {
    LoadBalancerDescriptions: found.flatMap((each) => (each.ok ? [describe(network, each.value)] : [])),
  });
}

function describe(network: Network, balancer: ClassicLoadBalancer): LoadBalancerDescription {
  const dnsName = dnsNameOf(network, balancer);
  const source = sourceSecurityGroup(network, balancer);
  return {
    LoadBalancerName: balancer.id,
    DNSName: dnsName,
    CanonicalHostedZoneName: dnsName,
    ListenerDescriptions: balancer.listeners.map((each) => ({ Listener: listenerAnswer(each), PolicyNames: [] })),
    Policies: { AppCookieStickinessPolicies: [], LBCookieStickinessPolicies: [], OtherPolicies: [] },
    BackendServerDescriptions: [],
    AvailabilityZones: balancer.availabilityZones ?? zonesOf(network, balancer.subnets),
    Subnets: balancer.subnets,
    ...(balancer.availabilityZones ? {} : { VPCId: balancer.vpcId }),
    ...instancesAnswer(balancer.instances),
    HealthCheck: healthCheckAnswer(balancer.healthCheck),
    ...(source ? { SourceSecurityGroup: source } : {}),
    SecurityGroups: balancer.securityGroups,
    Scheme: balancer.scheme,
  };
}

/**
 * In a VPC: the account, and the name of the load balancer's own group, the first where it has several. In EC2-Classic:
 * the group of all its load balancers.
 */
function sourceSecurityGroup(
  network: Network,
  balancer: ClassicLoadBalancer,
): LoadBalancerDescription["SourceSecurityGroup"] {
  if (balancer.availabilityZones) return { OwnerAlias: AMAZON_ELB, GroupName: "amazon-elb-sg" };
  const group = balancer.securityGroups.flatMap((id) => network.securityGroups[id] ?? [])[0];
  if (!group) return undefined;
  return { OwnerAlias: group.ownerId ?? accountOf(network.vpcs[group.vpcId]), GroupName: group.groupName };
}
