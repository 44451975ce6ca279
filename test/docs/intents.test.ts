/** docs/intents.md tells every key that an intent file may have. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/intents.md"), "utf8");
const schema = JSON.parse(readFileSync(join(root, "packages/netsim/schema/intents.schema.json"), "utf8"));

it("docs/intents.md tells every key of the schema", () => {
  const keys = Object.values(schema.definitions as Record<string, { properties?: object }>).flatMap((each) =>
    Object.keys(each.properties ?? {}),
  );
  const told = new Set(page.match(/`[^`\n]+`/g)?.flatMap((code) => code.match(/\$?\w+/g) ?? []));
  expect(keys.length).toBeGreaterThan(10);
  expect([...keys, ...Object.keys(schema.properties)].filter((key) => !told.has(key))).toEqual([]);
});
