/** Protocols, ports and ICMP messages, biased to where rules begin and end. */
import fc from "fast-check";

export type Traffic =
  | { readonly kind: "all" }
  | { readonly kind: "tcp" | "udp"; readonly from: number; readonly to: number }
  | { readonly kind: "icmp" | "icmpv6"; readonly type: number; readonly code: number }
  | { readonly kind: "other"; readonly protocol: number };

/** The borders of well-known services and of the ephemeral ranges of Linux, Windows and load balancers. */
export const borderPorts: readonly number[] = [
  80, 443, 22, 8080, 9000, 1024, 1023, 32768, 32767, 49152, 49151, 61000, 61001, 65535, 65534, 79, 81, 442, 444, 1,
];

const usualRanges: readonly (readonly [number, number])[] = [
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

const oddRange = fc
  .tuple(fc.constantFrom(...borderPorts), fc.constantFrom(...borderPorts))
  .map(([one, other]): readonly [number, number] => [Math.min(one, other), Math.max(one, other)]);

const portRange = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...usualRanges) },
  { weight: 1, arbitrary: oddRange },
);

/** Type and code, -1 for any; [8, 8] is what the command line makes of `--port 8`. */
const icmpMessages = [
  [8, -1],
  [0, -1],
  [-1, -1],
  [8, 0],
  [8, 8],
  [3, 4],
  [11, 0],
] as const;
const icmpv6Messages = [
  [128, -1],
  [129, -1],
  [-1, -1],
  [128, 0],
  [2, 0],
] as const;

/** GRE, ESP, SCTP: protocols without ports, as far as rules are concerned. */
const otherProtocols = [47, 50, 132] as const;

export const randomTraffic: fc.Arbitrary<Traffic> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Traffic>({ kind: "all" }) },
  { weight: 6, arbitrary: portRange.map(([from, to]): Traffic => ({ kind: "tcp", from, to })) },
  { weight: 2, arbitrary: portRange.map(([from, to]): Traffic => ({ kind: "udp", from, to })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...icmpMessages).map(([type, code]): Traffic => ({ kind: "icmp", type, code })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...icmpv6Messages).map(([type, code]): Traffic => ({ kind: "icmpv6", type, code })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...otherProtocols).map((protocol): Traffic => ({ kind: "other", protocol })),
  },
);

/** A source port as operating systems, load balancers and NAT gateways choose it: 1024 to 65535. */
export const ephemeralPort: fc.Arbitrary<number> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(40000, ...borderPorts.filter((port) => port >= 1024)) },
  { weight: 1, arbitrary: fc.integer({ min: 1024, max: 65535 }) },
);
