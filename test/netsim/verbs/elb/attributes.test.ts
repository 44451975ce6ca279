import { elb, network } from "netsim";
import { describe, expect, it } from "vitest";
import { BEFORE, done, refused } from "../support.ts";
import { NAME, WITH_WEB } from "./support.ts";

const asked = (LoadBalancerAttributes: elb.LoadBalancerAttributes): elb.ModifyAttributesRequest => ({
  ...NAME,
  LoadBalancerAttributes,
});

describe("modify-load-balancer-attributes", () => {
  it("answers with what was asked for, and leaves the rest as it is", () => {
    const change = { CrossZoneLoadBalancing: { Enabled: true } };
    const { network: after, answer } = done(elb.modifyLoadBalancerAttributes(WITH_WEB, asked(change)));
    expect(answer).toEqual({ LoadBalancerName: "web", LoadBalancerAttributes: change });
    expect(after.classicLoadBalancers.web).toEqual({ ...WITH_WEB.classicLoadBalancers.web, crossZone: true });
  });

  it("drains for 300 seconds where no time is given, and for as long as is given", () => {
    const drained = (draining: elb.LoadBalancerAttributes["ConnectionDraining"]): number | null | undefined =>
      done(elb.modifyLoadBalancerAttributes(WITH_WEB, asked({ ConnectionDraining: draining }))).network
        .classicLoadBalancers.web?.connectionDraining;
    expect(drained({ Enabled: true })).toBe(300);
    expect(drained({ Enabled: true, Timeout: 60 })).toBe(60);
    expect(drained({ Enabled: false, Timeout: 60 })).toBe(null);
  });

  it("takes an idle timeout of up to the guide's 4000 seconds", () => {
    const change = asked({ ConnectionSettings: { IdleTimeout: 4000 }, AccessLog: { Enabled: false } });
    const { network: after, answer } = done(elb.modifyLoadBalancerAttributes(WITH_WEB, change));
    expect(after.classicLoadBalancers.web?.idleTimeout).toBe(4000);
    expect(answer.LoadBalancerAttributes).toEqual(change.LoadBalancerAttributes);
  });

  it("refuses what is out of range, logs that the model does not have, and what is no attribute", () => {
    const refuses = (attributes: object, ...reasons: string[]): void =>
      refused((before) => elb.modifyLoadBalancerAttributes(before, asked(attributes)), WITH_WEB, ...reasons);
    refuses(
      { ConnectionSettings: { IdleTimeout: 4001 } },
      "ValidationError at LoadBalancerAttributes.ConnectionSettings.IdleTimeout",
    );
    for (const Enabled of [true, false])
      refuses(
        { ConnectionDraining: { Enabled, Timeout: 3601 } },
        "ValidationError at LoadBalancerAttributes.ConnectionDraining.Timeout",
      );
    refuses({ AccessLog: { Enabled: true } }, "unsupported-parameter at LoadBalancerAttributes.AccessLog.Enabled");
    refuses({ Stickiness: {} }, "unknown-parameter at LoadBalancerAttributes.Stickiness");
    refused(
      (before) => elb.modifyLoadBalancerAttributes(before, asked({})),
      BEFORE,
      "LoadBalancerNotFound at LoadBalancerName",
    );
  });
});

describe("describe-load-balancer-attributes", () => {
  it("has AWS's shape", () => {
    const { network: after, answer } = done(elb.describeLoadBalancerAttributes(WITH_WEB, NAME));
    expect(after).toBe(WITH_WEB);
    expect(answer).toEqual({
      LoadBalancerAttributes: {
        CrossZoneLoadBalancing: { Enabled: false },
        AccessLog: { Enabled: false },
        ConnectionDraining: { Enabled: false, Timeout: 300 },
        ConnectionSettings: { IdleTimeout: 60 },
      },
    });
  });

  it("does not say what was not collected", () => {
    const partial = network({
      vpcs: { v: { cidr: "10.0.0.0/16" } },
      subnets: { a: { vpcId: "v", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
      classicLoadBalancers: {
        web: {
          subnets: ["a"],
          listeners: [{ protocol: "TCP", loadBalancerPort: 80, instancePort: 80 }],
          crossZone: null,
        },
      },
    });
    const { LoadBalancerAttributes } = done(elb.describeLoadBalancerAttributes(partial, NAME)).answer;
    expect(LoadBalancerAttributes).not.toHaveProperty("CrossZoneLoadBalancing");
  });

  it("refuses a load balancer that does not exist", () => {
    refused(
      (before) => elb.describeLoadBalancerAttributes(before, NAME),
      BEFORE,
      "LoadBalancerNotFound at LoadBalancerName",
    );
  });
});
