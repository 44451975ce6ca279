import { type NetworkInput, network } from "@netsim/core";
import { checkConnection, checkHealth, checkLeg, checkListener } from "netsim";
import { describe, expect, it } from "vitest";
import {
  answering,
  type Changes,
  instances,
  listen,
  passing,
  passingInput,
  states,
  symptomsOf,
  targetRules,
  targetsOf,
  zonesOf,
} from "../../../support/forwarding-networks.ts";
import {
  ANYWHERE,
  allow,
  BALANCED,
  blockersOf,
  EVERYTHING,
  extend,
  from,
  headersText,
  STRANGER,
  to,
  unknownsOf,
} from "../../../support/small-networks.ts";

const listeners = (protocol: string) => ({ listeners: [{ port: 80, protocol, forward: "app" }] });
const GROUPS = { securityGroups: ["sg-lb"] } as const;
/** Requests get to every target, and no health check. */
const UNHEALTHY = targetRules(from(ANYWHERE, "tcp 8080"));

describe("a listener for UDP", () => {
  const udp = (changes: Changes = {}) =>
    passing({
      ...changes,
      balancer: { ...listeners("UDP"), ...changes.balancer },
      group: { protocol: "UDP", ...changes.group },
      more: extend(targetRules(from(ANYWHERE, "udp 8080"), from("10.0.0.0/23", "tcp 9000")), changes.more ?? {}),
    });

  it("sends datagrams on to targets that are checked over TCP", () => {
    const verdict = listen(udp());
    expect(verdict).toMatchObject({ verdict: "reachable", service: "serving" });
    expect(verdict.legs.filter((leg) => leg.kind === "health").flatMap((leg) => headersText(leg.asked))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^tcp /)]),
    );
    expect(verdict.legs.filter((leg) => leg.kind !== "health").every((leg) => leg.asked[0]?.protocol === "udp")).toBe(
      true,
    );
  });

  it("needs the TCP rule for health checks beside the UDP rule for datagrams", () => {
    const net = udp({ more: targetRules(from(ANYWHERE, "udp 8080"), from("10.0.0.0/23", "udp 9000")) });
    expect(states(net)).toEqual({
      "i-a": "unhealthy Target.FailedHealthChecks",
      "i-b": "unhealthy Target.FailedHealthChecks",
    });
  });

  it("may be checked over HTTP as well", () => {
    const group = { healthCheck: { port: 9000, protocol: "HTTP", path: "/ping" } };
    expect(
      states(
        udp({
          group,
          more: instances({
            services: [
              { protocol: "udp", port: 8080 },
              { port: 9000, http: { "/ping": 302 } },
            ],
          }),
        }),
      ),
    ).toEqual({
      "i-a": "healthy",
      "i-b": "healthy",
    });
    expect(states(udp({ group, more: instances(answering(404)) }))["i-a"]).toBe("unhealthy Target.FailedHealthChecks");
  });

  it("on traffic-port is checked over TCP on the port of the datagrams: something has to listen there on TCP", () => {
    const group = { healthCheck: {} };
    const rules = targetRules(from(ANYWHERE, "udp 8080"), from("10.0.0.0/23", "tcp 8080"));
    const both = { services: [{ protocol: "udp", port: 8080 }, { port: 8080 }] };
    expect(states(udp({ group, more: extend(rules, instances(both)) }))["i-a"]).toBe("healthy");
    const only = { services: [{ protocol: "udp", port: 8080 }] };
    expect(states(udp({ group, more: extend(rules, instances(only)) }))["i-a"]).toBe(
      "unhealthy Target.FailedHealthChecks",
    );
  });

  it("takes no TCP: it is dropped without a word", () => {
    const verdict = listen(udp(), { protocol: "tcp" });
    expect(verdict.verdict).toBe("unreachable");
    expect(symptomsOf(verdict)).toEqual(["timeout no-listener all"]);
  });
});

