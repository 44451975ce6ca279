/**
 * IP protocol numbers (IANA "Assigned Internet Protocol Numbers"), 0-255, and the names AWS gives four of them.
 *
 * AWS reads ports for tcp and udp only and types for the two ICMPs only; every other protocol has neither,
 * whatever a rule says: "Amazon EC2 API Reference, IpPermission"
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
import { failure, issue, ok, type Path, type Result } from "../result.js";

export const PROTOCOL_COUNT = 256;
export const ICMP = 1;
export const TCP = 6;
export const UDP = 17;
export const ICMPV6 = 58;

/** A rule's "every protocol", written -1 as AWS does. */
export const ALL_PROTOCOLS = -1;

const NAMES: ReadonlyMap<string, number> = new Map([
  ["tcp", TCP],
  ["udp", UDP],
  ["icmp", ICMP],
  ["icmpv6", ICMPV6],
  ["all", ALL_PROTOCOLS],
]);

export function protocolName(protocol: number): string {
  for (const [name, number] of NAMES) if (number === protocol) return name;
  return String(protocol);
}

/**
 * Parses `tcp`, `udp`, `icmp`, `icmpv6`, `all`, a number 0-255 or its text, or -1. Issue code `protocol`.
 */
export function parseProtocol(value: string | number, path: Path = []): Result<number> {
  const named = typeof value === "string" ? NAMES.get(value.toLowerCase()) : undefined;
  if (named !== undefined) return ok(named);
  const number = typeof value === "number" ? value : /^(-1|\d{1,3})$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isInteger(number) && number >= ALL_PROTOCOLS && number <= 255) return ok(number);
  return failure([issue("protocol", path, "tcp, udp, icmp, icmpv6, all, or a number 0-255", value)]);
}

/** What the two last fields of a packet hold: ports, an ICMP type and code, or nothing. */
export type ProtocolClass = "ports" | "icmp" | "none";

export function protocolClass(protocol: number): ProtocolClass {
  if (protocol === TCP || protocol === UDP) return "ports";
  return protocol === ICMP || protocol === ICMPV6 ? "icmp" : "none";
}
