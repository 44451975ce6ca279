/** The packets that a question is about. */
import {
  type AddressSet,
  ALL_PORTS,
  EPHEMERAL_PORTS,
  failure,
  ICMP,
  ICMPV6,
  type IntervalSet,
  type Issue,
  interval,
  isEphemeralPreset,
  issue,
  ok,
  type PacketSet,
  type Ports,
  packets,
  parsePorts,
  parseProtocol,
  protocolClass,
  type Result,
  TCP,
} from "@netsim/core";

/** The transport of a question. */
export interface TransportInput {
  /** `tcp` (default), `udp`, `icmp`, `icmpv6` or a number 0-255. */
  readonly protocol?: string | number | undefined;
  /** The destination port, a range such as `"8000-8010"`, or several; required for tcp and udp. */
  readonly port?: Ports | undefined;
  /**
   * The initiator's source ports: a preset (`linux`, `windows`, `nat-gateway`, `elb`, `lambda`, `any`), a port, a range
   * such as `"1025-5000"`, or a list of these. `any` (1024-65535) when left out.
   */
  readonly sourcePorts?: Ports | undefined;
  /** Narrows ICMP; echo request when left out. A type without a code means any code. */
  readonly icmp?: { readonly type: number; readonly code?: number | undefined } | undefined;
}

export interface Transport {
  readonly protocol: number;
  readonly sourcePorts: IntervalSet;
  readonly destinationPorts: IntervalSet;
}

const ECHO_REQUEST: Readonly<Record<number, number>> = { [ICMP]: 8, [ICMPV6]: 128 };

/** Issue codes `protocol`, `port`, `icmp`. */
export function readTransport(input: TransportInput): Result<Transport> {
  const protocol = parseProtocol(input.protocol ?? TCP, ["protocol"]);
  if (!protocol.ok) return protocol;
  if (protocol.value < 0) return failure([issue("protocol", ["protocol"], "one protocol", input.protocol)]);
  switch (protocolClass(protocol.value)) {
    case "ports":
      return readPorts(input, protocol.value);
    case "icmp":
      return readIcmp(input, protocol.value);
    default:
      return readPortless(input, protocol.value);
  }
}

/** Rules for such protocols are about all their packets, so that a question about some of them has no answer. */
function readPortless(input: TransportInput, protocol: number): Result<Transport> {
  const issues: Issue[] = [];
  if (input.port !== undefined) {
    issues.push(issue("port", ["port"], `no port beside protocol ${protocol}`, input.port));
  }
  if (input.sourcePorts !== undefined) {
    issues.push(issue("port", ["sourcePorts"], `no source ports beside protocol ${protocol}`, input.sourcePorts));
  }
  if (input.icmp) issues.push(issue("icmp", ["icmp"], `no ICMP type beside protocol ${protocol}`, input.icmp));
  if (issues.length > 0) return failure(issues);
  return ok({ protocol, sourcePorts: ALL_PORTS, destinationPorts: ALL_PORTS });
}

function readPorts(input: TransportInput, protocol: number): Result<Transport> {
  const issues: Issue[] = [];
  if (input.icmp) issues.push(issue("icmp", ["icmp"], "no ICMP type beside tcp or udp", input.icmp));
  if (input.port === undefined) issues.push(issue("port", ["port"], "a destination port 0-65535", undefined));
  const destination = input.port === undefined ? ok(ALL_PORTS) : parsePorts(input.port, ["port"]);
  const source = readSourcePorts(input.sourcePorts ?? "any");
  for (const result of [destination, source]) if (!result.ok) issues.push(...result.issues);
  if (issues.length > 0 || !destination.ok || !source.ok) return failure(issues);
  return ok({ protocol, sourcePorts: source.value, destinationPorts: destination.value });
}

/** Source ports in any of their forms. Issue code `port`. */
export function readSourcePorts(value: Ports): Result<IntervalSet> {
  const members = Array.isArray(value) ? (value as readonly (number | string)[]) : [value as number | string];
  const ranges = members.map((member) => {
    if (typeof member !== "string" || !isEphemeralPreset(member)) return member;
    const [low, high] = EPHEMERAL_PORTS[member];
    return `${low}-${high}`;
  });
  const parsed = parsePorts(Array.isArray(value) ? ranges : ranges[0], ["sourcePorts"]);
  if (parsed.ok) return parsed;
  const expected = `a port 0-65535, a range such as 1025-5000, or one of ${Object.keys(EPHEMERAL_PORTS).join(", ")}`;
  return failure(parsed.issues.map((each) => issue(each.code, each.path, expected, value)));
}

function readIcmp(input: TransportInput, protocol: number): Result<Transport> {
  const issues: Issue[] = [];
  if (input.port !== undefined) issues.push(issue("port", ["port"], "no port beside ICMP", input.port));
  if (input.sourcePorts !== undefined) {
    issues.push(issue("port", ["sourcePorts"], "no source ports beside ICMP", input.sourcePorts));
  }
  const type = input.icmp?.type ?? ECHO_REQUEST[protocol] ?? 0;
  const code = input.icmp ? input.icmp.code : 0;
  for (const [key, value] of [
    ["type", type],
    ["code", code ?? 0],
  ] as const) {
    if (!Number.isInteger(value) || value < 0 || value > 255) {
      issues.push(issue("icmp", ["icmp", key], `an ICMP ${key} 0-255`, value));
    }
  }
  if (issues.length > 0) return failure(issues);
  return ok({
    protocol,
    sourcePorts: interval(type, type),
    destinationPorts: code === undefined ? interval(0, 255) : interval(code, code),
  });
}

const made = new WeakMap<AddressSet, WeakMap<AddressSet, Map<string, PacketSet>>>();

/** The same set for the same question between the same ends. */
export function questionPackets(transport: Transport, source: AddressSet, destination: AddressSet): PacketSet {
  const { protocol, sourcePorts, destinationPorts } = transport;
  const bySource = made.get(source) ?? new WeakMap<AddressSet, Map<string, PacketSet>>();
  const byTransport = bySource.get(destination) ?? new Map<string, PacketSet>();
  made.set(source, bySource);
  bySource.set(destination, byTransport);
  const key = `${protocol} ${sourcePorts} ${destinationPorts}`;
  const asked = byTransport.get(key) ?? packets({ ...transport, source, destination });
  byTransport.set(key, asked);
  return asked;
}