describe("a listener for TCP_UDP", () => {
  const both = (more: NetworkInput) =>
    passing({ balancer: listeners("TCP_UDP"), group: { protocol: "TCP_UDP" }, more });
  const open = (...traffic: string[]) =>
    targetRules(...traffic.map((each) => from(ANYWHERE, each)), from("10.0.0.0/23", "tcp 9000"));

  it("takes both on one port, and targets have to admit both", () => {
    expect(listen(both(open("tcp 8080", "udp 8080")))).toMatchObject({ verdict: "reachable", service: "serving" });
    expect(listen(both(open("tcp 8080"))).verdict).toBe("partial");
  });

  it("is asked about for one of them alone by its protocol", () => {
    const net = both(open("tcp 8080"));
    expect(listen(net, { protocol: "tcp" }).verdict).toBe("reachable");
    expect(listen(net, { protocol: "udp" }).verdict).toBe("unreachable");
  });
});

describe("a listener for TLS", () => {
  it("ends the client's connection and makes another to the target, in which it closes the first when that fails", () => {
    const net = passing({ balancer: listeners("TLS"), more: targetRules(from("10.0.0.0/23", "tcp 9000")) });
    expect(symptomsOf(listen(net))).toEqual(["closed security-group-no-match all"]);
    expect(listen(passing({ balancer: listeners("TLS") })).verdict).toBe("reachable");
  });

  it("without a target accepts the connection and closes it", () => {
    const net = passing({ balancer: listeners("TLS"), group: { targets: [] } });
    expect(symptomsOf(listen(net))).toEqual(["closed no-registered-target all"]);
  });
});

describe("a listener for TCP", () => {
  it("passes the target's refusal on to the client", () => {
    const net = passing({ more: instances({ services: [{ port: 9000 }] }) });
    expect(symptomsOf(listen(net))).toEqual(["refused nothing-listens all"]);
  });

  it("takes no UDP", () => {
    expect(listen(passing(), { protocol: "udp" }).verdict).toBe("unreachable");
  });

  it("of a port without any is no security matter: the load balancer drops it", () => {
    const verdict = listen(passing(), { port: 8443 });
    expect(verdict.blockers[0]).toMatchObject({ kind: "listener", awsCode: "ELBV2_LISTENERS_MISMATCH" });
    expect(symptomsOf(verdict)).toEqual(["timeout no-listener all"]);
  });

  it("reads no requests, so none can be asked about", () => {
    expect(() => listen(passing(), { request: { path: "/" } })).toThrow(/request/);
  });

  it("is not asked about through PrivateLink but on a Network Load Balancer", () => {
    const net = network(extend(passingInput(), { classicLoadBalancers: { old: BALANCED.classicLoadBalancers!.web! } }));
    expect(() => checkListener(net, { loadBalancer: "old", port: 80, from: { privateLink: "10.200.0.7" } })).toThrow(
      /PrivateLink/,
    );
  });
});

describe("a Network Load Balancer without security groups", () => {
  it("lets every client to its listeners and everything out", () => {
    const net = passing();
    expect(net.loadBalancers.web?.securityGroups).toBeNull();
    const verdict = listen(net, { from: "internet" });
    expect(verdict).toMatchObject({ verdict: "reachable", service: "serving" });
    const hops = verdict.legs.flatMap((leg) => [...leg.forward.hops, ...leg.reply.hops]);
    expect(hops.some((hop) => hop.attachedTo?.startsWith("web@") && hop.component.kind === "security-group")).toBe(
      false,
    );
  });

  it("is one that was created with an empty list of them, too", () => {
    expect(passing({ balancer: { securityGroups: [] } }).loadBalancers.web?.securityGroups).toBeNull();
    expect(listen(passing({ balancer: { securityGroups: [] } })).verdict).toBe("reachable");
  });

  it("cannot be named in a target's rules", () => {
    const more = targetRules(from("sg-lb", "all"));
    expect(states(passing({ more }))["i-a"]).toBe("unhealthy Target.FailedHealthChecks");
    expect(checkLeg(passing({ more }), { leg: "target", loadBalancer: "web", port: 80, from: STRANGER }).verdict).toBe(
      "unreachable",
    );
  });

  it("is still behind the ACLs of its subnets", () => {
    const more = {
      networkAcls: { "acl-lb": { vpcId: "vpc-1", ingress: [allow(100, "tcp 443")], egress: EVERYTHING } },
    };
    expect(listen(passing({ more })).verdict).toBe("unreachable");
  });
});

