import {
  type AddressSet,
  ALL_ADDRESSES,
  addressCount,
  addressesEmpty,
  addressesEqual,
  addressesHave,
  addressesOf,
  addressSet,
  addressWitness,
  blocksOf,
  type Cidr,
  cidr,
  cidrFamily,
  cidrSize,
  formatAddresses,
  formatRanges,
  type IpAddress,
  intersectAddresses,
  ip,
  NO_ADDRESSES,
  prefixLength,
  subtractAddresses,
  uniteAddresses,
  uniteBlocks,
} from "@netsim/core";
import fc from "fast-check";
import { arbAddress, arbBlock } from "netsim/arbitraries";
import { describe, expect, it, vi } from "vitest";
import { addresses, addressText, edgesOf, inBlock, numberOf } from "../../support/arbitraries.ts";
import { describeSetLaws } from "../../support/set-laws.ts";

// Many random cases: a loaded machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

/** Blocks, unions of blocks, and what is left of blocks when others are taken away. */
const sets: fc.Arbitrary<AddressSet> = fc.tuple(addresses, addresses).map(([a, b]) => subtractAddresses(a, b));

describeSetLaws<AddressSet, IpAddress>("address sets of both families", {
  arbitrary: sets,
  point: arbAddress(),
  ops: {
    none: NO_ADDRESSES,
    all: ALL_ADDRESSES,
    unite: uniteAddresses,
    intersect: intersectAddresses,
    subtract: subtractAddresses,
    equal: addressesEqual,
    isEmpty: addressesEmpty,
    has: addressesHave,
    size: (set) => addressCount(set, "ipv4") + addressCount(set, "ipv6"),
    witness: addressWitness,
    only: (address) => addressSet([address]),
    pieces: (set) => formatAddresses(set).map(addressesOf),
  },
});

describe("address sets", () => {
  it("have the addresses of a block and no others, at its edges too", () => {
    fc.assert(
      fc.property(arbBlock(), arbBlock(), (block, other) => {
        const set = addressesOf(block);
        for (const address of edgesOf([block, other])) {
          expect(addressesHave(set, address)).toBe(inBlock(address, block));
        }
      }),
    );
  });

  it("have what one of their blocks has", () => {
    fc.assert(
      fc.property(fc.array(arbBlock(), { maxLength: 5 }), (blocks) => {
        const set = uniteBlocks(blocks);
        for (const address of edgesOf(blocks)) {
          expect(addressesHave(set, address)).toBe(blocks.some((block) => inBlock(address, block)));
        }
      }),
    );
  });

  it("print as the fewest blocks, ascending, IPv4 first", () => {
    const print = (...blocks: string[]): string[] => formatAddresses(uniteBlocks(blocks.map(cidr)));
    expect(print("10.0.0.0/9", "10.128.0.0/9")).toEqual(["10.0.0.0/8"]);
    expect(print("2001:db8::/32", "10.0.0.0/8", "9.0.0.0/8")).toEqual(["9.0.0.0/8", "10.0.0.0/8", "2001:db8::/32"]);
    expect(print("0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1")).toEqual(["0.0.0.0/0", "::/0"]);
    expect(print("2001:db8::/33", "2001:db8:8000::/33", "2001:db9::/64")).toEqual(["2001:db8::/32", "2001:db9::/64"]);
    expect(print()).toEqual([]);
    expect(
      formatAddresses(subtractAddresses(addressesOf(cidr("10.0.0.0/29")), addressesOf(cidr("10.0.0.3/32")))),
    ).toEqual(["10.0.0.0/31", "10.0.0.2/32", "10.0.0.4/30"]);
  });

  it("cannot be printed in fewer blocks: no two of them make up one", () => {
    fc.assert(
      fc.property(sets, (set) => {
        const blocks = formatAddresses(set);
        for (const block of blocks) if (prefixLength(block) > 0) expect(blocks).not.toContain(twinOf(block));
        expect(uniteBlocks(blocks)).toEqual(set);
      }),
    );
  });

  it("print as ranges where that is shorter: a block where one fits, otherwise first-last", () => {
    const print = (...blocks: string[]): string[] => formatRanges(uniteBlocks(blocks.map(cidr)).ipv4, "ipv4");
    expect(print("10.0.0.0/30", "10.0.0.4/31")).toEqual(["10.0.0.0-10.0.0.5"]);
    expect(print("10.0.0.2/31", "10.0.0.4/31")).toEqual(["10.0.0.2-10.0.0.5"]);
    expect(print("10.0.0.0/9", "10.128.0.0/9", "192.0.2.1/32")).toEqual(["10.0.0.0/8", "192.0.2.1/32"]);
    expect(print("0.0.0.0/0")).toEqual(["0.0.0.0/0"]);
    expect(formatRanges(addressesOf(cidr("2001:db8::/32")).ipv6, "ipv6")).toEqual(["2001:db8::/32"]);
    fc.assert(
      fc.property(sets, (set) => {
        const printed = formatRanges(set.ipv4, "ipv4");
        const size = printed.reduce((sum, range) => {
          const [first = "", last] = range.split("-");
          return sum + (last === undefined ? cidrSize(cidr(first)) : numberOf(last) - numberOf(first) + 1n);
        }, 0n);
        expect(size).toBe(addressCount(set, "ipv4"));
      }),
    );
  });

  it("count what they hold without losing a digit", () => {
    expect(addressCount(ALL_ADDRESSES, "ipv4")).toBe(2n ** 32n);
    expect(addressCount(ALL_ADDRESSES, "ipv6")).toBe(2n ** 128n);
    expect(addressCount(subtractAddresses(ALL_ADDRESSES, addressSet([ip("::1")])), "ipv6")).toBe(2n ** 128n - 1n);
    expect(addressCount(addressesOf(cidr("10.0.0.0/8")), "ipv6")).toBe(0n);
  });

  it("keep IPv4 and IPv4-mapped IPv6 addresses apart", () => {
    const mapped = addressSet([ip("::ffff:10.0.0.1")]);
    expect(addressesHave(mapped, ip("10.0.0.1"))).toBe(false);
    expect(blocksOf(mapped.ipv6, "ipv6")).toEqual(["::ffff:a00:1/128"]);
  });

  it("name an ordinary host as their witness", () => {
    expect(addressWitness(addressesOf(cidr("10.0.1.0/24")))).toBe("10.0.1.1");
    expect(addressWitness(addressesOf(cidr("10.0.1.7/32")))).toBe("10.0.1.7");
    expect(addressWitness(addressesOf(cidr("0.0.0.0/0")))).toBe("1.0.0.1");
    expect(addressWitness(addressesOf(cidr("2001:db8::/32")))).toBe("2001:db8::1");
    expect(addressWitness(addressesOf(cidr("0.0.0.0/32")))).toBe("0.0.0.0");
    expect(addressWitness(NO_ADDRESSES)).toBeUndefined();
  });
});

/** The block that makes up one with this: the same but for the last bit that it fixes. */
function twinOf(block: Cidr): Cidr {
  const family = cidrFamily(block);
  const [first = "", length = ""] = block.split("/");
  const bit = 1n << ((family === "ipv4" ? 32n : 128n) - BigInt(length));
  return cidr(`${addressText(numberOf(first) ^ bit, family)}/${length}`);
}
