/** One CIDR block (RFC 4632), as canonical text outside the algebra and as ranges of lanes inside. */
import { failure, issue, ok, type Path, type Result, unwrap } from "../result.js";
import { type Family, formatIp, type IpAddress, ipLanes, LANE_COUNT, LANE_SIZE, type Lanes, parseIp } from "./ip.js";

declare const cidrBlock: unique symbol;

/** A block in canonical text, host bits zero: `10.0.0.0/16`, `2001:db8::/32`. */
export type Cidr = string & { readonly [cidrBlock]: true };

export const ALL_IPV4: Cidr = "0.0.0.0/0" as Cidr;
export const ALL_IPV6: Cidr = "::/0" as Cidr;

const BITS: Readonly<Record<Family, number>> = { ipv4: 32, ipv6: 128 };

interface Split {
  readonly address: IpAddress;
  readonly family: Family;
  readonly length: number;
}

function splitCidr(text: string): Split | undefined {
  const [, address, digits] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  if (address === undefined || digits === undefined) return undefined;
  const parsed = parseIp(address);
  if (!parsed.ok) return undefined;
  const family = parsed.value.includes(":") ? "ipv6" : "ipv4";
  const length = Number(digits);
  return length <= BITS[family] ? { address: parsed.value, family, length } : undefined;
}

/** How many of the leading bits of each lane a prefix of `length` fixes. */
function laneBits(length: number, lane: number): number {
  return Math.min(32, Math.max(0, length - 32 * lane));
}

function maskLanes(lanes: Lanes, length: number): Lanes {
  return lanes.map((value, lane) => {
    const hosts = 2 ** (32 - laneBits(length, lane));
    return value - (value % hosts);
  });
}

function printCidr(lanes: Lanes, length: number): Cidr {
  return `${formatIp(lanes)}/${length}` as Cidr;
}

const parsedCidrs = new Map<string, Result<Cidr>>();
const PARSED_LIMIT = 50_000;

/**
 * Parses a block strictly: issue code `cidr` for what is no block, `cidr-host-bits` for a block with host bits,
 * whose issue names the canonical form. AWS zeroes host bits itself; an importer that has to do so calls {@link maskCidr}.
 */
export function parseCidr(text: string, path: Path = []): Result<Cidr> {
  const known = parsedCidrs.get(text);
  if (known?.ok) return known;
  const split = splitCidr(text);
  if (!split) return failure([issue("cidr", path, "a CIDR block such as 10.0.0.0/16 or 2001:db8::/32", text)]);
  const lanes = ipLanes(split.address);
  const masked = maskLanes(lanes, split.length);
  const canonical = printCidr(masked, split.length);
  if (masked.some((value, lane) => value !== lanes[lane])) {
    return failure([issue("cidr-host-bits", path, `a block without host bits: ${canonical}`, text)]);
  }
  if (parsedCidrs.size >= PARSED_LIMIT) parsedCidrs.clear();
  const result = ok(canonical);
  parsedCidrs.set(text, result);
  return result;
}

/** {@link parseCidr} for blocks written in code; throws on a bad one. */
export function cidr(text: string): Cidr {
  return unwrap(parseCidr(text));
}

/** Parses a block and zeroes its host bits, as AWS does on input (100.68.0.18/18 becomes 100.68.0.0/18). */
export function maskCidr(text: string, path: Path = []): Result<Cidr> {
  const split = splitCidr(text);
  if (!split) return parseCidr(text, path);
  return ok(printCidr(maskLanes(ipLanes(split.address), split.length), split.length));
}

/** The block that holds one address only: /32 or /128. */
export function hostCidr(address: IpAddress): Cidr {
  return printCidr(ipLanes(address), address.includes(":") ? 128 : 32);
}

export function cidrFamily(block: Cidr): Family {
  return block.includes(":") ? "ipv6" : "ipv4";
}

/** The number of leading bits the block fixes: 0-32 or 0-128. */
export function prefixLength(block: Cidr): number {
  return Number(block.slice(block.indexOf("/") + 1));
}

/** The first address of the block, as lanes. */
function firstLanes(block: Cidr): Lanes {
  return ipLanes(block.slice(0, block.indexOf("/")) as IpAddress);
}

