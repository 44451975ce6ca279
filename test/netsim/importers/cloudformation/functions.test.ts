// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's own syntax
import { fromTemplate, type TemplateOptions } from "netsim/cloudformation";
import { describe, expect, it } from "vitest";
import { issuesOf, networkOf, notesOf, read, ref, resource, VPC } from "./support.ts";

/** Where a function may stand: what it gives is the name of a VPC. */
function named(value: unknown): Record<string, unknown> {
  return { V: resource("EC2::VPC", { CidrBlock: "10.0.0.0/16", Tags: [{ Key: "Name", Value: value }] }) };
}

const SECTIONS = {
  Parameters: {
    Text: { Type: "String", Default: "text" },
    Open: { Type: "String" },
    List: { Type: "CommaDelimitedList", Default: "a, b,c" },
    Number: { Type: "Number", Default: 7 },
    Image: { Type: "AWS::SSM::Parameter::Value<String>", Default: "/path" },
  },
  Mappings: { Map: { one: { two: "found", list: ["x", "y"] } } },
  Conditions: {
    Yes: { "Fn::Equals": [ref("Text"), "text"] },
    No: { "Fn::Not": [{ Condition: "Yes" }] },
    Unknown: { "Fn::Equals": [ref("Open"), "x"] },
  },
};

const OPTIONS: TemplateOptions = { region: "eu-central-1", accountId: "111122223333" };

function result(value: unknown, options = OPTIONS): string | undefined {
  return networkOf(named(value), SECTIONS, options).vpcs.V?.name;
}

const join = (list: unknown, by = "|"): object => ({ "Fn::Join": [by, list] });
const select = (at: number | string, list: unknown): object => ({ "Fn::Select": [at, list] });
const sub = (text: string, variables?: object): object => ({ "Fn::Sub": variables ? [text, variables] : text });

