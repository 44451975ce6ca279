/** The pages about AWS's behaviour: their parts, their sources and the codes that they name. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LINT_CODES } from "netsim";
import { describe, expect, it } from "vitest";
import { pathOf } from "../support/doc-pages.ts";

const FOLDER = pathOf("docs/semantics");
const ABOUT_NETSIM = "how-netsim-decides.md";
const pages = readdirSync(FOLDER).filter((file) => file.endsWith(".md") && file !== "README.md");
const textOf = (file: string): string => readFileSync(join(FOLDER, file), "utf8");

function section(text: string, heading: string): string {
  return text.split(/^## /m).find((part) => part.startsWith(heading)) ?? "";
}

const listed = new Set(
  [...readFileSync(pathOf("docs/codes.md"), "utf8").matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, code = ""]) => code),
);
const codesIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([a-z0-9]+(?:-[a-z0-9]+)+)`/g)].map(([, code = ""]) => code);

describe.each(pages)("docs/semantics/%s", (page) => {
  const text = textOf(page);

  if (page !== ABOUT_NETSIM)
    it("says what AWS does and by which page, what netsim does, and one trap", () => {
      const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading = ""]) => heading.replace(/: .*/, ""));
      expect(headings.map((each) => each.replace("AWS did", "AWS does"))).toEqual([
        "What AWS does",
        "What netsim does",
        "The trap",
        "Codes",
        "Not modelled",
      ]);
      const cited = section(text, "What AWS d").match(/^AWS:[\s\S]*/m)?.[0] ?? "";
      expect(cited).toMatch(/^AWS: (\[[^\]]+\]\(https:\/\/docs\.aws\.amazon\.com\/[^)]+\.html\)[,.]\s*)+$/);
    });

  it("shows what a program prints", () => {
    expect(text).toMatch(/^```ts\n[\s\S]*?^```\n\n```text\n./m);
  });

  it("names codes that there are", () => {
    const known = [...listed, ...LINT_CODES];
    expect(codesIn(section(text, "Codes")).filter((code) => !known.includes(code))).toEqual([]);
  });
});

describe("docs/semantics", () => {
  it("has a page for every code of a verdict", () => {
    const named = new Set(pages.flatMap((page) => codesIn(section(textOf(page), "Codes"))));
    const ofVerdicts = section(readFileSync(pathOf("docs/codes.md"), "utf8"), "Explanations");
    const others = new Set([...ofVerdicts.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, code]) => code));
    expect([...listed].filter((code) => !named.has(code) && !others.has(code))).toEqual([]);
  });

  it("lists its pages, and the trap of each", () => {
    const rows = [...textOf("README.md").matchAll(/^\| \[(.*)\]\((.*)\) \| (.*) \|$/gm)];
    expect(rows.map(([, , file]) => file).sort()).toEqual([...pages].sort());
    for (const [, title, file = "", trap] of rows) {
      expect(textOf(file)).toMatch(new RegExp(`^# ${title}$`, "m"));
      if (file !== ABOUT_NETSIM) expect(textOf(file)).toContain(`## The trap: ${trap}\n`);
    }
  });
});
