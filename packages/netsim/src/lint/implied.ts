/**
 * Group rules that others of the group imply: everything that they allow is allowed without them.
 * "Security group rules" https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
import { coverOf, type Network, type PacketSet } from "@netsim/core";
import { headersOf } from "../path/header.js";
import type { Check } from "./check.js";
import { knowsMoreThan, liveRules } from "./dead-rules.js";
import { possiblePackets } from "./member-addresses.js";
import { aboutGroup, type FilterRule, type GroupRules, groupRuleLists, refsOf } from "./rule-lists.js";

interface Implied {
  readonly rule: FilterRule;
  /** What it can match, where that is less than what it says. */
  readonly packets?: PacketSet | undefined;
  readonly by: readonly FilterRule[];
}

/** Taking all of them away, and those that never decide, takes nothing from what the group allows. */
function impliedRules(network: Network, { ruleSet }: GroupRules): readonly Implied[] {
  const implied: Implied[] = [];
  const remaining = new Set(liveRules(ruleSet));
  for (const rule of [...remaining]) {
    remaining.delete(rule);
    const found = implication(network, rule, [...remaining].filter(knowsMoreThan(rule)));
    if (found) implied.push(found);
    else remaining.add(rule);
  }
  return implied;
}

function implication(network: Network, rule: FilterRule, others: readonly FilterRule[]): Implied | undefined {
  const always = coverOf(rule, others);
  if (always) return { rule, by: always };
  const packets = possiblePackets(network, rule);
  const by = packets === rule.packets ? null : coverOf(rule, others, packets);
  return by && by.length > 0 ? { rule, packets, by } : undefined;
}

export const groupRulesThatAreImplied: Check = {
  codes: ["group-rule-implied"],
  find: (network) =>
    groupRuleLists(network).flatMap((list) =>
      impliedRules(network, list).map(({ rule, packets, by }) => ({
        code: "group-rule-implied",
        ...aboutGroup(list.group),
        direction: list.direction,
        rule: rule.ref,
        proof: { kind: "covered", ...(packets && { packets: headersOf(packets) }), by: refsOf(by) },
        // Whether it takes the addresses of the group's members, and not the rules alone, to see it.
        details: { byMemberAddresses: packets !== undefined },
      })),
    ),
};
