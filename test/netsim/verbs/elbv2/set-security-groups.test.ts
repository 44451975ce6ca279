import fc from "fast-check";
import { elbv2, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import { done, refused } from "../support.ts";
import { arnOf, EMPTY, nowhere } from "./support.ts";

function ask(name: string, SecurityGroups: string[], more: object = {}) {
  return (before: Network) =>
    elbv2.setSecurityGroups(before, { LoadBalancerArn: arnOf(name), SecurityGroups, ...more });
}

describe("set-security-groups", () => {
  it("replaces all groups and answers with the new ones", () => {
    const { network: after, answer } = done(ask("app", ["sg-lb2", "sg-1"])(EMPTY));
    expect(answer).toEqual({ SecurityGroupIds: ["sg-lb2", "sg-1"] });
    expect(after.loadBalancers.app?.securityGroups).toEqual(["sg-lb2", "sg-1"]);
  });

  it("says for a Network Load Balancer whether PrivateLink traffic meets its inbound rules", () => {
    const enforce = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic";
    const off = done(ask("net", ["sg-lb"], { [enforce]: "off" })(EMPTY));
    expect(off.answer).toEqual({ SecurityGroupIds: ["sg-lb"], [enforce]: "off" });
    expect(off.network.loadBalancers.net?.enforcePrivateLinkInboundRules).toBe(false);
    expect(done(ask("net", ["sg-lb2"])(off.network)).answer).toMatchObject({ [enforce]: "off" });
    refused(ask("app", ["sg-lb"], { [enforce]: "off" }), EMPTY, `InvalidConfigurationRequest at ${enforce}`);
  });

  it("never adds groups to a Network Load Balancer that was created without, nor to a Gateway Load Balancer", () => {
    refused(ask("bare", ["sg-lb"]), EMPTY, "InvalidConfigurationRequest at LoadBalancerArn");
    refused(ask("gate", ["sg-lb"]), EMPTY, "InvalidConfigurationRequest at LoadBalancerArn");
  });

  it("applied twice is the same as once", () => {
    const groups = fc.uniqueArray(fc.constantFrom("sg-lb", "sg-lb2", "sg-app", "sg-1"), { minLength: 1 });
    fc.assert(
      fc.property(fc.constantFrom("app", "net"), groups, groups, (name, first, second) => {
        const once = done(ask(name, second)(EMPTY)).network;
        expect(done(ask(name, second)(once)).network).toEqual(once);
        expect(done(ask(name, second)(done(ask(name, first)(EMPTY)).network)).network).toEqual(once);
      }),
    );
  });

  it("refuses groups that do not exist or are of another VPC, none, and a load balancer that does not exist", () => {
    refused(ask("app", ["web-lb"]), EMPTY, "InvalidSecurityGroup at SecurityGroups.0");
    refused(ask("net", ["sg-in-default"]), EMPTY, "InvalidConfigurationRequest at SecurityGroups.0");
    refused(ask("net", []), EMPTY, "ValidationError at SecurityGroups");
    refused(
      (before) =>
        elbv2.setSecurityGroups(before, { LoadBalancerArn: nowhere("loadbalancer"), SecurityGroups: ["sg-lb"] }),
      EMPTY,
      "LoadBalancerNotFound at LoadBalancerArn",
    );
  });
});
