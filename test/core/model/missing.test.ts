import { createNetwork, isMissing, isMissingRecord, type Missing, network } from "@netsim/core";
import { describe, expect, it } from "vitest";

const missing: readonly Missing[] = [
  { collection: "subnets", reason: "not-collected" },
  { collection: "routeTables", vpcId: "v", reason: "not-collected" },
  { collection: "securityGroups", id: "sg-1", reason: "not-described" },
];

describe("what is missing", () => {
  it("is a whole collection, that of a VPC, or one record", () => {
    expect(isMissing(missing, "subnets")).toBe(true);
    expect(isMissing(missing, "subnets", "v")).toBe(true);
    expect(isMissing(missing, "routeTables", "v")).toBe(true);
    expect(isMissing(missing, "routeTables", "w")).toBe(false);
    expect(isMissing(missing, "securityGroups")).toBe(false);
    expect(isMissing([], "subnets")).toBe(false);
  });

  it("excuses references to it and no others", () => {
    expect(isMissingRecord(missing, "subnets", "s")).toBe(true);
    expect(isMissingRecord(missing, "securityGroups", "sg-1")).toBe(true);
    expect(isMissingRecord(missing, "securityGroups", "sg-2")).toBe(false);
    const result = createNetwork({
      missing,
      networkInterfaces: { e: { subnetId: "s", groups: ["sg-1", "sg-2"] } },
    });
    expect(!result.ok && result.issues.map((each) => each.path)).toEqual([["networkInterfaces", "e", "groups", 1]]);
  });

  it("is kept, with what is known about it", () => {
    const full = {
      collection: "vpcs",
      id: "v",
      vpcId: "v",
      reason: "page-cut-short",
      detail: "NextToken",
      origin: { file: "a" },
    };
    expect(network({ missing: [full] }).missing).toEqual([full]);
    expect(network({}).missing).toEqual([]);
  });
});
