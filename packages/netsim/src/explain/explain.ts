/** `explain`: why a verdict is what it is. */
import { issue, NetsimError } from "@netsim/core";
import { freeze } from "../path/freeze.js";
import { causesOf } from "./causes.js";
import { conflictsOf } from "./conflicts.js";
import { effectsOf, withOrigins } from "./effects.js";
import type { Doubt, ExplainableVerdict, Explanation, PartialLeg, Subject } from "./explanation.js";
import { samplesOf } from "./sample.js";

/**
 * Every cause of a verdict with its rule, or with the rules that nearly matched, the parts that work and fail, and what
 * follows for targets, nodes and zones. Made of the verdict alone. A verdict that has been JSON in between is explained
 * as well, without what only the evaluation knew: `nearest` and `overruled` are null then.
 */
export function explain(given: ExplainableVerdict): Explanation {
  if (!Array.isArray(given?.legs) || !Array.isArray(given.blockers)) {
    throw new NetsimError([issue("verdict", [], "a verdict as a check gives it", given)]);
  }
  // What is not ours is left as it is, not frozen.
  const verdict = Object.isFrozen(given.legs) ? given : structuredClone(given);
  const causes = causesOf(verdict);
  const effects = effectsOf(verdict, causes);
  const { schemaVersion, verdict: word, legs, blockers, unknowns, assumptions, warnings } = verdict;
  return freeze({
    schemaVersion,
    kind: "explanation",
    verdict: word,
    about: subjectOf(verdict),
    causes: withOrigins(causes, effects),
    conflicts: conflictsOf(verdict),
    partial: partialLegs(verdict),
    doubts: doubtsOf(verdict),
    effects,
    legs,
    blockers,
    unknowns,
    assumptions,
    warnings,
  });
}

function subjectOf(verdict: ExplainableVerdict): Subject {
  switch (verdict.kind) {
    case "connection": {
      const [first] = verdict.legs;
      return { kind: "connection", from: first?.from ?? "", to: first?.to ?? "" };
    }
    case "listener": {
      const { loadBalancer, port, service } = verdict;
      return { kind: "listener", loadBalancer, port, service };
    }
    case "health": {
      const { loadBalancer, targetGroups } = verdict;
      return { kind: "health", loadBalancer, targetGroups };
    }
  }
}

function partialLegs({ legs }: ExplainableVerdict): readonly PartialLeg[] {
  return legs
    .filter((leg) => leg.verdict === "partial")
    .map(({ name, working, failing }) => ({ leg: name, works: samplesOf(working), fails: samplesOf(failing) }));
}

function doubtsOf({ legs }: ExplainableVerdict): readonly Doubt[] {
  return legs
    .filter((leg) => leg.verdict !== "unknown")
    .flatMap((leg) =>
      (["forward", "reply"] as const).flatMap((phase) =>
        leg[phase].hops
          .filter((hop) => hop.status === "unknown")
          .map(({ component, sequenceNumber }) => ({ component, leg: leg.name, phase, hop: sequenceNumber })),
      ),
    );
}
