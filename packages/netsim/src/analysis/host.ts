/** An endpoint class with what is asked about it again and again when two networks are compared. */
import {
  type AddressSet,
  ALL_PORTS,
  answeredBy,
  type Box,
  intersectPackets,
  NO_PACKETS,
  type PacketSet,
  packetBoxes,
  packetsEmpty,
  packetsOfBoxes,
  type Subnet,
  uniteAll,
  unitePackets,
} from "@netsim/core";
import { packetsAt, type Station } from "../path/station.js";
import {
  type Comparison,
  changedGroups,
  changesOfGroups,
  isAltered,
  isClassTouched,
  isPlainSubnet,
  subnetChanges,
} from "./comparison.js";
import { addressesOfClass, type EndpointClass } from "./endpoint-classes.js";
import type { GroupChanges } from "./filter-changes.js";
import { untrackedPackets } from "./tracking.js";

export interface Host {
  readonly of: EndpointClass;
  readonly before: Station | null;
  readonly after: Station | null;
  readonly addresses: AddressSet;
  readonly source: PacketSet;
  readonly destination: PacketSet;
  readonly isTouched: boolean;
  /** Its subnet, where between it and its neighbours nothing but groups and ACLs has a say, before and after. */
  readonly plain: Subnet | null;
  readonly hasPublic: boolean;
  /** Null where more than groups and ACLs differ. */
  readonly turned: Turned | null;
}

export function hostOf(comparison: Comparison, each: EndpointClass): Host {
  const addresses = uniteAll(addressesOfClass(each));
  const [before, after] = [each.before?.station ?? null, each.after?.station ?? null];
  const stations = [before, after].flatMap((station) => station ?? []);
  const isTouched = isClassTouched(comparison, each);
  return {
    of: each,
    before,
    after,
    addresses,
    source: packetsAt(addresses, "source"),
    destination: packetsAt(addresses, "destination"),
    isTouched,
    turned: isTouched ? turnedAt(comparison, each) : NOTHING_TURNED,
    plain: plainSubnet(comparison, each),
    hasPublic: stations.some((station) => station.associations.length > 0),
  };
}

function plainSubnet(comparison: Comparison, each: EndpointClass): Subnet | null {
  const [before, after] = [each.before?.station?.subnet, each.after?.station?.subnet];
  if (!before || !after || before.id !== after.id || isAltered(comparison, each)) return null;
  const isPlain = isPlainSubnet(comparison, "before", before) && isPlainSubnet(comparison, "after", after);
  return isPlain ? after : null;
}

/** Not between two places outside, and not from one host to itself. */
export function isPair(from: Host, to: Host): boolean {
  const isOutside = (host: Host): boolean => host.before === null && host.after === null;
  return !(isOutside(from) && isOutside(to)) && (from !== to || from.of.ids.length > 1);
}

/** What the filters of a host may decide otherwise, as packets that a sender sends. */
export interface Turned {
  readonly sent: PacketSet;
  readonly receivedFromOutside: PacketSet;
  readonly receivedFromInside: PacketSet;
}

export const NOTHING_TURNED: Turned = {
  sent: NO_PACKETS,
  receivedFromOutside: NO_PACKETS,
  receivedFromInside: NO_PACKETS,
};

/** Null where more than groups and ACLs differ. */
function turnedAt(comparison: Comparison, each: EndpointClass): Turned | null {
  const [before, after] = [each.before?.station, each.after?.station];
  if (isAltered(comparison, each)) return null;
  if (!before || !after) return NOTHING_TURNED;
  if (before.subnet?.id !== after.subnet?.id || changedGroups(before, after).length > 0) return null;
  const acl = after.subnet && subnetChanges(comparison, after.subnet.id);
  if (acl && (acl.isTableChanged || acl.isAltered)) return null;
  const { sent, received } = changesOfHost(comparison, before, after);
  const all = unitePackets(received, acl ? acl.asReceiver : NO_PACKETS);
  return {
    sent: unitePackets(sent, acl ? acl.asSender : NO_PACKETS),
    receivedFromOutside: widened(all, { destination: true }),
    receivedFromInside: widened(all, { destination: true, source: true, sourcePorts: ALL_PORTS }),
  };
}

/** With every value at these sides. */
function widened(set: PacketSet, sides: Partial<Box>): PacketSet {
  return packetsOfBoxes(packetBoxes(set).map((box) => ({ ...box, ...sides })));
}

export interface HostChanges {
  readonly sent: PacketSet;
  readonly received: PacketSet;
}

/** What the groups of a host may decide otherwise of what it sends and gets, as packets that a sender sends. */
export function changesOfHost(comparison: Comparison, before: Station, after: Station): HostChanges {
  const egress = allOf(changesOfGroups(comparison, before, after, "egress"));
  const ingress = allOf(changesOfGroups(comparison, before, after, "ingress"));
  // Replies to what is not tracked are judged by the rules of the other direction.
  const untracked = (direction: "ingress" | "egress", answers: PacketSet): PacketSet =>
    packetsEmpty(answers)
      ? NO_PACKETS
      : intersectPackets(untrackedPackets(comparison.before, before, direction), answeredBy(answers));
  return {
    sent: unitePackets(egress, untracked("egress", ingress)),
    received: unitePackets(ingress, untracked("ingress", egress)),
  };
}

function allOf({ open, byGroup }: GroupChanges): PacketSet {
  return [...byGroup.values()].reduce(unitePackets, open);
}
