import fc from "fast-check";
import { editNetwork, elb, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import { BEFORE, done, refused } from "../support.ts";
import { NAME, WITH_WEB } from "./support.ts";

const asked = (...SecurityGroups: string[]): elb.ApplySecurityGroupsRequest => ({ ...NAME, SecurityGroups });

describe("apply-security-groups-to-load-balancer", () => {
  it("replaces the whole set and answers with the new one", () => {
    const { network: after, answer } = done(elb.applySecurityGroupsToLoadBalancer(WITH_WEB, asked("sg-lb2", "sg-1")));
    expect(answer).toEqual({ SecurityGroups: ["sg-lb2", "sg-1"] });
    expect(after.classicLoadBalancers.web?.securityGroups).toEqual(["sg-lb2", "sg-1"]);
  });

  it("gives the described nodes the new groups as well", () => {
    const described = editNetwork(WITH_WEB, (draft) => {
      const template = draft.networkInterfaces["eni-i-a"];
      if (!template) throw new Error("no interface");
      draft.networkInterfaces["eni-node"] = {
        ...template,
        id: "eni-node",
        description: "ELB web",
        privateIpAddresses: [{ address: "10.0.0.5" as (typeof template.privateIpAddresses)[number]["address"] }],
      };
    });
    const { network: after } = done(elb.applySecurityGroupsToLoadBalancer(described, asked("sg-lb2")));
    expect(after.networkInterfaces["eni-node"]?.groups).toEqual(["sg-lb2"]);
    expect(after.networkInterfaces["eni-i-a"]).toBe(described.networkInterfaces["eni-i-a"]);
  });

  it("applied twice is the same as once, and what was there before does not matter", () => {
    const groups = fc.uniqueArray(fc.constantFrom("sg-lb", "sg-lb2", "sg-app", "sg-1", "sg-2"), { minLength: 1 });
    const apply = (before: Network, ids: readonly string[]): Network =>
      done(elb.applySecurityGroupsToLoadBalancer(before, asked(...ids))).network;
    fc.assert(
      fc.property(groups, groups, (first, second) => {
        const once = apply(WITH_WEB, second);
        expect(apply(once, second)).toEqual(once);
        expect(apply(apply(WITH_WEB, first), second)).toEqual(once);
      }),
    );
  });

  it("refuses names, groups that do not exist or are of another VPC, none, and a load balancer that does not exist", () => {
    const ask =
      (...groups: string[]) =>
      (before: Network) =>
        elb.applySecurityGroupsToLoadBalancer(before, asked(...groups));
    refused(ask("web-lb"), WITH_WEB, "InvalidSecurityGroup at SecurityGroups.0");
    refused(ask("sg-lb", "sg-0"), WITH_WEB, "InvalidSecurityGroup at SecurityGroups.1");
    refused(ask("sg-in-default"), WITH_WEB, "InvalidConfigurationRequest at SecurityGroups.0");
    refused(ask(), WITH_WEB, "ValidationError at SecurityGroups");
    refused(
      ask("sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"),
      WITH_WEB,
      "InvalidConfigurationRequest at SecurityGroups",
    );
    refused(ask("sg-lb"), BEFORE, "LoadBalancerNotFound at LoadBalancerName");
  });
});
