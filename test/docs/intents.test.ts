/** docs/intents.md: its files are run with the network of the example, and its commands print what it shows. */
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CLASSIC_PAGE } from "@netsim/examples";
import { unwrap } from "netsim";
import { readNetwork } from "netsim/aws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runIntents } from "../../packages/netsim/src/intents/run.ts";
import { netsim } from "../netsim/cli/support.ts";

const PAGE = join(import.meta.dirname, "../../docs/intents.md");
const page = readFileSync(PAGE, "utf8");
const folder = mkdtempSync(join(import.meta.dirname, ".run-intents-"));
const before = process.cwd();

const blocks = [...page.matchAll(/^```(\w+)(?: title="(.*?)")?\n([\s\S]*?)^```/gm)].map(
  ([, language = "", title, text = ""]) => ({ language, title, text }),
);

beforeAll(() => {
  symlinkSync(CLASSIC_PAGE, join(folder, "aws"));
  for (const { title, text } of blocks) if (title !== undefined) writeFileSync(join(folder, title), text);
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

/** What a block shows, run: each command with its output, and with its complaints where it refuses its input. */
async function transcript(text: string): Promise<string> {
  let code = 0;
  let shown = "";
  for (const [, line = ""] of text.matchAll(/^\$ (.*)$/gm)) {
    shown += `$ ${line}\n`;
    if (line === "echo $?") shown += `${code}\n`;
    else {
      const [, ...argv] = line.split(" ");
      const done = await netsim(argv, { readNetwork, readFile: (path) => readFile(path, "utf8") });
      code = done.code;
      shown += code === 2 ? done.stdout + done.stderr : done.stdout;
    }
  }
  return shown;
}

describe("docs/intents.md", () => {
  for (const { language, title, text } of blocks) {
    const name = title ?? text.split("\n").slice(0, 3).join(" ");
    if (language === "console") {
      it(`prints what it shows: ${name}`, async () => {
        const printed = await transcript(text);
        if (process.env.UPDATE_DOCS)
          writeFileSync(
            PAGE,
            readFileSync(PAGE, "utf8").replace(text, () => printed),
          );
        else expect(printed).toBe(text);
      });
    } else if (title === undefined && /^intents:/m.test(text)) {
      it(`holds: ${name}`, async () => {
        writeFileSync(join(folder, "block.yaml"), text);
        const { report } = unwrap(await runIntents(["block.yaml"]));
        expect(report.results.filter((each) => !each.holds).map((each) => [each.name, each.reason])).toEqual([]);
      });
    }
  }

  it("tells every key of the schema", () => {
    const schema = JSON.parse(
      readFileSync(join(import.meta.dirname, "../../packages/netsim/schema/intents.schema.json"), "utf8"),
    );
    const keys = Object.values(schema.definitions as Record<string, { properties?: object }>).flatMap((each) =>
      Object.keys(each.properties ?? {}),
    );
    const told = new Set(page.match(/`[^`\n]+`/g)?.flatMap((code) => code.match(/\$?\w+/g) ?? []));
    expect([...keys, ...Object.keys(schema.properties)].filter((key) => !told.has(key))).toEqual([]);
  });
});
