/** The describe verbs: what they print, and how ids and filters narrow it down. */
import { NetsimError } from "@netsim/core";
import { ec2 } from "netsim";
import { describe, expect, it } from "vitest";
import { accepted, base, baseWith } from "./support.ts";

const net = baseWith({
  securityGroups: {
    "sg-x": {
      vpcId: "vpc-1",
      groupName: "x",
      name: "X*",
      description: "of x",
      ownerId: "111122223333",
      ingress: [
        { port: 80, from: ["10.0.0.0/8", "::/0"], description: "d" },
        { port: 80, from: "pl-1" },
        { protocol: "icmp", icmp: { type: 8 }, from: "sg-x" },
      ],
    },
  },
  networkAcls: {
    "acl-x": {
      vpcId: "vpc-p",
      ingress: [
        { ruleNumber: 200, ruleAction: "deny", protocol: 47, cidrBlock: "10.0.0.0/8" },
        { ruleNumber: 100, ruleAction: "allow", port: "80-90", cidrBlock: "::/0" },
      ],
      egress: [{ ruleNumber: 100, ruleAction: "allow", icmp: { type: 3, code: 4 }, cidrBlock: "0.0.0.0/0" }],
    },
  },
});

const groupIds = (request: ec2.DescribeSecurityGroupsRequest): string[] =>
  ec2.describeSecurityGroups(net, request).SecurityGroups.map((group) => group.GroupId);

const codes = (run: () => unknown): string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof NetsimError) return error.issues.map((each) => `${each.code} ${each.path.join(".")}`);
  }
  return [];
};

describe("describe-security-groups", () => {
  it("puts the peers of one protocol and range into one permission", () => {
    expect(ec2.describeSecurityGroups(net, { GroupIds: ["sg-x"] })).toEqual({
      SecurityGroups: [
        {
          GroupId: "sg-x",
          GroupName: "x",
          Description: "of x",
          VpcId: "vpc-1",
          OwnerId: "111122223333",
          IpPermissions: [
            {
              IpProtocol: "tcp",
              FromPort: 80,
              ToPort: 80,
              IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "d" }],
              Ipv6Ranges: [{ CidrIpv6: "::/0", Description: "d" }],
              PrefixListIds: [{ PrefixListId: "pl-1" }],
              UserIdGroupPairs: [],
            },
            {
              IpProtocol: "icmp",
              FromPort: 8,
              ToPort: -1,
              IpRanges: [],
              Ipv6Ranges: [],
              PrefixListIds: [],
              UserIdGroupPairs: [{ GroupId: "sg-x", UserId: "111122223333" }],
            },
          ],
          IpPermissionsEgress: [
            {
              IpProtocol: "-1",
              IpRanges: [{ CidrIp: "0.0.0.0/0" }],
              Ipv6Ranges: [],
              PrefixListIds: [],
              UserIdGroupPairs: [],
            },
          ],
          Tags: [{ Key: "Name", Value: "X*" }],
        },
      ],
    });
  });

  it("prints all groups, or those that are asked for", () => {
    expect(groupIds({})).toEqual(Object.keys(net.securityGroups));
    expect(groupIds({ GroupIds: [] })).toEqual(Object.keys(net.securityGroups));
    expect(groupIds({ GroupNames: ["default"] })).toEqual(["sg-dflt"]);
    expect(groupIds({ Filters: [{ Name: "group-name", Values: ["default"] }] })).toEqual([
      "sg-dflt",
      "sg-default-vpc-1",
      "sg-default-vpc-p",
    ]);
  });

  it("every filter has to be met, by one of its values", () => {
    const ofVpc = { Name: "vpc-id", Values: ["vpc-1", "vpc-p"] };
    const named = { Name: "group-name", Values: ["default"] };
    expect(groupIds({ Filters: [ofVpc, named] })).toEqual(["sg-default-vpc-1", "sg-default-vpc-p"]);
    expect(groupIds({ Filters: [{ Name: "vpc-id", Values: [] }] })).toEqual([]);
  });

  it.each([
    ["sg-?", ["sg-p", "sg-x"]],
    ["sg-w*", ["sg-web"]],
    ["sg-", []],
    ["sg.x", []],
    ["SG-X", []],
  ])("* and ? stand for any text and any character: %s", (value, expected) => {
    expect(groupIds({ Filters: [{ Name: "group-id", Values: [value] }] })).toEqual(expected);
  });

  it("a backslash takes their meaning away", () => {
    expect(groupIds({ Filters: [{ Name: "tag:Name", Values: ["X\\*"] }] })).toEqual(["sg-x"]);
    expect(groupIds({ Filters: [{ Name: "tag:Name", Values: ["\\*"] }] })).toEqual([]);
    expect(groupIds({ Filters: [{ Name: "description", Values: ["of \\?"] }] })).toEqual([]);
    expect(groupIds({ Filters: [{ Name: "owner-id", Values: ["1111*"] }] })).toEqual(["sg-x"]);
  });

  it("throws what AWS refuses", () => {
    expect(codes(() => groupIds({ GroupIds: ["sg-x", "sg-8", "sg-9"] }))).toEqual([
      "InvalidGroup.NotFound GroupIds.1",
      "InvalidGroup.NotFound GroupIds.2",
    ]);
    // Only groups of the default VPC are known by name.
    expect(codes(() => groupIds({ GroupNames: ["x"] }))).toEqual(["InvalidGroup.NotFound GroupNames.0"]);
    expect(codes(() => groupIds({ Filters: [{ Name: "toString", Values: [] }] }))).toEqual([
      "InvalidParameterValue Filters.0.Name",
    ]);
    expect(codes(() => groupIds({ GroupId: "sg-x" } as never))).toEqual(["UnknownParameter GroupId"]);
  });
});

