/** A health timeline as SVG: states of targets and what clients get, over time. */
import type { HealthTimeline } from "../../timeline/timeline.js";
import { plain } from "../layout.js";
import { clock, SERVED } from "../timeline.js";
import { documentOf } from "./document.js";
import { hatch } from "./hatch.js";
import { TONES } from "./legs.js";
import { element, textAt, title as tooltip } from "./markup.js";
import { discAt, signAt } from "./signs.js";
import { columnsIn, shorten, widthOf, wrapped } from "./text.js";
import type { Theme } from "./theme.js";
import { type Band, type Row, rowsOf } from "./timeline-rows.js";

/** How a timeline is drawn as SVG. */
export interface TimelineSvgOptions {
  /** `auto`, the default, follows the reader's preference. */
  readonly theme?: Theme | undefined;
  /** Instead of the words that tell what it is of. */
  readonly title?: string | undefined;
}

const WIDTH = 832;
const MARGIN = 16;
const NAMES = 200;
const PLOT = { left: MARGIN + NAMES, width: WIDTH - NAMES - 2 * MARGIN - 16 } as const;
const ROW = { height: 30, band: 22 } as const;
const FLAG = 9;
/** More than this are counted, not drawn. */
const MOST = { rows: 16, events: 12 } as const;

/** A row for each target, or for those that fare alike, and one for the clients of each listener. */
export function renderTimelineSvg(timeline: HealthTimeline, options: TimelineSvgOptions = {}): string {
  const { loadBalancer, until, verdict, events } = timeline;
  const rows = rowsOf(timeline);
  const shown = shownRows(rows);
  const subject = options.title ?? `health of ${plain(loadBalancer)}, ${clock(0, until)} to ${clock(until, until)}`;
  const parts: string[] = [discAt(TONES[verdict], MARGIN + 9, 26, 9)];
  let y = 32;
  for (const line of wrapped(`${subject}: ${SERVED[verdict]}`, columnsIn(WIDTH - 2 * MARGIN - 26, 18), 2)) {
    parts.push(textAt(MARGIN + 26, y, line, { size: 18, className: "strong" }));
    y += 24;
  }
  const x = (time: number): number => PLOT.left + (until === 0 ? 0 : (time / until) * PLOT.width);
  const flags = flagsOf(events.slice(0, MOST.events), x);
  const levels = Math.max(-1, ...flags.map((each) => each.level)) + 1;
  const top = y + levels * (2 * FLAG + 4);
  const bottom = top + shown.length * ROW.height + 8;
  parts.push(...ticksOf(until).map((time) => tickMarkup(x(time), top, bottom, clock(time, until))));
  const yOf = (at: number): number => top + at * ROW.height + 4;
  parts.push(...shown.map((row, at) => rowMarkup(row, yOf(at), x)));
  for (const { at, level, number, name } of flags) {
    const middle = y + level * (2 * FLAG + 4);
    parts.push(flagMarkup(x(at), middle, bottom, number, `${clock(at, until)} ${name}`));
  }
  parts.push(...shown.map((row, at) => wordsMarkup(row, yOf(at), x)));
  let below = bottom + 40;
  const list = (text: string, mark: string): void => {
    if (mark !== "") parts.push(mark);
    for (const line of wrapped(text, columnsIn(WIDTH - 2 * MARGIN - 26, 12), 2)) {
      parts.push(textAt(MARGIN + 26, below, line, { size: 12 }));
      below += 22;
    }
  };
  for (const { number, at, name } of flags)
    list(`${clock(at, until)}  ${name}`, numberAt(MARGIN + 9, below - 4, number));
  const notes = omissions(rows.length - shown.length, events.length - flags.length);
  for (const note of notes) list(note, "");
  const description = [
    ...flags.map(({ at, name }) => `${clock(at, until)}: ${plain(name)}.`),
    ...shown.map((row) => rowText(row, until)),
    ...notes,
  ].join(" ");
  return documentOf({
    width: WIDTH,
    height: below + 6,
    theme: options.theme ?? "auto",
    title: `${subject}: ${SERVED[verdict]}`,
    description,
    body: parts,
  });
}

/** Those of targets first, but the clients' never left out for them. */
function shownRows(rows: readonly Row[]): readonly Row[] {
  const clients = rows.filter((each) => each.kind === "clients").slice(0, MOST.rows / 2);
  const targets = rows.filter((each) => each.kind === "target");
  const changing = [...targets].sort((a, b) => Number(b.bands.length > 1) - Number(a.bands.length > 1));
  const kept = new Set(changing.slice(0, MOST.rows - clients.length));
  return [...targets.filter((each) => kept.has(each)), ...clients];
}

function omissions(rows: number, events: number): readonly string[] {
  const parts = [
    ...(rows > 0 ? [`${rows} row${rows === 1 ? "" : "s"}`] : []),
    ...(events > 0 ? [`${events} event${events === 1 ? "" : "s"}`] : []),
  ];
  return parts.length === 0 ? [] : [`Not drawn: ${parts.join(", ")}.`];
}

