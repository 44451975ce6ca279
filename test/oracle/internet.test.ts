import { describe, expect, it } from "vitest";
import type { AwsDocument } from "./aws-json.js";
import {
  addNatGateway,
  addPeer,
  allow,
  entry,
  find,
  route,
  setEgress,
  setEntries,
  setIngress,
  smallNetwork,
  withIpv6Block,
} from "./fixture.js";
import { connectionWorks, ICMPV6 } from "./oracle.js";
import { ask, blockers, internet } from "./questions.js";

describe("the internet gateway", () => {
  it("translates one to one, both ways", () => {
    expect(ask(smallNetwork(), "eni-web", internet, 443).works).toBe(true);
    expect(ask(smallNetwork(), internet, "eni-web", 80).works).toBe(true);
    expect(ask(smallNetwork(), internet, "54.0.0.10", 80).works).toBe(true);
  });

  it("knows no public address in a VPC without it", () => {
    const doc = smallNetwork();
    doc.InternetGateways = [];
    expect(blockers(ask(doc, internet, "eni-web2", 80))).toEqual(["forward ingress vpc-1 -"]);
  });

  it("drops a reply to a request that did not come in by it", () => {
    const doc = smallNetwork();
    addPeer(doc, "active", "us-east-1", "20.9");
    const table = find(doc.RouteTables, "RouteTableId", "rtb-web");
    expect(ask(doc, "eni-peer", "eni-web", 80).works).toBe(true);
    table.Routes = table.Routes.filter((one) => one.VpcPeeringConnectionId === undefined);
    expect(blockers(ask(doc, "eni-peer", "eni-web", 80))).toEqual(["reply egress igw-1 -"]);
  });

  it("needs a public address on the interface", () => {
    expect(blockers(ask(smallNetwork(), "eni-web2", internet, 443))).toEqual(["forward egress igw-1 -"]);
    expect(blockers(ask(smallNetwork(), internet, "eni-web2", 80))).toEqual(["forward ingress igw-1 -"]);
  });

  it("shows the ACL the public peer and the private self", () => {
    const doc = smallNetwork();
    setEntries(doc, "acl-web", [
      entry(100, "in allow", "6", [80, 80], `${internet}/32`),
      entry(100, "out allow", "6", [1024, 65535], `${internet}/32`),
    ]);
    expect(ask(doc, internet, "eni-web", 80).works).toBe(true);
    expect(blockers(ask(doc, "198.51.100.1", "eni-web", 80))).toEqual([
      "forward ingress acl-web 32767",
      "reply egress acl-web 32767",
    ]);
  });

  it("must be attached to the VPC", () => {
    const doc = smallNetwork();
    find(doc.InternetGateways, "InternetGatewayId", "igw-1").Attachments = [];
    expect(blockers(ask(doc, "eni-web", internet, 443))).toEqual(["forward egress igw-1 -"]);
    expect(blockers(ask(doc, internet, "eni-web", 80))).toEqual(["forward ingress vpc-1 -"]);
  });

  it("refuses private-use and shared addresses", () => {
    expect(blockers(ask(smallNetwork(), "eni-web", "10.77.0.1", 443))).toEqual(["forward egress igw-1 -"]);
    expect(blockers(ask(smallNetwork(), "eni-web", "172.31.0.9", 443))).toEqual(["forward egress igw-1 -"]);
    expect(blockers(ask(smallNetwork(), "eni-web", "192.168.7.7", 443))).toEqual(["forward egress igw-1 -"]);
    expect(blockers(ask(smallNetwork(), "eni-web", "100.64.0.1", 443))).toEqual(["forward egress igw-1 -"]);
    expect(blockers(ask(smallNetwork(), "172.31.0.9", "eni-web", 80))).toEqual(["forward ingress igw-1 -"]);
  });

  it("is missed by a reply from a private subnet, public address or not", () => {
    const doc = smallNetwork();
    const app = find(doc.NetworkInterfaces, "NetworkInterfaceId", "eni-app");
    app.PrivateIpAddresses[0]!.Association = { PublicIp: "54.0.0.20" };
    setIngress(doc, "sg-app", [allow("tcp", 8080)]);
    expect(blockers(ask(doc, internet, "eni-app", 8080))).toEqual(["reply egress rtb-main -"]);
    addNatGateway(doc);
    expect(blockers(ask(doc, internet, "eni-app", 8080))).toEqual(["reply egress nat-1 -"]);
  });

  it("without a route is still looked at for what else is missing", () => {
    expect(blockers(ask(smallNetwork(), "eni-app", internet, 443))).toEqual([
      "forward egress rtb-main -",
      "forward egress igw-1 -",
    ]);
  });

  it("hides the group of a sender that calls a public address", () => {
    const doc = smallNetwork();
    setIngress(doc, "sg-web", [allow("tcp", 80, "sg-web"), allow("tcp", 80, "10.0.0.0/16")]);
    find(doc.NetworkInterfaces, "NetworkInterfaceId", "eni-web2").PrivateIpAddresses[0]!.Association = {
      PublicIp: "54.0.0.11",
    };
    expect(ask(doc, "eni-web", "eni-web2", 80).works).toBe(true);
    expect(blockers(ask(doc, "eni-web", "54.0.0.11", 80))).toEqual(["forward ingress sg-web -"]);
    setIngress(doc, "sg-web", [allow("tcp", 80, "54.0.0.10/32")]);
    expect(ask(doc, "eni-web", "54.0.0.11", 80).works).toBe(true);
  });
});

