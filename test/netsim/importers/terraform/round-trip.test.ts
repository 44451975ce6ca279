/** Networks written as a plan or a state and read again are the same networks. */
import { editNetwork, type Network, network, unwrap } from "@netsim/core";
import fc from "fast-check";
import { checkHealth, diffNetworks } from "netsim";
import { importTerraform } from "netsim/terraform";
import { describe, expect, it } from "vitest";
import { randomDocument } from "../../../support/aws-random.ts";
import { application, applicationInput, passing } from "../../../support/forwarding-networks.ts";
import { loadAws } from "../../../support/load-aws.ts";
import { balanced, extend, peered, publicAndPrivate, twoSubnets } from "../../../support/small-networks.ts";
import { renamed, type WriteOptions, writeTerraform } from "../../../support/terraform-json.ts";

const WAYS: readonly WriteOptions[] = (["state", "plan"] as const).flatMap((as) =>
  (["inline", "separate"] as const).map((rules) => ({ as, rules })),
);

const NOTHING = { endpoints: { added: [], removed: [] }, flows: [], states: [] };

function changesOf(wanted: Network, read: Network): unknown {
  const { endpoints, starts, stops, doubts, states } = diffNetworks(wanted, read);
  return { endpoints, flows: [starts, stops, doubts].flat(), states };
}

/** Without what is not written of a network: propagated routes, states of NAT gateways, Block Public Access,
 * and, inside its table, that a route leads nowhere. */
function writable(given: Network, { rules }: WriteOptions): Network {
  return editNetwork(given, (draft) => {
    for (const each of [...Object.values(draft.vpcs), ...Object.values(draft.subnets)]) {
      each.internetGatewayBlockMode = undefined;
    }
    for (const gateway of Object.values(draft.natGateways)) gateway.state = "available";
    // Terraform always knows it.
    for (const balancer of Object.values(draft.classicLoadBalancers)) balancer.crossZone ??= true;
    for (const table of Object.values(draft.routeTables)) {
      table.routes = table.routes.filter(
        (each) => !each.propagated && (rules === "separate" || each.state !== "blackhole"),
      );
    }
  });
}

/** Load balancers and target groups, but for where they are written, and for the order of what has none. */
function forwarding({ loadBalancers, targetGroups }: Network): unknown {
  const sorted = (key: string, value: unknown): unknown =>
    Array.isArray(value) && ["conditions", "values", "targetGroups", "targets"].includes(key)
      ? value.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : value;
  const plain = JSON.stringify({ loadBalancers, targetGroups }, (key, value) =>
    ["origin", "name"].includes(key) ? undefined : value,
  );
  return JSON.parse(plain, sorted);
}

const LIMITS = {
  crossZone: true,
  preserveClientIp: false,
  dnsFailover: { count: 2, percentage: null },
  unhealthyStateRouting: { count: 1, percentage: 50 },
  terminateUnhealthyConnections: false,
} as const;

const WITH_RULES = extend(
  applicationInput({
    balancer: {
      listeners: [
        {
          port: 80,
          protocol: "HTTP",
          defaultActions: [{ type: "redirect", statusCode: 301, protocol: "HTTPS", port: "443" }],
          rules: [
            {
              priority: 1,
              conditions: [{ field: "path-pattern", values: ["/a/*", "/b"] }],
              actions: [
                {
                  type: "forward",
                  targetGroups: [
                    { targetGroup: "app", weight: 3 },
                    { targetGroup: "spare", weight: 0 },
                  ],
                },
              ],
            },
            {
              priority: 2,
              conditions: [
                { field: "http-header", httpHeaderName: "X-Beta", values: ["yes"] },
                { field: "query-string", values: ["v=2", "debug"] },
              ],
              actions: [{ type: "fixed-response", statusCode: 503 }],
            },
          ],
        },
      ],
    },
  }),
  { targetGroups: { spare: { ...applicationInput().targetGroups?.app, targets: [] } } },
);

describe.each(WAYS)("a $as with $rules rules", (way) => {
  it.each([
    ["two subnets", twoSubnets()],
    ["a public and a private subnet", publicAndPrivate()],
    ["two peered VPCs", peered()],
    ["a Classic Load Balancer", balanced()],
    ["an Application Load Balancer", application()],
    ["a Network Load Balancer", passing()],
    ["a Network Load Balancer that fails over early", passing({ group: LIMITS })],
    ["an Application Load Balancer with rules", network(WITH_RULES)],
  ])("of %s reads as what was written", (_, before) => {
    const { json, addresses } = writeTerraform(before, way);
    const { network: read, notes } = unwrap(importTerraform({ file: "plan.json", json }));
    // That a plan does not say of how many resources a list is of is all there is to note.
    expect(notes.filter((each) => each.code !== "presumed-references")).toEqual([]);
    const wanted = network(renamed(before, addresses) as never);
    expect(changesOf(wanted, read)).toEqual(NOTHING);
    expect(forwarding(read)).toEqual(forwarding(wanted));
    for (const id of Object.keys({ ...wanted.classicLoadBalancers, ...wanted.loadBalancers })) {
      const states = (net: typeof read): unknown => checkHealth(net, { loadBalancer: id }).states;
      expect(states(read)).toEqual(states(wanted));
    }
  });

  it("of any network reads as what was written", () => {
    fc.assert(
      fc.property(randomDocument(), (doc) => {
        const before = writable(loadAws(doc), way);
        const { json, addresses } = writeTerraform(before, way);
        const read = unwrap(importTerraform({ file: "plan.json", json })).network;
        expect(changesOf(network(renamed(before, addresses) as never), read)).toEqual(NOTHING);
      }),
      { numRuns: 15 },
    );
  });
});
