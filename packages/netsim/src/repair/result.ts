/** What `repair` answers. */
import type { Assumption, Blocker, Leg, Reachability, SCHEMA_VERSION, Unknown } from "../path/verdict.js";
import type { Edit } from "./edit.js";

/** Edits that together make the answer `reachable`, none of them to spare. */
export interface Repair {
  readonly edits: readonly Edit[];
  /**
   * How many packet headers are admitted that were not, as a decimal number: each counted at each filter that lets it
   * through, and at each router that sends it another way. Edits of other kinds count nothing.
   */
  readonly admits: string;
}

/** Two goals that each can be reached and not together: their places in `mustReach` and `mustNotReach`. */
export interface GoalConflict {
  readonly mustReach: number;
  /** The other goal, of one list or the other. */
  readonly and: { readonly mustReach: number } | { readonly mustNotReach: number };
}

/** The answer of `repair` and `repairAll`. */
export interface RepairResult {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly kind: "repair";
  /** The answer before any edit; of several questions the worst. */
  readonly verdict: Reachability;
  /** What was found before any edit. */
  readonly legs: readonly Leg[];
  readonly blockers: readonly Blocker[];
  readonly assumptions: readonly Assumption[];
  /**
   * Every smallest set, those that admit the fewest packets first; one without edits where nothing is wrong, and none
   * where no known edits help.
   */
  readonly repairs: readonly Repair[];
  /** Where there is no repair: what no known edit removes, or what edits remove only one without the other. */
  readonly obstacles: readonly Blocker[];
  /** Where there is no repair: what is not known. */
  readonly unknowns: readonly Unknown[];
  /** False where the search was given up: there may be other repairs of that size, or smaller ones. */
  readonly isComplete: boolean;
  /** Where goals contradict each other: which. */
  readonly conflicts: readonly GoalConflict[];
}
