import { NetsimError, type NetworkInput, network } from "@netsim/core";
import { checkListener, type ListenerInput } from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE,
  allow,
  assumptionsOf,
  BALANCED,
  balanced,
  balancer,
  blockersOf,
  EVERYTHING,
  extend,
  from,
  headersText,
  inZone,
  route,
  STRANGER,
  unknownsOf,
} from "../../support/small-networks.ts";

const ASK: ListenerInput = { loadBalancer: "web", port: 80, from: STRANGER };
const I_A = { subnetId: "app-a", privateIpAddress: "10.0.10.10", groups: ["sg-app"] };

describe("a listener", () => {
  it("serves clients through every node, with the instances in service", () => {
    const verdict = checkListener(balanced(), ASK);
    expect(verdict).toMatchObject({ kind: "listener", verdict: "reachable", loadBalancer: "web", port: 80 });
    const served = {
      verdict: "reachable",
      service: "serving",
      targets: ["i-a", "i-b"],
      isFailOpen: false,
      symptoms: [],
    };
    expect(verdict.nodes).toEqual([
      { node: "web@lb-a", subnetId: "lb-a", availabilityZone: "us-east-1a", ...served },
      { node: "web@lb-b", subnetId: "lb-b", availabilityZone: "us-east-1b", ...served },
    ]);
    expect(verdict.states).toMatchObject({ "i-a": { state: "InService" }, "i-b": { state: "InService" } });
    expect(verdict.legs.map((leg) => leg.kind).sort()).toEqual([
      "client",
      "client",
      ...["health", "health", "health", "health"],
      ...["target", "target", "target", "target"],
    ]);
  });

  it("that is not there takes nothing, though group and ACL are open", () => {
    const net = balanced({}, { securityGroups: { "sg-lb": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "all")] } } });
    const verdict = checkListener(net, { ...ASK, port: 443 });
    expect(verdict.verdict).toBe("unreachable");
    expect(new Set(blockersOf(verdict))).toEqual(new Set(["web ingress forward - no-listener ELB_LISTENERS_MISMATCH"]));
  });

  it("is one of several, each with its own ports", () => {
    const listeners = [
      { protocol: "HTTP", loadBalancerPort: 80, instancePort: 8080 },
      { protocol: "HTTP", loadBalancerPort: 81, instancePort: 8081 },
    ];
    const net = balanced(
      { listeners },
      { securityGroups: { "sg-lb": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 80-81")] } } },
    );
    expect(checkListener(net, ASK).verdict).toBe("reachable");
    const other = checkListener(net, { ...ASK, port: 81 });
    expect(other.verdict).toBe("unreachable");
    expect(new Set(other.blockers.map((each) => `${each.component} ${each.code}`))).toEqual(
      new Set(["sg-app security-group-no-match"]),
    );
    expect(other.states["i-a"]?.state).toBe("InService");
  });

  it("keeps the ports that its clients use: part of them is partial", () => {
    const net = balanced(
      {},
      {
        networkAcls: {
          "acl-lb": {
            vpcId: "vpc-1",
            ingress: EVERYTHING,
            egress: [allow(90, "all", "10.0.0.0/16"), allow(100, "tcp 49152-65535")],
          },
        },
      },
    );
    expect(checkListener(net, ASK).verdict).toBe("partial");
    expect(checkListener(net, { ...ASK, sourcePorts: "linux" }).verdict).toBe("partial");
    expect(checkListener(net, { ...ASK, sourcePorts: "windows" }).verdict).toBe("reachable");
    expect(checkListener(net, { ...ASK, sourcePorts: "1025-5000" }).verdict).toBe("unreachable");
  });
});

