/**
 * A Classic Load Balancer, in a VPC or in EC2-Classic.
 * "Listeners for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html
 * "Configure health checks for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-healthchecks.html
 */
import * as v from "valibot";
import { failure, issue, ok, type Path, type Result } from "../result.js";
import { readClassicListener, reportListenerConflicts } from "./classic-listener.js";
import { readEc2ClassicPlace } from "./ec2-classic-load-balancer.js";
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
  /** The ARN of the server certificate of an HTTPS or SSL listener. */
  readonly sslCertificateId?: string | undefined;
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
  /** `EC2-Classic` for one of EC2-Classic. */
  readonly vpcId: string;
  readonly subnets: readonly string[];
  /** Its zones in EC2-Classic, where it has no subnets; absent in a VPC. */
  readonly availabilityZones?: readonly string[] | undefined;
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
  readonly sslCertificateId?: string | undefined;
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
  /** In a VPC: at least one. */
  readonly subnets?: readonly string[] | undefined;
  /** Instead of subnets: the zones of a load balancer in EC2-Classic. */
  readonly availabilityZones?: readonly string[] | undefined;
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
  subnets: v.optional(v.array(v.string())),
  availabilityZones: v.optional(v.array(v.string())),
  securityGroups: v.optional(v.array(v.string())),
  listeners: v.array(
    v.strictObject({
      protocol: v.string(),
      loadBalancerPort: v.number(),
      instanceProtocol: v.optional(v.string()),
      instancePort: v.number(),
      sslCertificateId: v.optional(v.string()),
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
  const places = input.listeners.map((listener, at) =>
    readClassicListener(reader, listener, [...path, "listeners", at]),
  );
  reportListenerConflicts(reader, places, [...path, "listeners"]);
  const listeners = places.filter((listener) => listener !== undefined);
  const place =
    readEc2ClassicPlace(reader, input, places, path) ?? readVpcPlace(reader, input, [...path, "subnets"], context);
  const healthCheck = readHealthCheck(reader, input, listeners, [...path, "healthCheck"]);
  if (!healthCheck) return undefined;
  return compact({
    id,
    name: input.name,
    scheme: input.scheme ?? "internet-facing",
    ...place,
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

function readVpcPlace(
  reader: Reader,
  { vpcId: given, subnets = [], securityGroups }: ClassicLoadBalancerInput,
  path: Path,
  context: ClassicContext,
): Pick<ClassicLoadBalancer, "vpcId" | "subnets" | "securityGroups"> {
  if (subnets.length === 0) reader.report("load-balancer-without-subnet", path, "at least one subnet", subnets);
  const vpcId = given ?? subnets.map(context.vpcOfSubnet).find((each) => each !== undefined) ?? "";
  const implied = securityGroups ? undefined : context.defaultGroup(vpcId);
  return {
    vpcId,
    subnets: [...new Set(subnets)],
    securityGroups: [...new Set(securityGroups ?? (implied === undefined ? [] : [implied]))],
  };
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
