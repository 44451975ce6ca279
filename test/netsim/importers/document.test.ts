import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathOf, placeName, printed, problem, within } from "../../../packages/netsim/src/importers/document.ts";

const top = { file: "a.json", pointer: "" };

describe("a place", () => {
  it("points as RFC 6901 says", () => {
    expect(within(top, "Vpcs", 0, "a/b~c").pointer).toBe("/Vpcs/0/a~1b~0c");
  });

  it("has the keys of its pointer", () => {
    const keys = fc.array(
      fc.oneof(
        fc.nat(),
        fc.string().filter((key) => !/^\d+$/.test(key)),
      ),
    );
    fc.assert(
      fc.property(keys, (all) => {
        expect(pathOf(within(top, ...all))).toEqual(["a.json", ...all]);
      }),
    );
  });

  it("is named for people", () => {
    expect(placeName(within(top, "Vpcs", 0, "CidrBlock"))).toBe("a.json: Vpcs[0].CidrBlock");
    expect(placeName(top)).toBe("a.json");
  });

  it("makes the path and the message of an issue", () => {
    expect(problem("shape", within(top, "Vpcs"), "an array", "an object")).toEqual({
      code: "shape",
      path: ["a.json", "Vpcs"],
      expected: "an array",
      received: "an object",
      message: "a.json: Vpcs: expected an array, found an object",
    });
  });

  it.each<[unknown, string]>([
    [[], "an empty array"],
    [[1], "an array"],
    [{}, "an object"],
    [null, "null"],
    [undefined, "nothing"],
    ["x", '"x"'],
  ])("prints %j", (value, text) => {
    expect(printed(value)).toBe(text);
  });
});
