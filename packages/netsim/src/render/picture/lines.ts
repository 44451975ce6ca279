/** The ways of a plan as lines between boxes, with marks where something is wrong and a label on each. */
import type { Layout, Rect } from "./layout.js";
import type { Plan, Tone, Trip, Trouble, Way } from "./plan.js";
import { along, crossing, lengthOf, shifted } from "./polyline.js";
import { type Point, type Route, routerOf } from "./router.js";
import { widthOf } from "./text.js";

export interface DrawnLine {
  readonly points: Route;
  readonly tone: Tone;
  readonly isReply: boolean;
  /** Of the way. */
  readonly id: string;
}

export interface Mark extends Point {
  readonly tone: Tone;
  readonly number: number | undefined;
}

/** What a line is, on it. */
export interface Label extends Rect {
  readonly text: string;
  readonly tone: Tone;
}

export interface Lines {
  readonly lines: readonly DrawnLine[];
  readonly marks: readonly Mark[];
  readonly labels: readonly Label[];
  /** Ways for whose label there was no room. */
  readonly unlabelled: readonly Way[];
}

/** Half the distance between a way there and its way back. */
const APART = 3.5;
/** Of a mark. */
export const RADIUS = 8;
const FROM_END = 22;
/** From a line to a label beside it. */
const BESIDE = 9;
export const LABEL = { size: 11, height: 18, sign: 16, inset: 6 } as const;

/** A step of both trips, as it was routed. */
interface Piece {
  readonly from: string;
  readonly to: string;
  readonly route: Route;
  /** Another way has it too, and is drawn there. */
  readonly isAgain: boolean;
}

export function linesOf(plan: Plan, layout: Layout, top: number): Lines {
  const router = routerOf(layout, top);
  const boxes = new Map(layout.boxes.map((each) => [each.box.id, each]));
  const lines: DrawnLine[] = [];
  const marks: Mark[] = [];
  // Legs that go on together for a while, as through a gateway, are one line there if they fare alike.
  const shared = new Map<string, Route>();
  const routed = plan.ways.map((way) => {
    const pieces = new Map<string, Piece>();
    const tones = JSON.stringify([way.trips.forward?.tone, way.trips.reply?.tone]);
    const isLong = Object.values(way.trips).some((trip) => trip.steps.length > 1);
    for (const [from, to] of Object.values(way.trips).flatMap((trip) => trip.steps)) {
      const [start, end] = [boxes.get(from), boxes.get(to)];
      if (!start || !end || pieces.has(keyOf(to, from)) || pieces.has(keyOf(from, to))) continue;
      const key = tones + keyOf(from, to);
      const known = shared.get(key);
      const route = known ?? router.route(start, end);
      if (route) pieces.set(keyOf(from, to), { from, to, route, isAgain: known !== undefined });
      if (route && isLong) shared.set(key, route);
    }
    return { way, pieces };
  });
  for (const { way, pieces } of routed) {
    for (const [phase, trip] of Object.entries(way.trips)) {
      const drawn = trip.steps.flatMap(([from, to]): Piece[] => {
        const [ahead, back] = [pieces.get(keyOf(from, to)), pieces.get(keyOf(to, from))];
        const route = ahead?.route ?? back?.route.toReversed();
        if (!route) return [];
        const isShared = Object.values(way.trips).every(({ steps }) => steps.some((each) => isBetween(each, from, to)));
        const isOne = Object.keys(way.trips).length === 1 || !isShared;
        const isAgain = (ahead ?? back)?.isAgain ?? false;
        return [{ from, to, route: isOne ? route : shifted(route, APART), isAgain }];
      });
      for (const { route, isAgain } of drawn)
        if (!isAgain) lines.push({ points: route, tone: trip.tone, isReply: phase === "reply", id: way.id });
      marks.push(...marksOf(trip, drawn, layout, marks));
    }
  }
  const texts = layout.frames.flatMap((each) =>
    each.texts.map(({ x, y, width }) => ({ x, y: y - 11, width, height: 15 })),
  );
  const labels: Label[] = [];
  const unlabelled: Way[] = [];
  for (const { way, pieces } of routed) {
    const label = labelOf(way, [...pieces.values()], { layout, texts, lines, marks, labels });
    if (label) labels.push(label);
    else unlabelled.push(way);
  }
  return { lines, marks, labels, unlabelled };
}

function keyOf(from: string, to: string): string {
  return JSON.stringify([from, to]);
}

function isBetween([a, b]: readonly [string, string], from: string, to: string): boolean {
  return (a === from && b === to) || (a === to && b === from);
}

