import { checkConnection, ec2, type Network, type Route } from "netsim";
import { describe, expect, it } from "vitest";
import { extend } from "../../../support/small-networks.ts";
import { accepted, base, baseWith, changedRecords, refusal } from "./support.ts";

/** rtb-new of vpc-1, and rtb-p of vpc-p, with their local routes only; rtb-edge is the table of igw-1. */
const TABLES = {
  routeTables: {
    "rtb-new": { vpcId: "vpc-1" },
    "rtb-p": { vpcId: "vpc-p" },
    "rtb-edge": { vpcId: "vpc-1", gatewayIds: ["igw-1"] },
    "rtb-vpn": { vpcId: "vpc-1", gatewayIds: ["vgw-1"] },
  },
};
const net = baseWith(TABLES);

const place = { RouteTableId: "rtb-new", DestinationCidrBlock: "192.0.2.0/24" };

/** The static route of a table to a destination. */
function routeTo(network: Network, table: string, destination: string): Route | undefined {
  return network.routeTables[table]?.routes.find((route) => route.destination === destination);
}

describe("create-route", () => {
  it.each([
    [{ GatewayId: "igw-1" }, { type: "internet-gateway", id: "igw-1" }],
    [{ GatewayId: "vgw-1" }, { type: "unsupported", kind: "virtual-private-gateway", id: "vgw-1" }],
    [{ NatGatewayId: "nat-1" }, { type: "nat-gateway", id: "nat-1" }],
    [{ VpcPeeringConnectionId: "pcx-1" }, { type: "vpc-peering-connection", id: "pcx-1" }],
    [{ NetworkInterfaceId: "eni-x" }, { type: "network-interface", id: "eni-x" }],
    [{ InstanceId: "app" }, { type: "network-interface", id: "eni-app" }],
    [{ TransitGatewayId: "tgw-1" }, { type: "unsupported", kind: "transit-gateway", id: "tgw-1" }],
    [{ LocalGatewayId: "lgw-1" }, { type: "unsupported", kind: "local-gateway", id: "lgw-1" }],
    [{ CarrierGatewayId: "cagw-1" }, { type: "unsupported", kind: "carrier-gateway", id: "cagw-1" }],
    [{ CoreNetworkArn: "arn:aws:x" }, { type: "unsupported", kind: "core-network", id: "arn:aws:x" }],
    [{ VpcEndpointId: "vpce-1" }, { type: "unsupported", kind: "gateway-load-balancer-endpoint", id: "vpce-1" }],
  ])("leads to %j", (target, expected) => {
    const { after, answer } = accepted(ec2.createRoute(net, { ...place, ...target }));
    expect(answer).toEqual({ Return: true });
    expect(routeTo(after, "rtb-new", "192.0.2.0/24")).toEqual({
      destination: "192.0.2.0/24",
      target: expected,
      state: "active",
      propagated: false,
    });
    expect(changedRecords(net, after)).toEqual(["routeTables.rtb-new"]);
    expect(accepted(ec2.deleteRoute(after, place)).after).toEqual(net);
  });

  it("takes IPv6 blocks, and prefix lists", () => {
    const v6 = { RouteTableId: "rtb-p", DestinationIpv6CidrBlock: "::/0", EgressOnlyInternetGatewayId: "eigw-p" };
    expect(routeTo(accepted(ec2.createRoute(net, v6)).after, "rtb-p", "::/0")?.target).toEqual({
      type: "egress-only-internet-gateway",
      id: "eigw-p",
    });
    const list = { RouteTableId: "rtb-new", DestinationPrefixListId: "pl-1", GatewayId: "igw-1" };
    expect(routeTo(accepted(ec2.createRoute(net, list)).after, "rtb-new", "pl-1")).toBeDefined();
  });

  it("zeroes the host bits of the destination, as AWS does, before it looks for duplicates", () => {
    const request = { ...place, DestinationCidrBlock: "100.68.0.18/18", GatewayId: "igw-1" };
    const { after } = accepted(ec2.createRoute(net, request));
    expect(routeTo(after, "rtb-new", "100.68.0.0/18")).toBeDefined();
    expect(refusal(after, () => ec2.createRoute(after, { ...request, DestinationCidrBlock: "100.68.0.0/18" }))).toBe(
      "RouteAlreadyExists DestinationCidrBlock",
    );
  });

  it("to a peering that is not accepted yet is a blackhole", () => {
    const request = { ...place, RouteTableId: "rtb-p", VpcPeeringConnectionId: "pcx-pending" };
    expect(routeTo(accepted(ec2.createRoute(net, request)).after, "rtb-p", "192.0.2.0/24")?.state).toBe("blackhole");
  });

  it("may stand beside a propagated route to the same destination, and wins over it", () => {
    const propagated = { destination: "192.0.2.0/24", target: "vgw-1", propagated: true };
    const before = baseWith({ routeTables: { "rtb-new": { vpcId: "vpc-1", routes: [propagated] } } });
    const { after } = accepted(ec2.createRoute(before, { ...place, GatewayId: "igw-1" }));
    expect(after.routeTables["rtb-new"]?.routes).toHaveLength(3);
    expect(refusal(before, () => ec2.deleteRoute(before, place))).toBe("InvalidRoute.NotFound DestinationCidrBlock");
    expect(accepted(ec2.deleteRoute(after, place)).after).toEqual(before);
  });

  it("decides whether a private subnet reaches the internet", () => {
    const question = { from: "app", to: "203.0.113.9", port: 443 };
    const outside = { RouteTableId: "rtb-private", DestinationCidrBlock: "0.0.0.0/0" };
    const closed = accepted(ec2.deleteRoute(net, outside)).after;
    // An internet gateway is of no use to an instance without a public address.
    const toGateway = accepted(ec2.createRoute(closed, { ...outside, GatewayId: "igw-1" })).after;
    const toNat = accepted(ec2.replaceRoute(toGateway, { ...outside, NatGatewayId: "nat-1" })).after;
    const verdicts = [net, closed, toGateway, toNat].map((each) => checkConnection(each, question).verdict);
    expect(verdicts).toEqual(["reachable", "unreachable", "unreachable", "reachable"]);
    expect(toNat).toEqual(net);
  });

  const to = { GatewayId: "igw-1" };

  it.each([
    ["a table that is not there", { RouteTableId: "rtb-9", ...to }, "InvalidRouteTableID.NotFound RouteTableId"],
    ["no destination", { DestinationCidrBlock: undefined, ...to }, "MissingParameter"],
    [
      "two destinations",
      { DestinationIpv6CidrBlock: "::/0", ...to },
      "InvalidParameterCombination DestinationIpv6CidrBlock",
    ],
    [
      "a destination that is no block",
      { DestinationCidrBlock: "192.0.2.1", ...to },
      "InvalidParameterValue DestinationCidrBlock",
    ],
    [
      "an IPv6 block as an IPv4 one",
      { DestinationCidrBlock: "::/0", ...to },
      "InvalidParameterValue DestinationCidrBlock",
    ],
    [
      "a prefix list that is not there",
      { DestinationCidrBlock: undefined, DestinationPrefixListId: "pl-9", ...to },
      "InvalidPrefixListId.NotFound DestinationPrefixListId",
    ],
    ["no target", {}, "MissingParameter"],
    ["two targets", { ...to, NatGatewayId: "nat-1" }, "InvalidParameterCombination NatGatewayId"],
    ["an internet gateway that is not there", { GatewayId: "igw-9" }, "InvalidGatewayID.NotFound GatewayId"],
    ["local, which only replace-route leads to", { GatewayId: "local" }, "InvalidGatewayID.NotFound GatewayId"],
    ["an internet gateway of another VPC", { GatewayId: "igw-p" }, "InvalidParameterValue GatewayId"],
    ["an internet gateway of no VPC", { GatewayId: "igw-none" }, "InvalidParameterValue GatewayId"],
    ["a NAT gateway that is not there", { NatGatewayId: "nat-9" }, "InvalidNatGatewayID.NotFound NatGatewayId"],
    [
      "a NAT gateway of another VPC",
      { RouteTableId: "rtb-p", NatGatewayId: "nat-1" },
      "InvalidParameterValue NatGatewayId",
    ],
    [
      "an interface that is not there",
      { NetworkInterfaceId: "eni-9" },
      "InvalidNetworkInterfaceID.NotFound NetworkInterfaceId",
    ],
    ["an interface of another VPC", { NetworkInterfaceId: "eni-p" }, "InvalidParameterValue NetworkInterfaceId"],
    ["an instance that is not there", { InstanceId: "i-9" }, "InvalidInstanceID.NotFound InstanceId"],
    ["an instance with two interfaces", { InstanceId: "two" }, "InvalidInstanceID InstanceId"],
    [
      "a peering that is not there",
      { VpcPeeringConnectionId: "pcx-9" },
      "InvalidVpcPeeringConnectionID.NotFound VpcPeeringConnectionId",
    ],
    [
      "a peering that was deleted",
      { VpcPeeringConnectionId: "pcx-gone" },
      "InvalidVpcPeeringConnectionID.NotFound VpcPeeringConnectionId",
    ],
    [
      "a peering of other VPCs",
      { VpcPeeringConnectionId: "pcx-pending" },
      "InvalidParameterValue VpcPeeringConnectionId",
    ],
    [
      "an egress-only gateway that is not there",
      { EgressOnlyInternetGatewayId: "eigw-9" },
      "InvalidGatewayID.NotFound EgressOnlyInternetGatewayId",
    ],
    [
      "IPv4 through an egress-only gateway",
      { RouteTableId: "rtb-p", EgressOnlyInternetGatewayId: "eigw-p" },
      "InvalidParameterValue DestinationCidrBlock",
    ],
    ["an endpoint that is none", { VpcEndpointId: "eni-x" }, "InvalidParameterValue VpcEndpointId"],
    ["a misspelt key", { ...to, Gateway: "igw-1" }, "UnknownParameter Gateway"],
  ])("refuses %s", (_what, change, expected) => {
    expect(refusal(net, () => ec2.createRoute(net, { ...place, ...change } as ec2.CreateRouteRequest))).toBe(expected);
  });

  it("refuses a NAT gateway that was deleted", () => {
    const gone = { subnetId: "public", privateIpAddress: "10.0.0.101", state: "deleted" as const };
    const before = baseWith(extend(TABLES, { natGateways: { "nat-gone": gone } }));
    expect(refusal(before, () => ec2.createRoute(before, { ...place, NatGatewayId: "nat-gone" }))).toBe(
      "InvalidNatGatewayID.NotFound NatGatewayId",
    );
  });

  it("refuses a gateway endpoint, whose routes are its own", () => {
    const more = { gatewayEndpoints: { "vpce-s3": { vpcId: "vpc-1" } } };
    const before = baseWith(extend(TABLES, more));
    expect(refusal(before, () => ec2.createRoute(before, { ...place, VpcEndpointId: "vpce-s3" }))).toBe(
      "InvalidParameterValue VpcEndpointId",
    );
  });
});

