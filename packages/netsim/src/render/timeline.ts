/** A timeline as text for a terminal: what happens when, then the checks behind it. Nothing is decided here. */
import type { NodeAnswer, Service } from "../path/verdict.js";
import {
  type Cause,
  type CheckRun,
  type HealthTimeline,
  type ListenerService,
  type StateChange,
  statesAt,
  type TimelineState,
} from "../timeline/timeline.js";
import type { Page } from "./context.js";
import { type Cell, plain, table } from "./layout.js";
import { type Mark, stateMark, VERDICT_MARKS } from "./marks.js";
import { symptomText } from "./states.js";
import { assumptionLines, doubtLines, pageOf, type TextOptions } from "./text.js";
import { warningLines } from "./warnings.js";
import { blockerText, unknownText } from "./words.js";

/** What happens second by second, the checks in runs, what is not known and what was assumed. Ends with a line break. */
export function renderTimeline(timeline: HealthTimeline, options: TextOptions = {}): string {
  const page = pageOf(options);
  const blocks = [
    heading(timeline, page),
    happeningLines(timeline, page),
    checkLines(timeline, page),
    warningLines(timeline.warnings, page),
    doubtLines(timeline, page),
    assumptionLines(timeline.assumptions, page),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function heading({ loadBalancer, until, verdict }: HealthTimeline, { paint }: Page): string[] {
  const { sign, style } = VERDICT_MARKS[verdict];
  const subject = `health of ${plain(loadBalancer)}, ${clock(0, until)} to ${clock(until, until)}`;
  return [`${paint(style, sign)} ${paint("strong", subject)}  ${paint(style, SERVED[verdict])}`];
}

export const SERVED: Readonly<Record<HealthTimeline["verdict"], string>> = {
  reachable: "serving all the time",
  partial: "not serving all the time",
  unreachable: "never serving",
  unknown: "unknown",
};

const SERVICE_MARKS: Readonly<Record<Service, Mark>> = {
  serving: VERDICT_MARKS.reachable,
  "fail-open": VERDICT_MARKS.partial,
  degraded: VERDICT_MARKS.partial,
  down: VERDICT_MARKS.unreachable,
  unknown: VERDICT_MARKS.unknown,
};

/** `2:05`, or `0:02:05` where there are hours. */
export function clock(time: number, until: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes, seconds] = [Math.floor(time / 3600), Math.floor(time / 60) % 60, time % 60];
  return until >= 3600 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

function faint(...texts: readonly string[]): Cell[] {
  return texts.map((text): Cell => ({ text, style: "faint" }));
}

/** One block of rows for each second in which something happens: events, then states, then clients. */
function happeningLines(timeline: HealthTimeline, page: Page): string[] {
  const { events, changes, clients, until } = timeline;
  const times = new Set([
    0,
    ...events.map(({ at }) => at),
    ...changes.map(({ at }) => at),
    ...clients.map(({ from }) => from),
  ]);
  const rows = [...times]
    .sort((a, b) => a - b)
    .flatMap((time) => {
      const [first = [], ...others] = [
        ...events.filter(({ at }) => at === time).map(({ name }): Cell[] => eventRow(name)),
        ...stateRows(time === 0 ? beginning(timeline) : []),
        ...stateRows(changes.filter(({ at }) => at === time)),
        ...clientRows(timeline, time),
      ];
      const label = clock(time, until);
      return [[{ text: label }, ...first], ...others.map((row): Cell[] => [{ text: "" }, ...row])];
    });
  return table([faint("TIME", "", "WHAT", "NOW", "WHY"), ...rows], page.width, page.paint);
}

function eventRow(name: string): Cell[] {
  return [{ text: "»", style: "strong" }, { text: "event" }, { text: "" }, { text: plain(name), style: "strong" }];
}

/** The states of the beginning, as if each had just come. */
function beginning(timeline: HealthTimeline): readonly StateChange[] {
  const states = statesAt({ initial: timeline.initial, changes: [] }, 0);
  return Object.entries(states).map(([target, to]) => ({ at: 0, target, from: null, to }));
}

/** Targets that come to the same state together share a row. */
function stateRows(changes: readonly StateChange[]): Cell[][] {
  const groups = groupBy(changes, ({ to }) => JSON.stringify(to));
  return groups.map((group): Cell[] => {
    const [{ to }] = group;
    const { sign, style } = stateMark(to.state);
    return [
      { text: sign, style },
      { text: names(group.map(({ target }) => target)) },
      { text: plain(to.state), style },
      { text: reasonText(to) },
    ];
  });
}

function reasonText({ reasonCode, description }: TimelineState): string {
  return [reasonCode, description]
    .filter((each) => each !== null && each !== "N/A")
    .map((each) => plain(each ?? ""))
    .join(": ");
}

/** The listeners whose answer changes in that second. */
function clientRows({ clients }: HealthTimeline, time: number): Cell[][] {
  const at = clients.findIndex(({ from }) => from === time);
  const before = clients[at - 1]?.listeners ?? [];
  return (clients[at]?.listeners ?? []).flatMap((listener): Cell[][] => {
    const previous = before.find(({ port }) => port === listener.port);
    if (previous && answerText(previous) === answerText(listener)) return [];
    const { sign, style } = SERVICE_MARKS[listener.service];
    return [
      [
        { text: sign, style },
        { text: `clients of ${plain(listener.protocol)}:${listener.port}` },
        { text: listener.service, style },
        { text: serviceText(listener) },
      ],
    ];
  });
}

function answerText(listener: ListenerService): string {
  return `${listener.service} ${serviceText(listener)}`;
}

/** What is seen where: the zones are named where they differ. */
export function serviceText({ service, nodes, zones }: ListenerService): string {
  const failing = nodes.filter((each) => each.service !== "serving");
  const groups = groupBy(failing, (node) => seenText(node));
  const parts = groups.map((group) => {
    const where = group.length === nodes.length ? "" : ` in ${zonesOf(group)}`;
    return `${seenText(group[0])}${where}`;
  });
  const out = zones.filter((zone) => !zone.isInDns).map((zone) => `${plain(zone.availabilityZone)} out of DNS`);
  const all = [...parts.filter((each) => each !== ""), ...out];
  return all.length === 0 && service !== "serving" ? "not known" : all.join("; ");
}

/** `504 (security-group-no-match)`. */
function seenText({ symptoms, isFailOpen, service }: NodeAnswer): string {
  const seen = symptoms.map((each) => `${symptomText(each)} (${plain(each.cause)})`);
  const open = isFailOpen ? ["sent to unhealthy targets"] : [];
  const text = [...open, ...seen].join(", ");
  return text === "" && service !== "serving" ? "not known" : text;
}

function zonesOf(nodes: readonly NodeAnswer[]): string {
  return [...new Set(nodes.map((each) => plain(each.availabilityZone)))].join(", ");
}

type Findings = Pick<HealthTimeline, "blockers" | "unknowns">;

function causeText({ component, code }: Cause, { blockers, unknowns }: Findings): string {
  const blocker = blockers.find((each) => each.component === component && each.code === code);
  const unknown = unknowns.find((each) => each.component === component && each.code === code);
  const text = blocker ? blockerText(blocker) : unknown ? unknownText(unknown) : code;
  return `${plain(component)}: ${text}`;
}

/** Targets that were checked alike share a row. */
function checkLines(timeline: HealthTimeline, page: Page): string[] {
  const { checks, until } = timeline;
  if (checks.length === 0) return ["No health check was sent."];
  const byTime = [...checks].sort((a, b) => a.from - b.from);
  const groups = groupBy(byTime, ({ target, ...alike }) => JSON.stringify(alike));
  const rows = groups.map((group): Cell[] => {
    const [run] = group;
    const { sign, style } = OUTCOME_MARKS[run.outcome];
    return [
      { text: sign, style },
      {
        text: names(
          group.map(({ target }) => target),
          ROOM_BESIDE_CHECKS,
        ),
      },
      { text: clock(run.from, until) },
      { text: clock(run.to, until) },
      { text: run.count === 1 ? "once" : `${run.count}, every ${run.interval} s` },
      { text: run.outcome, style },
      { text: whyText(run, timeline) },
    ];
  });
  const head = faint("", "HEALTH CHECKS OF", "FIRST", "LAST", "SENT", "FOUND", "WHY");
  return table([head, ...rows], page.width, page.paint);
}

const OUTCOME_MARKS: Readonly<Record<CheckRun["outcome"], Mark>> = {
  pass: VERDICT_MARKS.reachable,
  fail: VERDICT_MARKS.unreachable,
  partial: VERDICT_MARKS.partial,
  unknown: VERDICT_MARKS.unknown,
};

function whyText({ outcome, knownAfter, nodes = {}, causes }: CheckRun, findings: Findings): string {
  const delay = outcome === "fail" && knownAfter > 0 ? [`no answer in ${knownAfter} s`] : [];
  const found = Object.entries(nodes).map(([node, each]) => `${plain(node)} ${each}`);
  return [...delay, ...found, ...causes.map((each) => causeText(each, findings))].join("; ");
}

/** Columns for names; more are counted. Fewer beside checks, so that two AWS ids leave room for a third in the reason. */
const ROOM = 40;
const ROOM_BESIDE_CHECKS = 32;

function names(targets: readonly string[], room: number = ROOM): string {
  const all = targets.map(plain);
  const together = all.join(", ");
  if (together.length <= room) return together;
  let count = 1;
  const shortened = (shown: number): string => `${all.slice(0, shown).join(", ")} and ${all.length - shown} more`;
  while (count + 1 < all.length && shortened(count + 1).length <= room) count++;
  return all.length === 1 ? together : shortened(count);
}

/** In the order in which the keys first come. */
function groupBy<T>(members: readonly T[], keyOf: (member: T) => string): (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const member of members) {
    const key = keyOf(member);
    const group = groups.get(key);
    if (group) group.push(member);
    else groups.set(key, [member]);
  }
  return [...groups.values()];
}
