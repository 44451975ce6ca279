/**
 * What the describe verbs have in common: ids and filters that narrow the list down. They change nothing and so answer
 * with the list itself; what AWS refuses is thrown.
 * "Filter" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html
 */
import { issue, NetsimError, unwrap } from "@netsim/core";
import * as v from "valibot";
import { type Optional, readRequest } from "./request.js";

/** "Filter" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html */
export interface Filter {
  readonly Name: string;
  /** One of them has to be met; `*` stands for any text, `?` for any character. */
  readonly Values: readonly string[];
}

export const filters: Optional<readonly Filter[]> = v.optional(
  v.array(v.strictObject({ Name: v.string(), Values: v.array(v.string()) })),
);

/** The values of a record that a filter is held against, by the filter's name. */
export type FilterTable<T> = Readonly<Record<string, (record: T) => readonly (string | undefined)[]>>;

/** @throws NetsimError when the request is not of AWS's shape. */
export function readDescribe<T>(schema: v.GenericSchema<unknown, T>, request: unknown): T {
  return unwrap(readRequest(schema, request));
}

/** @throws NetsimError for an id that no record has. */
export function withIdsOf<T>(
  records: readonly T[],
  ids: readonly string[] | undefined,
  {
    key,
    code,
    idOf,
  }: { readonly key: string; readonly code: string; readonly idOf: (record: T) => string | undefined },
): readonly T[] {
  if (ids === undefined || ids.length === 0) return records;
  const known = new Set(records.map(idOf));
  const unknown = ids.flatMap((id, at) => (known.has(id) ? [] : [issue(code, [key, at], "one of the network", id)]));
  if (unknown.length > 0) throw new NetsimError(unknown);
  return records.filter((record) => ids.includes(idOf(record) ?? ""));
}

/** @throws NetsimError for a filter that the table does not have. */
export function filtered<T>(
  records: readonly T[],
  given: readonly Filter[] | undefined,
  table: FilterTable<T>,
): readonly T[] {
  return (given ?? []).reduce((rest, { Name, Values }, at) => {
    const valuesOf = Object.hasOwn(table, Name) ? table[Name] : undefined;
    if (!valuesOf) {
      const expected = `one of ${Object.keys(table).join(", ")}`;
      throw new NetsimError([issue("InvalidParameterValue", ["Filters", at, "Name"], expected, Name)]);
    }
    const patterns = Values.map(patternOf);
    return rest.filter((record) =>
      valuesOf(record).some((value) => value !== undefined && patterns.some((pattern) => pattern.test(value))),
    );
  }, records);
}

function patternOf(value: string): RegExp {
  const source = value.replace(/\\?[\\^$.*+?()[\]{}|]/g, (part) => {
    if (part === "*") return ".*";
    if (part === "?") return ".";
    return `\\${part.at(-1)}`;
  });
  return new RegExp(`^${source}$`, "s");
}
