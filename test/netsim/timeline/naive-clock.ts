/** Health checks second by second, as one would tell them: for comparison, and with nothing of the clock's arithmetic. */
import type { ClockOptions, ClockSpan } from "../../../packages/netsim/src/timeline/health-clock.ts";
import type { Standing } from "../../../packages/netsim/src/timeline/standing.ts";

export interface Second {
  readonly standing: Standing;
  /** Whether a check until then might as well have ended otherwise. */
  readonly wasInDoubt: boolean;
}

/** `turns`: what the checks in doubt turn out to be, again and again. */
export function naiveStandings(
  spans: readonly ClockSpan[],
  start: "settled" | "registering",
  options: ClockOptions,
  turns: readonly boolean[],
): { readonly seconds: readonly Second[]; readonly sent: readonly number[] } {
  let turn = 0;
  let isNew = start === "registering";
  let isIn = false;
  let successes = 0;
  let failures = 0;
  let wasInDoubt = false;
  let wasChecked = start === "settled";
  let isHeld = false;
  let wasHeldAs: ClockSpan["hold"];
  let lastSent: number | undefined;
  let busyUntil = 0;
  let pending: { at: number; span: ClockSpan } | undefined;
  const [first] = spans;
  let nextCheck = start === "settled" ? 0 : (options.firstCheckAfter ?? first?.interval ?? 0);
  if (start === "settled" && first) {
    isIn = first.outcome === "pass";
    if (first.outcome === "partial" || first.outcome === "unknown") {
      wasInDoubt = true;
      isIn = turns[turn++ % turns.length] ?? false;
    }
    if (isIn) successes = 10;
    else if (first.outcome === "fail") failures = 10;
    else failures = 10;
  }
  const seconds: Second[] = [];
  const sent: number[] = [];

  const succeed = (span: ClockSpan): void => {
    failures = 0;
    successes++;
    if (isNew) {
      isNew = false;
      isIn = true;
    } else if (!isIn && successes >= span.healthyThreshold) isIn = true;
  };
  const fail = (span: ClockSpan): void => {
    successes = 0;
    failures++;
    if (failures < span.unhealthyThreshold) return;
    isIn = false;
    if (options.firstSuccess === "before-unhealthy") isNew = false;
  };
  const standing = (span: ClockSpan): Standing => {
    if (isHeld) return "held";
    if (isIn) return "in-service";
    if (failures >= span.unhealthyThreshold) return "failed";
    if (isNew) return wasChecked ? "checking" : "registering";
    return "recovering";
  };

  /** The thresholds by which a standing is named are those of the last check. */
  let named = first as ClockSpan;
  for (const span of spans) {
    for (let second = span.from; second < span.to; second++) {
      if (pending && pending.at === second && !(second === span.from && span.hold)) {
        fail(pending.span);
        named = pending.span;
        pending = undefined;
      }
      if (second === span.from) {
        if (span.hold) {
          isHeld = true;
          pending = undefined;
          if (!span.hold.isChecked) {
            lastSent = undefined;
            nextCheck = Number.POSITIVE_INFINITY;
          } else if (lastSent !== undefined) nextCheck = Math.max(second, lastSent + span.interval, busyUntil);
          else if (nextCheck === Number.POSITIVE_INFINITY) nextCheck = second;
          wasHeldAs = span.hold;
        } else {
          if (wasHeldAs) {
            isHeld = false;
            isNew = wasHeldAs.returns === "new";
            isIn = false;
            successes = 0;
            failures = 0;
            named = span;
            wasChecked = lastSent !== undefined;
            if (nextCheck === Number.POSITIVE_INFINITY) nextCheck = second + (options.firstCheckAfter ?? span.interval);
            wasHeldAs = undefined;
          }
          if (lastSent !== undefined) nextCheck = Math.max(second, lastSent + span.interval, busyUntil);
        }
      }
      if (second >= nextCheck) {
        sent.push(second);
        lastSent = second;
        nextCheck = second + span.interval;
        busyUntil = span.outcome === "pass" ? second : second + span.failsAfter;
        if (!isHeld) {
          const isOpen = span.outcome === "partial" || span.outcome === "unknown";
          wasInDoubt ||= isOpen;
          wasChecked = true;
          const passes = isOpen ? (turns[turn++ % turns.length] ?? false) : span.outcome === "pass";
          named = span;
          if (passes) succeed(span);
          else if (span.failsAfter === 0) fail(span);
          else pending = { at: second + span.failsAfter, span };
        }
      }
      seconds.push({ standing: standing(named), wasInDoubt });
    }
  }
  return { seconds, sent };
}
