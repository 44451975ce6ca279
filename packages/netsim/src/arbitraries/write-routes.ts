/** Route tables of a plan and the gateways that they lead to, as a person writes them. */
import type { NatGatewayInput, NetworkInput, RouteInput, RouteTableInput } from "@netsim/core";
import { idOf, letterOf, type SubnetLayout, type VpcLayout } from "./layout.js";
import type { PlannedTarget, TablePlan } from "./plan.js";
import { nth } from "./shares.js";
import type { Written } from "./write-filters.js";

/** Hosts outside: a route must not be more specific than the local one. */
export const OUTSIDE_LIST = "pl-outside";
export const PEERING = "pcx-1";

/** The place of a NAT gateway in its subnet. */
export const NAT_HOST = 200;

export function natSubnet(vpc: VpcLayout): SubnetLayout | null {
  return vpc.plan.nat === null ? null : nth(vpc.subnets, vpc.plan.nat.subnet);
}

export function writeGateways({ layouts }: Written): NetworkInput {
  const internet = layouts.filter((vpc) => vpc.plan.internetGateway !== "none");
  const egressOnly = layouts.filter((vpc) => vpc.plan.hasEgressOnlyGateway);
  const attachment = (vpc: VpcLayout): { vpcId?: string } =>
    vpc.plan.internetGateway === "attached" ? { vpcId: vpc.vpcId } : {};
  return {
    internetGateways: Object.fromEntries(internet.map((vpc) => [`igw-${vpc.number}`, attachment(vpc)])),
    egressOnlyInternetGateways: Object.fromEntries(
      egressOnly.map((vpc) => [`eigw-${vpc.number}`, { vpcId: vpc.vpcId }]),
    ),
    natGateways: Object.fromEntries(layouts.flatMap(natGateway)),
  };
}

function natGateway(vpc: VpcLayout): [string, NatGatewayInput][] {
  const { nat } = vpc.plan;
  const subnet = natSubnet(vpc);
  if (nat === null || subnet === null) return [];
  const written: NatGatewayInput = {
    subnetId: subnet.id,
    privateIpAddress: subnet.host(NAT_HOST),
    ...(isNatPublic(vpc) ? { publicIp: natPublicAddress(vpc) } : { connectivityType: "private" }),
    ...(nat.state === "available" ? {} : { state: nat.state }),
  };
  return [[`nat-${vpc.number}`, written]];
}

/** A public one cannot be made in a VPC without an attached internet gateway. */
export function isNatPublic(vpc: VpcLayout): boolean {
  return vpc.plan.nat?.isPrivate === false && vpc.plan.internetGateway === "attached";
}

export function natPublicAddress(vpc: VpcLayout): string {
  return `54.${10 * vpc.number}.0.${NAT_HOST}`;
}

/** The table that the subnet of a NAT gateway has for itself. */
const PUBLIC_TABLE: TablePlan = {
  defaultRoute: "internet",
  ipv6Default: "internet",
  peerRoute: "whole",
  extras: [],
  propagated: "none",
};

function hasOwnTable(vpc: VpcLayout, subnet: SubnetLayout): boolean {
  return vpc.plan.nat?.hasPlannedTable === false && natSubnet(vpc) === subnet;
}

/** The id of a subnet's table; undefined for the VPC's main table, which subnets use by themselves. */
export function tableIdOf(vpc: VpcLayout, subnet: SubnetLayout): string | undefined {
  if (hasOwnTable(vpc, subnet)) return idOf("rtb", vpc.number, "nat");
  const at = subnet.plan.table % vpc.plan.tables.length;
  return at === 0 ? undefined : idOf("rtb", vpc.number, letterOf(at - 1));
}

/** Local routes go without saying, and so does a main table without any other. */
export function writeTables(written: Written): NonNullable<NetworkInput["routeTables"]> {
  const tables = written.layouts.flatMap((vpc) => {
    const { vpcId, number } = vpc;
    const planned = vpc.plan.tables.flatMap((plan, index): [string, RouteTableInput][] => {
      const routes = routesOf(plan, vpc, written);
      if (index > 0) return [[idOf("rtb", number, letterOf(index - 1)), { vpcId, routes }]];
      return routes.length === 0 ? [] : [[`rtb-main-${vpcId}`, { vpcId, main: true, routes }]];
    });
    const own: [string, RouteTableInput][] = vpc.subnets.some((subnet) => hasOwnTable(vpc, subnet))
      ? [[idOf("rtb", number, "nat"), { vpcId, routes: routesOf(PUBLIC_TABLE, vpc, written) }]]
      : [];
    return [...planned, ...own];
  });
  return Object.fromEntries(tables);
}

