/** Load balancers of EC2-Classic. "EC2-Classic" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-classic-platform.html */
import { editNetwork, elb, type Network, network } from "netsim";
import { describe, expect, it } from "vitest";
import { BEFORE, done, refused } from "../support.ts";
import { HTTP, NAME, REQUEST, WITH_WEB } from "./support.ts";

const CLASSIC = network({
  vpcs: { "vpc-linked": { cidr: "172.16.0.0/16" } },
  internetGateways: { igw: { vpcId: "vpc-linked" } },
  subnets: { linked: { vpcId: "vpc-linked", availabilityZone: "us-east-1a", cidr: "172.16.0.0/24" } },
  securityGroups: { "sg-classic": { groupName: "web", ownerId: "111122223333" }, "sg-vpc": { vpcId: "vpc-linked" } },
  instances: {
    "i-a": { availabilityZone: "us-east-1a", privateIpAddress: "10.0.0.10", groups: ["sg-classic"] },
    "i-linked": {
      availabilityZone: "us-east-1a",
      privateIpAddress: "10.0.0.11",
      groups: ["sg-classic"],
      classicLinkVpcId: "vpc-linked",
    },
    "i-vpc": { subnetId: "linked", privateIpAddress: "172.16.0.10" },
  },
});

const IN_CLASSIC = { ...NAME, Listeners: [HTTP], AvailabilityZones: ["us-east-1a", "us-east-1b"] };
const WITH_CLASSIC = done(elb.createLoadBalancer(CLASSIC, IN_CLASSIC)).network;
const asked = (...ids: string[]) => ({ ...NAME, Instances: ids.map((InstanceId) => ({ InstanceId })) });

describe("create-load-balancer in EC2-Classic", () => {
  it("is what zones mean where there is no default VPC and something of EC2-Classic", () => {
    expect(WITH_CLASSIC.classicLoadBalancers.web).toMatchObject({
      vpcId: "EC2-Classic",
      availabilityZones: ["us-east-1a", "us-east-1b"],
      subnets: [],
      securityGroups: [],
      scheme: "internet-facing",
    });
    const vpc = (before: Network) => elb.createLoadBalancer(before, IN_CLASSIC, { platform: "vpc" });
    refused(
      vpc,
      CLASSIC,
      "InvalidConfigurationRequest at AvailabilityZones.0",
      "InvalidConfigurationRequest at AvailabilityZones.1",
    );
    const { network: after } = done(elb.createLoadBalancer(BEFORE, IN_CLASSIC, { platform: "ec2-classic" }));
    expect(after.classicLoadBalancers.web?.vpcId).toBe("EC2-Classic");
  });

  it("is taken back by delete-load-balancer", () => {
    expect(done(elb.deleteLoadBalancer(WITH_CLASSIC, NAME)).network).toEqual(CLASSIC);
  });

  it("has no groups, no scheme, and the listener ports of EC2-Classic only", () => {
    const refuses = (changes: object, ...reasons: string[]): void =>
      refused((before) => elb.createLoadBalancer(before, { ...IN_CLASSIC, ...changes }), CLASSIC, ...reasons);
    refuses({ SecurityGroups: ["sg-classic"] }, "InvalidConfigurationRequest at SecurityGroups");
    refuses({ Scheme: "internal" }, "InvalidScheme at Scheme");
    refuses({ Listeners: [{ ...HTTP, LoadBalancerPort: 81 }] }, "ValidationError at Listeners.0.LoadBalancerPort");
    for (const LoadBalancerPort of [25, 443, 465, 587, 1024])
      done(elb.createLoadBalancer(CLASSIC, { ...IN_CLASSIC, Listeners: [{ ...HTTP, LoadBalancerPort }] }));
  });

  it("is described without VPC, subnets and groups, and with the group of all its load balancers", () => {
    const [web] = done(elb.describeLoadBalancers(WITH_CLASSIC)).answer.LoadBalancerDescriptions;
    expect(web).toMatchObject({
      DNSName: expect.stringMatching(/^web-\d+\.us-east-1\.elb\.amazonaws\.com$/),
      AvailabilityZones: ["us-east-1a", "us-east-1b"],
      Subnets: [],
      SecurityGroups: [],
      SourceSecurityGroup: { OwnerAlias: "amazon-elb", GroupName: "amazon-elb-sg" },
    });
    expect(web).not.toHaveProperty("VPCId");
  });
});

