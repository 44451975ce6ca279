import { checkConnection, ec2, type Network, routeTableOf } from "netsim";
import { describe, expect, it } from "vitest";
import { accepted, base, baseWith, changedRecords, refusal } from "./support.ts";

describe("create-route-table", () => {
  it("makes a table with the VPC's local routes, which no subnet uses", () => {
    const { after, answer } = accepted(ec2.createRouteTable(base, { VpcId: "vpc-p" }));
    const local = { GatewayId: "local", Origin: "CreateRouteTable", State: "active" };
    expect(answer.RouteTable).toEqual({
      RouteTableId: "rtb-00000000000000001",
      VpcId: "vpc-p",
      Associations: [],
      PropagatingVgws: [],
      Routes: [
        { DestinationCidrBlock: "10.1.0.0/16", ...local },
        { DestinationIpv6CidrBlock: "2001:db8:1::/56", ...local },
      ],
      Tags: [],
    });
    expect(changedRecords(base, after)).toEqual(["routeTables.rtb-00000000000000001"]);
    const { RouteTableId } = answer.RouteTable;
    expect(accepted(ec2.deleteRouteTable(after, { RouteTableId })).after).toEqual(base);
  });

  it("keeps the Name tag", () => {
    const TagSpecifications = [{ ResourceType: "route-table", Tags: [{ Key: "Name", Value: "n" }] }];
    const { after, answer } = accepted(ec2.createRouteTable(base, { VpcId: "vpc-1", TagSpecifications }));
    expect(after.routeTables[answer.RouteTable.RouteTableId]?.name).toBe("n");
    expect(answer.RouteTable.OwnerId).toBe("111122223333");
  });

  it("refuses a VPC that is not there, and none", () => {
    expect(refusal(base, (net) => ec2.createRouteTable(net, { VpcId: "vpc-9" }))).toBe("InvalidVpcID.NotFound VpcId");
    expect(refusal(base, (net) => ec2.createRouteTable(net, {} as never))).toBe("MissingParameter VpcId");
  });
});

describe("delete-route-table", () => {
  it.each([
    ["a table that a subnet uses", "rtb-public", "DependencyViolation RouteTableId"],
    ["the main table of a VPC", "rtb-main-vpc-1", "DependencyViolation RouteTableId"],
    ["a table that is not there", "rtb-9", "InvalidRouteTableID.NotFound RouteTableId"],
  ])("refuses %s", (_what, RouteTableId, expected) => {
    expect(refusal(base, (net) => ec2.deleteRouteTable(net, { RouteTableId }))).toBe(expected);
  });

  it("refuses the table of a gateway", () => {
    const net = baseWith({ routeTables: { "rtb-edge": { vpcId: "vpc-1", gatewayIds: ["igw-1"] } } });
    expect(refusal(net, () => ec2.deleteRouteTable(net, { RouteTableId: "rtb-edge" }))).toBe(
      "DependencyViolation RouteTableId",
    );
  });
});

/** rtb-new and rtb-edge of vpc-1, the first with a route to the internet, the second with local routes only. */
const net = baseWith({
  routeTables: {
    "rtb-new": { vpcId: "vpc-1", routes: [{ destination: "0.0.0.0/0", target: "igw-1" }] },
    "rtb-edge": { vpcId: "vpc-1" },
    "rtb-edge-2": { vpcId: "vpc-1" },
    "rtb-d": { vpcId: "vpc-d" },
  },
});

function tableOf(network: Network, subnetId: string): string | undefined {
  const subnet = network.subnets[subnetId];
  return subnet && routeTableOf(network, subnet)?.id;
}

/** The id by which describe-route-tables knows the association with a subnet or gateway, or of the main table. */
function associationWith(network: Network, other: { SubnetId?: string; GatewayId?: string; mainOf?: string }): string {
  const tables = ec2.describeRouteTables(network).RouteTables;
  const found = tables
    .filter((table) => other.mainOf === undefined || table.VpcId === other.mainOf)
    .flatMap((table) => table.Associations)
    .filter((each) => (other.mainOf === undefined ? true : each.Main))
    .filter((each) => each.SubnetId === other.SubnetId && each.GatewayId === other.GatewayId);
  expect(found).toHaveLength(1);
  return found[0]?.RouteTableAssociationId ?? "";
}