describe("without an instance in service", () => {
  it("nobody is served, though clients reach the nodes and the instance port is open", () => {
    const net = balanced(
      {},
      { securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 8080")] } } },
    );
    const verdict = checkListener(net, ASK);
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.legs.filter((leg) => leg.kind === "client").map((leg) => leg.verdict)).toEqual([
      "reachable",
      "reachable",
    ]);
    expect(verdict.legs.filter((leg) => leg.kind === "target").every((leg) => leg.verdict === "reachable")).toBe(true);
    expect(verdict.blockers.filter((each) => each.kind === "load-balancer")).toMatchObject([
      { component: "web", code: "no-target-in-service", awsCode: null, details: { zone: "us-east-1a" } },
      { component: "web", code: "no-target-in-service", awsCode: null, details: { zone: "us-east-1b" } },
    ]);
  });

  it("nobody is served where none is registered", () => {
    const verdict = checkListener(balanced({ instances: [] }), ASK);
    expect(verdict.verdict).toBe("unreachable");
    expect(new Set(blockersOf(verdict))).toEqual(new Set(["web egress forward - no-target-in-service -"]));
  });

  it("in service and not reached on the instance port: requests time out", () => {
    const net = balanced(
      {},
      { securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 9000")] } } },
    );
    const verdict = checkListener(net, ASK);
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.states["i-a"]?.state).toBe("InService");
    expect(verdict.nodes[0]?.targets).toEqual(["i-a", "i-b"]);
    expect(verdict.blockers.every((each) => each.leg.startsWith("target:"))).toBe(true);
  });

  it("in service, and one of two not reached on the instance port: some requests time out", () => {
    const net = balanced(
      {},
      {
        securityGroups: { "sg-slow": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 9000")] } },
        instances: { "i-a": { ...I_A, groups: ["sg-slow"] } },
      },
    );
    const { egress: _, ...group } = BALANCED.securityGroups!["sg-lb"]!;
    const opened = network(extend(net, { securityGroups: { "sg-lb": group } }));
    expect(checkListener(opened, ASK).verdict).toBe("partial");
  });

  it("one out of service is not sent to, and the other serves", () => {
    const net = balanced({}, { instances: { "i-a": { ...I_A, state: "stopped" } } });
    const verdict = checkListener(net, ASK);
    expect(verdict.verdict).toBe("reachable");
    expect(verdict.nodes.map((each) => each.targets)).toEqual([["i-b"], ["i-b"]]);
  });

  it("health that comes and goes makes the service come and go", () => {
    const net = balanced(
      {},
      { networkAcls: { "acl-app": { vpcId: "vpc-1", ingress: EVERYTHING, egress: [allow(100, "tcp 32768-65535")] } } },
    );
    expect(checkListener(net, ASK).verdict).toBe("partial");
  });
});

describe("zones", () => {
  const onlyInB = (crossZone: boolean | null) => checkListener(balanced({ crossZone, instances: ["i-b"] }), ASK);

  it("without cross-zone load balancing a node whose zone has no instance serves nobody", () => {
    const verdict = onlyInB(false);
    expect(verdict.verdict).toBe("partial");
    expect(verdict.nodes.map((each) => [each.node, each.verdict, each.targets])).toEqual([
      ["web@lb-a", "unreachable", []],
      ["web@lb-b", "reachable", ["i-b"]],
    ]);
    expect(blockersOf(verdict)).toEqual(["web egress forward - no-target-in-zone ELB_NOT_CROSSZONE"]);
    expect(verdict.blockers[0]?.details).toEqual({ zone: "us-east-1a" });
  });

  it("with cross-zone load balancing it uses the instances of the other zone", () => {
    expect(onlyInB(true).verdict).toBe("reachable");
    expect(onlyInB(true).nodes.map((each) => each.targets)).toEqual([["i-b"], ["i-b"]]);
  });

  it("where it is not known whether it is on, that node's answer is unknown", () => {
    const verdict = onlyInB(null);
    expect(verdict.verdict).toBe("unknown");
    expect(verdict.nodes.map((each) => each.verdict)).toEqual(["unknown", "reachable"]);
    expect(unknownsOf(verdict)).toEqual(["web cross-zone-missing"]);
    expect(blockersOf(verdict)).toEqual([]);
  });

  it("where it is not known and each node has an instance of its own, off is taken for granted", () => {
    const verdict = checkListener(balanced({ crossZone: null }), ASK);
    expect(verdict.verdict).toBe("reachable");
    expect(assumptionsOf(verdict)).toContain("web cross-zone-assumed-off");
  });

  it("an instance in a zone without a subnet of the load balancer serves nobody", () => {
    const verdict = checkListener(balanced({ subnets: ["lb-a"], instances: ["i-b"] }), ASK);
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual([
      "i-b ingress forward - zone-not-enabled ELB_INSTALLED_AZ_RESTRICTION",
      "web egress forward - no-target-in-service -",
    ]);
  });
});

describe("what the input leaves out", () => {
  it("an instance: the nodes that may send to it are in doubt", () => {
    const missing = [{ collection: "instances", id: "i-gone", reason: "not-described" }];
    const alone = checkListener(balanced({ instances: ["i-gone"] }, { missing }), ASK);
    expect(alone.verdict).toBe("unknown");
    expect(blockersOf(alone)).toEqual([]);
    expect(unknownsOf(alone)).toEqual(["i-gone instance-missing"]);
    expect(checkListener(balanced({ instances: ["i-a", "i-gone"] }, { missing }), ASK).verdict).toBe("unknown");
  });

  it("one of its subnets: there is a node of which nothing is known", () => {
    const { "lb-b": _, ...subnets } = BALANCED.subnets ?? {};
    const net = network({
      ...extend(BALANCED, { missing: [{ collection: "subnets", id: "lb-b", reason: "not-described" }] }),
      subnets,
      classicLoadBalancers: { web: balancer({ crossZone: false, instances: ["i-a"] }) },
    });
    const verdict = checkListener(net, ASK);
    expect(verdict.verdict).toBe("unknown");
    expect(verdict.nodes.map((each) => each.verdict)).toEqual(["reachable"]);
    expect(unknownsOf(verdict)).toEqual(["web subnet-missing"]);
  });
});

describe("clients", () => {
  it("are stopped by an internet-facing load balancer in a private subnet: replies find no way back", () => {
    const net = balanced({}, { routeTables: { "rtb-lb": { vpcId: "vpc-1" } } });
    const verdict = checkListener(net, ASK);
    expect(verdict.verdict).toBe("unreachable");
    expect(new Set(blockersOf(verdict))).toEqual(new Set(["rtb-lb egress reply - no-route NO_ROUTE_TO_DESTINATION"]));
    expect(verdict.states["i-a"]?.state).toBe("InService");
  });

  it("are stopped where the load balancer's default route leads to a NAT gateway", () => {
    const net = balanced(
      {},
      {
        natGateways: { "nat-1": { subnetId: "app-a", privateIpAddress: "10.0.10.200", publicIp: "198.51.100.1" } },
        routeTables: { "rtb-lb": { vpcId: "vpc-1", routes: [route(ANYWHERE, "nat-1")] } },
      },
    );
    expect(new Set(blockersOf(checkListener(net, ASK)))).toEqual(
      new Set(["nat-1 ingress reply - reply-takes-another-way -"]),
    );
  });

  it("over IPv6 have nothing in common with a load balancer in a VPC", () => {
    const verdict = checkListener(balanced(), { ...ASK, from: "2001:db8::1" });
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.blockers[0]).toMatchObject({
      component: "web",
      kind: "load-balancer",
      code: "no-common-address-family",
      details: { sender: ["ipv6"], receiver: ["ipv4"] },
    });
  });

  it("of which some are let in are a partial answer with their exact addresses", () => {
    const net = balanced(
      {},
      {
        securityGroups: {
          "sg-lb": { ...BALANCED.securityGroups!["sg-lb"]!, ingress: [from("203.0.113.0/24", "tcp 80")] },
        },
      },
    );
    const verdict = checkListener(net, { ...ASK, from: "203.0.112.0/23" });
    expect(verdict.verdict).toBe("partial");
    expect(headersText(verdict.legs[0]?.working)).toEqual(["tcp 203.0.113.0/24 1024-65535 -> 10.0.0.4-10.0.0.254 80"]);
  });
});

