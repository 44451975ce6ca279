import type { NetworkInput } from "@netsim/core";
import { checkHealth, checkLeg, type LegInput } from "netsim";
import { describe, expect, it } from "vitest";
import {
  type Changes,
  listen,
  passing,
  passingGroup,
  states,
  symptomsOf,
  targetRules,
  targetsOf,
} from "../../../support/forwarding-networks.ts";
import {
  ANYWHERE,
  ANYWHERE_IPV6,
  allow,
  assumptionsOf,
  blockersOf,
  EVERYTHING,
  extend,
  from,
  headersText,
  hopsOf,
  legOf,
  route,
  STRANGER,
  to,
  unknownsOf,
} from "../../../support/small-networks.ts";

const TARGET: LegInput = { leg: "target", loadBalancer: "web", port: 80, from: STRANGER };
const VIA_NODES: LegInput = { leg: "target", loadBalancer: "web", port: 80 };

/** One node and one target. */
const one = ({ balancer, group, more }: Changes = {}) =>
  passing({ balancer: { subnets: ["lb-a"], ...balancer }, group: { targets: ["i-a"], ...group }, more });

const WITH_GROUPS = { securityGroups: ["sg-lb"] } as const;

describe("a target of a Network Load Balancer that keeps client addresses", () => {
  it("sees the client's address and source port", () => {
    const leg = legOf(checkLeg(one(), { ...TARGET, sourcePorts: 40000 }));
    expect(headersText(leg.asked)).toEqual(["tcp 203.0.113.10/32 40000 -> 10.0.10.10/32 8080"]);
    expect(leg.verdict).toBe("reachable");
  });

  it("has to admit its clients' addresses: a rule for the VPC admits health checks and none of them", () => {
    const net = passing({ more: targetRules(from("10.0.0.0/16", "all")) });
    expect(states(net)).toEqual({ "i-a": "healthy", "i-b": "healthy" });
    const verdict = listen(net);
    expect(verdict).toMatchObject({ verdict: "unreachable", service: "down" });
    expect(symptomsOf(verdict)).toEqual(["timeout security-group-no-match all"]);
  });

  it("admits by the load balancer's group whoever the client is", () => {
    const more = targetRules(from("sg-lb", "tcp 8080"), from("sg-lb", "tcp 9000"));
    expect(listen(passing({ balancer: WITH_GROUPS, more }))).toMatchObject({
      verdict: "reachable",
      service: "serving",
    });
  });

  it("does not tell clients by their own groups, with or without groups of the load balancer", () => {
    const client: NetworkInput = {
      securityGroups: { "sg-client": { vpcId: "vpc-1" } },
      instances: { client: { subnetId: "app-b", privateIpAddress: "10.0.11.77", groups: ["sg-client"] } },
    };
    const more = extend(client, targetRules(from("sg-client", "tcp 8080"), from("10.0.0.0/16", "tcp 9000")));
    for (const groups of [{}, WITH_GROUPS]) {
      const net = passing({ balancer: { scheme: "internal", ...groups }, more });
      expect(checkLeg(net, { ...TARGET, from: "client" }).verdict).toBe("unreachable");
    }
  });

  it("answers through the node, though its subnet has no route to the client, which is said", () => {
    const verdict = checkLeg(one(), TARGET);
    expect(verdict.verdict).toBe("reachable");
    expect(hopsOf(legOf(verdict), "reply")).toEqual([
      "eni-i-a egress",
      "sg-app egress",
      "acl-app egress",
      "acl-lb ingress",
      "web@lb-a ingress",
    ]);
    expect(assumptionsOf(verdict)).toContain("web@lb-a reply-by-flow-state");
  });

  it("is behind an ACL that sees the client's address, there and back", () => {
    const acl = (ingress: string, egress: string): NetworkInput => ({
      networkAcls: {
        "acl-app": {
          vpcId: "vpc-1",
          ingress: [allow(100, "tcp 8080", ingress), allow(110, "tcp 9000", "10.0.0.0/16")],
          egress: [allow(100, "tcp 1024-65535", egress)],
        },
      },
    });
    expect(checkLeg(one({ more: acl(ANYWHERE, ANYWHERE) }), TARGET).verdict).toBe("reachable");
    expect(blockersOf(checkLeg(one({ more: acl("10.0.0.0/16", ANYWHERE) }), TARGET))).toEqual([
      "acl-app ingress forward #32767 network-acl-denies SUBNET_ACL_RESTRICTION",
    ]);
    expect(blockersOf(checkLeg(one({ more: acl(ANYWHERE, "10.0.0.0/16") }), TARGET))).toEqual([
      "acl-app egress reply #32767 network-acl-denies SUBNET_ACL_RESTRICTION",
    ]);
  });

  it("serves the clients that both the load balancer and the target admit", () => {
    const rules = {
      "sg-lb": { vpcId: "vpc-1", ingress: [from("203.0.113.0/25", "tcp 80")], egress: [to(ANYWHERE, "all")] },
    };
    const more = extend(
      { securityGroups: rules },
      targetRules(from("203.0.113.128/25", "tcp 8080"), from("sg-lb", "tcp 9000")),
    );
    const net = passing({ balancer: WITH_GROUPS, more });
    expect(listen(net, { from: "203.0.113.0/24" }).verdict).toBe("unreachable");
    const wider = extend(
      { securityGroups: rules },
      targetRules(from("203.0.113.64/26", "tcp 8080"), from("sg-lb", "tcp 9000")),
    );
    expect(listen(passing({ balancer: WITH_GROUPS, more: wider }), { from: "203.0.113.0/24" }).verdict).toBe("partial");
    expect(listen(passing({ balancer: WITH_GROUPS, more: wider }), { from: "203.0.113.64/26" }).verdict).toBe(
      "reachable",
    );
  });

  it("is asked about with a client on its own, and without one where it sees the nodes", () => {
    expect(() => checkLeg(passing(), VIA_NODES)).toThrow(/from/);
    const off = passing({ group: { preserveClientIp: false } });
    expect(() => checkLeg(off, TARGET)).toThrow(/from/);
    expect(checkLeg(off, VIA_NODES).verdict).toBe("reachable");
  });
});

