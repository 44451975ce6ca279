import {
  checkConnection,
  checkHealth,
  checkLeg,
  checkListener,
  type ListenerInput,
  NetsimError,
  type SimulateHealthInput,
  simulateHealth,
} from "netsim";
import { describe, expect, it } from "vitest";
import { application } from "../../support/forwarding-networks.ts";
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

  it("that is not named is none, not the only one without a DNS name", () => {
    const unnamed = { port: 80, from: "internet" } as unknown as ListenerInput;
    expect(() => checkListener(balanced(), unnamed)).toThrow("loadBalancer: expected the name of a load balancer");
    const until = { until: 60, events: [] } as unknown as SimulateHealthInput;
    expect(() => simulateHealth(balanced(), until)).toThrow("loadBalancer: expected the name of a load balancer");
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

const ARN = "arn:aws:elasticloadbalancing:us-east-1:123456789012";

describe("a target group", () => {
  const net = application({
    balancer: { arn: `${ARN}:loadbalancer/app/web/1` },
    group: { arn: `${ARN}:targetgroup/app/2`, name: "front" },
  });

  it.each(["app", "front", `${ARN}:targetgroup/app/2`])("is found as %s", (targetGroup) => {
    const verdict = checkHealth(net, { targetGroup });
    expect(verdict).toMatchObject({ loadBalancer: "web", targetGroups: ["app"] });
  });

  it("that is not there is told with those that are", () => {
    expect(() => checkHealth(net, { targetGroup: "ap" })).toThrow(/target group, such as app/);
    expect(() => checkHealth(balanced(), { targetGroup: "app" })).toThrow(/the network has none/);
  });

  it("has a load balancer that is found by its ARN as well", () => {
    expect(checkHealth(net, { loadBalancer: `${ARN}:loadbalancer/app/web/1` }).loadBalancer).toBe("web");
  });

  it("may not be left out together with the load balancer", () => {
    expect(() => checkHealth(net, {} as never)).toThrow(/loadBalancer or a targetGroup/);
  });
});

describe("a target that is registered on several ports", () => {
  const net = application({
    group: {
      targets: [
        { id: "i-a", port: 8080 },
        { id: "i-a", port: 8081 },
      ],
    },
  });

  it("is meant by its id and port", () => {
    const { legs } = checkLeg(net, { leg: "target", loadBalancer: "web", port: 80, target: "i-a:8081" });
    expect(legs.map((leg) => leg.name)).toEqual([
      "target: web@lb-a -> i-a:8081 (app)",
      "target: web@lb-b -> i-a:8081 (app)",
    ]);
  });

  it("is not one of them by its id alone", () => {
    expect(() => checkLeg(net, { leg: "health", loadBalancer: "web", target: "i-a" })).toThrow(
      /one of i-a:8080, i-a:8081/,
    );
  });

  it("is told with the others where there is no such target", () => {
    expect(() => checkLeg(net, { leg: "health", loadBalancer: "web", target: "i-b" })).toThrow(/i-a:8080, i-a:8081/);
  });
});

describe("a listener", () => {
  it("that is not there is told with those that are", () => {
    expect(() => checkLeg(application(), { leg: "target", loadBalancer: "web", port: 81 })).toThrow(
      /a listener of web \(80\)/,
    );
  });
});
