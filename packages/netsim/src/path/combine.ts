/** Several legs as one verdict. */
import type { LegVerdict } from "./connection.js";
import type { Assumption, Reachability, Unknown, Verdict } from "./verdict.js";

/** All legs have to work: the verdict of the whole from the verdicts of its parts. */
export function allOf(verdicts: readonly Reachability[]): Reachability {
  if (verdicts.length === 0) return "unreachable";
  if (verdicts.every((each) => each === "reachable")) return "reachable";
  if (verdicts.every((each) => each === "unreachable")) return "unreachable";
  return verdicts.includes("unknown") ? "unknown" : "partial";
}

/** What the legs found, each thing once. */
export function collect(legs: readonly LegVerdict[]): Omit<Verdict, "schemaVersion" | "verdict"> {
  return {
    legs: legs.map((each) => each.leg),
    blockers: legs.flatMap((each) => each.blockers),
    unknowns: once(legs.flatMap((each) => each.unknowns)),
    assumptions: once(legs.flatMap((each) => each.assumptions)),
    // Each names its leg, and a leg has each once.
    warnings: legs.flatMap((each) => each.warnings ?? []),
  };
}

export function combine(legs: readonly LegVerdict[]): Omit<Verdict, "schemaVersion"> {
  return { verdict: allOf(legs.map((each) => each.leg.verdict)), ...collect(legs) };
}

function once<T extends Assumption | Unknown>(members: readonly T[]): T[] {
  const seen = new Set<string>();
  return members.filter((each) => {
    const key = JSON.stringify(each);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
