import { describe, expect, it } from "vitest";
import { answers, eni, group, imported, type Json, messages, missing, notes, permission } from "../documents.ts";

const groups = (...all: Json[]) =>
  answers({ SecurityGroups: [group("sg-default", [], { GroupName: "default" }), ...all] });
const withIngress = (...permissions: Json[]) => groups(group("sg-1", permissions));
const ingressOf = (...permissions: Json[]) =>
  imported(withIngress(...permissions)).network.securityGroups["sg-1"]!.ingress;

describe("a permission", () => {
  it.each<[Json, Json]>([
    [
      { IpProtocol: "tcp", FromPort: 80, ToPort: 90 },
      { protocol: 6, fromPort: 80, toPort: 90 },
    ],
    [
      { IpProtocol: "6", FromPort: 80, ToPort: 80 },
      { protocol: 6, fromPort: 80, toPort: 80 },
    ],
    [
      { IpProtocol: "udp", FromPort: 0, ToPort: 65535 },
      { protocol: 17, fromPort: 0, toPort: 65535 },
    ],
    [{ IpProtocol: "-1" }, { protocol: -1, fromPort: -1, toPort: -1 }],
    [
      { IpProtocol: "-1", FromPort: -1, ToPort: -1 },
      { protocol: -1, fromPort: -1, toPort: -1 },
    ],
    [
      { IpProtocol: "-1", FromPort: 0, ToPort: 0 },
      { protocol: -1, fromPort: -1, toPort: -1 },
    ],
    [
      { IpProtocol: "50", FromPort: 80, ToPort: 80 },
      { protocol: 50, fromPort: -1, toPort: -1 },
    ],
    [
      { IpProtocol: "icmp", FromPort: 3, ToPort: 4 },
      { protocol: 1, fromPort: 3, toPort: 4 },
    ],
    [
      { IpProtocol: "icmp", FromPort: 8, ToPort: -1 },
      { protocol: 1, fromPort: 8, toPort: -1 },
    ],
    [
      { IpProtocol: "icmp", FromPort: -1, ToPort: -1 },
      { protocol: 1, fromPort: -1, toPort: -1 },
    ],
    [{ IpProtocol: "icmpv6" }, { protocol: 58, fromPort: -1, toPort: -1 }],
  ])("%j is %j", (given, expected) => {
    expect(ingressOf({ ...given, IpRanges: [{ CidrIp: "0.0.0.0/0" }] })[0]).toMatchObject(expected);
  });

  it("makes a rule of each peer, with the peer's place and description", () => {
    const rules = ingressOf({
      IpProtocol: "tcp",
      FromPort: 80,
      ToPort: 80,
      IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "us" }, { CidrIp: "192.0.2.1/32" }],
      Ipv6Ranges: [{ CidrIpv6: "2001:db8::/32" }],
      PrefixListIds: [{ PrefixListId: "pl-1" }],
      UserIdGroupPairs: [{ GroupId: "sg-default", UserId: "123456789012" }],
    });
    expect(rules.map((rule) => [rule.peer, rule.origin?.pointer, rule.description])).toEqual([
      [{ cidr: "10.0.0.0/8" }, "/SecurityGroups/1/IpPermissions/0/IpRanges/0", "us"],
      [{ cidr: "192.0.2.1/32" }, "/SecurityGroups/1/IpPermissions/0/IpRanges/1", undefined],
      [{ cidr: "2001:db8::/32" }, "/SecurityGroups/1/IpPermissions/0/Ipv6Ranges/0", undefined],
      [{ prefixListId: "pl-1" }, "/SecurityGroups/1/IpPermissions/0/PrefixListIds/0", undefined],
      [{ securityGroupId: "sg-default" }, "/SecurityGroups/1/IpPermissions/0/UserIdGroupPairs/0", undefined],
    ]);
  });

  it.each(["tcp", "udp"])("for %s with -1 and -1, or without ports, is for all ports, with a note", (IpProtocol) => {
    for (const ports of [{ FromPort: -1, ToPort: -1 }, {}]) {
      const input = withIngress(permission(IpProtocol, undefined, { ...ports, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }));
      const [rule] = imported(input).network.securityGroups["sg-1"]!.ingress;
      expect(rule).toMatchObject({ fromPort: 0, toPort: 65535 });
      expect(notes(input, "ports-not-given")).toEqual([
        `a rule of sg-1 for ${IpProtocol} has no ports; it was taken to be for all ports`,
      ]);
    }
  });

  it("whose block has host bits is for the block around it, with a note", () => {
    const input = withIngress(permission("tcp", 22, { IpRanges: [{ CidrIp: "192.0.2.77/28" }] }));
    expect(imported(input).network.securityGroups["sg-1"]?.ingress[0]?.peer).toEqual({ cidr: "192.0.2.64/28" });
    expect(imported(input).notes).toEqual([
      {
        code: "host-bits",
        file: "all.json",
        pointer: "/SecurityGroups/1/IpPermissions/0/IpRanges/0",
        component: "sg-1",
        details: { given: "192.0.2.77/28", taken: "192.0.2.64/28" },
        message: "a rule of sg-1 has a block with host bits, 192.0.2.77/28, which was taken for 192.0.2.64/28",
      },
    ]);
  });

  it("without a peer admits nothing, with a note", () => {
    const input = withIngress(permission("tcp", 22, {}));
    expect(imported(input).network.securityGroups["sg-1"]?.ingress).toEqual([]);
    expect(notes(input)).toEqual(["permission-without-peer: a permission of sg-1 names no peer, so it admits nothing"]);
  });

  it("names groups and prefix lists that are not described, and groups of EC2-Classic by owner and name", () => {
    const input = withIngress(
      permission("tcp", 80, {
        PrefixListIds: [{ PrefixListId: "pl-7" }],
        UserIdGroupPairs: [
          { GroupId: "sg-7", UserId: "1" },
          { GroupName: "amazon-elb-sg", UserId: "amazon-elb" },
        ],
      }),
    );
    expect(missing(input)).toEqual([
      { collection: "prefixLists", id: "pl-7", reason: "not-described", detail: "sg-1 refers to it" },
      {
        collection: "securityGroups",
        id: "amazon-elb/amazon-elb-sg",
        reason: "not-described",
        detail: "sg-1 refers to it",
      },
      { collection: "securityGroups", id: "sg-7", reason: "not-described", detail: "sg-1 refers to it" },
    ]);
  });

  it.each<[Json, string]>([
    [
      permission("tcp", 70000),
      "all.json: SecurityGroups[1].IpPermissions[0].FromPort: expected a port 0-65535, found 70000",
    ],
    [
      permission("tpc", 80),
      'all.json: SecurityGroups[1].IpPermissions[0].IpProtocol: expected tcp, udp, icmp, icmpv6, all, or a number 0-255, found "tpc"',
    ],
    [
      permission("icmp", 256),
      "all.json: SecurityGroups[1].IpPermissions[0].FromPort: expected an ICMP type 0-255, or -1 for any, found 256",
    ],
    [
      permission("tcp", 80, { IpRanges: [{ CidrIp: "10.0.0.300/32" }] }),
      'all.json: SecurityGroups[1].IpPermissions[0].IpRanges[0].CidrIp: expected a CIDR block such as 10.0.0.0/16 or 2001:db8::/32, found "10.0.0.300/32"',
    ],
    [
      permission("tcp", 80, { IpRanges: { CidrIp: "10.0.0.0/8" } }),
      "all.json: SecurityGroups[1].IpPermissions[0].IpRanges: expected an array, found an object",
    ],
    [
      permission("tcp", 80, { IpRanges: [{}] }),
      "all.json: SecurityGroups[1].IpPermissions[0].IpRanges[0].CidrIp: expected a value, found nothing",
    ],
  ])("%j is refused", (bad, message) => {
    expect(messages(withIngress(bad))).toContain(message);
  });
});