/** Clients inside the VPC: one in a public subnet, one behind a NAT gateway. */
const INSIDE: NetworkInput = {
  natGateways: { "nat-1": { subnetId: "clients", privateIpAddress: "10.0.20.200", publicIp: "198.51.100.200" } },
  routeTables: {
    "rtb-clients": { vpcId: "vpc-1", routes: [route(ANYWHERE, "igw-1")] },
    "rtb-hidden": { vpcId: "vpc-1", routes: [route(ANYWHERE, "nat-1")] },
  },
  networkAcls: { "acl-clients": { vpcId: "vpc-1", ingress: EVERYTHING, egress: EVERYTHING } },
  subnets: {
    clients: inZone("a", "10.0.20.0/24", "rtb-clients", "acl-clients"),
    hidden: inZone("a", "10.0.21.0/24", "rtb-hidden", "acl-clients"),
  },
  securityGroups: { "sg-client": { vpcId: "vpc-1" } },
  instances: {
    client: { subnetId: "clients", privateIpAddress: "10.0.20.10", publicIp: "198.51.100.20", groups: ["sg-client"] },
    shy: { subnetId: "hidden", privateIpAddress: "10.0.21.10", groups: ["sg-client"] },
  },
};

describe("an internet-facing load balancer, used from inside its VPC", () => {
  it("is reached by its public addresses, through the internet gateway", () => {
    const verdict = checkListener(balanced({}, INSIDE), { ...ASK, from: "client" });
    expect(verdict.verdict).toBe("reachable");
    const client = verdict.legs.find((leg) => leg.kind === "client");
    expect(client?.forward.hops.map((hop) => hop.component.id)).toContain("igw-1");
    expect(assumptionsOf(verdict)).toContain("web@lb-a internet-gateway-reflection");
  });

  it("is reached through a NAT gateway, with whose public address the client comes", () => {
    const admits = (block: string) =>
      balanced(
        {},
        extend(INSIDE, {
          securityGroups: { "sg-lb": { ...BALANCED.securityGroups!["sg-lb"]!, ingress: [from(block, "tcp 80")] } },
        }),
      );
    expect(checkListener(admits("198.51.100.200/32"), { ...ASK, from: "shy" }).verdict).toBe("reachable");
    expect(checkListener(admits("198.51.100.20/32"), { ...ASK, from: "shy" }).verdict).toBe("unreachable");
  });

  it("is not reached by rules for the VPC's block or the client's group: the client comes with a public address", () => {
    const group = (peer: string) =>
      balanced(
        {},
        extend(INSIDE, {
          securityGroups: { "sg-lb": { ...BALANCED.securityGroups!["sg-lb"]!, ingress: [from(peer, "tcp 80")] } },
        }),
      );
    const byBlock = checkListener(group("10.0.0.0/16"), { ...ASK, from: "client" });
    expect(new Set(blockersOf(byBlock))).toEqual(
      new Set(["sg-lb ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH"]),
    );
    const byGroup = checkListener(group("sg-client"), { ...ASK, from: "client" });
    expect(new Set(blockersOf(byGroup))).toEqual(
      new Set(["sg-lb ingress forward - security-group-reference-lost SG_REFERENCES_NOT_PRESERVED"]),
    );
  });

  it("is not reached from a subnet without a way to the internet", () => {
    const net = balanced({}, extend(INSIDE, { routeTables: { "rtb-hidden": { vpcId: "vpc-1" } } }));
    const verdict = checkListener(net, { ...ASK, from: "shy" });
    expect(verdict.verdict).toBe("unreachable");
    expect(new Set(blockersOf(verdict))).toEqual(
      new Set(["rtb-hidden egress forward - no-route NO_ROUTE_TO_DESTINATION"]),
    );
  });

  it("needs the client's own group to let it out to a public address", () => {
    const net = balanced(
      {},
      extend(INSIDE, {
        securityGroups: { "sg-client": { vpcId: "vpc-1", egress: [{ port: 80, to: "10.0.0.0/16" }] } },
      }),
    );
    const verdict = checkListener(net, { ...ASK, from: "client" });
    expect(verdict.verdict).toBe("unreachable");
    expect(new Set(blockersOf(verdict))).toEqual(
      new Set(["sg-client egress forward - security-group-no-match ENI_SG_RULES_MISMATCH"]),
    );
  });
});