describe("whose address targets see", () => {
  it.each<[string, Changes["group"], string]>([
    ["instances over TCP: the client's", {}, "client"],
    ["instances over TLS: the client's", { protocol: "TLS" }, "client"],
    ["addresses over TCP: the node's", { targetType: "ip", targets: ["10.0.10.10"] }, "node"],
    ["addresses over TLS: the node's", { targetType: "ip", protocol: "TLS", targets: ["10.0.10.10"] }, "node"],
    [
      "addresses over TCP with the attribute on: the client's",
      { targetType: "ip", targets: ["10.0.10.10"], preserveClientIp: true },
      "client",
    ],
    ["instances over TCP with the attribute off: the node's", { preserveClientIp: false }, "node"],
    ["addresses over UDP: the client's", { targetType: "ip", protocol: "UDP", targets: ["10.0.10.10"] }, "client"],
    [
      "addresses over TCP_UDP: the client's",
      { targetType: "ip", protocol: "TCP_UDP", targets: ["10.0.10.10"] },
      "client",
    ],
  ])("%s", (_, group, whose) => {
    const { protocol = "TCP" } = group ?? {};
    const net = one({
      balancer: { listeners: [{ port: 80, protocol: protocol as "TCP", forward: "app" }] },
      group,
    });
    const legs = checkLeg(net, whose === "client" ? TARGET : VIA_NODES).legs;
    expect(legs.length).toBeGreaterThan(0);
    for (const leg of legs) {
      const source = headersText(leg.asked).join();
      expect(source.includes(STRANGER)).toBe(whose === "client");
    }
  });

  it("is AWS's default where the attributes were not collected, and that is said", () => {
    const verdict = listen(passing({ group: { preserveClientIp: null } }));
    expect(verdict.verdict).toBe("reachable");
    expect(verdict.assumptions).toContainEqual({
      code: "client-address-preservation-assumed",
      component: "app",
      details: { enabled: true },
    });
  });
});

describe("a target that sees the nodes", () => {
  const off = { preserveClientIp: false };

  it("has to admit the nodes' addresses, and needs no rule for any client", () => {
    const net = passing({ group: off, more: targetRules(from("10.0.0.0/23", "all")) });
    expect(listen(net)).toMatchObject({ verdict: "reachable", service: "serving" });
    expect(
      listen(
        passing({ group: off, more: targetRules(from("203.0.113.0/24", "tcp 8080"), from("10.0.0.0/23", "tcp 9000")) }),
      ),
    ).toMatchObject({
      verdict: "unreachable",
    });
  });

  it("may be its own client without a hairpin", () => {
    const more = extend(targetRules(from("10.0.0.0/16", "all")), {
      securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("10.0.0.0/16", "all")] } },
    });
    const net = passing({ balancer: { scheme: "internal" }, group: off, more });
    expect(listen(net, { from: "i-a" }).verdict).toBe("reachable");
  });
});

