import { describe, expect, it } from "vitest";
import { answers, eni, imported, type Json, local, messages, missing, notes, route, routeTable } from "../documents.ts";

const networkOf = (more: Json) => imported(answers(more)).network;

describe("an internet gateway", () => {
  it.each([
    ["available", "vpc-1"],
    ["attached", "vpc-1"],
    ["attaching", undefined],
    ["detaching", undefined],
    ["detached", undefined],
  ])("whose attachment is %s is attached to %s", (State, vpcId) => {
    const InternetGateways = [
      { InternetGatewayId: "igw-1", Attachments: [{ State, VpcId: "vpc-1" }], Tags: [{ Key: "Name", Value: "out" }] },
    ];
    const gateway = networkOf({ InternetGateways }).internetGateways["igw-1"];
    expect(gateway?.vpcId).toBe(vpcId);
    expect(gateway).toMatchObject({ name: "out", origin: { file: "all.json", pointer: "/InternetGateways/0" } });
  });

  it("may be attached to nothing", () => {
    expect(
      networkOf({ InternetGateways: [{ InternetGatewayId: "igw-1", Attachments: [] }] }).internetGateways["igw-1"],
    ).toEqual({
      id: "igw-1",
      origin: { file: "all.json", pointer: "/InternetGateways/0" },
    });
  });

  it("may be an egress-only one", () => {
    const EgressOnlyInternetGateways = [
      { EgressOnlyInternetGatewayId: "eigw-1", Attachments: [{ State: "attached", VpcId: "vpc-1" }] },
    ];
    expect(networkOf({ EgressOnlyInternetGateways }).egressOnlyInternetGateways["eigw-1"]?.vpcId).toBe("vpc-1");
  });
});

const nat = (more: Json = {}): Json => ({
  NatGatewayId: "nat-1",
  VpcId: "vpc-1",
  SubnetId: "subnet-1",
  State: "available",
  ConnectivityType: "public",
  NatGatewayAddresses: [
    { PrivateIp: "10.0.1.200", PublicIp: "203.0.113.7", IsPrimary: true, NetworkInterfaceId: "eni-nat" },
  ],
  ...more,
});

describe("a NAT gateway", () => {
  it("has its subnet, addresses, kind and state", () => {
    const NatGateways = [nat({ Tags: [{ Key: "Name", Value: "out" }] })];
    expect(networkOf({ NatGateways }).natGateways["nat-1"]).toEqual({
      id: "nat-1",
      name: "out",
      subnetId: "subnet-1",
      connectivityType: "public",
      state: "available",
      privateIpAddress: "10.0.1.200",
      publicIp: "203.0.113.7",
      origin: { file: "all.json", pointer: "/NatGateways/0" },
    });
  });

  it("may be private, or deleted", () => {
    const NatGateways = [
      nat({ ConnectivityType: "private", State: "deleted", NatGatewayAddresses: [{ PrivateIp: "10.0.1.200" }] }),
    ];
    expect(networkOf({ NatGateways }).natGateways["nat-1"]).toMatchObject({
      connectivityType: "private",
      state: "deleted",
    });
  });

  it("has its primary address only, with a note", () => {
    const NatGatewayAddresses = [{ PrivateIp: "10.0.1.201" }, { PrivateIp: "10.0.1.200", IsPrimary: true }];
    const input = answers({ NatGateways: [nat({ NatGatewayAddresses })] });
    expect(imported(input).network.natGateways["nat-1"]?.privateIpAddress).toBe("10.0.1.200");
    expect(notes(input)).toEqual([
      "not-modelled: nat-1 has 2 addresses; only the primary one, 10.0.1.200, is modelled",
    ]);
  });

  it.each<[Json, Json]>([
    [
      { SubnetId: undefined, AvailabilityMode: "regional" },
      { reason: "not-modelled", detail: "a regional NAT gateway" },
    ],
    [
      { State: "failed", NatGatewayAddresses: [{ AllocationId: "eipalloc-1" }] },
      { reason: "not-described", detail: "it has no private address" },
    ],
  ])("with %j is left out by name", (more, why) => {
    expect(missing(answers({ NatGateways: [nat(more)] }))).toEqual([
      { collection: "natGateways", id: "nat-1", ...why },
    ]);
  });

  it("is refused with an address that is none", () => {
    expect(messages(answers({ NatGateways: [nat({ NatGatewayAddresses: [{ PrivateIp: "10.0.1" }] })] }))).toEqual([
      'all.json: NatGateways[0].NatGatewayAddresses[0].PrivateIp: expected an IPv4 or IPv6 address, found "10.0.1"',
    ]);
  });
});

