/** Exact shapes: what is wrong is told with the keys that would have been right. */
import type { Path } from "@netsim/core";
import * as v from "valibot";
import type { InputIssue, TextDocument } from "./document.js";
import { didYouMean } from "./nearest.js";

/** A strict object whose issues carry its keys, so that a misspelt one gets a suggestion. */
export function exactly<const E extends v.ObjectEntries>(
  entries: E,
): v.GenericSchema<unknown, v.InferOutput<v.StrictObjectSchema<E, string>>> {
  const keys = Object.keys(entries);
  const schema = v.strictObject(entries, keys.join(" "));
  return mapping(schema, mappingOf(keys)) as v.GenericSchema<unknown, v.InferOutput<typeof schema>>;
}

/** To valibot an array is an object too. */
export function mapping<T>(schema: v.GenericSchema<unknown, T>, expected: string): v.GenericSchema<unknown, T> {
  return v.lazy((value) => (Array.isArray(value) ? (v.never(expected) as v.GenericSchema<unknown, T>) : schema));
}

function mappingOf(keys: readonly string[]): string {
  return `a mapping with ${keys.length === 1 ? "the key" : "the keys"} ${keys.join(", ")}`;
}

/** The value in the schema's shape, or every issue with its place. */
export function checkShape<T>(
  document: TextDocument,
  schema: v.GenericSchema<unknown, T>,
  value: unknown,
  path: Path = [],
): { readonly value?: T; readonly issues: readonly InputIssue[] } {
  // A file without content.
  const result = v.safeParse(schema, value === null && path.length === 0 ? undefined : value);
  if (result.success) return { value: result.output, issues: [] };
  const found = result.issues.map((each) => ({ each, path: [...path, ...pathOf(each)] }));
  // A misspelt key is the cause of the key that seems to be missing beside it.
  const spoilt = found.filter(({ each }) => isUnknownKey(each)).map(({ path: at }) => parentOf(at));
  const told = found.filter(({ each, path: at }) => !(isMissingKey(each) && spoilt.includes(parentOf(at))));
  const issues = told.flatMap(({ each, path: at }) => issuesOf(document, each, at));
  return { issues: issues.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)) };
}

type Found = v.BaseIssue<unknown>;

function pathOf(found: Found): Path {
  return (found.path ?? []).map((item) => item.key as string | number);
}

function parentOf(path: Path): string {
  return JSON.stringify(path.slice(0, -1));
}

function isUnknownKey(found: Found): boolean {
  return found.type === "strict_object" && found.expected === "never";
}

function isMissingKey(found: Found): boolean {
  return found.type === "strict_object" && found.expected?.startsWith('"') === true;
}

function issuesOf(document: TextDocument, found: Found, path: Path): InputIssue[] {
  if (found.type !== "strict_object") {
    const isKey = found.path?.at(-1)?.origin === "key";
    return [document.issue("shape", path, found.message, found.input, isKey)];
  }
  const keys = found.message.split(" ");
  const object = (found.path?.at(-1) as { readonly input?: unknown } | undefined)?.input;
  if (isUnknownKey(found)) {
    const unknown = Object.keys(object as object).filter((key) => !keys.includes(key));
    return unknown.map((key) => {
      const expected = `${keys.length === 1 ? "the key" : "one of the keys"} ${keys.join(", ")}${didYouMean(key, keys)}`;
      return document.issue("unknown-key", [...path.slice(0, -1), key], expected, key, true);
    });
  }
  if (isMissingKey(found)) {
    return [document.issue("missing-key", path.slice(0, -1), `a key ${found.expected}`, Object.keys(object as object))];
  }
  return [document.issue("shape", path, mappingOf(keys), found.input)];
}