describe("associate-route-table", () => {
  it("gives a subnet a table instead of the main one, and disassociate takes it back", () => {
    const { after, answer } = accepted(ec2.associateRouteTable(net, { RouteTableId: "rtb-d", SubnetId: "d" }));
    expect([tableOf(net, "d"), tableOf(after, "d")]).toEqual(["rtb-main-vpc-d", "rtb-d"]);
    expect(answer).toEqual({
      AssociationId: associationWith(after, { SubnetId: "d" }),
      AssociationState: { State: "associated" },
    });
    expect(changedRecords(net, after)).toEqual(["subnets.d"]);
    const back = accepted(ec2.disassociateRouteTable(after, { AssociationId: answer.AssociationId }));
    expect(back.answer).toEqual({});
    expect(back.after).toEqual(net);
  });

  it("gives a gateway a table, and disassociate takes it back", () => {
    for (const GatewayId of ["igw-1", "vgw-1"]) {
      const { after, answer } = accepted(ec2.associateRouteTable(net, { RouteTableId: "rtb-edge", GatewayId }));
      expect(after.routeTables["rtb-edge"]?.gatewayIds).toEqual([GatewayId]);
      expect(answer.AssociationId).toBe(associationWith(after, { GatewayId }));
      const { AssociationId } = answer;
      expect(accepted(ec2.disassociateRouteTable(after, { AssociationId })).after).toEqual(net);
    }
  });

  it.each([
    [
      "a table that is not there",
      { RouteTableId: "rtb-9", SubnetId: "d" },
      "InvalidRouteTableID.NotFound RouteTableId",
    ],
    ["a subnet that is not there", { RouteTableId: "rtb-new", SubnetId: "s-9" }, "InvalidSubnetID.NotFound SubnetId"],
    ["a subnet of another VPC", { RouteTableId: "rtb-new", SubnetId: "d" }, "InvalidParameterValue SubnetId"],
    [
      "a subnet that has a table",
      { RouteTableId: "rtb-new", SubnetId: "public" },
      "Resource.AlreadyAssociated SubnetId",
    ],
    [
      "a gateway that is not there",
      { RouteTableId: "rtb-edge", GatewayId: "igw-9" },
      "InvalidGatewayID.NotFound GatewayId",
    ],
    ["a gateway of another VPC", { RouteTableId: "rtb-edge", GatewayId: "igw-p" }, "InvalidParameterValue GatewayId"],
    ["a gateway of no VPC", { RouteTableId: "rtb-edge", GatewayId: "igw-none" }, "InvalidParameterValue GatewayId"],
    [
      "a gateway and a table with a route out",
      { RouteTableId: "rtb-new", GatewayId: "igw-1" },
      "InvalidParameterValue GatewayId",
    ],
    ["neither", { RouteTableId: "rtb-new" }, "MissingParameter"],
    ["both", { RouteTableId: "rtb-new", SubnetId: "d", GatewayId: "igw-1" }, "InvalidParameterCombination GatewayId"],
  ])("refuses %s", (_what, bad, expected) => {
    expect(refusal(net, () => ec2.associateRouteTable(net, bad))).toBe(expected);
  });

  it("refuses a gateway that has a table", () => {
    const { after } = accepted(ec2.associateRouteTable(net, { RouteTableId: "rtb-edge", GatewayId: "igw-1" }));
    expect(
      refusal(after, () => ec2.associateRouteTable(after, { RouteTableId: "rtb-edge-2", GatewayId: "igw-1" })),
    ).toBe("Resource.AlreadyAssociated GatewayId");
  });
});

