/** What rules are roughly about, by their bounding boxes: most are told apart from packets by this alone. */
import { isBox, type PacketHull, type PacketSet, packetHull } from "../packet/packet-set.js";

export interface Outline {
  readonly hull: PacketHull;
  /** Whether the rule matches all packets inside its hull. */
  readonly isBox: boolean;
}

interface Outlined {
  readonly rules: readonly { readonly packets: PacketSet }[];
}

const outlinesOfSets = new WeakMap<Outlined, readonly Outline[]>();

const outlinesOfPackets = new WeakMap<PacketSet, Outline>();

/** Of a rule's packets, made once for them: other rule sets may have the same rule. */
function outlineOf(packets: PacketSet): Outline {
  const outline = outlinesOfPackets.get(packets) ?? { hull: packetHull(packets), isBox: isBox(packets) };
  outlinesOfPackets.set(packets, outline);
  return outline;
}

/** The outlines of a rule set's rules, made once. */
export function outlinesOf(ruleSet: Outlined): readonly Outline[] {
  let outlines = outlinesOfSets.get(ruleSet);
  if (!outlines) {
    outlines = ruleSet.rules.map((rule) => outlineOf(rule.packets));
    outlinesOfSets.set(ruleSet, outlines);
  }
  return outlines;
}
