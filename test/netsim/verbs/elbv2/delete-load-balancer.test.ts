import { elbv2 } from "netsim";
import { describe, expect, it } from "vitest";
import { BEFORE, done, refused } from "../support.ts";
import { ALB_REQUEST, arnOf, EMPTY, nowhere, WITH_LISTENER } from "./support.ts";

describe("delete-load-balancer", () => {
  it("takes back what create-load-balancer did", () => {
    const { network: after, answer } = done(elbv2.createLoadBalancer(BEFORE, ALB_REQUEST));
    const LoadBalancerArn = answer.LoadBalancers[0]?.LoadBalancerArn ?? "";
    expect(done(elbv2.deleteLoadBalancer(after, { LoadBalancerArn })).network).toEqual(BEFORE);
  });

  it("takes the listeners along and leaves the target groups, which another load balancer may use then", () => {
    const { network: after } = done(elbv2.deleteLoadBalancer(WITH_LISTENER, { LoadBalancerArn: arnOf("app") }));
    expect(after.loadBalancers).not.toHaveProperty("app");
    expect(after.targetGroups).toBe(WITH_LISTENER.targetGroups);
    done(
      elbv2.createListener(after, {
        LoadBalancerArn: arnOf("app2"),
        Protocol: "HTTP",
        Port: 80,
        DefaultActions: [{ Type: "forward", TargetGroupArn: arnOf("blue") }],
      }),
    );
  });

  it("succeeds for a load balancer that does not exist", () => {
    const LoadBalancerArn = nowhere("loadbalancer");
    expect(done(elbv2.deleteLoadBalancer(EMPTY, { LoadBalancerArn })).network).toBe(EMPTY);
    refused(
      (before) => elbv2.deleteLoadBalancer(before, { LoadBalancerArn: "app" }),
      EMPTY,
      "ValidationError at LoadBalancerArn",
    );
  });

  it("refuses one under deletion protection", () => {
    const request = { LoadBalancerArn: arnOf("app") };
    const Attributes = [{ Key: "deletion_protection.enabled", Value: "true" }];
    const kept = done(elbv2.modifyLoadBalancerAttributes(EMPTY, { ...request, Attributes })).network;
    refused((before) => elbv2.deleteLoadBalancer(before, request), kept, "OperationNotPermitted at LoadBalancerArn");
  });

  it("refuses one that is a target of another load balancer", () => {
    const request = { LoadBalancerArn: arnOf("app") };
    const Targets = [{ Id: arnOf("app") }];
    const target = done(elbv2.registerTargets(WITH_LISTENER, { TargetGroupArn: arnOf("balancer"), Targets })).network;
    refused((before) => elbv2.deleteLoadBalancer(before, request), target, "ResourceInUse at LoadBalancerArn");
  });
});
