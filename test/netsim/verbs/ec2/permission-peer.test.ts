/** Which groups a rule can name as its peer. */
import { ec2 } from "netsim";
import { describe, expect, it } from "vitest";
import { accepted, base, baseWith, refusal } from "./support.ts";

const from = (pair: ec2.UserIdGroupPair, GroupId = "sg-app"): ec2.AuthorizeSecurityGroupRequest => ({
  GroupId,
  IpPermissions: [{ IpProtocol: "-1", UserIdGroupPairs: [pair] }],
});

const AT = "IpPermissions.0.UserIdGroupPairs.0";

describe("a group as peer", () => {
  it("is one of the same VPC, or the group itself", () => {
    accepted(ec2.authorizeSecurityGroupIngress(base, from({ GroupId: "sg-web" })));
    accepted(ec2.authorizeSecurityGroupIngress(base, from({ GroupId: "sg-app" })));
  });

  it("may be one of a VPC with an active peering connection, and is printed with it", () => {
    const { answer } = accepted(ec2.authorizeSecurityGroupIngress(base, from({ GroupId: "sg-p" })));
    const pair = {
      GroupId: "sg-p",
      VpcId: "vpc-p",
      VpcPeeringConnectionId: "pcx-1",
      PeeringStatus: "active",
    };
    expect(answer.SecurityGroupRules[0]?.ReferencedGroupInfo).toEqual(pair);
    // What AWS prints can be given back to it.
    accepted(ec2.authorizeSecurityGroupEgress(base, from(pair)));
  });

  it("may be one of a group that is associated with the VPC", () => {
    const net = baseWith({ securityGroups: { "sg-shared": { vpcId: "vpc-d", associatedVpcIds: ["vpc-1"] } } });
    accepted(ec2.authorizeSecurityGroupIngress(net, from({ GroupId: "sg-shared" })));
  });

  it("may be one that the network is known to leave out", () => {
    const net = baseWith({ missing: [{ collection: "securityGroups", id: "sg-9", reason: "not-described" }] });
    accepted(ec2.authorizeSecurityGroupIngress(net, from({ GroupId: "sg-9" })));
  });

  it("is known by its name in the default VPC", () => {
    const { answer } = accepted(ec2.authorizeSecurityGroupIngress(base, from({ GroupName: "named" }, "sg-dflt")));
    expect(answer.SecurityGroupRules[0]?.ReferencedGroupInfo).toEqual({ GroupId: "sg-named" });
  });

  it.each([
    ["that is not there", { GroupId: "sg-9" }, `InvalidGroup.NotFound ${AT}.GroupId`],
    ["of a VPC without a peering that is active", { GroupId: "sg-named" }, `InvalidGroup.NotFound ${AT}.GroupId`],
    ["of the default VPC, whose group it is not", { GroupName: "named" }, `InvalidGroup.NotFound ${AT}.GroupId`],
    [
      "with a name that it does not have",
      { GroupId: "sg-web", GroupName: "app" },
      `InvalidGroup.NotFound ${AT}.GroupName`,
    ],
    ["of a VPC that it is not of", { GroupId: "sg-web", VpcId: "vpc-p" }, `InvalidGroup.NotFound ${AT}.VpcId`],
    [
      "beyond a peering that is not there",
      { GroupId: "sg-p", VpcPeeringConnectionId: "pcx-9" },
      `InvalidVpcPeeringConnectionID.NotFound ${AT}.VpcPeeringConnectionId`,
    ],
    [
      "beyond a peering that leads elsewhere",
      { GroupId: "sg-p", VpcPeeringConnectionId: "pcx-pending" },
      `InvalidVpcPeeringConnectionID.NotFound ${AT}.VpcPeeringConnectionId`,
    ],
  ])("is refused: one %s", (_what, pair, expected) => {
    expect(refusal(base, () => ec2.authorizeSecurityGroupIngress(base, from(pair)))).toBe(expected);
  });

  it("is refused across Regions, where AWS takes blocks only", () => {
    const net = baseWith({
      vpcPeeringConnections: {
        "pcx-1": {
          requester: { vpcId: "vpc-1", region: "us-east-1" },
          accepter: { vpcId: "vpc-p", region: "eu-west-1" },
        },
      },
    });
    expect(refusal(net, () => ec2.authorizeSecurityGroupIngress(net, from({ GroupId: "sg-p" })))).toBe(
      `InvalidGroup.NotFound ${AT}.GroupId`,
    );
  });
});