describe("an intrinsic function", () => {
  it.each<[string, unknown, string]>([
    ["Ref of a parameter", ref("Text"), "text"],
    ["Ref of a number", ref("Number"), "7"],
    ["Ref of a list", join(ref("List")), "a|b|c"],
    ["Ref of a resource", ref("W"), "W"],
    ["AWS::Region", ref("AWS::Region"), "eu-central-1"],
    ["AWS::AccountId", ref("AWS::AccountId"), "111122223333"],
    ["AWS::Partition", ref("AWS::Partition"), "aws"],
    ["AWS::URLSuffix", ref("AWS::URLSuffix"), "amazonaws.com"],
    ["AWS::StackName", ref("AWS::StackName"), "template"],
    ["Join", join(["a", ref("Text"), 1, true], "-"), "a-text-1-true"],
    ["Join without AWS::NoValue", join(["a", ref("AWS::NoValue"), "b"]), "a|b"],
    ["Split and Select", select(1, { "Fn::Split": [",", "a,b,c"] }), "b"],
    ["Select by a text", select("0", ["a", "b"]), "a"],
    ["Sub", sub("${Text}-${AWS::Region}-${!Literal}"), "text-eu-central-1-${Literal}"],
    ["Sub of an attribute", sub("${W.CidrBlock}"), "10.1.0.0/16"],
    ["Sub with variables", sub("${a}/${Text}", { a: ref("Number") }), "7/text"],
    ["FindInMap", { "Fn::FindInMap": ["Map", "one", "two"] }, "found"],
    ["FindInMap of a list", select(1, { "Fn::FindInMap": ["Map", "one", "list"] }), "y"],
    ["FindInMap with a default", { "Fn::FindInMap": ["Map", "none", "two", { DefaultValue: "d" }] }, "d"],
    ["If that holds", { "Fn::If": ["Yes", "a", "b"] }, "a"],
    ["If that does not", { "Fn::If": ["No", "a", ref("Text")] }, "text"],
    ["If unknown with the same on both sides", { "Fn::If": ["Unknown", "a", "a"] }, "a"],
    ["Cidr", join({ "Fn::Cidr": ["10.0.0.0/24", 3, 5] }), "10.0.0.0/27|10.0.0.32/27|10.0.0.64/27"],
    ["Cidr of 8 host bits", select(255, { "Fn::Cidr": ["10.0.0.0/16", "256"] }), "10.0.255.0/24"],
    [
      "Cidr of IPv6",
      join({ "Fn::Cidr": ["2001:db8:1::/48", 3, 64] }),
      "2001:db8:1::/64|2001:db8:1:1::/64|2001:db8:1:2::/64",
    ],
    ["GetAZs", join({ "Fn::GetAZs": "" }), "eu-central-1a|eu-central-1b|eu-central-1c"],
    ["GetAZs of the Region", select(0, { "Fn::GetAZs": ref("AWS::Region") }), "eu-central-1a"],
    ["Length", { "Fn::Length": ref("List") }, "3"],
    ["ToJsonString", { "Fn::ToJsonString": { a: ref("Text") } }, '{"a":"text"}'],
    ["Base64", { "Fn::Base64": "x" }, "x"],
  ])("is computed: %s", (_, value, expected) => {
    const resources = { ...named(value), W: resource("EC2::VPC", { CidrBlock: "10.1.0.0/16" }) };
    expect(networkOf(resources, SECTIONS, OPTIONS).vpcs.V?.name ?? "V").toBe(expected);
  });

  it.each<[string, unknown]>([
    ["a parameter without a value", ref("Open")],
    ["a parameter that AWS looks up", ref("Image")],
    ["something made of it", sub("a-${Open}")],
    ["a list with it", join(["a", ref("Open")])],
    ["a condition that depends on it", { "Fn::If": ["Unknown", "a", "b"] }],
    ["AWS::StackId", ref("AWS::StackId")],
    ["a dynamic reference", "{{resolve:ssm:/a:1}}"],
    ["an attribute that AWS makes", { "Fn::GetAtt": ["Lb", "DNSName"] }],
    ["an import without an export", { "Fn::ImportValue": "x" }],
    ["a macro", { "Fn::Transform": { Name: "Mine" } }],
    ["the zones of another Region", select(0, { "Fn::GetAZs": "us-east-1" })],
  ])("is not guessed: %s", (_, value) => {
    const rule = { IpProtocol: "tcp", FromPort: 22, ToPort: 22, CidrIp: value };
    const found = read(
      {
        ...VPC,
        Sg: resource("EC2::SecurityGroup", { GroupDescription: "x", VpcId: ref("Vpc"), SecurityGroupIngress: [rule] }),
        Lb: resource("ElasticLoadBalancingV2::LoadBalancer", { Subnets: [ref("A"), ref("B")] }),
      },
      SECTIONS,
      OPTIONS,
    );
    expect(found.network.missing).toMatchObject([
      {
        collection: "prefixLists",
        reason: "not-resolved",
        origin: { pointer: "/Resources/Sg/Properties/SecurityGroupIngress/0" },
      },
    ]);
    expect(notesOf(found, "not-resolved")).toHaveLength(1);
  });

  it("is given what a deployment knows", () => {
    expect(result(ref("Open"), { ...OPTIONS, parameters: { Open: "given" } })).toBe("given");
    expect(result(ref("Image"), { ...OPTIONS, parameters: { Image: "ami-1" } })).toBe("ami-1");
    expect(result(join(ref("List")), { ...OPTIONS, parameters: { List: ["x", "y"] } })).toBe("x|y");
    expect(result({ "Fn::ImportValue": "x" }, { ...OPTIONS, imports: { x: "imported" } })).toBe("imported");
    expect(result(select(0, { "Fn::GetAZs": "" }), { availabilityZones: ["use1-az1"] })).toBe("use1-az1");
    expect(result(select(0, { "Fn::GetAZs": "" }), {})).toBe("zone-a");
  });

  it.each<[string, unknown, string, string]>([
    ["Join", join("a"), "function-arguments", "/Fn::Join/1"],
    ["Select out of range", select(3, ["a"]), "function-arguments", "/Fn::Select/0"],
    ["Select without an index", select("x", ["a"]), "function-arguments", "/Fn::Select/0"],
    ["Cidr that does not fit", { "Fn::Cidr": ["10.0.0.0/24", 4, 7] }, "function-arguments", "/Fn::Cidr"],
    ["Cidr of no block", { "Fn::Cidr": ["x", 1, 8] }, "function-arguments", "/Fn::Cidr"],
    ["Sub of a number", { "Fn::Sub": 1 }, "function-arguments", "/Fn::Sub"],
    ["GetAtt without an attribute", { "Fn::GetAtt": ["W"] }, "function-arguments", "/Fn::GetAtt"],
    ["If without branches", { "Fn::If": ["Yes", "a"] }, "function-arguments", "/Fn::If"],
    ["FindInMap of no such key", { "Fn::FindInMap": ["Map", "x", "y"] }, "unknown-key-of-mapping", "/Fn::FindInMap/1"],
    ["a function that is none", { "Fn::Foo": "x" }, "unsupported-function", "/Fn::Foo"],
    ["an unknown reference", ref("None"), "unknown-reference", "/Ref"],
    ["an unknown pseudo parameter", ref("AWS::Foo"), "unknown-reference", "/Ref"],
    ["an unknown resource", { "Fn::GetAtt": ["None", "Id"] }, "unknown-reference", "/Fn::GetAtt"],
    ["an unknown name in a text", sub("${None}"), "unknown-reference", "/Fn::Sub"],
    ["an unknown condition", { "Fn::If": ["None", "a", "b"] }, "unknown-condition", "/Fn::If/0"],
    ["a name that is a list", ["a"], "shape", ""],
  ])("is refused with its place: %s", (_, value, code, pointer) => {
    const path = `/Resources/V/Properties/Tags/0/Value${pointer}`;
    const resources = { ...named(value), W: resource("EC2::VPC", { CidrBlock: "10.1.0.0/16" }) };
    const issues = issuesOf(resources, SECTIONS, OPTIONS);
    expect(issues.map((each) => [each.code, `/${each.path.slice(1).join("/")}`])).toContainEqual([code, path]);
  });
});

