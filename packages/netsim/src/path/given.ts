/** What callers without a type checker get wrong: something else where a network or a question belongs. */
import { isNetwork, issue, NetsimError, type Path } from "@netsim/core";

/**
 * @throws NetsimError with issue code `network` for what neither `network` nor an importer gives, such as a result that
 *   was not unwrapped.
 */
export function requireNetwork(given: unknown, at: Path = ["network"]): void {
  if (isNetwork(given)) return;
  throw new NetsimError([issue("network", at, "a network as network() or an importer gives it, unwrapped", given)]);
}

/** @throws NetsimError with issue code `shape` for what has no keys at all. */
export function requireQuestion(given: unknown, at: Path = ["question"]): void {
  if (typeof given === "object" && given !== null && !Array.isArray(given)) return;
  throw new NetsimError([issue("shape", at, "an object", given)]);
}
