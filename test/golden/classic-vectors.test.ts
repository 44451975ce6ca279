/**
 * Golden cases for a Classic Load Balancer in a VPC, worked out by hand from AWS's documents: one change to the page's
 * network at a time, and what it does to each leg.
 */
import { type Network, type NetworkDraft, network } from "@netsim/core";
import { type ConnectionVerdict, checkHealth, checkLeg, checkListener, editNetwork, type Reachability } from "netsim";
import { describe, expect, it } from "vitest";
import { classicPage, PAGE, type PageLayout } from "../support/classic-page.ts";

const CLIENT = "203.0.113.10";

interface Outcome {
  readonly client: Reachability;
  readonly target: Reachability;
  readonly health: Reachability;
}

interface Options {
  readonly from?: string;
  readonly sourcePorts?: "linux" | "windows";
  readonly sameSubnetAcl?: "strict";
  readonly listenerPort?: number;
}

function leg(net: Network, kind: "client" | "target" | "health", options: Options = {}): ConnectionVerdict {
  const { from = CLIENT, sourcePorts = "linux", sameSubnetAcl, listenerPort = 80 } = options;
  const frame = { leg: kind, loadBalancer: "web", sameSubnetAcl };
  if (kind === "client") return checkLeg(net, { ...frame, port: listenerPort, from, sourcePorts });
  return checkLeg(net, kind === "target" ? { ...frame, port: listenerPort } : frame);
}

function outcome(net: Network, options: Options = {}): Outcome {
  return {
    client: leg(net, "client", options).verdict,
    target: leg(net, "target", options).verdict,
    health: leg(net, "health", options).verdict,
  };
}

function edited(recipe: (draft: NetworkDraft) => void, layout: PageLayout = PAGE): Network {
  return editNetwork(network(classicPage(layout)), recipe);
}

function take<T>(list: T[], match: (member: T) => boolean): void {
  const at = list.findIndex(match);
  expect(at).toBeGreaterThanOrEqual(0);
  list.splice(at, 1);
}

const WORKING: Outcome = { client: "reachable", target: "reachable", health: "reachable" };
const state = (net: Network, id = "i-0"): string | undefined =>
  checkHealth(net, { loadBalancer: "web" }).states[id]?.state;
const listens = (net: Network, from = CLIENT): Reachability =>
  checkListener(net, { loadBalancer: "web", port: 80, from, sourcePorts: "linux" }).verdict;

