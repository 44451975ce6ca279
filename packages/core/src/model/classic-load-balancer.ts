/**
 * A Classic Load Balancer in a VPC.
 * "Listeners for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html
 * "Configure health checks for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-healthchecks.html
 */
import * as v from "valibot";
import { failure, issue, ok, type Path, type Result } from "../result.js";
import { type Described, type Origin, originSchema } from "./origin.js";
import { compact, type Reader } from "./read.js";

export type ClassicProtocol = "TCP" | "SSL" | "HTTP" | "HTTPS";

export interface ClassicListener {
  /** The client side. */
  readonly protocol: ClassicProtocol;
  /** 1-65535. */
  readonly loadBalancerPort: number;
  readonly instanceProtocol: ClassicProtocol;
  /** 1-65535. */
  readonly instancePort: number;
  readonly origin?: Origin | undefined;
}

export interface ClassicHealthCheck {
  /** `TCP:port`, `SSL:port`, `HTTP:port/path` or `HTTPS:port/path`. */
  readonly target: string;
  /** Seconds between two checks, 5-300. */
  readonly interval: number;
  /** Seconds to wait for an answer, 2-60, less than the interval. */
  readonly timeout: number;
  /** Failures in a row that take an instance out of service, 2-10. */
  readonly unhealthyThreshold: number;
  /** Successes in a row that bring it back, 2-10. */
  readonly healthyThreshold: number;
}

export interface ClassicLoadBalancer extends Described {
  /** `LoadBalancerName`, by which AWS knows it. */
  readonly id: string;
  readonly scheme: "internet-facing" | "internal";
  readonly vpcId: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly listeners: readonly ClassicListener[];
  /** Registered instance ids. */
  readonly instances: readonly string[];
  readonly healthCheck: ClassicHealthCheck;
  /** Null when the attributes were not collected. */
  readonly crossZone: boolean | null;
  /** Seconds that requests in flight get when an instance leaves, 1-3600; null when draining is off. */
  readonly connectionDraining: number | null;
  /** Seconds after which an idle connection is closed, 1-4000. */
  readonly idleTimeout: number;
  readonly dnsName?: string | undefined;
}

export interface ClassicListenerInput {
  readonly protocol: string;
  readonly loadBalancerPort: number;
  /** The listener's protocol when left out. */
  readonly instanceProtocol?: string | undefined;
  readonly instancePort: number;
  readonly origin?: Origin | undefined;
}

export interface ClassicHealthCheckInput {
  readonly target: string;
  readonly interval?: number | undefined;
  readonly timeout?: number | undefined;
  readonly unhealthyThreshold?: number | undefined;
  readonly healthyThreshold?: number | undefined;
}

export interface ClassicLoadBalancerInput {
  /** `internet-facing` when left out. */
  readonly scheme?: "internet-facing" | "internal" | undefined;
  /** The VPC of the subnets when left out. */
  readonly vpcId?: string | undefined;
  readonly subnets: readonly string[];
  /** The VPC's default group when left out. */
  readonly securityGroups?: readonly string[] | undefined;
  readonly listeners: readonly ClassicListenerInput[];
  readonly instances?: readonly string[] | undefined;
  /** TCP on the first listener's instance port when left out. */
  readonly healthCheck?: ClassicHealthCheckInput | undefined;
  /** Off when left out, as for a load balancer created by the API; null when it is not known. */
  readonly crossZone?: boolean | null | undefined;
  /** Off when left out, as for a load balancer created by the API. */
  readonly connectionDraining?: number | null | undefined;
  /** 60 when left out. */
  readonly idleTimeout?: number | undefined;
  readonly dnsName?: string | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly origin?: Origin | undefined;
}

/** AWS's defaults: "HealthCheck" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_HealthCheck.html */
const HEALTH_CHECK_DEFAULTS = { interval: 30, timeout: 5, unhealthyThreshold: 2, healthyThreshold: 10 } as const;

/** The range of each health-check value, ends included. */
const HEALTH_CHECK_RANGES = {
  interval: [5, 300],
  timeout: [2, 60],
  unhealthyThreshold: [2, 10],
  healthyThreshold: [2, 10],
} as const;

