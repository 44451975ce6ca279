/** Faults: each is what breaks a network that works, and all that shrinking leaves. */
import { createNetwork } from "@netsim/core";
import fc from "fast-check";
import { checkHealth, explain } from "netsim";
import {
  arbFault,
  arbNetworkWithFault,
  arbWorkingNetwork,
  type FaultKind,
  faultsOf,
  isServing,
  type NetworkWithFault,
  servingVerdicts,
  type WorkingConstraints,
  withEdits,
} from "netsim/arbitraries";
import { describe, expect, it } from "vitest";
import { FAULT_KINDS } from "../../../packages/netsim/src/arbitraries/fault-kinds.ts";
import { balanced } from "../../support/small-networks.ts";

const constraints: fc.Arbitrary<WorkingConstraints> = fc.record(
  {
    types: fc.subarray(["classic", "application", "network"] as const, { minLength: 1 }),
    internetFacing: fc.constantFrom("never", "sometimes", "always"),
    maxZones: fc.integer({ min: 1, max: 3 }),
    maxInstancesPerZone: fc.integer({ min: 1, max: 4 }),
    dualStack: fc.boolean(),
    networkAcls: fc.constantFrom("never", "sometimes", "always"),
    peering: fc.boolean(),
    extras: fc.boolean(),
  },
  { requiredKeys: [] },
);

