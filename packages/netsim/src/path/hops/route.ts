/**
 * The router of a subnet takes the most specific route.
 * "Configure route tables" https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
import {
  type Case,
  cidr,
  type PacketSet,
  packets,
  packetsOverlap,
  type Route,
  type RouteAction,
  type RouteTable,
  type RuleRef,
  routeRules,
  routeTargetId,
  type Subnet,
  split,
  uniteBlocks,
} from "@netsim/core";
import { keepEvidence } from "../evidence.js";
import { type Flight, type Place, within } from "../flight.js";
import { headersOf } from "../header.js";
import { knownRouteTable } from "../missing.js";
import type { Cause, Spot } from "../trace.js";
import type { Handler, Walk } from "../walk-context.js";
import { bar } from "./presume.js";

export const takeRoute: Handler<"route"> = (walk, flight) => {
  const { subnet } = flight.place;
  const table = knownRouteTable(walk.network, subnet);
  walk.trace.consult("routeTables", table?.id);
  if (!table) {
    const id = subnet.routeTableId ?? `route table of ${subnet.id}`;
    const spot = { component: { id, kind: "route-table" }, direction: "egress", attachedTo: subnet.id } as const;
    const doubt = { code: "route-table-missing", details: { subnet: subnet.id } };
    return bar(walk, flight, spot, { doubt }, subnet.vpcId);
  }
  assumeUnlistedPrefixes(walk, table);
  const rules = routeRules(walk.network, table);
  const traffic = {
    packets: flight.packets,
    source: flight.sourceIdentity,
    destination: flight.destinationIdentity,
  };
  const cases = split(rules, traffic);
  return cases.flatMap((each) => {
    const part = cases.length === 1 ? flight : { ...flight, ...within(flight, each.packets) };
    keepEvidence(walk.trace.hops, { rules, traffic, cases: [each] });
    return takeCase(walk, part, subnet, table, each);
  });
};

/** Gateway endpoints are routes to AWS's own lists, whose entries are rarely collected. */
function assumeUnlistedPrefixes(walk: Walk, table: RouteTable): void {
  for (const route of table.routes) {
    const isList = route.destination.startsWith("pl-");
    if (isList && route.target.type === "gateway-endpoint" && !walk.network.prefixLists[route.destination]) {
      walk.trace.assume("prefix-list-not-described", route.destination, { routeTable: table.id });
    }
  }
}

function takeCase(
  walk: Walk,
  flight: Flight,
  subnet: Subnet,
  table: RouteTable,
  taken: Case<RouteAction>,
): readonly Flight[] {
  const spot = {
    component: { id: table.id, kind: "route-table", name: table.name },
    direction: "egress",
    attachedTo: subnet.id,
  } as const;
  const ref = taken.rule?.ref;
  if (ref?.kind !== "route") {
    const cause: Cause = { kind: "route", code: "no-route", awsCode: "NO_ROUTE_TO_DESTINATION" };
    return bar(walk, flight, spot, { refusals: [{ cause }] }, subnet.vpcId);
  }
  const { route } = ref;
  if (taken.action === "unknown") {
    const doubt = { code: "prefix-list-missing", details: { prefixList: route.destination } };
    return bar(walk, flight, spot, { doubt, rule: ref }, subnet.vpcId);
  }
  if (route.state === "blackhole") {
    const cause: Cause = {
      kind: "route",
      code: "route-blackhole",
      awsCode: "BAD_STATE_ROUTE",
      rule: ref,
      details: { destination: route.destination, target: routeTargetId(route.target) },
    };
    return bar(walk, flight, spot, { refusals: [{ cause }] }, subnet.vpcId);
  }
  const routed = follow(walk, flight, spot, ref);
  return [{ ...routed, place: placeOf(route, subnet) }];
}

/**
 * "Configure route tables": a route may cover the addresses that AWS keeps for its services, but packets to them are
 * not forwarded. https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
const NOT_FORWARDED: PacketSet = packets({
  destination: uniteBlocks([cidr("169.254.168.0/22"), cidr("fd00:ec2::/32")]),
});

function follow(walk: Walk, flight: Flight, spot: Spot, rule: RuleRef): Flight {
  if (!packetsOverlap(flight.packets, NOT_FORWARDED)) {
    const decisions = [{ action: "allow", rule, packets: headersOf(flight.packets) }] as const;
    return walk.trace.pass(flight, spot, rule, decisions);
  }
  const cause = { kind: "route", code: "no-such-destination", awsCode: "NO_POSSIBLE_DESTINATION", rule } as const;
  return walk.trace.gate(flight, spot, { refusals: [{ stopped: NOT_FORWARDED, cause }], rule });
}

/** Where a route leads. */
export function placeOf(route: Route, from: Subnet): Place {
  const { target } = route;
  const { vpcId } = from;
  switch (target.type) {
    case "local":
      return { at: "deliver", vpcId, from };
    case "internet-gateway":
      return { at: "internet-gateway-out", id: target.id, vpcId };
    case "egress-only-internet-gateway":
      return { at: "egress-only-internet-gateway", id: target.id, vpcId };
    case "nat-gateway":
      return { at: "nat-gateway", id: target.id, from };
    case "vpc-peering-connection":
      return { at: "vpc-peering-connection", id: target.id, vpcId, from };
    case "network-interface":
      return { at: "appliance", id: target.id, from };
    case "gateway-endpoint":
      return { at: "gateway-endpoint", id: target.id };
    case "unsupported": {
      const { id, kind } = target;
      const doubt = { code: "unsupported-route-target", details: { kind, destination: route.destination } };
      return { at: "unsupported", id, doubt, subnet: from };
    }
  }
}
