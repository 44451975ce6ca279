/**
 * Which packets two versions of a filter may decide differently: those of the rules that are not in both, and of these
 * only such as the two do decide differently.
 */
import {
  ALL_PACKETS,
  type Direction,
  type FilterAction,
  intersectPackets,
  type Network,
  type NetworkAcl,
  NO_PACKETS,
  networkAclRules,
  type PacketSet,
  packetsEmpty,
  type Rule,
  type RuleSet,
  securityGroupRules,
  split,
  subtractPackets,
  unitePackets,
} from "@netsim/core";
import { same, saying } from "./same.js";

/** Of the groups of a station: packets that any peer's may be, and those that only members of a group send or get. */
export interface GroupChanges {
  readonly open: PacketSet;
  readonly byGroup: ReadonlyMap<string, PacketSet>;
}

export const NO_GROUP_CHANGES: GroupChanges = { open: NO_PACKETS, byGroup: new Map() };

/** @param lists the prefix lists that are not the same in both networks. */
export function groupChanges(
  before: RuleSet<FilterAction>,
  after: RuleSet<FilterAction>,
  lists: ReadonlySet<string>,
): GroupChanges {
  if (before === after && lists.size === 0) return NO_GROUP_CHANGES;
  if (before.otherwise !== after.otherwise) return { open: ALL_PACKETS, byGroup: new Map() };
  const changed = unlike(before.rules, after.rules, (rule) => groupRuleKey(rule, lists));
  const byGroup = new Map<string, PacketSet>();
  let open = NO_PACKETS;
  for (const rule of changed) {
    const group = groupOf(rule);
    if (group === undefined) open = unitePackets(open, rule.packets);
    else byGroup.set(group, unitePackets(byGroup.get(group) ?? NO_PACKETS, rule.packets));
  }
  // Any rule that matches allows, so that what the rules for everybody decide alike is decided alike.
  return { open: packetsEmpty(open) ? open : decidedApart(forEverybody(before), forEverybody(after), open), byGroup };
}

const withoutGroups = new WeakMap<RuleSet<FilterAction>, RuleSet<FilterAction>>();

function forEverybody(all: RuleSet<FilterAction>): RuleSet<FilterAction> {
  const known = withoutGroups.get(all);
  if (known) return known;
  const rules = all.rules.filter((rule) => groupOf(rule) === undefined);
  const plain = rules.length === all.rules.length ? all : { ...all, rules };
  withoutGroups.set(all, plain);
  return plain;
}

export function groupOf(rule: Rule<FilterAction>): string | undefined {
  return rule.sourceGroup ?? rule.destinationGroup;
}

function groupRuleKey({ ref }: Rule<FilterAction>, lists: ReadonlySet<string>): string | null {
  if (ref.kind !== "security-group-rule") return null;
  const { peer } = ref.rule;
  if ("prefixListId" in peer && lists.has(peer.prefixListId)) return null;
  return ruleKey(ref.rule);
}

const texts = new WeakMap<object, string>();

/** What a rule says, without what it is called and where it was written. */
export function ruleKey(rule: object): string {
  const text = texts.get(rule) ?? saying(rule);
  texts.set(rule, text);
  return text;
}

/** Packets that the two ACLs of a subnet decide differently; every packet where one of them is not known. */
export function aclChanges(
  before: NetworkAcl | undefined,
  after: NetworkAcl | undefined,
  direction: Direction,
): PacketSet {
  if (before === after) return NO_PACKETS;
  if (!before || !after) return ALL_PACKETS;
  if (same(before[direction], after[direction])) return NO_PACKETS;
  const [was, is] = [networkAclRules(before, direction), networkAclRules(after, direction)];
  const changed = unlike(was.rules, is.rules, ({ ref }) =>
    ref.kind === "network-acl-entry" ? ruleKey(ref.entry) : null,
  );
  return decidedApart(was, is, changed.map((rule) => rule.packets).reduce(unitePackets, NO_PACKETS));
}

/** The rules of either list that the other has not. Null is like nothing. */
function unlike(
  before: readonly Rule<FilterAction>[],
  after: readonly Rule<FilterAction>[],
  keyOf: (rule: Rule<FilterAction>) => string | null,
): readonly Rule<FilterAction>[] {
  const only = (rules: readonly Rule<FilterAction>[], others: readonly Rule<FilterAction>[]) => {
    const keys = new Set(others.map(keyOf));
    return rules.filter((rule) => {
      const key = keyOf(rule);
      return key === null || !keys.has(key);
    });
  };
  return [...only(before, after), ...only(after, before)];
}

/** Those of the packets about which the two say different things. */
function decidedApart(before: RuleSet<FilterAction>, after: RuleSet<FilterAction>, about: PacketSet): PacketSet {
  if (packetsEmpty(about)) return about;
  const traffic = { packets: about, source: null, destination: null };
  const [was, is] = [split(before, traffic), split(after, traffic)];
  let alike = NO_PACKETS;
  for (const action of ["allow", "deny", "unknown"] as const) {
    const [one, other] = [was, is].map((cases) =>
      cases
        .filter((each) => each.action === action)
        .map((each) => each.packets)
        .reduce(unitePackets, NO_PACKETS),
    );
    if (one && other) alike = unitePackets(alike, intersectPackets(one, other));
  }
  return subtractPackets(about, alike);
}

/** The groups' rules in each direction, in one network. */
export function rulesOf(
  network: Network,
  groups: readonly string[] | null,
  direction: Direction,
): RuleSet<FilterAction> | null {
  return groups && securityGroupRules(network, groups, direction);
}
