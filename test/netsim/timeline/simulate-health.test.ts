import { editNetwork, type NetworkInput } from "@netsim/core";
import fc from "fast-check";
import {
  checkHealth,
  checkListener,
  clientsAt,
  type HealthEvent,
  type HealthTimeline,
  NetsimError,
  type SimulateHealthInput,
  simulateHealth,
  statesAt,
} from "netsim";
import { describe, expect, it } from "vitest";
import { classicNetwork } from "../../support/random-networks.ts";
import { allow, BALANCED, balanced, EVERYTHING, inZone } from "../../support/small-networks.ts";

type Edit = HealthEvent["edit"];

/** A rule for what comes in, as a draft takes it. */
const tcp = (peer: string, port: string) => ({ protocol: "tcp", port, from: peer });

const CLOSE: Edit = (draft) => {
  draft.securityGroups["sg-app"]!.ingress = [tcp("sg-lb", "8080")];
};
const OPEN: Edit = (draft) => {
  draft.securityGroups["sg-app"]!.ingress = [tcp("sg-lb", "8080"), tcp("sg-lb", "9000")];
};
const registered =
  (...instances: string[]): Edit =>
  (draft) => {
    draft.classicLoadBalancers.web!.instances = instances;
  };
const state =
  (id: string, name: "running" | "stopped" | "terminated"): Edit =>
  (draft) => {
    draft.instances[id]!.state = name;
  };

/** Interval 30, timeout 5, UnhealthyThreshold 2, HealthyThreshold 3. */
const CHECK = { target: "HTTP:9000/ping", healthyThreshold: 3 };

function play(
  events: readonly HealthEvent[],
  changes: Parameters<typeof balanced>[0] = {},
  input: Partial<SimulateHealthInput> = {},
  more: NetworkInput = {},
): HealthTimeline {
  const net = balanced({ healthCheck: CHECK, ...changes }, more);
  return simulateHealth(net, { loadBalancer: "web", until: 1800, events, ...input });
}

/** `155 i-a OutOfService Instance failed`, the descriptions shortened. */
function changesOf(timeline: HealthTimeline, target?: string): string[] {
  return timeline.changes
    .filter((each) => target === undefined || each.target === target)
    .map(({ at, target: id, to }) => `${at} ${id} ${to.state} ${to.reasonCode} ${short(to.description)}`);
}

function short(description: string | null): string {
  const words: Readonly<Record<string, string>> = {
    "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.": "failed",
    "Instance has not passed the configured HealthyThreshold number of health checks consecutively.": "recovering",
    "Instance registration is still in progress.": "registering",
    "Instance deregistration currently in progress.": "draining",
    "Instance is not currently registered with the LoadBalancer.": "gone",
    "N/A": "-",
  };
  return words[description ?? ""] ?? description ?? "null";
}

/** `100-155 80 down 504`, with the zones where they differ. */
function clientsOf(timeline: HealthTimeline): string[] {
  return timeline.clients.flatMap(({ from: begin, to, listeners }) =>
    listeners.map(({ port, service, nodes }) => {
      const failing = nodes.filter((node) => node.service !== "serving");
      const parts = new Set(
        failing.map(
          (node) =>
            `${failing.length === nodes.length ? "" : `${node.availabilityZone} `}${node.symptoms.map((each) => each.status ?? each.kind).join("|")}`,
        ),
      );
      return [`${begin}-${to}`, port, service, ...parts].join(" ").trim();
    }),
  );
}

const codesOf = (timeline: HealthTimeline): string[] => timeline.assumptions.map((each) => each.code);

