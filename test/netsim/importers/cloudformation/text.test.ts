// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's own syntax
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { parseTemplateText } from "../../../../packages/netsim/src/importers/cloudformation/text.ts";

function parsed(text: string): unknown {
  const result = parseTemplateText(text, "t.yaml");
  if (!result.ok) throw new Error(result.issues.map((issue) => issue.message).join("\n"));
  return result.value;
}

function faultOf(text: string) {
  const result = parseTemplateText(text, "t.yaml");
  return result.ok ? undefined : result.issues[0];
}

describe("the text of a template", () => {
  it.each<[string, unknown]>([
    ["!Ref Vpc", { Ref: "Vpc" }],
    ["!GetAtt Web.PrivateIp", { "Fn::GetAtt": ["Web", "PrivateIp"] }],
    ["!GetAtt Nested.Outputs.Id", { "Fn::GetAtt": ["Nested", "Outputs.Id"] }],
    ["!GetAtt [Web, PrivateIp]", { "Fn::GetAtt": ["Web", "PrivateIp"] }],
    ['!Sub "${Vpc}-x"', { "Fn::Sub": "${Vpc}-x" }],
    ["!Sub ['${a}', { a: !Ref B }]", { "Fn::Sub": ["${a}", { a: { Ref: "B" } }] }],
    ["!Join ['', [a, !Ref B]]", { "Fn::Join": ["", ["a", { Ref: "B" }]] }],
    ["!Select [0, !GetAZs '']", { "Fn::Select": [0, { "Fn::GetAZs": "" }] }],
    ["!GetAZs { Ref: 'AWS::Region' }", { "Fn::GetAZs": { Ref: "AWS::Region" } }],
    ["!If [C, !Ref A, !Ref AWS::NoValue]", { "Fn::If": ["C", { Ref: "A" }, { Ref: "AWS::NoValue" }] }],
    [
      "!And [!Condition A, !Not [!Equals [a, b]]]",
      { "Fn::And": [{ Condition: "A" }, { "Fn::Not": [{ "Fn::Equals": ["a", "b"] }] }] },
    ],
    ["!Cidr [!GetAtt V.CidrBlock, 4, 8]", { "Fn::Cidr": [{ "Fn::GetAtt": ["V", "CidrBlock"] }, 4, 8] }],
    ["!FindInMap [M, a, b]", { "Fn::FindInMap": ["M", "a", "b"] }],
    ["!ImportValue x", { "Fn::ImportValue": "x" }],
    ["{ Fn::ImportValue: !Sub x }", { "Fn::ImportValue": { "Fn::Sub": "x" } }],
    ["!Split [',', !Ref L]", { "Fn::Split": [",", { Ref: "L" }] }],
    ["!Base64 x", { "Fn::Base64": "x" }],
    ["!Transform { Name: AWS::Include }", { "Fn::Transform": { Name: "AWS::Include" } }],
    ["2010-09-09", "2010-09-09"],
  ])("has %s for its long form", (short, long) => {
    expect(parsed(`key: ${short}`)).toEqual({ key: long });
  });

  it("is the same in JSON and in YAML", () => {
    const json = fc.jsonValue().map((value) => ({ value }));
    fc.assert(
      fc.property(json, (value) => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(parsed(stringify(plain))).toEqual(plain);
        expect(parsed(JSON.stringify(plain, null, 2))).toEqual(plain);
      }),
    );
  });

  it("follows aliases", () => {
    expect(parsed("a: &x { b: 1 }\nc: *x\n")).toEqual({ a: { b: 1 }, c: { b: 1 } });
  });

  it.each([
    ["a: 1\nb\n", "line 2, column 1"],
    ["a: [1\nb: 2\n", "line 2, column"],
    ["a: 1\na: 2\n", "line 2, column 1"],
    ["a: !Reff B\n", "line 1, column 4"],
  ])("says where it stops being YAML: %j", (text, place) => {
    const fault = faultOf(text);
    expect(fault).toMatchObject({ code: "not-yaml", path: ["t.yaml"] });
    expect(fault?.message).toContain(`t.yaml: not YAML: ${place}`);
  });

  it("tells a mistake in JSON as one of JSON", () => {
    expect(faultOf('{ "Resources": { "A": { "Type": "x" "Properties": {} } } }')).toMatchObject({
      code: "not-json",
      expected: '"," or "}" at line 1, column 37',
    });
  });
});
