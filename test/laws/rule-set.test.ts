/** What `split` owes for every kind of rule set: the cases are a partition, and each packet has its own deciding rule. */
import {
  type Cidr,
  type Identity,
  intersectPackets,
  type NetworkAcl,
  NO_PACKETS,
  network,
  networkAclRules,
  type PacketSet,
  packetSet,
  packetsCover,
  packetsEmpty,
  packetsHave,
  packetWitness,
  type RouteTable,
  type RuleSet,
  routeRules,
  securityGroupRules,
  split,
  unitePackets,
} from "@netsim/core";
import fc from "fast-check";
import { arbBlock, arbNetworkAclEntries, arbTraffic } from "netsim/arbitraries";
import { describe, expect, it, vi } from "vitest";
import { packet, packetSets } from "../support/arbitraries.ts";

// Many random cases: a loaded machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const vpcs = { v: { cidr: "10.0.0.0/16" } };
const GROUPS = ["sg-a", "sg-b"];

const acls: fc.Arbitrary<RuleSet<string>> = arbNetworkAclEntries().map((ingress) => {
  const made = network({ vpcs, networkAcls: { a: { vpcId: "v", ingress } } });
  return networkAclRules(made.networkAcls.a as NetworkAcl, "ingress");
});

const peers = fc.oneof(
  arbBlock().map((cidr): { cidr: Cidr } => ({ cidr })),
  fc.constantFrom(...GROUPS).map((securityGroupId) => ({ securityGroupId })),
);
const groups: fc.Arbitrary<RuleSet<string>> = fc.array(fc.tuple(arbTraffic(), peers), { maxLength: 8 }).map((rules) => {
  const ingress = rules.map(([fields, peer]) => ({ ...fields, peer }));
  const made = network({ vpcs, securityGroups: { "sg-a": { vpcId: "v", ingress }, "sg-b": { vpcId: "v" } } });
  return securityGroupRules(made, ["sg-a"], "ingress");
});

const tables: fc.Arbitrary<RuleSet<string>> = fc.uniqueArray(arbBlock(), { maxLength: 8 }).map((destinations) => {
  const routes = destinations.map((destination) => ({ destination, target: "tgw-1" }));
  const made = network({ vpcs, routeTables: { r: { vpcId: "v", routes } } });
  return routeRules(made, made.routeTables.r as RouteTable);
});

const identity: fc.Arbitrary<Identity | null> = fc.option(
  fc.subarray(GROUPS).map((carried): Identity => ({ id: "eni-1", groups: carried, vpcId: "v" })),
);
const traffic = fc.record({ packets: packetSets, source: identity, destination: identity });

describe.each([
  ["network ACLs", acls],
  ["security groups", groups],
  ["route tables", tables],
])("the cases that %s split traffic into", (_, ruleSets) => {
  it("are not empty, are disjoint and cover exactly the packets asked about", () => {
    fc.assert(
      fc.property(ruleSets, traffic, (ruleSet, asked) => {
        const cases = split(ruleSet, asked);
        let seen: PacketSet = NO_PACKETS;
        for (const each of cases) {
          expect(packetsEmpty(each.packets)).toBe(false);
          expect(packetsEmpty(intersectPackets(each.packets, seen))).toBe(true);
          seen = unitePackets(seen, each.packets);
        }
        expect(seen).toEqual(asked.packets);
      }),
    );
  });

  it("stand in the order of the rules, each rule once, nobody's last", () => {
    fc.assert(
      fc.property(ruleSets, traffic, (ruleSet, asked) => {
        const places = split(ruleSet, asked).map((each) =>
          each.rule ? ruleSet.rules.indexOf(each.rule) : ruleSet.rules.length,
        );
        expect(places).not.toContain(-1);
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
      }),
    );
  });

  it("have the action of their rule, or the one for what no rule matches", () => {
    fc.assert(
      fc.property(ruleSets, traffic, (ruleSet, asked) => {
        for (const each of split(ruleSet, asked)) {
          expect(each.action).toBe(each.rule ? each.rule.action : ruleSet.otherwise);
          if (each.rule) expect(packetsCover(each.rule.packets, each.packets)).toBe(true);
        }
      }),
    );
  });

  it("cite for every packet the rule that decides it alone", () => {
    fc.assert(
      fc.property(ruleSets, traffic, fc.array(packet, { maxLength: 5 }), (ruleSet, asked, some) => {
        const cases = split(ruleSet, asked);
        for (const each of cases) {
          const members = [packetWitness(each.packets), ...some].filter((p) => p && packetsHave(each.packets, p));
          expect(members.length).toBeGreaterThan(0);
          for (const member of members) {
            const alone = split(ruleSet, { ...asked, packets: packetSet(member ? [member] : []) });
            expect(alone).toEqual([
              { rule: each.rule, action: each.action, packets: packetSet(member ? [member] : []) },
            ]);
          }
        }
      }),
    );
  });

  it("do not depend on how the question is cut up", () => {
    fc.assert(
      fc.property(ruleSets, traffic, packetSets, (ruleSet, asked, part) => {
        const whole = split(ruleSet, asked);
        const cut = split(ruleSet, { ...asked, packets: intersectPackets(asked.packets, part) });
        const expected = whole
          .map((each) => ({ ...each, packets: intersectPackets(each.packets, part) }))
          .filter((each) => !packetsEmpty(each.packets));
        expect(cut).toEqual(expected);
      }),
    );
  });
});
