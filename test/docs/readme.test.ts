/** What the README says beside its blocks, which pages.test.ts runs. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { blocksOf, patched } from "../support/doc-blocks.ts";
import { pathOf } from "../support/doc-pages.ts";
import { inFolder, runPage, runPrograms } from "../support/doc-run.ts";
import { firstTest } from "../support/readme.ts";

const readme = readFileSync(pathOf("README.md"), "utf8");
const { test, failure, fix } = firstTest(readme);

/** What the network of the first test looks like, asked for its health. */
async function pictureOf(program: string): Promise<string> {
  const ask = `import { checkHealth } from "netsim";
import { renderSvg } from "netsim/render";
console.log(renderSvg(shop, checkHealth(shop, { loadBalancer: "web" })));
`;
  const [svg = ""] = await inFolder((folder) => runPrograms(folder, [program.replace(/^test\(.*\n/m, "") + ask]));
  return svg;
}

describe("README.md", () => {
  it("says in one sentence what netsim is, before anything else", () => {
    expect(readme).toMatch(/^# netsim\n\n[^`.]+\.\n\n```ts title="shop\.test\.ts"\n/);
  });

  it("begins with a test of under fifteen lines, what it fails with, and a fix of one line", () => {
    const lines = test.trimEnd().split("\n");
    expect(lines.length).toBeLessThan(15);
    // More is not seen without scrolling.
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
    for (const line of failure.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(fix.match(/^[-+].*/gm)).toHaveLength(2);
  });

  it("says in the fix what the failure says", () => {
    expect(failure).toContain("an ingress rule for tcp 9000 from sg-lb");
    expect(fix).toMatch(/^\+.*\{ port: 9000, from: "sg-lb" \}/m);
  });

  it("shows the picture of that network, and of what stops its health check", async () => {
    expect(readme).toContain("](docs/pictures/health-check-blocked.svg)");
    const picture = await pictureOf(test);
    expect(picture.trim()).toBe(readFileSync(pathOf("docs/pictures/health-check-blocked.svg"), "utf8").trim());
    expect(await pictureOf(patched(test, fix))).not.toBe(picture);
  });

  it("is short", () => {
    expect(readme.split("\n").length).toBeLessThanOrEqual(360);
  });

  it("shows what prints, what is asserted, a command and intents", async () => {
    const shown = (await runPage(readme)).map(({ block, actual }) => [block.language, actual === ""]);
    expect(shown).toContainEqual(["ts", false]);
    expect(shown).toContainEqual(["ts", true]);
    expect(shown).toContainEqual(["console", false]);
    expect(blocksOf(readme).filter(({ text }) => text.includes("intents:"))).toHaveLength(1);
  });

  it("names the commands that are all there is to know in a clone, and they are there", () => {
    const { scripts } = JSON.parse(readFileSync(pathOf("package.json"), "utf8"));
    for (const [, name = ""] of readme.matchAll(/^npm (?:run )?(demo|example|test) /gm)) {
      expect(Object.keys(scripts)).toContain(name);
    }
    expect(readme).toMatch(/^npm run demo /m);
    expect(readme).toMatch(/^npm test /m);
  });
});
