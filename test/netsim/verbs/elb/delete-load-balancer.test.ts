import { elb, network } from "netsim";
import { describe, expect, it } from "vitest";
import { BEFORE, done, refused } from "../support.ts";
import { HTTP, NAME, REQUEST, WITH_WEB } from "./support.ts";

describe("delete-load-balancer", () => {
  it("takes back what create-load-balancer did", () => {
    const { network: after, answer } = done(elb.deleteLoadBalancer(WITH_WEB, NAME));
    expect(answer).toEqual({});
    expect(after).toEqual(BEFORE);
  });

  it("succeeds for a load balancer that does not exist, or no longer", () => {
    expect(done(elb.deleteLoadBalancer(BEFORE, NAME)).network).toBe(BEFORE);
    const once = done(elb.deleteLoadBalancer(WITH_WEB, NAME)).network;
    expect(done(elb.deleteLoadBalancer(once, NAME)).network).toBe(once);
  });

  it("leaves other load balancers alone", () => {
    const two = done(elb.createLoadBalancer(WITH_WEB, { ...REQUEST, LoadBalancerName: "web2" })).network;
    const one = done(elb.deleteLoadBalancer(two, NAME)).network;
    expect(Object.keys(one.classicLoadBalancers)).toEqual(["web2"]);
  });

  it("takes the interfaces of its nodes along, and no others", () => {
    const described = network({
      vpcs: { v: { cidr: "10.0.0.0/16" } },
      subnets: { a: { vpcId: "v", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
      networkInterfaces: {
        "eni-node": { subnetId: "a", privateIpAddress: "10.0.0.5", description: "ELB web" },
        "eni-other": { subnetId: "a", privateIpAddress: "10.0.0.6", description: "ELB web2" },
        "eni-own": { subnetId: "a", privateIpAddress: "10.0.0.7", description: "ELB web" },
      },
      instances: { "i-1": { networkInterfaceIds: ["eni-own"] } },
      classicLoadBalancers: {
        web: { subnets: ["a"], listeners: [{ protocol: "HTTP", loadBalancerPort: 80, instancePort: 80 }] },
      },
    });
    const { network: after } = done(elb.deleteLoadBalancer(described, NAME));
    expect(Object.keys(after.networkInterfaces)).toEqual(["eni-other", "eni-own"]);
  });

  it("wants a name", () => {
    refused(
      (before) => elb.deleteLoadBalancer(before, {} as typeof NAME),
      BEFORE,
      "ValidationError at LoadBalancerName",
    );
    const mistaken = { ...NAME, Listeners: [HTTP] };
    refused((before) => elb.deleteLoadBalancer(before, mistaken), WITH_WEB, "unknown-parameter at Listeners");
  });
});
