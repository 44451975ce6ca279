import {
  checkHealth,
  checkListener,
  type Effect,
  type ExplainableVerdict,
  explain,
  type Network,
  type NetworkInput,
  network,
} from "netsim";
import { describe, expect, it } from "vitest";
import { ANYWHERE, BALANCED, balanced, extend, from, inZone, to } from "../../support/small-networks.ts";

function effectsOf(verdict: ExplainableVerdict): string[] {
  return explain(verdict).effects.map(text);
}

/** `i-a OutOfService Instance by 0`, `web@lb-a down 503 by 1 without i-a`, `us-east-1a out of DNS for tg`. */
function text(effect: Effect): string {
  switch (effect.kind) {
    case "target":
      return `${effect.target} ${effect.state} ${effect.reasonCode} by ${effect.causes}`;
    case "node": {
      const seen = effect.symptoms.map((each) => each.status ?? each.kind);
      return `${effect.node} ${effect.service} ${seen} by ${effect.causes} without ${effect.targets}`;
    }
    case "zone":
      return `${effect.availabilityZone} out of DNS for ${effect.lackingGroups}`;
  }
}

const listener = (net: Network) => checkListener(net, { loadBalancer: "web", port: 80, from: "internet" });

/** The application load balancer `web` in zones a and b, with one instance in each zone. */
function application(more: NetworkInput = {}): Network {
  const base: NetworkInput = {
    ...BALANCED,
    classicLoadBalancers: {},
    loadBalancers: {
      web: {
        type: "application",
        subnets: ["lb-a", "lb-b"],
        securityGroups: ["sg-lb"],
        listeners: [{ port: 80, protocol: "HTTP", forward: "tg" }],
      },
    },
    targetGroups: {
      tg: { protocol: "HTTP", port: 8080, targets: ["i-a", "i-b"], healthCheck: { port: 9000, path: "/ping" } },
    },
  };
  return network(extend(base, more));
}

const noHealthRule = {
  securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 8080")], egress: [] } },
};

