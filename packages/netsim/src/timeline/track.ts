/** The life of one target in a timeline: registered, checked, draining, gone, and perhaps registered again. */
import {
  advance,
  type Clock,
  type ClockOptions,
  type ClockRun,
  registeredClock,
  settledClock,
} from "./health-clock.js";
import type { HeldState, Member, Outlook, StateWords, Use } from "./health-source.js";
import type { Standing } from "./standing.js";
import type { CheckRun, TimelineState } from "./timeline.js";

/** A target in a state from then on. */
export interface Mark {
  readonly at: number;
  readonly state: TimelineState;
  readonly standing: Standing;
  /** Whether it gets requests. */
  readonly use: Use;
  /** What the hold assumes. */
  readonly assumption?: { readonly code: string } | undefined;
}

export type TrackRun = Omit<CheckRun, "target">;

/** What is known of a target so far. The only thing in here that changes. */
export interface Track {
  readonly key: string;
  readonly words: StateWords;
  /** Whether it is there at the beginning. */
  readonly isInitial: boolean;
  /** Undefined while it is not registered, and from registration to the first look. */
  clock: Clock | undefined;
  /** The health check of its last look. */
  timing: string | undefined;
  /** Whether the health check was edited while it was registered. */
  isRetimed: boolean;
  /** By time. */
  readonly marks: Mark[];
  readonly runs: TrackRun[];
}

/** A stretch of time in which the network stays as it is; `to` is the first second after it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export function newTrack({ key, words }: Member, isInitial: boolean): Track {
  return { key, words, isInitial, clock: undefined, timing: undefined, isRetimed: false, marks: [], runs: [] };
}

/** Registered so long ago that its checks have settled. */
export function settle(track: Track, outlook: Outlook, at: number): void {
  track.clock = settledClock({ ...outlook, from: at, to: at });
  mark(track, at, track.clock.standing, outlook);
}

export function join(track: Track, at: number): void {
  undoAfter(track, at);
  track.clock = undefined;
  mark(track, at, "registering");
}

export function leave(track: Track, at: number, drains: number): void {
  // What its last check would have brought comes too late.
  undoAfter(track, at);
  track.clock = undefined;
  if (drains > 0) mark(track, at, "draining");
  mark(track, at + drains, "gone");
}

/** Its checks while the network is as the outlook has it. */
export function live(track: Track, outlook: Outlook, span: Span, options: ClockOptions): void {
  const { hold, interval, healthyThreshold, unhealthyThreshold } = outlook;
  const timing = [interval, healthyThreshold, unhealthyThreshold].join(" ");
  if (track.clock && track.timing !== undefined && track.timing !== timing) track.isRetimed = true;
  track.timing = timing;
  if (hold) undoAfter(track, span.from);
  const clock = track.clock ?? registeredClock(span.from, outlook.interval, options);
  const { run, moves, clock: after } = advance(clock, { ...outlook, ...span }, options);
  for (const { at, standing } of moves) mark(track, at, standing, outlook);
  const last = track.marks.at(-1);
  // The target is out as before, and by now for another reason.
  if (run && outlook.outcome === "fail" && last && isOut(last.standing)) {
    mark(track, Math.max(last.at, run.from + run.failsAfter), last.standing, outlook);
  }
  if (run) addRun(track.runs, runOf(run, outlook));
  track.clock = after;
}

function isOut(standing: Standing): boolean {
  return standing === "failed" || standing === "recovering";
}

/** An event at that second comes before what would have happened later, and before what happens in that second. */
function undoAfter({ marks }: Track, at: number): void {
  while ((marks.at(-1)?.at ?? -1) > at) marks.pop();
}

function mark(track: Track, at: number, standing: Standing, outlook?: Outlook): void {
  const last = track.marks.at(-1);
  const state = stateOf(track.words, standing, outlook, last);
  if (last && last.standing === standing && sameState(last.state, state)) return;
  const use = useOf(standing, outlook?.hold);
  const assumption = standing === "held" ? outlook?.hold?.assumption : undefined;
  track.marks.push({ at, state, standing, use, assumption });
}

function stateOf(
  words: StateWords,
  standing: Standing,
  outlook: Outlook | undefined,
  last: Mark | undefined,
): TimelineState {
  if (standing === "held") return outlook?.hold?.state ?? words["in-doubt"];
  if (standing === "failed") return outlook?.failed ?? words.failed;
  if (standing !== "recovering") return words[standing];
  return words.recovering ?? outlook?.failed ?? (last && isOut(last.standing) ? last.state : words.failed);
}

export function sameState(a: TimelineState, b: TimelineState): boolean {
  return a.state === b.state && a.reasonCode === b.reasonCode && a.description === b.description;
}

/** Only what is in service gets requests; what drains keeps those that it has. */
function useOf(standing: Standing, hold: HeldState | undefined): Use {
  if (standing === "in-service" || standing === "in-doubt") return standing === "in-doubt" ? "in-doubt" : "in";
  return standing === "held" && hold?.isServing ? "in" : "out";
}

function runOf(run: ClockRun, { nodes, causes }: Outlook): TrackRun {
  const { from, to, interval, count, outcome } = run;
  const knownAfter = outcome === "pass" ? 0 : run.failsAfter;
  const known = { from, to, interval, count, outcome, knownAfter, causes };
  return nodes ? { ...known, nodes } : known;
}

/** An event that changes nothing for these checks does not part them. */
function addRun(runs: TrackRun[], run: TrackRun): void {
  const last = runs.at(-1);
  if (last && isContinuedBy(last, run)) {
    runs[runs.length - 1] = { ...last, to: run.to, count: last.count + run.count };
  } else {
    runs.push(run);
  }
}

function isContinuedBy(last: TrackRun, run: TrackRun): boolean {
  const { from, to, interval, count, ...alike } = last;
  const { from: begin, to: end, interval: step, count: more, ...these } = run;
  const isInStep = interval === step && to + interval === begin;
  return isInStep && JSON.stringify(alike) === JSON.stringify(these);
}