describe("a target that is a client of its own Network Load Balancer", () => {
  const OPEN = { securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("10.0.0.0/16", "all")] } } };

  it("gets its own packets back and does not answer them", () => {
    const net = passing({ balancer: { scheme: "internal" }, group: { targets: ["i-a"] }, more: OPEN });
    const verdict = listen(net, { from: "i-a" });
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.blockers).toContainEqual(expect.objectContaining({ code: "hairpin-connection", component: "i-a" }));
    expect(verdict.nodes[0]?.symptoms).toEqual([{ kind: "timeout", cause: "hairpin-connection", of: "all" }]);
  });

  it("is served by the others: it fails when it happens to be chosen itself", () => {
    const net = passing({ balancer: { scheme: "internal", crossZone: true }, more: OPEN });
    expect(listen(net, { from: "i-a" })).toMatchObject({ verdict: "partial", service: "degraded" });
    expect(listen(net, { from: "10.0.11.77" }).verdict).toBe("reachable");
  });

  it("is served by many alike as by few: none of the others is a hairpin", () => {
    const count = 12;
    const ids = Array.from({ length: count }, (_, at) => `i-${at}`);
    const more = extend(OPEN, {
      instances: Object.fromEntries(
        ids.map((id, at) => [id, { subnetId: "app-a", privateIpAddress: `10.0.10.${20 + at}`, groups: ["sg-app"] }]),
      ),
    });
    const net = passing({ balancer: { scheme: "internal", subnets: ["lb-a"] }, group: { targets: ids }, more });
    const verdict = listen(net, { from: "i-3" });
    expect(verdict.verdict).toBe("partial");
    const targets = verdict.legs.filter((leg) => leg.kind === "target");
    expect(targets.filter((leg) => leg.verdict === "unreachable").map((leg) => leg.to)).toEqual(["i-3"]);
    expect(targets.filter((leg) => leg.verdict === "reachable")).toHaveLength(count - 1);
  });
});

const DUAL: NetworkInput = {
  vpcs: { "vpc-1": { cidr: ["10.0.0.0/16", "2600:1f14::/56"] } },
  routeTables: { "rtb-lb": { vpcId: "vpc-1", routes: [route(ANYWHERE, "igw-1"), route(ANYWHERE_IPV6, "igw-1")] } },
  subnets: {
    "lb-a": {
      vpcId: "vpc-1",
      availabilityZone: "us-east-1a",
      cidr: ["10.0.0.0/24", "2600:1f14::/64"],
      routeTableId: "rtb-lb",
      networkAclId: "acl-lb",
    },
    "app-a": {
      vpcId: "vpc-1",
      availabilityZone: "us-east-1a",
      cidr: ["10.0.10.0/24", "2600:1f14:0:10::/64"],
      routeTableId: "rtb-app",
      networkAclId: "acl-app",
    },
  },
  instances: {
    "i-a": {
      subnetId: "app-a",
      privateIpAddress: "10.0.10.10",
      ipv6Address: "2600:1f14:0:10::10",
      groups: ["sg-app"],
    },
  },
};
const IPV6_STRANGER = "2001:db8:1::10";

