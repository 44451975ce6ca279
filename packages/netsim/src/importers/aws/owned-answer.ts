/**
 * Answers that AWS prints about one record without naming it, such as `describe-target-health`. The name or ARN is
 * beside the answer, or in the name of the file.
 */
import { isObject, type Place, printed, problem, within } from "../document.js";
import type { Found } from "../find.js";
import type { Draft } from "./draft.js";

/** The record that an answer is about: the key that names it, such as `TargetGroupArn`, and its value. */
export interface Owner {
  readonly key: string;
  readonly id: string;
}

export interface Answer {
  readonly owner: Owner | undefined;
  readonly value: unknown;
  /** The object that has the answer. */
  readonly holder: Readonly<Record<string, unknown>>;
  /** Of the value. */
  readonly place: Place;
}

export function ownerOf(holder: Answer["holder"], ownerKeys: readonly string[]): Owner | undefined {
  for (const key of ownerKeys) {
    const id = holder[key];
    if (typeof id === "string") return { key, id };
  }
  return undefined;
}

/** A list of answers under their key, each with its owner: the form in which many are put into one document. */
export function isWrapperList({ key, value }: Found, ownerKeys: readonly string[]): boolean {
  return Array.isArray(value) && value.some((each) => isObject(each) && key in each && ownerOf(each, ownerKeys));
}

/** Whether the key is AWS's for certain: its owner is beside it, or beside the members of the list. */
export function isOwned(found: Found, ownerKeys: readonly string[]): boolean {
  return ownerOf(found.holder, ownerKeys) !== undefined || isWrapperList(found, ownerKeys);
}

/** The answer itself, with the owner beside it or without, or a list of answers with owners. */
export function answersOf(found: Found, ownerKeys: readonly string[], draft: Draft): readonly Answer[] {
  const { key, value, holder, place } = found;
  const owner = ownerOf(holder, ownerKeys);
  if (owner || !isWrapperList(found, ownerKeys)) return [{ owner, value, holder, place }];
  return (value as readonly unknown[]).flatMap((each, at): readonly Answer[] => {
    const inside = within(place, at);
    const inner = isObject(each) ? ownerOf(each, ownerKeys) : undefined;
    if (isObject(each) && inner) {
      return [{ owner: inner, value: each[key], holder: each, place: within(inside, key) }];
    }
    const expected = `an object with ${ownerKeys.join(" or ")} and ${key}`;
    draft.issues.push(problem("shape", inside, expected, printed(each)));
    return [];
  });
}

/** What a file name may call a record. */
export interface Candidate {
  readonly id: string;
  readonly names: readonly string[];
}

/**
 * The one record that the file name has as words: `web` in `elb-describe-load-balancer-attributes-web.json`, the ARN in
 * `arn%3Aaws%3Aelasticloadbalancing...`. A name that is only found inside a longer one that is found too does not count.
 */
export function ownerInFile(file: string, candidates: readonly Candidate[]): string | undefined {
  const base = wordsOf(decoded((file.split(/[\\/]/).at(-1) ?? file).replace(/\.json$/i, "")));
  const found = candidates.flatMap(({ id, names }) =>
    names.map((name) => ({ id, name: wordsOf(name) })).filter(({ name }) => `-${base}-`.includes(`-${name}-`)),
  );
  const longest = found.filter(
    ({ name }) => !found.some((other) => other.name !== name && `-${other.name}-`.includes(`-${name}-`)),
  );
  const ids = new Set(longest.map((each) => each.id));
  return ids.size === 1 ? [...ids][0] : undefined;
}

function wordsOf(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/g, "-");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
