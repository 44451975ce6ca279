/** What every picture has to be, whatever it shows. */
import { DOMParser, type Element } from "@xmldom/xmldom";
import { expect } from "vitest";

const ELEMENTS = ["svg", "title", "desc", "style", "g", "rect", "circle", "path", "text"];
const ATTRIBUTES = [
  ...["xmlns", "viewBox", "width", "height", "class", "role", "aria-labelledby", "id"],
  ...["x", "y", "rx", "cx", "cy", "r", "d", "fill", "font-size", "text-anchor", "textLength", "lengthAdjust"],
  ...["stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity", "pointer-events"],
];

/** Well-formed, inert, and readable for who does not see it. Answers its root. */
export function checkSvg(svg: string): Element {
  // Anything that XML 1.0 forbids, lone surrogates included.
  expect(svg).toMatch(/^[\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
  const root = parse(svg);
  expect(root.tagName).toBe("svg");
  expect(root.getAttribute("role")).toBe("img");
  const labels = (root.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => byId(root, id));
  expect(labels.map((each) => each?.tagName)).toEqual(["title", "desc"]);
  expect(labels.map((each) => each?.textContent?.trim()).filter((each) => !each)).toEqual([]);
  const all = [root, ...elementsOf(root)];
  // Nothing but shapes and text: no script, no link, no image, no handler, no style of its own, no reference.
  expect([...new Set(all.map((each) => each.tagName))].filter((each) => !ELEMENTS.includes(each))).toEqual([]);
  const attributes = all.flatMap((each) => Array.from(each.attributes));
  expect([...new Set(attributes.map((each) => each.name))].filter((each) => !ATTRIBUTES.includes(each))).toEqual([]);
  for (const { name, value } of attributes) if (name !== "xmlns") expect(value).not.toMatch(/[:<>&]|url\(|script/i);
  const styles = all.filter((each) => each.tagName === "style").map((each) => each.textContent ?? "");
  expect(styles).toHaveLength(1);
  expect(styles[0]).not.toMatch(/url|@import|expression|<|javascript/i);
  return root;
}

function parse(svg: string): Element {
  const document = new DOMParser({
    onError: (level, message) => {
      // A character like any other, which may be part of a name.
      if (message.includes("Unicode replacement character")) return;
      throw new Error(`${level}: ${message}`);
    },
  }).parseFromString(svg, "image/svg+xml");
  const root = document.documentElement;
  if (!root) throw new Error("an empty document");
  return root;
}

export function elementsOf(root: Element): readonly Element[] {
  return Array.from(root.getElementsByTagName("*"));
}

function byId(root: Element, id: string): Element | undefined {
  return elementsOf(root).find((each) => each.getAttribute("id") === id);
}

/** Each text as it is read. */
export function textsOf(root: Element): readonly string[] {
  return elementsOf(root)
    .filter((each) => each.tagName === "text")
    .map((each) => each.textContent ?? "");
}

/** The accessible name and description. */
export function wordsOf(root: Element): { readonly title: string; readonly description: string } {
  const [title, description] = (root.getAttribute("aria-labelledby") ?? "")
    .split(" ")
    .map((id) => byId(root, id)?.textContent ?? "");
  return { title: title ?? "", description: description ?? "" };
}
