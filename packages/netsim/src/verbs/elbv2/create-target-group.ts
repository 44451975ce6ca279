/** "CreateTargetGroup" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
import { failure, type Issue, issue, type Network, recordOf, type TargetGroup, type TargetType } from "@netsim/core";
import * as v from "valibot";
import { type QuotaOptions, quota, quotaOptions } from "../load-balancing/quotas.js";
import {
  nameIssues,
  nameTag,
  optionIssues,
  readRequest,
  type Tag,
  tagIssues,
  tagsSchema,
} from "../load-balancing/request.js";
import { done, type VerbResult } from "../verb.js";
import { type HealthCheckRequest, healthCheckEntries, healthCheckInput, healthCheckIssues } from "./health-check.js";
import { PROTOCOLS } from "./listener.js";
import { type TargetGroupAnswer, targetGroupAnswer, targetGroupArn, withTargetGroup } from "./target-group.js";

/** The request of "CreateTargetGroup" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
export interface CreateTargetGroupRequest extends HealthCheckRequest {
  readonly Name: string;
  /** `instance` when left out. */
  readonly TargetType?: TargetType | undefined;
  /** Protocol, port and VPC: for everything but functions. */
  readonly Protocol?: string | undefined;
  readonly Port?: number | undefined;
  readonly VpcId?: string | undefined;
  readonly ProtocolVersion?: "HTTP1" | "HTTP2" | "GRPC" | undefined;
  readonly IpAddressType?: "ipv4" | "ipv6" | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

/** The answer of the verbs that make, change and describe target groups. */
export interface TargetGroupsAnswer {
  readonly TargetGroups: readonly TargetGroupAnswer[];
}

const schema: v.GenericSchema<unknown, CreateTargetGroupRequest> = v.strictObject({
  Name: v.string(),
  TargetType: v.optional(v.picklist(["instance", "ip", "lambda", "alb"])),
  Protocol: v.optional(v.picklist(PROTOCOLS)),
  Port: v.optional(v.number()),
  VpcId: v.optional(v.string()),
  ProtocolVersion: v.optional(v.picklist(["HTTP1", "HTTP2", "GRPC"])),
  IpAddressType: v.optional(v.picklist(["ipv4", "ipv6"])),
  ...healthCheckEntries,
  Tags: tagsSchema,
});

/** GENEVE's, of the appliances behind a Gateway Load Balancer. */
const GENEVE_PORT = 6081;

/** The same request once more succeeds and changes nothing; `DuplicateTargetGroupName` for another one of the name. */
export function createTargetGroup(
  network: Network,
  request: CreateTargetGroupRequest,
  options: QuotaOptions = {},
): VerbResult<TargetGroupsAnswer> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const { Name: id, TargetType: targetType = "instance", VpcId } = read.value;
  const existing = recordOf(network.targetGroups, id);
  const issues = [...optionIssues(quotaOptions, options), ...requestIssues(network, read.value, targetType)];
  const most = quota("targetGroupsPerRegion", options);
  const count = Object.keys(network.targetGroups).length;
  if (!existing && count >= most)
    issues.push(issue("TooManyTargetGroups", [], `at most ${most} target groups`, count + 1));
  if (issues.length > 0) return failure(issues);
  const vpcId = targetType === "lambda" ? null : (VpcId ?? null);
  const created = withTargetGroup(
    network,
    {
      id,
      name: nameTag(read.value.Tags),
      arn: targetGroupArn(network, { id, vpcId }),
      targetType,
      protocol: read.value.Protocol,
      protocolVersion: read.value.ProtocolVersion,
      port: read.value.Port,
      vpcId,
      ipAddressType: read.value.IpAddressType,
      healthCheck: healthCheckInput(read.value),
    },
    (after, changed) => ({ TargetGroups: [targetGroupAnswer(changed, after)] }),
  );
  if (!existing || !created.ok) return created;
  if (settingsOf(existing) === settingsOf(created.value.targetGroups[id] as TargetGroup))
    return done(network, { TargetGroups: [targetGroupAnswer(network, existing)] });
  return failure([issue("DuplicateTargetGroupName", ["Name"], "a name that no other target group has", id)]);
}

/** What makes a request the same one again. */
function settingsOf(group: TargetGroup): string {
  const { targetType, protocol, protocolVersion, port, vpcId, ipAddressType, healthCheck } = group;
  const check = Object.entries(healthCheck).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([targetType, protocol, protocolVersion ?? null, port, vpcId, ipAddressType, check]);
}

function requestIssues(network: Network, request: CreateTargetGroupRequest, targetType: TargetType): readonly Issue[] {
  const { Name, VpcId, Protocol, ProtocolVersion, Port, Tags } = request;
  const issues: Issue[] = [...nameIssues(Name, ["Name"]), ...tagIssues(Tags)];
  const isHttp = Protocol === "HTTP" || Protocol === "HTTPS";
  const refuse = (key: keyof CreateTargetGroupRequest, expected: string): void => {
    issues.push(issue("ValidationError", [key], expected, request[key]));
  };
  if (targetType === "lambda" && VpcId !== undefined) refuse("VpcId", "no VPC for a function");
  if (targetType !== "lambda" && (VpcId === undefined || !Object.hasOwn(network.vpcs, VpcId)))
    refuse("VpcId", "the id of a VPC");
  if (ProtocolVersion !== undefined && !isHttp) refuse("ProtocolVersion", "nothing but for HTTP and HTTPS");
  if (Protocol === "GENEVE" && Port !== GENEVE_PORT) refuse("Port", `${GENEVE_PORT} for GENEVE`);
  issues.push(...healthCheckIssues(request, targetType, ProtocolVersion === "GRPC"));
  return issues;
}
