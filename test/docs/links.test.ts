/** Every relative link of every page leads somewhere, and every page of the documentation is found from its index. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { anchorsOf, brokenLink, linksOf, MARKDOWN } from "../support/doc-links.ts";
import { PAGES, pathOf } from "../support/doc-pages.ts";

const textOf = (page: string): string => readFileSync(pathOf(page), "utf8");

describe.each(MARKDOWN)("%s", (page) => {
  it("has no broken links", () => {
    expect(linksOf(textOf(page)).flatMap((link) => brokenLink(page, link) ?? [])).toEqual([]);
  });
});

describe("indexes", () => {
  const targets = (page: string): readonly string[] =>
    linksOf(textOf(page)).map(({ target }) => join(page, "..", target));

  it("docs/README.md lists every page beside it, and the index of every folder", () => {
    const expected = PAGES.filter(
      (page) => /^docs\/([^/]+\.md|[^/]+\/README\.md)$/.test(page) && page !== "docs/README.md",
    );
    expect(expected.filter((page) => !targets("docs/README.md").includes(page))).toEqual([]);
  });

  it("llms.txt lists every page, with a line about each", () => {
    expect(PAGES.filter((page) => !targets("llms.txt").includes(page))).toEqual([]);
    const lines = textOf("llms.txt")
      .split("\n")
      .filter((line) => line.startsWith("- ["));
    expect(lines.filter((line) => !/^- \[[^\]]+\]\([^)]+\): \S.*$/.test(line))).toEqual([]);
  });

  it("llms.txt has the form of llmstxt.org: a title, a summary, and sections of links", () => {
    expect(textOf("llms.txt")).toMatch(/^# netsim\n\n> [^\n]+\n\n[\s\S]*?\n## /);
    expect(textOf("llms.txt")).not.toMatch(/^###/m);
  });
});

describe("links and headings", () => {
  it("are read as GitHub reads them", () => {
    const page =
      "# A `b`: c\n\n```md\n# no\n[no](no.md)\n```\n\n## A b c\n[one\ntwo](x.md#y), `[no](no.md)`\n## A b c\n";
    expect(linksOf(page)).toEqual([{ text: "one\ntwo", target: "x.md#y" }]);
    expect(anchorsOf(page)).toEqual(["a-b-c", "a-b-c-1", "a-b-c-2"]);
  });

  it("are broken where a file or a heading is missing", () => {
    const broken = (target: string): string | undefined => brokenLink("docs/lint.md", { text: "", target });
    expect(broken("codes.md#codes")).toBeUndefined();
    expect(broken("#silences")).toBeUndefined();
    expect(broken("https://example.com/nothing.md")).toBeUndefined();
    expect(broken("nothing.md")).toBe("nothing.md does not exist");
    expect(broken("codes.md#nothing")).toBe("codes.md#nothing has no such heading");
    expect(broken("../../of-nobody")).toBe("../../of-nobody leads out of the repository");
  });
});
