/**
 * netsim against the oracle on random networks with an Application or a Network Load Balancer: every leg of it, packet
 * by packet, and what follows from the legs.
 */
import type { Network } from "@netsim/core";
import fc from "fast-check";
import { checkLeg, checkListener, type Leg, type LegInput } from "netsim";
import { describe, expect, it } from "vitest";
import {
  type Client,
  type ForwardingDocument,
  type ForwardingLeg,
  forwardingClientLegs,
  forwardingHealthLegs,
  forwardingTargetLegs,
} from "../oracle/oracle.ts";
import { forwardingDocument, forwardingPlan } from "../oracle/random/forwarding.ts";
import { anyDocument, randomDocument } from "../support/aws-random.ts";
import { loadForwarding } from "../support/load-forwarding.ts";
import { describedNetwork } from "../support/random-networks.ts";

const NAME = "web";
const network = randomDocument({ ...anyDocument, loadBalancer: "always" });
const port = fc.integer({ min: 1024, max: 65535 });

interface Case {
  readonly net: Network;
  readonly doc: ForwardingDocument;
  readonly client: Client;
  readonly listenerPort: number;
}

/** Half of them are drawn as AWS JSON and imported, half of them as networks of `netsim/arbitraries` and described. */
const anyNetwork: fc.Arbitrary<Pick<Case, "net" | "doc">> = fc.oneof(
  fc.tuple(network, forwardingPlan).map(([plain, plan]) => {
    const doc = forwardingDocument(plain, plan);
    return { doc, net: loadForwarding(doc) };
  }),
  // The oracle's load balancers have IPv4 addresses only.
  describedNetwork({
    loadBalancer: "always",
    loadBalancerTypes: ["application", "network"],
    nodeInterfaces: "always",
    dualStack: false,
  }),
);

const anyCase: fc.Arbitrary<Case> = fc
  .record({ both: anyNetwork, pick: fc.nat(), srcPort: port, natPort: port })
  .map(({ both: { net, doc }, pick, srcPort, natPort }) => {
    const hosts = doc.NetworkInterfaces.filter((eni) => eni.Attachment?.InstanceId !== undefined);
    const clients = ["203.0.113.10", "198.51.100.20", ...hosts.map((eni) => eni.NetworkInterfaceId)];
    const from = clients[pick % clients.length] ?? "";
    const listeners = doc.Listeners.map((each) => each.Port);
    return { net, doc, client: { from, srcPort, natPort }, listenerPort: listeners[pick % listeners.length] ?? 0 };
  });

function admits(ranges: readonly string[] | undefined, wanted: number): boolean {
  return (ranges ?? []).some((range) => {
    const [low = 0, high = low] = range.split("-").map(Number);
    return low <= wanted && wanted <= high;
  });
}

const PROTOCOLS: Readonly<Record<number, string>> = { 6: "tcp", 17: "udp" };

/** The legs of that kind, target and transport that begin at the node or, for a client leg, end there. */
function legsOf(net: Network, doc: ForwardingDocument, legs: readonly Leg[], leg: ForwardingLeg): readonly Leg[] {
  const node = doc.NetworkInterfaces.find((eni) => eni.NetworkInterfaceId === leg.node);
  const balancer = net.loadBalancers[NAME];
  const several = doc.NetworkInterfaces.filter(
    (eni) => eni.Description === node?.Description && eni.SubnetId === node?.SubnetId,
  );
  const id = `${balancer?.id}@${node?.SubnetId}${several.length > 1 ? `/${leg.node}` : ""}`;
  const transport = PROTOCOLS[leg.protocol];
  return legs.filter((each) => {
    if (each.asked.some((header) => header.protocol !== transport)) return false;
    if (leg.name === "client") return each.to === id;
    return each.from === id && each.name.includes(`-> ${leg.target?.split(":")[0]}:`);
  });
}

