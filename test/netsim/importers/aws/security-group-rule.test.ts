import { describe, expect, it } from "vitest";
import { answers, eni, group, imported, type Json, messages, missing, notes, permission } from "../documents.ts";

const rule = (id: string, more: Json = {}): Json => ({
  SecurityGroupRuleId: id,
  GroupId: "sg-1",
  GroupOwnerId: "123456789012",
  IsEgress: false,
  IpProtocol: "tcp",
  FromPort: 80,
  ToPort: 80,
  CidrIpv4: "0.0.0.0/0",
  ...more,
});
const all = { IpProtocol: "-1", FromPort: -1, ToPort: -1 };

describe("the rules of describe-security-group-rules", () => {
  it("give the rules of describe-security-groups their ids, and add none twice", () => {
    const SecurityGroups = [
      group("sg-default", [], { GroupName: "default" }),
      group(
        "sg-1",
        [
          permission("tcp", 80),
          permission("tcp", 443),
          permission("tcp", 22, { UserIdGroupPairs: [{ GroupId: "sg-1" }] }),
        ],
        {
          IpPermissionsEgress: [permission("-1")],
        },
      ),
    ];
    const SecurityGroupRules = [
      rule("sgr-1"),
      rule("sgr-2", {
        FromPort: 22,
        ToPort: 22,
        CidrIpv4: undefined,
        ReferencedGroupInfo: { GroupId: "sg-1", UserId: "1" },
      }),
      rule("sgr-3", { ...all, IsEgress: true }),
    ];
    const input = answers({ SecurityGroups, SecurityGroupRules });
    const { ingress, egress } = imported(input).network.securityGroups["sg-1"]!;
    expect(ingress.map(({ id, fromPort, origin }) => [id, fromPort, origin?.pointer])).toEqual([
      ["sgr-1", 80, "/SecurityGroups/1/IpPermissions/0/IpRanges/0"],
      [undefined, 443, "/SecurityGroups/1/IpPermissions/1/IpRanges/0"],
      ["sgr-2", 22, "/SecurityGroups/1/IpPermissions/2/UserIdGroupPairs/0"],
    ]);
    expect(egress.map(({ id, protocol }) => [id, protocol])).toEqual([["sgr-3", -1]]);
    expect(notes(input)).toEqual([]);
  });

  it("add a rule that the group does not have, with a note", () => {
    const input = answers({ SecurityGroupRules: [rule("sgr-1"), rule("sgr-2", { FromPort: 8080, ToPort: 8080 })] });
    expect(imported(input).network.securityGroups["sg-1"]?.ingress.map((each) => each.id)).toEqual(["sgr-1", "sgr-2"]);
    expect(imported(input).network.securityGroups["sg-1"]?.ingress[1]?.origin?.pointer).toBe("/SecurityGroupRules/1");
    expect(notes(input)).toEqual(["rule-added: sgr-2 is not among the permissions of sg-1; it was added"]);
  });

  it("make a group that is not described itself, in the VPC of the interfaces that carry it", () => {
    const { SecurityGroups: _, ...rest } = answers();
    const SecurityGroupRules = [
      rule("sgr-1"),
      rule("sgr-2", { ...all, IsEgress: true, CidrIpv4: undefined, CidrIpv6: "::/0" }),
      rule("sgr-3", { IpProtocol: "icmp", FromPort: 8, ToPort: -1 }),
    ];
    const input = { ...rest, SecurityGroupRules };
    const made = imported(input).network.securityGroups["sg-1"];
    expect(made).toMatchObject({ groupName: "sg-1", vpcId: "vpc-1" });
    expect(made?.ingress.map(({ id, protocol, fromPort }) => [id, protocol, fromPort])).toEqual([
      ["sgr-1", 6, 80],
      ["sgr-3", 1, 8],
    ]);
    expect(made?.egress).toMatchObject([{ id: "sgr-2", protocol: -1, fromPort: -1, peer: { cidr: "::/0" } }]);
    expect(notes(input)).toEqual([
      "group-made-of-rules: sg-1 was made of its rules and of the interfaces that carry it: the group itself is not described",
      "not-collected: security groups were not collected: aws ec2 describe-security-groups prints them",
    ]);
  });

  it("leave a group missing whose VPC nothing tells", () => {
    const input = answers({ SecurityGroupRules: [rule("sgr-1", { GroupId: "sg-7" })] });
    expect(missing(input)).toEqual([
      {
        collection: "securityGroups",
        id: "sg-7",
        reason: "not-described",
        detail: "its rules are known, but not its VPC",
      },
    ]);
    const two = [eni("eni-1", "10.0.1.10"), eni("eni-2", "10.0.1.11", { VpcId: "vpc-2" })];
    const carried = two.map((each) => ({ ...each, Groups: [{ GroupId: "sg-7" }] }));
    expect(imported({ ...input, NetworkInterfaces: carried }).network.securityGroups).not.toHaveProperty("sg-7");
  });

  it("are refused without a peer", () => {
    expect(messages(answers({ SecurityGroupRules: [rule("sgr-1", { CidrIpv4: undefined })] }))).toEqual([
      "all.json: SecurityGroupRules[0]: expected one of CidrIpv4, CidrIpv6, PrefixListId and ReferencedGroupInfo, found none of them",
    ]);
  });
});
