/**
 * Every filter of AWS as one thing: an ordered list of rules, the first match of which decides.
 *
 * Security groups only allow, so that first match and any match give the same verdict; network ACLs come sorted by
 * rule number, routes by how specific they are, listeners have disjoint ports.
 */
import {
  boxCovers,
  intersectPackets,
  NO_PACKETS,
  type PacketSet,
  packetHull,
  packetHullsMeet,
  packetsEmpty,
  packetsOverlap,
  subtractPackets,
  unitePackets,
} from "../packet/packet-set.js";
import type { Traffic } from "../packet/traffic.js";
import { type Outline, outlinesOf } from "./outline.js";
import type { RuleRef } from "./rule-ref.js";

export interface Rule<Action> {
  /** The AWS rule it stands for, one to one. */
  readonly ref: RuleRef;
  readonly packets: PacketSet;
  /** A group that the sender has to carry for the rule to match at all. */
  readonly sourceGroup?: string;
  /** A group that the receiver has to carry. */
  readonly destinationGroup?: string;
  readonly action: Action;
}

export interface RuleSet<Action> {
  /** In the order in which they decide. */
  readonly rules: readonly Rule<Action>[];
  /** What happens to a packet that no rule matches. */
  readonly otherwise: Action;
}

/** Some of the packets, and what decides about them: a rule, or the fact that none matches. */
export interface Case<Action> {
  readonly rule: Rule<Action> | null;
  readonly action: Action;
  readonly packets: PacketSet;
}

/** Whether a rule is about this sender and receiver at all. */
export function concerns(
  rule: Pick<Rule<unknown>, "sourceGroup" | "destinationGroup">,
  traffic: Pick<Traffic, "source" | "destination">,
): boolean {
  if (rule.sourceGroup !== undefined && !traffic.source?.groups.includes(rule.sourceGroup)) return false;
  return rule.destinationGroup === undefined || (traffic.destination?.groups.includes(rule.destinationGroup) ?? false);
}

/** Disjoint cases that cover the packets, in the order of their rules; the undecided rest comes last. */
export function split<Action>(ruleSet: RuleSet<Action>, traffic: Traffic): readonly Case<Action>[] {
  const cases: Case<Action>[] = [];
  let rest = traffic.packets;
  let hull = packetHull(rest);
  const outlines = outlinesOf(ruleSet);
  for (let at = 0; at < outlines.length; at++) {
    const outline = outlines[at] as Outline;
    const rule = ruleSet.rules[at] as Rule<Action>;
    if (!packetHullsMeet(outline.hull, hull) || !concerns(rule, traffic)) continue;
    // A rule that takes all keeps the set object: what hangs on its identity need not be made again.
    if (outline.isBox && boxCovers(outline.hull, hull)) {
      cases.push({ rule, action: rule.action, packets: rest });
      return cases;
    }
    const taken = intersectPackets(rest, rule.packets);
    if (packetsEmpty(taken)) continue;
    const left = subtractPackets(rest, rule.packets);
    cases.push({ rule, action: rule.action, packets: packetsEmpty(left) ? rest : taken });
    if (packetsEmpty(left)) return cases;
    rest = left;
    hull = packetHull(rest);
  }
  if (!packetsEmpty(rest)) cases.push({ rule: null, action: ruleSet.otherwise, packets: rest });
  return cases;
}

/** The places of the rules that match any of the packets, whether or not an earlier one decides about them. */
export function matchingRules<Action>(ruleSet: RuleSet<Action>, traffic: Traffic): readonly number[] {
  const hull = packetHull(traffic.packets);
  const found: number[] = [];
  const outlines = outlinesOf(ruleSet);
  for (let at = 0; at < outlines.length; at++) {
    const rule = ruleSet.rules[at] as Rule<Action>;
    const mayMeet = packetHullsMeet((outlines[at] as Outline).hull, hull) && concerns(rule, traffic);
    if (mayMeet && packetsOverlap(rule.packets, traffic.packets)) found.push(at);
  }
  return found;
}

/** The packets of the cases with this action. */
export function packetsWith<Action>(cases: readonly Case<Action>[], action: Action): PacketSet {
  const [first = NO_PACKETS, ...others] = cases.filter((each) => each.action === action).map((each) => each.packets);
  return others.reduce(unitePackets, first);
}