describe("destinations inside the VPC", () => {
  const inside = (DestinationCidrBlock: string, target: object) => ({
    RouteTableId: "rtb-new",
    DestinationCidrBlock,
    ...target,
  });

  it("the VPC's own block has its local route already", () => {
    expect(refusal(net, () => ec2.createRoute(net, inside("10.0.0.0/16", { NetworkInterfaceId: "eni-x" })))).toBe(
      "RouteAlreadyExists DestinationCidrBlock",
    );
  });

  it("a part of it must be a whole subnet, and lead to a NAT gateway, an interface or an endpoint", () => {
    for (const target of [{ NatGatewayId: "nat-1" }, { InstanceId: "app" }, { VpcEndpointId: "vpce-1" }]) {
      accepted(ec2.createRoute(net, inside("10.0.1.0/24", target)));
      for (const part of ["10.0.1.0/25", "10.0.0.0/23", "10.0.9.0/24", "10.0.1.7/32"]) {
        expect(refusal(net, () => ec2.createRoute(net, inside(part, target)))).toBe(
          "InvalidParameterValue DestinationCidrBlock",
        );
      }
    }
    for (const target of [{ GatewayId: "igw-1" }, { VpcPeeringConnectionId: "pcx-1" }, { TransitGatewayId: "tgw-1" }]) {
      expect(refusal(net, () => ec2.createRoute(net, inside("10.0.1.0/24", target)))).toBe(
        "InvalidParameterValue DestinationCidrBlock",
      );
    }
  });

  it("the same for IPv6", () => {
    const request = { RouteTableId: "rtb-p", NetworkInterfaceId: "eni-p" };
    accepted(ec2.createRoute(net, { ...request, DestinationIpv6CidrBlock: "2001:db8:1::/64" }));
    expect(
      refusal(net, () => ec2.createRoute(net, { ...request, DestinationIpv6CidrBlock: "2001:db8:1:1::/64" })),
    ).toBe("InvalidParameterValue DestinationIpv6CidrBlock");
  });

  it("a block around the VPC's may lead anywhere", () => {
    accepted(ec2.createRoute(net, inside("10.0.0.0/8", { TransitGatewayId: "tgw-1" })));
  });

  it.each(["169.254.168.0/22", "169.254.168.0/23", "169.254.171.255/32"])("%s is AWS's own", (block) => {
    expect(refusal(net, () => ec2.createRoute(net, inside(block, { GatewayId: "igw-1" })))).toBe(
      "InvalidParameterValue DestinationCidrBlock",
    );
  });

  it("so is fd00:ec2::/32, and what lies around or beside them is not", () => {
    const request = { RouteTableId: "rtb-p", GatewayId: "igw-p" };
    for (const block of ["fd00:ec2::/32", "fd00:ec2::253/128"]) {
      expect(refusal(net, () => ec2.createRoute(net, { ...request, DestinationIpv6CidrBlock: block }))).toBe(
        "InvalidParameterValue DestinationIpv6CidrBlock",
      );
    }
    accepted(ec2.createRoute(net, { ...request, DestinationIpv6CidrBlock: "fd00::/8" }));
    accepted(ec2.createRoute(net, inside("169.254.0.0/16", { GatewayId: "igw-1" })));
    accepted(ec2.createRoute(net, inside("169.254.172.0/22", { GatewayId: "igw-1" })));
  });
});

