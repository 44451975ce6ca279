import { describe, expect, it } from "vitest";
import type { AwsDocument } from "./aws-json.js";
import {
  addPeer,
  allow,
  eni,
  entry,
  find,
  openAcl,
  route,
  setEgress,
  setEntries,
  setIngress,
  smallNetwork,
  subnet,
  withIpv6Block,
} from "./fixture.js";
import { ask, blockers, internet } from "./questions.js";

describe("peering", () => {
  function peered(status?: string, region?: string): AwsDocument {
    const doc = smallNetwork();
    addPeer(doc, status, region);
    return doc;
  }

  it("carries traffic with routes both ways", () => {
    expect(ask(peered(), "eni-web", "eni-peer", 22).works).toBe(true);
    expect(ask(peered(), "eni-peer", "eni-web", 80).works).toBe(true);
    const oneWay = peered();
    find(oneWay.RouteTables, "RouteTableId", "rtb-peer").Routes.pop();
    expect(blockers(ask(oneWay, "eni-web", "eni-peer", 22))).toEqual(["reply egress rtb-peer -"]);
  });

  it("carries nothing while pending", () => {
    expect(blockers(ask(peered("pending-acceptance"), "eni-app", "eni-peer", 22))).toEqual([
      "forward egress rtb-main 1",
      "forward egress igw-1 -",
    ]);
    const doc = peered("pending-acceptance");
    find(doc.RouteTables, "RouteTableId", "rtb-main").Routes[1]!.State = "active";
    expect(blockers(ask(doc, "eni-app", "eni-peer", 22))).toEqual(["forward egress pcx-1 -"]);
  });

  it("keeps groups within a Region and loses them between Regions, in both directions", () => {
    for (const [region, works] of [
      ["us-east-1", true],
      ["eu-west-1", false],
    ] as const) {
      const doc = peered("active", region);
      setIngress(doc, "sg-peer", [allow("tcp", 22, "sg-web")]);
      expect(ask(doc, "eni-web", "eni-peer", 22).works).toBe(works);
      setIngress(doc, "sg-peer", [allow("tcp", 22, "10.0.0.0/16")]);
      expect(ask(doc, "eni-web", "eni-peer", 22).works).toBe(true);
      setEgress(doc, "sg-web", [allow("tcp", 22, "sg-peer")]);
      expect(ask(doc, "eni-web", "eni-peer", 22).works).toBe(works);
    }
  });

  it("reaches every associated block of the peer, and none that is not associated any more", () => {
    for (const [state, works] of [
      ["associated", true],
      ["disassociated", false],
    ] as const) {
      const doc = peered();
      find(doc.Vpcs, "VpcId", "vpc-2").CidrBlockAssociationSet = [
        { CidrBlock: "10.9.0.0/16", CidrBlockState: { State: "associated" } },
        { CidrBlock: "10.8.0.0/16", CidrBlockState: { State: state } },
      ];
      doc.Subnets.push(subnet("subnet-more", "10.8.0.0/24", "us-east-1a", "vpc-2"));
      doc.NetworkAcls.push(openAcl("acl-more", ["subnet-more"]));
      doc.NetworkInterfaces.push(eni("eni-more", "subnet-more", "10.8.0.10", "sg-peer", { vpcId: "vpc-2" }));
      const toPeer = route("10.8.0.0/16", { VpcPeeringConnectionId: "pcx-1" });
      find(doc.RouteTables, "RouteTableId", "rtb-web").Routes.push(toPeer);
      expect(ask(doc, "eni-web", "eni-more", 22).works).toBe(works);
    }
  });

  it("carries IPv6 between the associated blocks of the two", () => {
    const doc = peered();
    const addresses = { web: "2600:1f14:a:b00::10", peer: "2600:1f14:b:b00::10" };
    withIpv6Block(find(doc.Vpcs, "VpcId", "vpc-1"), "2600:1f14:a:b00::/56");
    withIpv6Block(find(doc.Vpcs, "VpcId", "vpc-2"), "2600:1f14:b:b00::/56");
    find(doc.NetworkInterfaces, "NetworkInterfaceId", "eni-web").Ipv6Addresses = [{ Ipv6Address: addresses.web }];
    find(doc.NetworkInterfaces, "NetworkInterfaceId", "eni-peer").Ipv6Addresses = [{ Ipv6Address: addresses.peer }];
    withIpv6Block(find(doc.Subnets, "SubnetId", "subnet-web"), "2600:1f14:a:b00::/64");
    withIpv6Block(find(doc.Subnets, "SubnetId", "subnet-peer"), "2600:1f14:b:b00::/64");
    const peering = { VpcPeeringConnectionId: "pcx-1" };
    find(doc.RouteTables, "RouteTableId", "rtb-web").Routes.push(route("2600:1f14:b:b00::/56", peering));
    find(doc.RouteTables, "RouteTableId", "rtb-peer").Routes.push(route("2600:1f14:a:b00::/56", peering));
    setEgress(doc, "sg-web", [allow("tcp", 22, "sg-peer")]);
    setIngress(doc, "sg-peer", [allow("tcp", 22, "sg-web")]);
    expect(ask(doc, "eni-web", "eni-peer", 22, { family: 6 }).works).toBe(true);
    withIpv6Block(find(doc.Vpcs, "VpcId", "vpc-2"), "2600:1f14:b:b00::/56", "disassociated");
    expect(blockers(ask(doc, "eni-web", "eni-peer", 22, { family: 6 }))).toEqual(["forward egress pcx-1 -"]);
  });

  it("is no way to the peer's gateways", () => {
    const doc = peered();
    find(doc.RouteTables, "RouteTableId", "rtb-peer").Routes.push(
      route("0.0.0.0/0", { VpcPeeringConnectionId: "pcx-1" }),
    );
    expect(blockers(ask(doc, "eni-peer", internet, 443))).toEqual(["forward egress pcx-1 -"]);
  });

  it("asks the ACLs of both subnets", () => {
    const doc = peered();
    setEntries(doc, "acl-peer", [entry(100, "in allow", "6", [22, 22], "10.0.0.0/16")]);
    expect(blockers(ask(doc, "eni-web", "eni-peer", 22))).toEqual(["reply egress acl-peer 32767"]);
  });
});
