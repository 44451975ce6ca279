/** The README's first program prints what the README says, and its intent file is one. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CLASSIC_PAGE } from "@netsim/examples";
import { unwrap } from "netsim";
import { readNetwork } from "netsim/aws";
import { afterEach, describe, expect, it, vi } from "vitest";
import { runIntents } from "../../packages/netsim/src/intents/run.ts";
import { netsim } from "../netsim/cli/support.ts";

const ROOT = join(import.meta.dirname, "../..");
const FILE = join(ROOT, "README.md");
const readme = readFileSync(FILE, "utf8");

function block(language: string, at = 0): string {
  const blocks = [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))];
  return blocks[at]?.[1] ?? "";
}

/** The first block of a language in a section. */
function blockIn(heading: string, language: string): string {
  const section = readme.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  return new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "m").exec(section)?.[1] ?? "";
}

/** What was printed against the text block at that place, which it replaces where UPDATE_README is set. */
function compare(text: string, at: number): void {
  const printed = `${text.trimEnd()}\n`;
  if (!process.env.UPDATE_README) {
    expect(printed).toBe(block("text", at));
    return;
  }
  const current = readFileSync(FILE, "utf8");
  const [found] = [...current.matchAll(/^```text\n([\s\S]*?)^```/gm)].slice(at);
  if (!found) throw new Error(`no text block ${at}`);
  const from = found.index + "```text\n".length;
  writeFileSync(FILE, current.slice(0, from) + printed + current.slice(from + (found[1] ?? "").length));
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
    compare(await run(block("ts")), 0);
  });

  it("what explains its result prints the text below it", async () => {
    const made = block("ts").replace(/^console\.log\(renderVerdict.*$/m, "");
    expect(made).not.toContain("console.log");
    compare(await run(made + block("ts", 1)), 1);
  });

  it("what repairs it prints the text below it", async () => {
    const made = block("ts").replace(/^console\.log\(renderVerdict.*$/m, "");
    compare(await run(made + block("ts", 2)), 2);
  });

  it("the recommended rules of the example are what it says", async () => {
    const [command = "", ...lines] = block("console").split("\n");
    const argv = command.replace("$ netsim ", "").replace("./aws", CLASSIC_PAGE).split(" ");
    const { code, stdout } = await netsim(argv, { readNetwork });
    expect(code).toBe(0);
    if (process.env.UPDATE_README) {
      const current = readFileSync(FILE, "utf8");
      const from = current.indexOf(command) + command.length + 1;
      writeFileSync(FILE, current.slice(0, from) + stdout + current.slice(current.indexOf("```", from)));
    } else {
      expect(lines.join("\n")).toBe(stdout);
    }
  });

  it("the program about lint prints the text below it", async () => {
    const heading = "What is wrong anyway";
    const printed = `${(await run(blockIn(heading, "ts"))).trimEnd()}\n`;
    if (process.env.UPDATE_README) {
      const from = readme.indexOf("```text\n", readme.indexOf(`## ${heading}`)) + "```text\n".length;
      writeFileSync(FILE, readme.slice(0, from) + printed + readme.slice(readme.indexOf("```", from)));
    } else {
      expect(printed).toBe(blockIn(heading, "text"));
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
    const tests = `import { expect } from "vitest";\n${block("ts", 3).replace('"./aws"', folder)}${block("ts", 4)}`;
    expect(tests).toContain("InvalidPermission.Duplicate");
    expect(await run(tests)).toBe("");
  });

  it("the change prints the differences below it", async () => {
    const heading = "Before you change something";
    const program = blockIn(heading, "ts").replace('"./aws"', JSON.stringify(CLASSIC_PAGE));
    const printed = `${(await run(program)).trimEnd()}\n`;
    if (process.env.UPDATE_README) {
      const from = readme.indexOf("```text\n", readme.indexOf(`## ${heading}`)) + "```text\n".length;
      writeFileSync(FILE, readme.slice(0, from) + printed + readme.slice(readme.indexOf("```", from)));
    } else {
      expect(printed).toBe(blockIn(heading, "text"));
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
