/**
 * The smallest sets of edits, by search: each state is the network after some edits, asked again. A trouble that has to
 * go whatever else is done is worked on by the edits that might remove it, and by no others; states are tried in the
 * order of how many edits they need at least, so that the first solutions are the smallest.
 */
import type { Network } from "@netsim/core";
import type { AnyVerdict } from "../path/verdict.js";
import { type Alike, alikeEdits, choicesOf } from "./alike.js";
import { patched } from "./apply-edits.js";
import { changesWays, type Edit, editKey, subjectOf } from "./edit.js";
import { type Goals, type Inquiry, inquire, isBreached, isReached } from "./inquiry.js";
import { leastEdits, type Needs, needsOf } from "./needs.js";
import { allEdits, type Trouble, wayEdits } from "./trouble.js";

export interface Found {
  /** The answers to the questions that must be reachable, before any edit. */
  readonly before: readonly AnyVerdict[];
  /** Smallest sets, in no order. */
  readonly sets: readonly (readonly Edit[])[];
  readonly isComplete: boolean;
  /** There can be no smaller set, as it took so many edits from the start. */
  readonly isProven: boolean;
  /** What is in the way in the state that got furthest, where there is no set. */
  readonly left: readonly Trouble[];
  readonly leftVerdicts: readonly AnyVerdict[];
}

interface State {
  /** The first of each choice. */
  readonly edits: readonly Edit[];
  readonly choices: readonly Alike[];
  readonly network: Network;
  readonly verdicts: readonly AnyVerdict[];
  readonly isSolved: boolean;
  readonly troubles: readonly Trouble[];
  readonly needs: Needs;
  /** How many edits it takes at least, the present ones included. */
  readonly least: number;
}

/** @param limit how many networks are tried at most. */
export function search(network: Network, goals: Goals, limit: number): Found {
  const isBarred = goals.mustNotReach.length > 0;
  const found = searchAmong(network, inquire(goals, isBarred), limit);
  // What helps against most may turn out to be of no help at all.
  if (isBarred || found.sets.length > 0 || found.left.length === 0) return found;
  return searchAmong(network, inquire(goals, true), limit);
}

function searchAmong(network: Network, inquiry: Inquiry, limit: number): Found {
  const root = stateOf(inquiry, [], network, undefined);
  if (!root) {
    const before = inquiry.ask(network);
    return { before, sets: [], isComplete: true, isProven: false, left: [], leftVerdicts: before };
  }
  const open: State[] = [root];
  const seen = new Set<string>();
  const sets = new Map<string, readonly Edit[]>();
  let best = Number.POSITIVE_INFINITY;
  let furthest = root;
  let isComplete = true;
  for (let state = take(open); state && state.least <= best && state.least < Infinity; state = take(open)) {
    if (state.isSolved) {
      best = state.edits.length;
      for (const edits of choicesOf(state.choices)) sets.set(edits.map(editKey).sort().join("\n"), edits);
      continue;
    }
    if (state.troubles.length < furthest.troubles.length) furthest = state;
    if (inquiry.tried() > limit) {
      isComplete = false;
      break;
    }
    open.push(...nextStates(inquiry, state, seen));
  }
  const { troubles: left, verdicts: leftVerdicts } = furthest;
  const isProven = root.least === best;
  return { before: root.verdicts, sets: [...sets.values()], isComplete, isProven, left, leftVerdicts };
}

/** Undefined where what has to stay blocked is not. */
function stateOf(
  inquiry: Inquiry,
  choices: readonly Alike[],
  network: Network,
  parent: State | undefined,
): State | undefined {
  const edits = choices.map(([first]) => first);
  const verdicts = inquiry.ask(network);
  const isSolved = isReached(verdicts);
  const frame = { edits, choices, network, verdicts, isSolved };
  const hasBreach = isBreached(inquiry.goals, network);
  if (isSolved) return hasBreach ? undefined : { ...frame, troubles: [], needs: new Map(), least: edits.length };
  const troubles = inquiry.troublesOf(network, verdicts);
  // What rules let through they let through for good; another way may end elsewhere.
  if (hasBreach && wayEdits(troubles).size === 0) return undefined;
  const last = edits.at(-1);
  const known: Needs = parent && last && !changesWays(last) ? parent.needs : new Map();
  const needs = needsOf(inquiry, network, verdicts, troubles, known);
  return { ...frame, troubles, needs, least: edits.length + leastEdits(troubles, needs) };
}

function nextStates(inquiry: Inquiry, state: State, seen: Set<string>): readonly State[] {
  const names = state.edits.map(editKey);
  const subjects = new Set(state.edits.map(subjectOf));
  return branchesOf(inquiry, state).flatMap((alike): readonly State[] => {
    const [edit] = alike;
    const name = [...names, editKey(edit)].sort().join("\n");
    const subject = subjectOf(edit);
    if (seen.has(name) || (subject !== undefined && subjects.has(subject))) return [];
    seen.add(name);
    const next = stateOf(inquiry, [...state.choices, alike], patched(state.network, [edit]), state);
    return next && (next.isSolved || isElsewhere(next, state)) ? [next] : [];
  });
}

/** The state that needs the fewest edits; of several the one that has most of them. */
function take(open: State[]): State | undefined {
  let at = 0;
  for (let other = 1; other < open.length; other++) {
    const [a, b] = [open[at] as State, open[other] as State];
    if (b.least < a.least || (b.least === a.least && b.edits.length > a.edits.length)) at = other;
  }
  return open.splice(at, 1)[0];
}

/** Whether the edit has done anything. */
function isElsewhere(next: State, before: State): boolean {
  const was = new Set(before.troubles.map((each) => each.signature));
  return next.troubles.length !== was.size || next.troubles.some((each) => !was.has(each.signature));
}

/** The edits to try next: against one trouble that has to go, or against any. */
function branchesOf({ goals }: Inquiry, { troubles, needs, verdicts }: State): readonly Alike[] {
  const [first, ...others] = troubles.filter((each) => needs.get(each.signature));
  const choice = others.reduce((least, each) => (least && each.edits.size < least.edits.size ? each : least), first);
  const ways = wayEdits(troubles);
  const edits = choice ? new Map([...choice.edits, ...ways]) : allEdits(troubles);
  // Another way, or what has to stay blocked, may tell apart what this way and these questions do not. More ways than
  // there are now do not turn up behind a rule, as every blocker of a connection is found at once.
  const isAlone = goals.mustNotReach.length === 0 && ways.size === 0;
  return isAlone ? alikeEdits(edits.values(), verdicts) : [...edits.values()].map((edit): Alike => [edit]);
}
