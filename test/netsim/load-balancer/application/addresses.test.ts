import type { NetworkInput } from "@netsim/core";
import { checkConnection, checkLeg } from "netsim";
import { describe, expect, it } from "vitest";
import { application, type Changes, listen, states } from "../../../support/forwarding-networks.ts";
import {
  ANYWHERE,
  ANYWHERE_IPV6,
  allow,
  EVERYTHING,
  extend,
  from,
  headersText,
  legOf,
  route,
  to,
} from "../../../support/small-networks.ts";

const IPV6_STRANGER = "2001:db8:1::10";

/** The VPC and its subnets have IPv6, and the load balancer's rules admit clients of both families. */
const DUAL: NetworkInput = {
  vpcs: { "vpc-1": { cidr: ["10.0.0.0/16", "2600:1f14::/56"] } },
  routeTables: {
    "rtb-lb": { vpcId: "vpc-1", routes: [route(ANYWHERE, "igw-1"), route(ANYWHERE_IPV6, "igw-1")] },
  },
  subnets: {
    "lb-a": { ...zoned("a", "rtb-lb", "acl-lb"), cidr: ["10.0.0.0/24", "2600:1f14:0:0::/64"] },
    "lb-b": { ...zoned("b", "rtb-lb", "acl-lb"), cidr: ["10.0.1.0/24", "2600:1f14:0:1::/64"] },
    "app-a": { ...zoned("a", "rtb-app", "acl-app"), cidr: ["10.0.10.0/24", "2600:1f14:0:10::/64"] },
    "app-b": { ...zoned("b", "rtb-app", "acl-app"), cidr: ["10.0.11.0/24", "2600:1f14:0:11::/64"] },
  },
  securityGroups: {
    "sg-lb": {
      vpcId: "vpc-1",
      ingress: [from(ANYWHERE, "tcp 80"), from(ANYWHERE_IPV6, "tcp 80")],
      egress: [to("sg-app", "all")],
    },
  },
  instances: {
    "i-a": instance("app-a", "10.0.10.10", "2600:1f14:0:10::10"),
    "i-b": instance("app-b", "10.0.11.10", "2600:1f14:0:11::10"),
  },
};

function zoned(zone: string, routeTableId: string, networkAclId: string) {
  return { vpcId: "vpc-1", availabilityZone: `us-east-1${zone}`, routeTableId, networkAclId };
}

function instance(subnetId: string, privateIpAddress: string, ipv6Address: string) {
  return { subnetId, privateIpAddress, ipv6Address, groups: ["sg-app"] };
}

function dual(changes: Changes = {}) {
  return application({
    ...changes,
    balancer: { ipAddressType: "dualstack", ...changes.balancer },
    more: extend(DUAL, changes.more ?? {}),
  });
}

