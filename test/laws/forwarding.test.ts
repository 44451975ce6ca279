/** What holds for every Application and Network Load Balancer, on random networks. */
import { createNetwork, type Network, type NetworkInput, network, unwrap } from "@netsim/core";
import fc from "fast-check";
import {
  checkConnection,
  checkHealth,
  checkLeg,
  checkListener,
  type LegInput,
  type ListenerVerdict,
  type Reachability,
  type Verdict,
} from "netsim";
import { describe, expect, it } from "vitest";
import { forwardingDocument, forwardingPlan } from "../oracle/random/forwarding.ts";
import { anyDocument, randomDocument } from "../support/aws-random.ts";
import { type ForwardingLayout, forwardingPage, recommendedRows } from "../support/forwarding-page.ts";
import { loadForwarding } from "../support/load-forwarding.ts";
import { layouts } from "./forwarding-rules.ts";

const NAME = "web";

interface Case {
  readonly net: Network;
  readonly port: number;
  readonly client: string;
}

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    plain: randomDocument({ ...anyDocument, loadBalancer: "always" }),
    plan: forwardingPlan,
    pick: fc.nat(),
  })
  .map(({ plain, plan, pick }) => {
    const doc = forwardingDocument(plain, plan);
    const hosts = doc.NetworkInterfaces.filter((eni) => eni.Attachment?.InstanceId !== undefined);
    const clients = ["203.0.113.10", "203.0.113.0/24", "internet", ...hosts.map((eni) => eni.NetworkInterfaceId)];
    const net = loadForwarding(doc);
    const ports = net.loadBalancers[NAME]?.listeners.map((each) => each.port ?? 0) ?? [];
    return { net, port: ports[pick % ports.length] ?? 0, client: clients[pick % clients.length] ?? "internet" };
  });

/** Every question about the load balancer. */
function asks({ net, port, client }: Case): readonly (readonly [string, (less: Network) => Verdict])[] {
  const keeps =
    net.loadBalancers[NAME]?.type === "network" &&
    Object.values(net.targetGroups).some((each) => each.preserveClientIp);
  const target: LegInput = { leg: "target", loadBalancer: NAME, port, ...(keeps ? { from: client } : {}) };
  return [
    ["health", (less) => checkHealth(less, { loadBalancer: NAME })],
    ["listener", (less) => checkListener(less, { loadBalancer: NAME, port, from: client })],
    ["client leg", (less) => checkLeg(less, { leg: "client", loadBalancer: NAME, port, from: client })],
    ["target leg", (less) => checkLeg(less, target)],
    ["health leg", (less) => checkLeg(less, { leg: "health", loadBalancer: NAME })],
    ["connection", (less) => checkConnection(less, { from: client, to: NAME, port })],
  ];
}

