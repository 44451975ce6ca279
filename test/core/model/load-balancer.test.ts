import { type LoadBalancer, type LoadBalancerInput, type NetworkInput, network } from "@netsim/core";
import { describe, expect, it } from "vitest";

const base: NetworkInput = {
  vpcs: { v: { cidr: ["10.0.0.0/16", "2001:db8::/56"] } },
  subnets: {
    a: { vpcId: "v", availabilityZone: "us-east-1a", cidr: ["10.0.0.0/24", "2001:db8::/64"] },
    b: { vpcId: "v", availabilityZone: "us-east-1b", cidr: "10.0.1.0/24" },
  },
  securityGroups: { g: { vpcId: "v" } },
  targetGroups: { t: { protocol: "HTTP", port: 80 } },
};

function balancer(input: Partial<LoadBalancerInput> = {}, more: NetworkInput = {}): LoadBalancer {
  const made = network({
    ...base,
    ...more,
    loadBalancers: { b: { type: "application", subnets: ["a", "b"], ...input } },
  });
  return made.loadBalancers.b as LoadBalancer;
}

const again = (record: LoadBalancer): unknown =>
  network({ ...base, loadBalancers: { b: JSON.parse(JSON.stringify(record)) } }).loadBalancers.b;

describe("an Application Load Balancer", () => {
  // "CreateLoadBalancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
  it("of which only the subnets are given is internet-facing, IPv4, with the VPC's default group and cross-zone on", () => {
    expect(balancer()).toEqual({
      id: "b",
      type: "application",
      scheme: "internet-facing",
      vpcId: "v",
      subnets: [{ subnetId: "a" }, { subnetId: "b" }],
      securityGroups: ["sg-default-v"],
      ipAddressType: "ipv4",
      listeners: [],
      crossZone: true,
      enforcePrivateLinkInboundRules: true,
      denyAllIgwTraffic: false,
    });
  });

  it("sends across zones whatever is known of its attributes: that cannot be turned off", () => {
    expect(balancer({ crossZone: null }).crossZone).toBe(true);
    expect(balancer({ crossZone: true }).crossZone).toBe(true);
  });

  it("keeps attributes that have no key of their own", () => {
    const attributes = { "idle_timeout.timeout_seconds": "4000" };
    expect(balancer({ attributes }).attributes).toEqual(attributes);
    expect(again(balancer({ attributes }))).toEqual(balancer({ attributes }));
  });

  it("may be without public IPv4 addresses", () => {
    expect(balancer({ ipAddressType: "dualstack-without-public-ipv4" }).ipAddressType).toBe(
      "dualstack-without-public-ipv4",
    );
  });

  it("has each of its groups once, and the default group of a VPC that is known only", () => {
    expect(balancer({ securityGroups: ["g", "g"] }).securityGroups).toEqual(["g"]);
    expect(balancer({ securityGroups: null }).securityGroups).toEqual(["sg-default-v"]);
    const missing = [{ collection: "subnets", reason: "not-collected" }];
    expect(balancer({ subnets: ["x"] }, { subnets: {}, missing })).toMatchObject({ vpcId: "", securityGroups: [] });
    expect(balancer({ subnets: ["x"], vpcId: "v" }, { subnets: {}, missing })).toMatchObject({ vpcId: "v" });
  });

  it("keeps what is said about it, now and after JSON", () => {
    const said = {
      scheme: "internal",
      ipAddressType: "dualstack",
      securityGroups: ["g"],
      denyAllIgwTraffic: false,
      dnsName: "b.example.com",
      arn: "arn:b",
      name: "front",
      origin: { file: "x.json", pointer: "/LoadBalancers/0" },
    } as const;
    const made = balancer(said);
    expect(made).toMatchObject(said);
    expect(again(made)).toEqual(made);
  });
});

describe("a Network Load Balancer", () => {
  const edge = (input: Partial<LoadBalancerInput> = {}): LoadBalancer => balancer({ type: "network", ...input });

  // "Update the security groups for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
  it("created without groups has none, and not the VPC's default group, now and after JSON", () => {
    expect(edge().securityGroups).toBeNull();
    expect(edge({ securityGroups: null }).securityGroups).toBeNull();
    expect(again(edge())).toEqual(edge());
  });

  it("created with groups keeps them", () => {
    expect(edge({ securityGroups: ["g"] }).securityGroups).toEqual(["g"]);
  });

  it("keeps to its zones unless it is told otherwise; what was not collected stays unknown, now and after JSON", () => {
    expect(edge().crossZone).toBe(false);
    expect(edge({ crossZone: true }).crossZone).toBe(true);
    expect(edge({ crossZone: null }).crossZone).toBeNull();
    expect(again(edge({ crossZone: null }))).toEqual(edge({ crossZone: null }));
  });

  it("evaluates its inbound rules on PrivateLink traffic unless that is turned off", () => {
    expect(edge().enforcePrivateLinkInboundRules).toBe(true);
    expect(edge({ enforcePrivateLinkInboundRules: false }).enforcePrivateLinkInboundRules).toBe(false);
  });

  it("may have addresses for good, in canonical text", () => {
    const subnets = [
      { subnetId: "a", privateIpv4Address: "10.0.0.8", publicIp: "203.0.113.8", ipv6Address: "2001:DB8:0::8" },
      { subnetId: "b" },
    ];
    const made = edge({ subnets, ipAddressType: "dualstack" });
    expect(made.subnets).toEqual([{ ...subnets[0], ipv6Address: "2001:db8::8" }, { subnetId: "b" }]);
    expect(again(made)).toEqual(made);
  });
});

describe("a Gateway Load Balancer", () => {
  it("is internal, without groups, and keeps to its zones", () => {
    expect(balancer({ type: "gateway" })).toMatchObject({ scheme: "internal", securityGroups: null, crossZone: false });
    expect(balancer({ type: "gateway", securityGroups: [] }).securityGroups).toBeNull();
  });
});

describe("an internal load balancer", () => {
  // "LoadBalancerAttribute" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
  it("takes no IPv6 traffic from the internet gateway unless that is turned on", () => {
    expect(balancer({ scheme: "internal" }).denyAllIgwTraffic).toBe(true);
    expect(balancer({ scheme: "internal", denyAllIgwTraffic: false }).denyAllIgwTraffic).toBe(false);
    expect(balancer().denyAllIgwTraffic).toBe(false);
  });
});

describe("load balancers", () => {
  it("may listen on several ports, and one target group may be behind several listeners of one", () => {
    const listeners = [80, 81].map((port) => ({ port, protocol: "HTTP", forward: "t" }));
    expect(balancer({ listeners }).listeners.map((each) => each.port)).toEqual([80, 81]);
  });

  it("may use a group that is associated with their VPC", () => {
    const more: NetworkInput = {
      vpcs: { ...base.vpcs, w: { cidr: "10.1.0.0/16" } },
      securityGroups: { h: { vpcId: "w", associatedVpcIds: ["v"] } },
      targetGroups: {},
    };
    expect(balancer({ securityGroups: ["h"] }, more).securityGroups).toEqual(["h"]);
  });
});
