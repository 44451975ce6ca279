/** Where one packet is treated differently by two networks, and which edits make the difference. */
import { matchingRules, type Network, type Packet, packetSet } from "@netsim/core";
import { type Evidence, evidenceOf } from "../path/evidence.js";
import type { Party } from "../path/party.js";
import type { Blocker, Hop, Leg, Phase } from "../path/verdict.js";
import type { WalkOptions } from "../path/walk-context.js";
import { editsAt, editsOfEnds, isNew, type Place, refKey } from "./blame-edits.js";
import type { Blame, DiffEdit, SpotDecision } from "./diff.js";
import { same } from "./same.js";
import { judgeFlow } from "./status.js";
import { undoEdits } from "./undo-edits.js";

export interface Witnessed {
  readonly network: Network;
  readonly from: Party;
  readonly to: Party;
}

export interface Blamed {
  readonly blame: readonly Blame[];
  /** Every edit that the blame names, once. */
  readonly edits: readonly DiffEdit[];
}

/** How often what the edits found so far leave in the way is looked for. */
const ROUNDS = 5;

/**
 * The blame for what the packet meets on its way; of the ends and their records where it meets the same. Without the
 * edits, and with all others, the packet fares as before: where one of several rules that came decides, the others are
 * found by taking it back.
 *
 * @param again the same pair in another network.
 */
export function blameFor(
  before: Witnessed,
  after: Witnessed,
  witness: Packet,
  options: WalkOptions,
  again: (network: Network) => Witnessed | null,
): Blamed {
  const was = spotsOf(before, witness, options);
  let is = spotsOf(after, witness, options);
  const blame: Blame[] = [];
  const edits = new Map<string, DiffEdit>();
  let now: Witnessed = after;
  for (let round = 0; round < ROUNDS; round++) {
    const found = blameBetween(before, now, was, is);
    const known = edits.size;
    for (const each of found.flatMap((one) => one.edits)) edits.set(JSON.stringify(each), each);
    blame.push(...(round === 0 ? found : found.filter((each) => each.edits.length > 0)));
    if (edits.size === known || !mayHideMore(is, before.network, [...edits.values()])) break;
    const undone = again(undoEdits(before.network, after.network, [...edits.values()]));
    if (!undone) break;
    now = undone;
    is = spotsOf(now, witness, options);
  }
  return { blame: gathered(blame), edits: edits.size > 0 ? [...edits.values()] : editsOfEnds(before, after) };
}

function blameBetween(
  before: Witnessed,
  after: Witnessed,
  was: ReadonlyMap<string, Met>,
  is: ReadonlyMap<string, Met>,
): readonly Blame[] {
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key): Blame[] => {
    const [one, other] = [was.get(key), is.get(key)];
    const place = (other ?? one)?.place;
    if (!place || same(one?.decides, other?.decides)) return [];
    const [then, now] = [one?.decision ?? null, other?.decision ?? null];
    const edits = editsAt(before, after, { ...place, before: one?.place, after: other?.place }, then, now);
    return edits.length === 0 ? [] : [{ ...shown(place), before: then, after: now, edits }];
  });
}

/** One blame for each place, with what the first edits left hidden. */
function gathered(blame: readonly Blame[]): readonly Blame[] {
  const byPlace = new Map<string, Blame>();
  for (const each of blame) {
    const { component, kind, phase, direction, attachedTo } = each;
    const key = JSON.stringify([component, kind, phase, direction, attachedTo]);
    const known = byPlace.get(key);
    byPlace.set(key, known ? { ...known, edits: once([...known.edits, ...each.edits]) } : each);
  }
  return [...byPlace.values()];
}

/** Whether something else that is not as it was may decide about the packet when these edits are taken back. */
function mayHideMore(is: ReadonlyMap<string, Met>, before: Network, edits: readonly DiffEdit[]): boolean {
  if (edits.some((each) => each.kind !== "rule")) return true;
  const blamed = new Set(edits.flatMap((each) => (each.kind === "rule" ? refKeyOf(each) : [])));
  return [...is.values()].some(({ evidence }) => {
    if (!evidence) return false;
    const { rules } = evidence.rules;
    return matchingRules(evidence.rules, evidence.traffic).some((at) => {
      const ref = rules[at]?.ref;
      return ref !== undefined && !blamed.has(refKey(ref)) && isNew(ref, before);
    });
  });
}

function refKeyOf(edit: Extract<DiffEdit, { kind: "rule" }>): readonly string[] {
  return edit.change === "changed" ? [refKey(edit.before), refKey(edit.after)] : [refKey(edit.rule)];
}

interface Met {
  readonly place: Place;
  readonly decision: SpotDecision;
  /** What makes the difference: what is done, and for a route whereto. */
  readonly decides: unknown;
  readonly evidence: Evidence | undefined;
}

function shown({ component, kind, phase, direction, attachedTo }: Place): Omit<Blame, "before" | "after" | "edits"> {
  return { component, kind, phase, direction, attachedTo };
}

function spotsOf({ network, from, to }: Witnessed, witness: Packet, options: WalkOptions): ReadonlyMap<string, Met> {
  const { leg, blockers } = judgeFlow(network, from, to, packetSet([witness]), options);
  const phases = ["forward", "reply"] as const;
  return new Map(phases.flatMap((phase) => leg[phase].hops.map((hop) => metAt(leg, phase, hop, blockers))));
}

function metAt(leg: Leg, phase: Phase, hop: Hop, blockers: readonly Omit<Blocker, "leg">[]): readonly [string, Met] {
  const { component, direction, attachedTo, status } = hop;
  const [only] = hop.decisions;
  const isBlocked = blockers.some((each) => each.phase === phase && each.hop === hop.sequenceNumber);
  const action = isBlocked ? "deny" : status === "unknown" ? "unknown" : "allow";
  const rule = hop.rule ?? only?.rule ?? null;
  const evidence = evidenceOf(leg[phase].hops, hop.sequenceNumber);
  const isEnd = component.kind === "network-interface" || component.kind === "load-balancer-node";
  const at = isEnd ? `${leg.to} ${component.id}` : (attachedTo ?? component.id);
  const decides = rule?.kind === "route" ? { action, target: rule.route.target, state: rule.route.state } : { action };
  const place: Place = { component: component.id, kind: component.kind, phase, direction, attachedTo };
  return [`${phase} ${component.kind} ${direction} ${at}`, { place, decision: { action, rule }, decides, evidence }];
}

export function once<T>(members: readonly T[]): readonly T[] {
  return [...new Map(members.map((each) => [JSON.stringify(each), each])).values()];
}
