import {
  type AddressSet,
  ALL_PACKETS,
  addressesHave,
  addressSet,
  answeredBy,
  EPHEMERAL_PORTS,
  type IpAddress,
  intersectPackets,
  interval,
  intervalsHave,
  ip,
  ipFamily,
  masquerade,
  NO_PACKETS,
  type Packet,
  packetSet,
  packets,
  packetsEmpty,
  packetsHave,
  packetsOverlap,
  protocolClass,
  replyTo,
  subtractPackets,
  translate,
  unanswered,
  unitePackets,
  unmasquerade,
} from "@netsim/core";
import fc from "fast-check";
import { arbAddress } from "netsim/arbitraries";
import { describe, expect, it, vi } from "vitest";
import { packet, packetSets } from "../../support/arbitraries.ts";

// Many random cases: a loaded machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

/** The answer to a packet, told plainly: RFC 792 and RFC 4443 for the ICMPs. */
function answerTo(p: Packet): Packet | undefined {
  const back = { ...p, source: p.destination, destination: p.source };
  if (p.protocol === 6 || p.protocol === 17)
    return { ...back, sourcePort: p.destinationPort, destinationPort: p.sourcePort };
  if (p.protocol !== 1 && p.protocol !== 58) return back;
  const type = p.protocol === 58 ? { 128: 129 }[p.sourcePort] : { 8: 0, 13: 14, 15: 16, 17: 18 }[p.sourcePort];
  return type === undefined ? undefined : { ...back, sourcePort: type, destinationPort: 0 };
}

const icmpPacket = fc
  .record({
    source: arbAddress({ family: "ipv4" }),
    destination: arbAddress({ family: "ipv4" }),
    protocol: fc.constantFrom(1, 58),
    sourcePort: fc.constantFrom(0, 3, 8, 13, 14, 15, 16, 17, 18, 128, 129),
    destinationPort: fc.constantFrom(0, 1, 255),
  })
  .map((p): Packet => p);
const anyPacket = fc.oneof(packet, icmpPacket);

