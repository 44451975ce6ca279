import {
  createNetwork,
  matchesStatus,
  network,
  type TargetGroupInput,
  type TargetHealthCheck,
  type TargetHealthCheckInput,
} from "@netsim/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const GROUPS = {
  application: { protocol: "HTTP", port: 80 },
  grpc: { protocol: "HTTP", port: 80, protocolVersion: "GRPC" },
  lambda: { targetType: "lambda" },
  network: { protocol: "UDP", port: 80 },
  alb: { targetType: "alb", protocol: "TCP", port: 80 },
  gateway: { protocol: "GENEVE", port: 6081 },
} as const satisfies Record<string, TargetGroupInput>;

function check(kind: keyof typeof GROUPS, healthCheck: TargetHealthCheckInput = {}): TargetHealthCheck {
  const targetGroups = { t: { ...GROUPS[kind], healthCheck } };
  return network({ vpcs: { v: { cidr: "10.0.0.0/16" } }, targetGroups }).targetGroups.t
    ?.healthCheck as TargetHealthCheck;
}

const usual = { enabled: true, port: "traffic-port", interval: 30, healthyThreshold: 5, unhealthyThreshold: 2 };

describe("the health check of a target group", () => {
  // "CreateTargetGroup" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
  it.each([
    ["application", {}, { ...usual, protocol: "HTTP", path: "/", timeout: 5, matcher: "200" }],
    ["grpc", {}, { ...usual, protocol: "HTTP", path: "/AWS.ALB/healthcheck", timeout: 5, matcher: "12" }],
    [
      "lambda",
      {},
      {
        ...usual,
        enabled: false,
        protocol: "HTTP",
        path: "/",
        interval: 35,
        timeout: 30,
        unhealthyThreshold: 5,
        matcher: "200",
      },
    ],
    ["network", {}, { ...usual, protocol: "TCP", timeout: 10 }],
    ["network", { protocol: "HTTP" }, { ...usual, protocol: "HTTP", path: "/", timeout: 6, matcher: "200-399" }],
    ["network", { protocol: "HTTPS" }, { ...usual, protocol: "HTTPS", path: "/", timeout: 10, matcher: "200-399" }],
    ["alb", {}, { ...usual, protocol: "HTTP", path: "/", timeout: 6, matcher: "200-399" }],
    ["gateway", {}, { ...usual, protocol: "TCP", port: 80, interval: 10, timeout: 5 }],
    [
      "gateway",
      { protocol: "http" },
      { ...usual, protocol: "HTTP", port: 80, path: "/", interval: 10, timeout: 5, matcher: "200-399" },
    ],
  ] as const)("of kind %s with %j is AWS's default for the rest", (kind, said, expected) => {
    expect(check(kind, said)).toEqual(expected);
  });

  it("keeps what is said about it; a port may be a string, as AWS prints it", () => {
    const said = {
      enabled: false,
      protocol: "https",
      port: "8443",
      path: "/up?deep=1",
      interval: 10,
      timeout: 9,
      healthyThreshold: 2,
      unhealthyThreshold: 10,
      matcher: "200,204,300-399",
    };
    expect(check("application", said)).toEqual({ ...said, protocol: "HTTPS", port: 8443 });
    expect(check("application", { port: "traffic-port" }).port).toBe("traffic-port");
  });
});

describe("the timeout of a health check", () => {
  function codes(kind: keyof typeof GROUPS, timeout: number): readonly string[] {
    const targetGroups = { t: { ...GROUPS[kind], healthCheck: { interval: 10, timeout } } };
    const result = createNetwork({ vpcs: { v: { cidr: "10.0.0.0/16" } }, targetGroups });
    return result.ok ? [] : result.issues.map((each) => each.code);
  }

  it("is less than the interval for an Application Load Balancer, as AWS says when it refuses", () => {
    expect(codes("application", 9)).toEqual([]);
    expect(codes("application", 10)).toEqual(["health-check-timeout"]);
    expect(codes("lambda", 10)).toEqual(["health-check-timeout"]);
  });

  it("may be the interval for a Network Load Balancer, whose checks over TCP had 10 seconds for both", () => {
    expect(codes("network", 10)).toEqual([]);
    expect(codes("network", 11)).toEqual(["health-check-timeout"]);
  });
});

describe("the codes of success", () => {
  it.each([
    ["200", 200, true],
    ["200", 201, false],
    ["200,204", 204, true],
    ["200,204", 203, false],
    ["200-299", 299, true],
    ["200-299,301", 300, false],
    ["12", 12, true],
    ["0-99", 0, true],
  ])("%s and %s: %s", (matcher, status, expected) => {
    expect(matchesStatus(matcher, status)).toBe(expected);
  });

  it("of a list are those of its parts", () => {
    const code = fc.integer({ min: 200, max: 499 });
    const range = fc.tuple(code, code).map(([a, b]): [number, number] => (a < b ? [a, b] : [b, a]));
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 4 }), code, (ranges, status) => {
        const matcher = ranges.map(([low, high]) => (low === high ? `${low}` : `${low}-${high}`)).join();
        expect(check("application", { matcher }).matcher).toBe(matcher);
        expect(matchesStatus(matcher, status)).toBe(ranges.some(([low, high]) => low <= status && status <= high));
      }),
    );
  });
});
