import { type Network, network } from "@netsim/core";
import { classicPage as examplePage } from "@netsim/examples";
import fc from "fast-check";
import { applyEdits, checkHealth, checkListener, editNetwork, recommendRules } from "netsim";
import { describe, expect, it } from "vitest";
import { classicPage, PAGE, type PageLayout, recommendedRows, withBalancer } from "../../support/classic-page.ts";
import { editText } from "../../support/repairs.ts";

const layouts: fc.Arbitrary<PageLayout> = fc.record({
  scheme: fc.constantFrom("internet-facing", "internal"),
  instanceSubnets: fc.constantFrom("private", "public"),
  listeners: fc.constantFrom(
    [[80, 8080]],
    [[443, 443]],
    [
      [80, 81],
      [443, 8443],
    ],
  ) as fc.Arbitrary<PageLayout["listeners"]>,
  healthPort: fc.constantFrom(9000, 81, 8080),
  zones: fc.array(fc.record({ balancer: fc.constantFrom(0, 1), instances: fc.constantFrom(0, 1) }), {
    minLength: 1,
    maxLength: 2,
  }),
});

function withAllAdded(net: Network): Network {
  const { edits, rules } = recommendRules(net, { loadBalancer: "web" });
  expect(rules.every((each) => each.status === "missing")).toBe(true);
  const after = applyEdits(net, edits);
  const again = recommendRules(after, { loadBalancer: "web" });
  expect(again.rules.filter((each) => each.status !== "present")).toEqual([]);
  expect([again.edits, again.unknowns]).toEqual([[], []]);
  return after;
}

/** Listener and health, once everything that is missing was added to groups and ACLs without a rule. */
function expectServed(net: Network, layout: PageLayout): void {
  const after = withAllAdded(net);
  const from = layout.scheme === "internal" ? "client" : "internet";
  for (const [port] of layout.listeners.slice(0, 1)) {
    expect(checkListener(after, { loadBalancer: "web", port, from }).verdict).toBe("reachable");
  }
  expect(checkHealth(after, { loadBalancer: "web" }).verdict).toBe("reachable");
}

describe("recommendRules of a Classic Load Balancer", () => {
  it("finds the page's own network to be exactly as recommended", async () => {
    const result = recommendRules(await examplePage(), { loadBalancer: "web" });
    expect(result.rules.map((each) => each.status)).toEqual(result.rules.map(() => "present"));
    expect(result).toMatchObject({ type: "classic", scheme: "internet-facing", wider: [], edits: [], unknowns: [] });
    expect(result.rules).toHaveLength(13);
  });

  it("fills the tables in as the page has them, with every block of the VPC", () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        const result = recommendRules(network(classicPage(layout)), { loadBalancer: "web" });
        expect(result.rules.filter((each) => each.status !== "present")).toEqual([]);
        expect([result.wider, result.status]).toEqual([[], "as-recommended"]);
        const rows = new Set(
          recommendedRows(layout).map((row) => [row.of, row.direction, row.port, row.block ?? ""].join(" ")),
        );
        expect(result.rules).toHaveLength(rows.size);
      }),
      { numRuns: 40 },
    );
  });

  it("names a row that is missing, and the edit that adds it", () => {
    const rows = recommendedRows(PAGE).filter((row) => row.of !== "instance-group" || row.purpose !== "health");
    const result = recommendRules(network(classicPage(PAGE, rows)), { loadBalancer: "web" });
    expect(result.rules.filter((each) => each.status !== "present")).toMatchObject([
      {
        table: "target-security-group",
        component: "sg-app",
        purpose: "health-check",
        fromPort: 9000,
        status: "missing",
      },
    ]);
    expect(result.edits.map(editText)).toEqual(["sg-app ingress 6:9000 sg-lb"]);
  });

  it("says by exactly what a rule is wider", () => {
    const net = editNetwork(network(classicPage()), (draft) => {
      const [rule] = draft.securityGroups["sg-app"]?.ingress ?? [];
      if (rule) Object.assign(rule, { fromPort: 8080, toPort: 8081 });
    });
    const result = recommendRules(net, { loadBalancer: "web" });
    expect(result.status).toBe("wider");
    expect(result.wider).toMatchObject([
      {
        component: "sg-app",
        direction: "ingress",
        rule: { index: 0 },
        beyond: [
          {
            protocol: "tcp",
            sourceAddresses: ["10.0.0.0/24"],
            destinationAddresses: ["10.0.1.10/32"],
            destinationPortRanges: ["8081"],
          },
        ],
        packets: String(65536 * 256),
      },
    ]);
  });

  it("says what of a row is let through in part", () => {
    const net = editNetwork(network(classicPage()), (draft) => {
      for (const entry of draft.networkAcls["acl-app"]?.egress ?? []) entry.fromPort = 32768;
    });
    const result = recommendRules(net, { loadBalancer: "web" });
    const partial = result.rules.filter((each) => each.status === "partial");
    expect(result.status).toBe("lacking");
    expect(partial).toMatchObject([{ component: "acl-app", missing: [{ destinationPortRanges: ["1024-32767"] }] }]);
  });

  it("with everything added to groups and ACLs without rules, serves and has its instances in service", () => {
    fc.assert(
      fc.property(layouts, (layout) => expectServed(network(classicPage(layout, [])), layout)),
      { numRuns: 40 },
    );
  });
});

describe("recommendRules of an Application Load Balancer", () => {
  it("with everything added, serves and has its targets healthy", () => {
    fc.assert(
      fc.property(layouts, (layout) =>
        expectServed(network(withBalancer(layout, "application", { securityGroups: ["sg-lb"] }, {})), layout),
      ),
      { numRuns: 25 },
    );
  });
});

describe("recommendRules of a Network Load Balancer", () => {
  const groups = fc.constantFrom(["sg-lb"], null);

  it("with everything added, serves and has its targets healthy, with groups or without, client addresses kept or not", () => {
    fc.assert(
      fc.property(layouts, groups, fc.boolean(), (layout, securityGroups, preserveClientIp) =>
        expectServed(
          network(withBalancer(layout, "network", { securityGroups, crossZone: true }, { preserveClientIp })),
          layout,
        ),
      ),
      { numRuns: 40 },
    );
  });

  it("tells targets of one without groups by its clients' addresses, and its health checks by the VPC's", () => {
    const net = network(withBalancer(PAGE, "network", {}, {}));
    const own = recommendRules(net, { loadBalancer: "web" }).edits.map(editText);
    expect(own.filter((each) => each.startsWith("sg-"))).toEqual([
      "sg-app ingress 6:8080 0.0.0.0/0",
      "sg-app ingress 6:9000 10.0.0.0/16",
    ]);
  });
});

it("a Gateway Load Balancer has no such tables", () => {
  const net = network({
    ...classicPage(),
    loadBalancers: { gw: { type: "gateway", subnets: ["lb-0"] } },
  });
  expect(() => recommendRules(net, { loadBalancer: "gw" })).toThrow("a Classic, Application or Network Load Balancer");
});
