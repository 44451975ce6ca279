import { type NetworkInput, network } from "@netsim/core";
import { checkConnection, checkHealth, checkLeg, type LegInput } from "netsim";
import { describe, expect, it } from "vitest";
import {
  answering,
  application,
  applicationGroup,
  applicationInput,
  type Changes,
  instances,
  listen,
  states,
  targetRules,
} from "../../../support/forwarding-networks.ts";
import {
  ANYWHERE,
  assumptionsOf,
  blockersOf,
  EVERYTHING,
  extend,
  from,
  headersText,
  hopsOf,
  inZone,
  legOf,
  route,
  STRANGER,
  to,
  unknownsOf,
} from "../../../support/small-networks.ts";

const TARGET: LegInput = { leg: "target", loadBalancer: "web", port: 80 };
const HEALTH: LegInput = { leg: "health", loadBalancer: "web" };

/** One node, and the targets of the group as given. */
const one = ({ balancer, group, more }: Changes) =>
  application({ balancer: { subnets: ["lb-a"], ...balancer }, group, more });

describe("an instance as target", () => {
  it("is reached at the primary private address of its primary interface, from the node's address and ports 1024-65535", () => {
    const net = one({
      group: { targets: ["i-a"] },
      more: {
        networkInterfaces: {
          "eni-1": {
            subnetId: "app-a",
            privateIpAddresses: [{ address: "10.0.10.20" }, { address: "10.0.10.21" }],
            groups: ["sg-app"],
          },
          "eni-2": { subnetId: "app-a", privateIpAddress: "10.0.10.30", groups: ["sg-app"] },
        },
        instances: { "i-a": { networkInterfaceIds: ["eni-1", "eni-2"] } },
      },
    });
    const leg = legOf(checkLeg(net, TARGET));
    expect(headersText(leg.asked)).toEqual(["tcp 10.0.0.4-10.0.0.254 1024-65535 -> 10.0.10.20/32 8080"]);
    expect(hopsOf(leg, "forward")).toEqual([
      "web@lb-a egress",
      "sg-lb egress",
      "acl-lb egress",
      "rtb-lb egress",
      "acl-app ingress",
      "sg-app ingress",
      "eni-1 ingress",
    ]);
  });

  it("sees the node and never the client: a rule for the clients' addresses does not let requests in", () => {
    const net = one({ group: { targets: ["i-a"] }, more: targetRules(from("203.0.113.0/24", "all")) });
    expect(blockersOf(checkLeg(net, TARGET))).toEqual([
      "sg-app ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH",
    ]);
  });

  it("is let in by a rule for the load balancer's group, and by one for the addresses of its subnets", () => {
    for (const peer of ["sg-lb", "10.0.0.0/24"]) {
      const net = one({ group: { targets: ["i-a"] }, more: targetRules(from(peer, "tcp 8080")) });
      expect(checkLeg(net, TARGET).verdict).toBe("reachable");
    }
  });

  it("gets traffic on the port of its registration, which the health check's traffic-port follows", () => {
    const net = one({
      group: { targets: [{ id: "i-a", port: 8081 }], healthCheck: { path: "/" } },
      more: {
        securityGroups: {
          "sg-lb": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "all")], egress: [to("sg-app", "all")] },
        },
      },
    });
    expect(checkLeg(net, TARGET).legs.map((leg) => leg.name)).toEqual(["target: web@lb-a -> i-a:8081 (app)"]);
    expect(checkLeg(net, HEALTH).legs.map((leg) => leg.name)).toEqual(["health: web@lb-a -> i-a:8081 (app)"]);
  });

  it("is checked on a port of the group's own where that is given", () => {
    const net = one({ group: { targets: [{ id: "i-a", port: 8081 }] } });
    expect(checkLeg(net, HEALTH).legs.map((leg) => leg.name)).toEqual(["health: web@lb-a -> i-a:9000 (app)"]);
  });

  it("may be registered on several ports, each of them a target", () => {
    const net = application({
      group: {
        targets: [
          { id: "i-a", port: 8080 },
          { id: "i-a", port: 8081 },
        ],
        healthCheck: { path: "/ping" },
      },
    });
    expect(states(net)).toEqual({ "i-a:8080": "healthy", "i-a:8081": "unhealthy Target.Timeout" });
    expect(listen(net)).toMatchObject({
      verdict: "reachable",
      nodes: [{ targets: ["i-a:8080"] }, { targets: ["i-a:8080"] }],
    });
  });

  it("without an address of the target group's family gets nothing", () => {
    const net = application({ group: { ipAddressType: "ipv6", targets: ["i-a"] } });
    expect(states(net)).toEqual({ "i-a": "unhealthy Target.FailedHealthChecks" });
    expect(checkHealth(net, { loadBalancer: "web" }).blockers).toMatchObject([
      { code: "target-without-address", details: { family: "ipv6" } },
    ]);
  });

  it("that is not in the input makes it unknown", () => {
    const net = application({
      group: { targets: ["i-a", "i-gone"] },
      more: { missing: [{ collection: "instances", id: "i-gone", reason: "not-described" }] },
    });
    expect(states(net)).toEqual({ "i-a": "healthy", "i-gone": "unavailable" });
    expect(listen(net).verdict).toBe("unknown");
  });
});