/** Ports of rules and their neighbours: between them, all ports that a NAT gateway may pick fare alike. */
function borderPorts(doc: ForwardingDocument): readonly number[] {
  const text = JSON.stringify([doc.SecurityGroups, doc.NetworkAcls]);
  const said = [...text.matchAll(/"(?:FromPort|ToPort|From|To)":(\d+)/g)].map(([, digits]) => Number(digits));
  const near = said.flatMap((each) => [each - 1, each, each + 1]);
  return [...new Set([1024, 65535, ...near])].filter((each) => each >= 1024 && each <= 65535);
}

/** What the oracle says of a leg, whichever source port a NAT gateway on its way picks. */
function worksAlways(leg: ForwardingLeg, at: number, doc: ForwardingDocument, again: LegsOf): boolean {
  if (!leg.result?.works || !leg.result.log.some((line) => line.includes("nat-"))) return leg.result?.works === true;
  return borderPorts(doc).every((natPort) => again(natPort)[at]?.result?.works === true);
}

type LegsOf = (natPort: number) => readonly ForwardingLeg[];

/** Whether the packet is among those that work. */
function works(legs: readonly Leg[], source: string | null, srcPort: number): boolean {
  return legs.some((leg) =>
    leg.working.some(
      (header) =>
        admits(header.sourcePortRanges, srcPort) &&
        (source === null || header.sourceAddresses.includes(`${source}/32`)),
    ),
  );
}

function endOf(doc: ForwardingDocument, { from }: Client): string {
  return doc.NetworkInterfaces.find((eni) => eni.NetworkInterfaceId === from)?.PrivateIpAddress ?? from;
}

