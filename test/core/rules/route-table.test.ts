import {
  editNetwork,
  ip,
  type NetworkInput,
  network,
  type Packet,
  packetSet,
  type RouteInput,
  type RouteTable,
  routeRules,
  routeTargetId,
  split,
} from "@netsim/core";
import { describe, expect, it } from "vitest";

function takes(routes: readonly RouteInput[], destination: string, more: NetworkInput = {}): unknown {
  const net = network({
    vpcs: { v: { cidr: ["10.0.0.0/16", "2001:db8::/56"] } },
    internetGateways: { "igw-1": { vpcId: "v" } },
    prefixLists: { "pl-1": { entries: ["192.168.0.0/16", "10.9.0.0/16"] } },
    gatewayEndpoints: { "vpce-1": { vpcId: "v" } },
    ...more,
    routeTables: { r: { vpcId: "v", routes } },
  });
  const to = ip(destination);
  const source = ip(destination.includes(":") ? "2001:db8::5" : "10.0.0.5");
  const packet: Packet = { source, destination: to, protocol: 6, sourcePort: 40000, destinationPort: 443 };
  const rules = routeRules(net, net.routeTables.r as RouteTable);
  const [only] = split(rules, { packets: packetSet([packet]), source: null, destination: null });
  const ref = only?.rule?.ref;
  return ref?.kind === "route" ? [only?.action, routeTargetId(ref.route.target), ref.route.state] : [only?.action];
}

// "Configure route tables", section "Route priority" https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
describe("the routes of a table", () => {
  const internet: RouteInput = { destination: "0.0.0.0/0", target: "igw-1" };

  it("lead where the longest prefix leads, for each family apart", () => {
    const routes = [
      internet,
      { destination: "::/0", target: "tgw-6" },
      { destination: "203.0.113.0/24", target: "tgw-4" },
    ];
    expect(takes(routes, "10.0.9.9")).toEqual(["route", "local", "active"]);
    expect(takes(routes, "203.0.113.9")).toEqual(["route", "tgw-4", "active"]);
    expect(takes(routes, "203.0.114.9")).toEqual(["route", "igw-1", "active"]);
    expect(takes(routes, "2001:db8::9")).toEqual(["route", "local", "active"]);
    expect(takes(routes, "2001:db9::9")).toEqual(["route", "tgw-6", "active"]);
  });

  it("lead nowhere for a destination that none of them has", () => {
    expect(takes([], "203.0.113.9")).toEqual(["none"]);
    expect(takes([internet], "2001:db9::9")).toEqual(["none"]);
  });

  it("with a target that is gone still win, and do not fall through", () => {
    const dead: RouteInput = { destination: "10.1.0.0/16", target: "pcx-gone", state: "blackhole" };
    expect(takes([internet, dead], "10.1.2.3")).toEqual(["route", "pcx-gone", "blackhole"]);
  });

  it("for one prefix: static before a prefix list before propagated, whatever their order", () => {
    const fixed: RouteInput = { destination: "192.168.0.0/16", target: "tgw-static" };
    const listed: RouteInput = { destination: "pl-1", target: "tgw-list" };
    const learned: RouteInput = { destination: "192.168.0.0/16", target: "vgw-1", propagated: true };
    expect(takes([learned, listed, fixed], "192.168.1.1")).toEqual(["route", "tgw-static", "active"]);
    expect(takes([learned, listed], "192.168.1.1")).toEqual(["route", "tgw-list", "active"]);
    expect(takes([learned], "192.168.1.1")).toEqual(["route", "vgw-1", "active"]);
    const longer: RouteInput = { ...learned, destination: "192.168.1.0/24" };
    expect(takes([longer, listed, fixed], "192.168.1.1")).toEqual(["route", "vgw-1", "active"]);
  });

  // "Route tables and AWS Site-to-Site VPN route priority" https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-route-priority.html
  it("learned from a gateway never take what is local, however specific they are", () => {
    const learned = (destination: string): RouteInput => ({ destination, target: "vgw-1", propagated: true });
    for (const destination of ["10.0.1.0/24", "10.0.0.0/16", "10.0.0.0/8"]) {
      expect(takes([learned(destination)], "10.0.1.1")).toEqual(["route", "local", "active"]);
    }
    expect(takes([learned("10.0.0.0/8")], "10.3.0.1")).toEqual(["route", "vgw-1", "active"]);
    // A static route inside the local one is the more specific, as a middlebox needs it.
    expect(takes([{ destination: "10.0.1.0/24", target: "tgw-static" }, learned("10.0.1.0/24")], "10.0.1.1")).toEqual([
      "route",
      "tgw-static",
      "active",
    ]);
  });

  it("to a prefix list that the network leaves out leave a default route in doubt", () => {
    const more = { missing: [{ collection: "prefixLists", reason: "not-collected" }] };
    const unseen: RouteInput = { destination: "pl-unseen", target: "tgw-1" };
    expect(takes([internet, unseen], "203.0.113.9", more)).toEqual(["unknown", "tgw-1", "active"]);
    expect(takes([internet, unseen], "10.0.0.9", more)).toEqual(["route", "local", "active"]);
    expect(takes([unseen], "203.0.113.9", more)).toEqual(["unknown", "tgw-1", "active"]);
  });

  it("to the unseen list of a gateway endpoint are left out: those are AWS's own ranges", () => {
    const more = { missing: [{ collection: "prefixLists", reason: "not-collected" }] };
    expect(takes([internet, { destination: "pl-s3", target: "vpce-1" }], "203.0.113.9", more)).toEqual([
      "route",
      "igw-1",
      "active",
    ]);
  });

  it("are compiled once for each table, and again after an edit of it or of a prefix list", () => {
    const net = network({
      vpcs: { v: { cidr: "10.0.0.0/16" } },
      prefixLists: { "pl-1": { entries: ["192.168.0.0/16"] } },
      routeTables: { r: { vpcId: "v", routes: [{ destination: "pl-1", target: "tgw-1" }] }, t: { vpcId: "v" } },
    });
    const of = (from: typeof net, id: string): unknown => routeRules(from, from.routeTables[id] as RouteTable);
    const edited = editNetwork(net, (draft) => {
      draft.routeTables.t!.routes.push({ destination: "0.0.0.0/0", target: "tgw-1" });
    });
    expect(of(net, "r")).toBe(of(net, "r"));
    expect(of(edited, "r")).toBe(of(net, "r"));
    expect(of(edited, "t")).not.toEqual(of(net, "t"));
    const longer = editNetwork(net, (draft) => {
      draft.prefixLists["pl-1"]!.entries.push("172.16.0.0/12" as never);
    });
    expect(of(longer, "r")).not.toEqual(of(net, "r"));
  });
});
