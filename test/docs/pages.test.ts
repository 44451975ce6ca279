/**
 * Every code block of the README and of docs/ is run, and what it prints is compared with what the page shows.
 * `UPDATE_DOCS=1` writes what was printed into the pages. The conventions are in CONTRIBUTING.md, "Documentation".
 */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { blocksOf, indentedCodeOf, rolesOf } from "../support/doc-blocks.ts";
import { PAGES, pathOf } from "../support/doc-pages.ts";
import { type Outcome, runPage } from "../support/doc-run.ts";

function update(page: string, text: string, outcomes: readonly Outcome[]): void {
  let updated = text;
  const edits = outcomes.filter(({ shown, actual }) => shown !== actual).map(({ edit }) => edit);
  for (const { from, to, text: inserted } of edits.sort((a, b) => b.from - a.from)) {
    updated = updated.slice(0, from) + inserted + updated.slice(to);
  }
  if (updated !== text) writeFileSync(pathOf(page), updated);
}

describe.each(PAGES)("%s", (page) => {
  const text = readFileSync(pathOf(page), "utf8");
  const { roles, problems } = rolesOf(blocksOf(text));

  it("has no block that nothing runs", () => {
    expect(problems).toEqual([]);
  });

  if (page !== "README.md")
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
      update(page, text, outcomes);
      return;
    }
    for (const { block, shown, actual } of outcomes) expect(actual, `of line ${block.line}`).toBe(shown);
  });
});
