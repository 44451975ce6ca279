import { checkConnection, ec2, networkAclOf } from "netsim";
import { describe, expect, it } from "vitest";
import { accepted, base, changedRecords, refusal } from "./support.ts";

describe("create-network-acl", () => {
  it("makes an ACL that denies everything and that no subnet uses", () => {
    const { after, answer } = accepted(ec2.createNetworkAcl(base, { VpcId: "vpc-1" }));
    const deny = { RuleNumber: 32767, RuleAction: "deny", Protocol: "-1", CidrBlock: "0.0.0.0/0" };
    expect(answer.NetworkAcl).toEqual({
      NetworkAclId: "acl-00000000000000001",
      VpcId: "vpc-1",
      OwnerId: "111122223333",
      IsDefault: false,
      Associations: [],
      Entries: [
        { ...deny, Egress: true },
        { ...deny, Egress: false },
      ],
      Tags: [],
    });
    expect(changedRecords(base, after)).toEqual(["networkAcls.acl-00000000000000001"]);
    expect(accepted(ec2.deleteNetworkAcl(after, { NetworkAclId: answer.NetworkAcl.NetworkAclId })).after).toEqual(base);
  });

  it("shows the final entry for IPv6, 32768, where the VPC has IPv6", () => {
    const Tags = [{ Key: "Name", Value: "n" }];
    const { after, answer } = accepted(
      ec2.createNetworkAcl(base, { VpcId: "vpc-p", TagSpecifications: [{ ResourceType: "network-acl", Tags }] }),
    );
    expect(answer.NetworkAcl.Entries.map((each) => each.RuleNumber)).toEqual([32767, 32768, 32767, 32768]);
    expect(answer.NetworkAcl.Tags).toEqual(Tags);
    expect(after.networkAcls["acl-00000000000000001"]?.name).toBe("n");
  });

  it.each([
    ["a VPC that is not there", { VpcId: "vpc-9" }, "InvalidVpcID.NotFound VpcId"],
    ["no VPC", {}, "MissingParameter VpcId"],
    ["a misspelt key", { VpcId: "vpc-1", vpcId: "vpc-1" }, "UnknownParameter vpcId"],
  ])("refuses %s", (_what, bad, expected) => {
    expect(refusal(base, (net) => ec2.createNetworkAcl(net, bad as never))).toBe(expected);
  });

  it("refuses one too many in a VPC", () => {
    const request = { VpcId: "vpc-d" };
    const { after } = accepted(ec2.createNetworkAcl(base, request, { networkAclsPerVpc: 2 }));
    expect(refusal(after, (net) => ec2.createNetworkAcl(net, request, { networkAclsPerVpc: 2 }))).toBe(
      "NetworkAclLimitExceeded VpcId",
    );
  });
});

describe("delete-network-acl", () => {
  it.each([
    ["an ACL that a subnet uses", "acl-public", "DependencyViolation NetworkAclId"],
    ["the default ACL of a VPC", "acl-default-vpc-1", "InvalidParameterValue NetworkAclId"],
    ["an ACL that is not there", "acl-9", "InvalidNetworkAclID.NotFound NetworkAclId"],
  ])("refuses %s", (_what, NetworkAclId, expected) => {
    expect(refusal(base, (net) => ec2.deleteNetworkAcl(net, { NetworkAclId }))).toBe(expected);
  });
});

describe("replace-network-acl-association", () => {
  const associationOf = (net: typeof base, subnet: string): string => {
    const Filters = [{ Name: "association.subnet-id", Values: [subnet] }];
    const [acl] = ec2.describeNetworkAcls(net, { Filters }).NetworkAcls;
    return acl?.Associations.find((each) => each.SubnetId === subnet)?.NetworkAclAssociationId ?? "";
  };

  it("gives the subnet another ACL, and the association another id", () => {
    const AssociationId = associationOf(base, "private");
    const { after, answer } = accepted(
      ec2.replaceNetworkAclAssociation(base, { AssociationId, NetworkAclId: "acl-public" }),
    );
    expect(after.subnets.private?.networkAclId).toBe("acl-public");
    expect(answer.NewAssociationId).toBe(associationOf(after, "private"));
    expect(answer.NewAssociationId).not.toBe(AssociationId);
    expect(changedRecords(base, after)).toEqual(["subnets.private"]);
    expect(
      refusal(after, (net) => ec2.replaceNetworkAclAssociation(net, { AssociationId, NetworkAclId: "acl-public" })),
    ).toBe("InvalidAssociationID.NotFound AssociationId");
    const back = { AssociationId: answer.NewAssociationId, NetworkAclId: "acl-private" };
    expect(accepted(ec2.replaceNetworkAclAssociation(after, back)).after).toEqual(base);
  });

  it("starts from the default ACL in a subnet that chose none", () => {
    const AssociationId = associationOf(base, "d");
    const made = accepted(ec2.createNetworkAcl(base, { VpcId: "vpc-d" }));
    const { NetworkAclId } = made.answer.NetworkAcl;
    const { after } = accepted(ec2.replaceNetworkAclAssociation(made.after, { AssociationId, NetworkAclId }));
    const subnet = after.subnets.d;
    expect(subnet && networkAclOf(after, subnet)?.id).toBe(NetworkAclId);
  });

  it("with a new ACL, which denies everything, cuts the subnet off", () => {
    const question = { from: "internet", to: "web", port: 80 };
    expect(checkConnection(base, question).verdict).toBe("reachable");
    const made = accepted(ec2.createNetworkAcl(base, { VpcId: "vpc-1" }));
    const { after } = accepted(
      ec2.replaceNetworkAclAssociation(made.after, {
        AssociationId: associationOf(base, "public"),
        NetworkAclId: made.answer.NetworkAcl.NetworkAclId,
      }),
    );
    expect(checkConnection(after, question).verdict).toBe("unreachable");
  });

  it.each([
    ["an association that is not there", "aclassoc-9", "acl-public", "InvalidAssociationID.NotFound AssociationId"],
    ["an ACL that is not there", "", "acl-9", "InvalidNetworkAclID.NotFound NetworkAclId"],
    ["an ACL of another VPC", "", "acl-default-vpc-d", "InvalidParameterValue NetworkAclId"],
  ])("refuses %s", (_what, association, NetworkAclId, expected) => {
    const AssociationId = association === "" ? associationOf(base, "public") : association;
    expect(refusal(base, (net) => ec2.replaceNetworkAclAssociation(net, { AssociationId, NetworkAclId }))).toBe(
      expected,
    );
  });
});