describe("a client of another family than the targets", () => {
  const dual = (changes: Changes = {}) =>
    one({
      ...changes,
      balancer: { ipAddressType: "dualstack", ...changes.balancer },
      more: extend(DUAL, changes.more ?? {}),
    });

  it("is translated: targets see the node, though client addresses are kept", () => {
    const legs = checkLeg(dual(), { ...TARGET, from: IPV6_STRANGER }).legs;
    expect(legs.map((leg) => headersText(leg.asked))).toEqual([
      ["tcp 10.0.0.4-10.0.0.254 1024-65535 -> 10.0.10.10/32 8080"],
    ]);
    const admitsNode = targetRules(from("10.0.0.0/24", "all"));
    expect(listen(dual({ more: admitsNode }), { from: IPV6_STRANGER }).verdict).toBe("reachable");
    expect(listen(dual({ more: admitsNode })).verdict).toBe("unreachable");
  });

  it("of IPv4 is translated on the way to targets of an IPv6 target group", () => {
    const more = targetRules(from("2600:1f14::/64", "all"));
    const net = dual({ group: { ipAddressType: "ipv6" }, more });
    expect(states(net)).toEqual({ "i-a": "healthy" });
    expect(listen(net).verdict).toBe("reachable");
    expect(listen(net, { from: IPV6_STRANGER }).verdict).toBe("unreachable");
  });

  it("over UDP on a dual-stack load balancer is a case of which AWS's pages say both, which is said", () => {
    const udp = { listeners: [{ port: 80, protocol: "UDP", forward: "app" }] };
    const more = targetRules(from(ANYWHERE_IPV6, "udp 8080"), from("2600:1f14::/64", "tcp 9000"));
    const net = dual({ balancer: udp, group: { protocol: "UDP", ipAddressType: "ipv6" }, more });
    const verdict = listen(net, { from: IPV6_STRANGER });
    expect(verdict.verdict).toBe("reachable");
    expect(assumptionsOf(verdict)).toContain("web udp-on-dual-stack");
    expect(assumptionsOf(listen(dual(), { from: IPV6_STRANGER }))).not.toContain("web udp-on-dual-stack");
  });

  it("of the same family, IPv6, is seen with its own address", () => {
    const more = targetRules(from(`${IPV6_STRANGER}/128`, "tcp 8080"), from("2600:1f14::/64", "tcp 9000"));
    expect(listen(dual({ group: { ipAddressType: "ipv6" }, more }), { from: IPV6_STRANGER }).verdict).toBe("reachable");
  });

  it("is told apart from those of the same family where clients have both", () => {
    const more = targetRules(from(ANYWHERE, "all"));
    const verdict = checkLeg(dual({ more }), { ...TARGET, from: "internet" });
    expect(verdict.legs.map((leg) => leg.name)).toEqual([
      "target: web@lb-a -> i-a:8080 (app)",
      "target: web@lb-a -> i-a:8080 (app, translated)",
    ]);
    expect(verdict.verdict).toBe("reachable");
  });
});

describe("clients behind AWS PrivateLink", () => {
  const link = { privateLink: "10.200.0.7" };
  const sg = (peer: string): NetworkInput => ({
    securityGroups: { "sg-lb": { vpcId: "vpc-1", ingress: [from(peer, "tcp 80")], egress: [to(ANYWHERE, "all")] } },
  });
  const seen = (...peers: string[]) => targetRules(...peers.map((peer) => from(peer, "all")));
  const ask = (changes: Changes) => listen(passing(changes), { from: link }).verdict;

  it("are seen by targets as the node, whatever the target group keeps", () => {
    expect(ask({ more: seen("10.0.0.0/23") })).toBe("reachable");
    expect(ask({ more: seen("10.200.0.0/16") })).toBe("unreachable");
    expect(ask({ group: { protocol: "TCP", preserveClientIp: false }, more: seen("10.0.0.0/23") })).toBe("reachable");
  });

  it("meet the load balancer's inbound rules with their own private address", () => {
    const group = seen("sg-lb");
    expect(ask({ balancer: WITH_GROUPS, more: extend(group, sg("10.200.0.0/16")) })).toBe("reachable");
    expect(ask({ balancer: WITH_GROUPS, more: extend(group, sg("10.0.0.0/16")) })).toBe("unreachable");
  });

  it("do not meet the inbound rules once their enforcement is switched off", () => {
    const balancer = { ...WITH_GROUPS, enforcePrivateLinkInboundRules: false };
    const more = extend(seen("10.0.0.0/23"), sg("10.0.0.0/16"));
    expect(ask({ balancer, more })).toBe("reachable");
    expect(ask({ balancer: WITH_GROUPS, more })).toBe("unreachable");
  });

  it("are not admitted at targets by the load balancer's group where enforcement is off: by the nodes' addresses", () => {
    const balancer = { ...WITH_GROUPS, enforcePrivateLinkInboundRules: false };
    const net = passing({ balancer, more: extend(seen("sg-lb"), sg(ANYWHERE)) });
    expect(states(net)).toEqual({ "i-a": "healthy", "i-b": "healthy" });
    const verdict = listen(net, { from: link });
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.blockers).toContainEqual(
      expect.objectContaining({ component: "sg-app", code: "security-group-reference-lost" }),
    );
  });

  it("pass the load balancer's outbound rules and its subnets' ACLs on the way to targets", () => {
    const rules = {
      "sg-lb": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 80")], egress: [to("sg-app", "tcp 9000")] },
    };
    const balancer = { ...WITH_GROUPS, enforcePrivateLinkInboundRules: false };
    expect(ask({ balancer, more: extend(seen("10.0.0.0/23"), { securityGroups: rules }) })).toBe("unreachable");
    const acl = { "acl-lb": { vpcId: "vpc-1", ingress: [], egress: EVERYTHING } };
    expect(ask({ more: extend(seen("10.0.0.0/23"), { networkAcls: acl }) })).toBe("unreachable");
  });

  it("are taken past the ACL of the node's subnet on their way to it, which is said", () => {
    const verdict = listen(passing({ more: seen("10.0.0.0/23") }), { from: link });
    expect(assumptionsOf(verdict)).toContain("web@lb-a private-link-past-network-acl");
  });

  it("do not assume anything about the keeping of client addresses", () => {
    const net = passing({ group: { preserveClientIp: null }, more: seen("10.0.0.0/23") });
    expect(listen(net, { from: link }).assumptions.map((each) => each.code)).not.toContain(
      "client-address-preservation-assumed",
    );
  });
});

