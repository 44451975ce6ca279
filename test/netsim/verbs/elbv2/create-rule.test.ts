import { checkListener, editNetwork, elbv2, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import { done, refused } from "../support.ts";
import { arnOf, EMPTY, forward, LISTENER, nowhere, WITH_LISTENER } from "./support.ts";

const PATH: elbv2.Condition = { Field: "path-pattern", Values: ["/img/*"] };
const REQUEST: elbv2.CreateRuleRequest = {
  ListenerArn: LISTENER,
  Priority: 10,
  Conditions: [PATH],
  Actions: [forward("green")],
};

function ask(request: Partial<elbv2.CreateRuleRequest>, options = {}) {
  return (before: Network) => elbv2.createRule(before, { ...REQUEST, ...request }, options);
}

const made = done(ask({})(WITH_LISTENER));
const WITH_RULE = made.network;
const RULE = made.answer.Rules[0]?.RuleArn ?? "";
const second = done(
  ask({ Priority: 20, Conditions: [{ Field: "host-header", Values: ["api.example.com"] }] })(WITH_RULE),
);
const WITH_TWO = second.network;
const RULE_2 = second.answer.Rules[0]?.RuleArn ?? "";

const rulesOf = (before: Network): readonly elbv2.RuleAnswer[] =>
  done(elbv2.describeRules(before, { ListenerArn: LISTENER })).answer.Rules;
const DEFAULT = rulesOf(WITH_LISTENER)[0]?.RuleArn ?? "";

describe("create-rule", () => {
  it("answers with AWS's shape", () => {
    expect(made.answer).toEqual({
      Rules: [
        {
          RuleArn: expect.stringMatching(/:listener-rule\/app\/app\/[0-9a-f]{16}\/[0-9a-f]{16}\/[0-9a-f]{16}$/),
          Priority: "10",
          Conditions: [{ ...PATH, PathPatternConfig: { Values: ["/img/*"] } }],
          Actions: [
            {
              ...forward("green"),
              ForwardConfig: {
                TargetGroups: [{ TargetGroupArn: arnOf("green"), Weight: 1 }],
                TargetGroupStickinessConfig: { Enabled: false },
              },
            },
          ],
          IsDefault: false,
        },
      ],
    });
  });

  it("sends the requests that it is about to its target group", () => {
    const listener = WITH_RULE.loadBalancers.app?.listeners[0];
    expect(listener?.rules).toMatchObject([
      { priority: 10, conditions: [{ field: "path-pattern", values: ["/img/*"] }] },
    ]);
    const targets = (TargetGroupArn: string, Id: string) => (before: Network) =>
      done(elbv2.registerTargets(before, { TargetGroupArn, Targets: [{ Id }] })).network;
    const after = targets(arnOf("green"), "i-b")(targets(arnOf("blue"), "i-a")(WITH_RULE));
    const clients = checkListener(after, { loadBalancer: "app", port: 80, from: "internet" });
    expect(clients.verdict).toBe("reachable");
    expect(Object.keys(clients.states)).toEqual(["i-a", "i-b"]);
  });

  it("keeps every kind of condition, and prints it as AWS does", () => {
    const Conditions: elbv2.Condition[] = [
      { Field: "host-header", HostHeaderConfig: { Values: ["*.example.com"] } },
      { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "User-Agent", Values: ["curl*"] } },
      { Field: "http-request-method", HttpRequestMethodConfig: { Values: ["GET"] } },
      { Field: "query-string", QueryStringConfig: { Values: [{ Key: "v", Value: "1=1" }] } },
      { Field: "source-ip", SourceIpConfig: { Values: ["192.0.2.0/24"] } },
    ];
    const { answer } = done(ask({ Conditions })(WITH_LISTENER));
    expect(answer.Rules[0]?.Conditions).toEqual([
      { ...Conditions[0], Values: ["*.example.com"] },
      ...Conditions.slice(1),
    ]);
  });

  it("refuses a priority that is taken or is none", () => {
    refused(ask({}), WITH_RULE, "PriorityInUse at Priority");
    refused(ask({ Priority: 0 }), WITH_LISTENER, "ValidationError at Priority");
    refused(ask({ Priority: 50_001 }), WITH_LISTENER, "ValidationError at Priority");
  });

  it("refuses conditions that cannot be", () => {
    const refuses = (Conditions: elbv2.Condition[], ...reasons: string[]): void =>
      refused(ask({ Conditions }), WITH_LISTENER, ...reasons.map((each) => each.replace("@", "at Conditions")));
    refuses([], "ValidationError @");
    refuses([PATH, PATH], "ValidationError @.1.Field");
    refuses([{ Field: "path-pattern" }], "ValidationError @.0.PathPatternConfig");
    refuses([{ Field: "path-pattern", Values: [] }], "ValidationError @.0.Values");
    refuses([{ ...PATH, PathPatternConfig: { Values: ["/"] } }], "ValidationError @.0.PathPatternConfig");
    refuses([{ ...PATH, SourceIpConfig: { Values: ["10.0.0.0/8"] } }], "ValidationError @.0.SourceIpConfig");
    refuses([{ Field: "source-ip", Values: ["10.0.0.0/8"] }], "ValidationError @.0.Values");
    refuses([{ Field: "source-ip", SourceIpConfig: { Values: ["10.0.0.0/40"] } }], "ValidationError @.0.Values.0");
    refuses([{ Field: "path-pattern", Values: ["/1", "/2", "/3", "/4", "/5", "/6"] }], "ValidationError @");
    refuses(
      [{ Field: "query-string", QueryStringConfig: { Values: [{ Value: "a=b" }] } }],
      "unsupported-parameter @.0.QueryStringConfig.Values.0",
    );
  });

  it("refuses target groups that do not fit", () => {
    refused(ask({ Actions: [forward("tcp")] }), WITH_LISTENER, "IncompatibleProtocols at Actions");
    refused(ask({ Actions: [forward("grpc")] }), WITH_LISTENER, "InvalidConfigurationRequest at Actions");
    const lost = { Type: "forward" as const, TargetGroupArn: nowhere("targetgroup") };
    refused(ask({ Actions: [lost] }), WITH_LISTENER, "TargetGroupNotFound at Actions.0.TargetGroupArn");
    const other = done(
      elbv2.createListener(WITH_LISTENER, {
        LoadBalancerArn: arnOf("app2"),
        Protocol: "HTTP",
        Port: 80,
        DefaultActions: [forward("green")],
      }),
    ).network;
    refused(ask({}), other, "TargetGroupAssociationLimit at Actions");
  });

  it("refuses the listener of a Network Load Balancer, one that does not exist, and one whose rules are not known", () => {
    const DefaultActions = [forward("tcp")];
    const tcp = done(
      elbv2.createListener(EMPTY, { LoadBalancerArn: arnOf("net"), Protocol: "TCP", Port: 80, DefaultActions }),
    );
    const ListenerArn = tcp.answer.Listeners[0]?.ListenerArn ?? "";
    refused(ask({ ListenerArn }), tcp.network, "InvalidConfigurationRequest at ListenerArn");
    refused(ask({}), EMPTY, "ListenerNotFound at ListenerArn");
    const unknown = editNetwork(WITH_LISTENER, (draft) => {
      const listener = draft.loadBalancers.app?.listeners[0];
      if (listener) listener.rules = null;
    });
    refused(ask({}), unknown, "not-collected at ListenerArn");
    refused(
      (before) => elbv2.describeRules(before, { ListenerArn: LISTENER }),
      unknown,
      "not-collected at ListenerArn",
    );
  });

  it("counts the rules of the load balancer", () => {
    refused(ask({ Priority: 11 }, { quotas: { rulesPerLoadBalancer: 1 } }), WITH_RULE, "TooManyRules at ListenerArn");
  });
});

