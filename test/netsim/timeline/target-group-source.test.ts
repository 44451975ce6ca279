import { editNetwork, type NetworkInput, network } from "@netsim/core";
import fc from "fast-check";
import {
  checkHealth,
  checkListener,
  type HealthEvent,
  type HealthTimeline,
  NetsimError,
  type SimulateHealthInput,
  simulateHealth,
} from "netsim";
import { describe, expect, it } from "vitest";
import { BALANCED, extend } from "../../support/small-networks.ts";

type LoadBalancer = NonNullable<NetworkInput["loadBalancers"]>[string];
type TargetGroup = NonNullable<NetworkInput["targetGroups"]>[string];
type Edit = HealthEvent["edit"];

const tcp = (peer: string, port: string) => ({ protocol: "tcp", port, from: peer });

/** Interval 30, timeout 5, unhealthy threshold 2, healthy threshold 3. */
const CHECK = { port: 9000, path: "/ping", healthyThreshold: 3, timeout: 5 };

/** The load balancer `app`, tcp 80 to tcp 8080 of i-a in zone a and i-b in zone b, health checks on 9000. */
function balanced(balancer: Partial<LoadBalancer> = {}, group: Partial<TargetGroup> = {}, more: NetworkInput = {}) {
  const { classicLoadBalancers: _, ...rest } = BALANCED;
  const app: LoadBalancer = {
    type: "application",
    subnets: ["lb-a", "lb-b"],
    securityGroups: ["sg-lb"],
    listeners: [{ port: 80, protocol: "HTTP", forward: "web" }],
    ...balancer,
  };
  const web: TargetGroup = { protocol: "HTTP", port: 8080, targets: ["i-a", "i-b"], healthCheck: CHECK, ...group };
  return network(extend({ ...rest, loadBalancers: { app }, targetGroups: { web } }, more));
}

const CLOSE: Edit = (draft) => {
  draft.securityGroups["sg-app"]!.ingress = [tcp("sg-lb", "8080")];
};
const OPEN: Edit = (draft) => {
  draft.securityGroups["sg-app"]!.ingress = [tcp("sg-lb", "8080"), tcp("sg-lb", "9000")];
};
const targets =
  (...ids: string[]): Edit =>
  (draft) => {
    draft.targetGroups.web!.targets = ids;
  };
const state =
  (id: string, name: "running" | "stopped"): Edit =>
  (draft) => {
    draft.instances[id]!.state = name;
  };

function play(
  net: ReturnType<typeof balanced>,
  events: readonly HealthEvent[],
  input: Partial<SimulateHealthInput> = {},
): HealthTimeline {
  return simulateHealth(net, { loadBalancer: "app", until: 1800, events, ...input });
}

function changesOf(timeline: HealthTimeline, target?: string): string[] {
  return timeline.changes
    .filter((each) => target === undefined || each.target === target)
    .map(
      ({ at, target: id, to }) => `${at} ${id} ${[to.state, to.reasonCode].filter((each) => each !== null).join(" ")}`,
    );
}

function clientsOf(timeline: HealthTimeline): string[] {
  return timeline.clients.flatMap(({ from, to, listeners }) =>
    listeners.map(({ port, service, zones }) => {
      const out = zones.filter((zone) => !zone.isInDns).map((zone) => `without ${zone.availabilityZone}`);
      return [`${from}-${to}`, port, service, ...out].join(" ");
    }),
  );
}

const codesOf = (timeline: HealthTimeline): string[] => timeline.assumptions.map((each) => each.code);

