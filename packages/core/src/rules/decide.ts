/**
 * The rule that decides one packet, without sets: what `split` answers for a set with one member. For sweeps over many
 * packets; an agreement test holds it to `split`.
 */
import { type Packet, packetFamily, packetPoint } from "../packet/packet.js";
import { packetsHave } from "../packet/packet-set.js";
import type { Identity, Traffic } from "../packet/traffic.js";
import { hullHas } from "../set/hull.js";
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
  const family = packetFamily(packet);
  const outlines = outlinesOf(ruleSet);
  for (const at of candidatesFor(ruleSet, packet)) {
    const outline = outlines[at];
    const rule = ruleSet.rules[at];
    if (!outline || !rule || !hullHas(outline.hull[family], point) || !concerns(rule, asked)) continue;
    if (outline.isBox || packetsHave(rule.packets, packet)) return rule;
  }
  return null;
}

const indexes = new WeakMap<RuleSet<unknown>, Map<number, readonly number[]>>();
/** More kinds of packets than this are not met in one sweep; the index then begins anew. */
const KINDS_LIMIT = 8192;

/** The rules that can match packets of this family, protocol and destination port at all, in their order. */
function candidatesFor(ruleSet: RuleSet<unknown>, packet: Packet): readonly number[] {
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
  const candidates = outlinesOf(ruleSet).flatMap(({ hull }, at) => {
    const sides = hull[family];
    const isNear =
      sides !== null &&
      isWithin(packet.protocol, sides[0], sides[1]) &&
      isWithin(packet.destinationPort, sides.at(-2), sides.at(-1));
    return isNear ? [at] : [];
  });
  index.set(key, candidates);
  return candidates;
}

function isWithin(value: number, low = 0, end = 0): boolean {
  return low <= value && value < end;
}