describe("a dual-stack Application Load Balancer", () => {
  it("serves clients of both families, and reaches its targets in their target group's", () => {
    for (const client of ["203.0.113.10", IPV6_STRANGER])
      expect(listen(dual(), { from: client }).verdict).toBe("reachable");
    const legs = checkLeg(dual(), { leg: "target", loadBalancer: "web", port: 80 }).legs;
    expect(legs.flatMap((leg) => headersText(leg.asked)).every((text) => !text.includes("2600"))).toBe(true);
    expect(listen(dual()).dns).toMatchObject({ families: ["ipv4", "ipv6"] });
  });

  it("reaches targets of an IPv6 target group by their IPv6 addresses", () => {
    const net = dual({ group: { ipAddressType: "ipv6", targets: ["i-a"] }, balancer: { subnets: ["lb-a"] } });
    expect(states(net)).toEqual({ "i-a": "healthy" });
    expect(headersText(legOf(checkLeg(net, { leg: "target", loadBalancer: "web", port: 80 })).asked).join()).toContain(
      "-> 2600:1f14:0:10::10/128 8080",
    );
    expect(listen(net).verdict).toBe("reachable");
  });

  it("does not admit IPv6 clients by rules for 0.0.0.0/0", () => {
    const rules = { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 80")], egress: [to("sg-app", "all")] };
    const net = dual({ more: { securityGroups: { "sg-lb": rules } } });
    expect(listen(net).verdict).toBe("reachable");
    expect(listen(net, { from: IPV6_STRANGER }).verdict).toBe("unreachable");
  });

  it("needs the route, the ACL and the group for IPv6, each", () => {
    const changes: NetworkInput[] = [
      { routeTables: { "rtb-lb": { vpcId: "vpc-1", routes: [route(ANYWHERE, "igw-1")] } } },
      { networkAcls: { "acl-lb": { vpcId: "vpc-1", ingress: [allow(100, "all")], egress: EVERYTHING } } },
      { networkAcls: { "acl-lb": { vpcId: "vpc-1", ingress: EVERYTHING, egress: [allow(100, "all")] } } },
    ];
    for (const more of changes) {
      expect(listen(dual({ more })).verdict).toBe("reachable");
      expect(listen(dual({ more }), { from: IPV6_STRANGER }).verdict).toBe("unreachable");
    }
  });

  it("that is internal takes no IPv6 traffic of the internet gateway", () => {
    const verdict = listen(dual({ balancer: { scheme: "internal" } }), { from: IPV6_STRANGER });
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.blockers.map((each) => each.code)).toContain("internet-gateway-traffic-denied");
  });

  it("that is internal takes IPv6 traffic of the internet gateway once that is not denied", () => {
    const net = dual({ balancer: { scheme: "internal", denyAllIgwTraffic: false } });
    expect(listen(net, { from: IPV6_STRANGER }).verdict).toBe("reachable");
    expect(listen(net).verdict).toBe("unreachable");
  });

  it("that is internet-facing may deny IPv6 traffic of the internet gateway as well", () => {
    const net = dual({ balancer: { denyAllIgwTraffic: true } });
    expect(listen(net, { from: IPV6_STRANGER }).verdict).toBe("unreachable");
    expect(listen(net).verdict).toBe("reachable");
  });

  it("that is internal is used inside the VPC by either family", () => {
    const net = dual({
      balancer: { scheme: "internal" },
      more: {
        securityGroups: { "sg-client": { vpcId: "vpc-1" } },
        instances: { client: { ...instance("app-a", "10.0.10.77", "2600:1f14:0:10::77"), groups: ["sg-client"] } },
      },
    });
    expect(listen(net, { from: "client" }).verdict).toBe("reachable");
    expect(listen(net, { from: "2600:1f14:0:10::77" }).verdict).toBe("reachable");
  });
});

describe("a load balancer of the type ipv4", () => {
  it("is not reached by IPv6, though its subnets have it", () => {
    const verdict = listen(dual({ balancer: { ipAddressType: "ipv4" } }), { from: IPV6_STRANGER });
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.blockers[0]).toMatchObject({ component: "web", code: "no-common-address-family" });
  });

  it("cannot reach targets of an IPv6 target group", () => {
    const net = dual({ balancer: { ipAddressType: "ipv4" }, group: { ipAddressType: "ipv6" } });
    expect(states(net)).toEqual({ "i-a": "unhealthy Target.Timeout", "i-b": "unhealthy Target.Timeout" });
  });
});

describe("a dual-stack load balancer without public IPv4 addresses", () => {
  const balancer = { ipAddressType: "dualstack-without-public-ipv4" } as const;

  it("resolves to IPv6 addresses only, and serves clients that have IPv6", () => {
    const net = dual({ balancer });
    expect(listen(net, { from: IPV6_STRANGER })).toMatchObject({ verdict: "reachable", dns: { families: ["ipv6"] } });
    expect(listen(net).verdict).toBe("unreachable");
    expect(listen(net).zones.every((each) => each.addresses.every((address) => address.includes(":")))).toBe(true);
  });

  it("has no IPv4 address for clients inside the VPC either: its name does not resolve to one", () => {
    const old = { subnetId: "app-a", privateIpAddress: "10.0.10.77", groups: ["sg-client"] };
    const open = { "sg-client": { vpcId: "vpc-1" } };
    const net = dual({ balancer, more: { instances: { client: old }, securityGroups: open } });
    const verdict = listen(net, { from: "client" });
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.blockers.map((each) => each.code)).toContain("no-common-address-family");
  });

  it("reaches IPv4 targets all the same", () => {
    expect(states(dual({ balancer }))).toEqual({ "i-a": "healthy", "i-b": "healthy" });
  });
});

