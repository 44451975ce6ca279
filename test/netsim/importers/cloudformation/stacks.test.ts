// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's own syntax
import { checkConnection, unwrap } from "netsim";
import { type FromTemplates, fromTemplates, type TemplateOptions } from "netsim/cloudformation";
import { describe, expect, it } from "vitest";
import { att, notesOf, PUBLIC, ref, resource, VPC } from "./support.ts";

const NETWORK = {
  Resources: { ...VPC, ...PUBLIC },
  Outputs: {
    VpcId: { Value: ref("Vpc"), Export: { Name: { "Fn::Sub": "${AWS::StackName}-VpcId" } } },
    Subnets: { Value: { "Fn::Join": [",", [ref("A"), ref("B")]] }, Export: { Name: "Subnets" } },
    Plain: { Value: "x" },
  },
};

const imported = (name: unknown): object => ({ "Fn::ImportValue": name });
const first = { "Fn::Select": [0, { "Fn::Split": [",", imported("Subnets")] }] };

const APP = {
  Resources: {
    Sg: resource("EC2::SecurityGroup", {
      GroupDescription: "x",
      VpcId: imported("Network-VpcId"),
      SecurityGroupIngress: [{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, CidrIp: "10.0.0.0/16" }],
    }),
    Web: resource("EC2::Instance", { SubnetId: first, SecurityGroupIds: [ref("Sg")] }),
    Other: resource("EC2::Instance", { SubnetId: first }),
  },
};

function read(templates: Record<string, object | string>, options?: TemplateOptions): FromTemplates {
  return unwrap(fromTemplates(templates, options));
}

describe("several stacks", () => {
  it("import what another exports, in whatever order they are given", () => {
    for (const templates of [
      { Network: NETWORK, App: APP },
      { App: APP, Network: NETWORK },
    ]) {
      const { network, notes } = read(templates);
      expect(network.securityGroups.Sg?.vpcId).toBe("Vpc");
      expect(network.networkInterfaces["eni-Web"]?.subnetId).toBe("A");
      expect(network.missing).toEqual([]);
      expect(notes.filter((note) => note.code !== "presumed-address")).toEqual([]);
      expect(checkConnection(network, { from: "Other", to: "Web", port: 22 }).verdict).toBe("reachable");
    }
  });

  it("name what nothing exports, and take it from the options", () => {
    const alone = read({ App: APP });
    expect(notesOf(alone, "not-resolved")).toEqual([
      "eni-Other is not known: nothing given exports Subnets",
      "eni-Web is not known: nothing given exports Subnets",
      "import Network-VpcId is not known: nothing given exports Network-VpcId",
    ]);
    const told = read({ App: APP }, { imports: { "Network-VpcId": "vpc-1", Subnets: "subnet-1,subnet-2" } });
    expect(told.network.missing.map((each) => [each.collection, each.id, each.reason])).toEqual([
      // Which address an instance gets in a subnet of an unknown block is not known either.
      ["networkInterfaces", "eni-Other", "not-resolved"],
      ["networkInterfaces", "eni-Web", "not-resolved"],
      ["subnets", "subnet-1", "not-in-templates"],
      ["vpcs", "vpc-1", "not-in-templates"],
    ]);
  });

  it("call what both have by the names of their stacks", () => {
    const vpc = (block: string) => ({
      Resources: {
        Vpc: resource("EC2::VPC", { CidrBlock: block }),
        [`Only${block[3]}`]: resource("EC2::InternetGateway"),
      },
    });
    const { network } = read({ "a/One.template.json": vpc("10.1.0.0/16"), "Two.yaml": vpc("10.2.0.0/16") });
    expect(Object.keys(network.vpcs)).toEqual(["One/Vpc", "Two/Vpc"]);
    expect(Object.keys(network.internetGateways)).toEqual(["Only1", "Only2"]);
    expect(network.vpcs["One/Vpc"]?.origin).toEqual({
      file: "a/One.template.json",
      pointer: "/Resources/Vpc",
      logicalId: "Vpc",
    });
  });

  it("do not import in a circle", () => {
    const circle = (mine: string, other: string) => ({
      Resources: { [`V${mine}`]: resource("EC2::VPC", { CidrBlock: imported(other) }) },
      Outputs: { O: { Value: imported(other), Export: { Name: mine } } },
    });
    expect(notesOf(read({ A: circle("a", "b"), B: circle("b", "a") }), "not-resolved")).toHaveLength(2);
  });
});

