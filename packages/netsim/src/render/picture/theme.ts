/** Colours and fonts. Every text has at least the contrast of WCAG 2 AA (4.5) with what is behind it; lines have 3. */
import type { Tone } from "./plan.js";

/** The colours of a picture; `auto` has both, and follows the preference of who looks at it. */
export type Theme = "light" | "dark" | "auto";

export interface Palette {
  readonly canvas: string;
  readonly vpc: string;
  readonly subnet: string;
  readonly box: string;
  readonly text: string;
  readonly muted: string;
  readonly edge: string;
  readonly vpcEdge: string;
  readonly boxEdge: string;
  /** Events of a timeline. */
  readonly event: string;
  readonly tones: Readonly<Record<Tone, string>>;
  /** Behind marked bands of a timeline. */
  readonly tints: Readonly<Record<Tone, string>>;
}

export const PALETTES: Readonly<Record<Exclude<Theme, "auto">, Palette>> = {
  light: {
    canvas: "#ffffff",
    vpc: "#fbfaff",
    subnet: "#f3f5f8",
    box: "#ffffff",
    text: "#1f2328",
    muted: "#57606a",
    edge: "#7d8590",
    vpcEdge: "#7950c9",
    boxEdge: "#57606a",
    event: "#0860ca",
    tones: { pass: "#1a7f37", block: "#cf222e", partial: "#8a5a00", unknown: "#57606a" },
    tints: { pass: "#dafbe1", block: "#ffebe9", partial: "#fff1c9", unknown: "#eaeef2" },
  },
  dark: {
    canvas: "#0d1117",
    vpc: "#11151d",
    subnet: "#181e27",
    box: "#0d1117",
    text: "#e6edf3",
    muted: "#9aa4af",
    edge: "#6e7781",
    vpcEdge: "#a47bf0",
    boxEdge: "#8b949e",
    event: "#6cb0ff",
    tones: { pass: "#3fb950", block: "#ff6a61", partial: "#d9a521", unknown: "#9aa4af" },
    tints: { pass: "#12361c", block: "#4a1a1a", partial: "#3b2e0a", unknown: "#262c36" },
  },
};

/** Our own words; names are in a font of fixed width, so that they fit wherever they are shown. */
const SANS = 'ui-sans-serif,system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif';
const MONO = 'ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace';

/** The style sheet of a picture; every rule is about what is inside an element of the given class. */
export function styleOf(theme: Theme, scope: string): string {
  const common = [
    `.${scope} text{font-family:${MONO};direction:ltr;unicode-bidi:isolate;white-space:pre}`,
    `.${scope} .sans{font-family:${SANS}}`,
    `.${scope} .strong{font-weight:600}`,
  ].join("");
  if (theme !== "auto") return common + coloursOf(paletteOf(theme), scope);
  const dark = coloursOf(PALETTES.dark, scope);
  return `${common}${coloursOf(PALETTES.light, scope)}@media (prefers-color-scheme:dark){${dark}}`;
}

function paletteOf(theme: Exclude<Theme, "auto">): Palette {
  if (!Object.hasOwn(PALETTES, theme)) throw new RangeError(`theme: expected light, dark or auto, found ${theme}`);
  return PALETTES[theme];
}

function coloursOf({ tones, tints, ...palette }: Palette, scope: string): string {
  const { canvas, vpc, subnet, box, text, muted, edge, vpcEdge, boxEdge, event } = palette;
  const rules: readonly (readonly [string, string])[] = [
    ["text", `fill:${text}`],
    [".muted", `fill:${muted}`],
    [".canvas", `fill:${canvas}`],
    [".vpc", `fill:${vpc};stroke:${vpcEdge}`],
    [".zone", `fill:none;stroke:${edge}`],
    [".subnet", `fill:${subnet};stroke:${edge}`],
    [".box", `fill:${box};stroke:${boxEdge}`],
    [".grid", `stroke:${edge}`],
    [".event", `stroke:${event}`],
    [".event-fill", `fill:${event}`],
    ["text.event-text", `fill:${canvas}`],
    // A line goes behind what is written over it.
    [".over", `stroke:${canvas};stroke-width:4px;paint-order:stroke`],
    [".halo", `stroke:${canvas}`],
    ...Object.entries(tones).flatMap(([tone, colour]): (readonly [string, string])[] => [
      [`.${tone}`, `stroke:${colour}`],
      [`.${tone}-fill`, `fill:${colour};stroke:none`],
      [`text.${tone}-text`, `fill:${colour}`],
    ]),
    ...Object.entries(tints).map(([tone, colour]): readonly [string, string] => [`.${tone}-tint`, `fill:${colour}`]),
    [".sign", `fill:none;stroke:${canvas}`],
  ];
  return rules.map(([selector, style]) => `.${scope} ${selector}{${style}}`).join("");
}
