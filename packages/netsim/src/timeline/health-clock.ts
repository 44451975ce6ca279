/**
 * The health checks of one target in time. Between two events every check of a target ends alike, so its counts settle
 * after a few of them and the others need no look: a day costs as much as a minute.
 */
import {
  afterOutcome,
  allCounts,
  type CheckOutcome,
  type Count,
  type FirstSuccess,
  type Standing,
  sameCounts,
  standingOf,
  type Thresholds,
} from "./standing.js";

/** What holds a target's state whatever its checks say, such as an instance that is stopped. */
export interface Hold {
  /** What it is once released: as if newly registered, or out and in need of HealthyThreshold successes. */
  readonly returns: "new" | "out";
  /** Whether it is checked all the same. */
  readonly isChecked: boolean;
}

/** A time in which nothing changes but by the checks themselves. Whole seconds. */
export interface ClockSpan extends Thresholds {
  readonly from: number;
  /** The first second after it. */
  readonly to: number;
  /** Seconds from one check to the next. */
  readonly interval: number;
  readonly outcome: CheckOutcome;
  /** Seconds after which a check that fails is known to have failed, at most `interval`; one that passes has passed at once. */
  readonly failsAfter: number;
  readonly hold?: Hold | undefined;
}

export interface ClockOptions {
  /** Seconds from registration to the first check; one interval when undefined. */
  readonly firstCheckAfter: number | undefined;
  readonly firstSuccess: FirstSuccess;
}

export interface Clock {
  /** Every count that the target may have. */
  readonly counts: readonly Count[];
  readonly standing: Standing;
  /** When the last check was sent; undefined before the first. */
  readonly lastSent: number | undefined;
  /** When its outcome is known. */
  readonly lastKnown: number;
  /** When the first check is sent; undefined for one interval after the next span begins. */
  readonly first: number | undefined;
  readonly hold?: Hold | undefined;
}

/** Checks that ended alike, the same time apart. */
export interface ClockRun {
  /** When the first and the last of them were sent. */
  readonly from: number;
  readonly to: number;
  readonly interval: number;
  readonly count: number;
  readonly outcome: CheckOutcome;
  readonly failsAfter: number;
}

/** From this second on the target stands like that. */
export interface Move {
  readonly at: number;
  readonly standing: Standing;
}

export interface Advanced {
  readonly clock: Clock;
  readonly run: ClockRun | undefined;
  /** By time. The last of them may come after the span, when the last check of the span is known to have failed. */
  readonly moves: readonly Move[];
}

/** A target that is registered at the beginning of a span. */
export function registeredClock(at: number, interval: number, { firstCheckAfter = interval }: ClockOptions): Clock {
  return {
    counts: [{ phase: "new", streak: 0 }],
    standing: "registering",
    lastSent: undefined,
    lastKnown: at,
    first: at + firstCheckAfter,
  };
}

const MANY = 10;

/** A target that has been checked for long, by what the checks of that span give. Its next check is sent at once. */
export function settledClock(span: ClockSpan): Clock {
  const counts = settledCounts(span);
  const standing = span.hold ? "held" : standingOf(counts, true, span);
  return { counts, standing, lastSent: undefined, lastKnown: span.from, first: span.from, hold: span.hold };
}

function settledCounts(span: ClockSpan): readonly Count[] {
  if (span.outcome === "pass") return [{ phase: "in", streak: MANY }];
  return span.outcome === "fail" ? [{ phase: "out", streak: -MANY }] : allCounts(span);
}

/** What the checks of a span bring. */
export function advance(clock: Clock, span: ClockSpan, options: ClockOptions): Advanced {
  return span.hold ? held(clock, span, span.hold) : checked(clock, span, options);
}

function held(clock: Clock, span: ClockSpan, hold: Hold): Advanced {
  const run = hold.isChecked ? runFrom(firstIn(clock, span), span) : undefined;
  const lastSent = hold.isChecked ? (run?.to ?? clock.lastSent) : undefined;
  const after: Clock = {
    counts: [],
    standing: "held",
    lastSent,
    lastKnown: run ? run.to + delayOf(span) : clock.lastKnown,
    first: hold.isChecked ? clock.first : undefined,
    hold,
  };
  return { clock: after, run, moves: [{ at: span.from, standing: "held" }] };
}

function checked(before: Clock, span: ClockSpan, options: ClockOptions): Advanced {
  const moves: Move[] = [];
  let { counts, standing, lastSent, lastKnown, first } = before;
  const move = (at: number, to: Standing): void => {
    if (to !== standing) moves.push({ at, standing: to });
    standing = to;
  };
  if (before.hold) {
    counts = [{ phase: before.hold.returns, streak: 0 }];
    first ??= span.from + (options.firstCheckAfter ?? span.interval);
    move(span.from, standingOf(counts, lastSent !== undefined, span));
  }
  const start = firstIn({ lastSent, lastKnown, first }, span);
  const run = runFrom(start, span);
  for (let at = start; at < span.to; at += span.interval) {
    const after = afterOutcome(counts, span.outcome, span, options.firstSuccess);
    const delay = delayOf(span);
    // Until it is known to have failed, a check has changed nothing; one that may pass may have changed something at once.
    const meanwhile = span.outcome === "fail" ? counts : after;
    if (delay > 0) move(at, standingOf(meanwhile, true, span));
    move(at + delay, standingOf(after, true, span));
    lastSent = at;
    lastKnown = at + delay;
    if (sameCounts(after, counts)) break;
    counts = after;
  }
  if (run) {
    lastSent = run.to;
    lastKnown = run.to + delayOf(span);
  }
  return { clock: { counts, standing, lastSent, lastKnown, first }, run, moves };
}

/** Seconds from sending a check to knowing its outcome. */
function delayOf({ outcome, failsAfter }: ClockSpan): number {
  return outcome === "pass" ? 0 : failsAfter;
}

/** When the next check is sent: an interval after the last, and never before that one is over, should the interval shrink. */
function firstIn({ lastSent, lastKnown, first }: Pick<Clock, "lastSent" | "lastKnown" | "first">, span: ClockSpan) {
  if (lastSent === undefined) return Math.max(span.from, first ?? span.from);
  return Math.max(span.from, lastSent + span.interval, lastKnown);
}

function runFrom(from: number, span: ClockSpan): ClockRun | undefined {
  if (from >= span.to) return undefined;
  const { interval, outcome, failsAfter } = span;
  const more = Math.floor((span.to - 1 - from) / interval);
  return { from, to: from + more * interval, interval, count: more + 1, outcome, failsAfter };
}
