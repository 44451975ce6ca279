/** Where packets from outside the VPCs come in. */
import {
  addressesEmpty,
  type Case,
  type Network,
  packets,
  type RouteAction,
  routeRules,
  type Subnet,
  split,
  subtractAddresses,
} from "@netsim/core";
import type { Place } from "./flight.js";
import { addressesOfSide, sidesOf } from "./hops/peering.js";
import { placeOf } from "./hops/route.js";
import { publicPart } from "./internet.js";
import { isClassic } from "./load-balancer-node.js";
import { knownRouteTable } from "./missing.js";
import type { Party } from "./party.js";

/** Undefined for the internet. */
export function entryOf(network: Network, sender: Party, receiver: Party): Place | undefined {
  if (sender.station) return undefined;
  if (sender.isPrivateLink) return privateLinkEntry(receiver);
  return peeringEntry(network, sender, receiver) ?? connectedEntry(network, sender, receiver);
}

function privateLinkEntry({ station, loadBalancer }: Party): Place | undefined {
  if (!station || !loadBalancer || isClassic(loadBalancer)) return undefined;
  const isEnforced = loadBalancer.enforcePrivateLinkInboundRules;
  return { at: "private-link", id: loadBalancer.id, station, isEnforced };
}

/** The peering whose far side, a VPC that the input leaves out, has the sender's addresses. */
function peeringEntry(network: Network, sender: Party, receiver: Party): Place | undefined {
  const vpcId = receiver.station?.vpcId;
  if (vpcId === undefined) return undefined;
  for (const peering of Object.values(network.vpcPeeringConnections)) {
    const [, far] = sidesOf(peering, vpcId) ?? [];
    if (!far || network.vpcs[far.vpcId]) continue;
    if (addressesEmpty(subtractAddresses(sender.addresses, addressesOfSide(network, far)))) {
      return { at: "vpc-peering-connection", id: peering.id, vpcId: far.vpcId, from: null };
    }
  }
  return undefined;
}

/** Private addresses beyond a transit gateway or the like, to which the receiver's routes lead. */
function connectedEntry(network: Network, sender: Party, receiver: Party): Place | undefined {
  const subnet = receiver.station?.subnet;
  if (!subnet || !addressesEmpty(publicPart(sender.addresses))) return undefined;
  const table = knownRouteTable(network, subnet);
  if (!table) {
    const id = subnet.routeTableId ?? `route table of ${subnet.id}`;
    return { at: "unsupported", id, doubt: { code: "route-table-missing", details: { subnet: subnet.id } }, subnet };
  }
  const cases = split(routeRules(network, table), {
    packets: packets({ destination: sender.addresses }),
    source: null,
    destination: null,
  });
  const places = cases.flatMap((each) => placeBehind(each, subnet));
  const [first, ...others] = places;
  const isOne = first?.at === "unsupported" && others.every((each) => each.at === first.at && each.id === first.id);
  return isOne && places.length === cases.length ? first : undefined;
}

function placeBehind({ rule, action }: Case<RouteAction>, subnet: Subnet): readonly Place[] {
  if (rule?.ref.kind !== "route") return [];
  const { route, routeTableId } = rule.ref;
  if (action === "route") return [placeOf(route, subnet)];
  const doubt = { code: "prefix-list-missing", details: { prefixList: route.destination } };
  return [{ at: "unsupported", id: routeTableId, doubt, subnet }];
}
