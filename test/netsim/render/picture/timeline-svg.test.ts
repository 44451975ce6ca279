import { editNetwork, type HealthEvent, network, simulateHealth } from "netsim";
import { renderTimelineSvg } from "netsim/render";
import { describe, expect, it } from "vitest";
import { ticksOf } from "../../../../packages/netsim/src/render/picture/timeline-svg.ts";
import { HOSTILE } from "../../../support/hostile.ts";
import { SHOP_TIMELINE } from "../../../support/picture-cases.ts";
import { checkSvg, elementsOf, textsOf, wordsOf } from "../../../support/svg.ts";
import { classicPage } from "../../cli/network.ts";

describe("renderTimelineSvg", () => {
  it("draws the timeline of the shop as it was looked at", async () => {
    await expect(renderTimelineSvg(SHOP_TIMELINE(), { theme: "light" })).toMatchFileSnapshot("golden/timeline.svg");
  });

  it("is well-formed and inert, and says in words what happens when", () => {
    for (const theme of ["light", "dark", "auto"] as const) {
      const { title, description } = wordsOf(checkSvg(renderTimelineSvg(SHOP_TIMELINE(), { theme })));
      expect(title).toBe("health of web, 0:00 to 10:00: not serving all the time");
      expect(description).toContain("1:00: the health check's rule goes.");
      expect(description).toMatch(/i-app: InService from 0:00, OutOfService from \d:\d\d/);
      expect(description).toMatch(/clients of HTTP:80: serving from 0:00, down from \d:\d\d/);
    }
  });

  it("has a row for targets that fare alike, and escapes names of events", () => {
    const ids = Array.from({ length: 30 }, (_, at) => `i-${at}`);
    const fleet = editNetwork(network(classicPage), (draft) => {
      const { web } = draft.classicLoadBalancers;
      if (web) web.instances = [];
    });
    const crowd = network({
      ...fleet,
      instances: Object.fromEntries(
        ids.map((id, at) => [
          id,
          { subnetId: "subnet-app", privateIpAddress: `10.0.1.${20 + at}`, groups: ["sg-app"] },
        ]),
      ),
      networkInterfaces: {},
      classicLoadBalancers: { web: { ...fleet.classicLoadBalancers.web, instances: ids } } as never,
    });
    const events = HOSTILE.map((name, at): HealthEvent => ({ at: at + 1, name, edit: () => undefined }));
    const root = checkSvg(renderTimelineSvg(simulateHealth(crowd, { loadBalancer: "web", until: 60, events })));
    expect(textsOf(root)).toContain("i-0 and 29 like it");
    expect(wordsOf(root).description).toContain(`Not drawn: ${HOSTILE.length - 12} events.`);
  });

  it("tells bands apart by signs and patterns, and not by colours only", () => {
    const groups = elementsOf(checkSvg(renderTimelineSvg(SHOP_TIMELINE())))
      .filter((each) => each.tagName === "g")
      .map((each) => elementsOf(each));
    const down = groups.find((inner) => inner[0]?.textContent?.startsWith("OutOfService") && inner.length < 9);
    // A rectangle and its stripes; its cross and its words are above all rows.
    expect(down?.map((each) => each.tagName)).toEqual(["title", "rect", "path"]);
    const words = groups.find((inner) =>
      inner.some((each) => each.textContent === "OutOfService" && each.tagName === "text"),
    );
    expect(words?.filter((each) => each.tagName === "path").length).toBeGreaterThanOrEqual(3);
  });

  it("has few ticks at whole times, whatever the length", () => {
    for (const until of [0, 1, 7, 59, 60, 95, 600, 1800, 3600, 5000, 86400, 1_000_000, 31_536_000]) {
      const ticks = ticksOf(until);
      expect(ticks.length).toBeLessThanOrEqual(9);
      expect(ticks.length).toBeGreaterThanOrEqual(until >= 4 ? 4 : 1);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBeLessThanOrEqual(until);
    }
  });
});
