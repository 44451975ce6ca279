/** What a runner tells a matcher, and what a matcher tells a runner. */
import type { Page } from "../render/context.js";
import { pageOf } from "../render/text.js";
import { currentSettings } from "./settings.js";

/** `this` of a matcher, as vitest and jest have it; undefined where a matcher is called as a function. */
export interface MatcherContext {
  readonly isNot?: boolean | undefined;
  readonly utils?: { readonly EXPECTED_COLOR?: unknown } | undefined;
}

/** `this` of a call, which is anything where a matcher is called as a function. */
export function contextOf(caller: unknown): MatcherContext | undefined {
  return typeof caller === "object" && caller !== null ? caller : undefined;
}

/** What test runners take of a matcher: whether it is satisfied, and what to say if that is not what was expected. */
export interface MatcherResult {
  readonly pass: boolean;
  /** Made when it is asked for. */
  readonly message: () => string;
}

/** How a failure is written: on how many columns, and whether in colour. */
export interface Paper {
  readonly width: number;
  readonly color: boolean;
}

/** Columns that runners leave free at the left. */
const MARGIN = 4;
/** Wider lines are hard to read. */
const WIDEST = 120;

export function paperOf(context: MatcherContext | undefined): Paper {
  const { width = terminalColumns() ?? 80 } = currentSettings();
  return { width: Math.min(WIDEST, width) - MARGIN, color: isColored(context) };
}

export function pageOn(paper: Paper): Page {
  return pageOf(paper);
}

/** There may be no process at all: in a browser. */
function terminalColumns(): number | undefined {
  const { process } = globalThis as { readonly process?: { readonly stdout?: { readonly columns?: number } } };
  const columns = process?.stdout?.columns;
  return typeof columns === "number" && columns > 0 ? columns : undefined;
}

/** The runner knows whether it prints in colour: it colours, or it does not. */
function isColored(context: MatcherContext | undefined): boolean {
  const color = context?.utils?.EXPECTED_COLOR;
  return typeof color === "function" && color("x") !== "x";
}

/** Thrown where neither the matcher nor its `not` may be satisfied. */
export class UndecidedError extends Error {
  override readonly name = "AssertionError";
}

/**
 * How much of what is asked for holds. `all` satisfies the matcher and `none` its `not`; `some` and `unknown` satisfy
 * neither.
 */
export type Extent = "all" | "some" | "none" | "unknown";

export function resultOf(
  context: MatcherContext | undefined,
  extent: Extent,
  message: (isNot: boolean) => string,
): MatcherResult {
  const isNot = context?.isNot === true;
  // What fails either way cannot be told by `pass`, which runners invert.
  if (isNot && (extent === "some" || extent === "unknown")) throw new UndecidedError(message(true));
  return { pass: extent === "all", message: () => message(isNot) };
}