describe("a target of an Application Load Balancer", () => {
  it("that does not answer is unhealthy by Target.Timeout after as many checks as make it so, and keeps the reason until it is healthy", () => {
    const timeline = play(balanced(), [
      { at: 100, edit: CLOSE },
      { at: 300, edit: OPEN },
    ]);
    expect(changesOf(timeline, "i-a")).toEqual(["155 i-a unhealthy Target.Timeout", "360 i-a healthy"]);
  });

  it("is initial when it is registered, and healthy with its first success", () => {
    const timeline = play(balanced({}, { targets: ["i-a"] }), [{ at: 100, edit: targets("i-a", "i-b") }]);
    expect(changesOf(timeline)).toEqual(["100 i-b initial Elb.RegistrationInProgress", "130 i-b healthy"]);
  });

  it("drains for the deregistration delay, and is unused then", () => {
    const timeline = play(balanced({}, { deregistrationDelay: 120 }), [{ at: 100, edit: targets("i-b") }]);
    expect(changesOf(timeline)).toEqual([
      "100 i-a draining Target.DeregistrationInProgress",
      "220 i-a unused Target.NotRegistered",
    ]);
    expect(Object.keys(timeline.states)).toEqual(["i-b"]);
  });

  it("that is stopped is unused, and initial once it runs again", () => {
    const timeline = play(balanced(), [
      { at: 100, edit: state("i-a", "stopped") },
      { at: 200, edit: state("i-a", "running") },
    ]);
    expect(changesOf(timeline)).toEqual([
      "100 i-a unused Target.InvalidState",
      "200 i-a initial Elb.RegistrationInProgress",
      "230 i-a healthy",
    ]);
  });

  it("is unused while no listener forwards to its target group, and initial from then on", () => {
    const use: Edit = (draft) => {
      draft.loadBalancers.app!.listeners = [{ port: 80, protocol: "HTTP", forward: "web" }];
    };
    const idle = balanced({
      listeners: [{ port: 80, protocol: "HTTP", defaultActions: [{ type: "fixed-response", statusCode: 200 }] }],
    });
    const timeline = play(idle, [{ at: 100, edit: use }]);
    expect(timeline.initial).toEqual({});
    expect(changesOf(timeline, "i-a")).toEqual(["100 i-a initial Elb.RegistrationInProgress", "130 i-a healthy"]);
  });

  it("is unused, and does not drain, when the last listener that forwards to its target group does so no more", () => {
    const drop: Edit = (draft) => {
      draft.loadBalancers.app!.listeners = [
        { port: 80, protocol: "HTTP", defaultActions: [{ type: "fixed-response", statusCode: 200 }] },
      ];
    };
    const timeline = play(balanced(), [{ at: 100, edit: drop }]);
    expect(changesOf(timeline)).toEqual(["100 i-a unused Target.NotInUse", "100 i-b unused Target.NotInUse"]);
    expect(clientsOf(timeline)).toEqual(["0-100 80 serving", "100-1800 80 serving"]);
  });

  it("that answers with another status is unhealthy by Target.ResponseCodeMismatch, without a timeout", () => {
    const services = [{ port: 8080 }, { port: 9000, http: { "/ping": 200 } }];
    const instances = { "i-a": { subnetId: "app-a", privateIpAddress: "10.0.10.10", groups: ["sg-app"], services } };
    const edit: Edit = (draft) => {
      draft.instances["i-a"]!.services![1]!.http = { "/ping": 500 };
    };
    expect(changesOf(play(balanced({}, {}, { instances }), [{ at: 100, edit }]))).toEqual([
      "150 i-a unhealthy Target.ResponseCodeMismatch",
    ]);
  });

  it("without health checks is not checked, and gets requests", () => {
    const lambda = balanced(
      {},
      { targetType: "lambda", protocol: undefined, port: undefined, targets: ["arn"], healthCheck: {} },
    );
    const timeline = play(lambda, []);
    expect(timeline.initial.arn?.reasonCode).toBe("Target.HealthCheckDisabled");
    expect(timeline.checks).toEqual([]);
    expect(clientsOf(timeline)).toEqual(["0-1800 80 serving"]);
  });

  it("has the name that `checkHealth` gives it: with the port where it is registered on several, with the group where it is in several", () => {
    const net = balanced(
      {
        listeners: [
          { port: 80, protocol: "HTTP", forward: "web" },
          { port: 81, protocol: "HTTP", forward: "api" },
        ],
      },
      {},
      {
        targetGroups: {
          api: { protocol: "HTTP", port: 8080, targets: ["i-a", { id: "i-b", port: 8081 }, { id: "i-b", port: 8082 }] },
        },
      },
    );
    const timeline = play(net, []);
    expect(timeline.states).toEqual(checkHealth(net, { loadBalancer: "app" }).states);
    expect(Object.keys(timeline.states)).toEqual(["web/i-a", "i-b", "api/i-a", "i-b:8081", "i-b:8082"]);
  });
});

