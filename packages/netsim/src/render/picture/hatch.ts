/** Patterns that tell bands apart where colours do not. */

import type { Rect } from "./layout.js";
import { element, rounded } from "./markup.js";
import type { Tone } from "./plan.js";

const STEP = 8;

/** Stripes for what fails, dashes for what is on its way, dots for what is not known; nothing for what works. */
export function hatch({ x, y, width, height }: Rect, tone: Tone): string {
  if (width <= 2) return "";
  const look = { class: tone, fill: "none", "stroke-opacity": 0.55 };
  if (tone === "block") {
    const lines: string[] = [];
    for (let start = x - height + STEP; start < x + width; start += STEP) {
      const [from, to] = [Math.max(start, x), Math.min(start + height, x + width)];
      if (from < to)
        lines.push(
          `M${rounded(from)} ${rounded(y + height - (from - start))}L${rounded(to)} ${rounded(y + height - (to - start))}`,
        );
    }
    return element("path", { d: lines.join(""), ...look, "stroke-width": 1 });
  }
  if (tone === "pass") return "";
  const rows = [y + height / 3, y + (2 * height) / 3];
  const d = rows.map((row) => `M${rounded(x + 3)} ${rounded(row)}H${rounded(x + width - 3)}`).join("");
  return element("path", { d, ...look, "stroke-width": 1.4, "stroke-dasharray": tone === "partial" ? "6 5" : "1.5 6" });
}
