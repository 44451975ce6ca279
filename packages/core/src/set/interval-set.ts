/**
 * Canonical sets of whole numbers: ports, protocols, one lane of an address.
 *
 * A set is its sorted boundaries, half open: `[80, 81, 443, 444]` is {80, 443}. Membership changes at
 * every boundary and nowhere else, so two sets are equal exactly when their arrays are. Only this file
 * makes such arrays. Half-open boundaries need no successor, which is why one sweep serves every operation.
 */

declare const intervalSet: unique symbol;

/** Boundaries, strictly increasing, of even length: `[start, end, start, end, ...]`, ends exclusive. */
export type IntervalSet = readonly number[] & { readonly [intervalSet]: true };

const brand = (bounds: readonly number[]): IntervalSet => bounds as IntervalSet;

export const EMPTY_INTERVALS: IntervalSet = brand([]);

/** The numbers from `low` to `high`, both included. Empty when `low > high`. */
export function interval(low: number, high: number): IntervalSet {
  return low > high ? EMPTY_INTERVALS : brand([low, high + 1]);
}

/**
 * The set with these boundaries.
 *
 * @param bounds strictly increasing and of even length: where membership begins, where it ends, and so on.
 */
export function intervalsBetween(bounds: readonly number[]): IntervalSet {
  return brand(bounds);
}

/** A union of any ranges, ends included, in any order, overlapping or not. */
export function intervals(ranges: Iterable<readonly [low: number, high: number]>): IntervalSet {
  let set = EMPTY_INTERVALS;
  for (const [low, high] of ranges) set = uniteIntervals(set, interval(low, high));
  return set;
}

/** One pass over both boundary lists; `keep` says whether a number in (a, b) belongs to the result. */
function sweep(a: IntervalSet, b: IntervalSet, keep: (inA: boolean, inB: boolean) => boolean): IntervalSet {
  const out: number[] = [];
  let i = 0;
  let j = 0;
  let inside = false;
  while (i < a.length || j < b.length) {
    const at = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    if (a[i] === at) i++;
    if (b[j] === at) j++;
    // An odd count of passed boundaries means that we stand inside that set.
    const now = keep((i & 1) === 1, (j & 1) === 1);
    if (now !== inside) out.push(at);
    inside = now;
  }
  return brand(out);
}

export function uniteIntervals(a: IntervalSet, b: IntervalSet): IntervalSet {
  return sweep(a, b, (inA, inB) => inA || inB);
}

export function intersectIntervals(a: IntervalSet, b: IntervalSet): IntervalSet {
  return sweep(a, b, (inA, inB) => inA && inB);
}

export function subtractIntervals(a: IntervalSet, b: IntervalSet): IntervalSet {
  return sweep(a, b, (inA, inB) => inA && !inB);
}

/** The numbers of 0 to `size` - 1 that are not in the set. */
export function complementIntervals(set: IntervalSet, size: number): IntervalSet {
  return subtractIntervals(interval(0, size - 1), set);
}

export function intervalsEmpty(set: IntervalSet): boolean {
  return set.length === 0;
}

/** The lowest member. */
export function intervalWitness(set: IntervalSet): number | undefined {
  return set[0];
}

export function intervalsEqual(a: IntervalSet, b: IntervalSet): boolean {
  return a === b || (a.length === b.length && a.every((bound, at) => bound === b[at]));
}

export function intervalsHave(set: IntervalSet, value: number): boolean {
  let passed = 0;
  while (passed < set.length && (set[passed] as number) <= value) passed++;
  return (passed & 1) === 1;
}

/** The ranges of the set in ascending order, ends included. */
export function ranges(set: IntervalSet): (readonly [low: number, high: number])[] {
  const out: [number, number][] = [];
  for (let at = 0; at < set.length; at += 2) out.push([set[at] as number, (set[at + 1] as number) - 1]);
  return out;
}

/** How many numbers the set holds. */
export function intervalCount(set: IntervalSet): number {
  return ranges(set).reduce((sum, [low, high]) => sum + high - low + 1, 0);
}
