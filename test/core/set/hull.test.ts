import { intersectProducts, interval, type ProductSet, prepend, productHas, uniteProducts } from "@netsim/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Hull, hullCovers, hullOf, hullsMeet } from "../../../packages/core/src/set/hull.ts";
import { intervalSet } from "../../support/arbitraries.ts";

const SIZES = [4, 3, 5];
const products: fc.Arbitrary<ProductSet> = fc
  .array(fc.tuple(intervalSet(4), intervalSet(3), intervalSet(5)), { maxLength: 3 })
  .map((list) =>
    list.map(([a, b, c]) => prepend(a, 4, prepend(b, 3, prepend(c, 5, true)))).reduce(uniteProducts, false),
  );

const points = [0, 1, 2, 3].flatMap((x) => [0, 1, 2].flatMap((y) => [0, 1, 2, 3, 4].map((z) => [x, y, z])));

/** The bounds of each dimension, found point by point. */
function plainHull(set: ProductSet): Hull {
  const members = points.filter((point) => productHas(set, point));
  if (members.length === 0) return null;
  return SIZES.flatMap((_, at) => {
    const values = members.map((point) => point[at] as number);
    return [Math.min(...values), Math.max(...values) + 1];
  });
}

const isIn = (hull: Hull, point: readonly number[]): boolean =>
  hull !== null &&
  point.every((value, at) => (hull[2 * at] as number) <= value && value < (hull[2 * at + 1] as number));

describe("the hull of a set", () => {
  it("is the smallest box around its points", () => {
    fc.assert(
      fc.property(products, (set) => {
        expect(hullOf(set, SIZES)).toEqual(plainHull(set));
      }),
      { numRuns: 300 },
    );
    expect(hullOf(true, SIZES)).toEqual([0, 4, 0, 3, 0, 5]);
    expect(hullOf(false, SIZES)).toBeNull();
    expect(hullOf(prepend(interval(3, 3), 4, true), SIZES)).toEqual([3, 4, 0, 3, 0, 5]);
  });

  it("meets another exactly when some point is in both boxes, so that sets whose hulls do not meet share nothing", () => {
    fc.assert(
      fc.property(products, products, (a, b) => {
        const [one, other] = [hullOf(a, SIZES), hullOf(b, SIZES)];
        expect(hullsMeet(one, other)).toBe(points.some((point) => isIn(one, point) && isIn(other, point)));
        if (!hullsMeet(one, other)) expect(intersectProducts(a, b)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it("covers another exactly when all of that box's points are in it", () => {
    fc.assert(
      fc.property(products, products, (a, b) => {
        const [outer, inner] = [hullOf(a, SIZES), hullOf(b, SIZES)];
        expect(hullCovers(outer, inner)).toBe(points.every((point) => !isIn(inner, point) || isIn(outer, point)));
      }),
      { numRuns: 300 },
    );
  });
});
