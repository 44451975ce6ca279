/**
 * Whose address targets see: their client's, or a node's.
 * "Edit target group attributes for your Network Load Balancer", client IP preservation https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
import {
  type AddressSet,
  intersectPackets,
  interval,
  keepsClientIp,
  NO_ADDRESSES,
  NO_PACKETS,
  type PacketSet,
  packetBoxes,
  packets,
  packetsEmpty,
  redirect,
  type TargetGroup,
  unitePackets,
} from "@netsim/core";
import type { LegVerdict } from "../path/connection.js";
import type { Assumption, Reachability } from "../path/verdict.js";
import type { ClientLeg } from "./listener-parts.js";

/** Whether targets of the group see their clients' addresses, where the families are the same. */
export function keepsClientAddress(group: TargetGroup): boolean {
  return group.preserveClientIp ?? keepsClientIp(group);
}

/** What is taken for granted where the target group's attributes were not collected. */
export function clientAddressAssumptions(group: TargetGroup): readonly Assumption[] {
  if (group.preserveClientIp !== null) return [];
  return [
    { code: "client-address-preservation-assumed", component: group.id, details: { enabled: keepsClientIp(group) } },
  ];
}

/** The clients' packets as they come to the node, were nothing in the way. */
export function arrivedPackets(clientLegs: readonly ClientLeg[]): PacketSet {
  return clientLegs.reduce((sum, leg) => unitePackets(sum, leg.arrived.packets), NO_PACKETS);
}

/**
 * Whether requests get to a target under their clients' addresses, where only some get to the node and only some from
 * there to the target: it may be that no client does both.
 */
export function jointly(
  clientLegs: readonly ClientLeg[],
  { leg, working }: LegVerdict,
  destination: AddressSet,
  port: number,
): Reachability {
  if (leg.verdict !== "partial" || clientLegs.every((each) => each.leg.verdict !== "partial")) return leg.verdict;
  const good = clientLegs.reduce((sum, each) => unitePackets(sum, served(each)), NO_PACKETS);
  const both = intersectPackets(redirect(good, destination, interval(port, port)), working);
  return packetsEmpty(both) ? "unreachable" : "partial";
}

/** The packets at the node of those clients that it can answer: outside, addresses and ports stay what they are. */
function served({ arrived, client, working }: ClientLeg): PacketSet {
  if (client.station) return arrived.possible;
  return packetBoxes(working).reduce((sum, box) => {
    const sender = { source: { ...NO_ADDRESSES, [box.family]: box.source }, sourcePorts: box.sourcePorts };
    return unitePackets(sum, intersectPackets(arrived.possible, packets(sender)));
  }, NO_PACKETS);
}
