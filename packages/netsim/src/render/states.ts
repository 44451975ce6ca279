/** Tables of targets, of load balancer nodes, and of zones that are out of DNS. */
import type { ClassicInstanceState, ListenerVerdict, NodeAnswer, Symptom, TargetState } from "../path/verdict.js";
import type { Page } from "./context.js";
import { type Cell, plain, table } from "./layout.js";
import { stateMark, VERDICT_MARKS } from "./marks.js";

type AnyState = ClassicInstanceState | TargetState;

/** Nothing where the verdict is about no target: behind a redirect, or where there is no listener. */
export function statesLines(verdict: Pick<ListenerVerdict, "states" | "blockers">, page: Page): string[] {
  const entries = Object.entries(verdict.states);
  const isClassic = entries.every(([, each]) => isClassicState(each));
  if (entries.length === 0) {
    if (hasNoInstance(verdict)) return ["No instance is registered."];
    return isBlockedBy(verdict, "no-registered-target") ? ["No target is registered."] : [];
  }
  const noun = isClassic ? "INSTANCE" : "TARGET";
  const head = ["", noun, "STATE", "REASON", "DESCRIPTION"].map((text): Cell => ({ text, style: "faint" }));
  const rows = entries.map(([id, { state, reasonCode, description }]): Cell[] => {
    const { sign, style } = stateMark(state);
    return [
      { text: sign, style },
      { text: plain(id) },
      { text: state, style },
      { text: reasonCode ?? "" },
      { text: plain(description ?? "") },
    ];
  });
  return table([head, ...rows], page.width, page.paint);
}

/** Of a verdict without states. */
function hasNoInstance(verdict: Pick<ListenerVerdict, "blockers">): boolean {
  return isBlockedBy(verdict, "no-registered-instance") || isBlockedBy(verdict, "no-target-in-service");
}

function isBlockedBy({ blockers }: Pick<ListenerVerdict, "blockers">, code: string): boolean {
  return blockers.some((each) => each.code === code);
}

function isClassicState({ state }: AnyState): boolean {
  return state === "InService" || state === "OutOfService" || state === "Unknown";
}

/** The nodes, and below them the zones that clients do not find. */
export function listenerLines(verdict: ListenerVerdict, page: Page): string[] {
  const { nodes, zones } = verdict;
  const out = zones.filter((zone) => !zone.isInDns);
  const notes = out.map(({ availabilityZone, lackingGroups }) => {
    const groups = lackingGroups.map(plain).join(", ");
    return `${plain(availabilityZone)} is out of DNS: too few healthy targets in ${groups}`;
  });
  return [...nodesLines(nodes, nounOf(verdict), page), ...notes];
}

/** What the nodes send to, if the verdict comes to that at all. */
function nounOf(verdict: ListenerVerdict): string | undefined {
  if (verdict.actions.length > 0) return "TARGETS";
  const hasStates = Object.keys(verdict.states).length > 0;
  return hasStates || hasNoInstance(verdict) ? "INSTANCES IN SERVICE" : undefined;
}

function nodesLines(nodes: readonly NodeAnswer[], noun: string | undefined, page: Page): string[] {
  if (nodes.length === 0) return [];
  const seen = nodes.map((node) => [...new Set(node.symptoms.map(symptomText))].join(", "));
  const hasSymptoms = seen.some((text) => text !== "");
  const heads = ["", "NODE", "ZONE", "ANSWER", ...(hasSymptoms ? ["CLIENTS SEE"] : []), ...(noun ? [noun] : [])];
  const head = heads.map((text): Cell => ({ text, style: "faint" }));
  const rows = nodes.map((node, at): Cell[] => {
    const { sign, style } = VERDICT_MARKS[node.verdict];
    return [
      { text: sign, style },
      { text: plain(node.node) },
      { text: plain(node.availabilityZone) },
      { text: node.isFailOpen ? `${node.verdict} (fail open)` : node.verdict, style },
      ...(hasSymptoms ? [{ text: seen[at] ?? "" }] : []),
      ...(noun ? [{ text: targetsText(node.targets) }] : []),
    ];
  });
  return table([head, ...rows], page.width, page.paint);
}

/** More than this many are counted, not listed. */
const LISTED = 8;

export function targetsText(targets: readonly string[]): string {
  if (targets.length === 0) return "none";
  const names = targets.slice(0, LISTED).map(plain).join(", ");
  return targets.length > LISTED ? `${names} and ${targets.length - LISTED} more` : names;
}

const WORDS = { timeout: "timeout", refused: "refused", reset: "reset", closed: "closed" } as const;

export function symptomText({ kind, status, of, priority }: Symptom): string {
  const what = kind === "http-status" ? String(status) : WORDS[kind];
  const whose = priority === undefined ? "" : ` (rule ${priority})`;
  return `${of === "some" ? `some ${what}` : what}${whose}`;
}
