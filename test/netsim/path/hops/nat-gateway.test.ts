import { type NetworkAclEntryInput, type NetworkInput, network } from "@netsim/core";
import { checkConnection, checkPacket } from "netsim";
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
  PEERED,
  publicAndPrivate,
  route,
  STRANGER,
  unknownsOf,
} from "../../../support/small-networks.ts";

const OUT = { from: "app", to: STRANGER, port: 443 } as const;

function aclOfTheNat(ingress: readonly NetworkAclEntryInput[], egress: readonly NetworkAclEntryInput[]) {
  return publicAndPrivate({ networkAcls: { "acl-public": { vpcId: "vpc-1", ingress, egress } } });
}

describe("a NAT gateway", () => {
  it("sends from its own address, and from any of its ports; the internet gateway gives it its Elastic IP", () => {
    const verdict = checkConnection(publicAndPrivate(), { ...OUT, sourcePorts: 40000 });
    expect(verdict.verdict).toBe("reachable");
    expect(headersText(hopAt(verdict, "forward", "nat-1", "ingress").outbound)).toEqual([
      "tcp 10.0.0.100/32 1024-65535 -> 203.0.113.10/32 443",
    ]);
    expect(headersText(hopAt(verdict, "forward", "igw-1").outbound)).toEqual([
      "tcp 198.51.100.100/32 1024-65535 -> 203.0.113.10/32 443",
    ]);
    expect(headersText(hopAt(verdict, "reply", "nat-1", "ingress").outbound)).toEqual([
      "tcp 203.0.113.10/32 443 -> 10.0.1.10/32 40000",
    ]);
    expect(headersText(legOf(verdict).working)).toEqual(["tcp 10.0.1.10/32 40000 -> 203.0.113.10/32 443"]);
  });

  it("is on the way there and on the way back, in this order", () => {
    const leg = legOf(checkConnection(publicAndPrivate(), OUT));
    expect(hopsOf(leg, "forward")).toEqual([
      "eni-app egress",
      "sg-app egress",
      "acl-private egress",
      "rtb-private egress",
      "acl-public ingress",
      "nat-1 ingress",
      "nat-1 egress",
      "acl-public egress",
      "rtb-public egress",
      "igw-1 egress",
      "internet egress",
    ]);
    expect(hopsOf(leg, "reply")).toEqual([
      "igw-1 ingress",
      "acl-public ingress",
      "nat-1 ingress",
      "nat-1 egress",
      "acl-public egress",
      "rtb-public egress",
      "acl-private ingress",
      "sg-app ingress",
      "eni-app ingress",
    ]);
  });

  it.each<[string, NetworkAclEntryInput[], NetworkAclEntryInput[], string, string]>([
    [
      "let what instances send into the NAT gateway's subnet",
      [allow(100, "tcp 1024-65535", "203.0.113.0/24")],
      [...EVERYTHING],
      "acl-public ingress forward",
      "tcp 10.0.1.10/32 1024-65535 -> 203.0.113.10/32 443",
    ],
    [
      "let it out to the internet",
      [...EVERYTHING],
      [allow(100, "all", "10.0.0.0/16")],
      "acl-public egress forward",
      "tcp 10.0.0.100/32 1024-65535 -> 203.0.113.10/32 443",
    ],
    [
      "let replies in from the internet",
      [allow(100, "all", "10.0.0.0/16")],
      [...EVERYTHING],
      "acl-public ingress reply",
      "tcp 203.0.113.10/32 443 -> 10.0.0.100/32 1024-65535",
    ],
    [
      "let replies out to the instances",
      [...EVERYTHING],
      [allow(100, "tcp 443", "203.0.113.0/24")],
      "acl-public egress reply",
      "tcp 203.0.113.10/32 443 -> 10.0.1.10/32 1024-65535",
    ],
  ])("needs its subnet's ACL to %s", (_, ingress, egress, place, stopped) => {
    const verdict = checkConnection(aclOfTheNat(ingress, egress), OUT);
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual([`${place} #32767 network-acl-denies SUBNET_ACL_RESTRICTION`]);
    expect(headersText(verdict.blockers[0]?.packets)).toEqual([stopped]);
  });

  it("picks its port itself: an ACL that admits some of its ports works for some connections, and for none surely", () => {
    const ingress = [allow(100, "all", "10.0.0.0/16"), allow(110, "tcp 32768-65535")];
    const verdict = checkConnection(aclOfTheNat(ingress, EVERYTHING), OUT);
    expect(verdict.verdict).toBe("partial");
    expect(headersText(legOf(verdict).working)).toEqual([]);
    expect(blockersOf(verdict)).toEqual(["acl-public ingress reply #32767 network-acl-denies SUBNET_ACL_RESTRICTION"]);
    expect(headersText(verdict.blockers[0]?.packets)).toEqual(["tcp 203.0.113.10/32 443 -> 10.0.0.100/32 1024-32767"]);
  });

  it("does not change which of the instance's own ports work in the instance's subnet", () => {
    const net = publicAndPrivate({
      networkAcls: {
        "acl-private": { vpcId: "vpc-1", ingress: [allow(100, "tcp 32768-65535")], egress: EVERYTHING },
      },
    });
    const verdict = checkConnection(net, OUT);
    expect(verdict.verdict).toBe("partial");
    expect(headersText(legOf(verdict).working)).toEqual(["tcp 10.0.1.10/32 32768-65535 -> 203.0.113.10/32 443"]);
  });

  it("keeps apart which destinations work when a block is asked about", () => {
    const egress = [allow(100, "all", "10.0.0.0/16"), allow(110, "tcp 443", "203.0.113.0/25")];
    const verdict = checkConnection(aclOfTheNat(EVERYTHING, egress), { ...OUT, to: "203.0.113.0/24" });
    expect(verdict.verdict).toBe("partial");
    expect(headersText(legOf(verdict).working)).toEqual(["tcp 10.0.1.10/32 1024-65535 -> 203.0.113.0/25 443"]);
    expect(headersText(legOf(verdict).failing)).toEqual(["tcp 10.0.1.10/32 1024-65535 -> 203.0.113.128/25 443"]);
  });

  it("carries tcp, udp and icmp and nothing else", () => {
    const net = publicAndPrivate();
    expect(checkConnection(net, { ...OUT, protocol: "udp", port: 53 }).verdict).toBe("reachable");
    expect(checkConnection(net, { from: "app", to: STRANGER, protocol: "icmp" }).verdict).toBe("reachable");
    const gre = checkConnection(net, { from: "app", to: STRANGER, protocol: 47 });
    expect(blockersOf(gre)).toEqual(["nat-1 ingress forward - nat-gateway-protocol PROTOCOL_RESTRICTION"]);
  });

  it.each(["pending", "failed", "deleting", "deleted"] as const)("that is %s carries nothing", (state) => {
    const net = publicAndPrivate({
      natGateways: {
        "nat-1": { subnetId: "public", privateIpAddress: "10.0.0.100", publicIp: "198.51.100.100", state },
      },
    });
    const verdict = checkConnection(net, OUT);
    expect(blockersOf(verdict)).toEqual(["nat-1 ingress forward - nat-gateway-not-available BAD_STATE"]);
    expect(verdict.blockers[0]?.details).toEqual({ state });
  });

  it("that is private has no way through an internet gateway", () => {
    const net = publicAndPrivate({
      natGateways: { "nat-1": { subnetId: "public", privateIpAddress: "10.0.0.100", connectivityType: "private" } },
    });
    const verdict = checkConnection(net, OUT);
    expect(blockersOf(verdict)).toEqual([
      "igw-1 egress forward - no-public-address IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
    ]);
    expect(verdict.blockers[0]?.details).toEqual({ interface: "nat-1" });
  });

  describe("whose public address is not known", () => {
    const net = (client: string) =>
      publicAndPrivate({
        natGateways: { "nat-1": { subnetId: "public", privateIpAddress: "10.0.0.100" } },
        securityGroups: { "sg-web": { vpcId: "vpc-1", ingress: [from(client, "tcp 80")] } },
        loadBalancers: {
          web: {
            type: "application",
            subnets: ["public"],
            securityGroups: ["sg-web"],
            listeners: [{ port: 80, protocol: "HTTP", defaultActions: [{ type: "fixed-response", statusCode: 200 }] }],
          },
        },
      });
    const toWeb = { from: "app", to: { loadBalancer: "web" }, port: 80 } as const;

    it("reaches the internet", () => {
      expect(checkConnection(net(ANYWHERE), OUT).verdict).toBe("reachable");
    });

    it("is not known to reach a public address of its network", () => {
      for (const client of [ANYWHERE, "198.51.100.0/24"]) {
        const verdict = checkConnection(net(client), toWeb);
        expect(verdict.verdict).toBe("unknown");
        expect(unknownsOf(verdict)).toEqual(["igw-1 public-address-unknown"]);
        expect(verdict.unknowns[0]?.details).toEqual({ interface: "nat-1" });
      }
    });

    it("does not reach one whose rules admit no public address", () => {
      const verdict = checkConnection(net("10.0.0.0/16"), toWeb);
      expect(verdict.verdict).toBe("unreachable");
      expect(blockersOf(verdict)).toEqual(["sg-web ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH"]);
    });
  });

  it("that is private hides an instance from a peered VPC, which sees the gateway's address", () => {
    const hidden: NetworkInput = extend(PEERED, {
      natGateways: { "nat-1": { subnetId: "subnet-nat", privateIpAddress: "10.0.9.9", connectivityType: "private" } },
      subnets: {
        "subnet-nat": { vpcId: "vpc-a", availabilityZone: "us-east-1a", cidr: "10.0.9.0/24", routeTableId: "rtb-nat" },
      },
      routeTables: {
        "rtb-a": { vpcId: "vpc-a", main: true, routes: [route("10.1.0.0/16", "nat-1")] },
        "rtb-nat": { vpcId: "vpc-a", routes: [route("10.1.0.0/16", "pcx-1")] },
      },
      securityGroups: { "sg-b": { vpcId: "vpc-b", ingress: [from("10.0.9.9/32", "tcp 80")] } },
    });
    const verdict = checkConnection(network(hidden), { from: "a", to: "b", port: 80 });
    expect(verdict.verdict).toBe("reachable");
    expect(headersText(hopAt(verdict, "forward", "sg-b").inbound)).toEqual([
      "tcp 10.0.9.9/32 1024-65535 -> 10.1.0.10/32 80",
    ]);
    expect(headersText(hopAt(verdict, "reply", "eni-a").inbound)).toEqual([
      "tcp 10.1.0.10/32 80 -> 10.0.0.10/32 1024-65535",
    ]);
    const byName = network(
      extend(hidden, { securityGroups: { "sg-b": { vpcId: "vpc-b", ingress: [from("sg-a", "tcp 80")] } } }),
    );
    expect(blockersOf(checkConnection(byName, { from: "a", to: "b", port: 80 }))).toEqual([
      "sg-b ingress forward - security-group-reference-lost SG_REFERENCES_NOT_PRESERVED",
    ]);
  });

  it("takes no connection from anybody: not from the internet, not from an instance, not as a member of its subnet", () => {
    const net = publicAndPrivate();
    const TAKES_NONE = "nat-1 ingress forward - egress-only -";
    expect(blockersOf(checkConnection(net, { from: STRANGER, to: "198.51.100.100", port: 443 }))).toEqual([TAKES_NONE]);
    expect(blockersOf(checkConnection(net, { from: "app", to: "10.0.0.100", port: 443 }))).toEqual([TAKES_NONE]);
    const subnet = checkConnection(net, { from: "app", to: { subnet: "public" }, port: 80 });
    expect(subnet.legs.map((each) => each.to)).toEqual(["eni-web"]);
  });

  it("is one thing with the interface that AWS describes for it", () => {
    const net = publicAndPrivate({
      networkInterfaces: {
        "eni-nat": {
          subnetId: "public",
          privateIpAddress: "10.0.0.100",
          publicIp: "198.51.100.100",
          groups: [],
          interfaceType: "natGateway",
          sourceDestCheck: false,
        },
      },
    });
    expect(checkConnection(net, OUT).verdict).toBe("reachable");
    for (const to of ["10.0.0.100", "eni-nat", "198.51.100.100"]) {
      expect(blockersOf(checkConnection(net, { from: "app", to, port: 443 }))).toContain(
        "nat-1 ingress forward - egress-only -",
      );
    }
    expect(checkPacket(net, { from: "eni-app", to: "eni-nat", port: 443, sourcePort: 40000 })).toBe("unreachable");
    const subnet = checkConnection(net, { from: "app", to: { subnet: "public" }, port: 80 });
    expect(subnet.verdict).toBe("reachable");
  });

  it("in the way of a reply that it has not seen begin stops it", () => {
    const net = publicAndPrivate({
      instances: {
        app: { subnetId: "private", privateIpAddress: "10.0.1.10", publicIp: "198.51.100.11", groups: ["sg-web"] },
      },
    });
    const verdict = checkConnection(net, { from: STRANGER, to: "app", port: 80 });
    expect(blockersOf(verdict)).toEqual(["nat-1 ingress reply - reply-takes-another-way -"]);
    expect(headersText(verdict.blockers[0]?.packets)).toEqual(["tcp 10.0.1.10/32 80 -> 203.0.113.10/32 1024-65535"]);
  });

  it("needs a route to the internet of its own", () => {
    const net = publicAndPrivate({ routeTables: { "rtb-public": { vpcId: "vpc-1" } } });
    expect(blockersOf(checkConnection(net, OUT))).toEqual([
      "rtb-public egress forward - no-route NO_ROUTE_TO_DESTINATION",
    ]);
  });

  it("in the subnet that it serves is a circle", () => {
    const net = publicAndPrivate({
      routeTables: { "rtb-public": { vpcId: "vpc-1", routes: [route(ANYWHERE, "nat-1")] } },
    });
    const verdict = checkConnection(net, OUT);
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual(["nat-1 ingress forward - routing-loop -"]);
  });

  it("translates IPv6 to IPv4, which the model does not follow", () => {
    const net = publicAndPrivate({
      vpcs: { "vpc-1": { cidr: ["10.0.0.0/16", "2001:db8:1::/56"] } },
      networkAcls: { "acl-private": { vpcId: "vpc-1", ingress: EVERYTHING, egress: EVERYTHING } },
      subnets: {
        six: { vpcId: "vpc-1", availabilityZone: "us-east-1a", cidr: "2001:db8:1::/64", routeTableId: "rtb-six" },
      },
      routeTables: { "rtb-six": { vpcId: "vpc-1", routes: [route("64:ff9b::/96", "nat-1")] } },
      securityGroups: { "sg-six": { vpcId: "vpc-1", egress: [{ protocol: -1, to: ANYWHERE_IPV6 }] } },
      instances: { "i-six": { networkInterfaceIds: ["eni-six"] } },
      networkInterfaces: { "eni-six": { subnetId: "six", ipv6Addresses: ["2001:db8:1::10"], groups: ["sg-six"] } },
    });
    const verdict = checkConnection(net, { from: "i-six", to: "64:ff9b::cb00:710a", port: 443 });
    expect(verdict.verdict).toBe("unknown");
    expect(unknownsOf(verdict)).toEqual(["nat-1 unsupported-route-target"]);
  });
});
