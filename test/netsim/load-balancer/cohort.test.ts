import { type Network, type NetworkInput, network } from "@netsim/core";
import fc from "fast-check";
import { checkHealth, checkLeg, checkListener, type Leg } from "netsim";
import { describe, expect, it } from "vitest";
import { cohortsOf, judgeCohort } from "../../../packages/netsim/src/load-balancer/cohort.ts";
import { groupChecks } from "../../../packages/netsim/src/load-balancer/group-health.ts";
import { groupTargets } from "../../../packages/netsim/src/load-balancer/group-targets.ts";
import { nodesOf } from "../../../packages/netsim/src/path/load-balancer-node.ts";
import { application, applicationInput, listen, passingInput, targetRules } from "../../support/forwarding-networks.ts";
import { ANYWHERE, allow, deny, EVERYTHING, extend, from, inZone, to } from "../../support/small-networks.ts";

const COUNT = 12;
const IDS = Array.from({ length: COUNT }, (_, at) => `i-${at}`);
const addressOf = (at: number): string => `10.0.10.${20 + at}`;

/** Twelve instances that are alike but for what is given. */
function fleet(changes: (at: number) => Record<string, unknown> = () => ({})): NetworkInput {
  return {
    instances: Object.fromEntries(
      IDS.map((id, at) => [
        id,
        { subnetId: "app-a", privateIpAddress: addressOf(at), groups: ["sg-app"], ...changes(at) },
      ]),
    ),
  };
}

const health = (legs: readonly Leg[]) => legs.filter((leg) => leg.kind === "health");

describe("many targets that are alike", () => {
  it("are judged as one, whose legs name all of them", () => {
    const verdict = listen(application({ group: { targets: IDS }, more: fleet() }));
    expect(health(verdict.legs).map((leg) => leg.targets)).toEqual([IDS, IDS]);
    expect(Object.keys(verdict.states)).toEqual(IDS);
    expect(verdict.nodes[0]?.targets).toEqual(IDS);
    expect(verdict).toMatchObject({ verdict: "reachable", service: "serving" });
  });

  it("are all named by what stops them", () => {
    const services = [{ port: 8080 }];
    const verdict = checkHealth(application({ group: { targets: IDS }, more: fleet(() => ({ services })) }), {
      loadBalancer: "web",
    });
    expect(verdict.blockers.map((each) => [each.code, each.component, each.components.length])).toEqual([
      ["nothing-listens", "i-0", COUNT],
      ["nothing-listens", "i-0", COUNT],
    ]);
  });

  it("are judged each by itself where a rule tells them apart by address", () => {
    const rules = {
      "sg-lb": {
        vpcId: "vpc-1",
        ingress: [from(ANYWHERE, "tcp 80")],
        egress: [to("10.0.10.20/30", "all"), to("10.0.10.24/32", "all")],
      },
    };
    const net = application({ group: { targets: IDS }, more: extend(fleet(), { securityGroups: rules }) });
    const { states } = checkHealth(net, { loadBalancer: "web" });
    expect(IDS.filter((id) => states[id]?.state === "healthy")).toEqual(["i-0", "i-1", "i-2", "i-3", "i-4"]);
  });

  it.each<[string, (at: number) => Record<string, unknown>]>([
    ["groups", (at) => (at === 5 ? { groups: ["sg-lb"] } : {})],
    ["services", (at) => (at === 5 ? { services: [{ port: 8080 }] } : {})],
    ["states", (at) => (at === 5 ? { state: "stopped" } : {})],
    ["subnets", (at) => (at === 5 ? { subnetId: "app-x", privateIpAddress: "10.0.12.9" } : {})],
  ])("are told apart by their %s", (_, changes) => {
    const more = extend(fleet(changes), {
      subnets: { "app-x": inZone("a", "10.0.12.0/24", "rtb-app", "acl-shut") },
      networkAcls: { "acl-shut": { vpcId: "vpc-1", ingress: [], egress: [] } },
    });
    const { states } = checkHealth(application({ group: { targets: IDS }, more }), { loadBalancer: "web" });
    expect(IDS.filter((id) => states[id]?.state !== "healthy")).toEqual(["i-5"]);
  });

  it("are told apart by the port they are registered on", () => {
    const targets = IDS.map((id, at) => ({ id, port: at === 5 ? 8081 : 8080 }));
    const verdict = listen(application({ group: { targets }, more: fleet() }));
    expect(verdict).toMatchObject({ verdict: "partial", service: "degraded" });
    const failing = verdict.legs.filter((leg) => leg.kind === "target" && leg.verdict === "unreachable");
    expect(new Set(failing.map((leg) => leg.to))).toEqual(new Set(["i-5"]));
  });
});

const peer = fc.constantFrom(
  ANYWHERE,
  "sg-lb",
  "10.0.0.0/16",
  "10.0.0.0/24",
  "10.0.0.0/25",
  "10.0.10.16/29",
  "203.0.113.0/24",
);
const traffic = fc.constantFrom("all", "tcp 8080", "tcp 9000", "tcp 8080-9000");
const block = fc.constantFrom(
  ANYWHERE,
  "10.0.0.0/16",
  "10.0.0.0/24",
  "10.0.10.20/30",
  "10.0.10.24/32",
  "203.0.113.0/25",
);
const entryTraffic = fc.constantFrom("all", "tcp 8080", "tcp 1024-65535", "tcp 32768-65535", "tcp 9000");

