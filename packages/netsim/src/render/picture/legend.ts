/** Below a picture: what its lines mean, those without a label, and what is left out. */

import { legsText } from "./describe.js";
import { type Layout, SIZE, UNIT } from "./layout.js";
import type { Lines } from "./lines.js";
import { element, textAt } from "./markup.js";
import type { Plan, Tone } from "./plan.js";
import { DASHES, discAt, signAt } from "./signs.js";
import { columnsIn, widthOf, wrapped } from "./text.js";

const WORDS: Readonly<Record<Tone, string>> = {
  pass: "gets through",
  block: "stopped",
  partial: "in part",
  unknown: "not known",
};

export function legendOf(
  plan: Plan,
  { lines, unlabelled }: Lines,
  { width, height }: Layout,
): { readonly markup: string; readonly height: number } {
  const parts: string[] = [];
  let [x, y] = [UNIT, height + 28];
  const item = (swatch: (x: number, y: number) => string, text: string): void => {
    const room = 46 + widthOf(text, SIZE.kind) * 0.85 + 14;
    if (x > UNIT && x + room > width - UNIT) [x, y] = [UNIT, y + 20];
    parts.push(swatch(x, y - 4), textAt(x + 40, y, text, { size: SIZE.kind, className: "sans muted" }));
    x += room;
  };
  const stroke = (tone: Tone, isReply: boolean) => (left: number, middle: number) => {
    const look = { class: tone, fill: "none", "stroke-width": isReply ? 1.3 : 2.2 };
    const line = element("path", {
      d: `M${left} ${middle}L${left + 32} ${middle}`,
      ...look,
      "stroke-dasharray": DASHES[tone],
    });
    const head = isReply
      ? element("path", {
          d: `M${left + 24} ${middle - 3.5}L${left + 33} ${middle}L${left + 24} ${middle + 3.5}`,
          ...look,
        })
      : element("path", {
          d: `M${left + 24} ${middle - 4.5}L${left + 33} ${middle}L${left + 24} ${middle + 4.5}Z`,
          class: `${tone}-fill`,
        });
    return line + head;
  };
  const tonesOf = (isReply: boolean): readonly Tone[] =>
    [...new Set(lines.filter((each) => each.isReply === isReply).map((each) => each.tone))].sort(
      (a, b) => ORDER.indexOf(a) - ORDER.indexOf(b),
    );
  for (const tone of tonesOf(false)) item(stroke(tone, false), `there: ${WORDS[tone]}`);
  for (const tone of tonesOf(true)) item(stroke(tone, true), `and back: ${WORDS[tone]}`);
  const isMarked = Object.values(plan.ways).some((way) =>
    Object.values(way.trips).some((trip) => trip.troubles.length > 0),
  );
  const marks = new Set(
    plan.ways.flatMap((way) => Object.values(way.trips).flatMap((trip) => trip.troubles.map((each) => each.tone))),
  );
  if (isMarked)
    for (const tone of ORDER.filter((each) => each !== "pass" && marks.has(each as never)))
      item(
        (left, middle) => discAt(tone, left + 20, middle, 7),
        tone === "block" ? "stopped here" : tone === "partial" ? "stopped here in part" : "not known here",
      );
  if (x > UNIT) y += 22;
  const isEmpty = [plan.vpcs, plan.outside, plan.peerings].every((each) => each.length === 0);
  const notes = [
    ...unlabelled.map((way) => ({ tone: way.tone, text: legsText(way) })),
    ...[...(isEmpty ? ["Nothing is in it."] : []), ...plan.notes].map((text) => ({ tone: undefined, text })),
  ];

  for (const { tone, text } of notes) {
    if (tone) parts.push(signAt(tone, UNIT + 6, y - 4));
    for (const line of wrapped(text, columnsIn(width - 2 * UNIT - 18, SIZE.kind), 2)) {
      parts.push(textAt(UNIT + (tone ? 18 : 0), y, line, { size: SIZE.kind, className: "muted" }));
      y += 16;
    }
  }
  return { markup: parts.join(""), height: parts.length === 0 ? UNIT : y - height };
}

const ORDER: readonly Tone[] = ["pass", "partial", "block", "unknown"];
