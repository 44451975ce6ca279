import { describe, expect, it } from "vitest";
import { type Answers, imported, type Json, messages, missing, notes } from "../documents.ts";
import {
  defaultRule,
  elbv2,
  forward,
  LB,
  LISTENER,
  listener,
  loadBalancer,
  NLB,
  networkLoadBalancer,
  RULE,
  rule,
  TG,
  targetGroup,
} from "../elbv2-documents.ts";

const listeners = (input: Answers | Json[], id = "web"): Json =>
  imported(input as Json).network.loadBalancers[id]?.listeners;
const actions = (...DefaultActions: Json[]): Json =>
  listeners(
    elbv2({ Listeners: [listener({ DefaultActions })], Rules: [{ ...defaultRule, Actions: DefaultActions }] }),
  )[0].defaultActions;
const rules = (...Rules: Json[]): Json => listeners(elbv2({ Rules: [defaultRule, ...Rules] }))[0].rules;
const toGroup = { type: "forward", targetGroups: [{ targetGroup: "app-8080", weight: 1 }] };

describe("the default actions of a listener", () => {
  // "Action" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html
  it.each<[Json, Json]>([
    [forward, toGroup],
    [
      { Type: "forward", ForwardConfig: { TargetGroups: [{ TargetGroupArn: TG, Weight: 7 }] } },
      { type: "forward", targetGroups: [{ targetGroup: "app-8080", weight: 7 }] },
    ],
    [
      {
        ...forward,
        ForwardConfig: { TargetGroups: [{ TargetGroupArn: TG }], TargetGroupStickinessConfig: { Enabled: false } },
      },
      toGroup,
    ],
    [
      { Type: "redirect", RedirectConfig: { Protocol: "HTTPS", StatusCode: "HTTP_301" } },
      { type: "redirect", statusCode: 301 },
    ],
    [
      { Type: "fixed-response", FixedResponseConfig: { StatusCode: "404" } },
      { type: "fixed-response", statusCode: 404 },
    ],
  ])("%j", (action, expected) => {
    expect(actions(action)).toEqual([expected]);
  });

  it("are in the order that AWS takes them in", () => {
    expect(actions({ ...forward, Order: 2 }, { Type: "authenticate-oidc", Order: 1 })).toEqual([
      { type: "authenticate-oidc" },
      toGroup,
    ]);
  });

  it("that are not modelled leave the listener out, by name", () => {
    const input = elbv2({ Listeners: [listener({ DefaultActions: [{ Type: "teleport" }] })] });
    expect(listeners(input)).toEqual([]);
    expect(missing(input)).toEqual([
      {
        collection: "listeners",
        id: "web",
        reason: "not-modelled",
        detail: "its listener on port 80 has the action teleport",
      },
    ]);
    expect(notes(input)).toEqual([
      "not-modelled: the listeners of web are not all known: its listener on port 80 has the action teleport, which is not modelled",
    ]);
  });
});