function marksOf(trip: Trip, pieces: readonly Piece[], layout: Layout, before: readonly Mark[]): readonly Mark[] {
  const marks: Mark[] = [];
  for (const trouble of trip.troubles) {
    const found = placesOf(trouble, pieces, layout);
    const free = found.find((point) => [...before, ...marks].every((each) => distance(each, point) > 2 * RADIUS + 2));
    const point = free ?? found[0];
    if (point) marks.push({ ...point, tone: trouble.tone, number: trouble.number });
  }
  return marks;
}

function distance(a: Point, b: Point): number {
  return Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y));
}

/** Where a mark may be, the best place first: at a box, or where a line crosses the border of a frame. */
function placesOf({ at }: Trouble, pieces: readonly Piece[], layout: Layout): readonly Point[] {
  const frame = layout.frames.find((each) => each.id === at);
  if (frame) {
    const crossed = pieces.find(({ route }) => crossing(route, frame) !== undefined);
    const place = crossed && crossing(crossed.route, frame);
    if (crossed && place !== undefined) return around(crossed.route, place);
  }
  const piece = pieces.find((each) => each.to === at) ?? pieces.find((each) => each.from === at) ?? pieces.at(-1);
  if (!piece) return [];
  const length = lengthOf(piece.route);
  if (piece.to === at) return around(piece.route, Math.max(length / 2, length - FROM_END));
  return around(piece.route, piece.from === at ? Math.min(length / 2, FROM_END) : length / 2);
}

/** That place, and others near it. */
function around(route: Route, place: number): readonly Point[] {
  const length = lengthOf(route);
  return [0, 1, -1, 2, -2, 3, -3]
    .map((each) => place + each * (2 * RADIUS + 4))
    .filter((each) => each >= RADIUS && each <= length - RADIUS)
    .concat(place)
    .map((each) => along(route, each));
}

interface Taken {
  readonly layout: Layout;
  /** Of frames. */
  readonly texts: readonly Rect[];
  readonly lines: readonly DrawnLine[];
  readonly marks: readonly Mark[];
  readonly labels: readonly Label[];
}

/** In the middle of its longest stretch where that is free, otherwise anywhere on it. */
function labelOf(way: Way, pieces: readonly Piece[], taken: Taken): Label | undefined {
  const width = Math.ceil(widthOf(way.label, LABEL.size)) + LABEL.sign + 2 * LABEL.inset;
  const others = taken.lines.filter((each) => each.id !== way.id);
  let best: { readonly label: Label; readonly cost: number } | undefined;
  pieces.forEach(({ route, isAgain }, at) => {
    if (isAgain) return;
    const length = lengthOf(route);
    for (let place = 12; place <= length - 12; place += 4) {
      const { x, y } = along(route, place);
      for (const [aside, dx] of [0, width / 2 + BESIDE, -width / 2 - BESIDE].entries()) {
        const rect = { x: x + dx - width / 2, y: y - LABEL.height / 2, width, height: LABEL.height };
        if (!isFree(rect, taken)) continue;
        const crossed = others.filter(({ points }) => crosses(points, rect)).length;
        const cost = crossed * 1000 + (pieces.length - 1 - at) * 40 + Math.abs(place - length / 2) + aside * 8;
        if (!best || cost < best.cost) best = { label: { ...rect, text: way.label, tone: way.tone }, cost };
      }
    }
  });
  return best?.label;
}

function isFree(rect: Rect, { layout, texts, marks, labels }: Taken): boolean {
  const isInside = rect.x >= 2 && rect.x + rect.width <= layout.width - 2;
  return (
    isInside &&
    layout.boxes.every((each) => !overlap(rect, each, 2)) &&
    labels.every((each) => !overlap(rect, each, 2)) &&
    marks.every(({ x, y }) => !overlap(rect, squareAt(x, y), 1)) &&
    texts.every((each) => !overlap(rect, each, 2))
  );
}

function squareAt(x: number, y: number): Rect {
  return { x: x - RADIUS, y: y - RADIUS, width: 2 * RADIUS, height: 2 * RADIUS };
}

export function overlap(a: Rect, b: Rect, apart: number): boolean {
  return (
    a.x < b.x + b.width + apart &&
    b.x < a.x + a.width + apart &&
    a.y < b.y + b.height + apart &&
    b.y < a.y + a.height + apart
  );
}

function crosses(points: Route, rect: Rect): boolean {
  return points.slice(1).some((point, at) => {
    const before = points[at] ?? point;
    const [x, y] = [Math.min(before.x, point.x), Math.min(before.y, point.y)];
    return overlap(rect, { x, y, width: Math.abs(before.x - point.x), height: Math.abs(before.y - point.y) }, 3);
  });
}
