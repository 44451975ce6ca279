import {
  ALL_PACKETS,
  addressesOf,
  cidr,
  interval,
  packets,
  subtractPackets,
  uniteBlocks,
  unitePackets,
} from "@netsim/core";
import { describe, expect, it } from "vitest";
import { headersOf } from "../../../packages/netsim/src/path/header.ts";

const a = addressesOf(cidr("10.0.0.0/24"));
const b = addressesOf(cidr("10.0.1.10/32"));

describe("headers", () => {
  it("of tcp and udp have ports", () => {
    const set = packets({ protocol: 6, source: a, destination: b, destinationPorts: interval(80, 80) });
    expect(headersOf(set)).toEqual([
      {
        protocol: "tcp",
        sourceAddresses: ["10.0.0.0/24"],
        destinationAddresses: ["10.0.1.10/32"],
        sourcePortRanges: ["0-65535"],
        destinationPortRanges: ["80"],
      },
    ]);
  });

  it("of the ICMPs have types and codes", () => {
    const set = packets({ protocol: 1, source: a, destination: b, sourcePorts: interval(8, 8) });
    expect(headersOf(set)).toMatchObject([{ protocol: "icmp", icmpTypes: ["8"], icmpCodes: ["0-255"] }]);
  });

  it("of other protocols have neither", () => {
    const set = packets({ protocol: 47, source: a, destination: b });
    expect(headersOf(set)).toEqual([
      { protocol: "47", sourceAddresses: ["10.0.0.0/24"], destinationAddresses: ["10.0.1.10/32"] },
    ]);
  });

  it("print addresses as blocks where one fits, and as first-last otherwise", () => {
    const hosts = packets({
      protocol: 47,
      source: uniteBlocks(["10.0.0.4/30", "10.0.0.8/32"].map(cidr)),
      destination: b,
    });
    expect(headersOf(hosts)[0]?.sourceAddresses).toEqual(["10.0.0.4-10.0.0.8"]);
  });

  it("are disjoint boxes", () => {
    const set = unitePackets(
      packets({ protocol: 6, source: a, destination: b, destinationPorts: interval(80, 80) }),
      packets({ protocol: 17, source: a, destination: b, destinationPorts: interval(53, 53) }),
    );
    expect(headersOf(set).map((each) => [each.protocol, each.destinationPortRanges])).toEqual([
      ["tcp", ["80"]],
      ["udp", ["53"]],
    ]);
  });

  it("of nothing are none", () => {
    expect(headersOf(subtractPackets(ALL_PACKETS, ALL_PACKETS))).toEqual([]);
  });

  it("are printed once for one set", () => {
    const set = packets({ protocol: 6, source: a, destination: b });
    expect(headersOf(set)).toBe(headersOf(set));
  });
});
