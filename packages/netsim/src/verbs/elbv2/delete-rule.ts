/** "DeleteRule" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteRule.html */
import type { Network } from "@netsim/core";
import * as v from "valibot";
import { readRequest } from "../load-balancing/request.js";
import { done, type VerbResult } from "../verb.js";
import { findRule, putRules } from "./rule.js";

/** A request about one rule. */
export interface RuleRequest {
  readonly RuleArn: string;
}

const schema: v.GenericSchema<unknown, RuleRequest> = v.strictObject({ RuleArn: v.string() });

/** `OperationNotPermitted` for a default rule. */
export function deleteRule(network: Network, request: RuleRequest): VerbResult<Record<never, never>> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const found = findRule(network, read.value.RuleArn, ["RuleArn"]);
  if (!found.ok) return found;
  const { rule, listener } = found.value;
  const rules = (listener.rules ?? []).filter((each) => each !== rule);
  const deleted = putRules(network, found.value, rules, []);
  return deleted.ok ? done(deleted.value, {}) : deleted;
}
