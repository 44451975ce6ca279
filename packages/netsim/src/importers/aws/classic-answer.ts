/**
 * Answers about one Classic Load Balancer that do not name it: `describe-load-balancer-attributes` and
 * `describe-instance-health`. The name is beside the answer, or in the name of the file.
 * "LoadBalancerAttributes" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_LoadBalancerAttributes.html
 */
import * as v from "valibot";
import type { DescribedState } from "../described-health.js";
import { isObject, placeName } from "../document.js";
import type { Found } from "../find.js";
import { addNote, type Draft, recordsOf, refer } from "./draft.js";
import { type KeyReader, keep, type Noun, parseShape } from "./noun.js";
import { answersOf, isOwned, ownerInFile } from "./owned-answer.js";

const OWNERS = ["LoadBalancerName"];

export interface ClassicAttributes {
  readonly CrossZoneLoadBalancing?: { readonly Enabled?: boolean | undefined } | undefined;
  readonly ConnectionDraining?:
    | { readonly Enabled?: boolean | undefined; readonly Timeout?: number | undefined }
    | undefined;
  readonly ConnectionSettings?: { readonly IdleTimeout?: number | undefined } | undefined;
}

const flag = v.optional(v.boolean());
const seconds = v.optional(v.number());

const attributesSchema: v.GenericSchema<unknown, ClassicAttributes> = v.object({
  CrossZoneLoadBalancing: v.optional(v.object({ Enabled: flag })),
  ConnectionDraining: v.optional(v.object({ Enabled: flag, Timeout: seconds })),
  ConnectionSettings: v.optional(v.object({ IdleTimeout: seconds })),
});

const attributes: Noun = {
  key: "LoadBalancerAttributes",
  id: "LoadBalancerName",
  schema: attributesSchema,
  collections: [],
};

/** Those whose load balancer the file name has to tell, by their place. */
const unnamed: Noun = { ...attributes, key: "LoadBalancerAttributes without a name" };

/** Under this key some collectors have a list of elbv2's answers, each with its `LoadBalancerArn`. */
function isOfElbv2({ value }: Found): boolean {
  return Array.isArray(value) && value.some((each) => isObject(each) && "LoadBalancerArn" in each);
}

export const classicAttributesReader: KeyReader = {
  key: attributes.key,
  collections: [],
  recognise: (found) =>
    !isOfElbv2(found) &&
    (found.top || isOwned(found, OWNERS) || (isObject(found.value) && "CrossZoneLoadBalancing" in found.value)),
  read: (found, draft) => {
    for (const { owner, value, place } of answersOf(found, OWNERS, draft)) {
      const record = parseShape(attributesSchema, value, place, draft);
      if (!record) continue;
      if (owner) keep(attributes, owner.id, record, place, draft);
      else keep(unnamed, placeName(place), record, place, draft);
    }
  },
};

const text = v.optional(v.string());

interface AwsState {
  readonly InstanceId: string;
  readonly State: string;
  readonly ReasonCode?: string | undefined;
  readonly Description?: string | undefined;
}

const statesSchema: v.GenericSchema<unknown, readonly AwsState[]> = v.array(
  v.object({ InstanceId: v.string(), State: v.string(), ReasonCode: text, Description: text }),
);

const recordSchema: v.GenericSchema<unknown, { readonly InstanceStates: readonly AwsState[] }> = v.object({
  InstanceStates: statesSchema,
});

const instanceStates: Noun = { key: "InstanceStates", id: "", schema: recordSchema, collections: [] };
const unnamedStates: Noun = { ...instanceStates, key: "InstanceStates without a name" };

export const instanceStatesReader: KeyReader = {
  key: instanceStates.key,
  collections: [],
  recognise: (found) =>
    found.top ||
    isOwned(found, OWNERS) ||
    (Array.isArray(found.value) && found.value.some((each) => isObject(each) && "ReasonCode" in each)),
  read: (found, draft) => {
    for (const { owner, value, place } of answersOf(found, OWNERS, draft)) {
      const states = parseShape(statesSchema, value, place, draft);
      if (!states) continue;
      if (owner) keep(instanceStates, owner.id, { InstanceStates: states }, place, draft);
      else keep(unnamedStates, placeName(place), { InstanceStates: states }, place, draft);
    }
  },
};

/** @param names the load balancers that are described. */
export function attributesByName(draft: Draft, names: readonly string[]): ReadonlyMap<string, ClassicAttributes> {
  for (const { record, place } of recordsOf(draft, unnamed, attributesSchema)) {
    const name = ownerInFile(place.file, candidatesOf(names));
    if (name !== undefined) keep(attributes, name, record, place, draft);
    else {
      const message = "these attributes do not say of which load balancer they are; put LoadBalancerName beside them";
      addNote(draft, "attributes-of-unknown-load-balancer", message, { place });
    }
  }
  const named = recordsOf(draft, attributes, attributesSchema);
  for (const { id, place } of named) refer(draft, "classicLoadBalancers", id, "an answer of attributes", place);
  return new Map(named.map(({ id, record }) => [id, record]));
}

/** What AWS found of the instances' health is not an input of the model; it is kept to be compared. */
export function describeInstanceHealth(draft: Draft, names: readonly string[]): void {
  for (const { record, place } of recordsOf(draft, unnamedStates, recordSchema)) {
    const name = ownerInFile(place.file, candidatesOf(names));
    if (name !== undefined) keep(instanceStates, name, record, place, draft);
    else {
      const message =
        "these instance states do not say of which load balancer they are; put LoadBalancerName beside them";
      addNote(draft, "states-of-unknown-load-balancer", message, { place });
    }
  }
  for (const { id, record } of recordsOf(draft, instanceStates, recordSchema)) {
    const states = record.InstanceStates.map((each): readonly [string, DescribedState] => [
      each.InstanceId,
      Object.freeze({ state: each.State, reasonCode: each.ReasonCode ?? null, description: each.Description ?? null }),
    ]);
    draft.describedHealth.classicLoadBalancers.set(id, Object.freeze(Object.fromEntries(states)));
  }
}

function candidatesOf(names: readonly string[]): { readonly id: string; readonly names: readonly string[] }[] {
  return names.map((name) => ({ id: name, names: [name] }));
}
