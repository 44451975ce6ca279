import { describe, expect, it } from "vitest";
import { answers, imported, messages } from "../documents.ts";

const associated = (CidrBlock: string, State = "associated") => ({ CidrBlock, CidrBlockState: { State } });
const vpcOf = (vpc: object, more = {}) =>
  imported(answers({ Vpcs: [{ VpcId: "vpc-1", ...vpc }], ...more })).network.vpcs["vpc-1"];

describe("a VPC", () => {
  it("has the associated blocks, the primary one first, and not those of the past", () => {
    const vpc = vpcOf({
      CidrBlock: "10.0.0.0/16",
      CidrBlockAssociationSet: [
        associated("10.9.0.0/16"),
        associated("10.0.0.0/16"),
        associated("10.8.0.0/16", "disassociated"),
        associated("10.7.0.0/16", "failed"),
      ],
    });
    expect(vpc?.cidrBlocks).toEqual(["10.0.0.0/16", "10.9.0.0/16"]);
  });

  it("has its CidrBlock where there is no set of associations", () => {
    expect(vpcOf({ CidrBlock: "10.0.0.0/16" })?.cidrBlocks).toEqual(["10.0.0.0/16"]);
    expect(vpcOf({ CidrBlock: "10.0.0.0/16", CidrBlockAssociationSet: [] })?.cidrBlocks).toEqual(["10.0.0.0/16"]);
  });

  it("has the associated IPv6 blocks", () => {
    const vpc = vpcOf({
      CidrBlock: "10.0.0.0/16",
      Ipv6CidrBlockAssociationSet: [
        { Ipv6CidrBlock: "2001:db8:0:1200::/56", Ipv6CidrBlockState: { State: "associated" } },
        { Ipv6CidrBlock: "2001:db8:0:1300::/56", Ipv6CidrBlockState: { State: "disassociated" } },
      ],
    });
    expect(vpc?.ipv6CidrBlocks).toEqual(["2001:db8:0:1200::/56"]);
  });

  it("has its name, owner, default flag, block mode and place", () => {
    const vpc = vpcOf({
      CidrBlock: "10.0.0.0/16",
      IsDefault: true,
      OwnerId: "123456789012",
      BlockPublicAccessStates: { InternetGatewayBlockMode: "block-ingress" },
      Tags: [
        { Key: "team", Value: "a" },
        { Key: "Name", Value: "shop" },
      ],
    });
    expect(vpc).toMatchObject({
      name: "shop",
      ownerId: "123456789012",
      isDefault: true,
      internetGatewayBlockMode: "block-ingress",
      origin: { file: "all.json", pointer: "/Vpcs/0" },
    });
  });

  it.each([
    ["us-east-1a", "us-east-1"],
    ["us-gov-west-1b", "us-gov-west-1"],
    ["us-west-2-lax-1a", "us-west-2"],
    ["ap-southeast-2c", "ap-southeast-2"],
  ])("is in the Region of its subnets: %s is in %s", (AvailabilityZone, region) => {
    const Subnets = [{ SubnetId: "subnet-1", VpcId: "vpc-1", CidrBlock: "10.0.1.0/24", AvailabilityZone }];
    expect(vpcOf({ CidrBlock: "10.0.0.0/16" }, { Subnets })?.region).toBe(region);
  });

  it("is in the Region that a peering tells", () => {
    const VpcPeeringConnections = [
      {
        VpcPeeringConnectionId: "pcx-1",
        Status: { Code: "deleted" },
        RequesterVpcInfo: { VpcId: "vpc-1", Region: "eu-west-1" },
        AccepterVpcInfo: { VpcId: "vpc-2", Region: "eu-west-1" },
      },
    ];
    expect(vpcOf({ CidrBlock: "10.0.0.0/16" }, { VpcPeeringConnections })?.region).toBe("eu-west-1");
  });

  it.each([
    [
      { CidrBlock: "10.0.1.0/16" },
      'all.json: Vpcs[0].CidrBlock: expected a block without host bits: 10.0.0.0/16, found "10.0.1.0/16"',
    ],
    [
      { CidrBlock: "10.0.0.0" },
      'all.json: Vpcs[0].CidrBlock: expected a CIDR block such as 10.0.0.0/16 or 2001:db8::/32, found "10.0.0.0"',
    ],
    [{ CidrBlock: 10 }, "all.json: Vpcs[0].CidrBlock: expected a string, found 10"],
    [
      { CidrBlockAssociationSet: [associated("10.0.0.0/16"), associated("10.1.0/16")] },
      'all.json: Vpcs[0].CidrBlockAssociationSet[1].CidrBlock: expected a CIDR block such as 10.0.0.0/16 or 2001:db8::/32, found "10.1.0/16"',
    ],
    [
      { CidrBlock: "10.0.0.0/16", BlockPublicAccessStates: { InternetGatewayBlockMode: "on" } },
      'all.json: Vpcs[0].BlockPublicAccessStates.InternetGatewayBlockMode: expected ("off" | "block-bidirectional" | "block-ingress"), found "on"',
    ],
  ])("is refused with %j", (vpc, message) => {
    expect(messages(answers({ Vpcs: [{ VpcId: "vpc-1", ...vpc }] }))).toEqual([message]);
  });

  it("is refused without an id", () => {
    expect(messages(answers({ Vpcs: [{ CidrBlock: "10.0.0.0/16" }] }))).toEqual([
      "all.json: Vpcs[0].VpcId: expected a value, found nothing",
    ]);
  });
});
