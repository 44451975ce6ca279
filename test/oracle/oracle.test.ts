import { describe, expect, it } from "vitest";
import type { AwsDocument } from "./aws-json.js";
import {
  acl,
  addNatGateway,
  addPeer,
  allow,
  eni,
  entry,
  find,
  local,
  openAcl,
  route,
  setEgress,
  setEntries,
  setIngress,
  smallNetwork,
  subnet,
} from "./fixture.js";
import { connectionWorks, ICMP, TCP, UDP } from "./oracle.js";
import { ask, blockers, internet, ping } from "./questions.js";

describe("inside one VPC", () => {
  it("delivers between subnets, by group", () => {
    expect(ask(smallNetwork(), "eni-web", "eni-app", 8080).works).toBe(true);
    expect(blockers(ask(smallNetwork(), "eni-app", "eni-web", 8080))).toEqual(["forward ingress sg-web -"]);
  });

  it("asks neither ACL nor route between neighbours", () => {
    const doc = smallNetwork();
    setEntries(doc, "acl-web", []);
    find(doc.RouteTables, "RouteTableId", "rtb-web").Routes = [];
    expect(ask(doc, "eni-web", "eni-web2", 80).works).toBe(true);
    expect(blockers(ask(doc, "eni-web", "eni-web2", 81))).toEqual(["forward ingress sg-web -"]);
  });

  it("lets members of a group reach each other only by a rule that says so", () => {
    const doc = smallNetwork();
    setIngress(doc, "sg-web", [allow("tcp", 80, "198.51.100.0/24")]);
    expect(ask(doc, "eni-web", "eni-web2", 80).works).toBe(false);
    setIngress(doc, "sg-web", [allow("-1", undefined, "sg-web")]);
    expect(ask(doc, "eni-web", "eni-web2", 80).works).toBe(true);
    expect(ask(doc, "eni-app", "eni-web2", 80).works).toBe(false);
  });

  it("needs no egress rule for a reply, but needs one for a request, where a group may be named too", () => {
    const doc = smallNetwork();
    setEgress(doc, "sg-app", []);
    expect(ask(doc, "eni-web", "eni-app", 8080).works).toBe(true);
    setEgress(doc, "sg-web", [allow("tcp", 8080, "sg-app")]);
    expect(ask(doc, "eni-web", "eni-app", 8080).works).toBe(true);
    expect(blockers(ask(doc, "eni-web", "eni-web2", 80))).toEqual(["forward egress sg-web -"]);
  });

  it("judges the reply by the ACLs again, with the requester's port as destination", () => {
    const doc = smallNetwork();
    setEntries(doc, "acl-app", [
      entry(100, "in allow", "6", [8080, 8080]),
      entry(100, "out allow", "6", [32768, 65535]),
    ]);
    expect(ask(doc, "eni-web", "eni-app", 8080, { srcPort: 32768 }).works).toBe(true);
    const refused = ask(doc, "eni-web", "eni-app", 8080, { srcPort: 32767 });
    expect(blockers(refused)).toEqual(["reply egress acl-app 32767"]);
  });

  it("names everything that is in the way", () => {
    const doc = smallNetwork();
    setEgress(doc, "sg-web", []);
    setEntries(doc, "acl-web", [entry(100, "in allow", "-1"), entry(90, "out deny", "6", [8080, 8080])]);
    setEntries(doc, "acl-app", []);
    setIngress(doc, "sg-app", []);
    expect(blockers(ask(doc, "eni-web", "eni-app", 8080))).toEqual([
      "forward egress sg-web -",
      "forward egress acl-web 90",
      "forward ingress acl-app 32767",
      "forward ingress sg-app -",
      "reply egress acl-app 32767",
    ]);
  });

  it("lets nothing out of an interface without groups, unless it is of a kind that has none", () => {
    const doc = smallNetwork();
    const web = find(doc.NetworkInterfaces, "NetworkInterfaceId", "eni-web");
    web.Groups = [];
    expect(blockers(ask(doc, "eni-web", internet, 443))).toEqual(["forward egress eni-web -"]);
    web.InterfaceType = "network_load_balancer";
    expect(ask(doc, "eni-web", internet, 443).works).toBe(true);
  });

  it("answers a ping if type 8 may go and type 0 may come back", () => {
    const doc = smallNetwork();
    setIngress(doc, "sg-app", [allow("icmp", [8, -1])]);
    expect(ping(doc, "eni-web", "eni-app").works).toBe(true);
    setEntries(doc, "acl-app", [entry(100, "in allow", "1", [8, -1]), entry(100, "out allow", "1", [8, -1])]);
    expect(blockers(ping(doc, "eni-web", "eni-app"))).toEqual(["reply egress acl-app 32767"]);
  });

  it("takes other ICMP messages one way only, because nothing answers them", () => {
    const doc = smallNetwork();
    setIngress(doc, "sg-app", [allow("icmp", [3, 4])]);
    setEntries(doc, "acl-app", [entry(100, "in allow", "1", [3, 4])]);
    const tooBig = { protocol: ICMP, icmpType: 3, icmpCode: 4 } as const;
    expect(connectionWorks(doc, { from: "eni-web", to: "eni-app", family: 4, ...tooBig }).works).toBe(true);
  });

  it("asks the ACLs again for the reply of a protocol without ports", () => {
    const doc = smallNetwork();
    setIngress(doc, "sg-app", [allow("47")]);
    const gre = { from: "eni-web", to: "eni-app", family: 4, protocol: 47 } as const;
    expect(connectionWorks(doc, gre).works).toBe(true);
    setEntries(doc, "acl-app", [entry(100, "in allow", "47")]);
    expect(blockers(connectionWorks(doc, gre))).toEqual(["reply egress acl-app 32767"]);
  });

  it("goes on to the destination's subnet where the local route is missing", () => {
    const doc = smallNetwork();
    find(doc.RouteTables, "RouteTableId", "rtb-web").Routes = [];
    expect(blockers(ask(doc, "eni-web", "eni-app", 80))).toEqual([
      "forward egress rtb-web -",
      "forward ingress sg-app -",
    ]);
  });

  it("falls back to the default ACL of the VPC for a subnet that no ACL names", () => {
    const doc = smallNetwork();
    addPeer(doc);
    const closed = find(doc.NetworkAcls, "NetworkAclId", "acl-app");
    Object.assign(closed, { Associations: [], IsDefault: true, Entries: acl("acl-app", [], []).Entries });
    find(doc.NetworkAcls, "NetworkAclId", "acl-peer").IsDefault = true;
    doc.NetworkAcls.reverse();
    expect(blockers(ask(doc, "eni-web", "eni-app", 8080))).toEqual([
      "forward ingress acl-app 32767",
      "reply egress acl-app 32767",
    ]);
  });

  it("reaches a secondary private address too, with the groups of its interface", () => {
    const doc = smallNetwork();
    const app = find(doc.NetworkInterfaces, "NetworkInterfaceId", "eni-app");
    app.PrivateIpAddresses.push({ Primary: false, PrivateIpAddress: "10.0.1.99" });
    expect(ask(doc, "eni-web", "10.0.1.99", 8080).works).toBe(true);
    expect(ask(doc, "10.0.1.99", "eni-web", 80).works).toBe(true);
    expect(blockers(ask(doc, "eni-web", "10.0.1.98", 8080))).toEqual(["forward ingress subnet-app -"]);
  });

  it("knows every block of the VPC", () => {
    const doc = smallNetwork();
    const blocks = ["10.0.0.0/16", "10.1.0.0/16"].map((CidrBlock) => ({
      CidrBlock,
      CidrBlockState: { State: "associated" },
    }));
    find(doc.Vpcs, "VpcId", "vpc-1").CidrBlockAssociationSet = blocks;
    doc.Subnets.push(subnet("subnet-more", "10.1.0.0/24"));
    doc.NetworkAcls.push(openAcl("acl-more", ["subnet-more"]));
    doc.NetworkInterfaces.push(eni("eni-more", "subnet-more", "10.1.0.10", "sg-app"));
    expect(blockers(ask(doc, "eni-web2", "eni-more", 8080))).toEqual(["forward egress igw-1 -"]);
    for (const table of doc.RouteTables) {
      table.Routes.push({ ...local, DestinationCidrBlock: "10.1.0.0/16" });
    }
    expect(ask(doc, "eni-web2", "eni-more", 8080).works).toBe(true);
  });
});