const EXTRA_DESTINATIONS = ["203.0.113.0/24", "203.0.113.10/32", "198.51.100.0/24", "8.0.0.0/8", OUTSIDE_LIST] as const;

function routesOf(plan: TablePlan, vpc: VpcLayout, written: Written): RouteInput[] {
  const routes = distinctDestinations([
    ...toTarget("0.0.0.0/0", plan.defaultRoute, vpc),
    ...ipv6Default(plan, vpc),
    ...peerRoutes(plan, vpc, written),
    ...plan.extras.flatMap(({ destination, target }) => toTarget(nth(EXTRA_DESTINATIONS, destination), target, vpc)),
  ]);
  return [...routes, ...propagatedRoutes(plan, vpc, routes)];
}

/** No route, where there is nothing that it could lead to. */
function toTarget(destination: string, target: PlannedTarget, vpc: VpcLayout): RouteInput[] {
  switch (target) {
    case "internet":
      return throughInternetGateway(destination, vpc);
    case "nat": {
      if (vpc.plan.nat === null) return [];
      const isGone = vpc.plan.nat.state === "deleted";
      return [{ destination, target: `nat-${vpc.number}`, ...(isGone ? BLACKHOLE : {}) }];
    }
    case "transit-gateway":
      return [{ destination, target: "tgw-1" }];
    case "blackhole":
      return [{ destination, target: "nat-gone", ...BLACKHOLE }];
    case "none":
      return [];
  }
}

const BLACKHOLE = { state: "blackhole" } as const;

function throughInternetGateway(destination: string, vpc: VpcLayout): RouteInput[] {
  if (vpc.plan.internetGateway === "none") return [];
  const state = vpc.plan.internetGateway === "attached" ? {} : BLACKHOLE;
  return [{ destination, target: `igw-${vpc.number}`, ...state }];
}

function ipv6Default(plan: TablePlan, vpc: VpcLayout): RouteInput[] {
  if (vpc.ipv6Block === null || plan.ipv6Default === "none") return [];
  if (plan.ipv6Default === "egress-only" && vpc.plan.hasEgressOnlyGateway)
    return [{ destination: "::/0", target: `eigw-${vpc.number}` }];
  return throughInternetGateway("::/0", vpc);
}

function peerRoutes(table: TablePlan, vpc: VpcLayout, { layouts, plan }: Written): RouteInput[] {
  const peer = layouts.find((other) => other !== vpc);
  if (peer === undefined || plan.peering === null || table.peerRoute === "none") return [];
  const state = plan.peering.status === "active" ? {} : BLACKHOLE;
  const blocks = table.peerRoute === "whole" ? peer.blocks : [nth(peer.subnets, 0).block];
  const ipv6 = peer.ipv6Block === null || vpc.ipv6Block === null ? [] : [peer.ipv6Block];
  return [...blocks, ...ipv6].map((destination) => ({ destination, target: PEERING, ...state }));
}

/** A table has one static route for each destination. */
function distinctDestinations(routes: readonly RouteInput[]): RouteInput[] {
  return routes.filter(
    (route, index) => routes.findIndex((other) => other.destination === route.destination) === index,
  );
}

/**
 * Routes from a VPN that lose, against a static route of the same destination or against the local route, or that
 * lead to a network nobody asks about.
 */
function propagatedRoutes(plan: TablePlan, vpc: VpcLayout, fixed: readonly RouteInput[]): RouteInput[] {
  const hasDefault = fixed.some((route) => route.destination === "0.0.0.0/0");
  const destinations = {
    none: [],
    "default-route": hasDefault ? ["0.0.0.0/0"] : [],
    "inside-vpc": [nth(vpc.subnets, 0).block],
    elsewhere: ["192.168.0.0/16"],
  }[plan.propagated];
  return destinations.map((destination) => ({ destination, target: `vgw-${vpc.number}`, propagated: true }));
}
