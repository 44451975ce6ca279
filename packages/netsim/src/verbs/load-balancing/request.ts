/** Reading a request: what AWS's own clients refuse before they send it. */
import { failure, type Issue, issue, ok, type Path, type Result } from "@netsim/core";
import * as v from "valibot";

/**
 * The request if it has the verb's shape. Issue codes: `ValidationError` for a parameter that is missing or of the wrong
 * type, `unknown-parameter` for one that AWS does not have or that the model has no place for: none is ignored.
 */
export function readRequest<T>(schema: v.GenericSchema<unknown, T>, request: unknown): Result<T> {
  const result = v.safeParse(schema, request);
  return result.success ? ok(result.output) : failure(result.issues.map(asIssue));
}

function asIssue(found: v.BaseIssue<unknown>): Issue {
  const path: Path = (found.path ?? []).map((item) => item.key as string | number);
  if (found.expected === "never")
    return issue("unknown-parameter", path, "no parameter but those that the verb knows", found.input);
  return issue("ValidationError", path, found.expected ?? found.message, found.input);
}

/** Issue code `option`, as for the options of questions: for a word that is no choice, and a key that is no option. */
export function optionIssues(schema: v.GenericSchema<unknown, unknown>, options: unknown): readonly Issue[] {
  const result = v.safeParse(schema, options);
  return result.success ? [] : result.issues.map(asIssue).map((found) => ({ ...found, code: "option" }));
}

/** A list with at least one member, as most of AWS's are. */
export function listOf<T>(member: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, readonly T[]> {
  return v.pipe(v.array(member), v.minLength(1, "at least one member"));
}

/** `[{ Key, Value }]`. */
export interface Tag {
  readonly Key: string;
  readonly Value?: string | undefined;
}

export const tagsSchema: v.GenericSchema<unknown, readonly Tag[] | undefined> = v.optional(
  v.array(v.strictObject({ Key: v.string(), Value: v.optional(v.string()) })),
);

/** The model keeps one tag, `Name`, as the importers do. */
export function nameTag(tags: readonly Tag[] | undefined): string | undefined {
  return tags?.find((tag) => tag.Key === "Name")?.Value;
}

/** `DuplicateTagKeys` for a key that is there twice. */
export function tagIssues(tags: readonly Tag[] | undefined): readonly Issue[] {
  const keys = (tags ?? []).map((tag) => tag.Key);
  return keys.flatMap((key, at) =>
    keys.indexOf(key) < at ? [issue("DuplicateTagKeys", ["Tags", at, "Key"], "each key once", key)] : [],
  );
}

/**
 * "CreateLoadBalancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html:
 * at most 32 letters, digits and hyphens, no hyphen at either end; the names of target groups likewise.
 */
export function nameIssues(name: string, path: Path): readonly Issue[] {
  if (/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(name)) return [];
  const expected = "at most 32 letters, digits and hyphens, and no hyphen at the beginning or end";
  return [issue("ValidationError", path, expected, name)];
}