describe("an internet-facing load balancer used by its name from inside the VPC", () => {
  const client = (subnetId: string, address: string, publicIp?: string): NetworkInput => ({
    securityGroups: { "sg-client": { vpcId: "vpc-1" } },
    instances: { client: { subnetId, privateIpAddress: address, publicIp, groups: ["sg-client"] } },
  });
  const OUT: NetworkInput = {
    subnets: {
      out: { ...zoned("c", "rtb-lb", "acl-lb"), cidr: "10.0.30.0/24" },
      behind: { ...zoned("c", "rtb-nat", "acl-lb"), cidr: "10.0.31.0/24" },
    },
    natGateways: { "nat-1": { subnetId: "out", privateIpAddress: "10.0.30.100", publicIp: "198.51.100.100" } },
    routeTables: { "rtb-nat": { vpcId: "vpc-1", routes: [route(ANYWHERE, "nat-1")] } },
  };
  const admitting = (peer: string): NetworkInput => ({
    securityGroups: { "sg-lb": { vpcId: "vpc-1", ingress: [from(peer, "tcp 80")], egress: [to("sg-app", "all")] } },
  });

  it("is reached through the internet gateway, and sees the client's public address", () => {
    const more = extend(OUT, client("out", "10.0.30.7", "198.51.100.7"));
    expect(listen(application({ more: extend(more, admitting("198.51.100.7/32")) }), { from: "client" }).verdict).toBe(
      "reachable",
    );
    for (const peer of ["10.0.0.0/16", "sg-client"])
      expect(listen(application({ more: extend(more, admitting(peer)) }), { from: "client" }).verdict).toBe(
        "unreachable",
      );
  });

  it("sees a client behind a NAT gateway by the gateway's public address", () => {
    const more = extend(OUT, client("behind", "10.0.31.7"));
    expect(
      listen(application({ more: extend(more, admitting("198.51.100.100/32")) }), { from: "client" }).verdict,
    ).toBe("reachable");
    expect(listen(application({ more: extend(more, admitting("10.0.0.0/16")) }), { from: "client" }).verdict).toBe(
      "unreachable",
    );
  });

  it("is not reached by a client without a way out of the VPC", () => {
    const more = extend(OUT, client("app-a", "10.0.10.77"));
    expect(listen(application({ more: extend(more, admitting(ANYWHERE)) }), { from: "client" }).verdict).toBe(
      "unreachable",
    );
  });

  it("says that the way through the gateways is taken for granted", () => {
    const more = extend(extend(OUT, client("out", "10.0.30.7", "198.51.100.7")), admitting(ANYWHERE));
    const { assumptions } = checkConnection(application({ more }), { from: "client", to: "web", port: 80 });
    expect(assumptions.map((each) => each.code)).toContain("internet-gateway-reflection");
  });
});

describe("an internal load balancer", () => {
  const internal = { scheme: "internal" } as const;

  it("is reached from inside the VPC by its private addresses, group references included", () => {
    const more: NetworkInput = {
      securityGroups: {
        "sg-client": { vpcId: "vpc-1" },
        "sg-lb": { vpcId: "vpc-1", ingress: [from("sg-client", "tcp 80")], egress: [to("sg-app", "all")] },
      },
      instances: { client: { subnetId: "app-a", privateIpAddress: "10.0.10.77", groups: ["sg-client"] } },
    };
    expect(listen(application({ balancer: internal, more }), { from: "client" })).toMatchObject({
      verdict: "reachable",
      service: "serving",
    });
  });

  it("is not reached from the internet, whatever its rules and routes", () => {
    const verdict = listen(application({ balancer: internal }));
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.blockers.map((each) => each.code)).toContain("no-public-address");
  });
});
