/** From what was built to a network. The core judges; what is judged here is only what an issue of it means for an import. */
import { createNetwork, formatPath, type Issue, type Network, type NetworkInput, type Result } from "@netsim/core";
import { type Document, isObject, type Place, pathOf, placeName, within } from "../document.js";
import type { Draft } from "./draft.js";
import { sortMissing } from "./missing.js";

/**
 * What AWS would never print together but altered collections have: the record is left out and listed as missing. A
 * value that is wrong by itself is no contradiction.
 */
const CONTRADICTIONS: ReadonlySet<string> = new Set([
  "address-outside-subnet",
  "duplicate-address",
  "duplicate-route",
  "interface-attached-twice",
  "other-vpc",
  "overlapping-blocks",
  "overlapping-subnets",
  "subnet-outside-vpc",
  "target-address",
  "target-group-in-use",
  "two-default-network-acls",
  "two-internet-gateways",
  "two-main-route-tables",
  "two-subnets-of-one-zone",
]);

/** Odd, and harmless: the record stays. */
const ODDITIES: ReadonlySet<string> = new Set(["reserved-address"]);

export function settle(draft: Draft, documents: readonly Document[]): Result<Network> {
  for (;;) {
    const input = inputOf(draft);
    const result = createNetwork(input);
    if (result.ok) return result;
    if (!result.issues.every(({ code }) => CONTRADICTIONS.has(code) || ODDITIES.has(code))) {
      return { ok: false, issues: placed(result.issues, input, documents) };
    }
    const before = draft.missing.length;
    for (const issue of result.issues) settleIssue(draft, issue, input);
    if (draft.missing.length === before) return result;
  }
}

function inputOf(draft: Draft): NetworkInput {
  const collections = Object.entries(draft.input).map(([collection, records]) => [
    collection,
    Object.fromEntries([...records].sort(([a], [b]) => (a < b ? -1 : 1))),
  ]);
  return { ...Object.fromEntries(collections), missing: sortMissing(draft.missing) };
}

function settleIssue(draft: Draft, issue: Issue, input: NetworkInput): void {
  const [collection, id] = issue.path as readonly [keyof Draft["input"], string];
  const isOdd = ODDITIES.has(issue.code);
  if (!isOdd && !draft.input[collection].delete(id)) return;
  const place = placeOf(issue, input)?.record;
  const key = formatPath(issue.path.slice(2));
  const detail = `${key === "" ? "" : `${key}: `}expected ${issue.expected}, found ${issue.received}`;
  draft.missing.push({
    collection,
    id,
    reason: isOdd ? "altered" : "contradictory",
    detail,
    ...(place ? { origin: place } : {}),
  });
}

interface Places {
  readonly record: Place;
  /** Of the rule, entry, route or listener, or else of the record. */
  readonly nearest: Place;
}

/** Where the part of the input that an issue is about came from. */
function placeOf(issue: Issue, input: NetworkInput): Places | undefined {
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
function placed(issues: readonly Issue[], input: NetworkInput, documents: readonly Document[]): readonly Issue[] {
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
