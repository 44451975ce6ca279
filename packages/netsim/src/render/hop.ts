/** One phase of a leg: a line for each hop, with the rule that decided beside it, or below where that is too wide. */
import type { Hop } from "../path/verdict.js";
import { componentText } from "./component.js";
import type { Page } from "./context.js";
import { type Findings, type Note, notesOf } from "./hop-notes.js";
import { plain, wrap } from "./layout.js";
import { HOP_MARKS } from "./marks.js";

/** Sequence number, mark and direction. */
const LEAD = 14;
const GAP = 2;

interface Line {
  readonly hop: Hop;
  readonly component: string;
  readonly at: string;
  readonly notes: readonly Note[];
}

export interface PhaseOfHops {
  readonly title: string;
  readonly hops: readonly Hop[];
  readonly findings: Findings;
}

/** Both phases in the same columns. */
export function phaseLines(phases: readonly PhaseOfHops[], page: Page): string[] {
  const parts = phases.map(({ title, hops, findings }) => ({ title, lines: hops.map((hop) => lineOf(hop, findings)) }));
  const all = parts.flatMap((part) => part.lines);
  const longest = widest(all.flatMap((line) => line.notes.flatMap((note) => (note.isHeader ? [] : [note.text]))));
  const columns = [withPlace, withoutPlace].map((text) => ({ text, column: LEAD + widest(all.map(text)) + GAP }));
  const fitting = columns.find(({ column }) => column + longest <= page.width);
  const print = (line: Line): string[] =>
    fitting ? beside(line, fitting.text(line), fitting.column, page) : below(line, page);
  return parts.flatMap(({ title, lines }) =>
    lines.length === 0 ? [] : [page.paint("strong", title), ...lines.flatMap(print)],
  );
}

function lineOf(hop: Hop, findings: Findings): Line {
  return {
    hop,
    component: componentText(hop.component),
    at: placeOf(hop),
    notes: notesOf(hop, findings),
  };
}

/** What it is attached to; a node is named after its subnet. */
function placeOf({ attachedTo, component }: Hop): string {
  return attachedTo === undefined || component.id.includes(attachedTo) ? "" : ` at ${plain(attachedTo)}`;
}

function withPlace({ component, at }: Line): string {
  return component + at;
}

function withoutPlace({ component }: Line): string {
  return component;
}

function beside(line: Line, component: string, column: number, page: Page): string[] {
  const texts = line.notes.flatMap((note) =>
    wrap(note.text, Math.max(24, page.width - column)).map((text) => painted(note, text, page)),
  );
  const [first, ...others] = texts;
  const start = first === undefined ? component : component.padEnd(column - LEAD) + first;
  return [lead(line.hop, page) + start, ...others.map((text) => " ".repeat(column) + text)];
}

function below(line: Line, page: Page): string[] {
  const width = page.width - LEAD - GAP;
  const notes = joined(line.notes, width).flatMap((parts) => {
    const texts = parts.map((part) => painted(part, part.text, page)).join("  ");
    const [only] = parts;
    return parts.length === 1 && only ? wrap(only.text, width).map((text) => painted(only, text, page)) : [texts];
  });
  const [first = "", ...others] = wrap(withPlace(line), width + GAP);
  return [lead(line.hop, page) + first, ...[...others, ...notes].map((text) => " ".repeat(LEAD + GAP) + text)];
}

/** A rule and where it was written on one line, where they fit. */
function joined(notes: readonly Note[], width: number): Note[][] {
  const lines: Note[][] = [];
  for (const note of notes) {
    const [rule, ...more] = lines.at(-1) ?? [];
    const fits = rule !== undefined && more.length === 0 && rule.text.length + 2 + note.text.length <= width;
    if (note.isOrigin && fits) lines.at(-1)?.push(note);
    else lines.push([note]);
  }
  return lines;
}

function lead(hop: Hop, { paint }: Page): string {
  const { sign, style } = HOP_MARKS[hop.status];
  return `${String(hop.sequenceNumber).padStart(3)} ${paint(style, sign)} ${(hop.direction ?? "").padEnd(LEAD - 6)}`;
}

function painted({ style }: Note, text: string, { paint }: Page): string {
  return style ? paint(style, text) : text;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
