/** Route tables and the gateways they lead to, as AWS JSON. */
import type { EgressOnlyInternetGateway, InternetGateway, NatGateway, Route, RouteTable } from "../aws-json.js";
import { nth, type SubnetLayout, type VpcLayout } from "./layout.js";
import type { NetworkPlan, TablePlan, Target } from "./plan.js";

export const natHost = 200;

/** Hosts outside: a route must not be more specific than the local one. */
export const outsideListId = "pl-0b";

export function natSubnet(vpc: VpcLayout): SubnetLayout | null {
  return vpc.plan.nat === null ? null : nth(vpc.subnets, vpc.plan.nat.subnet);
}

export function internetGateways(layouts: readonly VpcLayout[]): InternetGateway[] {
  return layouts
    .filter((vpc) => vpc.plan.internetGateway !== "none")
    .map((vpc) => ({
      InternetGatewayId: `igw-0${vpc.letter}`,
      Attachments: vpc.plan.internetGateway === "attached" ? [{ State: "available", VpcId: vpc.vpcId }] : [],
    }));
}

export function egressOnlyGateways(layouts: readonly VpcLayout[]): EgressOnlyInternetGateway[] {
  return layouts
    .filter((vpc) => vpc.plan.hasEgressOnlyGateway)
    .map((vpc) => ({
      EgressOnlyInternetGatewayId: `eigw-0${vpc.letter}`,
      Attachments: [{ State: "attached", VpcId: vpc.vpcId }],
    }));
}

export function natGateways(layouts: readonly VpcLayout[]): NatGateway[] {
  return layouts.flatMap((vpc) => {
    const { nat } = vpc.plan;
    const subnet = natSubnet(vpc);
    if (nat === null || subnet === null) {
      return [];
    }
    const elasticIp = isNatPublic(vpc)
      ? { PublicIp: natPublicAddress(vpc), AllocationId: `eipalloc-0${vpc.letter}` }
      : {};
    const id = { NetworkInterfaceId: natInterfaceId(vpc) };
    return [
      {
        NatGatewayId: `nat-0${vpc.letter}`,
        VpcId: vpc.vpcId,
        SubnetId: subnet.id,
        State: nat.state,
        ConnectivityType: isNatPublic(vpc) ? "public" : "private",
        NatGatewayAddresses: [{ ...id, PrivateIp: subnet.host(natHost), ...elasticIp, IsPrimary: true }],
      },
    ];
  });
}

/** A public one cannot be made in a VPC without an attached internet gateway. */
export function isNatPublic(vpc: VpcLayout): boolean {
  return vpc.plan.nat?.isPrivate === false && vpc.plan.internetGateway === "attached";
}

export function natInterfaceId(vpc: VpcLayout): string {
  return `eni-0${vpc.letter}${natHost}`;
}

export function natPublicAddress(vpc: VpcLayout): string {
  return `54.${vpc.letter === "a" ? 10 : 20}.0.${natHost}`;
}

export function routeTables(layouts: readonly VpcLayout[], network: NetworkPlan): RouteTable[] {
  return layouts.flatMap((vpc) =>
    tablesOf(vpc).map(({ plan, id, isMain, users }) => ({
      RouteTableId: id,
      VpcId: vpc.vpcId,
      Associations: [
        ...(isMain ? [{ Main: true, RouteTableId: id }] : []),
        ...(isMain ? [] : users.map((subnet) => ({ Main: false, RouteTableId: id, SubnetId: subnet.id }))),
      ],
      PropagatingVgws: plan.propagated === "none" ? [] : [{ GatewayId: `vgw-0${vpc.letter}` }],
      Routes: rotated(routesOf(plan, { vpc, layouts, network }), plan.rotateBy),
    })),
  );
}

interface TableLayout {
  readonly plan: TablePlan;
  readonly id: string;
  readonly isMain: boolean;
  readonly users: readonly SubnetLayout[];
}

/** The planned tables, and one for the subnet of a NAT gateway, unless the plan wants a mistake there. */
function tablesOf(vpc: VpcLayout): TableLayout[] {
  const separate = vpc.plan.nat?.hasPlannedTable === false ? natSubnet(vpc) : null;
  const planned = vpc.plan.tables.map((plan, index) => ({
    plan,
    id: `rtb-0${vpc.letter}${index}`,
    isMain: index === 0,
    users: vpc.subnets.filter((subnet) => subnet !== separate && nth(vpc.plan.tables, subnet.plan.table) === plan),
  }));
  if (separate === null) {
    return planned;
  }
  return [...planned, { plan: publicTable, id: `rtb-0${vpc.letter}9`, isMain: false, users: [separate] }];
}

const publicTable: TablePlan = {
  defaultRoute: "internet",
  ipv6Default: "internet",
  peerRoute: "whole",
  extras: [],
  propagated: "none",
  rotateBy: 0,
};

/** The order of routes has no meaning, so it may be any. */
function rotated<T>(list: readonly T[], by: number): T[] {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}

interface TableContext {
  readonly vpc: VpcLayout;
  readonly layouts: readonly VpcLayout[];
  readonly network: NetworkPlan;
}

