import { createNetwork, type Network, ok, unwrap } from "@netsim/core";
import { describe, expect, it } from "vitest";
import type { HealthSource, Outlook } from "../../../packages/netsim/src/timeline/health-source.ts";
import { simulate } from "../../../packages/netsim/src/timeline/simulate.ts";
import type { Simulation } from "../../../packages/netsim/src/timeline/simulation.ts";
import { TARGET_GROUP_WORDS } from "../../../packages/netsim/src/timeline/target-group-words.ts";

/** A moment of a target group: what each registered target's check gives. */
type Moment = Readonly<Record<string, Partial<Outlook>>>;

const HOW: Simulation = { until: 1000, start: "settled", firstCheckAfter: undefined, firstSuccess: "before-unhealthy" };

/** Interval 30, timeout 5, healthy threshold 5, unhealthy threshold 2, deregistration delay 300: AWS's defaults. */
function play(first: Moment, later: Readonly<Record<number, Moment>>, how: Partial<Simulation> = {}) {
  const moments = new Map<Network, Moment>();
  const networkOf = (moment: Moment): Network => {
    const made = unwrap(createNetwork({}));
    moments.set(made, moment);
    return made;
  };
  const membersOf = (moment: Moment) =>
    Object.keys(moment).map((key) => ({ key, words: TARGET_GROUP_WORDS, drains: 300 }));
  const source: HealthSource = {
    loadBalancer: "app",
    members: (network) => ok(membersOf(moments.get(network) ?? {})),
    namesOf: (keys) => new Map(keys.map((key) => [key, key])),
    look: (network) => ({
      outlooks: Object.entries(moments.get(network) ?? {}).map(([key, more]): Outlook => {
        const check = { interval: 30, failsAfter: 5, healthyThreshold: 5, unhealthyThreshold: 2 };
        return { key, outcome: "pass", causes: [], ...check, ...more };
      }),
      clients: () => [],
      found: () => ({ blockers: [], unknowns: [], assumptions: [], warnings: [] }),
    }),
  };
  const happenings = Object.entries(later).map(([at, moment]) => ({
    at: Number(at),
    name: "event",
    network: networkOf(moment),
    members: membersOf(moment),
  }));
  return simulate(networkOf(first), membersOf(first), source, happenings, { ...HOW, ...how });
}

const changesOf = (timeline: ReturnType<typeof play>): string[] =>
  timeline.changes.map(({ at, target, to }) => `${at} ${target} ${to.state} ${to.reasonCode}`);

describe("a target of a target group", () => {
  it("is initial while it is registered, then while it is checked for the first time, and healthy with the first success", () => {
    expect(changesOf(play({}, { 100: { "i-a": {} } }))).toEqual([
      "100 i-a initial Elb.RegistrationInProgress",
      "130 i-a healthy null",
    ]);
    expect(changesOf(play({}, { 100: { "i-a": { outcome: "fail" } }, 140: { "i-a": {} } }))).toEqual([
      "100 i-a initial Elb.RegistrationInProgress",
      "130 i-a initial Elb.InitialHealthChecking",
      "160 i-a healthy null",
    ]);
  });

  it("that fails as many checks as make it unhealthy while it is initial is unhealthy", () => {
    expect(changesOf(play({}, { 100: { "i-a": { outcome: "fail" } } })).at(-1)).toBe(
      "165 i-a unhealthy Target.FailedHealthChecks",
    );
  });

  it("is draining for the deregistration delay, then not registered any more", () => {
    const timeline = play({ "i-a": {} }, { 100: {} });
    expect(changesOf(timeline)).toEqual([
      "100 i-a draining Target.DeregistrationInProgress",
      "400 i-a unused Target.NotRegistered",
    ]);
    expect(timeline.states).toEqual({});
  });

  it("is unhealthy by the name of the way in which its checks fail, and changes the name with the way", () => {
    const named = (reasonCode: string) =>
      ({ outcome: "fail", failed: { state: "unhealthy", reasonCode, description: null } }) as const;
    const mismatch = { ...named("Target.ResponseCodeMismatch"), failsAfter: 0 };
    expect(
      changesOf(play({ "i-a": {} }, { 100: { "i-a": named("Target.Timeout") }, 300: { "i-a": mismatch } })),
    ).toEqual(["155 i-a unhealthy Target.Timeout", "300 i-a unhealthy Target.ResponseCodeMismatch"]);
  });

  it("that is held, as where the group is not used, is what holds it, and initial afterwards", () => {
    const state = { state: "unused", reasonCode: "Target.NotInUse", description: "Target group is not configured" };
    const hold = { state, returns: "new", isChecked: false, isServing: false } as const;
    const timeline = play({ "i-a": {} }, { 100: { "i-a": { hold } }, 200: { "i-a": {} } });
    expect(changesOf(timeline)).toEqual([
      "100 i-a unused Target.NotInUse",
      "200 i-a initial Elb.RegistrationInProgress",
      "230 i-a healthy null",
    ]);
    expect(timeline.checks.map(({ from, to }) => [from, to])).toEqual([
      [0, 90],
      [230, 980],
    ]);
  });

  it("may have a check whose timeout is its interval: a failure is known before the next check is sent", () => {
    const check = { interval: 10, failsAfter: 10 };
    expect(changesOf(play({ "i-a": check }, { 100: { "i-a": { ...check, outcome: "fail" } } }))).toEqual([
      "120 i-a unhealthy Target.FailedHealthChecks",
    ]);
  });
});