describe("a target in a peered VPC", () => {
  const PEERED: NetworkInput = {
    vpcs: { "vpc-2": { cidr: "10.9.0.0/16" } },
    vpcPeeringConnections: { "pcx-1": { requester: "vpc-1", accepter: "vpc-2" } },
    routeTables: {
      "rtb-lb": { vpcId: "vpc-1", routes: [route(ANYWHERE, "igw-1"), route("10.9.0.0/16", "pcx-1")] },
      "rtb-far": { vpcId: "vpc-2", main: true, routes: [route("10.0.0.0/16", "pcx-1")] },
    },
    subnets: { far: { vpcId: "vpc-2", availabilityZone: "us-east-1a", cidr: "10.9.0.0/24" } },
    securityGroups: {
      "sg-far": { vpcId: "vpc-2", ingress: [from(ANYWHERE, "tcp 8080"), from("10.0.0.0/23", "tcp 9000")] },
    },
    instances: { "i-far": { subnetId: "far", privateIpAddress: "10.9.0.10", groups: ["sg-far"] } },
  };
  const group = { targetType: "ip", vpcId: "vpc-1", targets: ["10.9.0.10"] } as const;

  it("may see its clients' addresses: they are kept across the peering", () => {
    const net = passing({ group: { ...group, preserveClientIp: true }, more: PEERED });
    expect(states(net)).toEqual({ "10.9.0.10": "healthy" });
    expect(listen(net)).toMatchObject({ verdict: "reachable", service: "serving" });
  });

  it("sees the nodes by default, as an address over TCP", () => {
    const net = passing({ group, more: PEERED });
    expect(checkLeg(net, VIA_NODES).verdict).toBe("reachable");
  });

  it("beyond a transit gateway is unknown by the gateway's name", () => {
    const more = {
      routeTables: {
        "rtb-lb": { vpcId: "vpc-1", routes: [route(ANYWHERE, "igw-1"), route("172.16.0.0/12", "tgw-1")] },
      },
    };
    const net = passing({ group: { ...group, targets: ["172.16.0.9"] }, more });
    expect(unknownsOf(checkLeg(net, VIA_NODES))).toContain("tgw-1 unsupported-route-target");
  });
});

