/** The laws that users may try on their own networks hold on random ones. */
import fc from "fast-check";
import type { Network } from "netsim";
import {
  arbNetwork,
  arbWorkingNetwork,
  explanationsLeadToRepairs,
  groupRulesOnlyAllow,
  renumberingChangesNothing,
} from "netsim/arbitraries";
import { describe, it } from "vitest";
import { balanced, publicAndPrivate } from "../../support/small-networks.ts";

const LAWS: readonly (readonly [string, (network: Network) => fc.IProperty<unknown>, number])[] = [
  ["groupRulesOnlyAllow", (net) => groupRulesOnlyAllow(net), 12],
  ["renumberingChangesNothing", (net) => renumberingChangesNothing(net), 12],
  ["explanationsLeadToRepairs", (net) => explanationsLeadToRepairs(net), 4],
];

describe.each(LAWS)("%s", (_, lawOf, numRuns) => {
  it.each([
    ["random networks", arbNetwork()],
    ["networks that work", arbWorkingNetwork()],
  ])("holds for %s", (_name, networks) => {
    fc.assert(
      fc.property(networks, fc.integer(), (net, seed) => {
        fc.assert(lawOf(net), { numRuns, seed });
      }),
      { numRuns: 25 },
    );
  });

  it("holds for one's own", () => {
    for (const net of [balanced(), publicAndPrivate()]) fc.assert(lawOf(net), { numRuns: 60 });
  });
});
