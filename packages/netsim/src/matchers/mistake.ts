/** Mistakes in a test, which must satisfy neither a matcher nor its `not`: they are thrown. */
import { type Issue, issue, NetsimError, type Network, type Path } from "@netsim/core";
import { hintFor } from "../intents/hint.js";
import { didYouMean } from "../intents/nearest.js";

/** One issue, told by the matcher that found it. */
export function mistake(matcher: string, path: Path, expected: string, received: unknown): NetsimError {
  return new NetsimError([told(matcher, issue("matcher", path, expected, received))]);
}

/** Asks, with the complaints of what is asked told by the matcher and with the names that may have been meant. */
export function asking<T>(matcher: string, network: Network, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof NetsimError)) throw error;
    throw new NetsimError(error.issues.map((each) => told(matcher, hinted(network, each))));
  }
}

function hinted(network: Network, found: Issue): Issue {
  const hint = hintFor(network, found);
  if (hint === "") return found;
  const expected = found.expected + hint;
  return { ...found, expected, message: found.message.replace(found.expected, () => expected) };
}

function told(matcher: string, found: Issue): Issue {
  return { ...found, message: `${matcher}: ${found.message}` };
}

/** Keys of an object, and the keys of objects in it; `true` where anything goes. */
export interface Keys {
  readonly [key: string]: true | Keys;
}

/** A misspelt key would leave its default in place, and the test would be about something else. */
export function checkKeys(matcher: string, value: unknown, keys: Keys, path: Path = []): void {
  const known = Object.keys(keys);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw mistake(matcher, path, `an object with ${known.join(", ")}`, value);
  }
  for (const [key, inner] of Object.entries(value)) {
    const expected = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (expected === undefined) {
      throw mistake(matcher, [...path, key], `one of the keys ${known.join(", ")}${didYouMean(key, known)}`, key);
    }
    if (expected !== true && typeof inner === "object" && inner !== null)
      checkKeys(matcher, inner, expected, [...path, key]);
  }
}
