/**
 * Random packets and packet sets, made of what `netsim/arbitraries` draws, and addresses and blocks by arithmetic of their own,
 * which the library's is held to.
 */
import {
  type AddressSet,
  type Cidr,
  cidrFamily,
  cidrSize,
  type Family,
  type IntervalSet,
  type IpAddress,
  intersectPackets,
  interval,
  intervals,
  ip,
  type Packet,
  type PacketSet,
  packets,
  protocolClass,
  type Sides,
  subtractPackets,
  uniteAddresses,
  uniteBlocks,
  unitePackets,
} from "@netsim/core";
import fc from "fast-check";
import { arbAddress, arbBlock, arbFamily, arbIcmpNumber, arbPort, arbPortRange, arbProtocol } from "netsim/arbitraries";

const BITS: Readonly<Record<Family, bigint>> = { ipv4: 32n, ipv6: 128n };

/** The text of an address from its number, the plain way. */
export function addressText(value: bigint, family: Family): string {
  const width = family === "ipv4" ? 8n : 16n;
  const groups: string[] = [];
  for (let shift = BITS[family] - width; shift >= 0n; shift -= width) {
    groups.push(((value >> shift) & ((1n << width) - 1n)).toString(family === "ipv4" ? 10 : 16));
  }
  return groups.join(family === "ipv4" ? "." : ":");
}

/** The number of any address. */
export function addressNumber(of: Family): fc.Arbitrary<bigint> {
  return fc.bigInt({ min: 0n, max: (1n << BITS[of]) - 1n });
}

export const addresses: fc.Arbitrary<AddressSet> = fc
  .tuple(
    fc.array(arbBlock({ family: "ipv4" }), { maxLength: 3 }),
    fc.array(arbBlock({ family: "ipv6" }), { maxLength: 3 }),
  )
  .map(([v4, v6]) => uniteAddresses(uniteBlocks(v4), uniteBlocks(v6)));

/** A set of the numbers 0 to `size` - 1. */
export function intervalSet(size: number): fc.Arbitrary<IntervalSet> {
  const range = fc.tuple(fc.nat(size - 1), fc.nat(size - 1));
  return fc
    .array(range, { maxLength: 4 })
    .map((ranges) => intervals(ranges.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)));
}

/** A packet that can exist. */
export function packetOf(of: Family): fc.Arbitrary<Packet> {
  return fc
    .record({
      protocol: arbProtocol(),
      source: arbAddress({ family: of }),
      destination: arbAddress({ family: of }),
      a: arbPort(),
      b: arbPort(),
      type: arbIcmpNumber(),
      code: arbIcmpNumber(),
    })
    .map(({ protocol: number, source, destination, a, b, type, code }) => {
      const kind = protocolClass(number);
      const [sourcePort, destinationPort] = kind === "ports" ? [a, b] : kind === "icmp" ? [type, code] : [0, 0];
      return { source, destination, protocol: number, sourcePort, destinationPort };
    });
}

export const packet: fc.Arbitrary<Packet> = arbFamily().chain(packetOf);

const sides: fc.Arbitrary<Sides> = fc.record(
  {
    protocol: fc.oneof(fc.constant(-1), arbProtocol()),
    source: addresses,
    destination: addresses,
    sourcePorts: arbPortRange().map(([low, high]) => interval(low, high)),
    destinationPorts: arbPortRange().map(([low, high]) => interval(low, high)),
  },
  { requiredKeys: [] },
);

/** Packet sets: boxes put together and taken away. */
export const packetSets: fc.Arbitrary<PacketSet> = fc
  .array(fc.tuple(fc.constantFrom(unitePackets, unitePackets, subtractPackets, intersectPackets), sides), {
    maxLength: 4,
  })
  .map((steps) => {
    const [first, ...more] = steps;
    return more.reduce(
      (set, [operation, each]) => operation(set, packets(each)),
      packets(first?.[1] ?? { protocol: 6 }),
    );
  });

/** The addresses at and just beyond the ends of blocks, where an off-by-one would show. */
export function edgesOf(blocks: readonly Cidr[]): IpAddress[] {
  return blocks.flatMap((each) => {
    const of = cidrFamily(each);
    const low = numberOf(each.slice(0, each.indexOf("/")));
    const high = low + cidrSize(each) - 1n;
    const numbers = [low - 1n, low, high, high + 1n].filter((value) => value >= 0n && value < 1n << BITS[of]);
    return numbers.map((value) => ip(addressText(value, of)));
  });
}

/** The number of an address, read from its text the plain way. */
export function numberOf(text: string): bigint {
  if (!text.includes(":")) return text.split(".").reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
  const [left = "", right] = text.split("::");
  const head = left === "" ? [] : left.split(":");
  const tail = right === undefined || right === "" ? [] : right.split(":");
  const zeros = right === undefined ? 0 : 8 - head.length - tail.length;
  const groups = [...head, ...Array<string>(zeros).fill("0"), ...tail];
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

/** Whether a block holds an address, by arithmetic on their numbers. */
export function inBlock(text: string, within: string): boolean {
  const [first = "", length = ""] = within.split("/");
  if (text.includes(":") !== first.includes(":")) return false;
  const free = (text.includes(":") ? 128n : 32n) - BigInt(length);
  return numberOf(text) >> free === numberOf(first) >> free;
}

/** Addresses that matter to these blocks: their edges, or any. */
export function addressNear(blocks: readonly Cidr[], of: Family): fc.Arbitrary<IpAddress> {
  const edges = edgesOf(blocks.filter((each) => cidrFamily(each) === of));
  const any = arbAddress({ family: of });
  return edges.length === 0 ? any : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...edges) }, any);
}

/** Any order of the same members. */
export function shuffled<T>(members: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...members], { minLength: members.length, maxLength: members.length });
}
