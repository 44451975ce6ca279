import { elb } from "netsim";
import { describe, expect, it } from "vitest";
import { done, refused } from "../support.ts";
import { HTTP, NAME, WITH_WEB } from "./support.ts";

describe("delete-load-balancer-listeners", () => {
  it("takes back what create-load-balancer-listeners did", () => {
    const Listeners = [
      { ...HTTP, LoadBalancerPort: 81 },
      { ...HTTP, LoadBalancerPort: 82 },
    ];
    const more = done(elb.createLoadBalancerListeners(WITH_WEB, { ...NAME, Listeners })).network;
    const { network: after, answer } = done(
      elb.deleteLoadBalancerListeners(more, { ...NAME, LoadBalancerPorts: [81, 82] }),
    );
    expect(answer).toEqual({});
    expect(after).toEqual(WITH_WEB);
  });

  it("may leave a load balancer without listeners, with the health check that it had", () => {
    const { network: after } = done(elb.deleteLoadBalancerListeners(WITH_WEB, { ...NAME, LoadBalancerPorts: [80] }));
    expect(after.classicLoadBalancers.web).toMatchObject({ listeners: [], healthCheck: { target: "TCP:8080" } });
  });

  it("has nothing to do for a port without a listener", () => {
    expect(done(elb.deleteLoadBalancerListeners(WITH_WEB, { ...NAME, LoadBalancerPorts: [81] })).network).toBe(
      WITH_WEB,
    );
  });

  it("refuses a load balancer that does not exist, and no port", () => {
    const ask = (LoadBalancerName: string, LoadBalancerPorts: number[]) => (before: typeof WITH_WEB) =>
      elb.deleteLoadBalancerListeners(before, { LoadBalancerName, LoadBalancerPorts });
    refused(ask("none", [80]), WITH_WEB, "LoadBalancerNotFound at LoadBalancerName");
    refused(ask("web", []), WITH_WEB, "ValidationError at LoadBalancerPorts");
  });
});
