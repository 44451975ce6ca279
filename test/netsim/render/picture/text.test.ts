import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clean, columns, shorten, wrapped } from "../../../../packages/netsim/src/render/picture/text.ts";
import { hostileName } from "../../../support/hostile.ts";

describe("text in pictures", () => {
  it("is never longer than it may be, cut in the middle", () => {
    fc.assert(
      fc.property(hostileName, fc.integer({ min: 2, max: 40 }), (text, most) => {
        const short = shorten(text, most);
        expect(columns(short)).toBeLessThanOrEqual(most);
        if (columns(text) <= most) expect(short).toBe(clean(text));
      }),
    );
    expect(shorten("subnet-0a10c2d4e6f801234", 12)).toBe("subnet-0…234");
  });

  it("is broken into lines that hold all of it, or say that they do not", () => {
    fc.assert(
      fc.property(hostileName, fc.integer({ min: 4, max: 40 }), fc.integer({ min: 1, max: 9 }), (text, most, lines) => {
        const all = wrapped(text, most, lines);
        expect(all.length).toBeLessThanOrEqual(lines);
        for (const line of all) expect(columns(line)).toBeLessThanOrEqual(most);
        if (all.at(-1)?.endsWith("…")) return;
        expect(all.join("").replace(/ /g, "")).toBe(clean(text).replace(/ /g, ""));
      }),
    );
  });

  it("keeps characters whole that are made of several", () => {
    const family = "👩‍👩‍👧‍👦";
    expect(shorten(family.repeat(10), 9).replaceAll(family, "")).toBe("…");
    expect(clean("a\u0000\u202eb\ud800\uffff")).toBe("a??b??");
    expect([...clean(`z${"\u0301".repeat(99)}`)].length).toBe(12);
  });
});
