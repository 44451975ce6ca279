/**
 * What becomes of connections that are open when one network becomes another. A tracked connection passes the security
 * groups that know it whatever their rules are by then; every packet of another is judged by the rules, there and back.
 * ACLs and routes know no connections.
 */
import {
  ICMP,
  ICMPV6,
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
import { partyFacts } from "../path/check-connection.js";
import type { Party } from "../path/party.js";
import type { WalkOptions } from "../path/walk-context.js";
import type { OpenConnections } from "./diff.js";
import { forwarders } from "./endpoints.js";
import { same } from "./same.js";
import { judgeFlow, type StatusSets, statusSets } from "./status.js";
import { idleSeconds, isAutoTracked, isNetworkLoadBalancerNode, type Tracking, untrackedPackets } from "./tracking.js";

/** A pair in one of the networks. */
export interface Ends {
  readonly network: Network;
  readonly from: Party;
  readonly to: Party;
}

export interface OpenPart extends Pick<OpenConnections, "verdict" | "reason" | "idleSeconds"> {
  readonly packets: PacketSet;
}

/**
 * @param open packets that worked before.
 * @param anew what becomes of new connections.
 * @param isPlain whether nothing on the way keeps track of connections, but for the ends.
 */
export function openConnections(
  before: Ends,
  after: Ends | null,
  open: PacketSet,
  anew: StatusSets,
  tracking: Tracking,
  options: WalkOptions,
  isPlain: boolean,
): readonly OpenPart[] {
  if (packetsEmpty(open)) return [];
  if (!after) return [{ packets: open, verdict: "cut-at-once", reason: "endpoint-removed" }];
  const { from, to, network } = before;
  const hops = isPlain ? [] : judgeFlow(network, from, to, open, options).leg.forward.hops;
  const auto = isAutoTracked(network, [from, to], hops, tracking);
  const met = hops.flatMap(({ component, attachedTo }) =>
    component.kind === "security-group" && attachedTo !== undefined ? [attachedTo] : [],
  );
  const between = met.filter((id) => id !== from.station?.component.id && id !== to.station?.component.id);
  const untracked = {
    from: auto ? NO_PACKETS : untrackedPackets(network, from.station, "egress"),
    to: auto ? NO_PACKETS : untrackedPackets(network, to.station, "ingress"),
  };
  return [true, false].flatMap((bySender) =>
    [true, false].flatMap((byReceiver) => {
      const part = cut(cut(open, untracked.from, bySender), untracked.to, byReceiver);
      if (packetsEmpty(part)) return [];
      const known = [
        ...between,
        ...(bySender ? [after.from.station?.component.id] : []),
        ...(byReceiver ? [after.to.station?.component.id] : []),
      ].flatMap((id) => id ?? []);
      return fateOf(before, after, part, new Set(known), anew, tracking, options);
    }),
  );
}

function cut(set: PacketSet, untracked: PacketSet, isTracked: boolean): PacketSet {
  return isTracked ? subtractPackets(set, untracked) : intersectPackets(set, untracked);
}

function fateOf(
  before: Ends,
  after: Ends,
  part: PacketSet,
  established: ReadonlySet<string>,
  anew: StatusSets,
  tracking: Tracking,
  options: WalkOptions,
): readonly OpenPart[] {
  const { network, from, to } = after;
  const still = statusSets(network, from, to, part, options, { established });
  const surviving = subtractPackets(intersectPackets(part, still.working), anew.working);
  const doubtful = intersectPackets(part, unitePackets(still.unknown, still.partial));
  const gone = [still.working, still.unknown, still.partial].reduce(subtractPackets, part);
  return [
    ...survivors(surviving, [from, to].some(isNetworkLoadBalancerNode), tracking),
    ...(packetsEmpty(doubtful) ? [] : [{ packets: doubtful, verdict: "unknown", reason: "in-doubt" } as const]),
    ...losses(
      before,
      after,
      gone,
      options,
      established.has(from.station?.component.id ?? "") && established.has(to.station?.component.id ?? ""),
    ),
  ];
}

const PROTOCOLS = { tcp: packets({ protocol: TCP }), udp: packets({ protocol: UDP }) };
const BOTH_ICMP = unitePackets(packets({ protocol: ICMP }), packets({ protocol: ICMPV6 }));

function survivors(set: PacketSet, isNetwork: boolean, tracking: Tracking): readonly OpenPart[] {
  const { tcp, udp } = PROTOCOLS;
  const other = [tcp, udp, BOTH_ICMP].reduce(subtractPackets, set);
  const parts = {
    tcp: intersectPackets(set, tcp),
    udp: intersectPackets(set, udp),
    icmp: intersectPackets(set, BOTH_ICMP),
  };
  return Object.entries({ ...parts, other }).flatMap(([protocol, some]): OpenPart[] => {
    if (packetsEmpty(some)) return [];
    const seconds = idleSeconds(protocol as keyof typeof parts, isNetwork, tracking);
    return [{ packets: some, verdict: "survives-until-idle", reason: "tracked", idleSeconds: seconds }];
  });
}

/** Why connections no longer pass: for want of tracking, by what their ends do now, or by what knows no connections. */
function losses(
  before: Ends,
  after: Ends,
  gone: PacketSet,
  options: WalkOptions,
  isTracked: boolean,
): readonly OpenPart[] {
  if (packetsEmpty(gone)) return [];
  const { network, from, to } = after;
  const everyone = { established: new Set(stationsOf(after)) };
  const untracked = isTracked
    ? NO_PACKETS
    : intersectPackets(gone, statusSets(network, from, to, gone, options, everyone).working);
  const rest = subtractPackets(gone, untracked);
  const isServedAlike = same(partyFacts(before.network, before.to).checks, partyFacts(network, to).checks);
  const served =
    isSentAgain(after) && !isServedAlike && !packetsEmpty(rest)
      ? servedBefore(before, after, rest, everyone, options)
      : NO_PACKETS;
  const state = [from, to].some(({ instance }) => instance !== undefined && instance.state !== "running");
  const stateless = subtractPackets(rest, served);
  const found: readonly OpenPart[] = [
    { packets: untracked, verdict: "cut-at-once", reason: "untracked" },
    state
      ? { packets: served, verdict: "cut-at-once", reason: "instance-not-running" }
      : { packets: served, verdict: "unknown", reason: "listener-changed" },
    {
      packets: stateless,
      verdict: "cut-at-once",
      reason: state && !isSentAgain(after) ? "instance-not-running" : "stateless",
    },
  ];
  return found.filter((each) => !packetsEmpty(each.packets));
}

/** All that security groups are at: the ends, and interfaces on the way. */
function stationsOf({ network, from, to }: Ends): readonly string[] {
  const ends = [from, to].flatMap(({ station }) => station?.component.id ?? []);
  return [...ends, ...forwarders(network)];
}

/** Who sends still runs. */
function isSentAgain({ from }: Ends): boolean {
  return from.instance === undefined || from.instance.state === "running";
}

/** The packets that would still pass, were what listens there as it was. */
function servedBefore(
  before: Ends,
  { network, from, to }: Ends,
  rest: PacketSet,
  everyone: { readonly established: ReadonlySet<string> },
  options: WalkOptions,
): PacketSet {
  const arrival = partyFacts(before.network, before.to);
  return intersectPackets(rest, statusSets(network, from, to, rest, options, { ...everyone, arrival }).working);
}
