/**
 * What AWS says about route tables, as properties of random routes.
 * "Configure route tables", section "Route priority" https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 * "Route tables and AWS Site-to-Site VPN route priority" https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-route-priority.html
 */
import {
  ALL_PACKETS,
  type Case,
  type Cidr,
  cidr,
  type IpAddress,
  network,
  type Packet,
  type PacketSet,
  packetSet,
  packetsHave,
  prefixLength,
  type Route,
  type RouteAction,
  type RouteInput,
  type RouteTable,
  routeRules,
  routeTargetId,
  split,
} from "@netsim/core";
import fc from "fast-check";
import { arbBlock, arbFamily, arbRoutes } from "netsim/arbitraries";
import { describe, expect, it, vi } from "vitest";
import { addressNear, inBlock, packet, packetOf, shuffled } from "../support/arbitraries.ts";

// Many random cases: a loaded machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const LOCAL = ["10.0.0.0/16", "2001:db8::/32"];
const LISTS: Readonly<Record<string, readonly string[]>> = {
  "pl-4": ["203.0.113.0/28", "10.0.1.0/24", "128.0.0.0/1"],
  "pl-6": ["2001:db8::/33", "fe80::/10", "::/0"],
};

interface RawRoute extends RouteInput {
  readonly target: string;
}

/** Each with a target of its own, so that what is taken tells which route it was. */
const anyRoutes: fc.Arbitrary<RawRoute[]> = arbRoutes({
  targets: ["tgw-1"],
  propagatedTargets: ["vgw-1"],
  blocks: fc.oneof(arbBlock(), fc.constantFrom(...LOCAL.map(cidr))),
  prefixLists: Object.keys(LISTS),
})
  .chain(shuffled)
  .map((all) => all.map((each, at): RawRoute => ({ ...each, target: each.propagated ? `vgw-${at}` : `tgw-${at}` })));

function casesOf(list: readonly RawRoute[], asked: PacketSet = ALL_PACKETS): readonly Case<RouteAction>[] {
  const made = network({
    vpcs: { v: { cidr: LOCAL } },
    prefixLists: Object.fromEntries(Object.entries(LISTS).map(([id, entries]) => [id, { entries }])),
    routeTables: { r: { vpcId: "v", routes: list } },
  });
  return split(routeRules(made, made.routeTables.r as RouteTable), { packets: asked, source: null, destination: null });
}

function routeOf(each: Case<RouteAction> | undefined): Route | undefined {
  return each?.rule?.ref.kind === "route" ? each.rule.ref.route : undefined;
}

