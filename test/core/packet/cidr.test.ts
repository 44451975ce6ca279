import { BlockList } from "node:net";
import {
  cidr,
  cidrCovers,
  cidrFamily,
  cidrHas,
  cidrHost,
  cidrSize,
  cidrSubnet,
  cidrsOverlap,
  commonBits,
  hostCidr,
  ip,
  ipFamily,
  maskCidr,
  parseCidr,
  prefixLength,
  unwrap,
} from "@netsim/core";
import fc from "fast-check";
import { arbAddress, arbBlock } from "netsim/arbitraries";
import { describe, expect, it } from "vitest";
import { blocksOfLane, cidrLast } from "../../../packages/core/src/packet/cidr.ts";
import { addressText, edgesOf, inBlock, numberOf } from "../../support/arbitraries.ts";

const first = (block: string): bigint => numberOf(block.slice(0, block.indexOf("/")));
const last = (block: string): bigint => first(block) + cidrSize(cidr(block)) - 1n;

describe("a block", () => {
  it.each([
    "",
    "10.0.0.0",
    "/8",
    "10.0.0.0/",
    "10.0.0.0/33",
    "::/129",
    "10.0.0.0/08",
    "10.0.0.0/+8",
    "10.0.0.0/-1",
    "10.0.0.0/8.0",
    "10.0.0.0/255.0.0.0",
    "10.0.0.0/8/8",
    "10.0.0/8",
    "010.0.0.0/8",
    " 10.0.0.0/8",
    "10.0.0.0/8 ",
    "10.0.0.0/8\n",
    "10.0.0.0 /8",
    "fe80::1%eth0/64",
    "::1/",
    "0.0.0.0/0/0",
  ])("is not %j", (text) => {
    const issue = {
      code: "cidr",
      path: ["a", 1],
      expected: "a CIDR block such as 10.0.0.0/16 or 2001:db8::/32",
      received: JSON.stringify(text),
      message: `a[1]: expected a CIDR block such as 10.0.0.0/16 or 2001:db8::/32, found ${JSON.stringify(text)}`,
    };
    expect(parseCidr(text, ["a", 1])).toEqual({ ok: false, issues: [issue] });
    expect(maskCidr(text, ["a", 1])).toEqual({ ok: false, issues: [issue] });
    expect(() => cidr(text)).toThrow("expected a CIDR block");
  });

  it.each([
    ["10.0.0.7/8", "10.0.0.0/8"],
    ["100.68.0.18/18", "100.68.0.0/18"],
    ["10.0.0.1/31", "10.0.0.0/31"],
    ["1.2.3.4/0", "0.0.0.0/0"],
    ["2001:DB8::1/32", "2001:db8::/32"],
    ["2001:db8:0:1::/63", "2001:db8::/63"],
    ["::1/0", "::/0"],
  ])("%s has host bits, and the issue suggests %s", (text, canonical) => {
    expect(parseCidr(text, ["cidr"])).toEqual({
      ok: false,
      issues: [
        {
          code: "cidr-host-bits",
          path: ["cidr"],
          expected: `a block without host bits: ${canonical}`,
          received: JSON.stringify(text),
          message: `cidr: expected a block without host bits: ${canonical}, found "${text}"`,
        },
      ],
    });
    // "CreateSecurityGroupIngress" and its kind zero host bits: maskCidr does what AWS does on input.
    expect(unwrap(maskCidr(text))).toBe(canonical);
  });

  it("has one text: lower case, compressed, host bits zero", () => {
    expect(cidr("2001:0DB8:0::/32")).toBe("2001:db8::/32");
    expect(cidr("2001:db8::/32")).toBe(cidr("2001:DB8:0:0:0:0:0:0/32"));
  });

  it("fails and succeeds again in the same way when the same text is read twice", () => {
    for (const text of ["10.9.0.0/16", "10.9.0.1/16", "10.9.0.0/33"]) {
      expect(parseCidr(text, ["x"])).toEqual(parseCidr(text, ["x"]));
    }
    const [one, two] = [parseCidr("10.9.0.1/16", ["x"]), parseCidr("10.9.0.1/16", ["y"])];
    expect([one, two].map((each) => !each.ok && each.issues[0]?.path)).toEqual([["x"], ["y"]]);
  });

  it("comes back the same from its text", () => {
    fc.assert(
      fc.property(arbBlock(), (block) => {
        expect(cidr(block)).toBe(block);
        expect(block).toBe(`${block.split("/")[0]}/${prefixLength(block)}`);
        expect(unwrap(maskCidr(block))).toBe(block);
      }),
    );
  });

  it("has the addresses that Node's own block list has", () => {
    fc.assert(
      fc.property(arbBlock(), arbBlock(), arbAddress(), (block, other, any) => {
        const list = new BlockList();
        list.addSubnet(block.split("/")[0] as string, prefixLength(block), cidrFamily(block));
        for (const address of [...edgesOf([block, other]), any]) {
          // Node takes an IPv4-mapped IPv6 address for the IPv4 address.
          if (address.startsWith("::ffff:")) continue;
          const nodeHas = cidrFamily(block) === ipFamily(address) && list.check(address, ipFamily(address));
          expect(cidrHas(block, address), `${block} ${address}`).toBe(nodeHas);
          expect(inBlock(address, block)).toBe(nodeHas);
        }
      }),
    );
  });

  it("covers and overlaps another as arithmetic on their ends says", () => {
    fc.assert(
      fc.property(arbBlock(), arbBlock(), (a, b) => {
        const sameFamily = cidrFamily(a) === cidrFamily(b);
        expect(cidrCovers(a, b)).toBe(sameFamily && first(a) <= first(b) && last(b) <= last(a));
        expect(cidrsOverlap(a, b)).toBe(sameFamily && first(a) <= last(b) && first(b) <= last(a));
        expect(cidrsOverlap(a, b)).toBe(cidrsOverlap(b, a));
        expect(cidrCovers(a, a)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("has as many addresses as its last is beyond its first, and one", () => {
    fc.assert(
      fc.property(arbBlock(), (block) => {
        expect(numberOf(cidrLast(block)) - first(block) + 1n).toBe(cidrSize(block));
        expect(cidrHas(block, cidrLast(block))).toBe(true);
      }),
    );
    expect(cidrSize(cidr("10.0.0.0/20"))).toBe(4096n);
    expect(cidrSize(cidr("::/0"))).toBe(2n ** 128n);
  });

  it("names its hosts by their offset", () => {
    expect([0, 1, 2, 255].map((offset) => cidrHost(cidr("10.0.1.0/24"), offset))).toEqual([
      "10.0.1.0",
      "10.0.1.1",
      "10.0.1.2",
      "10.0.1.255",
    ]);
    expect(cidrHost(cidr("2001:db8:0:1::/64"), 10)).toBe("2001:db8:0:1::a");
  });

  it("counts its addresses and the blocks inside it as whole numbers, whatever lane they carry into", () => {
    const blockAndPlace = arbBlock().chain((block) =>
      fc.record({
        block: fc.constant(block),
        length: fc.integer({ min: prefixLength(block), max: block.includes(":") ? 128 : 32 }),
        share: fc.nat({ max: 1_000_000 }),
      }),
    );
    fc.assert(
      fc.property(blockAndPlace, ({ block, length, share }) => {
        const free = BigInt((block.includes(":") ? 128 : 32) - length);
        const first = numberOf(block.slice(0, block.indexOf("/")));
        const offset = (BigInt(share) * (cidrSize(block) - 1n)) / 1_000_000n;
        expect(numberOf(cidrHost(block, offset))).toBe(first + offset);
        const inner = cidrSubnet(block, length, offset >> free);
        expect(inner).toBe(cidr(`${cidrHost(block, (offset >> free) << free)}/${length}`));
        expect(cidrCovers(block, inner ?? cidr("::/0"))).toBe(true);
        expect(cidrSubnet(block, length, cidrSize(block) >> free)).toBeUndefined();
      }),
    );
  });

  it("has no blocks that are larger than it, or of a length that there is not", () => {
    const block = cidr("10.0.0.0/16");
    expect([15, 33, 16.5].map((length) => cidrSubnet(block, length, 0))).toEqual([undefined, undefined, undefined]);
    expect(cidrSubnet(block, 24, -1)).toBeUndefined();
    expect(cidrSubnet(block, 24, 255)).toBe("10.0.255.0/24");
  });

  it("of one address is /32 or /128", () => {
    expect(hostCidr(ip("10.0.0.1"))).toBe("10.0.0.1/32");
    expect(hostCidr(ip("2001:db8::1"))).toBe("2001:db8::1/128");
  });

  it("does not hold addresses of the other family, 0.0.0.0/0 and ::/0 included", () => {
    expect(cidrHas(cidr("0.0.0.0/0"), ip("::1"))).toBe(false);
    expect(cidrHas(cidr("::/0"), ip("10.0.0.1"))).toBe(false);
    expect(cidrCovers(cidr("0.0.0.0/0"), cidr("::/0"))).toBe(false);
    expect(cidrsOverlap(cidr("::/0"), cidr("0.0.0.0/0"))).toBe(false);
  });

  it("list of a range is the shortest: greedy from below, aligned, ends met exactly", () => {
    const range = fc.tuple(fc.nat(300), fc.nat(300)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(range, ([low, high]) => {
        const blocks = blocksOfLane([], low, high, "ipv4");
        const covered = blocks.flatMap((block) =>
          Array.from({ length: Number(cidrSize(block)) }, (_, at) => Number(first(block)) + at),
        );
        expect(covered).toEqual(Array.from({ length: high - low + 1 }, (_, at) => low + at));
        expect(blocks.length).toBe(fewest(low, high));
      }),
      { numRuns: 200 },
    );
    expect(blocksOfLane([], 0, 2 ** 32 - 1, "ipv4")).toEqual(["0.0.0.0/0"]);
    expect(blocksOfLane([0x20010db8], 0, 2 ** 31 - 1, "ipv6")).toEqual(["2001:db8::/33"]);
    expect(addressText(numberOf("10.0.0.1"), "ipv4")).toBe("10.0.0.1");
  });
});

/** The smallest number of aligned powers of two that make up a range, found by trying every first block. */
function fewest(low: number, high: number, known = new Map<number, number>()): number {
  if (low > high) return 0;
  const hit = known.get(low);
  if (hit !== undefined) return hit;
  let best = Number.POSITIVE_INFINITY;
  for (let size = 1; low % size === 0 && low + size - 1 <= high; size *= 2) {
    best = Math.min(best, 1 + fewest(low + size, high, known));
  }
  known.set(low, best);
  return best;
}

describe("the leading bits that a block and an address have in common", () => {
  it("are all that the block fixes exactly where it holds the address", () => {
    fc.assert(
      fc.property(arbBlock(), arbAddress(), (block, address) => {
        const isInside = inBlock(address, block);
        expect(commonBits(block, address) === prefixLength(block) && cidrFamily(block) === ipFamily(address)).toBe(
          isInside,
        );
      }),
    );
  });

  it("are those of the longest block around the address that overlaps it", () => {
    fc.assert(
      fc.property(arbBlock(), arbAddress(), (block, address) => {
        const isSameFamily = cidrFamily(block) === ipFamily(address);
        const lengths = Array.from({ length: prefixLength(block) + 1 }, (_, at) => at);
        const held = lengths.filter((length) => inBlock(address, unwrap(maskCidr(`${block.split("/")[0]}/${length}`))));
        expect(commonBits(block, address)).toBe(isSameFamily ? Math.max(...held) : 0);
      }),
    );
  });
});
