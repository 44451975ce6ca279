/** The health check of a target group as requests have it. */
import { type Issue, issue, type TargetHealthCheckInput, type TargetType } from "@netsim/core";
import * as v from "valibot";

/** The settings of a target group's health check, in a request. */
export interface HealthCheckRequest {
  readonly HealthCheckProtocol?: string | undefined;
  /** A port or `traffic-port`, as a string. */
  readonly HealthCheckPort?: string | undefined;
  /** Only that of a function can be off. */
  readonly HealthCheckEnabled?: boolean | undefined;
  readonly HealthCheckPath?: string | undefined;
  readonly HealthCheckIntervalSeconds?: number | undefined;
  readonly HealthCheckTimeoutSeconds?: number | undefined;
  readonly HealthyThresholdCount?: number | undefined;
  readonly UnhealthyThresholdCount?: number | undefined;
  readonly Matcher?: { readonly HttpCode?: string | undefined; readonly GrpcCode?: string | undefined } | undefined;
}

const text = v.optional(v.string());
const number = v.optional(v.number());

/** Spread into the schema of a request. */
export const healthCheckEntries: {
  readonly [Key in keyof HealthCheckRequest]-?: v.OptionalSchema<
    v.GenericSchema<NonNullable<HealthCheckRequest[Key]>>,
    undefined
  >;
} = {
  HealthCheckProtocol: text,
  HealthCheckPort: text,
  HealthCheckEnabled: v.optional(v.boolean()),
  HealthCheckPath: text,
  HealthCheckIntervalSeconds: number,
  HealthCheckTimeoutSeconds: number,
  HealthyThresholdCount: number,
  UnhealthyThresholdCount: number,
  Matcher: v.optional(v.strictObject({ HttpCode: text, GrpcCode: text })),
};

/** Only what is given. */
export function healthCheckInput(request: HealthCheckRequest): TargetHealthCheckInput {
  const { Matcher } = request;
  const input: TargetHealthCheckInput = {
    enabled: request.HealthCheckEnabled,
    protocol: request.HealthCheckProtocol,
    port: request.HealthCheckPort,
    path: request.HealthCheckPath,
    interval: request.HealthCheckIntervalSeconds,
    timeout: request.HealthCheckTimeoutSeconds,
    healthyThreshold: request.HealthyThresholdCount,
    unhealthyThreshold: request.UnhealthyThresholdCount,
    matcher: Matcher?.HttpCode ?? Matcher?.GrpcCode,
  };
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

/** `ValidationError` for what the model cannot tell. */
export function healthCheckIssues(
  { HealthCheckEnabled, Matcher }: HealthCheckRequest,
  targetType: TargetType,
  isGrpc: boolean,
): readonly Issue[] {
  const issues: Issue[] = [];
  if (HealthCheckEnabled === false && targetType !== "lambda")
    issues.push(issue("ValidationError", ["HealthCheckEnabled"], "true, but for a function", false));
  const [own, other] = isGrpc ? (["GrpcCode", "HttpCode"] as const) : (["HttpCode", "GrpcCode"] as const);
  if (Matcher && (Matcher[own] === undefined || Matcher[other] !== undefined))
    issues.push(issue("ValidationError", ["Matcher"], `a ${own}`, Matcher));
  return issues;
}