describe("replace-route", () => {
  it("gives a route another target", () => {
    const { after } = accepted(ec2.createRoute(net, { ...place, GatewayId: "igw-1" }));
    const replaced = accepted(ec2.replaceRoute(after, { ...place, NatGatewayId: "nat-1" }));
    expect(replaced.answer).toEqual({});
    expect(routeTo(replaced.after, "rtb-new", "192.0.2.0/24")?.target).toEqual({ type: "nat-gateway", id: "nat-1" });
    expect(accepted(ec2.replaceRoute(replaced.after, { ...place, GatewayId: "igw-1" })).after).toEqual(after);
  });

  it("brings a blackhole back to life", () => {
    const dead = { destination: "192.0.2.0/24", target: "nat-gone", state: "blackhole" as const };
    const before = baseWith({ routeTables: { "rtb-new": { vpcId: "vpc-1", routes: [dead] } } });
    const { after } = accepted(ec2.replaceRoute(before, { ...place, NatGatewayId: "nat-1" }));
    expect(routeTo(after, "rtb-new", "192.0.2.0/24")?.state).toBe("active");
  });

  const local = { RouteTableId: "rtb-new", DestinationCidrBlock: "10.0.0.0/16" };

  it("points a local route at a middlebox, and back into the VPC", () => {
    for (const target of [{ NetworkInterfaceId: "eni-x" }, { NatGatewayId: "nat-1" }, { VpcEndpointId: "vpce-1" }]) {
      const { after } = accepted(ec2.replaceRoute(net, { ...local, ...target }));
      expect(routeTo(after, "rtb-new", "10.0.0.0/16")?.target.type).not.toBe("local");
      expect(after.routeTables["rtb-new"]?.routes).toHaveLength(1);
      expect(accepted(ec2.replaceRoute(after, { ...local, LocalTarget: true })).after).toEqual(net);
    }
  });

  it.each([
    ["a route that is not there", { ...place, GatewayId: "igw-1" }, "InvalidRoute.NotFound DestinationCidrBlock"],
    [
      "a local route to an internet gateway",
      { ...local, GatewayId: "igw-1" },
      "InvalidParameterValue DestinationCidrBlock",
    ],
    ["no target", local, "MissingParameter"],
    [
      "the local target and another",
      { ...local, LocalTarget: true, GatewayId: "igw-1" },
      "InvalidParameterCombination GatewayId",
    ],
    ["no local target and no other", { ...local, LocalTarget: false }, "MissingParameter"],
  ])("refuses %s", (_what, bad, expected) => {
    expect(refusal(net, () => ec2.replaceRoute(net, bad))).toBe(expected);
  });

  it("refuses the local target for a route that is not local", () => {
    const { after } = accepted(ec2.createRoute(net, { ...place, GatewayId: "igw-1" }));
    expect(refusal(after, () => ec2.replaceRoute(after, { ...place, LocalTarget: true }))).toBe(
      "InvalidParameterValue DestinationCidrBlock",
    );
  });
});

