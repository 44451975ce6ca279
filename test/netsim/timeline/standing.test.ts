import { describe, expect, it } from "vitest";
import {
  afterCheck,
  afterOutcome,
  allCounts,
  type Count,
  standingOf,
} from "../../../packages/netsim/src/timeline/standing.ts";

const THRESHOLDS = { healthyThreshold: 3, unhealthyThreshold: 2 };

/** The standing after each of these checks, `+` passed and `-` failed. */
function standings(
  start: Count,
  checks: string,
  firstSuccess: "before-unhealthy" | "always" = "before-unhealthy",
): string[] {
  let count = start;
  return [...checks].map((check) => {
    count = afterCheck(count, check === "+", THRESHOLDS, firstSuccess);
    return standingOf([count], true, THRESHOLDS);
  });
}

describe("how a target stands", () => {
  it("in service: UnhealthyThreshold failures in a row take it out, and one success begins the row anew", () => {
    expect(standings({ phase: "in", streak: 1 }, "-+--")).toEqual(["in-service", "in-service", "in-service", "failed"]);
  });

  it("out of service: HealthyThreshold successes in a row bring it back; until then it has not passed enough", () => {
    expect(standings({ phase: "out", streak: -2 }, "++-+++")).toEqual([
      "recovering",
      "recovering",
      "recovering",
      "recovering",
      "recovering",
      "in-service",
    ]);
  });

  it("out of service: it has failed at least UnhealthyThreshold checks once that many fail again", () => {
    expect(standings({ phase: "out", streak: -2 }, "+--")).toEqual(["recovering", "recovering", "failed"]);
  });

  it("newly registered: one success is enough, until it has failed", () => {
    const fresh = { phase: "new", streak: 0 } as const;
    expect(standings(fresh, "-+")).toEqual(["checking", "in-service"]);
    expect(standings(fresh, "--+")).toEqual(["checking", "failed", "recovering"]);
    expect(standings(fresh, "--+", "always")).toEqual(["checking", "failed", "in-service"]);
  });

  it("in doubt where it may be in or out, and certain where it may be out in two ways", () => {
    const after = afterOutcome([{ phase: "in", streak: -1 }], "unknown", THRESHOLDS, "always");
    expect(standingOf(after, true, THRESHOLDS)).toBe("in-doubt");
    expect(standingOf(allCounts(THRESHOLDS), true, THRESHOLDS)).toBe("in-doubt");
    const out = [-2, 1].map((streak): Count => ({ phase: "out", streak }));
    expect(standingOf(out, true, THRESHOLDS)).toBe("recovering");
  });
});