describe("what follows for a Classic Load Balancer", () => {
  it("from a missing rule for health checks: targets out of service, and clients see 503", () => {
    expect(effectsOf(listener(balanced({}, noHealthRule)))).toEqual([
      "i-a OutOfService Instance by 0",
      "i-b OutOfService Instance by 0",
      "web@lb-a down 503 by 1 without i-a,i-b",
      "web@lb-b down 503 by 2 without i-a,i-b",
    ]);
  });

  it("from a missing rule for requests: targets in service, and clients see 504", () => {
    const groups = { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 9000")], egress: [] } };
    expect(effectsOf(listener(balanced({}, { securityGroups: groups })))).toEqual([
      "web@lb-a down 504 by 0 without ",
      "web@lb-b down 504 by 0 without ",
    ]);
  });

  it("from a missing rule for clients: a timeout", () => {
    const groups = { "sg-lb": { vpcId: "vpc-1", ingress: [], egress: [to("sg-app", "tcp 8080-9000")] } };
    expect(effectsOf(listener(balanced({}, { securityGroups: groups })))).toEqual([
      "web@lb-a down timeout by 0 without ",
      "web@lb-b down timeout by 0 without ",
    ]);
  });

  it("from a stopped instance, which is not even checked", () => {
    const instances = {
      "i-a": { subnetId: "app-a", privateIpAddress: "10.0.10.10", groups: ["sg-app"], state: "stopped" as const },
    };
    expect(effectsOf(checkHealth(balanced({}, { instances }), { loadBalancer: "web" }))).toEqual([
      "i-a OutOfService Instance by 0",
    ]);
  });

  it("for many instances that are alike, each by its name", () => {
    const ids = Array.from({ length: 12 }, (_, at) => `i-${at}`);
    const instances = Object.fromEntries(
      ids.map((id, at) => [id, { subnetId: "app-a", privateIpAddress: `10.0.10.${20 + at}`, groups: ["sg-app"] }]),
    );
    const net = balanced({ instances: ids }, { instances, ...noHealthRule });
    expect(effectsOf(checkHealth(net, { loadBalancer: "web" }))).toEqual(
      ids.map((id) => `${id} OutOfService Instance by 0`),
    );
  });

  it("in a zone of its own, where the nodes send to their own zone only", () => {
    const instances = {
      "i-a": { subnetId: "app-a", privateIpAddress: "10.0.10.10", groups: ["sg-app"], state: "stopped" as const },
    };
    expect(effectsOf(listener(balanced({ crossZone: false }, { instances })))).toEqual([
      "i-a OutOfService Instance by 0",
      "web@lb-a down 503 by 0,1 without i-a",
    ]);
  });
});

describe("what follows for an Application Load Balancer", () => {
  it("from a missing rule for health checks: it fails open", () => {
    expect(effectsOf(listener(application(noHealthRule)))).toEqual([
      "i-a unhealthy Target.Timeout by 0",
      "i-b unhealthy Target.Timeout by 0",
      "web@lb-a fail-open  by  without i-a,i-b",
      "web@lb-b fail-open  by  without i-a,i-b",
    ]);
  });

  it("for a target on several ports: the check of each, or one check of all", () => {
    const on = (port: number | "traffic-port") =>
      application({
        targetGroups: {
          tg: {
            protocol: "HTTP",
            port: 8080,
            targets: [
              { id: "i-a", port: 8080 },
              { id: "i-a", port: 9000 },
            ],
            healthCheck: { port, path: "/ping" },
          },
        },
        securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 8080")], egress: [] } },
      });
    expect(effectsOf(checkHealth(on("traffic-port"), { loadBalancer: "web" }))).toEqual([
      "i-a:9000 unhealthy Target.Timeout by 0",
    ]);
    const states = checkHealth(on(9000), { loadBalancer: "web" });
    expect(Object.keys(states.states)).toEqual(["i-a:8080", "i-a:9000"]);
    expect(effectsOf(states)).toEqual([
      "i-a:8080 unhealthy Target.Timeout by 0",
      "i-a:9000 unhealthy Target.Timeout by 0",
    ]);
  });

  it("for a target in two groups: the check of each group", () => {
    const net = application({
      loadBalancers: {
        web: {
          type: "application",
          subnets: ["lb-a", "lb-b"],
          securityGroups: ["sg-lb"],
          listeners: [
            { port: 80, protocol: "HTTP", forward: "tg" },
            { port: 81, protocol: "HTTP", forward: "tg-2" },
          ],
        },
      },
      targetGroups: {
        tg: { protocol: "HTTP", port: 8080, targets: ["i-a"], healthCheck: { port: 8080 } },
        "tg-2": { protocol: "HTTP", port: 9000, targets: ["i-a"] },
      },
      ...noHealthRule,
    });
    expect(effectsOf(checkHealth(net, { loadBalancer: "web" }))).toEqual(["tg-2/i-a unhealthy Target.Timeout by 0"]);
  });

  it("for a target group that no listener forwards to", () => {
    const net = application({ targetGroups: { spare: { protocol: "HTTP", port: 8080, targets: ["i-a"] } } });
    expect(effectsOf(checkHealth(net, { targetGroup: "spare" }))).toEqual(["i-a unused Target.NotInUse by 0"]);
  });
});

describe("what follows for a Network Load Balancer", () => {
  it("from a zone without a healthy target: it leaves DNS", () => {
    const net = network(
      extend(
        { ...BALANCED, classicLoadBalancers: {} },
        {
          loadBalancers: {
            web: {
              type: "network",
              scheme: "internal",
              subnets: ["lb-a", "lb-b"],
              securityGroups: ["sg-lb"],
              listeners: [{ port: 80, protocol: "TCP", forward: "tg" }],
            },
          },
          targetGroups: { tg: { protocol: "TCP", port: 8080, targets: ["i-a", "i-b"], preserveClientIp: false } },
          subnets: { "app-b": inZone("b", "10.0.11.0/24", "rtb-app", "acl-shut") },
          networkAcls: { "acl-shut": { vpcId: "vpc-1" } },
          securityGroups: {
            "sg-lb": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 80")], egress: [to("sg-app", "tcp 8080")] },
          },
        },
      ),
    );
    expect(effectsOf(checkListener(net, { loadBalancer: "web", port: 80, from: "10.0.0.200" }))).toEqual([
      "i-b unhealthy Target.FailedHealthChecks by 0,1",
      "web@lb-b down timeout by 0,1 without i-b",
      "us-east-1b out of DNS for tg",
    ]);
  });
});
