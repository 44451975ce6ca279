import fc from "fast-check";
import {
  checkConnection,
  checkHealth,
  checkLeg,
  checkListener,
  criticality,
  type Goal,
  NetsimError,
  type Network,
  partsOf,
  withoutPart,
} from "netsim";
import { describe, expect, it } from "vitest";
import { application, passing } from "../../support/forwarding-networks.ts";
import { anyNetwork } from "../../support/random-networks.ts";
import { balanced, deny, EVERYTHING, twoSubnets } from "../../support/small-networks.ts";

const A_TO_B: Goal = { name: "a calls b", connection: { from: "i-a", to: "i-b", port: 80 }, expect: "reachable" };

describe("criticality", () => {
  it("names the goals that fail without a rule, and the rules that none needs", () => {
    const found = criticality(twoSubnets(), [A_TO_B]);
    const needed = found.parts.filter((each) => each.neededBy.length > 0).map(({ part }) => part);
    expect(found.goals).toEqual([{ name: "a calls b", holds: true }]);
    const ids = needed.map((part) =>
      part.kind === "rule"
        ? Object.values(part.rule)
            .filter((each) => typeof each === "string")
            .join(" ")
        : part.kind,
    );
    expect(ids).toEqual([
      "security-group-rule sg-a egress",
      "security-group-rule sg-b ingress",
      "network-acl-entry acl-a ingress",
      "network-acl-entry acl-a egress",
      "network-acl-entry acl-b ingress",
      "network-acl-entry acl-b egress",
    ]);
    // Default rules of the VPC's own ACL and group, and IPv6.
    expect(found.unneeded.length + needed.length).toBe(found.parts.length);
  });

  it("names what is in the way of a goal that does not hold", () => {
    const net = twoSubnets({
      networkAcls: { "acl-b": { vpcId: "vpc-1", ingress: [deny(50, "tcp 80"), ...EVERYTHING], egress: EVERYTHING } },
    });
    const found = criticality(net, [A_TO_B]);
    expect(found.goals[0]?.holds).toBe(false);
    expect(found.parts.filter((each) => each.inTheWayOf.length > 0).map(({ part }) => part)).toMatchObject([
      { kind: "rule", rule: { networkAclId: "acl-b", ruleNumber: 50 } },
      // The VPC's default ACL lets it through.
      { kind: "association", resource: "subnet-b", id: "acl-b" },
    ]);
  });

  it("takes listeners and health for goals as well", () => {
    const goals: readonly Goal[] = [
      { name: "served", listener: { loadBalancer: "web", port: 80, from: "internet" }, expect: "reachable" },
      { name: "healthy", health: { loadBalancer: "web" }, expect: { "i-a": "InService" } },
    ];
    const found = criticality(balanced(), goals);
    const check = found.parts.find(
      ({ part }) =>
        part.kind === "rule" &&
        part.rule.kind === "security-group-rule" &&
        part.rule.securityGroupId === "sg-app" &&
        part.rule.rule.fromPort === 9000,
    );
    expect(check?.neededBy).toContain("healthy");
  });

  it("refuses two goals of one name", () => {
    expect(() => criticality(twoSubnets(), [A_TO_B, A_TO_B])).toThrow(NetsimError);
  });

  const SMALL = { maxVpcs: 1, maxAclEntries: 3, maxRulesPerGroup: 3 } as const;

  it("agrees with taking away every part and asking every goal", () => {
    fc.assert(
      fc.property(
        anyNetwork(SMALL, SMALL),
        fc.array(fc.tuple(fc.nat(9), fc.nat(9), fc.constantFrom(22, 80, 443)), { minLength: 1, maxLength: 3 }),
        (net, asked) => {
          const ids = Object.keys(net.networkInterfaces).filter(
            (id) => !net.networkInterfaces[id]?.description.startsWith("ELB ") && id.startsWith("eni"),
          );
          const goals = asked.flatMap(([a, b, port], at): Goal[] => {
            const [from = "", to = ""] = [ids[a % ids.length], [...ids, "internet"][b % (ids.length + 1)]];
            return from === to ? [] : [{ name: `${at}`, connection: { from, to, port }, expect: "reachable" }];
          });
          const balancers = Object.keys(net.classicLoadBalancers).map((id): Goal => {
            const states = Object.entries(checkHealth(net, { loadBalancer: id }).states).map(([target]) => [
              target,
              "InService",
            ]);
            return { name: id, health: { loadBalancer: id }, expect: Object.fromEntries(states) };
          });
          const listeners = Object.values(net.classicLoadBalancers).flatMap(({ id, listeners: all }): Goal[] =>
            all.slice(0, 1).flatMap(({ loadBalancerPort: port }): Goal[] => [
              {
                name: `${id} listener`,
                listener: { loadBalancer: id, port, from: "internet" },
                expect: "reachable",
              },
              { name: `${id} leg`, leg: { leg: "target", loadBalancer: id, port }, expect: "reachable" },
            ]),
          );
          const all = [...goals, ...balancers, ...listeners];
          expectAgreement(net, all);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("agrees with taking away every part for target groups and their listeners, with faults", () => {
    fc.assert(
      fc.property(fc.constantFrom(application, passing), fc.array(fc.nat(), { maxLength: 2 }), (make, gone) => {
        const whole = make();
        const parts = partsOf(whole).filter((part) => part.kind === "rule");
        const net = gone.reduce<Network>((some, at) => {
          const part = parts[at % parts.length];
          const now = partsOf(some).find((each) => JSON.stringify(each) === JSON.stringify(part));
          return (now && withoutPart(some, now)) ?? some;
        }, whole);
        const goals: readonly Goal[] = [
          ...Object.keys(net.targetGroups).map((id): Goal => {
            const targets = Object.keys(checkHealth(whole, { targetGroup: id }).states);
            const expect = Object.fromEntries(targets.map((each) => [each, "healthy"]));
            return { name: `${id} health`, health: { targetGroup: id }, expect };
          }),
          ...Object.values(net.loadBalancers).flatMap(({ id, listeners }) =>
            listeners.slice(0, 1).map(({ port }): Goal => {
              return {
                name: id,
                listener: { loadBalancer: id, port: port ?? 80, from: "internet" },
                expect: "reachable",
              };
            }),
          ),
        ];
        expectAgreement(net, goals);
      }),
      { numRuns: 10 },
    );
  });
});

/** Every part is taken away, and every goal asked again. */
function expectAgreement(net: Network, goals: readonly Goal[]): void {
  const found = criticality(net, goals);
  const before = goals.map((goal) => holds(net, goal));
  expect(found.goals.map((each) => each.holds)).toEqual(before);
  for (const [at, part] of partsOf(net).entries()) {
    const without = withoutPart(net, part);
    const turned = goals.filter((goal, n) => without && holds(without, goal) !== before[n]).map((each) => each.name);
    const ours = found.parts[at];
    const told = [...(ours?.neededBy ?? []), ...(ours?.inTheWayOf ?? [])];
    expect(told.sort(), JSON.stringify(part)).toEqual(turned.sort());
  }
}

function holds(network: Network, goal: Goal): boolean {
  if ("connection" in goal) return checkConnection(network, goal.connection).verdict === goal.expect;
  if ("listener" in goal) return checkListener(network, goal.listener).verdict === goal.expect;
  if ("leg" in goal) return checkLeg(network, goal.leg).verdict === goal.expect;
  const { states } = checkHealth(network, goal.health);
  return Object.entries(goal.expect).every(([target, state]) => states[target]?.state === state);
}