describe("the reply to packets", () => {
  it("has the addresses and the ports swapped, or the ICMP type of the answer", () => {
    fc.assert(
      fc.property(anyPacket, (p) => {
        const answer = answerTo(p);
        expect(replyTo(packetSet([p]))).toEqual(answer ? packetSet([answer]) : NO_PACKETS);
      }),
      { numRuns: 300 },
    );
  });

  it("is the reply to each of them", () => {
    fc.assert(
      fc.property(packetSets, packetSets, (a, b) => {
        expect(replyTo(unitePackets(a, b))).toEqual(unitePackets(replyTo(a), replyTo(b)));
      }),
    );
    expect(replyTo(NO_PACKETS)).toEqual(NO_PACKETS);
  });

  it("leads back to what it answers, and only to that", () => {
    fc.assert(
      fc.property(packetSets, anyPacket, (set, q) => {
        const requests = answeredBy(packetSet([q]));
        expect(packetsHave(replyTo(set), q)).toBe(packetsOverlap(requests, set));
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(anyPacket, anyPacket, (p, q) => {
        const answer = answerTo(p);
        expect(packetsHave(answeredBy(packetSet([q])), p)).toBe(JSON.stringify(answer) === JSON.stringify(q));
        if (answer) expect(packetsHave(answeredBy(packetSet([answer])), p)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("does not come for ICMP errors and ICMP answers", () => {
    fc.assert(
      fc.property(packetSets, anyPacket, (set, p) => {
        expect(packetsHave(unanswered(set), p)).toBe(packetsHave(set, p) && answerTo(p) === undefined);
        expect(packetsEmpty(replyTo(unanswered(set)))).toBe(true);
      }),
      { numRuns: 200 },
    );
    const unreachable = packets({ protocol: 1, sourcePorts: interval(3, 3) });
    expect(unanswered(unreachable)).toEqual(unreachable);
    expect(unanswered(packets({ protocol: 6 }))).toEqual(NO_PACKETS);
  });
});

describe("an ICMP message with a code", () => {
  it("other than 0 answers nothing", () => {
    const request = {
      source: ip("10.0.0.1"),
      destination: ip("10.0.0.2"),
      protocol: 1,
      sourcePort: 8,
      destinationPort: 0,
    };
    const reply = answerTo(request) as Packet;
    expect(packetsHave(answeredBy(packetSet([reply])), request)).toBe(true);
    expect(answeredBy(packetSet([{ ...reply, destinationPort: 1 }]))).toEqual(NO_PACKETS);
  });
});

describe("a translation of one end", () => {
  const hosts = ["10.0.0.1", "10.0.0.2", "2001:db8::1"].map(ip);
  const some: fc.Arbitrary<IpAddress[]> = fc.subarray(hosts);

  it("replaces the addresses that it is about, and leaves out the others", () => {
    fc.assert(
      fc.property(
        packetSets,
        fc.constantFrom("source" as const, "destination" as const),
        some,
        some,
        anyPacket,
        (set, end, from, to, q) => {
          const image = translate(set, end, addressSet(from), addressSet(to));
          const comesFrom = from.some((each) => packetsHave(set, { ...q, [end]: each }));
          expect(packetsHave(image, q)).toBe(to.includes(q[end]) && comesFrom);
          const other = end === "source" ? q.destination : q.source;
          for (const each of to.filter((address) => ipFamily(address) === ipFamily(other))) {
            const moved = { ...q, [end]: each };
            expect(packetsHave(image, moved)).toBe(from.some((old) => packetsHave(set, { ...q, [end]: old })));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it("one to one can be taken back", () => {
    const [private4, public4] = [addressSet([ip("10.0.0.1")]), addressSet([ip("203.0.113.1")])];
    fc.assert(
      fc.property(packetSets, (set) => {
        const own = intersectPackets(set, packets({ source: private4 }));
        expect(translate(translate(set, "source", private4, public4), "source", public4, private4)).toEqual(own);
      }),
    );
  });
});

// "NAT gateways" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
describe("a NAT device", () => {
  const own: AddressSet = addressSet([ip("10.0.0.10"), ip("2001:db8::10")]);
  const [low, high] = EPHEMERAL_PORTS["nat-gateway"];
  const ports = interval(low, high);

  it("sends from its own address and, for tcp and udp, from any port that it may choose", () => {
    fc.assert(
      fc.property(anyPacket, anyPacket, (p, q) => {
        const image = masquerade(packetSet([p]), own, ports);
        const kind = protocolClass(p.protocol);
        const sourcePort = kind === "ports" ? (intervalsHave(ports, q.sourcePort) ? q.sourcePort : 1024) : p.sourcePort;
        const source = ip(p.source.includes(":") ? "2001:db8::10" : "10.0.0.10");
        expect(packetsHave(image, { ...p, source, sourcePort })).toBe(true);
        if (kind === "ports") expect(packetsHave(image, { ...p, source, sourcePort: 1023 })).toBe(false);
        if (!addressesHave(own, p.source)) expect(packetsHave(image, p)).toBe(false);
        expect(packetsHave(image, { ...p, source, sourcePort, destination: q.destination })).toBe(
          q.destination === p.destination,
        );
      }),
      { numRuns: 200 },
    );
  });

  it("treats packets one by one", () => {
    fc.assert(
      fc.property(packetSets, packetSets, (a, b) => {
        const both = masquerade(unitePackets(a, b), own, ports);
        expect(both).toEqual(unitePackets(masquerade(a, own, ports), masquerade(b, own, ports)));
      }),
    );
  });

  it("may have made of its image what it was given, and of nothing else", () => {
    fc.assert(
      fc.property(packetSets, packetSets, (before, part) => {
        const image = masquerade(before, own, ports);
        expect(unmasquerade(image, before)).toEqual(before);
        const chosen = intersectPackets(image, part);
        const maker = unmasquerade(chosen, before);
        expect(packetsEmpty(subtractPackets(maker, before))).toBe(true);
        expect(packetsEmpty(subtractPackets(chosen, masquerade(maker, own, ports)))).toBe(true);
        expect(packetsEmpty(unmasquerade(NO_PACKETS, ALL_PACKETS))).toBe(true);
      }),
    );
  });
});
