/** Networks written as a plan or a state and read again are the same networks. */
import { editNetwork, type Network, network, unwrap } from "@netsim/core";
import fc from "fast-check";
import { checkHealth, diffNetworks } from "netsim";
import { importTerraform } from "netsim/terraform";
import { describe, expect, it } from "vitest";
import { randomDocument } from "../../../support/aws-random.ts";
import { loadAws } from "../../../support/load-aws.ts";
import { balanced, peered, publicAndPrivate, twoSubnets } from "../../../support/small-networks.ts";
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
    for (const table of Object.values(draft.routeTables)) {
      table.routes = table.routes.filter(
        (each) => !each.propagated && (rules === "separate" || each.state !== "blackhole"),
      );
    }
  });
}

describe.each(WAYS)("a $as with $rules rules", (way) => {
  it.each([
    ["two subnets", twoSubnets()],
    ["a public and a private subnet", publicAndPrivate()],
    ["two peered VPCs", peered()],
    ["a Classic Load Balancer", balanced()],
  ])("of %s reads as what was written", (_, before) => {
    const { json, addresses } = writeTerraform(before, way);
    const { network: read, notes } = unwrap(importTerraform({ file: "plan.json", json }));
    expect(notes.map((each) => each.message)).toEqual([]);
    const wanted = network(renamed(before, addresses) as never);
    expect(changesOf(wanted, read)).toEqual(NOTHING);
    for (const id of Object.keys(wanted.classicLoadBalancers)) {
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
