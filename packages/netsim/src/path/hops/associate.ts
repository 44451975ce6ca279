/** One-to-one translation between the private addresses of a station and its public ones. */
import {
  intersectPackets,
  NO_PACKETS,
  type PacketSet,
  packetsEmpty,
  subtractPackets,
  translate,
  unitePackets,
} from "@netsim/core";
import { packetsAt, type Station } from "../station.js";

/** The packets with the station's addresses at that end exchanged for the other side's; IPv6 and unassociated ones unchanged. */
export function associate(
  set: PacketSet,
  station: Station,
  end: "source" | "destination",
  into: "in" | "out",
): PacketSet {
  let rest = set;
  let done: PacketSet | undefined;
  for (const { private: inside, public: outside } of station.associations) {
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
