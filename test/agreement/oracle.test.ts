/**
 * netsim against an oracle that reads the raw AWS JSON packet by packet and shares no code with it, on random networks.
 * The importer is part of what is compared where the oracle's own documents are drawn, and it is not where networks of
 * `netsim/arbitraries` are described for the oracle.
 */
import fc from "fast-check";
import { type ConnectionInput, type ConnectionVerdict, checkConnection, checkLeg, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import {
  type AwsDocument,
  type Blocker,
  classicLegs,
  connectionWorks,
  ICMP,
  ICMPV6,
  type Question,
} from "../oracle/oracle.ts";
import { classicDocument, ipv4Document, randomCase, randomDocument } from "../support/aws-random.ts";
import { loadAws } from "../support/load-aws.ts";
import { describedCase, describedNetwork } from "../support/random-networks.ts";

/** The oracle's question asks for one family; an interface is asked for by its address of that family. */
function inputOf(doc: AwsDocument, question: Question): ConnectionInput {
  const { protocol, srcPort, dstPort, icmpType = 0, icmpCode = 0 } = question;
  const ends = { from: endOf(doc, question.from, question), to: endOf(doc, question.to, question) };
  if (protocol === ICMP || protocol === ICMPV6) return { ...ends, protocol, icmp: { type: icmpType, code: icmpCode } };
  if (srcPort === undefined || dstPort === undefined) return { ...ends, protocol };
  return { ...ends, protocol, port: dstPort, sourcePorts: srcPort };
}

function endOf(doc: AwsDocument, end: string, { family }: Question): string {
  const eni = doc.NetworkInterfaces.find((each) => each.NetworkInterfaceId === end);
  if (!eni) return end;
  return family === 6 ? (eni.Ipv6Addresses?.[0]?.Ipv6Address ?? end) : (eni.PrivateIpAddress ?? end);
}

const nameOf = ({ phase, component, direction }: { phase: string; component: string; direction: string }): string =>
  `${phase} ${component} ${direction}`;

/** Whether a blocker stops the packet when a NAT gateway on its way picks this source port. */
function stops(blocker: ConnectionVerdict["blockers"][number], doc: AwsDocument, natPort = 0): boolean {
  const nats = new Set(doc.NatGateways.flatMap((nat) => nat.NatGatewayAddresses.map((each) => `${each.PrivateIp}/32`)));
  const picks = (addresses: readonly string[], ports: readonly string[] | undefined): boolean =>
    ports === undefined || !addresses.some((each) => nats.has(each)) || admits(ports, natPort);
  return blocker.packets.some(
    (header) =>
      picks(header.sourceAddresses, header.sourcePortRanges) &&
      picks(header.destinationAddresses, header.destinationPortRanges),
  );
}

function expectAgreement(doc: AwsDocument, net: Network, question: Question): void {
  const plain = connectionWorks(doc, question);
  const verdict = checkConnection(net, inputOf(doc, question));
  if (plain.unsupported.length > 0) {
    expect(verdict.verdict).not.toBe("reachable");
    return;
  }
  const context = () =>
    `${JSON.stringify(question)}\n${plain.log.join("\n")}\n${JSON.stringify(verdict.blockers.map(nameOf))}`;
  if (verdict.verdict === "partial") {
    // One packet is partial only where a NAT gateway picks the port.
    expect(
      verdict.blockers.some((each) => stops(each, doc, question.natPort)),
      context(),
    ).toBe(!plain.works);
    return;
  }
  // Whether a load balancer listens on the port is no question of the network, which is all the oracle reads here.
  const isHeard = verdict.blockers.every((each) => each.kind !== "listener");
  if (isHeard) expect(verdict.verdict, context()).toBe(plain.works ? "reachable" : "unreachable");
  // Behind a missing gateway or route there is no one way to go on; both go on where there is.
  const onlyFilters = plain.blockers.every((each) => each.kind === "security-group" || each.kind === "network-acl");
  const met = verdict.blockers.filter((each) => stops(each, doc, question.natPort));
  if (onlyFilters) expect(filtersOf(met), context()).toEqual(filtersOf(plain.blockers));
}

/** A filter that stops the packet, in words of both sides; other components are called differently. */
function filtersOf(blockers: readonly (Blocker | ConnectionVerdict["blockers"][number])[]): readonly string[] {
  const filters = blockers.filter((each) => each.kind !== "listener");
  return [
    ...new Set(
      filters.map((each) =>
        each.kind === "network-acl" ? nameOf(each) : `${each.phase} ${each.kind} ${each.direction}`,
      ),
    ),
  ].sort();
}

const sourcePorts = fc.integer({ min: 1024, max: 65535 });

describe("netsim and the oracle agree", () => {
  it("on one packet through a random network", () => {
    fc.assert(
      fc.property(randomCase({ questionsPerDocument: 12 }), ({ doc, questions }) => {
        const net = loadAws(doc);
        for (const question of questions) expectAgreement(doc, net, question);
      }),
      { numRuns: 150 },
    );
  });

  it("on one packet through a random network with IPv4 only", () => {
    fc.assert(
      fc.property(randomCase({ document: ipv4Document, questionsPerDocument: 12 }), ({ doc, questions }) => {
        const net = loadAws(doc);
        for (const question of questions) expectAgreement(doc, net, question);
      }),
      { numRuns: 100 },
    );
  });

  it("on every backend leg of a random Classic Load Balancer", () => {
    fc.assert(
      fc.property(randomDocument(classicDocument), sourcePorts, (doc, sourcePort) => {
        expectSameLegs(doc, loadAws(doc), sourcePort);
      }),
      { numRuns: 100 },
    );
  });
});

describe("netsim and the oracle agree on networks of netsim/arbitraries", () => {
  it("on one packet", () => {
    fc.assert(
      fc.property(describedCase(12), ({ net, doc, questions }) => {
        for (const question of questions) expectAgreement(doc, net, question);
      }),
      { numRuns: 150 },
    );
  });

  it("on every backend leg of a Classic Load Balancer", () => {
    const classic = { loadBalancer: "always", loadBalancerTypes: ["classic"], nodeInterfaces: "always" } as const;
    fc.assert(
      fc.property(describedNetwork(classic), sourcePorts, ({ net, doc }, sourcePort) => {
        expectSameLegs(doc, net, sourcePort);
      }),
      { numRuns: 100 },
    );
  });
});

function expectSameLegs(doc: AwsDocument, net: Network, sourcePort: number): void {
  for (const { LoadBalancerName: name } of doc.LoadBalancerDescriptions) {
    for (const leg of classicLegs(doc, name, sourcePort)) {
      const { legs } = checkLeg(net, {
        leg: leg.name,
        loadBalancer: name,
        target: leg.instance,
        ...(leg.listenerPort === null ? {} : { port: leg.listenerPort }),
      });
      const node = doc.NetworkInterfaces.find((each) => each.NetworkInterfaceId === leg.node);
      const ours = legs.find((each) => each.asked[0]?.sourceAddresses[0] === `${node?.PrivateIpAddress}/32`);
      const works = ours?.working.some((header) => admits(header.sourcePortRanges ?? [], sourcePort)) ?? false;
      expect(works, `${ours?.name} from ${sourcePort}\n${leg.result.log.join("\n")}`).toBe(leg.result.works);
    }
  }
}

function admits(ranges: readonly string[], port: number): boolean {
  return ranges.some((range) => {
    const [low = 0, high = low] = range.split("-").map(Number);
    return low <= port && port <= high;
  });
}
