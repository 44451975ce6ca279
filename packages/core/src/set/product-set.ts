/**
 * Canonical sets of points in several dimensions: unions of boxes whose sides are interval sets.
 *
 * A set is a piecewise constant function of its first dimension whose pieces are sets of the remaining
 * dimensions. `true` is everything from here on and `false` nothing, at any depth. Neighbouring pieces
 * differ, and a piece is never trivially splittable, so equal sets have equal structure. Every operation is
 * the one sweep in {@link combine}; only this file makes the structure.
 *
 * Dimensions are passed as sizes where they matter: a dimension of size n holds 0 to n - 1.
 */
import {
  EMPTY_INTERVALS,
  type IntervalSet,
  intersectIntervals,
  interval,
  intervalsBetween,
  intervalsHave,
} from "./interval-set.js";

export type ProductSet = boolean | Pieces;

export interface Pieces {
  /** Where each piece begins; the first begins at 0, each ends where the next begins. */
  readonly starts: readonly number[];
  /** The set of the remaining dimensions over that piece. */
  readonly pieces: readonly ProductSet[];
}

/** An operation on sets is what it does to membership, plus the cases that need no sweep. */
interface Operation {
  readonly shortcut: (a: ProductSet, b: ProductSet) => ProductSet | undefined;
}

const UNION: Operation = {
  shortcut: (a, b) => {
    if (a === true || b === true) return true;
    if (a === false || a === b) return b;
    return b === false ? a : undefined;
  },
};

const INTERSECTION: Operation = {
  shortcut: (a, b) => {
    if (a === false || b === false) return false;
    if (a === true || a === b) return b;
    return b === true ? a : undefined;
  },
};

const DIFFERENCE: Operation = {
  shortcut: (a, b) => {
    if (a === false || b === true || a === b) return false;
    return b === false ? a : undefined;
  },
};

const WHOLE: readonly number[] = [0];

function combine(a: ProductSet, b: ProductSet, operation: Operation): ProductSet {
  const known = operation.shortcut(a, b);
  if (known !== undefined) return known;
  const startsA = typeof a === "boolean" ? WHOLE : a.starts;
  const startsB = typeof b === "boolean" ? WHOLE : b.starts;
  const builder = new PiecesBuilder();
  let i = 0;
  let j = 0;
  for (let at = 0; at !== Infinity; ) {
    const pieceA = typeof a === "boolean" ? a : (a.pieces[i] as ProductSet);
    const pieceB = typeof b === "boolean" ? b : (b.pieces[j] as ProductSet);
    builder.push(at, combine(pieceA, pieceB, operation));
    const nextA = i + 1 < startsA.length ? (startsA[i + 1] as number) : Infinity;
    const nextB = j + 1 < startsB.length ? (startsB[j + 1] as number) : Infinity;
    at = Math.min(nextA, nextB);
    if (nextA === at) i++;
    if (nextB === at) j++;
  }
  return builder.build();
}

/** The one door to {@link Pieces}: merges equal neighbours and collapses what is trivial. */
class PiecesBuilder {
  readonly #starts: number[] = [];
  readonly #pieces: ProductSet[] = [];

