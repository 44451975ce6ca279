/**
 * The health check of a target group.
 * "Health checks for your target groups" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 * "Health checks for Network Load Balancer target groups" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
import * as v from "valibot";
import type { Path } from "../result.js";
import { compact, isPort, type Reader } from "./read.js";

/** Of an application or network load balancer's target group, of a gateway load balancer's, of a lambda function's. */
export type TargetGroupKind = "application" | "network" | "gateway" | "lambda";

export interface TargetHealthCheck {
  readonly enabled: boolean;
  readonly protocol: "HTTP" | "HTTPS" | "TCP";
  /** `traffic-port`: the port that each target receives traffic on. */
  readonly port: number | "traffic-port";
  /** For HTTP and HTTPS. */
  readonly path?: string | undefined;
  /** Seconds between two checks, 5-300. */
  readonly interval: number;
  /** Seconds to wait for an answer, 2-120. */
  readonly timeout: number;
  /** Successes in a row that make an unhealthy target healthy, 2-10. */
  readonly healthyThreshold: number;
  /** Failures in a row that make a target unhealthy, 2-10. */
  readonly unhealthyThreshold: number;
  /** The HTTP (or gRPC) codes of success, such as `200`, `200,202` or `200-299`. */
  readonly matcher?: string | undefined;
}

export interface TargetHealthCheckInput {
  readonly enabled?: boolean | undefined;
  readonly protocol?: string | undefined;
  /** Also as AWS prints it, a string. */
  readonly port?: number | string | undefined;
  readonly path?: string | undefined;
  readonly interval?: number | undefined;
  readonly timeout?: number | undefined;
  readonly healthyThreshold?: number | undefined;
  readonly unhealthyThreshold?: number | undefined;
  readonly matcher?: string | undefined;
}

export const targetHealthCheckSchema: v.GenericSchema<unknown, TargetHealthCheckInput> = v.strictObject({
  enabled: v.optional(v.boolean()),
  protocol: v.optional(v.string()),
  port: v.optional(v.union([v.number(), v.string()])),
  path: v.optional(v.string()),
  interval: v.optional(v.number()),
  timeout: v.optional(v.number()),
  healthyThreshold: v.optional(v.number()),
  unhealthyThreshold: v.optional(v.number()),
  matcher: v.optional(v.string()),
});

/**
 * "CreateTargetGroup" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html and
 * the guides' pages on health checks, which disagree on an Application Load Balancer's timeout: 5 is the guide's.
 */
const HEALTH_CHECK_DEFAULTS = {
  application: {
    protocol: "HTTP",
    port: "traffic-port",
    interval: 30,
    timeout: 5,
    healthy: 5,
    unhealthy: 2,
    matcher: "200",
  },
  lambda: {
    protocol: "HTTP",
    port: "traffic-port",
    interval: 35,
    timeout: 30,
    healthy: 5,
    unhealthy: 5,
    matcher: "200",
  },
  network: {
    protocol: "TCP",
    port: "traffic-port",
    interval: 30,
    timeout: 10,
    healthy: 5,
    unhealthy: 2,
    matcher: "200-399",
  },
  gateway: { protocol: "TCP", port: 80, interval: 10, timeout: 5, healthy: 5, unhealthy: 2, matcher: "200-399" },
} as const;

/** The codes that may count as success: "Matcher" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html */
const HTTP_CODES: Readonly<Record<TargetGroupKind, readonly [low: number, high: number]>> = {
  application: [200, 499],
  lambda: [200, 499],
  network: [200, 599],
  gateway: [200, 399],
};
const GRPC_CODES = [0, 99] as const;
const GRPC_DEFAULT = "12";

/** The range of each number of a health check, ends included. */
const RANGES = {
  interval: [5, 300],
  timeout: [2, 120],
  healthyThreshold: [2, 10],
  unhealthyThreshold: [2, 10],
} as const;

/** What a target group's health check may be, and what it is when left out. */
export interface HealthCheckFor {
  readonly kind: TargetGroupKind;
  /** A load balancer as target is checked over HTTP or HTTPS. */
  readonly isLoadBalancer: boolean;
  readonly isGrpc: boolean;
}

/**
 * Issue codes: `health-check-protocol`, `health-check-path`, `health-check-range`, `health-check-timeout`,
 * `health-check-matcher`, `port`.
 */