describe("listeners", () => {
  it("are those that name the load balancer, by port", () => {
    const Listeners = [
      listener({ ListenerArn: `${LISTENER}b`, Port: 8443, Protocol: "HTTPS" }),
      listener(),
      listener({ ListenerArn: "arn:edge", LoadBalancerArn: NLB, Protocol: "TCP" }),
    ];
    const input = elbv2({
      LoadBalancers: [loadBalancer(), networkLoadBalancer()],
      Listeners,
      TargetGroups: [targetGroup(), targetGroup({ TargetGroupArn: `${TG}b`, TargetGroupName: "b", Protocol: "TCP" })],
    });
    Listeners[2].DefaultActions = [{ ...forward, TargetGroupArn: `${TG}b` }];
    expect(listeners(input).map((each: Json) => each.port)).toEqual([80, 8443]);
    expect(listeners(input, "edge")).toMatchObject([{ port: 80, protocol: "TCP", rules: [] }]);
  });

  const bare = { ...elbv2(), Listeners: undefined };

  it.each<[string, Json]>([
    ["with the ARN of the load balancer beside them", { LoadBalancerArn: LB, Listeners: [listener()] }],
    ["in a list of such answers", { Listeners: [{ LoadBalancerArn: LB, Listeners: [listener()] }] }],
    [
      "under the name that other collectors use",
      { LoadBalancerListeners: [{ LoadBalancerArn: LB, Listeners: [listener()] }] },
    ],
    ["under that name, flat", { LoadBalancerListeners: [listener()] }],
    ["wrapped in anything", { run: { listeners: { Listeners: [listener()] } } }],
  ])("%s are read", (_, json) => {
    const input = [
      { file: "all.json", json: bare },
      { file: "x.json", json },
    ];
    expect(listeners(input)).toMatchObject([{ port: 80, origin: { file: "x.json" } }]);
    expect(notes(input)).toEqual([]);
  });

  it("in the load balancer itself are read, with their rules", () => {
    const Rules = [defaultRule, rule()];
    const LoadBalancers = [loadBalancer({ Listeners: [listener({ Rules })] })];
    expect(listeners({ ...bare, Rules: [], LoadBalancers })).toMatchObject([
      {
        rules: [{ priority: 10, origin: { file: "all.json", pointer: "/LoadBalancers/0/Listeners/0/Rules/1" } }],
        origin: { file: "all.json", pointer: "/LoadBalancers/0/Listeners/0" },
      },
    ]);
  });

  it("that there are none of are those of the load balancer that the file is named after", () => {
    const file = `elbv2-describe-listeners/${encodeURIComponent(LB)}`;
    const input = [
      { file: "all.json", json: bare },
      { file, json: { Listeners: [] } },
    ];
    expect(listeners(input)).toEqual([]);
    expect(missing(input)).toEqual([]);
  });

  it("of a load balancer that is not described name it", () => {
    const input = elbv2({ Listeners: [listener(), listener({ ListenerArn: "arn:l", LoadBalancerArn: NLB })] });
    expect(missing(input)).toEqual([
      { collection: "loadBalancers", id: NLB, reason: "not-described", detail: "a list of listeners refers to it" },
    ]);
  });

  it("of other services are let be", () => {
    const json = {
      Listeners: [{ ListenerArn: "arn:accelerator", PortRanges: [], Protocol: "TCP" }],
      Rules: [{ Name: "nightly", Arn: "arn:rule" }],
    };
    const input = [
      { file: "all.json", json: elbv2() },
      { file: "x.json", json },
    ];
    expect(imported(input).notes.map((each) => each.code)).toEqual(["unrecognised-file"]);
  });

  it("that ask clients for certificates have a note", () => {
    const Listeners = [listener({ Protocol: "HTTPS", MutualAuthentication: { Mode: "verify" } })];
    expect(notes(elbv2({ Listeners }))).toEqual([
      `not-modelled: ${LISTENER} asks clients for certificates, which is not modelled: clients are taken to have one`,
    ]);
    expect(notes(elbv2({ Listeners: [listener({ MutualAuthentication: { Mode: "off" } })] }))).toEqual([]);
  });

  it.each<[Json, string]>([
    [{ Port: "80" }, 'Listeners[0].Port: expected a number, found "80"'],
    [{ Port: 0 }, "Listeners[0].Port: expected a port 1-65535, found 0"],
    [{ Protocol: "UDP" }, 'Listeners[0].Protocol: expected one of HTTP, HTTPS, found "UDP"'],
    [{ DefaultActions: [{}] }, "Listeners[0].DefaultActions[0].Type: expected a value, found nothing"],
    [{ DefaultActions: [{ Type: "forward" }] }, "Listeners[0]: expected one to five target groups, found 0"],
    [
      { DefaultActions: [{ Type: "redirect", RedirectConfig: { StatusCode: "HTTP_307" } }] },
      "Listeners[0]: expected 301 or 302, found 307",
    ],
  ])("%j is refused, with the place", (more, message) => {
    expect(messages(elbv2({ Listeners: [listener(more)] }))).toContain(`all.json: ${message}`);
  });

  it("that are none are refused, with the place", () => {
    expect(messages([{ file: "x.json", json: { LoadBalancerArn: LB, Listeners: "no" } }])).toEqual([
      'x.json: Listeners: expected an array, found "no"',
    ]);
    expect(messages([{ file: "x.json", json: { Listeners: [{ LoadBalancerArn: LB, Listeners: [] }, 7] } }])).toEqual([
      "x.json: Listeners[1]: expected an object with LoadBalancerArn and Listeners, found 7",
    ]);
  });
});

