import { NetsimError, type NetworkInput, network, type ServiceInput } from "@netsim/core";
import { checkHealth } from "netsim";
import { describe, expect, it } from "vitest";
import {
  allow,
  assumptionsOf,
  BALANCED,
  balanced,
  blockersOf,
  EVERYTHING,
  extend,
  from,
  headersText,
  inZone,
  unknownsOf,
} from "../../support/small-networks.ts";

const WEB = { loadBalancer: "web" } as const;
const IN_SERVICE = { state: "InService", reasonCode: "N/A", description: "N/A" };
const FAILED = {
  state: "OutOfService",
  reasonCode: "Instance",
  description: "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.",
};
const UNKNOWN = { state: "Unknown", reasonCode: "N/A", description: "N/A" };

const I_A = { subnetId: "app-a", privateIpAddress: "10.0.10.10", groups: ["sg-app"] };

describe("an instance behind a Classic Load Balancer", () => {
  it("is in service when the health check of every node gets through", () => {
    const health = checkHealth(balanced(), WEB);
    expect(health).toMatchObject({ kind: "health", verdict: "reachable", loadBalancer: "web" });
    expect(health.states).toEqual({ "i-a": IN_SERVICE, "i-b": IN_SERVICE });
    expect(health.legs.map((leg) => leg.name)).toEqual([
      "health: web@lb-a -> i-a:9000",
      "health: web@lb-b -> i-a:9000",
      "health: web@lb-a -> i-b:9000",
      "health: web@lb-b -> i-b:9000",
    ]);
  });

  it("is checked from the nodes' private addresses and ports 1024-65535, at its primary private address", () => {
    const health = checkHealth(balanced({ instances: ["i-a"], subnets: ["lb-a"] }), WEB);
    expect(headersText(health.legs[0]?.asked)).toEqual(["tcp 10.0.0.4-10.0.0.254 1024-65535 -> 10.0.10.10/32 9000"]);
  });

  it("is out of service when the health-check port is closed, though the instance port is open", () => {
    const health = checkHealth(
      balanced({}, { securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 8080")] } } }),
      WEB,
    );
    expect(health.verdict).toBe("unreachable");
    expect(health.states["i-a"]).toEqual(FAILED);
    expect(new Set(blockersOf(health))).toEqual(
      new Set(["sg-app ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH"]),
    );
  });

  it.each(["stopped", "pending", "terminated"] as const)("that is %s is out of service, by its state", (state) => {
    const health = checkHealth(balanced({}, { instances: { "i-a": { ...I_A, state } } }), WEB);
    expect(health.verdict).toBe("partial");
    expect(health.states["i-a"]).toEqual({
      state: "OutOfService",
      reasonCode: "Instance",
      description: `Instance is in ${state} state.`,
    });
    expect(health.states["i-b"]).toEqual(IN_SERVICE);
    expect(health.blockers).toMatchObject([
      { component: "i-a", kind: "target", code: "instance-not-running", details: { state } },
    ]);
  });

  it("in a zone that the load balancer has no subnet in is out of service, cross-zone or not", () => {
    const elsewhere: NetworkInput = {
      subnets: { "app-c": inZone("c", "10.0.12.0/24", "rtb-app", "acl-app") },
      instances: { "i-b": { subnetId: "app-c", privateIpAddress: "10.0.12.10", groups: ["sg-app"] } },
    };
    for (const crossZone of [true, false]) {
      const health = checkHealth(balanced({ crossZone }, elsewhere), WEB);
      expect(health.states["i-b"]).toEqual({
        state: "OutOfService",
        reasonCode: "ELB",
        description:
          "Instance is in the EC2 Availability Zone for which LoadBalancer is not configured to route traffic to.",
      });
      expect(blockersOf(health)).toEqual(["i-b ingress forward - zone-not-enabled ELB_INSTALLED_AZ_RESTRICTION"]);
      expect(health.blockers[0]?.details).toEqual({ zone: "us-east-1c", enabled: ["us-east-1a", "us-east-1b"] });
    }
  });

  it("is reached at the primary address of its first interface: the groups of the second do not matter", () => {
    const net = balanced(
      { instances: ["i-two"], subnets: ["lb-a"] },
      {
        securityGroups: { "sg-none": { vpcId: "vpc-1" } },
        networkInterfaces: {
          "eni-0": {
            subnetId: "app-a",
            privateIpAddresses: [{ address: "10.0.10.20" }, { address: "10.0.10.21" }],
            groups: ["sg-none"],
          },
          "eni-1": { subnetId: "app-a", privateIpAddress: "10.0.10.30", groups: ["sg-app"] },
        },
        instances: { "i-two": { networkInterfaceIds: ["eni-0", "eni-1"] } },
      },
    );
    const health = checkHealth(net, WEB);
    expect(health.states["i-two"]).toEqual(FAILED);
    expect(headersText(health.blockers[0]?.packets)).toEqual([
      "tcp 10.0.0.4-10.0.0.254 1024-65535 -> 10.0.10.20/32 9000",
    ]);
  });

  it("whose check passes for some of the nodes' ports only is neither in service nor out: what AWS shows then is unknown", () => {
    const net = balanced(
      { instances: ["i-a"] },
      { networkAcls: { "acl-app": { vpcId: "vpc-1", ingress: EVERYTHING, egress: [allow(100, "tcp 32768-65535")] } } },
    );
    const health = checkHealth(net, WEB);
    expect(health.verdict).toBe("partial");
    expect(health.states["i-a"]).toEqual(UNKNOWN);
    expect(headersText(health.legs[0]?.working)).toEqual(["tcp 10.0.0.4-10.0.0.254 32768-65535 -> 10.0.10.10/32 9000"]);
    expect(blockersOf(health)[0]).toBe("acl-app egress reply #32767 network-acl-denies SUBNET_ACL_RESTRICTION");
  });

  it("that one node reaches and another does not is neither in service nor out", () => {
    const net = balanced(
      { instances: ["i-a"] },
      { securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("10.0.0.0/24", "tcp 9000")] } } },
    );
    const health = checkHealth(net, WEB);
    expect(health.states["i-a"]).toEqual(UNKNOWN);
    expect(health.legs.map((leg) => leg.verdict)).toEqual(["reachable", "unreachable"]);
  });
});

