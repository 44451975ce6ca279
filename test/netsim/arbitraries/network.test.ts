/** Every network is valid, whatever it is asked to be, and shrinks to one that a person would have written. */
import { createNetwork, type Network, type NetworkInput } from "@netsim/core";
import fc from "fast-check";
import { arbNetwork, arbNetworkInput, type NetworkConstraints } from "netsim/arbitraries";
import { describe, expect, it } from "vitest";

/** Every constraint at its least, at its most and at random, alone and together. */
const constraints: fc.Arbitrary<NetworkConstraints> = fc.record(
  {
    maxVpcs: fc.integer({ min: 1, max: 2 }),
    maxZones: fc.integer({ min: 1, max: 3 }),
    maxSubnetsPerVpc: fc.integer({ min: 1, max: 16 }),
    maxInterfacesPerVpc: fc.integer({ min: 1, max: 16 }),
    maxGroupsPerVpc: fc.integer({ min: 1, max: 9 }),
    maxRulesPerGroup: fc.integer({ min: 0, max: 60 }),
    maxAclEntries: fc.integer({ min: 0, max: 20 }),
    ipv6: fc.boolean(),
    internet: fc.boolean(),
    natGateways: fc.boolean(),
    peering: fc.boolean(),
    prefixLists: fc.boolean(),
    propagatedRoutes: fc.boolean(),
    loadBalancer: fc.constantFrom("never", "sometimes", "always"),
    loadBalancerTypes: fc.subarray(["classic", "application", "network"] as const, { minLength: 1 }),
    dualStack: fc.boolean(),
    nodeInterfaces: fc.constantFrom("never", "sometimes", "always"),
    openShare: fc.integer({ min: 0, max: 100 }),
  },
  { requiredKeys: [] },
);

/** The issues of a network as text; none for a valid one. */
function issuesOf(input: NetworkInput): readonly string[] {
  const result = createNetwork(input);
  return result.ok ? [] : result.issues.map(({ code, path }) => `${code} ${path.join("/")}`);
}

