/** One kind of finding, or several that are found together. */
import type { Network } from "@netsim/core";
import type { Demand } from "./demand.js";
import type { Finding, LintCode, LintUnknown } from "./finding.js";

/** A finding before its severity, which goes with its code. */
export type Found = Omit<Finding, "severity">;

export interface Check {
  readonly codes: readonly LintCode[];
  /** @param demand what is needed besides what listens; undefined where nobody has said. */
  readonly find: (network: Network, demand?: Demand) => readonly Found[];
  /** What it cannot look at. */
  readonly unknowns?: ((network: Network) => readonly LintUnknown[]) | undefined;
}
