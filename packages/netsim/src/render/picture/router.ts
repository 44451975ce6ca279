/**
 * Lines from box to box on a grid, as on a circuit board: along free cells, with few bends, never through a box and not
 * on top of each other.
 */
import { type Layout, type Rect, UNIT } from "./layout.js";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** From the edge of one box to the edge of another, along the grid. */
export type Route = readonly Point[];

export interface Router {
  /** Undefined where there is no way at all. */
  readonly route: (from: Rect, to: Rect) => Route | undefined;
}

/** Costs of a step. */
const COST = { step: 1, bend: 4, crossing: 6, text: 14, shared: 90, beside: 4 } as const;
/** Cells between lines that are wanted, so that labels find room. */
const APART = 2;
const MOST_COST = 128;

const DIRECTIONS: readonly (readonly [dx: number, dy: number])[] = [
  [0, 1],
  [1, 0],
  [-1, 0],
  [0, -1],
];

/** Which lines a cell has on it. */
const ALONG_X = 1;
const ALONG_Y = 2;

/** @param blocked rectangles that lines may only pass where nothing else is left: marks and texts. */
export function routerOf({ width, height, boxes, frames }: Layout, top: number): Router {
  const [columns, rows] = [Math.ceil(width / UNIT), Math.ceil(height / UNIT) + 1];
  const walls = new Uint8Array(columns * rows);
  const extra = new Uint8Array(columns * rows);
  const used = new Uint8Array(columns * rows);
  const near = new Uint8Array(columns * rows);
  for (const box of boxes) fill(walls, columns, box, 1);
  for (const text of frames.flatMap((each) => each.texts)) {
    const room = { x: text.x - 4, y: text.y - 12, width: text.width + 8, height: UNIT };
    fill(extra, columns, room, COST.text);
  }
  const first = Math.floor(top / UNIT);
  const isOpen = (column: number, row: number): boolean =>
    column >= 0 && row >= first && column < columns && row < rows && walls[row * columns + column] === 0;

  /** What a cell costs that is entered and left in these directions. */
  const costOf = (cell: number, direction: number, isBend: boolean): number => {
    const along = DIRECTIONS[direction]?.[0] === 0 ? ALONG_Y : ALONG_X;
    const lines = used[cell] ?? 0;
    const shares = isBend ? lines !== 0 : (lines & along) !== 0;
    const crosses = !shares && lines !== 0;
    const more = (shares ? COST.shared : 0) + (crosses ? COST.crossing : 0) + (isBend ? COST.bend : 0);
    const beside = ((near[cell] ?? 0) & along) === 0 ? 0 : COST.beside;
    return COST.step + more + beside + (extra[cell] ?? 0);
  };

  const route = (from: Rect, to: Rect): Route | undefined => {
    const goals = new Map<number, number>();
    for (const { cell, direction } of portsOf(to, columns, isOpen)) goals.set(cell * 4 + opposite(direction), cell);
    const size = columns * rows * 4;
    const best = new Int32Array(size).fill(-1);
    const before = new Int32Array(size).fill(-1);
    // Costs are small whole numbers, so that a wheel of lists does for a queue.
    const wheel: number[][] = Array.from({ length: MOST_COST }, () => []);
    let waiting = 0;
    const reach = (state: number, cost: number, previous: number): void => {
      const known = best[state] ?? -1;
      if (known >= 0 && known <= cost) return;
      best[state] = cost;
      before[state] = previous;
      wheel[cost % MOST_COST]?.push(state);
      waiting++;
    };
    for (const { cell, direction, offset } of portsOf(from, columns, isOpen))
      reach(cell * 4 + direction, Math.min(MOST_COST - 1, costOf(cell, direction, false) + offset), -1);
    for (let cost = 0; waiting > 0; cost++) {
      const list = wheel[cost % MOST_COST] ?? [];
      wheel[cost % MOST_COST] = [];
      for (const state of list) {
        waiting--;
        if (best[state] !== cost) continue;
        if (goals.has(state)) return finish(state, before, from, to);
        const cell = state >> 2;
        const [column, row] = [cell % columns, Math.floor(cell / columns)];
        DIRECTIONS.forEach(([dx, dy], direction) => {
          if (direction === opposite(state & 3) || !isOpen(column + dx, row + dy)) return;
          const next = (row + dy) * columns + column + dx;
          const isBend = direction !== (state & 3);
          // The bend is made in the cell that is left.
          const bend = isBend ? COST.bend + ((used[cell] ?? 0) !== 0 ? COST.shared : 0) : 0;
          const isGoal = goals.has(next * 4 + direction);
          const off = isGoal ? offsetAt(to, next, columns) : 0;
          reach(
            next * 4 + direction,
            cost + Math.min(MOST_COST - 1, costOf(next, direction, false) + bend + off),
            state,
          );
        });
      }
    }
    return undefined;
  };

  const finish = (end: number, before: Int32Array, from: Rect, to: Rect): Route => {
    const states: number[] = [];
    for (let state = end; state >= 0; state = before[state] ?? -1) states.unshift(state);
    states.forEach((state, at) => {
      const next = states[at + 1];
      const cell = state >> 2;
      for (const each of next === undefined ? [state] : [state, next]) {
        const along = DIRECTIONS[each & 3]?.[0] === 0 ? ALONG_Y : ALONG_X;
        used[cell] = (used[cell] ?? 0) | along;
        for (let off = -APART; off <= APART; off++) {
          const beside = cell + off * (along === ALONG_Y ? 1 : columns);
          near[beside] = (near[beside] ?? 0) | along;
        }
      }
    });
    const points = states.map((state) => centerOf(state >> 2, columns));
    const [start, last] = [points[0], points.at(-1)];
    if (!start || !last) return [];
    return straightened([onEdge(from, start), ...points, onEdge(to, last)]);
  };

  return { route };
}

