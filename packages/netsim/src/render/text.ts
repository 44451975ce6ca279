/** A verdict as text for a terminal. Nothing is decided here: every word is made of the result. */
import type { AnyVerdict, Assumption, ConnectionVerdict, Verdict } from "../path/verdict.js";
import { blockersLines } from "./blockers.js";
import type { Page } from "./context.js";
import { labelled, plain } from "./layout.js";
import { legsLines } from "./leg.js";
import { VERDICT_MARKS } from "./marks.js";
import { painter } from "./paint.js";
import { listenerLines, statesLines } from "./states.js";
import { warningLines } from "./warnings.js";
import { assumptionText, unknownText } from "./words.js";

/** How text is laid out. */
export interface TextOptions {
  /** Off unless asked for. */
  readonly color?: boolean | undefined;
  /** Columns; 100 when left out. */
  readonly width?: number | undefined;
  /** Show every leg hop by hop, also when there are many and it works. */
  readonly verbose?: boolean | undefined;
}

export function pageOf({ color = false, width = 100, verbose = false }: TextOptions): Page {
  return { paint: painter(color), width: Math.max(60, width), verbose };
}

/** Each leg hop by hop, then what blocks, what is not known, what may still hurt and what was assumed. Ends with a line break. */
export function renderVerdict(verdict: AnyVerdict, options: TextOptions = {}): string {
  const page = pageOf(options);
  // A connection of one leg is headed by that leg.
  const hasHeading = verdict.kind !== "connection" || verdict.legs.length !== 1;
  const blocks = [...(hasHeading ? [heading(verdict, page)] : []), ...sections(verdict, page)];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** Everything below the heading, as blocks of lines. */
export function sections(verdict: AnyVerdict, page: Page): string[][] {
  const tables =
    verdict.kind === "connection"
      ? []
      : [verdict.kind === "listener" ? listenerLines(verdict, page) : [], statesLines(verdict, page)];
  return [
    ...tables,
    legsLines(verdict, page),
    blockersLines(verdict, page),
    doubtLines(verdict, page),
    warningLines(verdict.warnings, page),
    assumptionLines(verdict.assumptions, page),
  ].filter((lines) => lines.length > 0);
}

function heading(verdict: AnyVerdict, { paint }: Page): string[] {
  const { sign, style } = VERDICT_MARKS[verdict.verdict];
  return [`${paint(style, sign)} ${paint("strong", subjectOf(verdict))}  ${paint(style, verdict.verdict)}`];
}

export function subjectOf(verdict: AnyVerdict): string {
  switch (verdict.kind) {
    case "health":
      return `health of ${plain(verdict.loadBalancer ?? verdict.targetGroups.join(", "))}`;
    case "listener":
      return `${plain(verdict.loadBalancer)} port ${verdict.port}`;
    case "connection":
      return verdict.legs.length === 0 ? "connection" : `${endsText(verdict, "from")} -> ${endsText(verdict, "to")}`;
  }
}

/** More than this many ends of a connection are counted, not listed. */
const ENDS = 3;

function endsText({ legs }: ConnectionVerdict, end: "from" | "to"): string {
  const ends = [...new Set(legs.map((leg) => plain(leg[end])))];
  const more = ends.length - ENDS;
  return ends.slice(0, ENDS).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

export function doubtLines(verdict: Pick<Verdict, "unknowns">, page: Page): string[] {
  return listed(
    "Not known",
    "?",
    verdict.unknowns.map((each) => [each.component, unknownText(each)]),
    page,
  );
}

export function assumptionLines(assumptions: readonly Assumption[], page: Page): string[] {
  return listed(
    "Assumed",
    "-",
    assumptions.map((each) => [each.component, assumptionText(each)]),
    page,
  );
}

/** More than this many are counted, not listed. */
const COMPONENTS = 4;

/** Each sentence once, with what it is about. */
function listed(
  title: string,
  sign: string,
  sentences: readonly (readonly [component: string | undefined, sentence: string])[],
  page: Page,
): string[] {
  if (sentences.length === 0) return [];
  const about = new Map<string, Set<string>>();
  for (const [component, sentence] of sentences) {
    const components = about.get(sentence) ?? new Set();
    if (component !== undefined) components.add(plain(component));
    about.set(sentence, components);
  }
  const lines = [...about].flatMap(([sentence, components]) => {
    const more = components.size - COMPONENTS;
    const names = [...components].slice(0, COMPONENTS).join(", ") + (more > 0 ? ` and ${more} more` : "");
    return labelled(sign, 2, names === "" ? sentence : `${names}: ${sentence}`, page.width - 2, page.paint);
  });
  return [page.paint("strong", title), ...lines.map((line) => `  ${line}`)];
}
