/** What the stories share: how they print, and how they find what they edit. */
import { stripVTControlCharacters } from "node:util";
import type { TextOptions } from "netsim/render";

const COLUMNS = 100;

/** Colour on a terminal that takes it, and never more than 100 columns. */
export const page: TextOptions & { readonly width: number } = {
  color: process.stdout.isTTY === true && !process.env.NO_COLOR,
  width: Math.min(process.stdout.columns || COLUMNS, COLUMNS),
};

/** The name of the story, underlined. */
export function title(text: string): void {
  console.log(`${text}\n${"=".repeat(text.length)}\n`);
}

/** What comes next, as a line of its own. */
export function scene(text: string): void {
  console.log(`--- ${text} ${"-".repeat(Math.max(3, page.width - text.length - 5))}\n`);
}

/** A paragraph, broken at the width of the page. */
export function say(text: string): void {
  console.log(`${wrapped(text, page.width)}\n`);
}

/** What netsim has rendered; sections that the story is not about are left out by their headings. */
export function show(text: string, { without = [] }: { readonly without?: readonly string[] } = {}): void {
  const isShown = (section: string): boolean =>
    !without.includes(stripVTControlCharacters(section.split("\n")[0] ?? ""));
  console.log(`${text.trimEnd().split("\n\n").filter(isShown).join("\n\n")}\n`);
}

/** Commands, those that are too long over several lines; they can be pasted as they are. */
export function commands(text: string): void {
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => folded(line.split(/ (?=--)/), page.width - 2));
  console.log(`${lines.join("\n")}\n`);
}

/** Columns, each as wide as its widest cell. */
export function table(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  "));
  console.log(`${lines.map((line) => `  ${line}`.trimEnd()).join("\n")}\n`);
}

/** What to take home. */
export function lesson(text: string): void {
  console.log(wrapped(`Lesson: ${text}`, page.width));
}

/** The one record that has this id, group name or `Name` tag; a story whose network has lost it must not go on. */
export function the<T extends { readonly id: string }>(records: Readonly<Record<string, T>>, name: string): T {
  const found = Object.values(records).filter((record) => Object.values(record).includes(name));
  const [record, ...others] = found;
  if (record === undefined || others.length > 0) throw new Error(`${found.length} records are called ${name}`);
  return record;
}

/** `49.2 %` */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}

function folded(words: readonly string[], width: number): string {
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(line === undefined ? word : `  ${word}`);
  }
  return lines.join(" \\\n");
}