describe("an internal load balancer", () => {
  const internal = (more: NetworkInput = {}) =>
    balanced({ scheme: "internal" }, extend(INSIDE, extend({ routeTables: { "rtb-lb": { vpcId: "vpc-1" } } }, more)));

  it("is reached from inside its VPC by its private addresses, and rules can name the client's group", () => {
    const net = internal({
      securityGroups: { "sg-lb": { ...BALANCED.securityGroups!["sg-lb"]!, ingress: [from("sg-client", "tcp 80")] } },
    });
    expect(checkListener(net, { ...ASK, from: "client" }).verdict).toBe("reachable");
    expect(checkListener(net, { ...ASK, from: "shy" }).verdict).toBe("reachable");
  });

  it("is not reached from the internet", () => {
    const verdict = checkListener(internal(), ASK);
    expect(verdict.verdict).toBe("unreachable");
    expect(new Set(blockersOf(verdict))).toEqual(
      new Set([
        "igw-1 ingress forward - no-public-address IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
        "rtb-lb egress reply - no-route NO_ROUTE_TO_DESTINATION",
      ]),
    );
  });

  it("serves a client in the subnet of one of its nodes: there no ACL lies between them", () => {
    const net = internal({
      networkAcls: {
        "acl-lb": {
          vpcId: "vpc-1",
          ingress: [allow(100, "all", "10.0.10.0/23"), allow(110, "tcp 80", "10.0.0.0/24")],
          egress: EVERYTHING,
        },
      },
      instances: { neighbour: { subnetId: "lb-a", privateIpAddress: "10.0.0.50", groups: ["sg-client"] } },
    });
    const verdict = checkListener(net, { ...ASK, from: "neighbour" });
    // The node next door is reached; the other's replies have to come back into the subnet.
    expect(verdict.legs.filter((leg) => leg.kind === "client").map((leg) => leg.verdict)).toEqual([
      "reachable",
      "unreachable",
    ]);
    expect(blockersOf(verdict)).toEqual(["acl-lb ingress reply #32767 network-acl-denies SUBNET_ACL_RESTRICTION"]);
    const strict = checkListener(net, { ...ASK, from: "neighbour", sameSubnetAcl: "strict" });
    expect(strict.legs.filter((leg) => leg.kind === "client").map((leg) => leg.verdict)).toEqual([
      "unreachable",
      "unreachable",
    ]);
  });
});

describe("the result", () => {
  it("names each leg once", () => {
    const { legs } = checkListener(balanced({}, INSIDE), { ...ASK, from: "10.0.20.0/23" });
    expect(new Set(legs.map((leg) => leg.name)).size).toBe(legs.length);
  });

  it.each<[Partial<ListenerInput>, string]>([
    [{ loadBalancer: "wob" }, "unknown-id loadBalancer"],
    [{ port: 0 }, "port port"],
    [{ port: 70000 }, "port port"],
    [{ from: "nobody" }, "unknown-id from"],
    [{ sourcePorts: "solaris" }, "port sourcePorts"],
  ])("%j is no question", (change, issue) => {
    const ask = () => checkListener(balanced(), { ...ASK, ...change });
    expect(ask).toThrow(NetsimError);
    try {
      ask();
    } catch (error) {
      if (error instanceof NetsimError)
        expect(error.issues.map((each) => `${each.code} ${each.path.join(".")}`)).toEqual([issue]);
    }
  });
});