describe("verbs for a VPC", () => {
  it("are refused for a load balancer of EC2-Classic", () => {
    const at = "InvalidConfigurationRequest at LoadBalancerName";
    const Subnets = ["linked"];
    refused((n) => elb.applySecurityGroupsToLoadBalancer(n, { ...NAME, SecurityGroups: ["sg-vpc"] }), WITH_CLASSIC, at);
    refused((n) => elb.attachLoadBalancerToSubnets(n, { ...NAME, Subnets }), WITH_CLASSIC, at);
    refused((n) => elb.attachLoadBalancerToSubnetsInConsole(n, { ...NAME, Subnets }), WITH_CLASSIC, at);
    refused((n) => elb.detachLoadBalancerFromSubnets(n, { ...NAME, Subnets }), WITH_CLASSIC, at);
  });

  it("do not take groups of EC2-Classic", () => {
    const request = { ...REQUEST, Subnets: ["linked"], SecurityGroups: ["sg-classic"] };
    refused((n) => elb.createLoadBalancer(n, request), CLASSIC, "InvalidConfigurationRequest at SecurityGroups.0");
  });
});

describe("register-instances-with-load-balancer", () => {
  it("takes instances of the network that the load balancer is in", () => {
    done(elb.registerInstancesWithLoadBalancer(WITH_CLASSIC, asked("i-a", "i-linked")));
    const ask = (n: Network) => elb.registerInstancesWithLoadBalancer(n, asked("i-vpc"));
    refused(ask, WITH_CLASSIC, "InvalidInstance at Instances.0.InstanceId");
  });

  it("takes an instance of EC2-Classic that is linked to the load balancer's VPC", () => {
    const request = { ...REQUEST, Subnets: ["linked"], SecurityGroups: ["sg-vpc"] };
    const inVpc = done(elb.createLoadBalancer(CLASSIC, request)).network;
    done(elb.registerInstancesWithLoadBalancer(inVpc, asked("i-linked")));
    refused(
      (n) => elb.registerInstancesWithLoadBalancer(n, asked("i-a")),
      inVpc,
      "InvalidInstance at Instances.0.InstanceId",
    );
  });
});

describe("enable- and disable-availability-zones-for-load-balancer", () => {
  const zones = (...AvailabilityZones: string[]) => ({ ...NAME, AvailabilityZones });

  it("add and remove zones, and answer with all", () => {
    const more = done(elb.enableAvailabilityZonesForLoadBalancer(WITH_CLASSIC, zones("us-east-1c", "us-east-1a")));
    expect(more.answer).toEqual({ AvailabilityZones: ["us-east-1a", "us-east-1b", "us-east-1c"] });
    const back = done(elb.disableAvailabilityZonesForLoadBalancer(more.network, zones("us-east-1c")));
    expect(back.answer).toEqual({ AvailabilityZones: ["us-east-1a", "us-east-1b"] });
    expect(back.network).toEqual(WITH_CLASSIC);
  });

  it("refuse zones of another Region or not enabled, to leave none, and a load balancer in a VPC", () => {
    const enable = (n: Network) => elb.enableAvailabilityZonesForLoadBalancer(n, zones("eu-west-1a"));
    const disable =
      (...names: string[]) =>
      (n: Network) =>
        elb.disableAvailabilityZonesForLoadBalancer(n, zones(...names));
    refused(enable, WITH_CLASSIC, "ValidationError at AvailabilityZones.0");
    refused(disable("us-east-1c"), WITH_CLASSIC, "InvalidConfigurationRequest at AvailabilityZones.0");
    refused(disable("us-east-1a", "us-east-1b"), WITH_CLASSIC, "InvalidConfigurationRequest at AvailabilityZones");
    refused(disable("us-east-1a"), WITH_WEB, "InvalidConfigurationRequest at LoadBalancerName");
    refused(disable("us-east-1a"), BEFORE, "LoadBalancerNotFound at LoadBalancerName");
  });
});

// "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-groups.html
describe("the page's procedure: let the load balancer in, by its source security group", () => {
  const registered = done(elb.registerInstancesWithLoadBalancer(WITH_CLASSIC, asked("i-a"))).network;
  const health = (n: Network): unknown => done(elb.describeInstanceHealth(n, NAME)).answer.InstanceStates;

  it("puts the instance in service", () => {
    expect(health(registered)).toMatchObject([{ InstanceId: "i-a", State: "OutOfService", ReasonCode: "Instance" }]);
    const [web] = done(elb.describeLoadBalancers(registered)).answer.LoadBalancerDescriptions;
    const source = `${web?.SourceSecurityGroup?.OwnerAlias}/${web?.SourceSecurityGroup?.GroupName}`;
    const granted = editNetwork(registered, (draft) => {
      draft.securityGroups["sg-classic"]?.ingress.push({ protocol: "tcp", port: "1-65535", from: source });
    });
    expect(health(granted)).toMatchObject([{ InstanceId: "i-a", State: "InService" }]);
  });
});
