/**
 * ACL entries and group rules that can never decide. Of an ACL the lowest number that matches decides; a group's rules
 * allow together, and of two that match the first one is taken for the one that decides.
 * "Control traffic to subnets using network ACLs" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 * "Security group rules" https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
import type { Check, Found } from "./check.js";
import { type DeadRule, deadRules } from "./dead-rules.js";
import { aboutAcl, aboutGroup, aclRuleLists, groupRuleLists, refsOf } from "./rule-lists.js";

export const aclEntriesThatNeverDecide: Check = {
  codes: ["acl-entry-never-decides"],
  find: (network) =>
    aclRuleLists(network).flatMap(({ acl, direction, ruleSet }) =>
      deadRules(ruleSet).map((dead) => ({
        code: "acl-entry-never-decides",
        ...aboutAcl(acl),
        direction,
        ...told(dead),
        details: { contradicts: contradiction(dead) },
      })),
    ),
};

export const groupRulesThatNeverDecide: Check = {
  codes: ["group-rule-never-decides"],
  find: (network) =>
    groupRuleLists(network).flatMap(({ group, direction, ruleSet }) =>
      deadRules(ruleSet).map((dead) => ({
        code: "group-rule-never-decides",
        ...aboutGroup(group),
        direction,
        ...told(dead),
        details: {},
      })),
    ),
};

/** One that repeats what is decided before it only takes up room; one that says otherwise does not do as it says. */
function contradiction({ rule, by }: DeadRule): "no" | "partly" | "yes" {
  const others = by.filter((each) => each.action !== rule.action);
  return others.length === 0 ? "no" : others.length === by.length ? "yes" : "partly";
}

function told({ rule, by }: DeadRule): Pick<Found, "rule" | "proof"> {
  return { rule: rule.ref, proof: { kind: "covered", by: refsOf(by) } };
}
