/** What may be reached from somewhere, against a list of all that should be: sets of packets, and no samples. */
import {
  intersectPackets,
  type Network,
  NO_PACKETS,
  type Packet,
  type PacketSet,
  packetSet,
  packetsEmpty,
  packetWitness,
  type RuleRef,
  subtractPackets,
  unitePackets,
  unwrap,
} from "@netsim/core";
import { freeze } from "../path/freeze.js";
import { headersOf } from "../path/header.js";
import type { Party } from "../path/party.js";
import { packetsAt } from "../path/station.js";
import { type HeaderSet, SCHEMA_VERSION, type Unknown } from "../path/verdict.js";
import type { WalkOptions } from "../path/walk-context.js";
import type { FlowEnd } from "./diff.js";
import { classesOf, type EndpointClass } from "./endpoint-classes.js";
import { type Members, membersOf } from "./endpoints.js";
import { type ExposureInput, readExposures } from "./exposure-list.js";
import { endsOf, flowEnd } from "./reachability.js";
import { judgeFlow, packetsFrom, statusSets } from "./status.js";

/** Packets that get somewhere. */
export interface Opening {
  readonly from: FlowEnd;
  readonly to: FlowEnd;
  readonly packets: HeaderSet;
  /** One of them. */
  readonly witness: Packet;
  /** What lets the witness in at the security groups of its receiver. */
  readonly rules: readonly RuleRef[];
  /** What it is not known of, where it may get through. */
  readonly unknowns: readonly Unknown[];
}

export interface ExposureVerdict {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly kind: "exposure";
  /**
   * `exact`: what is listed is open and nothing else. `excess`: something else is open. `closed`: nothing else is, and of
   * an entry of the list nothing is. `unknown`: it cannot be told.
   */
  readonly verdict: "exact" | "excess" | "closed" | "unknown";
  readonly excess: readonly Opening[];
  /** Places in the list. */
  readonly closed: readonly number[];
  /** What is not listed and may be open. */
  readonly doubts: readonly Opening[];
  readonly unknowns: readonly Pick<Unknown, "component" | "code" | "details">[];
}

/**
 * Whether exactly what is listed can be reached: by any packet, from every address and port of `from`, at every endpoint.
 *
 * @throws NetsimError when the question is none.
 */
export function checkExposure(network: Network, input: ExposureInput): ExposureVerdict {
  const { options, sourcePorts, senders, allowances, unknownParties } = unwrap(readExposures(network, input));
  const members = membersOf(network);
  const receivers = receiversOf(members, new Set([...allowances.byMember.keys(), ...senders.flatMap(idsOf)]));
  const opened = new Set<number>();
  const doubted = new Set<number>();
  const excess: Opening[] = [];
  const doubts: Opening[] = [];
  for (const { from, to, ends, byPublicAddress } of meetings(senders, receivers)) {
    const asked = subtractPackets(packetsFrom(sourcePorts), ownPackets(ends));
    const sets = statusSets(network, ends.from, ends.to, asked, options);
    const open = unitePackets(sets.working, sets.partial);
    const allowed = ends.to.station ? (allowances.byMember.get(to.ids[0] ?? "") ?? []) : allowances.outside;
    for (const { at, packets: some } of allowed) {
      if (!packetsEmpty(intersectPackets(open, some))) opened.add(at);
      if (!packetsEmpty(intersectPackets(sets.unknown, some))) doubted.add(at);
    }
    const rest = (set: PacketSet): PacketSet =>
      allowed.reduce((left, each) => subtractPackets(left, each.packets), set);
    const add = (list: Opening[], set: PacketSet): void => {
      const witness = packetWitness(set);
      if (!witness) return;
      const way = wayOf(network, ends.from, ends.to, witness, options);
      list.push({ from: flowEnd(from), to: flowEnd(to, byPublicAddress), packets: headersOf(set), witness, ...way });
    };
    add(excess, rest(open));
    add(doubts, rest(sets.unknown));
  }
  const closed = input.to.flatMap((_, at) => (opened.has(at) ? [] : [at]));
  const unknowns = [...members.leftOut, ...unknownParties];
  const isUnknown = unknowns.length > 0 || doubts.length > 0 || closed.some((at) => doubted.has(at));
  return freeze({
    schemaVersion: SCHEMA_VERSION,
    kind: "exposure",
    verdict: excess.length > 0 ? "excess" : isUnknown ? "unknown" : closed.length > 0 ? "closed" : "exact",
    excess,
    closed: closed.filter((at) => !doubted.has(at)),
    doubts,
    unknowns,
  });
}

interface Meeting {
  readonly from: EndpointClass;
  readonly to: EndpointClass;
  readonly byPublicAddress: boolean;
  readonly ends: { readonly from: Party; readonly to: Party };
}

function meetings(senders: readonly EndpointClass[], receivers: readonly EndpointClass[]): readonly Meeting[] {
  return senders.flatMap((from) =>
    receivers.flatMap((to) =>
      [false, true].flatMap((byPublicAddress) => {
        const ends = endsOf(from, to, byPublicAddress);
        return ends ? [{ from, to, byPublicAddress, ends }] : [];
      }),
    ),
  );
}

function idsOf({ ids, after }: EndpointClass): readonly string[] {
  return [...ids, ...(after?.station ? [after.station.component.id] : [])];
}

/** What the receiver would send to itself is not meant. */
function ownPackets({ from, to }: Meeting["ends"]): PacketSet {
  const isNear = from.station !== null && to.station !== null && from.station.vpcId === to.station.vpcId;
  return isNear && to.station ? packetsAt(to.station.addresses, "source") : NO_PACKETS;
}

/**
 * Who is listed is by itself, as what is allowed there is not allowed at those that are like it; and who sends, as it does
 * not send to itself.
 */
function receiversOf(members: Members, listed: ReadonlySet<string>): readonly EndpointClass[] {
  const others = new Map([...members.byId].filter(([id]) => !listed.has(id)));
  const each = [...members.byId].filter(([id]) => listed.has(id));
  return [
    ...each.flatMap((entry) => classesOf({ ...members, byId: new Map([entry]) })),
    ...classesOf({ ...members, byId: others }),
  ];
}

function wayOf(
  network: Network,
  from: Party,
  to: Party,
  witness: Packet,
  options: WalkOptions,
): Pick<Opening, "rules" | "unknowns"> {
  const { leg, unknowns } = judgeFlow(network, from, to, packetSet([witness]), options);
  const rules = leg.forward.hops.flatMap(({ component, direction, rule }) =>
    component.kind === "security-group" && direction === "ingress" && rule ? [rule] : [],
  );
  return { rules, unknowns };
}
