/** The question put to `simulateHealth`: times that are times, and events that make networks. */
import {
  failure,
  type Issue,
  issue,
  moveIssue,
  type Network,
  type NetworkDraft,
  ok,
  type Path,
  type Result,
  tryEditNetwork,
} from "@netsim/core";
import type { HealthSource, Member } from "./health-source.js";

/** Something that happens to the network at a time. */
export interface HealthEvent {
  /** Whole virtual seconds from the beginning; not after `until`. */
  readonly at: number;
  /** What changes: a recipe as `editNetwork` takes it. */
  readonly edit: (draft: NetworkDraft) => void;
  /** What the timeline calls it; `event 1` and so on, by its place in the list, when left out. */
  readonly name?: string | undefined;
}

/** An event with the network it makes. */
export interface Happening {
  readonly at: number;
  readonly name: string;
  readonly network: Network;
  readonly members: readonly Member[];
}

export function isSecond(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Issue codes `time` and `shape`. */
export function eventIssues(events: unknown, until: number): readonly Issue[] {
  if (!Array.isArray(events)) return [issue("shape", ["events"], "a list of events", events)];
  return events.flatMap((event: unknown, at): Issue[] => {
    const path: Path = ["events", at];
    if (typeof event !== "object" || event === null) return [issue("shape", path, "an event with at and edit", event)];
    const { at: time, edit, name } = event as Partial<HealthEvent>;
    const issues: Issue[] = [];
    if (!isSecond(time)) issues.push(issue("time", [...path, "at"], "whole seconds from 0", time));
    else if (isSecond(until) && time > until)
      issues.push(issue("time", [...path, "at"], `not after the end at ${until}`, time));
    if (typeof edit !== "function") issues.push(issue("shape", [...path, "edit"], "a recipe, a function", edit));
    if (name !== undefined && typeof name !== "string")
      issues.push(issue("shape", [...path, "name"], "a text, or nothing", name));
    return issues;
  });
}

/**
 * Every event with the network it makes of that before, by time, those of the same second in the order given. Or every
 * issue of the first event that makes no network, or one without the load balancer.
 */
export function happeningsOf(
  network: Network,
  events: readonly HealthEvent[],
  source: HealthSource,
): Result<readonly Happening[]> {
  const ordered = events.map((event, place) => ({ ...event, place })).sort((a, b) => a.at - b.at || a.place - b.place);
  const happenings: Happening[] = [];
  let before = network;
  for (const { at, edit, name = "", place } of ordered) {
    const path: Path = ["events", place, "edit"];
    const edited = tryEditNetwork(before, edit);
    const members = edited.ok ? source.members(edited.value) : edited;
    if (!edited.ok || !members.ok) return failure(issuesAt(path, edited.ok ? members : edited));
    happenings.push({ at, name: name || `event ${place + 1}`, network: edited.value, members: members.value });
    before = edited.value;
  }
  return ok(happenings);
}

function issuesAt(path: Path, result: Result<unknown>): readonly Issue[] {
  return result.ok ? [] : result.issues.map((each) => moveIssue(each, [...path, ...each.path]));
}
