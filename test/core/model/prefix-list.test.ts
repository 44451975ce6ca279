import { network } from "@netsim/core";
import { describe, expect, it } from "vitest";

// "Managed prefix lists" https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html
describe("a prefix list", () => {
  it("keeps its entries, of one family", () => {
    const made = network({
      prefixLists: {
        "pl-4": { entries: ["10.0.0.0/8", "192.0.2.1/32"], name: "offices" },
        "pl-6": { entries: ["2001:DB8::/32"] },
        "pl-0": { entries: [] },
      },
    });
    expect(made.prefixLists).toEqual({
      "pl-4": { id: "pl-4", name: "offices", entries: ["10.0.0.0/8", "192.0.2.1/32"] },
      "pl-6": { id: "pl-6", entries: ["2001:db8::/32"] },
      "pl-0": { id: "pl-0", entries: [] },
    });
  });
});
