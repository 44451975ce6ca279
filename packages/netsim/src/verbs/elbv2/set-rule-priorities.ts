/** "SetRulePriorities" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetRulePriorities.html */
import { failure, type Issue, issue, type ListenerRule, type Network } from "@netsim/core";
import * as v from "valibot";
import { listOf, readRequest } from "../load-balancing/request.js";
import { refuse, type VerbResult } from "../verb.js";
import { findRule, putRules, type RulesAnswer } from "./rule.js";

/** The request of "SetRulePriorities" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetRulePriorities.html */
export interface SetRulePrioritiesRequest {
  /** Rules of one listener. */
  readonly RulePriorities: readonly { readonly RuleArn: string; readonly Priority: number }[];
}

const schema: v.GenericSchema<unknown, SetRulePrioritiesRequest> = v.strictObject({
  RulePriorities: listOf(v.strictObject({ RuleArn: v.string(), Priority: v.number() })),
});

/** At once, so that rules can change places. `PriorityInUse` for a priority that another rule keeps or gets. */
export function setRulePriorities(network: Network, request: SetRulePrioritiesRequest): VerbResult<RulesAnswer> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const asked = read.value.RulePriorities;
  const found = asked.map(({ RuleArn }, at) => findRule(network, RuleArn, ["RulePriorities", at, "RuleArn"]));
  const issues: Issue[] = found.flatMap((each) => (each.ok ? [] : each.issues));
  if (issues.length > 0) return failure(issues);
  const rules = found.flatMap((each) => (each.ok ? [each.value] : []));
  const [first] = rules;
  if (!first) return failure(issues);
  const stranger = rules.findIndex((each) => each.arn !== first.arn);
  if (stranger >= 0)
    return refuse("ValidationError", ["RulePriorities", stranger, "RuleArn"], "rules of one listener", asked[stranger]);
  const changed = new Map<ListenerRule, { readonly priority: number; readonly arn: string }>();
  for (const [at, { rule, ruleArn }] of rules.entries())
    changed.set(rule, { priority: asked[at]?.Priority ?? rule.priority, arn: ruleArn });
  const all = first.listener.rules ?? [];
  for (const [at, { Priority: priority }] of asked.entries()) {
    const isKept = all.some((rule) => !changed.has(rule) && rule.priority === priority);
    const isTaken = asked.findIndex((each) => each.Priority === priority) < at;
    if (isKept || isTaken)
      issues.push(
        issue("PriorityInUse", ["RulePriorities", at, "Priority"], "a priority that no other rule has", priority),
      );
  }
  if (issues.length > 0) return failure(issues);
  return putRules(
    network,
    first,
    all.map((rule) => ({ ...rule, ...changed.get(rule) })),
    rules.map((each) => each.ruleArn),
  );
}