describe("the page's network with one change", () => {
  it("V1 without a change: every leg works and the instance is in service", () => {
    const net = network(classicPage());
    expect(outcome(net)).toEqual(WORKING);
    expect(state(net)).toBe("InService");
    expect(listens(net)).toBe("reachable");
    expect(leg(net, "client").blockers).toEqual([]);
  });

  it("V2 without the listener rule of the load balancer's group: clients fail there, and the group has no rules at all", () => {
    const net = edited((draft) => {
      draft.securityGroups["sg-lb"]!.ingress = [];
    });
    expect(outcome(net)).toEqual({ ...WORKING, client: "unreachable" });
    expect(leg(net, "client").blockers).toMatchObject([
      {
        component: "sg-lb",
        kind: "security-group",
        direction: "ingress",
        phase: "forward",
        rule: null,
        code: "security-group-has-no-rules",
        awsCode: "SG_HAS_NO_RULES",
      },
    ]);
    expect(state(net)).toBe("InService");
  });

  it("V3 without the load balancer's outbound health-check rule: out of service, and nobody is served", () => {
    const net = edited((draft) => take(draft.securityGroups["sg-lb"]!.egress, (rule) => rule.fromPort === 9000));
    expect(outcome(net)).toEqual({ ...WORKING, health: "unreachable" });
    expect(leg(net, "health").blockers).toMatchObject([
      { component: "sg-lb", direction: "egress", code: "security-group-no-match", awsCode: "ENI_SG_RULES_MISMATCH" },
    ]);
    expect(state(net)).toBe("OutOfService");
    const verdict = checkListener(net, { loadBalancer: "web", port: 80, from: CLIENT });
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.blockers.map((each) => each.code)).toContain("no-target-in-service");
  });

  it("V4 instance rules that name the clients' addresses: the node's address is not one of them", () => {
    const net = edited((draft) => {
      for (const rule of draft.securityGroups["sg-app"]!.ingress) rule.peer = { cidr: "203.0.113.0/24" };
    });
    expect(outcome(net)).toEqual({ client: "reachable", target: "unreachable", health: "unreachable" });
  });

  it("V5 instance rules that name the load balancer's subnet work as well", () => {
    const net = edited((draft) => {
      for (const rule of draft.securityGroups["sg-app"]!.ingress) rule.peer = { cidr: "10.0.0.0/24" };
    });
    expect(outcome(net)).toEqual(WORKING);
  });

  it("V6 an instance group without any egress rule still answers: replies are stateful", () => {
    const net = network(classicPage());
    expect(net.securityGroups["sg-app"]?.egress).toEqual([]);
    expect(outcome(net)).toEqual(WORKING);
  });

  it("V7 replies let out to 32768-65535 only: nodes use 1024-65535, so some connections fail", () => {
    const net = edited((draft) => {
      draft.networkAcls["acl-app"]!.egress[0]!.fromPort = 32768;
    });
    expect(outcome(net)).toEqual({ client: "reachable", target: "partial", health: "partial" });
    const { legs, blockers } = leg(net, "target");
    expect(legs[0]?.failing).toMatchObject([{ sourcePortRanges: ["1024-32767"] }]);
    expect(legs[0]?.working).toMatchObject([{ sourcePortRanges: ["32768-65535"] }]);
    expect(blockers).toMatchObject([
      { component: "acl-app", direction: "egress", phase: "reply", rule: { ruleNumber: 32767 } },
    ]);
    expect(blockers[0]?.packets).toMatchObject([{ destinationPortRanges: ["1024-32767"] }]);
    expect(listens(net)).toBe("partial");
  });

  it("V8 replies of instances not let into the load balancer's subnet: both backend legs fail on the way back", () => {
    const net = edited((draft) =>
      take(draft.networkAcls["acl-lb"]!.ingress, (entry) => entry.cidrBlock === "10.0.0.0/16"),
    );
    expect(outcome(net)).toEqual({ client: "reachable", target: "unreachable", health: "unreachable" });
    expect(leg(net, "health").blockers).toMatchObject([{ component: "acl-lb", direction: "ingress", phase: "reply" }]);
  });

  it("V9 replies to clients not let out: clients fail, backends work", () => {
    const net = edited((draft) =>
      take(draft.networkAcls["acl-lb"]!.egress, (entry) => entry.cidrBlock === "0.0.0.0/0"),
    );
    expect(outcome(net)).toEqual({ ...WORKING, client: "unreachable" });
  });

  it("V10 replies to clients on 49152-65535: some of Linux's ports fail, none of Windows'", () => {
    const net = edited((draft) => {
      const entry = draft.networkAcls["acl-lb"]!.egress.find((each) => each.cidrBlock === "0.0.0.0/0");
      entry!.fromPort = 49152;
    });
    expect(leg(net, "client", { sourcePorts: "linux" }).verdict).toBe("partial");
    expect(leg(net, "client", { sourcePorts: "linux" }).legs[0]?.working).toMatchObject([
      { sourcePortRanges: ["49152-61000"] },
    ]);
    expect(leg(net, "client", { sourcePorts: "windows" }).verdict).toBe("reachable");
  });

  it("V11 a deny before the allow on the instance port only: in service, and clients get a gateway timeout", () => {
    const net = edited((draft) => {
      draft.networkAcls["acl-app"]!.ingress.push({
        ruleNumber: 90,
        ruleAction: "deny",
        port: 8080,
        cidrBlock: "10.0.0.0/24",
      });
    });
    expect(outcome(net)).toEqual({ ...WORKING, target: "unreachable" });
    expect(leg(net, "target").blockers).toMatchObject([{ component: "acl-app", rule: { ruleNumber: 90 } }]);
    expect(state(net)).toBe("InService");
    expect(listens(net)).toBe("unreachable");
  });

  it("V12 the load balancer's subnet routed to a NAT gateway: replies do not find back to the internet", () => {
    const net = edited((draft) => {
      draft.natGateways["nat-1"] = {
        id: "nat-1",
        subnetId: "app-0",
        connectivityType: "public",
        state: "available",
        privateIpAddress: "10.0.1.5" as never,
      };
      draft.routeTables["rtb-public"]!.routes = [{ destination: "0.0.0.0/0", target: "nat-1" }];
    });
    expect(outcome(net)).toEqual({ ...WORKING, client: "unreachable" });
    expect(leg(net, "client").blockers).toMatchObject([
      { component: "nat-1", kind: "gateway", phase: "reply", code: "reply-takes-another-way" },
    ]);
  });

  describe("instances in the load balancer's own subnet, ports 81 and 82", () => {
    const layout: PageLayout = { ...PAGE, listeners: [[80, 81]], healthPort: 82 };
    const shared = (recipe: (draft: NetworkDraft) => void): Network =>
      edited((draft) => {
        const eni = draft.networkInterfaces["eni-i-0"]!;
        eni.subnetId = "lb-0";
        eni.privateIpAddresses = [{ address: "10.0.0.10" as never }];
        recipe(draft);
      }, layout);

    it("V13 the subnet's ACL does not let 81 out: it applies to a Classic node even inside its subnet", () => {
      const net = shared((draft) => take(draft.networkAcls["acl-lb"]!.egress, (entry) => entry.fromPort === 81));
      expect(outcome(net)).toEqual({ ...WORKING, target: "unreachable" });
      const verdict = leg(net, "target");
      expect(verdict.blockers).toMatchObject([
        { component: "acl-lb", direction: "egress", awsCode: "ELB_ACL_RESTRICTION" },
      ]);
      expect(verdict.assumptions).toContainEqual({ code: "classic-same-subnet-acl", component: "web@lb-0" });
    });

    it("V14 no inbound rule for 81: delivered by what AWS documents, refused in strict mode", () => {
      const net = shared(() => {});
      expect(outcome(net)).toEqual(WORKING);
      expect(leg(net, "target", { sameSubnetAcl: "strict" }).verdict).toBe("unreachable");
      expect(leg(net, "target", { sameSubnetAcl: "strict" }).blockers[0]).toMatchObject({
        direction: "ingress",
        phase: "forward",
      });
    });
  });

  it("V14b without the outbound rule for 8080: the rule for replies to clients covers it", () => {
    const net = edited((draft) => take(draft.networkAcls["acl-lb"]!.egress, (entry) => entry.fromPort === 8080));
    expect(outcome(net)).toEqual(WORKING);
  });

  it("V15 without the listener: refused by the load balancer, not by a filter", () => {
    const net = edited((draft) => {
      draft.classicLoadBalancers.web!.listeners = [
        { protocol: "HTTP", loadBalancerPort: 81, instanceProtocol: "HTTP", instancePort: 8080 },
      ];
    });
    const verdict = checkListener(net, { loadBalancer: "web", port: 80, from: CLIENT });
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.blockers).toMatchObject([
      { component: "web", kind: "listener", code: "no-listener", awsCode: "ELB_LISTENERS_MISMATCH" },
    ]);
  });

  it("V16 the load balancer with the VPC's default group: clients and backends are refused by groups", () => {
    const net = edited((draft) => {
      draft.classicLoadBalancers.web!.securityGroups = ["sg-default-vpc-1"];
    });
    expect(outcome(net)).toEqual({ client: "unreachable", target: "unreachable", health: "unreachable" });
    expect(leg(net, "client").blockers).toMatchObject([{ component: "sg-default-vpc-1", direction: "ingress" }]);
    expect(leg(net, "target").blockers).toMatchObject([{ component: "sg-app", direction: "ingress" }]);
  });

  describe("internal", () => {
    const internal: PageLayout = { ...PAGE, scheme: "internal" };

    it("V17 a client in the VPC is served by the internal table's rules", () => {
      const net = network(classicPage(internal));
      expect(outcome(net, { from: "client" })).toEqual(WORKING);
      expect(outcome(net, { from: "10.0.5.7" })).toEqual(WORKING);
      expect(leg(net, "client", { from: "10.0.5.7" }).assumptions).toContainEqual({
        code: "no-interface-at-address",
        component: "host at 10.0.5.7",
      });
    });

    it("V18 a client over peering is shut out by the VPC's block, and let in by naming its own", () => {
      const peered = (recipe: (draft: NetworkDraft) => void): Network => {
        const page = classicPage(internal);
        const net = network({
          ...page,
          vpcs: { ...page.vpcs, "vpc-2": { cidr: "172.16.0.0/24" } },
          subnets: { ...page.subnets, far: { vpcId: "vpc-2", availabilityZone: "us-east-1a", cidr: "172.16.0.0/24" } },
          vpcPeeringConnections: { "pcx-1": { requester: "vpc-1", accepter: "vpc-2" } },
          routeTables: {
            ...page.routeTables,
            "rtb-private": { vpcId: "vpc-1", routes: [{ destination: "172.16.0.0/24", target: "pcx-1" }] },
            "rtb-far": { vpcId: "vpc-2", main: true, routes: [{ destination: "10.0.0.0/16", target: "pcx-1" }] },
          },
        });
        return editNetwork(net, recipe);
      };
      const shutOut = leg(
        peered(() => {}),
        "client",
        { from: "172.16.0.9" },
      );
      expect(shutOut.verdict).toBe("unreachable");
      expect(shutOut.blockers.map((each) => `${each.component} ${each.direction} ${each.phase}`)).toEqual([
        "acl-lb ingress forward",
        "sg-lb ingress forward",
        "acl-lb egress reply",
      ]);
      const letIn = peered((draft) => {
        draft.securityGroups["sg-lb"]!.ingress.push({ port: 80, from: "172.16.0.0/24" });
        draft.networkAcls["acl-lb"]!.ingress.push({
          ruleNumber: 200,
          ruleAction: "allow",
          port: 80,
          cidrBlock: "172.16.0.0/24",
        });
        draft.networkAcls["acl-lb"]!.egress.push({
          ruleNumber: 200,
          ruleAction: "allow",
          port: "1024-65535",
          cidrBlock: "172.16.0.0/24",
        });
      });
      expect(leg(letIn, "client", { from: "172.16.0.9" }).verdict).toBe("reachable");
    });
  });

  describe("two zones", () => {
    const zones: PageLayout = {
      ...PAGE,
      zones: [
        { balancer: 0, instances: 0 },
        { balancer: 0, instances: 0 },
      ],
    };

    it("V19 an instance in a zone that the load balancer has no subnet in is out of service, cross-zone or not", () => {
      for (const crossZone of [true, false]) {
        const net = edited((draft) => {
          draft.classicLoadBalancers.web!.subnets = ["lb-0"];
          draft.classicLoadBalancers.web!.crossZone = crossZone;
        }, zones);
        const health = checkHealth(net, { loadBalancer: "web" });
        expect(health.states["i-1"]).toEqual({
          state: "OutOfService",
          reasonCode: "ELB",
          description:
            "Instance is in the EC2 Availability Zone for which LoadBalancer is not configured to route traffic to.",
        });
        expect(health.blockers).toMatchObject([
          { component: "i-1", kind: "target", awsCode: "ELB_INSTALLED_AZ_RESTRICTION" },
        ]);
        expect(health.states["i-0"]?.state).toBe("InService");
      }
    });

    it("V20 an instance in one zone only and cross-zone off: the other zone's node has nobody to send to", () => {
      const without = (crossZone: boolean): Network =>
        edited((draft) => {
          draft.classicLoadBalancers.web!.instances = ["i-1"];
          draft.classicLoadBalancers.web!.crossZone = crossZone;
        }, zones);
      const verdict = checkListener(without(false), { loadBalancer: "web", port: 80, from: CLIENT });
      expect(verdict.verdict).toBe("partial");
      expect(verdict.nodes).toMatchObject([
        { node: "web@lb-0", verdict: "unreachable", targets: [] },
        { node: "web@lb-1", verdict: "reachable", targets: ["i-1"] },
      ]);
      expect(verdict.blockers).toMatchObject([{ code: "no-target-in-zone", awsCode: "ELB_NOT_CROSSZONE" }]);
      expect(listens(without(true))).toBe("reachable");
    });
  });

  it("V22 the health check on the instance port: one rule serves both legs", () => {
    const layout: PageLayout = { ...PAGE, healthPort: 8080 };
    expect(outcome(network(classicPage(layout)))).toEqual(WORKING);
    const net = edited((draft) => {
      draft.securityGroups["sg-app"]!.ingress = [];
    }, layout);
    expect(outcome(net)).toEqual({ client: "reachable", target: "unreachable", health: "unreachable" });
  });

  it("the load balancer is no client of itself", () => {
    const ask = () =>
      checkListener(network(classicPage()), { loadBalancer: "web", port: 80, from: { loadBalancer: "web" } });
    expect(ask).toThrow("from: expected a client other than web itself");
  });

  it("V23 a client with an IPv6 address only: a Classic Load Balancer in a VPC has IPv4 only", () => {
    const net = network(classicPage());
    const verdict = leg(net, "client", { from: "2001:db8::1" });
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.blockers).toMatchObject([
      { component: "web", kind: "load-balancer", code: "no-common-address-family" },
    ]);
  });

  it("V24 a new ACL without rules on the instances' subnet: every leg there fails at `*`, and DNS still works", () => {
    const net = edited((draft) => {
      draft.networkAcls["acl-app"]!.ingress = [];
      draft.networkAcls["acl-app"]!.egress = [];
    });
    expect(outcome(net)).toEqual({ client: "reachable", target: "unreachable", health: "unreachable" });
    expect(leg(net, "target").blockers).toMatchObject([
      { component: "acl-app", direction: "ingress", phase: "forward", rule: { ruleNumber: 32767 } },
      { component: "acl-app", direction: "egress", phase: "reply", rule: { ruleNumber: 32767 } },
    ]);
  });

  it("V25 the load balancer moved to a secondary block that the ACLs do not name: backends fail", () => {
    const net = edited((draft) => {
      draft.vpcs["vpc-1"]!.cidrBlocks.push("10.1.0.0/16" as never);
      draft.subnets["lb-0"]!.cidrBlock = "10.1.0.0/24" as never;
    });
    expect(outcome(net)).toEqual({ client: "reachable", target: "unreachable", health: "unreachable" });
    expect(leg(net, "target").blockers[0]).toMatchObject({
      component: "acl-app",
      direction: "ingress",
      rule: { ruleNumber: 32767 },
    });
  });
});