describe("a target of a Network Load Balancer", () => {
  it("that is stopped is unhealthy, or unused by the older guide, and goes on being checked in the first case", () => {
    const net = balanced(
      { type: "network", securityGroups: ["sg-lb"], listeners: [{ port: 80, protocol: "TCP", forward: "web" }] },
      { protocol: "TCP", healthCheck: { port: 9000, healthyThreshold: 3, timeout: 5 } },
    );
    const events = [
      { at: 100, edit: state("i-a", "stopped") },
      { at: 190, edit: state("i-a", "running") },
    ];
    expect(changesOf(play(net, events), "i-a")).toEqual([
      "100 i-a unhealthy Target.FailedHealthChecks",
      "270 i-a healthy",
    ]);
    expect(changesOf(play(net, events, { stoppedNetworkTarget: "unused" }), "i-a")).toEqual([
      "100 i-a unused Target.InvalidState",
      "190 i-a initial Elb.RegistrationInProgress",
      "220 i-a healthy",
    ]);
  });

  it("takes its zone out of DNS when it is the last one there that was healthy", () => {
    const net = balanced(
      { type: "network", securityGroups: ["sg-lb"], listeners: [{ port: 80, protocol: "TCP", forward: "web" }] },
      { protocol: "TCP", healthCheck: { port: 9000, healthyThreshold: 3, timeout: 5 }, preserveClientIp: false },
    );
    const timeline = play(net, [{ at: 100, edit: state("i-b", "stopped") }]);
    expect(clientsOf(timeline)).toEqual(["0-100 80 serving", "100-1800 80 degraded without us-east-1b"]);
  });
});

describe("clients of an Application Load Balancer", () => {
  it("go to the unhealthy targets when all are unhealthy, and get there while the instance port is open", () => {
    const timeline = play(balanced(), [{ at: 100, edit: CLOSE }]);
    expect(clientsOf(timeline)).toEqual(["0-155 80 serving", "155-1800 80 fail-open"]);
    expect(timeline.clients.at(-1)?.listeners[0]?.nodes[0]).toMatchObject({
      isFailOpen: true,
      targets: ["i-a", "i-b"],
    });
  });

  it("go to targets that are still initial only where the target group fails open, which is assumed", () => {
    const timeline = play(balanced({}, { targets: ["i-a"] }), [
      { at: 100, edit: CLOSE },
      { at: 200, edit: targets("i-a", "i-b") },
    ]);
    expect(codesOf(timeline)).toContain("fail-open-counts-initial");
    expect(codesOf(play(balanced({}, { targets: ["i-a"] }), [{ at: 200, edit: targets("i-a", "i-b") }]))).not.toContain(
      "fail-open-counts-initial",
    );
  });

  it("get 503 once nothing is registered any more, draining or not", () => {
    const timeline = play(balanced(), [{ at: 100, edit: targets() }]);
    expect(clientsOf(timeline)).toEqual(["0-100 80 serving", "100-1800 80 down"]);
    expect(timeline.clients.at(-1)?.listeners[0]?.nodes[0]?.symptoms).toMatchObject([
      { kind: "http-status", status: 503 },
    ]);
  });

  it("are those that are asked about; of an internal one the VPC, if nobody says", () => {
    const internal = balanced({ scheme: "internal" });
    const timeline = play(internal, []);
    expect(timeline.assumptions).toContainEqual({
      code: "clients-in-vpc",
      component: "app",
      details: { from: "10.0.0.0/16" },
    });
    expect(codesOf(play(internal, [], { from: "i-a" }))).not.toContain("clients-in-vpc");
    expect(codesOf(play(balanced(), []))).not.toContain("clients-in-vpc");
    expect(() => play(internal, [], { from: "i-gone" })).toThrow(NetsimError);
  });

  it("that an event takes away make it no event", () => {
    const edit: Edit = (draft) => {
      delete draft.instances["i-c"];
    };
    const net = balanced(
      { scheme: "internal" },
      {},
      { instances: { "i-c": { subnetId: "app-a", groups: ["sg-app"], privateIpAddress: "10.0.10.99" } } },
    );
    expect(() => play(net, [{ at: 5, edit }], { from: "i-c" })).toThrow("events[0].edit.from");
  });
});