describe("a Network Load Balancer with security groups", () => {
  const rules = (ingress: ReturnType<typeof from>[], egress: ReturnType<typeof to>[]): NetworkInput => ({
    securityGroups: { "sg-lb": { vpcId: "vpc-1", ingress, egress } },
  });
  const OUT = [to("sg-app", "tcp 8080"), to("sg-app", "tcp 9000")];

  it("filters clients by their real addresses on the listener's port", () => {
    const net = passing({ balancer: GROUPS, more: rules([from("203.0.113.0/24", "tcp 80")], OUT) });
    expect(listen(net).verdict).toBe("reachable");
    const other = listen(net, { from: "198.51.100.7" });
    expect(other.verdict).toBe("unreachable");
    expect(symptomsOf(other)).toEqual(["timeout security-group-no-match all"]);
  });

  it("has health checks pass its outbound rules, and not its inbound ones", () => {
    const shut = passing({ balancer: GROUPS, more: rules([from(ANYWHERE, "tcp 80")], [to("sg-app", "tcp 8080")]) });
    expect(states(shut)["i-a"]).toBe("unhealthy Target.FailedHealthChecks");
    expect(blockersOf(checkHealth(shut, { loadBalancer: "web" }))).toContain(
      "sg-lb egress forward - security-group-no-match ENI_SG_RULES_MISMATCH",
    );
    expect(states(passing({ balancer: GROUPS, more: rules([], OUT) }))).toEqual({ "i-a": "healthy", "i-b": "healthy" });
  });

  it("has clients' traffic to targets pass its outbound rules, too", () => {
    const net = passing({ balancer: GROUPS, more: rules([from(ANYWHERE, "tcp 80")], [to("sg-app", "tcp 9000")]) });
    expect(listen(net).verdict).toBe("unreachable");
  });

  it("may be named in its targets' rules for both, with client addresses kept or not", () => {
    for (const preserveClientIp of [true, false]) {
      const net = passing({
        balancer: GROUPS,
        group: { preserveClientIp },
        more: extend(
          rules([from(ANYWHERE, "tcp 80")], OUT),
          targetRules(from("sg-lb", "tcp 8080"), from("sg-lb", "tcp 9000")),
        ),
      });
      expect(listen(net)).toMatchObject({ verdict: "reachable", service: "serving" });
    }
  });
});

describe("ping", () => {
  it("is not answered by a Network Load Balancer, which drops all ICMP but type 3", () => {
    const ping = { from: STRANGER, to: "web", protocol: "icmp" } as const;
    const verdict = checkConnection(passing(), ping);
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.blockers.map((each) => each.code)).toEqual(["no-listener", "no-listener"]);
    const fragmentation = { ...ping, icmp: { type: 3, code: 4 } };
    expect(checkConnection(passing(), fragmentation).verdict).toBe("reachable");
  });
});

describe("targets of a Network Load Balancer", () => {
  it("are unhealthy with one reason, whatever failed", () => {
    for (const more of [targetRules(), instances(answering(500)), instances({ services: [] })]) {
      const group = { healthCheck: { port: 9000, protocol: "HTTP", path: "/ping" } };
      expect(checkHealth(passing({ group, more }), { loadBalancer: "web" }).states["i-a"]).toEqual({
        state: "unhealthy",
        reasonCode: "Target.FailedHealthChecks",
        description: "Health checks failed",
      });
    }
  });

  it("checked over HTTP may answer 200 to 399 by default", () => {
    const group = { healthCheck: { port: 9000, protocol: "HTTP", path: "/ping" } };
    expect(states(passing({ group, more: instances(answering(399)) }))["i-a"]).toBe("healthy");
    expect(states(passing({ group, more: instances(answering(400)) }))["i-a"]).not.toBe("healthy");
  });

  it("that are stopped are unhealthy by the guide of 2025 and unused by that of 2023, which an option chooses", () => {
    const net = passing({ more: instances({ state: "stopped" }, ["i-a"]) });
    expect(states(net)["i-a"]).toBe("unhealthy Target.FailedHealthChecks");
    expect(states(net, { loadBalancer: "web", stoppedNetworkTarget: "unhealthy" })).toEqual(states(net));
    expect(states(net, { loadBalancer: "web", stoppedNetworkTarget: "unused" })["i-a"]).toBe(
      "unused Target.InvalidState",
    );
    for (const stoppedNetworkTarget of ["unhealthy", "unused"] as const) {
      const verdict = listen(net, { stoppedNetworkTarget });
      expect(verdict.states["i-a"]?.state).toBe(stoppedNetworkTarget);
      expect(targetsOf(verdict)).toEqual({ a: [], b: ["i-b"] });
    }
  });

  it("that are stopped count towards a percentage as long as they are unhealthy and not unused", () => {
    const group = { unhealthyStateRouting: { percentage: 60 }, crossZone: true };
    const net = passing({ group, more: instances({ state: "stopped" }, ["i-a"]) });
    expect(listen(net, { stoppedNetworkTarget: "unhealthy" }).service).toBe("fail-open");
    expect(listen(net, { stoppedNetworkTarget: "unused" }).service).toBe("serving");
  });

  it("may be addresses outside the zones of the load balancer only if they count for all zones", () => {
    const net = passing({ balancer: { subnets: ["lb-a"] } });
    expect(states(net)["i-b"]).toBe("unused Target.NotInUse");
  });
});

