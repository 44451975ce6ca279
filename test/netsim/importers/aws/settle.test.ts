import { describe, expect, it } from "vitest";
import {
  answers,
  balancer,
  eni,
  group,
  imported,
  issuesOf,
  type Json,
  local,
  messages,
  missing,
  notes,
  permission,
  reservation,
  route,
  routeTable,
  subnet,
} from "../documents.ts";

const two = { Vpcs: [...answers().Vpcs, { VpcId: "vpc-2", CidrBlock: "10.2.0.0/16" }] };
/** What is left out because it contradicts the rest. */
const contradictions = (input: Json) =>
  (missing(input) as Json[])
    .filter((each) => each.reason === "contradictory")
    .map(({ collection, id, detail }) => `${collection} ${id}: ${/found .*$/.exec(detail)?.[0]}`);

describe("a record with a value that AWS would not have given it", () => {
  it("stays, and is noted: an interface at an address that AWS keeps", () => {
    const input = { ...answers(), NetworkInterfaces: [eni("eni-1", "10.0.1.1")] };
    const altered = (missing(input) as Json[]).filter((each) => each.reason === "altered");
    expect(altered).toMatchObject([{ collection: "networkInterfaces", id: "eni-1" }]);
    expect(Object.keys(imported(input).network.networkInterfaces)).toContain("eni-1");
  });
});

describe("a record that contradicts the rest is left out by name:", () => {
  it.each<[string, Json, string[]]>([
    [
      "an interface outside its subnet",
      { NetworkInterfaces: [eni("eni-1", "172.31.48.168")] },
      ['networkInterfaces eni-1: found "172.31.48.168"'],
    ],
    [
      "the second interface at an address",
      { NetworkInterfaces: [eni("eni-2", "10.0.1.10"), eni("eni-1", "10.0.1.10")] },
      ['networkInterfaces eni-2: found "10.0.1.10"'],
    ],
    [
      "an interface with a group of another VPC",
      {
        ...two,
        SecurityGroups: [...answers().SecurityGroups, group("sg-2", [], { VpcId: "vpc-2" })],
        NetworkInterfaces: [eni("eni-1", "10.0.1.10", { Groups: [{ GroupId: "sg-2" }] })],
      },
      ['networkInterfaces eni-1: found "sg-2 of vpc-2"'],
    ],
    [
      "a subnet outside its VPC",
      { Subnets: [...answers().Subnets, subnet("subnet-2", "10.7.0.0/24")] },
      ['subnets subnet-2: found "10.7.0.0/24"'],
    ],
    [
      "the second of two subnets that overlap",
      { Subnets: [subnet("subnet-2", "10.0.1.0/25"), subnet("subnet-1", "10.0.1.0/24")] },
      ['subnets subnet-2: found "10.0.1.0/25"'],
    ],
    [
      "the second main table",
      { RouteTables: [routeTable("rtb-2", [local], { Main: true }), routeTable("rtb-1", [local], { Main: true })] },
      ['routeTables rtb-2: found "rtb-2"'],
    ],
    [
      "the second internet gateway",
      {
        InternetGateways: ["igw-2", "igw-1"].map((InternetGatewayId) => ({
          InternetGatewayId,
          Attachments: [{ State: "available", VpcId: "vpc-1" }],
        })),
      },
      ['internetGateways igw-2: found "igw-2"'],
    ],
    [
      "a table with two static routes to one place",
      {
        RouteTables: [
          routeTable(
            "rtb-main",
            [
              local,
              route("0.0.0.0/0", { GatewayId: "igw-1" }),
              route("0.0.0.0/0", { NatGatewayId: "nat-1", State: "blackhole" }),
            ],
            { Main: true },
          ),
        ],
      },
      ['routeTables rtb-main: found "0.0.0.0/0"'],
    ],
    [
      "a load balancer with two subnets of one zone",
      {
        Subnets: [subnet("subnet-1", "10.0.1.0/24"), subnet("subnet-2", "10.0.2.0/24")],
        LoadBalancerDescriptions: [balancer({ Subnets: ["subnet-1", "subnet-2"] })],
      },
      ['classicLoadBalancers web: found "subnet-2"'],
    ],
    [
      "a load balancer with an instance of another VPC",
      {
        ...two,
        Subnets: [subnet("subnet-1", "10.0.1.0/24"), subnet("subnet-2", "10.2.0.0/24", { VpcId: "vpc-2" })],
        NetworkInterfaces: [
          eni("eni-2", "10.2.0.10", {
            SubnetId: "subnet-2",
            VpcId: "vpc-2",
            Groups: [],
            Attachment: { InstanceId: "i-2", DeviceIndex: 0 },
          }),
        ],
        Reservations: [reservation({ InstanceId: "i-2", State: { Code: 16, Name: "running" }, VpcId: "vpc-2" })],
        LoadBalancerDescriptions: [balancer({ Subnets: ["subnet-1"], Instances: [{ InstanceId: "i-2" }] })],
      },
      ['classicLoadBalancers web: found "i-2 of vpc-2"'],
    ],
  ])("%s", (_, more, expected) => {
    expect(contradictions(answers(more))).toEqual(expected);
  });

  it("and what it is told by, though others contradict only once it is gone", () => {
    // subnet-2 goes with its overlap; what then refers to it is no contradiction.
    const input = answers({
      Reservations: [],
      Subnets: [subnet("subnet-1", "10.0.1.0/24"), subnet("subnet-2", "10.0.1.0/25")],
      NetworkInterfaces: [eni("eni-1", "10.0.1.10"), eni("eni-2", "10.0.1.11", { SubnetId: "subnet-2" })],
    });
    const { network } = imported(input);
    expect(Object.keys(network.subnets)).toEqual(["subnet-1"]);
    expect(Object.keys(network.networkInterfaces)).toEqual(["eni-1", "eni-2"]);
    expect(network.missing).toMatchObject([{ id: "subnet-2", origin: { file: "all.json", pointer: "/Subnets/1" } }]);
    expect(notes(input)).toEqual([
      'contradictory: subnet-2 was left out, since it contradicts the rest: expected a block that does not overlap 10.0.1.0/24 of subnet-1, found "10.0.1.0/25"',
    ]);
  });
});

