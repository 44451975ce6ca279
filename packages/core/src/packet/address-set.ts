/** Canonical sets of addresses of both families. */
import { EMPTY_INTERVALS, type IntervalSet, intersectIntervals, interval, ranges } from "../set/interval-set.js";
import {
  asIntervals,
  factor,
  intersectProducts,
  type ProductSet,
  prepend,
  productHas,
  productSize,
  productsEqual,
  productWitness,
  subtractProducts,
  uniteProducts,
} from "../set/product-set.js";
import { blocksOfLane, type Cidr, cidr, cidrFamily, cidrLanes, hostCidr } from "./cidr.js";
import {
  FAMILIES,
  type Family,
  formatIp,
  type IpAddress,
  ipFamily,
  ipLanes,
  LANE_COUNT,
  LANE_SIZE,
  type Lanes,
} from "./ip.js";

/** One product set a family: one dimension of 32 bits for IPv4, four for IPv6. */
export interface AddressSet {
  readonly ipv4: ProductSet;
  readonly ipv6: ProductSet;
}

export const NO_ADDRESSES: AddressSet = { ipv4: false, ipv6: false };
export const ALL_ADDRESSES: AddressSet = { ipv4: true, ipv6: true };

/** The sizes of the dimensions of a family's addresses. */
export const LANE_SIZES: Readonly<Record<Family, readonly number[]>> = {
  ipv4: [LANE_SIZE],
  ipv6: [LANE_SIZE, LANE_SIZE, LANE_SIZE, LANE_SIZE],
};

const blocks = new Map<Cidr, AddressSet>();
const BLOCKS_LIMIT = 50_000;

/** The addresses of a block. */
export function addressesOf(block: Cidr): AddressSet {
  const known = blocks.get(block);
  if (known) return known;
  if (blocks.size >= BLOCKS_LIMIT) blocks.clear();
  const set = cidrLanes(block).reduceRight<ProductSet>(
    (rest, [low, high]) => prepend(interval(low, high), LANE_SIZE, rest),
    true,
  );
  const addresses: AddressSet = { ...NO_ADDRESSES, [cidrFamily(block)]: set };
  blocks.set(block, addresses);
  return addresses;
}

/** The set of these single addresses. */
export function addressSet(addresses: Iterable<IpAddress>): AddressSet {
  return uniteAll([...addresses].map((address) => addressesOf(hostCidr(address))));
}

export function uniteBlocks(members: Iterable<Cidr>): AddressSet {
  return uniteAll([...members].map(addressesOf));
}

/** Pairs of about the same size are united first, so that many members cost little more than few. */
export function uniteAll(sets: readonly AddressSet[]): AddressSet {
  const [first = NO_ADDRESSES, second] = sets;
  if (second === undefined) return first;
  const middle = sets.length >> 1;
  return uniteAddresses(uniteAll(sets.slice(0, middle)), uniteAll(sets.slice(middle)));
}

export function uniteAddresses(a: AddressSet, b: AddressSet): AddressSet {
  return { ipv4: uniteProducts(a.ipv4, b.ipv4), ipv6: uniteProducts(a.ipv6, b.ipv6) };
}

export function intersectAddresses(a: AddressSet, b: AddressSet): AddressSet {
  return { ipv4: intersectProducts(a.ipv4, b.ipv4), ipv6: intersectProducts(a.ipv6, b.ipv6) };
}

export function subtractAddresses(a: AddressSet, b: AddressSet): AddressSet {
  return { ipv4: subtractProducts(a.ipv4, b.ipv4), ipv6: subtractProducts(a.ipv6, b.ipv6) };
}

export function addressesEqual(a: AddressSet, b: AddressSet): boolean {
  return productsEqual(a.ipv4, b.ipv4) && productsEqual(a.ipv6, b.ipv6);
}

export function addressesEmpty(set: AddressSet): boolean {
  return set.ipv4 === false && set.ipv6 === false;
}

export function addressesHave(set: AddressSet, address: IpAddress): boolean {
  return productHas(set[ipFamily(address)], ipLanes(address));
}

/** How many addresses of a family are in the set. */
export function addressCount(set: AddressSet, family: Family): bigint {
  return productSize(set[family], LANE_SIZES[family]);
}

/** The fewest blocks that make up the addresses of one family, ascending. */
export function blocksOf(set: ProductSet, family: Family, leading: Lanes = []): Cidr[] {
  if (set === false) return [];
  if (set === true) {
    const last = leading.length - 1;
    return last < 0
      ? [cidr(family === "ipv4" ? "0.0.0.0/0" : "::/0")]
      : blocksOfLane(leading.slice(0, last), leading[last] as number, leading[last] as number, family);
  }
  return factor(set, 1)
    .flatMap(({ head, tail }) => ranges(asIntervals(head, LANE_SIZE)).map(([low, high]) => ({ low, high, tail })))
    .sort((a, b) => a.low - b.low)
    .flatMap(({ low, high, tail }) => {
      if (tail === true) return blocksOfLane(leading, low, high, family);
      // Only blocks enter an address set, so values with the same constrained tail come one by one.
      return Array.from({ length: high - low + 1 }, (_, step) =>
        blocksOf(tail, family, [...leading, low + step]),
      ).flat();
    });
}

/** The addresses of one family in few words: a block where one fits, otherwise `first-last`; IPv6 always as blocks. */
export function formatRanges(set: ProductSet, family: Family): string[] {
  if (family === "ipv6") return blocksOf(set, family);
  return ranges(asIntervals(set, LANE_SIZE)).map(([low, high]) => {
    const size = high - low + 1;
    const isBlock = Number.isInteger(Math.log2(size)) && low % size === 0;
    return isBlock ? `${formatIp([low])}/${32 - Math.log2(size)}` : `${formatIp([low])}-${formatIp([high])}`;
  });
}

/** All blocks of the set, IPv4 first. */
export function formatAddresses(set: AddressSet): Cidr[] {
  return FAMILIES.flatMap((family) => blocksOf(set[family], family));
}

/** Blocks that hold hosts in ordinary networks, tried in this order when a member has to be named. */
const ORDINARY: IntervalSet = interval(1 * 2 ** 24, 127 * 2 ** 24 - 1);

/** The first host of a lane: its lowest value, or the one after it where the lowest is a network's own address. */
export function ordinaryLane(side: IntervalSet, family: Family, lane: number): number {
  const [low = 0, end = low + 1] = preferred(side, family === "ipv4" ? ORDINARY : EMPTY_INTERVALS);
  const isNetworkAddress = lane === LANE_COUNT[family] - 1 && low % 4 === 0 && end - low >= 4;
  return isNetworkAddress ? low + 1 : low;
}

function preferred(side: IntervalSet, wanted: IntervalSet): IntervalSet {
  const both = intersectIntervals(side, wanted);
  return both.length > 0 ? both : side;
}

/** The most ordinary member: the first host of the lowest block. */
export function addressWitness(set: AddressSet): IpAddress | undefined {
  for (const family of FAMILIES) {
    const lanes = productWitness(set[family], LANE_SIZES[family], (side, lane) => ordinaryLane(side, family, lane));
    if (lanes) return formatIp(lanes);
  }
  return undefined;
}
