/** One transport connection: the packets on their way there, and the replies on their way back. */
import {
  answeredBy,
  EC2_CLASSIC,
  intersectPackets,
  type Network,
  NO_PACKETS,
  type PacketSet,
  packetsCover,
  packetsEmpty,
  packetsOverlap,
  replyTo,
  subtractPackets,
  unanswered,
  unitePackets,
} from "@netsim/core";
import { inQuestion, undoAll } from "./answers.js";
import { byCall, isPrivatelyAddressed } from "./call.js";
import { exemptPackets } from "./exempt.js";
import { type Flight, freshSets, mapSets, type Place, type Sets, within } from "./flight.js";
import { freeze } from "./freeze.js";
import { headersOf } from "./header.js";
import { EC2_CLASSIC_EXEMPT } from "./hops/ec2-classic.js";
import { referencesHold } from "./hops/peering.js";
import { identityOf, packetsAt, type Station } from "./station.js";
import { type Cause, type Details, type Spot, Trace } from "./trace.js";
import type { Assumption, Blocker, Leg, Reachability, Unknown, Warning } from "./verdict.js";
import { walkFlights } from "./walk.js";
import { walkedBefore } from "./walk-cache.js";
import type { Walk, WalkOptions } from "./walk-context.js";
import { warningsOf } from "./warnings.js";

/** One end of a connection. */
export interface End {
  /** As it was asked for. */
  readonly label: string;
  /** Null outside the VPCs. */
  readonly station: Station | null;
  /** Where packets from outside come in, where it is not the internet. */
  readonly entry?: Place | undefined;
}

/** What an end does with packets besides the network: whether anything runs there, listens there. */
export interface EndCheck {
  readonly spot: Spot;
  /** The packets it accepts, as they are when they arrive. */
  readonly accepted: PacketSet;
  readonly cause: Cause;
  /** Of these packets it is not known whether it answers them. */
  readonly doubt?: { readonly about: PacketSet; readonly code: string } | undefined;
}

export interface ConnectionQuestion {
  /** The name of the leg. */
  readonly name: string;
  readonly kind: Leg["kind"];
  readonly from: End;
  readonly to: End;
  /** As the initiator sends them. */
  readonly packets: PacketSet;
  readonly departure?: readonly EndCheck[] | undefined;
  readonly arrival?: readonly EndCheck[] | undefined;
  readonly assumptions?:
    | readonly { readonly code: string; readonly component?: string; readonly details?: Details }[]
    | undefined;
  readonly options: WalkOptions;
  /**
   * For a connection that is open already: the stations whose security groups have it in their tables. Those of others
   * judge every packet of it by their rules, there and back. Left out for a new connection.
   */
  readonly established?: ReadonlySet<string> | undefined;
}

/** A leg with what was found on it. */
export interface LegVerdict {
  readonly leg: Leg;
  readonly blockers: readonly Blocker[];
  readonly unknowns: readonly Unknown[];
  readonly assumptions: readonly Assumption[];
  readonly warnings?: readonly Warning[] | undefined;
  /** What would arrive were nothing in the way, as it looks on arrival, and what of it does for all that is known. */
  readonly arrived: { readonly packets: PacketSet; readonly possible: PacketSet };
  /** What arrives looks like nobody knows what: `arrived` is a guess. */
  readonly isAstray?: boolean | undefined;
  /** Of the packets of the question, those that work. */
  readonly working: PacketSet;
  /** Of the others, those that work for some source port that a NAT device picks; `working` included. */
  readonly possible?: PacketSet | undefined;
  /** Of the packets of the question, those of which it is not known. */
  readonly unknown?: PacketSet | undefined;
  /** The word together with the leg before it, where that is another than the leg's own. */
  readonly joint?: Reachability | undefined;
}

/** What a walk there and back finds, whatever the leg is called. */
export interface Walked {
  readonly leg: Pick<Leg, "verdict" | "forward" | "reply" | "asked" | "working" | "failing">;
  readonly blockers: readonly Omit<Blocker, "leg">[];
  readonly unknowns: readonly Omit<Unknown, "leg">[];
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly Omit<Warning, "leg">[];
  readonly arrived: LegVerdict["arrived"];
  readonly isAstray: boolean;
  readonly working: PacketSet;
  readonly possible: PacketSet;
  readonly unknown: PacketSet;
}

