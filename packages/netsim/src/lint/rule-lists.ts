/** The rules of groups and ACLs, as lists in the order in which they decide. */
import {
  type Direction,
  type FilterAction,
  LAST_RULE_NUMBER,
  type Network,
  type NetworkAcl,
  networkAclRules,
  type Rule,
  type RuleRef,
  type RuleSet,
  type SecurityGroup,
  securityGroupRules,
} from "@netsim/core";
import type { Found } from "./check.js";

export type FilterRule = Rule<FilterAction>;

export const DIRECTIONS: readonly Direction[] = ["ingress", "egress"];

/** A rule that belongs to its owner: the final `*` entries of ACLs are AWS's, and nobody can change them. */
export function isOwn({ ref }: FilterRule): boolean {
  return ref.kind !== "network-acl-entry" || ref.ruleNumber <= LAST_RULE_NUMBER;
}

export interface GroupRules {
  readonly group: SecurityGroup;
  readonly direction: Direction;
  readonly ruleSet: RuleSet<FilterAction>;
}

/** Lists of one group's id, the same for the same group: what is compiled for a list hangs on it. */
const single = new WeakMap<SecurityGroup, readonly string[]>();

export function singleton(group: SecurityGroup): readonly string[] {
  let list = single.get(group);
  if (!list) {
    list = Object.freeze([group.id]);
    single.set(group, list);
  }
  return list;
}

export function groupRuleLists(network: Network): readonly GroupRules[] {
  return Object.values(network.securityGroups).flatMap((group) =>
    DIRECTIONS.map((direction) => ({
      group,
      direction,
      ruleSet: securityGroupRules(network, singleton(group), direction),
    })),
  );
}

export interface AclRules {
  readonly acl: NetworkAcl;
  readonly direction: Direction;
  readonly ruleSet: RuleSet<FilterAction>;
}

export function aclRuleLists(network: Network): readonly AclRules[] {
  return Object.values(network.networkAcls).flatMap((acl) =>
    DIRECTIONS.map((direction) => ({ acl, direction, ruleSet: networkAclRules(acl, direction) })),
  );
}

export function refsOf(rules: readonly FilterRule[]): readonly RuleRef[] {
  return rules.map((each) => each.ref);
}

/** What a finding about a rule of a group says of the group. */
export function aboutGroup(group: SecurityGroup): Pick<Found, "component" | "kind" | "name"> {
  return { component: group.id, kind: "security-group", name: group.name ?? group.groupName };
}

export function aboutAcl(acl: NetworkAcl): Pick<Found, "component" | "kind" | "name"> {
  return { component: acl.id, kind: "network-acl", name: acl.name };
}
