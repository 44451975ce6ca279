import { describe, expect, it } from "vitest";
import { balanced } from "../../support/small-networks.ts";
import { briefly, findings, unknownsAbout } from "./support.ts";

const CODE = "zone-without-targets";

describe("a zone of a load balancer", () => {
  it("has targets where an instance of the zone is registered", () => {
    expect(findings(balanced(), CODE)).toEqual([]);
  });

  it("has none where all are in another zone, with cross-zone load balancing or without", () => {
    expect(briefly(findings(balanced({ instances: ["i-a"] }), CODE), "zone", "crossZone", "zonesWithTargets")).toEqual([
      "web zone us-east-1b crossZone true zonesWithTargets us-east-1a",
    ]);
    expect(briefly(findings(balanced({ instances: ["i-b"], crossZone: false }), CODE), "zone", "crossZone")).toEqual([
      "web zone us-east-1a crossZone false",
    ]);
  });

  it("is not known to have none where a registered instance is not in the input", () => {
    const missing = [{ collection: "instances", id: "i-c", reason: "not-described" }];
    const net = balanced({ instances: ["i-a", "i-c"] }, { missing });
    expect(findings(net, CODE)).toEqual([]);
    expect(unknownsAbout(net, CODE)).toEqual(["web targets"]);
  });
});
