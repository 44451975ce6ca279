/** Which troubles have to go, whatever else is done, and how many edits that takes at least. */
import type { Network } from "@netsim/core";
import type { AnyVerdict } from "../path/verdict.js";
import { patched } from "./apply-edits.js";
import { changesWays } from "./edit.js";
import { type Inquiry, isReached } from "./inquiry.js";
import { allEdits, type Trouble, wayEdits } from "./trouble.js";

/** By signature, whether the trouble has to go. */
export type Needs = ReadonlyMap<string, boolean>;

/** All parts of a connection have to work; of a listener only as much as serves everybody. */
export function needsOf(
  inquiry: Inquiry,
  network: Network,
  verdicts: readonly AnyVerdict[],
  troubles: readonly Trouble[],
  known: Needs,
): Needs {
  const isAll = verdicts.every((each) => each.kind !== "listener" || each.verdict === "reachable");
  if (isAll) return new Map(troubles.map((each) => [each.signature, true]));
  // Troubles with the same edits against them are needed together or not at all.
  const byEdits = new Map<string, boolean>();
  return new Map(
    troubles.map((each) => {
      const name = each.edits.size === 0 ? each.signature : [...each.edits.keys()].sort().join("\n");
      const need = known.get(each.signature) ?? byEdits.get(name) ?? isNeeded(inquiry, network, troubles, each);
      byEdits.set(name, need);
      return [each.signature, need];
    }),
  );
}

/** How often what lies behind the troubles is looked for. */
const ROUNDS = 4;

/** Whether it is not reachable even after every other edit, those that change ways left out: they contradict each other. */
function isNeeded(inquiry: Inquiry, network: Network, troubles: readonly Trouble[], one: Trouble): boolean {
  let edited = network;
  let others = troubles;
  for (let round = 0; round < ROUNDS; round++) {
    const edits = [...allEdits(others.filter((each) => !isAlike(each, one)))].flatMap(([key, edit]) =>
      one.edits.has(key) || changesWays(edit) ? [] : [edit],
    );
    if (edits.length === 0 && round > 0) return true;
    edited = patched(edited, edits);
    const verdicts = inquiry.ask(edited);
    if (isReached(verdicts)) return false;
    others = inquiry.troublesOf(edited, verdicts);
  }
  return true;
}

function isAlike({ blocker: a }: Trouble, { blocker: b }: Trouble): boolean {
  return a.leg === b.leg && a.phase === b.phase && a.component === b.component && a.direction === b.direction;
}

/** One edit for each trouble that has to go and shares no edit with another; infinitely many where none helps. */
export function leastEdits(troubles: readonly Trouble[], needs: Needs): number {
  const ways = wayEdits(troubles);
  const needed = troubles.filter((each) => needs.get(each.signature));
  const isHopeless = needed.some((each) => each.edits.size === 0) || allEdits(troubles).size === 0;
  if (isHopeless) return Number.POSITIVE_INFINITY;
  if (ways.size > 0) return 1;
  const used = new Set<string>();
  let count = 0;
  for (const { edits } of [...needed].sort((a, b) => a.edits.size - b.edits.size)) {
    const keys = [...edits.keys()];
    if (keys.some((key) => used.has(key))) continue;
    for (const key of keys) used.add(key);
    count++;
  }
  return Math.max(1, count);
}