function fill(cells: Uint8Array, columns: number, { x, y, width, height }: Rect, value: number): void {
  const rows = Math.floor(cells.length / columns);
  for (let row = Math.max(0, Math.floor(y / UNIT)); row < Math.min(rows, Math.ceil((y + height) / UNIT)); row++) {
    for (
      let column = Math.max(0, Math.floor(x / UNIT));
      column < Math.min(columns, Math.ceil((x + width) / UNIT));
      column++
    )
      cells[row * columns + column] = value;
  }
}

function opposite(direction: number): number {
  return 3 - direction;
}

function centerOf(cell: number, columns: number): Point {
  return { x: (cell % columns) * UNIT + UNIT / 2, y: Math.floor(cell / columns) * UNIT + UNIT / 2 };
}

interface Port {
  readonly cell: number;
  /** Away from the box. */
  readonly direction: number;
  /** What it costs not to be in the middle. */
  readonly offset: number;
}

/** Where a line can leave a box, but not at its corners. */
function portsOf(box: Rect, columns: number, isOpen: (column: number, row: number) => boolean): readonly Port[] {
  const [left, top] = [Math.floor(box.x / UNIT), Math.floor(box.y / UNIT)];
  const [right, bottom] = [Math.ceil((box.x + box.width) / UNIT) - 1, Math.ceil((box.y + box.height) / UNIT) - 1];
  const ports: Port[] = [];
  const add = (column: number, row: number, direction: number): void => {
    const cell = row * columns + column;
    if (isOpen(column, row)) ports.push({ cell, direction, offset: offsetAt(box, cell, columns) });
  };
  for (let column = left + 1; column < right; column++) {
    add(column, bottom + 1, 0);
    add(column, top - 1, 3);
  }
  for (let row = top + 1; row < bottom; row++) {
    add(right + 1, row, 1);
    add(left - 1, row, 2);
  }
  return ports;
}

/** Lines look best in the middle of an edge, and above or below a box. */
function offsetAt(box: Rect, cell: number, columns: number): number {
  const { x, y } = centerOf(cell, columns);
  const isBeside = x < box.x || x > box.x + box.width;
  const off = isBeside ? Math.abs(y - box.y - box.height / 2) : Math.abs(x - box.x - box.width / 2);
  return Math.floor(off / UNIT / 2) + (isBeside ? 5 : 0);
}

function onEdge(box: Rect, { x, y }: Point): Point {
  return {
    x: Math.min(Math.max(x, box.x), box.x + box.width),
    y: Math.min(Math.max(y, box.y), box.y + box.height),
  };
}

/** Without points in the middle of a straight line. */
function straightened(points: readonly Point[]): Route {
  return points.filter((point, at) => {
    const [before, after] = [points[at - 1], points[at + 1]];
    if (!before || !after) return true;
    return !((before.x === point.x && point.x === after.x) || (before.y === point.y && point.y === after.y));
  });
}
