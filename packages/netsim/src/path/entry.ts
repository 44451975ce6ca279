/** Where packets from outside the VPCs come in. */
import {
  addressesEmpty,
  type Network,
  packets,
  routeRules,
  routeTableOf,
  split,
  subtractAddresses,
} from "@netsim/core";
import type { Party } from "./endpoint.js";
import type { Place } from "./flight.js";
import { addressesOfSide, sidesOf } from "./hops/peering.js";
import { placeOf } from "./hops/route.js";
import { publicPart } from "./internet.js";

/** Undefined for the internet. */
export function entryOf(network: Network, sender: Party, receiver: Party): Place | undefined {
  if (sender.station) return undefined;
  return peeringEntry(network, sender, receiver) ?? connectedEntry(network, sender, receiver);
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
  const table = subnet && routeTableOf(network, subnet);
  if (!subnet || !table || !addressesEmpty(publicPart(sender.addresses))) return undefined;
  const cases = split(routeRules(network, table), {
    packets: packets({ destination: sender.addresses }),
    source: null,
    destination: null,
  });
  const places = cases.flatMap(({ rule }) => (rule?.ref.kind === "route" ? [placeOf(rule.ref.route, subnet)] : []));
  const [first, ...others] = places;
  const isOne = first?.at === "unsupported" && others.every((each) => each.at === first.at && each.id === first.id);
  return isOne && places.length === cases.length ? first : undefined;
}
