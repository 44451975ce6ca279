import {
  ALL_PACKETS,
  addressesOf,
  addressSet,
  cidr,
  complementPackets,
  intersectPackets,
  interval,
  ip,
  NO_PACKETS,
  type Packet,
  type PacketSet,
  packetBoxes,
  packetCount,
  packetSet,
  packets,
  packetsCover,
  packetsEmpty,
  packetsEqual,
  packetsHave,
  packetsOfBoxes,
  packetsOverlap,
  packetWitness,
  ranges,
  subtractPackets,
  unitePackets,
} from "@netsim/core";
import fc from "fast-check";
import { arbAddress, arbFamily } from "netsim/arbitraries";
import { describe, expect, it, vi } from "vitest";
import { boxCovers, isBox, packetHull, packetHullsMeet } from "../../../packages/core/src/packet/packet-set.ts";
import { packet, packetSets } from "../../support/arbitraries.ts";
import { describeSetLaws } from "../../support/set-laws.ts";

// Many random cases: a loaded machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

describeSetLaws<PacketSet, Packet>("packet sets", {
  arbitrary: packetSets,
  point: packet,
  numRuns: 60,
  ops: {
    none: NO_PACKETS,
    all: ALL_PACKETS,
    unite: unitePackets,
    intersect: intersectPackets,
    subtract: subtractPackets,
    equal: packetsEqual,
    isEmpty: packetsEmpty,
    has: packetsHave,
    size: packetCount,
    witness: packetWitness,
    only: (member) => packetSet([member]),
    pieces: (set) => packetBoxes(set).map((box) => packetsOfBoxes([box])),
  },
});

const web: Packet = {
  source: ip("203.0.113.7"),
  destination: ip("10.0.0.5"),
  protocol: 6,
  sourcePort: 40000,
  destinationPort: 443,
};

/** Headers that no packet has: a field outside its values, or addresses of two families. */
const IMPOSSIBLE: readonly (readonly [why: string, packet: Packet])[] = [
  ["an ICMP type of 256", { ...web, protocol: 1, sourcePort: 256, destinationPort: 0 }],
  ["an ICMPv6 code of 256", { ...web, protocol: 58, sourcePort: 128, destinationPort: 256 }],
  ["a port of 65536", { ...web, sourcePort: 65536 }],
  ["a negative port", { ...web, destinationPort: -1 }],
  ["half a port", { ...web, destinationPort: 443.5 }],
  ["a port that is no number", { ...web, protocol: 17, sourcePort: Number.NaN }],
  ["ports over GRE", { ...web, protocol: 47 }],
  ["a source port over protocol 0", { ...web, protocol: 0, destinationPort: 0 }],
  ["protocol 256", { ...web, protocol: 256, sourcePort: 0, destinationPort: 0 }],
  ["protocol -1", { ...web, protocol: -1, sourcePort: 0, destinationPort: 0 }],
  ["an IPv6 source for an IPv4 destination", { ...web, source: ip("2001:db8::1") }],
  ["an IPv4 source for an IPv6 destination", { ...web, destination: ip("2001:db8::1") }],
];

describe("a header that no packet has", () => {
  it.each(IMPOSSIBLE)("with %s is in no set", (_, impossible) => {
    expect(packetsHave(ALL_PACKETS, impossible)).toBe(false);
    expect(packetsHave(packets({ protocol: impossible.protocol }), impossible)).toBe(false);
    expect(packetSet([impossible])).toEqual(NO_PACKETS);
    expect(packetsEqual(packetSet([impossible, web]), packetSet([web]))).toBe(true);
  });

  it("is in none of the sets that operations make", () => {
    fc.assert(
      fc.property(packetSets, fc.constantFrom(...IMPOSSIBLE), (set, [, impossible]) => {
        expect(packetsHave(set, impossible)).toBe(false);
        expect(packetsHave(complementPackets(set), impossible)).toBe(false);
      }),
    );
  });
});

