import {
  checkConnection,
  checkHealth,
  checkListener,
  type ExplainableVerdict,
  type Explanation,
  explain,
} from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE,
  allow,
  balanced,
  deny,
  EVERYTHING,
  from,
  publicAndPrivate,
  route,
  to,
  twoSubnets,
} from "../../support/small-networks.ts";

const A_TO_B = { from: "i-a", to: "i-b", port: 80 } as const;

const working = checkConnection(twoSubnets(), A_TO_B);
const blocked = checkConnection(twoSubnets(), { ...A_TO_B, port: 81 });
const partly = checkConnection(
  twoSubnets({
    networkAcls: { "acl-b": { vpcId: "vpc-1", ingress: EVERYTHING, egress: [allow(100, "tcp 32768-65535")] } },
  }),
  A_TO_B,
);

/** A result that somebody has printed and read again. */
function reread<T>(verdict: T): T {
  return JSON.parse(JSON.stringify(verdict));
}

describe("explain", () => {
  it("of what works has nothing to say", () => {
    expect(explain(working)).toEqual({
      schemaVersion: 1,
      kind: "explanation",
      verdict: "reachable",
      about: { kind: "connection", from: "i-a", to: "i-b" },
      causes: [],
      conflicts: [],
      partial: [],
      doubts: [],
      effects: [],
      legs: working.legs,
      blockers: [],
      unknowns: [],
      assumptions: working.assumptions,
      warnings: [],
    });
  });

  it("says what was asked", () => {
    expect(explain(checkHealth(balanced(), { loadBalancer: "web" })).about).toEqual({
      kind: "health",
      loadBalancer: "web",
      targetGroups: [],
    });
    expect(explain(checkListener(balanced(), { loadBalancer: "web", port: 80, from: "internet" })).about).toEqual({
      kind: "listener",
      loadBalancer: "web",
      port: 80,
      service: "serving",
    });
  });

  it("is frozen, plain, and survives JSON whole", () => {
    const explanation = explain(blocked);
    const frozen = (value: unknown): boolean =>
      typeof value !== "object" || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(explanation)).toBe(true);
    expect(reread(explanation)).toEqual(explanation);
  });

  it("gives the parts that work and fail, with a packet of each kind", () => {
    expect(partly.verdict).toBe("partial");
    const [part] = explain(partly).partial;
    const ports = (samples: Explanation["partial"][number]["works"] = []) =>
      samples.map(({ packets, packet }) => [packets.sourcePortRanges, packet.sourcePort, packet.destinationPort]);
    expect(part?.leg).toBe("connection: i-a -> i-b");
    expect(ports(part?.works)).toEqual([[["32768-65535"], 32768, 80]]);
    expect(ports(part?.fails)).toEqual([[["1024-32767"], 1024, 80]]);
  });

  it("of a verdict that was JSON in between says all but what only the evaluation knew", () => {
    const given: ExplainableVerdict = reread(blocked);
    const before = reread(blocked);
    const [cause] = explain(given).causes;
    const [known] = explain(blocked).causes;
    expect(cause).toMatchObject({ code: "security-group-no-match", component: "sg-b", nearest: null, overruled: null });
    expect(cause?.missing).toEqual({ kind: "security-group-rule", in: ["sg-b"], groups: null });
    expect(known?.nearest).toHaveLength(1);
    expect(cause?.places).toEqual(reread(known?.places));
    expect(given).toEqual(before);
    expect(Object.isFrozen(given.legs)).toBe(false);
  });

  it("names what is in doubt behind something that blocks for certain", () => {
    const net = publicAndPrivate({
      routeTables: { "rtb-private": { vpcId: "vpc-1", routes: [route(ANYWHERE, "tgw-1")] } },
      securityGroups: { "sg-app": { vpcId: "vpc-1", egress: [] } },
    });
    const { verdict, unknowns, doubts } = explain(checkConnection(net, { from: "app", to: "203.0.113.10", port: 443 }));
    expect([verdict, unknowns]).toEqual(["unreachable", []]);
    expect(doubts).toMatchObject([{ component: { id: "tgw-1" }, phase: "forward" }]);
  });
});

