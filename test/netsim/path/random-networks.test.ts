/** What every answer promises, on random networks. */
import { createNetwork, editNetwork, type Network, unwrap } from "@netsim/core";
import fc from "fast-check";
import { type Blocker, type ConnectionInput, type ConnectionVerdict, checkConnection } from "netsim";
import { describe, expect, it } from "vitest";
import { anyNetwork } from "../../support/random-networks.ts";
import { ANYWHERE, ANYWHERE_IPV6, allow, blockersOf } from "../../support/small-networks.ts";

const TRAFFIC: readonly Omit<ConnectionInput, "from" | "to">[] = [
  { port: 80 },
  { port: [22, 443], sourcePorts: "linux" },
  { port: 53, protocol: "udp" },
  { protocol: "icmp" },
  { protocol: "icmp", icmp: { type: 3 } },
  { protocol: 47 },
];

/** What can be asked about: interfaces, their addresses of every kind, subnets, load balancers, places outside. */
function endsOf(net: Network): readonly string[] {
  const interfaces = Object.values(net.networkInterfaces);
  return [
    ...interfaces.flatMap((eni) => [eni.id, eni.id, ...eni.ipv6Addresses]),
    ...interfaces.flatMap((eni) => eni.privateIpAddresses.flatMap((each) => [each.address, each.publicIp ?? eni.id])),
    ...Object.keys(net.subnets),
    ...Object.keys(net.classicLoadBalancers),
    ...["internet", "203.0.113.10", "2001:db8:9::1", "192.168.1.1", "10.0.0.0/8"],
  ];
}

interface Asked {
  readonly question: ConnectionInput;
  readonly verdict: ConnectionVerdict;
}

/** Which ends and traffic a question is about. */
type Pick = readonly [from: number, to: number, traffic: number];

const picks: fc.Arbitrary<Pick[]> = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 8, maxLength: 8 });

/** The questions that can be asked, with their answers; what is no question is passed over. */
function askAll(net: Network, all: readonly Pick[]): readonly Asked[] {
  const ends = endsOf(net);
  return all.flatMap(([a, b, c]) => {
    const from = ends[a % ends.length] ?? "internet";
    const to = ends[b % ends.length] ?? "internet";
    const question: ConnectionInput = { from, to, ...TRAFFIC[c % TRAFFIC.length] };
    const verdict = answer(net, question);
    return verdict ? [{ question, verdict }] : [];
  });
}

/** Undefined from a place outside to another, or from a host to itself. */
function answer(net: Network, question: ConnectionInput): ConnectionVerdict | undefined {
  try {
    return checkConnection(net, question);
  } catch (error) {
    expect(error).toMatchObject({ name: "NetsimError" });
    return undefined;
  }
}

describe("an answer about a random network", () => {
  it("has blockers, unknowns and packets as its words say", () => {
    fc.assert(
      fc.property(anyNetwork(), picks, (net, all) => {
        for (const { verdict } of askAll(net, all)) {
          for (const leg of verdict.legs) {
            const blockers = verdict.blockers.filter((each) => each.leg === leg.name);
            const unknowns = verdict.unknowns.filter((each) => each.leg === leg.name);
            expect(unknowns.length > 0).toBe(leg.verdict === "unknown");
            if (leg.verdict === "reachable") expect([blockers, leg.failing]).toEqual([[], []]);
            if (leg.verdict === "unreachable") expect([blockers.length > 0, leg.working]).toEqual([true, []]);
            if (leg.verdict === "partial") expect(blockers.length).toBeGreaterThan(0);
            for (const hop of [...leg.forward.hops, ...leg.reply.hops]) expect(hop.inbound).not.toEqual([]);
          }
          const names = verdict.legs.map((leg) => leg.name);
          expect(new Set(names).size).toBe(names.length);
        }
      }),
      { numRuns: 120 },
    );
  });

  it("loses exactly the blockers of a filter that is opened", () => {
    fc.assert(
      fc.property(anyNetwork(), picks, (net, all) => {
        for (const { question, verdict } of askAll(net, all)) {
          const blocker = verdict.blockers.find(
            (each) => each.kind === "network-acl" || each.kind === "security-group",
          );
          if (!blocker || !isHere(net, blocker)) continue;
          const others = verdict.blockers.filter((each) => !isSamePlace(each, blocker));
          const after = checkConnection(opened(net, blocker), question);
          expect(blockersOf(after).sort()).toEqual(blockersOf({ ...verdict, blockers: others }).sort());
        }
      }),
      { numRuns: 120 },
    );
  });
});

function isSamePlace(a: Blocker, b: Blocker): boolean {
  return a.kind === b.kind && a.direction === b.direction && a.components.includes(b.component);
}

function isHere(net: Network, { component }: Blocker): boolean {
  return Object.hasOwn(net.networkAcls, component) || Object.hasOwn(net.securityGroups, component);
}

function opened(net: Network, { kind, component, direction }: Blocker): Network {
  return editNetwork(net, (draft) => {
    if (kind === "network-acl") {
      const acl = draft.networkAcls[component]!;
      const rest = acl[direction].filter((each) => each.ruleNumber > 2);
      acl[direction] = [allow(1, "all"), allow(2, "all", ANYWHERE_IPV6), ...rest];
    } else {
      const peers = { [direction === "ingress" ? "from" : "to"]: [ANYWHERE, ANYWHERE_IPV6] };
      draft.securityGroups[component]![direction].push({ protocol: -1, ...peers });
    }
  });
}

const COLLECTIONS = [
  "routeTables",
  "networkAcls",
  "securityGroups",
  "internetGateways",
  "natGateways",
  "egressOnlyInternetGateways",
  "vpcPeeringConnections",
  "prefixLists",
] as const;

/** The network without one of its records, which is listed as missing. */
function without(net: Network, collection: (typeof COLLECTIONS)[number], id: string): Network {
  const { [id]: gone, ...rest } = net[collection] as Readonly<Record<string, { vpcId?: string }>>;
  // What every VPC has would be made again, were it not known that the VPC's is missing.
  const ofVpc = { collection, vpcId: gone?.vpcId, reason: "not-described" };
  const missing = [...net.missing, { collection, id, reason: "not-described" }, ...(gone?.vpcId ? [ofVpc] : [])];
  return unwrap(createNetwork({ ...net, [collection]: rest, missing }));
}

describe("an answer about a network with a record left out", () => {
  it("is the answer about the whole network, or unknown", () => {
    fc.assert(
      fc.property(anyNetwork(), picks, fc.nat(), fc.nat(), (net, all, which, pick) => {
        for (const { question, verdict } of askAll(net, all)) {
          const collection = COLLECTIONS[which % COLLECTIONS.length] ?? "networkAcls";
          const ids = Object.keys(net[collection]);
          const id = ids[pick % Math.max(1, ids.length)];
          // Asked for by name, a NAT gateway that is left out is another question.
          if (id === undefined || (collection === "natGateways" && isAbout(verdict, id))) continue;
          const less = answer(without(net, collection, id), question);
          if (less && less.verdict !== "unknown")
            expect([collection, id, less.verdict]).toEqual([collection, id, verdict.verdict]);
        }
      }),
      { numRuns: 200 },
    );
  });
});

function isAbout(verdict: ConnectionVerdict, id: string): boolean {
  return verdict.blockers.some((each) => each.component === id && each.code === "egress-only");
}
