/** Where packets would go were the way not barred, or not in doubt: for finding what else is wrong behind it. */
import { internetGatewayOf, packetsCover } from "@netsim/core";
import { type Flight, mapSets, type Sets } from "../flight.js";
import { TO_PRIVATE } from "../internet.js";
import type { Effects, Spot } from "../trace.js";
import type { Walk } from "../walk-context.js";
import { associate } from "./associate.js";

/** A hop that stops all packets or is in doubt of all, and where they would go. */
export function bar(walk: Walk, flight: Flight, spot: Spot, effects: Effects, vpcId: string): readonly Flight[] {
  return presume(walk, walk.trace.gate(flight, spot, effects), vpcId, effects.doubt !== undefined);
}

/** @param isDoubt whether the way is in doubt rather than barred. */
export function presume(walk: Walk, flight: Flight, vpcId: string, isDoubt: boolean): readonly Flight[] {
  const { receiver, sender } = flight;
  if (receiver) return [{ ...flight, place: { at: "deliver", vpcId: receiver.vpcId, from: null } }];
  if (!sender) return [];
  if (walk.phase === "reply") {
    // Who came from a private address has called the sender by its own.
    const isPrivate = packetsCover(TO_PRIVATE, flight.packets);
    const outside = isPrivate ? flight : mapSets(flight, (set) => associate(set, sender, "source", "out"));
    return [{ ...flight, ...outside, sender: null, place: { at: "internet" } }];
  }
  if (!walk.goal) return leave(walk, flight);
  return isDoubt ? goAstray(walk, flight) : byOwnGateway(walk, flight, vpcId);
}

const unchanged = (sets: Sets): Sets => sets;

/** Whoever is outside has got them, and its replies come back to who sent them. */
export function leave(walk: Walk, flight: Flight): readonly Flight[] {
  const { sender } = flight;
  if (!sender) return [];
  const session = { id: sender.component.id, kind: "presumed", station: sender, sender, undo: unchanged } as const;
  walk.arrive({ ...flight, sender: null, sourceIdentity: null, sessions: [...flight.sessions, session] });
  return [];
}

/** A public address of this network, asked from inside it by a way that is not known: it comes with who knows what source. */
function goAstray(walk: Walk, flight: Flight): readonly Flight[] {
  walk.arrive({ ...flight, isAstray: true });
  return [];
}

/** A public address of this network, asked from inside it: were the way not barred, it would be the VPC's own gateway. */
function byOwnGateway(walk: Walk, flight: Flight, vpcId: string): readonly Flight[] {
  const gateway = internetGatewayOf(walk.network, vpcId);
  if (!gateway || flight.sender?.associations.length === 0) return [];
  return [{ ...flight, place: { at: "internet-gateway-out", id: gateway.id, vpcId } }];
}
