import { checkHealth, checkListener, type NetworkInput, network } from "netsim";
import { describe, expect, it } from "vitest";

const base: NetworkInput = {
  vpcs: { v: { cidr: "10.0.0.0/16" } },
  internetGateways: { "igw-1": { vpcId: "v" } },
  routeTables: { public: { vpcId: "v", routes: [{ destination: "0.0.0.0/0", target: "igw-1" }] } },
  subnets: {
    a: { vpcId: "v", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24", routeTableId: "public" },
    b: { vpcId: "v", availabilityZone: "us-east-1b", cidr: "10.0.1.0/24", routeTableId: "public" },
  },
  securityGroups: {
    lb: { vpcId: "v", ingress: [{ port: 80, from: "0.0.0.0/0" }] },
    app: { vpcId: "v", ingress: [{ port: 8080, from: "lb" }] },
  },
  instances: { i: { subnetId: "a", privateIpAddress: "10.0.0.10", groups: ["app"], services: [{ port: 8080 }] } },
  loadBalancers: {
    web: {
      type: "application",
      subnets: ["a", "b"],
      securityGroups: ["lb"],
      listeners: [{ port: 80, protocol: "HTTP", forward: "app" }],
    },
  },
  targetGroups: {
    app: { protocol: "HTTP", port: 8080, targets: ["i"] },
    spare: { protocol: "HTTP", port: 80, targets: ["i"] },
  },
};
const left = (collection: string, id: string, more: NetworkInput = {}) =>
  network({ ...base, ...more, missing: [{ collection, id, reason: "not-collected" }] });
const ask = { loadBalancer: "web", port: 80, from: "internet" } as const;
const codes = (members: readonly { readonly code: string }[]) => [...new Set(members.map(({ code }) => code))];

describe("what the input leaves out of a load balancer makes it unknown, by name", () => {
  it("the targets of a group: it is not an empty group, and does not fail open", () => {
    const net = left("targets", "app", {
      targetGroups: { app: { protocol: "HTTP", port: 8080 } },
    });
    expect(checkListener(net, ask)).toMatchObject({ verdict: "unknown", service: "unknown" });
    expect(codes(checkListener(net, ask).unknowns)).toEqual(["targets-missing"]);
    expect(checkListener(net, ask).zones.map((zone) => zone.isInDns)).toEqual([true, true]);
    const health = checkHealth(net, { targetGroup: "app" });
    expect([health.verdict, codes(health.unknowns), health.blockers]).toEqual(["unknown", ["targets-missing"], []]);
  });

  it("listeners: a port without a known one may have one, and a group without a known one may be in use", () => {
    const net = left("listeners", "web");
    const other = checkListener(net, { ...ask, port: 443 });
    expect([other.verdict, codes(other.unknowns)]).toEqual(["unreachable", []]);
    const open = left("listeners", "web", {
      securityGroups: { ...base.securityGroups, lb: { vpcId: "v", ingress: [{ port: "80-443", from: "0.0.0.0/0" }] } },
    });
    const reached = checkListener(open, { ...ask, port: 443 });
    expect([reached.verdict, codes(reached.unknowns)]).toEqual(["unknown", ["listener-missing"]]);
    expect(checkListener(open, ask).verdict).toBe("reachable");
    const spare = checkHealth(net, { targetGroup: "spare" });
    expect([spare.verdict, spare.states.i?.state, codes(spare.unknowns)]).toEqual([
      "unknown",
      "unavailable",
      ["listener-missing"],
    ]);
    expect(checkHealth(network(base), { targetGroup: "spare" }).states.i).toMatchObject({
      state: "unused",
      reasonCode: "Target.NotInUse",
    });
  });

  it("rules: which target group requests go to", () => {
    const net = network({
      ...base,
      loadBalancers: {
        web: {
          type: "application",
          subnets: ["a", "b"],
          securityGroups: ["lb"],
          listeners: [{ port: 80, protocol: "HTTP", forward: "app", rules: null }],
        },
      },
    });
    expect(codes(checkListener(net, ask).unknowns)).toEqual(["listener-rules-missing"]);
    expect(checkListener(net, ask).verdict).toBe("unknown");
    expect(checkHealth(net, { targetGroup: "spare" }).states.i?.state).toBe("unavailable");
  });

  it("attributes of a target group: AWS's defaults, as an assumption", () => {
    expect(codes(checkListener(left("targetGroupAttributes", "app"), ask).assumptions)).toContain(
      "target-group-attributes-assumed",
    );
  });
});
