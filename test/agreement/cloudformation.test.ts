/** A template makes the network that its serializer, which shares no code with the importer, wrote it for. */
import fc from "fast-check";
import { type DiffVerdict, diffNetworks, editNetwork, type Network, unwrap } from "netsim";
import { fromTemplate } from "netsim/cloudformation";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { AwsDocument } from "../oracle/oracle.ts";
import { randomDocument } from "../support/aws-random.ts";
import { loadAws } from "../support/load-aws.ts";
import { deployable, templateOf } from "../support/template-of.ts";

/** What a template can make: no load balancer with known nodes, and no routes that a gateway propagates. */
const documents = randomDocument({ loadBalancer: "never", propagatedRoutes: false })
  .map(deployable)
  // The VPCs of a template are all of one Region.
  .filter((doc) => new Set(doc.Subnets.map((each) => each.AvailabilityZone.slice(0, -1))).size <= 1);

const REGION = (doc: AwsDocument): string | undefined => doc.Subnets[0]?.AvailabilityZone.slice(0, -1);

function pair(doc: AwsDocument): { readonly described: Network; readonly templated: Network } {
  const { network } = unwrap(fromTemplate(templateOf(doc), { region: REGION(doc), accountId: "111122223333" }));
  // Which Elastic IP address a NAT gateway gets, only AWS knows.
  const described = editNetwork(loadAws(doc), (draft) => {
    for (const nat of Object.values(draft.natGateways)) {
      const publicIp = network.natGateways[nat.id]?.publicIp;
      if (nat.publicIp !== undefined && publicIp !== undefined) nat.publicIp = publicIp;
    }
  });
  return { described, templated: network };
}

function findings({ starts, stops, doubts, states, endpoints }: DiffVerdict) {
  return { starts, stops, doubts, states, endpoints };
}

const NOTHING = { starts: [], stops: [], doubts: [], states: [], endpoints: { added: [], removed: [] } };

describe("a template of a random network", () => {
  it("makes a network in which everything gets exactly as far", () => {
    fc.assert(
      fc.property(documents, (doc) => {
        const { described, templated } = pair(doc);
        expect(findings(diffNetworks(described, templated))).toEqual(NOTHING);
      }),
      { numRuns: 80 },
    );
  });

  it("has a difference where a rule of it is another one", () => {
    let found = 0;
    fc.assert(
      fc.property(documents, fc.nat(), (doc, seed) => {
        const { described, templated } = pair(doc);
        const groups = Object.values(described.securityGroups).filter((each) => each.ingress.length > 0);
        const group = groups[seed % Math.max(1, groups.length)];
        if (!group) return;
        const without = editNetwork(described, (draft) => {
          const rules = draft.securityGroups[group.id];
          if (rules) rules.ingress = [];
        });
        if (diffNetworks(described, without).verdict !== "different") return;
        found += 1;
        expect(diffNetworks(without, templated).verdict).toBe("different");
      }),
      { numRuns: 25, seed: 7 },
    );
    expect(found).toBeGreaterThan(2);
  });

  it("says the same in YAML, and whatever the order of its resources", () => {
    fc.assert(
      fc.property(documents, (doc) => {
        const template = templateOf(doc);
        const Resources = Object.fromEntries(Object.entries(template.Resources).reverse());
        const plain = unwrap(fromTemplate(template)).network;
        expect(withoutOrder(unwrap(fromTemplate(stringify(template))).network)).toEqual(withoutOrder(plain));
        // Addresses that AWS chooses are given in the order of the template; here NAT gateways alone have such.
        const reversed = unwrap(fromTemplate({ Resources })).network;
        const bare = (network: Network) => withoutOrder({ ...network, natGateways: {} });
        expect(bare(reversed)).toEqual(bare(plain));
      }),
      { numRuns: 25 },
    );
  });
});

/** As rules of a group and routes of a table have no order. */
function withoutOrder(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(withoutOrder).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, withoutOrder(member)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
