/** What an import has gathered so far. Readers fill `records`; builders join them and fill `input`. */
import {
  type Collection,
  type Issue,
  type Missing,
  type NetworkInput,
  ROUTE_TARGET_COLLECTIONS,
  type RouteTarget,
} from "@netsim/core";
import type * as v from "valibot";
import type { DescribedStates } from "../described-health.js";
import type { Place } from "../document.js";
import { type About, type Note, noteOf } from "../note.js";
import type { Noun } from "./noun.js";

/** One record as AWS describes it, with the keys that bear on the model. */
export interface Raw<T> {
  readonly id: string;
  readonly record: T;
  readonly place: Place;
}

/** One record that names another. */
export interface Reference {
  readonly collection: Collection;
  readonly id: string;
  /** The id of the record that names it, and where. */
  readonly by: string;
  readonly place: Place;
}

type Inputs = { readonly [C in Collection]: Map<string, NonNullable<NetworkInput[C]>[string]> };

export interface Draft {
  /** By the noun's key and the record's id. */
  readonly records: Map<string, Map<string, Raw<unknown>>>;
  /** The collections of which a describe command was found, be its list empty or not. */
  readonly collected: Set<Collection>;
  readonly input: Inputs;
  readonly references: Reference[];
  /** What AWS saw, by load balancer and by target group. */
  readonly describedHealth: {
    readonly classicLoadBalancers: Map<string, DescribedStates>;
    readonly targetGroups: Map<string, DescribedStates>;
  };
  readonly missing: Missing[];
  readonly issues: Issue[];
  readonly notes: Note[];
}

export function newDraft(): Draft {
  const input: Inputs = {
    vpcs: new Map(),
    subnets: new Map(),
    routeTables: new Map(),
    networkAcls: new Map(),
    securityGroups: new Map(),
    prefixLists: new Map(),
    internetGateways: new Map(),
    egressOnlyInternetGateways: new Map(),
    natGateways: new Map(),
    gatewayEndpoints: new Map(),
    vpcPeeringConnections: new Map(),
    networkInterfaces: new Map(),
    instances: new Map(),
    classicLoadBalancers: new Map(),
    loadBalancers: new Map(),
    targetGroups: new Map(),
  };
  return {
    records: new Map(),
    collected: new Set(),
    input,
    references: [],
    describedHealth: { classicLoadBalancers: new Map(), targetGroups: new Map() },
    missing: [],
    issues: [],
    notes: [],
  };
}

/** What was read of a noun, by id: the order of the documents must not show. The schema is the noun's, for its type. */
export function recordsOf<S extends v.GenericSchema>(
  draft: Draft,
  noun: Noun,
  _schema: S,
): readonly Raw<v.InferOutput<S>>[] {
  const records = [...(draft.records.get(noun.key)?.values() ?? [])] as Raw<v.InferOutput<S>>[];
  return records.sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function addNote(draft: Draft, code: string, message: string, about: About): void {
  draft.notes.push(noteOf(code, message, about));
}

/** Says that `by` names a record; if none of that id is built, it is listed as missing. */
export function refer(draft: Draft, collection: Collection, id: string, by: string, place: Place): void {
  draft.references.push({ collection, id, by, place });
}

/** {@link refer} to what a route leads to, where the model has it. */
export function referToTarget(draft: Draft, target: RouteTarget, by: string, place: Place): void {
  if (target.type === "local" || target.type === "unsupported") return;
  refer(draft, ROUTE_TARGET_COLLECTIONS[target.type], target.id, by, place);
}

/** Lists a record as missing for a reason that is found in the record itself. */
export function leaveOut(
  draft: Draft,
  collection: Collection,
  id: string,
  reason: string,
  detail: string,
  place: Place | undefined,
): void {
  draft.missing.push({ collection, id, reason, detail, ...(place === undefined ? {} : { origin: place }) });
}
