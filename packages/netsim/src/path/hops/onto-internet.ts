/** What an edge that translates one to one, an internet gateway or that of EC2-Classic, sends onto the internet. */
import { type AddressSet, packetsCover } from "@netsim/core";
import { type Flight, mapSets, type Session, type Sets } from "../flight.js";
import { FROM_PRIVATE } from "../internet.js";
import type { Walk } from "../walk-context.js";
import { associate } from "./associate.js";

/** A hop whose component takes away which groups the packets came from. */
export function lostIdentity(flight: Flight, component: string): Flight["lost"] {
  return flight.sourceIdentity ? { identity: flight.sourceIdentity, component } : flight.lost;
}

/** @param passed what the edge made of the flight; see `unknownSource` for `unknown` */
export function ontoInternet(
  walk: Walk,
  flight: Flight,
  passed: Flight,
  { id, kind, station: sender }: Pick<Session, "id" | "kind" | "station">,
  unknown: AddressSet | null,
): readonly Flight[] {
  // Refused for want of a public address: what a public address of this network would see is nobody's to say.
  if (walk.goal && walk.phase === "forward" && packetsCover(FROM_PRIVATE, passed.packets)) return [];
  const undo = (sets: Sets): Sets => mapSets(sets, (set) => associate(set, sender, "source", "in", unknown));
  return [
    {
      ...passed,
      place: { at: "internet" },
      sender: null,
      sourceIdentity: null,
      lost: lostIdentity(flight, id),
      sessions:
        walk.phase === "reply" ? flight.sessions : [...flight.sessions, { id, kind, station: sender, sender, undo }],
      undos: [...flight.undos, undo],
    },
  ];
}
