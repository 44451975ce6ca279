/**
 * Canonical sets of packets: protocol x source x destination x source port | ICMP type x destination port | ICMP code,
 * for IPv4 and IPv6. The one place that decides whether a packet matches.
 */
import { type Hull, hullCovers, hullOf, hullsMeet } from "../set/hull.js";
import { type IntervalSet, interval, intervals, intervalsHave, ranges } from "../set/interval-set.js";
import {
  asIntervals,
  factor,
  intersectProducts,
  multiply,
  type ProductSet,
  prepend,
  productHas,
  productSize,
  productsEqual,
  productsOverlap,
  productWitness,
  subtractProducts,
  uniteProducts,
} from "../set/product-set.js";
import { type AddressSet, LANE_SIZES, ordinaryLane } from "./address-set.js";
import { FAMILIES, type Family, formatIp, LANE_COUNT } from "./ip.js";
import { FIELD_SIZE, type Packet, packetExists, packetFamily, packetPoint } from "./packet.js";
import { PORT_COUNT } from "./port-range.js";
import {
  ALL_PROTOCOLS,
  ICMP,
  ICMPV6,
  PROTOCOL_COUNT,
  type ProtocolClass,
  protocolClass,
  TCP,
  UDP,
} from "./protocol.js";

/** One product set a family. Structural equality is set equality. */
export interface PacketSet {
  readonly ipv4: ProductSet;
  readonly ipv6: ProductSet;
}

/** Dimension sizes: protocol, source, destination, source port or type, destination port or code. */
const SIZES: Readonly<Record<Family, readonly number[]>> = {
  ipv4: [PROTOCOL_COUNT, ...LANE_SIZES.ipv4, ...LANE_SIZES.ipv4, PORT_COUNT, PORT_COUNT],
  ipv6: [PROTOCOL_COUNT, ...LANE_SIZES.ipv6, ...LANE_SIZES.ipv6, PORT_COUNT, PORT_COUNT],
};

const EVERY_PROTOCOL = interval(0, PROTOCOL_COUNT - 1);
const PROTOCOLS_WITH_PORTS = intervals([
  [TCP, TCP],
  [UDP, UDP],
]);
const ICMP_PROTOCOLS = intervals([
  [ICMP, ICMP],
  [ICMPV6, ICMPV6],
]);

export const NO_PACKETS: PacketSet = { ipv4: false, ipv6: false };

/** A product of sides; all packets it describes are in the set it came from. */
export interface Box {
  readonly family: Family;
  readonly protocols: IntervalSet;
  /** Addresses of the box's family. */
  readonly source: ProductSet;
  readonly destination: ProductSet;
  /** Source ports, or ICMP types. */
  readonly sourcePorts: IntervalSet;
  /** Destination ports, or ICMP codes. */
  readonly destinationPorts: IntervalSet;
}

/** Sides by which packets are described; a side left out is unconstrained. */
export interface Sides {
  /** A protocol number, or -1 for every protocol. */
  readonly protocol?: number;
  readonly source?: AddressSet;
  readonly destination?: AddressSet;
  readonly sourcePorts?: IntervalSet;
  readonly destinationPorts?: IntervalSet;
}

/**
 * The packets with these sides. Ports constrain tcp and udp, types and codes the ICMPs; for other protocols the two
 * last sides are ignored, as AWS ignores them.
 */
export function packets(sides: Sides): PacketSet {
  const protocol = sides.protocol ?? ALL_PROTOCOLS;
  const protocols = protocol === ALL_PROTOCOLS ? EVERY_PROTOCOL : interval(protocol, protocol);
  return {
    ipv4: familyPackets("ipv4", protocols, sides),
    ipv6: familyPackets("ipv6", protocols, sides),
  };
}

function familyPackets(family: Family, protocols: IntervalSet, sides: Sides): ProductSet {
  const source = sides.source?.[family] ?? true;
  const destination = sides.destination?.[family] ?? true;
  if (source === false || destination === false) return false;
  return boxSet({
    family,
    protocols,
    source,
    destination,
    sourcePorts: sides.sourcePorts ?? EVERY_PORT,
    destinationPorts: sides.destinationPorts ?? EVERY_PORT,
  });
}

const EVERY_PORT = interval(0, PORT_COUNT - 1);

/** The protocols of each class, for spreading a range of protocols over what their fields mean. */
const CLASSES: readonly { readonly of: ProtocolClass; readonly protocols: ProductSet }[] = [
  { of: "ports", protocols: prepend(PROTOCOLS_WITH_PORTS, PROTOCOL_COUNT, true) },
  { of: "icmp", protocols: prepend(ICMP_PROTOCOLS, PROTOCOL_COUNT, true) },
  {
    of: "none",
    protocols: subtractProducts(
      subtractProducts(true, prepend(PROTOCOLS_WITH_PORTS, PROTOCOL_COUNT, true)),
      prepend(ICMP_PROTOCOLS, PROTOCOL_COUNT, true),
    ),
  },
];

