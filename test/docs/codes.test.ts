/** docs/codes.md lists every code that the evaluator can give, and no other. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CONFLICT_CODES, NEAR_FIELDS, OVERRULED_CODES } from "../../packages/netsim/src/explain/explanation.ts";

const ROOT = join(import.meta.dirname, "../..");

function codesInSource(): readonly string[] {
  const codes = ["path", "load-balancer", "timeline", "analysis"].flatMap((folder) =>
    readdirSync(join(ROOT, "packages/netsim/src", folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => {
        const text = readFileSync(join(ROOT, "packages/netsim/src", folder, file), "utf8");
        // Conditional codes (`code: isX ? "a" : "b"`) and calls that take the code as their argument count too.
        const stated = [...text.matchAll(/\bcode: [^,;}]*/g)].flatMap(([part]) => [
          ...part.matchAll(/"([a-z]+(?:-[a-z0-9]+)+)"/g),
        ]);
        const passed = [
          ...text.matchAll(
            /(?:assume|stateInDoubt|doubtful|\.filter)\((?:[^()"]|\([^()]*\))*"([a-z]+(?:-[a-z0-9]+)+)"/g,
          ),
        ];
        return [...stated, ...passed].map(([, code = ""]) => code);
      }),
  );
  // Issues of bad questions share the key and are no codes of results.
  const issues = [
    "unknown-id",
    "ambiguous-name",
    "ambiguous-address",
    "no-interface",
    "unknown-listener",
    "unknown-target",
    "unknown-key",
    "missing-key",
  ];
  return [...new Set(codes)].filter((code) => !issues.includes(code)).sort();
}

function codesInDocs(): readonly string[] {
  const text = readFileSync(join(ROOT, "docs/codes.md"), "utf8");
  return [...text.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, code = ""]) => code).sort();
}

/** What an explanation says beside the codes of the verdict. */
const OF_EXPLANATIONS: readonly string[] = [...OVERRULED_CODES, ...CONFLICT_CODES, ...NEAR_FIELDS];

describe("docs/codes.md", () => {
  it("lists the codes of the evaluator and of explanations, all and only", () => {
    expect(codesInDocs()).toEqual([...codesInSource(), ...OF_EXPLANATIONS].sort());
  });

  it("says each code once", () => {
    const codes = codesInDocs();
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
  });
});
