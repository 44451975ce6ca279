/** Random changes of a network. */
import type { Network } from "@netsim/core";
import fc from "fast-check";
import { someOf, wholeNumber } from "./constraints.js";
import type { NetworkEdit } from "./edit.js";
import { EDIT_KINDS, EDITS, type EditKind, type EditSeed } from "./edit-kinds.js";
import { arbTraffic } from "./traffic.js";

/** Which edits may be drawn. */
export interface EditConstraints {
  /** Every kind when left out. */
  readonly kinds?: readonly EditKind[] | undefined;
  /** Only of records with these ids; of any when left out. */
  readonly components?: readonly string[] | undefined;
  /** None of records with these ids. */
  readonly except?: readonly string[] | undefined;
}

/** Which edits may be drawn, and how many in a row. */
export interface EditsConstraints extends EditConstraints {
  /** 0 when left out. */
  readonly min?: number | undefined;
  /** 3 when left out, 100 at most. */
  readonly max?: number | undefined;
}

/**
 * One change as people make it to this network: a rule more or less, an entry, a route, another association, something that
 * stops. Each kind is as likely as any other. Prints as what it does.
 *
 * @throws RangeError when nothing of that kind can be done to this network, or an id is none of its own.
 */
export function arbEdit(network: Network, constraints: EditConstraints = {}): fc.Arbitrary<NetworkEdit<EditKind>> {
  const { components, except = [] } = constraints;
  checkIds(network, "components", components ?? []);
  checkIds(network, "except", except);
  const kinds = someOf("kinds", constraints.kinds ?? EDIT_KINDS, EDIT_KINDS);
  const makers = kinds
    .map((kind) =>
      EDITS[kind]
        .subjects(network)
        .filter(({ component }) => (components?.includes(component) ?? true) && !except.includes(component)),
    )
    .filter((subjects) => subjects.length > 0);
  if (makers.length === 0) {
    const where = components === undefined ? "" : ` of ${components.join(", ")}`;
    const but = except.length === 0 ? "" : ` but of ${except.join(", ")}`;
    throw new RangeError(`kinds: something that can be done to this network, found ${kinds.join(", ")}${where}${but}`);
  }
  const subject = fc.oneof(...makers.map((subjects) => fc.constantFrom(...subjects)));
  return fc.tuple(subject, seed()).map(([{ make }, each]) => make(each));
}

/** Several changes, to be carried out one after the other: `withEdits(network, edits)`. */
export function arbEdits(network: Network, constraints: EditsConstraints = {}): fc.Arbitrary<NetworkEdit<EditKind>[]> {
  const minLength = wholeNumber("min", constraints.min ?? 0, 0, 100);
  const maxLength = wholeNumber("max", constraints.max ?? Math.max(3, minLength), minLength, 100);
  return fc.array(arbEdit(network, constraints), { minLength, maxLength });
}

function seed(): fc.Arbitrary<EditSeed> {
  return fc.record({
    traffic: arbTraffic({ usual: true }),
    direction: fc.constantFrom("ingress", "egress"),
    action: fc.constantFrom("allow", "deny"),
    ruleNumber: fc.constantFrom(7, 100, 110, 200, 1, 32766),
    other: fc.nat(40),
  });
}

/** A mistyped id would leave nothing to fail. */
function checkIds(network: Network, key: string, ids: readonly string[]): void {
  const { missing: _, ...collections } = network;
  for (const id of ids) {
    if (!Object.values(collections).some((records) => Object.hasOwn(records, id)))
      throw new RangeError(`${key}: ids of this network, found ${JSON.stringify(id)}`);
  }
}