describe("describe-security-group-rules", () => {
  const { after } = accepted(
    ec2.authorizeSecurityGroupIngress(net, { GroupId: "sg-x", Protocol: 47, SourceGroup: "sg-p" }),
  );

  it("prints the rules that have an id, those that verbs made, with ports of -1 where there are none", () => {
    const { SecurityGroupRules } = ec2.describeSecurityGroupRules(after);
    expect(SecurityGroupRules).toEqual([
      {
        SecurityGroupRuleId: "sgr-00000000000000001",
        GroupId: "sg-x",
        GroupOwnerId: "111122223333",
        IsEgress: false,
        IpProtocol: "47",
        FromPort: -1,
        ToPort: -1,
        ReferencedGroupInfo: {
          GroupId: "sg-p",
          VpcId: "vpc-p",
          VpcPeeringConnectionId: "pcx-1",
          PeeringStatus: "active",
        },
      },
    ]);
    const ids = (request: ec2.DescribeSecurityGroupRulesRequest) =>
      ec2.describeSecurityGroupRules(after, request).SecurityGroupRules.length;
    expect(ids({ SecurityGroupRuleIds: ["sgr-00000000000000001"] })).toBe(1);
    expect(ids({ Filters: [{ Name: "group-id", Values: ["sg-x"] }] })).toBe(1);
    expect(ids({ Filters: [{ Name: "group-id", Values: ["sg-p"] }] })).toBe(0);
    expect(codes(() => ids({ SecurityGroupRuleIds: ["sgr-9"] }))).toEqual([
      "InvalidSecurityGroupRuleId.NotFound SecurityGroupRuleIds.0",
    ]);
  });
});

