import { checkConnection, checkHealth, checkLeg, NetsimError } from "netsim";
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

  it("of the Classic kind may have the name of an Application Load Balancer, and is told apart by its DNS name", () => {
    const dnsName = "web-1.us-east-1.elb.amazonaws.com";
    const arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188";
    const twins = balanced({ dnsName }, { loadBalancers: { web: { type: "application", subnets: ["lb-a"], arn } } });
    expect(() => checkHealth(twins, { loadBalancer: "web" })).toThrow(`expected one of ${dnsName}, ${arn}`);
    expect(Object.keys(checkHealth(twins, { loadBalancer: dnsName }).states)).toEqual(["i-a", "i-b"]);
    const ask = { from: "10.0.0.250", port: 80 } as const;
    expect(() => checkConnection(twins, { ...ask, to: "web" })).toThrow(
      `{ loadBalancer: "${dnsName}" } or { loadBalancer: "${arn}" }`,
    );
    for (const to of [dnsName, { loadBalancer: dnsName }])
      expect(checkConnection(twins, { ...ask, to }).legs.length).toBe(2);
    expect(checkConnection(twins, { ...ask, to: arn }).legs.length).toBe(1);
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