const schema: v.GenericSchema<unknown, ClassicLoadBalancerInput> = v.strictObject({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  origin: v.optional(originSchema),
  scheme: v.optional(v.picklist(["internet-facing", "internal"])),
  vpcId: v.optional(v.string()),
  subnets: v.array(v.string()),
  securityGroups: v.optional(v.array(v.string())),
  listeners: v.array(
    v.strictObject({
      protocol: v.string(),
      loadBalancerPort: v.number(),
      instanceProtocol: v.optional(v.string()),
      instancePort: v.number(),
      origin: v.optional(originSchema),
    }),
  ),
  instances: v.optional(v.array(v.string())),
  healthCheck: v.optional(
    v.strictObject({
      target: v.string(),
      interval: v.optional(v.number()),
      timeout: v.optional(v.number()),
      unhealthyThreshold: v.optional(v.number()),
      healthyThreshold: v.optional(v.number()),
    }),
  ),
  crossZone: v.optional(v.nullable(v.boolean())),
  connectionDraining: v.optional(v.nullable(v.number())),
  idleTimeout: v.optional(v.number()),
  dnsName: v.optional(v.string()),
});

/** What a node does to check an instance. */
export interface HealthCheckTarget {
  readonly protocol: ClassicProtocol;
  /** 1-65535. */
  readonly port: number;
  /** The page asked for, for HTTP and HTTPS. */
  readonly path?: string | undefined;
}

/** Parses `TCP:port`, `SSL:port`, `HTTP:port/path` and `HTTPS:port/path`. Issue code `health-check-target`. */
export function parseHealthCheckTarget(text: string, path: Path = []): Result<HealthCheckTarget> {
  const [, name, digits, page] = /^(TCP|SSL|HTTP|HTTPS):(\d{1,5})(\/.*)?$/i.exec(text) ?? [];
  const protocol = name?.toUpperCase() as ClassicProtocol | undefined;
  const port = Number(digits);
  const needsPage = protocol === "HTTP" || protocol === "HTTPS";
  if (
    protocol === undefined ||
    port < 1 ||
    port > 65535 ||
    needsPage !== (page !== undefined) ||
    (page?.length ?? 0) > 1024
  ) {
    const expected = "TCP:port, SSL:port, HTTP:port/path or HTTPS:port/path with a port 1-65535";
    return failure([issue("health-check-target", path, expected, text)]);
  }
  return ok(compact({ protocol, port, path: page }));
}

/** What the surrounding network knows about a load balancer's place. */
export interface ClassicContext {
  readonly vpcOfSubnet: (subnetId: string) => string | undefined;
  readonly defaultGroup: (vpcId: string) => string | undefined;
}

export function readClassicLoadBalancer(
  reader: Reader,
  id: string,
  value: unknown,
  path: Path,
  context: ClassicContext,
): ClassicLoadBalancer | undefined {
  const input = reader.shape(schema, value, path);
  if (!input) return undefined;
  const places = input.listeners.map((listener, at) => readListener(reader, listener, [...path, "listeners", at]));
  reportListenerConflicts(reader, places, [...path, "listeners"]);
  const listeners = places.filter((listener) => listener !== undefined);
  if (input.subnets.length === 0)
    reader.report("load-balancer-without-subnet", [...path, "subnets"], "at least one subnet", input.subnets);
  const vpcId = input.vpcId ?? input.subnets.map(context.vpcOfSubnet).find((each) => each !== undefined) ?? "";
  const healthCheck = readHealthCheck(reader, input, listeners, [...path, "healthCheck"]);
  if (!healthCheck) return undefined;
  const implied = input.securityGroups ? undefined : context.defaultGroup(vpcId);
  return compact({
    id,
    name: input.name,
    scheme: input.scheme ?? "internet-facing",
    vpcId,
    subnets: [...new Set(input.subnets)],
    securityGroups: [...new Set(input.securityGroups ?? (implied === undefined ? [] : [implied]))],
    listeners,
    instances: [...new Set(input.instances ?? [])],
    healthCheck,
    // Null stays null, so that a network that was written out and read again does not turn it off.
    crossZone: input.crossZone === undefined ? false : input.crossZone,
    ...readTimeouts(reader, input, path),
    dnsName: input.dnsName,
    origin: input.origin,
  });
}

/**
 * "Configure connection draining" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-conn-drain.html
 * "Configure the idle connection timeout" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-idle-timeout.html
 * (the guide's 4000 seconds; the API reference says 3600)
 */
function readTimeouts(
  reader: Reader,
  { connectionDraining = null, idleTimeout = 60 }: ClassicLoadBalancerInput,
  path: Path,
): Pick<ClassicLoadBalancer, "connectionDraining" | "idleTimeout"> {
  const isSeconds = (value: number, high: number): boolean => Number.isInteger(value) && value >= 1 && value <= high;
  if (connectionDraining !== null && !isSeconds(connectionDraining, 3600))
    reader.report(
      "connection-draining",
      [...path, "connectionDraining"],
      "seconds 1-3600, or null",
      connectionDraining,
    );
  if (!isSeconds(idleTimeout, 4000))
    reader.report("idle-timeout", [...path, "idleTimeout"], "seconds 1-4000", idleTimeout);
  return { connectionDraining, idleTimeout };
}

