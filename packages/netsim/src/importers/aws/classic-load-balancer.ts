/**
 * `aws elb describe-load-balancers`, of Classic Load Balancers, and their attributes and instance states.
 * "LoadBalancerDescription" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_LoadBalancerDescription.html
 */
import type { ClassicHealthCheckInput, ClassicLoadBalancerInput } from "@netsim/core";
import * as v from "valibot";
import { type Place, within } from "../document.js";
import { attributesByName, type ClassicAttributes, describeInstanceHealth } from "./classic-answer.js";
import { addNote, type Draft, leaveOut, recordsOf, refer } from "./draft.js";
import type { Noun } from "./noun.js";
import { namesByOwner } from "./tag-description.js";

/** "Configure connection draining" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-conn-drain.html */
const DRAINING_SECONDS = 300;

const strings = v.optional(v.array(v.string()));

const schema = v.object({
  LoadBalancerName: v.string(),
  DNSName: v.optional(v.string()),
  Scheme: v.optional(v.picklist(["internet-facing", "internal"])),
  VPCId: v.optional(v.string()),
  Subnets: strings,
  AvailabilityZones: strings,
  SecurityGroups: strings,
  ListenerDescriptions: v.optional(
    v.array(
      v.object({
        Listener: v.object({
          Protocol: v.string(),
          LoadBalancerPort: v.number(),
          InstanceProtocol: v.optional(v.string()),
          InstancePort: v.number(),
        }),
      }),
    ),
  ),
  Instances: v.optional(v.array(v.object({ InstanceId: v.string() }))),
  HealthCheck: v.optional(
    v.object({
      Target: v.string(),
      Interval: v.number(),
      Timeout: v.number(),
      UnhealthyThreshold: v.number(),
      HealthyThreshold: v.number(),
    }),
  ),
});

type AwsLoadBalancer = v.InferOutput<typeof schema>;

export const classicLoadBalancers: Noun = {
  key: "LoadBalancerDescriptions",
  id: "LoadBalancerName",
  schema,
  collections: ["classicLoadBalancers"],
};

export function buildClassicLoadBalancers(draft: Draft): void {
  const balancers = recordsOf(draft, classicLoadBalancers, schema);
  const ids = balancers.map((each) => each.id);
  const attributes = attributesByName(draft, ids);
  const names = namesByOwner(draft);
  describeInstanceHealth(draft, ids);
  for (const { id, record, place } of balancers) {
    const where = placeOf(draft, id, record, place);
    if (!where) continue;
    const crossZone = attributes.get(id)?.CrossZoneLoadBalancing?.Enabled;
    if (crossZone === undefined) {
      const message = `whether ${id} sends traffic across zones is not known, and its connections are taken not to be drained: aws elb describe-load-balancer-attributes says it`;
      addNote(draft, "attributes-not-collected", message, { place, component: id });
    }
    if (!record.HealthCheck) {
      const message = `${id} has no HealthCheck; TCP on its first listener's instance port is assumed, AWS's default`;
      addNote(draft, "health-check-not-given", message, { place, component: id });
    }
    const instances = record.Instances?.map((each) => each.InstanceId) ?? [];
    for (const instance of instances) refer(draft, "instances", instance, id, place);
    draft.input.classicLoadBalancers.set(id, {
      ...names.get(id),
      scheme: record.Scheme,
      ...where,
      listeners: (record.ListenerDescriptions ?? []).map(({ Listener }, at) => ({
        protocol: Listener.Protocol,
        loadBalancerPort: Listener.LoadBalancerPort,
        instanceProtocol: Listener.InstanceProtocol,
        instancePort: Listener.InstancePort,
        origin: within(place, "ListenerDescriptions", at, "Listener"),
      })),
      instances,
      healthCheck: healthCheckOf(record),
      crossZone: crossZone ?? null,
      ...timeoutsOf(attributes.get(id)),
      dnsName: record.DNSName,
      origin: place,
    });
  }
}

function timeoutsOf(
  attributes: ClassicAttributes | undefined,
): Pick<ClassicLoadBalancerInput, "connectionDraining" | "idleTimeout"> {
  const { Enabled: isOn, Timeout: timeout = DRAINING_SECONDS } = attributes?.ConnectionDraining ?? {};
  return { connectionDraining: isOn ? timeout : null, idleTimeout: attributes?.ConnectionSettings?.IdleTimeout };
}

/**
 * Its VPC, subnets and groups; in EC2-Classic, where it has neither, its zones.
 * "Add or remove Availability Zones for your load balancer in EC2-Classic" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-disable-az.html
 */
function placeOf(
  draft: Draft,
  id: string,
  record: AwsLoadBalancer,
  place: Place,
): Pick<ClassicLoadBalancerInput, "vpcId" | "subnets" | "securityGroups" | "availabilityZones"> | undefined {
  const { VPCId: vpcId, Subnets: subnets = [], AvailabilityZones: availabilityZones = [] } = record;
  if (vpcId === undefined && subnets.length === 0) {
    if (availabilityZones.length > 0) return { availabilityZones };
    leaveOut(draft, "classicLoadBalancers", id, "not-described", "it has neither a VPC nor zones", place);
    return undefined;
  }
  // A load balancer in a VPC always has groups: which ones is then left out, and not none.
  const securityGroups = record.SecurityGroups ?? [`security groups of ${id}`];
  if (vpcId !== undefined) refer(draft, "vpcs", vpcId, id, place);
  for (const subnet of subnets) refer(draft, "subnets", subnet, id, place);
  for (const group of securityGroups) refer(draft, "securityGroups", group, id, place);
  return { vpcId, subnets, securityGroups };
}

/** The VPC of the load balancer that an instance is registered with. */
export function vpcsOfRegistered(draft: Draft): ReadonlyMap<string, string> {
  const balancers = recordsOf(draft, classicLoadBalancers, schema);
  return new Map(
    balancers.flatMap(({ record: { VPCId, Instances = [] } }) =>
      VPCId === undefined ? [] : Instances.map(({ InstanceId }) => [InstanceId, VPCId] as const),
    ),
  );
}

function healthCheckOf({ HealthCheck: check }: AwsLoadBalancer): ClassicHealthCheckInput | undefined {
  return (
    check && {
      target: check.Target,
      interval: check.Interval,
      timeout: check.Timeout,
      unhealthyThreshold: check.UnhealthyThreshold,
      healthyThreshold: check.HealthyThreshold,
    }
  );
}