describe("what nothing filters", () => {
  it.each([
    ["the resolver of the VPC", "10.0.0.2", UDP, 53],
    ["the resolver's link-local address", "169.254.169.253", TCP, 53],
    ["instance metadata", "169.254.169.254", TCP, 80],
    ["time", "169.254.169.123", UDP, 123],
  ])("is %s", (_, to, protocol, port) => {
    const doc = smallNetwork();
    setEgress(doc, "sg-app", []);
    setEntries(doc, "acl-app", []);
    expect(ask(doc, "eni-app", to, port, { protocol }).works).toBe(true);
  });

  it.each([
    ["Windows activation", "169.254.169.250", TCP, 1688],
    ["the resolver over IPv6", "fd00:ec2::253", UDP, 53],
    ["instance metadata over IPv6", "fd00:ec2::254", TCP, 80],
    ["time over IPv6", "fd00:ec2::123", UDP, 123],
  ])("is %s", (_, to, protocol, port) => {
    const doc = smallNetwork();
    setEgress(doc, "sg-app", []);
    find(doc.NetworkInterfaces, "NetworkInterfaceId", "eni-app").Ipv6Addresses = [{ Ipv6Address: "2600::10" }];
    const family = to.includes(":") ? 6 : 4;
    expect(ask(doc, "eni-app", to, port, { protocol, family }).works).toBe(true);
    expect(blockers(ask(doc, "eni-app", to, port + 1, { protocol, family }))).toEqual([
      "forward egress sg-app -",
      "forward egress rtb-main -",
    ]);
  });

  it("is not another port of them, nor a DNS server of one's own", () => {
    const doc = smallNetwork();
    setEgress(doc, "sg-app", []);
    expect(blockers(ask(doc, "eni-app", "169.254.169.254", 443))).toEqual([
      "forward egress sg-app -",
      "forward egress rtb-main -",
    ]);
    expect(blockers(ask(doc, "eni-app", "10.0.0.10", 53))).toEqual([
      "forward egress sg-app -",
      "forward ingress sg-web -",
    ]);
  });
});