const STEPS: readonly number[] = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400,
];
const MOST_TICKS = 8;

/** Whole minutes or hours where it is about those, from the beginning, and no more than can be read. */
export function ticksOf(until: number): readonly number[] {
  const days = Math.ceil(until / MOST_TICKS / 86400) * 86400;
  const step = STEPS.find((each) => until / each <= MOST_TICKS) ?? days;
  return Array.from({ length: Math.floor(until / step) + 1 }, (_, at) => at * step);
}

function tickMarkup(x: number, top: number, bottom: number, label: string): string {
  return [
    element("path", { d: `M${x.toFixed(1)} ${top}V${bottom}`, class: "grid", "stroke-width": 0.6 }),
    textAt(x, bottom + 14, label, { size: 11, className: "muted", anchor: "middle" }),
  ].join("");
}

function rowMarkup({ name, full, bands, kind }: Row, y: number, x: (time: number) => number): string {
  const label = textAt(MARGIN, y + 15, shorten(name, columnsIn(NAMES - 12, 12)), {
    size: 12,
    className: kind === "clients" ? "strong" : undefined,
  });
  return element("g", {}, [tooltip(full), label, ...bands.map((band) => bandMarkup(band, y, x))]);
}

function widthOfBand({ from, to }: Band, x: (time: number) => number): number {
  // However short it is, it can be seen.
  return Math.max(3, x(to) - x(from));
}

/** Whether there is room for its words beside its sign. */
function hasWords(band: Band, x: (time: number) => number): boolean {
  return band.text !== null && widthOfBand(band, x) >= widthOf(band.text, 11) + 26;
}

function bandMarkup(band: Band, y: number, x: (time: number) => number): string {
  const { from, to, text, tone, full } = band;
  if (text === null) {
    const line = { d: `M${x(from).toFixed(1)} ${y + ROW.band / 2}H${x(to).toFixed(1)}`, class: "grid" };
    return element("g", {}, [tooltip(full), element("path", { ...line, "stroke-dasharray": "1 5" })]);
  }
  const rect = { x: x(from), y, width: widthOfBand(band, x), height: ROW.band };
  // The pattern begins where the words end.
  const start = hasWords(band, x) ? 24 + widthOf(text, 11) : 0;
  return element("g", {}, [
    tooltip(full),
    element("rect", { ...rect, class: `${tone}-tint ${tone}`, rx: Math.min(4, rect.width / 3), "stroke-width": 1.2 }),
    hatch({ ...rect, x: rect.x + start, width: rect.width - start }, tone),
  ]);
}

/** Signs and words, above everything else. */
function wordsMarkup({ bands }: Row, y: number, x: (time: number) => number): string {
  const parts = bands.flatMap((band): string[] => {
    const { from, text, tone } = band;
    const width = widthOfBand(band, x);
    if (text === null || width < 18) return [];
    const isLong = hasWords(band, x);
    const sign = signAt(tone, x(from) + (isLong ? 11 : width / 2), y + ROW.band / 2);
    return isLong ? [sign, textAt(x(from) + 20, y + 15, text, { size: 11 })] : [sign];
  });
  return parts.length === 0 ? "" : element("g", { "pointer-events": "none" }, parts);
}

interface Flag {
  readonly at: number;
  readonly name: string;
  readonly number: number;
  /** From above, so that flags that are close do not cover each other. */
  readonly level: number;
}

function flagsOf(events: HealthTimeline["events"], x: (time: number) => number): readonly Flag[] {
  const ends: number[] = [];
  return events.map(({ at, name }, index): Flag => {
    const left = x(at) - FLAG - 2;
    const free = ends.findIndex((end) => end <= left);
    const level = free < 0 ? ends.length : free;
    ends[level] = x(at) + FLAG + 2;
    return { at, name, number: index + 1, level };
  });
}

function flagMarkup(x: number, y: number, bottom: number, number: number, full: string): string {
  const line = element("path", {
    d: `M${x.toFixed(1)} ${y}V${bottom}`,
    class: "event",
    "stroke-width": 1.6,
    "stroke-dasharray": "5 3",
  });
  return element("g", {}, [tooltip(full), line, numberAt(x, y, number)]);
}

function numberAt(x: number, y: number, number: number): string {
  const disc = element("circle", { cx: x, cy: y, r: FLAG, class: "event-fill" });
  return disc + textAt(x, y + 4, String(number), { size: 11, className: "event-text strong", anchor: "middle" });
}

function rowText({ name, bands }: Row, until: number): string {
  const words = bands.map(({ from, text, full }) => `${text === null ? full : text} from ${clock(from, until)}`);
  return `${plain(name)}: ${words.join(", ")}.`;
}
