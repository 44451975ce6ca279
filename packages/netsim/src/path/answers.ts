/** From what arrives, and what comes back, to the packets of the question. */
import {
  ICMP,
  ICMPV6,
  intersectPackets,
  interval,
  NO_PACKETS,
  type PacketSet,
  packets,
  packetsOverlap,
  unitePackets,
} from "@netsim/core";
import type { Flight, Sets } from "./flight.js";

/** The sets as they were before every change of header on the way there. */
export function undoAll(arrival: Flight, sets: Sets): Sets {
  return arrival.undos.reduceRight((before, undo) => undo(before), sets);
}

/**
 * Requests with a code that no answer shows: each of them is answered with code 0, so that of replies alone it cannot be
 * told which requests they answer.
 */
const AMBIGUOUS: PacketSet = [ICMP, ICMPV6]
  .map((protocol) => packets({ protocol, destinationPorts: interval(1, 255) }))
  .reduce(unitePackets);

/**
 * What became of the packets asked about, from several branches of the way back.
 *
 * @param sent what of them arrived.
 */
export function inQuestion(results: readonly Sets[], asked: PacketSet, sent: Sets): Sets {
  const sum = (pick: (sets: Sets) => PacketSet): PacketSet =>
    intersectPackets(
      asked,
      results.reduce((set, each) => unitePackets(set, pick(each)), NO_PACKETS),
    );
  const found: Sets = {
    packets: sum((sets) => sets.packets),
    passing: sum((sets) => sets.passing),
    possible: sum((sets) => sets.possible),
    unknown: sum((sets) => sets.unknown),
  };
  if (!packetsOverlap(found.packets, AMBIGUOUS)) return found;
  return {
    packets: intersectPackets(found.packets, sent.packets),
    passing: intersectPackets(found.passing, sent.passing),
    possible: intersectPackets(found.possible, sent.possible),
    unknown: intersectPackets(found.unknown, unitePackets(sent.possible, sent.unknown)),
  };
}