export function judgeConnection(network: Network, question: ConnectionQuestion): LegVerdict {
  const { name, kind, from, to } = question;
  const walked = walkedBefore(network, question, () => {
    const forward = new Trace("forward");
    const reply = new Trace("reply");
    const found = walkConnection(network, question, forward, reply);
    // What goes into results; the sets stay inside, and are many small arrays.
    for (const part of [found.leg, found.blockers, found.unknowns, found.assumptions, found.warnings]) freeze(part);
    return { walked: found, consulted: new Set([...forward.consulted, ...reply.consulted]) };
  });
  return {
    leg: { name, kind, from: from.label, to: to.label, ...walked.leg },
    blockers: walked.blockers.map((each): Blocker => ({ ...each, leg: name })),
    unknowns: walked.unknowns.map((each): Unknown => ({ ...each, leg: name })),
    assumptions: [...(question.assumptions ?? []), ...walked.assumptions],
    warnings: walked.warnings.map((each): Warning => ({ ...each, leg: name })),
    arrived: walked.arrived,
    isAstray: walked.isAstray,
    working: walked.working,
    possible: walked.possible,
    unknown: walked.unknown,
  };
}

function walkConnection(network: Network, question: ConnectionQuestion, forward: Trace, reply: Trace): Walked {
  const exempt = exemptPart(network, question);
  if (!packetsEmpty(exempt)) passExempt(forward, question, exempt);
  const asked = subtractPackets(question.packets, exempt);
  const arrivals = packetsEmpty(asked) ? [] : walkThere(network, question, asked, forward);
  const outcomes = walkBackFrom(network, question, arrivals, forward, reply);
  const sum = (pick: (sets: Sets) => PacketSet): PacketSet =>
    outcomes.reduce((set, each) => unitePackets(set, pick(each)), NO_PACKETS);
  const working = unitePackets(
    exempt,
    sum((sets) => sets.passing),
  );
  const possible = sum((sets) => sets.possible);
  const unknown = sum((sets) => sets.unknown);
  const verdict = verdictOf(question.packets, working, unitePackets(exempt, possible), unknown);
  const more = warningsOf(network, question, [forward, reply], unitePackets(possible, unknown));
  return {
    leg: {
      verdict,
      forward: { hops: forward.hops },
      reply: { hops: reply.hops },
      asked: headersOf(question.packets),
      working: headersOf(working),
      failing: headersOf(subtractPackets(question.packets, working)),
    },
    blockers: [...forward.blockers, ...reply.blockers],
    unknowns: unknownsOf(verdict, forward, reply),
    assumptions: [...forward.assumptions, ...reply.assumptions, ...more.assumptions],
    warnings: more.warnings,
    arrived: {
      packets: arrivals.reduce((set, each) => unitePackets(set, each.packets), exempt),
      possible: arrivals.reduce((set, each) => [each.possible, each.unknown].reduce(unitePackets, set), exempt),
    },
    isAstray: arrivals.some((each) => each.isAstray === true),
    working,
    possible: unitePackets(exempt, possible),
    unknown: subtractPackets(unknown, working),
  };
}

/** Where everything in doubt is stopped for certain elsewhere, nothing is unknown. */
function unknownsOf(verdict: Reachability, ...traces: readonly Trace[]): readonly Omit<Unknown, "leg">[] {
  return verdict === "unknown" ? traces.flatMap((each) => each.unknowns) : [];
}

function verdictOf(asked: PacketSet, working: PacketSet, possible: PacketSet, unknown: PacketSet): Reachability {
  if (packetsEmpty(asked)) return "unreachable";
  if (packetsCover(working, asked)) return "reachable";
  if (!packetsEmpty(subtractPackets(unknown, working))) return "unknown";
  return packetsEmpty(possible) ? "unreachable" : "partial";
}

function exemptPart(network: Network, { from, packets }: ConnectionQuestion): PacketSet {
  const { station } = from;
  if (station?.vpcId === EC2_CLASSIC) return intersectPackets(packets, EC2_CLASSIC_EXEMPT);
  const vpc = station && network.vpcs[station.vpcId];
  if (!vpc || !station.subnet) return NO_PACKETS;
  return intersectPackets(packets, exemptPackets(vpc, station.subnet));
}

function passExempt(trace: Trace, { from, to }: ConnectionQuestion, exempt: PacketSet): void {
  const flight = flightFrom(exempt, { at: "internet" }, from.station, to.station);
  const decisions = [{ action: "exempt", rule: null, packets: headersOf(exempt) }] as const;
  trace.pass(flight, { component: { id: to.label, kind: "amazon-service" }, direction: "egress" }, null, decisions);
}

function flightFrom(packets: PacketSet, place: Place, sender: Station | null, receiver: Station | null): Flight {
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

const NOBODY: ReadonlySet<string> = new Set();

/** Every branch, as it arrives. */
function walkThere(network: Network, question: ConnectionQuestion, asked: PacketSet, forward: Trace): Flight[] {
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

/** Every branch's way back, in packets of the question. */
function walkBackFrom(
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

function startPlace(from: End): Place {
  if (from.station) return { at: "send", station: from.station };
  return from.entry ?? { at: "internet" };
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
