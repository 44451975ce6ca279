/** Addresses, blocks, traffic, rules, entries and routes: valid, as constrained, and familiar when shrunk. */
import { cidrFamily, createNetwork, ipFamily, type NetworkInput, prefixLength } from "@netsim/core";
import fc from "fast-check";
import {
  arbAddress,
  arbBlock,
  arbFamily,
  arbIcmpNumber,
  arbNetworkAcl,
  arbNetworkAclEntries,
  arbPort,
  arbPortRange,
  arbProtocol,
  arbRoutes,
  arbSecurityGroup,
  arbSecurityGroupRule,
  arbTraffic,
} from "netsim/arbitraries";
import { describe, expect, it } from "vitest";

/** What the first value that is as wished shrinks to. */
function smallest<T>(arbitrary: fc.Arbitrary<T>, isAsWished: (value: T) => boolean = () => true): T {
  const { counterexample } = fc.check(
    fc.property(arbitrary, (value) => !isAsWished(value)),
    { seed: 3, numRuns: 1000 },
  );
  if (!counterexample) throw new Error("no such value");
  return counterexample[0];
}

describe("shrinking", () => {
  it.each<[string, fc.Arbitrary<unknown>, unknown]>([
    ["arbFamily", arbFamily(), "ipv4"],
    ["arbAddress", arbAddress(), "10.0.0.0"],
    ["arbAddress of IPv6", arbAddress({ family: "ipv6" }), "2001:db8::"],
    ["arbBlock", arbBlock(), "0.0.0.0/0"],
    ["arbBlock of IPv6", arbBlock({ family: "ipv6" }), "::/0"],
    ["arbBlock of a VPC", arbBlock({ family: "ipv4", minPrefixLength: 16, maxPrefixLength: 28 }), "10.0.0.0/16"],
    ["arbPort", arbPort(), 80],
    ["arbPortRange", arbPortRange(), [80, 80]],
    ["arbIcmpNumber", arbIcmpNumber(), 8],
    ["arbProtocol", arbProtocol(), 6],
    ["arbTraffic", arbTraffic(), { protocol: 6, fromPort: 80, toPort: 80 }],
    ["usual traffic", arbTraffic({ usual: true }), { protocol: 6, fromPort: 80, toPort: 80 }],
    [
      "arbSecurityGroupRule",
      arbSecurityGroupRule({ groups: ["sg-a"], prefixLists: ["pl-a"] }),
      { protocol: 6, fromPort: 80, toPort: 80, peer: { cidr: "0.0.0.0/0" } },
    ],
    ["arbSecurityGroup", arbSecurityGroup("v"), { vpcId: "v", ingress: [], egress: [] }],
    ["arbNetworkAcl", arbNetworkAcl("v"), { vpcId: "v", ingress: [], egress: [] }],
    ["arbRoutes", arbRoutes({ targets: ["igw-1"] }), []],
  ])("%s ends at what is most familiar", (_, arbitrary, expected) => {
    expect(smallest(arbitrary)).toEqual(expected);
  });

  it("ends at one entry where one is needed", () => {
    const entry = { protocol: 6, fromPort: 80, toPort: 80, ruleNumber: 1, ruleAction: "allow", cidrBlock: "0.0.0.0/0" };
    expect(smallest(arbNetworkAclEntries(), (entries) => entries.length > 0)).toEqual([entry]);
  });

  it("ends at one route where one is needed", () => {
    const routes = arbRoutes({ targets: ["igw-1"], propagatedTargets: ["vgw-1"], prefixLists: ["pl-1"] });
    expect(smallest(routes, (all) => all.length > 0)).toHaveLength(1);
  });
});

describe("constraints", () => {
  it("of addresses and blocks are kept to", () => {
    const lengths = fc.tuple(fc.nat(32), fc.nat(32)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    const blocks = lengths.chain(([minPrefixLength, maxPrefixLength]) =>
      fc.tuple(
        fc.constant([minPrefixLength, maxPrefixLength] as const),
        arbBlock({ family: "ipv4", minPrefixLength, maxPrefixLength }),
      ),
    );
    fc.assert(
      fc.property(blocks, arbAddress({ family: "ipv6" }), ([[min, max], block], address) => {
        expect([cidrFamily(block), ipFamily(address)]).toEqual(["ipv4", "ipv6"]);
        expect(prefixLength(block)).toBeGreaterThanOrEqual(min);
        expect(prefixLength(block)).toBeLessThanOrEqual(max);
      }),
    );
  });

  it("that are none are refused by name", () => {
    expect(() => arbBlock({ family: "ipv4", maxPrefixLength: 33 })).toThrow("maxPrefixLength: a whole number 0-32");
    expect(() => arbBlock({ family: "ipv4", minPrefixLength: 25, maxPrefixLength: 24 })).toThrow(
      "maxPrefixLength: a whole number 25-32, found 24",
    );
    expect(() => arbSecurityGroup("v", { maxRules: -1 })).toThrow("maxRules: a whole number 0-1000, found -1");
    expect(() => arbNetworkAclEntries({ minEntries: 3, maxEntries: 2 })).toThrow("maxEntries: a whole number 3-1000");
    expect(() => arbRoutes({ targets: [] })).toThrow("targets: at least one, found none");
  });
});

describe("groups, ACLs and routes", () => {
  it("are valid in a network that has what they name", () => {
    const lists = { "pl-4": { entries: ["203.0.113.0/24"] }, "pl-6": { entries: ["2001:db8::/32"] } };
    const prefixLists = Object.keys(lists);
    const input: fc.Arbitrary<NetworkInput> = fc
      .record({
        group: arbSecurityGroup("v", { groups: ["sg-a", "sg-b"], prefixLists }),
        other: arbSecurityGroup("v", { usual: true, maxRules: 20 }),
        acl: arbNetworkAcl("v", { maxEntries: 20 }),
        routes: arbRoutes({ targets: ["igw-1", "tgw-1"], propagatedTargets: ["vgw-1"], prefixLists }),
      })
      .map(({ group, other, acl, routes }) => ({
        vpcs: { v: { cidr: ["10.0.0.0/16", "2600:1f14::/56"] } },
        internetGateways: { "igw-1": { vpcId: "v" } },
        prefixLists: lists,
        securityGroups: { "sg-a": group, "sg-b": other },
        networkAcls: { "acl-a": acl },
        routeTables: { "rtb-a": { vpcId: "v", routes } },
      }));
    fc.assert(
      fc.property(input, (each) => {
        const result = createNetwork(each);
        expect(result.ok ? [] : result.issues).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