describe("a rule for the health check that is removed", () => {
  const timeline = play([{ at: 100, edit: CLOSE, name: "closed" }]);

  it("takes every instance out at the UnhealthyThreshold-th failed check, the timeout later, with AWS's reason", () => {
    // Checks at 120 and 150 fail; the second is known to have failed at 155.
    expect(timeline.changes[0]).toEqual({
      at: 155,
      target: "i-a",
      from: { state: "InService", reasonCode: "N/A", description: "N/A" },
      to: {
        state: "OutOfService",
        reasonCode: "Instance",
        description: "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.",
      },
    });
    expect(changesOf(timeline)).toEqual([
      "155 i-a OutOfService Instance failed",
      "155 i-b OutOfService Instance failed",
    ]);
  });

  it("leaves clients served until then, and gives them 503 from then on", () => {
    expect(clientsOf(timeline)).toEqual(["0-155 80 serving", "155-1800 80 down 503"]);
    expect(timeline.verdict).toBe("partial");
  });

  it("is the cause that the failing checks name", () => {
    expect(timeline.checks.filter((run) => run.target === "i-a")).toEqual([
      { target: "i-a", from: 0, to: 90, interval: 30, count: 4, outcome: "pass", knownAfter: 0, causes: [] },
      {
        target: "i-a",
        from: 120,
        to: 1800,
        interval: 30,
        count: 57,
        outcome: "fail",
        knownAfter: 5,
        causes: [{ component: "sg-app", code: "security-group-no-match" }],
      },
    ]);
    expect(timeline.blockers.map((each) => each.code)).toContain("security-group-no-match");
    expect(timeline.events).toEqual([{ at: 100, name: "closed" }]);
  });

  it("and put back brings the instances in with the HealthyThreshold-th success", () => {
    expect(
      changesOf(
        play([
          { at: 100, edit: CLOSE },
          { at: 305, edit: OPEN },
        ]),
        "i-a",
      ),
    ).toEqual([
      "155 i-a OutOfService Instance failed",
      "330 i-a OutOfService Instance recovering",
      "390 i-a InService N/A -",
    ]);
  });

  it("and put back before the second check hurts nobody", () => {
    expect(
      play([
        { at: 100, edit: CLOSE },
        { at: 149, edit: OPEN },
      ]).changes,
    ).toEqual([]);
  });

  it("is noticed by the check of the very second in which it goes", () => {
    expect(changesOf(play([{ at: 120, edit: CLOSE }]), "i-a")[0]).toMatch(/^155 /);
    expect(changesOf(play([{ at: 121, edit: CLOSE }]), "i-a")[0]).toMatch(/^185 /);
  });
});

describe("a service that stops listening", () => {
  it("refuses its checks, and nobody waits for a timeout", () => {
    const services = [{ port: 8080 }, { port: 9000, http: { "/ping": 200 } }];
    const instance = { subnetId: "app-a", privateIpAddress: "10.0.10.10", groups: ["sg-app"], services };
    const stop: Edit = (draft) => {
      draft.instances["i-a"]!.services = [{ protocol: "tcp", port: 8080 }];
    };
    const page: Edit = (draft) => {
      draft.instances["i-a"]!.services![1]!.http = { "/ping": 500 };
    };
    for (const edit of [stop, page]) {
      const timeline = play([{ at: 100, edit }], {}, {}, { instances: { "i-a": instance } });
      expect(changesOf(timeline)).toEqual(["150 i-a OutOfService Instance failed"]);
      expect(timeline.checks.find((run) => run.outcome === "fail")).toMatchObject({ target: "i-a", knownAfter: 0 });
    }
    // Behind a closed group there is no answer, whatever the service would have said.
    const both = play(
      [{ at: 100, edit: (draft) => void [stop(draft), CLOSE(draft)] }],
      {},
      {},
      { instances: { "i-a": instance } },
    );
    expect(changesOf(both, "i-a")).toEqual(["155 i-a OutOfService Instance failed"]);
  });
});

