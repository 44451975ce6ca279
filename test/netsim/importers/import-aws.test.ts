import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import type { Document } from "netsim/aws";
import { describe, expect, it } from "vitest";
import {
  answers,
  eni,
  entry,
  files,
  imported,
  issuesOf,
  type Json,
  messages,
  missing,
  notes,
  subnet,
} from "./documents.ts";

const page = new URL("../../../packages/examples/networks/classic-page/", import.meta.url);
const pageFiles: Document[] = readdirSync(page).map((file) => ({
  file,
  json: JSON.parse(readFileSync(new URL(file, page), "utf8")),
}));

/** The network without where its records came from. */
const bare = (input: Json | Document[]): unknown =>
  JSON.parse(JSON.stringify(imported(input).network, (key, value) => (key === "origin" ? undefined : value)));

describe("documents", () => {
  it("make the same network and the same notes in any order", () => {
    const more = {
      Subnets: [
        subnet("subnet-1", "10.0.1.0/24"),
        subnet("subnet-2", "10.0.1.0/25"),
        subnet("subnet-3", "10.9.0.0/24"),
      ],
      NetworkInterfaces: [eni("eni-2", "10.0.1.10"), eni("eni-1", "10.0.1.10", { Groups: [{ GroupId: "sg-7" }] })],
      VpcEndpoints: [{ VpcEndpointId: "vpce-1", VpcEndpointType: "Interface", VpcId: "vpc-1" }],
    };
    const documents = [...files(answers(more)), { file: "again.json", json: { Vpcs: answers().Vpcs } }];
    const expected = imported(documents);
    expect(expected.notes.length).toBeGreaterThan(4);
    const orders = fc.shuffledSubarray(documents, { minLength: documents.length });
    fc.assert(
      fc.property(orders, (order) => {
        expect(JSON.stringify(imported(order))).toBe(JSON.stringify(expected));
      }),
      { numRuns: 50 },
    );
  });

  it("make the same network as one document with all their keys, or a list of them, or a wrapping of any kind", () => {
    const all = Object.assign({}, ...pageFiles.map(({ json }) => json));
    const expected = bare(pageFiles);
    const list = pageFiles.map(({ json }) => json);
    const wrapped = {
      collected: "today",
      regions: { "us-east-1": { answers: list.map((stdout) => ({ exit: 0, stdout })) } },
    };
    for (const json of [all, list, wrapped]) expect(bare([{ file: "all.json", json }])).toEqual(expected);
  });

  it("point at what they hold, whatever it is wrapped in", () => {
    const wrapped = [{ file: "a.json", json: { "us-east-1/prod": [answers()] } }];
    expect(imported(wrapped).network.vpcs["vpc-1"]?.origin).toEqual({
      file: "a.json",
      pointer: "/us-east-1~1prod/0/Vpcs/0",
    });
  });

  it("may repeat what others say", () => {
    const one = files(answers());
    const repeated = [...one, ...one.map(({ file, json }) => ({ file: `z/${file}`, json: structuredClone(json) }))];
    expect(JSON.stringify(imported(repeated))).toBe(JSON.stringify(imported(one)));
  });

  it("may repeat it in another order, and with other values of keys that do not matter here", () => {
    const [one] = answers().Subnets;
    const again = { file: "z.json", json: { Subnets: [{ AvailableIpAddressCount: 7, ...one }] } };
    expect(imported([...files(answers()), again]).notes).toEqual([]);
    const [acl] = answers().NetworkAcls;
    const Entries = [entry(100), entry(200), entry(100, { Egress: true })];
    const stated = files(answers({ NetworkAcls: [{ ...acl, Entries }] }));
    const reversed = { ...acl, Entries: Entries.toReversed() };
    expect(imported([...stated, { file: "z.json", json: { NetworkAcls: [reversed] } }]).notes).toEqual([]);
  });

  it("may not say two things of one id: the issue names both places", () => {
    const other = {
      file: "z.json",
      json: { Subnets: [subnet("subnet-1", "10.0.2.0/24", { AvailabilityZone: "us-east-1b" })] },
    };
    expect(issuesOf([other, ...files(answers())])).toEqual([
      {
        code: "conflicting-records",
        path: ["z.json", "Subnets", 0],
        expected: "the same subnet-1 as in Subnets.json: Subnets[0]",
        received: "another AvailabilityZone, CidrBlock",
        message:
          "z.json: Subnets[0]: expected the same subnet-1 as in Subnets.json: Subnets[0], found another AvailabilityZone, CidrBlock",
      },
    ]);
  });

  it("are frozen, and left as they were", () => {
    const input = answers({ TransitGateways: [{ TransitGatewayId: "tgw-1" }] });
    const before = JSON.stringify(input);
    const result = imported(input);
    expect(JSON.stringify(input)).toBe(before);
    const [note] = result.notes;
    for (const each of [result, result.notes, note, note?.details, result.network, result.network.vpcs])
      expect(Object.isFrozen(each)).toBe(true);
  });

  it("may hold what JSON cannot write: absent keys that are undefined", () => {
    const Vpcs = [{ VpcId: "vpc-1", CidrBlock: "10.0.0.0/16", Tags: undefined, OwnerId: undefined }];
    expect(imported(answers({ Vpcs })).network.vpcs["vpc-1"]?.cidrBlocks).toEqual(["10.0.0.0/16"]);
  });
});