function boxSet(box: Box): ProductSet {
  const only = singleProtocol(box.protocols);
  if (only !== undefined)
    return multiply(prepend(box.protocols, PROTOCOL_COUNT, true), 1, fields(box, protocolClass(only)));
  const wanted = prepend(box.protocols, PROTOCOL_COUNT, true);
  return CLASSES.reduce<ProductSet>(
    (sum, each) => uniteProducts(sum, multiply(intersectProducts(wanted, each.protocols), 1, fields(box, each.of))),
    false,
  );
}

function singleProtocol(protocols: IntervalSet): number | undefined {
  const [low, end] = protocols;
  return protocols.length === 2 && low !== undefined && end === low + 1 ? low : undefined;
}

function fields(box: Box, of: ProtocolClass): ProductSet {
  const lanes = LANE_COUNT[box.family];
  return multiply(box.source, lanes, multiply(box.destination, lanes, ports(box, of)));
}

function ports(box: Box, of: ProtocolClass): ProductSet {
  if (of === "none") return NO_FIELDS;
  const size = FIELD_SIZE[of];
  const cut =
    size === PORT_COUNT
      ? true
      : prepend(interval(0, size - 1), PORT_COUNT, prepend(interval(0, size - 1), PORT_COUNT, true));
  return intersectProducts(cut, prepend(box.sourcePorts, PORT_COUNT, prepend(box.destinationPorts, PORT_COUNT, true)));
}

const ZERO = interval(0, 0);
const NO_FIELDS: ProductSet = prepend(ZERO, PORT_COUNT, prepend(ZERO, PORT_COUNT, true));

/** Every packet there can be. */
export const ALL_PACKETS: PacketSet = packets({});

/** The set of these packets; those that cannot exist are in none. */
export function packetSet(members: Iterable<Packet>): PacketSet {
  let set = NO_PACKETS;
  for (const packet of members) set = unitePackets(set, singletonPacket(packet));
  return set;
}

function singletonPacket(packet: Packet): PacketSet {
  if (!packetExists(packet)) return NO_PACKETS;
  const family = packetFamily(packet);
  const set = packetPoint(packet).reduceRight<ProductSet>(
    (rest, value, at) => prepend(interval(value, value), SIZES[family][at] as number, rest),
    true,
  );
  return { ...NO_PACKETS, [family]: set };
}

// Where an operand is the result, it is given back itself: what hangs on its identity need not be made again.

export function unitePackets(a: PacketSet, b: PacketSet): PacketSet {
  if (a === b || packetsEmpty(b)) return a;
  if (packetsEmpty(a)) return b;
  return { ipv4: uniteProducts(a.ipv4, b.ipv4), ipv6: uniteProducts(a.ipv6, b.ipv6) };
}

export function intersectPackets(a: PacketSet, b: PacketSet): PacketSet {
  if (a === b) return a;
  return { ipv4: intersectProducts(a.ipv4, b.ipv4), ipv6: intersectProducts(a.ipv6, b.ipv6) };
}

export function subtractPackets(a: PacketSet, b: PacketSet): PacketSet {
  if (a === b) return NO_PACKETS;
  if (packetsEmpty(a) || packetsEmpty(b) || !packetsOverlap(a, b)) return a;
  return { ipv4: subtractProducts(a.ipv4, b.ipv4), ipv6: subtractProducts(a.ipv6, b.ipv6) };
}

export function complementPackets(set: PacketSet): PacketSet {
  return subtractPackets(ALL_PACKETS, set);
}

export function packetsEqual(a: PacketSet, b: PacketSet): boolean {
  return a === b || (productsEqual(a.ipv4, b.ipv4) && productsEqual(a.ipv6, b.ipv6));
}

export function packetsOverlap(a: PacketSet, b: PacketSet): boolean {
  return productsOverlap(a.ipv4, b.ipv4) || productsOverlap(a.ipv6, b.ipv6);
}

export function packetsEmpty(set: PacketSet): boolean {
  return set.ipv4 === false && set.ipv6 === false;
}

/** Whether every packet of `inner` is in `outer`. */
export function packetsCover(outer: PacketSet, inner: PacketSet): boolean {
  return packetsEmpty(subtractPackets(inner, outer));
}

/** Whether the packet is in the set. A header that cannot exist (an ICMP type of 300) is in none. */
export function packetsHave(set: PacketSet, packet: Packet): boolean {
  return packetExists(packet) && productHas(set[packetFamily(packet)], packetPoint(packet));
}

