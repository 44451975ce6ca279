/**
 * The rule that decides one packet, without sets: what `split` answers for a set with one member. For sweeps over many
 * packets; an agreement test holds it to `split`.
 */
import { type Packet, packetFamily, packetPoint } from "../packet/packet.js";
import { packetsHave } from "../packet/packet-set.js";
import type { Identity, Traffic } from "../packet/traffic.js";
import { outlinesOf } from "./outline.js";
import { concerns, type Rule, type RuleSet } from "./rule-set.js";

/** One packet with who sends and receives it. */
export interface Probe extends Pick<Traffic, "source" | "destination"> {
  readonly packet: Packet;
  readonly point: readonly number[];
}

export function probe(packet: Packet, source: Identity | null, destination: Identity | null): Probe {
  return { packet, point: packetPoint(packet), source, destination };
}

/** The first rule that matches, or null. */
export function decide<Action>(ruleSet: RuleSet<Action>, asked: Probe): Rule<Action> | null {
  const { packet, point } = asked;
  for (const { rule, hull, isBox } of candidatesFor(ruleSet, packet)) {
    if (!isInside(hull, point) || !concerns(rule, asked)) continue;
    if (isBox || packetsHave(rule.packets, packet)) return rule as Rule<Action>;
  }
  return null;
}

/** A rule that can match packets of a protocol and destination port. */
interface Candidate {
  readonly rule: Rule<unknown>;
  readonly hull: readonly number[];
  readonly isBox: boolean;
}

/** The first and the last dimension, protocol and destination port, were looked at when the candidate was chosen. */
function isInside(hull: readonly number[], point: readonly number[]): boolean {
  for (let at = 1; at < point.length - 1; at++) {
    const value = point[at] as number;
    if (value < (hull[2 * at] as number) || value >= (hull[2 * at + 1] as number)) return false;
  }
  return true;
}

const indexes = new WeakMap<RuleSet<unknown>, Map<number, readonly Candidate[]>>();
/** More kinds of packets than this are not met in one sweep; the index then begins anew. */
const KINDS_LIMIT = 8192;

/** The rules that can match packets of this family, protocol and destination port at all, in their order. */
function candidatesFor(ruleSet: RuleSet<unknown>, packet: Packet): readonly Candidate[] {
  let index = indexes.get(ruleSet);
  if (!index) {
    index = new Map();
    indexes.set(ruleSet, index);
  }
  const family = packetFamily(packet);
  const key = ((family === "ipv4" ? 0 : 256) + packet.protocol) * 65536 + packet.destinationPort;
  const known = index.get(key);
  if (known) return known;
  if (index.size >= KINDS_LIMIT) index.clear();
  const candidates = outlinesOf(ruleSet).flatMap(({ hull, isBox }, at): Candidate[] => {
    const sides = hull[family];
    const rule = ruleSet.rules[at];
    if (sides === null || !rule) return [];
    const isNear =
      isWithin(packet.protocol, sides[0], sides[1]) && isWithin(packet.destinationPort, sides.at(-2), sides.at(-1));
    return isNear ? [{ rule, hull: sides, isBox }] : [];
  });
  index.set(key, candidates);
  return candidates;
}

function isWithin(value: number, low = 0, end = 0): boolean {
  return low <= value && value < end;
}
