import fc from "fast-check";
import { checkConnection, checkHealth, checkListener, explain, type Network, network } from "netsim";
import { type AnyVerdict, renderMarkdown, renderMermaid, renderSvg } from "netsim/render";
import { describe, expect, it } from "vitest";
import { planOf } from "../../../../packages/netsim/src/render/picture/compose.ts";
import { randomDocument } from "../../../support/aws-random.ts";
import { application, applicationGroup } from "../../../support/forwarding-networks.ts";
import { loadAws } from "../../../support/load-aws.ts";
import { checkMermaid } from "../../../support/mermaid.ts";
import { PICTURE_CASES } from "../../../support/picture-cases.ts";
import { boxesOf } from "../../../support/random-plans.ts";
import { checkSvg } from "../../../support/svg.ts";

const TONES = { reachable: "pass", partial: "partial", unreachable: "block", unknown: "unknown" } as const;

/** Whatever is asked, what the picture says is what the verdict says. */
function checkFaithful(of: Network, verdict: AnyVerdict): void {
  const plan = planOf(of, verdict);
  const isCut = plan.notes.some((each) => each.startsWith("Not drawn"));
  const ids = new Set(boxesOf(plan).map((each) => each.id));
  for (const { legs, tone, trips } of plan.ways) {
    for (const name of legs) {
      const leg = verdict.legs.find((each) => each.name === name);
      expect(leg && TONES[leg.verdict]).toBe(tone);
      if (leg?.verdict === "reachable") for (const trip of Object.values(trips)) expect(trip.tone).toBe("pass");
      if (leg?.verdict !== "reachable") expect(Object.values(trips).some((trip) => trip.tone !== "pass")).toBe(true);
      // The way of every leg begins somewhere, and is of one piece.
      const [[start = ""] = []] = trips.forward?.steps ?? [];
      const reached = new Set([start]);
      for (const [from, to] of trips.forward?.steps ?? []) if (reached.has(from)) reached.add(to);
      expect(reached).toEqual(new Set(trips.forward?.steps.flat()));
    }
    for (const trip of Object.values(trips)) for (const id of trip.steps.flat()) expect(ids.has(id)).toBe(true);
  }
  if (!isCut) {
    expect(plan.ways.flatMap((each) => each.legs).sort()).toEqual(verdict.legs.map((each) => each.name).sort());
  }
  // What blocks has a mark on its leg, with the number of its cause.
  const { causes } = explain(verdict);
  for (const { leg, phase, hop } of causes.flatMap((each) => each.places)) {
    const way = plan.ways.find((each) => each.legs.includes(leg));
    if (hop === undefined || !way) continue;
    const isReplyLeft = phase === "reply" && !way.trips.reply;
    expect(isReplyLeft || (way.trips[phase]?.troubles.length ?? 0) > 0).toBe(true);
    expect(isReplyLeft).toBe(false);
  }
  for (const { followsFrom, places } of causes) {
    const isShown = followsFrom.length === 0 || places.some((each) => each.hop !== undefined);
    if (isShown) expect(plan.reasons.length).toBeGreaterThan(0);
  }
}

describe("a picture says what the verdict says", () => {
  it.each(Object.entries(PICTURE_CASES))("%s", (_, make) => {
    const { network: of, verdict } = make();
    if (verdict) checkFaithful(of, verdict);
  });

  it("of any network", () => {
    const found = new Set<string>();
    fc.assert(
      fc.property(
        randomDocument({ loadBalancer: "sometimes" }),
        fc.nat(),
        fc.nat(),
        fc.constantFrom(22, 80, 443),
        (doc, a, b, port) => {
          const of = loadAws(doc);
          const ends = [...Object.keys(of.networkInterfaces), "internet", "203.0.113.9"];
          const [from = "", to = ""] = [ends[a % ends.length], ends[b % ends.length]];
          const isInside = Object.hasOwn(of.networkInterfaces, from) || Object.hasOwn(of.networkInterfaces, to);
          const verdicts: AnyVerdict[] = from !== to && isInside ? [checkConnection(of, { from, to, port })] : [];
          for (const { id, listeners } of Object.values(of.classicLoadBalancers)) {
            verdicts.push(checkHealth(of, { loadBalancer: id }));
            for (const each of listeners.slice(0, 1))
              verdicts.push(checkListener(of, { loadBalancer: id, port: each.loadBalancerPort, from: "internet" }));
          }
          for (const verdict of verdicts) {
            checkFaithful(of, verdict);
            found.add(verdict.verdict);
          }
        },
      ),
      { numRuns: 150, seed: 11 },
    );
    expect([...found].sort()).toEqual(expect.arrayContaining(["partial", "reachable", "unreachable"]));
  });
});