describe("keys", () => {
  it("of other things are not mistaken for AWS's, wherever they are", () => {
    const unrelated = {
      DBSubnetGroups: [{ DBSubnetGroupName: "db", Subnets: [{ SubnetIdentifier: "subnet-1" }], VpcId: "vpc-1" }],
      CacheSubnetGroups: [{ CacheSubnetGroupName: "cache", Subnets: [] }],
      LaunchTemplateVersions: [{ LaunchTemplateData: { NetworkInterfaces: [{ DeviceIndex: 0, Groups: ["sg-1"] }] } }],
      VpcConfig: { Subnets: ["subnet-1"], SecurityGroups: ["sg-1"] },
      Rules: [{ Name: "every-night", Arn: "arn:aws:events:us-east-1:123456789012:rule/every-night" }],
      Attributes: { QueueArn: "arn:aws:sqs:us-east-1:123456789012:q" },
    };
    const documents = [
      { file: "all.json", json: answers() },
      { file: "other.json", json: unrelated },
    ];
    expect(notes(documents)).toEqual([
      'unrecognised-file: other.json was left aside: it has only "DBSubnetGroups", "CacheSubnetGroups", "LaunchTemplateVersions", "VpcConfig", "Rules", and 1 more',
    ]);
  });

  it("with an empty list inside something else do not count as collected", () => {
    const { Subnets: _, ...rest } = answers();
    const json = { ...rest, DBSubnetGroups: [{ DBSubnetGroupName: "db", Subnets: [] }] };
    expect(missing([{ file: "a.json", json }])).toEqual([{ collection: "subnets", reason: "not-collected" }]);
  });

  it("with an empty list beside other lists do", () => {
    const { InternetGateways: _, ...rest } = answers();
    const json = { "us-east-1": { ...rest, InternetGateways: [], ResponseMetadata: { HTTPStatusCode: 200 } } };
    expect(missing([{ file: "a.json", json }])).toEqual([]);
  });

  it.each<[Json, string]>([
    [{ Vpcs: {} }, "a.json: Vpcs: expected an array, found an object"],
    [{ Vpcs: "none" }, 'a.json: Vpcs: expected an array, found "none"'],
    [{ Vpcs: null }, "a.json: Vpcs: expected an array, found null"],
    [[{ Subnets: [["subnet-1"]] }], "a.json: [0].Subnets[0]: expected an object, found an array"],
    [{ Subnets: ["subnet-1"] }, 'a.json: Subnets[0]: expected an object, found "subnet-1"'],
    [
      { RouteTables: [{ RouteTableId: "rtb-1", VpcId: "vpc-1", Routes: {} }] },
      "a.json: RouteTables[0].Routes: expected an array, found an object",
    ],
    [
      { SecurityGroups: [{ GroupId: "sg-1", VpcId: 5 }] },
      "a.json: SecurityGroups[0].VpcId: expected a string, found 5",
    ],
  ])("at the top of a document with a wrong shape are refused: %j", (json, message) => {
    expect(messages([{ file: "a.json", json }])).toEqual([message]);
  });
});

