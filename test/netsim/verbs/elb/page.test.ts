/**
 * The procedures of AWS's page, run as written.
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
 * "Tutorial: Create a Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-getting-started.html
 */
import { checkHealth, checkListener, elb, type Network, network } from "netsim";
import { describe, expect, it } from "vitest";
import { classicPage } from "../../../support/classic-page.ts";
import { done } from "../support.ts";

const { classicLoadBalancers: BY_HAND, ...EMPTY } = classicPage();
const BEFORE = network(EMPTY);
const Listeners = [{ Protocol: "HTTP", LoadBalancerPort: 80, InstanceProtocol: "HTTP", InstancePort: 8080 }];
const NAME = { LoadBalancerName: "web" };
const HealthCheck = {
  Target: "HTTP:9000/ping",
  Interval: 30,
  Timeout: 5,
  UnhealthyThreshold: 2,
  HealthyThreshold: 10,
};

/** A script as somebody types it: each verb on what the last one left. */
class Session {
  network: Network;
  readonly answers: unknown[] = [];

  constructor(before: Network) {
    this.network = before;
  }

  run<Request, Answer>(
    verb: (before: Network, request: Request) => Parameters<typeof done<Answer>>[0],
    request: Request,
  ): Answer {
    const { network: after, answer } = done<Answer>(verb(this.network, request));
    this.network = after;
    this.answers.push(answer);
    return answer;
  }
}

function created(): Session {
  const session = new Session(BEFORE);
  session.run(elb.createLoadBalancer, { ...NAME, Listeners, Subnets: ["lb-0"], SecurityGroups: ["sg-lb"] });
  session.run(elb.configureHealthCheck, { ...NAME, HealthCheck });
  session.run(elb.registerInstancesWithLoadBalancer, { ...NAME, Instances: [{ InstanceId: "i-0" }] });
  session.run(elb.modifyLoadBalancerAttributes, {
    ...NAME,
    LoadBalancerAttributes: { CrossZoneLoadBalancing: { Enabled: true } },
  });
  return session;
}

describe("the page's load balancer, created verb by verb", () => {
  it("is the one that is written by hand", () => {
    const { dnsName: _, ...web } = created().network.classicLoadBalancers.web ?? {};
    expect(web).toEqual(network({ ...EMPTY, classicLoadBalancers: BY_HAND }).classicLoadBalancers.web);
  });

  it("answers as AWS does at each step", () => {
    expect(created().answers).toEqual([
      { DNSName: expect.stringMatching(/^web-\d+\.us-east-1\.elb\.amazonaws\.com$/) },
      { HealthCheck },
      { Instances: [{ InstanceId: "i-0" }] },
      { LoadBalancerName: "web", LoadBalancerAttributes: { CrossZoneLoadBalancing: { Enabled: true } } },
    ]);
  });

  it("serves the public, and its instance is in service", () => {
    const after = created().network;
    expect(checkListener(after, { loadBalancer: "web", port: 80, from: "internet" }).verdict).toBe("reachable");
    expect(checkHealth(after, { loadBalancer: "web" }).verdict).toBe("reachable");
  });

  it("has the group that an instance can name as its source", () => {
    const { LoadBalancerDescriptions } = created().run(elb.describeLoadBalancers, { LoadBalancerNames: ["web"] });
    expect(LoadBalancerDescriptions[0]?.SourceSecurityGroup).toEqual({
      OwnerAlias: "123456789012",
      GroupName: "sg-lb",
    });
  });
});

describe("updating the security groups of the load balancer", () => {
  it("overrides the ones that it had, with what that does to clients and instances", () => {
    const session = created();
    const answer = session.run(elb.applySecurityGroupsToLoadBalancer, { ...NAME, SecurityGroups: ["sg-client"] });
    expect(answer).toEqual({ SecurityGroups: ["sg-client"] });
    expect(checkListener(session.network, { loadBalancer: "web", port: 80, from: "internet" }).verdict).toBe(
      "unreachable",
    );
    expect(session.run(elb.describeInstanceHealth, NAME)).toMatchObject({
      InstanceStates: [{ InstanceId: "i-0", State: "OutOfService", ReasonCode: "Instance" }],
    });
    session.run(elb.applySecurityGroupsToLoadBalancer, { ...NAME, SecurityGroups: ["sg-lb"] });
    expect(session.network).toEqual(created().network);
  });
});

describe("adding a listener", () => {
  it("needs the rules of the groups to be reviewed for its port", () => {
    const session = created();
    const added = { Protocol: "TCP", LoadBalancerPort: 8443, InstanceProtocol: "TCP", InstancePort: 8080 };
    session.run(elb.createLoadBalancerListeners, { ...NAME, Listeners: [added] });
    const clients = checkListener(session.network, { loadBalancer: "web", port: 8443, from: "internet" });
    expect(clients.blockers.map((each) => each.component)).toContain("sg-lb");
    expect(checkListener(session.network, { loadBalancer: "web", port: 80, from: "internet" }).verdict).toBe(
      "reachable",
    );
  });
});