describe("listeners that were not collected", () => {
  it("leave open what clients get", () => {
    const missing = [{ collection: "listeners", id: "app", reason: "not-collected" }];
    const timeline = play(balanced({ listeners: [] }, {}, { missing }), []);
    expect(timeline.verdict).toBe("unknown");
    expect(timeline.unknowns.map((each) => each.code)).toContain("listener-missing");
    expect(play(balanced({ listeners: [] }), []).verdict).toBe("unreachable");
  });
});

describe("a Gateway Load Balancer", () => {
  it("has no listeners that clients connect to, and is refused", () => {
    const net = balanced(
      { type: "gateway", securityGroups: undefined, listeners: [{ forward: "web" }] },
      { protocol: "GENEVE", port: 6081, healthCheck: { protocol: "TCP", port: 80 } },
    );
    expect(() => play(net, [])).toThrow("a load balancer with listeners that clients connect to");
  });
});

/** Edits of {@link balanced}, with a second target group. */
const EDITS: readonly Edit[] = [
  CLOSE,
  OPEN,
  state("i-a", "stopped"),
  state("i-a", "running"),
  state("i-b", "stopped"),
  targets("i-a"),
  targets("i-a", "i-b"),
  targets(),
  (draft) => {
    draft.securityGroups["sg-app"]!.ingress = [tcp("10.0.0.0/24", "9000"), tcp("sg-lb", "8080")];
  },
  (draft) => {
    draft.instances["i-a"]!.services = [{ protocol: "tcp", port: 8080 }];
  },
  (draft) => {
    draft.loadBalancers.app!.subnets = ["lb-a"];
  },
  (draft) => {
    draft.loadBalancers.app!.subnets = ["lb-a", "lb-b"];
  },
  (draft) => {
    draft.targetGroups.web!.crossZone = false;
  },
  (draft) => {
    draft.targetGroups.web!.healthCheck.unhealthyThreshold = 4;
  },
];

describe("a load balancer with target groups, with random events", () => {
  it("ends as `checkHealth` and `checkListener` find the last network, once its checks had the time", () => {
    const events = fc.array(
      fc.record({ at: fc.nat(300), edit: fc.constantFrom(...EDITS) }).map((each): HealthEvent => each),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(events, fc.boolean(), fc.boolean(), (all, isNetwork, isNew) => {
        const protocol = isNetwork ? "TCP" : "HTTP";
        const net = balanced(
          {
            type: isNetwork ? "network" : "application",
            listeners: [
              { port: 80, protocol, forward: "web" },
              { port: 81, protocol, forward: "api" },
            ],
          },
          { protocol, deregistrationDelay: 60, healthCheck: { ...CHECK, protocol: "HTTP" } },
          {
            // In no other group, so that its name does not depend on who is registered when.
            instances: { "i-c": { subnetId: "app-b", groups: ["sg-app"], privateIpAddress: "10.0.11.99" } },
            targetGroups: { api: { protocol, port: 8080, targets: ["i-c"] } },
          },
        );
        const final = all.toSorted((a, b) => a.at - b.at).reduce((before, each) => editNetwork(before, each.edit), net);
        const timeline = play(net, all, {
          until: 900,
          start: isNew ? "registering" : "settled",
          from: "203.0.113.10",
        });
        const { states } = checkHealth(final, { loadBalancer: "app" });
        expect(timeline.states).toEqual(states);
        for (const { port, service, zones, nodes } of timeline.clients.at(-1)?.listeners ?? []) {
          const now = checkListener(final, { loadBalancer: "app", port, from: "203.0.113.10" });
          expect({ service, zones, nodes }).toEqual({ service: now.service, zones: now.zones, nodes: now.nodes });
        }
      }),
      { numRuns: 60 },
    );
  });
});
