/** What is asked for in so many words: the questions of verdicts, as the packets that they bring to security groups. */
import {
  ALL_ADDRESSES,
  ALL_PORTS,
  issue,
  NetsimError,
  NO_PACKETS,
  type PacketSet,
  packetBoxes,
  packetsOfBoxes,
  unitePackets,
} from "@netsim/core";
import { packetsOf } from "../path/header.js";
import type { Verdict } from "../path/verdict.js";

/** By the id of the interface, node or instance whose security groups they come to. */
export type Demand = ReadonlyMap<string, PacketSet>;

/**
 * Whatever stops them on the way: who wants a connection wants every packet of it.
 *
 * @throws NetsimError for what is no verdict.
 */
export function demandOf(needs: readonly Verdict[]): Demand {
  const demand = new Map<string, PacketSet>();
  for (const [at, verdict] of needs.entries()) {
    if (!Array.isArray(verdict?.legs))
      throw new NetsimError([issue("verdict", ["needs", at], "a verdict of a check", verdict)]);
    for (const { component, direction, attachedTo, inbound } of verdict.legs.flatMap((leg) => leg.forward.hops)) {
      if (component.kind !== "security-group" || direction !== "ingress" || attachedTo === undefined) continue;
      const wanted = toAnyOne(packetsOf(inbound) ?? NO_PACKETS);
      demand.set(attachedTo, unitePackets(demand.get(attachedTo) ?? NO_PACKETS, wanted));
    }
  }
  return demand;
}

/** As a group's rule can say it: of tcp and udp from any port, to whichever address the interface has. */
function toAnyOne(some: PacketSet): PacketSet {
  return packetsOfBoxes(
    packetBoxes(some).map((box) => ({ ...box, destination: ALL_ADDRESSES[box.family], sourcePorts: ALL_PORTS })),
  );
}