describe("what the oracle does not know, or the document does not hold", () => {
  function expectUnsupported(doc: AwsDocument, from = "eni-app", to = internet): void {
    const result = ask(doc, from, to, 8080);
    expect(result.works).toBe(false);
    expect(result.unsupported).toHaveLength(1);
  }

  it.each([
    { TransitGatewayId: "tgw-1" },
    { GatewayId: "vgw-1" },
    { GatewayId: "igw-unknown" },
    { NatGatewayId: "nat-unknown" },
    { VpcPeeringConnectionId: "pcx-unknown" },
  ])("is said, not guessed: a route to %j", (target) => {
    const doc = smallNetwork();
    find(doc.RouteTables, "RouteTableId", "rtb-main").Routes.push(route("0.0.0.0/0", target));
    expectUnsupported(doc);
    expect(ask(doc, "eni-app", internet, 8080).blockers).toEqual([]);
  });

  it.each(["SecurityGroups", "NetworkAcls", "RouteTables"] as const)("is said, not guessed: missing %s", (key) => {
    const doc = smallNetwork();
    doc[key] = [];
    expect(ask(doc, "eni-web", "eni-app", 8080).unsupported).not.toEqual([]);
  });

  it("is said, not guessed: a route table of the internet gateway, a regional NAT gateway, a peer nobody described", () => {
    const edge = smallNetwork();
    edge.RouteTables[1]!.Associations.push({ Main: false, RouteTableId: "rtb-main", GatewayId: "igw-1" });
    expectUnsupported(edge, internet, "eni-web");
    const regional = smallNetwork();
    addNatGateway(regional);
    delete regional.NatGateways[0]!.SubnetId;
    expectUnsupported(regional);
    const peered = smallNetwork();
    addPeer(peered);
    peered.Vpcs.pop();
    expectUnsupported(peered, "eni-web", "eni-peer");
  });

  it("is said, not guessed: a question about two hosts outside", () => {
    expectUnsupported(smallNetwork(), internet, "198.51.100.1");
  });

  it("is an error if the question itself names an unknown interface", () => {
    expect(() => ask(smallNetwork(), "eni-unknown", "eni-web", 80)).toThrow("eni-unknown");
  });
});
