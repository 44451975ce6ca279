/** One-to-one translation between the private addresses of a station and its public ones. */
import {
  type AddressSet,
  intersectPackets,
  NO_ADDRESSES,
  NO_PACKETS,
  type PacketSet,
  packetsEmpty,
  packetsOverlap,
  subtractPackets,
  translate,
  unitePackets,
} from "@netsim/core";
import type { Flight } from "../flight.js";
import { internetAddresses } from "../internet.js";
import { packetsAt, type Station } from "../station.js";
import type { Effects } from "../trace.js";
import type { Walk } from "../walk-context.js";

/**
 * The packets with the station's addresses at that end exchanged for the other side's; IPv6 and unassociated ones
 * unchanged. `unknown` stands for public ones that are not known.
 */
export function associate(
  set: PacketSet,
  station: Station,
  end: "source" | "destination",
  into: "in" | "out",
  unknown: AddressSet | null = null,
): PacketSet {
  let rest = set;
  let done: PacketSet | undefined;
  for (const { private: inside, public: known } of station.associations) {
    const outside = known ?? unknown;
    if (!outside) continue;
    const [from, to] = into === "out" ? [inside, outside] : [outside, inside];
    const members = packetsAt(from, end);
    const part = intersectPackets(rest, members);
    if (packetsEmpty(part)) continue;
    rest = subtractPackets(rest, members);
    done = unitePackets(done ?? NO_PACKETS, translate(part, end, from, to));
  }
  return done ? unitePackets(rest, done) : set;
}

/**
 * What stands for the public address of a sender of which it is not known: any. It is enough for the internet. In this
 * network rules and routes look at it.
 */
export function unknownSource({ goal, phase, network }: Walk, { packets }: Flight, sender: Station): AddressSet | null {
  if (!goal || phase !== "forward") return null;
  const isUnknown = sender.associations.some(
    (each) => each.public === null && packetsOverlap(packets, packetsAt(each.private, "source")),
  );
  return isUnknown ? { ...NO_ADDRESSES, ipv4: internetAddresses(network).ipv4 } : null;
}

export function unknownSourceDoubt(unknown: AddressSet | null, sender: Station): Effects["doubt"] {
  return unknown ? { code: "public-address-unknown", details: { interface: sender.component.id } } : undefined;
}
