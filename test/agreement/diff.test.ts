/** `diffNetworks` against the plain way, every pair by all of its packets, and against the oracle, packet by packet. */
import { intersectPackets, NO_PACKETS, packetsEmpty, subtractPackets, unitePackets } from "@netsim/core";
import fc from "fast-check";
import { type ConnectionInput, checkConnection, type DiffVerdict, diffNetworks, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import { headersOf } from "../../packages/netsim/src/path/header.ts";
import { type AwsDocument, connectionWorks, ICMP, ICMPV6, type Question } from "../oracle/oracle.ts";
import { randomCase, randomDocument } from "../support/aws-random.ts";
import { type ChangeSets, changesOf, packetsOfHeaders, plainChanges } from "../support/flows.ts";
import { loadAws } from "../support/load-aws.ts";
import { randomEdits } from "../support/random-edits.ts";

function expectSame(found: ChangeSets, plain: ChangeSets): void {
  for (const key of new Set([...found.keys(), ...plain.keys()])) {
    const [ours, theirs] = [found.get(key) ?? NO_PACKETS, plain.get(key) ?? NO_PACKETS];
    // As headers, which a reader of a failure can read.
    expect(headersOf(subtractPackets(theirs, ours)), `missing: ${key}`).toEqual([]);
    expect(headersOf(subtractPackets(ours, theirs)), `too many: ${key}`).toEqual([]);
  }
}

function differences(before: Network, after: Network): ChangeSets {
  return changesOf(diffNetworks(before, after), [before, after]);
}

describe("the differences of two networks", () => {
  it("are those that a look at every packet of every pair finds, after a few edits", () => {
    fc.assert(
      fc.property(randomDocument(), randomEdits(3), (doc, edit) => {
        const [before, after] = [loadAws(doc), loadAws(edit(doc))];
        expectSame(differences(before, after), plainChanges(before, after));
      }),
      { numRuns: 40 },
    );
  });

  it("are those that a look at every packet of every pair finds, of networks that have only ids in common", () => {
    fc.assert(
      fc.property(randomDocument({ maxVpcs: 1 }), randomDocument({ maxVpcs: 1 }), (one, other) => {
        const [before, after] = [loadAws(one), loadAws(other)];
        expectSame(differences(before, after), plainChanges(before, after));
      }),
      { numRuns: 15 },
    );
  });

  it("are those that the oracle sees, and no others", () => {
    const document = { natGateways: false, loadBalancer: "never" } as const;
    const question = { platformServices: false };
    fc.assert(
      fc.property(
        randomCase({ document, question, questionsPerDocument: 25 }),
        randomEdits(2),
        ({ doc, questions }, edit) => {
          const edited = edit(doc);
          const [before, after] = [loadAws(doc), loadAws(edited)];
          const diff = diffNetworks(before, after, { sourcePorts: "0-65535" });
          for (const each of questions) expectAgreement(each, [doc, edited], before, diff);
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** Between endpoints of the network; of hosts that nobody knows nothing is said. */
function expectAgreement(
  question: Question,
  [doc, edited]: readonly [AwsDocument, AwsDocument],
  net: Network,
  diff: DiffVerdict,
): void {
  const { legs, assumptions } = checkConnection(net, inputOf(doc, question));
  if (assumptions.some((each) => each.code === "no-interface-at-address")) return;
  const [was, is] = [connectionWorks(doc, question), connectionWorks(edited, question)];
  if (was.unsupported.length + is.unsupported.length > 0) return;
  const asked = legs.map((leg) => packetsOfHeaders(leg.asked)).reduce(unitePackets, NO_PACKETS);
  const isIn = (flows: DiffVerdict["starts"]): boolean =>
    flows.some((flow) => !packetsEmpty(intersectPackets(asked, packetsOfHeaders(flow.packets))));
  const seen = was.works === is.works ? "neither" : is.works ? "starts" : "stops";
  const found = isIn(diff.starts) ? "starts" : isIn(diff.stops) ? "stops" : isIn(diff.doubts) ? "doubts" : "neither";
  if (found !== "doubts") expect(found, JSON.stringify([question, was.log, is.log])).toBe(seen);
}

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
