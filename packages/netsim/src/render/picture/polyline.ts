/** Lines that go along the axes. */
import type { Rect } from "./layout.js";
import type { Point, Route } from "./router.js";

export function lengthOf(route: Route): number {
  return route.reduce((sum, point, at) => sum + stretch(route[at - 1] ?? point, point), 0);
}

function stretch(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

/** The point at a distance from the beginning. */
export function along(route: Route, distance: number): Point {
  let left = Math.max(0, distance);
  for (const [at, point] of route.entries()) {
    const before = route[at - 1];
    if (!before) continue;
    const length = stretch(before, point);
    if (left <= length && length > 0) {
      const part = left / length;
      return { x: before.x + (point.x - before.x) * part, y: before.y + (point.y - before.y) * part };
    }
    left -= length;
  }
  return route.at(-1) ?? { x: 0, y: 0 };
}

/** The distance at which a line first goes in or out of a rectangle; undefined where it does not. */
export function crossing(route: Route, rect: Rect): number | undefined {
  const length = lengthOf(route);
  const isIn = ({ x, y }: Point): boolean =>
    x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height;
  const start = isIn(along(route, 0));
  for (let at = 1; at <= length; at++) if (isIn(along(route, at)) !== start) return at;
  return undefined;
}

/** The same line a little to its left, corners included. */
export function shifted(route: Route, by: number): Route {
  const normals = route.slice(1).map((point, at) => normal(route[at] ?? point, point));
  return route.map((point, at) => {
    const [before, after] = [normals[at - 1], normals[at]];
    const isCorner = before && after && (before.x !== after.x || before.y !== after.y);
    const { x, y } = isCorner ? { x: before.x + after.x, y: before.y + after.y } : (before ?? after ?? { x: 0, y: 0 });
    return { x: point.x + x * by, y: point.y + y * by };
  });
}

function normal(a: Point, b: Point): Point {
  return { x: Math.sign(b.y - a.y), y: -Math.sign(b.x - a.x) };
}
