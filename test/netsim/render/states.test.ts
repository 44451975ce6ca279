import type { HealthVerdict } from "netsim";
import { describe, expect, it } from "vitest";
import { renderVerdict } from "../../../packages/netsim/src/render/text.ts";
import { blocker, connection, hop, leg, tcp } from "./verdicts.ts";

const NODE = { id: "web@subnet-lb", kind: "load-balancer-node" } as const;

describe("health", () => {
  const name = "health: web@subnet-lb -> i-0a1:9000";
  const check = tcp("10.0.0.5/32", "1024-65535", "10.0.1.7/32", "9000");
  const verdict: HealthVerdict = {
    ...connection("unknown", [
      leg({
        name,
        kind: "health",
        verdict: "unreachable",
        asked: [check],
        forward: {
          hops: [
            hop(1, { component: NODE, direction: "egress", inbound: [check] }),
            hop(2, {
              component: { id: "i-0a1", kind: "application" },
              direction: "ingress",
              status: "block",
              inbound: [check],
              outbound: [],
              decisions: [{ action: "deny", rule: null, packets: [check] }],
            }),
          ],
        },
      }),
    ]),
    kind: "health",
    loadBalancer: "web",
    targetGroups: [],
    states: {
      "i-0a1": {
        state: "OutOfService",
        reasonCode: "Instance",
        description: "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.",
      },
      "i-0b2": { state: "InService", reasonCode: "N/A", description: "N/A" },
      "i-0c3": { state: "Unknown", reasonCode: "N/A", description: "N/A" },
    },
    blockers: [
      blocker({
        component: "i-0a1",
        kind: "application",
        direction: "ingress",
        leg: name,
        hop: 2,
        code: "http-status",
        packets: [check],
        details: { path: "/ping", status: 503, expected: 200 },
      }),
    ],
    unknowns: [{ component: "i-0c3", code: "instance-missing", leg: "health: web -> i-0c3", phase: "forward" }],
  };

  it("is a table of instances, then the legs", () => {
    expect(renderVerdict(verdict)).toMatchInlineSnapshot(`
      "? health of web  unknown

         INSTANCE  STATE         REASON    DESCRIPTION
      ✗  i-0a1     OutOfService  Instance  Instance has failed at least the UnhealthyThreshold number of
                                           health checks consecutively.
      ✓  i-0b2     InService     N/A       N/A
      ?  i-0c3     Unknown       N/A       N/A

      ✗ health leg  web@subnet-lb -> i-0a1:9000  unreachable
        asked  tcp 10.0.0.5:1024-65535 -> 10.0.1.7:9000
        forward
          1 ✓ egress  load balancer node web@subnet-lb
          2 ✗ ingress application i-0a1                 /ping answers 503, the health check wants 200
        no reply: nothing arrives

      Blocked at one place
        ✗ instance i-0a1, ingress: /ping answers 503, the health check wants 200
          where    health leg  web@subnet-lb -> i-0a1:9000, forward, hop 2
          code     http-status

      Not known
        ? i-0c3: the instance, its interface or its subnet is not in the input
      "
    `);
  });

  it("says so when no instance is registered", () => {
    const empty = { ...verdict, verdict: "unreachable", states: {}, legs: [], blockers: [], unknowns: [] } as const;
    expect(renderVerdict(empty)).toBe("✗ health of web  unreachable\n\nNo instance is registered.\n");
  });
});
