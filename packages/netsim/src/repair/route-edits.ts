/** Routes, associations and gateways that would lead packets on where their way ends. */
import {
  type AddressSet,
  ALL_IPV4,
  ALL_IPV6,
  addressesEmpty,
  addressesOf,
  type Family,
  intersectAddresses,
  type Network,
  NO_ADDRESSES,
  packets,
  type Route,
  type RouteTable,
  type RouteTarget,
  recordOf,
  routeRules,
  routeTargetId,
  type Subnet,
  split,
  vpcBlocks,
} from "@netsim/core";
import { packetsOf } from "../path/header.js";
import { publicPart } from "../path/internet.js";
import { knownRouteTable } from "../path/missing.js";
import type { Hop } from "../path/verdict.js";
import type { Edit } from "./edit.js";
import { type BlockedPlace, remoteAddresses } from "./place.js";

/** Of a route that is missing or leads astray, and of whatever stops packets because a route has led them there. */
export function routeEdits(network: Network, place: BlockedPlace): readonly Edit[] {
  return routersBefore(place).flatMap((hop) => editsAt(network, hop));
}

function editsAt(network: Network, hop: Hop): readonly Edit[] {
  const subnet = recordOf(network.subnets, hop.attachedTo ?? "");
  const table = subnet && knownRouteTable(network, subnet);
  const come = packetsOf(hop.inbound);
  if (!subnet || !table || !come) return [];
  const destinations = remoteAddresses(come, "egress");
  const taken = hop.rule?.kind === "route" ? hop.rule.route : undefined;
  if (taken?.target.type === "local") return [];
  return [
    ...inTable(network, subnet, table, destinations, taken),
    ...otherTables(network, subnet, table, destinations),
  ];
}

/** The routers on the way to the blocker, the last one first; the blocker itself where it is one. */
function routersBefore({ blocker, leg, hop }: BlockedPlace): readonly Hop[] {
  const hops = leg?.[blocker.phase].hops ?? [];
  const routers: Hop[] = [];
  for (let at = hop; at; at = at.after === undefined ? undefined : hops[at.after - 1]) {
    if (at.component.kind === "route-table") routers.push(at);
  }
  return routers;
}

function inTable(
  network: Network,
  subnet: Subnet,
  table: RouteTable,
  destinations: AddressSet,
  taken: Route | undefined,
): readonly Edit[] {
  return waysTo(network, subnet, destinations).flatMap(({ block, target }): readonly Edit[] => {
    // What is routed already keeps its destination.
    const destination = taken?.destination ?? block;
    if (taken && routeTargetId(taken.target) === routeTargetId(target) && taken.state === "active") return [];
    const present = table.routes.find((each) => !each.propagated && each.destination === destination);
    if (present?.target.type === "local") return [];
    const kind = present ? "replace-route" : "create-route";
    return [{ kind, routeTableId: table.id, destination, target }];
  });
}

interface Way {
  readonly block: string;
  readonly target: RouteTarget;
}

/** What of the VPC could lead there. */
function waysTo(network: Network, { vpcId }: Subnet, destinations: AddressSet): readonly Way[] {
  return [...peeringWays(network, vpcId, destinations), ...internetWays(network, vpcId, destinations)];
}

function peeringWays(network: Network, vpcId: string, destinations: AddressSet): readonly Way[] {
  return Object.values(network.vpcPeeringConnections).flatMap((peering) => {
    const sides = [peering.requester, peering.accepter];
    const far = sides.find((side) => side.vpcId !== vpcId);
    if (!far || !sides.some((side) => side.vpcId === vpcId)) return [];
    const vpc = recordOf(network.vpcs, far.vpcId);
    const blocks = vpc ? vpcBlocks(vpc) : [];
    return blocks
      .filter((block) => !addressesEmpty(intersectAddresses(destinations, addressesOf(block))))
      .map((block): Way => ({ block, target: { type: "vpc-peering-connection", id: peering.id } }));
  });
}