describe("cross-zone load balancing of a Network Load Balancer", () => {
  it("is off by default: each node uses the targets of its own zone", () => {
    expect(targetsOf(listen(passing()))).toEqual({ a: ["i-a"], b: ["i-b"] });
  });

  it("may be on for the load balancer, and a target group may say otherwise", () => {
    expect(targetsOf(listen(passing({ balancer: { crossZone: true } })))).toEqual({
      a: ["i-a", "i-b"],
      b: ["i-a", "i-b"],
    });
    expect(targetsOf(listen(passing({ balancer: { crossZone: true }, group: { crossZone: false } })))).toEqual({
      a: ["i-a"],
      b: ["i-b"],
    });
    expect(targetsOf(listen(passing({ group: { crossZone: true } })))).toEqual({
      a: ["i-a", "i-b"],
      b: ["i-a", "i-b"],
    });
  });

  it("that is not known is assumed to be off where each zone has a target, and that is said", () => {
    const verdict = listen(passing({ balancer: { crossZone: null } }));
    expect(verdict.verdict).toBe("reachable");
    expect(verdict.assumptions).toContainEqual({ code: "cross-zone-assumed-off", component: "web" });
  });

  it("that is not known makes a zone without targets unknown", () => {
    const verdict = listen(passing({ balancer: { crossZone: null }, group: { targets: ["i-a"] } }));
    expect(verdict.nodes.map((each) => each.verdict)).toEqual(["reachable", "unknown"]);
    expect(unknownsOf(verdict)).toEqual(["web cross-zone-missing"]);
  });

  it("that is not known makes a zone with unhealthy targets only unknown", () => {
    const more = instances(answering(200), ["i-a"]);
    const shut = { instances: { "i-b": { ...BALANCED.instances?.["i-b"], services: [{ port: 8080 }] } } };
    const verdict = listen(passing({ balancer: { crossZone: null }, more: extend(more, shut) }));
    expect(verdict.nodes.map((each) => each.verdict)).toEqual(["reachable", "unknown"]);
  });
});