describe("a value that is wrong by itself", () => {
  it("is an issue at its place, and nothing is loaded", () => {
    const bad = { Vpcs: [{ VpcId: "vpc-1", CidrBlock: "10.0.7.0/16" }] };
    expect(issuesOf(answers(bad))).toEqual([
      {
        code: "cidr-host-bits",
        path: ["all.json", "Vpcs", 0, "CidrBlock"],
        expected: "a block without host bits: 10.0.0.0/16",
        received: '"10.0.7.0/16"',
        message: 'all.json: Vpcs[0].CidrBlock: expected a block without host bits: 10.0.0.0/16, found "10.0.7.0/16"',
      },
    ]);
  });

  it("is told for every place that has one", () => {
    expect(
      messages(answers({ Subnets: [subnet("subnet-1", "10.0.1/24")], NetworkInterfaces: [eni("eni-1", "10.0.1")] })),
    ).toEqual([
      'all.json: Subnets[0].CidrBlock: expected a CIDR block such as 10.0.0.0/16 or 2001:db8::/32, found "10.0.1/24"',
      'all.json: NetworkInterfaces[0].PrivateIpAddress: expected an IPv4 or IPv6 address, found "10.0.1"',
    ]);
  });

  it("is told once where several peers share it", () => {
    const peers = { IpRanges: [{ CidrIp: "10.0.0.0/8" }, { CidrIp: "192.0.2.0/24" }] };
    const SecurityGroups = [
      group("sg-default", [], { GroupName: "default" }),
      group("sg-1", [permission("tcp", 70000, peers)]),
    ];
    expect(messages(answers({ SecurityGroups }))).toEqual([
      "all.json: SecurityGroups[1].IpPermissions[0].FromPort: expected a port 0-65535, found 70000",
    ]);
  });

  it("is told at the record where it is not found in the document", () => {
    const NetworkInterfaces = [eni("eni-1", "10.0.1.10", { Association: { PublicIp: "203.0.113.1/32" } })];
    expect(messages(answers({ NetworkInterfaces }))).toEqual([
      'all.json: NetworkInterfaces[0].Association.PublicIp: expected an IPv4 or IPv6 address, found "203.0.113.1/32"',
    ]);
    expect(messages(answers({ Vpcs: [{ VpcId: "vpc-1" }] }))[0]).toMatch(
      /^all.json: Vpcs\[0\]: expected at least one CIDR block, found /,
    );
  });
});
