import { createNetwork, type Issue, ip } from "@netsim/core";
import { describe, expect, it } from "vitest";
import { compact, Reader } from "../../../packages/core/src/model/read.ts";

function issuesOf(input: unknown): readonly Issue[] {
  const result = createNetwork(input as never);
  return result.ok ? [] : result.issues;
}

describe("a reader", () => {
  it("collects issues while it takes what is good", () => {
    const reader = new Reader();
    expect(reader.cidrs(["10.0.0.0/8", "x", "10.0.0.1/8", "::/0"], ["a"])).toEqual(["10.0.0.0/8", "::/0"]);
    expect(reader.cidrs("y", ["b"])).toEqual([]);
    expect(reader.cidrs("10.0.0.0/8", ["b"])).toEqual(["10.0.0.0/8"]);
    expect(reader.cidrs(undefined, ["c"])).toEqual([]);
    expect(reader.ips(["::1", "z"], ["d"])).toEqual([ip("::1")]);
    expect(reader.report("port", ["e"], "a port", "x")).toBeUndefined();
    expect(reader.issues.map((each) => [each.code, each.path])).toEqual([
      ["cidr", ["a", 1]],
      ["cidr-host-bits", ["a", 2]],
      ["cidr", ["b"]],
      ["ip-address", ["d", 1]],
      ["port", ["e"]],
    ]);
  });

  it("reads members one by one: none, one or several of each", () => {
    const reader = new Reader();
    const read = (member: number): number | number[] | undefined => [undefined, member, [member, member]][member];
    expect(reader.each([0, 1, 2], [], read)).toEqual([1, 2, 2]);
    expect(reader.each(undefined, [], read)).toEqual([]);
  });

  it("finds every misspelt key, in each record and at each depth", () => {
    const found = issuesOf({
      vpcs: { v: { cidr: "10.0.0.0/16", a: 1, b: 2, origin: { c: 3, file: "x", d: 4 } } },
      securityGroups: {
        g: {
          vpcId: "v",
          ingress: [
            { e: 5, from: "10.0.0.0/8" },
            { from: "10.0.0.0/8", f: 6, g: 7 },
          ],
        },
      },
    });
    expect(found.every((each) => each.code === "unknown-key")).toBe(true);
    expect(found.map((each) => each.received).sort()).toEqual(
      ["a", "b", "c", "d", "e", "f", "g"].map((key) => `"${key}"`),
    );
  });

  it("does not mistake a key that every object inherits for one it knows", () => {
    const found = issuesOf({ vpcs: { v: { cidr: "10.0.0.0/16", toString: 1, constructor: 2 } } });
    expect(found.map((each) => each.path.at(-1)).sort()).toEqual(["constructor", "toString"]);
  });

  it("drops keys that hold nothing", () => {
    expect(compact({ a: 1, b: undefined, c: null, d: 0, e: "" })).toEqual({ a: 1, c: null, d: 0, e: "" });
    expect(Object.keys(compact({ a: undefined }))).toEqual([]);
  });
});
