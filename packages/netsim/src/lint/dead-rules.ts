/** Rules that have nothing left to decide: the rules before them match all that they match. */
import { coverOf, type FilterAction, type RuleSet } from "@netsim/core";
import { type FilterRule, isOwn } from "./rule-lists.js";

export interface DeadRule {
  readonly rule: FilterRule;
  /** The rules before it that cover it. */
  readonly by: readonly FilterRule[];
}

const known = new WeakMap<RuleSet<FilterAction>, readonly DeadRule[]>();

/** In the order of the rules. Taking all of them away changes the deciding rule of no packet. */
export function deadRules(ruleSet: RuleSet<FilterAction>): readonly DeadRule[] {
  let dead = known.get(ruleSet);
  if (!dead) {
    dead = findDead(ruleSet);
    known.set(ruleSet, dead);
  }
  return dead;
}

function findDead({ rules }: RuleSet<FilterAction>): readonly DeadRule[] {
  const live: FilterRule[] = [];
  const dead: DeadRule[] = [];
  for (const rule of rules) {
    // Those that are dead themselves cover nothing that is not covered without them.
    const by = isOwn(rule) ? coverOf(rule, live.filter(knowsMoreThan(rule))) : null;
    if (by) dead.push({ rule, by });
    else live.push(rule);
  }
  return dead;
}

/** Nothing is known of the addresses of a prefix list that is not in the network, but that they are the same each time. */
export function knowsMoreThan(rule: FilterRule): (other: FilterRule) => boolean {
  return (other) => other.action !== "unknown" || (listOf(other) !== undefined && listOf(other) === listOf(rule));
}

function listOf({ ref }: FilterRule): string | undefined {
  return ref.kind === "security-group-rule" && "prefixListId" in ref.rule.peer ? ref.rule.peer.prefixListId : undefined;
}

/** The rules that decide something, in their order. */
export function liveRules(ruleSet: RuleSet<FilterAction>): readonly FilterRule[] {
  const dead = new Set(deadRules(ruleSet).map((each) => each.rule));
  return dead.size === 0 ? ruleSet.rules : ruleSet.rules.filter((rule) => !dead.has(rule));
}
