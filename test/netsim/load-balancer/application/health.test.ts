import { type NetworkInput, network } from "@netsim/core";
import { checkHealth, checkListener } from "netsim";
import { describe, expect, it } from "vitest";
import {
  answering,
  application,
  applicationInput,
  type Changes,
  instances,
  listen,
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
  balanced,
  blockersOf,
  EVERYTHING,
  extend,
  from,
  inZone,
  to,
  unknownsOf,
} from "../../../support/small-networks.ts";

const SG_LB = { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 80")], egress: [to("10.0.0.0/16", "all")] };
/** i-b is in a group of its own that lets requests in and checks not. */
const B_UNHEALTHY: NetworkInput = {
  securityGroups: { "sg-lb": SG_LB, "sg-b": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 8080")], egress: [] } },
  instances: { "i-b": { ...BALANCED.instances?.["i-b"], groups: ["sg-b"] } },
};
/** No check gets to any target, and requests do. */
const ALL_UNHEALTHY = targetRules(from("sg-lb", "tcp 8080"));

describe("the state of a target", () => {
  it("is healthy when the check gets there and is answered as the matcher wants", () => {
    const net = application({ more: instances(answering(200)) });
    const verdict = checkHealth(net, { loadBalancer: "web" });
    expect(verdict.states["i-a"]).toEqual({ state: "healthy", reasonCode: null, description: null });
    expect(verdict).toMatchObject({ verdict: "reachable", loadBalancer: "web", targetGroups: ["app"] });
  });

  it("is unhealthy with Target.Timeout when the check does not get there", () => {
    const { states: found } = checkHealth(application({ more: ALL_UNHEALTHY }), { loadBalancer: "web" });
    expect(found["i-a"]).toEqual({
      state: "unhealthy",
      reasonCode: "Target.Timeout",
      description: "Request timed out",
    });
  });

  it("is unhealthy with Target.Timeout when the answer does not get back", () => {
    const acl = { "acl-app": { vpcId: "vpc-1", ingress: EVERYTHING, egress: [allow(100, "tcp 80")] } };
    expect(states(application({ more: { networkAcls: acl } }))).toEqual({
      "i-a": "unhealthy Target.Timeout",
      "i-b": "unhealthy Target.Timeout",
    });
  });

  it.each([301, 404, 500])(
    "is unhealthy with Target.ResponseCodeMismatch and the code when the page answers %i",
    (code) => {
      const { states: found } = checkHealth(application({ more: instances(answering(code)) }), { loadBalancer: "web" });
      expect(found["i-b"]).toEqual({
        state: "unhealthy",
        reasonCode: "Target.ResponseCodeMismatch",
        description: `Health checks failed with these codes: [${code}]`,
      });
    },
  );

  it("is unhealthy with 404 when the page is none of the service's", () => {
    const services = [{ port: 8080 }, { port: 9000, http: { "/other": 200 } }];
    expect(states(application({ more: instances({ services }) }))["i-a"]).toBe("unhealthy Target.ResponseCodeMismatch");
  });

  it("is unhealthy with Target.FailedHealthChecks when nothing listens on the health-check port", () => {
    const { states: found } = checkHealth(application({ more: instances({ services: [{ port: 8080 }] }) }), {
      loadBalancer: "web",
    });
    expect(found["i-a"]).toEqual({
      state: "unhealthy",
      reasonCode: "Target.FailedHealthChecks",
      description: "Health checks failed",
    });
  });

  it.each(["pending", "stopping", "stopped", "shutting-down", "terminated"] as const)(
    "is unused with Target.InvalidState for an instance that is %s",
    (state) => {
      const { states: found } = checkHealth(application({ more: instances({ state }, ["i-a"]) }), {
        loadBalancer: "web",
      });
      expect(found["i-a"]).toEqual({
        state: "unused",
        reasonCode: "Target.InvalidState",
        description: `Target is in the ${state} state`,
      });
    },
  );

  it("is unused in a zone that is not enabled, with cross-zone load balancing as well", () => {
    const net = application({ balancer: { subnets: ["lb-a"] } });
    const verdict = checkHealth(net, { loadBalancer: "web" });
    expect(verdict.states["i-b"]).toEqual({
      state: "unused",
      reasonCode: "Target.NotInUse",
      description: "Target is in an Availability Zone that is not enabled for the load balancer",
    });
    expect(blockersOf(verdict)).toEqual(["i-b ingress forward - zone-not-enabled ELB_INSTALLED_AZ_RESTRICTION"]);
    expect(targetsOf(listen(net))).toEqual({ a: ["i-a"] });
  });

  it("is not known where the check gets there from some source ports only", () => {
    const acl = { "acl-app": { vpcId: "vpc-1", ingress: EVERYTHING, egress: [allow(100, "tcp 32768-65535")] } };
    const verdict = checkHealth(application({ more: { networkAcls: acl } }), { loadBalancer: "web" });
    expect(verdict.verdict).toBe("partial");
    expect(verdict.states["i-a"]).toEqual({ state: "unavailable", reasonCode: null, description: null });
  });

  it("is not known where one node reaches it and another does not, and each node routes by what it sees itself", () => {
    const net = application({ more: targetRules(from("sg-lb", "tcp 8080"), from("10.0.0.0/24", "tcp 9000")) });
    expect(checkHealth(net, { loadBalancer: "web" }).verdict).toBe("partial");
    expect(listen(net).nodes.map((each) => each.service)).toEqual(["serving", "fail-open"]);
  });

  it("is not known where a subnet of the load balancer is left out: its node checks the target, too", () => {
    for (const crossZone of [null, false] as const) {
      const { "lb-b": _, ...subnets } = BALANCED.subnets ?? {};
      const input = extend(applicationInput({ group: { crossZone, targets: ["i-a"] } }), {
        missing: [{ collection: "subnets", id: "lb-b", reason: "not-described" }],
      });
      const verdict = checkHealth(network({ ...input, subnets }), { loadBalancer: "web" });
      expect(verdict.verdict).toBe("unknown");
      expect(unknownsOf(verdict)).toEqual(["i-a subnet-missing"]);
    }
  });
});

describe("a health check", () => {
  it.each<[string, number, boolean]>([
    ["200", 204, false],
    ["200,204", 204, true],
    ["200-299", 204, true],
    ["200-299", 301, false],
    ["200,301-302", 302, true],
  ])("with the matcher %s takes %i for success: %s", (matcher, status, isSuccess) => {
    const net = application({
      group: { healthCheck: { port: 9000, path: "/ping", matcher } },
      more: instances(answering(status)),
    });
    expect(states(net)["i-a"]).toBe(isSuccess ? "healthy" : "unhealthy Target.ResponseCodeMismatch");
  });

  it("is a leg of its own: with its port open and the traffic port shut targets are healthy, and requests 504", () => {
    const net = application({ more: targetRules(from("sg-lb", "tcp 9000")) });
    expect(states(net)).toEqual({ "i-a": "healthy", "i-b": "healthy" });
    expect(listen(net)).toMatchObject({ verdict: "unreachable", service: "down" });
    expect(symptomsOf(listen(net))).toEqual(["http-status 504 security-group-no-match all"]);
  });

  it("needs a rule of the load balancer's groups that lets it out, and none that lets it in", () => {
    const rules = { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 80")], egress: [to("sg-app", "tcp 8080")] };
    const net = application({ more: { securityGroups: { "sg-lb": rules } } });
    expect(states(net)["i-a"]).toBe("unhealthy Target.Timeout");
    expect(blockersOf(checkHealth(net, { loadBalancer: "web" }))).toContain(
      "sg-lb egress forward - security-group-no-match ENI_SG_RULES_MISMATCH",
    );
  });

  it("over HTTPS takes the handshake for granted and says so", () => {
    const net = application({ group: { healthCheck: { port: 9000, protocol: "HTTPS" } } });
    const { assumptions } = checkHealth(net, { loadBalancer: "web" });
    expect(assumptions.map((each) => each.code)).toContain("tls-assumed");
  });

  it("of a service whose answers are not given takes one that is a success for granted and says so", () => {
    const { assumptions } = checkHealth(application({ more: instances({ services: [{ port: 9000 }] }) }), {
      loadBalancer: "web",
    });
    expect(assumptions.map((each) => each.code)).toContain("http-status-assumed");
  });
});

describe("requests to targets", () => {
  it("that refuse the connection are answered 502", () => {
    const net = application({ more: instances({ services: [{ port: 9000, http: { "/ping": 200 } }] }) });
    expect(symptomsOf(listen(net))).toEqual(["http-status 502 nothing-listens all"]);
  });

  it("go to healthy ones only", () => {
    const net = application({ more: B_UNHEALTHY });
    expect(states(net)).toEqual({ "i-a": "healthy", "i-b": "unhealthy Target.Timeout" });
    const verdict = listen(net);
    expect(verdict).toMatchObject({ verdict: "reachable", service: "serving" });
    expect(targetsOf(verdict)).toEqual({ a: ["i-a"], b: ["i-a"] });
  });

  it("that fail at one of two healthy targets fail for some", () => {
    const more = extend(B_UNHEALTHY, {
      securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 9000")], egress: [] } },
    });
    const verdict = listen(application({ more }));
    expect(verdict).toMatchObject({ verdict: "partial", service: "degraded" });
    expect(symptomsOf(verdict)).toEqual(["http-status 504 security-group-no-match some"]);
  });

  it("come to targets that are stopped not even when all others are unhealthy", () => {
    const net = application({
      more: extend(ALL_UNHEALTHY, instances({ state: "stopped" }, ["i-b"])),
    });
    expect(listen(net)).toMatchObject({ verdict: "reachable", service: "fail-open" });
    expect(targetsOf(listen(net))).toEqual({ a: ["i-a"], b: ["i-a"] });
  });

  it("with nothing but stopped targets are answered 503", () => {
    const net = application({ more: instances({ state: "stopped" }) });
    expect(listen(net).verdict).toBe("unreachable");
    expect(symptomsOf(listen(net))).toEqual(["http-status 503 no-registered-target all"]);
  });
});

describe("a target whose checks come and go with the port that a node picks", () => {
  const flapping = (more: NetworkInput = {}): NetworkInput =>
    extend(
      {
        networkAcls: {
          "acl-app": { vpcId: "vpc-1", ingress: EVERYTHING, egress: [allow(100, "tcp 32768-65535", "10.0.0.0/16")] },
        },
      },
      more,
    );

  it("is served as well as requests get there: it fails open while it is out of service", () => {
    const verdict = listen(application({ group: { targets: ["i-a"] }, more: flapping() }));
    expect(verdict.verdict).toBe("partial");
    expect(symptomsOf(verdict)).toEqual(["http-status 504 network-acl-denies some"]);
  });

  it("leaves requests to a Classic Load Balancer without an instance at times", () => {
    const verdict = checkListener(balanced({ instances: ["i-a"] }, flapping()), {
      loadBalancer: "web",
      port: 80,
      from: "203.0.113.10",
    });
    expect(verdict.verdict).toBe("partial");
    expect(symptomsOf(verdict)).toEqual([
      "http-status 504 network-acl-denies some",
      "http-status 503 no-target-in-service some",
    ]);
  });
});

describe("a target group that fails open", () => {
  it("gets requests at all of its targets when all are unhealthy", () => {
    const verdict = listen(application({ more: ALL_UNHEALTHY }));
    expect(verdict).toMatchObject({ verdict: "reachable", service: "fail-open" });
    expect(targetsOf(verdict)).toEqual({ a: ["i-a", "i-b"], b: ["i-a", "i-b"] });
    expect(verdict.nodes.every((each) => each.isFailOpen)).toBe(true);
    expect(symptomsOf(verdict)).toEqual([]);
  });

  it("serves nobody whose requests do not get there either", () => {
    const verdict = listen(application({ more: targetRules() }));
    expect(verdict).toMatchObject({ verdict: "unreachable", service: "down" });
    expect(symptomsOf(verdict)).toEqual(["http-status 504 security-group-has-no-rules all"]);
  });

  it.each<[string, Changes["group"], boolean]>([
    ["a count of 1, AWS's default", {}, false],
    ["a count of 2", { unhealthyStateRouting: { count: 2 } }, true],
    ["50 percent", { unhealthyStateRouting: { percentage: 50 } }, false],
    ["51 percent", { unhealthyStateRouting: { percentage: 51 } }, true],
    [
      "a count that is met and a percentage that is not",
      { unhealthyStateRouting: { count: 1, percentage: 100 } },
      true,
    ],
  ])("does so below its minimum: one of two healthy and %s", (_, group, isOpen) => {
    const verdict = listen(application({ group, more: B_UNHEALTHY }));
    expect(verdict.nodes.map((each) => each.isFailOpen)).toEqual([isOpen, isOpen]);
    expect(targetsOf(verdict).a).toEqual(isOpen ? ["i-a", "i-b"] : ["i-a"]);
    expect(verdict).toMatchObject({ verdict: "reachable", service: isOpen ? "fail-open" : "serving" });
  });

  it("counts by zone with cross-zone load balancing off, and in total with it on", () => {
    const percentage = { unhealthyStateRouting: { percentage: 100 } };
    const on = listen(application({ group: percentage, more: B_UNHEALTHY }));
    expect(on.nodes.map((each) => each.isFailOpen)).toEqual([true, true]);
    const off = listen(application({ group: { ...percentage, crossZone: false }, more: B_UNHEALTHY }));
    expect(off.nodes.map((each) => each.isFailOpen)).toEqual([false, true]);
    expect(targetsOf(off)).toEqual({ a: ["i-a"], b: ["i-b"] });
  });
});

describe("cross-zone load balancing", () => {
  it("is on for an Application Load Balancer: each node uses the targets of every enabled zone", () => {
    expect(targetsOf(listen(application()))).toEqual({ a: ["i-a", "i-b"], b: ["i-a", "i-b"] });
  });

  it("may be off for a target group: each node uses the targets of its own zone", () => {
    expect(targetsOf(listen(application({ group: { crossZone: false } })))).toEqual({ a: ["i-a"], b: ["i-b"] });
  });

  it("off leaves a zone without targets with 503, and out of DNS", () => {
    const verdict = listen(application({ group: { crossZone: false, targets: ["i-a"] } }));
    expect(verdict.nodes.map((each) => each.verdict)).toEqual(["reachable", "unreachable"]);
    expect(verdict.nodes[1]?.symptoms).toEqual([
      { kind: "http-status", status: 503, cause: "no-target-in-zone", of: "all" },
    ]);
    expect(zonesOf(verdict)).toEqual(["a serving", "b down out"]);
    expect(verdict).toMatchObject({ verdict: "reachable", service: "degraded" });
    expect(verdict.blockers).toMatchObject([{ code: "no-target-in-zone", awsCode: "ELBV2_NO_TARGETS_IN_AZ" }]);
  });

  it("of a target group goes before that of its load balancer", () => {
    expect(targetsOf(listen(application({ group: { crossZone: true } })))).toEqual({
      a: ["i-a", "i-b"],
      b: ["i-a", "i-b"],
    });
  });
});

describe("a zone", () => {
  const off = { crossZone: false } as const;

  it("without a healthy target leaves DNS, where cross-zone load balancing is off", () => {
    const verdict = listen(application({ group: off, more: B_UNHEALTHY }));
    expect(zonesOf(verdict)).toEqual(["a serving", "b fail-open out"]);
    expect(verdict.zones[1]?.lackingGroups).toEqual(["app"]);
    expect(verdict).toMatchObject({ verdict: "reachable", service: "degraded", dns: { isFailOpen: false } });
  });

  it("stays in DNS where it has the healthy targets of the others, cross-zone load balancing being on", () => {
    expect(zonesOf(listen(application({ more: B_UNHEALTHY })))).toEqual(["a serving", "b serving"]);
  });

  it("stays in DNS when all zones would leave it", () => {
    const verdict = listen(application({ group: off, more: ALL_UNHEALTHY }));
    expect(zonesOf(verdict)).toEqual(["a fail-open", "b fail-open"]);
    expect(verdict.dns.isFailOpen).toBe(true);
    expect(verdict.service).toBe("fail-open");
  });

  it.each<[string, Changes["group"], boolean]>([
    ["a count of 1, AWS's default", {}, true],
    ["a count of 2", { dnsFailover: { count: 2 } }, false],
    ["a count that is off, as an older edition of the guide has it", { dnsFailover: { count: null } }, true],
    ["50 percent", { dnsFailover: { percentage: 50 } }, true],
    ["60 percent", { dnsFailover: { percentage: 60 } }, false],
  ])("with one healthy target of two and %s stays in DNS: %s", (_, group, isIn) => {
    const more = extend(B_UNHEALTHY, {
      instances: {
        "i-a2": { subnetId: "app-a", privateIpAddress: "10.0.10.11", groups: ["sg-b"] },
        "i-b2": { subnetId: "app-b", privateIpAddress: "10.0.11.11", groups: ["sg-app"] },
        "i-b": { ...BALANCED.instances?.["i-b"], groups: ["sg-app"] },
      },
    });
    const net = application({ group: { ...off, ...group, targets: ["i-a", "i-a2", "i-b", "i-b2"] }, more });
    expect(listen(net).zones.map((each) => each.isInDns)).toEqual([isIn, true]);
  });

  it("counts no targets that are out of use towards a percentage, nor does a fail-open", () => {
    const group = { dnsFailover: { percentage: 100 }, unhealthyStateRouting: { percentage: 100 } };
    const net = application({ group, more: instances({ state: "stopped" }, ["i-b"]) });
    const verdict = listen(net);
    expect(zonesOf(verdict)).toEqual(["a serving", "b serving"]);
    expect(verdict.dns.isFailOpen).toBe(false);
  });

  it("with a count that is off stays in DNS without any healthy target", () => {
    const net = application({ group: { ...off, dnsFailover: { count: null } }, more: B_UNHEALTHY });
    expect(zonesOf(listen(net))).toEqual(["a serving", "b fail-open"]);
  });

  it("leaves DNS when any one target group of the load balancer lacks healthy targets there, whoever asks", () => {
    const net = application({
      balancer: {
        listeners: [
          { port: 80, protocol: "HTTP", forward: "app" },
          { port: 81, protocol: "HTTP", forward: "other" },
        ],
      },
      more: {
        targetGroups: {
          other: { protocol: "HTTP", port: 8080, targets: ["i-a"], crossZone: false, healthCheck: { port: 9000 } },
        },
      },
    });
    const verdict = listen(net);
    expect(verdict.zones[1]).toMatchObject({ isInDns: false, lackingGroups: ["other"] });
    expect(verdict).toMatchObject({ verdict: "reachable", service: "degraded" });
  });

  it("that is out of DNS does not lessen the verdict, and what is wrong there is still said", () => {
    const acl = { "acl-b": { vpcId: "vpc-1", ingress: [], egress: [] } };
    const net = application({
      group: { ...off, targets: ["i-a"] },
      more: { networkAcls: acl, subnets: { "lb-b": inZone("b", "10.0.1.0/24", "rtb-lb", "acl-b") } },
    });
    const verdict = listen(net);
    expect(verdict).toMatchObject({ verdict: "reachable", service: "degraded" });
    expect(verdict.blockers.map((each) => each.component)).toContain("acl-b");
  });
});

describe("the name of an Application Load Balancer", () => {
  it("resolves to public addresses if it is internet-facing, to private ones if it is internal", () => {
    const named = { dnsName: "web-1.us-east-1.elb.amazonaws.com" };
    expect(listen(application({ balancer: named })).dns).toEqual({
      name: "web-1.us-east-1.elb.amazonaws.com",
      scope: "public",
      families: ["ipv4"],
      isFailOpen: false,
    });
    const internal = application({ balancer: { ...named, scheme: "internal" } });
    expect(listen(internal, { from: "10.0.10.77" }).dns).toMatchObject({ scope: "private", families: ["ipv4"] });
  });

  it("resolves in each zone to the addresses of its nodes, as far as they are known", () => {
    const node = (subnetId: string, privateIpAddress: string, publicIp: string) => ({
      subnetId,
      privateIpAddress,
      publicIp,
      groups: ["sg-lb"],
      description: "ELB app/web/0123456789abcdef",
    });
    const net = application({
      more: {
        networkInterfaces: {
          "eni-1": node("lb-a", "10.0.0.71", "198.51.100.71"),
          "eni-2": node("lb-a", "10.0.0.72", "198.51.100.72"),
        },
      },
    });
    const verdict = listen(net);
    expect(verdict.zones.map((each) => each.addresses)).toEqual([["198.51.100.71/32", "198.51.100.72/32"], []]);
    expect(verdict.nodes.map((each) => each.node)).toEqual(["web@lb-a/eni-1", "web@lb-a/eni-2", "web@lb-b"]);
  });
});