describe("an answer about a random Application or Network Load Balancer", () => {
  it("says why it is what it is", () => {
    fc.assert(
      fc.property(anyCase, (each) => {
        for (const [name, ask] of asks(each)) {
          const { verdict, blockers, unknowns, legs } = ask(each.net);
          if (verdict === "unreachable" || verdict === "partial")
            expect([name, blockers.length > 0]).toEqual([name, true]);
          if (verdict === "unknown") expect([name, unknowns.length > 0]).toEqual([name, true]);
          if (verdict === "reachable" && name !== "listener") expect([name, blockers]).toEqual([name, []]);
          expect(new Set(legs.map((leg) => leg.name)).size, name).toBe(legs.length);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("says what clients see that are not served", () => {
    fc.assert(
      fc.property(anyCase, ({ net, port, client }) => {
        const verdict = checkListener(net, { loadBalancer: NAME, port, from: client });
        for (const node of verdict.nodes) {
          const isServed = node.verdict === "reachable" || node.verdict === "unknown";
          expect([node.verdict, isServed || node.symptoms.length > 0]).toEqual([node.verdict, true]);
          if (node.verdict === "reachable") expect(node.symptoms).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("is frozen data that JSON keeps whole", () => {
    fc.assert(
      fc.property(anyCase, (each) => {
        for (const [, ask] of asks(each)) {
          const answer = ask(each.net);
          expect(Object.isFrozen(answer)).toBe(true);
          expect(JSON.parse(JSON.stringify(answer))).toEqual(JSON.parse(JSON.stringify(structuredClone(answer))));
        }
      }),
      { numRuns: 10 },
    );
  });
});

const COLLECTIONS = [
  ...["routeTables", "networkAcls", "securityGroups", "internetGateways", "instances", "subnets"],
] as readonly ("routeTables" | "networkAcls" | "securityGroups" | "internetGateways" | "instances" | "subnets")[];

/** The network without one of its records, and in a subnet without its interfaces, all of them listed as missing. */
function without(net: Network, collection: (typeof COLLECTIONS)[number], id: string): Network {
  const { [id]: gone, ...rest } = net[collection] as Readonly<Record<string, { vpcId?: string }>>;
  const inside = Object.values(net.networkInterfaces).filter((eni) => collection === "subnets" && eni.subnetId === id);
  const kept = Object.values(net.networkInterfaces).filter((eni) => !inside.includes(eni));
  const reason = "not-described";
  return unwrap(
    createNetwork({
      ...net,
      networkInterfaces: Object.fromEntries(kept.map((eni) => [eni.id, eni])),
      [collection]: rest,
      missing: [
        ...net.missing,
        { collection, id, reason },
        ...(gone?.vpcId && collection !== "subnets" ? [{ collection, vpcId: gone.vpcId, reason }] : []),
        ...inside.map((eni) => ({ collection: "networkInterfaces", id: eni.id, reason })),
        ...(inside.length > 0 ? [{ collection: "networkInterfaces", vpcId: gone?.vpcId ?? "", reason }] : []),
      ],
    }),
  );
}

describe("an answer about a load balancer with a record left out", () => {
  it("is the answer about the whole network, or unknown", () => {
    fc.assert(
      fc.property(anyCase, fc.nat(), fc.nat(), (each, which, pick) => {
        const { net, client } = each;
        const collection = COLLECTIONS[which % COLLECTIONS.length] ?? "networkAcls";
        const ids = Object.keys(net[collection]);
        const id = ids[pick % Math.max(1, ids.length)];
        if (id === undefined) return;
        const less = without(net, collection, id);
        if (client.startsWith("eni-") && !less.networkInterfaces[client]) return;
        for (const [name, ask] of asks(each)) {
          const { verdict } = ask(less);
          if (verdict !== "unknown")
            expect([name, collection, id, verdict]).toEqual([name, collection, id, ask(net).verdict]);
        }
      }),
      { numRuns: 100 },
    );
  });
});

function reversed<T extends object>(records: T): T {
  return Object.fromEntries(Object.entries(records).reverse()) as T;
}

/** The same network with everything whose order means nothing in the other order. */
function shuffled(net: Network): NetworkInput {
  return {
    ...net,
    subnets: reversed(net.subnets),
    instances: reversed(net.instances),
    networkInterfaces: reversed(net.networkInterfaces),
    networkAcls: reversed(net.networkAcls),
    securityGroups: Object.fromEntries(
      Object.entries(net.securityGroups)
        .reverse()
        .map(([id, group]) => [
          id,
          { ...group, ingress: [...group.ingress].reverse(), egress: [...group.egress].reverse() },
        ]),
    ),
    loadBalancers: Object.fromEntries(
      Object.entries(net.loadBalancers).map(([id, each]) => [
        id,
        {
          ...each,
          subnets: [...each.subnets].reverse(),
          securityGroups: each.securityGroups && [...each.securityGroups].reverse(),
          listeners: [...each.listeners].reverse(),
        },
      ]),
    ),
    targetGroups: Object.fromEntries(
      Object.entries(net.targetGroups)
        .reverse()
        .map(([id, group]) => [id, { ...group, targets: [...group.targets].reverse() }]),
    ),
  };
}

const sorted = (values: readonly unknown[]): string[] => values.map((each) => JSON.stringify(each)).sort();

/** A listener's answer without the order of its parts. */
function unordered({ verdict, service, states, zones, nodes, legs, blockers, dns, ...rest }: ListenerVerdict) {
  return {
    ...{ verdict, service, dns },
    states: sorted(Object.entries(states)),
    zones: sorted(zones.map((each) => ({ ...each, lackingGroups: [...each.lackingGroups].sort() }))),
    nodes: sorted(
      nodes.map(({ targets, symptoms, ...node }) => ({
        ...node,
        targets: [...targets].sort(),
        symptoms: sorted(symptoms),
      })),
    ),
    legs: sorted(legs.map((leg) => [leg.name, leg.verdict])),
    // Rules are told by their place, and an interface's groups by the first.
    blockers: sorted(blockers.map((each) => [each.kind, each.code, each.leg, each.phase, [...each.components].sort()])),
    unknowns: sorted(rest.unknowns),
    assumptions: sorted(rest.assumptions),
  };
}

describe("the prediction", () => {
  it("does not depend on the order of subnets, targets, groups, rules and listeners", () => {
    fc.assert(
      fc.property(anyCase, ({ net, port, client }) => {
        const ask = (each: Network) => unordered(checkListener(each, { loadBalancer: NAME, port, from: client }));
        expect(ask(network(shuffled(net)))).toEqual(ask(net));
      }),
      { numRuns: 100 },
    );
  });

  it("does not depend on the order of a listener's rules, which have priorities", () => {
    const rules = [
      { priority: 30, conditions: [{ field: "path-pattern", values: ["/a*"] }], forward: "group-0" },
      { priority: 10, conditions: [{ field: "host-header", values: ["*.example.com"] }], forward: "group-1" },
      { priority: 20, conditions: [{ field: "source-ip", values: ["10.0.0.0/8"] }], forward: "group-0" },
    ] as const;
    fc.assert(
      fc.property(fc.shuffledSubarray([...rules], { minLength: 3 }), fc.constantFrom("/a", "/b"), (order, path) => {
        const page = forwardingPage({ ...PAGE, type: "application", hasGroups: true, keepsClients: false });
        const web = page.loadBalancers?.web;
        const of = (list: readonly (typeof rules)[number][]) =>
          network({
            ...page,
            loadBalancers: { web: { ...web, ...LISTENING(list) } },
          } as NetworkInput);
        const ask = (net: Network) =>
          checkListener(net, { loadBalancer: NAME, port: 80, from: "internet", request: { path } });
        expect(ask(of(order)).actions).toEqual(ask(of(rules)).actions);
      }),
      { numRuns: 20 },
    );
  });
});

const PAGE: ForwardingLayout = {
  type: "network",
  hasGroups: true,
  keepsClients: true,
  scheme: "internet-facing",
  listeners: [
    [80, 8080],
    [81, 8081],
  ],
  healthPort: 9000,
  zones: [
    { balancer: 0, targets: 0 },
    { balancer: 0, targets: 0 },
  ],
};
const LISTENING = (rules: readonly object[]) => ({
  listeners: [
    { port: 80, protocol: "HTTP", forward: "group-0", rules },
    { port: 81, protocol: "HTTP", forward: "group-1" },
  ],
});

const RANK: readonly Reachability[] = ["unreachable", "partial", "reachable"];
const STATES = ["unused", "unhealthy", "unavailable", "healthy"];

/** The network with one more rule in a group, or one more allow entry in an ACL. */
function opened(net: Network, pick: number): NetworkInput {
  const groups = Object.keys(net.securityGroups);
  const acls = Object.keys(net.networkAcls);
  const at = pick % (groups.length + acls.length);
  const isEgress = Math.floor(pick / 7) % 2 === 0;
  const side = isEgress ? "egress" : "ingress";
  const everybody = ["0.0.0.0/0", "198.51.100.0/24", "10.0.0.0/16", "203.0.113.10/32"][Math.floor(pick / 14) % 4] ?? "";
  const id = groups[at];
  if (id !== undefined) {
    const group = net.securityGroups[id];
    const rule = { protocol: "all", [isEgress ? "to" : "from"]: everybody };
    return {
      ...net,
      securityGroups: { ...net.securityGroups, [id]: { ...group, [side]: [...(group?.[side] ?? []), rule] } },
    } as NetworkInput;
  }
  const aclId = acls[at - groups.length] ?? "";
  const acl = net.networkAcls[aclId];
  const taken = (acl?.[side] ?? []).map((entry) => entry.ruleNumber);
  const ruleNumber = [2, 105, 250, 30_000].find((each) => !taken.includes(each)) ?? 3;
  const entry = { ruleNumber, ruleAction: "allow", protocol: "all", cidrBlock: everybody } as const;
  return {
    ...net,
    networkAcls: { ...net.networkAcls, [aclId]: { ...acl, [side]: [...(acl?.[side] ?? []), entry] } },
  } as NetworkInput;
}

describe("opening a group's rule or adding an allow entry", () => {
  it("never lowers a health state, nor the reachability of a leg", () => {
    fc.assert(
      fc.property(anyCase, fc.nat(), (each, pick) => {
        const { net } = each;
        const more = network(opened(net, pick));
        for (const [name, ask] of asks(each).filter(([key]) => key !== "listener")) {
          const [before, after] = [ask(net), ask(more)];
          const words = new Map(after.legs.map((leg) => [leg.name, leg.verdict]));
          for (const leg of before.legs) {
            const word = words.get(leg.name);
            if (word === undefined || word === "unknown" || leg.verdict === "unknown") continue;
            expect([leg.name, RANK.indexOf(word)]).toEqual([
              leg.name,
              Math.max(RANK.indexOf(word), RANK.indexOf(leg.verdict)),
            ]);
          }
          if (before.verdict !== "unknown" && after.verdict !== "unknown")
            expect([name, RANK.indexOf(after.verdict) >= RANK.indexOf(before.verdict)]).toEqual([name, true]);
        }
        const states = checkHealth(more, { loadBalancer: NAME }).states;
        for (const [id, state] of Object.entries(checkHealth(net, { loadBalancer: NAME }).states))
          expect([id, STATES.indexOf(states[id]?.state ?? "") >= STATES.indexOf(state.state)]).toEqual([id, true]);
      }),
      { numRuns: 100 },
    );
  });

  it("may lower what clients get all the same: a target that becomes healthy ends a fail-open that served them", () => {
    const rows = recommendedRows(PAGE);
    const base = forwardingPage(
      PAGE,
      rows.filter((row) => !(row.of === "target-group" && row.purpose === "health")),
    );
    const sgs = { ...base.securityGroups, "sg-odd": { vpcId: "vpc-1", egress: [] } };
    const instances = { ...base.instances, "i-1": { ...base.instances?.["i-1"], groups: ["sg-odd"] } };
    const input = { ...base, securityGroups: sgs, instances } as NetworkInput;
    const ask = (net: NetworkInput) => checkListener(network(net), { loadBalancer: NAME, port: 80, from: "internet" });
    expect(ask(input)).toMatchObject({ verdict: "partial" });
    const rule = { protocol: "tcp", port: 9000, from: "sg-lb" };
    const open = { ...sgs, "sg-odd": { vpcId: "vpc-1", egress: [], ingress: [rule] } };
    expect(ask({ ...input, securityGroups: open } as NetworkInput)).toMatchObject({ verdict: "unreachable" });
  });
});

describe("with cross-zone load balancing on", () => {
  const twoZones = layouts([
    { type: "application", hasGroups: true, keepsClients: false },
    { type: "network", hasGroups: true, keepsClients: true },
    { type: "network", hasGroups: false, keepsClients: false },
  ]).map((layout): ForwardingLayout => ({ ...layout, zones: PAGE.zones }));

  /** The targets' subnets in each other's zones. */
  function exchanged(page: NetworkInput): NetworkInput {
    const [a, b] = [page.subnets?.["app-0"], page.subnets?.["app-1"]];
    const swap = (subnet: typeof a, other: typeof a) => ({ ...subnet, availabilityZone: other?.availabilityZone });
    return { ...page, subnets: { ...page.subnets, "app-0": swap(a, b), "app-1": swap(b, a) } } as NetworkInput;
  }

  function registered(page: NetworkInput, targets: readonly string[], crossZone: boolean): NetworkInput {
    return {
      ...page,
      targetGroups: Object.fromEntries(
        Object.entries(page.targetGroups ?? {}).map(([id, group]) => [id, { ...group, targets, crossZone }]),
      ),
    };
  }

  const nodes = (input: NetworkInput, layout: ForwardingLayout) => {
    const from = layout.scheme === "internal" ? "client" : "internet";
    const [port = 0] = layout.listeners[0] ?? [];
    return checkListener(network(input), { loadBalancer: NAME, port, from }).nodes.map(
      ({ node, verdict, service, targets, isFailOpen }) => ({ node, verdict, service, targets, isFailOpen }),
    );
  };

  it("what a zone's clients get depends on all targets together and not on where each is", () => {
    fc.assert(
      fc.property(twoZones, fc.nat(), fc.subarray(["i-0", "i-1"]), (layout, pick, targets) => {
        const rows = recommendedRows(layout);
        const page = forwardingPage(
          layout,
          rows.filter((_, at) => at !== pick % (rows.length + 3)),
        );
        const input = registered(page, targets, true);
        expect(nodes(exchanged(input), layout)).toEqual(nodes(input, layout));
      }),
      { numRuns: 80 },
    );
  });

  it("and off, it does depend on where each is", () => {
    const input = registered(forwardingPage(PAGE), ["i-0"], false);
    expect(nodes(exchanged(input), PAGE)).not.toEqual(nodes(input, PAGE));
  });

  it("a target in one zone serves the clients of every zone", () => {
    fc.assert(
      fc.property(twoZones, (layout) => {
        const found = nodes(registered(forwardingPage(layout), ["i-0"], true), layout);
        expect(found.map((each) => each.service)).toEqual(["serving", "serving"]);
      }),
      { numRuns: 30 },
    );
  });
});
