/** What the README says beside its blocks, which pages.test.ts runs. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { blocksOf } from "../support/doc-blocks.ts";
import { pathOf } from "../support/doc-pages.ts";
import { inFolder, runPage, runPrograms } from "../support/doc-run.ts";

const readme = readFileSync(pathOf("README.md"), "utf8");
const first = blocksOf(readme).find(({ language }) => language === "ts")?.text ?? "";

describe("README.md", () => {
  it("the fix that it names works", async () => {
    const rule = '{ port: 9000, from: "sg-lb" }';
    expect(readme).toContain(`\`${rule}\``);
    const fixed = first.replace(
      'ingress: [{ port: 8080, from: "sg-lb" }]',
      `ingress: [{ port: 8080, from: "sg-lb" }, ${rule}]`,
    );
    expect(await inFolder((folder) => runPrograms(folder, [fixed]))).toEqual([
      expect.stringContaining("✓ health of web  reachable"),
    ]);
  });

  it("the first program is short", () => {
    expect(first.trimEnd().split("\n").length).toBeLessThanOrEqual(18);
  });

  it("shows what prints, what is asserted, a command and intents", async () => {
    const shown = (await runPage(readme)).map(({ block, actual }) => [block.language, actual === ""]);
    expect(shown).toContainEqual(["ts", false]);
    expect(shown).toContainEqual(["console", false]);
    expect(readme).toContain("InvalidPermission.Duplicate");
    expect(blocksOf(readme).filter(({ text }) => text.includes("intents:"))).toHaveLength(1);
  });
});
