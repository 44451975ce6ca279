/** One pair of classes in two networks: what fares differently, why, and what becomes of open connections. */
import {
  type AddressSet,
  addressesHave,
  addressSet,
  type IpAddress,
  intersectPackets,
  type Network,
  NO_PACKETS,
  type Packet,
  type PacketSet,
  packets,
  packetsEmpty,
  packetWitness,
  subtractPackets,
  uniteAddresses,
  unitePackets,
} from "@netsim/core";
import { headersOf } from "../path/header.js";
import type { Party } from "../path/party.js";
import { type Blamed, blameFor } from "./blame.js";
import { endEdits } from "./blame-edits.js";
import type { Candidate } from "./candidate.js";
import type { Comparison } from "./comparison.js";
import type { FlowChange, FlowEnd, OpenConnections } from "./diff.js";
import type { EndpointClass } from "./endpoint-classes.js";
import { askedPublicly, type Members, partyAgain } from "./endpoints.js";
import { rulesOf } from "./filter-changes.js";
import { type Ends, openConnections } from "./open-connections.js";
import { blameShared } from "./shared-blame.js";
import { type Change, changesBetween, NOTHING_WORKS, type StatusSets, statusSets } from "./status.js";
import { type Tracking, untrackedPackets } from "./tracking.js";

export interface Differences {
  readonly flows: readonly FlowChange[];
  readonly open: readonly OpenConnections[];
}

const NONE: Differences = { flows: [], open: [] };

type BothMembers = readonly [before: Members, after: Members];

export function differencesOf(
  comparison: Comparison,
  candidate: Candidate,
  members: BothMembers,
  tracking: Tracking,
): Differences {
  const { options } = comparison;
  const [before, after] = [
    endsOf(comparison.before, candidate, "before"),
    endsOf(comparison.after, candidate, "after"),
  ];
  const was = statusOf(before, candidate.packets, comparison);
  const is = statusOf(after, candidate.packets, comparison);
  const between = { from: flowEnd(candidate.from), to: flowEnd(candidate.to, candidate.byPublicAddress) };
  const flows = changesBetween(was, is).flatMap((change) => flowOf(comparison, candidate, members, change, between));
  const worked = subtractPackets(was.working, is.working);
  const mayBreak = before && after ? breakable(before, after, intersectPackets(was.working, is.working)) : NO_PACKETS;
  const open = unitePackets(worked, mayBreak);
  if (flows.length === 0 && packetsEmpty(open)) return NONE;
  if (!before || packetsEmpty(open)) return { flows, open: [] };
  const parts = openConnections(before, after, open, is, tracking, options, candidate.isPlain);
  return { flows, open: parts.flatMap((part) => openOf(candidate, members, part, is, between)) };
}

/** Null where one of the ends is not there, or has no public address to be asked for by. */
function endsOf(network: Network, { from, to, byPublicAddress }: Candidate, side: "before" | "after"): Ends | null {
  return endsBetween(network, from[side], to[side], byPublicAddress);
}

function endsBetween(
  network: Network,
  from: Party | null | undefined,
  to: Party | null | undefined,
  byPublicAddress: boolean,
): Ends | null {
  const receiver = to && byPublicAddress ? askedPublicly(to) : to;
  return from && receiver ? { network, from, to: receiver } : null;
}

function statusOf(ends: Ends | null, some: PacketSet, { options }: Comparison): StatusSets {
  return ends ? statusSets(ends.network, ends.from, ends.to, some, options) : NOTHING_WORKS;
}

/** Of what works for new connections all along, untracked ones that other rules may cut. */
function breakable(before: Ends, after: Ends, working: PacketSet): PacketSet {
  if (packetsEmpty(working)) return working;
  const at = (end: "from" | "to", direction: "egress" | "ingress"): PacketSet => {
    const [was, is] = [before[end].station, after[end].station];
    const isSame = (["egress", "ingress"] as const).every(
      (each) => rulesOf(before.network, was?.groups ?? null, each) === rulesOf(after.network, is?.groups ?? null, each),
    );
    return isSame ? NO_PACKETS : untrackedPackets(before.network, was, direction);
  };
  return intersectPackets(working, unitePackets(at("from", "egress"), at("to", "ingress")));
}

function flowEnd({ label, kind, names }: EndpointClass, byPublicAddress = false): FlowEnd {
  return { label, kind, members: names, ...(byPublicAddress ? { byPublicAddress } : {}) };
}

