/** The README's first program prints what the README says, and its intent file is one. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CLASSIC_PAGE } from "@netsim/examples";
import { unwrap } from "netsim";
import { afterEach, describe, expect, it, vi } from "vitest";
import { runIntents } from "../../packages/netsim/src/intents/run.ts";

const ROOT = join(import.meta.dirname, "../..");
const FILE = join(ROOT, "README.md");
const readme = readFileSync(FILE, "utf8");

function block(language: string, at = 0): string {
  const blocks = [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))];
  return blocks[at]?.[1] ?? "";
}

/** Runs a program as a module of this folder, so that it finds the packages, and answers what it printed. */
async function run(program: string): Promise<string> {
  const folder = mkdtempSync(join(import.meta.dirname, ".run-"));
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...values) => void lines.push(values.join(" ")));
  writeFileSync(join(folder, "program.ts"), program);
  try {
    await import(join(folder, "program.ts"));
  } finally {
    log.mockRestore();
  }
  return lines.join("\n");
}

afterEach(() => {
  for (const name of readdirSync(import.meta.dirname)) {
    if (name.startsWith(".run-")) rmSync(join(import.meta.dirname, name), { recursive: true, force: true });
  }
});

describe("README.md", () => {
  it("the first program prints the text below it", async () => {
    const printed = `${(await run(block("ts"))).trimEnd()}\n`;
    if (process.env.UPDATE_README) {
      const from = readme.indexOf("```text\n") + "```text\n".length;
      writeFileSync(FILE, readme.slice(0, from) + printed + readme.slice(readme.indexOf("```", from)));
    } else {
      expect(printed).toBe(block("text"));
    }
  });

  it("the fix that it names works", async () => {
    const rule = '{ port: 9000, from: "sg-lb" }';
    expect(readme).toContain(`\`${rule}\``);
    const fixed = block("ts").replace(
      'ingress: [{ port: 8080, from: "sg-lb" }]',
      `ingress: [{ port: 8080, from: "sg-lb" }, ${rule}]`,
    );
    expect(await run(fixed)).toContain("✓ health of web  reachable");
  });

  it("the first program is short", () => {
    expect(block("ts").trimEnd().split("\n").length).toBeLessThanOrEqual(18);
  });

  it("what it says of tests and of verbs is so", async () => {
    const folder = JSON.stringify(CLASSIC_PAGE);
    const tests = `import { expect } from "vitest";\n${block("ts", 1).replace('"./aws"', folder)}${block("ts", 2)}`;
    expect(tests).toContain("InvalidPermission.Duplicate");
    expect(await run(tests)).toBe("");
  });

  it("the change prints the differences below it", async () => {
    const program = block("ts", 3).replace('"./aws"', JSON.stringify(CLASSIC_PAGE));
    const printed = `${(await run(program)).trimEnd()}\n`;
    if (process.env.UPDATE_README) {
      const from = readme.indexOf("```text\n", readme.indexOf("renderDiff(")) + "```text\n".length;
      writeFileSync(FILE, readme.slice(0, from) + printed + readme.slice(readme.indexOf("```", from)));
    } else {
      expect(printed).toBe(block("text", 1));
    }
  });

  it("the intents hold for the network that they name", async () => {
    const folder = mkdtempSync(join(import.meta.dirname, ".run-"));
    const file = join(folder, "intents.yaml");
    writeFileSync(file, block("yaml").replace("./aws", JSON.stringify(CLASSIC_PAGE)));
    const { report } = unwrap(await runIntents([file]));
    expect(report.results).toHaveLength(3);
    expect(report.results.filter((each) => !each.holds).map((each) => [each.name, each.reason])).toEqual([]);
  });
});
