import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CLASSIC_PAGE } from "@netsim/examples";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pointerLines } from "../../../packages/netsim/src/importers/pointer-lines.ts";

/** Every pointer into a value, with the value. */
function pointers(value: unknown, at = ""): [string, unknown][] {
  if (typeof value !== "object" || value === null) return [[at, value]];
  const steps = Object.entries(value).flatMap(([key, inner]) =>
    pointers(inner, `${at}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
  );
  return [[at, value], ...steps];
}

describe("pointerLines", () => {
  it("finds the line on which a value begins", () => {
    const text = '{\n  "a": [\n    1,\n    { "b/c": "x\\"]," }\n  ],\n  "": null\n}\n';
    const wanted = ["", "/a", "/a/0", "/a/1", "/a/1/b~1c", "/", "/z", "/a/2"];
    expect([...pointerLines(text, new Set(wanted))]).toEqual([
      ["", 1],
      ["/a", 2],
      ["/a/0", 3],
      ["/a/1", 4],
      ["/a/1/b~1c", 4],
      ["/", 6],
    ]);
  });

  it("finds every value of any JSON, in the order of the text", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const all = pointers(JSON.parse(text));
        const lines = pointerLines(text, new Set(all.map(([pointer]) => pointer)));
        expect([...lines.keys()]).toEqual(all.map(([pointer]) => pointer));
        for (const [pointer, member] of all) {
          const line = text.split("\n")[(lines.get(pointer) ?? 0) - 1] ?? "";
          if (typeof member !== "object" || member === null) expect(line).toContain(JSON.stringify(member));
        }
      }),
    );
  });

  it("agrees with what is on the line of a described ACL entry", () => {
    const text = readFileSync(join(CLASSIC_PAGE, "ec2-describe-network-acls.json"), "utf8");
    const line = pointerLines(text, new Set(["/NetworkAcls/1/Entries/0"])).get("/NetworkAcls/1/Entries/0") ?? 0;
    const lines = text.split("\n");
    expect(lines.slice(line, line + 11).join("\n")).toContain('"RuleNumber": 100');
  });
});