describe("a random network", () => {
  it("is valid", () => {
    fc.assert(
      fc.property(arbNetworkInput(), (input) => {
        expect(issuesOf(input)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it("is valid under every constraint, and keeps to it", () => {
    const constrained = constraints.chain((each) => fc.tuple(fc.constant(each), arbNetworkInput(each)));
    fc.assert(
      fc.property(constrained, ([each, input]) => {
        expect(issuesOf(input)).toEqual([]);
        expectToObey(each, input);
      }),
      { numRuns: 500 },
    );
  });

  it("is frozen, and the same for the same seed", () => {
    const draw = (): readonly Network[] => fc.sample(arbNetwork(), { numRuns: 20, seed: 42 });
    expect(draw()).toEqual(draw());
    for (const network of draw()) {
      expect(Object.isFrozen(network)).toBe(true);
      expect(JSON.parse(JSON.stringify(network))).toEqual(network);
    }
  });

  it("refuses constraints that are none, by name", () => {
    expect(() => arbNetwork({ maxVpcs: 0 })).toThrow("maxVpcs: a whole number 1-2, found 0");
    expect(() => arbNetwork({ maxSubnetsPerVpc: 1.5 })).toThrow("maxSubnetsPerVpc: a whole number 1-16, found 1.5");
    expect(() => arbNetwork({ loadBalancerTypes: [] })).toThrow(
      "loadBalancerTypes: at least one of classic, application, network, found []",
    );
    const unchecked: object = { loadBalancer: "perhaps", ipv6: "no" };
    expect(() => arbNetwork(unchecked)).toThrow(RangeError);
  });
});

function expectToObey(each: NetworkConstraints, input: NetworkInput): void {
  const count = (records: object | undefined): number => Object.keys(records ?? {}).length;
  const text = JSON.stringify(input);
  expect(count(input.vpcs)).toBeLessThanOrEqual(each.maxVpcs ?? 2);
  const perVpc = (records: readonly { readonly vpcId?: string | undefined }[], vpc: string): number =>
    records.filter(({ vpcId }) => vpcId === vpc).length;
  for (const vpc of Object.keys(input.vpcs ?? {})) {
    const subnets = Object.values(input.subnets ?? {});
    expect(perVpc(subnets, vpc)).toBeLessThanOrEqual(each.maxSubnetsPerVpc ?? 4);
    const zones = new Set(subnets.filter(({ vpcId }) => vpcId === vpc).map((subnet) => subnet.availabilityZone));
    expect(zones.size).toBeLessThanOrEqual(each.maxZones ?? 2);
  }
  if (each.ipv6 === false) expect(text).not.toContain("::");
  if (each.internet === false) expect([count(input.internetGateways), text.includes("publicIp")]).toEqual([0, false]);
  if (each.natGateways === false) expect(count(input.natGateways)).toBe(0);
  if (each.peering === false) expect(count(input.vpcPeeringConnections)).toBe(0);
  if (each.propagatedRoutes === false) expect(text).not.toContain('"propagated"');
  const balancers = [
    ...Object.values(input.classicLoadBalancers ?? {}).map(() => "classic" as const),
    ...Object.values(input.loadBalancers ?? {}).map(({ type }) => type),
  ];
  if (each.loadBalancer === "never") expect(balancers).toEqual([]);
  if (each.loadBalancer === "always") expect(balancers).toHaveLength(1);
  for (const type of balancers) expect(each.loadBalancerTypes ?? [type]).toContain(type);
  if (each.dualStack === false) expect(text).not.toContain("dualstack");
}

/** What is left of the first random network that is not as the predicate says. */
function smallest(isAsWished: (input: NetworkInput) => boolean, limits: NetworkConstraints = {}): NetworkInput {
  const { counterexample } = fc.check(
    fc.property(arbNetworkInput(limits), (input) => !isAsWished(input)),
    { seed: 5, numRuns: 1000 },
  );
  const [found] = counterexample ?? [];
  if (!found) throw new Error("no such network");
  return found;
}

const SMALLEST: NetworkInput = {
  vpcs: { "vpc-1": { cidr: "10.0.0.0/16" } },
  subnets: { "subnet-a": { vpcId: "vpc-1", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
  securityGroups: { "sg-web": { vpcId: "vpc-1", ingress: [] } },
  instances: { "i-a": { subnetId: "subnet-a", privateIpAddress: "10.0.0.10", groups: ["sg-web"] } },
};

describe("shrinking", () => {
  it("ends at one VPC, one subnet, one group and one instance", () => {
    expect(smallest(() => true)).toEqual(SMALLEST);
  });

  it("keeps a rule that matters, with everyone and a familiar port", () => {
    const hasRule = (input: NetworkInput): boolean =>
      Object.values(input.securityGroups ?? {}).some(({ ingress }) => ingress?.some(({ port }) => port !== undefined));
    const rule = { port: 80, from: "0.0.0.0/0" };
    expect(smallest(hasRule, { loadBalancer: "never" })).toEqual({
      ...SMALLEST,
      securityGroups: { "sg-web": { vpcId: "vpc-1", ingress: [rule] } },
    });
  });

  it("keeps an ACL entry that matters", () => {
    const hasDeny = (input: NetworkInput): boolean =>
      Object.values(input.networkAcls ?? {}).some(({ ingress }) => ingress?.some((each) => each.ruleAction === "deny"));
    const entry = { ruleNumber: 100, ruleAction: "deny", port: 80, cidrBlock: "0.0.0.0/0" };
    expect(smallest(hasDeny)).toEqual({
      ...SMALLEST,
      networkAcls: { "acl-default-vpc-1": { vpcId: "vpc-1", isDefault: true, ingress: [entry], egress: [] } },
    });
  });

  it.each(["classic", "application", "network"] as const)("ends at one %s load balancer with one instance", (type) => {
    const found = smallest(() => true, { loadBalancer: "always", loadBalancerTypes: [type] });
    expect(found).toMatchObject({ subnets: SMALLEST.subnets, instances: SMALLEST.instances });
    const [balancer, ...others] = [
      ...Object.entries(found.classicLoadBalancers ?? {}),
      ...Object.entries(found.loadBalancers ?? {}),
    ];
    expect(others).toEqual([]);
    expect(balancer).toMatchObject(["web", { subnets: ["subnet-a"], listeners: [{}] }]);
  });

  it("keeps two VPCs where their peering matters", () => {
    const found = smallest((input) => input.vpcPeeringConnections !== undefined);
    expect(Object.keys(found.vpcs ?? {})).toEqual(["vpc-1", "vpc-2"]);
    expect(Object.keys(found.instances ?? {})).toEqual(["i-a", "i-2a"]);
    expect(Object.keys(found.routeTables ?? {})).toEqual([]);
  });

  it("prints the network as the code that makes it", () => {
    const [network] = fc.check(
      fc.property(arbNetwork(), () => false),
      { seed: 1 },
    ).counterexample ?? [undefined];
    expect(fc.stringify(network)).toBe(`network({
  vpcs: { "vpc-1": { cidr: "10.0.0.0/16" } },
  subnets: { "subnet-a": { vpcId: "vpc-1", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
  securityGroups: { "sg-web": { vpcId: "vpc-1", ingress: [] } },
  instances: { "i-a": { subnetId: "subnet-a", privateIpAddress: "10.0.0.10", groups: ["sg-web"] } },
})`);
  });
});
