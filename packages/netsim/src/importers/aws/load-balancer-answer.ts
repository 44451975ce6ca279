/**
 * Answers about one Classic Load Balancer that do not name it: `describe-load-balancer-attributes` and
 * `describe-instance-health`. The name is beside the answer, or in the name of the file.
 * "LoadBalancerAttributes" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_LoadBalancerAttributes.html
 */
import * as v from "valibot";
import { isObject, type Place, placeName, printed, problem, within } from "../document.js";
import type { Found } from "../find.js";
import { addNote, type Draft, recordsOf, refer } from "./draft.js";
import { type KeyReader, keep, type Noun, parseShape } from "./noun.js";

export interface Attributes {
  readonly CrossZoneLoadBalancing?: { readonly Enabled?: boolean | undefined } | undefined;
}

const attributesSchema: v.GenericSchema<unknown, Attributes> = v.object({
  CrossZoneLoadBalancing: v.optional(v.object({ Enabled: v.optional(v.boolean()) })),
});

const attributes: Noun = {
  key: "LoadBalancerAttributes",
  id: "LoadBalancerName",
  schema: attributesSchema,
  collections: [],
};

/** Those whose load balancer the file name has to tell, by their place. */
const unnamed: Noun = { ...attributes, key: "LoadBalancerAttributes without a name" };

export const attributesReader: KeyReader = {
  key: attributes.key,
  collections: [],
  recognise: ({ value, holder, top }) =>
    top || typeof holder.LoadBalancerName === "string" || (isObject(value) && "CrossZoneLoadBalancing" in value),
  read: (found, draft) => {
    for (const { name, value, place } of answersOf(found, draft)) {
      const record = parseShape(attributesSchema, value, place, draft);
      if (!record) continue;
      if (name === undefined) keep(unnamed, placeName(place), record, place, draft);
      else keep(attributes, name, record, place, draft);
    }
  },
};

const statesSchema = v.array(v.object({ InstanceId: v.string(), State: v.string() }));

/** What AWS found of the instances' health is not an input of the model; it is told, to be compared. */
export const instanceStatesReader: KeyReader = {
  key: "InstanceStates",
  collections: [],
  recognise: ({ value, holder, top }) =>
    top ||
    typeof holder.LoadBalancerName === "string" ||
    (Array.isArray(value) && value.some((each) => isObject(each) && "ReasonCode" in each)),
  read: (found, draft) => {
    for (const { name, value, place } of answersOf(found, draft)) {
      const states = parseShape(statesSchema, value, place, draft);
      if (!states) continue;
      const details = Object.fromEntries(states.map((each) => [each.InstanceId, each.State]));
      const message = "the states that AWS saw are not used: the model finds out its own";
      addNote(draft, "described-health", message, {
        place,
        ...(name === undefined ? {} : { component: name }),
        details,
      });
    }
  },
};

interface Answer {
  readonly name: string | undefined;
  readonly value: unknown;
  readonly place: Place;
}

/** The answer itself, with the name beside it or without, or a list of answers with names. */
function answersOf({ key, value, holder, place }: Found, draft: Draft): Answer[] {
  if (typeof holder.LoadBalancerName === "string") return [{ name: holder.LoadBalancerName, value, place }];
  if (!Array.isArray(value) || !value.some((each) => isObject(each) && key in each)) {
    return [{ name: undefined, value, place }];
  }
  return value.flatMap((each: unknown, at): Answer[] => {
    const inside = within(place, at);
    if (isObject(each) && typeof each.LoadBalancerName === "string") {
      return [{ name: each.LoadBalancerName, value: each[key], place: within(inside, key) }];
    }
    draft.issues.push(problem("shape", inside, `an object with LoadBalancerName and ${key}`, printed(each)));
    return [];
  });
}

/** @param names the load balancers that are described. */
export function attributesByName(draft: Draft, names: readonly string[]): ReadonlyMap<string, Attributes> {
  for (const { record, place } of recordsOf(draft, unnamed, attributesSchema)) {
    const name = nameInFile(place.file, names);
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

/**
 * The one name that the file name has as a word: `web` in `elb-describe-load-balancer-attributes-web.json`. A name that
 * is only found inside a longer one that is found too does not count.
 */
function nameInFile(file: string, names: readonly string[]): string | undefined {
  const base = (file.split(/[\\/]/).at(-1) ?? file).replace(/\.json$/i, "");
  const found = names.filter((name) => `-${base.replaceAll(/[^A-Za-z0-9]/g, "-")}-`.includes(`-${name}-`));
  const longest = found.filter((name) => !found.some((other) => other !== name && `-${other}-`.includes(`-${name}-`)));
  return longest.length === 1 ? longest[0] : undefined;
}
