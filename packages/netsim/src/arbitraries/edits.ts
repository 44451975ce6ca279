/** Random changes of a network. */
import type { Network } from "@netsim/core";
import fc from "fast-check";
import type { Aim } from "./aim.js";
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
  return oneEdit(network, constraints);
}

function oneEdit(network: Network, constraints: EditConstraints, aim?: Aim): fc.Arbitrary<NetworkEdit<EditKind>> {
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
  const made = (subjects: typeof makers, each: fc.Arbitrary<EditSeed>): fc.Arbitrary<NetworkEdit<EditKind>> =>
    fc.tuple(fc.oneof(...subjects.map((those) => fc.constantFrom(...those))), each).map(([{ make }, of]) => make(of));
  const near = makers
    .map((subjects) => subjects.filter(({ component }) => aim?.components.has(component)))
    .filter((subjects) => subjects.length > 0);
  if (aim === undefined || near.length === 0) return made(makers, seed());
  return fc.oneof({ weight: 3, arbitrary: made(near, aimedSeed(aim)) }, { weight: 1, arbitrary: made(makers, seed()) });
}

/** Several changes, to be carried out one after the other: `withEdits(network, edits)`. */
export function arbEdits(network: Network, constraints: EditsConstraints = {}): fc.Arbitrary<NetworkEdit<EditKind>[]> {
  return someEdits(constraints, arbEdit(network, constraints));
}

/** As {@link arbEdits}, most of them where a question is stopped, and about what it asks. */
export function aimedEdits(
  network: Network,
  constraints: EditsConstraints,
  aim: Aim,
): fc.Arbitrary<NetworkEdit<EditKind>[]> {
  return someEdits(constraints, oneEdit(network, constraints, aim));
}

function someEdits<T>(constraints: EditsConstraints, edit: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  const minLength = wholeNumber("min", constraints.min ?? 0, 0, 100);
  const maxLength = wholeNumber("max", constraints.max ?? Math.max(3, minLength), minLength, 100);
  return fc.array(edit, { minLength, maxLength });
}

/** About what is asked and stopped, with everyone more often than not: the first of all peers. */
function aimedSeed({ traffic, directions }: Aim): fc.Arbitrary<EditSeed> {
  const aimed = {
    ...SEED,
    direction: fc.constantFrom(...directions),
    ...(traffic.length === 0 ? {} : { traffic: fc.constantFrom(...traffic) }),
  };
  return fc.oneof(
    { weight: 2, arbitrary: fc.record({ ...aimed, other: fc.constant(0) }) },
    { weight: 1, arbitrary: fc.record(aimed) },
    { weight: 1, arbitrary: seed() },
  );
}

function seed(): fc.Arbitrary<EditSeed> {
  return fc.record(SEED);
}

const SEED: { readonly [Key in keyof EditSeed]: fc.Arbitrary<EditSeed[Key]> } = {
  traffic: arbTraffic({ usual: true }),
  direction: fc.constantFrom("ingress", "egress"),
  action: fc.constantFrom("allow", "deny"),
  ruleNumber: fc.constantFrom(7, 100, 110, 200, 1, 32766),
  other: fc.nat(40),
};

/** A mistyped id would leave nothing to fail. */
function checkIds(network: Network, key: string, ids: readonly string[]): void {
  const { missing: _, ...collections } = network;
  for (const id of ids) {
    if (!Object.values(collections).some((records) => Object.hasOwn(records, id)))
      throw new RangeError(`${key}: ids of this network, found ${JSON.stringify(id)}`);
  }
}