function internetWays(network: Network, vpcId: string, destinations: AddressSet): readonly Way[] {
  const open = publicPart(destinations);
  const targets: Readonly<Record<Family, () => readonly RouteTarget[]>> = {
    ipv4: () => [...gateways(network, vpcId), ...natGateways(network, vpcId)],
    ipv6: () => [...gateways(network, vpcId), ...egressOnly(network, vpcId)],
  };
  const blocks: Readonly<Record<Family, string>> = { ipv4: ALL_IPV4, ipv6: ALL_IPV6 };
  return (["ipv4", "ipv6"] as const).flatMap((family) =>
    addressesEmpty({ ...NO_ADDRESSES, [family]: open[family] })
      ? []
      : targets[family]().map((target): Way => ({ block: blocks[family], target })),
  );
}

function gateways(network: Network, vpcId: string): readonly RouteTarget[] {
  return Object.values(network.internetGateways)
    .filter((each) => each.vpcId === vpcId)
    .map(({ id }) => ({ type: "internet-gateway", id }));
}

function egressOnly(network: Network, vpcId: string): readonly RouteTarget[] {
  return Object.values(network.egressOnlyInternetGateways)
    .filter((each) => each.vpcId === vpcId)
    .map(({ id }) => ({ type: "egress-only-internet-gateway", id }));
}

function natGateways(network: Network, vpcId: string): readonly RouteTarget[] {
  return Object.values(network.natGateways)
    .filter((nat) => nat.state === "available" && nat.connectivityType === "public")
    .filter((nat) => recordOf(network.subnets, nat.subnetId)?.vpcId === vpcId)
    .map(({ id }) => ({ type: "nat-gateway", id }));
}

/** Tables of the VPC that lead these packets somewhere else than the present one does. */
function otherTables(network: Network, subnet: Subnet, present: RouteTable, destinations: AddressSet): readonly Edit[] {
  const before = leads(network, present, destinations);
  return Object.values(network.routeTables)
    .filter((table) => table.vpcId === subnet.vpcId && table.id !== present.id && table.gatewayIds.length === 0)
    .filter((table) => {
      const after = leads(network, table, destinations);
      return after !== undefined && after !== before;
    })
    .map(({ id }) => ({
      kind: "associate-route-table",
      subnetId: subnet.id,
      routeTableId: id,
      replaces: subnet.routeTableId ?? null,
    }));
}

/** Where the table leads all of them; undefined where it drops some. */
function leads(network: Network, table: RouteTable, destinations: AddressSet): string | undefined {
  const cases = split(routeRules(network, table), {
    packets: packets({ destination: destinations }),
    source: null,
    destination: null,
  });
  const targets = cases.map(({ rule, action }) =>
    rule?.ref.kind === "route" && action === "route" && rule.ref.route.state === "active"
      ? routeTargetId(rule.ref.route.target)
      : undefined,
  );
  return targets.includes(undefined) ? undefined : [...new Set(targets)].join(" ");
}

/** Detached gateways for a VPC without one, or the gateway of the route itself. */
export function gatewayEdits(network: Network, { blocker }: BlockedPlace): readonly Edit[] {
  const vpcId = String(blocker.details?.vpc ?? blocker.attachedTo ?? "");
  if (!Object.hasOwn(network.vpcs, vpcId)) return [];
  const has = Object.values(network.internetGateways).some((each) => each.vpcId === vpcId);
  if (has) return [];
  return Object.values(network.internetGateways)
    .filter((each) => each.vpcId === undefined)
    .map(({ id }) => ({ kind: "attach-internet-gateway", internetGatewayId: id, vpcId }));
}

export function peeringEdits(network: Network, { blocker }: BlockedPlace): readonly Edit[] {
  const peering = recordOf(network.vpcPeeringConnections, blocker.component);
  if (blocker.code !== "peering-not-active" || peering?.status !== "pending-acceptance") return [];
  return [{ kind: "accept-vpc-peering-connection", vpcPeeringConnectionId: peering.id }];
}
