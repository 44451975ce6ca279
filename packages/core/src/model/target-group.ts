/**
 * A target group: targets, the health check that decides which of them get traffic, and how traffic gets to them.
 * "Target groups for your Application Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
 * "Target groups for your Network Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html
 */
import * as v from "valibot";
import { type IpAddress, ipFamily, parseIp } from "../packet/ip.js";
import type { Path } from "../result.js";
import type { ListenerProtocol } from "./listener.js";
import { type Described, type Origin, originSchema } from "./origin.js";
import { compact, isPort, type Reader } from "./read.js";
import {
  readTargetHealthCheck,
  type TargetGroupKind,
  type TargetHealthCheck,
  type TargetHealthCheckInput,
  targetHealthCheckSchema,
} from "./target-health-check.js";

export type TargetGroupProtocol = ListenerProtocol | "GENEVE";
export type TargetType = "instance" | "ip" | "lambda" | "alb";

export interface Target {
  /** An instance id, an IP address in canonical text, or the id of a load balancer or a function. */
  readonly id: string;
  /** 1-65535; the target group's when it was registered without one. Null for lambda. */
  readonly port: number | null;
  /** Of an IP address: the zone it counts for, or `all` where it is outside the VPC. */
  readonly availabilityZone?: string | undefined;
  readonly origin?: Origin | undefined;
}

/** A minimum as a count and as a percentage; null is `off`. */
export interface MinimumHealthyTargets {
  readonly count: number | null;
  readonly percentage: number | null;
}

