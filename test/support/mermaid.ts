/**
 * The Mermaid that we write, by a grammar of its own: Mermaid's parser needs a DOM and 180 MB of packages. What this
 * accepts, the parser of Mermaid 11 does too.
 */
import { expect } from "vitest";

/** Neither quotes nor what begins a tag, a comment or a directive; entities are Mermaid's. */
const LABEL = /"(?:[^"<>#;{}[\]|`%&]|#\d+;|<br\/>)*"/.source;
const BOX = new RegExp(`^ +(b\\d+|note\\d+)(?:\\[${LABEL}\\]|\\(\\[${LABEL}\\]\\))$`);
const SUBGRAPH = new RegExp(`^ +subgraph (v\\d+(?:z\\d+(?:s\\d+)?)?)\\[${LABEL}\\]$`);
const ARROW = new RegExp(`^  (b\\d+) (?:-->|--x|-\\.->|-\\.-x)\\|${LABEL}\\| (b\\d+)$`);
const STYLE = /^ {2}linkStyle ([\d,]+) stroke:#[0-9a-f]{6},stroke-width:2px$/;
const STATEMENT = /^ {2}acc(?:Title|Descr): [^\n#;{}<>%"`]*$/;

/** Below the limits that GitHub and Mermaid have. */
const CHARACTERS = 50_000;
const ARROWS = 500;

export function checkMermaid(text: string): void {
  expect(text.length).toBeLessThan(CHARACTERS);
  expect(text.endsWith("\n")).toBe(true);
  const [head, ...lines] = text.trimEnd().split("\n");
  expect(head).toBe("flowchart TB");
  const boxes = new Set<string>();
  const ids = new Set<string>();
  let depth = 0;
  let arrows = 0;
  for (const line of lines) {
    const [box, subgraph, arrow, style] = [BOX, SUBGRAPH, ARROW, STYLE].map((form) => form.exec(line));
    if (box || subgraph) {
      const id = (box ?? subgraph)?.[1] ?? "";
      expect(ids.has(id)).toBe(false);
      ids.add(id);
    }
    if (box) boxes.add(box[1] ?? "");
    else if (subgraph) depth++;
    else if (/^ +end$/.test(line)) depth--;
    else if (arrow) {
      arrows++;
      for (const id of [arrow[1] ?? "", arrow[2] ?? ""]) expect(boxes.has(id)).toBe(true);
    } else if (style) {
      for (const at of (style[1] ?? "").split(",")) expect(Number(at)).toBeLessThan(arrows);
    } else expect(line).toMatch(STATEMENT);
    expect(depth).toBeGreaterThanOrEqual(0);
  }
  expect(depth).toBe(0);
  expect(arrows).toBeLessThan(ARROWS);
}
