/** What a health check sends, and what it takes for an answer. */
import {
  type ClassicLoadBalancer,
  type HealthCheckTarget,
  type Instance,
  matchesStatus,
  NO_PACKETS,
  parseHealthCheckTarget,
  type TargetGroup,
  unwrap,
} from "@netsim/core";
import type { EndCheck } from "../path/connection-question.js";
import type { EndFacts } from "../path/ends.js";

export interface Probe {
  /** 1-65535. */
  readonly port: number;
  readonly isTls: boolean;
  /** The page asked for and the statuses that are a success; absent where a connection is enough. */
  readonly http?: { readonly path: string; readonly matcher: string } | undefined;
}

/**
 * HTTP and HTTPS have to answer 200, and nothing else will do.
 * "Configure health checks for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-healthchecks.html
 */
export function classicProbe(balancer: ClassicLoadBalancer): Probe {
  const { protocol, port, path }: HealthCheckTarget = unwrap(parseHealthCheckTarget(balancer.healthCheck.target));
  const isTls = protocol === "SSL" || protocol === "HTTPS";
  return path === undefined ? { port, isTls } : { port, isTls, http: { path, matcher: "200" } };
}

/**
 * A target group's health check of a target that gets its traffic on `trafficPort`. It goes over TCP, whatever the
 * group's protocol.
 * "Health checks for your target groups" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 * "Health checks for Network Load Balancer target groups" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
export function groupProbe({ healthCheck }: TargetGroup, trafficPort: number): Probe {
  const { protocol, path, matcher } = healthCheck;
  const port = healthCheck.port === "traffic-port" ? trafficPort : healthCheck.port;
  const isTls = protocol === "HTTPS";
  if (path === undefined || matcher === undefined) return { port, isTls };
  return { port, isTls, http: { path, matcher } };
}

/** What the target's end does with the check, besides what it does with packets. */
export function withAnswer(
  facts: EndFacts,
  instance: Instance | undefined,
  component: string,
  { port, isTls, http }: Probe,
): EndFacts {
  const assumptions = [...facts.assumptions];
  if (isTls) assumptions.push({ code: "tls-assumed", component });
  const service = instance?.services?.find((each) => each.protocol === "tcp" && each.port === port);
  if (http === undefined || !service) return { checks: facts.checks, assumptions };
  const { path, matcher } = http;
  if (!service.http) {
    assumptions.push({ code: "http-status-assumed", component, details: { path } });
    return { checks: facts.checks, assumptions };
  }
  const [page = path] = path.split("?");
  const status = service.http[path] ?? service.http[page] ?? 404;
  if (matchesStatus(matcher, status)) return { checks: facts.checks, assumptions };
  const expected = /^\d+$/.test(matcher) ? Number(matcher) : matcher;
  const refused: EndCheck = {
    spot: { component: { id: component, kind: "application", name: instance?.name }, direction: "ingress" },
    accepted: NO_PACKETS,
    cause: { kind: "application", code: "http-status", awsCode: null, details: { path, status, expected } },
  };
  return { checks: [...facts.checks, refused], assumptions };
}
