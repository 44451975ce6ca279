/** Text in pictures: what may be in it, how wide it is, where it is cut and broken. */
import { plain } from "../layout.js";

/** The width of a column in em: what fonts of fixed width have, or less. */
const COLUMN = 0.605;
/** Ends of text that is cut. */
const CUT = "…";
/** More code points than this in one character are piled-up accents. */
const MOST_CODE_POINTS = 12;

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** What the reader sees as characters, of a text that may come from outside. */
function characters(text: string): string[] {
  const shown = plain(text).replace(/[\p{Cs}\p{Noncharacter_Code_Point}]/gu, "?");
  return Array.from(segmenter.segment(shown), ({ segment }) => [...segment].slice(0, MOST_CODE_POINTS).join(""));
}

/** One line, with nothing in it that XML forbids or that turns the direction of writing. */
export function clean(text: string): string {
  return characters(text).join("");
}

/** Alphabets; ideographs and emoji take two columns. Where fonts differ, texts are fitted to that. */
const NARROW = /^[\u0020-\u10ff\u2010-\u2027\u2190-\u21ff\u2713\u2717]/u;

function columnsOf(character: string): number {
  return NARROW.test(character) ? 1 : 2;
}

export function columns(text: string): number {
  return characters(text).reduce((sum, each) => sum + columnsOf(each), 0);
}

/** Whether a font of fixed width has all of it, so that the width is certain. */
export function isOrdinary(text: string): boolean {
  return /^[\u0020-\u007e\u00a0-\u017f\u2026]*$/u.test(text);
}

/** In the units of the picture. */
export function widthOf(text: string, size: number): number {
  return columns(text) * size * COLUMN;
}

/** How many columns there are in a width. */
export function columnsIn(width: number, size: number): number {
  return Math.max(1, Math.floor(width / (size * COLUMN)));
}

/** Cut in the middle, as the ends of ids and names tell them apart. */
export function shorten(text: string, most: number): string {
  const all = characters(text);
  if (columns(text) <= most) return all.join("");
  const room = Math.max(0, most - 1);
  const tail = taken(all.toReversed(), Math.floor(room / 3)).toReversed();
  const head = taken(all, room - columns(tail.join("")));
  return [...head, CUT, ...tail].join("");
}

function taken(all: readonly string[], room: number): string[] {
  let left = room;
  const end = all.findIndex((each) => {
    left -= columnsOf(each);
    return left < 0;
  });
  return end < 0 ? [...all] : all.slice(0, end);
}

/** Broken at spaces, and inside words that are longer than a line; what is beyond the last line is cut. */
export function wrapped(text: string, most: number, lines: number): string[] {
  const all: string[] = [];
  let line = "";
  for (const word of clean(text)
    .split(" ")
    .flatMap((each) => broken(each, most))) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (columns(joined) <= most) {
      line = joined;
      continue;
    }
    all.push(line);
    line = word;
  }
  if (line !== "") all.push(line);
  if (all.length <= lines) return all;
  const [last = ""] = all.slice(lines - 1);
  return [...all.slice(0, lines - 1), taken(characters(last), most - 1).join("") + CUT];
}

function broken(word: string, most: number): string[] {
  const pieces: string[] = [];
  let rest = characters(word);
  while (columns(rest.join("")) > most) {
    const piece = taken(rest, most);
    // A character that is wider than the line has one of its own.
    const count = Math.max(1, piece.length);
    pieces.push(rest.slice(0, count).join(""));
    rest = rest.slice(count);
  }
  return rest.length === 0 ? pieces : [...pieces, rest.join("")];
}
