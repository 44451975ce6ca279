/**
 * What the verbs of target groups share, and how AWS prints one.
 * "TargetGroup" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroup.html
 */
import {
  failure,
  type Issue,
  type Network,
  ok,
  type Path,
  type Result,
  type TargetGroup,
  type TargetGroupInput,
  targetGroupsOf,
} from "@netsim/core";
import type * as v from "valibot";
import { change } from "../load-balancing/change.js";
import { arnOf, hexOf } from "../load-balancing/made-up.js";
import { readRequest } from "../load-balancing/request.js";
import type { VerbResult } from "../verb.js";
import { arnNotFound, loadBalancerArn } from "./load-balancer.js";

/** `arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/<name>/<16 digits>` */
export function targetGroupArn(
  network: Network,
  { id, arn, vpcId }: Pick<TargetGroup, "id" | "arn" | "vpcId">,
): string {
  const vpc = vpcId === null ? undefined : network.vpcs[vpcId];
  return arn ?? arnOf(network, vpc, `targetgroup/${id}/${hexOf(`targetgroup ${id}`)}`);
}

export function findTargetGroup(network: Network, arn: string, path: Path): Result<TargetGroup> {
  const found = Object.values(network.targetGroups).find((each) => targetGroupArn(network, each) === arn);
  return found ? ok(found) : failure([arnNotFound(arn, "targetgroup", path)]);
}

/** A request about one target group. */
export interface TargetGroupRequest {
  readonly TargetGroupArn: string;
}

/** Reads the request, finds its target group, and runs the verb. */
export function onTargetGroup<Request extends TargetGroupRequest, Answer>(
  network: Network,
  schema: v.GenericSchema<unknown, Request>,
  request: Request,
  run: (group: TargetGroup, request: Request) => VerbResult<Answer>,
): VerbResult<Answer> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const found = findTargetGroup(network, read.value.TargetGroupArn, ["TargetGroupArn"]);
  return found.ok ? run(found.value, read.value) : found;
}

/** The model's keys in AWS's words. */
const PARAMETERS: Readonly<Record<string, string>> = {
  protocol: "Protocol",
  port: "Port",
  vpcId: "VpcId",
  targets: "Targets",
  "healthCheck.protocol": "HealthCheckProtocol",
  "healthCheck.port": "HealthCheckPort",
  "healthCheck.path": "HealthCheckPath",
  "healthCheck.interval": "HealthCheckIntervalSeconds",
  "healthCheck.timeout": "HealthCheckTimeoutSeconds",
  "healthCheck.healthyThreshold": "HealthyThresholdCount",
  "healthCheck.unhealthyThreshold": "UnhealthyThresholdCount",
  "healthCheck.matcher": "Matcher",
};

function parameterPath(path: Path): Path {
  const [first = "", second = "", ...rest] = path;
  const nested = PARAMETERS[`${first}.${second}`];
  if (nested !== undefined) return [nested, ...rest];
  const parameter = PARAMETERS[first];
  return parameter === undefined ? path : [parameter, ...path.slice(1)];
}

/**
 * The network with this target group, new or changed.
 *
 * @param codeOf AWS's codes for what the model refuses; `ValidationError` for the rest.
 */
export function withTargetGroup<Answer>(
  network: Network,
  group: TargetGroupInput & { readonly id: string },
  answer: (after: TargetGroup, network: Network) => Answer,
  codeOf: (found: Issue) => string | undefined = () => undefined,
): VerbResult<Answer> {
  const { id } = group;
  const pathOf = (path: Path): Path => (path[1] === id ? parameterPath(path.slice(2)) : path);
  return change(network, { targetGroups: { ...network.targetGroups, [id]: group } }, { codeOf, pathOf }, (after) =>
    answer(after.targetGroups[id] as TargetGroup, after),
  );
}

/** A target group, as AWS prints it. */
export interface TargetGroupAnswer {
  readonly TargetGroupArn: string;
  readonly TargetGroupName: string;
  readonly Protocol?: string | undefined;
  readonly Port?: number | undefined;
  readonly VpcId?: string | undefined;
  readonly HealthCheckProtocol?: string | undefined;
  /** A string: a port or `traffic-port`. */
  readonly HealthCheckPort?: string | undefined;
  readonly HealthCheckEnabled: boolean;
  readonly HealthCheckIntervalSeconds: number;
  readonly HealthCheckTimeoutSeconds: number;
  readonly HealthyThresholdCount: number;
  readonly UnhealthyThresholdCount: number;
  readonly HealthCheckPath?: string | undefined;
  readonly Matcher?: { readonly HttpCode: string } | { readonly GrpcCode: string } | undefined;
  /** The load balancer that forwards to it, if any. */
  readonly LoadBalancerArns: readonly string[];
  readonly TargetType: string;
  readonly ProtocolVersion?: string | undefined;
  readonly IpAddressType: "ipv4" | "ipv6";
}

export function targetGroupAnswer(network: Network, group: TargetGroup): TargetGroupAnswer {
  const { healthCheck: check, protocol, protocolVersion, port, vpcId, targetType } = group;
  const { matcher, path } = check;
  return {
    TargetGroupArn: targetGroupArn(network, group),
    TargetGroupName: group.id,
    ...(protocol === null ? {} : { Protocol: protocol }),
    ...(port === null ? {} : { Port: port }),
    ...(vpcId === null ? {} : { VpcId: vpcId }),
    // A function is invoked: its health check has no protocol and no port.
    ...(targetType === "lambda" ? {} : { HealthCheckProtocol: check.protocol, HealthCheckPort: String(check.port) }),
    HealthCheckEnabled: check.enabled,
    HealthCheckIntervalSeconds: check.interval,
    HealthCheckTimeoutSeconds: check.timeout,
    HealthyThresholdCount: check.healthyThreshold,
    UnhealthyThresholdCount: check.unhealthyThreshold,
    ...(path === undefined ? {} : { HealthCheckPath: path }),
    ...(matcher === undefined
      ? {}
      : { Matcher: protocolVersion === "GRPC" ? { GrpcCode: matcher } : { HttpCode: matcher } }),
    LoadBalancerArns: usersOf(network, group).map((balancer) => loadBalancerArn(network, balancer)),
    TargetType: targetType,
    ...(protocolVersion === undefined ? {} : { ProtocolVersion: protocolVersion }),
    IpAddressType: group.ipAddressType,
  };
}

/** The load balancers that forward to a target group. */
export function usersOf(network: Network, { id }: TargetGroup): readonly Network["loadBalancers"][string][] {
  return Object.values(network.loadBalancers).filter((balancer) =>
    balancer.listeners.some((listener) => targetGroupsOf(listener).includes(id)),
  );
}
