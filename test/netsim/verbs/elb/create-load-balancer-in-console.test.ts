import { elb } from "netsim";
import { describe, expect, it } from "vitest";
import { BEFORE, done, refused } from "../support.ts";
import { HTTP } from "./support.ts";

const REQUEST = { LoadBalancerName: "web", Subnets: ["own-a", "own-b"] } as const;

describe("a load balancer created in the console", () => {
  const { network: after } = done(elb.createLoadBalancerInConsole(BEFORE, REQUEST));

  it("has cross-zone load balancing on and asks for a page on port 80", () => {
    expect(after.classicLoadBalancers.web).toMatchObject({
      crossZone: true,
      healthCheck: {
        target: "HTTP:80/index.html",
        interval: 30,
        timeout: 5,
        unhealthyThreshold: 2,
        healthyThreshold: 10,
      },
      listeners: [{ protocol: "HTTP", loadBalancerPort: 80, instanceProtocol: "HTTP", instancePort: 80 }],
    });
  });

  it("gets a new group that opens the ports of its listeners and of its health check", () => {
    const request = {
      ...REQUEST,
      Listeners: [HTTP, { ...HTTP, LoadBalancerPort: 8443 }],
      HealthCheck: { Target: "HTTP:9000/ping", Interval: 10 },
      GroupName: "web-group",
    };
    const made = done(elb.createLoadBalancerInConsole(BEFORE, request)).network;
    const [id = ""] = made.classicLoadBalancers.web?.securityGroups ?? [];
    expect(BEFORE.securityGroups).not.toHaveProperty(id);
    expect(made.securityGroups[id]).toMatchObject({ groupName: "web-group", vpcId: "vpc-own" });
    const opened = made.securityGroups[id]?.ingress.map(({ protocol, fromPort, toPort, peer }) => [
      protocol,
      fromPort,
      toPort,
      peer,
    ]);
    const everyone = { cidr: "0.0.0.0/0" };
    expect(opened).toEqual([80, 8443, 9000].map((port) => [6, port, port, everyone]));
    expect(made.classicLoadBalancers.web?.healthCheck).toMatchObject({ target: "HTTP:9000/ping", interval: 10 });
  });

  it("opens a port once where the health check is on a listener's port, and counts the groups that it makes", () => {
    const second = done(elb.createLoadBalancerInConsole(after, { ...REQUEST, LoadBalancerName: "web2" })).network;
    const groups = Object.values(second.securityGroups).filter((each) => each.groupName.startsWith("quick-create-"));
    expect(groups.map((each) => each.groupName)).toEqual(["quick-create-1", "quick-create-2"]);
    for (const group of groups) expect(group.ingress).toHaveLength(1);
  });

  it("takes groups that are chosen", () => {
    const chosen = done(elb.createLoadBalancerInConsole(BEFORE, { ...REQUEST, SecurityGroups: ["sg-lb"] })).network;
    expect(chosen.classicLoadBalancers.web?.securityGroups).toEqual(["sg-lb"]);
    expect(chosen.securityGroups).toBe(BEFORE.securityGroups);
  });

  it("replaces the first subnet when a second of the same zone is added", () => {
    const Subnets = ["own-a", "own-b", "own-a2"];
    const made = done(elb.createLoadBalancerInConsole(BEFORE, { ...REQUEST, Subnets })).network;
    expect(made.classicLoadBalancers.web?.subnets).toEqual(["own-b", "own-a2"]);
  });

  it("gets no group default_elb_<id> in the default VPC", () => {
    const made = done(elb.createLoadBalancerInConsole(BEFORE, { ...REQUEST, Subnets: ["default-a"] })).network;
    const names = Object.values(made.securityGroups).map((each) => each.groupName);
    expect(names.filter((name) => name.startsWith("default_elb_"))).toEqual([]);
    expect(names).toContain("quick-create-1");
  });

  it("is refused like any other", () => {
    const refuses = (changes: object, ...reasons: string[]): void =>
      refused((before) => elb.createLoadBalancerInConsole(before, { ...REQUEST, ...changes }), BEFORE, ...reasons);
    refuses({ Subnets: ["own-a", "subnet-0"] }, "SubnetNotFound at Subnets.1");
    refuses({ HealthCheck: { Target: "HTTP:80" } }, "ValidationError at HealthCheck.Target");
    refuses({ HealthCheck: { Timeout: 30 } }, "ValidationError at HealthCheck.Timeout");
    refuses({ GroupName: "WEB-LB" }, "InvalidGroup.Duplicate at GroupName");
    refuses({ GroupName: "x", SecurityGroups: ["sg-lb"] }, "ValidationError at GroupName");
    refuses({ AvailabilityZones: ["us-east-1a"] }, "unknown-parameter at AvailabilityZones");
  });
});
