/** Random addresses, packets, packet sets and AWS rules, drawn so that they meet and overlap often. */
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
  maskCidr,
  type Packet,
  type PacketSet,
  packets,
  protocolClass,
  type Sides,
  subtractPackets,
  uniteAddresses,
  uniteBlocks,
  unitePackets,
  unwrap,
} from "@netsim/core";
import fc from "fast-check";

const NOTABLE: Readonly<Record<Family, readonly string[]>> = {
  ipv4: [
    "0.0.0.0",
    "10.0.0.0",
    "10.0.0.1",
    "10.0.1.0",
    "10.0.1.255",
    "10.128.0.0",
    "127.255.255.255",
    "128.0.0.0",
    "172.31.0.0",
    "203.0.113.7",
    "255.255.255.255",
  ],
  ipv6: [
    "::",
    "::1",
    "0:0:0:1::",
    "2001:db8::",
    "2001:db8::1",
    "2001:db8:0:1::",
    "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
    "7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "8000::",
    "fe80::1",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  ],
};

const LENGTHS: Readonly<Record<Family, readonly number[]>> = {
  ipv4: [0, 1, 7, 8, 9, 15, 16, 23, 24, 25, 30, 31, 32],
  ipv6: [0, 1, 31, 32, 33, 48, 56, 63, 64, 65, 95, 96, 97, 127, 128],
};

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

export const family: fc.Arbitrary<Family> = fc.constantFrom("ipv4", "ipv6");

/** The number of an address: notable ones, their neighbours, and any. */
export function addressNumber(of: Family): fc.Arbitrary<bigint> {
  return fc.bigInt({ min: 0n, max: (1n << BITS[of]) - 1n });
}

export function address(of: Family): fc.Arbitrary<IpAddress> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...NOTABLE[of].map(ip)) },
    { weight: 1, arbitrary: addressNumber(of).map((value) => ip(addressText(value, of))) },
  );
}

export function block(of: Family): fc.Arbitrary<Cidr> {
  const length = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...LENGTHS[of]) }, fc.nat(Number(BITS[of])));
  return fc.tuple(address(of), length).map(([at, bits]) => unwrap(maskCidr(`${at}/${bits}`)));
}

export const anyBlock: fc.Arbitrary<Cidr> = family.chain(block);
export const anyAddress: fc.Arbitrary<IpAddress> = family.chain(address);

export const addresses: fc.Arbitrary<AddressSet> = fc
  .tuple(fc.array(block("ipv4"), { maxLength: 3 }), fc.array(block("ipv6"), { maxLength: 3 }))
  .map(([v4, v6]) => uniteAddresses(uniteBlocks(v4), uniteBlocks(v6)));

/** A set of the numbers 0 to `size` - 1. */
export function intervalSet(size: number): fc.Arbitrary<IntervalSet> {
  const range = fc.tuple(fc.nat(size - 1), fc.nat(size - 1));
  return fc
    .array(range, { maxLength: 4 })
    .map((ranges) => intervals(ranges.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)));
}

export const port: fc.Arbitrary<number> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 1, 22, 79, 80, 81, 255, 256, 443, 1023, 1024, 32768, 65534, 65535) },
  { weight: 1, arbitrary: fc.nat(65535) },
);

export const portRange: fc.Arbitrary<readonly [low: number, high: number]> = fc
  .tuple(port, port)
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

export const icmpNumber: fc.Arbitrary<number> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 3, 4, 8, 11, 128, 255) },
  { weight: 1, arbitrary: fc.nat(255) },
);

/** The protocols that AWS treats apart, two that it does not, and any. */
export const protocol: fc.Arbitrary<number> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(6, 17, 1, 58, 47, 132) },
  { weight: 1, arbitrary: fc.nat(255) },
);

/** A packet that can exist. */
export function packetOf(of: Family): fc.Arbitrary<Packet> {
  return fc
    .record({
      protocol,
      source: address(of),
      destination: address(of),
      a: port,
      b: port,
      type: icmpNumber,
      code: icmpNumber,
    })
    .map(({ protocol: number, source, destination, a, b, type, code }) => {
      const kind = protocolClass(number);
      const [sourcePort, destinationPort] = kind === "ports" ? [a, b] : kind === "icmp" ? [type, code] : [0, 0];
      return { source, destination, protocol: number, sourcePort, destinationPort };
    });
}

export const packet: fc.Arbitrary<Packet> = family.chain(packetOf);

const sides: fc.Arbitrary<Sides> = fc.record(
  {
    protocol: fc.oneof(fc.constant(-1), protocol),
    source: addresses,
    destination: addresses,
    sourcePorts: portRange.map(([low, high]) => interval(low, high)),
    destinationPorts: portRange.map(([low, high]) => interval(low, high)),
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
  return edges.length === 0 ? address(of) : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...edges) }, address(of));
}

/** A rule's protocol and the two fields that go with it, as AWS writes them. */
export interface RawFields {
  readonly protocol: number;
  readonly fromPort: number;
  readonly toPort: number;
}

export const rawFields: fc.Arbitrary<RawFields> = fc
  .record({
    protocol: fc.oneof(fc.constant(-1), protocol),
    range: portRange,
    type: icmpNumber,
    code: icmpNumber,
    any: fc.nat(2),
  })
  .map(({ protocol: number, range, type, code, any }) => {
    const kind = number === -1 ? "none" : protocolClass(number);
    if (kind === "ports") return { protocol: number, fromPort: range[0], toPort: range[1] };
    if (kind === "none") return { protocol: number, fromPort: -1, toPort: -1 };
    return { protocol: number, fromPort: any === 0 ? -1 : type, toPort: any === 2 ? code : -1 };
  });

export interface RawEntry extends RawFields {
  readonly ruleNumber: number;
  readonly ruleAction: "allow" | "deny";
  readonly cidrBlock: Cidr;
}

/** Network ACL entries with distinct numbers, in no order. */
export function aclEntries(
  blocks: fc.Arbitrary<Cidr> = anyBlock,
  { minLength = 0, maxLength = 8 }: { readonly minLength?: number; readonly maxLength?: number } = {},
): fc.Arbitrary<RawEntry[]> {
  const entry = fc.record({
    ruleNumber: fc.integer({ min: 1, max: 32766 }),
    ruleAction: fc.constantFrom("allow" as const, "deny" as const),
    cidrBlock: blocks,
    fields: rawFields,
  });
  return fc
    .uniqueArray(entry, { minLength, maxLength, selector: (each) => each.ruleNumber })
    .map((entries) => entries.map(({ fields, ...rest }) => ({ ...fields, ...rest })));
}

/** Any order of the same members. */
export function shuffled<T>(members: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...members], { minLength: members.length, maxLength: members.length });
}
