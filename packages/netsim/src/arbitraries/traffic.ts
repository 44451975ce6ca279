/** Random protocols, ports and ICMP types, drawn so that rules meet and overlap often. */
import {
  ALL_PROTOCOLS,
  ICMP,
  ICMPV6,
  type ProtocolAndPorts,
  type ProtocolAndPortsInput,
  protocolClass,
  protocolName,
  TCP,
  UDP,
} from "@netsim/core";
import fc from "fast-check";

/** Where the ports of services and of ephemeral ranges begin and end, and their neighbours. */
export const BORDER_PORTS: readonly number[] = [
  80, 443, 22, 8080, 9000, 1024, 1023, 32768, 32767, 49152, 49151, 61000, 61001, 65535, 65534, 79, 81, 442, 444, 1,
];

/** A port 0-65535; shrinks to 80. */
export function arbPort(): fc.Arbitrary<number> {
  const notable = fc.constantFrom(80, 443, 22, 0, 1, 79, 81, 255, 256, 1023, 1024, 32768, 65534, 65535);
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: notable },
    { weight: 1, arbitrary: fc.nat(65535) },
  );
}

/** A range of ports, both ends included. */
export function arbPortRange(): fc.Arbitrary<readonly [low: number, high: number]> {
  return fc.tuple(arbPort(), arbPort()).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
}

/** A type or code of ICMP, 0-255. */
export function arbIcmpNumber(): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(8, 0, 3, 4, 11, 128, 255) },
    { weight: 1, arbitrary: fc.nat(255) },
  );
}

/** A protocol 0-255: the four that AWS treats apart, two that it does not, and any. Shrinks to tcp. */
export function arbProtocol(): fc.Arbitrary<number> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 5, arbitrary: fc.constantFrom(TCP, UDP, ICMP, ICMPV6, 47, 132) },
    { weight: 1, arbitrary: fc.nat(255) },
  );
}

/** Which protocols and ports may be drawn. */
export interface TrafficConstraints {
  /** Only what people write: well-known ports, ephemeral ranges, pings; anything when left out. */
  readonly usual?: boolean | undefined;
}

/** The protocol of a rule with its two port or ICMP fields, as AWS writes them. Shrinks to tcp 80. */
export function arbTraffic({ usual = false }: TrafficConstraints = {}): fc.Arbitrary<ProtocolAndPorts> {
  return usual ? usualTraffic() : anyTraffic();
}

function anyTraffic(): fc.Arbitrary<ProtocolAndPorts> {
  return fc
    .record({
      protocol: fc.oneof(
        { withCrossShrink: true },
        { weight: 1, arbitrary: arbProtocol() },
        { weight: 1, arbitrary: fc.constant(ALL_PROTOCOLS) },
      ),
      range: arbPortRange(),
      type: arbIcmpNumber(),
      code: arbIcmpNumber(),
      any: fc.nat(2),
    })
    .map(({ protocol, range, type, code, any }) => {
      const kind = protocol === ALL_PROTOCOLS ? "none" : protocolClass(protocol);
      if (kind === "ports") return { protocol, fromPort: range[0], toPort: range[1] };
      if (kind === "none") return { protocol, fromPort: -1, toPort: -1 };
      return { protocol, fromPort: any === 0 ? -1 : type, toPort: any === 2 ? code : -1 };
    });
}

const USUAL_RANGES: readonly (readonly [number, number])[] = [
  [80, 80],
  [443, 443],
  [0, 65535],
  [1024, 65535],
  [32768, 65535],
  [32768, 61000],
  [49152, 65535],
  [1024, 32767],
  [22, 22],
  [8080, 8080],
  [9000, 9000],
];

/** Type and code, -1 for any; [8, 8] is what the command line makes of `--port 8`. */
const MESSAGES: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  [ICMP]: [
    [8, -1],
    [0, -1],
    [-1, -1],
    [8, 0],
    [8, 8],
    [3, 4],
    [11, 0],
  ],
  [ICMPV6]: [
    [128, -1],
    [129, -1],
    [-1, -1],
    [128, 0],
    [2, 0],
  ],
};

function usualTraffic(): fc.Arbitrary<ProtocolAndPorts> {
  const border = fc.constantFrom(...BORDER_PORTS);
  const odd = fc.tuple(border, border).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  const range = fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: fc.constantFrom(...USUAL_RANGES) },
    { weight: 1, arbitrary: odd },
  );
  const within = (protocol: number): fc.Arbitrary<ProtocolAndPorts> =>
    range.map(([fromPort, toPort]) => ({ protocol, fromPort, toPort }));
  const message = (protocol: number): fc.Arbitrary<ProtocolAndPorts> =>
    fc.constantFrom(...(MESSAGES[protocol] ?? [])).map(([fromPort, toPort]) => ({ protocol, fromPort, toPort }));
  const whole = (protocol: number): ProtocolAndPorts => ({ protocol, fromPort: -1, toPort: -1 });
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 6, arbitrary: within(TCP) },
    { weight: 3, arbitrary: fc.constant(whole(ALL_PROTOCOLS)) },
    { weight: 2, arbitrary: within(UDP) },
    { weight: 1, arbitrary: message(ICMP) },
    { weight: 1, arbitrary: message(ICMPV6) },
    // GRE, ESP, SCTP: protocols without ports, as far as rules are concerned.
    { weight: 1, arbitrary: fc.constantFrom(47, 50, 132).map(whole) },
  );
}

/** As a person writes it: `port: 80`, `protocol: "udp", port: "1024-65535"`, `protocol: "icmp", icmp: { type: 8 }`. */
export function writtenTraffic({ protocol, fromPort, toPort }: ProtocolAndPorts): ProtocolAndPortsInput {
  if (protocol === ALL_PROTOCOLS) return { protocol: "all" };
  const name = protocolName(protocol);
  const known = name === String(protocol) ? protocol : name;
  switch (protocolClass(protocol)) {
    case "ports": {
      const port = fromPort === toPort ? fromPort : `${fromPort}-${toPort}`;
      return protocol === TCP ? { port } : { protocol: known, port };
    }
    case "icmp":
      if (fromPort === -1 && toPort === -1) return { protocol: known };
      return { protocol: known, icmp: { type: fromPort, ...(toPort === -1 ? {} : { code: toPort }) } };
    default:
      return { protocol: known };
  }
}