describe("describe-network-acls", () => {
  it("prints entries by number, the final ones last, and every subnet at its ACL", () => {
    const [acl] = ec2.describeNetworkAcls(net, { NetworkAclIds: ["acl-x"] }).NetworkAcls;
    const final = { RuleAction: "deny", Protocol: "-1" };
    expect(acl?.Entries).toEqual([
      {
        RuleNumber: 100,
        Egress: true,
        RuleAction: "allow",
        Protocol: "1",
        CidrBlock: "0.0.0.0/0",
        IcmpTypeCode: { Type: 3, Code: 4 },
      },
      { RuleNumber: 32767, Egress: true, CidrBlock: "0.0.0.0/0", ...final },
      { RuleNumber: 32768, Egress: true, Ipv6CidrBlock: "::/0", ...final },
      {
        RuleNumber: 100,
        Egress: false,
        RuleAction: "allow",
        Protocol: "6",
        Ipv6CidrBlock: "::/0",
        PortRange: { From: 80, To: 90 },
      },
      { RuleNumber: 200, Egress: false, RuleAction: "deny", Protocol: "47", CidrBlock: "10.0.0.0/8" },
      { RuleNumber: 32767, Egress: false, CidrBlock: "0.0.0.0/0", ...final },
      { RuleNumber: 32768, Egress: false, Ipv6CidrBlock: "::/0", ...final },
    ]);
    const subnets = ec2.describeNetworkAcls(net).NetworkAcls.flatMap((each) => each.Associations);
    expect(subnets.map((each) => [each.SubnetId, each.NetworkAclId])).toEqual([
      ["public", "acl-public"],
      ["private", "acl-private"],
      ["d", "acl-default-vpc-d"],
      ["p", "acl-default-vpc-p"],
    ]);
  });

  it("filters", () => {
    const ids = (Name: string, ...Values: string[]) =>
      ec2.describeNetworkAcls(net, { Filters: [{ Name, Values }] }).NetworkAcls.map((acl) => acl.NetworkAclId);
    expect(ids("default", "true")).toEqual(["acl-default-vpc-1", "acl-default-vpc-d", "acl-default-vpc-p"]);
    expect(ids("association.subnet-id", "p", "public")).toEqual(["acl-public", "acl-default-vpc-p"]);
    expect(ids("association.association-id", "aclassoc-p-*")).toEqual(["acl-default-vpc-p"]);
    expect(ids("association.network-acl-id", "acl-x")).toEqual([]);
    expect(ids("network-acl-id", "acl-x")).toEqual(["acl-x"]);
    expect(ids("vpc-id", "vpc-p")).toEqual(["acl-x", "acl-default-vpc-p"]);
    expect(ids("tag:Name", "*")).toEqual([]);
    expect(codes(() => ids("entry.cidr", "*"))).toEqual(["InvalidParameterValue Filters.0.Name"]);
    expect(codes(() => ec2.describeNetworkAcls(net, { NetworkAclIds: ["acl-9"] }))).toEqual([
      "InvalidNetworkAclID.NotFound NetworkAclIds.0",
    ]);
  });
});

describe("describe-route-tables", () => {
  it("filters", () => {
    const ids = (Name: string, ...Values: string[]) =>
      ec2.describeRouteTables(base, { Filters: [{ Name, Values }] }).RouteTables.map((table) => table.RouteTableId);
    expect(ids("association.main", "true")).toEqual(["rtb-main-vpc-1", "rtb-main-vpc-d", "rtb-main-vpc-p"]);
    expect(ids("association.subnet-id", "private")).toEqual(["rtb-private"]);
    expect(ids("association.route-table-association-id", "rtbassoc-public-*")).toEqual(["rtb-public"]);
    expect(ids("association.route-table-id", "rtb-public")).toEqual(["rtb-public"]);
    expect(ids("association.gateway-id", "*")).toEqual([]);
    expect(ids("route-table-id", "rtb-p*")).toEqual(["rtb-public", "rtb-private"]);
    expect(ids("vpc-id", "vpc-d")).toEqual(["rtb-main-vpc-d"]);
    expect(ids("tag:Name", "*")).toEqual([]);
    expect(codes(() => ec2.describeRouteTables(base, { RouteTableIds: ["rtb-9"] }))).toEqual([
      "InvalidRouteTableID.NotFound RouteTableIds.0",
    ]);
  });
});
