/** A network with a verdict on it, as SVG. */
import type { Network } from "@netsim/core";
import type { AnyVerdict } from "../../path/verdict.js";
import { type ComposeOptions, planOf } from "./compose.js";
import { describe } from "./describe.js";
import { documentOf } from "./document.js";
import { type Frame, layoutOf, type PlacedBox, SIGN, SIZE, type Text, UNIT } from "./layout.js";
import { legendOf } from "./legend.js";
import { type DrawnLine, LABEL, type Label, linesOf, type Mark, RADIUS } from "./lines.js";
import { element, rounded, textAt, title } from "./markup.js";
import type { Plan } from "./plan.js";
import type { Route } from "./router.js";
import { DASHES, discAt, signAt } from "./signs.js";
import { columnsIn, wrapped } from "./text.js";
import type { Theme } from "./theme.js";

/** How a network is drawn as SVG. */
export interface SvgOptions extends ComposeOptions {
  /** `auto`, the default, follows the reader's preference. */
  readonly theme?: Theme | undefined;
}

/** Of a verdict only what it touches is drawn, unless everything is asked for; without one, the network. */
export function renderSvg(network: Network, verdict?: AnyVerdict, options: SvgOptions = {}): string {
  const plan = planOf(network, verdict, options);
  return svgOfPlan(plan, options.theme ?? "auto");
}

export function svgOfPlan(plan: Plan, theme: Theme): string {
  // The heading is as wide as the drawing, whose height it changes.
  const { width } = layoutOf(plan, 0);
  const heading = headingOf(plan, width);
  const layout = layoutOf(plan, heading.height);
  const lines = linesOf(plan, layout, heading.height);
  const legend = legendOf(plan, lines, layout);
  const body = [
    heading.markup,
    ...layout.frames.map(frameMarkup),
    ...lines.lines.map(lineMarkup),
    ...layout.boxes.map(boxMarkup),
    ...layout.frames.flatMap((frame) => frame.texts.map((text) => textMarkup(text, "over"))),
    ...lines.labels.map(labelMarkup),
    ...lines.marks.map(markMarkup),
    legend.markup,
  ];
  return documentOf({ width: layout.width, height: layout.height + legend.height, theme, ...describe(plan), body });
}

/** More reasons than this are counted, not listed. */
const REASONS = 5;

interface Block {
  readonly markup: string;
  readonly height: number;
}

function headingOf({ title: asked, tone, word, reasons }: Plan, width: number): Block {
  const parts: string[] = [];
  const room = width - 2 * UNIT;
  let y = 32;
  const left = tone ? UNIT + 26 : UNIT;
  if (tone) parts.push(discAt(tone, UNIT + 9, y - 6, 9));
  const text = word === "" ? asked : `${asked}: ${word}`;
  const lines = wrapped(text, columnsIn(room - 26, SIZE.title), 2);
  for (const line of lines) {
    parts.push(textAt(left, y, line, { size: SIZE.title, className: "strong" }));
    y += 24;
  }
  const shown = reasons.slice(0, REASONS);
  const isMany = reasons.length > 1;
  for (const { text: reason, number, tone: kind } of shown) {
    const full = isMany ? `${number} ${reason}` : reason;
    wrapped(full, columnsIn(room - SIGN - 10, SIZE.reason), 2).forEach((line, at) => {
      if (at === 0) parts.push(signAt(kind, UNIT + 9, y - 5));
      parts.push(textAt(left, y, line, { size: SIZE.reason, className: `${kind}-text` }));
      y += 20;
    });
  }
  const more = reasons.length - shown.length;
  if (more > 0) {
    parts.push(textAt(left, y, `and ${more} more`, { size: SIZE.reason, className: "muted sans" }));
    y += 20;
  }
  return { markup: parts.join(""), height: Math.ceil((y - 4) / UNIT) * UNIT };
}

function frameMarkup({ id: _, kind, title: name, x, y, width, height, isBorderless }: Frame): string {
  if (isBorderless) return "";
  const look = { vpc: { rx: 10, "stroke-width": 2 }, zone: { rx: 6, "stroke-dasharray": "2 3" }, subnet: { rx: 6 } }[
    kind
  ];
  return element("g", {}, [
    title(kind === "vpc" ? name : `${kind} ${name}`),
    element("rect", { class: kind, x, y, width, height, ...look }),
  ]);
}

function boxMarkup({ box, x, y, width, height, texts }: PlacedBox): string {
  const isRound = box.kind === "outside";
  const isDashed = box.kind === "more" || (box.kind === "gateway" && box.name === "none");
  const rect = element("rect", {
    class: "box",
    x,
    y,
    width,
    height,
    rx: isRound ? height / 2 : 5,
    "stroke-width": box.kind === "node" ? 2 : 1.3,
    "stroke-dasharray": isDashed ? "4 4" : undefined,
  });
  return element("g", {}, [title(box.full), rect, ...texts.map((each) => textMarkup(each, isRound ? "round" : "in"))]);
}

function textMarkup({ x, y, text, size, weight, line, hasSign }: Text, where: "over" | "in" | "round"): string {
  const classes = [
    weight === "kind"
      ? "sans muted"
      : weight === "name"
        ? "strong"
        : line.tone
          ? `${line.tone}-text`
          : line.isMuted
            ? "muted"
            : "",
    where === "over" ? "over" : "",
  ].filter((each) => each !== "");
  const sign = line.tone && hasSign ? signAt(line.tone, x - SIGN + 6, y - 4) : "";
  const indent = where === "round" ? 16 : 0;
  return sign + textAt(x + indent, y, text, { size, className: classes.join(" ") || undefined });
}

function pathOf(points: Route): string {
  return points.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${rounded(x)} ${rounded(y)}`).join("");
}

const ARROW = { length: 9, half: 4.5 } as const;

function lineMarkup({ points, tone, isReply }: DrawnLine): string {
  const [before, end] = points.slice(-2);
  if (!before || !end) return "";
  const [dx, dy] = [Math.sign(end.x - before.x), Math.sign(end.y - before.y)];
  const back = { x: end.x - dx * ARROW.length, y: end.y - dy * ARROW.length };
  const half = isReply ? ARROW.half - 1 : ARROW.half;
  const sides = [1, -1].map((side) => ({ x: back.x - dy * half * side, y: back.y + dx * half * side }));
  const [left, right] = sides as [Route[number], Route[number]];
  const stroke = { class: tone, fill: "none", "stroke-width": isReply ? 1.3 : 2.2 };
  const line = [...points.slice(0, -1), isReply ? end : back];
  const head = isReply
    ? element("path", { d: pathOf([left, end, right]), ...stroke })
    : element("path", { d: `${pathOf([left, end, right])}Z`, class: `${tone}-fill` });
  const path = element("path", {
    d: pathOf(line),
    ...stroke,
    "stroke-dasharray": DASHES[tone],
    "stroke-linejoin": "round",
  });
  return path + head;
}

function labelMarkup({ x, y, width, height, text, tone }: Label): string {
  return [
    element("rect", { class: `canvas ${tone}`, x, y, width, height, rx: height / 2, "stroke-width": 1.2 }),
    signAt(tone, x + 12, y + height / 2),
    textAt(x + LABEL.inset + LABEL.sign, y + 13, text, { size: LABEL.size }),
  ].join("");
}

function markMarkup({ x, y, tone, number }: Mark): string {
  const disc = discAt(tone, x, y, RADIUS);
  const label =
    number === undefined
      ? ""
      : textAt(x + RADIUS + 3, y + 4, String(number), { size: SIZE.kind, className: `strong over ${tone}-text` });
  return disc + label;
}
