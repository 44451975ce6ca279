/** A list that a describe command prints: its key, the id and shape of its records, and how they are gathered. */
import type { Collection } from "@netsim/core";
import * as v from "valibot";
import { isObject, type Place, placeName, printed, problem, within } from "../document.js";
import type { Found } from "../find.js";
import type { Draft } from "./draft.js";

export interface Noun {
  /** The top-level key, such as `Vpcs`. */
  readonly key: string;
  /** The key of a record's id, such as `VpcId`. */
  readonly id: string;
  /** Where `id` is a key made by the schema: the key by which AWS's records are recognised. */
  readonly idKey?: string;
  /** The keys that bear on the model; AWS adds others, which are ignored. */
  readonly schema: v.GenericSchema;
  /** What is not missing as a whole when the list was found. */
  readonly collections: readonly Collection[];
  /** Where a member of the list is not a record but holds some: the id of the member, and the key of its records. */
  readonly grouped?: { readonly id: string; readonly by: string };
  /** Two descriptions of one id as one; undefined when they contradict each other. */
  readonly merge?: (one: never, other: never) => unknown;
}

/** What is done with a key that was found. */
export interface KeyReader {
  readonly key: string;
  readonly collections: readonly Collection[];
  readonly recognise: (found: Found) => boolean;
  readonly read: (found: Found, draft: Draft) => void;
}

export function nounReader(noun: Noun): KeyReader {
  return {
    key: noun.key,
    collections: noun.collections,
    // At the top of a document the key is AWS's, whatever is under it: a wrong shape there is an issue.
    recognise: (found) => found.top || isListOf(found, noun.grouped?.id ?? noun.idKey ?? noun.id),
    read: (found, draft) => readList(noun, found, draft),
  };
}

/** What SDKs put beside the lists. */
const METADATA = "ResponseMetadata";

/** A list whose members have the id; an empty list if nothing beside it speaks against it. */
export function isListOf(found: Found, id: string): boolean {
  if (!Array.isArray(found.value)) return false;
  if (found.value.length > 0) return found.value.every((member) => isObject(member) && member[id] !== undefined);
  return found.top || Object.entries(found.holder).every(([key, beside]) => Array.isArray(beside) || key === METADATA);
}

function readList(noun: Noun, found: Found, draft: Draft): void {
  const { grouped } = noun;
  for (const [member, place] of membersOf(found.value, found.place, draft)) {
    if (!grouped || !isObject(member)) {
      readRecord(noun, member, place, draft);
      continue;
    }
    const inside = membersOf(member[grouped.by], within(place, grouped.by), draft);
    for (const [record, at] of inside) readRecord(noun, record, at, draft);
  }
}

function membersOf(value: unknown, place: Place, draft: Draft): readonly (readonly [unknown, Place])[] {
  if (Array.isArray(value)) return value.map((member, at) => [member, within(place, at)] as const);
  draft.issues.push(problem("shape", place, "an array", printed(value)));
  return [];
}

function readRecord(noun: Noun, value: unknown, place: Place, draft: Draft): void {
  if (!isObject(value)) {
    draft.issues.push(problem("shape", place, "an object", printed(value)));
    return;
  }
  const record = parseShape(noun.schema, value, place, draft) as Record<string, unknown> | undefined;
  if (record) keep(noun, String(record[noun.id]), record, place, draft);
}

/** The value if it has the shape; otherwise an issue for each place where it has not. */
export function parseShape<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  place: Place,
  draft: Draft,
): v.InferOutput<S> | undefined {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  for (const issue of result.issues) {
    const keys = (issue.path ?? []).map((item) => item.key as string | number);
    const isKeyMissing = issue.input === undefined;
    const expected = isKeyMissing ? "a value" : (issue.expected ?? issue.message);
    draft.issues.push(problem("shape", within(place, ...keys), words(expected), printed(issue.input)));
  }
  return undefined;
}

/** Valibot's names of types, in words. */
function words(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    string: "a string",
    number: "a number",
    boolean: "true or false",
    Object: "an object",
    Array: "an array",
  };
  return names[expected] ?? expected;
}

/** Puts a record with those of its noun. Saying the same twice is fine, saying two things of one id is an issue. */
export function keep(noun: Noun, id: string, record: object, place: Place, draft: Draft): void {
  const records = draft.records.get(noun.key) ?? new Map();
  draft.records.set(noun.key, records);
  const known = records.get(id);
  if (!known) {
    records.set(id, { id, record, place });
    return;
  }
  if (canonical(known.record) === canonical(record)) return;
  const merged = noun.merge?.(known.record as never, record as never);
  if (merged !== undefined) {
    records.set(id, { ...known, record: merged });
    return;
  }
  const expected = `the same ${id} as in ${placeName(known.place)}`;
  const differing = `another ${differingKeys(known.record as object, record).join(", ")}`;
  draft.issues.push(problem("conflicting-records", place, expected, differing));
}

function differingKeys(one: object, other: object): string[] {
  const all = { ...one, ...other };
  return Object.keys(all).filter(
    (key) => canonical(one[key as keyof typeof one]) !== canonical(other[key as keyof typeof other]),
  );
}

/** Equal for values that say the same: neither the order of keys nor that of lists matters in what AWS describes. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "";
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return `{${keys
    .sort()
    .map((key) => `${key}:${canonical(value[key])}`)
    .join()}}`;
}
