import {
  forwardsOf,
  type Listener,
  type ListenerInput,
  type LoadBalancerType,
  listenerTransports,
  type NetworkInput,
  network,
  type TargetGroupInput,
  targetGroupsOf,
} from "@netsim/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const web: TargetGroupInput = { protocol: "HTTP", port: 80 };

function listener(
  input: ListenerInput = {},
  type: LoadBalancerType = "application",
  targetGroups: NetworkInput["targetGroups"] = { t: web, u: web, f: { targetType: "lambda" } },
): Listener {
  const made = network({
    vpcs: { v: { cidr: "10.0.0.0/16" } },
    subnets: { s: { vpcId: "v", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
    targetGroups,
    loadBalancers: { b: { type, subnets: ["s"], listeners: [input] } },
  });
  return made.loadBalancers.b?.listeners[0] as Listener;
}

const http = (input: ListenerInput = {}): Listener =>
  listener({ port: 80, protocol: "HTTP", ...(input.defaultActions ? {} : { forward: "t" }), ...input });

describe("a listener", () => {
  it("of an Application Load Balancer forwards to its target group and has no rules, unless it is told otherwise", () => {
    expect(http({ protocol: "https", port: 443 })).toEqual({
      port: 443,
      protocol: "HTTPS",
      defaultActions: [{ type: "forward", targetGroups: [{ targetGroup: "t", weight: 1 }] }],
      rules: [],
    });
  });

  it("has rules that are not known where they were not collected, and not none", () => {
    expect(http({ rules: null }).rules).toBeNull();
  });

  // "Actions for listener rules" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html
  it("may forward to several target groups by weight, and to a function", () => {
    const { defaultActions } = http({
      forward: ["t", { targetGroup: "u", weight: 999 }, { targetGroup: "f", weight: 0 }],
    });
    expect(forwardsOf(defaultActions)).toEqual([
      { targetGroup: "t", weight: 1 },
      { targetGroup: "u", weight: 999 },
      { targetGroup: "f", weight: 0 },
    ]);
  });

  it("keeps where a redirect leads, what a fixed response says, and what makes it secure", () => {
    const redirect = {
      type: "redirect",
      protocol: "HTTPS",
      port: "443",
      host: "#{host}",
      path: "/",
      query: "",
    } as const;
    expect(http({ defaultActions: [redirect] }).defaultActions).toEqual([{ ...redirect, statusCode: 302 }]);
    const response = {
      type: "fixed-response",
      statusCode: 503,
      messageBody: "closed",
      contentType: "text/plain",
    } as const;
    expect(http({ defaultActions: [response] }).defaultActions).toEqual([response]);
    const certificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/1";
    const secure = { protocol: "HTTPS", port: 443, certificateArn, sslPolicy: "ELBSecurityPolicy-2016-08" };
    expect(http(secure)).toMatchObject(secure);
  });

  it("may authenticate first, and may end requests itself", () => {
    const actions = (defaultActions: ListenerInput["defaultActions"]): unknown =>
      http({ defaultActions }).defaultActions;
    expect(actions([{ type: "authenticate-cognito" }, { type: "redirect" }])).toEqual([
      { type: "authenticate-cognito" },
      { type: "redirect", statusCode: 302 },
    ]);
    expect(actions([{ type: "redirect", statusCode: 301 }])).toEqual([{ type: "redirect", statusCode: 301 }]);
    expect(actions([{ type: "jwt-validation" }, { type: "fixed-response", statusCode: 503 }])).toEqual([
      { type: "jwt-validation" },
      { type: "fixed-response", statusCode: 503 },
    ]);
    expect(forwardsOf(http({ defaultActions: [{ type: "fixed-response", statusCode: 200 }] }).defaultActions)).toEqual(
      [],
    );
  });

  it("of a Gateway Load Balancer has neither protocol nor port", () => {
    const groups: NetworkInput["targetGroups"] = { t: { protocol: "GENEVE", port: 6081 } };
    expect(listener({ forward: "t", port: null, protocol: null }, "gateway", groups)).toMatchObject({
      port: null,
      protocol: null,
    });
  });

  // "Target groups for your Network Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html
  it.each([
    ["TCP", "TCP"],
    ["TCP", "TCP_UDP"],
    ["TLS", "TCP"],
    ["TLS", "TLS"],
    ["UDP", "UDP"],
    ["UDP", "TCP_UDP"],
    ["TCP_UDP", "TCP_UDP"],
    ["TCP_QUIC", "TCP_QUIC"],
  ])("of a Network Load Balancer over %s may forward to a target group over %s", (protocol, of) => {
    expect(listener({ port: 5, protocol, forward: "t" }, "network", { t: { protocol: of, port: 5 } }).protocol).toBe(
      protocol,
    );
  });

  it("names every target group that it may forward to once, those of its rules too", () => {
    const conditions = [{ field: "path-pattern", values: ["/"] }] as const;
    const made = http({
      rules: [
        { priority: 1, conditions, forward: ["u", "t"] },
        { priority: 2, conditions, actions: [{ type: "redirect" }] },
      ],
    });
    expect(targetGroupsOf(made)).toEqual(["t", "u"]);
    expect(targetGroupsOf(http({ rules: null }))).toEqual(["t"]);
  });
});

describe("the rules of a listener", () => {
  it("are kept by priority, whatever order they are written in", () => {
    const priorities = fc.uniqueArray(fc.integer({ min: 1, max: 50_000 }), { maxLength: 8 });
    fc.assert(
      fc.property(priorities, (written) => {
        const rules = written.map((priority) => ({
          priority,
          conditions: [{ field: "host-header", values: [`${priority}.example`] }] as const,
          forward: "t",
        }));
        const read = http({ rules }).rules ?? [];
        expect(read.map((each) => each.priority)).toEqual(written.toSorted((a, b) => a - b));
        for (const each of read) expect(each.conditions[0]?.values).toEqual([`${each.priority}.example`]);
      }),
    );
  });

  it("keep their conditions, actions and origin", () => {
    const conditions = [
      { field: "http-header", values: ["a*", "b?"], httpHeaderName: "X-From" },
      { field: "http-request-method", values: ["GET"] },
      { field: "query-string", values: ["v=1", "x"] },
      { field: "source-ip", values: ["10.0.0.0/8", "2001:db8::/32"] },
    ] as const;
    const origin = { file: "rules.json", pointer: "/Rules/3" };
    const [rule] = http({ rules: [{ priority: 7, conditions, forward: "u", arn: "arn:r", origin }] }).rules ?? [];
    expect(rule).toEqual({
      priority: 7,
      conditions,
      actions: [{ type: "forward", targetGroups: [{ targetGroup: "u", weight: 1 }] }],
      arn: "arn:r",
      origin,
    });
  });
});

describe("the transports of a listener", () => {
  it.each([
    ["HTTP", ["tcp"]],
    ["HTTPS", ["tcp"]],
    ["TCP", ["tcp"]],
    ["TLS", ["tcp"]],
    ["UDP", ["udp"]],
    ["QUIC", ["udp"]],
    ["TCP_UDP", ["tcp", "udp"]],
    ["TCP_QUIC", ["tcp", "udp"]],
    [null, []],
  ] as const)("%s: %j", (protocol, transports) => {
    expect(listenerTransports({ protocol })).toEqual(transports);
  });
});
