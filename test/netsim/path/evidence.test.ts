import { checkConnection } from "netsim";
import { describe, expect, it } from "vitest";
import { evidenceOf, keepEvidence } from "../../../packages/netsim/src/path/evidence.ts";
import { legOf, twoSubnets } from "../../support/small-networks.ts";

describe("what a hop had to decide by", () => {
  const verdict = checkConnection(twoSubnets(), { from: "i-a", to: "i-b", port: 81 });
  const { forward, reply } = legOf(verdict);

  it("is kept beside filters and routers, and beside no other hop", () => {
    const kinds = forward.hops.map((hop) => [
      hop.component.kind,
      evidenceOf(forward.hops, hop.sequenceNumber) !== undefined,
    ]);
    expect(kinds).toEqual([
      ["network-interface", false],
      ["security-group", true],
      ["network-acl", true],
      ["route-table", true],
      ["network-acl", true],
      ["security-group", true],
      ["network-interface", false],
    ]);
  });

  it("is what it has decided by: the cases are those of the hop", () => {
    for (const { hops } of [forward, reply]) {
      for (const hop of hops) {
        const evidence = evidenceOf(hops, hop.sequenceNumber);
        if (!evidence) continue;
        expect(evidence.cases.map((each) => each.rule?.ref ?? null)).toEqual(hop.decisions.map((each) => each.rule));
      }
    }
  });

  it("is kept for nothing where a group passes a reply without a rule", () => {
    const tracked = reply.hops.filter((hop) => hop.component.kind === "security-group");
    expect(tracked).toHaveLength(2);
    for (const hop of tracked) expect(evidenceOf(reply.hops, hop.sequenceNumber)).toBeUndefined();
  });

  it("is not in the result", () => {
    expect(JSON.stringify(verdict)).not.toContain("otherwise");
    const copy = structuredClone(forward.hops);
    expect(evidenceOf(copy, 2)).toBeUndefined();
  });

  it("belongs to the hop that comes next", () => {
    const hops = [...forward.hops];
    const evidence = { rules: { rules: [], otherwise: "deny" }, traffic: {} as never, cases: [] };
    keepEvidence(hops, evidence);
    expect([evidenceOf(hops, hops.length), evidenceOf(hops, hops.length + 1)]).toEqual([undefined, evidence]);
  });
});
