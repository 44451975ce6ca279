/** Source translation to one address and any port, by a NAT gateway or by an instance that does the same. */
import {
  type AddressSet,
  EPHEMERAL_PORTS,
  interval,
  masquerade,
  type PacketSet,
  subtractPackets,
  unitePackets,
  unmasquerade,
} from "@netsim/core";
import { type Flight, type Sets, type Undo, without } from "../flight.js";
import type { Station } from "../station.js";
import type { Refusal, Spot } from "../trace.js";
import type { Walk } from "../walk-context.js";

const [LOW, HIGH] = EPHEMERAL_PORTS["nat-gateway"];

/** The hop of a device that sends packets on from its own address, whichever source port it picks. */
export function translateSource(
  walk: Walk,
  flight: Flight,
  spot: Spot,
  station: Station,
  address: AddressSet,
  refusals: readonly Refusal[] = [],
): Flight {
  const image = (set: PacketSet): PacketSet => masquerade(set, address, interval(LOW, HIGH));
  const { id } = spot.component;
  const { sender } = flight;
  const accepted = refusals.reduce((sets: Sets, each) => without(sets, each.stopped ?? flight.packets), flight);
  const undo = undoOf(accepted, image);
  return {
    ...walk.trace.gate(flight, spot, { refusals, change: image }),
    place: { at: "send", station },
    sender: station,
    sourceIdentity: null,
    lost: flight.sourceIdentity ? { identity: flight.sourceIdentity, component: id } : flight.lost,
    sessions: sender ? [...flight.sessions, { id, kind: "nat", station, sender, undo }] : flight.sessions,
    undos: [...flight.undos, undo],
  };
}

/**
 * The port is the device's choice and not ours: a packet passes for certain only if it passes with every port, and
 * possibly if it passes with one.
 */
function undoOf(before: Sets, image: (set: PacketSet) => PacketSet): Undo {
  const everything = image(before.passing);
  return (after) => ({
    packets: unmasquerade(after.packets, before.packets),
    passing: subtractPackets(before.passing, unmasquerade(subtractPackets(everything, after.passing), before.passing)),
    possible: unmasquerade(after.possible, before.possible),
    unknown: unmasquerade(after.unknown, unitePackets(before.possible, before.unknown)),
  });
}
