import { type Network, network } from "@netsim/core";
import fc from "fast-check";
import { checkLeg, type Leg } from "netsim";
import { describe, expect, it } from "vitest";
import { classicPage, type PageLayout, type Row, recommendedRows } from "../support/classic-page.ts";

const port = fc.oneof(fc.constantFrom(1, 80, 443, 1023, 1024, 8080, 9000, 65535), fc.integer({ min: 1, max: 65535 }));
const block = fc.constantFrom<0 | 1>(0, 1);

const layout: fc.Arbitrary<PageLayout> = fc.record({
  scheme: fc.constantFrom("internet-facing", "internal"),
  instanceSubnets: fc.constantFrom("private", "public"),
  listeners: fc.uniqueArray(fc.tuple(port, port), { minLength: 1, maxLength: 2, selector: ([listener]) => listener }),
  healthPort: port,
  zones: fc.array(fc.record({ balancer: block, instances: block }), { minLength: 1, maxLength: 2 }),
});

/** Every leg of the load balancer, for every node, listener and instance; the client is whom the tables are for. */
function allLegs(net: Network, { scheme, listeners }: PageLayout): readonly Leg[] {
  const from = scheme === "internal" ? "client" : "internet";
  return [
    ...listeners.flatMap(
      ([listener]) => checkLeg(net, { leg: "client", loadBalancer: "web", port: listener, from }).legs,
    ),
    ...listeners.flatMap(([listener]) => checkLeg(net, { leg: "target", loadBalancer: "web", port: listener }).legs),
    ...checkLeg(net, { leg: "health", loadBalancer: "web" }).legs,
  ];
}

/** `client: ... -> web@lb-0:80`, `target: web@lb-0 -> i-1:8080`, `health: web@lb-0 -> i-1:9000` */
function readName(name: string): { kind: string; node: number; instance: number; port: number } {
  const [, kind = "", node = "", instance = "-1", digits = ""] =
    /^(client): .* -> web@lb-(\d)():(\d+)$/.exec(name) ?? /^(\w+): web@lb-(\d) -> i-(\d):(\d+)$/.exec(name) ?? [];
  return { kind, node: Number(node), instance: instance === "" ? -1 : Number(instance), port: Number(digits) };
}

/** Whether a row of the page's tables is there for a leg. */
function serves(row: Row, leg: ReturnType<typeof readName>, page: PageLayout): boolean {
  const nodeBlock = `10.${page.zones[leg.node]?.balancer}.0.0/16`;
  const instanceBlock = `10.${page.zones[leg.instance]?.instances}.0.0/16`;
  const covers = (address: string): boolean =>
    row.block === undefined || row.block === "0.0.0.0/0" || row.block === address;
  switch (row.purpose) {
    case "listener":
      // Inside the VPC the client of these tests has an address of the primary block.
      return leg.kind === "client" && row.port === leg.port && covers("10.0.0.0/16");
    case "client-reply":
      return leg.kind === "client" && covers("10.0.0.0/16");
    case "instance":
    case "health":
      if (leg.kind !== (row.purpose === "instance" ? "target" : "health") || row.port !== leg.port) return false;
      return covers(row.of === "balancer-acl" ? instanceBlock : nodeBlock);
    case "backend-reply":
      return leg.kind !== "client" && covers(row.of === "balancer-acl" ? instanceBlock : nodeBlock);
  }
}

/**
 * The exceptions, all of them: a row is not needed where another one covers its packets.
 *  1. Two rows of one table and direction name the same port (two listeners with one instance port, or an instance
 *     port that is the health-check port) and blocks of which one covers the other.
 *  2. The load balancer's ACL lets replies out to clients on 1024-65535, which covers instance and health-check ports
 *     from 1024 on.
 *  3. An internal load balancer's ACL lets replies of instances in on 1024-65535, which covers listener ports from 1024 on.
 */
function isCovered(row: Row, rows: readonly Row[]): boolean {
  const covers = (other: Row): boolean =>
    other.block === undefined || other.block === "0.0.0.0/0" || other.block === row.block;
  return rows.some((other) => {
    if (other === row || other.of !== row.of || other.direction !== row.direction || !covers(other)) return false;
    if (row.port === undefined) return false;
    const samePort = other.port === row.port;
    const isHighReply = other.port === undefined && row.port >= 1024;
    return samePort || isHighReply;
  });
}

describe("the tables of the Classic Load Balancer page are exactly right", () => {
  it("with the recommended rules every leg is reachable", () => {
    fc.assert(
      fc.property(layout, (page) => {
        const failing = allLegs(network(classicPage(page)), page).filter((leg) => leg.verdict !== "reachable");
        expect(failing.map((leg) => leg.name)).toEqual([]);
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
        const legs = allLegs(network(classicPage(page, left)), page);
        const broken = legs.filter((leg) => leg.verdict !== "reachable").map((leg) => leg.name);
        const expected = isCovered(row, rows)
          ? []
          : legs.filter((leg) => serves(row, readName(leg.name), page)).map((leg) => leg.name);
        expect(broken).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it("says which rule: the blocker of a broken leg is the filter that the rule was taken from", () => {
    const component = {
      "balancer-group": "sg-lb",
      "instance-group": "sg-app",
      "balancer-acl": "acl-lb",
      "instance-acl": "acl-app",
    };
    fc.assert(
      fc.property(layout, fc.nat(), (page, pick) => {
        const rows = recommendedRows(page);
        const row = rows[pick % rows.length] as Row;
        const net = network(
          classicPage(
            page,
            rows.filter((each) => each !== row),
          ),
        );
        const leg =
          row.purpose === "listener" || row.purpose === "client-reply"
            ? "client"
            : row.purpose === "health"
              ? "health"
              : "target";
        const [listener] = page.listeners;
        const verdict = checkLeg(net, {
          leg,
          loadBalancer: "web",
          ...(leg === "health"
            ? {}
            : { port: row.purpose === "listener" ? row.port : portOf(page, row, listener?.[0]) }),
          ...(leg === "client" ? { from: page.scheme === "internal" ? "client" : "internet" } : {}),
        });
        for (const blocker of verdict.blockers) {
          expect(blocker).toMatchObject({ component: component[row.of], direction: row.direction });
          expect(blocker.phase).toBe(row.purpose.endsWith("reply") ? "reply" : "forward");
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** The listener whose instance port the row is about. */
function portOf(page: PageLayout, row: Row, first: number | undefined): number | undefined {
  return page.listeners.find(([, instancePort]) => instancePort === row.port)?.[0] ?? first;
}