interface Plan {
  readonly type: "application" | "network";
  readonly hasGroups: boolean;
  readonly keepsClients: boolean;
  readonly rules: readonly (readonly [string, string])[];
  readonly entries: readonly (readonly [boolean, boolean, string, string])[];
  readonly odd: readonly number[];
  readonly client: string;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  type: fc.constantFrom("application", "network"),
  hasGroups: fc.boolean(),
  keepsClients: fc.boolean(),
  rules: fc.array(fc.tuple(peer, traffic), { minLength: 1, maxLength: 3 }),
  entries: fc.array(fc.tuple(fc.boolean(), fc.boolean(), entryTraffic, block), { maxLength: 2 }),
  odd: fc.array(fc.nat({ max: COUNT - 1 }), { maxLength: 2 }),
  client: fc.constantFrom("203.0.113.10", "203.0.113.0/24", "internet", "i-3", "10.0.11.10", "10.0.0.0/16"),
});

function networkOf({ type, hasGroups, keepsClients, rules, entries, odd, client }: Plan): Network {
  const isInside = !client.startsWith("203") && client !== "internet";
  const acl = (isEgress: boolean) => [
    ...entries
      .filter(([egress]) => egress === isEgress)
      .map(([, isAllow, what, where], at) => (isAllow ? allow : deny)(10 + at, what, where)),
    ...EVERYTHING,
  ];
  const more = extend(
    extend(
      fleet((at) => (odd.includes(at) ? { services: [{ port: 8080 }] } : {})),
      {
        ...targetRules(...rules.filter(([who]) => hasGroups || who !== "sg-lb").map(([who, what]) => from(who, what))),
      },
    ),
    {
      securityGroups: {
        "sg-lb": {
          vpcId: "vpc-1",
          ingress: [from(ANYWHERE, "tcp 80")],
          egress: entries.length > 1 ? [to("10.0.10.16/28", "all")] : [to(ANYWHERE, "all")],
        },
      },
      networkAcls: { "acl-app": { vpcId: "vpc-1", ingress: acl(false), egress: acl(true) } },
    },
  );
  const balancer = { scheme: isInside ? "internal" : "internet-facing" } as const;
  if (type === "application") return network(applicationInput({ balancer, group: { targets: IDS }, more }));
  const groups = hasGroups ? { securityGroups: ["sg-lb"] } : {};
  const group = { targets: IDS, preserveClientIp: keepsClients };
  return network(passingInput({ balancer: { ...balancer, ...groups }, group, more }));
}

describe("targets that are judged together", () => {
  it("get what each of them gets by itself, health checks first", () => {
    fc.assert(
      fc.property(plan, (each) => {
        const net = networkOf(each);
        const group = net.targetGroups.app;
        const balancer = net.loadBalancers.web;
        if (!group || !balancer) throw new Error("no load balancer");
        const nodes = nodesOf(net, balancer);
        const targets = groupTargets(net, group);
        const judge = (target: (typeof targets)[number]) =>
          groupChecks(net, group, nodes, target, { sameSubnetAcl: "egress", pathMtu: "warn" });
        /** What each node finds of each target, where so few alike ones are judged each by itself. */
        const found = (few: number) =>
          Object.fromEntries(
            cohortsOf(targets, few)
              .flatMap((each) => judgeCohort(each, judge))
              .flatMap(({ cohort, byNode }) => cohort.members.map((member) => [member.id, [...byNode.values()]])),
          );
        expect(found(1)).toEqual(found(Number.POSITIVE_INFINITY));
      }),
      { numRuns: 60 },
    );
  });

  it("get what each of them gets by itself, from clients to the port of the target", () => {
    let folded = 0;
    fc.assert(
      fc.property(plan, (each) => {
        const net = networkOf(each);
        const verdict = checkListener(net, { loadBalancer: "web", port: 80, from: each.client });
        const keepsClients = each.type === "network" && each.keepsClients;
        const words = new Map<string, string>();
        for (const leg of verdict.legs.filter((one) => one.kind === "target"))
          for (const id of leg.targets ?? [leg.to]) words.set(`${leg.from} ${id}`, leg.verdict);
        if (verdict.legs.some((leg) => leg.kind === "target" && leg.targets)) folded++;
        const single = checkLeg(net, {
          leg: "target",
          loadBalancer: "web",
          port: 80,
          ...(keepsClients ? { from: each.client } : {}),
        }).legs;
        for (const leg of single.filter((one) => words.has(`${one.from} ${one.to}`)))
          expect([leg.name, words.get(`${leg.from} ${leg.to}`)]).toEqual([leg.name, leg.verdict]);
      }),
      { numRuns: 100 },
    );
    expect(folded).toBeGreaterThan(20);
  });

  it("are in the states that each is in when it is registered alone", () => {
    fc.assert(
      fc.property(plan, fc.nat({ max: COUNT - 1 }), (each, at) => {
        const net = networkOf(each);
        const id = IDS[at] ?? "";
        const { app } = net.targetGroups;
        if (!app) throw new Error("no target group");
        const { states } = checkHealth(net, { targetGroup: "app" });
        const targets = app.targets.filter((target) => target.id === id);
        const one = network({ ...net, targetGroups: { app: { ...app, targets } } });
        expect(states[id]).toEqual(checkHealth(one, { targetGroup: "app" }).states[id]);
      }),
      { numRuns: 60 },
    );
  });
});
