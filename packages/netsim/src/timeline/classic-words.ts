/**
 * AWS's words for an instance of a Classic Load Balancer.
 * "InstanceState" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_InstanceState.html
 * "Configure connection draining" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-conn-drain.html
 */
import type { ClassicInstanceState } from "../path/verdict.js";
import type { StateWords } from "./health-source.js";

function outOfService(reasonCode: "ELB" | "Instance", description: string): ClassicInstanceState {
  return { state: "OutOfService", reasonCode, description };
}

const REGISTERING = outOfService("ELB", "Instance registration is still in progress.");

export const CLASSIC_WORDS: StateWords = {
  registering: REGISTERING,
  // "Troubleshoot a Classic Load Balancer: Instance registration": in service with the first check that it passes.
  checking: REGISTERING,
  "in-service": { state: "InService", reasonCode: "N/A", description: "N/A" },
  failed: outOfService(
    "Instance",
    "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.",
  ),
  recovering: outOfService(
    "Instance",
    "Instance has not passed the configured HealthyThreshold number of health checks consecutively.",
  ),
  "in-doubt": { state: "Unknown", reasonCode: "N/A", description: "N/A" },
  // A reason code is the cause of being out of service, which it is not yet.
  draining: { state: "InService", reasonCode: "N/A", description: "Instance deregistration currently in progress." },
  gone: outOfService("ELB", "Instance is not currently registered with the LoadBalancer."),
};
