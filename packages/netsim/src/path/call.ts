/** By which addresses a receiver is called: its own, or public ones that a gateway translates. */
import { intersectPackets, type PacketSet, packetsCover, packetsEmpty, subtractPackets } from "@netsim/core";
import { packetsAt, type Station } from "./station.js";

export interface Call {
  readonly packets: PacketSet;
  readonly isPrivate: boolean;
}

/**
 * The packets to the receiver's own addresses, and those to its public ones: a dual-stack load balancer is called by both
 * from inside, as its IPv6 addresses are the same everywhere. A station that may have any address is called by its private
 * one in its own network only.
 */
export function byCall(packets: PacketSet, sender: Station | null, receiver: Station | null): readonly Call[] {
  const isKnown = receiver !== null && sender !== null && !(receiver.hasAnyAddress && sender.vpcId !== receiver.vpcId);
  if (!isKnown) return [{ packets, isPrivate: false }];
  const own = packetsAt(receiver.addresses, "destination");
  const privately = intersectPackets(packets, own);
  if (packetsEmpty(privately)) return [{ packets, isPrivate: false }];
  const rest = subtractPackets(packets, own);
  const call = { packets: privately, isPrivate: true };
  return packetsEmpty(rest) ? [call] : [call, { packets: rest, isPrivate: false }];
}

export function isPrivatelyAddressed(packets: PacketSet, receiver: Station): boolean {
  return packetsCover(packetsAt(receiver.addresses, "destination"), packets);
}
