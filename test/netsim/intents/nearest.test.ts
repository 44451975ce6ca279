import { describe, expect, it } from "vitest";
import { didYouMean, editDistance, meantOrKnown, nearest } from "../../../packages/netsim/src/intents/nearest.ts";

describe("nearest", () => {
  it("counts edits", () => {
    expect(editDistance("", "abc")).toBe(3);
    expect(editDistance("port", "prot")).toBe(1);
    expect(editDistance("health", "helth")).toBe(1);
    expect(editDistance("same", "same")).toBe(0);
  });

  it("finds the words that are close, the closest first", () => {
    expect(nearest("prot", ["port", "protocol", "from", "expect"])).toEqual(["port", "protocol"]);
    expect(nearest("I-0A1", ["i-0a1", "i-0a2", "i-0b2"])).toEqual(["i-0a1", "i-0a2"]);
    expect(nearest("xyz", ["port", "from"])).toEqual([]);
  });

  it("says so", () => {
    expect(didYouMean("prt", ["port", "from"])).toBe(' (did you mean "port"?)');
    expect(didYouMean("xyz", ["port"])).toBe("");
    expect(meantOrKnown("xyz", ["a-1", "b-2"])).toBe(", such as a-1, b-2");
    expect(meantOrKnown("xyz", [])).toBe("");
  });
});
