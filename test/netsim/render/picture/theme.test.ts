import { describe, expect, it } from "vitest";
import { PALETTES } from "../../../../packages/netsim/src/render/picture/theme.ts";

/** "Contrast (Minimum)", WCAG 2.2 https://www.w3.org/TR/WCAG22/#contrast-minimum */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe.each(Object.entries(PALETTES))("the %s palette", (_, palette) => {
  const grounds = [palette.canvas, palette.vpc, palette.subnet, palette.box];
  const tones = Object.values(palette.tones);

  it("has text that can be read on everything it may be on (WCAG AA)", () => {
    for (const ground of grounds) {
      for (const text of [palette.text, palette.muted, ...tones])
        expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
    }
    for (const tint of Object.values(palette.tints)) expect(contrast(palette.text, tint)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.canvas, palette.event)).toBeGreaterThanOrEqual(4.5);
  });

  it("has lines and signs that can be seen (WCAG AA, non-text)", () => {
    for (const ground of grounds) {
      for (const line of [...tones, palette.edge, palette.boxEdge, palette.vpcEdge, palette.event])
        expect(contrast(line, ground)).toBeGreaterThanOrEqual(3);
    }
    // Signs on bands, and signs that are cut out of discs.
    for (const tone of Object.keys(palette.tones) as (keyof typeof palette.tones)[]) {
      expect(contrast(palette.tones[tone], palette.tints[tone])).toBeGreaterThanOrEqual(3);
      expect(contrast(palette.canvas, palette.tones[tone])).toBeGreaterThanOrEqual(3);
    }
  });
});