  push(start: number, piece: ProductSet): void {
    const last = this.#pieces.length - 1;
    if (last >= 0 && productsEqual(this.#pieces[last] as ProductSet, piece)) return;
    this.#starts.push(start);
    this.#pieces.push(piece);
  }

  build(): ProductSet {
    const [only] = this.#pieces;
    if (this.#pieces.length === 1 && typeof only === "boolean") return only;
    return { starts: this.#starts, pieces: this.#pieces };
  }
}

export function uniteProducts(a: ProductSet, b: ProductSet): ProductSet {
  return combine(a, b, UNION);
}

export function intersectProducts(a: ProductSet, b: ProductSet): ProductSet {
  return combine(a, b, INTERSECTION);
}

export function subtractProducts(a: ProductSet, b: ProductSet): ProductSet {
  return combine(a, b, DIFFERENCE);
}

/** Everything that is not in the set. */
export function complementProduct(set: ProductSet): ProductSet {
  return combine(true, set, DIFFERENCE);
}

export function productEmpty(set: ProductSet): boolean {
  return set === false;
}

/** Set equality, which is structural equality. */
export function productsEqual(a: ProductSet, b: ProductSet): boolean {
  if (a === b) return true;
  if (typeof a === "boolean" || typeof b === "boolean" || a.starts.length !== b.starts.length) return false;
  for (let at = 0; at < a.starts.length; at++) if (a.starts[at] !== b.starts[at]) return false;
  for (let at = 0; at < a.pieces.length; at++) {
    if (!productsEqual(a.pieces[at] as ProductSet, b.pieces[at] as ProductSet)) return false;
  }
  return true;
}

/** Whether the intersection is not empty, without building it. */
export function productsOverlap(a: ProductSet, b: ProductSet): boolean {
  if (a === false || b === false) return false;
  if (a === true || b === true || a === b) return true;
  let i = 0;
  let j = 0;
  for (;;) {
    if (productsOverlap(a.pieces[i] as ProductSet, b.pieces[j] as ProductSet)) return true;
    const nextA = i + 1 < a.starts.length ? (a.starts[i + 1] as number) : Infinity;
    const nextB = j + 1 < b.starts.length ? (b.starts[j + 1] as number) : Infinity;
    if (nextA === Infinity && nextB === Infinity) return false;
    if (nextA <= nextB) i++;
    if (nextB <= nextA) j++;
  }
}

export function productHas(set: ProductSet, point: readonly number[]): boolean {
  let at = set;
  for (let dimension = 0; typeof at !== "boolean"; dimension++) at = pieceAt(at, point[dimension] as number);
  return at;
}

function pieceAt({ starts, pieces }: Pieces, value: number): ProductSet {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= value) low = middle;
    else high = middle - 1;
  }
  return pieces[low] as ProductSet;
}

/**
 * The points whose first coordinate, of a dimension of `size`, is in `first` and whose others are in `rest`. Values
 * that the dimension does not have are left out.
 */
export function prepend(first: IntervalSet, size: number, rest: ProductSet): ProductSet {
  if (first.length === 0 || rest === false) return false;
  const side = (first[0] as number) < 0 ? intersectIntervals(first, interval(0, size - 1)) : first;
  const builder = new PiecesBuilder();
  if (side[0] !== 0) builder.push(0, false);
  for (let at = 0; at < side.length; at++) {
    const bound = side[at] as number;
    // The last piece has no end, so that "up to the largest value" has one form.
    if (bound < size) builder.push(bound, at % 2 === 0 ? rest : false);
  }
  return builder.build();
}

/** The points of `depth` unconstrained dimensions followed by `rest`. */
function pad(rest: ProductSet, depth: number): ProductSet {
  let set = rest;
  for (let level = 0; level < depth && typeof set !== "boolean"; level++) set = { starts: WHOLE, pieces: [set] };
  return set;
}

/** The product: points whose first `depth` coordinates are in `head` and whose others are in `tail`. */
export function multiply(head: ProductSet, depth: number, tail: ProductSet): ProductSet {
  if (head === false || tail === false) return false;
  if (depth === 0) return tail;
  if (head === true) return pad(tail, depth);
  const builder = new PiecesBuilder();
  for (let at = 0; at < head.starts.length; at++) {
    builder.push(head.starts[at] as number, multiply(head.pieces[at] as ProductSet, depth - 1, tail));
  }
  return builder.build();
}

/** One factor of a decomposition: all points of `head` (the first dimensions) go with exactly `tail`. */
export interface Factor {
  readonly head: ProductSet;
  readonly tail: ProductSet;
}

/**
 * The set as a disjoint sum of products of its first `depth` dimensions with the others. The heads are
 * disjoint and the tails differ, so the decomposition is as unique as the set.
 */
export function factor(set: ProductSet, depth: number): Factor[] {
  if (set === false) return [];
  if (depth === 0 || set === true) return [{ head: true, tail: set }];
  if (depth === 1) return factorFirst(set);
  const factors: { head: ProductSet; tail: ProductSet }[] = [];
  for (const { range, rest } of slices(set)) {
    for (const inner of factor(rest, depth - 1)) {
      const head = prepend(range, Infinity, inner.head);
      const known = factors.find((each) => productsEqual(each.tail, inner.tail));
      if (known) known.head = uniteProducts(known.head, head);
      else factors.push({ head, tail: inner.tail });
    }
  }
  return factors;
}

/** For one dimension: each distinct piece, and where it is. */
function factorFirst({ starts, pieces }: Pieces): Factor[] {
  const tails: ProductSet[] = [];
  for (const piece of pieces) {
    if (piece !== false && !tails.some((tail) => productsEqual(tail, piece))) tails.push(piece);
  }
  return tails.map((tail) => {
    const head = new PiecesBuilder();
    for (let at = 0; at < starts.length; at++) {
      head.push(starts[at] as number, productsEqual(pieces[at] as ProductSet, tail));
    }
    return { head: head.build(), tail };
  });
}

function slices({ starts, pieces }: Pieces): { range: IntervalSet; rest: ProductSet }[] {
  return pieces.flatMap((rest, at) =>
    rest === false ? [] : [{ range: interval(starts[at] as number, (starts[at + 1] ?? Infinity) - 1), rest }],
  );
}

/** The set of a one-dimensional product, cut to a dimension of `size`. */
export function asIntervals(set: ProductSet, size: number): IntervalSet {
  if (typeof set === "boolean") return set ? interval(0, size - 1) : EMPTY_INTERVALS;
  const bounds: number[] = [];
  let isInside = false;
  for (let at = 0; at < set.starts.length; at++) {
    const isMember = set.pieces[at] !== false;
    if (isMember !== isInside) bounds.push(set.starts[at] as number);
    isInside = isMember;
  }
  if (isInside) bounds.push(size);
  return intervalsBetween(bounds);
}

/** The set as disjoint boxes, one interval set a dimension. */
export function* boxes(set: ProductSet, sizes: readonly number[]): Generator<readonly IntervalSet[]> {
  const [size, ...rest] = sizes;
  if (set === false) return;
  if (size === undefined) {
    yield [];
    return;
  }
  for (const { head, tail } of factor(set, 1)) {
    const side = asIntervals(head, size);
    for (const box of boxes(tail, rest)) yield [side, ...box];
  }
}

/** How many points the set holds in dimensions of these sizes. */
export function productSize(set: ProductSet, sizes: readonly number[]): bigint {
  return sizeFrom(set, sizes, 0);
}

function sizeFrom(set: ProductSet, sizes: readonly number[], depth: number): bigint {
  if (set === false) return 0n;
  const size = sizes[depth];
  if (size === undefined) return 1n;
  if (set === true) return BigInt(size) * sizeFrom(true, sizes, depth + 1);
  let sum = 0n;
  for (let at = 0; at < set.starts.length; at++) {
    const length = (set.starts[at + 1] ?? size) - (set.starts[at] as number);
    sum += BigInt(length) * sizeFrom(set.pieces[at] as ProductSet, sizes, depth + 1);
  }
  return sum;
}

/** Picks one value of a side; the value has to be a member of it. */
export type Choice = (side: IntervalSet, dimension: number, chosen: readonly number[]) => number;

/** A member of the set, its coordinates chosen one after the other; `undefined` when the set is empty. */
export function productWitness(
  set: ProductSet,
  sizes: readonly number[],
  choose: Choice,
): readonly number[] | undefined {
  if (set === false) return undefined;
  const point: number[] = [];
  let at: ProductSet = set;
  for (const [dimension, size] of sizes.entries()) {
    const side = asIntervals(at, size);
    const value = choose(side, dimension, point);
    if (!intervalsHave(side, value)) throw new RangeError(`${value} was chosen outside its side`);
    point.push(value);
    if (typeof at !== "boolean") at = pieceAt(at, value);
  }
  return point;
}