describe("IPv6", () => {
  function withIpv6(): AwsDocument {
    const doc = smallNetwork();
    withIpv6Block(find(doc.Vpcs, "VpcId", "vpc-1"), "2600:1f14:a:b00::/56");
    withIpv6Block(find(doc.Subnets, "SubnetId", "subnet-web"), "2600:1f14:a:b00::/64");
    withIpv6Block(find(doc.Subnets, "SubnetId", "subnet-app"), "2600:1f14:a:b01::/64");
    find(doc.NetworkInterfaces, "NetworkInterfaceId", "eni-web").Ipv6Addresses = [
      { Ipv6Address: "2600:1f14:a:b00::10" },
    ];
    find(doc.NetworkInterfaces, "NetworkInterfaceId", "eni-app").Ipv6Addresses = [
      { Ipv6Address: "2600:1f14:a:b01::10" },
    ];
    for (const table of doc.RouteTables) {
      table.Routes.push(route("2600:1f14:a:b00::/56", { GatewayId: "local" }));
    }
    doc.EgressOnlyInternetGateways.push({
      EgressOnlyInternetGatewayId: "eigw-1",
      Attachments: [{ State: "attached", VpcId: "vpc-1" }],
    });
    find(doc.RouteTables, "RouteTableId", "rtb-web").Routes.push(route("::/0", { GatewayId: "igw-1" }));
    find(doc.RouteTables, "RouteTableId", "rtb-main").Routes.push(
      route("::/0", { EgressOnlyInternetGatewayId: "eigw-1" }),
    );
    setEgress(doc, "sg-app", [allow("-1", undefined, "::/0")]);
    return doc;
  }
  const outside = "2a00::1";

  it("needs rules of its own", () => {
    const doc = withIpv6();
    expect(blockers(ask(doc, outside, "eni-web", 80, { family: 6 }))).toEqual(["forward ingress sg-web -"]);
    setIngress(doc, "sg-web", [allow("tcp", 80, "::/0")]);
    expect(ask(doc, outside, "eni-web", 80, { family: 6 }).works).toBe(true);
    setEntries(doc, "acl-web", [entry(100, "in allow", "-1"), entry(100, "out allow", "-1")]);
    expect(blockers(ask(doc, outside, "eni-web", 80, { family: 6 }))).toEqual([
      "forward ingress acl-web 32768",
      "reply egress acl-web 32768",
    ]);
  });

  it("is covered by group references", () => {
    const doc = withIpv6();
    setEgress(doc, "sg-web", [allow("tcp", 8080, "sg-app")]);
    expect(ask(doc, "eni-web", "eni-app", 8080, { family: 6 }).works).toBe(true);
  });

  it("leaves through an egress-only gateway and never comes in by it", () => {
    const doc = withIpv6();
    setIngress(doc, "sg-app", [allow("-1", undefined, "::/0")]);
    expect(ask(doc, "eni-app", outside, 443, { family: 6 }).works).toBe(true);
    expect(blockers(ask(doc, outside, "eni-app", 443, { family: 6 }))).toEqual(["reply egress eigw-1 -"]);
    find(doc.InternetGateways, "InternetGatewayId", "igw-1").Attachments = [];
    expect(ask(doc, "eni-app", outside, 443, { family: 6 }).works).toBe(true);
    expect(blockers(ask(doc, outside, "eni-app", 443, { family: 6 }))).toEqual(["forward ingress vpc-1 -"]);
  });

  it("answers a ping with type 129", () => {
    const doc = withIpv6();
    setIngress(doc, "sg-web", [allow("icmpv6", undefined, "::/0")]);
    const echo = { from: outside, to: "eni-web", family: 6, protocol: ICMPV6, icmpType: 128, icmpCode: 0 } as const;
    expect(connectionWorks(doc, echo).works).toBe(true);
    setEntries(doc, "acl-web", [
      entry(100, "in allow", "58", [128, -1], "::/0"),
      entry(100, "out allow", "58", [129, -1], "::/0"),
    ]);
    expect(connectionWorks(doc, echo).works).toBe(true);
    setEntries(doc, "acl-web", [
      entry(100, "in allow", "58", [128, -1], "::/0"),
      entry(100, "out allow", "58", [128, -1], "::/0"),
    ]);
    expect(blockers(connectionWorks(doc, echo))).toEqual(["reply egress acl-web 32768"]);
  });

  it("between VPCs without peering goes over the internet, where groups are unknown", () => {
    const doc = withIpv6();
    addPeer(doc);
    doc.VpcPeeringConnections = [];
    withIpv6Block(find(doc.Vpcs, "VpcId", "vpc-2"), "2600:1f14:b:b00::/56");
    withIpv6Block(find(doc.Subnets, "SubnetId", "subnet-peer"), "2600:1f14:b:b00::/64");
    find(doc.NetworkInterfaces, "NetworkInterfaceId", "eni-peer").Ipv6Addresses = [
      { Ipv6Address: "2600:1f14:b:b00::10" },
    ];
    doc.InternetGateways.push({ InternetGatewayId: "igw-2", Attachments: [{ State: "attached", VpcId: "vpc-2" }] });
    find(doc.RouteTables, "RouteTableId", "rtb-peer").Routes.push(route("::/0", { GatewayId: "igw-2" }));
    setEgress(doc, "sg-web", [allow("-1", undefined, "::/0")]);
    for (const [from, groupId] of [
      ["eni-web", "sg-web"],
      ["eni-app", "sg-app"],
    ] as const) {
      setIngress(doc, "sg-peer", [allow("tcp", 22, groupId)]);
      expect(blockers(ask(doc, from, "eni-peer", 22, { family: 6 }))).toEqual(["forward ingress sg-peer -"]);
      setIngress(doc, "sg-peer", [allow("tcp", 22, "2600:1f14:a:b00::/56")]);
      expect(ask(doc, from, "eni-peer", 22, { family: 6 }).works).toBe(true);
    }
  });

  it("leaves only by gateways that are attached, and never by a NAT gateway", () => {
    const doc = withIpv6();
    find(doc.EgressOnlyInternetGateways, "EgressOnlyInternetGatewayId", "eigw-1").Attachments = [];
    expect(blockers(ask(doc, "eni-app", outside, 443, { family: 6 }))).toEqual(["forward egress eigw-1 -"]);
    addNatGateway(doc);
    find(doc.RouteTables, "RouteTableId", "rtb-main").Routes = [route("::/0", { NatGatewayId: "nat-1" })];
    expect(blockers(ask(doc, "eni-app", outside, 443, { family: 6 }))).toEqual(["forward egress nat-1 -"]);
    find(doc.RouteTables, "RouteTableId", "rtb-main").Routes = [
      route("::/0", { EgressOnlyInternetGatewayId: "eigw-unknown" }),
    ];
    expect(ask(doc, "eni-app", outside, 443, { family: 6 }).unsupported).toHaveLength(1);
  });

  it("is impossible for an interface without an IPv6 address", () => {
    expect(blockers(ask(withIpv6(), outside, "eni-web2", 80, { family: 6 }))).toEqual(["forward ingress eni-web2 -"]);
    expect(blockers(ask(withIpv6(), "eni-web2", outside, 80, { family: 6 }))).toEqual(["forward egress eni-web2 -"]);
  });

  it("does not pass an internet gateway to or from a load balancer that is kept from it", () => {
    const doc = withIpv6();
    const arn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/1";
    const node = find(doc.NetworkInterfaces, "NetworkInterfaceId", "eni-web");
    node.Description = "ELB app/web/1";
    setIngress(doc, "sg-web", [allow("tcp", 80, "::/0")]);
    const balancer = { LoadBalancerArn: arn, LoadBalancerName: "web", Type: "application", VpcId: "vpc-1" } as const;
    const asked = (Scheme: "internal" | "internet-facing", Value?: string): string[] => {
      const LoadBalancers = [{ ...balancer, Scheme, IpAddressType: "dualstack", AvailabilityZones: [] }] as const;
      const said = Value === undefined ? [] : [{ Key: "ipv6.deny_all_igw_traffic", Value }];
      const whole = Object.assign({}, doc, { LoadBalancers, Attributes: [{ LoadBalancerArn: arn, Attributes: said }] });
      return blockers(ask(whole, outside, "eni-web", 80, { family: 6 }));
    };
    expect(asked("internet-facing")).toEqual([]);
    expect(asked("internal", "false")).toEqual([]);
    expect(asked("internal")).toEqual(["forward ingress igw-1 -"]);
    expect(asked("internet-facing", "true")).toEqual(["forward ingress igw-1 -"]);
  });
});
