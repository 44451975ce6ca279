/**
 * Every code block of the README and of docs/ is run, and what it prints is compared with what the page shows.
 * `UPDATE_DOCS=1` writes what was printed into the pages. The conventions are in CONTRIBUTING.md, "Documentation".
 */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { blocksOf, indentedCodeOf, rolesOf } from "../support/doc-blocks.ts";
import { PAGES, pathOf } from "../support/doc-pages.ts";
import { runPage, updatedPage } from "../support/doc-run.ts";

describe.each(PAGES)("%s", (page) => {
  const text = readFileSync(pathOf(page), "utf8");
  const { roles, problems } = rolesOf(blocksOf(text));

  it("has no block that nothing runs", () => {
    expect(problems).toEqual([]);
  });

  it("has no code that is indented and not fenced", () => {
    expect(indentedCodeOf(text)).toEqual([]);
  });

  const notRun = roles.filter((role) => role.kind === "not-run");
  for (const { block, reason } of notRun) {
    it(`line ${block.line} is not run: ${reason}`, () => {
      expect(reason).not.toBe("");
    });
  }

  if (roles.every(({ kind }) => kind === "shell" || kind === "not-run")) return;

  it("prints what it shows", async () => {
    const outcomes = await runPage(text);
    if (process.env.UPDATE_DOCS) {
      const updated = updatedPage(text, outcomes);
      if (updated !== text) writeFileSync(pathOf(page), updated);
      return;
    }
    for (const { block, shown, actual } of outcomes) expect(actual, `of line ${block.line}`).toBe(shown);
  });
});