describe("an instance that is registered", () => {
  it("is OutOfService by ELB, registration in progress, until its first check passes", () => {
    const timeline = play([{ at: 100, edit: registered("i-a", "i-b") }], { instances: ["i-a"] });
    expect(timeline.initial).not.toHaveProperty("i-b");
    expect(timeline.changes[0]).toMatchObject({ at: 100, target: "i-b", from: null });
    expect(changesOf(timeline)).toEqual(["100 i-b OutOfService ELB registering", "130 i-b InService N/A -"]);
    expect(codesOf(timeline)).toContain("first-health-check");
  });

  it("is checked when `firstCheckAfter` says, every interval from there", () => {
    const timeline = play(
      [{ at: 100, edit: registered("i-a", "i-b") }],
      { instances: ["i-a"] },
      { firstCheckAfter: 7, until: 200 },
    );
    expect(changesOf(timeline)[1]).toBe("107 i-b InService N/A -");
    expect(timeline.checks.find((run) => run.target === "i-b")).toMatchObject({ from: 107, to: 197, count: 4 });
  });

  it("and fails its checks is out for that reason", () => {
    const timeline = play(
      [
        { at: 50, edit: CLOSE },
        { at: 100, edit: registered("i-a", "i-b") },
      ],
      { instances: ["i-a"] },
    );
    expect(changesOf(timeline, "i-b")).toEqual([
      "100 i-b OutOfService ELB registering",
      "165 i-b OutOfService Instance failed",
    ]);
    expect(timeline.assumptions).toContainEqual({
      code: "first-success",
      component: "web",
      details: { firstSuccess: "before-unhealthy" },
    });
  });

  it("may be all of them at the beginning", () => {
    const timeline = play([], {}, { start: "registering" });
    expect(timeline.initial["i-a"]).toMatchObject({ state: "OutOfService", reasonCode: "ELB" });
    expect(changesOf(timeline)).toEqual(["30 i-a InService N/A -", "30 i-b InService N/A -"]);
    expect(clientsOf(timeline)).toEqual(["0-30 80 down 503", "30-1800 80 serving"]);
  });
});

describe("an instance that is deregistered", () => {
  it("is not registered at once where connection draining is off", () => {
    const timeline = play([{ at: 100, edit: registered("i-b") }]);
    expect(changesOf(timeline)).toEqual(["100 i-a OutOfService ELB gone"]);
    expect(Object.keys(timeline.states)).toEqual(["i-b"]);
    expect(codesOf(timeline)).not.toContain("draining-takes-its-time");
  });

  it("drains for the seconds that were set, InService with deregistration in progress, and gets no requests", () => {
    const timeline = play([{ at: 100, edit: registered("i-b") }], { connectionDraining: 300 });
    expect(changesOf(timeline)).toEqual(["100 i-a InService N/A draining", "400 i-a OutOfService ELB gone"]);
    expect(clientsAt(timeline, 99)[0]?.nodes[0]?.targets).toEqual(["i-a", "i-b"]);
    expect(clientsAt(timeline, 100)[0]?.nodes[0]?.targets).toEqual(["i-b"]);
    expect(timeline.checks.find((run) => run.target === "i-a")).toMatchObject({ to: 90 });
    expect(Object.keys(statesAt(timeline, 399))).toEqual(["i-a", "i-b"]);
    expect(codesOf(timeline)).toContain("draining-takes-its-time");
  });

  it("is still draining at an end that comes first", () => {
    const timeline = play([{ at: 1700, edit: registered("i-b") }], { connectionDraining: 300 });
    expect(timeline.states["i-a"]?.description).toBe("Instance deregistration currently in progress.");
  });

  it("and registered again while it drains begins anew", () => {
    const events = [
      { at: 100, edit: registered("i-b") },
      { at: 200, edit: registered("i-b", "i-a") },
    ];
    expect(changesOf(play(events, { connectionDraining: 300 }))).toEqual([
      "100 i-a InService N/A draining",
      "200 i-a OutOfService ELB registering",
      "230 i-a InService N/A -",
    ]);
  });

  it("takes the outcome of its last check with it", () => {
    // Its second failure would be known at 155.
    expect(
      changesOf(
        play([
          { at: 100, edit: CLOSE },
          { at: 152, edit: registered("i-b") },
        ]),
        "i-a",
      ),
    ).toEqual(["152 i-a OutOfService ELB gone"]);
  });
});

describe("an instance that is stopped", () => {
  it("says so while it is, and has to pass HealthyThreshold checks afterwards", () => {
    const timeline = play([
      { at: 100, edit: state("i-a", "stopped") },
      { at: 130, edit: state("i-a", "running") },
    ]);
    expect(changesOf(timeline)).toEqual([
      "100 i-a OutOfService Instance Instance is in stopped state.",
      "130 i-a OutOfService Instance recovering",
      "210 i-a InService N/A -",
    ]);
    expect(codesOf(timeline)).toContain("stopped-at-once");
  });

  it("is checked all the same, as every registered instance is", () => {
    const timeline = play([{ at: 100, edit: state("i-a", "stopped") }]);
    expect(timeline.checks.find((run) => run.outcome === "fail")).toMatchObject({
      target: "i-a",
      from: 120,
      to: 1800,
      causes: [{ component: "i-a", code: "instance-not-running" }],
    });
  });
});