export interface TargetGroup extends Described {
  /** `TargetGroupName`, unique in a Region. */
  readonly id: string;
  readonly arn?: string | undefined;
  readonly targetType: TargetType;
  /** Null for lambda. */
  readonly protocol: TargetGroupProtocol | null;
  readonly protocolVersion?: "HTTP1" | "HTTP2" | "GRPC" | undefined;
  readonly port: number | null;
  /** Null for lambda. */
  readonly vpcId: string | null;
  /** The family in which targets are reached. */
  readonly ipAddressType: "ipv4" | "ipv6";
  readonly targets: readonly Target[];
  readonly healthCheck: TargetHealthCheck;
  /** `load_balancing.cross_zone.enabled`; null where the load balancer decides. */
  readonly crossZone: boolean | null;
  /** `preserve_client_ip.enabled`; null when the attributes were not collected, and AWS's default is assumed. */
  readonly preserveClientIp: boolean | null;
  /** Seconds, 0-3600. */
  readonly deregistrationDelay: number;
  /** `target_group_health.dns_failover.minimum_healthy_targets`: below it a zone leaves DNS. */
  readonly dnsFailover: MinimumHealthyTargets;
  /** `target_group_health.unhealthy_state_routing.minimum_healthy_targets`: below it all targets get traffic. */
  readonly unhealthyStateRouting: MinimumHealthyTargets;
  /** `target_health_state.unhealthy.connection_termination.enabled`; Network Load Balancers. */
  readonly terminateUnhealthyConnections: boolean;
  /**
   * Attributes that have no key of their own here, by AWS's names: they decide how traffic is served and never whether
   * it gets through.
   */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

export interface TargetInput {
  readonly id: string;
  readonly port?: number | null | undefined;
  readonly availabilityZone?: string | undefined;
  readonly origin?: Origin | undefined;
}

export interface MinimumHealthyTargetsInput {
  readonly count?: number | null | undefined;
  readonly percentage?: number | null | undefined;
}

export interface TargetGroupInput {
  /** `instance` when left out. */
  readonly targetType?: TargetType | undefined;
  readonly protocol?: string | null | undefined;
  readonly protocolVersion?: "HTTP1" | "HTTP2" | "GRPC" | undefined;
  readonly port?: number | null | undefined;
  /** The only VPC of the network when left out. */
  readonly vpcId?: string | null | undefined;
  readonly ipAddressType?: "ipv4" | "ipv6" | undefined;
  /** Ids, or ids with ports. */
  readonly targets?: readonly (string | TargetInput)[] | undefined;
  readonly healthCheck?: TargetHealthCheckInput | undefined;
  readonly crossZone?: boolean | null | undefined;
  readonly preserveClientIp?: boolean | null | undefined;
  readonly deregistrationDelay?: number | undefined;
  readonly dnsFailover?: MinimumHealthyTargetsInput | undefined;
  readonly unhealthyStateRouting?: MinimumHealthyTargetsInput | undefined;
  readonly terminateUnhealthyConnections?: boolean | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly arn?: string | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly origin?: Origin | undefined;
}

const minimumSchema = v.strictObject({
  count: v.optional(v.nullable(v.number())),
  percentage: v.optional(v.nullable(v.number())),
});

const schema: v.GenericSchema<unknown, TargetGroupInput> = v.strictObject({
  id: v.optional(v.string()),
  arn: v.optional(v.string()),
  name: v.optional(v.string()),
  origin: v.optional(originSchema),
  targetType: v.optional(v.picklist(["instance", "ip", "lambda", "alb"])),
  protocol: v.optional(v.nullable(v.string())),
  protocolVersion: v.optional(v.picklist(["HTTP1", "HTTP2", "GRPC"])),
  port: v.optional(v.nullable(v.number())),
  vpcId: v.optional(v.nullable(v.string())),
  ipAddressType: v.optional(v.picklist(["ipv4", "ipv6"])),
  targets: v.optional(
    v.array(
      v.union([
        v.string(),
        v.strictObject({
          id: v.string(),
          port: v.optional(v.nullable(v.number())),
          availabilityZone: v.optional(v.string()),
          origin: v.optional(originSchema),
        }),
      ]),
    ),
  ),
  healthCheck: v.optional(targetHealthCheckSchema),
  crossZone: v.optional(v.nullable(v.boolean())),
  preserveClientIp: v.optional(v.nullable(v.boolean())),
  deregistrationDelay: v.optional(v.number()),
  dnsFailover: v.optional(minimumSchema),
  unhealthyStateRouting: v.optional(minimumSchema),
  terminateUnhealthyConnections: v.optional(v.boolean()),
  attributes: v.optional(v.record(v.string(), v.string())),
});

const PROTOCOLS: readonly TargetGroupProtocol[] = [
  "HTTP",
  "HTTPS",
  "TCP",
  "TLS",
  "UDP",
  "TCP_UDP",
  "QUIC",
  "TCP_QUIC",
  "GENEVE",
];

/** Which type of load balancer a target group is for, by its protocol. */
export function targetGroupKind(group: Pick<TargetGroup, "targetType" | "protocol">): TargetGroupKind {
  if (group.targetType === "lambda") return "lambda";
  if (group.protocol === "HTTP" || group.protocol === "HTTPS") return "application";
  return group.protocol === "GENEVE" ? "gateway" : "network";
}

/** What the surrounding network knows about a target group's place. */
export interface TargetGroupContext {
  /** The network's VPC, where it has only one. */
  readonly onlyVpc: string | undefined;
}

/**
 * AWS's default for `preserve_client_ip.enabled`: on for instances, off for IP addresses over TCP and TLS. Over UDP and
 * QUIC it is on for good, and so it is for an Application Load Balancer as target.
 * "Edit target group attributes for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
export function keepsClientIp({ targetType, protocol }: Pick<TargetGroup, "targetType" | "protocol">): boolean {
  if (targetGroupKind({ targetType, protocol }) !== "network") return false;
  return targetType !== "ip" || (protocol !== "TCP" && protocol !== "TLS");
}

/** Whether the attribute may be changed at all. */
export function canChangeClientIp({ targetType, protocol }: Pick<TargetGroup, "targetType" | "protocol">): boolean {
  return (protocol === "TCP" || protocol === "TLS") && targetType !== "alb";
}

/**
 * Issue codes: `target-group-protocol`, `port`, `target-group-vpc`, `target-type`, `duplicate-target`,
 * `address-family`, `deregistration-delay`, `minimum-healthy-targets`, `preserve-client-ip`, and those of health checks
 * and addresses.
 */
export function readTargetGroup(
  reader: Reader,
  id: string,
  value: unknown,
  path: Path,
  context: TargetGroupContext,
): TargetGroup | undefined {
  const input = reader.shape(schema, value, path);
  if (!input) return undefined;
  const targetType = input.targetType ?? "instance";
  const protocol = readProtocol(reader, input, targetType, path);
  if (protocol === undefined) return undefined;
  const port = readPort(reader, input, targetType, path);
  const kind = targetGroupKind({ targetType, protocol });
  const vpcId = targetType === "lambda" ? null : (input.vpcId ?? context.onlyVpc ?? "");
  if (vpcId === "") reader.report("target-group-vpc", [...path, "vpcId"], "the id of its VPC", input.vpcId);
  const checked = { kind, isLoadBalancer: targetType === "alb", isGrpc: input.protocolVersion === "GRPC" };
  const healthCheck = readTargetHealthCheck(reader, input.healthCheck ?? {}, checked, [...path, "healthCheck"]);
  const delay = input.deregistrationDelay ?? 300;
  if (!Number.isInteger(delay) || delay < 0 || delay > 3600)
    reader.report("deregistration-delay", [...path, "deregistrationDelay"], "seconds 0-3600", delay);
  if (
    input.preserveClientIp === false &&
    keepsClientIp({ targetType, protocol }) &&
    !canChangeClientIp({ targetType, protocol })
  )
    reader.report("preserve-client-ip", [...path, "preserveClientIp"], "true, which cannot be changed here", false);
  if (!healthCheck) return undefined;
  return compact({
    id,
    arn: input.arn,
    name: input.name,
    targetType,
    protocol,
    protocolVersion: input.protocolVersion ?? (kind === "application" ? ("HTTP1" as const) : undefined),
    port,
    vpcId,
    ipAddressType: input.ipAddressType ?? "ipv4",
    targets: readTargets(reader, input, targetType, port, [...path, "targets"]),
    healthCheck,
    crossZone: input.crossZone ?? null,
    preserveClientIp:
      input.preserveClientIp === undefined ? keepsClientIp({ targetType, protocol }) : input.preserveClientIp,
    deregistrationDelay: delay,
    dnsFailover: readMinimum(reader, input.dnsFailover, [...path, "dnsFailover"]),
    unhealthyStateRouting: readMinimum(reader, input.unhealthyStateRouting, [...path, "unhealthyStateRouting"]),
    // "TargetGroupAttribute": on, and it cannot be on for UDP.
    terminateUnhealthyConnections:
      input.terminateUnhealthyConnections ?? (protocol !== "UDP" && protocol !== "TCP_UDP"),
    attributes: input.attributes,
    origin: input.origin,
  });
}

function readProtocol(
  reader: Reader,
  input: TargetGroupInput,
  targetType: TargetType,
  path: Path,
): TargetGroupProtocol | null | undefined {
  if (targetType === "lambda") {
    const isLeftOut = input.protocol === undefined || input.protocol === null;
    return isLeftOut
      ? null
      : reader.report("target-group-protocol", [...path, "protocol"], "no protocol for a function", input.protocol);
  }
  const upper = String(input.protocol ?? "").toUpperCase();
  const found = PROTOCOLS.find((each) => each === upper);
  const allowed = targetType === "alb" ? ["TCP"] : PROTOCOLS;
  if (found !== undefined && allowed.includes(found)) return found;
  return reader.report("target-group-protocol", [...path, "protocol"], `one of ${allowed.join(", ")}`, input.protocol);
}

function readPort(reader: Reader, input: TargetGroupInput, targetType: TargetType, path: Path): number | null {
  if (targetType === "lambda") {
    if (input.port !== undefined && input.port !== null)
      reader.report("port", [...path, "port"], "no port for a function", input.port);
    return null;
  }
  if (!isPort(input.port)) reader.report("port", [...path, "port"], "a port 1-65535", input.port);
  return input.port ?? null;
}

function readTargets(
  reader: Reader,
  input: TargetGroupInput,
  targetType: TargetType,
  port: number | null,
  path: Path,
): readonly Target[] {
  const seen = new Set<string>();
  return (input.targets ?? []).flatMap((each, at): readonly Target[] => {
    const given: TargetInput = typeof each === "string" ? { id: each } : each;
    const place = typeof each === "string" ? [...path, at] : [...path, at, "id"];
    const id = targetType === "ip" ? readAddress(reader, given.id, input.ipAddressType ?? "ipv4", place) : given.id;
    if (id === undefined) return [];
    const { availabilityZone, origin } = given;
    const target = { id, port: targetType === "lambda" ? null : (given.port ?? port), availabilityZone, origin };
    if (target.port !== null && !isPort(target.port))
      reader.report("port", [...path, at, "port"], "a port 1-65535", target.port);
    if (targetType === "lambda" && at > 0)
      reader.report("target-type", place, "one function in a target group", given.id);
    if (targetType === "alb" && at > 0)
      reader.report("target-type", place, "one load balancer in a target group", given.id);
    const key = `${target.id}:${target.port}`;
    if (seen.has(key)) reader.report("duplicate-target", place, "each target once for each port", key);
    seen.add(key);
    return [compact(target)];
  });
}

/** "Target groups for your Network Load Balancers": all targets are of the family of their target group. */
function readAddress(reader: Reader, text: string, family: "ipv4" | "ipv6", path: Path): IpAddress | undefined {
  const address = reader.take(parseIp(text, path));
  if (address === undefined || ipFamily(address) === family) return address;
  return reader.report("address-family", path, family === "ipv4" ? "an IPv4 address" : "an IPv6 address", text);
}

/**
 * "Target group health": a count of 1 and no percentage when left out. The 2023 edition of the guide has `off` for the
 * count of DNS failover, the API reference 1.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
 */
function readMinimum(reader: Reader, input: MinimumHealthyTargetsInput | undefined, path: Path): MinimumHealthyTargets {
  const { count = 1, percentage = null } = input ?? {};
  if (count !== null && (!Number.isInteger(count) || count < 1))
    reader.report("minimum-healthy-targets", [...path, "count"], "a whole number from 1, or null for off", count);
  if (percentage !== null && (!Number.isInteger(percentage) || percentage < 1 || percentage > 100))
    reader.report(
      "minimum-healthy-targets",
      [...path, "percentage"],
      "a whole number 1-100, or null for off",
      percentage,
    );
  return { count, percentage };
}

/** Targets as results name them: the id, and the port where the same id is registered with several. */
export function targetNames(targets: readonly Target[]): readonly string[] {
  const times = new Map<string, number>();
  for (const { id } of targets) times.set(id, (times.get(id) ?? 0) + 1);
  return targets.map(({ id, port }) => ((times.get(id) ?? 0) > 1 ? `${id}:${port}` : id));
}
