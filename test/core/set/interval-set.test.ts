import {
  complementIntervals,
  EMPTY_INTERVALS,
  type IntervalSet,
  intersectIntervals,
  interval,
  intervalCount,
  intervals,
  intervalsEmpty,
  intervalsEqual,
  intervalsHave,
  intervalWitness,
  ranges,
  subtractIntervals,
  uniteIntervals,
} from "@netsim/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { intervalSet } from "../../support/arbitraries.ts";
import { describeSetLaws } from "../../support/set-laws.ts";

const SIZE = 24;
const universe = Array.from({ length: SIZE }, (_, value) => value);

describeSetLaws<IntervalSet, number>("interval sets", {
  arbitrary: intervalSet(SIZE),
  point: fc.nat(SIZE - 1),
  universe,
  ops: {
    none: EMPTY_INTERVALS,
    all: interval(0, SIZE - 1),
    unite: uniteIntervals,
    intersect: intersectIntervals,
    subtract: subtractIntervals,
    equal: intervalsEqual,
    isEmpty: (set) => set.length === 0,
    has: intervalsHave,
    size: (set) => BigInt(intervalCount(set)),
    witness: (set) => set[0],
    only: (value) => interval(value, value),
    pieces: (set) => ranges(set).map(([low, high]) => interval(low, high)),
  },
});

describe("interval sets", () => {
  it("keep both ends of a range", () => {
    const ports = interval(1024, 65535);
    expect([1023, 1024, 65535, 65536].map((port) => intervalsHave(ports, port))).toEqual([false, true, true, false]);
    expect(ranges(ports)).toEqual([[1024, 65535]]);
    expect(intervalCount(ports)).toBe(64512);
  });

  it("are empty where a range ends before it begins", () => {
    expect(interval(2, 1)).toEqual(EMPTY_INTERVALS);
    expect(intervals([])).toEqual(EMPTY_INTERVALS);
    expect(ranges(EMPTY_INTERVALS)).toEqual([]);
    expect(intervalsHave(EMPTY_INTERVALS, 0)).toBe(false);
  });

  it("merge ranges that overlap or touch, and no others", () => {
    expect(
      ranges(
        intervals([
          [80, 90],
          [85, 100],
          [101, 110],
          [112, 120],
        ]),
      ),
    ).toEqual([
      [80, 110],
      [112, 120],
    ]);
  });

  it("do not depend on the order in which ranges are listed", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { maxLength: 6 }), (list) => {
        const set = intervals(list);
        expect(intervals([...list].reverse())).toEqual(set);
        expect(intervals([...list, ...list])).toEqual(set);
        for (let value = 0; value <= 51; value++) {
          expect(intervalsHave(set, value)).toBe(list.some(([low, high]) => low <= value && value <= high));
        }
      }),
    );
  });

  it("keep their boundaries strictly increasing and in pairs", () => {
    fc.assert(
      fc.property(intervalSet(SIZE), intervalSet(SIZE), (a, b) => {
        for (const set of [uniteIntervals(a, b), intersectIntervals(a, b), subtractIntervals(a, b)]) {
          expect(set.length % 2).toBe(0);
          expect([...set].sort((x, y) => x - y)).toEqual(set);
          expect(new Set(set).size).toBe(set.length);
        }
      }),
    );
  });
});

describe("complement, emptiness and witness", () => {
  it("the complement holds the numbers below the size that the set does not", () => {
    expect(
      ranges(
        complementIntervals(
          intervals([
            [0, 79],
            [81, 65535],
          ]),
          65536,
        ),
      ),
    ).toEqual([[80, 80]]);
    expect(intervalsEmpty(complementIntervals(interval(0, 255), 256))).toBe(true);
    expect(intervalsEmpty(complementIntervals(EMPTY_INTERVALS, 256))).toBe(false);
  });

  it("the witness is the lowest member, and nothing for the empty set", () => {
    expect(
      intervalWitness(
        intervals([
          [443, 443],
          [80, 81],
        ]),
      ),
    ).toBe(80);
    expect(intervalWitness(EMPTY_INTERVALS)).toBeUndefined();
  });
});