describe("the rules of a listener", () => {
  it("are those whose ARN has the listener's, by priority and without the default one", () => {
    const late = rule({ RuleArn: `${RULE}b`, Priority: "200" });
    const other = rule({ RuleArn: RULE.replace("f2f7dc8efc522ab2", "a2f7dc8efc522ab2") });
    expect(rules(late, rule(), other)).toEqual([
      {
        priority: 10,
        conditions: [{ field: "path-pattern", values: ["/api/*"] }],
        actions: [toGroup],
        arn: RULE,
        origin: { file: "all.json", pointer: "/Rules/2" },
      },
      expect.objectContaining({ priority: 200, arn: `${RULE}b` }),
    ]);
  });

  it.each<[string, Json]>([
    ["with the ARN of the listener beside them", { ListenerArn: LISTENER, Rules: [defaultRule, rule()] }],
    ["in a list of such answers", { Rules: [{ ListenerArn: LISTENER, Rules: [defaultRule, rule()] }] }],
  ])("%s are read", (_, json) => {
    const input = [
      { file: "all.json", json: { ...elbv2(), Rules: undefined } },
      { file: "x.json", json },
    ];
    expect(listeners(input)[0].rules).toMatchObject([{ priority: 10 }]);
  });

  it("are not known where they were not collected, with a note; a Network Load Balancer has none", () => {
    const input = { ...elbv2(), Rules: undefined };
    expect(listeners(input)[0].rules).toBeNull();
    expect(notes(input)).toEqual([
      `rules-not-collected: the rules of web's listener ${LISTENER} were not collected: aws elbv2 describe-rules prints them`,
    ]);
    const edge = elbv2({
      LoadBalancers: [networkLoadBalancer()],
      Listeners: [listener({ LoadBalancerArn: NLB, Protocol: "TCP" })],
      TargetGroups: [targetGroup({ Protocol: "TCP" })],
      Rules: [],
    });
    expect(listeners(edge, "edge")[0].rules).toEqual([]);
  });

  it("of a Network Load Balancer, where it has some, are not modelled and not known", () => {
    const input = elbv2({
      LoadBalancers: [networkLoadBalancer()],
      Listeners: [listener({ LoadBalancerArn: NLB, Protocol: "TCP" })],
      TargetGroups: [targetGroup({ Protocol: "TCP" })],
      Rules: [defaultRule, rule()],
    });
    expect(listeners(input, "edge")[0].rules).toBeNull();
    expect(notes(input, "not-modelled")).toEqual([
      `${LISTENER} has rules, which are not modelled for a network load balancer`,
    ]);
  });

  it("are not known where a page was cut short", () => {
    const input = [
      { file: "all.json", json: { ...elbv2(), Rules: undefined } },
      { file: "x.json", json: { Rules: [defaultRule, rule()], NextMarker: "more" } },
    ];
    expect(listeners(input)[0].rules).toBeNull();
    expect(notes(input, "page-cut-short")).toHaveLength(1);
  });

  // "RuleCondition" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html
  it.each<[Json, Json]>([
    [
      { Field: "host-header", HostHeaderConfig: { Values: ["a.example"] } },
      { field: "host-header", values: ["a.example"] },
    ],
    [
      { Field: "path-pattern", Values: ["/a"] },
      { field: "path-pattern", values: ["/a"] },
    ],
    [
      { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "User-Agent", Values: ["*x*"] } },
      { field: "http-header", values: ["*x*"], httpHeaderName: "User-Agent" },
    ],
    [
      { Field: "http-request-method", HttpRequestMethodConfig: { Values: ["GET"] } },
      { field: "http-request-method", values: ["GET"] },
    ],
    [
      { Field: "source-ip", SourceIpConfig: { Values: ["10.0.0.0/8"] } },
      { field: "source-ip", values: ["10.0.0.0/8"] },
    ],
    [
      { Field: "query-string", QueryStringConfig: { Values: [{ Key: "v", Value: "1" }, { Value: "beta" }] } },
      { field: "query-string", values: ["v=1", "beta"] },
    ],
  ])("%j", (condition, expected) => {
    expect(rules(rule({ Conditions: [condition] }))[0].conditions).toEqual([expected]);
  });

  it.each<[Json, string]>([
    [{ Conditions: [{ Field: "moon-phase", Values: ["full"] }] }, "the condition moon-phase"],
    [
      { Conditions: [{ Field: "path-pattern", PathPatternConfig: { RegexValues: ["^/a$"] } }] },
      "a condition with regular expressions",
    ],
    [{ Actions: [{ Type: "teleport" }] }, "the action teleport"],
  ])("are not known where one has %j, with a note", (more, what) => {
    const input = elbv2({ Rules: [defaultRule, rule(more)] });
    expect(listeners(input)[0].rules).toBeNull();
    expect(notes(input)).toEqual([
      `not-modelled: ${RULE} has ${what}, which is not modelled: the rules of its listener are not known`,
    ]);
  });

  it("that rewrite requests have a note", () => {
    const input = elbv2({ Rules: [rule({ Transforms: [{ Type: "url-rewrite" }] })] });
    expect(listeners(input)[0].rules).toHaveLength(1);
    expect(notes(input)).toEqual([
      `not-modelled: ${RULE} rewrites requests, which is not modelled: it only decides where they go`,
    ]);
  });

  it("for source addresses may have blocks with host bits, which are taken for the blocks around them", () => {
    const Conditions = [{ Field: "source-ip", SourceIpConfig: { Values: ["10.0.0.1/8"] } }];
    expect(rules(rule({ Conditions }))[0].conditions).toEqual([{ field: "source-ip", values: ["10.0.0.0/8"] }]);
    expect(notes(elbv2({ Rules: [defaultRule, rule({ Conditions })] }))).toEqual([
      `host-bits: a rule of ${RULE} has a block with host bits, 10.0.0.1/8, which was taken for 10.0.0.0/8`,
    ]);
  });

  it("name target groups that are not described", () => {
    const input = elbv2({ Rules: [rule({ Actions: [{ ...forward, TargetGroupArn: `${TG}x` }] })] });
    expect(missing(input)).toEqual([
      { collection: "targetGroups", id: `${TG}x`, reason: "not-described", detail: "web refers to it" },
    ]);
  });

  it.each<[Json, string]>([
    [{ Priority: 10 }, "Rules[1].Priority: expected a string, found 10"],
    [{ Priority: "first" }, 'Rules[1]: expected a whole number as a string, or "default", as Priority, found "first"'],
    [{ Priority: "50001" }, "Rules[1]: expected a whole number 1-50000, found 50001"],
    [{ Conditions: [{ Field: "host-header", Values: [] }] }, "Rules[1]: expected at least one value, found []"],
    [
      { Conditions: [{ Field: "source-ip", SourceIpConfig: { Values: ["10.0.0.0/33"] } }] },
      'Rules[1].Conditions[0].SourceIpConfig.Values[0]: expected a CIDR block such as 10.0.0.0/16 or 2001:db8::/32, found "10.0.0.0/33"',
    ],
  ])("%j is refused, with the place", (more, message) => {
    expect(messages(elbv2({ Rules: [defaultRule, rule(more)] }))).toContain(`all.json: ${message}`);
  });
});
