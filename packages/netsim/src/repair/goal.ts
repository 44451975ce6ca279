/** What a search is to reach: questions with the answers that are wanted. */
import { issue, NetsimError, type Network } from "@netsim/core";
import { type Asked, questionOf } from "../path/asked.js";
import type { AnyVerdict } from "../path/verdict.js";

export interface Goal {
  readonly ask: (network: Network) => AnyVerdict;
}

/** @throws NetsimError for a verdict that no check has given, such as a copy of one. */
export function goalOf(verdict: AnyVerdict, key: string): Goal {
  const asked = questionOf(verdict) as Asked<AnyVerdict> | undefined;
  if (!asked) {
    const expected = "a verdict as a check has given it, and no copy: its question is kept beside it";
    throw new NetsimError([issue("verdict", [key], expected, (verdict as { kind?: unknown } | null)?.kind)]);
  }
  // The answer about this very network is known.
  return { ask: (network) => (asked.network.deref() === network ? verdict : asked.ask(network)) };
}
