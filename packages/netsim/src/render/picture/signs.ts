/** Ticks, crosses, tildes and question marks, drawn and not written, as not every font has them. */
import { element, rounded } from "./markup.js";
import type { Tone } from "./plan.js";

/** In a square of 10, from -5 to 5. */
const PATHS: Readonly<Record<Tone, readonly (readonly [string, ...number[]])[]>> = {
  pass: [
    ["M", -3.6, 0.4],
    ["L", -1, 3],
    ["L", 3.8, -3],
  ],
  block: [
    ["M", -3, -3],
    ["L", 3, 3],
    ["M", 3, -3],
    ["L", -3, 3],
  ],
  partial: [
    ["M", -4, 1.2],
    ["C", -2.6, -3, -1.2, -3, 0, 0],
    ["C", 1.2, 3, 2.6, 3, 4, -1.2],
  ],
  unknown: [
    ["M", -2.4, -1.8],
    ["C", -2.4, -5, 2.6, -5, 2.4, -1.8],
    ["C", 2.2, 0, 0, 0, 0, 1.8],
    ["M", 0, 3.7],
    ["L", 0, 4],
  ],
};

function pathOf(tone: Tone, x: number, y: number, scale: number): string {
  return PATHS[tone]
    .map(
      ([letter, ...numbers]) =>
        letter + numbers.map((each, at) => rounded(each * scale + (at % 2 === 0 ? x : y))).join(" "),
    )
    .join("");
}

/** A sign in its colour, with its middle there. */
export function signAt(tone: Tone, x: number, y: number): string {
  return element("path", {
    d: pathOf(tone, x, y, 1),
    class: tone,
    fill: "none",
    "stroke-width": 2,
    "stroke-linecap": "round",
  });
}

/** A sign in a disc of its colour. */
export function discAt(tone: Tone, x: number, y: number, radius: number): string {
  return [
    element("circle", { cx: x, cy: y, r: radius + 1.5, class: "canvas" }),
    element("circle", { cx: x, cy: y, r: radius, class: `${tone}-fill` }),
    element("path", {
      d: pathOf(tone, x, y, radius / 7),
      class: "sign",
      "stroke-width": 2.2,
      "stroke-linecap": "round",
    }),
  ].join("");
}

/** How lines differ besides their colour. */
export const DASHES: Readonly<Record<Tone, string | undefined>> = {
  pass: undefined,
  block: "7 5",
  partial: "12 4 3 4",
  unknown: "2 5",
};
