import { elb, network } from "netsim";
import { describe, expect, it } from "vitest";
import { BEFORE, CERTIFICATE, done, refused } from "../support.ts";
import { HTTP, REQUEST } from "./support.ts";

function refuses(changes: object, ...reasons: string[]): void {
  refused((before) => elb.createLoadBalancer(before, { ...REQUEST, ...changes }), BEFORE, ...reasons);
}

describe("create-load-balancer", () => {
  it("answers with a DNS name of AWS's form, the same every time", () => {
    const { answer } = done(elb.createLoadBalancer(BEFORE, REQUEST));
    expect(answer.DNSName).toMatch(/^web-\d{9,10}\.us-east-1\.elb\.amazonaws\.com$/);
    expect(done(elb.createLoadBalancer(BEFORE, REQUEST)).answer).toEqual(answer);
  });

  it("marks the DNS name of an internal load balancer", () => {
    const { answer, network: after } = done(elb.createLoadBalancer(BEFORE, { ...REQUEST, Scheme: "internal" }));
    expect(answer.DNSName).toMatch(/^internal-web-\d+\.us-east-1\.elb\.amazonaws\.com$/);
    expect(after.classicLoadBalancers.web?.scheme).toBe("internal");
  });

  it("fills in what AWS fills in: internet-facing, cross-zone off, draining off, a TCP health check of the first listener", () => {
    const { network: after } = done(elb.createLoadBalancer(BEFORE, REQUEST));
    expect(after.classicLoadBalancers.web).toMatchObject({
      scheme: "internet-facing",
      vpcId: "vpc-own",
      crossZone: false,
      connectionDraining: null,
      idleTimeout: 60,
      healthCheck: { target: "TCP:8080", interval: 30, timeout: 5, unhealthyThreshold: 2, healthyThreshold: 10 },
      instances: [],
    });
  });

  it("checks port 80 at first where the guide is taken at its word", () => {
    const { network: after } = done(elb.createLoadBalancer(BEFORE, REQUEST, { defaultHealthCheck: "port-80" }));
    expect(after.classicLoadBalancers.web?.healthCheck.target).toBe("TCP:80");
  });

  it("takes the listener's protocol for the instances where none is given, in any case of letters", () => {
    const Listeners = [{ Protocol: "tcp", LoadBalancerPort: 22, InstancePort: 22 }];
    const { network: after } = done(elb.createLoadBalancer(BEFORE, { ...REQUEST, Listeners }));
    expect(after.classicLoadBalancers.web?.listeners).toEqual([
      { protocol: "TCP", loadBalancerPort: 22, instanceProtocol: "TCP", instancePort: 22 },
    ]);
  });

  it("keeps the certificate of a secure listener, and the Name tag", () => {
    const Listeners = [{ ...HTTP, Protocol: "HTTPS", LoadBalancerPort: 443, SSLCertificateId: CERTIFICATE }];
    const Tags = [
      { Key: "Name", Value: "front" },
      { Key: "team", Value: "shop" },
    ];
    const { network: after } = done(elb.createLoadBalancer(BEFORE, { ...REQUEST, Listeners, Tags }));
    expect(after.classicLoadBalancers.web).toMatchObject({
      name: "front",
      listeners: [{ sslCertificateId: CERTIFICATE }],
    });
  });

  it("leaves everything else as it is", () => {
    const { network: after } = done(elb.createLoadBalancer(BEFORE, REQUEST));
    const { classicLoadBalancers: _, ...others } = after;
    for (const [key, value] of Object.entries(others)) expect(value).toBe(BEFORE[key as keyof typeof others]);
  });

  describe("by Availability Zones", () => {
    const { Subnets: _, SecurityGroups: __, ...BY_ZONE } = REQUEST;

    it("is in the default VPC's subnets there", () => {
      const AvailabilityZones = ["us-east-1b", "us-east-1a"];
      const { network: after } = done(elb.createLoadBalancer(BEFORE, { ...BY_ZONE, AvailabilityZones }));
      expect(after.classicLoadBalancers.web).toMatchObject({
        vpcId: "vpc-default",
        subnets: ["default-b", "default-a"],
      });
    });

    it("is refused where the default VPC has no subnet, and where it has several", () => {
      const AvailabilityZones = ["us-east-1e", "us-east-1c"];
      refused(
        (before) => elb.createLoadBalancer(before, { ...BY_ZONE, AvailabilityZones }),
        BEFORE,
        "InvalidConfigurationRequest at AvailabilityZones.0",
        "ambiguous-default-subnet at AvailabilityZones.1",
      );
    });

    it("is refused without a default VPC", () => {
      const without = network({ vpcs: { v: { cidr: "10.0.0.0/16" } } });
      refused(
        (before) => elb.createLoadBalancer(before, { ...BY_ZONE, AvailabilityZones: ["us-east-1a"] }),
        without,
        "InvalidConfigurationRequest at AvailabilityZones.0",
      );
    });
  });

  it("wants either subnets or zones", () => {
    refuses({ AvailabilityZones: ["us-east-1a"] }, "ValidationError at Subnets");
    refuses({ Subnets: undefined }, "ValidationError at Subnets");
  });

  it("refuses a name that is taken or is no name", () => {
    const { network: after } = done(elb.createLoadBalancer(BEFORE, REQUEST));
    refused(
      (before) => elb.createLoadBalancer(before, REQUEST),
      after,
      "DuplicateLoadBalancerName at LoadBalancerName",
    );
    for (const LoadBalancerName of ["-web", "web-", "web_1", "", "w".repeat(33)])
      refuses({ LoadBalancerName }, "ValidationError at LoadBalancerName");
  });

  it("refuses subnets that do not exist, are of another VPC, share a zone, or have no room", () => {
    refuses({ Subnets: ["own-a", "subnet-0"] }, "SubnetNotFound at Subnets.1");
    refuses({ Subnets: ["own-a", "closed-b"] }, "InvalidConfigurationRequest at Subnets.1");
    refuses({ Subnets: ["own-a", "own-a2"] }, "InvalidConfigurationRequest at Subnets.1");
    refuses({ Subnets: ["own-full"] }, "InvalidSubnet at Subnets.0");
  });

  it("refuses an internet-facing load balancer in a VPC without internet gateway, and takes an internal one", () => {
    const closed = { ...REQUEST, Subnets: ["closed-a"], SecurityGroups: ["sg-shared"] };
    refused((before) => elb.createLoadBalancer(before, closed), BEFORE, "InvalidSubnet at Subnets.0");
    done(elb.createLoadBalancer(BEFORE, { ...closed, Scheme: "internal" }));
  });

  it("refuses groups that do not exist, names, those of another VPC, shared ones, and a sixth", () => {
    refuses({ SecurityGroups: ["sg-0"] }, "InvalidSecurityGroup at SecurityGroups.0");
    refuses({ SecurityGroups: ["sg-lb", "web-lb"] }, "InvalidSecurityGroup at SecurityGroups.1");
    refuses({ SecurityGroups: ["sg-in-default"] }, "InvalidConfigurationRequest at SecurityGroups.0");
    refuses({ SecurityGroups: ["sg-shared"] }, "InvalidConfigurationRequest at SecurityGroups.0");
    refuses(
      { SecurityGroups: ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"] },
      "InvalidConfigurationRequest at SecurityGroups",
    );
  });

  it("refuses a scheme that AWS does not have", () => {
    refuses({ Scheme: "public" }, "InvalidScheme at Scheme");
  });

  it("refuses listeners that cannot be", () => {
    refuses({ Listeners: [] }, "ValidationError at Listeners");
    refuses({ Listeners: [{ ...HTTP, Protocol: "UDP" }] }, "UnsupportedProtocol at Listeners.0.Protocol");
    refuses({ Listeners: [{ ...HTTP, LoadBalancerPort: 0 }] }, "ValidationError at Listeners.0.LoadBalancerPort");
    refuses({ Listeners: [{ ...HTTP, InstancePort: 65536 }] }, "ValidationError at Listeners.0.InstancePort");
    refuses(
      { Listeners: [{ ...HTTP, InstanceProtocol: "TCP" }] },
      "InvalidConfigurationRequest at Listeners.0.InstanceProtocol",
    );
    refuses({ Listeners: [HTTP, HTTP] }, "InvalidConfigurationRequest at Listeners.1.LoadBalancerPort");
    refuses(
      { Listeners: [HTTP, { ...HTTP, LoadBalancerPort: 81, InstanceProtocol: "HTTPS" }] },
      "InvalidConfigurationRequest at Listeners.1.InstanceProtocol",
    );
  });

  it("refuses a secure listener without a certificate, and a certificate without one", () => {
    const secure = { ...HTTP, Protocol: "HTTPS", LoadBalancerPort: 443 };
    refuses({ Listeners: [secure] }, "CertificateNotFound at Listeners.0.SSLCertificateId");
    refuses(
      { Listeners: [{ ...secure, SSLCertificateId: "my-cert" }] },
      "CertificateNotFound at Listeners.0.SSLCertificateId",
    );
    refuses(
      { Listeners: [{ ...HTTP, SSLCertificateId: CERTIFICATE }] },
      "InvalidConfigurationRequest at Listeners.0.SSLCertificateId",
    );
  });

  it("refuses a tag that is there twice", () => {
    refuses({ Tags: [{ Key: "a" }, { Key: "a" }] }, "DuplicateTagKeys at Tags.1.Key");
  });

  it("counts the load balancers of the Region against the quota, which an account can have raised", () => {
    const quotas = { classicLoadBalancersPerRegion: 1 };
    const { network: after } = done(elb.createLoadBalancer(BEFORE, REQUEST, { quotas }));
    const second = { ...REQUEST, LoadBalancerName: "web2" };
    refused((before) => elb.createLoadBalancer(before, second, { quotas }), after, "TooManyLoadBalancers at ");
    done(elb.createLoadBalancer(after, second));
  });

  it("refuses options that are none, and words that are no choice", () => {
    const ask = (options: object) => (before: typeof BEFORE) => elb.createLoadBalancer(before, REQUEST, options);
    refused(ask({ groupsInDefaultVpc: "ignored" }), BEFORE, "option at groupsInDefaultVpc");
    refused(ask({ defaultHealthCheck: 80 }), BEFORE, "option at defaultHealthCheck");
    refused(ask({ quotas: { balancers: 1 } }), BEFORE, "option at quotas.balancers");
    refused(
      ask({ quotas: { classicLoadBalancersPerRegion: -1 } }),
      BEFORE,
      "option at quotas.classicLoadBalancersPerRegion",
    );
    refused(ask({ quota: {} }), BEFORE, "option at quota");
  });

  it("refuses parameters that it does not know, and those of another type", () => {
    refuses({ LoadBalancerNames: ["web"] }, "unknown-parameter at LoadBalancerNames");
    refuses({ Listeners: [{ ...HTTP, InstancePort: "8080" }] }, "ValidationError at Listeners.0.InstancePort");
  });

  it("says every reason at once", () => {
    refuses(
      { LoadBalancerName: "web_1", Subnets: ["own-a", "own-a2"], SecurityGroups: ["sg-0"], Scheme: "public" },
      "ValidationError at LoadBalancerName",
      "InvalidScheme at Scheme",
      "InvalidConfigurationRequest at Subnets.1",
      "InvalidSecurityGroup at SecurityGroups.0",
    );
  });

  it("says what the network leaves out, and not that AWS would not find it", () => {
    const partial = network({
      vpcs: { v: { cidr: "10.0.0.0/16" } },
      subnets: { a: { vpcId: "v", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
      missing: [
        { collection: "internetGateways", reason: "not-collected" },
        { collection: "securityGroups", vpcId: "v", reason: "not-collected" },
        { collection: "subnets", id: "b", reason: "not-described" },
      ],
    });
    const ask = (Subnets: string[]) => (before: typeof partial) =>
      elb.createLoadBalancer(before, { LoadBalancerName: "web", Listeners: [HTTP], Subnets });
    refused(ask(["a"]), partial, "not-collected at SecurityGroups");
    refused(ask(["b"]), partial, "not-collected at Subnets.0");
  });
});
