import fc from "fast-check";
import { elb, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import { BEFORE, done, refused } from "../support.ts";
import { NAME, REQUEST, WITH_WEB } from "./support.ts";

const asked = (...ids: string[]): elb.InstancesRequest => ({
  ...NAME,
  Instances: ids.map((InstanceId) => ({ InstanceId })),
});

function register(before: Network, ...ids: string[]): Network {
  return done(elb.registerInstancesWithLoadBalancer(before, asked(...ids))).network;
}

describe("register-instances-with-load-balancer", () => {
  it("answers with all registered instances", () => {
    const first = register(WITH_WEB, "i-b");
    const { answer } = done(elb.registerInstancesWithLoadBalancer(first, asked("i-a", "i-b")));
    expect(answer).toEqual({ Instances: [{ InstanceId: "i-b" }, { InstanceId: "i-a" }] });
  });

  it("takes an instance in a zone that the load balancer is not in, which is out of service then", () => {
    const after = register(WITH_WEB, "i-c");
    const [state] = done(elb.describeInstanceHealth(after, NAME)).answer.InstanceStates;
    expect(state).toMatchObject({ InstanceId: "i-c", State: "OutOfService", ReasonCode: "ELB" });
  });

  it("takes an instance that the network is known to leave out", () => {
    expect(register(WITH_WEB, "i-undescribed").classicLoadBalancers.web?.instances).toEqual(["i-undescribed"]);
  });

  it("refuses instances that do not exist, do not run, or are of another VPC", () => {
    refused(
      (before) =>
        elb.registerInstancesWithLoadBalancer(
          before,
          asked("i-a", "i-none", "i-stopped", "i-pending", "i-default", "i-gone"),
        ),
      WITH_WEB,
      "InvalidInstance at Instances.1.InstanceId",
      "InvalidInstance at Instances.2.InstanceId",
      "InvalidInstance at Instances.3.InstanceId",
      "InvalidInstance at Instances.4.InstanceId",
      "InvalidInstance at Instances.5.InstanceId",
    );
  });

  it("refuses a load balancer that does not exist, and no instance", () => {
    refused(
      (before) => elb.registerInstancesWithLoadBalancer(before, asked("i-a")),
      BEFORE,
      "LoadBalancerNotFound at LoadBalancerName",
    );
    refused(
      (before) => elb.registerInstancesWithLoadBalancer(before, asked()),
      WITH_WEB,
      "ValidationError at Instances",
    );
  });

  it("registers the same instances in whatever order and portions they come", () => {
    const portion = fc.array(fc.constantFrom("i-a", "i-b", "i-c", "i-undescribed"), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(portion, { minLength: 1, maxLength: 4 }), (portions) => {
        const ids = portions.flat();
        const after = portions.reduce((before, some) => register(before, ...some), WITH_WEB);
        const registered = after.classicLoadBalancers.web?.instances ?? [];
        expect([...registered].sort()).toEqual([...new Set(ids)].sort());
        const back = done(elb.deregisterInstancesFromLoadBalancer(after, asked(...ids))).network;
        expect(back).toEqual(WITH_WEB);
      }),
    );
  });
});

describe("deregister-instances-from-load-balancer", () => {
  const both = register(WITH_WEB, "i-a", "i-b");

  it("answers with the instances that remain", () => {
    const { answer } = done(elb.deregisterInstancesFromLoadBalancer(both, asked("i-a")));
    expect(answer).toEqual({ Instances: [{ InstanceId: "i-b" }] });
  });

  it("leaves an instance that is not registered as it is, whatever its state", () => {
    const { network: after, answer } = done(elb.deregisterInstancesFromLoadBalancer(both, asked("i-c", "i-stopped")));
    expect(after).toBe(both);
    expect(answer).toEqual({ Instances: [{ InstanceId: "i-a" }, { InstanceId: "i-b" }] });
  });

  it("takes the last one, too", () => {
    const { network: after } = done(elb.deregisterInstancesFromLoadBalancer(both, asked("i-a", "i-b")));
    expect(after).toEqual(WITH_WEB);
  });

  it("refuses an instance or a load balancer that does not exist", () => {
    const ask = (before: Network) => elb.deregisterInstancesFromLoadBalancer(before, asked("i-a", "i-none"));
    refused(ask, both, "InvalidInstance at Instances.1.InstanceId");
    refused(ask, BEFORE, "LoadBalancerNotFound at LoadBalancerName");
  });
});

describe("create and delete", () => {
  it("give back the network as it was before the load balancer, its instances included", () => {
    const after = register(WITH_WEB, "i-a");
    expect(done(elb.deleteLoadBalancer(after, NAME)).network).toEqual(BEFORE);
    expect(REQUEST.LoadBalancerName).toBe(NAME.LoadBalancerName);
  });
});