describe("a zone that is enabled later", () => {
  it("brings its instances in with their first success", () => {
    const elsewhere: NetworkInput = {
      subnets: {
        "app-c": inZone("c", "10.0.12.0/24", "rtb-app", "acl-app"),
        "lb-c": inZone("c", "10.0.2.0/24", "rtb-lb", "acl-lb"),
      },
      instances: { "i-c": { subnetId: "app-c", privateIpAddress: "10.0.12.10", groups: ["sg-app"] } },
    };
    const enable: Edit = (draft) => void draft.classicLoadBalancers.web!.subnets.push("lb-c");
    const timeline = play([{ at: 100, edit: enable }], { instances: ["i-a", "i-b", "i-c"] }, {}, elsewhere);
    expect(timeline.initial["i-c"]?.description).toMatch(/^Instance is in the EC2 Availability Zone/);
    expect(changesOf(timeline)).toEqual(["100 i-c OutOfService ELB registering", "130 i-c InService N/A -"]);
    expect(codesOf(timeline)).toContain("zone-changes-at-once");
    expect(timeline.checks.find((run) => run.target === "i-c")).toMatchObject({ from: 130 });
  });
});

describe("an instance that some checks reach and others do not", () => {
  it("is in doubt once it may have failed UnhealthyThreshold of them", () => {
    const narrow: Edit = (draft) => {
      draft.securityGroups["sg-app"]!.ingress = [tcp("10.0.0.0/24", "9000"), tcp("sg-lb", "8080")];
    };
    const timeline = play([{ at: 100, edit: narrow }], { instances: ["i-a"] });
    expect(changesOf(timeline)).toEqual(["150 i-a Unknown N/A -"]);
    expect(timeline.checks[1]).toMatchObject({
      outcome: "partial",
      nodes: { "web@lb-a": "pass", "web@lb-b": "fail" },
      causes: [{ component: "sg-app", code: "security-group-no-match" }],
    });
    expect(clientsOf(timeline)).toEqual(["0-150 80 serving", "150-1800 80 degraded 503"]);
  });

  it("is no different where it depends on the source port", () => {
    const narrow: Edit = (draft) => {
      draft.networkAcls["acl-app"]!.egress = [allow(100, "tcp 32768-65535")];
    };
    const timeline = play([{ at: 100, edit: narrow }], { instances: ["i-a"] });
    expect(changesOf(timeline)).toEqual(["150 i-a Unknown N/A -"]);
    expect(timeline.checks[1]).toMatchObject({ outcome: "partial" });
    expect(timeline.checks[1]).not.toHaveProperty("nodes");
  });
});

