/**
 * What a filter or a router had to decide by, kept beside its hop and not in it: whoever explains a result looks for the
 * rules that nearly matched, and the result itself stays small.
 */
import type { Case, RuleSet, Traffic } from "@netsim/core";
import type { Hop } from "./verdict.js";

export interface Evidence {
  /** All of its rules, in the order in which they decide. */
  readonly rules: RuleSet<string>;
  /** What came to it, and who sender and receiver are to its rules. */
  readonly traffic: Traffic;
  /** What it decided. */
  readonly cases: readonly Case<string>[];
}

const kept = new WeakMap<readonly Hop[], Evidence[]>();

/** Keeps what the hop that is written down next decides by. */
export function keepEvidence(hops: readonly Hop[], evidence: Evidence): void {
  let all = kept.get(hops);
  if (!all) {
    all = [];
    kept.set(hops, all);
  }
  all[hops.length] = evidence;
}

/** Undefined for what has no rules, and for hops that do not come from an evaluation of this process. */
export function evidenceOf(hops: readonly Hop[], sequenceNumber: number): Evidence | undefined {
  return kept.get(hops)?.[sequenceNumber - 1];
}
