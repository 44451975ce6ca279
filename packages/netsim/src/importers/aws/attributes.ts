/**
 * `describe-load-balancer-attributes` and `describe-target-group-attributes` of elbv2: pairs of strings, under one key
 * for load balancers, target groups and listeners.
 * "LoadBalancerAttribute" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
 * "TargetGroupAttribute" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html
 */
import * as v from "valibot";
import { isObject, type Place, placeName, problem, within } from "../document.js";
import { type AttributeValues, attributeValues } from "./attribute-values.js";
import { addNote, type Draft, recordsOf } from "./draft.js";
import { type KeyReader, keep, type Noun, parseShape } from "./noun.js";
import { answersOf, type Candidate, isOwned, ownerInFile } from "./owned-answer.js";

const OWNERS = ["ListenerArn", "TargetGroupArn", "LoadBalancerArn"];

const pairsSchema = v.array(v.object({ Key: v.string(), Value: v.optional(v.string()) }));

interface Pair {
  readonly Key: string;
  readonly Value?: string | undefined;
}

const recordSchema: v.GenericSchema<unknown, { readonly Attributes: readonly Pair[] }> = v.object({
  Attributes: pairsSchema,
});

const attributes: Noun = { key: "Attributes", id: "", schema: recordSchema, collections: [] };

/** Those whose owner the file name has to tell, by their place. */
const unnamed: Noun = { ...attributes, key: "Attributes without an owner" };

function isPairs(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((each) => isObject(each) && "Key" in each);
}

export const attributesReader: KeyReader = {
  key: attributes.key,
  collections: [],
  recognise: (found) => isOwned(found, OWNERS) || isPairs(found.value),
  read: (found, draft) => {
    for (const { owner, value, place } of answersOf(found, OWNERS, draft)) {
      // Some collectors make an object of the pairs.
      const pairs = isObject(value)
        ? Object.entries(value).map(([Key, each]) => ({ Key, Value: String(each) }))
        : parseShape(pairsSchema, value, place, draft);
      if (!pairs) continue;
      if (owner) keep(attributes, owner.id, { Attributes: pairs }, place, draft);
      else keep(unnamed, placeName(place), { Attributes: pairs }, place, draft);
    }
  },
};

/** What only target groups have: it tells attributes without an owner apart. */
const OF_TARGET_GROUPS =
  /^(deregistration_delay|stickiness|lambda|preserve_client_ip|proxy_protocol_v2|target_|slow_start)/;

/** To be called before attributes are looked up. @param candidates what a file may be named after. */
export function nameAttributes(
  draft: Draft,
  candidates: { readonly loadBalancers: readonly Candidate[]; readonly targetGroups: readonly Candidate[] },
): void {
  for (const { record, place } of recordsOf(draft, unnamed, recordSchema)) {
    const isOfGroup = record.Attributes.some(({ Key }) => OF_TARGET_GROUPS.test(Key));
    const arn = ownerInFile(place.file, isOfGroup ? candidates.targetGroups : candidates.loadBalancers);
    if (arn !== undefined) {
      keep(attributes, arn, record, place, draft);
      continue;
    }
    const key = isOfGroup ? "TargetGroupArn" : "LoadBalancerArn";
    const message = `these attributes do not say what they are of; put ${key} beside them`;
    addNote(draft, "attributes-of-unknown-owner", message, { place });
  }
}

/** The attributes of one record. What is not among them is undefined; what is none is an issue. */
export interface Attributes extends AttributeValues {
  readonly placeOf: (key: string) => Place;
  /** Of the whole answer. */
  readonly place: Place;
}

/** By the ARN of their owner. */
export function attributesByOwner(draft: Draft): ReadonlyMap<string, Attributes> {
  return new Map(
    recordsOf(draft, attributes, recordSchema).map(({ id, record, place }) => [
      id,
      reading(draft, record.Attributes, place),
    ]),
  );
}

function reading(draft: Draft, pairs: readonly Pair[], place: Place): Attributes {
  const text = (key: string): string | undefined => pairs.find((each) => each.Key === key)?.Value;
  const placeOf = (key: string): Place =>
    within(
      place,
      pairs.findIndex((each) => each.Key === key),
      "Value",
    );
  const refuse = (key: string, expected: string): undefined => {
    draft.issues.push(problem("shape", placeOf(key), `${expected} for ${key}`, JSON.stringify(text(key))));
  };
  return { ...attributeValues(text, refuse), place, placeOf };
}