describe("a security group", () => {
  it("has its name, VPC, owner and egress rules", () => {
    const input = groups(
      group("sg-1", [], {
        GroupName: "web",
        OwnerId: "123456789012",
        Tags: [{ Key: "Name", Value: "the web" }],
        IpPermissionsEgress: [permission("-1")],
      }),
    );
    expect(imported(input).network.securityGroups["sg-1"]).toEqual({
      id: "sg-1",
      name: "the web",
      groupName: "web",
      vpcId: "vpc-1",
      ownerId: "123456789012",
      ingress: [],
      egress: [
        {
          protocol: -1,
          fromPort: -1,
          toPort: -1,
          peer: { cidr: "0.0.0.0/0" },
          origin: { file: "all.json", pointer: "/SecurityGroups/1/IpPermissionsEgress/0/IpRanges/0" },
        },
      ],
      origin: { file: "all.json", pointer: "/SecurityGroups/1" },
    });
  });

  it("has no rules where it has no list of them, with a note: the default of the model is another", () => {
    const { IpPermissionsEgress: _, ...rest } = group("sg-1", []);
    expect(imported(groups(rest)).network.securityGroups["sg-1"]?.egress).toEqual([]);
    expect(notes(groups(rest))).toEqual([
      "list-not-given: sg-1 has no IpPermissionsEgress; it was taken to have no such rules",
    ]);
  });

  it("without a VPC that interfaces of a VPC carry is left out, and not taken for one of EC2-Classic", () => {
    const input = groups(group("sg-1", [], { VpcId: undefined }));
    expect(imported(input).network.networkInterfaces["eni-1"]?.groups).toEqual(["sg-1"]);
    expect(missing(input)).toEqual([
      {
        collection: "securityGroups",
        id: "sg-1",
        reason: "not-described",
        detail: "it has no VpcId, and is no group of EC2-Classic",
      },
    ]);
  });

  it("whose name another group of the VPC has is told apart by its id, with a note", () => {
    const input = groups(group("sg-1", [], { GroupName: "WEB" }), group("sg-2", [], { GroupName: "web" }));
    expect(imported(input).network.securityGroups["sg-2"]?.groupName).toBe("web (sg-2)");
    expect(notes(input)).toEqual([
      'duplicate-group-name: another group of the VPC has the name "web" too; sg-2 is called by its id as well',
    ]);
  });

  it("may be of a further VPC where an association says so", () => {
    const input = {
      ...groups(group("sg-1", []), group("sg-2", [], { VpcId: "vpc-2" })),
      NetworkInterfaces: [eni("eni-1", "10.0.1.10", { Groups: [{ GroupId: "sg-2" }] })],
      Vpcs: [
        { VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" },
        { VpcId: "vpc-2", CidrBlock: "10.2.0.0/16" },
      ],
    };
    const associations = [
      { GroupId: "sg-2", VpcId: "vpc-1", State: "associated" },
      { GroupId: "sg-2", VpcId: "vpc-3", State: "disassociated" },
    ];
    const network = imported({ ...input, SecurityGroupVpcAssociations: associations }).network;
    expect(network.securityGroups["sg-2"]?.associatedVpcIds).toEqual(["vpc-1"]);
    expect(network.networkInterfaces).toHaveProperty("eni-1");
    expect(imported(input).network.networkInterfaces).not.toHaveProperty("eni-1");
  });
});

it("a group keeps its description", () => {
  const { network } = imported(groups(group("sg-1", [], { Description: "of the app" })));
  expect(network.securityGroups["sg-1"]?.description).toBe("of the app");
  expect(network.securityGroups["sg-default"]).not.toHaveProperty("description");
});