/** Which target each packet of a case goes to, whatever the number of the route in its table. */
function byTarget(cases: readonly Case<RouteAction>[]): [string, string, PacketSet][] {
  return cases
    .map((each): [string, string, PacketSet] => {
      const route = routeOf(each);
      return [route ? routeTargetId(route.target) : "", each.action, each.packets];
    })
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** An independent reading of AWS's words: the target of the winning route, "" for none. */
function plainlyTakes(list: readonly RawRoute[], destination: IpAddress): string {
  const isStated = (local: string): boolean => list.some((each) => !each.propagated && each.destination === local);
  const implied: RawRoute[] = LOCAL.filter((each) => !isStated(each)).map((each) => ({
    destination: each,
    target: "local",
  }));
  let winner: { target: string; length: number; rank: number } | undefined;
  const isLocal = implied.some((each) => inBlock(destination, each.destination));
  for (const route of [...implied, ...list]) {
    // What is local, a learned route does not take.
    if (route.propagated && isLocal) continue;
    for (const within of LISTS[route.destination] ?? [route.destination]) {
      if (!inBlock(destination, within)) continue;
      const length = Number(within.split("/")[1]);
      const rank = route.propagated ? 2 : route.destination.startsWith("pl-") ? 1 : 0;
      if (!winner || length > winner.length || (length === winner.length && rank < winner.rank)) {
        winner = { target: route.target, length, rank };
      }
    }
  }
  return winner?.target ?? "";
}

const blocksOf = (list: readonly RawRoute[]): Cidr[] =>
  [...LOCAL, ...list.flatMap((each) => LISTS[each.destination] ?? [each.destination])].map(cidr);

function packetNear(list: readonly RawRoute[]): fc.Arbitrary<Packet> {
  return arbFamily().chain((of) =>
    fc.tuple(packetOf(of), addressNear(blocksOf(list), of)).map(([p, destination]) => ({ ...p, destination })),
  );
}

describe("route tables", () => {
  it("send each packet where a plain reading sends it", () => {
    fc.assert(
      fc.property(
        anyRoutes.chain((list) =>
          fc.tuple(fc.constant(list), fc.array(packetNear(list), { minLength: 12, maxLength: 12 })),
        ),
        ([list, some]) => {
          const cases = casesOf(list);
          for (const p of some) {
            const found = cases.filter((each) => packetsHave(each.packets, p));
            expect(found).toHaveLength(1);
            const route = routeOf(found[0]);
            expect(route ? routeTargetId(route.target) : "").toBe(plainlyTakes(list, p.destination));
            expect(found[0]?.action).toBe(route ? "route" : "none");
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  it("do not depend on the order in which routes are listed", () => {
    fc.assert(
      fc.property(
        anyRoutes.chain((list) => fc.tuple(fc.constant(list), shuffled(list))),
        ([list, other]) => {
          expect(byTarget(casesOf(other))).toEqual(byTarget(casesOf(list)));
        },
      ),
    );
  });

  it("prefer the longest prefix: a more specific static route takes exactly its own packets", () => {
    fc.assert(
      fc.property(anyRoutes, arbBlock(), packet, (list, destination, p) => {
        const taken = list.some((each) => each.destination === destination) || LOCAL.includes(destination);
        const isLongest = blocksOf(list).every((each) => prefixLength(each) < prefixLength(destination));
        if (taken || !isLongest) return;
        const cases = casesOf([...list, { destination, target: "tgw-new" }]);
        const goesThere = cases.some((each) => packetsHave(each.packets, p) && routeTargetIdOf(each) === "tgw-new");
        expect(goesThere).toBe(inBlock(p.destination, destination));
      }),
      { numRuns: 300 },
    );
  });

  it("with a blackhole drop what it takes: nothing falls through to a less specific route", () => {
    fc.assert(
      fc.property(anyRoutes, (list) => {
        const dead = list.map((each): RawRoute => ({ ...each, state: "blackhole" }));
        expect(byTarget(casesOf(dead))).toEqual(byTarget(casesOf(list)));
        for (const each of casesOf(dead)) {
          const route = routeOf(each);
          if (route && route.target.type !== "local") expect(route.state).toBe("blackhole");
        }
      }),
    );
  });

  it("are not changed by a propagated route for a block that has a static one", () => {
    fc.assert(
      fc.property(anyRoutes, (list) => {
        const [fixed] = list.filter((each) => !each.propagated && !each.destination.startsWith("pl-"));
        if (!fixed) return;
        const more = [{ destination: fixed.destination, target: "vgw-more", propagated: true }, ...list];
        expect(byTarget(casesOf(more))).toEqual(byTarget(casesOf(list)));
      }),
    );
  });

  it("never give what is local to a propagated route", () => {
    fc.assert(
      fc.property(anyRoutes, arbBlock(), packet, (list, destination, p) => {
        const isLocal = LOCAL.some(
          (local) =>
            inBlock(p.destination, local) && !list.some((each) => !each.propagated && each.destination === local),
        );
        if (!isLocal) return;
        const cases = casesOf([...list, { destination, target: "vgw-more", propagated: true }]);
        const [found] = cases.filter((each) => packetsHave(each.packets, p));
        expect(routeOf(found)?.propagated).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it("treat IPv4 and IPv6 apart: routes of one family change nothing in the other", () => {
    fc.assert(
      fc.property(
        anyRoutes,
        fc.uniqueArray(arbBlock({ family: "ipv6" }), { maxLength: 3 }),
        packetOf("ipv4"),
        (list, more, p) => {
          const known = new Set(list.map((each) => each.destination));
          const added = more
            .filter((each) => !known.has(each) && !LOCAL.includes(each))
            .map((destination): RawRoute => ({ destination, target: "tgw-new" }));
          const target = (of: readonly RawRoute[]): unknown => casesOf(of, packetSet([p])).map(routeTargetIdOf);
          expect(target([...list, ...added])).toEqual(target(list));
        },
      ),
    );
  });

  it("heed the destination and nothing else", () => {
    fc.assert(
      fc.property(anyRoutes, packet, packet, (list, p, q) => {
        if (p.source.includes(":") !== q.source.includes(":")) return;
        const moved = { ...q, destination: p.destination };
        expect(casesOf(list, packetSet([moved])).map(routeTargetIdOf)).toEqual(
          casesOf(list, packetSet([p])).map(routeTargetIdOf),
        );
      }),
    );
  });

  it("read a prefix list as a route for each of its entries", () => {
    const unlisted = anyRoutes.map((list) => list.filter((each) => !each.destination.startsWith("pl-")));
    fc.assert(
      fc.property(unlisted, fc.constantFrom(...Object.keys(LISTS)), packet, (list, id, p) => {
        const entries = (LISTS[id] ?? []).filter((entry) => !list.some((each) => each.destination === entry));
        const others = (LISTS[id] ?? []).length - entries.length;
        if (others > 0) return;
        const listed = casesOf([...list, { destination: id, target: "tgw-new" }], packetSet([p]));
        const written = casesOf(
          [...list, ...entries.map((destination) => ({ destination, target: "tgw-new" }))],
          packetSet([p]),
        );
        expect(listed.map(routeTargetIdOf)).toEqual(written.map(routeTargetIdOf));
      }),
      { numRuns: 300 },
    );
  });
});

function routeTargetIdOf(each: Case<RouteAction>): string {
  const route = routeOf(each);
  return route ? routeTargetId(route.target) : "";
}
