import { checkHealth, checkLeg, NetsimError } from "netsim";
import { describe, expect, it } from "vitest";
import { balanced } from "../../support/small-networks.ts";

describe("a load balancer", () => {
  const net = balanced({ name: "front", dnsName: "web-123.us-east-1.elb.amazonaws.com" });

  it.each(["web", "front", "web-123.us-east-1.elb.amazonaws.com"])("is found as %s", (loadBalancer) => {
    expect(checkHealth(net, { loadBalancer }).loadBalancer).toBe("web");
  });

  it("with the Name of another is told with both", () => {
    const twins = balanced({ name: "front" }, { classicLoadBalancers: { other: { ...TWIN, name: "front" } } });
    expect(() => checkHealth(twins, { loadBalancer: "front" })).toThrow("web, other");
  });

  it("is asked for where there is none", () => {
    expect(() => checkHealth(balanced({}, {}), { loadBalancer: "x" })).toThrow(NetsimError);
  });
});

const TWIN = {
  subnets: ["lb-a"],
  securityGroups: ["sg-lb"],
  listeners: [{ protocol: "TCP", loadBalancerPort: 80, instancePort: 8080 }],
};

describe("a target", () => {
  it("is found by its id or its Name", () => {
    const net = balanced(
      {},
      {
        instances: { "i-a": { name: "first", subnetId: "app-a", privateIpAddress: "10.0.10.10", groups: ["sg-app"] } },
      },
    );
    for (const target of ["i-a", "first"]) {
      const verdict = checkLeg(net, { leg: "health", loadBalancer: "web", target });
      expect(verdict.legs.map((leg) => leg.to)).toEqual(["i-a", "i-a"]);
    }
  });
});