export function readTargetHealthCheck(
  reader: Reader,
  given: TargetHealthCheckInput,
  { kind, isLoadBalancer, isGrpc }: HealthCheckFor,
  path: Path,
): TargetHealthCheck | undefined {
  const defaults = HEALTH_CHECK_DEFAULTS[kind];
  const fallback = isLoadBalancer ? "HTTP" : defaults.protocol;
  const protocol = (given.protocol ?? fallback).toUpperCase();
  const allowed =
    kind === "application" || kind === "lambda" || isLoadBalancer ? ["HTTP", "HTTPS"] : ["TCP", "HTTP", "HTTPS"];
  if (!allowed.includes(protocol))
    return reader.report(
      "health-check-protocol",
      [...path, "protocol"],
      `one of ${allowed.join(", ")}`,
      given.protocol,
    );
  const isHttp = protocol !== "TCP";
  if (!isHttp && given.path !== undefined)
    reader.report("health-check-path", [...path, "path"], "no path beside a TCP health check", given.path);
  if (given.path !== undefined && (!given.path.startsWith("/") || given.path.length > 1024))
    reader.report(
      "health-check-path",
      [...path, "path"],
      "a path of at most 1024 characters that begins with /",
      given.path,
    );
  const matcher = isHttp ? (given.matcher ?? (isGrpc ? GRPC_DEFAULT : defaults.matcher)) : undefined;
  const [low, high] = isGrpc ? GRPC_CODES : HTTP_CODES[kind];
  if (matcher !== undefined && !isMatcher(matcher, low, high)) {
    const expected = `codes ${low}-${high}, such as ${isGrpc ? GRPC_DEFAULT : defaults.matcher}, separated by commas`;
    reader.report("health-check-matcher", [...path, "matcher"], expected, given.matcher);
  }
  const check: TargetHealthCheck = {
    enabled: given.enabled ?? kind !== "lambda",
    protocol: protocol as TargetHealthCheck["protocol"],
    port: readCheckPort(reader, given.port ?? defaults.port, [...path, "port"]),
    path: isHttp ? (given.path ?? (isGrpc ? "/AWS.ALB/healthcheck" : "/")) : undefined,
    interval: given.interval ?? defaults.interval,
    // "Health checks for Network Load Balancer target groups": 6 seconds for HTTP, 10 for TCP and HTTPS.
    timeout: given.timeout ?? (kind === "network" && protocol === "HTTP" ? 6 : defaults.timeout),
    healthyThreshold: given.healthyThreshold ?? defaults.healthy,
    unhealthyThreshold: given.unhealthyThreshold ?? defaults.unhealthy,
    matcher,
  };
  for (const [key, [low, high]] of Object.entries(RANGES)) {
    const number = check[key as keyof typeof RANGES];
    if (!Number.isInteger(number) || number < low || number > high)
      reader.report("health-check-range", [...path, key], `a whole number ${low}-${high}`, number);
  }
  // AWS: "Health check interval must be greater than the timeout". A Network Load Balancer may have 10 seconds for both.
  const isLonger = kind === "application" || kind === "lambda";
  if (isLonger ? check.timeout >= check.interval : check.timeout > check.interval)
    reader.report(
      "health-check-timeout",
      [...path, "timeout"],
      `${isLonger ? "less than" : "at most"} the interval of ${check.interval} seconds`,
      check.timeout,
    );
  return compact(check);
}

function readCheckPort(reader: Reader, value: number | string, path: Path): number | "traffic-port" {
  if (value === "traffic-port") return value;
  const port = typeof value === "string" && /^\d{1,5}$/.test(value) ? Number(value) : value;
  if (isPort(port)) return port;
  reader.report("port", path, "a port 1-65535 or traffic-port", value);
  return "traffic-port";
}

/** Codes and ranges of codes, all of them from `low` to `high`. */
function isMatcher(text: string, low: number, high: number): boolean {
  return text.split(",").every((part) => {
    const [, first, last = first] = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(part) ?? [];
    return first !== undefined && low <= Number(first) && Number(first) <= Number(last) && Number(last) <= high;
  });
}

/** Whether a health check takes a status code for success. */
export function matchesStatus(matcher: string, status: number): boolean {
  return matcher.split(",").some((part) => {
    const [low = "", high = low] = part.split("-");
    return status >= Number(low) && status <= Number(high);
  });
}
