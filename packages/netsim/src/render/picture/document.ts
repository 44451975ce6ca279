/** The frame of every picture: an SVG document that says in words what it shows, and refers to nothing outside. */
import { element, escaped } from "./markup.js";
import { styleOf, type Theme } from "./theme.js";

export interface Document {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly title: string;
  readonly description: string;
  /** Markup. */
  readonly body: readonly string[];
}

export function documentOf({ width, height, theme, title, description, body }: Document): string {
  const inner = body.filter((each) => each !== "").join("\n");
  // Ids and classes are this picture's own, so that a page may hold several.
  const key = hash(`${theme}\n${title}\n${description}\n${inner}`);
  const [titleId, descriptionId] = [`netsim-title-${key}`, `netsim-desc-${key}`];
  const scope = `netsim-${theme}`;
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    class: scope,
    role: "img",
    "aria-labelledby": `${titleId} ${descriptionId}`,
  };
  const parts = [
    element("title", { id: titleId }, escaped(title)),
    element("desc", { id: descriptionId }, escaped(description)),
    element("style", {}, styleOf(theme, scope)),
    element("rect", { class: "canvas", width, height, rx: 8 }),
    inner,
  ];
  return `${element("svg", attributes, `\n${parts.join("\n")}\n`)}\n`;
}

/** FNV-1a, which is enough to tell the pictures of a page apart. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return value.toString(36);
}
