import { describe, expect, it } from "vitest";
import { answers, eni, imported, type Json, local, messages, missing, notes, route, routeTable } from "../documents.ts";

const withRoutes = (...routes: Json[]) =>
  answers({ RouteTables: [routeTable("rtb-main", [local, ...routes], { Main: true })] });
const routesOf = (input: Json) => imported(input).network.routeTables["rtb-main"]!.routes;
const lastOf = (input: Json) => routesOf(input).at(-1)!;

describe("a route", () => {
  it.each<[Json, Json]>([
    [{ GatewayId: "local" }, { type: "local" }],
    [{ GatewayId: "igw-1" }, { type: "internet-gateway", id: "igw-1" }],
    [{ GatewayId: "vgw-1" }, { type: "unsupported", kind: "virtual-private-gateway", id: "vgw-1" }],
    [{ GatewayId: "vpce-1" }, { type: "unsupported", kind: "gateway-load-balancer-endpoint", id: "vpce-1" }],
    [{ GatewayId: "other-1" }, { type: "unsupported", kind: "gateway", id: "other-1" }],
    [{ NatGatewayId: "nat-1" }, { type: "nat-gateway", id: "nat-1" }],
    [{ VpcPeeringConnectionId: "pcx-1" }, { type: "vpc-peering-connection", id: "pcx-1" }],
    [{ EgressOnlyInternetGatewayId: "eigw-1" }, { type: "egress-only-internet-gateway", id: "eigw-1" }],
    [{ NetworkInterfaceId: "eni-1" }, { type: "network-interface", id: "eni-1" }],
    [
      { InstanceId: "i-1", InstanceOwnerId: "1", NetworkInterfaceId: "eni-7" },
      { type: "network-interface", id: "eni-7" },
    ],
    [{ InstanceId: "i-1" }, { type: "network-interface", id: "eni-1" }],
    [{ InstanceId: "i-7" }, { type: "unsupported", kind: "instance", id: "i-7" }],
    [{ TransitGatewayId: "tgw-1" }, { type: "unsupported", kind: "transit-gateway", id: "tgw-1" }],
    [{ LocalGatewayId: "lgw-1" }, { type: "unsupported", kind: "local-gateway", id: "lgw-1" }],
    [{ CarrierGatewayId: "cagw-1" }, { type: "unsupported", kind: "carrier-gateway", id: "cagw-1" }],
    [{ CoreNetworkArn: "arn:1" }, { type: "unsupported", kind: "core-network", id: "arn:1" }],
    [{ OdbNetworkArn: "arn:2" }, { type: "unsupported", kind: "odb-network", id: "arn:2" }],
    [{ NewKindOfTargetId: "x-1" }, { type: "unsupported", kind: "no-known-target", id: "" }],
  ])("to %j has the target %j", (target, expected) => {
    expect(lastOf(withRoutes(route("172.16.0.0/12", target))).target).toEqual(expected);
  });

  it("to a VPC endpoint is told by what the endpoint is, otherwise by its destination", () => {
    const PrefixLists = [{ PrefixListId: "pl-1", PrefixListName: "s3", Cidrs: ["3.5.0.0/19"] }];
    const toList = { ...withRoutes(route("pl-1", { GatewayId: "vpce-1" })), PrefixLists };
    expect(lastOf(toList)).toMatchObject({ destination: "pl-1", target: { type: "gateway-endpoint", id: "vpce-1" } });
    const VpcEndpoints = [{ VpcEndpointId: "vpce-1", VpcEndpointType: "GatewayLoadBalancer", VpcId: "vpc-1" }];
    expect(lastOf({ ...toList, VpcEndpoints }).target).toEqual({
      type: "unsupported",
      kind: "gateway-load-balancer-endpoint",
      id: "vpce-1",
    });
  });

  it("to an instance goes to its interface with device index 0, whatever the order", () => {
    const at = (InstanceId: string, DeviceIndex: number) => ({ Attachment: { InstanceId, DeviceIndex } });
    const NetworkInterfaces = [eni("eni-1", "10.0.1.10", at("i-1", 1)), eni("eni-2", "10.0.1.11", at("i-1", 0))];
    const input = { ...withRoutes(route("0.0.0.0/0", { InstanceId: "i-1" })), NetworkInterfaces };
    expect(lastOf(input).target).toEqual({ type: "network-interface", id: "eni-2" });
  });

  it("has its state, its way in and its place", () => {
    const routes = routesOf(
      withRoutes(
        route("0.0.0.0/0", { GatewayId: "igw-9", State: "blackhole" }),
        route("2001:db8::/32", { GatewayId: "vgw-1", Origin: "EnableVgwRoutePropagation" }),
        route("192.168.0.0/16", { GatewayId: "vgw-1", Origin: "Advertisement" }),
      ),
    );
    expect(
      routes.map(({ destination, state, propagated, origin }) => [destination, state, propagated, origin?.pointer]),
    ).toEqual([
      ["10.0.0.0/16", "active", false, "/RouteTables/0/Routes/0"],
      ["0.0.0.0/0", "blackhole", false, "/RouteTables/0/Routes/1"],
      ["2001:db8::/32", "active", true, "/RouteTables/0/Routes/2"],
      ["192.168.0.0/16", "active", true, "/RouteTables/0/Routes/3"],
    ]);
  });

  it("that is filtered is left out, with a note", () => {
    const input = withRoutes(route("192.168.0.0/16", { GatewayId: "vgw-1", State: "filtered" }));
    expect(routesOf(input)).toHaveLength(1);
    expect(notes(input, "route-filtered")).toEqual([
      "the route to 192.168.0.0/16 of rtb-main is filtered, so it is not in force and was left out",
    ]);
  });

  it("names what it leads to, unless that is gone", () => {
    const input = withRoutes(
      route("172.16.0.0/16", { NatGatewayId: "nat-1" }),
      route("172.17.0.0/16", { VpcPeeringConnectionId: "pcx-1" }),
      route("172.18.0.0/16", { NatGatewayId: "nat-2", State: "blackhole" }),
      route("pl-1", { GatewayId: "igw-2" }),
    );
    expect(missing(input).map((each: Json) => `${each.collection} ${each.id} ${each.reason}`)).toEqual([
      "internetGateways igw-2 not-described",
      "natGateways nat-1 not-described",
      "prefixLists pl-1 not-described",
      "vpcPeeringConnections pcx-1 not-described",
    ]);
  });

  it.each<[Json, string]>([
    [
      { GatewayId: "igw-1" },
      "all.json: RouteTables[0].Routes[1]: expected one of DestinationCidrBlock, DestinationIpv6CidrBlock and DestinationPrefixListId, found none of them",
    ],
    [
      { DestinationCidrBlock: "0.0.0.0/0", DestinationPrefixListId: "pl-1", GatewayId: "igw-1" },
      "all.json: RouteTables[0].Routes[1]: expected one of DestinationCidrBlock, DestinationIpv6CidrBlock and DestinationPrefixListId, found 2 of them",
    ],
    [
      { DestinationCidrBlock: "10.1.2.3/8", GatewayId: "igw-1" },
      'all.json: RouteTables[0].Routes[1].DestinationCidrBlock: expected a block without host bits: 10.0.0.0/8, found "10.1.2.3/8"',
    ],
    [
      { DestinationCidrBlock: "0.0.0.0/0", GatewayId: 7 },
      "all.json: RouteTables[0].Routes[1].GatewayId: expected a string, found 7",
    ],
  ])("%j is refused", (bad, message) => {
    expect(messages(withRoutes(bad))).toEqual([message]);
  });
});

