/** Lines and columns of plain text. */
import type { Paint, Style } from "./paint.js";

export interface Cell {
  readonly text: string;
  readonly style?: Style | undefined;
}

/** Names come from outside: what would move the cursor or ring the bell is shown as a question mark. */
export function plain(text: string): string {
  return text.replace(/\p{Cc}|\p{Bidi_Control}/gu, "?");
}

/** Breaks at spaces; what has none may also break after `/`, `#` and `,`, and stays longer than the width where nothing else helps. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = /^ */.exec(text)?.[0] ?? "";
  for (const word of text.trimStart().split(" ")) {
    const joined = line.trim() === "" ? line + word : `${line} ${word}`;
    if (joined.length <= width) {
      line = joined;
      continue;
    }
    if (line.trim() !== "") lines.push(line);
    const pieces = word.length <= width ? [word] : breakWord(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? "";
  }
  return [...lines, line];
}

function breakWord(word: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of word.split(/(?<=[/#,])/)) {
    if (line !== "" && line.length + piece.length > width) {
      lines.push(line);
      line = "";
    }
    line += piece;
  }
  return [...lines, line];
}

export function indent(lines: readonly string[], by: number): string[] {
  return lines.map((line) => (line === "" ? "" : " ".repeat(by) + line));
}

/** A word before a wrapped text whose further lines begin under its first. */
export function labelled(label: string, labelWidth: number, text: string, width: number, paint: Paint): string[] {
  return wrap(text, width - labelWidth).map(
    (line, at) => (at === 0 ? paint("faint", label.padEnd(labelWidth)) : " ".repeat(labelWidth)) + line,
  );
}

const GAP = 2;

/** Aligned columns. The last one is wrapped to what the width leaves. */
export function table(rows: readonly (readonly Cell[])[], width: number, paint: Paint): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: Math.max(0, count - 1) }, (_, at) =>
    Math.max(...rows.map((row) => row[at]?.text.length ?? 0)),
  );
  const before = widths.reduce((sum, each) => sum + (each === 0 ? 0 : each + GAP), 0);
  return rows.flatMap((row) => {
    const last = row.length === count ? row.at(-1) : undefined;
    const tail = wrap(last?.text ?? "", Math.max(20, width - before));
    return tail.map((text, at) => {
      const head = widths
        .map((each, column) => (each === 0 ? "" : padded(at === 0 ? row[column] : undefined, each + GAP, paint)))
        .join("");
      return (head + painted({ text, style: last?.style }, paint)).trimEnd();
    });
  });
}

function painted(cell: Cell, paint: Paint): string {
  return cell.style ? paint(cell.style, cell.text) : cell.text;
}

function padded(cell: Cell | undefined, width: number, paint: Paint): string {
  return cell ? painted(cell, paint) + " ".repeat(width - cell.text.length) : " ".repeat(width);
}
