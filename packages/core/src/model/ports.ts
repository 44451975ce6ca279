/**
 * The protocol and port fields that security group rules and network ACL entries share, in AWS's normal form:
 * `fromPort`-`toPort`, both included, for tcp and udp; type and code, -1 for any, for the ICMPs; -1 and -1 otherwise.
 * "IpPermission" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
import * as v from "valibot";
import type { AddressSet } from "../packet/address-set.js";
import { type PacketSet, packets } from "../packet/packet-set.js";
import { ALL_PORTS, PORT_COUNT, parsePorts } from "../packet/port-range.js";
import { ALL_PROTOCOLS, parseProtocol, protocolClass, TCP } from "../packet/protocol.js";
import type { Path } from "../result.js";
import { EMPTY_INTERVALS, interval, ranges } from "../set/interval-set.js";
import type { Reader } from "./read.js";

export interface ProtocolAndPorts {
  /** IP protocol number 0-255, or -1 for every protocol. */
  readonly protocol: number;
  /** First port 0-65535, or ICMP type 0-255 or -1. */
  readonly fromPort: number;
  /** Last port, included, or ICMP code 0-255 or -1. */
  readonly toPort: number;
}

export interface ProtocolAndPortsInput {
  /** A name, a number 0-255, or -1 for all. `tcp` when left out beside a port, otherwise all. */
  readonly protocol?: string | number | undefined;
  /** One port or one range such as `"1024-65535"`; short for `fromPort` and `toPort`. */
  readonly port?: number | string | undefined;
  /** Short for `fromPort` (type) and `toPort` (code) of an ICMP rule; a field left out means any. */
  readonly icmp?: { readonly type?: number | undefined; readonly code?: number | undefined } | undefined;
  readonly fromPort?: number | undefined;
  readonly toPort?: number | undefined;
}

type Optional<T> = v.OptionalSchema<v.GenericSchema<T>, undefined>;

/** Spread into the schema of a rule. */
export const portEntries: {
  readonly protocol: Optional<string | number>;
  readonly port: Optional<string | number>;
  readonly icmp: Optional<{ readonly type?: number | undefined; readonly code?: number | undefined }>;
  readonly fromPort: Optional<number>;
  readonly toPort: Optional<number>;
} = {
  protocol: v.optional(v.union([v.string(), v.number()])),
  port: v.optional(v.union([v.string(), v.number()])),
  icmp: v.optional(v.strictObject({ type: v.optional(v.number()), code: v.optional(v.number()) })),
  fromPort: v.optional(v.number()),
  toPort: v.optional(v.number()),
};

const ANY = -1;

export function readProtocolAndPorts(
  reader: Reader,
  input: ProtocolAndPortsInput,
  path: Path,
): ProtocolAndPorts | undefined {
  const hasPort = input.port !== undefined || input.fromPort !== undefined || input.toPort !== undefined;
  const implied = input.icmp ? "icmp" : hasPort ? TCP : ALL_PROTOCOLS;
  const protocol = reader.take(parseProtocol(input.protocol ?? implied, [...path, "protocol"]));
  if (protocol === undefined) return undefined;
  const kind = protocol === ALL_PROTOCOLS ? "none" : protocolClass(protocol);
  if (kind === "icmp") return readTypes(reader, protocol, input, path);
  if (input.icmp)
    return reader.report(
      "icmp-without-protocol",
      [...path, "icmp"],
      "no ICMP type: only icmp and icmpv6 have types",
      input.icmp,
    );
  if (kind === "ports") return readPorts(reader, protocol, input, path);
  // AWS ignores ports here; saying `port` in so many words is a mistake worth telling.
  if (input.port !== undefined)
    return reader.report(
      "port-without-protocol",
      [...path, "port"],
      "no port: only tcp and udp have ports",
      input.port,
    );
  return { protocol, fromPort: ANY, toPort: ANY };
}

function readPorts(
  reader: Reader,
  protocol: number,
  input: ProtocolAndPortsInput,
  path: Path,
): ProtocolAndPorts | undefined {
  if (input.port !== undefined && (input.fromPort !== undefined || input.toPort !== undefined)) {
    return reader.report("port", [...path, "port"], "either `port` or `fromPort` and `toPort`", input.port);
  }
  if (input.port !== undefined) {
    const [range, ...more] = ranges(reader.take(parsePorts(input.port, [...path, "port"])) ?? EMPTY_INTERVALS);
    if (!range || more.length > 0) return undefined;
    return { protocol, fromPort: range[0], toPort: range[1] };
  }
  const { fromPort, toPort } = {
    fromPort: input.fromPort ?? 0,
    toPort: input.toPort ?? input.fromPort ?? PORT_COUNT - 1,
  };
  for (const [key, value] of [
    ["fromPort", fromPort],
    ["toPort", toPort],
  ] as const) {
    if (!Number.isInteger(value) || value < 0 || value >= PORT_COUNT) {
      return reader.report("port", [...path, key], "a port 0-65535", value);
    }
  }
  if (fromPort > toPort) return reader.report("port-range", [...path, "toPort"], `a port from ${fromPort} on`, toPort);
  return { protocol, fromPort, toPort };
}

function readTypes(
  reader: Reader,
  protocol: number,
  input: ProtocolAndPortsInput,
  path: Path,
): ProtocolAndPorts | undefined {
  if (input.port !== undefined)
    return reader.report("port-without-protocol", [...path, "port"], "icmp: { type, code }", input.port);
  const fromPort = input.icmp?.type ?? input.fromPort ?? ANY;
  const toPort = input.icmp?.code ?? input.toPort ?? ANY;
  const typePath = [...path, ...(input.icmp?.type === undefined ? ["fromPort"] : ["icmp", "type"])];
  const codePath = [...path, ...(input.icmp?.code === undefined ? ["toPort"] : ["icmp", "code"])];
  for (const [key, value, at] of [
    ["type", fromPort, typePath],
    ["code", toPort, codePath],
  ] as const) {
    if (!Number.isInteger(value) || value < ANY || value > 255) {
      return reader.report("icmp", at, `an ICMP ${key} 0-255, or -1 for any`, value);
    }
  }
  if (fromPort === ANY && toPort !== ANY) return reader.report("icmp", codePath, "-1: any type means any code", toPort);
  return { protocol, fromPort, toPort };
}

/** The packets that a rule with these fields is about, between these addresses. */
export function rulePackets(
  rule: ProtocolAndPorts,
  sides: { readonly source?: AddressSet; readonly destination?: AddressSet },
): PacketSet {
  const kind = rule.protocol === ALL_PROTOCOLS ? "none" : protocolClass(rule.protocol);
  if (kind === "ports") {
    return packets({ ...sides, protocol: rule.protocol, destinationPorts: interval(rule.fromPort, rule.toPort) });
  }
  if (kind === "none") return packets({ ...sides, protocol: rule.protocol });
  return packets({
    ...sides,
    protocol: rule.protocol,
    sourcePorts: rule.fromPort === ANY ? ALL_PORTS : interval(rule.fromPort, rule.fromPort),
    destinationPorts: rule.toPort === ANY ? ALL_PORTS : interval(rule.toPort, rule.toPort),
  });
}
