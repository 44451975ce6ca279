/** Rules that are taken for alike while repairs are looked for: whichever of them is applied, the answers are the same. */
import type { Network } from "@netsim/core";
import fc from "fast-check";
import { checkConnection, repair } from "netsim";
import { describe, expect, it } from "vitest";
import { alikeEdits, choicesOf } from "../../../packages/netsim/src/repair/alike.ts";
import { patched } from "../../../packages/netsim/src/repair/apply-edits.ts";
import { changesWays, type Edit } from "../../../packages/netsim/src/repair/edit.ts";
import { randomDocument } from "../../support/aws-random.ts";
import { loadAws } from "../../support/load-aws.ts";
import { repairsOf, suggested } from "../../support/repairs.ts";
import { publicAndPrivate } from "../../support/small-networks.ts";

/** What becomes of every packet, and what stops it where. */
function outcome(network: Network, question: Parameters<typeof checkConnection>[1]): unknown {
  const { verdict, legs, blockers } = checkConnection(network, question);
  return {
    verdict,
    legs: legs.map(({ name, working, failing }) => ({ name, working, failing })),
    blockers: blockers.map(({ leg, phase, hop, component, packets }) => ({ leg, phase, hop, component, packets })),
  };
}

describe("rules that are alike", () => {
  it("have the same effect, alone and beside other rules and entries", () => {
    const picks = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 8, maxLength: 8 });
    let several = 0;
    fc.assert(
      fc.property(randomDocument(), picks, (doc, all) => {
        const network = loadAws(doc);
        const ends = Object.keys(network.networkInterfaces);
        for (const [a, b, c] of all) {
          const [from = "", to = ""] = [ends[a % ends.length], ends[b % ends.length]];
          if (from === to) continue;
          const question = { from, to, port: [80, "22-443"][c % 2] ?? 80 };
          const verdict = checkConnection(network, question);
          const edits = suggested(network, verdict);
          const filters = edits.filter((edit) => !changesWays(edit)).slice(0, 4);
          for (const [first, ...others] of alikeEdits(edits, [verdict])) {
            const beside: readonly (readonly Edit[])[] = [[], ...filters.map((edit) => [edit])];
            for (const other of others) {
              several++;
              for (const more of beside) {
                const [one, two] = [first, other].map((edit) => outcome(patched(network, [edit, ...more]), question));
                expect(two).toEqual(one);
              }
            }
          }
        }
      }),
      { numRuns: 15, seed: 4 },
    );
    expect(several).toBeGreaterThan(20);
  });

  it("are those for a peer's group and for its address, and all choices of them are repairs", () => {
    const network = publicAndPrivate({
      securityGroups: {
        "sg-web": { vpcId: "vpc-1", egress: [] },
        "sg-app": { vpcId: "vpc-1", ingress: [] },
      },
    });
    const verdict = checkConnection(network, { from: "web", to: "app", port: 80 });
    const groups = alikeEdits(suggested(network, verdict), [verdict]).filter((each) => each.length > 1);
    expect(groups.map((each) => each.length).every((size) => size >= 2)).toBe(true);
    expect(repairsOf(repair(network, verdict)).sort()).toEqual(
      ["10.0.0.10/32", "sg-web"].flatMap((peer) =>
        ["10.0.1.10/32", "sg-app"].map((other) => [`sg-app ingress 6:80 ${peer}`, `sg-web egress 6:80 ${other}`]),
      ),
    );
  });

  it("are chosen from one of each", () => {
    const [a, b, c] = ["a", "b", "c"].map((instanceId): Edit => ({ kind: "start-instance", instanceId }));
    if (!a || !b || !c) throw new Error("three edits");
    expect(choicesOf([[a, b], [c]])).toEqual([
      [a, c],
      [b, c],
    ]);
    expect(choicesOf([])).toEqual([[]]);
  });
});
