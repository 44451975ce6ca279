/** What the verbs of rules share: ARNs, finding one, putting them into their listener. */
import {
  failure,
  type Issue,
  issue,
  type ListenerRule,
  type ListenerRuleInput,
  type LoadBalancer,
  type Network,
  ok,
  type Path,
  type Result,
} from "@netsim/core";
import type { VerbResult } from "../verb.js";
import { type Action, actionsAnswer } from "./actions.js";
import { type Condition, conditionAnswer } from "./conditions.js";
import { type FoundListener, freeArn, listenersOf, targetGroupIssues } from "./listener.js";
import { arnNotFound, withLoadBalancer } from "./load-balancer.js";

/** "Rule" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Rule.html */
export interface RuleAnswer {
  readonly RuleArn: string;
  /** A number as a string, or `default`. */
  readonly Priority: string;
  readonly Conditions: readonly Condition[];
  readonly Actions: readonly Action[];
  readonly IsDefault: boolean;
}

/** The answer of the verbs that make, change and describe rules. */
export interface RulesAnswer {
  readonly Rules: readonly RuleAnswer[];
}

/** A rule and where it is. */
export interface FoundRule extends FoundListener {
  readonly rule: ListenerRule;
  readonly ruleArn: string;
}

function ruleBase({ arn }: FoundListener): string {
  return arn.replace(":listener/", ":listener-rule/");
}

export function defaultRuleArn(found: FoundListener): string {
  return freeArn(ruleBase(found), "default", new Set());
}

/** The rules of a listener but the default one, with their ARNs: those that they were given, or made of their priorities. */
export function rulesOf(found: FoundListener): readonly FoundRule[] {
  const rules = found.listener.rules ?? [];
  const taken = new Set([defaultRuleArn(found), ...rules.flatMap((rule) => rule.arn ?? [])]);
  return rules.map((rule) => {
    const ruleArn = rule.arn ?? freeArn(ruleBase(found), String(rule.priority), taken);
    taken.add(ruleArn);
    return { ...found, rule, ruleArn };
  });
}

/** The ARN of a rule that is to be created. */
export function newRuleArn(found: FoundListener, priority: number): string {
  const taken = new Set([defaultRuleArn(found), ...rulesOf(found).map((each) => each.ruleArn)]);
  return freeArn(ruleBase(found), String(priority), taken);
}

/** `OperationNotPermitted` for the default rule, which belongs to its listener; `RuleNotFound`. */
export function findRule(network: Network, arn: string, path: Path): Result<FoundRule> {
  for (const balancer of Object.values(network.loadBalancers)) {
    for (const found of listenersOf(network, balancer)) {
      const rule = rulesOf(found).find((each) => each.ruleArn === arn);
      if (rule) return ok(rule);
      if (defaultRuleArn(found) === arn)
        return failure([issue("OperationNotPermitted", path, "the ARN of a rule other than the default one", arn)]);
    }
  }
  return failure([arnNotFound(arn, "listener-rule", path)]);
}

export function ruleAnswer(network: Network, { rule, ruleArn }: FoundRule): RuleAnswer {
  return {
    RuleArn: ruleArn,
    Priority: String(rule.priority),
    Conditions: rule.conditions.map(conditionAnswer),
    Actions: actionsAnswer(network, rule.actions),
    IsDefault: false,
  };
}

export function defaultRuleAnswer(network: Network, found: FoundListener): RuleAnswer {
  return {
    RuleArn: defaultRuleArn(found),
    Priority: "default",
    Conditions: [],
    Actions: actionsAnswer(network, found.listener.defaultActions),
    IsDefault: true,
  };
}

const KEYS: Readonly<Record<string, string>> = {
  priority: "Priority",
  conditions: "Conditions",
  values: "Values",
  httpHeaderName: "HttpHeaderName",
  actions: "Actions",
};

/** `listeners[0].rules[1].actions` in the model is `Actions` in the request. */
function rulePath(path: Path): Path {
  const [first, , second, , ...rest] = path;
  if (first !== "listeners" || second !== "rules") return path;
  return rest.map((key) => KEYS[key] ?? key);
}

/** The listener with these rules; the answer has those of the ARNs. */
export function putRules(
  network: Network,
  { balancer, at }: FoundListener,
  rules: readonly ListenerRuleInput[],
  arns: readonly string[],
): VerbResult<RulesAnswer> {
  const listeners = balancer.listeners.map((each, index) => (index === at ? { ...each, rules } : each));
  const put = withLoadBalancer(
    network,
    { ...balancer, listeners },
    (after, changed) => {
      const found = listenersOf(changed, after)[at];
      const made = found ? rulesOf(found).filter((each) => arns.includes(each.ruleArn)) : [];
      return { Rules: made.map((each) => ruleAnswer(changed, each)) };
    },
    rulePath,
  );
  if (!put.ok) return put;
  const after = (put.value.loadBalancers[balancer.id] as LoadBalancer).listeners[at];
  const unfit: readonly Issue[] = after ? targetGroupIssues(network, balancer, after, ["Actions"]) : [];
  return unfit.length > 0 ? failure(unfit) : put;
}
