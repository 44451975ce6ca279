/** Packets on their way: where they are, whose they are, and how many of them anything before has stopped. */
import {
  answeredBy,
  type Identity,
  intersectPackets,
  NO_PACKETS,
  type PacketSet,
  replyTo,
  type Subnet,
  subtractPackets,
  unitePackets,
} from "@netsim/core";
import type { Station } from "./station.js";

/**
 * The packets that would be here were nothing in the way, and what is left of them. Keeping all of them is how every
 * blocker is found and not only the first.
 */
export interface Sets {
  readonly packets: PacketSet;
  /** Not stopped, whatever port a NAT device on the way picks. */
  readonly passing: PacketSet;
  /** Not stopped for some such port; contains `passing`. */
  readonly possible: PacketSet;
  /** Not stopped for certain, and in doubt because something is not known. */
  readonly unknown: PacketSet;
}

/** A translation done on the way there, which the reply has to come back through. */
export interface Session {
  /** The gateway, or the interface of the appliance. */
  readonly id: string;
  readonly kind:
    | "internet-gateway"
    | "egress-only-internet-gateway"
    | "ec2-classic"
    | "nat"
    | "gateway-endpoint"
    | "private-link"
    | "presumed";
  /** Who has the address that the packets left with; for a NAT device, the device. */
  readonly station: Station;
  /** Who had sent them, and who the reply goes on to. */
  readonly sender: Station;
  readonly undo: Undo;
}

/** From headers after a change to headers before it. */
export type Undo = (sets: Sets) => Sets;

/** Why it is not known what happens. */
export interface Doubt {
  readonly code: string;
  readonly details?: Readonly<Record<string, string | number | boolean | readonly string[]>> | undefined;
}

/** Where packets are about to be handled. Each kind of place has a handler in `hops/`. */
export type Place =
  /** Sent by a station: its source/destination check and security groups. */
  | { readonly at: "send"; readonly station: Station }
  /** On the way out of a station's subnet. */
  | { readonly at: "leave-subnet"; readonly station: Station }
  | { readonly at: "route"; readonly subnet: Subnet }
  /** In the VPC, addressed to the receiver. */
  | { readonly at: "deliver"; readonly vpcId: string; readonly from: Subnet | null }
  | { readonly at: "internet-gateway-out"; readonly id: string; readonly vpcId: string }
  | { readonly at: "internet" }
  | { readonly at: "egress-only-internet-gateway"; readonly id: string; readonly vpcId: string }
  | { readonly at: "nat-gateway"; readonly id: string; readonly from: Subnet }
  | { readonly at: "vpc-peering-connection"; readonly id: string; readonly vpcId: string; readonly from: Subnet | null }
  | { readonly at: "appliance"; readonly id: string; readonly from: Subnet }
  | { readonly at: "gateway-endpoint"; readonly id: string }
  /** Through an interface endpoint, to a node of a Network Load Balancer. */
  | { readonly at: "private-link"; readonly id: string; readonly station: Station; readonly isEnforced: boolean }
  /** What a route of the subnet leads to and the model does not follow, or the input leaves out. */
  | { readonly at: "unsupported"; readonly id: string; readonly doubt: Doubt; readonly subnet: Subnet };

export interface Flight extends Sets {
  readonly place: Place;
  /** Who sent the packets as they are now; null outside the VPCs. */
  readonly sender: Station | null;
  /** Whose address they go to now; null outside the VPCs. */
  readonly receiver: Station | null;
  /** Who the sender and receiver are to rules that name groups. */
  readonly sourceIdentity: Identity | null;
  readonly destinationIdentity: Identity | null;
  /** Whose identity was lost, and where: for the reason why a group reference does not match. */
  readonly lost?: { readonly identity: Identity; readonly component: string } | undefined;
  /** What a reply has to come back through, the latest last. */
  readonly sessions: readonly Session[];
  /** Every change of header so far, the latest last. */
  readonly undos: readonly Undo[];
  /** What they look like on arrival is not known, so that nothing can be said of replies to them. */
  readonly isAstray?: boolean | undefined;
  /** The hop they come from. */
  readonly after?: number | undefined;
  /** The places they have been at, for finding loops. */
  readonly visited: readonly { readonly key: string; readonly packets: PacketSet }[];
}

/** All packets, none stopped yet. */
export function freshSets(packets: PacketSet): Sets {
  return { packets, passing: packets, possible: packets, unknown: NO_PACKETS };
}

/** What is left after a filter lets `allowed` through and `inDoubt` perhaps. */
export function restrict(sets: Sets, allowed: PacketSet, inDoubt: PacketSet = NO_PACKETS): Sets {
  if (allowed === sets.packets) return sets;
  return {
    packets: sets.packets,
    passing: intersectPackets(sets.passing, allowed),
    possible: intersectPackets(sets.possible, allowed),
    unknown: unitePackets(
      intersectPackets(sets.unknown, unitePackets(allowed, inDoubt)),
      intersectPackets(sets.possible, inDoubt),
    ),
  };
}

/** Without these packets, at all. */
export function without(sets: Sets, stopped: PacketSet): Sets {
  return mapSets(sets, (set) => subtractPackets(set, stopped), sets.packets);
}

/** Only these packets, as where a path branches. */
export function within(sets: Sets, part: PacketSet): Sets {
  return mapSets(sets, (set) => intersectPackets(set, part));
}

/** The same change of header on each set. Sets that are the same object stay the same object. */
export function mapSets(sets: Sets, change: (set: PacketSet) => PacketSet, packets?: PacketSet): Sets {
  const done = new Map<PacketSet, PacketSet>();
  const once = (set: PacketSet): PacketSet => {
    let changed = done.get(set);
    if (!changed) {
      changed = change(set);
      done.set(set, changed);
    }
    return changed;
  };
  return {
    packets: packets ?? once(sets.packets),
    passing: once(sets.passing),
    possible: once(sets.possible),
    unknown: once(sets.unknown),
  };
}

/** A change back of headers, applied to the replies to them. */
export function inReplies(undo: Undo): Undo {
  return (sets) => mapSets(undo(mapSets(sets, answeredBy)), replyTo);
}
