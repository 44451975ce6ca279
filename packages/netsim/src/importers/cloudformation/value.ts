/** What an expression of a template comes to: JSON, in which some values may be unresolved, or nothing (`AWS::NoValue`). */
import type { Place } from "../document.js";

const MARK: unique symbol = Symbol("unresolved");

/** A value that only a deployment knows, or that nobody gave. It is never guessed. */
export interface Unresolved {
  readonly [MARK]: true;
  /** The same for the same thing, so that two mentions of it are known to be one: `parameter VpcId`. */
  readonly label: string;
  /** Why there is no value, as a clause: `the parameter VpcId has no value`. */
  readonly why: string;
  readonly place: Place;
}

export type Value =
  | string
  | number
  | boolean
  | null
  | Unresolved
  | readonly Value[]
  | { readonly [key: string]: Value };

export function unresolved(label: string, why: string, place: Place): Unresolved {
  return { [MARK]: true, label, why, place };
}

export function isUnresolved(value: unknown): value is Unresolved {
  return typeof value === "object" && value !== null && MARK in value;
}

/** The first unresolved value at any depth. */
export function findUnresolved(value: Value | undefined): Unresolved | undefined {
  if (isUnresolved(value)) return value;
  if (typeof value !== "object" || value === null) return undefined;
  for (const member of Object.values(value)) {
    const found = findUnresolved(member);
    if (found) return found;
  }
  return undefined;
}

/** The text of a scalar, as CloudFormation makes one of numbers and truth values. */
export function textOf(value: Value | undefined): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
