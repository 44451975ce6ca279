/** Where packets would go were the way not barred, or not in doubt: for finding what else is wrong behind it. */
import { internetGatewayOf, packetsEmpty } from "@netsim/core";
import { type Flight, mapSets, type Sets } from "../flight.js";
import type { Walk } from "../walk-context.js";
import { associate } from "./internet-gateway.js";

export function presume(walk: Walk, flight: Flight, vpcId: string): readonly Flight[] {
  const { receiver, sender } = flight;
  if (receiver) return [{ ...flight, place: { at: "deliver", vpcId: receiver.vpcId, from: null } }];
  if (!sender) return [];
  if (walk.phase === "reply") {
    const outside = mapSets(flight, (set) => associate(set, sender, "source", "out"));
    return [{ ...flight, ...outside, sender: null, place: { at: "internet" } }];
  }
  return walk.goal ? towardsPublicAddress(walk, flight, vpcId) : leave(walk, flight);
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

/** A public address of this network, asked from inside it: by the VPC's own gateway, where the way is barred for certain. */
function towardsPublicAddress(walk: Walk, flight: Flight, vpcId: string): readonly Flight[] {
  if (!packetsEmpty(flight.possible) || !packetsEmpty(flight.unknown)) {
    walk.arrive({ ...flight, isAstray: true });
    return [];
  }
  const gateway = internetGatewayOf(walk.network, vpcId);
  if (!gateway || flight.sender?.associations.length === 0) return [];
  return [{ ...flight, place: { at: "internet-gateway-out", id: gateway.id, vpcId } }];
}