describe("a cause", () => {
  const shutApp = { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 8080")], egress: [] } };

  it("is told once for all legs that it stops, with the place on each", () => {
    const [cause, ...others] = explain(
      checkListener(balanced({}, { securityGroups: shutApp }), { loadBalancer: "web", port: 80, from: "internet" }),
    ).causes;
    expect(cause).toMatchObject({
      code: "security-group-no-match",
      awsCode: "ENI_SG_RULES_MISMATCH",
      component: "sg-app",
      direction: "ingress",
      rule: null,
      missing: { kind: "security-group-rule", in: ["sg-app"], groups: ["sg-lb"] },
    });
    expect(cause?.places.map(({ leg, phase, attachedTo }) => `${leg} ${phase} ${attachedTo}`)).toEqual([
      "health: web@lb-a -> i-a:9000 forward eni-i-a",
      "health: web@lb-b -> i-a:9000 forward eni-i-a",
      "health: web@lb-a -> i-b:9000 forward eni-i-b",
      "health: web@lb-b -> i-b:9000 forward eni-i-b",
    ]);
    expect(others.map((each) => each.code)).toEqual(["no-target-in-service", "no-target-in-service"]);
  });

  it("is another where another rule is missing in the same group", () => {
    const net = balanced({}, { securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 22")] } } });
    const { causes } = explain(checkListener(net, { loadBalancer: "web", port: 80, from: "internet" }));
    const missing = causes.filter((each) => each.missing);
    expect(missing.map(({ places: [place] }) => place.packets[0]?.destinationPortRanges)).toEqual([["9000"], ["8080"]]);
  });

  it("that is a rule is one however many ports it stops, with the place where it was written", () => {
    const origin = { file: "acls.json", pointer: "/NetworkAcls/0/Entries/3" };
    const ingress = [{ ...deny(100, "all"), origin }, allow(200, "all")];
    const net = balanced({}, { networkAcls: { "acl-app": { vpcId: "vpc-1", ingress, egress: EVERYTHING } } });
    const { causes } = explain(checkListener(net, { loadBalancer: "web", port: 80, from: "internet" }));
    const [acl] = causes.filter((each) => each.kind === "network-acl");
    expect(acl).toMatchObject({ component: "acl-app", rule: { ruleNumber: 100 }, origin });
    expect(acl?.missing).toBeUndefined();
    expect(new Set(acl?.places.map(({ packets }) => packets[0]?.destinationPortRanges?.[0]))).toEqual(
      new Set(["9000", "8080"]),
    );
  });

  it("that is the last entry of an ACL, which nobody wrote, is a missing one", () => {
    const net = twoSubnets({ networkAcls: { "acl-b": { vpcId: "vpc-1", ingress: [], egress: EVERYTHING } } });
    expect(explain(checkConnection(net, A_TO_B)).causes).toMatchObject([
      {
        component: "acl-b",
        rule: { ruleNumber: 32767 },
        origin: null,
        missing: { kind: "network-acl-entry", in: ["acl-b"], groups: null },
        nearest: [],
        overruled: [],
      },
    ]);
  });

  it("says as what address a sender arrives whose group is no longer known", () => {
    const net = publicAndPrivate({
      securityGroups: { "sg-web": { vpcId: "vpc-1", ingress: [from("sg-app", "tcp 80")] } },
    });
    const { causes } = explain(checkConnection(net, { from: "app", to: "198.51.100.10", port: 80 }));
    expect(causes).toMatchObject([
      {
        code: "security-group-reference-lost",
        awsCode: "SG_REFERENCES_NOT_PRESERVED",
        lost: { groups: ["sg-app"], senders: ["eni-app"], lostAt: "nat-1", arrivesAs: ["198.51.100.100/32"] },
        nearest: [{ field: "group-reference", needs: { peer: { cidr: "198.51.100.100/32" } } }],
      },
    ]);
  });

  it("is that nobody is in service only because of what keeps the targets out", () => {
    const { causes } = explain(
      checkListener(balanced({}, { securityGroups: shutApp }), { loadBalancer: "web", port: 80, from: "internet" }),
    );
    expect(causes.map((each) => each.followsFrom)).toEqual([[], [0], [0]]);
  });

  it("of the load balancer itself follows from nothing", () => {
    const { causes } = explain(
      checkListener(balanced({ instances: [] }), { loadBalancer: "web", port: 80, from: "internet" }),
    );
    expect(causes.map(({ code, followsFrom, nearest }) => [code, followsFrom, nearest])).toEqual([
      ["no-target-in-service", [], []],
      ["no-target-in-service", [], []],
    ]);
  });

  it("may lie in either direction of one group", () => {
    const net = twoSubnets({
      securityGroups: {
        "sg-a": { vpcId: "vpc-1", ingress: [], egress: [to("sg-b", "tcp 443")] },
        "sg-b": { vpcId: "vpc-1", ingress: [from("sg-a", "tcp 22")], egress: [] },
      },
    });
    const { causes } = explain(checkConnection(net, A_TO_B));
    expect(causes.map(({ component, direction, missing }) => [component, direction, missing?.groups])).toEqual([
      ["sg-a", "egress", ["sg-b"]],
      ["sg-b", "ingress", ["sg-a"]],
    ]);
  });
});
