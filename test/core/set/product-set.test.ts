import {
  asIntervals,
  boxes,
  factor,
  type IntervalSet,
  intersectProducts,
  interval,
  intervalsHave,
  multiply,
  type ProductSet,
  prepend,
  productHas,
  productSize,
  productsEqual,
  productWitness,
  subtractProducts,
  uniteProducts,
} from "@netsim/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { productsOverlap } from "../../../packages/core/src/set/product-set.ts";
import { intervalSet } from "../../support/arbitraries.ts";
import { describeSetLaws } from "../../support/set-laws.ts";

const SIZES = [4, 3, 5] as const;
type Sides = readonly [IntervalSet, IntervalSet, IntervalSet];

const sides: fc.Arbitrary<Sides> = fc.tuple(intervalSet(4), intervalSet(3), intervalSet(5));

function box([a, b, c]: readonly IntervalSet[]): ProductSet {
  return prepend(
    a as IntervalSet,
    SIZES[0],
    prepend(b as IntervalSet, SIZES[1], prepend(c as IntervalSet, SIZES[2], true)),
  );
}

const products: fc.Arbitrary<ProductSet> = fc
  .array(sides, { maxLength: 5 })
  .map((list) => list.map(box).reduce(uniteProducts, false));

const universe: (readonly number[])[] = [];
for (let x = 0; x < SIZES[0]; x++)
  for (let y = 0; y < SIZES[1]; y++) for (let z = 0; z < SIZES[2]; z++) universe.push([x, y, z]);

describeSetLaws<ProductSet, readonly number[]>("product sets of three dimensions", {
  arbitrary: products,
  point: fc.constantFrom(...universe),
  universe,
  ops: {
    none: false,
    all: true,
    unite: uniteProducts,
    intersect: intersectProducts,
    subtract: subtractProducts,
    equal: productsEqual,
    isEmpty: (set) => set === false,
    has: productHas,
    size: (set) => productSize(set, SIZES),
    witness: (set) => productWitness(set, SIZES, (side) => side[0] as number),
    only: (point) => box(point.map((value) => interval(value, value))),
    pieces: (set) => [...boxes(set, SIZES)].map(box),
  },
});

describe("product sets", () => {
  it("have the points of their sides", () => {
    fc.assert(
      fc.property(sides, (list) => {
        for (const point of universe) {
          expect(productHas(box(list), point)).toBe(list.every((side, at) => intervalsHave(side, point[at] as number)));
        }
      }),
    );
  });

  it("are one value, true or false, where they are everything or nothing", () => {
    expect(box([interval(0, 3), interval(0, 2), interval(0, 4)])).toBe(true);
    expect(box([interval(0, 3), interval(1, 0), interval(0, 4)])).toBe(false);
    const halves = [interval(0, 1), interval(2, 3)].map((half) => box([half, interval(0, 2), interval(0, 4)]));
    expect(halves.reduce(uniteProducts)).toBe(true);
    expect(halves.reduce(intersectProducts)).toBe(false);
  });

  it("leave out what a dimension does not have", () => {
    expect(prepend(interval(0, 99), 4, true)).toBe(true);
    expect(prepend(interval(4, 99), 4, true)).toBe(false);
    expect(prepend(interval(-5, 1), 4, true)).toEqual(prepend(interval(0, 1), 4, true));
    expect(prepend(interval(-5, -1), 4, true)).toBe(false);
  });

  it("tell whether two sets overlap without building what they share", () => {
    fc.assert(
      fc.property(products, products, (a, b) => {
        expect(productsOverlap(a, b)).toBe(intersectProducts(a, b) !== false);
        expect(productsOverlap(a, true)).toBe(a !== false);
      }),
    );
  });

  it("multiply a head of some dimensions with a tail of the others", () => {
    const head = fc
      .array(fc.tuple(intervalSet(4), intervalSet(3)), { maxLength: 3 })
      .map((list) =>
        list.map(([a, b]) => prepend(a, SIZES[0], prepend(b, SIZES[1], true))).reduce(uniteProducts, false),
      );
    const tail = intervalSet(5).map((side) => prepend(side, SIZES[2], true));
    fc.assert(
      fc.property(head, tail, (front, back) => {
        const product = multiply(front, 2, back);
        for (const point of universe) {
          expect(productHas(product, point)).toBe(productHas(front, point) && productHas(back, point.slice(2)));
        }
        // The one form of that set: built another way it is the same structure.
        expect(uniteProducts(product, false)).toEqual(
          universe
            .filter((p) => productHas(product, p))
            .map((p) => box(p.map((v) => interval(v, v))))
            .reduce(uniteProducts, false),
        );
      }),
    );
  });

  it("factor into products whose heads are disjoint, whose tails differ, and whose sum they are", () => {
    fc.assert(
      fc.property(products, fc.integer({ min: 0, max: 3 }), (set, depth) => {
        const factors = factor(set, depth);
        for (const [at, { head, tail }] of factors.entries()) {
          expect(head === false || tail === false).toBe(false);
          for (const other of factors.slice(0, at)) {
            expect(intersectProducts(head, other.head)).toBe(false);
            expect(productsEqual(tail, other.tail)).toBe(false);
          }
        }
        expect(factors.map(({ head, tail }) => multiply(head, depth, tail)).reduce(uniteProducts, false)).toEqual(set);
      }),
    );
  });

  it("are the intervals they were made of, in one dimension", () => {
    fc.assert(
      fc.property(intervalSet(24), (side) => {
        expect(asIntervals(prepend(side, 24, true), 24)).toEqual(side);
      }),
    );
    expect(asIntervals(true, 24)).toEqual(interval(0, 23));
    expect(asIntervals(false, 24)).toEqual(interval(1, 0));
  });

  it("refuse a witness outside the side it was to be chosen from", () => {
    expect(() => productWitness(box([interval(1, 1), interval(0, 0), interval(0, 0)]), SIZES, () => 3)).toThrow(
      RangeError,
    );
    expect(productWitness(false, SIZES, () => 3)).toBeUndefined();
  });

  it("choose the coordinates of a witness one after the other", () => {
    const set = uniteProducts(
      box([interval(0, 0), interval(1, 1), interval(2, 2)]),
      box([interval(3, 3), interval(2, 2), interval(4, 4)]),
    );
    const seen: unknown[] = [];
    const last = productWitness(set, SIZES, (side, dimension, chosen) => {
      seen.push([dimension, [...chosen]]);
      return (side.at(-1) as number) - 1;
    });
    expect(last).toEqual([3, 2, 4]);
    expect(seen).toEqual([
      [0, []],
      [1, [3]],
      [2, [3, 2]],
    ]);
  });
});
