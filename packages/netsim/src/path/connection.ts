/** One transport connection: the packets on their way there, and the replies on their way back. */
import {
  EC2_CLASSIC,
  intersectPackets,
  type Network,
  NO_PACKETS,
  type PacketSet,
  packetsCover,
  packetsEmpty,
  subtractPackets,
  unitePackets,
} from "@netsim/core";
import type { ConnectionQuestion } from "./connection-question.js";
import { exemptPackets } from "./exempt.js";
import type { Sets } from "./flight.js";
import { freeze } from "./freeze.js";
import { headersOf } from "./header.js";
import { EC2_CLASSIC_EXEMPT } from "./hops/ec2-classic.js";
import { Trace } from "./trace.js";
import type { Assumption, Blocker, Leg, Reachability, Unknown, Warning } from "./verdict.js";
import { walkedBefore } from "./walk-cache.js";
import { warningsOf } from "./warnings.js";
import { walkBackFrom } from "./way-back.js";
import { flightFrom, walkThere } from "./way-there.js";

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
