import { editNetwork, elb } from "netsim";
import { importAws } from "netsim/aws";
import { describe, expect, it } from "vitest";
import { BEFORE, CERTIFICATE, done, refused } from "../support.ts";
import { HTTP, NAME, REQUEST, WITH_WEB } from "./support.ts";

describe("describe-load-balancers", () => {
  it("has AWS's shape", () => {
    const registered = elb.registerInstancesWithLoadBalancer(WITH_WEB, { ...NAME, Instances: [{ InstanceId: "i-a" }] });
    const { network: after } = done(registered);
    const { network: described, answer } = done(elb.describeLoadBalancers(after, { LoadBalancerNames: ["web"] }));
    expect(described).toBe(after);
    const name = after.classicLoadBalancers.web?.dnsName;
    expect(answer).toEqual({
      LoadBalancerDescriptions: [
        {
          LoadBalancerName: "web",
          DNSName: name,
          CanonicalHostedZoneName: name,
          ListenerDescriptions: [{ Listener: HTTP, PolicyNames: [] }],
          Policies: { AppCookieStickinessPolicies: [], LBCookieStickinessPolicies: [], OtherPolicies: [] },
          BackendServerDescriptions: [],
          AvailabilityZones: ["us-east-1a", "us-east-1b"],
          Subnets: ["own-a", "own-b"],
          VPCId: "vpc-own",
          Instances: [{ InstanceId: "i-a" }],
          HealthCheck: { Target: "TCP:8080", Interval: 30, Timeout: 5, UnhealthyThreshold: 2, HealthyThreshold: 10 },
          SourceSecurityGroup: { OwnerAlias: "111122223333", GroupName: "web-lb" },
          SecurityGroups: ["sg-lb"],
          Scheme: "internet-facing",
        },
      ],
    });
  });

  it("names as source group the load balancer's own group, of the account's id and its name", () => {
    const owned = editNetwork(WITH_WEB, (draft) => {
      const group = draft.securityGroups["sg-lb2"];
      if (group) group.ownerId = "444455556666";
    });
    const applied = elb.applySecurityGroupsToLoadBalancer(owned, { ...NAME, SecurityGroups: ["sg-lb2", "sg-lb"] });
    const [web] = done(elb.describeLoadBalancers(done(applied).network)).answer.LoadBalancerDescriptions;
    expect(web?.SourceSecurityGroup).toEqual({ OwnerAlias: "444455556666", GroupName: "sg-lb2" });
  });

  it("describes all load balancers when none is named, and the named ones in the order asked for", () => {
    const two = done(elb.createLoadBalancer(WITH_WEB, { ...REQUEST, LoadBalancerName: "api" })).network;
    const names = (request?: elb.DescribeLoadBalancersRequest): string[] =>
      done(elb.describeLoadBalancers(two, request)).answer.LoadBalancerDescriptions.map(
        (each) => each.LoadBalancerName,
      );
    expect(names()).toEqual(["web", "api"]);
    expect(names({ LoadBalancerNames: ["api", "web"] })).toEqual(["api", "web"]);
    expect(done(elb.describeLoadBalancers(BEFORE)).answer).toEqual({ LoadBalancerDescriptions: [] });
  });

  it("prints the certificate of a secure listener", () => {
    const secure = { ...HTTP, Protocol: "HTTPS", LoadBalancerPort: 443, SSLCertificateId: CERTIFICATE };
    const { network: after } = done(elb.createLoadBalancerListeners(WITH_WEB, { ...NAME, Listeners: [secure] }));
    const [web] = done(elb.describeLoadBalancers(after)).answer.LoadBalancerDescriptions;
    expect(web?.ListenerDescriptions.map((each) => each.Listener)).toEqual([HTTP, secure]);
  });

  it("refuses a name that no load balancer has", () => {
    refused(
      (before) => elb.describeLoadBalancers(before, { LoadBalancerNames: ["web", "api"] }),
      WITH_WEB,
      "LoadBalancerNotFound at LoadBalancerNames.1",
    );
  });

  it("is read back as the load balancer that it describes", () => {
    const described = done(elb.describeLoadBalancers(WITH_WEB)).answer;
    const attributes = { ...NAME, ...done(elb.describeLoadBalancerAttributes(WITH_WEB, NAME)).answer };
    const read = importAws([
      { file: "balancers.json", json: described },
      { file: "attributes.json", json: attributes },
    ]);
    if (!read.ok) throw new Error(JSON.stringify(read.issues));
    const { origin: _, listeners, ...web } = read.value.network.classicLoadBalancers.web ?? {};
    const { listeners: before, ...others } = WITH_WEB.classicLoadBalancers.web ?? {};
    expect(web).toEqual(others);
    expect(listeners?.map(({ origin: __, ...each }) => each)).toEqual(before);
  });
});
