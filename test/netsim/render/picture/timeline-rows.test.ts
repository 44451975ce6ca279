import fc from "fast-check";
import { clientsAt, editNetwork, type HealthEvent, network, simulateHealth, statesAt } from "netsim";
import { describe, expect, it } from "vitest";
import { type Band, rowsOf } from "../../../../packages/netsim/src/render/picture/timeline-rows.ts";
import { classicPage } from "../../cli/network.ts";

const page = network(classicPage);
const registered = [["i-0a1", "i-0b2"], ["i-0a1"], ["i-0b2"], []] as const;

const event: fc.Arbitrary<HealthEvent> = fc
  .record({ at: fc.integer({ min: 1, max: 590 }), kind: fc.nat(4) })
  .map(({ at, kind }) => ({
    at,
    name: String(kind),
    edit: (draft) => {
      const { web } = draft.classicLoadBalancers;
      const group = draft.securityGroups["sg-app"];
      if (kind < registered.length && web) web.instances = [...(registered[kind] ?? [])];
      else if (group) group.ingress = group.ingress.filter((each) => each.fromPort !== 9000);
    },
  }));

function at(bands: readonly Band[], time: number): Band | undefined {
  return bands.findLast((each) => each.from <= time);
}

describe("rows of a timeline", () => {
  it("have at every second the state and the service of that second", () => {
    const slow = editNetwork(page, (draft) => {
      const { web } = draft.classicLoadBalancers;
      if (web) web.connectionDraining = 60;
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 4 }), fc.array(fc.integer({ min: 0, max: 599 })), (events, times) => {
        const timeline = simulateHealth(slow, { loadBalancer: "web", until: 600, events });
        const rows = rowsOf(timeline);
        for (const { bands } of rows) {
          expect(bands[0]?.from).toBe(0);
          expect(bands.at(-1)?.to).toBe(600);
          bands.slice(1).forEach((band, before) => void expect(band.from).toBe(bands[before]?.to));
        }
        for (const time of [...times, ...events.map((each) => each.at)]) {
          const states = statesAt(timeline, time);
          for (const { name, bands } of rows.filter((each) => each.kind === "target"))
            expect(at(bands, time)?.text).toBe(states[name]?.state ?? null);
          const services = clientsAt(timeline, time).map((each) => each.service);
          const clients = rows.filter((each) => each.kind === "clients");
          expect(clients.map(({ bands }) => at(bands, time)?.text)).toEqual(services);
        }
      }),
    );
  });
});