describe("cross-zone load balancing", () => {
  const zones = (crossZone: boolean | null) => checkHealth(balanced({ crossZone }), WEB);

  it("off: a node checks the instances of its own zone", () => {
    expect(zones(false).legs.map((leg) => leg.name)).toEqual([
      "health: web@lb-a -> i-a:9000",
      "health: web@lb-b -> i-b:9000",
    ]);
    expect(assumptionsOf(zones(false))).not.toContain("web cross-zone-assumed-off");
  });

  it("not known: taken to be off, and that is said", () => {
    expect(zones(null).legs).toHaveLength(2);
    expect(assumptionsOf(zones(null))).toContain("web cross-zone-assumed-off");
  });

  it("not known with nodes in one zone only: nothing to say", () => {
    const health = checkHealth(balanced({ crossZone: null, subnets: ["lb-a"], instances: ["i-a"] }), WEB);
    expect(assumptionsOf(health)).not.toContain("web cross-zone-assumed-off");
  });
});

describe("the answer of the application", () => {
  const answering = (services: readonly ServiceInput[] | undefined, target = "HTTP:9000/ping") =>
    checkHealth(
      balanced(
        { instances: ["i-a"], subnets: ["lb-a"], healthCheck: { target } },
        { instances: { "i-a": { ...I_A, services } } },
      ),
      WEB,
    );

  it.each([
    [200, "InService"],
    [201, "OutOfService"],
    [204, "OutOfService"],
    [301, "OutOfService"],
    [302, "OutOfService"],
    [404, "OutOfService"],
    [503, "OutOfService"],
  ])("%i makes the instance %s", (status, state) => {
    const health = answering([{ port: 9000, http: { "/ping": status } }]);
    expect(health.states["i-a"]?.state).toBe(state);
    if (state === "OutOfService") {
      expect(health.blockers).toMatchObject([
        {
          component: "i-a",
          kind: "application",
          code: "http-status",
          details: { path: "/ping", status, expected: 200 },
        },
      ]);
    }
  });

  it("of a page that is not listed is 404", () => {
    const health = answering([{ port: 9000, http: { "/": 200 } }]);
    expect(health.blockers).toMatchObject([{ code: "http-status", details: { status: 404 } }]);
  });

  it("is looked up without the query of the page", () => {
    expect(answering([{ port: 9000, http: { "/ping": 200 } }], "HTTP:9000/ping?deep=1").states["i-a"]?.state).toBe(
      "InService",
    );
  });

  it("is not needed for a TCP check: the handshake is enough", () => {
    expect(answering([{ port: 9000, http: { "/ping": 500 } }], "TCP:9000").states["i-a"]?.state).toBe("InService");
  });

  it("is taken to be 200 where the statuses are not known, and that is said", () => {
    const health = answering([{ port: 9000 }]);
    expect(health.states["i-a"]?.state).toBe("InService");
    expect(assumptionsOf(health)).toEqual(["i-a http-status-assumed"]);
  });

  it("of a TLS check includes the handshake, which is taken to succeed", () => {
    expect(assumptionsOf(answering([{ port: 9000, http: { "/ping": 200 } }], "HTTPS:9000/ping"))).toEqual([
      "i-a tls-assumed",
    ]);
    expect(assumptionsOf(answering([{ port: 9000 }], "SSL:9000"))).toEqual(["i-a tls-assumed"]);
  });

  it("is none where nothing listens", () => {
    const health = answering([{ port: 8080 }]);
    expect(health.states["i-a"]).toEqual(FAILED);
    expect(blockersOf(health)).toEqual(["i-a ingress forward - nothing-listens -"]);
  });

  it("is not known at all without services, and that is said", () => {
    expect(assumptionsOf(answering(undefined))).toContain("i-a service-assumed");
  });
});

