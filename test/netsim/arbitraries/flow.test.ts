/** Every flow is a question, and the answers are of all kinds. */
import fc from "fast-check";
import { checkConnection, type Network, network } from "netsim";
import { arbFlow, arbNetwork, arbNetworkWithFlows, arbWorkingNetwork, type FlowConstraints } from "netsim/arbitraries";
import { describe, expect, it } from "vitest";
import { balanced, publicAndPrivate } from "../../support/small-networks.ts";
import { sharesOf } from "../../support/statistics.ts";

const constraints: fc.Arbitrary<FlowConstraints> = fc.record(
  {
    ipv6: fc.boolean(),
    oneWayIcmp: fc.boolean(),
    platformServices: fc.boolean(),
    addresses: fc.boolean(),
    loadBalancers: fc.boolean(),
  },
  { requiredKeys: [] },
);

describe("a random flow", () => {
  it("is a question about its network, under every constraint", () => {
    const cases = constraints.chain((flow) => fc.tuple(fc.constant(flow), arbNetworkWithFlows({ flow, flows: 6 })));
    fc.assert(
      fc.property(cases, ([flow, { network: net, flows }]) => {
        for (const each of flows) {
          expect(checkConnection(net, each).kind).toBe("connection");
          const text = JSON.stringify(each);
          if (flow.ipv6 === false) expect(text).not.toContain("::");
          if (flow.oneWayIcmp === false) expect(each.icmp).toBeUndefined();
          if (flow.platformServices === false) expect(text).not.toContain("169.254.");
        }
      }),
      { numRuns: 120 },
    );
  });

  it("shrinks to two instances and a familiar port", () => {
    const { counterexample } = fc.check(
      fc.property(arbNetworkWithFlows(), ({ network: net, flows: [flow] }) => {
        return flow === undefined || checkConnection(net, flow).verdict !== "reachable";
      }),
      { seed: 11 },
    );
    expect(fc.stringify(counterexample?.[0])).toBe(SMALLEST);
  });

  it("is refused where nobody sends or receives", () => {
    expect(() => arbFlow(network({ vpcs: { v: { cidr: "10.0.0.0/16" } } }))).toThrow(
      "network: one with a network interface, found none",
    );
    expect(() => arbNetworkWithFlows({ flows: 0 })).toThrow("flows: a whole number 1-1000, found 0");
  });
});

const SMALLEST = `{"from":"i-a","to":"i-b","port":443}
in network({
  vpcs: { "vpc-1": { cidr: "10.0.0.0/16" } },
  subnets: { "subnet-a": { vpcId: "vpc-1", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
  securityGroups: { "sg-web": { vpcId: "vpc-1", ingress: [{ protocol: "all", from: "0.0.0.0/0" }] } },
  instances: {
    "i-a": { subnetId: "subnet-a", privateIpAddress: "10.0.0.10", groups: ["sg-web"] },
    "i-b": { subnetId: "subnet-a", privateIpAddress: "10.0.0.15", groups: ["sg-web"] },
  },
})`;

/** The words of the first answer. */
const answer = ([net, flow]: readonly [Network, Parameters<typeof checkConnection>[1]]): string =>
  checkConnection(net, flow).verdict;

function flowsThrough(networks: fc.Arbitrary<Network>): fc.Arbitrary<[Network, Parameters<typeof checkConnection>[1]]> {
  return networks.chain((net) => fc.tuple(fc.constant(net), arbFlow(net)));
}

function expectBetween(shares: Readonly<Record<string, number>>, margins: Readonly<Record<string, [number, number]>>) {
  for (const [label, [low, high]] of Object.entries(margins)) {
    expect([label, shares[label] ?? 0, (shares[label] ?? 0) >= low, (shares[label] ?? 0) <= high]).toEqual([
      label,
      shares[label] ?? 0,
      true,
      true,
    ]);
  }
}

