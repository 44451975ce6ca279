import { describe, expect, it } from "vitest";
import { headerLines, headerText, packetText } from "../../../packages/netsim/src/render/header.ts";
import { tcp } from "./verdicts.ts";

describe("a header in one line", () => {
  it.each([
    [tcp("10.0.0.5/32", "1024-65535", "10.0.1.0/24", "80"), "tcp 10.0.0.5:1024-65535 -> 10.0.1.0/24:80"],
    [tcp("10.0.0.5/32", "0-65535", "10.0.1.0/24", "0-65535"), "tcp 10.0.0.5 -> 10.0.1.0/24"],
    [tcp("2001:db8::1/128", "40000", "2001:db8::/64", "80"), "tcp [2001:db8::1]:40000 -> [2001:db8::/64]:80"],
    [
      { ...tcp("", "1-2", "10.0.0.1/32", "80"), sourceAddresses: ["1.0.0.0/8", "2.0.0.0/8", "3.0.0.0/8", "4.0.0.0/8"] },
      "tcp (1.0.0.0/8 and 3 more):1-2 -> 10.0.0.1:80",
    ],
    [
      {
        protocol: "icmp",
        sourceAddresses: ["10.0.0.1/32"],
        destinationAddresses: ["10.0.0.2/32"],
        icmpTypes: ["8"],
        icmpCodes: ["0-255"],
      },
      "icmp type 8 10.0.0.1 -> 10.0.0.2",
    ],
    [
      { protocol: "47", sourceAddresses: ["10.0.0.1/32"], destinationAddresses: ["10.0.0.0/8"] },
      "47 10.0.0.1 -> 10.0.0.0/8",
    ],
  ])("%#: %s", (header, text) => {
    expect(headerText(header)).toBe(text);
  });

  it("counts what is too many to list", () => {
    const header = tcp("10.0.0.5/32", "1", "10.0.0.6/32", "2");
    expect(headerLines([])).toEqual(["none"]);
    expect(headerLines(Array.from({ length: 6 }, () => header))).toHaveLength(5);
    expect(headerLines(Array.from({ length: 6 }, () => header)).at(-1)).toBe("and 2 more");
  });
});

describe("a packet", () => {
  const ends = { source: "10.0.0.1", destination: "10.0.0.2" };
  it.each([
    [{ ...ends, protocol: 6, sourcePort: 1024, destinationPort: 80 }, "tcp 10.0.0.1:1024 -> 10.0.0.2:80"],
    [{ ...ends, protocol: 1, sourcePort: 8, destinationPort: 0 }, "icmp type 8 code 0 10.0.0.1 -> 10.0.0.2"],
    [{ ...ends, protocol: 50, sourcePort: 0, destinationPort: 0 }, "protocol 50 10.0.0.1 -> 10.0.0.2"],
  ])("%#", (packet, text) => {
    expect(packetText(packet as never)).toBe(text);
  });
});
