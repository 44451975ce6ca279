/**
 * `aws elbv2 describe-target-health`: the only list of a target group's targets, with the states that AWS saw.
 * "TargetHealthDescription" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealthDescription.html
 */
import { parseIp, type TargetInput, type TargetType } from "@netsim/core";
import * as v from "valibot";
import type { DescribedState } from "../described-health.js";
import { isObject, type Place, placeName, within } from "../document.js";
import { addNote, type Draft, recordsOf } from "./draft.js";
import { type KeyReader, keep, type Noun, parseShape } from "./noun.js";
import { answersOf, type Candidate, isOwned, ownerInFile } from "./owned-answer.js";

const OWNERS = ["TargetGroupArn"];

const text = v.optional(v.string());

export interface AwsTarget {
  readonly Target: {
    readonly Id: string;
    readonly Port?: number | undefined;
    readonly AvailabilityZone?: string | undefined;
  };
  readonly TargetHealth?:
    | {
        readonly State?: string | undefined;
        readonly Reason?: string | undefined;
        readonly Description?: string | undefined;
      }
    | undefined;
  readonly AdministrativeOverride?: { readonly State?: string | undefined } | undefined;
}

const descriptionsSchema: v.GenericSchema<unknown, readonly AwsTarget[]> = v.array(
  v.object({
    Target: v.object({ Id: v.string(), Port: v.optional(v.number()), AvailabilityZone: text }),
    TargetHealth: v.optional(v.object({ State: text, Reason: text, Description: text })),
    AdministrativeOverride: v.optional(v.object({ State: text })),
  }),
);

const recordSchema: v.GenericSchema<unknown, { readonly TargetHealthDescriptions: readonly AwsTarget[] }> = v.object({
  TargetHealthDescriptions: descriptionsSchema,
});

const targetHealth: Noun = { key: "TargetHealthDescriptions", id: "", schema: recordSchema, collections: [] };

/** Those whose target group the file name has to tell, by their place. */
const unnamed: Noun = { ...targetHealth, key: "TargetHealthDescriptions without a target group" };

export const targetHealthReader: KeyReader = {
  key: targetHealth.key,
  collections: [],
  recognise: (found) =>
    found.top ||
    isOwned(found, OWNERS) ||
    (Array.isArray(found.value) && found.value.some((each) => isObject(each) && isObject(each.Target))),
  read: (found, draft) => {
    for (const { owner, value, place } of answersOf(found, OWNERS, draft)) {
      const targets = parseShape(descriptionsSchema, value, place, draft);
      if (!targets) continue;
      const record = { TargetHealthDescriptions: targets };
      if (owner) keep(targetHealth, owner.id, record, place, draft);
      else keep(unnamed, placeName(place), record, place, draft);
    }
  },
};

/** `TargetHealth` in a target group, as some collectors call it. */
export const nestedTargetHealthReader: KeyReader = {
  ...targetHealthReader,
  key: "TargetHealth",
  recognise: ({ value, holder }) => Array.isArray(value) && typeof holder.TargetGroupArn === "string",
};

export interface DescribedTargets {
  readonly targets: readonly AwsTarget[];
  /** Of the list. */
  readonly place: Place;
}

/** By the ARN of their target group. */
export function targetsByGroup(draft: Draft, candidates: readonly Candidate[]): ReadonlyMap<string, DescribedTargets> {
  for (const { record, place } of recordsOf(draft, unnamed, recordSchema)) {
    const arn = ownerInFile(place.file, candidates);
    if (arn !== undefined) {
      keep(targetHealth, arn, record, place, draft);
      continue;
    }
    const message = "these targets do not say of which target group they are; put TargetGroupArn beside them";
    addNote(draft, "targets-of-unknown-target-group", message, { place });
  }
  return new Map(
    recordsOf(draft, targetHealth, recordSchema).map(({ id, record, place }) => [
      id,
      { targets: record.TargetHealthDescriptions, place },
    ]),
  );
}

export interface RegisteredTargets {
  readonly inputs: readonly (TargetInput & { readonly id: string; readonly origin: Place })[];
  /** By the names that results give to targets. */
  readonly states: Readonly<Record<string, DescribedState>>;
}

/** @param groupPort what a target without a port of its own gets traffic on. */
export function registeredTargets(
  draft: Draft,
  group: { readonly id: string; readonly type: TargetType; readonly port: number | undefined },
  { targets, place }: DescribedTargets,
  idOfBalancer: (arn: string) => string,
): RegisteredTargets {
  const inputs: (TargetInput & { readonly id: string; readonly origin: Place })[] = [];
  const all = targets.map((target, at) => {
    const { Id, Port, AvailabilityZone } = target.Target;
    const origin = within(place, at, "Target");
    const id = idOf(group.type, Id, idOfBalancer);
    const isRegistered = !isLeaving(target);
    if (isRegistered) inputs.push({ id, port: Port, availabilityZone: AvailabilityZone, origin });
    else {
      const message = `${Id} is being deregistered from ${group.id}, or not registered, and is left out`;
      addNote(draft, "target-not-registered", message, { place: origin, component: group.id });
    }
    const override = target.AdministrativeOverride?.State;
    if (override !== undefined && override !== "no_override") {
      const message = `${Id} is under the administrative override ${override}, which is not modelled`;
      addNote(draft, "not-modelled", message, { place: origin, component: group.id });
    }
    return { target, id, port: Port ?? group.port, isRegistered };
  });
  const states = all.flatMap(({ target: { TargetHealth: health }, id, port, isRegistered }) => {
    if (health?.State === undefined) return [];
    const isOneOfSeveral = all.some((other) => other.id === id && other.port !== port);
    const isAlone = isRegistered && inputs.filter((each) => each.id === id).length === 1;
    const name = isOneOfSeveral && !isAlone ? `${id}:${port}` : id;
    const described = {
      state: health.State,
      reasonCode: health.Reason ?? null,
      description: health.Description ?? null,
    };
    return [[name, Object.freeze(described)] as const];
  });
  return { inputs, states: Object.freeze(Object.fromEntries(states)) };
}

/** "Deregistration delay": a target that is draining gets no new requests, and is listed until it is gone. */
function isLeaving({ TargetHealth: health }: AwsTarget): boolean {
  return health?.State === "draining" || health?.Reason === "Target.NotRegistered";
}

function idOf(type: TargetType, id: string, idOfBalancer: (arn: string) => string): string {
  if (type === "alb") return idOfBalancer(id);
  if (type !== "ip") return id;
  const address = parseIp(id);
  return address.ok ? address.value : id;
}