function readHealthCheck(
  reader: Reader,
  input: ClassicLoadBalancerInput,
  listeners: readonly ClassicListener[],
  path: Path,
): ClassicHealthCheck | undefined {
  const given: ClassicHealthCheckInput | undefined =
    input.healthCheck ?? (listeners[0] && { target: `TCP:${listeners[0].instancePort}` });
  if (!given)
    return reader.report("health-check", path, "a health check, or a listener whose instance port to check", undefined);
  reader.take(parseHealthCheckTarget(given.target, [...path, "target"]));
  const check: ClassicHealthCheck = {
    target: given.target,
    interval: given.interval ?? HEALTH_CHECK_DEFAULTS.interval,
    timeout: given.timeout ?? HEALTH_CHECK_DEFAULTS.timeout,
    unhealthyThreshold: given.unhealthyThreshold ?? HEALTH_CHECK_DEFAULTS.unhealthyThreshold,
    healthyThreshold: given.healthyThreshold ?? HEALTH_CHECK_DEFAULTS.healthyThreshold,
  };
  for (const [key, [low, high]] of Object.entries(HEALTH_CHECK_RANGES)) {
    const value = check[key as keyof typeof HEALTH_CHECK_RANGES];
    if (!Number.isInteger(value) || value < low || value > high) {
      reader.report("health-check-range", [...path, key], `a whole number ${low}-${high}`, value);
    }
  }
  if (check.timeout >= check.interval) {
    reader.report(
      "health-check-timeout",
      [...path, "timeout"],
      `less than the interval of ${check.interval} seconds`,
      check.timeout,
    );
  }
  return check;
}

const PROTOCOLS: readonly string[] = ["TCP", "SSL", "HTTP", "HTTPS"];

function layer(protocol: ClassicProtocol): 4 | 7 {
  return protocol === "TCP" || protocol === "SSL" ? 4 : 7;
}

function isSecure(protocol: ClassicProtocol): boolean {
  return protocol === "SSL" || protocol === "HTTPS";
}

function readListener(reader: Reader, input: ClassicListenerInput, path: Path): ClassicListener | undefined {
  const protocol = readProtocol(reader, input.protocol, [...path, "protocol"]);
  const instanceProtocol = readProtocol(reader, input.instanceProtocol ?? input.protocol, [
    ...path,
    "instanceProtocol",
  ]);
  for (const key of ["loadBalancerPort", "instancePort"] as const) {
    if (!Number.isInteger(input[key]) || input[key] < 1 || input[key] > 65535) {
      reader.report("port", [...path, key], "a port 1-65535", input[key]);
    }
  }
  if (!protocol || !instanceProtocol) return undefined;
  if (layer(protocol) !== layer(instanceProtocol)) {
    const expected =
      layer(protocol) === 4
        ? "TCP or SSL behind a TCP or SSL listener"
        : "HTTP or HTTPS behind an HTTP or HTTPS listener";
    reader.report("listener-pair", [...path, "instanceProtocol"], expected, instanceProtocol);
  }
  return compact({
    protocol,
    loadBalancerPort: input.loadBalancerPort,
    instanceProtocol,
    instancePort: input.instancePort,
    origin: input.origin,
  });
}

function readProtocol(reader: Reader, text: string, path: Path): ClassicProtocol | undefined {
  const upper = text.toUpperCase();
  if (PROTOCOLS.includes(upper)) return upper as ClassicProtocol;
  return reader.report("listener-protocol", path, "TCP, SSL, HTTP or HTTPS", text);
}

/** One listener a port, and one kind of backend a port: "Listener" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_Listener.html */
function reportListenerConflicts(reader: Reader, places: readonly (ClassicListener | undefined)[], path: Path): void {
  for (const [at, listener] of places.entries()) {
    if (!listener) continue;
    const before = places.slice(0, at).filter((other) => other !== undefined);
    if (before.some((other) => other.loadBalancerPort === listener.loadBalancerPort)) {
      reader.report(
        "duplicate-listener",
        [...path, at, "loadBalancerPort"],
        "one listener for each port",
        listener.loadBalancerPort,
      );
    }
    const sharing = before.find((other) => other.instancePort === listener.instancePort);
    if (sharing && isSecure(sharing.instanceProtocol) !== isSecure(listener.instanceProtocol)) {
      reader.report(
        "listener-security",
        [...path, at, "instanceProtocol"],
        `the same security as the other listener on instance port ${listener.instancePort} (${sharing.instanceProtocol})`,
        listener.instanceProtocol,
      );
    }
  }
}