describe("clients of a Classic Load Balancer", () => {
  const listeners = [
    { protocol: "HTTP", loadBalancerPort: 80, instancePort: 8080 },
    { protocol: "TCP", loadBalancerPort: 9000, instancePort: 9000 },
  ];

  it("get 503 from HTTP without an instance in service, and a closed connection from TCP, which is assumed", () => {
    const { "sg-lb": group } = BALANCED.securityGroups ?? {};
    const open = { ...group!, ingress: [{ protocol: "tcp", from: "0.0.0.0/0" }] };
    const timeline = play([{ at: 100, edit: CLOSE }], { listeners }, {}, { securityGroups: { "sg-lb": open } });
    expect(clientsOf(timeline)).toEqual([
      "0-100 80 serving",
      "0-100 9000 serving",
      "100-155 80 serving",
      "100-155 9000 down closed",
      "155-1800 80 down 503",
      "155-1800 9000 down closed",
    ]);
    expect(codesOf(timeline)).toContain("closed-without-instance");
    expect(clientsAt(timeline, 120)[1]?.nodes[0]?.symptoms).toEqual([
      { kind: "closed", cause: "security-group-no-match", of: "all" },
    ]);
  });

  it("get 504 from HTTP while the instances in service do not answer on the instance port", () => {
    const timeline = play([
      {
        at: 100,
        edit: (draft) => {
          draft.securityGroups["sg-app"]!.ingress = [tcp("sg-lb", "9000")];
        },
      },
    ]);
    expect(timeline.changes).toEqual([]);
    expect(clientsOf(timeline)).toEqual(["0-100 80 serving", "100-1800 80 down 504"]);
  });

  it("are served by one zone only where the other has no instance in service and cross-zone load balancing is off", () => {
    const events = [{ at: 100, edit: state("i-b", "stopped") }];
    expect(clientsOf(play(events, { crossZone: false }))).toEqual([
      "0-100 80 serving",
      "100-1800 80 degraded us-east-1b 503",
    ]);
    expect(clientsOf(play(events))).toEqual(["0-100 80 serving", "100-1800 80 serving"]);
  });

  it("may be served where it is not known whether nodes use other zones", () => {
    const timeline = play([{ at: 100, edit: state("i-b", "stopped") }], { crossZone: null });
    expect(clientsOf(timeline)[1]).toBe("100-1800 80 unknown us-east-1b");
    expect(codesOf(timeline)).toContain("cross-zone-assumed-off");
  });

  it("get an answer of each listener that there is then, none where the load balancer's group does not admit them", () => {
    const timeline = play([
      {
        at: 100,
        edit: (draft) => {
          draft.classicLoadBalancers.web!.listeners.push({
            protocol: "TCP",
            loadBalancerPort: 81,
            instanceProtocol: "TCP",
            instancePort: 9000,
          });
        },
      },
    ]);
    expect(clientsOf(timeline)).toEqual(["0-100 80 serving", "100-1800 80 serving", "100-1800 81 down timeout"]);
  });
});

describe("events", () => {
  it("of the same second happen in the order given: an instance deregistered and registered again begins anew", () => {
    const away = { at: 100, edit: registered("i-b") };
    const back = { at: 100, edit: registered("i-b", "i-a") };
    expect(changesOf(play([away, back]))).toEqual([
      "100 i-a OutOfService ELB gone",
      "100 i-a OutOfService ELB registering",
      "130 i-a InService N/A -",
    ]);
    expect(changesOf(play([back, away]))).toEqual(["100 i-a OutOfService ELB gone"]);
  });

  it("may come in any order of time, each is made of the network that the one before it left", () => {
    const events = [
      { at: 300, edit: OPEN, name: "later" },
      { at: 100, edit: CLOSE, name: "sooner" },
    ];
    expect(play(events)).toEqual(play(events.toReversed()));
    expect(play(events).events.map((each) => each.name)).toEqual(["sooner", "later"]);
  });

  it("at the very beginning and the very end count", () => {
    expect(changesOf(play([{ at: 0, edit: CLOSE }]), "i-a")).toEqual(["35 i-a OutOfService Instance failed"]);
    const last = play([{ at: 1800, edit: registered("i-b") }]);
    expect(changesOf(last)).toEqual(["1800 i-a OutOfService ELB gone"]);
    expect(last.clients.at(-1)).toMatchObject({ from: 1800, to: 1800 });
  });

  it("that edit the health check keep what was counted so far", () => {
    const slower: Edit = (draft) => {
      draft.classicLoadBalancers.web!.healthCheck.interval = 60;
    };
    // Checks fail at 120, 150 by the old interval would be the next; with the new one it is 180.
    const timeline = play([
      { at: 100, edit: CLOSE },
      { at: 130, edit: slower },
    ]);
    expect(changesOf(timeline, "i-a")).toEqual(["185 i-a OutOfService Instance failed"]);
    expect(codesOf(timeline)).toContain("health-check-edited");
    expect(codesOf(play([{ at: 100, edit: CLOSE }]))).not.toContain("health-check-edited");
  });

  it("that change nothing part nothing", () => {
    const idle: Edit = () => undefined;
    const rename: Edit = (draft) => {
      draft.instances["i-a"]!.name = "first";
    };
    const quiet = play([]);
    const { checks, clients, changes } = play([
      { at: 100, edit: idle },
      { at: 200, edit: rename },
    ]);
    expect({ checks, clients, changes }).toEqual({ checks: quiet.checks, clients: quiet.clients, changes: [] });
  });
});

