import { describe, expect, it } from "vitest";
import { renderVerdict } from "../../../packages/netsim/src/render/text.ts";
import { blocker, connection, hop, leg, tcp } from "./verdicts.ts";

const PRIVATE = tcp("203.0.113.10/32", "1024-65535", "10.0.0.5/32", "80");
const NODE = { id: "web@subnet-lb", kind: "load-balancer-node" } as const;

describe("long results", () => {
  const asked = [PRIVATE];
  const hops = [hop(1, { component: NODE, inbound: asked })];
  const legs = Array.from({ length: 8 }, (_, at) =>
    leg({
      name: `connection: i-${at} -> db`,
      kind: "connection",
      verdict: at === 3 ? "unreachable" : "reachable",
      asked,
      forward: { hops },
    }),
  );

  it("shorten the legs that work, unless everything is asked for", () => {
    const text = renderVerdict(connection("partial", legs));
    expect(text.match(/load balancer node/g)).toHaveLength(1);
    expect(text).toContain("✓ i-4 -> db  reachable\n✓ i-5 -> db  reachable\n");
    expect(renderVerdict(connection("partial", legs), { verbose: true }).match(/load balancer node/g)).toHaveLength(8);
  });

  it("of a connection to several nodes of a load balancer are headed by all ends, up to three", () => {
    const to = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        leg({
          name: `connection: x -> n-${at}`,
          kind: "connection",
          from: "x",
          to: `n-${at}`,
          verdict: "partial",
          asked,
        }),
      );
    const headingOf = (count: number) => renderVerdict(connection("partial", to(count))).split("\n")[0];
    expect(headingOf(2)).toBe("~ x -> n-0, n-1  partial");
    expect(headingOf(5)).toBe("~ x -> n-0, n-1, n-2 and 2 more  partial");
  });

  it("fit the width", () => {
    const wide = connection("unknown", legs, {
      unknowns: [
        {
          component: "rtb-0123456789abcdef0",
          code: "route-table-missing",
          leg: "",
          phase: "reply",
          details: { subnet: "subnet-0123456789abcdef0" },
        },
      ],
    });
    for (const line of renderVerdict(wide, { width: 80 }).split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe("what comes from outside", () => {
  it("cannot steer the terminal", () => {
    const name = "connection: a\u001b[2J -> b";
    const text = renderVerdict(
      connection("unreachable", [leg({ name, kind: "connection", verdict: "unreachable", asked: [] })]),
    );
    expect(text).not.toContain("\u001b");
    expect(text).toContain("a?[2J -> b");
  });

  it("is printed as it is where its code has no words yet", () => {
    const verdict = connection("unreachable", [], {
      blockers: [
        blocker({
          component: "x-1",
          kind: "gateway",
          direction: "egress",
          leg: "l",
          code: "brand-new",
          details: { port: 80, zones: ["a", "b"] },
        }),
      ],
    });
    expect(renderVerdict(verdict)).toContain("gateway x-1, egress: brand-new (port 80, zones a, b)");
  });
});
