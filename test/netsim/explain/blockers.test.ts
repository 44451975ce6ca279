/** What every list of blockers promises, on random networks: each is real, none is missing, none hides another. */
import type { Network, NetworkDraft } from "@netsim/core";
import fc from "fast-check";
import {
  type Blocker,
  type ConnectionInput,
  type ConnectionVerdict,
  checkConnection,
  editNetwork,
  explain,
} from "netsim";
import {
  arbNetworkWithFault,
  arbWorkingNetwork,
  type Fault,
  faultsOf,
  servingVerdicts,
  withEdits,
} from "netsim/arbitraries";
import { describe, expect, it } from "vitest";
import { anyNetwork } from "../../support/random-networks.ts";
import { ANYWHERE, ANYWHERE_IPV6, allow } from "../../support/small-networks.ts";

const TRAFFIC: readonly Omit<ConnectionInput, "from" | "to">[] = [
  { port: 80 },
  { port: [22, 443], sourcePorts: "linux" },
  { port: 53, protocol: "udp" },
  { protocol: "icmp" },
  { protocol: 47 },
];

const picks = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 8, maxLength: 8 });

type Filtered = Pick<Blocker, "kind" | "components" | "direction">;

function isFilter({ kind }: Filtered): boolean {
  return kind === "security-group" || kind === "network-acl";
}

function isHere(net: Network, { components }: Filtered): boolean {
  return components.every((id) => Object.hasOwn(net.networkAcls, id) || Object.hasOwn(net.securityGroups, id));
}

/** Removes the cause at a filter: it lets everything through in this direction. */
function open(draft: NetworkDraft, { kind, components: [component = ""], direction }: Filtered): void {
  if (kind === "network-acl") {
    const acl = draft.networkAcls[component]!;
    const rest = acl[direction].filter((each) => each.ruleNumber > 2);
    acl[direction] = [allow(1, "all"), allow(2, "all", ANYWHERE_IPV6), ...rest] as typeof rest;
  } else {
    const peers = { [direction === "ingress" ? "from" : "to"]: [ANYWHERE, ANYWHERE_IPV6] };
    draft.securityGroups[component]![direction].push({ protocol: -1, ...peers });
  }
}

function keyOf({ leg, phase, hop, components, direction, code, packets }: Blocker): string {
  return JSON.stringify([leg, phase, hop, components, direction, code, packets]);
}

function isSameFilter(a: Filtered, b: Filtered): boolean {
  return String(a.components) === String(b.components) && a.direction === b.direction;
}

describe("a blocker of a connection that is a filter", () => {
  it("is gone once that filter is open in that direction, and every other blocker is as it was", () => {
    let removed = 0;
    let others = 0;
    fc.assert(
      fc.property(anyNetwork(), picks, (net, all) => {
        for (const { question, verdict } of askAll(net, all)) {
          for (const blocker of verdict.blockers) {
            if (!isFilter(blocker) || !isHere(net, blocker)) continue;
            const after = checkConnection(
              editNetwork(net, (draft) => open(draft, blocker)),
              question,
            );
            removed++;
            expect(after.blockers.filter((each) => isSameFilter(each, blocker))).toEqual([]);
            const [left, was] = [after, verdict].map(({ blockers }) =>
              blockers.filter((each) => !each.components.includes(blocker.components[0] ?? "")).map(keyOf),
            );
            others += was?.length ?? 0;
            expect(left).toEqual(was);
          }
        }
      }),
      // With a seed, so that there are as many.
      { numRuns: 60, seed: 4 },
    );
    expect(removed).toBeGreaterThan(100);
    expect(others).toBeGreaterThan(100);
  });
});

function askAll(net: Network, all: readonly (readonly [number, number, number])[]) {
  const ends = [...Object.keys(net.networkInterfaces), ...Object.keys(net.subnets), "internet", "203.0.113.10"];
  return all.flatMap(([a, b, c]): { question: ConnectionInput; verdict: ConnectionVerdict }[] => {
    const question: ConnectionInput = {
      from: ends[a % ends.length] ?? "internet",
      to: ends[b % ends.length] ?? "internet",
      ...TRAFFIC[c % TRAFFIC.length],
    };
    try {
      return [{ question, verdict: checkConnection(net, question) }];
    } catch (error) {
      expect(error).toMatchObject({ name: "NetsimError" });
      return [];
    }
  });
}

/** Faults after which packets still take the ways that they took. */
const FILTER_FAULTS = [
  "health-rule-removed",
  "traffic-rule-removed",
  "client-rule-removed",
  "egress-rule-removed",
  "wrong-source-group",
  "acl-entry-removed",
  "acl-denies-first",
  "ephemeral-range-narrowed",
] as const;

/** Working networks of any kind of load balancer, and some faults in them. */
function faulty(most: number) {
  return fc
    .tuple(arbWorkingNetwork(), fc.array(fc.nat(), { minLength: 1, maxLength: most }))
    .map(([net, at]) => {
      const all = faultsOf(net, { kinds: FILTER_FAULTS });
      const faults = [...new Set(at.flatMap((each) => all[each % Math.max(1, all.length)] ?? []))];
      return { net, faults };
    })
    .filter(({ faults }) => faults.length > 0);
}

function blockersOf(net: Network, faults: readonly Fault[]): readonly Blocker[] {
  return servingVerdicts(withEdits(net, faults)).flatMap((each) => each.blockers);
}

/** Without the leg: legs of targets that are alike have one name, and what is alike may change with the faults. */
function placesOf(blockers: readonly Blocker[]): Set<string> {
  return new Set(
    blockers.filter(isFilter).map(({ phase, components, direction }) => [phase, components, direction].join("|")),
  );
}

describe("the blockers in a working network with faults", () => {
  it("are real: once the faults of one filter are mended, that filter is no blocker", () => {
    fc.assert(
      fc.property(faulty(4), ({ net, faults }) => {
        for (const blocker of blockersOf(net, faults)) {
          if (!isFilter(blocker)) continue;
          const rest = faults.filter((each) => !blocker.components.includes(each.component));
          expect([blocker.components, rest.length < faults.length]).toEqual([blocker.components, true]);
          const left = blockersOf(net, rest).filter((each) => isSameFilter(each, blocker));
          expect(left).toEqual([]);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("are all: what one fault alone brings is there beside the others, and mending what they are at suffices", () => {
    fc.assert(
      fc.property(faulty(4), ({ net, faults }) => {
        const blockers = blockersOf(net, faults);
        const places = placesOf(blockers);
        for (const fault of faults) {
          const alone = placesOf(blockersOf(net, [fault]));
          expect([fault.description, [...alone].filter((each) => !places.has(each))]).toEqual([fault.description, []]);
        }
        const named = new Set(blockers.flatMap((each) => each.components));
        const rest = faults.filter((each) => !named.has(each.component));
        expect(servingVerdicts(withEdits(net, rest)).map((each) => each.verdict)).not.toContain("unreachable");
        expect(blockersOf(net, rest)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it("of whatever kind are none before the fault, and some after it, each of one cause", () => {
    fc.assert(
      fc.property(arbNetworkWithFault(), ({ before, network }) => {
        expect(blockersOf(before, [])).toEqual([]);
        const failing = servingVerdicts(network).filter((each) => each.verdict !== "reachable");
        expect(failing.length).toBeGreaterThan(0);
        for (const verdict of failing) {
          const { causes, unknowns } = explain(verdict);
          expect(causes.length + unknowns.length).toBeGreaterThan(0);
          expect(causes.flatMap((each) => each.places)).toHaveLength(verdict.blockers.length);
        }
      }),
      { numRuns: 40 },
    );
  });
});
