/** The laws of recommended rules, for both kinds of load balancer that forward to target groups. */
import { type Network, network } from "@netsim/core";
import fc from "fast-check";
import { checkHealth, checkLeg, checkListener, type Leg } from "netsim";
import { expect, it } from "vitest";
import {
  type ForwardingLayout,
  forwardingPage,
  isCovered,
  type LegAt,
  type Row,
  recommendedRows,
  serves,
} from "../support/forwarding-page.ts";

const port = fc.oneof(fc.constantFrom(1, 80, 443, 1023, 1024, 8080, 9000, 65535), fc.integer({ min: 1, max: 65535 }));
const block = fc.constantFrom<0 | 1>(0, 1);

export function layouts(
  kinds: readonly Pick<ForwardingLayout, "type" | "hasGroups" | "keepsClients">[],
): fc.Arbitrary<ForwardingLayout> {
  return fc
    .record({
      kind: fc.constantFrom(...kinds),
      scheme: fc.constantFrom<"internet-facing" | "internal">("internet-facing", "internal"),
      listeners: fc.uniqueArray(fc.tuple(port, port), { minLength: 1, maxLength: 2, selector: ([first]) => first }),
      healthPort: port,
      zones: fc.array(fc.record({ balancer: block, targets: block }), { minLength: 1, maxLength: 2 }),
    })
    .map(({ kind, ...layout }) => ({ ...kind, ...layout }));
}

interface Found {
  readonly leg: Leg;
  readonly at: LegAt;
}

/** Every leg of the load balancer, for every node, listener and target; the client is whom the tables are for. */
function allLegs(net: Network, layout: ForwardingLayout): readonly Found[] {
  const from = clientOf(layout);
  const frame = { loadBalancer: "web" } as const;
  return [
    ...layout.listeners.flatMap(([listener]) =>
      checkLeg(net, { ...frame, leg: "client", port: listener, from }).legs.map((leg) => found(leg, listener)),
    ),
    ...layout.listeners.flatMap(([listener, target]) =>
      checkLeg(net, {
        ...frame,
        leg: "target",
        port: listener,
        ...(layout.keepsClients ? { from } : {}),
      }).legs.map((leg) => found(leg, target)),
    ),
    ...checkLeg(net, { ...frame, leg: "health" }).legs.map((leg) => found(leg, layout.healthPort)),
  ];
}

function clientOf({ scheme }: ForwardingLayout): string {
  return scheme === "internal" ? "client" : "0.0.0.0/0";
}

function found(leg: Leg, port: number): Found {
  const [, nodeZone = "0"] = /web@lb-(\d)/.exec(leg.name) ?? [];
  const [, targetZone = "0"] = /-> i-(\d)/.exec(leg.name) ?? [];
  const kind = leg.kind === "connection" ? "client" : leg.kind;
  return { leg, at: { kind, port, nodeZone: Number(nodeZone), targetZone: Number(targetZone) } };
}

const names = (legs: readonly Found[]): string[] => legs.map(({ leg }) => leg.name).sort();

/** @param kinds the load balancers that the laws are held for. */
export function recommendedRulesLaws(
  kinds: readonly Pick<ForwardingLayout, "type" | "hasGroups" | "keepsClients">[],
): void {
  const layout = layouts(kinds);

  it("with the recommended rules every leg is reachable, every target healthy, and everybody served", () => {
    fc.assert(
      fc.property(layout, (page) => {
        const net = network(forwardingPage(page));
        const failing = allLegs(net, page).filter(({ leg }) => leg.verdict !== "reachable");
        expect(names(failing)).toEqual([]);
        const health = checkHealth(net, { loadBalancer: "web" });
        expect(Object.values(health.states).every((each) => each.state === "healthy")).toBe(true);
        for (const [listener] of page.listeners) {
          const verdict = checkListener(net, { loadBalancer: "web", port: listener, from: clientOf(page) });
          expect(verdict).toMatchObject({ verdict: "reachable", service: "serving" });
          expect(verdict.zones.every((zone) => zone.isInDns)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("without one of the rules exactly the legs it serves break, unless another rule covers the same packets", () => {
    fc.assert(
      fc.property(layout, fc.nat(), (page, pick) => {
        const rows = recommendedRows(page);
        const row = rows[pick % rows.length] as Row;
        const left = rows.filter((each) => each !== row);
        const legs = allLegs(network(forwardingPage(page, left)), page);
        const broken = legs.filter(({ leg }) => leg.verdict !== "reachable");
        const expected = isCovered(row, rows) ? [] : legs.filter(({ at }) => serves(row, at, page));
        expect(names(broken), JSON.stringify(row)).toEqual(names(expected));
      }),
      { numRuns: 200 },
    );
  });

  it("says which rule: what blocks a broken leg is the filter that the rule was taken from", () => {
    const component = {
      "balancer-group": "sg-lb",
      "target-group": "sg-app",
      "balancer-acl": "acl-lb",
      "target-acl": "acl-app",
    };
    fc.assert(
      fc.property(layout, fc.nat(), (page, pick) => {
        const rows = recommendedRows(page);
        const row = rows[pick % rows.length] as Row;
        const net = network(
          forwardingPage(
            page,
            rows.filter((each) => each !== row),
          ),
        );
        const [listener = 0] = page.listeners[0] ?? [];
        const { blockers } = checkListener(net, { loadBalancer: "web", port: listener, from: clientOf(page) });
        const filters = blockers.filter((each) => each.kind === "security-group" || each.kind === "network-acl");
        for (const blocker of filters) {
          expect(blocker).toMatchObject({ component: component[row.of], direction: row.direction });
          expect(blocker.phase).toBe(row.purpose.endsWith("reply") ? "reply" : "forward");
        }
      }),
      { numRuns: 100 },
    );
  });
}
