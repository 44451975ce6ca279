import { checkListener, elb, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import { BEFORE, done, refused } from "../support.ts";
import { HTTP } from "./support.ts";

function create(before: Network, name: string, subnets: string[], port = 80): Network {
  const request = { LoadBalancerName: name, Listeners: [{ ...HTTP, LoadBalancerPort: port }], Subnets: subnets };
  return done(elb.createLoadBalancer(before, request)).network;
}

function sharedGroups(after: Network): Network["securityGroups"][string][] {
  return Object.values(after.securityGroups).filter((group) => group.groupName.startsWith("default_elb_"));
}

describe("a load balancer created without groups in a VPC of one's own", () => {
  it("gets the VPC's default group, which lets nobody in but its members", () => {
    const after = create(BEFORE, "web", ["own-a"]);
    expect(after.classicLoadBalancers.web?.securityGroups).toEqual(["sg-default-vpc-own"]);
    const clients = checkListener(after, { loadBalancer: "web", port: 80, from: "internet" });
    expect(clients.verdict).toBe("unreachable");
    expect(clients.blockers.map((each) => each.component)).toContain("sg-default-vpc-own");
  });

  it("is the same with an empty list of groups", () => {
    const request = { LoadBalancerName: "web", Listeners: [HTTP], Subnets: ["own-a"], SecurityGroups: [] };
    expect(done(elb.createLoadBalancer(BEFORE, request)).network).toEqual(create(BEFORE, "web", ["own-a"]));
  });
});

describe("a load balancer created without groups in the default VPC", () => {
  const first = create(BEFORE, "first", ["default-a"], 80);

  it("gets a group default_elb_<id> that opens its ports to everyone", () => {
    const [group, ...others] = sharedGroups(first);
    expect(others).toEqual([]);
    expect(group).toMatchObject({
      groupName: expect.stringMatching(/^default_elb_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      vpcId: "vpc-default",
      ingress: [{ protocol: 6, fromPort: 80, toPort: 80, peer: { cidr: "0.0.0.0/0" } }],
      egress: [{ protocol: -1, peer: { cidr: "0.0.0.0/0" } }],
    });
    expect(group?.id).toMatch(/^sg-[0-9a-f]{17}$/);
    expect(first.classicLoadBalancers.first?.securityGroups).toEqual([group?.id]);
  });

  it("shares it with later load balancers, whose ports it is not widened for", () => {
    const second = create(first, "second", ["default-b"], 8443);
    expect(sharedGroups(second)).toEqual(sharedGroups(first));
    expect(second.classicLoadBalancers.second?.securityGroups).toEqual(
      first.classicLoadBalancers.first?.securityGroups,
    );
    const other = checkListener(second, { loadBalancer: "second", port: 8443, from: "internet" });
    expect(other.blockers.map((each) => each.component)).toContain(sharedGroups(second)[0]?.id);
  });

  it("leaves it behind when it is deleted, for the next one", () => {
    const deleted = done(elb.deleteLoadBalancer(first, { LoadBalancerName: "first" })).network;
    expect(deleted.classicLoadBalancers).toEqual({});
    expect(sharedGroups(deleted)).toEqual(sharedGroups(first));
    const next = create(deleted, "next", ["default-a"], 443);
    expect(sharedGroups(next)).toEqual(sharedGroups(first));
  });
});

describe("groups given in the default VPC", () => {
  const request = {
    LoadBalancerName: "web",
    Listeners: [HTTP],
    Subnets: ["default-a"],
    SecurityGroups: ["sg-in-default"],
  };

  it("are honoured, and no group is made", () => {
    const { network: after } = done(elb.createLoadBalancer(BEFORE, request));
    expect(after.classicLoadBalancers.web?.securityGroups).toEqual(["sg-in-default"]);
    expect(after.securityGroups).toBe(BEFORE.securityGroups);
  });

  it("are refused where the page that says so is followed", () => {
    refused(
      (before) => elb.createLoadBalancer(before, request, { groupsInDefaultVpc: "refused" }),
      BEFORE,
      "InvalidConfigurationRequest at SecurityGroups",
    );
  });
});
