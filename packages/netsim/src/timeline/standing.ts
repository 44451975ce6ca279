/**
 * How a target stands with its load balancer: what its health checks have come to so far. Thresholds count checks in a
 * row.
 * "Configure health checks for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-healthchecks.html
 * "Health checks for your target groups" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */

/** `partial`: it comes and goes with the node that checks and the source port it picks. */
export type CheckOutcome = "pass" | "fail" | "partial" | "unknown";

export interface Thresholds {
  /** Successes in a row that bring a target back, 2-10. */
  readonly healthyThreshold: number;
  /** Failures in a row that take a target out, 2-10. */
  readonly unhealthyThreshold: number;
}

/**
 * Until when the first success is enough: as long as the target has not failed its checks (`before-unhealthy`), or until
 * it comes, however many have failed (`always`). AWS says that a newly registered target needs one success, and not what
 * a target needs that has failed first.
 */
export type FirstSuccess = "before-unhealthy" | "always";

/** Whether a target has been in service yet, is, or is no more, and how its last checks went. */
export interface Count {
  readonly phase: "new" | "in" | "out";
  /** Successes in a row, or failures as a negative number; not counted beyond {@link MOST}. */
  readonly streak: number;
}

/** No threshold is higher. */
const MOST = 10;

/**
 * `registering`: no check was sent yet. `checking`: the first ones were. `failed`: it is out, and its last checks failed
 * as often as takes a target out. `recovering`: it is out, and has not passed enough checks. `in-doubt`: it may be in
 * or out.
 */
export type CountStanding = "registering" | "checking" | "in-service" | "failed" | "recovering" | "in-doubt";

/** Besides: `held` by something other than checks, `draining` after it was deregistered, `gone` after that. */
export type Standing = CountStanding | "held" | "draining" | "gone";

export function afterCheck(count: Count, passed: boolean, thresholds: Thresholds, firstSuccess: FirstSuccess): Count {
  const streak = passed
    ? Math.min(Math.max(count.streak, 0) + 1, MOST)
    : Math.max(Math.min(count.streak, 0) - 1, -MOST);
  return { phase: phaseAfter(count.phase, streak, thresholds, firstSuccess), streak };
}

function phaseAfter(
  phase: Count["phase"],
  streak: number,
  { healthyThreshold, unhealthyThreshold }: Thresholds,
  firstSuccess: FirstSuccess,
): Count["phase"] {
  const hasFailed = -streak >= unhealthyThreshold;
  switch (phase) {
    case "new":
      if (streak > 0) return "in";
      return hasFailed && firstSuccess === "before-unhealthy" ? "out" : "new";
    case "in":
      return hasFailed ? "out" : "in";
    case "out":
      return streak >= healthyThreshold ? "in" : "out";
  }
}

/** Every count that a check whose outcome is not certain may lead to; of others there is one. */
export function afterOutcome(
  counts: readonly Count[],
  outcome: CheckOutcome,
  thresholds: Thresholds,
  firstSuccess: FirstSuccess,
): readonly Count[] {
  const after = (passed: boolean): readonly Count[] =>
    counts.map((count) => afterCheck(count, passed, thresholds, firstSuccess));
  if (outcome === "pass") return distinct(after(true));
  return distinct(outcome === "fail" ? after(false) : [...after(true), ...after(false)]);
}

/** Each count once, in one order. */
function distinct(counts: readonly Count[]): readonly Count[] {
  if (counts.length < 2) return counts;
  const byKey = new Map(counts.map((count) => [keyOf(count), count]));
  return [...byKey].sort(([a], [b]) => a - b).map(([, count]) => count);
}

const PHASES = { new: 0, in: 1, out: 2 } as const;

function keyOf({ phase, streak }: Count): number {
  return PHASES[phase] * 100 + MOST + streak;
}

export function sameCounts(a: readonly Count[], b: readonly Count[]): boolean {
  return a.length === b.length && a.every((count, at) => keyOf(count) === keyOf(b[at] as Count));
}

/** Every count of a target that has been checked for long, when its checks may pass and may fail. */
export function allCounts({ healthyThreshold, unhealthyThreshold }: Thresholds): readonly Count[] {
  const streaks = Array.from({ length: 2 * MOST + 1 }, (_, at) => at - MOST).filter((streak) => streak !== 0);
  const within = (phase: "in" | "out", isIn: (streak: number) => boolean): Count[] =>
    streaks.filter(isIn).map((streak) => ({ phase, streak }));
  return distinct([
    ...within("in", (streak) => streak > -unhealthyThreshold),
    ...within("out", (streak) => streak < healthyThreshold),
  ]);
}

/** What is certain of a target that may have any of these counts. */
export function standingOf(counts: readonly Count[], wasChecked: boolean, thresholds: Thresholds): CountStanding {
  const [first, ...others] = new Set(counts.map((count) => standingOfOne(count, wasChecked, thresholds)));
  if (first === undefined) return "in-doubt";
  if (others.length === 0) return first;
  // Of both it is true that too few checks were passed.
  return [first, ...others].every((each) => each === "failed" || each === "recovering") ? "recovering" : "in-doubt";
}

function standingOfOne(count: Count, wasChecked: boolean, { unhealthyThreshold }: Thresholds): CountStanding {
  if (count.phase === "in") return "in-service";
  if (-count.streak >= unhealthyThreshold) return "failed";
  if (count.phase === "out") return "recovering";
  return wasChecked ? "checking" : "registering";
}