describe("a VPC endpoint", () => {
  it("is a gateway endpoint where it is one, or does not say", () => {
    const VpcEndpoints = [
      {
        VpcEndpointId: "vpce-1",
        VpcEndpointType: "Gateway",
        VpcId: "vpc-1",
        ServiceName: "com.amazonaws.us-east-1.s3",
      },
      { VpcEndpointId: "vpce-2", VpcId: "vpc-1", ServiceName: "com.amazonaws.us-east-1.dynamodb" },
    ];
    const { gatewayEndpoints } = networkOf({ VpcEndpoints });
    expect(gatewayEndpoints["vpce-1"]).toEqual({
      id: "vpce-1",
      vpcId: "vpc-1",
      serviceName: "com.amazonaws.us-east-1.s3",
      origin: { file: "all.json", pointer: "/VpcEndpoints/0" },
    });
    expect(Object.keys(gatewayEndpoints)).toEqual(["vpce-1", "vpce-2"]);
  });

  it("of another type is named as not modelled; its interfaces are there", () => {
    const VpcEndpoints = [
      {
        VpcEndpointId: "vpce-1",
        VpcEndpointType: "Interface",
        VpcId: "vpc-1",
        ServiceName: "com.amazonaws.us-east-1.sqs",
      },
    ];
    const input = answers({
      VpcEndpoints,
      Reservations: [],
      NetworkInterfaces: [eni("eni-1", "10.0.1.10", { InterfaceType: "vpc_endpoint" })],
    });
    expect(imported(input).network.gatewayEndpoints).toEqual({});
    expect(imported(input).network.networkInterfaces["eni-1"]?.interfaceType).toBe("vpc_endpoint");
    expect(imported(input).notes).toEqual([
      {
        code: "not-modelled",
        file: "all.json",
        pointer: "/VpcEndpoints/0",
        component: "vpce-1",
        details: { type: "Interface", service: "com.amazonaws.us-east-1.sqs" },
        message: "vpce-1 is a VPC endpoint of type Interface, which is not modelled; network interfaces of it are",
      },
    ]);
  });
});

describe("a peering connection", () => {
  const sides = {
    RequesterVpcInfo: {
      VpcId: "vpc-1",
      OwnerId: "123456789012",
      Region: "us-east-1",
      CidrBlock: "10.0.0.0/16",
      CidrBlockSet: [{ CidrBlock: "10.0.0.0/16" }, { CidrBlock: "10.4.0.0/16" }],
      Ipv6CidrBlockSet: [{ Ipv6CidrBlock: "2001:db8:0:1200::/56" }],
    },
    AccepterVpcInfo: { VpcId: "vpc-2", OwnerId: "210987654321", Region: "eu-west-1", CidrBlock: "10.2.0.0/16" },
  };
  const peering = (more: Json = {}) => ({
    VpcPeeringConnectionId: "pcx-1",
    Status: { Code: "active" },
    ...sides,
    ...more,
  });

  it("has both sides with all their blocks, and its status", () => {
    const VpcPeeringConnections = [peering({ Tags: [{ Key: "Name", Value: "to eu" }] })];
    const input = answers({ VpcPeeringConnections });
    expect(imported(input).network.vpcPeeringConnections["pcx-1"]).toEqual({
      id: "pcx-1",
      name: "to eu",
      status: "active",
      requester: {
        vpcId: "vpc-1",
        ownerId: "123456789012",
        region: "us-east-1",
        cidrBlocks: ["10.0.0.0/16", "10.4.0.0/16", "2001:db8:0:1200::/56"],
      },
      accepter: { vpcId: "vpc-2", ownerId: "210987654321", region: "eu-west-1", cidrBlocks: ["10.2.0.0/16"] },
      origin: { file: "all.json", pointer: "/VpcPeeringConnections/0" },
    });
    expect(missing(input)).toEqual([
      { collection: "vpcs", id: "vpc-2", reason: "not-described", detail: "pcx-1 refers to it" },
    ]);
  });

  it("may still be pending, without the blocks of the accepter", () => {
    const pending = peering({
      Status: { Code: "pending-acceptance" },
      AccepterVpcInfo: { VpcId: "vpc-2", OwnerId: "1" },
    });
    const input = answers({ VpcPeeringConnections: [pending] });
    expect(imported(input).network.vpcPeeringConnections["pcx-1"]).toMatchObject({
      status: "pending-acceptance",
      accepter: { vpcId: "vpc-2", cidrBlocks: [] },
    });
    expect(missing(input)).toEqual([]);
  });

  it("that does not say who takes part is left out by name", () => {
    expect(missing(answers({ VpcPeeringConnections: [peering({ AccepterVpcInfo: {} })] }))).toEqual([
      {
        collection: "vpcPeeringConnections",
        id: "pcx-1",
        reason: "not-described",
        detail: "it has no status or lacks a VPC",
      },
    ]);
  });

  it("is what a route leads to", () => {
    const RouteTables = [
      routeTable("rtb-main", [local, route("10.2.0.0/16", { VpcPeeringConnectionId: "pcx-1" })], { Main: true }),
    ];
    expect(
      missing(answers({ RouteTables, VpcPeeringConnections: [peering({ Status: { Code: "deleted" } })] })),
    ).toEqual([]);
  });
});
