/**
 * One IP address. Outside the algebra an address is its canonical text, branded, so that `===`, map keys and
 * JSON work; inside it is one (IPv4) or four (IPv6) lanes of 32 bits. ip-num does the parsing and printing here
 * and in `cidr.ts`, and is used nowhere else: it costs microseconds a call and must stay out of loops.
 */
import { collapseIPv6Number, IPv4, IPv6 } from "ip-num";
import { failure, issue, ok, type Path, type Result, unwrap } from "../result.js";

declare const ipAddress: unique symbol;

/** An address in canonical text: dotted quad, or RFC 5952 lower-case compressed IPv6 without zone. */
export type IpAddress = string & { readonly [ipAddress]: true };

/** The IP version. */
export type Family = "ipv4" | "ipv6";

export const FAMILIES: readonly Family[] = ["ipv4", "ipv6"];

/** Unsigned 32-bit numbers, most significant first: one for IPv4, four for IPv6. */
export type Lanes = readonly number[];

export const LANE_SIZE: number = 2 ** 32;
export const LANE_COUNT: Readonly<Record<Family, number>> = { ipv4: 1, ipv6: 4 };

/** Parsed texts, so that an address that occurs a thousand times is parsed once. Emptied when full. */
const parsed = new Map<string, { readonly address: IpAddress; readonly lanes: Lanes } | null>();
const PARSED_LIMIT = 50_000;

function parse(text: string): { readonly address: IpAddress; readonly lanes: Lanes } | null {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  if (parsed.size >= PARSED_LIMIT) parsed.clear();
  const fresh = parseFresh(text);
  parsed.set(text, fresh);
  return fresh;
}

function parseFresh(text: string): { readonly address: IpAddress; readonly lanes: Lanes } | null {
  try {
    // ip-num accepts a zone index ("fe80::1%eth0"), which means something on one host only.
    if (text.includes("%")) return null;
    const lanes = text.includes(":")
      ? lanesOfValue(new IPv6(text).getValue(), "ipv6")
      : [Number(new IPv4(text).getValue())];
    return { address: formatIp(lanes), lanes };
  } catch {
    return null;
  }
}

function lanesOfValue(value: bigint, family: Family): Lanes {
  const lanes: number[] = [];
  for (let lane = LANE_COUNT[family] - 1; lane >= 0; lane--) {
    lanes.push(Number((value >> BigInt(32 * lane)) & 0xffff_ffffn));
  }
  return lanes;
}

const printedIpv4 = new Map<number, IpAddress>();

/** The canonical text of an address. */
export function formatIp(lanes: Lanes): IpAddress {
  const [first = 0] = lanes;
  if (lanes.length > 1) return printIp(lanes);
  const known = printedIpv4.get(first);
  if (known !== undefined) return known;
  if (printedIpv4.size >= PARSED_LIMIT) printedIpv4.clear();
  const text = printIp(lanes);
  printedIpv4.set(first, text);
  return text;
}

function printIp(lanes: Lanes): IpAddress {
  const value = lanes.reduce((sum, lane) => (sum << 32n) | BigInt(lane), 0n);
  const text = lanes.length === 1 ? new IPv4(value).toString() : collapseIPv6Number(new IPv6(value).toString());
  return text as IpAddress;
}

/** Parses dotted-quad IPv4 (no leading zeros) or IPv6. Issue code `ip-address`. */
export function parseIp(text: string, path: Path = []): Result<IpAddress> {
  const found = parse(text);
  return found ? ok(found.address) : failure([issue("ip-address", path, "an IPv4 or IPv6 address", text)]);
}

/** {@link parseIp} for addresses written in code; throws on a bad one. */
export function ip(text: string): IpAddress {
  return unwrap(parseIp(text));
}

export function isIp(text: string): text is IpAddress {
  return parse(text)?.address === text;
}

export function ipFamily(address: IpAddress): Family {
  return address.includes(":") ? "ipv6" : "ipv4";
}

export function ipLanes(address: IpAddress): Lanes {
  const found = parse(address);
  if (!found) throw new TypeError(`not an address: ${address}`);
  return found.lanes;
}
