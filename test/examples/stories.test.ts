/** Every story prints what lies beside it in `packages/examples/output`; UPDATE_EXAMPLES=1 writes it anew. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { STORIES } from "../../packages/examples/src/stories.ts";
import { told } from "./told.ts";

const EXAMPLES = join(import.meta.dirname, "../../packages/examples");
const OUTPUT = join(EXAMPLES, "output");
const names = STORIES.map(({ name }) => name);

function filesIn(folder: string, extension: string): string[] {
  return readdirSync(join(EXAMPLES, folder))
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length))
    .sort();
}

describe("the list of stories", () => {
  it("has each story once, with a word about it that fits beside its name", () => {
    expect([...names].sort()).toEqual(filesIn("src/stories", ".ts"));
    expect(new Set(names).size).toBe(names.length);
    for (const { name, about } of STORIES) {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(about.length).toBeGreaterThan(10);
      expect(about.length).toBeLessThanOrEqual(76);
    }
  });

  it("has no output of a story that is gone", () => {
    expect(filesIn("output", ".txt")).toEqual([...names].sort());
  });
});

describe.each(names)("%s", (name) => {
  const source = readFileSync(join(EXAMPLES, "src/stories", `${name}.ts`), "utf8");

  it("prints the text that lies beside it", async () => {
    const { printed } = await told(() => import(`../../packages/examples/src/stories/${name}.ts`));
    const file = join(OUTPUT, `${name}.txt`);
    if (process.env.UPDATE_EXAMPLES) {
      mkdirSync(OUTPUT, { recursive: true });
      writeFileSync(file, printed);
    }
    expect(existsSync(file), `${file}: made by UPDATE_EXAMPLES=1`).toBe(true);
    expect(printed).toBe(readFileSync(file, "utf8"));
  });

  it("is plain text of at most 100 columns that begins with its name and ends with a lesson", () => {
    const lines = readFileSync(join(OUTPUT, `${name}.txt`), "utf8")
      .trimEnd()
      .split("\n");
    expect(lines.filter((line) => [...line].length > 100)).toEqual([]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour begins with one.
    expect(lines.filter((line) => /[\u0000-\u001f\u007f]/.test(line))).toEqual([]);
    expect(lines[1]).toBe("=".repeat(lines[0]?.length ?? 0));
    expect(lines.filter((line) => line.startsWith("Lesson: "))).toHaveLength(1);
  });

  it("cites AWS's page", () => {
    const [comment] = source.split("*/");
    expect(comment).toMatch(/^\/\*\*/);
    expect(comment).toMatch(/https:\/\/docs\.aws\.amazon\.com\/\S+\.html/);
  });
});
