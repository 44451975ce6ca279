/** The replies of a connection on their way back, in packets of the question. */
import { answeredBy, type Network, NO_PACKETS, packetsEmpty, replyTo, subtractPackets, unanswered } from "@netsim/core";
import { inQuestion, undoAll } from "./answers.js";
import { isPrivatelyAddressed } from "./call.js";
import type { ConnectionQuestion } from "./connection-question.js";
import { type Flight, mapSets, type Sets, within } from "./flight.js";
import { identityOf, packetsAt, type Station } from "./station.js";
import type { Trace } from "./trace.js";
import { walkFlights } from "./walk.js";
import type { Walk } from "./walk-context.js";

/** Of every branch that arrived. */
export function walkBackFrom(
  network: Network,
  question: ConnectionQuestion,
  arrivals: readonly Flight[],
  forward: Trace,
  reply: Trace,
): Sets[] {
  const tracked = question.established ?? stationsMet(forward);
  const { options } = question;
  const back = { network, phase: "reply", trace: reply, options, tracked } as const;
  return arrivals.map((arrival) => walkBack(back, question, arrival));
}

/** Those whose security groups a connection has passed, and which know it from then on. */
function stationsMet({ hops }: Pick<Trace, "hops">): ReadonlySet<string> {
  return new Set(
    hops.flatMap((hop) => (hop.component.kind === "security-group" && hop.attachedTo ? [hop.attachedTo] : [])),
  );
}

function walkBack(walk: Omit<Walk, "goal" | "arrive">, question: ConnectionQuestion, arrival: Flight): Sets {
  const sent = undoAll(arrival, arrival);
  if (arrival.isAstray) return inQuestion([sent], question.packets, sent);
  const answered = mapSets(arrival, (set) => subtractPackets(set, unanswered(set)));
  const silent = mapSets(arrival, unanswered);
  const results: Sets[] = [undoAll(arrival, silent)];
  const goal = question.from.station;
  const back: Walk = { ...walk, goal, arrive: (flight) => results.push(mapSets(flight, answeredBy)) };
  for (const replies of byAddressing(mapSets(answered, replyTo), goal)) {
    walkFlights(back, replyFlight(question, arrival, replies));
  }
  return inQuestion(results, question.packets, sent);
}

/** The replies to the initiator's own address, and those to the address that a gateway gave it. */
function byAddressing(replies: Sets, goal: Station | null): Sets[] {
  const own = goal ? packetsAt(goal.addresses, "destination") : NO_PACKETS;
  const parts = [within(replies, own), mapSets(replies, (set) => subtractPackets(set, own))];
  return parts.filter((part) => !packetsEmpty(part.packets));
}

function replyFlight(question: ConnectionQuestion, arrival: Flight, replies: Sets): Flight {
  const { station } = question.to;
  const goal = question.from.station;
  const session = arrival.sessions.at(-1);
  const isOwn = goal !== null && isPrivatelyAddressed(replies.packets, goal);
  const translator = session?.kind === "nat" ? session.station : null;
  return {
    ...arrival,
    ...replies,
    place: station ? { at: "send", station } : { at: "internet" },
    after: undefined,
    sender: station,
    // IPv6 is not translated: its replies find back by any way.
    receiver: isOwn ? goal : translator,
    sourceIdentity: station && identityOf(station),
    destinationIdentity: isOwn ? identityOf(goal) : null,
    undos: [],
    visited: [],
  };
}