describe("an address as target", () => {
  const ip = (...targets: NonNullable<NonNullable<Changes["group"]>["targets"]>): Changes["group"] => ({
    targetType: "ip",
    targets,
  });

  it("of the VPC is reached there, secondary addresses and second interfaces as well", () => {
    const net = application({
      group: ip("10.0.10.21", "10.0.11.30"),
      more: {
        networkInterfaces: {
          "eni-1": {
            subnetId: "app-a",
            privateIpAddresses: [{ address: "10.0.10.20" }, { address: "10.0.10.21" }],
            groups: ["sg-app"],
          },
          "eni-2": { subnetId: "app-b", privateIpAddress: "10.0.11.30", groups: ["sg-lb"] },
        },
        instances: { "i-a": { networkInterfaceIds: ["eni-1", "eni-2"] } },
      },
    });
    expect(states(net)).toEqual({ "10.0.10.21": "healthy", "10.0.11.30": "unhealthy Target.Timeout" });
  });

  it("counts for the zone of its subnet", () => {
    const net = application({ group: { ...ip("10.0.10.10", "10.0.11.10"), crossZone: false } });
    expect(listen(net).nodes.map((each) => each.targets)).toEqual([["10.0.10.10"], ["10.0.11.10"]]);
  });

  it("that no interface has is taken for a host without groups, which is said", () => {
    const net = application({
      group: ip("10.0.10.99"),
      more: {
        securityGroups: {
          "sg-lb": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 80")], egress: [to("10.0.0.0/16", "all")] },
        },
      },
    });
    expect(states(net)).toEqual({ "10.0.10.99": "healthy" });
    expect(assumptionsOf(checkHealth(net, { loadBalancer: "web" })).join()).toContain("no-interface-at-address");
  });

  const PEERED: NetworkInput = {
    vpcs: { "vpc-2": { cidr: "10.9.0.0/16" } },
    vpcPeeringConnections: { "pcx-1": { requester: "vpc-1", accepter: "vpc-2" } },
    routeTables: {
      "rtb-lb": { vpcId: "vpc-1", routes: [route(ANYWHERE, "igw-1"), route("10.9.0.0/16", "pcx-1")] },
      "rtb-far": { vpcId: "vpc-2", main: true, routes: [route("10.0.0.0/16", "pcx-1")] },
    },
    subnets: { far: { vpcId: "vpc-2", availabilityZone: "us-east-1a", cidr: "10.9.0.0/24" } },
    securityGroups: {
      "sg-lb": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 80")], egress: [to("10.9.0.0/16", "all")] },
      "sg-far": { vpcId: "vpc-2", ingress: [from("sg-lb", "all")], egress: [] },
    },
    instances: { "i-far": { subnetId: "far", privateIpAddress: "10.9.0.10", groups: ["sg-far"] } },
  };

  it("of a peered VPC is reached through the peering, a reference to the load balancer's group included", () => {
    const group = { ...ip({ id: "10.9.0.10", availabilityZone: "all" }), vpcId: "vpc-1" };
    const net = application({ group, more: PEERED });
    expect(states(net)).toEqual({ "10.9.0.10": "healthy" });
    expect(listen(net)).toMatchObject({ verdict: "reachable", service: "serving" });
    expect(listen(net).nodes.map((each) => each.targets)).toEqual([["10.9.0.10"], ["10.9.0.10"]]);
  });

  it("of a peered VPC without a route to it is not reached", () => {
    const group = { ...ip("10.9.0.10"), vpcId: "vpc-1" };
    const more = extend(PEERED, { routeTables: { "rtb-lb": { vpcId: "vpc-1", routes: [] } } });
    expect(states(application({ group, more }))).toEqual({ "10.9.0.10": "unhealthy Target.Timeout" });
  });

  it("beyond a transit gateway is unknown, and the gateway is named", () => {
    const routes = [route(ANYWHERE, "igw-1"), route("172.16.0.0/12", "tgw-1")];
    const net = application({
      group: ip({ id: "172.16.5.5", availabilityZone: "all" }),
      more: {
        routeTables: { "rtb-lb": { vpcId: "vpc-1", routes } },
        securityGroups: {
          "sg-lb": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 80")], egress: [to(ANYWHERE, "all")] },
        },
      },
    });
    expect(states(net)).toEqual({ "172.16.5.5": "unavailable" });
    const verdict = listen(net);
    expect(verdict.verdict).toBe("unknown");
    expect(unknownsOf(verdict)).toContain("tgw-1 unsupported-route-target");
  });

  it("that the load balancer's groups do not let out to is not unknown, wherever it is", () => {
    const routes = [route(ANYWHERE, "igw-1"), route("172.16.0.0/12", "tgw-1")];
    const net = application({
      group: ip("172.16.5.5"),
      more: { routeTables: { "rtb-lb": { vpcId: "vpc-1", routes } } },
    });
    expect(states(net)).toEqual({ "172.16.5.5": "unhealthy Target.Timeout" });
  });

  it("that is a load balancer's own cannot be used", () => {
    const net = application({
      group: ip("10.0.1.77"),
      more: {
        networkInterfaces: {
          "eni-lb": {
            subnetId: "lb-b",
            privateIpAddress: "10.0.1.77",
            groups: ["sg-lb"],
            description: "ELB app/web/1",
          },
        },
      },
    });
    expect(states(net)).toEqual({ "10.0.1.77": "unused Target.IpUnusable" });
    expect(checkHealth(net, { loadBalancer: "web" }).blockers).toMatchObject([{ code: "target-ip-unusable" }]);
  });

  it("given its zone as all gets requests from every node, cross-zone or not", () => {
    const group = { ...ip({ id: "10.9.0.10", availabilityZone: "all" }), vpcId: "vpc-1", crossZone: false };
    expect(listen(application({ group, more: PEERED })).verdict).toBe("reachable");
  });
});

