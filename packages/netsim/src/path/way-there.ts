/** The packets of a connection on their way to the receiver, from what the initiator sends to what the other end accepts. */
import { type Network, type PacketSet, packetsOverlap, subtractPackets } from "@netsim/core";
import { byCall } from "./call.js";
import type { ConnectionQuestion, End, EndCheck } from "./connection-question.js";
import { type Flight, freshSets, type Place } from "./flight.js";
import { referencesHold } from "./hops/peering.js";
import { identityOf, type Station } from "./station.js";
import type { Trace } from "./trace.js";
import { walkFlights } from "./walk.js";
import type { Walk } from "./walk-context.js";

const NOBODY: ReadonlySet<string> = new Set();

/** Every branch, as it arrives. */
export function walkThere(network: Network, question: ConnectionQuestion, asked: PacketSet, forward: Trace): Flight[] {
  const arrivals: Flight[] = [];
  const arrive = (flight: Flight): void => {
    arrivals.push(checkEnd(forward, flight, question.arrival));
  };
  const sender = question.from.station;
  const receiver = question.to.station;
  const start = startPlace(question.from);
  const { options } = question;
  const tracked = question.established ?? NOBODY;
  const walk: Walk = { network, phase: "forward", trace: forward, options, goal: receiver, tracked, arrive };
  // A public address is nobody's until an internet gateway has translated it.
  for (const { packets, isPrivate } of byCall(asked, sender, receiver)) {
    const flight: Flight = {
      ...flightFrom(packets, start, sender, isPrivate || question.from.entry ? receiver : null),
      destinationIdentity:
        isPrivate && sender && receiver && referencesHold(network, sender, receiver) ? identityOf(receiver) : null,
    };
    walkFlights(walk, checkEnd(forward, flight, question.departure));
  }
  return arrivals;
}

function startPlace(from: End): Place {
  if (from.station) return { at: "send", station: from.station };
  return from.entry ?? { at: "internet" };
}

export function flightFrom(packets: PacketSet, place: Place, sender: Station | null, receiver: Station | null): Flight {
  return {
    ...freshSets(packets),
    place,
    sender,
    receiver,
    sourceIdentity: sender && identityOf(sender),
    destinationIdentity: null,
    lost: sender?.isAnonymous ? lostAt(sender) : undefined,
    sessions: [],
    undos: [],
    visited: [],
  };
}

function lostAt(sender: Station): Flight["lost"] {
  const identity = identityOf({ ...sender, isAnonymous: false });
  return identity ? { identity, component: sender.component.id } : undefined;
}

/** What the end itself accepts: a listener, a service, an instance that runs. */
function checkEnd(trace: Trace, flight: Flight, checks: readonly EndCheck[] | undefined): Flight {
  let checked = flight;
  for (const { spot, accepted, cause, doubt } of checks ?? []) {
    const stopped = subtractPackets(checked.packets, accepted);
    const inDoubt = doubt && packetsOverlap(checked.packets, doubt.about) ? doubt : undefined;
    checked = trace.gate(checked, spot, { refusals: [{ stopped, cause }], doubt: inDoubt });
  }
  return checked;
}
