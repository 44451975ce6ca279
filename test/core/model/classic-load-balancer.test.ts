import {
  type ClassicLoadBalancer,
  type ClassicLoadBalancerInput,
  type NetworkInput,
  network,
  parseHealthCheckTarget,
  unwrap,
} from "@netsim/core";
import { describe, expect, it } from "vitest";

const base: NetworkInput = {
  vpcs: { v: { cidr: "10.0.0.0/16" } },
  subnets: {
    a: { vpcId: "v", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" },
    b: { vpcId: "v", availabilityZone: "us-east-1b", cidr: "10.0.1.0/24" },
  },
  instances: { i: {} },
};

function balancer(input: Partial<ClassicLoadBalancerInput> = {}, more: NetworkInput = {}): ClassicLoadBalancer {
  const listeners = [{ protocol: "HTTP", loadBalancerPort: 80, instancePort: 8080 }];
  const made = network({ ...base, ...more, classicLoadBalancers: { web: { subnets: ["a"], listeners, ...input } } });
  return made.classicLoadBalancers.web as ClassicLoadBalancer;
}

describe("a Classic Load Balancer", () => {
  // "CreateLoadBalancer" and "HealthCheck" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_HealthCheck.html
  it("as created by the API is internet-facing, in its subnets' VPC, with its default group and cross-zone off", () => {
    expect(balancer()).toEqual({
      id: "web",
      scheme: "internet-facing",
      vpcId: "v",
      subnets: ["a"],
      securityGroups: ["sg-default-v"],
      listeners: [{ protocol: "HTTP", loadBalancerPort: 80, instanceProtocol: "HTTP", instancePort: 8080 }],
      instances: [],
      healthCheck: { target: "TCP:8080", interval: 30, timeout: 5, unhealthyThreshold: 2, healthyThreshold: 10 },
      crossZone: false,
      connectionDraining: null,
      idleTimeout: 60,
    });
  });

  it("keeps what is said about it, each member once", () => {
    const said = {
      scheme: "internal",
      subnets: ["b", "a", "b"],
      securityGroups: [],
      instances: ["i", "i"],
      healthCheck: { target: "HTTP:9000/ping", interval: 5, timeout: 2, unhealthyThreshold: 10, healthyThreshold: 2 },
      crossZone: true,
      connectionDraining: 300,
      idleTimeout: 4000,
      dnsName: "web.example.com",
    } as const;
    expect(balancer(said)).toMatchObject({ ...said, subnets: ["b", "a"], instances: ["i"] });
  });

  it("writes the protocols of its listeners in capitals", () => {
    const [first] = balancer({
      listeners: [{ protocol: "https", instanceProtocol: "http", loadBalancerPort: 443, instancePort: 80 }],
    }).listeners;
    expect(first).toMatchObject({ protocol: "HTTPS", instanceProtocol: "HTTP" });
  });

  it("does not know its cross-zone setting where that was not collected, now or after JSON", () => {
    const unknown = balancer({ crossZone: null });
    expect(unknown.crossZone).toBeNull();
    const again = network({ ...base, classicLoadBalancers: { web: JSON.parse(JSON.stringify(unknown)) } });
    expect(again.classicLoadBalancers.web).toEqual(unknown);
  });

  // "Configure connection draining", "Configure the idle connection timeout"
  it.each([
    [{ connectionDraining: 1, idleTimeout: 1 }],
    [{ connectionDraining: 3600, idleTimeout: 4000 }],
    [{ connectionDraining: null, idleTimeout: 60 }],
  ])("drains for 1-3600 seconds or not at all, and closes what is idle after 1-4000: %j", (said) => {
    expect(balancer(said)).toMatchObject(said);
  });

  it("keeps the certificate of a secure listener", () => {
    const sslCertificateId = "arn:aws:iam::111122223333:server-certificate/web";
    const secure = { protocol: "HTTPS", loadBalancerPort: 443, instancePort: 80, sslCertificateId };
    expect(balancer({ listeners: [secure] }).listeners).toMatchObject([{ sslCertificateId }]);
  });

  it("may send several listeners to one instance port", () => {
    const listener = (loadBalancerPort: number) => ({ protocol: "TCP", loadBalancerPort, instancePort: 80 });
    expect(balancer({ listeners: [listener(80), listener(81)] }).listeners).toHaveLength(2);
  });

  it("has no VPC that anyone could know where its subnets are left out", () => {
    const missing = [{ collection: "subnets", reason: "not-collected" }];
    expect(balancer({ subnets: ["x"] }, { subnets: {}, missing })).toMatchObject({ vpcId: "", securityGroups: [] });
    expect(balancer({ subnets: ["x"], vpcId: "v" }, { subnets: {}, missing })).toMatchObject({ vpcId: "v" });
  });
});

describe("a health check's target", () => {
  it.each([
    ["TCP:80", { protocol: "TCP", port: 80 }],
    ["ssl:443", { protocol: "SSL", port: 443 }],
    ["HTTP:9000/ping", { protocol: "HTTP", port: 9000, path: "/ping" }],
    ["HTTPS:65535/", { protocol: "HTTPS", port: 65535, path: "/" }],
    ["HTTP:1/a:b/c?d=e#f", { protocol: "HTTP", port: 1, path: "/a:b/c?d=e#f" }],
  ])("%s", (text, target) => {
    expect(unwrap(parseHealthCheckTarget(text))).toEqual(target);
  });
});
