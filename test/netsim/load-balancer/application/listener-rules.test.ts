import { type NetworkInput, network } from "@netsim/core";
import type { ActionAnswer, RequestInput } from "netsim";
import { describe, expect, it } from "vitest";
import {
  answering,
  application,
  applicationGroup,
  applicationInput,
  instances,
  type ListenerOf,
  listen,
  symptomsOf,
} from "../../../support/forwarding-networks.ts";
import { ANYWHERE, assumptionsOf, extend, from, to, unknownsOf } from "../../../support/small-networks.ts";

type Rule = NonNullable<ListenerOf["rules"]>[number];
type Condition = Rule["conditions"][number];

/** Port 8443 is open to nobody: whoever is sent to the target group `shut` is not served. */
const SHUT: NetworkInput = { targetGroups: { shut: applicationGroup({ port: 8443 }) } };

function ruled(rules: readonly Rule[] | null, more: NetworkInput = {}, defaults: Partial<ListenerOf> = {}) {
  const listener = { port: 80, protocol: "HTTP", forward: "app", rules, ...defaults };
  return application({ balancer: { listeners: [listener] }, more: extend(SHUT, more) });
}

/** Where a request goes if a rule with this condition leads to `shut` and everything else to `app`. */
function takenBy(condition: Condition, request: RequestInput, more: Condition[] = []): readonly string[] {
  const net = ruled([{ priority: 10, conditions: [condition, ...more], forward: "shut" }]);
  return listen(net, { request }).actions.flatMap((each) => each.targetGroups);
}

const summary = (actions: readonly ActionAnswer[]) =>
  actions.map(({ priority = "default", action, verdict }) => `${priority} ${action} ${verdict}`);

describe("the rules of a listener", () => {
  it("are tried by priority, and the first whose conditions hold takes the request", () => {
    const path = { field: "path-pattern", values: ["/api/*"] } as const;
    const net = ruled([
      { priority: 20, conditions: [path], forward: "shut" },
      { priority: 10, conditions: [path], forward: "app" },
    ]);
    expect(summary(listen(net, { request: { path: "/api/1" } }).actions)).toEqual(["10 forward reachable"]);
    const swapped = ruled([
      { priority: 20, conditions: [path], forward: "app" },
      { priority: 10, conditions: [path], forward: "shut" },
    ]);
    expect(summary(listen(swapped, { request: { path: "/api/1" } }).actions)).toEqual(["10 forward unreachable"]);
  });

  it("leave what none of them takes to the default actions", () => {
    const net = ruled([{ priority: 10, conditions: [{ field: "path-pattern", values: ["/api/*"] }], forward: "shut" }]);
    expect(summary(listen(net, { request: { path: "/" } }).actions)).toEqual(["default forward reachable"]);
  });

  it("count with every one that some of the requests meet, where the question leaves the request open", () => {
    const net = ruled([{ priority: 10, conditions: [{ field: "path-pattern", values: ["/api/*"] }], forward: "shut" }]);
    const verdict = listen(net);
    expect(verdict.verdict).toBe("partial");
    expect(summary(verdict.actions)).toEqual(["10 forward unreachable", "default forward reachable"]);
    expect(verdict.nodes[0]?.symptoms).toEqual([
      { kind: "http-status", status: 504, cause: "security-group-no-match", of: "all", priority: 10 },
    ]);
  });

  it("hold when all of their conditions do, each by any of its values", () => {
    const host = { field: "host-header", values: ["a.example.com", "b.example.com"] } as const;
    const get = { field: "http-request-method", values: ["GET", "HEAD"] } as const;
    expect(takenBy(host, { host: "b.example.com", method: "GET" }, [get])).toEqual(["shut"]);
    expect(takenBy(host, { host: "b.example.com", method: "POST" }, [get])).toEqual(["app"]);
    expect(takenBy(host, { host: "c.example.com", method: "GET" }, [get])).toEqual(["app"]);
    expect(takenBy(host, { host: "c.example.com" }, [get])).toEqual(["app"]);
    expect(takenBy(host, { host: "a.example.com" }, [get])).toEqual(["shut", "app"]);
  });

  it("that were not collected make it unknown, and the answer says on which listener", () => {
    const verdict = listen(ruled(null));
    expect(verdict.verdict).toBe("unknown");
    expect(verdict.unknowns[0]).toMatchObject({ code: "listener-rules-missing", details: { listener: 80 } });
  });

  it("that were not collected do not hide that no client gets to the load balancer", () => {
    const shut = { securityGroups: { "sg-lb": { vpcId: "vpc-1", ingress: [], egress: [to(ANYWHERE, "all")] } } };
    expect(listen(ruled(null, shut)).verdict).toBe("unreachable");
  });
});

