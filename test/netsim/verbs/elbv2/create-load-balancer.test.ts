import { elbv2, network } from "netsim";
import { describe, expect, it } from "vitest";
import { BEFORE, done, refused } from "../support.ts";
import { ALB_REQUEST, arnOf, EMPTY } from "./support.ts";

function refuses(request: Partial<elbv2.CreateLoadBalancerRequest>, ...reasons: string[]): void {
  refused((before) => elbv2.createLoadBalancer(before, { ...ALB_REQUEST, ...request }), BEFORE, ...reasons);
}

describe("create-load-balancer, of an Application Load Balancer", () => {
  it("answers with AWS's shape, an ARN of the account and Region, and a DNS name", () => {
    const { answer } = done(elbv2.createLoadBalancer(BEFORE, ALB_REQUEST));
    expect(answer).toEqual({
      LoadBalancers: [
        {
          LoadBalancerArn: expect.stringMatching(
            /^arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer\/app\/app\/[0-9a-f]{16}$/,
          ),
          DNSName: expect.stringMatching(/^app-\d+\.us-east-1\.elb\.amazonaws\.com$/),
          LoadBalancerName: "app",
          Scheme: "internet-facing",
          VpcId: "vpc-own",
          State: { Code: "provisioning" },
          Type: "application",
          AvailabilityZones: [
            { ZoneName: "us-east-1a", SubnetId: "own-a", LoadBalancerAddresses: [] },
            { ZoneName: "us-east-1b", SubnetId: "own-b", LoadBalancerAddresses: [] },
          ],
          SecurityGroups: ["sg-lb"],
          IpAddressType: "ipv4",
        },
      ],
    });
  });

  it("gives the same ARN every time, in the partition of the Region", () => {
    const once = done(elbv2.createLoadBalancer(BEFORE, ALB_REQUEST)).answer;
    expect(done(elbv2.createLoadBalancer(BEFORE, ALB_REQUEST)).answer).toEqual(once);
    const china = network({
      vpcs: { v: { cidr: "10.0.0.0/16", region: "cn-north-1" } },
      subnets: {
        a: { vpcId: "v", availabilityZone: "cn-north-1a", cidr: "10.0.0.0/24" },
        b: { vpcId: "v", availabilityZone: "cn-north-1b", cidr: "10.0.1.0/24" },
      },
    });
    const request = { Name: "app", Subnets: ["a", "b"], Scheme: "internal" };
    const [made] = done(elbv2.createLoadBalancer(china, request)).answer.LoadBalancers;
    expect(made?.LoadBalancerArn).toMatch(/^arn:aws-cn:elasticloadbalancing:cn-north-1:123456789012:loadbalancer\//);
    expect(made?.DNSName).toMatch(/^internal-app-\d+\.cn-north-1\.elb\.amazonaws\.com$/);
  });

  it("attaches the VPC's default group where none is given, in the default VPC too", () => {
    const { SecurityGroups: _, ...request } = ALB_REQUEST;
    const groups = (Subnets: string[]): unknown =>
      done(elbv2.createLoadBalancer(BEFORE, { ...request, Subnets })).network.loadBalancers.app?.securityGroups;
    expect(groups(["own-a", "own-b"])).toEqual(["sg-default-vpc-own"]);
    expect(groups(["default-a", "default-b"])).toEqual(["sg-default-vpc-default"]);
  });

  it("takes a group that is shared with its VPC", () => {
    done(elbv2.createLoadBalancer(BEFORE, { ...ALB_REQUEST, SecurityGroups: ["sg-shared"] }));
  });

  it("is idempotent: the same request once more changes nothing", () => {
    const { network: after } = done(elbv2.createLoadBalancer(BEFORE, ALB_REQUEST));
    const again = done(elbv2.createLoadBalancer(after, { ...ALB_REQUEST, Subnets: ["own-b", "own-a"] }));
    expect(again.network).toBe(after);
    expect(again.answer.LoadBalancers[0]?.LoadBalancerName).toBe("app");
    const other = { ...ALB_REQUEST, Scheme: "internal" };
    refused((before) => elbv2.createLoadBalancer(before, other), after, "DuplicateLoadBalancerName at Name");
  });

  it("wants subnets in two zones", () => {
    refuses({ Subnets: ["own-a"] }, "ValidationError at Subnets");
    refuses({ Subnets: ["own-a", "own-a2"] }, "InvalidConfigurationRequest at Subnets.1");
    refuses({ Subnets: ["own-a", "own-a"] }, "ValidationError at Subnets.1");
    refuses({ Subnets: undefined }, "ValidationError at Subnets");
  });

  it("refuses subnets that do not exist, are of another VPC or have no room, and a VPC without gateway", () => {
    refuses({ Subnets: ["own-a", "subnet-0"] }, "SubnetNotFound at Subnets.1");
    refuses({ Subnets: ["own-a", "default-b"] }, "InvalidConfigurationRequest at Subnets.1");
    refuses({ Subnets: ["own-a", "own-full"] }, "InvalidSubnet at Subnets.1");
    refuses({ Subnets: ["closed-a", "closed-b"], SecurityGroups: [] }, "InvalidSubnet at Subnets.0");
  });

  it("refuses groups that do not exist, are of another VPC, or are too many", () => {
    refuses({ SecurityGroups: ["sg-0"] }, "InvalidSecurityGroup at SecurityGroups.0");
    refuses({ SecurityGroups: ["sg-in-default"] }, "InvalidConfigurationRequest at SecurityGroups.0");
    const many = ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"];
    refuses({ SecurityGroups: many }, "InvalidConfigurationRequest at SecurityGroups");
  });

  it("refuses names and schemes that cannot be", () => {
    refuses({ Name: "internal-app" }, "ValidationError at Name");
    refuses({ Name: "app-" }, "ValidationError at Name");
    refuses({ Scheme: "public" }, "InvalidScheme at Scheme");
  });

  it("wants IPv6 blocks in the subnets of a dualstack load balancer", () => {
    done(elbv2.createLoadBalancer(BEFORE, { ...ALB_REQUEST, IpAddressType: "dualstack" }));
    refuses({ IpAddressType: "dualstack", Subnets: ["own-a", "own-c"] }, "InvalidSubnet at Subnets.1");
    refuses(
      { IpAddressType: "dualstack-without-public-ipv4", Scheme: "internal" },
      "InvalidConfigurationRequest at IpAddressType",
    );
  });

  it("has no static addresses", () => {
    const SubnetMappings = [{ SubnetId: "own-a", PrivateIPv4Address: "10.0.0.50" }, { SubnetId: "own-b" }];
    refuses(
      { Subnets: undefined, SubnetMappings },
      "InvalidConfigurationRequest at SubnetMappings.0.PrivateIPv4Address",
    );
    refuses({ SubnetMappings }, "ValidationError at SubnetMappings");
  });

  it("counts the load balancers of its type in the Region", () => {
    const quotas = { applicationLoadBalancersPerRegion: 2 };
    const ask = (before: typeof EMPTY) =>
      elbv2.createLoadBalancer(before, { ...ALB_REQUEST, Name: "app3" }, { quotas });
    refused(ask, EMPTY, "TooManyLoadBalancers at ");
    done(ask(BEFORE));
  });
});

describe("create-load-balancer, of a Network Load Balancer", () => {
  const NLB: elbv2.CreateLoadBalancerRequest = { Name: "net", Type: "network", Subnets: ["own-a"] };

  it("has no groups where none are given, and says so by leaving the key out", () => {
    const { network: after, answer } = done(elbv2.createLoadBalancer(BEFORE, NLB));
    expect(after.loadBalancers.net).toMatchObject({ securityGroups: null, crossZone: false });
    expect(answer.LoadBalancers[0]).not.toHaveProperty("SecurityGroups");
    expect(answer.LoadBalancers[0]?.LoadBalancerArn).toContain(":loadbalancer/net/net/");
    expect(answer.LoadBalancers[0]?.DNSName).toMatch(/^net-[0-9a-f]{16}\.elb\.us-east-1\.amazonaws\.com$/);
  });

  it("has groups where they are given, and enforces their inbound rules on PrivateLink traffic", () => {
    const [made] = done(elbv2.createLoadBalancer(BEFORE, { ...NLB, SecurityGroups: ["sg-lb"] })).answer.LoadBalancers;
    expect(made).toMatchObject({
      SecurityGroups: ["sg-lb"],
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "on",
    });
  });

  it("has an Elastic IP address in each subnet where that is asked for", () => {
    const request = {
      Name: "net",
      Type: "network" as const,
      SubnetMappings: [{ SubnetId: "own-a", AllocationId: "eipalloc-1" }],
    };
    const elasticIps = { "eipalloc-1": "203.0.113.5" };
    const { answer } = done(elbv2.createLoadBalancer(BEFORE, request, { elasticIps }));
    expect(answer.LoadBalancers[0]?.AvailabilityZones).toEqual([
      { ZoneName: "us-east-1a", SubnetId: "own-a", LoadBalancerAddresses: [{ IpAddress: "203.0.113.5" }] },
    ]);
    refused(
      (before) => elbv2.createLoadBalancer(before, request),
      BEFORE,
      "AllocationIdNotFound at SubnetMappings.0.AllocationId",
    );
    refused(
      (before) => elbv2.createLoadBalancer(before, { ...request, Scheme: "internal" }, { elasticIps }),
      BEFORE,
      "InvalidConfigurationRequest at SubnetMappings.0.AllocationId",
    );
  });

  it("has private addresses of the subnet that are free, where it is internal", () => {
    const ask =
      (PrivateIPv4Address: string, Scheme = "internal") =>
      (before: typeof BEFORE) =>
        elbv2.createLoadBalancer(before, {
          Name: "net",
          Type: "network",
          Scheme,
          SubnetMappings: [{ SubnetId: "own-a", PrivateIPv4Address }],
        });
    const { network: after } = done(ask("10.0.0.50")(BEFORE));
    expect(after.loadBalancers.net?.subnets).toEqual([{ subnetId: "own-a", privateIpv4Address: "10.0.0.50" }]);
    const reason = "InvalidConfigurationRequest at SubnetMappings.0.PrivateIPv4Address";
    for (const address of ["10.0.2.50", "10.0.0.1", "10.0.0.10", "ten"]) refused(ask(address), BEFORE, reason);
    refused(ask("10.0.0.50", "internet-facing"), BEFORE, reason);
  });
});

describe("create-load-balancer, of a Gateway Load Balancer", () => {
  it("has no name, no scheme and no groups", () => {
    const { answer } = done(elbv2.createLoadBalancer(BEFORE, { Name: "gate", Type: "gateway", Subnets: ["closed-a"] }));
    expect(answer.LoadBalancers[0]).toMatchObject({ Type: "gateway", VpcId: "vpc-closed" });
    for (const key of ["DNSName", "Scheme", "SecurityGroups"]) expect(answer.LoadBalancers[0]).not.toHaveProperty(key);
    refuses({ Type: "gateway" }, "InvalidConfigurationRequest at SecurityGroups");
    refuses(
      { Type: "gateway", SecurityGroups: [], Scheme: "internet-facing" },
      "InvalidConfigurationRequest at Scheme",
    );
  });
});

describe("describe-load-balancers", () => {
  it("finds them by ARN, by name, or all, active by now", () => {
    const names = (request?: elbv2.DescribeLoadBalancersRequest): string[] =>
      done(elbv2.describeLoadBalancers(EMPTY, request)).answer.LoadBalancers.map((each) => each.LoadBalancerName);
    expect(names()).toEqual(["app", "app2", "net", "bare", "gate"]);
    expect(names({ Names: ["net", "app"] })).toEqual(["net", "app"]);
    expect(names({ LoadBalancerArns: [arnOf("app2")] })).toEqual(["app2"]);
    const [app] = done(elbv2.describeLoadBalancers(EMPTY)).answer.LoadBalancers;
    expect(app?.State).toEqual({ Code: "active" });
  });

  it("gives load balancers of the model that have no ARN one, by which verbs find them", () => {
    const byHand = network({
      vpcs: { v: { cidr: "10.0.0.0/16" } },
      subnets: { a: { vpcId: "v", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
      loadBalancers: { net: { type: "network", subnets: ["a"] } },
    });
    const [net] = done(elbv2.describeLoadBalancers(byHand)).answer.LoadBalancers;
    const LoadBalancerArn = net?.LoadBalancerArn ?? "";
    expect(done(elbv2.deleteLoadBalancer(byHand, { LoadBalancerArn })).network.loadBalancers).toEqual({});
  });

  it("refuses what is no load balancer", () => {
    const ask = (request: elbv2.DescribeLoadBalancersRequest) => (before: typeof EMPTY) =>
      elbv2.describeLoadBalancers(before, request);
    refused(ask({ Names: ["none"] }), EMPTY, "LoadBalancerNotFound at Names.0");
    refused(ask({ LoadBalancerArns: ["app"] }), EMPTY, "ValidationError at LoadBalancerArns.0");
    refused(ask({ LoadBalancerArns: [arnOf("app")] }), BEFORE, "LoadBalancerNotFound at LoadBalancerArns.0");
    refused(ask({ LoadBalancerArns: [arnOf("app")], Names: ["app"] }), EMPTY, "ValidationError at Names");
  });
});
