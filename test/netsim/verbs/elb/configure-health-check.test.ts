import { elb } from "netsim";
import { describe, expect, it } from "vitest";
import { done, refused } from "../support.ts";
import { NAME, WITH_WEB } from "./support.ts";

const HealthCheck: elb.HealthCheck = {
  Target: "HTTP:9000/ping",
  Interval: 20,
  Timeout: 3,
  UnhealthyThreshold: 4,
  HealthyThreshold: 2,
};

describe("configure-health-check", () => {
  it("replaces the health check and answers with it", () => {
    const { network: after, answer } = done(elb.configureHealthCheck(WITH_WEB, { ...NAME, HealthCheck }));
    expect(answer).toEqual({ HealthCheck });
    expect(after.classicLoadBalancers.web?.healthCheck).toEqual({
      target: "HTTP:9000/ping",
      interval: 20,
      timeout: 3,
      unhealthyThreshold: 4,
      healthyThreshold: 2,
    });
  });

  it("refuses what is out of range, a timeout that is no less than the interval, and a target of another form", () => {
    const refuses = (changes: Partial<elb.HealthCheck>, ...reasons: string[]): void =>
      refused(
        (before) => elb.configureHealthCheck(before, { ...NAME, HealthCheck: { ...HealthCheck, ...changes } }),
        WITH_WEB,
        ...reasons,
      );
    refuses({ Interval: 4 }, "ValidationError at HealthCheck.Interval");
    refuses({ Interval: 301 }, "ValidationError at HealthCheck.Interval");
    refuses({ Timeout: 1 }, "ValidationError at HealthCheck.Timeout");
    refuses({ Timeout: 20 }, "ValidationError at HealthCheck.Timeout");
    refuses({ UnhealthyThreshold: 11 }, "ValidationError at HealthCheck.UnhealthyThreshold");
    refuses({ HealthyThreshold: 1 }, "ValidationError at HealthCheck.HealthyThreshold");
    for (const Target of ["HTTP:80", "TCP:80/ping", "UDP:53", "HTTP:0/", "80", `HTTP:80/${"x".repeat(1024)}`])
      refuses({ Target }, "ValidationError at HealthCheck.Target");
  });

  it("wants all five settings, and a load balancer that exists", () => {
    const { Timeout: _, ...partial } = HealthCheck;
    refused(
      (before) => elb.configureHealthCheck(before, { ...NAME, HealthCheck: partial as elb.HealthCheck }),
      WITH_WEB,
      "ValidationError at HealthCheck.Timeout",
    );
    refused(
      (before) => elb.configureHealthCheck(before, { LoadBalancerName: "none", HealthCheck }),
      WITH_WEB,
      "LoadBalancerNotFound at LoadBalancerName",
    );
  });
});
