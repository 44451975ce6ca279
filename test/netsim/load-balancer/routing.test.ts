import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { needed } from "../../../packages/netsim/src/load-balancer/routing.ts";

describe("the number of healthy targets that a minimum asks for", () => {
  it.each<[number | null, number | null, number, number]>([
    [1, null, 10, 1],
    [null, null, 10, 0],
    [null, 50, 10, 5],
    [null, 50, 3, 2],
    [null, 1, 3, 1],
    [2, 50, 10, 5],
    [7, 50, 10, 7],
    [null, 100, 3, 3],
    [3, null, 0, 3],
  ])("a count of %s and %s percent of %i targets: %i", (count, percentage, total, least) => {
    expect(needed({ count, percentage }, total)).toBe(least);
  });

  it("is the least number whose share is not below the percentage", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 500 }), (percentage, total) => {
        const least = needed({ count: null, percentage }, total);
        expect(least * 100).toBeGreaterThanOrEqual(percentage * total);
        expect((least - 1) * 100).toBeLessThan(percentage * total);
      }),
    );
  });
});
