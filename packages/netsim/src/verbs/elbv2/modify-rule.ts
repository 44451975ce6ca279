/** "ModifyRule" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyRule.html */
import { failure, type Network, ok } from "@netsim/core";
import * as v from "valibot";
import { listOf, readRequest } from "../load-balancing/request.js";
import type { VerbResult } from "../verb.js";
import { type Action, actionSchema, actionsInput } from "./actions.js";
import { type Condition, conditionInput, conditionIssues, conditionSchema } from "./conditions.js";
import { actionIssues } from "./listener.js";
import { findRule, putRules, type RulesAnswer } from "./rule.js";

/** The request of "ModifyRule" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyRule.html */
export interface ModifyRuleRequest {
  readonly RuleArn: string;
  readonly Conditions?: readonly Condition[] | undefined;
  readonly Actions?: readonly Action[] | undefined;
}

const schema: v.GenericSchema<unknown, ModifyRuleRequest> = v.strictObject({
  RuleArn: v.string(),
  Conditions: v.optional(listOf(conditionSchema)),
  Actions: v.optional(listOf(actionSchema)),
});

/** What is left out stays as it is. `OperationNotPermitted` for a default rule: that is `modifyListener`'s. */
export function modifyRule(network: Network, request: ModifyRuleRequest): VerbResult<RulesAnswer> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const { RuleArn, Conditions, Actions } = read.value;
  const found = findRule(network, RuleArn, ["RuleArn"]);
  if (!found.ok) return found;
  const { rule, listener } = found.value;
  const actions = Actions ? actionsInput(network, Actions, ["Actions"]) : ok(rule.actions);
  const issues = [
    ...(Conditions ? conditionIssues(Conditions, ["Conditions"]) : []),
    ...(actions.ok
      ? actionIssues(network, found.value.balancer, listener.protocol, actions.value, ["Actions"])
      : actions.issues),
  ];
  if (issues.length > 0 || !actions.ok) return failure(issues);
  const conditions = Conditions ? Conditions.map(conditionInput) : rule.conditions;
  const changed = { ...rule, conditions, actions: actions.value, arn: RuleArn };
  const rules = (listener.rules ?? []).map((each) => (each === rule ? changed : each));
  return putRules(network, found.value, rules, [RuleArn]);
}