describe("packets with given sides", () => {
  it("have a packet exactly when each side has its field", () => {
    const block = cidr("10.0.0.0/24");
    const set = packets({ protocol: 6, destination: addressesOf(block), destinationPorts: interval(443, 8443) });
    expect(packetsHave(set, web)).toBe(true);
    expect(packetsHave(set, { ...web, protocol: 17 })).toBe(false);
    expect(packetsHave(set, { ...web, destination: ip("10.0.1.0") })).toBe(false);
    expect(packetsHave(set, { ...web, destinationPort: 442 })).toBe(false);
    expect(packetsHave(set, { ...web, destinationPort: 8443 })).toBe(true);
    expect(packetsHave(set, { ...web, destinationPort: 8444 })).toBe(false);
    expect(packetsHave(set, { ...web, sourcePort: 1 })).toBe(true);
  });

  it("are of one family where an address is", () => {
    const set = packets({ source: addressesOf(cidr("0.0.0.0/0")) });
    expect(set.ipv6).toBe(false);
    expect(packets({ source: addressesOf(cidr("::/0")), destination: addressesOf(cidr("0.0.0.0/0")) })).toEqual(
      NO_PACKETS,
    );
  });

  // "IpPermission": with a protocol other than tcp, udp and the ICMPs, ports are ignored.
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
  it.each([47, 50, 132, 0, 255])("ignore ports where the protocol has none: %i", (protocol) => {
    const set = packets({ protocol, destinationPorts: interval(80, 80), sourcePorts: interval(1, 1) });
    expect(set).toEqual(packets({ protocol }));
    expect(packetsHave(set, { ...web, protocol, sourcePort: 0, destinationPort: 0 })).toBe(true);
    expect(packetCount(set)).toBe(2n ** 64n + 2n ** 256n);
  });

  it("read the two last sides as type and code for the ICMPs", () => {
    const echo = packets({ protocol: 1, sourcePorts: interval(8, 8), destinationPorts: interval(0, 65535) });
    for (const code of [0, 1, 255])
      expect(packetsHave(echo, { ...web, protocol: 1, sourcePort: 8, destinationPort: code })).toBe(true);
    expect(packetsHave(echo, { ...web, protocol: 1, sourcePort: 0, destinationPort: 0 })).toBe(false);
    expect(packetsHave(echo, { ...web, protocol: 58, sourcePort: 8, destinationPort: 0 })).toBe(false);
    expect(packetCount(echo)).toBe((2n ** 64n + 2n ** 256n) * 256n);
    expect(packetsEmpty(packets({ protocol: 1, sourcePorts: interval(256, 65535) }))).toBe(true);
  });

  it("of every protocol have each of them, with the fields it has", () => {
    const all = Array.from({ length: 256 }, (_, protocol) => packets({ protocol }));
    expect(all.reduce(unitePackets)).toEqual(packets({}));
    expect(packets({ protocol: -1 })).toEqual(ALL_PACKETS);
    const fields = 254n - 2n + 2n * 2n ** 16n + 2n * 2n ** 32n;
    expect(packetCount(ALL_PACKETS)).toBe((2n ** 64n + 2n ** 256n) * fields);
  });

  it("are none for a protocol or a port that does not exist", () => {
    expect(packets({ protocol: 256 })).toEqual(NO_PACKETS);
    expect(packets({ protocol: -2 })).toEqual(NO_PACKETS);
    expect(packets({ protocol: 6, destinationPorts: interval(65536, 70000) })).toEqual(NO_PACKETS);
    expect(packets({ protocol: 6, destinationPorts: interval(-9, -1) })).toEqual(NO_PACKETS);
    expect(packets({ protocol: 6, destinationPorts: interval(-9, 70000) })).toEqual(packets({ protocol: 6 }));
  });
});

