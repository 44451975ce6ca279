import type { Blocker } from "netsim";
import { describe, expect, it } from "vitest";
import {
  clientSymptoms,
  type Front,
  noTargetAssumptions,
  noTargetSymptom,
  once,
  targetSymptoms,
} from "../../../packages/netsim/src/load-balancer/symptom.ts";

type Legs = Parameters<typeof targetSymptoms>[1];

/** A leg with a verdict and the codes of what blocks it. */
function leg(verdict: "reachable" | "partial" | "unreachable", ...codes: string[]): Legs[number] {
  const blockers = codes.map(
    (code) => ({ code, kind: code === "no-listener" ? "listener" : "application" }) as Blocker,
  );
  return { leg: { verdict }, blockers } as unknown as Legs[number];
}

const FRONTS: readonly Front[] = ["application", "classic-http", "terminating", "passing"];
const texts = (symptoms: ReturnType<typeof targetSymptoms>) =>
  symptoms.map(({ kind, status, cause, of }) => [kind, status, cause, of].filter(Boolean).join(" "));

describe("what clients see", () => {
  it("whose packets a filter drops is nothing, whatever the load balancer", () => {
    for (const front of FRONTS)
      expect(texts(clientSymptoms([leg("unreachable", "network-acl-denies")], front))).toEqual([
        "timeout network-acl-denies all",
      ]);
  });

  it("on a port without a listener is a refusal, and of a Network Load Balancer nothing", () => {
    const shut = [leg("unreachable", "no-listener")];
    expect(texts(clientSymptoms(shut, "application"))).toEqual(["refused no-listener all"]);
    expect(texts(clientSymptoms(shut, undefined))).toEqual(["refused no-listener all"]);
    expect(texts(clientSymptoms(shut, "passing"))).toEqual(["timeout no-listener all"]);
    // Nobody is refused by what nothing gets to.
    expect(texts(clientSymptoms([leg("unreachable", "no-route", "no-listener")], "application"))).toEqual([
      "timeout no-route all",
    ]);
  });

  it("is of some clients where others get through", () => {
    const legs = [leg("reachable"), leg("unreachable", "network-acl-denies")];
    expect(texts(clientSymptoms(legs, "application"))).toEqual(["timeout network-acl-denies some"]);
    expect(texts(clientSymptoms([leg("partial", "network-acl-denies")], "application"))).toEqual([
      "timeout network-acl-denies some",
    ]);
    expect(clientSymptoms([leg("reachable")], "application")).toEqual([]);
  });

  it.each<[Front, string]>([
    ["application", "http-status 503 x all"],
    ["classic-http", "http-status 503 x all"],
    ["terminating", "closed x all"],
    ["passing", "timeout x all"],
  ])("without a target, of a load balancer that is %s: %s", (front, text) => {
    expect(texts([noTargetSymptom(front, "x", "all")])).toEqual([text]);
  });

  it.each<[Front, string, string]>([
    ["application", "http-status 502 nothing-listens all", "http-status 504 no-route all"],
    ["classic-http", "http-status 504 nothing-listens all", "http-status 504 no-route all"],
    ["terminating", "closed nothing-listens all", "closed no-route all"],
    ["passing", "refused nothing-listens all", "timeout no-route all"],
  ])("of a load balancer that is %s whose target refuses, and is not reached: %s, %s", (front, refused, dropped) => {
    expect(texts(targetSymptoms(front, [leg("unreachable", "nothing-listens")]))).toEqual([refused]);
    expect(texts(targetSymptoms(front, [leg("unreachable", "no-route")]))).toEqual([dropped]);
  });

  it("of two targets, one of which answers, is of some", () => {
    expect(texts(targetSymptoms("application", [leg("reachable"), leg("unreachable", "no-route")]))).toEqual([
      "http-status 504 no-route some",
    ]);
  });

  it("is told once", () => {
    const one = noTargetSymptom("application", "x", "all");
    expect(once([one, { ...one }, { ...one, priority: 5 }])).toEqual([one, { ...one, priority: 5 }]);
  });
});

describe("without a target", () => {
  it("503 is documented; what connections over TCP, TLS and UDP see is not, and is named as assumed", () => {
    const assumed = (front: Parameters<typeof noTargetAssumptions>[0]) =>
      noTargetAssumptions(front, "web").map((each) => each.details?.symptom);
    expect([assumed("application"), assumed("classic-http")]).toEqual([[], []]);
    expect([assumed("terminating"), assumed("passing")]).toEqual([["closed"], ["timeout"]]);
  });
});