describe("an Application Load Balancer as target", () => {
  const INNER: NetworkInput = {
    securityGroups: {
      "sg-inner": { vpcId: "vpc-1", ingress: [from("203.0.113.0/24", "tcp 80"), from("10.0.0.0/16", "tcp 80")] },
    },
    loadBalancers: {
      inner: {
        type: "application",
        scheme: "internal",
        subnets: ["app-a", "app-b"],
        securityGroups: ["sg-inner"],
        listeners: [{ port: 80, protocol: "HTTP", forward: "http" }],
      },
    },
    targetGroups: { http: { protocol: "HTTP", port: 8080, targets: ["i-a", "i-b"], healthCheck: { port: 9000 } } },
  };
  const group = { targetType: "alb", targets: ["inner"], port: 80, healthCheck: { path: "/" } } as const;
  const chained = (more: NetworkInput = {}) => passing({ group, more: extend(INNER, more) });

  it("sees its clients' addresses, and is checked from the nodes' addresses on its listener's port", () => {
    const net = chained();
    expect(states(net)).toMatchObject({ inner: "healthy" });
    expect(listen(net).verdict).toBe("reachable");
    expect(listen(net, { from: "198.51.100.7" }).verdict).toBe("unreachable");
  });

  it("is not healthy where its group does not admit the Network Load Balancer's addresses", () => {
    const net = chained({
      securityGroups: { "sg-inner": { vpcId: "vpc-1", ingress: [from("203.0.113.0/24", "tcp 80")] } },
    });
    expect(states(net)).toMatchObject({ inner: "unhealthy Target.FailedHealthChecks" });
  });

  it("is not healthy without a listener on the target group's port", () => {
    const net = passing({ group: { ...group, port: 8081 }, more: INNER });
    expect(states(net)).toMatchObject({ inner: "unhealthy Target.FailedHealthChecks" });
  });

  it("without a target in service answers 503 itself: its health check fails, and so do clients", () => {
    const empty = chained({ targetGroups: { http: { protocol: "HTTP", port: 8080, targets: [] } } });
    const check = checkHealth(empty, { targetGroup: "app" });
    expect(states(empty)).toMatchObject({ inner: "unhealthy Target.FailedHealthChecks" });
    expect(check.blockers[0]).toMatchObject({ component: "inner", code: "http-status", details: { status: 503 } });
    const answer = listen(empty);
    expect(answer.verdict).toBe("unreachable");
    expect(answer.nodes.flatMap((node) => node.symptoms.map((each) => `${each.kind} ${each.status}`))).toEqual([
      "http-status 503",
      "http-status 503",
    ]);
  });

  it("whose targets it does not reach answers 504", () => {
    const cut = chained({ securityGroups: { "sg-app": { vpcId: "vpc-1" } } });
    expect(listen(cut).nodes.flatMap((node) => node.symptoms.map((each) => each.status))).toEqual([504, 504]);
  });

  it("that answers the health check's page itself passes by the status of that answer", () => {
    const fixed = (statusCode: number) =>
      chained({
        loadBalancers: {
          inner: {
            type: "application",
            scheme: "internal",
            subnets: ["app-a", "app-b"],
            securityGroups: ["sg-inner"],
            listeners: [
              {
                port: 80,
                protocol: "HTTP",
                forward: "http",
                rules: [
                  {
                    priority: 1,
                    conditions: [{ field: "path-pattern", values: ["/"] }],
                    actions: [{ type: "fixed-response", statusCode }],
                  },
                ],
              },
            ],
          },
        },
      });
    expect(states(fixed(200))).toMatchObject({ inner: "healthy" });
    expect(states(fixed(404))).toMatchObject({ inner: "unhealthy Target.FailedHealthChecks" });
  });

  it("is reached in its zones, each node by the one of its own zone", () => {
    expect(targetsOf(listen(chained()))).toEqual({ a: ["inner"], b: ["inner"] });
    const legs = listen(chained()).legs.filter((leg) => leg.kind === "target");
    expect(legs.map((leg) => leg.name)).toEqual([
      "target: web@lb-a -> inner@app-a:80 (app)",
      "target: web@lb-b -> inner@app-b:80 (app)",
    ]);
  });

  it("is not taken for a hairpin by a client at an address where its node might be", () => {
    const net = passing({ balancer: { scheme: "internal" }, group, more: INNER });
    const verdict = checkLeg(net, { ...TARGET, from: "10.0.10.77" });
    expect(verdict.verdict).toBe("reachable");
  });
});

describe("a target group that two listeners use", () => {
  it("answers each with its own port and health", () => {
    const net = passing({
      balancer: {
        listeners: [
          { port: 80, protocol: "TCP", forward: "app" },
          { port: 81, protocol: "TCP", forward: "other" },
        ],
      },
      more: { targetGroups: { other: passingGroup({ port: 8081 }) } },
    });
    expect(listen(net).verdict).toBe("reachable");
    expect(listen(net, { port: 81 }).verdict).toBe("unreachable");
  });
});
