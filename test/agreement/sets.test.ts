/** A question about many packets says of each of them what a question about it alone says. */
import fc from "fast-check";
import { type ConnectionVerdict, checkConnection, type Header, type Hop } from "netsim";
import { describe, expect, it } from "vitest";
import { ipv4Document } from "../support/aws-random.ts";
import { anyNetwork } from "../support/random-networks.ts";

interface Ports {
  readonly source: number;
  readonly destination: number;
}

/** One pair of ports of a header, chosen by two fractions. */
function portsIn(header: Header, [a, b]: readonly [number, number]): Ports {
  return { source: oneOf(header.sourcePortRanges ?? [], a), destination: oneOf(header.destinationPortRanges ?? [], b) };
}

function oneOf(ranges: readonly string[], fraction: number): number {
  const bounds = ranges.map((range) => range.split("-").map(Number));
  const [low = 0, high = low] = bounds[Math.min(bounds.length - 1, Math.floor(fraction * bounds.length))] ?? [];
  return low + Math.floor(fraction * (high - low + 1) * 0.999);
}

function isIn(headers: readonly Header[], { source, destination }: Ports): boolean {
  const has = (ranges: readonly string[] = [], port: number): boolean =>
    ranges.some((range) => {
      const [low = 0, high = low] = range.split("-").map(Number);
      return low <= port && port <= high;
    });
  return headers.some((each) => has(each.sourcePortRanges, source) && has(each.destinationPortRanges, destination));
}

/** The rule that a filter's case for these ports names. The reply has them the other way round. */
function decisionFor(hop: Hop, ports: Ports): string {
  const found = hop.decisions.filter((each) => isIn(each.packets, ports));
  expect(found, `${hop.component.id}: each packet is in one case`).toHaveLength(1);
  return JSON.stringify([found[0]?.action, found[0]?.rule]);
}

const FILTERS = ["security-group", "network-acl"];

function expectSameDecisions(many: ConnectionVerdict, one: ConnectionVerdict, ports: Ports): void {
  for (const phase of ["forward", "reply"] as const) {
    const turned = phase === "forward" ? ports : { source: ports.destination, destination: ports.source };
    const filters = (verdict: ConnectionVerdict): readonly Hop[] =>
      verdict.legs.flatMap((leg) => leg[phase].hops.filter((hop) => FILTERS.includes(hop.component.kind)));
    expect(filters(many).map((hop) => decisionFor(hop, turned))).toEqual(
      filters(one).map((hop) => decisionFor(hop, turned)),
    );
  }
}

/** One address, so that ports alone tell the packets of a question apart. */
const OUTSIDE = "203.0.113.10";

const PLAIN = { ipv6: false, natGateways: false, peering: false, maxVpcs: 1 } as const;

const fractions = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));

describe("a set of packets", () => {
  it("gets for each of its packets the verdict and the deciding rules of that packet alone", () => {
    fc.assert(
      fc.property(
        // What is not followed is unknown, of which a set says less than its packets do.
        anyNetwork({ ...PLAIN, transitGateways: false }, { ...ipv4Document, ...PLAIN }),
        fc.nat(),
        fc.nat(),
        fractions,
        (net, a, b, chosen) => {
          const ids = Object.keys(net.networkInterfaces);
          const [from = "", to = ""] = [ids[a % ids.length], [...ids, OUTSIDE][b % (ids.length + 1)]];
          const ends = { from, to: from === to ? OUTSIDE : to };
          const many = checkConnection(net, { ...ends, port: "0-65535", sourcePorts: "any" });
          for (const leg of many.legs) {
            for (const [headers, works] of [
              [leg.working, true],
              [leg.failing, false],
            ] as const) {
              for (const header of headers) {
                const ports = portsIn(header, chosen);
                const one = checkConnection(net, { ...ends, port: ports.destination, sourcePorts: ports.source });
                expect(one.verdict === "reachable", JSON.stringify([ends, ports])).toBe(works);
                expectSameDecisions(many, one, ports);
              }
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
