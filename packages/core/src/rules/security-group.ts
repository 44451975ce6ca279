/**
 * What security group rules mean. Allow only; the rules of all groups of an interface count together and the order
 * is irrelevant; ports are destination ports in both directions; IPv4 and IPv6 are apart.
 * "Security group rules" https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 * "Security group rules" (EC2) https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-rules.html
 */
import { memoize } from "../memo.js";
import { type ById, type Network, recordOf } from "../model/network.js";
import { rulePackets } from "../model/ports.js";
import type { PrefixList } from "../model/prefix-list.js";
import type { Peer, SecurityGroup, SecurityGroupRule } from "../model/security-group.js";
import { type AddressSet, ALL_ADDRESSES, addressesOf, uniteBlocks } from "../packet/address-set.js";
import type { PacketSet } from "../packet/packet-set.js";
import type { Direction } from "./rule-ref.js";
import type { Rule, RuleSet } from "./rule-set.js";

/** `unknown`: a rule names a prefix list, or the interface a group, that the network leaves out. */
export type FilterAction = "allow" | "deny" | "unknown";

/** The rules that an interface with these groups applies in a direction. */
export function securityGroupRules(
  network: Network,
  groups: readonly string[],
  direction: Direction,
): RuleSet<FilterAction> {
  return rulesOfGroups(network.securityGroups, groups)(network.prefixLists, direction);
}

type RuleSets = Partial<Record<Direction, RuleSet<FilterAction>>>;

const rulesOfGroups = memoize((all: ById<SecurityGroup>, ids: readonly string[]) => {
  const known = new WeakMap<ById<PrefixList>, RuleSets>();
  return (lists: ById<PrefixList>, direction: Direction): RuleSet<FilterAction> => {
    const sets = known.get(lists) ?? {};
    known.set(lists, sets);
    const hit = sets[direction];
    if (hit) return hit;
    const present = ids.flatMap((id) => recordOf(all, id) ?? []);
    const [only] = present;
    // What hangs on one group alone outlives an edit of another.
    const otherwise: FilterAction = present.length < ids.length ? "unknown" : "deny";
    const found =
      only && ids.length === 1
        ? ruleSetOfGroup(only, direction, lists)
        : { rules: knownFirst(present.flatMap((each) => ruleSetOfGroup(each, direction, lists).rules)), otherwise };
    sets[direction] = found;
    return found;
  };
});

/** What is allowed for certain decides before what may be allowed. */
function knownFirst(rules: readonly Rule<FilterAction>[]): readonly Rule<FilterAction>[] {
  const unknown = rules.filter((rule) => rule.action === "unknown");
  return unknown.length === 0 ? rules : [...rules.filter((rule) => rule.action !== "unknown"), ...unknown];
}

/** They hang on the rules of one direction, and so outlive an edit of those of the other. */
const setsOfRules = memoize(
  (_: readonly SecurityGroupRule[], __: ById<PrefixList>) => new Map<string, RuleSet<FilterAction>>(),
);

function ruleSetOfGroup(group: SecurityGroup, direction: Direction, lists: ById<PrefixList>): RuleSet<FilterAction> {
  const known = setsOfRules(group[direction], lists);
  const key = `${direction} ${group.id}`;
  const hit = known.get(key);
  if (hit) return hit;
  const rules = group[direction].map((rule, index) => compiledRule(group, direction, rule, index, lists));
  const found: RuleSet<FilterAction> = { rules: knownFirst(rules), otherwise: "deny" };
  known.set(key, found);
  return found;
}

interface Compiled {
  readonly lists: ById<PrefixList>;
  readonly rule: Rule<FilterAction>;
}

const compiled = new WeakMap<SecurityGroupRule, Compiled>();

/** As it was made last where it is still the same rule at the same place: an edit of a group leaves most where they are. */
function compiledRule(
  group: SecurityGroup,
  direction: Direction,
  rule: SecurityGroupRule,
  index: number,
  lists: ById<PrefixList>,
): Rule<FilterAction> {
  const last = compiled.get(rule);
  const ref = last?.rule.ref;
  const isSame =
    ref?.kind === "security-group-rule" &&
    ref.securityGroupId === group.id &&
    ref.direction === direction &&
    ref.index === index;
  if (last && isSame && last.lists === lists) return last.rule;
  const made = compileRule(group, direction, rule, index, lists);
  compiled.set(rule, { lists, rule: made });
  return made;
}

function compileRule(
  group: SecurityGroup,
  direction: Direction,
  rule: SecurityGroupRule,
  index: number,
  lists: ById<PrefixList>,
): Rule<FilterAction> {
  const ref = { kind: "security-group-rule", securityGroupId: group.id, direction, index, rule } as const;
  return { ref, ...securityGroupRuleMatch(rule, direction, lists) };
}

/** What one rule does, whichever group it is of: `unknown` where it names a prefix list that is left out. */
export function securityGroupRuleMatch(
  rule: SecurityGroupRule,
  direction: Direction,
  lists: ById<PrefixList>,
): Omit<Rule<FilterAction>, "ref"> {
  const addresses = peerAddresses(rule.peer, lists);
  return {
    packets: packetsOf(rule, direction, addresses ?? ALL_ADDRESSES),
    ...peerGroup(rule.peer, direction),
    action: addresses ? "allow" : "unknown",
  };
}

const made = new WeakMap<SecurityGroupRule, Partial<Record<Direction, PacketSet>>>();

/** Made once for a rule, which outlives an edit of its group. What a prefix list holds may change without it. */
function packetsOf(rule: SecurityGroupRule, direction: Direction, remote: AddressSet): PacketSet {
  const make = (): PacketSet =>
    rulePackets(rule, direction === "ingress" ? { source: remote } : { destination: remote });
  if ("prefixListId" in rule.peer) return make();
  const known = made.get(rule) ?? {};
  made.set(rule, known);
  known[direction] ??= make();
  return known[direction];
}

/** The addresses a peer stands for; every address for a group, which is told by identity. */
function peerAddresses(peer: Peer, lists: ById<PrefixList>): AddressSet | undefined {
  if ("cidr" in peer) return addressesOf(peer.cidr);
  if ("securityGroupId" in peer) return ALL_ADDRESSES;
  const list = recordOf(lists, peer.prefixListId);
  return list && uniteBlocks(list.entries);
}

function peerGroup(peer: Peer, direction: Direction): { sourceGroup?: string; destinationGroup?: string } {
  if (!("securityGroupId" in peer)) return {};
  return direction === "ingress" ? { sourceGroup: peer.securityGroupId } : { destinationGroup: peer.securityGroupId };
}