describe("replace-route-table-association", () => {
  it("gives a subnet another table, and the association another id", () => {
    const AssociationId = associationWith(net, { SubnetId: "private" });
    const { after, answer } = accepted(
      ec2.replaceRouteTableAssociation(net, { AssociationId, RouteTableId: "rtb-new" }),
    );
    expect(tableOf(after, "private")).toBe("rtb-new");
    expect(answer.NewAssociationId).toBe(associationWith(after, { SubnetId: "private" }));
    expect(answer.NewAssociationId).not.toBe(AssociationId);
    expect(refusal(after, () => ec2.disassociateRouteTable(after, { AssociationId }))).toBe(
      "InvalidAssociationID.NotFound AssociationId",
    );
  });

  it("makes another table the main one, which subnets without one of their own then use", () => {
    const AssociationId = associationWith(net, { mainOf: "vpc-d" });
    const { after, answer } = accepted(ec2.replaceRouteTableAssociation(net, { AssociationId, RouteTableId: "rtb-d" }));
    expect(tableOf(after, "d")).toBe("rtb-d");
    expect(after.routeTables["rtb-main-vpc-d"]?.main).toBe(false);
    expect(answer.NewAssociationId).toBe(associationWith(after, { mainOf: "vpc-d" }));
    accepted(ec2.deleteRouteTable(after, { RouteTableId: "rtb-main-vpc-d" }));
    expect(refusal(after, () => ec2.deleteRouteTable(after, { RouteTableId: "rtb-d" }))).toBe(
      "DependencyViolation RouteTableId",
    );
  });

  it("gives a gateway another table", () => {
    const { after, answer } = accepted(ec2.associateRouteTable(net, { RouteTableId: "rtb-edge", GatewayId: "igw-1" }));
    const { AssociationId } = answer;
    const moved = accepted(ec2.replaceRouteTableAssociation(after, { AssociationId, RouteTableId: "rtb-edge-2" }));
    expect(moved.after.routeTables["rtb-edge"]?.gatewayIds).toEqual([]);
    expect(moved.after.routeTables["rtb-edge-2"]?.gatewayIds).toEqual(["igw-1"]);
    expect(
      refusal(after, () => ec2.replaceRouteTableAssociation(after, { AssociationId, RouteTableId: "rtb-new" })),
    ).toBe("InvalidParameterValue RouteTableId");
  });

  it("by the same table changes nothing", () => {
    const AssociationId = associationWith(net, { SubnetId: "public" });
    const { after, answer } = accepted(
      ec2.replaceRouteTableAssociation(net, { AssociationId, RouteTableId: "rtb-public" }),
    );
    expect(after).toBe(net);
    expect(answer.NewAssociationId).toBe(AssociationId);
  });

  it.each([
    ["an association that is not there", "rtbassoc-9", "rtb-new", "InvalidAssociationID.NotFound AssociationId"],
    ["a table that is not there", "", "rtb-9", "InvalidRouteTableID.NotFound RouteTableId"],
    ["a table of another VPC", "", "rtb-d", "InvalidParameterValue RouteTableId"],
  ])("refuses %s", (_what, association, RouteTableId, expected) => {
    const AssociationId = association === "" ? associationWith(net, { SubnetId: "public" }) : association;
    expect(refusal(net, () => ec2.replaceRouteTableAssociation(net, { AssociationId, RouteTableId }))).toBe(expected);
  });
});

describe("disassociate-route-table", () => {
  it("refuses the main table", () => {
    const AssociationId = associationWith(net, { mainOf: "vpc-1" });
    expect(refusal(net, () => ec2.disassociateRouteTable(net, { AssociationId }))).toBe(
      "InvalidParameterValue AssociationId",
    );
  });

  it("a public subnet that falls back to the main table is not reached from the internet any more", () => {
    const question = { from: "internet", to: "web", port: 80 };
    const AssociationId = associationWith(net, { SubnetId: "public" });
    const { after } = accepted(ec2.disassociateRouteTable(net, { AssociationId }));
    expect(after.subnets.public).not.toHaveProperty("routeTableId");
    expect([net, after].map((each) => checkConnection(each, question).verdict)).toEqual(["reachable", "unreachable"]);
  });
});
