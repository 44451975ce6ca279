import type { Reachability } from "netsim";
import { describe, expect, it } from "vitest";
import { allOf } from "../../../packages/netsim/src/path/combine.ts";

describe("several parts that all have to work", () => {
  it.each<[Reachability[], Reachability]>([
    [["reachable", "reachable"], "reachable"],
    [["unreachable", "unreachable"], "unreachable"],
    [["reachable", "unreachable"], "partial"],
    [["reachable", "partial"], "partial"],
    [["partial", "unreachable"], "partial"],
    [["reachable", "unknown"], "unknown"],
    [["unreachable", "unknown"], "unknown"],
    [["partial", "unknown", "reachable"], "unknown"],
  ])("%j make %s", (parts, whole) => {
    expect(allOf(parts)).toBe(whole);
  });
});
