/** What the input leaves out makes an answer unknown, with its name, unless something else stops the packets anyway. */
import { createNetwork, type Network, type NetworkInput, network } from "@netsim/core";
import { checkConnection, checkPacket } from "netsim";
import { describe, expect, it } from "vitest";
import {
  blockersOf,
  extend,
  PUBLIC_AND_PRIVATE,
  STRANGER,
  TWO_SUBNETS,
  unknownsOf,
} from "../../support/small-networks.ts";

const A_TO_B = { from: "i-a", to: "i-b", port: 80 } as const;

function without(base: NetworkInput, collection: keyof NetworkInput, more: NetworkInput = {}): Network {
  const { [collection]: _, ...rest } = base;
  return network(extend(rest, { missing: [{ collection, reason: "not-collected" }], ...more }));
}

describe("a network without", () => {
  const cases: readonly (readonly [string, Network, string])[] = [
    ["its route tables", without(TWO_SUBNETS, "routeTables"), "route table of subnet-a route-table-missing"],
    ["its network ACLs", without(TWO_SUBNETS, "networkAcls"), "acl-a network-acl-missing"],
    ["its security groups", without(TWO_SUBNETS, "securityGroups"), "sg-a security-group-missing"],
  ];

  it.each(cases)("%s answers unknown, and names the first of them", (_, net, first) => {
    const verdict = checkConnection(net, A_TO_B);
    expect(verdict.verdict).toBe("unknown");
    expect(blockersOf(verdict)).toEqual([]);
    expect(unknownsOf(verdict)[0]).toBe(first);
  });

  it("everything says all of it", () => {
    const { routeTables: _r, networkAcls: _a, securityGroups: _g, ...rest } = TWO_SUBNETS;
    const missing = ["routeTables", "networkAcls", "securityGroups"].map((collection) => ({
      collection,
      reason: "not-collected",
    }));
    const verdict = checkConnection(network({ ...rest, missing }), A_TO_B);
    expect(verdict.verdict).toBe("unknown");
    expect(new Set(unknownsOf(verdict))).toEqual(
      new Set([
        "sg-a security-group-missing",
        "acl-a network-acl-missing",
        "route table of subnet-a route-table-missing",
        "acl-b network-acl-missing",
        "sg-b security-group-missing",
        "route table of subnet-b route-table-missing",
      ]),
    );
  });
});

describe("what is missing does not hide what is certain", () => {
  it("an ACL that denies behind a missing route table", () => {
    const net = without(TWO_SUBNETS, "routeTables", { networkAcls: { "acl-b": { vpcId: "vpc-1" } } });
    const verdict = checkConnection(net, A_TO_B);
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.unknowns).toEqual([]);
    expect(blockersOf(verdict)).toEqual([
      "acl-b ingress forward #32767 network-acl-denies SUBNET_ACL_RESTRICTION",
      "acl-b egress reply #32767 network-acl-denies SUBNET_ACL_RESTRICTION",
    ]);
  });

  it("a group that denies before a missing ACL", () => {
    const net = without(TWO_SUBNETS, "networkAcls", { securityGroups: { "sg-a": { vpcId: "vpc-1", egress: [] } } });
    const verdict = checkConnection(net, A_TO_B);
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.unknowns).toEqual([]);
  });

  it("only the part that is in doubt is unknown, and the rest is said", () => {
    const net = without(TWO_SUBNETS, "routeTables", {
      networkAcls: { "acl-b": { vpcId: "vpc-1", ingress: [], egress: [] } },
      instances: { "i-c": { subnetId: "subnet-a", privateIpAddress: "10.0.0.30", groups: ["sg-b"] } },
    });
    const verdict = checkConnection(net, { ...A_TO_B, to: "10.0.0.0/16" });
    expect(Object.fromEntries(verdict.legs.map((leg) => [leg.to, leg.verdict]))).toEqual({
      "eni-i-b": "unreachable",
      "eni-i-c": "reachable",
    });
  });
});

