/**
 * `aws elbv2 describe-target-groups`, with their attributes and targets.
 * "TargetGroup" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroup.html
 */
import type { MinimumHealthyTargetsInput, TargetGroupInput, TargetHealthCheckInput, TargetType } from "@netsim/core";
import * as v from "valibot";
import type { Place } from "../document.js";
import { type Attributes, attributesReader } from "./attributes.js";
import { addNote, type Draft, type Raw, recordsOf, refer } from "./draft.js";
import { withNested } from "./nested.js";
import { type KeyReader, type Noun, nounReader } from "./noun.js";
import {
  type DescribedTargets,
  nestedTargetHealthReader,
  registeredTargets,
  targetHealthReader,
} from "./target-health.js";

const text = v.optional(v.string());
const number = v.optional(v.number());

export interface AwsTargetGroup {
  readonly TargetGroupArn: string;
  readonly TargetGroupName?: string | undefined;
  readonly Protocol?: string | undefined;
  readonly Port?: number | undefined;
  readonly VpcId?: string | undefined;
  readonly TargetType?: TargetType | undefined;
  readonly ProtocolVersion?: "HTTP1" | "HTTP2" | "GRPC" | undefined;
  readonly IpAddressType?: "ipv4" | "ipv6" | undefined;
  readonly HealthCheckEnabled?: boolean | undefined;
  readonly HealthCheckProtocol?: string | undefined;
  readonly HealthCheckPort?: string | undefined;
  readonly HealthCheckPath?: string | undefined;
  readonly HealthCheckIntervalSeconds?: number | undefined;
  readonly HealthCheckTimeoutSeconds?: number | undefined;
  readonly HealthyThresholdCount?: number | undefined;
  readonly UnhealthyThresholdCount?: number | undefined;
  readonly Matcher?: { readonly HttpCode?: string | undefined; readonly GrpcCode?: string | undefined } | undefined;
  readonly TargetControlPort?: number | undefined;
}

const schema: v.GenericSchema<unknown, AwsTargetGroup> = v.object({
  TargetGroupArn: v.string(),
  TargetGroupName: text,
  Protocol: text,
  Port: number,
  VpcId: text,
  TargetType: v.optional(v.picklist(["instance", "ip", "lambda", "alb"])),
  ProtocolVersion: v.optional(v.picklist(["HTTP1", "HTTP2", "GRPC"])),
  IpAddressType: v.optional(v.picklist(["ipv4", "ipv6"])),
  HealthCheckEnabled: v.optional(v.boolean()),
  HealthCheckProtocol: text,
  HealthCheckPort: text,
  HealthCheckPath: text,
  HealthCheckIntervalSeconds: number,
  HealthCheckTimeoutSeconds: number,
  HealthyThresholdCount: number,
  UnhealthyThresholdCount: number,
  Matcher: v.optional(v.object({ HttpCode: text, GrpcCode: text })),
  TargetControlPort: number,
});

export const targetGroups: Noun = {
  key: "TargetGroups",
  id: "TargetGroupArn",
  schema,
  collections: ["targetGroups"],
};

export const targetGroupsReader: KeyReader = withNested(nounReader(targetGroups), [
  targetHealthReader,
  nestedTargetHealthReader,
  attributesReader,
]);

export function describedTargetGroups(draft: Draft): readonly Raw<AwsTargetGroup>[] {
  return recordsOf(draft, targetGroups, schema);
}

/** What target groups are joined with, by ARN. */
export interface TargetGroupJoins {
  readonly idOfGroup: (arn: string) => string;
  readonly idOfBalancer: (arn: string) => string;
  readonly names: ReadonlyMap<string, { readonly name?: string }>;
  readonly attributes: ReadonlyMap<string, Attributes>;
  readonly targets: ReadonlyMap<string, DescribedTargets>;
}

