import {
  type NetworkInput,
  network,
  type Route,
  type RouteTableInput,
  routeTargetId,
  routeTargetOf,
} from "@netsim/core";
import { describe, expect, it } from "vitest";

function routes(input: Omit<RouteTableInput, "vpcId">, more: NetworkInput = {}): readonly Route[] {
  const made = network({
    vpcs: { v: { cidr: ["10.0.0.0/16", "2001:db8::/56"] } },
    internetGateways: { "igw-1": { vpcId: "v" } },
    ...more,
    routeTables: { r: { vpcId: "v", ...input } },
  });
  return made.routeTables.r?.routes ?? [];
}

const local = { target: { type: "local" }, state: "active", propagated: false };

// "Configure route tables" https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
describe("a route table", () => {
  it("has a local route for each block of its VPC, before its other routes", () => {
    expect(routes({})).toEqual([
      { destination: "10.0.0.0/16", ...local },
      { destination: "2001:db8::/56", ...local },
    ]);
    expect(routes({ routes: [{ destination: "0.0.0.0/0", target: "igw-1" }] }).map((each) => each.destination)).toEqual(
      ["10.0.0.0/16", "2001:db8::/56", "0.0.0.0/0"],
    );
  });

  it("is not given a local route that it has, whether or not it leads elsewhere now", () => {
    const enis = {
      subnets: { s: { vpcId: "v", availabilityZone: "a", cidr: "10.0.0.0/24" } },
      networkInterfaces: { "eni-fw": { subnetId: "s" } },
    };
    const made = routes(
      {
        routes: [
          { destination: "10.0.0.0/16", target: "eni-fw" },
          { destination: "2001:db8::/56", target: "local" },
        ],
      },
      enis,
    );
    expect(made.map(({ destination, target }) => [destination, target.type])).toEqual([
      ["10.0.0.0/16", "network-interface"],
      ["2001:db8::/56", "local"],
    ]);
  });

  it("keeps its local route beside a propagated one for the same block", () => {
    const made = routes({ routes: [{ destination: "10.0.0.0/16", target: "vgw-1", propagated: true }] });
    expect(made.map(({ destination, target }) => [destination, target.type])).toEqual([
      ["10.0.0.0/16", "local"],
      ["2001:db8::/56", "local"],
      ["10.0.0.0/16", "unsupported"],
    ]);
  });

  it("may have several propagated routes for one destination", () => {
    const made = routes({
      routes: ["vgw-1", "vgw-2"].map((target) => ({ destination: "192.168.0.0/16", target, propagated: true })),
    });
    expect(made).toHaveLength(4);
  });

  it("is no main table and has no gateway until it says otherwise", () => {
    const made = network({ vpcs: { v: { cidr: "10.0.0.0/16" } }, routeTables: { r: { vpcId: "v" } } });
    expect(made.routeTables.r).toMatchObject({ main: false, gatewayIds: [] });
    expect(Object.keys(made.routeTables)).toEqual(["r", "rtb-main-v"]);
  });

  it("of a VPC that the network leaves out has the routes that were written", () => {
    const missing = [{ collection: "vpcs", id: "v", reason: "not-described" }];
    const made = network({
      routeTables: { r: { vpcId: "v", routes: [{ destination: "10.0.0.0/16", target: "local" }] } },
      missing,
    });
    expect(made.routeTables.r?.routes).toEqual([{ destination: "10.0.0.0/16", ...local }]);
  });

  it("keeps a blackhole to a target that is gone", () => {
    expect(routes({ routes: [{ destination: "10.9.0.0/16", target: "pcx-gone", state: "blackhole" }] }).at(-1)).toEqual(
      {
        destination: "10.9.0.0/16",
        target: { type: "vpc-peering-connection", id: "pcx-gone" },
        state: "blackhole",
        propagated: false,
      },
    );
  });
});

describe("a target", () => {
  it.each([
    ["igw-1", "internet-gateway"],
    ["nat-1", "nat-gateway"],
    ["eigw-1", "egress-only-internet-gateway"],
    ["pcx-1", "vpc-peering-connection"],
    ["eni-1", "network-interface"],
    ["vpce-1", "gateway-endpoint"],
  ])("%s is a %s by its prefix", (id, type) => {
    expect(routeTargetOf(id)).toEqual({ type, id });
    expect(routeTargetId({ type, id } as never)).toBe(id);
  });

  it.each([
    ["tgw-1", "transit-gateway"],
    ["vgw-1", "virtual-private-gateway"],
    ["lgw-1", "local-gateway"],
    ["cagw-1", "carrier-gateway"],
    ["arn:aws:networkmanager::111122223333:core-network/core-network-1", "core-network"],
  ])("%s is one that the model does not follow, by name: %s", (id, kind) => {
    expect(routeTargetOf(id)).toEqual({ type: "unsupported", kind, id });
  });

  it("is local, or nothing that AWS knows", () => {
    expect(routeTargetOf("local")).toEqual({ type: "local" });
    expect(routeTargetId({ type: "local" })).toBe("local");
    for (const id of ["", "Local", "i-1", "xigw-1", "igw"]) expect(routeTargetOf(id)).toBeUndefined();
  });
});
