/** Each program of docs/arbitraries.md prints the text below it; a page's programs are one module, in their order. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { EDIT_KINDS } from "../../packages/netsim/src/arbitraries/edit-kinds.ts";
import { FAULT_KINDS } from "../../packages/netsim/src/arbitraries/fault-kinds.ts";
import * as published from "../../packages/netsim/src/arbitraries.ts";

const FILE = join(import.meta.dirname, "../../docs/arbitraries.md");
const page = readFileSync(FILE, "utf8");
const BLOCK = /^```(ts|text)\n([\s\S]*?)^```/gm;
const MARK = "=== the next block ===";

const folder = mkdtempSync(join(import.meta.dirname, ".run-arbitraries-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("each program prints the text below it", async () => {
  const blocks = [...page.matchAll(BLOCK)].map(([, language, text = ""]) => ({ language, text }));
  const programs = blocks.filter(({ language }) => language === "ts");
  const source = programs.map(({ text }) => `${text}\nconsole.log(${JSON.stringify(MARK)});\n`).join("");
  writeFileSync(join(folder, "program.ts"), source);
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...values) => void lines.push(values.join(" ")));
  try {
    await import(join(folder, "program.ts"));
  } finally {
    log.mockRestore();
  }
  const printed = lines
    .join("\n")
    .split(MARK)
    .slice(0, programs.length)
    .map((text) => `${text.trim()}\n`);
  if (process.env.UPDATE_DOCS) {
    let at = 0;
    const updated = page.replace(BLOCK, (whole, language: string) =>
      language === "text" ? `\`\`\`text\n${printed[at++] ?? ""}\`\`\`` : whole,
    );
    writeFileSync(FILE, updated);
  } else {
    expect(printed).toEqual(blocks.filter(({ language }) => language === "text").map(({ text }) => text));
  }
});

it("every function, kind of edit and kind of fault is on the page", () => {
  for (const name of [...Object.keys(published), ...EDIT_KINDS, ...FAULT_KINDS]) expect(page).toContain(`\`${name}`);
});