describe("an association that may be among what is missing", () => {
  it("a subnet without a table of its own may not use the main one", () => {
    const net = network(
      extend(TWO_SUBNETS, { missing: [{ collection: "routeTables", vpcId: "vpc-1", reason: "page-cut-short" }] }),
    );
    const verdict = checkConnection(net, A_TO_B);
    expect(verdict.verdict).toBe("unknown");
    expect(unknownsOf(verdict)[0]).toBe("route table of subnet-a route-table-missing");
  });

  it("a subnet without an ACL of its own may not use the default one", () => {
    const net = network(
      extend(TWO_SUBNETS, {
        networkAcls: { "acl-default": { vpcId: "vpc-1", isDefault: true } },
        subnets: { "subnet-b": { vpcId: "vpc-1", availabilityZone: "us-east-1b", cidr: "10.0.1.0/24" } },
        missing: [{ collection: "networkAcls", vpcId: "vpc-1", reason: "page-cut-short" }],
      }),
    );
    const verdict = checkConnection(net, A_TO_B);
    expect(verdict.verdict).toBe("unknown");
    expect(unknownsOf(verdict)[0]).toBe("acl of subnet-b network-acl-missing");
  });

  it("of another VPC does not matter", () => {
    const net = network(
      extend(TWO_SUBNETS, {
        vpcs: { "vpc-2": { cidr: "10.9.0.0/16" } },
        missing: [{ collection: "routeTables", vpcId: "vpc-2", reason: "page-cut-short" }],
      }),
    );
    expect(checkConnection(net, A_TO_B).verdict).toBe("reachable");
  });
});

describe("gateways", () => {
  it("that a route leads to and the input leaves out", () => {
    const { internetGateways: _, ...rest } = PUBLIC_AND_PRIVATE;
    const net = network({
      ...rest,
      missing: [{ collection: "internetGateways", id: "igw-1", reason: "not-described" }],
    });
    const out = checkConnection(net, { from: "web", to: STRANGER, port: 443 });
    expect(out.verdict).toBe("unknown");
    expect(unknownsOf(out)).toEqual(["igw-1 gateway-missing"]);
  });

  it("of a VPC of which none was collected, on the way in", () => {
    const { internetGateways: _, ...rest } = PUBLIC_AND_PRIVATE;
    const net = network({ ...rest, missing: [{ collection: "internetGateways", reason: "not-collected" }] });
    const into = checkConnection(net, { from: STRANGER, to: "web", port: 80 });
    expect(into.verdict).toBe("unknown");
    expect(unknownsOf(into)).toEqual(["internet gateway of vpc-1 gateway-missing", "igw-1 gateway-missing"]);
    expect(checkConnection(net, { from: STRANGER, to: "app", port: 80 }).verdict).toBe("unreachable");
  });

  it("for NAT", () => {
    const { natGateways: _, ...rest } = PUBLIC_AND_PRIVATE;
    const net = network({ ...rest, missing: [{ collection: "natGateways", reason: "not-collected" }] });
    const out = checkConnection(net, { from: "app", to: STRANGER, port: 443 });
    expect(out.verdict).toBe("unknown");
    expect(unknownsOf(out)).toEqual(["nat-1 gateway-missing"]);
  });

  it("that nothing says are missing have to be there", () => {
    const { natGateways: _, ...rest } = PUBLIC_AND_PRIVATE;
    expect(createNetwork(rest)).toMatchObject({ ok: false, issues: [{ code: "dangling-reference" }] });
  });
});

describe("one packet, decided without sets", () => {
  it("is in doubt where the answer for sets is", () => {
    const ask = { from: "eni-i-a", to: "eni-i-b", port: 80, sourcePort: 40000 } as const;
    expect(checkPacket(network(TWO_SUBNETS), ask)).toBe("reachable");
    for (const collection of ["routeTables", "networkAcls"]) {
      const cut = network(
        extend(TWO_SUBNETS, {
          subnets: { "subnet-b": { vpcId: "vpc-1", availabilityZone: "us-east-1b", cidr: "10.0.1.0/24" } },
          missing: [{ collection, vpcId: "vpc-1", reason: "page-cut-short" }],
        }),
      );
      expect(checkPacket(cut, ask)).toBe("unknown");
    }
  });
});