describe("a function as target", () => {
  const lambda = (enabled?: boolean): Changes["group"] => ({
    targetType: "lambda",
    protocol: undefined,
    port: undefined,
    vpcId: undefined,
    healthCheck: enabled === undefined ? undefined : { enabled },
    targets: ["arn:aws:lambda:us-east-1:123456789012:function:f"],
  });

  it("is not checked unless the check is switched on, and serves: it is invoked and not connected to", () => {
    const net = application({ group: lambda() });
    expect(Object.values(states(net))).toEqual(["unavailable Target.HealthCheckDisabled"]);
    expect(listen(net)).toMatchObject({ verdict: "reachable", service: "serving" });
    expect(assumptionsOf(listen(net))).toContain("app function-assumed");
  });

  it("that is checked is healthy if it answers, which is taken for granted and said", () => {
    const net = application({ group: lambda(true) });
    expect(Object.values(states(net))).toEqual(["healthy"]);
    expect(assumptionsOf(checkHealth(net, { loadBalancer: "web" }))).toEqual(["app function-assumed"]);
  });

  it("has no leg in the network, and its target leg is no failure", () => {
    const verdict = checkLeg(application({ group: lambda() }), TARGET);
    expect(verdict).toMatchObject({ verdict: "reachable", legs: [], blockers: [] });
  });
});

describe("a target group", () => {
  it("without targets: 503", () => {
    const verdict = listen(application({ group: { targets: [] } }));
    expect(verdict).toMatchObject({ verdict: "unreachable", service: "down" });
    expect(verdict.nodes[0]?.symptoms).toEqual([
      { kind: "http-status", status: 503, cause: "no-registered-target", of: "all" },
    ]);
    expect(verdict.blockers).toMatchObject([
      { component: "app", awsCode: "ELBV2_LISTENER_HAS_NO_TG" },
      { component: "app", awsCode: "ELBV2_LISTENER_HAS_NO_TG" },
    ]);
  });

  it("that no listener forwards to is not in use, nor are its targets", () => {
    const net = application({ more: { targetGroups: { idle: applicationGroup() } } });
    expect(states(net, { targetGroup: "idle" })).toEqual({
      "i-a": "unused Target.NotInUse",
      "i-b": "unused Target.NotInUse",
    });
    expect(checkHealth(net, { targetGroup: "idle" })).toMatchObject({ verdict: "unreachable", loadBalancer: null });
  });

  it("that rules which were not collected may use is not said to be out of use", () => {
    const net = application({
      balancer: { listeners: [{ port: 80, protocol: "HTTP", forward: "app", rules: null }] },
      more: { targetGroups: { idle: applicationGroup() } },
    });
    const verdict = checkHealth(net, { targetGroup: "idle" });
    expect(verdict.verdict).toBe("unknown");
    expect(unknownsOf(verdict)).toEqual(["i-a listener-missing", "i-b listener-missing"]);
    expect(states(net, { targetGroup: "idle" })).toEqual({ "i-a": "unavailable", "i-b": "unavailable" });
  });

  it("that a load balancer which was not collected may use is not said to be out of use", () => {
    const net = application({
      more: {
        targetGroups: { idle: applicationGroup() },
        missing: [{ collection: "loadBalancers", reason: "not-collected" }],
      },
    });
    expect(unknownsOf(checkHealth(net, { targetGroup: "idle" }))).toEqual([
      "i-a listener-missing",
      "i-b listener-missing",
    ]);
  });
});

