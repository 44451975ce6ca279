/** Rules that admit the same packets wherever a question meets their group: one of them is tried and stands for all. */
import {
  concerns,
  type Direction,
  intersectPackets,
  NO_PACKETS,
  type PacketSet,
  packetsEqual,
  securityGroupRuleMatch,
} from "@netsim/core";
import { type Evidence, evidenceOf } from "../path/evidence.js";
import type { AnyVerdict } from "../path/verdict.js";
import type { Edit, GroupRule } from "./edit.js";

/** Edits of which each has the effect of the first. */
export type Alike = readonly [first: Edit, ...others: Edit[]];

/**
 * Connections only: all that they meet is in their verdict. What comes to a hop is what would come were no filter in the
 * way, so that rules that are alike now are so after other rules and entries have been added; after edits of ways they
 * may not be.
 */
export function alikeEdits(edits: Iterable<Edit>, verdicts: readonly AnyVerdict[]): readonly Alike[] {
  const hops = verdicts.every((each) => each.kind === "connection") ? groupHops(verdicts) : undefined;
  const found: { readonly effect: Effect | undefined; readonly members: [Edit, ...Edit[]] }[] = [];
  for (const edit of edits) {
    const effect = hops && effectOf(edit, hops);
    const known = effect && found.find((each) => each.effect && isSame(each.effect, effect));
    if (known) known.members.push(edit);
    else found.push({ effect, members: [edit] });
  }
  return found.map((each) => each.members);
}

interface Effect {
  readonly securityGroupId: string;
  readonly direction: Direction;
  /** What the rule matches at each hop of security groups. */
  readonly matched: readonly PacketSet[];
}

type GroupHops = Readonly<Record<Direction, readonly Evidence[]>>;

function groupHops(verdicts: readonly AnyVerdict[]): GroupHops {
  const all = verdicts.flatMap(({ legs }) =>
    legs.flatMap(({ forward, reply }) =>
      [forward.hops, reply.hops].flatMap((hops) =>
        hops.flatMap(({ component, direction, sequenceNumber }) => {
          const evidence = component.kind === "security-group" ? evidenceOf(hops, sequenceNumber) : undefined;
          return evidence ? [{ direction, evidence }] : [];
        }),
      ),
    ),
  );
  const at = (direction: Direction): readonly Evidence[] =>
    all.filter((each) => each.direction === direction).map((each) => each.evidence);
  return { ingress: at("ingress"), egress: at("egress") };
}

function effectOf(edit: Edit, hops: GroupHops): Effect | undefined {
  if (edit.kind !== "authorize-security-group-rule" || "prefixListId" in edit.rule.peer) return undefined;
  const { securityGroupId, direction, rule } = edit;
  return { securityGroupId, direction, matched: hops[direction].map((hop) => matchedBy(rule, direction, hop)) };
}

/** No prefix list: rules that name one are told apart. */
function matchedBy(rule: GroupRule, direction: Direction, { traffic }: Evidence): PacketSet {
  const match = securityGroupRuleMatch(rule, direction, {});
  return concerns(match, traffic) ? intersectPackets(traffic.packets, match.packets) : NO_PACKETS;
}

function isSame(a: Effect, b: Effect): boolean {
  return (
    a.securityGroupId === b.securityGroupId &&
    a.direction === b.direction &&
    a.matched.every((some, at) => packetsEqual(some, b.matched[at] ?? NO_PACKETS))
  );
}

/** Every choice of one of each. */
export function choicesOf(all: readonly Alike[]): readonly (readonly Edit[])[] {
  return all.reduce<readonly (readonly Edit[])[]>(
    (sets, alike) => sets.flatMap((set) => alike.map((edit) => [...set, edit])),
    [[]],
  );
}