describe("nested stacks", () => {
  const inner = {
    Parameters: { Block: { Type: "String" }, Count: { Type: "Number", Default: 1 } },
    Resources: { Vpc: resource("EC2::VPC", { CidrBlock: ref("Block") }) },
    Outputs: { Id: { Value: ref("Vpc") } },
  };
  const nested = (block: unknown, more: object = {}, url: unknown = "https://bucket/inner.yaml") =>
    resource("CloudFormation::Stack", { TemplateURL: url, Parameters: { Block: block } }, more);

  it("are made of the templates that they name, once for each, with their parameters", () => {
    const outer = {
      Resources: {
        One: nested("10.1.0.0/16"),
        Two: nested("10.2.0.0/16", {}, "./inner.yaml"),
        Gateway: resource("EC2::InternetGateway"),
        Attach: resource("EC2::VPCGatewayAttachment", {
          InternetGatewayId: ref("Gateway"),
          VpcId: att("Two", "Outputs.Id"),
        }),
      },
    };
    const { network } = read({ "outer.yaml": outer, "inner.yaml": inner });
    expect(Object.values(network.vpcs).map((each) => [each.id, each.cidrBlocks])).toEqual([
      ["outer/One/Vpc", ["10.1.0.0/16"]],
      ["outer/Two/Vpc", ["10.2.0.0/16"]],
    ]);
    expect(network.internetGateways.Gateway?.vpcId).toBe("outer/Two/Vpc");
  });

  it("are found by the file that CDK names", () => {
    const One = nested(
      "10.1.0.0/16",
      { Metadata: { "aws:asset:path": "Shop.nested.template.json" } },
      { "Fn::Sub": "x" },
    );
    const { network } = read({
      "cdk.out/Shop.template.json": { Resources: { One } },
      "cdk.out/Shop.nested.template.json": inner,
    });
    expect(Object.keys(network.vpcs)).toEqual(["Vpc"]);
  });

  it("whose template is not given leave what they make unknown", () => {
    const outer = {
      Resources: {
        One: nested("10.1.0.0/16"),
        Sg: resource("EC2::SecurityGroup", { GroupDescription: "x", VpcId: att("One", "Outputs.Id") }),
      },
    };
    expect(notesOf(read({ outer }), "not-resolved")).toEqual([
      "outer/One.Outputs.Id is not known: the template of the nested stack One is not given",
    ]);
  });

  it("have no output that their template does not have", () => {
    const outer = {
      Resources: {
        One: nested("10.1.0.0/16"),
        Sg: resource("EC2::SecurityGroup", { VpcId: att("One", "Outputs.None") }),
      },
    };
    expect(fromTemplates({ outer, "inner.yaml": inner })).toMatchObject({
      ok: false,
      issues: [{ code: "unknown-output", expected: "an output of inner.yaml (Id)" }],
    });
  });
});

describe("what is no template", () => {
  it.each<[unknown, string]>([
    [{}, "expected an object of resources by logical id, found nothing"],
    [{ Resources: [] }, "expected an object of resources by logical id, found an empty array"],
    [{ Resources: { A: 1 } }, "Resources.A: expected a resource: an object with a Type, found 1"],
    [
      { Resources: { A: {} } },
      "Resources.A.Type: expected the type of a resource, such as AWS::EC2::VPC, found nothing",
    ],
    [
      { Resources: { A: { Type: "x", Properties: [] } } },
      "Resources.A.Properties: expected an object, found an empty array",
    ],
    [{ Resources: {}, Parameters: { A: 1 } }, "Parameters.A: expected an object, found 1"],
    [{ Resources: {}, Mappings: 1 }, "Mappings: expected an object, found 1"],
    ["Resources: 1", "expected an object of resources by logical id, found 1"],
    ["[]", "expected a template: an object with Resources, found an empty array"],
    ["", "expected a template: an object with Resources, found null"],
  ])("is told with its place: %j", (template, message) => {
    const result = fromTemplates({ "t.yaml": template as string });
    expect(result.ok ? [] : result.issues.map((each) => each.message).join("\n")).toContain(message);
  });
});