describe("modify-rule", () => {
  const modify =
    (request: Omit<elbv2.ModifyRuleRequest, "RuleArn">, RuleArn = RULE) =>
    (before: Network) =>
      elbv2.modifyRule(before, { RuleArn, ...request });

  it("changes what is given and keeps the rest", () => {
    const { network, answer } = done(modify({ Actions: [forward("blue")] })(WITH_TWO));
    expect(answer.Rules).toMatchObject([{ RuleArn: RULE, Priority: "10", Actions: [forward("blue")] }]);
    expect(done(modify({ Actions: [forward("green")] })(network)).network).toEqual(WITH_TWO);
    const Conditions: elbv2.Condition[] = [{ Field: "path-pattern", Values: ["/api"] }];
    expect(done(modify({ Conditions })(WITH_TWO)).answer.Rules[0]).toMatchObject({ Conditions });
  });

  it("refuses the default rule, one that does not exist, and what a new rule could not have", () => {
    refused(modify({ Actions: [forward("blue")] }, DEFAULT), WITH_RULE, "OperationNotPermitted at RuleArn");
    refused(modify({}, nowhere("listener-rule")), WITH_RULE, "RuleNotFound at RuleArn");
    refused(modify({ Actions: [forward("tcp")] }), WITH_RULE, "IncompatibleProtocols at Actions");
    refused(modify({ Conditions: [PATH, PATH] }), WITH_RULE, "ValidationError at Conditions.1.Field");
  });
});