describe("netsim and the oracle agree on an Application or Network Load Balancer", () => {
  it("that checks its targets", () => {
    fc.assert(
      fc.property(anyCase, ({ net, doc, client, listenerPort }) => {
        const group = net.loadBalancers[NAME]?.listeners.find((each) => each.port === listenerPort);
        const all = checkLeg(net, { leg: "health", loadBalancer: NAME }).legs;
        const [action] = group?.defaultActions ?? [];
        const name = action?.type === "forward" ? action.targetGroups[0]?.targetGroup : "";
        const own = all.filter((leg) => leg.name.endsWith(`(${name})`));
        const legsWith: LegsOf = (natPort) => forwardingHealthLegs(doc, NAME, listenerPort, { ...client, natPort });
        const plain = legsWith(client.natPort);
        for (const [at, leg] of plain.entries()) {
          if (leg.result === null || leg.result.unsupported.length > 0) continue;
          const found = legsOf(net, doc, own, leg);
          expect(found).toHaveLength(1);
          const said = `${found[0]?.name}\n${leg.result.log.join("\n")}`;
          expect(works(found, null, client.srcPort), said).toBe(worksAlways(leg, at, doc, legsWith));
        }
        expect(own).toHaveLength(plain.length);
      }),
      { numRuns: 150 },
    );
  });

  it("that is asked by a client", () => {
    fc.assert(
      fc.property(anyCase, ({ net, doc, client, listenerPort }) => {
        const frame = { loadBalancer: NAME, port: listenerPort, from: endOf(doc, client) } as const;
        const { legs, blockers } = checkLeg(net, { leg: "client", ...frame, sourcePorts: client.srcPort });
        const legsWith: LegsOf = (natPort) => forwardingClientLegs(doc, NAME, listenerPort, { ...client, natPort });
        for (const [at, leg] of legsWith(client.natPort).entries()) {
          if (leg.result === null || leg.result.unsupported.length > 0) continue;
          const found = legsOf(net, doc, legs, leg);
          const [only] = found;
          const said = `${only?.name} ${only?.verdict} ${JSON.stringify(blockers.map((each) => each.code))}\n${leg.result.log.join("\n")}`;
          // One packet is partial where it depends on the port that a NAT gateway picks.
          expect(only?.verdict === "reachable", said).toBe(worksAlways(leg, at, doc, legsWith));
          if (only?.verdict === "unreachable") expect(leg.result.works, said).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("that sends requests on to its targets, under its own addresses or its clients'", () => {
    let kept = 0;
    fc.assert(
      fc.property(anyCase, ({ net, doc, client, listenerPort }) => {
        const legsWith: LegsOf = (natPort) => forwardingTargetLegs(doc, NAME, listenerPort, { ...client, natPort });
        const plain = legsWith(client.natPort);
        const isKept = plain.some((leg) => leg.packet !== null);
        const input: LegInput = { leg: "target", loadBalancer: NAME, port: listenerPort };
        const from = { from: endOf(doc, client), sourcePorts: client.srcPort };
        const isEmpty = plain.length === 0 || plain.every((leg) => leg.result === null);
        if (isEmpty) return;
        const { legs } = checkLeg(net, isKept ? { ...input, ...from } : input);
        for (const [at, leg] of plain.entries()) {
          if (leg.result === null || leg.result.unsupported.length > 0) continue;
          const found = legsOf(net, doc, legs, leg);
          expect(found).toHaveLength(1);
          const srcPort = leg.packet?.srcPort ?? client.srcPort;
          if (leg.packet !== null) kept++;
          const said = `${found[0]?.name} ${JSON.stringify(found[0]?.working)}\n${leg.result.log.join("\n")}`;
          // A packet that keeps its client's address has the port that was picked before.
          const expected = leg.packet === null ? worksAlways(leg, at, doc, legsWith) : leg.result.works;
          expect(works(found, leg.packet?.source ?? null, srcPort), said).toBe(expected);
        }
      }),
      { numRuns: 200 },
    );
    expect(kept).toBeGreaterThan(50);
  });

  it("that serves: every target in use is reached from every node in DNS, and every node by the client", () => {
    fc.assert(
      fc.property(anyCase, ({ net, doc, client, listenerPort }) => {
        const frame = { loadBalancer: NAME, port: listenerPort, from: endOf(doc, client) } as const;
        const verdict = checkListener(net, { ...frame, sourcePorts: client.srcPort });
        const inDns = new Set(verdict.zones.filter((zone) => zone.isInDns).map((zone) => zone.availabilityZone));
        const legs = [
          ...forwardingClientLegs(doc, NAME, listenerPort, client),
          ...forwardingTargetLegs(doc, NAME, listenerPort, client),
        ];
        if (legs.some((leg) => leg.result === null || leg.result.unsupported.length > 0)) return;
        const zoneOf = (id: string): string =>
          doc.NetworkInterfaces.find((eni) => eni.NetworkInterfaceId === id)?.AvailabilityZone ?? "";
        for (const node of verdict.nodes) {
          if (!inDns.has(node.availabilityZone)) continue;
          const own = legs.filter((leg) => zoneOf(leg.node) === node.availabilityZone);
          const used = own.filter(
            (leg) => leg.target === null || node.targets.includes(leg.target.split(":")[0] ?? ""),
          );
          if (node.verdict === "reachable") expect(used.filter((leg) => !leg.result?.works)).toEqual([]);
          const isReached = own.some((leg) => leg.target === null && leg.result?.works);
          const isServed = used.some((leg) => leg.target !== null && leg.result?.works);
          if (node.verdict === "unreachable") expect(isReached && isServed).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("on cases of which some come to each kind of answer", () => {
    const services = fc.sample(anyCase, { seed: 1, numRuns: 300 }).map(({ net, doc, client, listenerPort }) => {
      const frame = { loadBalancer: NAME, port: listenerPort, from: endOf(doc, client) } as const;
      return checkListener(net, { ...frame, sourcePorts: client.srcPort }).service;
    });
    expect([...new Set(services)].sort()).toEqual(expect.arrayContaining(["degraded", "down", "fail-open", "serving"]));
  });
});
