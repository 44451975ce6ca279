import { ALL_PROTOCOLS, parseProtocol, protocolClass, protocolName, unwrap } from "@netsim/core";
import { describe, expect, it } from "vitest";

describe("a protocol", () => {
  it.each([
    ["tcp", 6],
    ["TCP", 6],
    ["udp", 17],
    ["icmp", 1],
    ["icmpv6", 58],
    ["ICMPv6", 58],
    ["all", -1],
    ["-1", -1],
    [-1, -1],
    ["6", 6],
    ["47", 47],
    [0, 0],
    [255, 255],
    ["255", 255],
  ])("%j is number %j", (value, number) => {
    expect(unwrap(parseProtocol(value))).toBe(number);
  });

  it.each(["", "tpc", "256", "-2", "6.0", " tcp", "1e1", "constructor", 256, -2, 6.5, Number.NaN])(
    "%j is none",
    (value) => {
      const result = parseProtocol(value, ["protocol"]);
      const received = typeof value === "number" ? String(value) : JSON.stringify(value);
      expect(!result.ok && result.issues).toEqual([
        {
          code: "protocol",
          path: ["protocol"],
          expected: "tcp, udp, icmp, icmpv6, all, or a number 0-255",
          received,
          message: `protocol: expected tcp, udp, icmp, icmpv6, all, or a number 0-255, found ${received}`,
        },
      ]);
    },
  );

  it("has a name where AWS gives it one, and reads its own name", () => {
    expect([6, 17, 1, 58, ALL_PROTOCOLS, 47].map(protocolName)).toEqual(["tcp", "udp", "icmp", "icmpv6", "all", "47"]);
    for (let number = -1; number <= 255; number++) expect(unwrap(parseProtocol(protocolName(number)))).toBe(number);
  });

  // "IpPermission" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
  it("has ports for tcp and udp, types and codes for the ICMPs, and neither otherwise", () => {
    const classes = new Map(Array.from({ length: 256 }, (_, number) => [number, protocolClass(number)]));
    expect([...classes].filter(([, kind]) => kind === "ports").map(([number]) => number)).toEqual([6, 17]);
    expect([...classes].filter(([, kind]) => kind === "icmp").map(([number]) => number)).toEqual([1, 58]);
  });
});
