/**
 * ACL entries without which every packet meets the same fate, because what comes after them says the same.
 * "Control traffic to subnets using network ACLs" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
import { type FilterAction, type PacketSet, packetsEmpty, type RuleSet, split, subtractPackets } from "@netsim/core";
import { headersOf } from "../path/header.js";
import type { Check } from "./check.js";
import { liveRules } from "./dead-rules.js";
import { aboutAcl, aclRuleLists, type FilterRule, isOwn, refsOf } from "./rule-lists.js";

interface Needless {
  readonly rule: FilterRule;
  /** What it decides. */
  readonly packets: PacketSet;
  /** What decides it otherwise; none where no entry is left for it. */
  readonly by: readonly FilterRule[];
}

/**
 * Beside the entries that never decide: taking all of both away changes no decision, and taking away any further one
 * does. From the last entry on, so that of two that say the same the one that decides first stays.
 */
function needlessEntries(ruleSet: RuleSet<FilterAction>): readonly Needless[] {
  const { otherwise } = ruleSet;
  const rules = liveRules(ruleSet);
  const needless: Needless[] = [];
  let after: readonly FilterRule[] = [];
  for (const [at, rule] of [...rules.entries()].reverse()) {
    const found = isOwn(rule) ? needlessAt(rule, rules.slice(0, at), { rules: after, otherwise }) : undefined;
    if (found) needless.push(found);
    else after = [rule, ...after];
  }
  return needless.reverse();
}

function needlessAt(
  rule: FilterRule,
  before: readonly FilterRule[],
  after: RuleSet<FilterAction>,
): Needless | undefined {
  // Nothing after it says the same about anything.
  if (!after.rules.some((each) => each.action === rule.action) && after.otherwise !== rule.action) return undefined;
  const packets = before.reduce((rest, each) => subtractPackets(rest, each.packets), rule.packets);
  if (packetsEmpty(packets)) return undefined;
  const cases = split(after, { packets, source: null, destination: null });
  if (cases.some((each) => each.action !== rule.action)) return undefined;
  return { rule, packets, by: cases.flatMap((each) => each.rule ?? []) };
}

export const aclEntriesThatChangeNothing: Check = {
  codes: ["acl-entry-changes-nothing"],
  find: (network) =>
    aclRuleLists(network).flatMap(({ acl, direction, ruleSet }) =>
      needlessEntries(ruleSet).map(({ rule, packets, by }) => ({
        code: "acl-entry-changes-nothing",
        ...aboutAcl(acl),
        direction,
        rule: rule.ref,
        proof: { kind: "same-decision", packets: headersOf(packets), by: refsOf(by) },
        details: {},
      })),
    ),
};
