/** Issues of the core about the input that an importer made, as issues of the documents that it made it of. */
import type { Issue, NetworkInput } from "@netsim/core";
import { type Document, isObject, type Place, pathOf, placeName, within } from "./document.js";

interface Places {
  readonly record: Place;
  /** Of the rule, entry, route or listener, or else of the record. */
  readonly nearest: Place;
}

/** Where the part of the input that an issue is about came from. */
export function placeOf(issue: Issue, input: NetworkInput): Places | undefined {
  const origins: Place[] = [];
  let value: unknown = input;
  for (const key of issue.path) {
    value = isObject(value) || Array.isArray(value) ? (value as Record<string | number, unknown>)[key] : undefined;
    if (isObject(value) && isObject(value.origin)) origins.push(value.origin as unknown as Place);
  }
  const [record] = origins;
  const nearest = origins.at(-1);
  return record && nearest ? { record, nearest } : undefined;
}

/** The issues as ones of the documents that the values came from, each once: peers share the ports of their permission. */
export function placedIssues(
  issues: readonly Issue[],
  input: NetworkInput,
  documents: readonly Document[],
): readonly Issue[] {
  const byMessage = new Map<string, Issue>();
  for (const issue of issues) {
    const places = placeOf(issue, input);
    const place = places && (locate(places, issue, documents) ?? places.nearest);
    const message = place && `${placeName(place)}: expected ${issue.expected}, found ${issue.received}`;
    const moved = place && message !== undefined ? { ...issue, path: pathOf(place), message } : issue;
    byMessage.set(moved.message, moved);
  }
  return [...byMessage.values()];
}

/**
 * The value that prints as the issue does, at or below the nearest place, or in what is around it but within the record;
 * under a key of the same name if there is one.
 */
function locate({ nearest, record }: Places, issue: Issue, documents: readonly Document[]): Place | undefined {
  const name = String(issue.path.at(-1)).toLowerCase();
  const json = documents.find((document) => document.file === nearest.file)?.json;
  for (let place = nearest; ; place = around(place)) {
    const all = leavesOf(valueAt(json, place), place).filter((leaf) => JSON.stringify(leaf.value) === issue.received);
    const found = all.find((leaf) => leaf.key.toLowerCase().endsWith(name)) ?? all[0];
    if (found) return found.place;
    if (around(place).pointer.length <= record.pointer.length) return undefined;
  }
}

function around(place: Place): Place {
  return { file: place.file, pointer: place.pointer.slice(0, place.pointer.lastIndexOf("/")) };
}

function valueAt(json: unknown, place: Place): unknown {
  return pathOf(place)
    .slice(1)
    .reduce((value, key) => (value as Record<string | number, unknown> | undefined)?.[key], json);
}

interface Leaf {
  readonly key: string;
  readonly value: unknown;
  readonly place: Place;
}

function leavesOf(value: unknown, place: Place, key = ""): readonly Leaf[] {
  if (typeof value !== "object" || value === null) return [{ key, value, place }];
  return Object.entries(value).flatMap(([inner, member]) => leavesOf(member, within(place, inner), inner));
}