describe("bad input", () => {
  const net = balanced({ healthCheck: CHECK });
  const ask = (input: Record<string, unknown>) => () =>
    simulateHealth(net, { loadBalancer: "web", until: 600, ...input } as SimulateHealthInput);
  const issuesOf = (run: () => unknown): string[] => {
    try {
      run();
    } catch (error) {
      if (error instanceof NetsimError) return error.issues.map((each) => `${each.path.join(".")} ${each.code}`);
      throw error;
    }
    return [];
  };

  it("is refused with every issue and its place", () => {
    expect(issuesOf(ask({ loadBalancer: "wob" }))).toEqual(["loadBalancer unknown-id"]);
    for (const until of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, undefined, "600"])
      expect(issuesOf(ask({ until }))).toEqual(["until time"]);
    expect(issuesOf(ask({ start: "fresh", firstCheckAfter: -5, firstSuccess: "maybe" }))).toEqual([
      "firstCheckAfter time",
      "start shape",
      "firstSuccess shape",
    ]);
    expect(issuesOf(ask({ events: "none" }))).toEqual(["events shape"]);
    expect(
      issuesOf(
        ask({
          events: [{ at: -1, edit: OPEN }, { at: 601, edit: OPEN }, { at: 1.5, edit: OPEN, name: 7 }, { at: 5 }, null],
        }),
      ),
    ).toEqual([
      "events.0.at time",
      "events.1.at time",
      "events.2.at time",
      "events.2.name shape",
      "events.3.edit shape",
      "events.4 shape",
    ]);
    expect(ask({ events: [{ at: 601, edit: OPEN }] })).toThrow(
      "events[0].at: expected not after the end at 600, found 601",
    );
  });

  it("is an event that makes no valid network: its issues are those of the network, at the event", () => {
    const events = [
      { at: 200, edit: registered("i-b") },
      {
        at: 100,
        edit: (draft: Parameters<Edit>[0]) => {
          draft.classicLoadBalancers.web!.healthCheck.interval = 3;
        },
      },
    ];
    expect(issuesOf(ask({ events }))).toEqual([
      "events.1.edit.classicLoadBalancers.web.healthCheck.interval health-check-range",
      "events.1.edit.classicLoadBalancers.web.healthCheck.timeout health-check-timeout",
    ]);
  });

  it("is an event after which the load balancer is gone", () => {
    const events = [{ at: 100, edit: (draft: Parameters<Edit>[0]) => void delete draft.classicLoadBalancers.web }];
    expect(issuesOf(ask({ events }))).toEqual(["events.0.edit unknown-id"]);
    expect(ask({ events })).toThrow("still has the load balancer web");
  });

  it("leaves the network as it was, as good input does", () => {
    const before = JSON.stringify(net);
    issuesOf(
      ask({
        events: [
          { at: 1, edit: CLOSE },
          { at: 2, edit: registered("i-gone") },
        ],
      }),
    );
    ask({ events: [{ at: 1, edit: CLOSE }] })();
    expect(JSON.stringify(net)).toBe(before);
  });
});

describe("a timeline", () => {
  it("is frozen plain data, the same each time", () => {
    const events = [
      { at: 100, edit: CLOSE },
      { at: 400, edit: registered("i-b") },
    ];
    const timeline = play(events, { connectionDraining: 30 });
    expect(JSON.parse(JSON.stringify(timeline))).toEqual(timeline);
    expect(Object.isFrozen(timeline.clients[0]?.listeners[0]?.nodes)).toBe(true);
    expect(play(events, { connectionDraining: 30 })).toEqual(timeline);
  });

  it("of a load balancer without instances is down from end to end", () => {
    const timeline = play([], { instances: [] });
    expect(timeline).toMatchObject({ verdict: "unreachable", initial: {}, states: {}, checks: [], changes: [] });
    expect(clientsOf(timeline)).toEqual(["0-1800 80 down 503"]);
  });

  it("of an instance that the input leaves out is in doubt, by its name", () => {
    const missing = [{ collection: "instances", id: "i-gone", reason: "not-described" }] as const;
    const timeline = play([], { instances: ["i-gone"] }, { until: 100 }, { missing });
    expect(timeline.verdict).toBe("unknown");
    expect(timeline.checks[0]).toMatchObject({
      outcome: "unknown",
      causes: [{ component: "i-gone", code: "instance-missing" }],
    });
    expect(timeline.unknowns.map((each) => each.code)).toContain("instance-missing");
  });

  it("of no time at all is what `checkHealth` says", () => {
    const net = balanced({ healthCheck: CHECK });
    expect(simulateHealth(net, { loadBalancer: "web", until: 0 }).states).toEqual(
      checkHealth(net, { loadBalancer: "web" }).states,
    );
  });
});

