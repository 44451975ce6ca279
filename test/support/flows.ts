/** Flows of a result as sets again, and the plain way to what they should be. */
import {
  type AddressSet,
  ALL_PROTOCOLS,
  addressesOf,
  cidr,
  type IntervalSet,
  interval,
  intervals,
  type Network,
  NO_ADDRESSES,
  NO_PACKETS,
  type PacketSet,
  packets,
  parseProtocol,
  subtractPackets,
  uniteAddresses,
  unitePackets,
  unwrap,
} from "@netsim/core";
import type { DiffVerdict, FlowChange, Header, HeaderSet } from "netsim";
import { askedPublicly, membersOf } from "../../packages/netsim/src/analysis/endpoints.ts";
import { changesBetween, NOTHING_WORKS, packetsFrom, statusSets } from "../../packages/netsim/src/analysis/status.ts";

export function packetsOfHeaders(headers: HeaderSet): PacketSet {
  return headers.map(packetsOf).reduce(unitePackets, NO_PACKETS);
}

function packetsOf(header: Header): PacketSet {
  const sides = {
    source: addressesIn(header.sourceAddresses),
    destination: addressesIn(header.destinationAddresses),
    sourcePorts: portsIn(header.sourcePortRanges ?? header.icmpTypes),
    destinationPorts: portsIn(header.destinationPortRanges ?? header.icmpCodes),
  };
  return protocolsOf(header.protocol)
    .map((protocol) => packets({ ...sides, protocol }))
    .reduce(unitePackets, NO_PACKETS);
}

function protocolsOf(text: string): readonly number[] {
  if (text === "all") return [ALL_PROTOCOLS];
  return text.split(",").flatMap((part) => {
    const [low = 0, high = low] = /^\d+-\d+$/.test(part) ? part.split("-").map(Number) : [unwrap(parseProtocol(part))];
    return Array.from({ length: high - low + 1 }, (_, at) => low + at);
  });
}

function portsIn(ranges: readonly string[] | undefined): IntervalSet {
  if (!ranges) return interval(0, 65535);
  return intervals(
    ranges.map((range) => {
      const [low = 0, high = low] = range.split("-").map(Number);
      return [low, high] as const;
    }),
  );
}

function addressesIn(blocks: readonly string[]): AddressSet {
  return blocks
    .flatMap(blocksOfRange)
    .map((each) => addressesOf(cidr(each)))
    .reduce(uniteAddresses, NO_ADDRESSES);
}

/** `first-last` as blocks; IPv6 always comes as blocks. */
function blocksOfRange(text: string): readonly string[] {
  const [first = "", last] = text.split("-");
  if (last === undefined) return [first];
  const blocks: string[] = [];
  let [low, high] = [numberOf(first), numberOf(last)];
  while (low <= high) {
    let size = 1;
    while (low % (size * 2) === 0 && low + size * 2 - 1 <= high) size *= 2;
    blocks.push(`${textOf(low)}/${32 - Math.log2(size)}`);
    low += size;
  }
  return blocks;
}

function numberOf(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function textOf(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

/** Every change, by what it was before and is after. */
export type ChangeSets = ReadonlyMap<string, PacketSet>;

/** @param networks whose endpoints' packets to themselves are left out, as nothing is meant by them. */
export function changesOf(
  { starts, stops, doubts }: Pick<DiffVerdict, "starts" | "stops" | "doubts">,
  networks: readonly Network[],
): ChangeSets {
  const sets = new Map<string, PacketSet>();
  const own = networks.map(toThemselves).reduce(unitePackets, NO_PACKETS);
  for (const each of [...starts, ...stops, ...doubts]) {
    add(sets, keyOf(each), subtractPackets(packetsOfHeaders(each.packets), own));
  }
  return sets;
}

function toThemselves(network: Network): PacketSet {
  return [...membersOf(network).byId.values()]
    .map(({ party: { addresses, station } }) => {
      const all = (station?.associations ?? []).flatMap((each) => each.public ?? []).reduce(uniteAddresses, addresses);
      return station ? packets({ source: all, destination: all }) : NO_PACKETS;
    })
    .reduce(unitePackets, NO_PACKETS);
}

/** Between inside and outside, or by a private address inside and by a public one, headers alone do not tell what is asked. */
function keyOf({ before, after, to }: Pick<FlowChange, "before" | "after" | "to">): string {
  return `${before} -> ${after}${to.byPublicAddress ? " by public address" : ""}`;
}

function add(sets: Map<string, PacketSet>, key: string, some: PacketSet): void {
  sets.set(key, unitePackets(sets.get(key) ?? NO_PACKETS, some));
}

const OPTIONS = { sameSubnetAcl: "egress", pathMtu: "warn" } as const;
const ASKED = packetsFrom(interval(1024, 65535));

/** All pairs one by one, with all of their packets, in both networks. */
export function plainChanges(before: Network, after: Network): ChangeSets {
  const sets = new Map<string, PacketSet>();
  const [was, is] = [membersOf(before).byId, membersOf(after).byId];
  const ids = [...new Set([...was.keys(), ...is.keys()])];
  const own = [before, after].map(toThemselves).reduce(unitePackets, NO_PACKETS);
  const statusIn = (network: Network, members: typeof was, from: string, to: string, byPublicAddress: boolean) => {
    const [sender, receiver] = [members.get(from)?.party, members.get(to)?.party];
    if (!sender || !receiver || (!sender.station && !receiver.station)) return NOTHING_WORKS;
    const asked = byPublicAddress ? askedPublicly(receiver) : receiver;
    if (!asked || (byPublicAddress && !sender.station)) return NOTHING_WORKS;
    return statusSets(network, sender, asked, ASKED, OPTIONS);
  };
  for (const from of ids) {
    for (const to of ids) {
      for (const isPublic of from === to ? [] : [false, true]) {
        const changes = changesBetween(
          statusIn(before, was, from, to, isPublic),
          statusIn(after, is, from, to, isPublic),
        );
        for (const { packets: some, ...words } of changes) {
          add(
            sets,
            keyOf({ ...words, to: { byPublicAddress: isPublic } as FlowChange["to"] }),
            subtractPackets(some, own),
          );
        }
      }
    }
  }
  return sets;
}