describe("a condition", () => {
  it.each<[string, Condition, RequestInput, boolean]>([
    ["a host, in any case", { field: "host-header", values: ["WWW.Example.com"] }, { host: "www.example.COM" }, true],
    ["a host with *", { field: "host-header", values: ["*.example.com"] }, { host: "a.b.example.com" }, true],
    [
      "a host with *, which needs its dot",
      { field: "host-header", values: ["*.example.com"] },
      { host: "example.com" },
      false,
    ],
    [
      "a host with ? for one character",
      { field: "host-header", values: ["w?.example.com"] },
      { host: "w1.example.com" },
      true,
    ],
    [
      "a host with ?, which is not none",
      { field: "host-header", values: ["w?.example.com"] },
      { host: "w.example.com" },
      false,
    ],
    [
      "a dot, which is no wildcard",
      { field: "host-header", values: ["a.example.com"] },
      { host: "a-example.com" },
      false,
    ],
    ["a path", { field: "path-pattern", values: ["/img/*"] }, { path: "/img/a/b.png" }, true],
    ["a path in its own case only", { field: "path-pattern", values: ["/img/*"] }, { path: "/IMG/a.png" }, false],
    ["a whole path and not its beginning", { field: "path-pattern", values: ["/img"] }, { path: "/img/a.png" }, false],
    ["a path with signs", { field: "path-pattern", values: ["/a+b(1)$"] }, { path: "/a+b(1)$" }, true],
    ["a method", { field: "http-request-method", values: ["GET"] }, { method: "GET" }, true],
    ["a method in its own case only", { field: "http-request-method", values: ["GET"] }, { method: "get" }, false],
    ["a method without wildcards", { field: "http-request-method", values: ["*"] }, { method: "GET" }, false],
    [
      "a header whose name and value are in any case",
      { field: "http-header", httpHeaderName: "User-Agent", values: ["*chrome*"] },
      { headers: { "user-agent": "Mozilla Chrome/1" } },
      true,
    ],
    [
      "a header that is not sent",
      { field: "http-header", httpHeaderName: "X-Beta", values: ["*"] },
      { headers: { "user-agent": "curl" } },
      false,
    ],
    [
      "a key and value of the query",
      { field: "query-string", values: ["version=v1"] },
      { query: { VERSION: "V1" } },
      true,
    ],
    [
      "a key of the query with another value",
      { field: "query-string", values: ["version=v1"] },
      { query: { version: "v2" } },
      false,
    ],
    [
      "a value of the query, whatever its key",
      { field: "query-string", values: ["*exa?ple*"] },
      { query: { q: "an example" } },
      true,
    ],
    ["nothing of an empty query", { field: "query-string", values: ["*"] }, { query: {} }, false],
    ["a star of the query by \\*", { field: "query-string", values: ["q=a\\*b"] }, { query: { q: "a*b" } }, true],
    ["by \\* nothing but a star", { field: "query-string", values: ["q=a\\*b"] }, { query: { q: "axxb" } }, false],
    [
      "by \\? nothing but a question mark",
      { field: "query-string", values: ["q=a\\?"] },
      { query: { q: "ab" } },
      false,
    ],
  ])("matches %s", (_, condition, request, isTaken) => {
    expect(takenBy(condition, request)).toEqual([isTaken ? "shut" : "app"]);
  });

  it.each<[Condition]>([
    [{ field: "host-header", values: ["a.example.com"] }],
    [{ field: "path-pattern", values: ["/a"] }],
    [{ field: "http-request-method", values: ["GET"] }],
    [{ field: "http-header", httpHeaderName: "X-Beta", values: ["1"] }],
    [{ field: "query-string", values: ["q=1"] }],
  ])("on what the question leaves open holds for some requests: %j", (condition) => {
    expect(takenBy(condition, {})).toEqual(["shut", "app"]);
  });

  it("on the source address holds for all, some or none of the clients", () => {
    const net = ruled([
      { priority: 1, conditions: [{ field: "source-ip", values: ["203.0.113.0/25"] }], forward: "shut" },
    ]);
    const groups = (client: string) => listen(net, { from: client }).actions.flatMap((each) => each.targetGroups);
    expect(groups("203.0.113.10")).toEqual(["shut"]);
    expect(groups("203.0.113.0/24")).toEqual(["shut", "app"]);
    expect(groups("198.51.100.7")).toEqual(["app"]);
  });

  it("on the source address is about the addresses that come in: none of IPv6 comes to a load balancer without", () => {
    const net = ruled([{ priority: 1, conditions: [{ field: "source-ip", values: [ANYWHERE] }], forward: "app" }]);
    expect(summary(listen(net, { from: "internet" }).actions)).toEqual(["1 forward reachable"]);
  });

  it("on the source address sees a client inside the VPC by its public address, where it uses the public name", () => {
    const net = ruled(
      [{ priority: 1, conditions: [{ field: "source-ip", values: ["10.0.0.0/16"] }], forward: "shut" }],
      {
        subnets: {
          out: { vpcId: "vpc-1", availabilityZone: "us-east-1c", cidr: "10.0.30.0/24", routeTableId: "rtb-lb" },
        },
        securityGroups: { "sg-client": { vpcId: "vpc-1" } },
        instances: {
          client: { subnetId: "out", privateIpAddress: "10.0.30.7", publicIp: "198.51.100.7", groups: ["sg-client"] },
        },
      },
    );
    expect(summary(listen(net, { from: "client" }).actions)).toEqual(["default forward reachable"]);
  });
});

