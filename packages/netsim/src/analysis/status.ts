/** What becomes of every packet between two parties, as sets. */
import {
  ALL_PACKETS,
  ALL_PORTS,
  type IntervalSet,
  intersectPackets,
  type Network,
  NO_PACKETS,
  type PacketSet,
  packets,
  packetsEmpty,
  subtractPackets,
  TCP,
  UDP,
  unitePackets,
} from "@netsim/core";
import { judgeParties, type LegFrame, partyFacts } from "../path/check-connection.js";
import type { LegVerdict } from "../path/connection.js";
import type { Party } from "../path/party.js";
import type { Transport } from "../path/question.js";
import type { WalkOptions } from "../path/walk-context.js";

/**
 * `working`: it gets through and its reply comes back. `partial`: for some of the ports that a NAT device may pick.
 * `failing`: not. `unknown`: it cannot be told.
 */
export type FlowStatus = "working" | "partial" | "failing" | "unknown";

/** Disjoint; what is in none of them fails. */
export interface StatusSets {
  readonly working: PacketSet;
  readonly partial: PacketSet;
  readonly unknown: PacketSet;
}

export const NOTHING_WORKS: StatusSets = { working: NO_PACKETS, partial: NO_PACKETS, unknown: NO_PACKETS };

const EVERYTHING: Transport = { protocol: -1, sourcePorts: ALL_PORTS, destinationPorts: ALL_PORTS };

/** Every packet but those of tcp and udp from other source ports. */
export function packetsFrom(sourcePorts: IntervalSet): PacketSet {
  const [tcp, udp] = [TCP, UDP].map((protocol) => packets({ protocol }));
  const withPorts = unitePackets(tcp ?? NO_PACKETS, udp ?? NO_PACKETS);
  const wanted = intersectPackets(withPorts, packets({ sourcePorts }));
  return unitePackets(subtractPackets(ALL_PACKETS, withPorts), wanted);
}

export function judgeFlow(
  network: Network,
  from: Party,
  to: Party,
  within: PacketSet,
  options: WalkOptions,
  more: Pick<LegFrame, "arrival" | "established"> = {},
): LegVerdict {
  return judgeParties(network, from, to, EVERYTHING, { kind: "connection", options, within, ...more });
}

export function statusSets(
  network: Network,
  from: Party,
  to: Party,
  within: PacketSet,
  options: WalkOptions,
  more: Pick<LegFrame, "arrival" | "established"> = {},
): StatusSets {
  return parts(network, to, within)
    .map((part) => statusOfPart(judgeFlow(network, from, to, part, options, more), part))
    .reduce(uniteStatus);
}

/** An end in doubt about some packets is in doubt about all it is asked of at once; so they are asked apart. */
function parts(network: Network, to: Party, within: PacketSet): readonly PacketSet[] {
  const doubts = partyFacts(network, to).checks.flatMap((check) => check.doubt?.about ?? []);
  if (doubts.length === 0) return [within];
  const about = doubts.reduce(unitePackets);
  return [intersectPackets(within, about), subtractPackets(within, about)];
}

function statusOfPart(verdict: LegVerdict, part: PacketSet): StatusSets {
  const { working, possible = NO_PACKETS } = verdict;
  const isLeftOut = verdict.leg.verdict === "unknown" && verdict.unknown === undefined;
  const unknown = isLeftOut ? part : (verdict.unknown ?? NO_PACKETS);
  const partial = [working, unknown].reduce(subtractPackets, possible);
  return { working, unknown, partial };
}

function uniteStatus(a: StatusSets, b: StatusSets): StatusSets {
  return {
    working: unitePackets(a.working, b.working),
    partial: unitePackets(a.partial, b.partial),
    unknown: unitePackets(a.unknown, b.unknown),
  };
}

/** Some packets that fare differently in two networks. */
export interface Change {
  readonly before: FlowStatus;
  readonly after: FlowStatus;
  readonly packets: PacketSet;
}

/** Disjoint; the packets in none of them fare the same. */
export function changesBetween(before: StatusSets, after: StatusSets): readonly Change[] {
  const [was, is] = [named(before), named(after)];
  const changes: Change[] = [];
  for (const [from, some] of was) {
    for (const [to, others] of is) if (from !== to) add(changes, from, to, intersectPackets(some, others));
    add(changes, from, "failing", subtractAll(some, is));
  }
  for (const [to, others] of is) add(changes, "failing", to, subtractAll(others, was));
  return changes;
}

type Named = readonly (readonly [FlowStatus, PacketSet])[];

function named({ working, partial, unknown }: StatusSets): Named {
  return [
    ["working", working],
    ["partial", partial],
    ["unknown", unknown],
  ];
}

function subtractAll(set: PacketSet, sets: Named): PacketSet {
  return sets.reduce((rest, [, each]) => subtractPackets(rest, each), set);
}

function add(changes: Change[], before: FlowStatus, after: FlowStatus, found: PacketSet): void {
  if (!packetsEmpty(found)) changes.push({ before, after, packets: found });
}
