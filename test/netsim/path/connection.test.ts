/** There and back: what a reply is, for each protocol and family. */
import { type NetworkInput, network } from "@netsim/core";
import { checkConnection } from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE,
  ANYWHERE_IPV6,
  allow,
  blockersOf,
  EVERYTHING,
  extend,
  from,
  headersText,
  hopAt,
  hopsOf,
  legOf,
  PUBLIC_AND_PRIVATE,
  publicAndPrivate,
  route,
  STRANGER,
  TWO_SUBNETS,
  twoSubnets,
} from "../../support/small-networks.ts";

const A_TO_B = { from: "i-a", to: "i-b" } as const;
const FROM_A = { "sg-b": { vpcId: "vpc-1", ingress: [from("sg-a", "all")] } };

describe("ICMP", () => {
  const ping = { ...A_TO_B, protocol: "icmp" } as const;

  it("without more is a ping: echo request there, echo reply back", () => {
    const verdict = checkConnection(twoSubnets({ securityGroups: FROM_A }), ping);
    expect(verdict.verdict).toBe("reachable");
    expect(headersText(legOf(verdict).asked)).toEqual(["icmp 10.0.0.10/32 8 -> 10.0.1.10/32 0"]);
    expect(headersText(hopAt(verdict, "reply", "acl-b").inbound)).toEqual(["icmp 10.0.1.10/32 0 -> 10.0.0.10/32 0"]);
  });

  it("needs the ACLs to admit the echo reply by its own type", () => {
    const acl = (egress: string) =>
      twoSubnets({
        securityGroups: FROM_A,
        networkAcls: { "acl-b": { vpcId: "vpc-1", ingress: [allow(100, "icmp 8")], egress: [allow(100, egress)] } },
      });
    expect(checkConnection(acl("icmp 0"), ping).verdict).toBe("reachable");
    const verdict = checkConnection(acl("icmp 8"), ping);
    expect(blockersOf(verdict)).toEqual(["acl-b egress reply #32767 network-acl-denies SUBNET_ACL_RESTRICTION"]);
    expect(headersText(verdict.blockers[0]?.packets)).toEqual(["icmp 10.0.1.10/32 0 -> 10.0.0.10/32 0"]);
  });

  it("errors are not answered: what stops other replies does not matter to them", () => {
    const net = twoSubnets({
      securityGroups: FROM_A,
      networkAcls: { "acl-b": { vpcId: "vpc-1", ingress: EVERYTHING } },
    });
    const tooBig = checkConnection(net, { ...ping, icmp: { type: 3, code: 4 } });
    expect(tooBig.verdict).toBe("reachable");
    expect(legOf(tooBig).reply.hops).toEqual([]);
    expect(checkConnection(net, ping).verdict).toBe("unreachable");
  });

  it("of a type without a code stands for every code", () => {
    const net = twoSubnets({
      securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: [from("sg-a", "icmp 3 4")] } },
    });
    const verdict = checkConnection(net, { ...ping, icmp: { type: 3 } });
    expect(verdict.verdict).toBe("partial");
    expect(headersText(legOf(verdict).working)).toEqual(["icmp 10.0.0.10/32 3 -> 10.0.1.10/32 4"]);
  });

  it("requests that a rule for code 0 does not admit are not taken for answered, although every answer has code 0", () => {
    const net = twoSubnets({ securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: [from("sg-a", "icmp 8 0")] } } });
    const verdict = checkConnection(net, { ...ping, icmp: { type: 8 } });
    expect(verdict.verdict).toBe("partial");
    expect(headersText(legOf(verdict).working)).toEqual(["icmp 10.0.0.10/32 8 -> 10.0.1.10/32 0"]);
  });

  it("through a NAT gateway keeps its type", () => {
    const verdict = checkConnection(publicAndPrivate(), { from: "app", to: STRANGER, protocol: "icmp" });
    expect(headersText(hopAt(verdict, "forward", "igw-1").outbound)).toEqual([
      "icmp 198.51.100.100/32 8 -> 203.0.113.10/32 0",
    ]);
    expect(verdict.verdict).toBe("reachable");
  });
});