type Between = Pick<FlowChange, "from" | "to">;

function flowOf(
  comparison: Comparison,
  candidate: Candidate,
  members: BothMembers,
  { before: was, after: is, packets: some }: Change,
  between: Between,
): readonly FlowChange[] {
  const { before, after, options } = comparison;
  const witness = witnessOf(some, candidate, members);
  if (!witness) return [];
  const ids = [
    idWith(candidate.from, members, witness.source),
    idWith(candidate.to, members, witness.destination),
  ] as const;
  const [one, other] = [witnessed(before, candidate, members[0], ids), witnessed(after, candidate, members[1], ids)];
  const again = (network: Network): Ends | null => {
    const [from, to] = ids.map((id) => {
      const member = members.map(({ byId }) => byId.get(id ?? "")).find((each) => each !== undefined);
      return member && partyAgain(network, member);
    });
    return endsBetween(network, from, to, candidate.byPublicAddress);
  };
  const find = (a: Ends, b: Ends): Blamed => blameFor(a, b, witness, options, again);
  const why = (a: Ends, b: Ends): Blamed =>
    candidate.isPlain ? blameShared(comparison, a, b, witness, () => find(a, b)) : find(a, b);
  const blamed = one && other ? why(one, other) : { blame: [], edits: endEdits(before, after, ids) };
  return [{ ...between, before: was, after: is, packets: headersOf(some), witness, ...blamed }];
}

function openOf(
  candidate: Candidate,
  members: BothMembers,
  { packets: some, ...fate }: ReturnType<typeof openConnections>[number],
  anew: StatusSets,
  between: Between,
): readonly OpenConnections[] {
  const { working, partial, unknown } = anew;
  const failing = [working, partial, unknown].reduce(subtractPackets, some);
  return Object.entries({ ...anew, failing }).flatMap(([status, part]: [string, PacketSet]): OpenConnections[] => {
    const found = intersectPackets(some, part);
    const witness = witnessOf(found, candidate, members);
    if (!witness) return [];
    const newConnection = status as OpenConnections["newConnection"];
    return [{ ...between, packets: headersOf(found), witness, ...fate, newConnection }];
  });
}

/** A packet that no endpoint would send to itself; undefined where there is none. */
function witnessOf(some: PacketSet, { from, to }: Candidate, members: BothMembers): Packet | undefined {
  if (packetsEmpty(some)) return undefined;
  if (from !== to) return packetWitness(some);
  let rest = some;
  for (let witness = packetWitness(rest); witness; witness = packetWitness(rest)) {
    const { source, destination } = witness;
    const own = ownAddresses(from, source, members);
    if (!addressesHave(own, destination as IpAddress)) return witness;
    rest = subtractPackets(rest, packets({ source: own, destination: own }));
  }
  return undefined;
}

/** All addresses of the member with this one, public ones included. */
function ownAddresses({ ids }: EndpointClass, address: string, members: BothMembers): AddressSet {
  const alone = addressSet([address as IpAddress]);
  for (const id of ids) {
    const parties = members.flatMap((each) => each.byId.get(id)?.party ?? []);
    const own = parties.map(allAddresses).reduce(uniteAddresses, alone);
    if (parties.some((party) => addressesHave(allAddresses(party), address as IpAddress))) return own;
  }
  return alone;
}

function allAddresses({ addresses, station }: Party): AddressSet {
  return (station?.associations ?? []).reduce(
    (sum, each) => (each.public ? uniteAddresses(sum, each.public) : sum),
    addresses,
  );
}

type Ids = readonly [from: string | undefined, to: string | undefined];

/** The members of the classes that the packet is from and to. */
function witnessed(network: Network, { byPublicAddress }: Candidate, { byId }: Members, [from, to]: Ids): Ends | null {
  return endsBetween(network, byId.get(from ?? "")?.party, byId.get(to ?? "")?.party, byPublicAddress);
}

function idWith({ ids }: EndpointClass, members: BothMembers, address: string): string | undefined {
  const [only, ...others] = ids;
  if (others.length === 0) return only;
  const isOwner = (party: Party | undefined): boolean =>
    party !== undefined && addressesHave(allAddresses(party), address as IpAddress);
  return ids.find((id) => members.some(({ byId }) => isOwner(byId.get(id)?.party)));
}