describe("what is on a picture", () => {
  it("has the state of every target, also of those that are not in the network", () => {
    const of = application({
      more: {
        loadBalancers: {
          web: {
            type: "application",
            subnets: ["lb-a", "lb-b"],
            securityGroups: ["sg-lb"],
            listeners: [
              { port: 80, protocol: "HTTP", forward: "app" },
              { port: 81, protocol: "HTTP", forward: "other" },
              { port: 82, protocol: "HTTP", forward: "code" },
            ],
          },
        },
        targetGroups: {
          other: { ...applicationGroup(), healthCheck: { port: 9009, path: "/" } },
          code: { targetType: "lambda", targets: ["arn:aws:lambda:us-east-1:111122223333:function:shop"] },
        },
      },
    });
    const plan = planOf(of, checkHealth(of, { loadBalancer: "web" }));
    const boxes = boxesOf(plan);
    const lines = boxes.find((each) => each.name === "i-a")?.lines.map((each) => each.text);
    expect(lines).toEqual(expect.arrayContaining(["app: healthy", expect.stringMatching(/^other: unhealthy/)]));
    expect(boxes.find((each) => each.kind === "outside")?.name).toContain("function:shop");
  });

  it("has the nodes of a load balancer that nothing is registered with", () => {
    const of = application({ group: { targets: [] } });
    const plan = planOf(of, checkHealth(of, { loadBalancer: "web" }));
    expect(boxesOf(plan).map((each) => each.id)).toEqual(["station web@lb-a", "station web@lb-b"]);
    expect(plan.reasons.map((each) => each.text)).toEqual(["app: the target group has no target, or none in use"]);
  });

  it("is drawn of a verdict that has been JSON in between, and of another network's", () => {
    for (const make of Object.values(PICTURE_CASES)) {
      const { network: of, verdict } = make();
      if (!verdict) continue;
      const again = JSON.parse(JSON.stringify(verdict)) as AnyVerdict;
      for (const other of [of, network({})]) {
        checkSvg(renderSvg(other, again));
        checkMermaid(renderMermaid(other, again));
        expect(renderMarkdown(other, again)).toContain(verdict.verdict);
      }
    }
  });

  it("is small, however large the network is", () => {
    const ids = Array.from({ length: 600 }, (_, at) => `i-${at}`);
    // Each in a group of its own, so that no two of them are alike.
    const of = network({
      vpcs: { v: { cidr: "10.0.0.0/16" } },
      subnets: Object.fromEntries(
        ["a", "b", "c"].map((zone, at) => [zone, { vpcId: "v", availabilityZone: zone, cidr: `10.0.${4 * at}.0/22` }]),
      ),
      securityGroups: {
        lb: { vpcId: "v", ingress: [{ port: 80, from: "0.0.0.0/0" }] },
        ...Object.fromEntries(
          ids.map((id, at) => [`sg-${id}`, { vpcId: "v", ingress: [{ port: 8000 + (at % 7), from: "lb" }] }]),
        ),
      },
      instances: Object.fromEntries(
        ids.map((id, at) => [
          id,
          {
            subnetId: ["a", "b", "c"][at % 3] ?? "a",
            privateIpAddress: `10.0.${4 * (at % 3)}.${10 + Math.floor(at / 3)}`,
            groups: [`sg-${id}`],
          },
        ]),
      ),
      classicLoadBalancers: {
        web: {
          subnets: ["a", "b", "c"],
          securityGroups: ["lb"],
          instances: ids,
          crossZone: true,
          listeners: [{ protocol: "HTTP", loadBalancerPort: 80, instancePort: 8000 }],
        },
      },
    });
    const verdict = checkHealth(of, { loadBalancer: "web" });
    expect(verdict.legs.length).toBeGreaterThan(1000);
    const plan = planOf(of, verdict);
    expect(boxesOf(plan).length).toBeLessThan(20);
    expect(plan.ways.length).toBeLessThan(20);
    expect(renderSvg(of, verdict).length).toBeLessThan(100_000);
    expect(renderMarkdown(of, verdict).length).toBeLessThan(60_000);
    checkMermaid(renderMermaid(of, verdict));
    const counted = boxesOf(plan).flatMap(({ name }) => Number(/^\+(\d+) more$/.exec(name)?.[1] ?? 1));
    // Every instance is in one of the boxes, besides the three nodes.
    expect(counted.reduce((sum, each) => sum + each, 0)).toBe(603);
  });
});
