/**
 * AWS's words for the state of a target, and when it is in which.
 * "TargetHealth" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
 * "Health checks for your target groups" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
import type { LoadBalancer } from "@netsim/core";
import type { LegVerdict } from "../path/connection.js";
import type { Reachability, TargetState } from "../path/verdict.js";
import type { WalkOptions } from "../path/walk-context.js";

export const HEALTHY: TargetState = Object.freeze({ state: "healthy", reasonCode: null, description: null });
export const NOT_KNOWN: TargetState = Object.freeze({ state: "unavailable", reasonCode: null, description: null });
export const CHECKS_DISABLED: TargetState = Object.freeze({
  state: "unavailable",
  reasonCode: "Target.HealthCheckDisabled",
  description: "Health checks are disabled for this target",
});
export const NOT_IN_USE: TargetState = Object.freeze({
  state: "unused",
  reasonCode: "Target.NotInUse",
  description: "Target group is not configured to receive traffic from the load balancer",
});
export const ZONE_NOT_ENABLED: TargetState = Object.freeze({
  state: "unused",
  reasonCode: "Target.NotInUse",
  description: "Target is in an Availability Zone that is not enabled for the load balancer",
});
export const IP_UNUSABLE: TargetState = Object.freeze({
  state: "unused",
  reasonCode: "Target.IpUnusable",
  description: "The IP address cannot be used as a target, as it is in use by a load balancer",
});
export const FAILED: TargetState = Object.freeze({
  state: "unhealthy",
  reasonCode: "Target.FailedHealthChecks",
  description: "Health checks failed",
});
export const TIMED_OUT: TargetState = Object.freeze({
  state: "unhealthy",
  reasonCode: "Target.Timeout",
  description: "Request timed out",
});

/** Editions of the guide to Network Load Balancers disagree: `unused` until 2023, `unhealthy` since. */
export function stoppedState(balancer: LoadBalancer, state: string, options: WalkOptions): TargetState {
  if (balancer.type === "network" && options.stoppedNetworkTarget !== "unused") return FAILED;
  return { state: "unused", reasonCode: "Target.InvalidState", description: `Target is in the ${state} state` };
}

/** "Health checks for your target groups", reason codes; a Network Load Balancer has one for every failed check. */
export function settledState(verdict: Reachability, balancer: LoadBalancer, legs: readonly LegVerdict[]): TargetState {
  if (verdict === "reachable") return HEALTHY;
  if (verdict !== "unreachable") return NOT_KNOWN;
  if (balancer.type === "network") return FAILED;
  const blockers = legs.flatMap((each) => each.blockers);
  const mismatch = blockers.find((each) => each.code === "http-status");
  if (blockers.every((each) => each.kind === "application") && blockers.length > 0) {
    if (!mismatch) return FAILED;
    const description = `Health checks failed with these codes: [${mismatch.details?.status}]`;
    return { state: "unhealthy", reasonCode: "Target.ResponseCodeMismatch", description };
  }
  return TIMED_OUT;
}