/** How many packets are in the set. */
export function packetCount(set: PacketSet): bigint {
  return FAMILIES.reduce((sum, family) => sum + productSize(set[family], SIZES[family]), 0n);
}

/** The set as disjoint boxes. */
export function packetBoxes(set: PacketSet): Box[] {
  return FAMILIES.flatMap((family) => familyBoxes(family, set[family]));
}

function familyBoxes(family: Family, set: ProductSet): Box[] {
  const lanes = LANE_COUNT[family];
  return factor(set, 1).flatMap(({ head: protocolPart, tail: afterProtocol }) =>
    factor(afterProtocol, lanes).flatMap(({ head: source, tail: afterSource }) =>
      factor(afterSource, lanes).flatMap(({ head: destination, tail: afterDestination }) =>
        factor(afterDestination, 1).map(({ head: sourcePart, tail: destinationPart }) => ({
          family,
          protocols: asIntervals(protocolPart, PROTOCOL_COUNT),
          source,
          destination,
          sourcePorts: asIntervals(sourcePart, PORT_COUNT),
          destinationPorts: asIntervals(destinationPart, PORT_COUNT),
        })),
      ),
    ),
  );
}

/** The union of boxes. Fields a box's protocols do not have are ignored. */
export function packetsOfBoxes(members: Iterable<Box>): PacketSet {
  const set: Record<Family, ProductSet> = { ipv4: false, ipv6: false };
  for (const box of members) set[box.family] = uniteProducts(set[box.family], boxSet(box));
  return set;
}

/** The bounding boxes of a set, one a family. */
export type PacketHull = Readonly<Record<Family, Hull>>;

const hulls = new WeakMap<PacketSet, PacketHull>();

export function packetHull(set: PacketSet): PacketHull {
  let hull = hulls.get(set);
  if (!hull) {
    hull = { ipv4: hullOf(set.ipv4, SIZES.ipv4), ipv6: hullOf(set.ipv6, SIZES.ipv6) };
    hulls.set(set, hull);
  }
  return hull;
}

export function packetHullsMeet(a: PacketHull, b: PacketHull): boolean {
  return hullsMeet(a.ipv4, b.ipv4) || hullsMeet(a.ipv6, b.ipv6);
}

/**
 * Whether the set is all packets inside its hull: one box a family. A box of all protocols is one as well, although its
 * fields differ by protocol, because there are no other packets.
 */
export function isBox(set: PacketSet): boolean {
  const hull = packetHull(set);
  return FAMILIES.every((family) =>
    productsEqual(set[family], intersectProducts(fromHull(family, hull[family]), ALL_PACKETS[family])),
  );
}

function fromHull(family: Family, hull: Hull): ProductSet {
  if (hull === null) return false;
  return SIZES[family].reduceRight<ProductSet>(
    (rest, size, at) => prepend(interval(hull[2 * at] as number, (hull[2 * at + 1] as number) - 1), size, rest),
    true,
  );
}

/** Whether a set that is a box covers the set with the other hull. */
export function boxCovers(box: PacketHull, inner: PacketHull): boolean {
  return hullCovers(box.ipv4, inner.ipv4) && hullCovers(box.ipv6, inner.ipv6);
}

const PROTOCOL_PREFERENCE = [TCP, UDP, ICMP, ICMPV6];

/** The most ordinary member: tcp before the rest, the first host of the lowest block, the lowest port but 0. */
export function packetWitness(set: PacketSet): Packet | undefined {
  for (const family of FAMILIES) {
    const lanes = LANE_COUNT[family];
    const point = productWitness(set[family], SIZES[family], (side, at) => {
      if (at === 0) return PROTOCOL_PREFERENCE.find((protocol) => intervalsHave(side, protocol)) ?? lowest(side);
      if (at <= 2 * lanes) return ordinaryLane(side, family, (at - 1) % lanes);
      return side.length > 0 && intervalsHave(side, 0) && !isOnlyZero(side) ? lowestButZero(side) : lowest(side);
    });
    if (point) return packetAt(point, lanes);
  }
  return undefined;
}

function packetAt(point: readonly number[], lanes: number): Packet {
  return {
    protocol: point[0] as number,
    source: formatIp(point.slice(1, 1 + lanes)),
    destination: formatIp(point.slice(1 + lanes, 1 + 2 * lanes)),
    sourcePort: point[1 + 2 * lanes] as number,
    destinationPort: point[2 + 2 * lanes] as number,
  };
}

function lowest(side: IntervalSet): number {
  return side[0] as number;
}

function isOnlyZero(side: IntervalSet): boolean {
  return side.length === 2 && side[0] === 0 && side[1] === 1;
}

function lowestButZero(side: IntervalSet): number {
  const [first, second] = ranges(side);
  return first && first[1] > 0 ? 1 : (second?.[0] ?? 0);
}