function routesOf(plan: TablePlan, context: TableContext): Route[] {
  const { vpc } = context;
  const fixed = [
    ...localRoutes(vpc),
    ...toTarget("0.0.0.0/0", plan.defaultRoute, context),
    ...ipv6Default(plan, vpc),
    ...peerRoutes(plan, context),
    ...plan.extras.flatMap(({ destination, target }) => toTarget(nth(extraDestinations, destination), target, context)),
  ];
  const routes = distinctDestinations(fixed);
  return [...routes, ...propagatedRoutes(plan, vpc, routes)];
}

const extraDestinations = ["203.0.113.0/24", "203.0.113.10/32", "198.51.100.0/24", "8.0.0.0/8", outsideListId] as const;

function localRoutes(vpc: VpcLayout): Route[] {
  const common = { GatewayId: "local", Origin: "CreateRouteTable", State: "active" };
  const ipv6 = vpc.ipv6Block === null ? [] : [{ DestinationIpv6CidrBlock: vpc.ipv6Block, ...common }];
  return [...vpc.blocks.map((block) => ({ DestinationCidrBlock: block, ...common })), ...ipv6];
}

/** No route, where there is nothing that it could lead to. */
function toTarget(destination: string, target: Target, context: TableContext): Route[] {
  const to = destination.startsWith("pl-")
    ? { DestinationPrefixListId: destination, Origin: "CreateRoute" }
    : { DestinationCidrBlock: destination, Origin: "CreateRoute" };
  switch (target) {
    case "internet":
      return throughInternetGateway(to, context.vpc);
    case "nat":
      return context.vpc.plan.nat === null ? [] : [{ ...to, ...natTarget(context.vpc) }];
    case "blackhole":
      return [{ ...to, NatGatewayId: "nat-0dead", State: "blackhole" }];
    case "none":
      return [];
  }
}

function throughInternetGateway(to: Route, vpc: VpcLayout): Route[] {
  if (vpc.plan.internetGateway === "none") {
    return [];
  }
  const state = vpc.plan.internetGateway === "attached" ? "active" : "blackhole";
  return [{ ...to, GatewayId: `igw-0${vpc.letter}`, State: state }];
}

function natTarget(vpc: VpcLayout): Pick<Route, "NatGatewayId" | "State"> {
  return { NatGatewayId: `nat-0${vpc.letter}`, State: vpc.plan.nat?.state === "deleted" ? "blackhole" : "active" };
}

function ipv6Default(plan: TablePlan, vpc: VpcLayout): Route[] {
  const to = { DestinationIpv6CidrBlock: "::/0", Origin: "CreateRoute" };
  if (vpc.ipv6Block === null || plan.ipv6Default === "none") {
    return [];
  }
  if (plan.ipv6Default === "egress-only" && vpc.plan.hasEgressOnlyGateway) {
    return [{ ...to, EgressOnlyInternetGatewayId: `eigw-0${vpc.letter}`, State: "active" }];
  }
  return throughInternetGateway(to, vpc);
}

function peerRoutes(plan: TablePlan, { vpc, layouts, network }: TableContext): Route[] {
  const peer = layouts.find((other) => other !== vpc);
  if (peer === undefined || network.peering === null || plan.peerRoute === "none") {
    return [];
  }
  const state = network.peering.status === "active" ? "active" : "blackhole";
  const target = { VpcPeeringConnectionId: "pcx-0a", Origin: "CreateRoute", State: state };
  const blocks = plan.peerRoute === "whole" ? peer.blocks : [nth(peer.subnets, 0).block];
  const ipv6 = peer.ipv6Block === null || vpc.ipv6Block === null ? [] : [peer.ipv6Block];
  return [
    ...blocks.map((block) => ({ DestinationCidrBlock: block, ...target })),
    ...ipv6.map((block) => ({ DestinationIpv6CidrBlock: block, ...target })),
  ];
}

/** A table has one static route per destination. */
function distinctDestinations(routes: readonly Route[]): Route[] {
  const keyOf = (route: Route): string =>
    route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId ?? "";
  return routes.filter((route, index) => routes.findIndex((other) => keyOf(other) === keyOf(route)) === index);
}

/**
 * Routes from a VPN that lose, against a static route of the same destination or against the local route, or that
 * lead to a network nobody asks about.
 */
function propagatedRoutes(plan: TablePlan, vpc: VpcLayout, fixed: readonly Route[]): Route[] {
  const target = { GatewayId: `vgw-0${vpc.letter}`, Origin: "EnableVgwRoutePropagation", State: "active" };
  const hasDefault = fixed.some((route) => route.DestinationCidrBlock === "0.0.0.0/0");
  const destinations = {
    none: [],
    "default-route": hasDefault ? ["0.0.0.0/0"] : [],
    "inside-vpc": [nth(vpc.subnets, 0).block],
    elsewhere: ["192.168.0.0/16"],
  }[plan.propagated];
  return destinations.map((block) => ({ DestinationCidrBlock: block, ...target }));
}
