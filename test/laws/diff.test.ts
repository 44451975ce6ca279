/** What holds for the differences of any networks. */
import { NO_PACKETS, type PacketSet, packetsEqual, subtractPackets, unitePackets } from "@netsim/core";
import fc from "fast-check";
import { diffNetworks, type Network, network } from "netsim";
import { arbNetworkInput } from "netsim/arbitraries";
import { describe, expect, it } from "vitest";
import { randomDocument } from "../support/aws-random.ts";
import { changesOf } from "../support/flows.ts";
import { loadAws } from "../support/load-aws.ts";
import { editedNetwork, twiceEditedNetwork } from "../support/random-networks.ts";

const RUNS = { numRuns: 25 };

/** Read twice, so that no record is the same object. */
const sameTwice = fc.oneof(
  arbNetworkInput().map((input) => [network(input), network(input)] as const),
  randomDocument().map((doc) => [loadAws(doc), loadAws(doc)] as const),
);

describe("diffNetworks", () => {
  it("finds nothing between a network and itself, or the same network read twice", () => {
    fc.assert(
      fc.property(sameTwice, ([one, other]) => {
        for (const diff of [diffNetworks(one, one), diffNetworks(one, other)]) {
          expect(diff.verdict).toBe("same");
          expect([diff.starts, diff.stops, diff.doubts, diff.states, diff.open].flat()).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  it("finds the other way round what stops where it found what starts", () => {
    fc.assert(
      fc.property(editedNetwork(3), ([a, b]) => {
        const [there, back] = [diffNetworks(a, b), diffNetworks(b, a)];
        const turned = (words: string): string => words.replace(/^(\w+) -> (\w+)/, "$2 -> $1");
        const [one, other] = [changesOf(there, [a, b]), changesOf(back, [a, b])];
        expect([...one.keys()].sort()).toEqual([...other.keys()].map(turned).sort());
        for (const [key, some] of one) expect(packetsEqual(some, other.get(turned(key)) ?? NO_PACKETS)).toBe(true);
        expect(there.starts.length > 0).toBe(back.stops.length > 0);
      }),
      RUNS,
    );
  });

  it("composes: what works at last and did not at first has started and has not stopped again", () => {
    fc.assert(
      fc.property(twiceEditedNetwork(2), ([a, b, c]) => {
        const [ab, bc, ac] = [turns(a, b), turns(b, c), turns(a, c)];
        for (const kind of ["", " by public address"]) {
          const both = (one: string, other: string): PacketSet =>
            unitePackets(
              subtractPackets(ab(one, kind), bc(other, kind)),
              subtractPackets(bc(one, kind), ab(other, kind)),
            );
          expect(packetsEqual(ac("working", kind), both("working", "lost"))).toBe(true);
          expect(packetsEqual(ac("lost", kind), both("lost", "working"))).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it("blames an edit for every flow between endpoints that stay", () => {
    fc.assert(
      fc.property(editedNetwork(2), ([a, b]) => {
        const diff = diffNetworks(a, b);
        for (const flow of [...diff.starts, ...diff.stops]) expect(flow.edits.length).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });

  it("says of open connections that they survive or are cut, only of those that worked", () => {
    fc.assert(
      fc.property(editedNetwork(3), ([a, b]) => {
        const diff = diffNetworks(a, b);
        const isHere = (label: string): boolean => diff.stops.some((each) => each.from.label === label);
        for (const open of diff.open) {
          if (open.newConnection !== "working") expect(isHere(open.from.label) || diff.doubts.length > 0).toBe(true);
          expect(open.verdict === "survives-until-idle").toBe(open.reason === "tracked");
          if (open.newConnection === "working") expect(open.reason).toBe("untracked");
        }
        for (const { from, to, before } of diff.stops) {
          if (before !== "working") continue;
          expect(diff.open.some((each) => each.from.label === from.label && each.to.label === to.label)).toBe(true);
        }
      }),
      RUNS,
    );
  });
});

/** What begins to work for certain, and what no longer does. */
function turns(before: Network, after: Network): (what: string, kind: string) => PacketSet {
  const changes = [...changesOf(diffNetworks(before, after), [before, after])];
  return (what, kind) =>
    changes
      .filter(([key]) => (kind === "") === !key.includes("by public"))
      .filter(([key]) => (what === "working" ? key.includes("-> working") : key.startsWith("working ->")))
      .reduce((sum, [, some]) => unitePackets(sum, some), NO_PACKETS);
}
