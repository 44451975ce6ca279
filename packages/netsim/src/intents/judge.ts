/** An intent against what the evaluator answers. */
import { NetsimError, type Network, type Path } from "@netsim/core";
import type { HealthVerdict } from "../path/verdict.js";
import { unknownText } from "../render/words.js";
import { blockedByText, componentsOf, isBlockedBy } from "./blocked-by.js";
import type { InputIssue, TextDocument } from "./document.js";
import { hintFor } from "./hint.js";
import { allNames, recordNames, resolveId } from "./names.js";
import { didYouMean } from "./nearest.js";
import { ask, describeIntent, isHealth, placeInIntent } from "./question.js";
import type { IntentResult, IntentVerdict } from "./report.js";
import type { ExpectedState, Intent } from "./types.js";

export interface Judged {
  readonly result: IntentResult;
  readonly verdict: IntentVerdict;
  /** It does not hold, or may not, because something is not known. */
  readonly isUnknown: boolean;
  /** Where the intent begins in its file, from 1. */
  readonly line: number | undefined;
}

/** @param path where the intent is in the document */
export function judge(
  network: Network,
  intent: Intent,
  document: TextDocument,
  path: Path,
): Judged | { readonly issues: readonly InputIssue[] } {
  let verdict: IntentVerdict;
  try {
    verdict = ask(network, intent);
  } catch (error) {
    if (error instanceof NetsimError) return { issues: restated(network, intent, error, document, path) };
    throw error;
  }
  const issues = [
    ...strangeBlocker(network, intent, verdict, document, path),
    ...strangeInstances(network, intent, verdict, document, path),
  ];
  if (issues.length > 0) return { issues };
  const found = isHealth(intent)
    ? compareStates(network, intent.expect, verdict as HealthVerdict)
    : compareVerdict(intent.expect as string, verdict);
  const isElsewhere =
    found.reason === null && intent.blockedBy !== undefined && !isBlockedBy(network, verdict, intent.blockedBy);
  const reason =
    isElsewhere && intent.blockedBy
      ? `${verdict.verdict}, but not by ${blockedByText(intent.blockedBy)}`
      : found.reason;
  const answer = verdict.kind === "health" ? { states: verdict.states } : { verdict: verdict.verdict };
  return {
    verdict,
    isUnknown: found.isUnknown,
    line: document.lineOf(path),
    result: {
      file: document.file,
      name: intent.name ?? describeIntent(intent),
      expect: intent.expect,
      holds: reason === null,
      ...answer,
      blockers: verdict.blockers,
      assumptions: verdict.assumptions,
      reason,
    },
  };
}

interface Comparison {
  readonly reason: string | null;
  readonly isUnknown: boolean;
}

function compareVerdict(expected: string, verdict: IntentVerdict): Comparison {
  if (verdict.verdict === expected) return { reason: null, isUnknown: false };
  const isUnknown = verdict.verdict === "unknown";
  return { reason: `expected ${expected}, found ${verdict.verdict}${isUnknown ? doubts(verdict) : ""}`, isUnknown };
}

function compareStates(
  network: Network,
  expected: Readonly<Record<string, ExpectedState>>,
  verdict: HealthVerdict,
): Comparison {
  const wrong = Object.entries(expected).flatMap(([name, state]) => {
    const found = stateOf(network, verdict, name);
    return found && found.state !== state ? [{ name, state, found }] : [];
  });
  if (wrong.length === 0) return { reason: null, isUnknown: false };
  const parts = wrong.map(
    ({ name, state, found }) =>
      `${name}: expected ${state}, found ${found.state}${found.description === null ? "" : ` (${found.description})`}`,
  );
  // One that is known to be otherwise is enough to know that the intent does not hold.
  const isUnknown =
    verdict.verdict === "unknown" &&
    wrong.every(({ found }) => found.state === "Unknown" || found.state === "unavailable");
  return { reason: parts.join("; ") + (isUnknown ? doubts(verdict) : ""), isUnknown };
}

function stateOf(
  network: Network,
  { states }: HealthVerdict,
  name: string,
): HealthVerdict["states"][string] | undefined {
  return states[name] ?? states[resolveId(network.instances, name) ?? ""];
}

function doubts(verdict: IntentVerdict): string {
  const sentences = new Set(verdict.unknowns.map((each) => `${each.component}: ${unknownText(each)}`));
  return sentences.size === 0 ? "" : ` (${[...sentences].join("; ")})`;
}

/** The evaluator's complaints at their place in the file, with the names that may have been meant. */
function restated(
  network: Network,
  intent: Intent,
  error: NetsimError,
  document: TextDocument,
  path: Path,
): InputIssue[] {
  return error.issues.map((issue) => {
    const place = [...path, ...placeInIntent(intent, issue)];
    return document.restate({ ...issue, expected: issue.expected + hintFor(network, issue) }, place);
  });
}

/** A component that exists nowhere never blocks: a misspelling, not an answer. */
function strangeBlocker(
  network: Network,
  intent: Intent,
  verdict: IntentVerdict,
  document: TextDocument,
  path: Path,
): InputIssue[] {
  const component = intent.blockedBy?.component;
  if (component === undefined) return [];
  const known = [...allNames(network), ...componentsOf(verdict)];
  if (known.includes(component)) return [];
  const expected = `the id or name of something in the network${didYouMean(component, known)}`;
  return [document.issue("unknown-id", [...path, "blockedBy", "component"], expected, component)];
}

function strangeInstances(
  network: Network,
  intent: Intent,
  verdict: IntentVerdict,
  document: TextDocument,
  path: Path,
): InputIssue[] {
  if (!isHealth(intent) || verdict.kind !== "health") return [];
  const registered = Object.keys(verdict.states);
  const names = registered.flatMap((id) => recordNames(network.instances[id] ? [network.instances[id]] : [{ id }]));
  const isClassic = verdict.targetGroups.length === 0;
  const noun = isClassic ? "an instance" : "a target";
  const holder = isClassic ? verdict.loadBalancer : verdict.targetGroups.join(", ");
  const list =
    registered.length === 0 ? "none is" : registered.slice(0, 5).join(", ") + (registered.length > 5 ? ", ..." : "");
  return Object.keys(intent.expect)
    .filter((name) => stateOf(network, verdict, name) === undefined)
    .map((name) => {
      const expected = `${noun} registered with ${holder}: ${list}${didYouMean(name, names)}`;
      return document.issue("not-registered", [...path, "expect", name], expected, name, true);
    });
}