describe("delete-rule", () => {
  const remove = (RuleArn: string) => (before: Network) => elbv2.deleteRule(before, { RuleArn });

  it("takes back what create-rule did", () => {
    const { network, answer } = done(remove(RULE)(WITH_RULE));
    expect(answer).toEqual({});
    expect(network).toEqual(WITH_LISTENER);
  });

  it("refuses the default rule, and one that does not exist", () => {
    refused(remove(DEFAULT), WITH_RULE, "OperationNotPermitted at RuleArn");
    refused(remove(RULE), WITH_LISTENER, "RuleNotFound at RuleArn");
    refused(remove(LISTENER), WITH_RULE, "ValidationError at RuleArn");
  });
});

describe("set-rule-priorities", () => {
  const set =
    (...priorities: [string, number][]) =>
    (before: Network) =>
      elbv2.setRulePriorities(before, {
        RulePriorities: priorities.map(([RuleArn, Priority]) => ({ RuleArn, Priority })),
      });

  it("lets rules change places, and keeps their ARNs", () => {
    const { network, answer } = done(set([RULE, 20], [RULE_2, 10])(WITH_TWO));
    expect(answer.Rules.map((each) => [each.RuleArn, each.Priority])).toEqual([
      [RULE_2, "10"],
      [RULE, "20"],
    ]);
    expect(rulesOf(network).map((each) => each.RuleArn)).toEqual([RULE_2, RULE, DEFAULT]);
    expect(done(set([RULE, 10], [RULE_2, 20])(network)).network).toEqual(WITH_TWO);
  });

  it("refuses a priority that another rule keeps or gets", () => {
    refused(set([RULE, 20]), WITH_TWO, "PriorityInUse at RulePriorities.0.Priority");
    refused(set([RULE, 5], [RULE_2, 5]), WITH_TWO, "PriorityInUse at RulePriorities.1.Priority");
    refused(set([RULE, 0]), WITH_TWO, "ValidationError at Priority");
  });

  it("refuses the default rule, rules that do not exist, and rules of two listeners", () => {
    refused(set([DEFAULT, 1]), WITH_TWO, "OperationNotPermitted at RulePriorities.0.RuleArn");
    refused(set([nowhere("listener-rule"), 1]), WITH_TWO, "RuleNotFound at RulePriorities.0.RuleArn");
    const more = done(
      elbv2.createListener(WITH_TWO, {
        LoadBalancerArn: arnOf("app"),
        Protocol: "HTTP",
        Port: 81,
        DefaultActions: [forward("blue")],
      }),
    );
    const ListenerArn = more.answer.Listeners[0]?.ListenerArn ?? "";
    const other = done(elbv2.createRule(more.network, { ...REQUEST, ListenerArn }));
    const stranger = other.answer.Rules[0]?.RuleArn ?? "";
    refused(set([RULE, 1], [stranger, 2]), other.network, "ValidationError at RulePriorities.1.RuleArn");
  });
});

describe("describe-rules", () => {
  it("has the rules in the order in which they are tried, the default one last", () => {
    expect(rulesOf(WITH_TWO).map(({ Priority, IsDefault }) => [Priority, IsDefault])).toEqual([
      ["10", false],
      ["20", false],
      ["default", true],
    ]);
    expect(rulesOf(WITH_TWO).at(-1)).toMatchObject({ Conditions: [], Actions: [forward("blue")] });
  });

  it("finds rules by ARN, the default one too, and refuses what is none", () => {
    const ask =
      (...RuleArns: string[]) =>
      (before: Network) =>
        elbv2.describeRules(before, { RuleArns });
    expect(done(ask(RULE_2, DEFAULT)(WITH_TWO)).answer.Rules.map((each) => each.Priority)).toEqual(["20", "default"]);
    refused(ask(RULE, RULE_2), WITH_RULE, "RuleNotFound at RuleArns.1");
    refused(ask(), WITH_RULE, "ValidationError at RuleArns");
    refused(
      (before) => elbv2.describeRules(before, { ListenerArn: LISTENER }),
      EMPTY,
      "ListenerNotFound at ListenerArn",
    );
  });
});