describe("the distribution", () => {
  it("has answers of every kind about random networks", () => {
    const shares = sharesOf(flowsThrough(arbNetwork()), answer, { numRuns: 600, seed: 20261126 });
    expectBetween(shares, { reachable: [20, 50], unreachable: [40, 75], partial: [2, 12], unknown: [0.5, 10] });
  });

  it("has answers of every kind about networks that work, and admit no more than they need", () => {
    const shares = sharesOf(flowsThrough(arbWorkingNetwork()), answer, { numRuns: 300, seed: 20261126 });
    expectBetween(shares, { reachable: [15, 60], unreachable: [30, 85], partial: [2, 15] });
  });

  it.each([
    ["a load balancer", balanced()],
    ["an instance of the public", publicAndPrivate()],
  ])("has answers of every kind about one's own network with %s", (_, net) => {
    const shares = sharesOf(flowsThrough(fc.constant(net)), answer, { numRuns: 300, seed: 20261126 });
    expectBetween(shares, { reachable: [15, 60], unreachable: [30, 80], partial: [2, 15] });
  });

  it("asks about one packet beside the border of a rule and on it", () => {
    const net = network({
      vpcs: { v: { cidr: "10.0.0.0/16" } },
      subnets: { s: { vpcId: "v", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
      securityGroups: {
        "sg-a": { vpcId: "v", ingress: [{ port: "7000-7100", from: "10.0.0.0/24" }] },
      },
      instances: {
        "i-a": { subnetId: "s", privateIpAddress: "10.0.0.10", groups: ["sg-a"] },
        "i-b": { subnetId: "s", privateIpAddress: "10.0.0.11", groups: ["sg-a"] },
      },
    });
    const ports = new Set(fc.sample(arbFlow(net), { numRuns: 500, seed: 1 }).map(({ port }) => port));
    expect([...ports]).toEqual(expect.arrayContaining([6999, 7000, 7001, 7099, 7100, 7101]));
  });

  it("has networks of all kinds", () => {
    const kindOf = ({ classicLoadBalancers, loadBalancers }: Network): string => {
      const balancer = Object.values(loadBalancers)[0];
      if (balancer) return `${balancer.type} ${balancer.ipAddressType}`;
      return Object.keys(classicLoadBalancers).length > 0 ? "classic" : "none";
    };
    const always = arbNetwork({ loadBalancer: "always" });
    expectBetween(sharesOf(always, kindOf, { numRuns: 600, seed: 20261126 }), {
      classic: [25, 40],
      "application ipv4": [15, 35],
      "application dualstack": [4, 15],
      "network ipv4": [15, 35],
      "network dualstack": [4, 15],
      none: [0, 0],
    });
    expectBetween(sharesOf(arbNetwork(), kindOf, { numRuns: 600, seed: 20261126 }), { none: [60, 80] });
  });

  it.each<[string, (net: Network) => boolean, [number, number]]>([
    ["IPv6", (net) => Object.values(net.vpcs).some((vpc) => vpc.ipv6CidrBlocks.length > 0), [50, 75]],
    ["two VPCs", (net) => Object.keys(net.vpcs).length === 2, [40, 60]],
    ["a peering", (net) => Object.keys(net.vpcPeeringConnections).length > 0, [30, 50]],
    [
      "several zones",
      (net) => new Set(Object.values(net.subnets).map((each) => each.availabilityZone)).size > 1,
      [60, 90],
    ],
    ["an internet gateway", (net) => Object.keys(net.internetGateways).length > 0, [85, 100]],
    ["a NAT gateway", (net) => Object.keys(net.natGateways).length > 0, [70, 95]],
    ["an ACL that denies", (net) => JSON.stringify(net.networkAcls).includes('"deny"'), [40, 80]],
  ])("has networks with and without %s", (_, has, margin) => {
    const shares = sharesOf(arbNetwork(), (net) => String(has(net)), { numRuns: 300, seed: 20261126 });
    expectBetween(shares, { true: margin });
  });
});