describe("delete-route", () => {
  const local = { RouteTableId: "rtb-new", DestinationCidrBlock: "10.0.0.0/16" };

  it.each([
    ["a route that is not there", place, "InvalidRoute.NotFound DestinationCidrBlock"],
    ["a local route", local, "InvalidParameterValue DestinationCidrBlock"],
    ["a table that is not there", { ...place, RouteTableId: "rtb-9" }, "InvalidRouteTableID.NotFound RouteTableId"],
  ])("refuses %s", (_what, bad, expected) => {
    expect(refusal(net, () => ec2.deleteRoute(net, bad))).toBe(expected);
  });

  it("refuses a local route that leads to a middlebox", () => {
    const { after } = accepted(ec2.replaceRoute(net, { ...local, NetworkInterfaceId: "eni-x" }));
    expect(refusal(after, () => ec2.deleteRoute(after, local))).toBe("InvalidParameterValue DestinationCidrBlock");
  });

  it("refuses the route of a gateway endpoint", () => {
    const before = baseWith({
      gatewayEndpoints: { "vpce-s3": { vpcId: "vpc-1" } },
      routeTables: { "rtb-new": { vpcId: "vpc-1", routes: [{ destination: "pl-1", target: "vpce-s3" }] } },
    });
    const request = { RouteTableId: "rtb-new", DestinationPrefixListId: "pl-1" };
    expect(refusal(before, () => ec2.deleteRoute(before, request))).toBe(
      "InvalidParameterValue DestinationPrefixListId",
    );
    expect(refusal(before, () => ec2.replaceRoute(before, { ...request, GatewayId: "igw-1" }))).toBe(
      "InvalidParameterValue DestinationPrefixListId",
    );
  });
});