export function buildTargetGroups(draft: Draft, joins: TargetGroupJoins): void {
  for (const group of describedTargetGroups(draft)) {
    const { id: arn, record, place } = group;
    const id = joins.idOfGroup(arn);
    const attributes = joins.attributes.get(arn);
    if (!attributes)
      draft.missing.push({ collection: "targetGroupAttributes", id, reason: "not-collected", origin: place });
    if (record.VpcId !== undefined) refer(draft, "vpcs", record.VpcId, id, place);
    draft.input.targetGroups.set(id, {
      arn,
      ...(id === arn && record.TargetGroupName !== undefined ? { name: record.TargetGroupName } : {}),
      ...joins.names.get(arn),
      targetType: record.TargetType,
      protocol: record.Protocol ?? null,
      protocolVersion: record.ProtocolVersion,
      port: record.Port ?? null,
      vpcId: record.VpcId ?? null,
      ipAddressType: record.IpAddressType,
      targets: targetsOf(draft, id, group, joins),
      healthCheck: healthCheckOf(record),
      ...settingsOf(attributes),
      origin: place,
    });
    noteOthers(draft, id, record, attributes, place);
  }
}

function targetsOf(
  draft: Draft,
  id: string,
  { id: arn, record, place }: Raw<AwsTargetGroup>,
  joins: TargetGroupJoins,
): TargetGroupInput["targets"] {
  const described = joins.targets.get(arn);
  if (!described) {
    draft.missing.push({ collection: "targets", id, reason: "not-collected", origin: place });
    return [];
  }
  const type = record.TargetType ?? "instance";
  const group = { id, type, port: record.Port };
  const { inputs, states } = registeredTargets(draft, group, described, joins.idOfBalancer);
  draft.describedHealth.targetGroups.set(id, states);
  for (const target of inputs) {
    if (type === "instance") refer(draft, "instances", target.id, id, target.origin);
    if (type === "alb") refer(draft, "loadBalancers", target.id, id, target.origin);
  }
  return inputs;
}

/** AWS gives a path and codes only where there is HTTP; those of other protocols say nothing. */
function healthCheckOf(record: AwsTargetGroup): TargetHealthCheckInput {
  const isHttp = record.HealthCheckProtocol === undefined || record.HealthCheckProtocol.startsWith("HTTP");
  return {
    enabled: record.HealthCheckEnabled,
    protocol: record.HealthCheckProtocol,
    port: record.HealthCheckPort,
    path: isHttp ? record.HealthCheckPath : undefined,
    interval: record.HealthCheckIntervalSeconds,
    timeout: record.HealthCheckTimeoutSeconds,
    healthyThreshold: record.HealthyThresholdCount,
    unhealthyThreshold: record.UnhealthyThresholdCount,
    matcher: isHttp ? (record.Matcher?.GrpcCode ?? record.Matcher?.HttpCode) : undefined,
  };
}

/** "TargetGroupAttribute" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html */
function settingsOf(attributes: Attributes | undefined): Partial<TargetGroupInput> {
  // Not known, which is not the same as left out.
  if (!attributes) return { preserveClientIp: null };
  const crossZone = "load_balancing.cross_zone.enabled";
  return {
    crossZone: attributes.text(crossZone) === "use_load_balancer_configuration" ? null : attributes.flag(crossZone),
    preserveClientIp: attributes.flag("preserve_client_ip.enabled"),
    deregistrationDelay: attributes.number("deregistration_delay.timeout_seconds"),
    dnsFailover: minimumOf(attributes, "target_group_health.dns_failover.minimum_healthy_targets"),
    unhealthyStateRouting: minimumOf(attributes, "target_group_health.unhealthy_state_routing.minimum_healthy_targets"),
    terminateUnhealthyConnections: attributes.flag("target_health_state.unhealthy.connection_termination.enabled"),
  };
}

function minimumOf(attributes: Attributes, key: string): MinimumHealthyTargetsInput {
  return { count: attributes.numberOrOff(`${key}.count`), percentage: attributes.numberOrOff(`${key}.percentage`) };
}

/** What bears on whether targets can be used, and is not modelled. */
function noteOthers(
  draft: Draft,
  id: string,
  record: AwsTargetGroup,
  attributes: Attributes | undefined,
  place: Place,
): void {
  if (attributes?.flag("proxy_protocol_v2.enabled")) {
    const message = `${id} sends proxy protocol headers, which is not modelled: targets are taken to understand them`;
    const at = attributes.placeOf("proxy_protocol_v2.enabled");
    addNote(draft, "not-modelled", message, { place: at, component: id });
  }
  if (record.TargetControlPort !== undefined) {
    const message = `${id} has the target control port ${record.TargetControlPort}, which is not modelled`;
    addNote(draft, "not-modelled", message, { place, component: id });
  }
}
