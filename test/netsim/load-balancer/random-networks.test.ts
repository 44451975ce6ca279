/** What every answer about a Classic Load Balancer promises, on random networks. */
import { createNetwork, type Network, unwrap } from "@netsim/core";
import fc from "fast-check";
import { checkConnection, checkHealth, checkLeg, checkListener, type Verdict } from "netsim";
import { describe, expect, it } from "vitest";
import { classicNetwork } from "../../support/random-networks.ts";

type Ask = readonly [name: string, ask: (net: Network) => Verdict];

/** Every question about every load balancer. */
function asksOf(net: Network): readonly Ask[] {
  return Object.values(net.classicLoadBalancers).flatMap(({ id, listeners }): Ask[] => {
    const port = listeners[0]?.loadBalancerPort ?? 80;
    const frame = { loadBalancer: id, port } as const;
    return [
      ["health", (less) => checkHealth(less, { loadBalancer: id })],
      ["listener", (less) => checkListener(less, { ...frame, from: "203.0.113.10" })],
      ["client leg", (less) => checkLeg(less, { ...frame, leg: "client", from: "internet" })],
      ["target leg", (less) => checkLeg(less, { ...frame, leg: "target" })],
      ["health leg", (less) => checkLeg(less, { loadBalancer: id, leg: "health" })],
      ["connection", (less) => checkConnection(less, { from: "203.0.113.10", to: id, port })],
    ];
  });
}

describe("an answer about a random load balancer", () => {
  it("says why it is what it is", () => {
    fc.assert(
      fc.property(classicNetwork(), (net) => {
        for (const [name, ask] of asksOf(net)) {
          const { verdict, blockers, unknowns, legs } = ask(net);
          if (verdict === "unreachable" || verdict === "partial")
            expect([name, blockers.length > 0]).toEqual([name, true]);
          if (verdict === "unknown") expect([name, unknowns.length > 0]).toEqual([name, true]);
          // A listener is served although an instance that gets no requests is out of service.
          if (verdict === "reachable" && name !== "listener") expect([name, blockers]).toEqual([name, []]);
          expect(new Set(legs.map((leg) => leg.name)).size).toBe(legs.length);
        }
      }),
      { numRuns: 120 },
    );
  });
});

const COLLECTIONS = [
  "routeTables",
  "networkAcls",
  "securityGroups",
  "internetGateways",
  "instances",
  "subnets",
] as const;

/** The network without one of its records, and in a subnet without its interfaces, all of them listed as missing. */
function without(net: Network, collection: (typeof COLLECTIONS)[number], id: string): Network {
  const { [id]: gone, ...rest } = net[collection] as Readonly<Record<string, { vpcId?: string }>>;
  const inside = Object.values(net.networkInterfaces).filter((eni) => collection === "subnets" && eni.subnetId === id);
  const kept = Object.values(net.networkInterfaces).filter((eni) => !inside.includes(eni));
  const reason = "not-described";
  return unwrap(
    createNetwork({
      ...net,
      networkInterfaces: Object.fromEntries(kept.map((eni) => [eni.id, eni])),
      [collection]: rest,
      missing: [
        ...net.missing,
        { collection, id, reason },
        ...(gone?.vpcId && collection !== "subnets" ? [{ collection, vpcId: gone.vpcId, reason }] : []),
        ...inside.map((eni) => ({ collection: "networkInterfaces", id: eni.id, reason })),
      ],
    }),
  );
}

describe("an answer about a load balancer with a record left out", () => {
  it("is the answer about the whole network, or unknown", () => {
    fc.assert(
      fc.property(classicNetwork(), fc.nat(), fc.nat(), (net, which, pick) => {
        const collection = COLLECTIONS[which % COLLECTIONS.length] ?? "networkAcls";
        const ids = Object.keys(net[collection]);
        const id = ids[pick % Math.max(1, ids.length)];
        if (id === undefined) return;
        const less = without(net, collection, id);
        for (const [name, ask] of asksOf(net)) {
          const { verdict } = ask(less);
          if (verdict !== "unknown")
            expect([name, collection, id, verdict]).toEqual([name, collection, id, ask(net).verdict]);
        }
      }),
      { numRuns: 200 },
    );
  });
});