describe("UDP", () => {
  it("is judged with its answer: the ACL has to let it back", () => {
    const net = (egress: string) =>
      twoSubnets({
        securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: [from("sg-a", "udp 53")], egress: [] } },
        networkAcls: { "acl-b": { vpcId: "vpc-1", ingress: [allow(100, "udp 53")], egress: [allow(100, egress)] } },
      });
    const ask = { ...A_TO_B, protocol: "udp", port: 53 } as const;
    expect(checkConnection(net("udp 1024-65535"), ask).verdict).toBe("reachable");
    expect(checkConnection(net("tcp 1024-65535"), ask).verdict).toBe("unreachable");
    expect(checkConnection(net("udp 1024-65535"), { ...ask, protocol: "tcp" }).verdict).toBe("unreachable");
  });
});

describe("other protocols", () => {
  it("have neither ports nor types; a rule for them matches all of their packets, both ways", () => {
    const gre = { ruleNumber: 100, ruleAction: "allow", protocol: 47, cidrBlock: ANYWHERE } as const;
    const net = twoSubnets({
      securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: [{ protocol: 47, from: "sg-a" }], egress: [] } },
      networkAcls: { "acl-b": { vpcId: "vpc-1", ingress: [gre], egress: [gre] } },
    });
    const verdict = checkConnection(net, { ...A_TO_B, protocol: 47 });
    expect(verdict.verdict).toBe("reachable");
    expect(headersText(legOf(verdict).asked)).toEqual(["47 10.0.0.10/32 -> 10.0.1.10/32"]);
    expect(checkConnection(net, { ...A_TO_B, protocol: 50 }).verdict).toBe("unreachable");
  });
});

/** The two subnets with IPv6 beside IPv4. */
const DUAL: NetworkInput = extend(TWO_SUBNETS, {
  vpcs: { "vpc-1": { cidr: ["10.0.0.0/16", "2001:db8:1::/56"] } },
  subnets: {
    "subnet-a": {
      vpcId: "vpc-1",
      availabilityZone: "us-east-1a",
      cidr: ["10.0.0.0/24", "2001:db8:1::/64"],
      networkAclId: "acl-a",
    },
    "subnet-b": {
      vpcId: "vpc-1",
      availabilityZone: "us-east-1b",
      cidr: ["10.0.1.0/24", "2001:db8:1:1::/64"],
      networkAclId: "acl-b",
    },
  },
  instances: {
    "i-a": { subnetId: "subnet-a", privateIpAddress: "10.0.0.10", ipv6Address: "2001:db8:1::10", groups: ["sg-a"] },
    "i-b": { subnetId: "subnet-b", privateIpAddress: "10.0.1.10", ipv6Address: "2001:db8:1:1::10", groups: ["sg-b"] },
  },
});

