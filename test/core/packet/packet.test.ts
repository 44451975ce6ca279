import { ip, type Packet } from "@netsim/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packetClass, packetExists, packetFamily, packetPoint } from "../../../packages/core/src/packet/packet.ts";
import { packet } from "../../support/arbitraries.ts";

const ping: Packet = {
  source: ip("10.0.0.1"),
  destination: ip("10.0.0.2"),
  protocol: 1,
  sourcePort: 8,
  destinationPort: 0,
};

describe("a packet", () => {
  it("has the family of its addresses and the fields of its protocol", () => {
    expect(packetFamily(ping)).toBe("ipv4");
    expect(packetFamily({ ...ping, source: ip("::1"), destination: ip("::2") })).toBe("ipv6");
    expect([6, 17, 1, 58, 47].map((protocol) => packetClass({ ...ping, protocol }))).toEqual([
      "ports",
      "ports",
      "icmp",
      "icmp",
      "none",
    ]);
  });

  it("is a point: protocol, source, destination, and the two last fields", () => {
    expect(packetPoint(ping)).toEqual([1, 0x0a000001, 0x0a000002, 8, 0]);
    expect(packetPoint({ ...ping, source: ip("::1"), destination: ip("2001:db8::") })).toEqual([
      1,
      ...[0, 0, 0, 1],
      ...[0x20010db8, 0, 0, 0],
      ...[8, 0],
    ]);
  });

  it("exists where each field has a value of its own", () => {
    fc.assert(
      fc.property(packet, (any) => {
        expect(packetExists(any)).toBe(true);
        expect(packetExists({ ...any, sourcePort: 65536 })).toBe(false);
        expect(packetExists({ ...any, protocol: 256 })).toBe(false);
      }),
    );
    expect(packetExists(ping)).toBe(true);
    expect(packetExists({ ...ping, sourcePort: 255, destinationPort: 255 })).toBe(true);
    expect(packetExists({ ...ping, sourcePort: 256 })).toBe(false);
    expect(packetExists({ ...ping, protocol: 47, sourcePort: 0 })).toBe(true);
    expect(packetExists({ ...ping, protocol: 47 })).toBe(false);
    expect(packetExists({ ...ping, destination: ip("::2") })).toBe(false);
  });
});
