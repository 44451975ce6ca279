/** docs/lint.md says of every code of lint what the code says of itself, and of no other. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LINT_CODES } from "netsim";
import { describe, expect, it } from "vitest";
import { SEVERITIES } from "../../packages/netsim/src/lint/registry.ts";
import { LINT_WORDS } from "../../packages/netsim/src/render/lint-codes.ts";

const text = readFileSync(join(import.meta.dirname, "../../docs/lint.md"), "utf8");

describe("docs/lint.md", () => {
  it("lists the codes in their order, with severity, cause and cure", () => {
    const rows = [...text.matchAll(/^\| `([a-z-]+)` \| (\w+) \| (.+) \| (.+) \|$/gm)].map((row) => row.slice(1, 5));
    expect(rows).toEqual(
      LINT_CODES.map((code) => [code, SEVERITIES[code], LINT_WORDS[code].cause, LINT_WORDS[code].cure]),
    );
  });
});
