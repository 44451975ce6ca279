import { describe, expect, it, vi } from "vitest";
import { memoize } from "../../packages/core/src/memo.ts";

describe("memoize", () => {
  it("computes once for each pair of objects", () => {
    const compute = vi.fn((a: { x: number }, b: { y: number }) => ({ sum: a.x + b.y }));
    const sum = memoize(compute);
    const [one, two, other] = [{ x: 1 }, { y: 2 }, { y: 2 }];
    expect(sum(one, two)).toEqual({ sum: 3 });
    expect(sum(one, two)).toBe(sum(one, two));
    expect(compute).toHaveBeenCalledTimes(1);
    expect(sum(one, other)).not.toBe(sum(one, two));
    expect(compute).toHaveBeenCalledTimes(2);
  });

  it("remembers undefined too", () => {
    const compute = vi.fn((_a: object, _b: object) => undefined);
    const nothing = memoize(compute);
    const [a, b] = [{}, {}];
    nothing(a, b);
    nothing(a, b);
    expect(compute).toHaveBeenCalledTimes(1);
  });
});
