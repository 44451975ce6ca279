/** "CreateRule" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html */
import { failure, type Issue, issue, type Network } from "@netsim/core";
import * as v from "valibot";
import { type QuotaOptions, quota, quotaOptions } from "../load-balancing/quotas.js";
import { listOf, optionIssues, readRequest } from "../load-balancing/request.js";
import type { VerbResult } from "../verb.js";
import { type Action, actionSchema, actionsInput } from "./actions.js";
import { type Condition, conditionInput, conditionIssues, conditionSchema } from "./conditions.js";
import { actionIssues, type FoundListener, findListener } from "./listener.js";
import { newRuleArn, putRules, type RulesAnswer } from "./rule.js";

/** The request of "CreateRule" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html */
export interface CreateRuleRequest {
  readonly ListenerArn: string;
  readonly Conditions: readonly Condition[];
  /** 1-50000. */
  readonly Priority: number;
  readonly Actions: readonly Action[];
}

const schema: v.GenericSchema<unknown, CreateRuleRequest> = v.strictObject({
  ListenerArn: v.string(),
  Conditions: listOf(conditionSchema),
  Priority: v.number(),
  Actions: listOf(actionSchema),
});

/** For a listener of an Application Load Balancer; `PriorityInUse` for a priority that one of its rules has. */
export function createRule(
  network: Network,
  request: CreateRuleRequest,
  options: QuotaOptions = {},
): VerbResult<RulesAnswer> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const { ListenerArn, Conditions, Priority: priority, Actions } = read.value;
  const found = findListener(network, ListenerArn, ["ListenerArn"]);
  if (!found.ok) return found;
  const { listener } = found.value;
  const actions = actionsInput(network, Actions, ["Actions"]);
  const issues = [
    ...optionIssues(quotaOptions, options),
    ...placeIssues(found.value, options),
    ...conditionIssues(Conditions, ["Conditions"]),
    ...(actions.ok
      ? actionIssues(network, found.value.balancer, listener.protocol, actions.value, ["Actions"])
      : actions.issues),
  ];
  if (issues.length > 0 || !actions.ok) return failure(issues);
  const arn = newRuleArn(found.value, priority);
  const rule = { priority, conditions: Conditions.map(conditionInput), actions: actions.value, arn };
  return putRules(network, found.value, [...(listener.rules ?? []), rule], [arn]);
}

function placeIssues({ balancer, listener, arn }: FoundListener, options: QuotaOptions): readonly Issue[] {
  const path = ["ListenerArn"];
  if (balancer.type !== "application") {
    const expected = "a listener of an Application Load Balancer";
    return [issue("InvalidConfigurationRequest", path, expected, `${balancer.id}, of type ${balancer.type}`)];
  }
  if (listener.rules === null)
    return [issue("not-collected", path, "a listener whose rules the network does not leave out", arn)];
  const most = quota("rulesPerLoadBalancer", options);
  const present = balancer.listeners.flatMap((each) => each.rules ?? []).length;
  return present < most ? [] : [issue("TooManyRules", path, `at most ${most} rules`, present + 1)];
}