/** The values each lane may take, ends included; a block is the product of them. */
export function cidrLanes(block: Cidr): readonly (readonly [low: number, high: number])[] {
  const length = prefixLength(block);
  return firstLanes(block).map((low, lane) => [low, low + 2 ** (32 - laneBits(length, lane)) - 1] as const);
}

export function cidrHas(block: Cidr, address: IpAddress): boolean {
  const lanes = ipLanes(address);
  const sides = cidrLanes(block);
  return sides.length === lanes.length && sides.every(([low, high], at) => within(lanes[at] as number, low, high));
}

function within(value: number, low: number, high: number): boolean {
  return low <= value && value <= high;
}

/** Whether every address of `inner` is one of `outer`. */
export function cidrCovers(outer: Cidr, inner: Cidr): boolean {
  return (
    cidrFamily(outer) === cidrFamily(inner) &&
    prefixLength(outer) <= prefixLength(inner) &&
    cidrHas(outer, inner.slice(0, inner.indexOf("/")) as IpAddress)
  );
}

/** How many of the leading bits that the block fixes an address has in common with it; 0 for one of the other family. */
export function commonBits(block: Cidr, address: IpAddress): number {
  const lanes = ipLanes(address);
  const first = firstLanes(block);
  if (first.length !== lanes.length) return 0;
  const differs = first.findIndex((value, lane) => value !== lanes[lane]);
  const bits =
    differs < 0
      ? 32 * lanes.length
      : 32 * differs + Math.clz32((first[differs] as number) ^ (lanes[differs] as number));
  return Math.min(bits, prefixLength(block));
}

export function cidrsOverlap(a: Cidr, b: Cidr): boolean {
  return cidrCovers(a, b) || cidrCovers(b, a);
}

/** The address `offset` places after the first address of the block, 0 or more. */
export function cidrHost(block: Cidr, offset: number | bigint): IpAddress {
  return formatIp(lanesAfter(firstLanes(block), BigInt(offset)));
}

/** The `at`-th block of a prefix length inside a block, from 0; undefined where there are not so many. */
export function cidrSubnet(block: Cidr, length: number, at: number | bigint): Cidr | undefined {
  const family = cidrFamily(block);
  if (!Number.isInteger(length) || length < prefixLength(block) || length > BITS[family]) return undefined;
  const offset = BigInt(at) << BigInt(BITS[family] - length);
  if (offset < 0n || offset >= cidrSize(block)) return undefined;
  return printCidr(lanesAfter(firstLanes(block), offset), length);
}

/** Carried from the last lane to the ones before it. */
function lanesAfter(lanes: Lanes, offset: bigint): Lanes {
  const after = [...lanes];
  let carried = offset;
  for (let lane = after.length - 1; lane >= 0 && carried > 0n; lane--) {
    const sum = BigInt(after[lane] as number) + carried;
    after[lane] = Number(BigInt.asUintN(32, sum));
    carried = sum >> 32n;
  }
  return after;
}

/** The last address of the block. */
export function cidrLast(block: Cidr): IpAddress {
  return formatIp(cidrLanes(block).map(([, high]) => high));
}

/** The number of addresses in the block. */
export function cidrSize(block: Cidr): bigint {
  return 1n << BigInt(BITS[cidrFamily(block)] - prefixLength(block));
}

/**
 * The fewest blocks that make up the values `low` to `high` of one lane, given that the lanes before it hold
 * `leading` and the lanes after it are free.
 */
export function blocksOfLane(leading: Lanes, low: number, high: number, family: Family): Cidr[] {
  const blocks: Cidr[] = [];
  for (let at = low; at <= high; ) {
    let size = at === 0 ? LANE_SIZE : lowestBit(at);
    while (at + size - 1 > high) size /= 2;
    const free = LANE_COUNT[family] - leading.length - 1;
    const lanes = [...leading, at, ...Array<number>(free).fill(0)];
    blocks.push(printCidr(lanes, 32 * leading.length + 32 - Math.log2(size)));
    at += size;
  }
  return blocks;
}

function lowestBit(value: number): number {
  let bit = 1;
  while (value % (bit * 2) === 0) bit *= 2;
  return bit;
}

/** RFC 1918. */
export const PRIVATE_BLOCKS: readonly Cidr[] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(cidr);

/** RFC 6598. */
export const SHARED_BLOCK: Cidr = cidr("100.64.0.0/10");
