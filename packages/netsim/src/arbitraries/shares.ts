/** Choices with a share in percent that shrink to "no", and places in lists of any length. */
import fc from "fast-check";

/** A place in a list, counted round and round; shrinks to the first. */
export function anyIndex(): fc.Arbitrary<number> {
  return fc.nat({ max: 40 });
}

/** `true` this often, and `false` when shrunk. */
export function sometimes(percent: number): fc.Arbitrary<boolean> {
  if (percent >= 100) return fc.constant(true);
  return fc.integer({ min: 0, max: 99 }).map((value) => value >= 100 - percent);
}

/** `null` when the thing is ruled out, without changing how anything else is generated, and when shrunk. */
export function onlyIf<T>(condition: boolean, percent: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  if (!condition || percent === 0) return fc.constant(null);
  return fc.tuple(sometimes(percent), arbitrary).map(([isThere, value]) => (isThere ? value : null));
}

/** The n-th of a list, counted round and round. */
export function nth<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length];
  if (found === undefined) throw new RangeError("an empty list has no n-th member");
  return found;
}
