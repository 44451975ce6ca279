/** What `diffNetworks` blames is to blame: without these edits, and with all others, the witness fares as before. */
import { addressesHave, type Network, packetSet, packetsOverlap } from "@netsim/core";
import fc from "fast-check";
import { type DiffVerdict, diffNetworks, type FlowChange } from "netsim";
import { describe, expect, it } from "vitest";
import { blameFor, type Witnessed } from "../../packages/netsim/src/analysis/blame.ts";
import { askedPublicly, type Member, membersOf } from "../../packages/netsim/src/analysis/endpoints.ts";
import { type FlowStatus, statusSets } from "../../packages/netsim/src/analysis/status.ts";
import { randomDocument } from "../support/aws-random.ts";
import { loadAws } from "../support/load-aws.ts";
import { crowdedEdits, randomEdits } from "../support/random-edits.ts";
import { undone } from "../support/undo-edits.ts";

const OPTIONS = { sameSubnetAcl: "egress", pathMtu: "warn" } as const;

/** Those of the class with this address; of the internet whoever is not inside. */
function endWith(network: Network, names: readonly string[], address: string): Member | undefined {
  return [...membersOf(network).byId.values()].find(({ name, party: { addresses, station } }) => {
    const own = [addresses, ...(station?.associations ?? []).flatMap((each) => each.public ?? [])];
    return names.includes(name) && own.some((each) => addressesHave(each, address as never));
  });
}

function pairIn(network: Network, { from, to, witness }: FlowChange): Witnessed | null {
  const sender = endWith(network, from.members, witness.source)?.party;
  const member = endWith(network, to.members, witness.destination)?.party;
  const receiver = member && to.byPublicAddress ? askedPublicly(member) : member;
  return sender && receiver ? { network, from: sender, to: receiver } : null;
}

function statusOf(network: Network, flow: FlowChange): FlowStatus {
  const pair = pairIn(network, flow);
  if (!pair) return "failing";
  const { witness } = flow;
  const sets = statusSets(network, pair.from, pair.to, packetSet([witness]), OPTIONS);
  return (
    (["working", "partial", "unknown"] as const).find((word) => packetsOverlap(sets[word], packetSet([witness]))) ??
    "failing"
  );
}

function flowsOf({ starts, stops, doubts }: DiffVerdict): readonly FlowChange[] {
  return [...starts, ...stops, ...doubts];
}

/** How many flows were asked about. */
function checkAll(before: Network, after: Network): number {
  const flows = flowsOf(diffNetworks(before, after));
  for (const flow of flows) {
    const { witness, edits } = flow;
    expect(statusOf(after, flow)).toBe(flow.after);
    const status = statusOf(undone(before, after, edits), flow);
    expect({ witness, edits, status }).toEqual({ witness, edits, status: flow.before });
    const [one, other] = [before, after].map((network) => pairIn(network, flow));
    if (!one || !other) continue;
    // What is found once for pairs that are alike is what would be found for each.
    expect(flow.blame).toEqual(blameFor(one, other, witness, OPTIONS, (network) => pairIn(network, flow)).blame);
  }
  return flows.length;
}

describe("the blame for a flow suffices: without its edits, and with all others, the witness fares as before", () => {
  it("after any edits", () => {
    let flows = 0;
    fc.assert(
      fc.property(randomDocument(), randomEdits(6), (doc, edit) => {
        flows += checkAll(loadAws(doc), loadAws(edit(doc)));
      }),
      { numRuns: 25 },
    );
    expect(flows).toBeGreaterThan(0);
  });

  it("after many edits of the same few filters", () => {
    let flows = 0;
    fc.assert(
      fc.property(randomDocument(), crowdedEdits(), (doc, edit) => {
        flows += checkAll(loadAws(doc), loadAws(edit(doc)));
      }),
      { numRuns: 25 },
    );
    expect(flows).toBeGreaterThan(0);
  });
});