describe("an action", () => {
  it("that redirects is an answer of the load balancer itself: no target is asked", () => {
    const net = application({
      balancer: {
        listeners: [{ port: 80, protocol: "HTTP", defaultActions: [{ type: "redirect", statusCode: 301 }] }],
      },
      more: { targetGroups: { app: applicationGroup({ targets: [] }) } },
    });
    const verdict = listen(net);
    expect(verdict.verdict).toBe("reachable");
    expect(verdict.actions).toEqual([{ action: "redirect", targetGroups: [], statusCode: 301, verdict: "reachable" }]);
    expect(symptomsOf(verdict)).toEqual(["http-status 301 redirect all"]);
    expect(verdict.service).toBe("serving");
  });

  it("that redirects does so with 302 where nothing else is said", () => {
    const net = ruled([], {}, { forward: undefined, defaultActions: [{ type: "redirect" }] });
    expect(symptomsOf(listen(net))).toEqual(["http-status 302 redirect all"]);
  });

  it("with a fixed response is an answer of the load balancer itself, with that status", () => {
    const net = ruled([], {}, { forward: undefined, defaultActions: [{ type: "fixed-response", statusCode: 503 }] });
    expect(listen(net)).toMatchObject({
      verdict: "reachable",
      actions: [{ action: "fixed-response", statusCode: 503, verdict: "reachable" }],
    });
  });

  it("of the load balancer itself needs no target, and still needs a way to the load balancer", () => {
    const shut = { securityGroups: { "sg-lb": { vpcId: "vpc-1", ingress: [], egress: [] } } };
    const net = ruled([], shut, { forward: undefined, defaultActions: [{ type: "fixed-response", statusCode: 200 }] });
    expect(listen(net).verdict).toBe("unreachable");
  });

  it.each(["authenticate-oidc", "authenticate-cognito", "jwt-validation"] as const)(
    "with %s before it is for clients who pass, which is taken for granted and said",
    (type) => {
      const defaultActions = [{ type }, { type: "forward", targetGroups: ["app"] }] as const;
      const verdict = listen(ruled([], {}, { forward: undefined, defaultActions }));
      expect(verdict.verdict).toBe("reachable");
      expect(verdict.actions).toMatchObject([{ action: "forward", authentication: type }]);
      expect(assumptionsOf(verdict)).toContain("web client-authenticated");
    },
  );
});

