import net from "node:net";
import { ip, ipFamily, isIp, NetsimError, parseIp } from "@netsim/core";
import fc from "fast-check";
import { arbAddress, arbFamily } from "netsim/arbitraries";
import { describe, expect, it } from "vitest";
import { formatIp, ipLanes } from "../../../packages/core/src/packet/ip.ts";
import { addressNumber, addressText, numberOf } from "../../support/arbitraries.ts";

/** Node's own reading of an address: 4, 6 or 0. It takes a zone index, which means something on one host only. */
function nodeReads(text: string): number {
  return text.includes("%") ? 0 : net.isIP(text);
}

/** Node's own canonical text of an address (WHATWG URL, which follows RFC 5952). */
function nodePrints(text: string): string {
  const { hostname } = new URL(text.includes(":") ? `http://[${text}]/` : `http://${text}/`);
  return hostname.replace(/^\[|\]$/g, "");
}

const MALFORMED = [
  "",
  " ",
  "1.2.3",
  "1.2.3.4.5",
  "1.2.3.256",
  "01.2.3.4",
  "1.2.3.04",
  "1.2.3.0x4",
  "1.2.3.4 ",
  " 1.2.3.4",
  "1.2.3.4\n",
  "1.2.3.-4",
  "1.2.3.1e1",
  "1..2.3",
  "1.2.3.",
  "１.2.3.4",
  "10.0.0.0/8",
  ":",
  ":::",
  "1::2::3",
  "12345::",
  "00001::",
  "g::",
  "::-1",
  "::1 ",
  "[::1]",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "1:2:3:4:5:6:7:8::",
  "1:2:3:4:5:6:7:",
  ":1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:1.2.3.4",
  "::1.2.3",
  "::1.2.3.04",
  "1.2.3.4::",
  "fe80::1%eth0",
  "::%",
];

describe("an address", () => {
  it.each(MALFORMED)("is not %j", (text) => {
    expect(nodeReads(text)).toBe(0);
    expect(isIp(text)).toBe(false);
    expect(parseIp(text, ["vpcs", 0])).toEqual({
      ok: false,
      issues: [
        {
          code: "ip-address",
          path: ["vpcs", 0],
          expected: "an IPv4 or IPv6 address",
          received: JSON.stringify(text),
          message: `vpcs[0]: expected an IPv4 or IPv6 address, found ${JSON.stringify(text)}`,
        },
      ],
    });
    expect(() => ip(text)).toThrow(NetsimError);
  });

  it.each([
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["2001:0db8::0001", "2001:db8::1"],
    ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
    ["1:0:0:2:0:0:3:4", "1::2:0:0:3:4"],
    ["1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"],
    ["::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["0:0:0:0:0:0:0:0", "::"],
    ["::ffff:1.2.3.4", "::ffff:102:304"],
    ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
  ])("%s is written %s", (text, canonical) => {
    expect(ip(text)).toBe(canonical);
    expect(nodePrints(text)).toBe(canonical);
    expect(isIp(text)).toBe(text === canonical);
    expect(isIp(canonical)).toBe(true);
  });

  it("is what Node takes for one, and is written as Node writes it", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.ipV4Extended(), fc.string()), (text) => {
        const found = parseIp(text);
        expect(found.ok).toBe(nodeReads(text) !== 0);
        if (found.ok) expect(found.value).toBe(nodePrints(text));
      }),
      { numRuns: 500 },
    );
  });

  it("comes back the same from its text and from its lanes", () => {
    fc.assert(
      fc.property(arbAddress(), (address) => {
        expect(ip(address)).toBe(address);
        expect(isIp(address)).toBe(true);
        expect(formatIp(ipLanes(address))).toBe(address);
        expect(ipLanes(address)).toHaveLength(ipFamily(address) === "ipv4" ? 1 : 4);
      }),
    );
  });

  it("has the lanes of its number", () => {
    fc.assert(
      fc.property(
        arbFamily().chain((of) => addressNumber(of).map((value) => [of, value] as const)),
        ([of, value]) => {
          const address = ip(addressText(value, of));
          expect(ipFamily(address)).toBe(of);
          expect(numberOf(address)).toBe(value);
          expect(ipLanes(address).reduce((sum, lane) => (sum << 32n) | BigInt(lane), 0n)).toBe(value);
        },
      ),
    );
  });

  it("keeps its family when it is an IPv4-mapped IPv6 address", () => {
    expect(ipFamily(ip("::ffff:10.0.0.1"))).toBe("ipv6");
    expect(ip("::ffff:10.0.0.1")).not.toBe(ip("10.0.0.1"));
  });
});
