/** What `--json` prints and what functions answer, in one type, of which `results.schema.json` is made. */
import type { CriticalityVerdict } from "../analysis/criticality.js";
import type { DiffVerdict } from "../analysis/diff.js";
import type { ReachabilityVerdict } from "../analysis/reachability.js";
import type { Explanation } from "../explain/explanation.js";
import type { CheckReport } from "../intents/report.js";
import type { LintResult } from "../lint/finding.js";
import type { HealthDifference } from "../load-balancer/health-difference.js";
import type { ConnectionVerdict, HealthVerdict, ListenerVerdict, Verdict } from "../path/verdict.js";
import type { Recommendation } from "../recommend/recommendation.js";
import type { RepairResult } from "../repair/result.js";
import type { HealthTimeline } from "../timeline/timeline.js";

/** `netsim health` about one load balancer. */
export interface HealthReport extends HealthVerdict {
  /** What AWS saw and the verdict contradicts; null where AWS was not asked. */
  readonly differences: readonly HealthDifference[] | null;
}

/** `netsim health` about several load balancers: what every result has, of all of them, and each by itself. */
export interface HealthReports extends Verdict {
  readonly kind: "health";
  readonly differences: readonly (HealthDifference & { readonly loadBalancer: string | null })[];
  readonly results: readonly HealthReport[];
}

/** Any result. */
export type AnyResult =
  | ConnectionVerdict
  | ListenerVerdict
  | HealthVerdict
  | HealthReport
  | HealthReports
  | Explanation
  | RepairResult
  | Recommendation
  | LintResult
  | DiffVerdict
  | ReachabilityVerdict
  | CriticalityVerdict
  | HealthTimeline
  | CheckReport;
