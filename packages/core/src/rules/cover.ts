/**
 * Which rules together match everything that another one matches. What is before a rule and covers it leaves it nothing
 * to decide; what is beside it and covers it says the same without it.
 */
import {
  boxCovers,
  isBox,
  type PacketSet,
  packetHull,
  packetHullsMeet,
  packetsEmpty,
  packetsOverlap,
  subtractPackets,
} from "../packet/packet-set.js";
import type { Rule } from "./rule-set.js";

const boxes = new WeakMap<PacketSet, boolean>();

function isBoxSet(set: PacketSet): boolean {
  let known = boxes.get(set);
  if (known === undefined) {
    known = isBox(set);
    boxes.set(set, known);
  }
  return known;
}

/** Whether one rule matches, of the packets it is about, for every sender and receiver for whom the other one does. */
export function concernsAllOf<Action>(rule: Rule<Action>, other: Rule<Action>): boolean {
  return (
    (rule.sourceGroup === undefined || rule.sourceGroup === other.sourceGroup) &&
    (rule.destinationGroup === undefined || rule.destinationGroup === other.destinationGroup)
  );
}

/**
 * Those of `others` that match all `packets` of a rule, for whoever sends and receives them: one where one is enough,
 * otherwise several none of which can be left out; none where there are no packets. Null where some packets are left.
 *
 * @param packets the rule's, or those of them that there can be.
 */
export function coverOf<Action>(
  rule: Rule<Action>,
  others: readonly Rule<Action>[],
  packets: PacketSet = rule.packets,
): readonly Rule<Action>[] | null {
  const hull = packetHull(packets);
  if (packetsEmpty(packets)) return [];
  const isEnough = (each: Rule<Action>): boolean =>
    boxCovers(packetHull(each.packets), hull) && concernsAllOf(each, rule) && isBoxSet(each.packets);
  const one = others.find(isEnough);
  if (one) return [one];
  const near = others.filter((each) => packetHullsMeet(packetHull(each.packets), hull) && concernsAllOf(each, rule));
  const taken: Rule<Action>[] = [];
  let rest = packets;
  for (const each of near) {
    if (packetsEmpty(rest)) break;
    if (!packetsOverlap(rest, each.packets)) continue;
    rest = subtractPackets(rest, each.packets);
    taken.push(each);
  }
  return packetsEmpty(rest) ? withoutNeedless(taken, packets) : null;
}

/** From the last on, as the first are those that decide. */
function withoutNeedless<Action>(cover: readonly Rule<Action>[], packets: PacketSet): readonly Rule<Action>[] {
  let needed = cover;
  for (const each of [...cover].reverse()) {
    const fewer = needed.filter((other) => other !== each);
    if (packetsEmpty(fewer.reduce((rest, other) => subtractPackets(rest, other.packets), packets))) needed = fewer;
  }
  return needed;
}
