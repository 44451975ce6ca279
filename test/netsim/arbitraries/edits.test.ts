/** Random edits: each kind does what it says, whatever came before it, and leaves a valid network. */
import fc from "fast-check";
import { createNetwork } from "netsim";
import { arbEdit, arbEdits, arbNetwork, type EditKind, withEdits } from "netsim/arbitraries";
import { describe, expect, it } from "vitest";
import { EDIT_KINDS, EDITS } from "../../../packages/netsim/src/arbitraries/edit-kinds.ts";
import { balanced } from "../../support/small-networks.ts";
import { sharesOf } from "../../support/statistics.ts";

describe("random edits", () => {
  it("leave a valid network, one after the other", () => {
    const cases = arbNetwork().chain((net) => fc.tuple(fc.constant(net), arbEdits(net, { max: 6 })));
    fc.assert(
      fc.property(cases, ([net, edits]) => {
        expect(createNetwork(withEdits(net, edits)).ok).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it.each(EDIT_KINDS)("of the kind %s change the record that they name", (kind) => {
    const possible = arbNetwork().filter((net) => EDITS[kind].subjects(net).length > 0);
    const cases = possible.chain((net) => fc.tuple(fc.constant(net), arbEdit(net, { kinds: [kind] })));
    fc.assert(
      fc.property(cases, ([net, edit]) => {
        expect(edit.kind).toBe(kind);
        expect(edit.description).toContain(edit.component);
        expect(fc.stringify(edit)).toBe(edit.description);
        const { missing: _, ...after } = withEdits(net, [edit]);
        const changed = Object.entries(after).flatMap(([collection, records]) =>
          Object.keys(records).filter((id) => !isSame(net, collection, id, records)),
        );
        // Some change nothing, such as the group that an interface has already.
        expect([[], [edit.component]]).toContainEqual(changed);
      }),
      { numRuns: 25 },
    );
  });

  it("are of every kind that a network has room for", () => {
    const shares = sharesOf(
      arbNetwork({ loadBalancer: "always" }).chain((net) => arbEdit(net)),
      ({ kind }) => kind,
      { numRuns: 600, seed: 20261126 },
    );
    expect(Object.keys(shares).sort()).toEqual([...EDIT_KINDS].sort());
  });

  it("keep to kinds and records", () => {
    const kinds: readonly EditKind[] = ["authorize-group-rule", "revoke-group-rule"];
    fc.assert(
      fc.property(arbEdit(balanced(), { kinds, components: ["sg-lb", "acl-lb"] }), (edit) => {
        expect([edit.component, kinds.includes(edit.kind)]).toEqual(["sg-lb", true]);
      }),
    );
    fc.assert(fc.property(arbEdit(balanced(), { except: ["sg-lb"] }), ({ component }) => component !== "sg-lb"));
  });

  it("are refused where nothing can be done", () => {
    expect(() => arbEdit(balanced(), { kinds: ["delete-peering"] })).toThrow(
      "kinds: something that can be done to this network, found delete-peering",
    );
    const unchecked = { kinds: ["typo" as EditKind] };
    expect(() => arbEdit(balanced(), unchecked)).toThrow("kinds: one of authorize-group-rule,");
  });
});

function isSame(net: object, collection: string, id: string, records: object): boolean {
  const before = (net as Readonly<Record<string, Readonly<Record<string, unknown>>>>)[collection]?.[id];
  return JSON.stringify(before) === JSON.stringify((records as Readonly<Record<string, unknown>>)[id]);
}
