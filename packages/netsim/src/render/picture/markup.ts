/** SVG as text. What is written in it is escaped here and nowhere else. */
import { clean, isOrdinary, widthOf } from "./text.js";

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** @param children markup, and not text */
export function element(name: string, attributes: Attributes, children?: string | readonly string[]): string {
  const texts = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${typeof value === "number" ? rounded(value) : escaped(value)}"`],
  );
  const inner = typeof children === "object" ? children.join("") : children;
  return inner === undefined || inner === ""
    ? `<${name}${texts.join("")}/>`
    : `<${name}${texts.join("")}>${inner}</${name}>`;
}

export function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function escaped(text: string): string {
  return clean(text).replace(/[&<>"']/g, (each) => ENTITIES[each] ?? each);
}

/** What is shown when somebody points at what is around it. */
export function title(text: string): string {
  return element("title", {}, escaped(text));
}

export interface TextLook {
  readonly size: number;
  readonly className?: string | undefined;
  readonly anchor?: "middle" | "end" | undefined;
}

/** One line of text. Where its width depends on fonts, it is fitted into what was set aside for it. */
export function textAt(x: number, y: number, text: string, { size, className, anchor }: TextLook): string {
  const isCertain = isOrdinary(text);
  return element(
    "text",
    {
      x,
      y,
      "font-size": size,
      class: className,
      "text-anchor": anchor,
      textLength: isCertain ? undefined : widthOf(text, size),
      lengthAdjust: isCertain ? undefined : "spacingAndGlyphs",
    },
    escaped(text),
  );
}