describe("conditions", () => {
  const made = (condition: unknown, options: TemplateOptions = {}): readonly string[] => {
    const Conditions = { ...SECTIONS.Conditions, C: condition };
    const more = { ...SECTIONS, Conditions };
    const found = fromTemplate(
      { Resources: { V: resource("EC2::VPC", { CidrBlock: "10.0.0.0/16" }, { Condition: "C" }) }, ...more },
      options,
    );
    if (!found.ok) return found.issues.map((each) => each.code);
    return [
      ...Object.keys(found.value.network.vpcs),
      ...found.value.network.missing.map((each) => `missing ${each.id}`),
    ];
  };
  const yes = { Condition: "Yes" };
  const no = { Condition: "No" };
  const unknown = { Condition: "Unknown" };

  it.each<[unknown, readonly string[]]>([
    [yes, ["V"]],
    [no, []],
    [unknown, ["missing V"]],
    [{ "Fn::And": [yes, yes] }, ["V"]],
    [{ "Fn::And": [yes, no] }, []],
    [{ "Fn::And": [unknown, no] }, []],
    [{ "Fn::And": [unknown, yes] }, ["missing V"]],
    [{ "Fn::Or": [no, no] }, []],
    [{ "Fn::Or": [unknown, yes] }, ["V"]],
    [{ "Fn::Or": [unknown, no] }, ["missing V"]],
    [{ "Fn::Not": [unknown] }, ["missing V"]],
    [{ "Fn::Equals": [ref("Open"), ref("Open")] }, ["V"]],
    [{ "Fn::Equals": [ref("Number"), 7] }, ["V"]],
    [{ "Fn::And": [yes] }, ["condition"]],
    [{ "Fn::Xor": [yes, no] }, ["condition"]],
    ["Yes", ["condition"]],
    [{ Condition: "C" }, ["circular-reference"]],
    [{ Condition: "None" }, ["unknown-condition"]],
  ])("%j", (condition, expected) => {
    expect(made(condition)).toEqual(expected);
  });

  it("take what is given", () => {
    expect(made(unknown, { parameters: { Open: "x" } })).toEqual(["V"]);
    expect(made(unknown, { parameters: { Open: "y" } })).toEqual([]);
  });

  it("make a reference to what is not made an issue", () => {
    const Subnet = resource("EC2::Subnet", { VpcId: ref("Vpc"), CidrBlock: "10.0.0.0/24", AvailabilityZone: "a" });
    const Vpc = resource("EC2::VPC", { CidrBlock: "10.0.0.0/16" }, { Condition: "No" });
    expect(issuesOf({ Vpc, Subnet }, SECTIONS)).toMatchObject([
      { code: "reference-to-nothing", path: ["template", "Resources", "Subnet", "Properties", "VpcId", "Ref"] },
    ]);
  });
});

describe("parameters", () => {
  const issues = (parameter: object, value?: string): readonly string[] =>
    issuesOf(
      named(ref("P")),
      { Parameters: { P: parameter } },
      value === undefined ? {} : { parameters: { P: value } },
    ).map((each) => each.message);

  it("are held to what the template says of them", () => {
    expect(issues({ Type: "String", AllowedValues: ["a", "b"] }, "c")).toEqual([
      'template: Parameters.P: expected one of the AllowedValues of P: a, b, found "c"',
    ]);
    expect(issues({ Type: "Number" }, "x")).toEqual(['template: Parameters.P: expected a number, found "x"']);
    expect(issues({ Type: "String", AllowedPattern: "[a-z]+" }, "1")).toEqual([
      'template: Parameters.P: expected a value of P that matches [a-z]+, found "1"',
    ]);
  });

  it("that no template has are an issue", () => {
    expect(issuesOf(named("x"), {}, { parameters: { P: "x" } })).toMatchObject([
      { code: "unknown-parameter", path: ["parameters", "P"] },
    ]);
  });
});
