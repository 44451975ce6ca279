/** The blocks of docs/matchers.md run in their order as one module, and each prints the text below it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";

const FILE = join(import.meta.dirname, "../../docs/matchers.md");
const page = readFileSync(FILE, "utf8");
/** Every program, with the text below it where there is one. */
const BLOCKS = /^```ts\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```\n)?/gm;

interface Block {
  readonly program: string;
  readonly text: string | undefined;
}

const blocks: readonly Block[] = [...page.matchAll(BLOCKS)].map(([, program = "", text]) => ({ program, text }));

/** Runs all of the programs in one module, and answers what each of them printed. */
async function printed(): Promise<readonly string[]> {
  const folder = mkdtempSync(join(import.meta.dirname, ".run-"));
  const lines: string[][] = blocks.map(() => []);
  let at = -1;
  const log = vi.spyOn(console, "log").mockImplementation((...values) => {
    if (values[0] === MARK) at = Number(values[1]);
    else lines[at]?.push(values.join(" "));
  });
  const marked = blocks.map(({ program }, index) => `console.log("${MARK}", ${index});\n${program}`).join("\n");
  writeFileSync(join(folder, "program.ts"), marked);
  try {
    await import(join(folder, "program.ts"));
  } finally {
    log.mockRestore();
    rmSync(folder, { recursive: true, force: true });
  }
  return lines.map((each) => (each.length === 0 ? "" : `${each.join("\n").trimEnd()}\n`));
}

const MARK = "-- block";

describe("docs/matchers.md", () => {
  it("has a program with its real output for each matcher", async () => {
    const outputs = await printed();
    if (process.env.UPDATE_DOCS) {
      let at = 0;
      const updated = page.replace(BLOCKS, (whole, program: string, text: string | undefined) => {
        const output = outputs[at++];
        return text === undefined ? whole : `\`\`\`ts\n${program}\`\`\`\n\n\`\`\`text\n${output}\`\`\`\n`;
      });
      writeFileSync(FILE, updated);
    } else expect(outputs).toEqual(blocks.map(({ text = "" }) => text));
    const programs = blocks.map(({ program }) => program).join("\n");
    for (const name of MATCHERS) expect(programs).toContain(`.${name}(`);
  });
});

const MATCHERS = [
  "toReach",
  "toServe",
  "toBeHealthy",
  "toBeBlockedBy",
  "toOnlyExpose",
  "toHaveNoFindings",
  "toEqualReachability",
];