describe("what is missing", () => {
  it("no instance is registered", () => {
    const health = checkHealth(balanced({ instances: [] }), WEB);
    expect(health).toMatchObject({ verdict: "unreachable", states: {}, legs: [] });
    expect(blockersOf(health)).toEqual(["web egress forward - no-registered-instance -"]);
  });

  it("an instance that the input leaves out is in an unknown state, by its name", () => {
    const missing = [{ collection: "instances", id: "i-gone", reason: "not-described" }];
    const health = checkHealth(balanced({ instances: ["i-a", "i-gone"] }, { missing }), WEB);
    expect(health.verdict).toBe("unknown");
    expect(health.states).toMatchObject({ "i-a": IN_SERVICE, "i-gone": UNKNOWN });
    expect(unknownsOf(health)).toEqual(["i-gone instance-missing"]);
  });

  it("a subnet of the load balancer that the input leaves out may be the zone of an instance", () => {
    const { "lb-b": _, ...subnets } = BALANCED.subnets ?? {};
    const net = (crossZone: boolean) =>
      network({
        ...extend(BALANCED, { missing: [{ collection: "subnets", id: "lb-b", reason: "not-described" }] }),
        subnets,
        classicLoadBalancers: { web: { ...BALANCED.classicLoadBalancers!.web!, crossZone } },
      });
    expect(checkHealth(net(false), WEB).states).toEqual({ "i-a": IN_SERVICE, "i-b": UNKNOWN });
    // With cross-zone load balancing its nodes check every instance.
    expect(checkHealth(net(true), WEB).states).toEqual({ "i-a": UNKNOWN, "i-b": UNKNOWN });
    expect(unknownsOf(checkHealth(net(true), WEB))).toEqual(["i-a subnet-missing", "i-b subnet-missing"]);
  });

  it("a load balancer that is not there is an issue", () => {
    expect(() => checkHealth(balanced(), { loadBalancer: "wob" })).toThrow(NetsimError);
    expect(() => checkHealth(balanced(), { loadBalancer: "wob" })).toThrow("such as web");
  });
});
