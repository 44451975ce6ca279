import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../../packages/netsim/src/importers/json.ts";

const messageOf = (text: string): string => {
  const parsed = parseJson(text, "a.json");
  return parsed.ok ? "" : parsed.issue.message;
};

describe("parseJson", () => {
  it("gives the value of JSON", () => {
    expect(parseJson('{"Vpcs": [1, "é", null]}', "a.json")).toEqual({ ok: true, value: { Vpcs: [1, "é", null] } });
  });

  it.each([
    ["", "a.json: not JSON: expected a value at line 1, column 1, found the end"],
    ["Vpcs: []", 'a.json: not JSON: expected a value at line 1, column 1, found "Vpcs: []"'],
    [
      '{\n  "Vpcs": [\n    { "VpcId": "vpc-1" }\n    { "VpcId": "vpc-2" }\n  ]\n}',
      'a.json: not JSON: expected "," or "]" at line 4, column 5, found "{ \\"VpcId\\": \\"vpc-2\\" }"',
    ],
    ['{"Vpcs": [],}', 'a.json: not JSON: expected a key in double quotes at line 1, column 13, found "}"'],
    ["[1,]", 'a.json: not JSON: expected a value at line 1, column 4, found "]"'],
    [
      "{'Vpcs': []}",
      `a.json: not JSON: expected a key in double quotes or "}" at line 1, column 2, found "'Vpcs': []}"`,
    ],
    ['{"Vpcs" []}', 'a.json: not JSON: expected ":" at line 1, column 9, found "[]}"'],
    ["[", 'a.json: not JSON: expected a value or "]" at line 1, column 2, found the end'],
    [
      '{"Vpcs": []} {"Subnets": []}',
      'a.json: not JSON: expected the end of the text at line 1, column 14, found "{\\"Subnets\\": []}"',
    ],
    ['["vpc-1\n"]', 'a.json: not JSON: expected the end of the string at line 1, column 8, found ""'],
    ['["vpc-1', 'a.json: not JSON: expected the closing " at line 1, column 8, found the end'],
    ['["\\d"]', 'a.json: not JSON: expected an escape such as \\n or \\u00e9 at line 1, column 4, found "d\\"]"'],
    ["[01]", 'a.json: not JSON: expected "," or "]" at line 1, column 3, found "1]"'],
    ["[NaN]", 'a.json: not JSON: expected a value or "]" at line 1, column 2, found "NaN]"'],
  ])("says where %j stops being JSON", (text, message) => {
    expect(messageOf(text)).toBe(message);
  });

  it("is an issue at the file", () => {
    expect(parseJson("[}", "a.json")).toMatchObject({ issue: { code: "not-json", path: ["a.json"] } });
  });

  it("agrees with the engine on what is JSON, and finds a place in every text that is not", () => {
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom("", ",", "}", "]", '"', "\\", "x", "1", ":", " "))
      .map(
        ([text, at, sign]) => text.slice(0, at % (text.length + 1)) + sign + text.slice((at % (text.length + 1)) + 1),
      );
    fc.assert(
      fc.property(broken, (text) => {
        const parsed = parseJson(text, "a.json");
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(parsed.ok).toBe(isJson);
        if (!parsed.ok) expect(parsed.issue.expected).toMatch(/ at line \d+, column \d+$/);
        if (!parsed.ok) expect(parsed.issue.expected).not.toMatch(/^JSON /);
      }),
      { numRuns: 2000 },
    );
  });

  it("is not overcome by deep nesting", () => {
    expect(messageOf("[".repeat(1_000_000))).toMatch(/column 1000001, found the end$/);
  });
});