describe("both families", () => {
  it("are asked about where both ends have both, and a group reference matches both", () => {
    const verdict = checkConnection(network(DUAL), { ...A_TO_B, port: 80 });
    expect(verdict.verdict).toBe("reachable");
    expect(headersText(legOf(verdict).working)).toEqual([
      "tcp 10.0.0.10/32 1024-65535 -> 10.0.1.10/32 80",
      "tcp 2001:db8:1::10/128 1024-65535 -> 2001:db8:1:1::10/128 80",
    ]);
  });

  it("are partial where an ACL lets through one of them only", () => {
    const net = network(
      extend(DUAL, { networkAcls: { "acl-b": { vpcId: "vpc-1", ingress: [allow(100, "all")], egress: EVERYTHING } } }),
    );
    const verdict = checkConnection(net, { ...A_TO_B, port: 80 });
    expect(verdict.verdict).toBe("partial");
    expect(headersText(legOf(verdict).failing)).toEqual([
      "tcp 2001:db8:1::10/128 1024-65535 -> 2001:db8:1:1::10/128 80",
    ]);
    expect(blockersOf(verdict)).toEqual(["acl-b ingress forward #32768 network-acl-denies SUBNET_ACL_RESTRICTION"]);
  });

  it("are asked about one at a time by address", () => {
    const net = network(DUAL);
    const ask = (to: string) => headersText(legOf(checkConnection(net, { from: "i-a", to, port: 80 })).asked);
    expect(ask("10.0.1.10")).toEqual(["tcp 10.0.0.10/32 1024-65535 -> 10.0.1.10/32 80"]);
    expect(ask("2001:db8:1:1::10")).toEqual(["tcp 2001:db8:1::10/128 1024-65535 -> 2001:db8:1:1::10/128 80"]);
  });

  it("that the ends do not share let nothing pass", () => {
    const net = network(
      extend(DUAL, {
        instances: { "i-a": { subnetId: "subnet-a", privateIpAddress: "10.0.0.10", groups: ["sg-a"] } },
      }),
    );
    const verdict = checkConnection(net, { from: "i-a", to: "2001:db8:1:1::10", port: 80 });
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.blockers).toMatchObject([
      { code: "no-common-address-family", details: { sender: ["ipv4"], receiver: ["ipv6"] } },
    ]);
  });

  it("reach the internet each by its own route", () => {
    const net = network(
      extend(DUAL, {
        internetGateways: { "igw-1": { vpcId: "vpc-1" } },
        routeTables: { "rtb-1": { vpcId: "vpc-1", main: true, routes: [route(ANYWHERE_IPV6, "igw-1")] } },
      }),
    );
    const verdict = checkConnection(net, { from: "i-a", to: "internet", port: 443 });
    expect(verdict.verdict).toBe("partial");
    expect(legOf(verdict).working.map((each) => each.sourceAddresses)).toEqual([["2001:db8:1::10/128"]]);
    expect(blockersOf(verdict)).toEqual(["rtb-1 egress forward - no-route NO_ROUTE_TO_DESTINATION"]);
  });

  it("IPv6 between two VPCs that are not peered goes over the internet, and loses who sent it", () => {
    const other: NetworkInput = extend(DUAL, {
      vpcs: { "vpc-2": { cidr: ["10.9.0.0/16", "2001:db8:2::/56"] } },
      internetGateways: { "igw-1": { vpcId: "vpc-1" }, "igw-2": { vpcId: "vpc-2" } },
      routeTables: {
        "rtb-1": { vpcId: "vpc-1", main: true, routes: [route(ANYWHERE_IPV6, "igw-1")] },
        "rtb-2": { vpcId: "vpc-2", main: true, routes: [route(ANYWHERE_IPV6, "igw-2")] },
      },
      subnets: { far: { vpcId: "vpc-2", availabilityZone: "us-east-1a", cidr: ["10.9.0.0/24", "2001:db8:2::/64"] } },
      securityGroups: {
        "sg-far": { vpcId: "vpc-2", ingress: [from("2001:db8:1::/56", "tcp 80"), from("sg-a", "tcp 22")] },
      },
      instances: {
        "i-far": { subnetId: "far", privateIpAddress: "10.9.0.10", ipv6Address: "2001:db8:2::10", groups: ["sg-far"] },
      },
    });
    const ask = (port: number) => checkConnection(network(other), { from: "i-a", to: "2001:db8:2::10", port });
    expect(ask(80).verdict).toBe("reachable");
    expect(hopsOf(legOf(ask(80)), "forward").filter((hop) => hop.startsWith("igw"))).toEqual([
      "igw-1 egress",
      "igw-2 ingress",
    ]);
    expect(blockersOf(ask(22))).toEqual([
      "sg-far ingress forward - security-group-reference-lost SG_REFERENCES_NOT_PRESERVED",
    ]);
  });
});

describe("from and to the internet", () => {
  it("stands for every public address, of which the working part is exact", () => {
    const net = publicAndPrivate({
      securityGroups: { "sg-web": { vpcId: "vpc-1", ingress: [from("203.0.113.0/24", "tcp 80")] } },
    });
    const verdict = checkConnection(net, { from: "internet", to: "web", port: 80 });
    expect(verdict.verdict).toBe("partial");
    expect(headersText(legOf(verdict).working)).toEqual(["tcp 203.0.113.0/24 1024-65535 -> 198.51.100.10/32 80"]);
  });

  it("0.0.0.0/0 means the internet over IPv4", () => {
    const verdict = checkConnection(publicAndPrivate(), { from: ANYWHERE, to: "web", port: 80 });
    expect(verdict.verdict).toBe("reachable");
    expect(legOf(verdict).from).toBe("internet");
  });

  it("finds the way through a NAT gateway for every destination", () => {
    const verdict = checkConnection(network(PUBLIC_AND_PRIVATE), { from: "app", to: "internet", port: 443 });
    expect(verdict.verdict).toBe("reachable");
    expect(legOf(verdict).failing).toEqual([]);
  });
});
