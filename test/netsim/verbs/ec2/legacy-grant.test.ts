import { ec2 } from "netsim";
import { describe, expect, it } from "vitest";
import { accepted, baseWith, refusal } from "./support.ts";

const source = { SourceSecurityGroupName: "amazon-elb-sg", SourceSecurityGroupOwnerId: "amazon-elb" };

describe("a grant to a source group by name and owner", () => {
  it("is three permissions: all of ICMP, and the ports from 1 on of tcp and udp", () => {
    const pair = { UserId: "amazon-elb", GroupName: "amazon-elb-sg" };
    expect(ec2.legacyGrant(source)).toEqual([
      { IpProtocol: "icmp", FromPort: -1, ToPort: -1, UserIdGroupPairs: [pair] },
      { IpProtocol: "tcp", FromPort: 1, ToPort: 65535, UserIdGroupPairs: [pair] },
      { IpProtocol: "udp", FromPort: 1, ToPort: 65535, UserIdGroupPairs: [pair] },
    ]);
  });

  it("names the source's id where it is known", () => {
    const pairs = ec2.legacyGrant({ SourceSecurityGroupName: "web" }, "sg-1").map((each) => each.UserIdGroupPairs);
    expect(pairs).toEqual(Array(3).fill([{ GroupName: "web", GroupId: "sg-1" }]));
  });

  it("makes three rules in a group of the default VPC, and is taken back by the same words", () => {
    const net = baseWith();
    const request = { GroupName: "named", SourceSecurityGroupName: "default" };
    const { after, answer } = accepted(ec2.authorizeSecurityGroupIngress(net, request));
    expect(
      answer.SecurityGroupRules.map((rule) => [rule.IpProtocol, rule.FromPort, rule.ToPort, rule.ReferencedGroupInfo]),
    ).toEqual([
      ["icmp", -1, -1, { GroupId: "sg-dflt" }],
      ["tcp", 1, 65535, { GroupId: "sg-dflt" }],
      ["udp", 1, 65535, { GroupId: "sg-dflt" }],
    ]);
    expect(accepted(ec2.revokeSecurityGroupIngress(after, request)).after).toEqual(net);
  });

  it("is refused where no VPC group has that name, as none has that of EC2-Classic's load balancers", () => {
    expect(
      refusal(baseWith(), (net) => ec2.authorizeSecurityGroupIngress(net, { GroupName: "named", ...source })),
    ).toBe("InvalidGroup.NotFound SourceSecurityGroupName");
  });

  it("is refused without the name, and for what goes out", () => {
    const net = baseWith();
    const owner = { GroupId: "sg-free", SourceSecurityGroupOwnerId: "amazon-elb" };
    expect(refusal(net, () => ec2.authorizeSecurityGroupIngress(net, owner))).toBe(
      "MissingParameter SourceSecurityGroupName",
    );
    const named = { GroupId: "sg-free", SourceSecurityGroupName: "default" };
    expect(refusal(net, () => ec2.authorizeSecurityGroupEgress(net, named))).toBe(
      "InvalidParameterCombination SourceSecurityGroupName",
    );
  });
});
