/** What every repair promises, on random networks and on the page's network with random faults. */
import { type Network, network, unwrap } from "@netsim/core";
import fc from "fast-check";
import {
  applyEdits,
  type ConnectionInput,
  checkConnection,
  checkHealth,
  checkListener,
  editNetwork,
  repair,
} from "netsim";
import { importAws } from "netsim/aws";
import { describe, expect, it } from "vitest";
import type { AnyVerdict } from "../../../packages/netsim/src/path/verdict.ts";
import { patched } from "../../../packages/netsim/src/repair/apply-edits.ts";
import { randomDocument } from "../../support/aws-random.ts";
import { classicPage, type PageLayout, type Row, recommendedRows, vpcBlocksOf } from "../../support/classic-page.ts";
import { renumbered, subsets, suggested } from "../../support/repairs.ts";

const TRAFFIC: readonly Omit<ConnectionInput, "from" | "to">[] = [
  { port: 80 },
  { port: [22, 443], sourcePorts: "linux" },
  { port: 53, protocol: "udp" },
  { protocol: "icmp" },
  { protocol: 47 },
];

const picks = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 5, maxLength: 5 });

interface Asked {
  readonly ask: (network: Network) => AnyVerdict;
  readonly verdict: AnyVerdict;
}

function askAll(net: Network, all: readonly (readonly [number, number, number])[]): readonly Asked[] {
  const ends = [...Object.keys(net.networkInterfaces), ...Object.keys(net.subnets), "internet", "203.0.113.10"];
  return all.flatMap(([a, b, c]): readonly Asked[] => {
    const from = ends[a % ends.length] ?? "internet";
    const to = ends[b % ends.length] ?? "internet";
    const ask = (other: Network): AnyVerdict => checkConnection(other, { from, to, ...TRAFFIC[c % TRAFFIC.length] });
    try {
      return [{ ask, verdict: ask(net) }];
    } catch {
      return [];
    }
  });
}

/** Applying it makes the answer reachable, and leaving out any of its edits does not. */
function expectRepairs(net: Network, { ask, verdict }: Asked): void {
  const result = repair(net, verdict);
  const [first] = result.repairs;
  for (const { edits } of result.repairs.slice(0, 4)) {
    expect(edits).toHaveLength(first?.edits.length ?? 0);
    expect(ask(applyEdits(net, edits)).verdict).toBe("reachable");
    for (const spared of edits) {
      const rest = edits.filter((each) => each !== spared);
      expect(ask(patched(net, rest)).verdict).not.toBe("reachable");
    }
  }
}

describe("a repair on a random network", () => {
  it("makes the answer reachable and has no edit to spare", () => {
    fc.assert(
      fc.property(randomDocument(), picks, (doc, all) => {
        const net = unwrap(importAws([{ file: "aws.json", json: JSON.parse(JSON.stringify(doc)) }])).network;
        for (const each of askAll(net, all)) expectRepairs(net, each);
      }),
      { numRuns: 25 },
    );
  });

  it("is a smallest one: no smaller set of the edits that blockers suggest does it", () => {
    fc.assert(
      fc.property(randomDocument(), picks, (doc, all) => {
        const net = unwrap(importAws([{ file: "aws.json", json: JSON.parse(JSON.stringify(doc)) }])).network;
        for (const { ask, verdict } of askAll(net, all)) {
          const found = repair(net, verdict).repairs[0]?.edits.length ?? 4;
          const edits = suggested(net, verdict);
          if (edits.length > 14) continue;
          for (let size = 0; size < Math.min(found, 4); size++) {
            for (const some of subsets(edits, size)) {
              expect([some, ask(patched(net, renumbered(some))).verdict]).not.toEqual([some, "reachable"]);
            }
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it("changes what editNetwork would change, and no more", () => {
    fc.assert(
      fc.property(randomDocument(), picks, (doc, all) => {
        const net = unwrap(importAws([{ file: "aws.json", json: JSON.parse(JSON.stringify(doc)) }])).network;
        for (const { verdict } of askAll(net, all)) {
          for (const edit of suggested(net, verdict).slice(0, 5)) {
            expect(applyEdits(net, [edit])).toEqual(patched(net, [edit]));
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});

const layouts: fc.Arbitrary<PageLayout> = fc.record({
  scheme: fc.constantFrom("internet-facing", "internal"),
  instanceSubnets: fc.constantFrom("private", "public"),
  listeners: fc.constantFrom([[80, 8080]], [[443, 443]]) as fc.Arbitrary<PageLayout["listeners"]>,
  healthPort: fc.constantFrom(9000, 81),
  zones: fc.array(fc.record({ balancer: fc.constantFrom(0, 1), instances: fc.constantFrom(0, 1) }), {
    minLength: 1,
    maxLength: 2,
  }),
});

interface Broken {
  readonly net: Network;
  readonly faults: number;
  readonly layout: PageLayout;
}

/** An entry of the instances for everybody stands for one for each block of the VPC. */
function weightOf(layout: PageLayout, row: Row | undefined): number {
  return row?.of === "instance-acl" && row.block === "0.0.0.0/0" ? vpcBlocksOf(layout).length : 1;
}

/** The page's network with some rows of its tables left out and perhaps without its routes to the internet. */
const broken: fc.Arbitrary<Broken> = layouts.chain((layout) => {
  const rows = recommendedRows(layout);
  return fc
    .tuple(
      fc.subarray(
        rows.map((_, at) => at),
        { minLength: 1, maxLength: 3 },
      ),
      fc.boolean(),
    )
    .map(([gone, isCutOff]) => {
      const left: readonly Row[] = rows.filter((_, at) => !gone.includes(at));
      const whole = network(classicPage(layout, left));
      const cut = isCutOff && layout.scheme === "internet-facing";
      const net = cut
        ? editNetwork(whole, (draft) => {
            const table = draft.routeTables["rtb-public"];
            if (table) table.routes = table.routes.filter((each) => each.destination !== "0.0.0.0/0");
          })
        : whole;
      const faults = gone.reduce((sum, at) => sum + weightOf(layout, rows[at]), cut ? 1 : 0);
      return { net, faults, layout };
    });
});

describe("a repair of the page's load balancer with random faults", () => {
  it("makes the listener reachable, has no edit to spare and is no larger than what was broken", () => {
    fc.assert(
      fc.property(broken, ({ net, faults, layout }) => {
        const from = layout.scheme === "internal" ? "client" : "internet";
        const ask = (other: Network): AnyVerdict =>
          checkListener(other, { loadBalancer: "web", port: layout.listeners[0]?.[0] ?? 80, from });
        const verdict = ask(net);
        expectRepairs(net, { ask, verdict });
        const [first] = repair(net, verdict).repairs;
        expect(first?.edits.length).toBeLessThanOrEqual(faults);
      }),
      { numRuns: 40 },
    );
  });

  it("brings every instance into service, where health is asked about", () => {
    fc.assert(
      fc.property(broken, ({ net, faults }) => {
        const ask = (other: Network): AnyVerdict => checkHealth(other, { loadBalancer: "web" });
        const verdict = ask(net);
        expectRepairs(net, { ask, verdict });
        const [first] = repair(net, verdict).repairs;
        expect(first?.edits.length).toBeLessThanOrEqual(faults);
      }),
      { numRuns: 40 },
    );
  });
});