describe("a forward action with weights", () => {
  const twoGroups = (open: number, shut: number, more: NetworkInput = {}) =>
    ruled([], more, {
      forward: [
        { targetGroup: "app", weight: open },
        { targetGroup: "shut", weight: shut },
      ],
    });

  it("gives each group its share, so that one that serves nobody costs its share", () => {
    const verdict = listen(twoGroups(1, 1));
    expect(verdict).toMatchObject({ verdict: "partial", service: "degraded" });
    expect(symptomsOf(verdict)).toEqual(["http-status 504 security-group-no-match some"]);
  });

  it("gives a group of weight 0 nothing, whatever is wrong with it", () => {
    const verdict = listen(twoGroups(1, 0));
    expect(verdict).toMatchObject({ verdict: "reachable", service: "serving" });
    expect(symptomsOf(verdict)).toEqual([]);
  });

  it("does not fail open for a group of weight 0 that has no healthy target", () => {
    const net = twoGroups(1, 0, {
      targetGroups: { shut: applicationGroup({ healthCheck: { port: 9001 } }) },
    });
    const verdict = listen(net);
    expect(verdict).toMatchObject({ verdict: "reachable", service: "serving" });
    expect(verdict.nodes.map((each) => each.isFailOpen)).toEqual([false, false]);
  });

  it("blames nobody for an empty group of weight 0", () => {
    const net = twoGroups(1, 0, { targetGroups: { shut: applicationGroup({ targets: [] }) } });
    expect(listen(net).blockers).toEqual([]);
  });

  it("costs an empty group's share: 503 for it", () => {
    const net = twoGroups(9, 1, { targetGroups: { shut: applicationGroup({ targets: [] }) } });
    expect(listen(net).verdict).toBe("partial");
    expect(symptomsOf(listen(net))).toEqual(["http-status 503 no-registered-target some"]);
  });

  it("of 0 for every group is a case that AWS does not describe", () => {
    const verdict = listen(twoGroups(0, 0));
    expect(verdict.verdict).toBe("unknown");
    expect(unknownsOf(verdict)).toContain("web target-groups-without-weight");
  });

  it("puts the states of all of its groups in the answer, by group where two have a target", () => {
    expect(Object.keys(listen(twoGroups(1, 0)).states)).toEqual(["app/i-a", "app/i-b", "shut/i-a", "shut/i-b"]);
  });
});

describe("a listener", () => {
  it("that is not there refuses clients, though group and ACL are open", () => {
    const open = {
      securityGroups: { "sg-lb": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "all")], egress: [to(ANYWHERE, "all")] } },
    };
    const verdict = listen(application({ more: open }), { port: 8443 });
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.blockers[0]).toMatchObject({ code: "no-listener", awsCode: "ELBV2_LISTENERS_MISMATCH" });
    expect(symptomsOf(verdict)).toEqual(["refused no-listener all"]);
  });

  it("takes TCP only: an Application Load Balancer has no question about a protocol", () => {
    expect(() => listen(application(), { protocol: "udp" })).toThrow(/protocol/);
  });

  it("is one of several, each with rules and target groups of its own", () => {
    const input = applicationInput({
      balancer: {
        listeners: [
          { port: 80, protocol: "HTTP", defaultActions: [{ type: "redirect" }] },
          { port: 443, protocol: "HTTPS", forward: "app" },
        ],
      },
      more: {
        securityGroups: {
          "sg-lb": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 443")], egress: [to("sg-app", "all")] },
        },
        ...instances(answering(200)),
      },
    });
    expect(listen(network(input)).verdict).toBe("unreachable");
    expect(listen(network(input), { port: 443 })).toMatchObject({ verdict: "reachable", service: "serving" });
  });
});
