/** "DescribeRules" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeRules.html */
import { failure, issue, type Network } from "@netsim/core";
import * as v from "valibot";
import { readRequest } from "../load-balancing/request.js";
import { done, refuse, type VerbResult } from "../verb.js";
import { findListener, listenersOf } from "./listener.js";
import { arnNotFound } from "./load-balancer.js";
import { defaultRuleAnswer, defaultRuleArn, type RuleAnswer, type RulesAnswer, ruleAnswer, rulesOf } from "./rule.js";

/** Either. */
export interface DescribeRulesRequest {
  readonly ListenerArn?: string | undefined;
  readonly RuleArns?: readonly string[] | undefined;
}

const schema: v.GenericSchema<unknown, DescribeRulesRequest> = v.strictObject({
  ListenerArn: v.optional(v.string()),
  RuleArns: v.optional(v.array(v.string())),
});

/** The rules of a listener in the order in which they are tried, the default one last. */
export function describeRules(network: Network, request: DescribeRulesRequest): VerbResult<RulesAnswer> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const { ListenerArn: owner, RuleArns: arns = [] } = read.value;
  if ((owner === undefined) === (arns.length === 0))
    return refuse("ValidationError", ["RuleArns"], "either ListenerArn or RuleArns", arns);
  if (owner === undefined) return describeByArn(network, arns);
  const found = findListener(network, owner, ["ListenerArn"]);
  if (!found.ok) return found;
  if (found.value.listener.rules === null)
    return failure([
      issue("not-collected", ["ListenerArn"], "a listener whose rules the network does not leave out", owner),
    ]);
  const rules = rulesOf(found.value).map((each) => ruleAnswer(network, each));
  return done(network, { Rules: [...rules, defaultRuleAnswer(network, found.value)] });
}

function describeByArn(network: Network, arns: readonly string[]): VerbResult<RulesAnswer> {
  const answers = new Map<string, RuleAnswer>();
  for (const listener of Object.values(network.loadBalancers).flatMap((each) => listenersOf(network, each))) {
    answers.set(defaultRuleArn(listener), defaultRuleAnswer(network, listener));
    for (const rule of rulesOf(listener)) answers.set(rule.ruleArn, ruleAnswer(network, rule));
  }
  const issues = arns.flatMap((arn, at) =>
    answers.has(arn) ? [] : [arnNotFound(arn, "listener-rule", ["RuleArns", at])],
  );
  if (issues.length > 0) return failure(issues);
  return done(network, { Rules: arns.flatMap((arn) => answers.get(arn) ?? []) });
}
