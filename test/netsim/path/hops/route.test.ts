import { type NetworkInput, network, type RouteInput } from "@netsim/core";
import { checkConnection } from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE,
  assumptionsOf,
  blockersOf,
  deny,
  EVERYTHING,
  extend,
  from,
  headersText,
  hopAt,
  hopsOf,
  legOf,
  PEERED,
  peered,
  publicAndPrivate,
  route,
  STRANGER,
  twoSubnets,
  unknownsOf,
} from "../../../support/small-networks.ts";

/** `web` in a public subnet with these routes beside the local one. */
function withRoutes(routes: readonly RouteInput[], more: NetworkInput = {}) {
  return publicAndPrivate({ ...more, routeTables: { ...more.routeTables, "rtb-public": { vpcId: "vpc-1", routes } } });
}

const OUT = { from: "web", to: STRANGER, port: 443 } as const;

describe("the router of a VPC", () => {
  it("takes the longest prefix, whatever the order of the routes", () => {
    const routes = [route(ANYWHERE, "igw-1"), route("203.0.113.0/24", "nat-1"), route("203.0.0.0/16", "eni-app")];
    const verdict = checkConnection(withRoutes([...routes].reverse()), OUT);
    expect(hopAt(verdict, "forward", "rtb-public").rule).toMatchObject({
      kind: "route",
      routeTableId: "rtb-public",
      route: { destination: "203.0.113.0/24" },
    });
  });

  it("delivers inside the VPC by the local route, which no wider route takes over", () => {
    const verdict = checkConnection(withRoutes([route(ANYWHERE, "igw-1")]), { ...OUT, to: "app" });
    expect(hopAt(verdict, "forward", "rtb-public").rule).toMatchObject({ route: { target: { type: "local" } } });
  });

  it("uses the main table for a subnet without an association of its own", () => {
    const net = twoSubnets({
      routeTables: { "rtb-other": { vpcId: "vpc-1", routes: [route("10.0.1.0/24", "eni-i-a")] } },
    });
    expect(hopsOf(legOf(checkConnection(net, { from: "i-a", to: "i-b", port: 80 })), "forward")).toContain(
      "rtb-1 egress",
    );
  });

  it("drops what no route covers, and what lies behind is looked at all the same", () => {
    const net = peered({
      routeTables: { "rtb-a": { vpcId: "vpc-a", main: true } },
      securityGroups: { "sg-b": { vpcId: "vpc-b", ingress: [from("sg-a", "tcp 443")] } },
    });
    expect(blockersOf(checkConnection(net, { from: "a", to: "b", port: 80 }))).toEqual([
      "rtb-a egress forward - no-route NO_ROUTE_TO_DESTINATION",
      "sg-b ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH",
    ]);
  });

  it("does not say of an instance that only lacks a route that it lacks a public address as well", () => {
    const net = publicAndPrivate({ routeTables: { "rtb-private": { vpcId: "vpc-1" } } });
    expect(blockersOf(checkConnection(net, { from: "app", to: STRANGER, port: 443 }))).toEqual([
      "rtb-private egress forward - no-route NO_ROUTE_TO_DESTINATION",
    ]);
  });

  it("sees the ACL that would stop the replies behind a missing route", () => {
    const net = publicAndPrivate({
      routeTables: { "rtb-private": { vpcId: "vpc-1" } },
      networkAcls: {
        "acl-private": {
          vpcId: "vpc-1",
          ingress: [deny(90, "all", "203.0.113.0/24"), ...EVERYTHING],
          egress: EVERYTHING,
        },
      },
    });
    expect(blockersOf(checkConnection(net, { from: "app", to: STRANGER, port: 443 }))).toEqual([
      "rtb-private egress forward - no-route NO_ROUTE_TO_DESTINATION",
      "acl-private ingress reply #90 network-acl-denies SUBNET_ACL_RESTRICTION",
    ]);
  });

  it("needs a route for the reply as well", () => {
    const net = peered({ routeTables: { "rtb-b": { vpcId: "vpc-b", main: true } } });
    const verdict = checkConnection(net, { from: "a", to: "b", port: 80 });
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual(["rtb-b egress reply - no-route NO_ROUTE_TO_DESTINATION"]);
    expect(headersText(verdict.blockers[0]?.packets)).toEqual(["tcp 10.1.0.10/32 80 -> 10.0.0.10/32 1024-65535"]);
  });

  it("does not fall through from a blackhole to a wider route", () => {
    const routes = [
      { destination: "203.0.113.0/24", target: "nat-9", state: "blackhole" } as const,
      route(ANYWHERE, "igw-1"),
    ];
    const verdict = checkConnection(withRoutes(routes), OUT);
    expect(blockersOf(verdict)).toEqual([
      "rtb-public egress forward 203.0.113.0/24->nat-9 route-blackhole BAD_STATE_ROUTE",
    ]);
    expect(verdict.blockers[0]?.details).toEqual({ destination: "203.0.113.0/24", target: "nat-9" });
    expect(checkConnection(withRoutes(routes), { ...OUT, to: "198.18.0.1" }).verdict).toBe("reachable");
  });

  it("splits a block over its routes, and says which part works", () => {
    const routes = [
      { destination: "203.0.113.128/25", target: "pcx-9", state: "blackhole" } as const,
      route("203.0.113.0/24", "igw-1"),
    ];
    const verdict = checkConnection(withRoutes(routes), { ...OUT, to: "203.0.113.0/24" });
    expect(verdict.verdict).toBe("partial");
    expect(headersText(legOf(verdict).working)).toEqual(["tcp 10.0.0.10/32 1024-65535 -> 203.0.113.0/25 443"]);
    expect(headersText(legOf(verdict).failing)).toEqual(["tcp 10.0.0.10/32 1024-65535 -> 203.0.113.128/25 443"]);
    const branches = legOf(verdict).forward.hops.filter((hop) => hop.component.id === "rtb-public");
    expect(branches.map((hop) => [hop.status, hop.after])).toEqual([
      ["block", branches[0]?.after],
      ["pass", branches[0]?.after],
    ]);
  });

  it("prefers a static route to a propagated one with the same destination, and a longer propagated one to both", () => {
    const propagated = (destination: string) => ({ destination, target: "vgw-1", propagated: true }) as const;
    const same = withRoutes([propagated(ANYWHERE), route(ANYWHERE, "igw-1")]);
    expect(checkConnection(same, OUT).verdict).toBe("reachable");
    const longer = withRoutes([propagated("203.0.113.0/24"), route(ANYWHERE, "igw-1")]);
    expect(unknownsOf(checkConnection(longer, OUT))).toEqual(["vgw-1 unsupported-route-target"]);
  });

  it("takes a route to a prefix list for the blocks of the list", () => {
    const lists = { prefixLists: { "pl-1": { entries: ["203.0.113.0/24"] } } };
    const routes = [{ destination: "pl-1", target: "igw-1" }];
    expect(checkConnection(withRoutes(routes, lists), OUT).verdict).toBe("reachable");
    expect(blockersOf(checkConnection(withRoutes(routes, lists), { ...OUT, to: "198.18.0.1" }))).toEqual([
      "rtb-public egress forward - no-route NO_ROUTE_TO_DESTINATION",
    ]);
  });

  it("may take a route to a prefix list that the input leaves out: unknown, but not for the VPC's own addresses", () => {
    const missing = { missing: [{ collection: "prefixLists", id: "pl-1", reason: "not-described" }] };
    const net = withRoutes([route("pl-1", "nat-1"), route(ANYWHERE, "igw-1")], missing);
    const verdict = checkConnection(net, OUT);
    expect(verdict.verdict).toBe("unknown");
    expect(verdict.unknowns).toMatchObject([
      { component: "rtb-public", code: "prefix-list-missing", phase: "forward", details: { prefixList: "pl-1" } },
    ]);
    expect(checkConnection(net, { from: "web", to: "app", port: 80 }).unknowns).toEqual([]);
  });

  it.each([
    ["tgw-1", "transit-gateway"],
    ["vgw-1", "virtual-private-gateway"],
    ["lgw-1", "local-gateway"],
    ["cagw-1", "carrier-gateway"],
  ])("does not follow a route to %s: unknown, with its name", (target, kind) => {
    for (const net of [
      withRoutes([route("192.168.0.0/16", target), route(ANYWHERE, "igw-1")]),
      withRoutes([route("192.168.0.0/16", target)]),
    ]) {
      const verdict = checkConnection(net, { ...OUT, to: "192.168.1.1" });
      expect(verdict.verdict).toBe("unknown");
      expect(blockersOf(verdict)).toEqual([]);
      expect(verdict.unknowns).toEqual([
        {
          component: target,
          code: "unsupported-route-target",
          leg: "connection: web -> 192.168.1.1",
          phase: "forward",
          details: { kind, destination: "192.168.0.0/16" },
        },
      ]);
    }
  });

  it("makes unknown only what nothing else stops for certain", () => {
    const net = withRoutes([route("192.168.0.0/16", "tgw-1")], {
      networkAcls: {
        "acl-public": {
          vpcId: "vpc-1",
          ingress: [deny(90, "all", "192.168.1.0/24"), ...EVERYTHING],
          egress: EVERYTHING,
        },
      },
    });
    const stopped = checkConnection(net, { ...OUT, to: "192.168.1.1" });
    expect(stopped.verdict).toBe("unreachable");
    expect(stopped.unknowns).toEqual([]);
    expect(blockersOf(stopped)).toEqual(["acl-public ingress reply #90 network-acl-denies SUBNET_ACL_RESTRICTION"]);
    expect(checkConnection(net, { ...OUT, to: "192.168.2.1" }).verdict).toBe("unknown");
  });

  it("follows the default route to a transit gateway no further for a public address of this network", () => {
    const net = publicAndPrivate({
      routeTables: { "rtb-private": { vpcId: "vpc-1", routes: [route(ANYWHERE, "tgw-1")] } },
    });
    const verdict = checkConnection(net, { from: "app", to: "198.51.100.10", port: 80 });
    expect(verdict.verdict).toBe("unknown");
    expect(blockersOf(verdict)).toEqual([]);
  });

  it("does not forward to the addresses that AWS keeps for its services, whatever covers them", () => {
    const verdict = checkConnection(withRoutes([route(ANYWHERE, "igw-1")]), { ...OUT, to: "169.254.169.254" });
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual([
      "rtb-public egress forward 0.0.0.0/0->igw-1 no-such-destination NO_POSSIBLE_DESTINATION",
    ]);
  });

  it("delivers what is for another VPC with the same addresses to nobody", () => {
    const net = network(
      extend(PEERED, {
        vpcs: { "vpc-b": { cidr: "10.0.0.0/16" } },
        routeTables: { "rtb-a": { vpcId: "vpc-a", main: true }, "rtb-b": { vpcId: "vpc-b", main: true } },
        subnets: { "subnet-b": { vpcId: "vpc-b", availabilityZone: "us-east-1a", cidr: "10.0.1.0/24" } },
        instances: { b: { subnetId: "subnet-b", privateIpAddress: "10.0.1.10", groups: ["sg-b"] } },
      }),
    );
    const verdict = checkConnection(net, { from: "a", to: "b", port: 80 });
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual(["vpc-a ingress forward - no-such-destination NO_POSSIBLE_DESTINATION"]);
  });

  it("takes for granted that packets are not for Amazon S3 where the endpoint's prefix list is not described", () => {
    const net = withRoutes([route("pl-s3", "vpce-1"), route(ANYWHERE, "igw-1")], {
      gatewayEndpoints: { "vpce-1": { vpcId: "vpc-1", serviceName: "com.amazonaws.us-east-1.s3" } },
      missing: [{ collection: "prefixLists", id: "pl-s3", reason: "not-described" }],
    });
    const verdict = checkConnection(net, OUT);
    expect(verdict.verdict).toBe("reachable");
    expect(assumptionsOf(verdict)).toEqual(["pl-s3 prefix-list-not-described"]);
  });
});
