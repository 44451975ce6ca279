import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advance,
  type Clock,
  type ClockOptions,
  type ClockRun,
  type ClockSpan,
  type Move,
  registeredClock,
  settledClock,
} from "../../../packages/netsim/src/timeline/health-clock.ts";
import type { CheckOutcome, Standing } from "../../../packages/netsim/src/timeline/standing.ts";
import { naiveStandings, type Second } from "./naive-clock.ts";

const OPTIONS: ClockOptions = { firstCheckAfter: undefined, firstSuccess: "before-unhealthy" };

function span(from: number, to: number, outcome: CheckOutcome, more: Partial<ClockSpan> = {}): ClockSpan {
  return { from, to, outcome, interval: 30, failsAfter: 5, unhealthyThreshold: 2, healthyThreshold: 10, ...more };
}

interface Life {
  readonly moves: readonly Move[];
  readonly runs: readonly ClockRun[];
}

/** Spans one after the other; what a hold overtakes does not happen. */
function live(start: Clock, spans: readonly ClockSpan[], options: ClockOptions = OPTIONS): Life {
  let clock = start;
  let moves: Move[] = [{ at: spans[0]?.from ?? 0, standing: start.standing }];
  const runs: ClockRun[] = [];
  for (const each of spans) {
    if (each.hold) moves = moves.filter((move) => move.at <= each.from);
    const next = advance(clock, each, options);
    clock = next.clock;
    moves.push(...next.moves);
    if (next.run) runs.push(next.run);
  }
  return { moves, runs };
}

function settled(...spans: readonly ClockSpan[]): readonly Move[] {
  return live(settledClock(spans[0] as ClockSpan), spans).moves;
}

function registered(spans: readonly ClockSpan[], options: ClockOptions = OPTIONS): readonly Move[] {
  return live(registeredClock(0, spans[0]?.interval ?? 30, options), spans, options).moves;
}

const text = (moves: readonly Move[]): string[] => moves.map(({ at, standing }) => `${at} ${standing}`);

describe("a target in service", () => {
  it("is out as soon as the last of UnhealthyThreshold checks in a row is known to have failed: t0 + (threshold - 1) * interval + timeout", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 10 }),
        fc.integer({ min: 5, max: 300 }),
        fc.nat(1000),
        (threshold, interval, before) => {
          const timeout = Math.max(2, Math.floor(interval / 3));
          const check = { interval, failsAfter: timeout, unhealthyThreshold: threshold };
          const moves = settled(span(0, before + 1, "pass", check), span(before + 1, 100_000, "fail", check));
          const first = (Math.floor(before / interval) + 1) * interval;
          expect(text(moves)).toEqual(["0 in-service", `${first + (threshold - 1) * interval + timeout} failed`]);
        },
      ),
    );
  });

  it("that answers wrongly is out without waiting for the timeout", () => {
    expect(text(settled(span(0, 60, "pass"), span(60, 600, "fail", { failsAfter: 0 })))).toEqual([
      "0 in-service",
      "90 failed",
    ]);
  });

  it("stays in service when fewer checks in a row fail than UnhealthyThreshold, however often that happens", () => {
    const spans = Array.from({ length: 50 }, (_, at) => span(at * 30, at * 30 + 30, at % 2 === 0 ? "pass" : "fail"));
    expect(text(settled(...spans))).toEqual(["0 in-service"]);
  });

  it("never leaves while it always passes", () => {
    expect(text(settled(span(0, 10_000_000, "pass")))).toEqual(["0 in-service"]);
  });
});

describe("a target out of service", () => {
  it("is back with the HealthyThreshold-th success in a row", () => {
    expect(text(settled(span(0, 60, "fail"), span(60, 3600, "pass", { healthyThreshold: 3 })))).toEqual([
      "0 failed",
      "60 recovering",
      "120 in-service",
    ]);
  });

  it("begins to count again after a failure in between", () => {
    const three = { healthyThreshold: 3 };
    const moves = settled(
      span(0, 30, "fail", three),
      span(30, 90, "pass", three),
      span(90, 120, "fail", three),
      span(120, 600, "pass", three),
    );
    expect(text(moves)).toEqual(["0 failed", "30 recovering", "180 in-service"]);
  });
});

describe("a newly registered target", () => {
  it("is in service with its first success, not with the HealthyThreshold-th", () => {
    expect(text(registered([span(0, 600, "pass")]))).toEqual(["0 registering", "30 in-service"]);
  });

  it("is in service with its first success after failures that were too few to take it out", () => {
    expect(text(registered([span(0, 40, "fail"), span(40, 600, "pass")]))).toEqual([
      "0 registering",
      "30 checking",
      "60 in-service",
    ]);
  });

  it("is unhealthy after UnhealthyThreshold failures, and needs HealthyThreshold successes from then on", () => {
    const spans = [span(0, 70, "fail", { healthyThreshold: 3 }), span(70, 600, "pass", { healthyThreshold: 3 })];
    expect(text(registered(spans))).toEqual([
      "0 registering",
      "30 checking",
      "65 failed",
      "90 recovering",
      "150 in-service",
    ]);
    expect(text(registered(spans, { ...OPTIONS, firstSuccess: "always" }))).toEqual([
      "0 registering",
      "30 checking",
      "65 failed",
      "90 in-service",
    ]);
  });

  it("gets its first check when it is told to", () => {
    expect(text(registered([span(0, 600, "pass")], { ...OPTIONS, firstCheckAfter: 0 }))).toEqual([
      "0 registering",
      "0 in-service",
    ]);
    expect(text(registered([span(0, 600, "fail")], { ...OPTIONS, firstCheckAfter: 7 }))).toEqual([
      "0 registering",
      "7 checking",
      "42 failed",
    ]);
  });
});

