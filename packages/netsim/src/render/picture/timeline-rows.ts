/** A health timeline as rows of bands: a row for each target, and for what clients of each listener get. */
import type { Service } from "../../path/verdict.js";
import { type HealthTimeline, statesAt, type TimelineState } from "../../timeline/timeline.js";
import { serviceText } from "../timeline.js";
import type { Tone } from "./plan.js";

/** From a second to another, in which nothing changes. */
export interface Band {
  readonly from: number;
  readonly to: number;
  /** A state or a word for a service; null where the target is not registered. */
  readonly text: string | null;
  readonly tone: Tone;
  /** Why. */
  readonly full: string;
}

export interface Row {
  readonly name: string;
  /** Of all that it stands for. */
  readonly full: string;
  readonly kind: "target" | "clients";
  readonly bands: readonly Band[];
}

const STATES: Readonly<Record<string, Tone>> = {
  InService: "pass",
  healthy: "pass",
  OutOfService: "block",
  unhealthy: "block",
  initial: "partial",
  draining: "partial",
};

const SERVICES: Readonly<Record<Service, Tone>> = {
  serving: "pass",
  "fail-open": "partial",
  degraded: "partial",
  down: "block",
  unknown: "unknown",
};

export function rowsOf(timeline: HealthTimeline): readonly Row[] {
  return [...alikeAsOne(targetRows(timeline)), ...clientRows(timeline)];
}

function targetRows(timeline: HealthTimeline): readonly Row[] {
  const { changes, until } = timeline;
  const initial = statesAt({ initial: timeline.initial, changes: [] }, 0);
  const targets = [...new Set([...Object.keys(initial), ...changes.map((each) => each.target)])];
  return targets.map((target) => {
    const steps: { readonly at: number; readonly state: TimelineState | null }[] = [
      { at: 0, state: initial[target] ?? null },
      ...changes.flatMap(({ at, target: whose, to, isGone }) =>
        whose === target ? [{ at, state: isGone ? null : to }] : [],
      ),
    ];
    const bands = steps.map(({ at, state }, step): Band => {
      const to = steps[step + 1]?.at ?? until;
      if (!state) return { from: at, to, text: null, tone: "unknown", full: "not registered" };
      const reasons = [state.reasonCode, state.description].filter((each) => each !== null && each !== "N/A");
      return {
        from: at,
        to,
        text: state.state,
        tone: STATES[state.state] ?? "unknown",
        full: [state.state, ...reasons].join(": "),
      };
    });
    return { name: target, full: target, kind: "target", bands: joined(bands) };
  });
}

function clientRows({ clients }: HealthTimeline): readonly Row[] {
  const listeners = new Map<string, Band[]>();
  for (const { from, to, listeners: answers } of clients) {
    for (const answer of answers) {
      const name = `clients of ${answer.protocol}:${answer.port}`;
      const seen = serviceText(answer);
      const full = seen === "" ? answer.service : `${answer.service}: ${seen}`;
      const bands = listeners.get(name) ?? [];
      listeners.set(name, [...bands, { from, to, text: answer.service, tone: SERVICES[answer.service], full }]);
    }
  }
  return [...listeners].map(([name, bands]) => ({ name, full: name, kind: "clients", bands: joined(bands) }));
}

/** What goes on unchanged is one band; what begins and ends in the same second has none. */
function joined(bands: readonly Band[]): readonly Band[] {
  const all: Band[] = [];
  for (const band of bands.filter((each, at) => each.to > each.from || at === bands.length - 1)) {
    const last = all.at(-1);
    if (last && last.full === band.full && last.to === band.from) all[all.length - 1] = { ...last, to: band.to };
    else all.push(band);
  }
  return all;
}

function alikeAsOne(rows: readonly Row[]): readonly Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(row.bands);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].flatMap((group): readonly Row[] => {
    const [first, ...others] = group;
    // Two of a kind are still shown one by one.
    if (!first || others.length < 2) return group;
    const full = group.map((each) => each.name).join(", ");
    return [{ ...first, name: `${first.name} and ${others.length} like it`, full }];
  });
}