describe("a zone of a Network Load Balancer", () => {
  it("without healthy targets leaves DNS, and clients are served in the others", () => {
    const verdict = listen(passing({ more: instances({ services: [{ port: 8080 }] }, ["i-b"]) }));
    expect(zonesOf(verdict)).toEqual(["a serving", "b fail-open out"]);
    expect(verdict).toMatchObject({ verdict: "reachable", service: "degraded" });
  });

  it("without any target leaves DNS, and times out for whoever asks it all the same", () => {
    const verdict = listen(passing({ group: { targets: ["i-a"] } }));
    expect(zonesOf(verdict)).toEqual(["a serving", "b down out"]);
    expect(verdict.nodes[1]?.symptoms).toEqual([{ kind: "timeout", cause: "no-target-in-zone", of: "all" }]);
  });

  it("stays in DNS with all the others when none has a healthy target: it fails open", () => {
    const verdict = listen(passing({ more: UNHEALTHY }));
    expect(zonesOf(verdict)).toEqual(["a fail-open", "b fail-open"]);
    expect(verdict).toMatchObject({ verdict: "reachable", service: "fail-open", dns: { isFailOpen: true } });
  });

  it("stays in DNS with all the others when the target group is empty", () => {
    const verdict = listen(passing({ group: { targets: [] } }));
    expect(verdict).toMatchObject({ verdict: "unreachable", service: "down", dns: { isFailOpen: true } });
    expect(zonesOf(verdict)).toEqual(["a down", "b down"]);
  });

  it("has the static addresses of its subnet mapping, private and Elastic", () => {
    const net = passing({
      balancer: {
        subnets: [
          { subnetId: "lb-a", privateIpv4Address: "10.0.0.50", publicIp: "198.51.100.50" },
          { subnetId: "lb-b", privateIpv4Address: "10.0.1.50", publicIp: "198.51.100.51" },
        ],
      },
      group: { preserveClientIp: false },
    });
    const verdict = listen(net);
    expect(verdict.zones.map((each) => each.addresses)).toEqual([["198.51.100.50/32"], ["198.51.100.51/32"]]);
    const asked = (kind: string) =>
      verdict.legs.filter((leg) => leg.kind === kind).flatMap((leg) => headersText(leg.asked));
    expect(asked("client")).toEqual([
      "tcp 203.0.113.10/32 1024-65535 -> 198.51.100.50/32 80",
      "tcp 203.0.113.10/32 1024-65535 -> 198.51.100.51/32 80",
    ]);
    expect(asked("target")).toEqual([
      "tcp 10.0.0.50/32 1024-65535 -> 10.0.10.10/32 8080",
      "tcp 10.0.1.50/32 1024-65535 -> 10.0.11.10/32 8080",
    ]);
  });
});

describe("the state of a target whose other zone's subnet is left out", () => {
  it("is not known: nodes of every zone check it, cross-zone or not", () => {
    const { "lb-b": _, ...subnets } = BALANCED.subnets ?? {};
    const missing = [{ collection: "subnets", id: "lb-b", reason: "not-described" }];
    const input = extend(passingInput({ group: { targets: ["i-a"] } }), { missing });
    const verdict = checkHealth(network({ ...input, subnets }), { loadBalancer: "web" });
    expect(verdict.verdict).toBe("unknown");
    expect(unknownsOf(verdict)).toEqual(["i-a subnet-missing"]);
  });
});

describe("a Gateway Load Balancer", () => {
  const net = network(
    extend(passingInput(), {
      loadBalancers: { inspect: { type: "gateway", subnets: ["lb-a"], listeners: [{ forward: "appliances" }] } },
      targetGroups: { appliances: { protocol: "GENEVE", port: 6081, targets: ["i-a"] } },
    }),
  );

  it("is recognised, has no security groups and answers to no port: whatever it does is unknown", () => {
    expect(net.loadBalancers.inspect).toMatchObject({ type: "gateway", securityGroups: null });
    const answers = [
      checkListener(net, { loadBalancer: "inspect", port: 80, from: STRANGER }),
      checkConnection(net, { from: STRANGER, to: "inspect", port: 80 }),
      checkHealth(net, { loadBalancer: "inspect" }),
      checkHealth(net, { targetGroup: "appliances" }),
      checkLeg(net, { leg: "client", loadBalancer: "inspect", port: 80, from: STRANGER }),
      checkLeg(net, { leg: "target", loadBalancer: "inspect", port: 80 }),
      checkLeg(net, { leg: "health", loadBalancer: "inspect" }),
    ];
    for (const answer of answers) {
      expect(answer.verdict).toBe("unknown");
      expect(unknownsOf(answer)).toEqual(["inspect gateway-load-balancer"]);
      expect(answer.blockers).toEqual([]);
    }
  });

  const VPCE = { type: "unsupported", kind: "gateway-load-balancer-endpoint", id: "vpce-0a1" } as const;

  it("is unknown by the name of its endpoint, where a route leads through one", () => {
    const routed = network(
      extend(passingInput(), {
        routeTables: {
          "rtb-app": { vpcId: "vpc-1", main: true, routes: [{ destination: ANYWHERE, target: VPCE }] },
        },
        securityGroups: { "sg-app": { vpcId: "vpc-1" } },
      }),
    );
    const verdict = checkConnection(routed, { from: "i-a", to: "internet", port: 443 });
    expect(verdict.verdict).toBe("unknown");
    expect(unknownsOf(verdict)).toEqual(["vpce-0a1 unsupported-route-target"]);
  });
});
