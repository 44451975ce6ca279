/** Sentences for codes. A code that is not here is printed as it is, with its details. */
import type { Assumption, Blocker, Unknown, Warning } from "../path/verdict.js";
import { ASSUMPTIONS, BLOCKERS, type Say, UNKNOWNS, WARNINGS } from "./codes.js";
import { plain } from "./layout.js";

type Details = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export function blockerText(blocker: Pick<Blocker, "code" | "details" | "direction">): string {
  return say(BLOCKERS[blocker.code], blocker, blocker.direction);
}

export function unknownText(unknown: Unknown): string {
  return say(UNKNOWNS[unknown.code], unknown, "");
}

export function assumptionText(assumption: Assumption): string {
  return say(ASSUMPTIONS[assumption.code], assumption, "");
}

export function warningText(warning: Warning): string {
  return say(WARNINGS[warning.code], warning, "");
}

interface Coded {
  readonly code: string;
  readonly details?: Details | undefined;
}

function say(sentence: Say | undefined, { code, details = {} }: Coded, direction: string): string {
  if (sentence) return plain(sentence((key) => valueText(details[key]), direction));
  const facts = Object.entries(details).map(([key, value]) => `${key} ${valueText(value)}`);
  return plain(facts.length === 0 ? code : `${code} (${facts.join(", ")})`);
}

function valueText(value: Details[string] | undefined): string | undefined {
  return typeof value === "object" ? value.join(", ") : value?.toString();
}