/** Edits of whatever network it is. */
const EDITS: readonly ((pick: number) => Edit)[] = [
  (pick) => (draft) => {
    const instance = Object.values(draft.instances)[pick % Math.max(1, Object.keys(draft.instances).length)];
    if (instance) instance.state = instance.state === "running" ? "stopped" : "running";
  },
  (pick) => (draft) => {
    const group = Object.values(draft.securityGroups)[pick % Math.max(1, Object.keys(draft.securityGroups).length)];
    group?.ingress.splice(0, 1);
  },
  (pick) => (draft) => {
    const group = Object.values(draft.securityGroups)[pick % Math.max(1, Object.keys(draft.securityGroups).length)];
    group?.ingress.push(tcp("0.0.0.0/0", "1-65535"));
  },
  (pick) => (draft) => {
    const acl = Object.values(draft.networkAcls)[pick % Math.max(1, Object.keys(draft.networkAcls).length)];
    if (acl) acl.egress = pick % 2 === 0 ? [...EVERYTHING] : [allow(100, "tcp 32768-65535")];
  },
  (pick) => (draft) => {
    const ids = Object.keys(draft.instances);
    const id = ids[pick % Math.max(1, ids.length)];
    const [balancer] = Object.values(draft.classicLoadBalancers);
    if (!balancer || id === undefined || draft.instances[id]?.networkInterfaceIds.length === 0) return;
    const isIn = balancer.instances.includes(id);
    balancer.instances = isIn ? balancer.instances.filter((each) => each !== id) : [...balancer.instances, id];
  },
  (pick) => (draft) => {
    const [balancer] = Object.values(draft.classicLoadBalancers);
    if (balancer) balancer.crossZone = [true, false, null][pick % 3] ?? null;
  },
];

const events = fc.array(
  fc
    .record({ at: fc.nat(300), edit: fc.nat(EDITS.length - 1), pick: fc.nat(20) })
    .map(({ at, edit, pick }): HealthEvent => ({ at, edit: (EDITS[edit] as (typeof EDITS)[number])(pick) })),
  { maxLength: 5 },
);

describe("a random load balancer, with random events", () => {
  it("ends as `checkHealth` and `checkListener` find the last network, once its checks had the time", () => {
    fc.assert(
      fc.property(classicNetwork(), events, fc.boolean(), (net, all, isNew) => {
        const [balancer] = Object.values(net.classicLoadBalancers);
        if (!balancer) return;
        let final = net;
        const applied: HealthEvent[] = [];
        for (const each of all.toSorted((a, b) => a.at - b.at)) {
          try {
            final = editNetwork(final, each.edit);
            applied.push(each);
          } catch {
            // Registering an instance of another VPC is refused; such an edit is no event.
          }
        }
        const { interval, healthyThreshold, unhealthyThreshold } = balancer.healthCheck;
        const until = 300 + interval * (healthyThreshold + unhealthyThreshold + 3) + (balancer.connectionDraining ?? 0);
        const timeline = simulateHealth(net, {
          loadBalancer: balancer.id,
          until,
          from: "203.0.113.10",
          events: applied,
          start: isNew ? "registering" : "settled",
        });
        const { states } = checkHealth(final, { loadBalancer: balancer.id });
        expect(timeline.states).toEqual(states);
        expect(statesAt(timeline, until)).toEqual(states);
        for (const { port, service, zones, nodes } of timeline.clients.at(-1)?.listeners ?? []) {
          const now = checkListener(final, { loadBalancer: balancer.id, port, from: "203.0.113.10" });
          expect({ service, zones, nodes }).toEqual({ service: now.service, zones: now.zones, nodes: now.nodes });
        }
      }),
      { numRuns: 80 },
    );
  });
});