describe("a node and a target in one subnet", () => {
  const neighbours = application({
    balancer: { subnets: ["lb-a"] },
    group: { targets: ["i-a"] },
    more: {
      networkAcls: { "acl-lb": { vpcId: "vpc-1", ingress: [], egress: [] } },
      instances: { "i-a": { subnetId: "lb-a", privateIpAddress: "10.0.0.99", groups: ["sg-app"] } },
    },
  });

  it("have no ACL and no route between them, other than with a Classic Load Balancer", () => {
    const verdict = checkLeg(neighbours, TARGET);
    expect(verdict.verdict).toBe("reachable");
    expect(hopsOf(legOf(verdict), "forward")).toEqual([
      "web@lb-a egress",
      "sg-lb egress",
      "sg-app ingress",
      "eni-i-a ingress",
    ]);
    expect(verdict.assumptions.map((each) => each.code)).not.toContain("classic-same-subnet-acl");
  });

  it("are not between the client and the node, whose subnet's ACL the client's packets do pass", () => {
    expect(checkLeg(neighbours, { leg: "client", loadBalancer: "web", port: 80, from: STRANGER }).verdict).toBe(
      "unreachable",
    );
  });

  it("have none in strict mode either, which is about Classic Load Balancers", () => {
    expect(checkLeg(neighbours, { ...TARGET, sameSubnetAcl: "strict" }).verdict).toBe("reachable");
  });
});

describe("an Application Load Balancer", () => {
  it("made without groups gets the VPC's default group, which admits nobody from outside", () => {
    const net = application({ balancer: { securityGroups: undefined } });
    expect(net.loadBalancers.web?.securityGroups).toEqual(["sg-default-vpc-1"]);
    const empty = application({ balancer: { securityGroups: [] } });
    expect(empty.loadBalancers.web?.securityGroups).toEqual(["sg-default-vpc-1"]);
    const verdict = listen(net);
    expect(verdict.verdict).toBe("unreachable");
    expect([...new Set(verdict.blockers.map((each) => each.component))].sort()).toEqual(["sg-app", "sg-default-vpc-1"]);
  });

  it("answers ping itself where its group allows it, which proves nothing about its targets", () => {
    const ping = { from: STRANGER, to: "web", protocol: "icmp" } as const;
    const open = { securityGroups: { "sg-lb": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "icmp 8")] } } };
    expect(checkConnection(application({ group: { targets: [] }, more: open }), ping).verdict).toBe("reachable");
    expect(checkConnection(application(), ping).verdict).toBe("unreachable");
  });

  it("without groups that its input leaves out is unknown and not open", () => {
    const { "sg-lb": _, ...securityGroups } = applicationInput().securityGroups ?? {};
    const input = extend(applicationInput(), {
      missing: [{ collection: "securityGroups", id: "sg-lb", reason: "not-described" }],
    });
    expect(listen(network({ ...input, securityGroups })).verdict).toBe("unknown");
  });

  it("needs no rule for replies in its groups, nor in those of its targets", () => {
    const net = application({ more: instances(answering(200)) });
    expect(net.securityGroups["sg-app"]?.egress).toEqual([]);
    expect(listen(net)).toMatchObject({ verdict: "reachable", service: "serving" });
  });

  it("in a private subnet, whose default route is a NAT gateway, is not reached from the internet", () => {
    const net = application({
      more: {
        natGateways: { "nat-1": { subnetId: "lb-a", privateIpAddress: "10.0.0.100", publicIp: "198.51.100.1" } },
        subnets: { "lb-b": inZone("b", "10.0.1.0/24", "rtb-nat", "acl-lb") },
        routeTables: { "rtb-nat": { vpcId: "vpc-1", routes: [route(ANYWHERE, "nat-1")] } },
        networkAcls: { "acl-lb": { vpcId: "vpc-1", ingress: EVERYTHING, egress: EVERYTHING } },
      },
    });
    const verdict = listen(net);
    expect(verdict.zones.map((each) => each.verdict)).toEqual(["reachable", "unreachable"]);
  });
});
