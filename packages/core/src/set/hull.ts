/**
 * The bounding box of a product set, for telling cheaply that two sets do not meet or that a box covers a set.
 * It saves set operations and never decides anything that they would decide otherwise.
 */
import type { ProductSet } from "./product-set.js";

/** `[low, end, low, end, ...]`, a pair for each dimension, ends exclusive; null for the empty set. */
export type Hull = readonly number[] | null;

/** The hull of a set in dimensions of these sizes. */
export function hullOf(set: ProductSet, sizes: readonly number[]): Hull {
  if (set === false) return null;
  const hull: number[] = [];
  for (let dimension = 0; dimension < sizes.length; dimension++) hull.push(Infinity, -Infinity);
  widen(hull, set, sizes, 0);
  return hull;
}

function widen(hull: number[], set: ProductSet, sizes: readonly number[], dimension: number): void {
  if (set === true) {
    for (let at = dimension; at < sizes.length; at++) include(hull, at, 0, sizes[at] as number);
    return;
  }
  if (set === false) return;
  for (let at = 0; at < set.pieces.length; at++) {
    const piece = set.pieces[at] as ProductSet;
    if (piece === false) continue;
    include(hull, dimension, set.starts[at] as number, set.starts[at + 1] ?? (sizes[dimension] as number));
    widen(hull, piece, sizes, dimension + 1);
  }
}

function include(hull: number[], dimension: number, low: number, end: number): void {
  const at = 2 * dimension;
  if (low < (hull[at] as number)) hull[at] = low;
  if (end > (hull[at + 1] as number)) hull[at + 1] = end;
}

/** False only if no point is in both. */
export function hullsMeet(a: Hull, b: Hull): boolean {
  if (a === null || b === null) return false;
  for (let at = 0; at < a.length; at += 2) {
    if ((a[at] as number) >= (b[at + 1] as number) || (b[at] as number) >= (a[at + 1] as number)) return false;
  }
  return true;
}

/** Whether the box `outer` contains the box `inner`. */
export function hullCovers(outer: Hull, inner: Hull): boolean {
  if (inner === null) return true;
  if (outer === null) return false;
  for (let at = 0; at < outer.length; at += 2) {
    if ((outer[at] as number) > (inner[at] as number) || (outer[at + 1] as number) < (inner[at + 1] as number))
      return false;
  }
  return true;
}
