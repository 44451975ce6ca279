import { classicPage } from "@netsim/examples";
import { type HealthEvent, type HealthTimeline, simulateHealth } from "netsim";
import { renderTimeline } from "netsim/render";
import { describe, expect, it } from "vitest";
import { balanced } from "../../support/small-networks.ts";

/** A rule for what comes in, as a draft takes it. */
const tcp = (peer: string, port: string) => ({ protocol: "tcp", port, from: peer });

const CLOSE: HealthEvent["edit"] = (draft) => {
  draft.securityGroups["sg-app"]!.ingress = [tcp("sg-lb", "8080")];
};

function play(
  events: readonly HealthEvent[],
  changes: Parameters<typeof balanced>[0] = {},
  until = 600,
): HealthTimeline {
  return simulateHealth(balanced(changes), { loadBalancer: "web", until, events });
}

describe("a timeline", () => {
  it("is told second by second: events, states in AWS's words, clients; then the checks behind it", () => {
    const events = [
      { at: 100, name: "the rule goes", edit: CLOSE },
      {
        at: 300,
        name: "i-a leaves",
        edit: (draft: Parameters<HealthEvent["edit"]>[0]) => {
          draft.classicLoadBalancers.web!.instances = ["i-b"];
        },
      },
    ];
    const timeline = play(events, { connectionDraining: 60 });
    expect(renderTimeline(timeline)).toMatchInlineSnapshot(`
      "~ health of web, 0:00 to 10:00  not serving all the time

      TIME     WHAT                NOW           WHY
      0:00  ✓  i-a, i-b            InService
            ✓  clients of HTTP:80  serving
      1:40  »  event                             the rule goes
      2:35  ✗  i-a, i-b            OutOfService  Instance: Instance has failed at least the
                                                 UnhealthyThreshold number of health checks consecutively.
            ✗  clients of HTTP:80  down          503 (no-target-in-service)
      5:00  »  event                             i-a leaves
            ✓  i-a                 InService     Instance deregistration currently in progress.
      6:00  ✗  i-a                 OutOfService  ELB: Instance is not currently registered with the
                                                 LoadBalancer.

         HEALTH CHECKS OF  FIRST  LAST   SENT            FOUND  WHY
      ✓  i-a, i-b          0:00   1:30   4, every 30 s   pass
      ✗  i-a               2:00   4:30   6, every 30 s   fail   no answer in 5 s; sg-app: no ingress rule
                                                                matches
      ✗  i-b               2:00   10:00  17, every 30 s  fail   no answer in 5 s; sg-app: no ingress rule
                                                                matches

      Warnings
        ! between the load balancer and its targets errors about packets that are too large are stopped,
          so that path MTU discovery may fail and large packets get lost; this rule settles it
          - security group sg-app ingress: allow icmp type 3 code 4 from sg-lb

      Assumed
        - i-a, i-b: something listens on every port asked for, as no services are given
        - web: at the beginning every target has been checked long enough to have settled
        - web: all nodes check a target in the same second, and it is in doubt where they disagree
        - web: an answer takes no time, and a check sees the network of the second it is sent
        - web: a target drains for all the time that is set, whatever its state was and however few
          requests it has
        - web: requests need new connections, while those that are open may go on as long as security
          groups track them
      "
    `);
  });

  it("names the zones where they differ", () => {
    const edit: HealthEvent["edit"] = (draft) => {
      draft.instances["i-b"]!.state = "stopped";
    };
    const text = renderTimeline(play([{ at: 100, edit }], { crossZone: false }));
    expect(text).toContain("~  clients of HTTP:80  degraded      503 (no-target-in-zone) in us-east-1b");
    expect(text).toContain("»  event                             event 1");
  });

  it("says what each node found where they disagree, and what is not known", () => {
    const edit: HealthEvent["edit"] = (draft) => {
      draft.securityGroups["sg-app"]!.ingress = [tcp("10.0.0.0/24", "9000"), tcp("sg-lb", "8080")];
    };
    const text = renderTimeline(play([{ at: 100, edit }], { instances: ["i-a"] }), { width: 119 });
    expect(text).toMatch(/~ {2}i-a .* partial {2}web@lb-a pass; web@lb-b fail; sg-app: no ingress rule/);
    expect(text).toContain("?  i-a                 Unknown");
  });

  it("has hours where it lasts that long", () => {
    expect(renderTimeline(play([], {}, 86_400))).toContain("health of web, 0:00:00 to 24:00:00  serving all the time");
  });

  it("counts targets that do not fit, and stays under 120 columns", () => {
    const ids = Array.from({ length: 30 }, (_, at) => `i-0123456789abcde${String(at).padStart(2, "0")}`);
    const instances = Object.fromEntries(
      ids.map((id, at) => [id, { subnetId: "app-a", privateIpAddress: `10.0.10.${50 + at}`, groups: ["sg-app"] }]),
    );
    const timeline = simulateHealth(balanced({ instances: ids }, { instances }), {
      loadBalancer: "web",
      until: 7200,
      events: [
        { at: 100, edit: CLOSE, name: "the rule for the health check is removed by somebody who tidies up ".repeat(3) },
      ],
    });
    for (const width of [60, 100, 119]) {
      const lines = renderTimeline(timeline, { width }).split("\n");
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(120);
    }
    expect(renderTimeline(timeline)).toContain("i-0123456789abcde00 and 29 more");
  });

  it("of AWS's ids fits into 100 columns, with a group's id in the reason", async () => {
    const network = await classicPage();
    const edit: HealthEvent["edit"] = (draft) => {
      for (const group of Object.values(draft.securityGroups)) group.ingress = [];
    };
    const timeline = simulateHealth(network, { loadBalancer: "web", until: 600, events: [{ at: 100, edit }] });
    const lines = renderTimeline(timeline, { width: 100 }).split("\n");
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    expect(lines.filter((line) => line.includes("sg-0e2f3a4b5c6d7e8f9:"))).toHaveLength(1);
  });

  it("says so when nothing is registered", () => {
    expect(renderTimeline(play([], { instances: [] }))).toContain("No health check was sent.");
  });

  it("takes names for what they are, and not for orders to the terminal", () => {
    const text = renderTimeline(play([{ at: 5, edit: () => undefined, name: "a\u001b[2Jb" }]));
    expect(text).toContain("a?[2Jb");
  });
});
