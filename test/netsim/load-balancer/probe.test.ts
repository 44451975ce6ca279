import { network, type TargetGroup } from "@netsim/core";
import { describe, expect, it } from "vitest";
import { classicProbe, groupProbe } from "../../../packages/netsim/src/load-balancer/probe.ts";
import { applicationInput, passingInput } from "../../support/forwarding-networks.ts";
import { balanced, extend } from "../../support/small-networks.ts";

function group(healthCheck: object, input = applicationInput): TargetGroup {
  const found = network(input({ group: { healthCheck } })).targetGroups.app;
  if (!found) throw new Error("no target group");
  return found;
}

describe("what a health check sends", () => {
  it("for a Classic Load Balancer is its target, with 200 as the only success", () => {
    const probe = (target: string) =>
      classicProbe(balanced({ healthCheck: { target } }).classicLoadBalancers.web as never);
    expect(probe("HTTP:9000/ping")).toEqual({ port: 9000, isTls: false, http: { path: "/ping", matcher: "200" } });
    expect(probe("HTTPS:443/")).toEqual({ port: 443, isTls: true, http: { path: "/", matcher: "200" } });
    expect(probe("SSL:443")).toEqual({ port: 443, isTls: true });
    expect(probe("TCP:22")).toEqual({ port: 22, isTls: false });
  });

  it("for a target group goes to the traffic port of the target, or to a port of its own", () => {
    expect(groupProbe(group({}), 8081)).toEqual({ port: 8081, isTls: false, http: { path: "/", matcher: "200" } });
    expect(groupProbe(group({ port: 9000, path: "/x" }), 8081)).toMatchObject({ port: 9000, http: { path: "/x" } });
    expect(groupProbe(group({ port: "9000" }), 8081)).toMatchObject({ port: 9000 });
  });

  it("for a Network Load Balancer is a TCP connection by default, and takes 200-399 over HTTP", () => {
    expect(groupProbe(group({}, passingInput), 8080)).toEqual({ port: 8080, isTls: false });
    expect(groupProbe(group({ protocol: "HTTP" }, passingInput), 8080).http).toEqual({ path: "/", matcher: "200-399" });
    expect(groupProbe(group({ protocol: "HTTPS" }, passingInput), 8080).isTls).toBe(true);
  });

  it("for gRPC asks AWS's own method, and takes 12 for success", () => {
    const input = extend(applicationInput(), {
      targetGroups: { app: { protocol: "HTTP", protocolVersion: "GRPC", port: 8080 } },
    });
    expect(groupProbe(network(input).targetGroups.app as TargetGroup, 8080).http).toEqual({
      path: "/AWS.ALB/healthcheck",
      matcher: "12",
    });
  });
});
