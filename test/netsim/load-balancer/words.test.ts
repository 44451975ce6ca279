import fc from "fast-check";
import type { Reachability } from "netsim";
import { describe, expect, it } from "vitest";
import {
  inSequence,
  overallService,
  servedBy,
  servedOrOpen,
  serviceOf,
  type Way,
} from "../../../packages/netsim/src/load-balancer/words.ts";
import { allOf } from "../../../packages/netsim/src/path/combine.ts";

const WORDS: readonly Reachability[] = ["reachable", "partial", "unreachable", "unknown"];
const word = fc.constantFrom(...WORDS);
const way = (health: Reachability, to: Reachability): Way => ({ health, way: to });

describe("two legs one after the other", () => {
  it.each<[Reachability, Reachability, Reachability]>([
    ["reachable", "reachable", "reachable"],
    ["reachable", "partial", "partial"],
    ["partial", "unknown", "unknown"],
    ["unknown", "unreachable", "unreachable"],
    ["partial", "unreachable", "unreachable"],
  ])("%s and %s: %s", (a, b, both) => {
    expect(inSequence(a, b)).toBe(both);
    expect(inSequence(b, a)).toBe(both);
  });
});

describe("what targets make of requests", () => {
  it("is what the healthy ones do, and unhealthy ones have no part in it", () => {
    expect(servedBy([way("reachable", "reachable"), way("unreachable", "unreachable")])).toBe("reachable");
    expect(servedBy([way("reachable", "unreachable"), way("unreachable", "reachable")])).toBe("unreachable");
    expect(servedBy([way("reachable", "reachable"), way("reachable", "unreachable")])).toBe("partial");
    expect(servedBy([way("unreachable", "reachable")])).toBe("unreachable");
    expect(servedBy([])).toBe("unreachable");
  });

  it("is unknown where a target of which nothing is known may serve those that no other does", () => {
    expect(servedBy([way("reachable", "unreachable"), way("unknown", "unknown")])).toBe("unknown");
    expect(servedBy([way("reachable", "unreachable"), way("unknown", "reachable")])).toBe("unknown");
    expect(servedBy([way("reachable", "reachable"), way("unknown", "unreachable")])).toBe("unknown");
    expect(servedBy([way("unknown", "reachable")])).toBe("unknown");
  });

  it("is not unknown where the doubt makes no difference", () => {
    expect(servedBy([way("reachable", "reachable"), way("unknown", "reachable")])).toBe("reachable");
    expect(servedBy([way("reachable", "unreachable"), way("unknown", "unreachable")])).toBe("unreachable");
    expect(servedBy([way("unknown", "unreachable")])).toBe("unreachable");
    expect(servedBy([way("reachable", "partial"), way("unknown", "reachable")])).toBe("partial");
  });

  it("comes and goes with a target that is in service at times", () => {
    expect(servedBy([way("reachable", "unreachable"), way("partial", "reachable")])).toBe("partial");
    expect(servedBy([way("reachable", "reachable"), way("partial", "unreachable")])).toBe("partial");
    expect(servedBy([way("reachable", "reachable"), way("partial", "reachable")])).toBe("reachable");
    expect(servedBy([way("partial", "reachable")])).toBe("partial");
  });

  it("is what every way of settling the doubts comes to, or unknown", () => {
    const ways = fc.array(fc.record({ health: word, way: word }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(ways, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (all, picks) => {
        const found = servedBy(all);
        if (found === "unknown") return;
        let pick = 0;
        const settle = (each: Reachability): Reachability =>
          each === "unknown" ? (picks[pick++] ? "reachable" : "unreachable") : each;
        const settled = all.map((each) => way(settle(each.health), settle(each.way)));
        expect(servedBy(settled)).toBe(found);
      }),
      { numRuns: 2000 },
    );
  });

  it("does not depend on the order of targets", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ health: word, way: word }), { maxLength: 4 }), (all) => {
        expect(servedBy([...all].reverse())).toBe(servedBy(all));
      }),
    );
  });

  it("is never better than the best of them", () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (ways) => {
        expect(servedBy(ways.map((each) => way("reachable", each)))).toBe(allOf(ways));
      }),
    );
  });
});

describe("what targets make of requests where too few healthy ones mean that all get some", () => {
  it("is served either way by a single target whose checks come and go", () => {
    expect(servedOrOpen([way("partial", "reachable")], 1)).toBe("reachable");
    expect(servedOrOpen([way("partial", "unreachable")], 1)).toBe("unreachable");
  });

  it("depends on the checks where the others would not serve", () => {
    expect(servedOrOpen([way("partial", "reachable"), way("unreachable", "unreachable")], 1)).toBe("partial");
    expect(servedOrOpen([way("unknown", "reachable"), way("unreachable", "unreachable")], 1)).toBe("unknown");
    expect(servedOrOpen([way("unknown", "reachable"), way("unreachable", "reachable")], 1)).toBe("reachable");
  });

  it("is what every way of settling the doubts comes to, or partial or unknown", () => {
    const known = fc.constantFrom<Reachability>("reachable", "unreachable", "partial");
    const ways = fc.array(fc.record({ health: word, way: known }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(ways, fc.integer({ min: 1, max: 4 }), (all, least) => {
        const doubtful = all.filter((each) => each.health === "partial" || each.health === "unknown");
        const sure = all.filter((each) => each.health === "reachable");
        const outcomes = new Set<Reachability>([allOf(all.map((each) => each.way))]);
        for (let mask = 0; mask < 2 ** doubtful.length; mask++) {
          const some = doubtful.filter((_, at) => Math.floor(mask / 2 ** at) % 2 === 1);
          const inService = [...sure, ...some];
          if (inService.length >= least) outcomes.add(allOf(inService.map((each) => each.way)));
        }
        const isDoubted = doubtful.some((each) => each.health === "unknown");
        const expected = outcomes.size === 1 ? [...outcomes][0] : isDoubted ? "unknown" : "partial";
        expect(servedOrOpen(all, least)).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a service", () => {
  it.each<[Reachability, boolean, string]>([
    ["reachable", false, "serving"],
    ["reachable", true, "fail-open"],
    ["partial", true, "degraded"],
    ["unreachable", true, "down"],
    ["unknown", false, "unknown"],
  ])("that is %s (fail-open %s) is %s", (verdict, isFailOpen, service) => {
    expect(serviceOf(verdict, isFailOpen)).toBe(service);
  });

  it("over all zones is degraded where a zone has left DNS, and fails open only where clients come", () => {
    const serving = { isInDns: true, service: "serving" } as const;
    expect(overallService("reachable", [serving, serving])).toBe("serving");
    expect(overallService("reachable", [serving, { isInDns: false, service: "down" }])).toBe("degraded");
    expect(overallService("reachable", [serving, { isInDns: false, service: "fail-open" }])).toBe("degraded");
    expect(overallService("reachable", [serving, { isInDns: true, service: "fail-open" }])).toBe("fail-open");
  });
});
