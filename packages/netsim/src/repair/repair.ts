/** `repair`: every smallest set of edits that makes the answer to a question `reachable`, least privilege first. */
import type { Network } from "@netsim/core";
import { allOf } from "../path/combine.js";
import { freeze } from "../path/freeze.js";
import { requireNetwork, requireQuestion } from "../path/given.js";
import type { AnyVerdict } from "../path/verdict.js";
import { type Blocker, SCHEMA_VERSION, type Unknown } from "../path/verdict.js";
import { patched } from "./apply-edits.js";
import { type Edit, editKey } from "./edit.js";
import { type Goal, goalOf } from "./goal.js";
import type { Goals } from "./inquiry.js";
import { admitted } from "./new-packets.js";
import type { GoalConflict, Repair, RepairResult } from "./result.js";
import { type Found, search } from "./search.js";

/** How far repairs are looked for. */
export interface RepairOptions {
  /** How many networks are tried before the search is given up; 3000 when left out. */
  readonly limit?: number | undefined;
}

/** What is to work and what is not to, at the same time. */
export interface RepairGoals {
  /** Verdicts whose questions must be answered `reachable`. */
  readonly mustReach: readonly AnyVerdict[];
  /** Verdicts whose questions must stay `unreachable`. */
  readonly mustNotReach?: readonly AnyVerdict[] | undefined;
}

const LIMIT = 3000;

/**
 * What would have to change for the verdict's question to be answered `reachable` about this network. The question is
 * asked again, so that the network may be another than the verdict is about.
 *
 * @throws NetsimError when the verdict is none that a check has given, or its question is none for this network.
 */
export function repair(network: Network, verdict: AnyVerdict, options: RepairOptions = {}): RepairResult {
  requireNetwork(network);
  const goals = { mustReach: [goalOf(verdict, "verdict")], mustNotReach: [] };
  return resultOf(network, goals, search(network, goals, options.limit ?? LIMIT), []);
}

/**
 * {@link repair} for several questions at once: edits that make all of one kind reachable and leave all of the other
 * kind unreachable. Where there are none, goals that contradict each other are named in pairs.
 */
export function repairAll(network: Network, goals: RepairGoals, options: RepairOptions = {}): RepairResult {
  requireNetwork(network);
  requireQuestion(goals, ["goals"]);
  const { limit = LIMIT } = options;
  const all: Goals = {
    mustReach: goals.mustReach.map((each, at) => goalOf(each, `mustReach[${at}]`)),
    mustNotReach: (goals.mustNotReach ?? []).map((each, at) => goalOf(each, `mustNotReach[${at}]`)),
  };
  const found = search(network, all, limit);
  const conflicts = found.sets.length > 0 || !found.isComplete ? [] : conflictsOf(network, all, limit);
  return resultOf(network, all, found, conflicts);
}

function resultOf(network: Network, goals: Goals, found: Found, conflicts: readonly GoalConflict[]): RepairResult {
  const { before, isComplete, left, leftVerdicts } = found;
  const repairs = found.sets.length === 0 ? [] : ranked(network, smallest(network, goals, found));
  const isStuck = repairs.length === 0 && conflicts.length === 0;
  const helpless = left.filter((each) => each.edits.size === 0);
  const obstacles: readonly Blocker[] = (helpless.length > 0 ? helpless : left).map((each) => each.blocker);
  const unknowns: readonly Unknown[] = leftVerdicts.flatMap((each) => each.unknowns);
  return freeze({
    schemaVersion: SCHEMA_VERSION,
    kind: "repair",
    verdict: allOf(before.map((each) => each.verdict)),
    legs: before.flatMap((each) => each.legs),
    blockers: before.flatMap((each) => each.blockers),
    assumptions: before.flatMap((each) => each.assumptions),
    repairs,
    obstacles: isStuck ? obstacles : [],
    unknowns: isStuck ? unknowns : [],
    isComplete,
    conflicts,
  });
}

/** Nothing in a set is to spare; what is found without a proof of it is tried. */
function smallest(network: Network, goals: Goals, { sets, isProven }: Found): readonly (readonly Edit[])[] {
  if (isProven) return sets;
  const reduced = sets.map((edits) => withoutSpare(network, goals, edits));
  const least = Math.min(...reduced.map((each) => each.length));
  const byName = new Map(reduced.map((each) => [each.map(editKey).sort().join("\n"), each]));
  return [...byName.values()].filter((each) => each.length === least);
}

function withoutSpare(network: Network, { mustReach, mustNotReach }: Goals, edits: readonly Edit[]): readonly Edit[] {
  if (edits.length < 2) return edits;
  const works = (some: readonly Edit[]): boolean => {
    const edited = patched(network, some);
    return (
      mustReach.every((goal) => goal.ask(edited).verdict === "reachable") &&
      mustNotReach.every((goal) => goal.ask(edited).verdict === "unreachable")
    );
  };
  return edits.reduce<readonly Edit[]>((kept, edit) => {
    const without = kept.filter((each) => each !== edit);
    return works(without) ? without : kept;
  }, edits);
}

/** The fewest new packets first; among equals what names groups, and what keeps an entry rather than adds one. */
function ranked(network: Network, sets: readonly (readonly Edit[])[]): readonly Repair[] {
  const known = new Map<Edit, bigint>();
  const rated = sets.map((edits) => ({
    edits,
    admits: admitted(network, edits, known),
    taste: edits.reduce((sum, edit) => sum + tasteOf(edit), 0),
    name: edits.map(editKey).join("\n"),
  }));
  rated.sort((a, b) => {
    if (a.admits !== b.admits) return a.admits < b.admits ? -1 : 1;
    return a.taste - b.taste || (a.name < b.name ? -1 : 1);
  });
  return rated.map(({ edits, admits }) => ({ edits, admits: String(admits) }));
}

function tasteOf(edit: Edit): number {
  switch (edit.kind) {
    case "authorize-security-group-rule":
      return "securityGroupId" in edit.rule.peer ? 0 : 1;
    case "create-network-acl-entry":
      return 1;
    default:
      return 0;
  }
}

/** Pairs of goals of which each can be reached by itself. */
function conflictsOf(network: Network, { mustReach, mustNotReach }: Goals, limit: number): readonly GoalConflict[] {
  const can = (must: readonly Goal[], mustNot: readonly Goal[]): boolean => {
    const found = search(network, { mustReach: must, mustNotReach: mustNot }, limit);
    return found.sets.length > 0 || !found.isComplete;
  };
  const alone = mustReach.map((goal) => can([goal], []));
  return mustReach.flatMap((goal, at): readonly GoalConflict[] => {
    if (!alone[at]) return [];
    const barred = mustNotReach.flatMap((other, index): readonly GoalConflict[] =>
      can([goal], [other]) ? [] : [{ mustReach: at, and: { mustNotReach: index } }],
    );
    const contrary = mustReach.flatMap((other, index): readonly GoalConflict[] =>
      index <= at || !alone[index] || can([goal, other], []) ? [] : [{ mustReach: at, and: { mustReach: index } }],
    );
    return [...barred, ...contrary];
  });
}