describe("a route table", () => {
  it("is the main one, and routes what comes from gateways, by its associations", () => {
    const RouteTables = [
      routeTable("rtb-main", [local], { Main: true }, { Main: false, SubnetId: "subnet-1" }),
      routeTable("rtb-edge", [local], { Main: false, GatewayId: "igw-1" }),
    ];
    const { routeTables } = imported(answers({ RouteTables })).network;
    expect(routeTables["rtb-main"]).toMatchObject({ main: true, gatewayIds: [], vpcId: "vpc-1" });
    expect(routeTables["rtb-edge"]).toMatchObject({ main: false, gatewayIds: ["igw-1"] });
  });

  it("names a subnet that is not described", () => {
    const RouteTables = [routeTable("rtb-main", [local], { Main: true }, { SubnetId: "subnet-7" })];
    expect(missing(answers({ RouteTables }))).toEqual([
      { collection: "subnets", id: "subnet-7", reason: "not-described", detail: "rtb-main refers to it" },
    ]);
  });

  it("that is the main one of no VPC leaves the VPC's missing: the model makes none up", () => {
    const input = answers({ RouteTables: [routeTable("rtb-1", [local], { SubnetId: "subnet-1" })] });
    expect(Object.keys(imported(input).network.routeTables)).toEqual(["rtb-1"]);
    expect(missing(input)).toEqual([
      { collection: "routeTables", vpcId: "vpc-1", reason: "not-described", detail: "its main one" },
    ]);
  });
});
