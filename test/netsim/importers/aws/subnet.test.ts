import { describe, expect, it } from "vitest";
import { acl, answers, imported, local, messages, missing, routeTable, subnet } from "../documents.ts";

const networkOf = (more = {}) => imported(answers(more)).network;

describe("a subnet", () => {
  it("uses the route table and the ACL that list it", () => {
    const Subnets = [subnet("subnet-1", "10.0.1.0/24"), subnet("subnet-2", "10.0.2.0/24")];
    const RouteTables = [
      routeTable("rtb-main", [local], { Main: true, AssociationState: { State: "associated" } }),
      routeTable("rtb-2", [local], { Main: false, SubnetId: "subnet-2" }),
    ];
    const NetworkAcls = [
      acl("acl-default", [], { IsDefault: true, Associations: [{ SubnetId: "subnet-1" }] }),
      acl("acl-2", [], { Associations: [{ SubnetId: "subnet-2" }] }),
    ];
    const { subnets } = networkOf({ Subnets, RouteTables, NetworkAcls });
    expect(subnets["subnet-1"]).not.toHaveProperty("routeTableId");
    expect(subnets["subnet-1"]?.networkAclId).toBe("acl-default");
    expect(subnets["subnet-2"]).toMatchObject({ routeTableId: "rtb-2", networkAclId: "acl-2" });
  });

  it("does not use a table whose association is not in force", () => {
    const gone = { Main: false, SubnetId: "subnet-1", AssociationState: { State: "disassociated" } };
    const RouteTables = [routeTable("rtb-main", [local], { Main: true }), routeTable("rtb-2", [local], gone)];
    expect(networkOf({ RouteTables }).subnets["subnet-1"]).not.toHaveProperty("routeTableId");
  });

  it("uses the VPC's default ACL where no ACL lists it", () => {
    const input = answers({ NetworkAcls: [acl("acl-default", [], { IsDefault: true })] });
    expect(imported(input).network.subnets["subnet-1"]).not.toHaveProperty("networkAclId");
    expect(missing(input)).toEqual([]);
  });

  it("has an ACL that is missing where no ACL lists it and the default one is not described", () => {
    expect(missing(answers({ NetworkAcls: [acl("acl-2", [])] }))).toEqual([
      { collection: "networkAcls", vpcId: "vpc-1", reason: "not-described", detail: "its default one" },
    ]);
    expect(Object.keys(networkOf({ NetworkAcls: [acl("acl-2", [])] }).networkAcls)).toEqual(["acl-2"]);
  });

  it("is left out where two tables list it", () => {
    const RouteTables = [
      routeTable("rtb-main", [local], { Main: true }),
      routeTable("rtb-2", [local], { SubnetId: "subnet-1" }),
      routeTable("rtb-3", [local], { SubnetId: "subnet-1" }),
    ];
    expect(missing(answers({ RouteTables }))).toEqual([
      {
        collection: "subnets",
        id: "subnet-1",
        reason: "contradictory",
        detail: "associated with rtb-2, rtb-3, acl-default",
      },
    ]);
  });

  it("may have IPv6 only, a name and a block mode of its own", () => {
    const Subnets = [
      {
        SubnetId: "subnet-1",
        VpcId: "vpc-1",
        AvailabilityZone: "us-east-1a",
        Ipv6Native: true,
        Ipv6CidrBlockAssociationSet: [
          { Ipv6CidrBlock: "2001:db8:0:1201::/64", Ipv6CidrBlockState: { State: "associated" } },
          { Ipv6CidrBlock: "2001:db8:0:1202::/64", Ipv6CidrBlockState: { State: "disassociating" } },
        ],
        BlockPublicAccessStates: { InternetGatewayBlockMode: "off" },
        Tags: [{ Key: "Name", Value: "web" }],
      },
    ];
    const Vpcs = [
      {
        VpcId: "vpc-1",
        CidrBlock: "10.0.0.0/16",
        Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: "2001:db8:0:1200::/56" }],
      },
    ];
    expect(networkOf({ Vpcs, Subnets, NetworkInterfaces: [], Reservations: [] }).subnets["subnet-1"]).toEqual({
      id: "subnet-1",
      name: "web",
      vpcId: "vpc-1",
      availabilityZone: "us-east-1a",
      ipv6CidrBlocks: ["2001:db8:0:1201::/64"],
      networkAclId: "acl-default",
      internetGatewayBlockMode: "off",
      origin: { file: "all.json", pointer: "/Subnets/0" },
    });
  });

  it("makes a VPC that is not described missing", () => {
    const Subnets = [subnet("subnet-1", "10.0.1.0/24"), subnet("subnet-9", "10.9.1.0/24", { VpcId: "vpc-9" })];
    expect(missing(answers({ Subnets }))).toEqual([
      { collection: "vpcs", id: "vpc-9", reason: "not-described", detail: "subnet-9 refers to it" },
    ]);
  });

  it("is refused with a block that is none", () => {
    expect(messages(answers({ Subnets: [subnet("subnet-1", "10.0.1.0/33")] }))).toEqual([
      'all.json: Subnets[0].CidrBlock: expected a CIDR block such as 10.0.0.0/16 or 2001:db8::/32, found "10.0.1.0/33"',
    ]);
  });
});
