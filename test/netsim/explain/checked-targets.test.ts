import type { Leg } from "netsim";
import { describe, expect, it } from "vitest";
import { checkedTargets, isAboutTarget } from "../../../packages/netsim/src/explain/checked-targets.ts";

/** The targets of the leg by that name, beside others. */
function of(name: string, names: readonly string[], targets?: readonly string[], ...others: string[]) {
  const leg = { name, targets } as Leg;
  return checkedTargets([leg, ...others.map((each) => ({ name: each }) as Leg)], names).get(leg);
}

describe("a health leg", () => {
  it("checks the target at its end", () => {
    expect(of("health: web@a -> i-a:9000", ["i-a", "i-ab"])).toEqual(["i-a"]);
    expect(of("health: web@a -> 2001:db8::1:80 (tg)", ["2001:db8::1", "2001:db8::2"])).toEqual(["2001:db8::1"]);
  });

  it("checks the registration on its port where the target has several, on a port of its own all of them", () => {
    const names = ["i-a:80", "i-a:81", "i-b"];
    expect(of("health: web@a -> i-a:81 (tg)", names, undefined, "health: web@a -> i-a:80 (tg)")).toEqual(["i-a:81"]);
    expect(of("health: web@a -> i-a:81 (tg)", names)).toEqual(["i-a:80", "i-a:81"]);
    expect(of("health: web@a -> i-a:9000 (tg)", names)).toEqual(["i-a:80", "i-a:81"]);
  });

  it("checks the target of its group", () => {
    expect(of("health: web@a -> i-a:80 (tg-2)", ["tg/i-a", "tg-2/i-a", "i-b"])).toEqual(["tg-2/i-a"]);
  });

  it("that stands for many checks each of them", () => {
    expect(of("health: web@a -> i-a and 8 like it:80 (tg)", ["i-a", "tg/i-b", "i-c"], ["i-a", "i-b"])).toEqual([
      "i-a",
      "tg/i-b",
    ]);
  });

  it("goes to the nodes of a load balancer that is registered", () => {
    const arn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/inner/0a1b";
    expect(of("health: web@a -> inner@lb-a:80 (tg)", ["inner"])).toEqual(["inner"]);
    expect(of("health: web@a -> inner@lb-a:80 (tg)", [arn])).toEqual([arn]);
  });
});

describe("what is told of a target before any check", () => {
  it("is of the load balancer or group, and of no node", () => {
    expect(isAboutTarget("health: web -> i-a", "i-a")).toBe(true);
    expect(isAboutTarget("health: tg -> i-a", "tg/i-a")).toBe(true);
    expect(isAboutTarget("health: tg -> i-a:80", "i-a:80")).toBe(true);
    expect(isAboutTarget("health: web@a -> i-a:9000 (tg)", "i-a")).toBe(false);
    expect(isAboutTarget("target: web@a", "i-a")).toBe(false);
  });
});