describe("a working network", () => {
  it("is valid and serves, under every constraint", () => {
    fc.assert(
      fc.property(
        constraints.chain((each) => arbWorkingNetwork(each)),
        (network) => {
          expect(createNetwork(network).ok).toBe(true);
          const verdicts = servingVerdicts(network);
          expect(verdicts.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["health", "listener"]));
          for (const { kind, verdict, blockers, unknowns } of verdicts)
            expect({ kind, verdict, blockers, unknowns }).toMatchObject({ verdict: "reachable", unknowns: [] });
        },
      ),
      { numRuns: 150 },
    );
  });

  it("needs every rule of its load balancer's group, its targets' group and its own ACLs", () => {
    const exact = arbWorkingNetwork({ types: ["classic", "application"], networkAcls: "always", extras: false });
    fc.assert(
      fc.property(exact, (network) => {
        for (const { id } of [network.securityGroups["sg-lb"]!, network.securityGroups["sg-app"]!]) {
          for (const [at, _] of network.securityGroups[id]!.ingress.entries()) {
            const less = withEdits(network, [
              {
                kind: "",
                component: id,
                description: "",
                recipe: (draft) => void draft.securityGroups[id]?.ingress.splice(at, 1),
              },
            ]);
            expect([id, at, isServing(less)]).toEqual([id, at, false]);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it("refuses constraints that are none, by name", () => {
    expect(() => arbWorkingNetwork({ maxZones: 4 })).toThrow("maxZones: a whole number 1-3, found 4");
    expect(() => arbWorkingNetwork({ types: [] })).toThrow(
      "types: at least one of classic, application, network, found []",
    );
  });
});

describe("a planted fault", () => {
  it.each(FAULT_KINDS)("%s breaks a network that works, and is named", (kind) => {
    fc.assert(
      fc.property(arbNetworkWithFault({ kinds: [kind] }), ({ before, fault, network }) => {
        expect([isServing(before), isServing(network)]).toEqual([true, false]);
        expect(fault.kind).toBe(kind);
        expect(fault.description).toContain(fault.component);
        expect(withEdits(before, [fault])).toEqual(network);
      }),
      { numRuns: 10 },
    );
  });

  it.each(FAULT_KINDS)("%s is all that shrinking leaves", (kind) => {
    const { before, fault, network } = smallest(kind);
    // The same network without the fault works, so nothing else is wrong with it.
    expect([isServing(before), isServing(network)]).toEqual([true, false]);
    expect(Object.values(before.instances).filter(({ id }) => !id.includes("client"))).toHaveLength(1);
    expect(Object.values(before.subnets).length).toBeLessThanOrEqual(2);
    expect([Object.keys(before.classicLoadBalancers), before.natGateways]).toEqual([["web"], {}]);
    expect(fault.description).toBe(LEFT[kind]);
    const causes = servingVerdicts(network).flatMap((verdict) => explain(verdict).causes.map((each) => each.component));
    const isTold = causes.includes(fault.component) || TOLD_ELSEWHERE.includes(kind);
    expect([causes.length > 0, isTold]).toEqual([true, true]);
  });

  it("is found in one's own network", () => {
    const kinds = ["health-rule-removed", "health-check-misses"] as const;
    expect(faultsOf(balanced(), { kinds }).map(({ description }) => description)).toEqual([
      "revoke sg-app ingress tcp 9000 from sg-lb",
      "the health check of web asks port 8888",
    ]);
    fc.assert(
      fc.property(arbFault(balanced(), { kinds: ["health-rule-removed"] }), (fault) => {
        const { states } = checkHealth(withEdits(balanced(), [fault]), { loadBalancer: "web" });
        expect(Object.values(states).map(({ state }) => state)).toEqual(["OutOfService", "OutOfService"]);
      }),
    );
  });

  it("is refused where there is none", () => {
    expect(() => arbFault(balanced(), { kinds: ["peering-deleted"] })).toThrow(
      "kinds: a fault that breaks this network, found peering-deleted",
    );
    const broken = balanced({ healthCheck: { target: "HTTP:9001/ping" } });
    expect(faultsOf(broken)).toEqual([]);
    expect(() => arbFault(broken)).toThrow("network: one whose load balancers serve their clients");
    const unchecked = { kinds: ["typo" as FaultKind] };
    expect(() => arbNetworkWithFault(unchecked)).toThrow("kinds: one of health-rule-removed,");
  });

  it("prints as what it does and the network that it is done to", () => {
    expect(
      fc.stringify(smallest("health-rule-removed")),
    ).toBe(`health-rule-removed: revoke sg-app ingress tcp 9000 from sg-lb
in network({
  vpcs: { "vpc-1": { cidr: "10.0.0.0/16" } },
  subnets: { "subnet-a": { vpcId: "vpc-1", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
  securityGroups: {
    "sg-lb": { vpcId: "vpc-1", ingress: [{ port: 80, from: "10.0.0.0/16" }] },
    "sg-app": { vpcId: "vpc-1", ingress: [{ port: 8080, from: "sg-lb" }, { port: 9000, from: "sg-lb" }] },
    "sg-client": { vpcId: "vpc-1" },
  },
  instances: {
    "i-a": { subnetId: "subnet-a", privateIpAddress: "10.0.0.10", groups: ["sg-app"] },
    "i-client": { subnetId: "subnet-a", privateIpAddress: "10.0.0.100", groups: ["sg-client"] },
  },
  classicLoadBalancers: {
    web: {
      scheme: "internal",
      subnets: ["subnet-a"],
      securityGroups: ["sg-lb"],
      listeners: [{ protocol: "TCP", loadBalancerPort: 80, instancePort: 8080 }],
      healthCheck: { target: "TCP:9000" },
      instances: ["i-a"],
    },
  },
})`);
  });
});

const LEFT: Readonly<Record<FaultKind, string>> = {
  "health-rule-removed": "revoke sg-app ingress tcp 9000 from sg-lb",
  "traffic-rule-removed": "revoke sg-app ingress tcp 8080 from sg-lb",
  "client-rule-removed": "revoke sg-lb ingress tcp 80 from 10.0.0.0/16",
  "egress-rule-removed": "revoke sg-lb egress all traffic to 0.0.0.0/0",
  "wrong-source-group": "sg-app ingress tcp 8080 from sg-lb names sg-app instead",
  "acl-entry-removed": "delete acl-default-vpc-1 egress rule 100 allow all traffic to 0.0.0.0/0",
  "acl-denies-first": "create acl-default-vpc-1 egress rule 90 deny all traffic to 0.0.0.0/0",
  "ephemeral-range-narrowed": "acl-a egress rule 110 allows 32768-65535 instead of 1024-65535",
  "route-removed": "delete rtb-main-vpc-2 route 10.0.0.0/16 -> pcx-1",
  "internet-gateway-detached": "detach igw-1 from its VPC",
  "peering-deleted": "delete pcx-1",
  "target-stopped": "stop i-a",
  "service-not-listening": "nothing listens on tcp 8080 of i-a",
  "health-check-misses": "the health check of web asks port 8888",
};

/** Faults whose cause is told by what does not admit the packets, or by what is missing beyond them. */
const TOLD_ELSEWHERE: readonly FaultKind[] = ["health-check-misses", "peering-deleted", "internet-gateway-detached"];

/** The property "web serves" over networks with such a fault, and what its counterexample shrinks to. */
function smallest(kind: FaultKind): NetworkWithFault {
  const { counterexample } = fc.check(
    fc.property(arbNetworkWithFault({ kinds: [kind] }), ({ network }) => isServing(network)),
    { seed: 7 },
  );
  const [found] = counterexample ?? [];
  if (!found) throw new Error("nothing failed");
  return found;
}