describe("a document that is no AWS JSON", () => {
  it("is left aside, with a note, beside others that are", () => {
    const documents = [
      { file: "all.json", json: answers() },
      { file: "package.json", json: { name: "x", version: "1" } },
    ];
    expect(imported(documents).notes).toEqual([
      {
        code: "unrecognised-file",
        file: "package.json",
        pointer: "",
        message: 'package.json was left aside: it has only "name", "version"',
      },
    ]);
  });

  it.each<[unknown, string]>([
    [{ name: "x" }, 'only "name"'],
    [{}, "no keys"],
    [[], "an empty array"],
    [[1], "an array"],
    ["Vpcs", '"Vpcs"'],
    [null, "null"],
  ])("is refused where there is nothing else: %j", (json, received) => {
    const expected = "JSON with a key of an AWS describe command, such as Vpcs, Subnets or LoadBalancerDescriptions";
    expect(issuesOf([{ file: "a.json", json }])).toEqual([
      {
        code: "nothing-recognised",
        path: ["a.json"],
        expected,
        received,
        message: `a.json: expected ${expected}, found ${received}`,
      },
    ]);
  });

  it("is refused with others that are none either", () => {
    const documents = [1, 2, 3].map((json) => ({ file: `${json}.json`, json }));
    expect(issuesOf(documents)).toMatchObject([
      { code: "nothing-recognised", path: [], received: "3 files without one" },
    ]);
    expect(issuesOf([])).toMatchObject([{ code: "nothing-recognised", path: [], received: "no document" }]);
  });

  it.each<[unknown, string]>([
    [
      { AWSTemplateFormatVersion: "2010-09-09", Resources: {} },
      "a CloudFormation template, which netsim/cloudformation reads",
    ],
    [
      { Resources: { Vpc: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: "10.0.0.0/16" } } } },
      "a CloudFormation template, which netsim/cloudformation reads",
    ],
    [
      { format_version: "1.2", terraform_version: "1.9.0", planned_values: {} },
      "Terraform JSON, which is not supported yet",
    ],
    [{ format_version: "1.0", values: { root_module: {} } }, "Terraform JSON, which is not supported yet"],
    [{ version: 4, terraform_version: "1.9.0", resources: [] }, "Terraform JSON, which is not supported yet"],
  ])("is called what it is where it is known: %j", (json, kind) => {
    const documents = [...files(answers()), { file: "x.json", json }];
    expect(issuesOf(documents)).toEqual([
      {
        code: "unsupported-input",
        path: ["x.json"],
        expected: "the JSON that aws ec2 describe-*, aws elb describe-* and aws elbv2 describe-* print",
        received: kind,
        message: `x.json: expected the JSON that aws ec2 describe-*, aws elb describe-* and aws elbv2 describe-* print, found ${kind}`,
      },
    ]);
  });

  it("is not overcome by deep nesting", () => {
    const deep = JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`);
    expect(issuesOf([{ file: "a.json", json: deep }])).toMatchObject([{ code: "nothing-recognised" }]);
  });

  it("is not overcome by ids that are names of object members", () => {
    const vpcsNamed = (VpcId: string) => [{ file: "a.json", json: { Vpcs: [{ VpcId, CidrBlock: "10.0.0.0/16" }] } }];
    expect(Object.keys(imported(vpcsNamed("constructor")).network.vpcs)).toEqual(["constructor"]);
    expect(issuesOf(vpcsNamed("__proto__"))).toMatchObject([{ path: ["a.json", "Vpcs", 0, "VpcId"] }]);
  });
});

describe("the page on Classic Load Balancers", () => {
  it("is imported whole", () => {
    const { network, notes: all } = imported(pageFiles);
    expect(all).toEqual([]);
    expect(network.missing).toEqual([]);
    expect(Object.entries(network).map(([collection, records]) => [collection, Object.keys(records).length])).toEqual([
      ["vpcs", 1],
      ["subnets", 4],
      ["routeTables", 3],
      ["networkAcls", 3],
      ["securityGroups", 3],
      ["prefixLists", 0],
      ["internetGateways", 1],
      ["egressOnlyInternetGateways", 0],
      ["natGateways", 0],
      ["gatewayEndpoints", 0],
      ["vpcPeeringConnections", 0],
      ["networkInterfaces", 4],
      ["instances", 2],
      ["classicLoadBalancers", 1],
      ["loadBalancers", 0],
      ["targetGroups", 0],
      ["missing", 0],
    ]);
  });

  /**
   * "Configure security groups for your Classic Load Balancer", with the tables of recommended rules
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
   * "Configure network ACLs for your Classic Load Balancer"
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-network-acls.html
   */
  it("has the rules that AWS recommends", () => {
    const { securityGroups, networkAcls } = imported(pageFiles).network;
    const nameOf = (peer: Json) => peer.cidr ?? securityGroups[peer.securityGroupId]?.name;
    const rules = Object.values(securityGroups)
      .filter((group) => group.name !== undefined)
      .map(({ name, ingress, egress }) => ({
        name,
        ingress: ingress.map((rule) => `${rule.protocol} ${rule.fromPort}-${rule.toPort} ${nameOf(rule.peer)}`),
        egress: egress.map((rule) => `${rule.protocol} ${rule.fromPort}-${rule.toPort} ${nameOf(rule.peer)}`),
      }));
    expect(rules).toEqual([
      {
        name: "sg-lb",
        ingress: ["6 80-80 0.0.0.0/0"],
        egress: ["6 8080-8080 sg-instances", "6 9000-9000 sg-instances"],
      },
      { name: "sg-instances", ingress: ["6 8080-8080 sg-lb", "6 9000-9000 sg-lb"], egress: ["-1 -1--1 0.0.0.0/0"] },
    ]);
    const entries = Object.values(networkAcls)
      .filter((acl) => !acl.isDefault)
      .map(({ name, ingress, egress }) => ({
        name,
        ingress: ingress.map(
          (each) => `${each.ruleAction} ${each.protocol} ${each.fromPort}-${each.toPort} ${each.cidrBlock}`,
        ),
        egress: egress.map(
          (each) => `${each.ruleAction} ${each.protocol} ${each.fromPort}-${each.toPort} ${each.cidrBlock}`,
        ),
      }));
    expect(entries).toEqual([
      {
        name: "lb",
        ingress: ["allow 6 80-80 0.0.0.0/0", "allow 6 1024-65535 10.0.0.0/16"],
        egress: ["allow 6 8080-8080 10.0.0.0/16", "allow 6 9000-9000 10.0.0.0/16", "allow 6 1024-65535 0.0.0.0/0"],
      },
      {
        name: "instances",
        ingress: ["allow 6 8080-8080 10.0.0.0/16", "allow 6 9000-9000 10.0.0.0/16"],
        egress: ["allow 6 1024-65535 10.0.0.0/16"],
      },
    ]);
  });

  it("has a load balancer with a node and an instance in each zone", () => {
    const { classicLoadBalancers, subnets, networkInterfaces, instances } = imported(pageFiles).network;
    const { web } = classicLoadBalancers;
    expect(web).toMatchObject({
      scheme: "internet-facing",
      crossZone: true,
      healthCheck: { target: "HTTP:9000/ping" },
    });
    expect(web?.subnets.map((id) => subnets[id]?.cidrBlock)).toEqual(["10.0.0.0/24", "10.0.2.0/24"]);
    const nodes = Object.values(networkInterfaces).filter((each) => each.description === "ELB web");
    expect(nodes.map((each) => subnets[each.subnetId]?.availabilityZone)).toEqual(["us-east-1a", "us-east-1b"]);
    const hosts = web?.instances.map((id) => networkInterfaces[instances[id]?.networkInterfaceIds[0] ?? ""]);
    expect(hosts?.map((each) => subnets[each?.subnetId ?? ""]?.cidrBlock)).toEqual(["10.0.1.0/24", "10.0.3.0/24"]);
  });
});

describe("a large network", () => {
  it("of a thousand interfaces is imported in a fraction of a second", () => {
    const Subnets = Array.from({ length: 20 }, (_, at) => subnet(`subnet-${at}`, `10.0.${at}.0/24`));
    const NetworkInterfaces = Array.from({ length: 1000 }, (_, at) =>
      eni(`eni-${at}`, `10.0.${at % 20}.${10 + Math.floor(at / 20)}`, { SubnetId: `subnet-${at % 20}` }),
    );
    const input = answers({ Subnets, NetworkInterfaces });
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      expect(Object.keys(imported(input).network.networkInterfaces)).toHaveLength(1000);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(500);
  });
});
