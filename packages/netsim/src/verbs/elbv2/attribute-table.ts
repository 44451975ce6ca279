/** Attributes as the API has them, keys and values that are strings, over records of the model. */
import { type Issue, issue, type Path } from "@netsim/core";
import * as v from "valibot";

/** An attribute of a load balancer or a target group, by its key. */
export interface Attribute {
  readonly Key: string;
  readonly Value: string;
}

/** The answer of the verbs for attributes: all of them, as they are now. */
export interface AttributesAnswer {
  readonly Attributes: readonly Attribute[];
}

export const attributesSchema: v.GenericSchema<unknown, readonly Attribute[]> = v.pipe(
  v.array(v.strictObject({ Key: v.string(), Value: v.string() })),
  v.minLength(1, "at least one member"),
);

interface Attributed {
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

/** One attribute of a kind of record. */
export interface AttributeRow<Record_ extends Attributed> {
  readonly key: string;
  /** Whether the record has the attribute at all. */
  readonly appliesTo: (record: Record_) => boolean;
  /** As AWS prints it; undefined where the network does not know it. */
  readonly value: (record: Record_) => string | undefined;
  /** What the value may be; undefined if it may be this one. */
  readonly refusal: (text: string, record: Record_) => string | undefined;
  /** The record with that value. */
  readonly write: (record: Record_, text: string) => Record_;
}

/** How a value may look. */
export interface Values {
  readonly isValid: (text: string) => boolean;
  readonly expected: string;
}

export const BOOLEAN: Values = { isValid: (text) => text === "true" || text === "false", expected: "true or false" };

export const ANY: Values = { isValid: () => true, expected: "anything" };

export function oneOf(...words: readonly string[]): Values {
  return { isValid: (text) => words.includes(text), expected: `one of ${words.join(", ")}` };
}

export function between(low: number, high: number, ...words: readonly string[]): Values {
  const also = words.length > 0 ? `, or ${words.join(" or ")}` : "";
  return {
    isValid: (text) => words.includes(text) || (/^\d+$/.test(text) && Number(text) >= low && Number(text) <= high),
    expected: `a whole number ${low}-${high}${also}`,
  };
}

export function refusalBy({ isValid, expected }: Values): (text: string) => string | undefined {
  return (text) => (isValid(text) ? undefined : expected);
}

/** An attribute that the model keeps under AWS's name; its default is not written down. */
export function plainRow<Record_ extends Attributed>(
  key: string,
  fallback: string | ((record: Record_) => string),
  values: Values,
  appliesTo: (record: Record_) => boolean,
): AttributeRow<Record_> {
  const defaultOf = (record: Record_): string => (typeof fallback === "string" ? fallback : fallback(record));
  return {
    key,
    appliesTo,
    value: (record) => record.attributes?.[key] ?? defaultOf(record),
    refusal: refusalBy(values),
    write: (record, text) => {
      const others = Object.entries(record.attributes ?? {}).filter(([each]) => each !== key);
      const all = text === defaultOf(record) ? others : [...others, [key, text] as const];
      return { ...record, attributes: all.length > 0 ? Object.fromEntries(all) : undefined };
    },
  };
}

/**
 * `ValidationError` for a key that AWS does not have or a value that it does not take, `InvalidConfigurationRequest` for
 * a key that is not for this kind of record.
 */
export function writeAttributes<Record_ extends Attributed>(
  rows: readonly AttributeRow<Record_>[],
  record: Record_,
  attributes: readonly Attribute[],
): { readonly record: Record_; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  let written = record;
  for (const [at, { Key, Value }] of attributes.entries()) {
    const path: Path = ["Attributes", at];
    const found = rows.filter((row) => row.key === Key);
    const row = found.find((each) => each.appliesTo(record));
    const refusal = row?.refusal(Value, record);
    if (found.length === 0) issues.push(issue("ValidationError", [...path, "Key"], "the name of an attribute", Key));
    else if (!row)
      issues.push(issue("InvalidConfigurationRequest", [...path, "Key"], "an attribute that it can have", Key));
    else if (refusal !== undefined) issues.push(issue("ValidationError", [...path, "Value"], refusal, Value));
    else written = row.write(written, Value);
  }
  return { record: written, issues };
}

export function attributesAnswer<Record_ extends Attributed>(
  rows: readonly AttributeRow<Record_>[],
  record: Record_,
): AttributesAnswer {
  return {
    Attributes: rows
      .filter((row) => row.appliesTo(record))
      .flatMap((row): readonly Attribute[] => {
        const value = row.value(record);
        return value === undefined ? [] : [{ Key: row.key, Value: value }];
      }),
  };
}
