/**
 * AWS's words for a target of a target group.
 * "TargetHealth" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
 * "Health checks for your target groups" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
import type { StateWords } from "./health-source.js";
import type { TimelineState } from "./timeline.js";

function words(state: string, reasonCode: string | null, description: string | null): TimelineState {
  return { state, reasonCode, description };
}

const UNHEALTHY = words("unhealthy", "Target.FailedHealthChecks", "Health checks failed");

export const TARGET_GROUP_WORDS: StateWords = {
  registering: words("initial", "Elb.RegistrationInProgress", "Target registration is in progress"),
  checking: words("initial", "Elb.InitialHealthChecking", "Initial health checks in progress"),
  // A healthy target has neither reason nor description.
  "in-service": words("healthy", null, null),
  failed: UNHEALTHY,
  recovering: null,
  "in-doubt": words("unavailable", null, null),
  draining: words("draining", "Target.DeregistrationInProgress", "Target deregistration is in progress"),
  gone: words("unused", "Target.NotRegistered", "Target is not registered to the target group"),
};