describe("a target whose checks come and go", () => {
  it("is in doubt only once UnhealthyThreshold of them may have failed", () => {
    expect(text(settled(span(0, 60, "pass"), span(60, 600, "partial")))).toEqual(["0 in-service", "90 in-doubt"]);
  });

  it("is certainly in service once HealthyThreshold have passed, and certainly out once UnhealthyThreshold have failed", () => {
    const three = { healthyThreshold: 3 };
    expect(text(settled(span(0, 60, "unknown", three), span(60, 600, "pass", three)))).toEqual([
      "0 in-doubt",
      "120 in-service",
    ]);
    expect(text(settled(span(0, 60, "unknown", three), span(60, 600, "fail", three)))).toEqual([
      "0 in-doubt",
      "95 failed",
    ]);
  });
});

describe("the health check itself", () => {
  it("edited to a longer interval goes on an interval after the last check", () => {
    const { runs } = live(registeredClock(0, 10, OPTIONS), [
      span(0, 25, "pass", { interval: 10 }),
      span(25, 300, "pass", { interval: 60 }),
    ]);
    expect(runs.map(({ from, to, count }) => [from, to, count])).toEqual([
      [10, 20, 2],
      [80, 260, 4],
    ]);
  });

  it("edited to a shorter interval does not send a check while the last one waits", () => {
    const { runs } = live(settledClock(span(0, 1, "fail")), [
      span(0, 10, "fail", { interval: 300, failsAfter: 60 }),
      span(10, 100, "fail", { interval: 5, failsAfter: 2 }),
    ]);
    expect(runs.map(({ from, to, count }) => [from, to, count])).toEqual([
      [0, 0, 1],
      [60, 95, 8],
    ]);
  });

  it("costs the same for a day and for a thousand years: the counts settle", () => {
    const moves = settled(span(0, 1000, "pass"), span(1000, 31_556_952_000, "partial"));
    expect(text(moves)).toEqual(["0 in-service", "1050 in-doubt"]);
  });
});

const outcome = fc.constantFrom<CheckOutcome>("pass", "fail", "partial", "unknown");
const hold = fc.record({ returns: fc.constantFrom("new" as const, "out" as const), isChecked: fc.boolean() });

/** Spans that follow each other from 0, with one check or with edits of it. */
const spans = fc
  .array(
    fc.record({
      length: fc.integer({ min: 1, max: 120 }),
      outcome,
      isCertain: fc.boolean(),
      interval: fc.integer({ min: 2, max: 12 }),
      isEdited: fc.boolean(),
      part: fc.integer({ min: 0, max: 100 }),
      healthyThreshold: fc.integer({ min: 2, max: 10 }),
      unhealthyThreshold: fc.integer({ min: 2, max: 10 }),
      hold: fc.option(hold, { nil: undefined, freq: 5 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts): readonly ClockSpan[] => {
    let from = 0;
    let check = parts[0];
    return parts.map(({ length, isCertain, part, ...each }) => {
      if (each.isEdited) check = { ...each, length, isCertain, part };
      const { interval = 5, healthyThreshold = 2, unhealthyThreshold = 2 } = check ?? {};
      const result: ClockSpan = {
        from,
        to: from + length,
        interval,
        healthyThreshold,
        unhealthyThreshold,
        // No answer takes up to an interval, a wrong one no time.
        failsAfter: Math.floor((interval * part) / 100),
        outcome: isCertain && each.outcome !== "pass" ? "fail" : each.outcome,
        ...(each.hold ? { hold: each.hold } : {}),
      };
      from += length;
      return result;
    });
  });

const start = fc.constantFrom("settled" as const, "registering" as const);
const options = fc.record({
  firstCheckAfter: fc.option(fc.nat(20), { nil: undefined }),
  firstSuccess: fc.constantFrom("before-unhealthy" as const, "always" as const),
});

function standingsOf(moves: readonly Move[], end: number): readonly Standing[] {
  let next = 0;
  let now: Standing = "registering";
  return Array.from({ length: end }, (_, second) => {
    for (let move = moves[next]; move && move.at <= second; move = moves[++next]) now = move.standing;
    return now;
  });
}

/** What the clock says is what is, or it says that it is in doubt; and it is in doubt only after a check that is. */
function agrees(said: Standing, naive: Second): boolean {
  if (said === naive.standing) return true;
  if (!naive.wasInDoubt) return false;
  return said === "in-doubt" || (said === "recovering" && naive.standing === "failed");
}

describe("the clock against a simulation second by second", () => {
  it("gives the same state at every second, whatever checks in doubt turn out to be", () => {
    fc.assert(
      fc.property(
        spans,
        start,
        options,
        fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
        (all, begin, how, turns) => {
          const [first] = all;
          const end = all.at(-1)?.to ?? 0;
          if (!first) return;
          const clock = begin === "settled" ? settledClock(first) : registeredClock(0, first.interval, how);
          const { moves, runs } = live(clock, all, how);
          const naive = naiveStandings(all, begin, how, turns);
          const said = standingsOf(moves, end);
          for (const [second, each] of naive.seconds.entries()) {
            if (!agrees(said[second] as Standing, each)) {
              expect([second, said[second]]).toEqual([second, each.standing]);
            }
          }
          const sent = runs.flatMap(({ from, interval, count }) =>
            Array.from({ length: count }, (_, at) => from + at * interval),
          );
          expect(sent).toEqual(naive.sent);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
