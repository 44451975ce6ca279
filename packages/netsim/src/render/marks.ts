/** Ticks and crosses. */
import type { Hop, Reachability } from "../path/verdict.js";
import type { Style } from "./paint.js";

export interface Mark {
  readonly sign: string;
  readonly style: Style;
}

const GOOD: Mark = { sign: "✓", style: "good" };
const BAD: Mark = { sign: "✗", style: "bad" };
const PART: Mark = { sign: "~", style: "doubt" };
const DOUBT: Mark = { sign: "?", style: "doubt" };

export const VERDICT_MARKS: Readonly<Record<Reachability, Mark>> = {
  reachable: GOOD,
  partial: PART,
  unreachable: BAD,
  unknown: DOUBT,
};

export const HOP_MARKS: Readonly<Record<Hop["status"], Mark>> = {
  pass: GOOD,
  partial: PART,
  block: BAD,
  unknown: DOUBT,
};

const DOUBTFUL: readonly string[] = ["Unknown", "initial", "draining", "unavailable"];

export function stateMark(state: string): Mark {
  if (state === "InService" || state === "healthy") return GOOD;
  return DOUBTFUL.includes(state) ? DOUBT : BAD;
}

export function truthMark(holds: boolean): Mark {
  return holds ? GOOD : BAD;
}