describe("packet sets", () => {
  it("cover and overlap as their differences and intersections say", () => {
    fc.assert(
      fc.property(packetSets, packetSets, (a, b) => {
        expect(packetsCover(a, b)).toBe(packetsEmpty(subtractPackets(b, a)));
        expect(packetsOverlap(a, b)).toBe(!packetsEmpty(intersectPackets(a, b)));
        expect(packetsCover(unitePackets(a, b), a)).toBe(true);
        expect(packetsCover(a, intersectPackets(a, b))).toBe(true);
      }),
    );
  });

  it("are told as boxes whose packets are the set's", () => {
    fc.assert(
      fc.property(packetSets, packet, (set, member) => {
        const boxes = packetBoxes(set);
        const inBoxes = boxes.filter((box) => packetsHave(packetsOfBoxes([box]), member));
        expect(inBoxes.length).toBe(packetsHave(set, member) ? 1 : 0);
        expect(packetsOfBoxes(boxes)).toEqual(set);
        expect(packetsOfBoxes([...boxes].reverse())).toEqual(set);
      }),
    );
  });

  it("tell everything as few boxes: the ports, the ICMPs and the rest, for each family", () => {
    expect(packetBoxes(ALL_PACKETS)).toHaveLength(6);
    const [box] = packetBoxes(
      packets({ protocol: 6, destinationPorts: interval(80, 81), source: addressSet([ip("10.0.0.1")]) }),
    );
    expect(box && ranges(box.destinationPorts)).toEqual([[80, 81]]);
    expect(box && ranges(box.sourcePorts)).toEqual([[0, 65535]]);
    expect(box && ranges(box.protocols)).toEqual([[6, 6]]);
  });

  it("are the same whichever way one packet is described", () => {
    fc.assert(
      fc.property(packet, (member) => {
        const bySides = packets({
          protocol: member.protocol,
          source: addressSet([member.source]),
          destination: addressSet([member.destination]),
          sourcePorts: interval(member.sourcePort, member.sourcePort),
          destinationPorts: interval(member.destinationPort, member.destinationPort),
        });
        expect(packetSet([member])).toEqual(bySides);
        expect(packetWitness(bySides)).toEqual(member);
      }),
    );
  });

  it("have a witness that people know: tcp, a host, a low port", () => {
    expect(packetWitness(ALL_PACKETS)).toEqual({
      source: "1.0.0.1",
      destination: "1.0.0.1",
      protocol: 6,
      sourcePort: 1,
      destinationPort: 1,
    });
    expect(packetWitness(packets({ protocol: 47, source: addressesOf(cidr("2001:db8::/32")) }))).toMatchObject({
      source: "2001:db8::1",
      protocol: 47,
      sourcePort: 0,
      destinationPort: 0,
    });
    expect(packetWitness(packets({ protocol: 17, destinationPorts: interval(0, 0) }))?.destinationPort).toBe(0);
    expect(packetWitness(NO_PACKETS)).toBeUndefined();
  });

  it("are plain data that JSON keeps", () => {
    fc.assert(
      fc.property(packetSets, (set) => {
        expect(JSON.parse(JSON.stringify(set))).toEqual(set);
      }),
    );
  });

  it("of single packets do not depend on the order or on repetition", () => {
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 5 }), packet, (members, other) => {
        const set = packetSet(members);
        expect(packetSet([...members].reverse())).toEqual(set);
        expect(packetSet([...members, ...members])).toEqual(set);
        expect(packetsHave(set, other)).toBe(members.some((each) => JSON.stringify(each) === JSON.stringify(other)));
        for (const member of members) expect(packetsHave(set, member)).toBe(true);
      }),
    );
  });

  it("keep the families apart in every operation", () => {
    fc.assert(
      fc.property(
        packetSets,
        arbFamily().chain((of) =>
          fc.tuple(arbAddress({ family: of }), arbAddress({ family: of === "ipv4" ? "ipv6" : "ipv4" })),
        ),
        (set, [source, destination]) => {
          expect(packetsHave(set, { ...web, source, destination })).toBe(false);
        },
      ),
    );
  });
});

describe("the hulls of packet sets", () => {
  it("do not meet only where no packet is in both sets", () => {
    fc.assert(
      fc.property(packetSets, packetSets, (a, b) => {
        if (!packetHullsMeet(packetHull(a), packetHull(b))) expect(packetsOverlap(a, b)).toBe(false);
      }),
    );
  });

  it("that a box covers are of sets that it covers", () => {
    fc.assert(
      fc.property(packetSets, packetSets, (a, b) => {
        if (isBox(a) && boxCovers(packetHull(a), packetHull(b))) expect(packetsCover(a, b)).toBe(true);
        if (isBox(a) && packetsCover(a, b)) expect(boxCovers(packetHull(a), packetHull(b))).toBe(true);
      }),
    );
  });

  it("are those of a box for what one rule of AWS says, and not for a union of two", () => {
    const rule = packets({ protocol: 6, source: addressesOf(cidr("10.0.0.0/8")), destinationPorts: interval(80, 443) });
    expect(isBox(rule)).toBe(true);
    expect(isBox(ALL_PACKETS)).toBe(true);
    expect(isBox(packets({ source: addressesOf(cidr("2001:db8::/33")) }))).toBe(true);
    expect(isBox(NO_PACKETS)).toBe(true);
    expect(isBox(unitePackets(rule, packets({ protocol: 6, destinationPorts: interval(22, 22) })))).toBe(false);
    expect(isBox(subtractPackets(ALL_PACKETS, packetSet([web])))).toBe(false);
  });
});