describe("the table of a gateway", () => {
  const edge = { RouteTableId: "rtb-edge", DestinationCidrBlock: "10.0.1.0/24" };

  it("routes to whole subnets, to an interface or a Gateway Load Balancer endpoint", () => {
    accepted(ec2.createRoute(net, { ...edge, NetworkInterfaceId: "eni-x" }));
    accepted(ec2.createRoute(net, { ...edge, VpcEndpointId: "vpce-1" }));
    accepted(ec2.replaceRoute(net, { ...edge, DestinationCidrBlock: "10.0.0.0/16", NetworkInterfaceId: "eni-x" }));
  });

  it.each([
    ["to a NAT gateway", { ...edge, NatGatewayId: "nat-1" }, "InvalidParameterValue DestinationCidrBlock"],
    [
      "out of the VPC",
      { ...edge, DestinationCidrBlock: "0.0.0.0/0", NetworkInterfaceId: "eni-x" },
      "InvalidParameterValue DestinationCidrBlock",
    ],
    [
      "by prefix list",
      { RouteTableId: "rtb-edge", DestinationPrefixListId: "pl-1", NetworkInterfaceId: "eni-x" },
      "InvalidParameterValue DestinationPrefixListId",
    ],
    [
      "of a virtual private gateway, to an endpoint",
      { ...edge, RouteTableId: "rtb-vpn", VpcEndpointId: "vpce-1" },
      "InvalidParameterValue DestinationCidrBlock",
    ],
  ])("has no routes %s", (_what, bad, expected) => {
    expect(refusal(net, () => ec2.createRoute(net, bad))).toBe(expected);
  });

  it("of a virtual private gateway has routes to interfaces", () => {
    accepted(ec2.createRoute(net, { ...edge, RouteTableId: "rtb-vpn", NetworkInterfaceId: "eni-x" }));
  });
});

it("a route's verbs leave other tables as they are", () => {
  const { after } = accepted(
    ec2.createRoute(base, { RouteTableId: "rtb-public", DestinationCidrBlock: "192.0.2.0/24", NatGatewayId: "nat-1" }),
  );
  expect(changedRecords(base, after)).toEqual(["routeTables.rtb-public"]);
});
