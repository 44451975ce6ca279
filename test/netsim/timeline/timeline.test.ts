import fc from "fast-check";
import { type CheckRun, checksOf, clientsAt, simulateHealth, statesAt } from "netsim";
import { describe, expect, it } from "vitest";
import { balanced } from "../../support/small-networks.ts";

describe("the single checks of a target", () => {
  it("are those that its runs stand for, each with when it is sent and when its outcome is known", () => {
    const timeline = simulateHealth(balanced({ instances: ["i-a"] }), {
      loadBalancer: "web",
      until: 100,
      events: [
        {
          at: 50,
          edit: (draft) => {
            draft.instances["i-a"]!.state = "stopped";
          },
        },
      ],
    });
    const causes = [{ component: "i-a", code: "instance-not-running" }];
    expect(checksOf(timeline, "i-a")).toEqual([
      { target: "i-a", sentAt: 0, knownAt: 0, outcome: "pass", causes: [] },
      { target: "i-a", sentAt: 30, knownAt: 30, outcome: "pass", causes: [] },
      { target: "i-a", sentAt: 60, knownAt: 65, outcome: "fail", causes },
      { target: "i-a", sentAt: 90, knownAt: 95, outcome: "fail", causes },
    ]);
    expect(checksOf(timeline, "i-b")).toEqual([]);
  });

  it("are as many as the runs count, an interval apart", () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: 5, max: 300 }),
        fc.integer({ min: 1, max: 50 }),
        (begin, interval, count) => {
          const to = begin + (count - 1) * interval;
          const run: CheckRun = {
            target: "i-a",
            from: begin,
            to,
            interval,
            count,
            outcome: "fail",
            knownAfter: 5,
            causes: [],
          };
          const times = checksOf({ checks: [run] }, "i-a").map((each) => each.sentAt);
          expect(times).toHaveLength(count);
          expect(times.at(-1)).toBe(to);
          expect(times.every((time, at) => at === 0 || time - (times[at - 1] ?? 0) === interval)).toBe(true);
        },
      ),
    );
  });
});

describe("the states and the clients at a second", () => {
  const timeline = simulateHealth(balanced({ connectionDraining: 20 }), {
    loadBalancer: "web",
    until: 200,
    events: [
      {
        at: 100,
        edit: (draft) => {
          draft.classicLoadBalancers.web!.instances = ["i-b"];
        },
      },
    ],
  });

  it("are as the last change until then left them", () => {
    expect(Object.keys(statesAt(timeline, 99))).toEqual(["i-a", "i-b"]);
    expect(statesAt(timeline, 100)["i-a"]?.description).toBe("Instance deregistration currently in progress.");
    expect(Object.keys(statesAt(timeline, 120))).toEqual(["i-b"]);
    expect(statesAt(timeline, 200)).toEqual(timeline.states);
  });

  it("are those of the interval", () => {
    expect(clientsAt(timeline, 99)).toBe(timeline.clients[0]?.listeners);
    expect(clientsAt(timeline, 100)).toBe(timeline.clients[1]?.listeners);
    expect(clientsAt(timeline, 5000)).toBe(timeline.clients.at(-1)?.listeners);
    expect(clientsAt(timeline, -1)).toEqual([]);
  });
});
