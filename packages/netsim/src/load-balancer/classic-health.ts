/**
 * What state each registered instance of a Classic Load Balancer is in, by AWS's words.
 * "InstanceState" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_InstanceState.html
 * "Troubleshoot a Classic Load Balancer: Health checks" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ts-elb-healthcheck.html
 */
import type { ClassicLoadBalancer, Network } from "@netsim/core";
import { type ClassicNode, classicNodes } from "../path/classic-node.js";
import { allOf } from "../path/combine.js";
import type { LegVerdict } from "../path/connection.js";
import type { Party } from "../path/endpoint.js";
import type { Blocker, ClassicInstanceState, Reachability, Unknown } from "../path/verdict.js";
import type { WalkOptions } from "../path/walk-context.js";
import { healthLeg } from "./classic-legs.js";
import { type ClassicTarget, classicTargets, isInEnabledZone, mayUse } from "./classic-targets.js";

/** One instance: its state, what it follows from, and whether that is certain. */
export interface ClassicTargetHealth {
  readonly target: ClassicTarget;
  readonly state: ClassicInstanceState;
  /** `reachable` in service, `unreachable` out of service, `partial` in and out, `unknown`. */
  readonly verdict: Reachability;
  readonly legs: readonly LegVerdict[];
  readonly blockers: readonly Blocker[];
  readonly unknowns: readonly Unknown[];
}

const IN_SERVICE: ClassicInstanceState = { state: "InService", reasonCode: "N/A", description: "N/A" };
const UNKNOWN: ClassicInstanceState = { state: "Unknown", reasonCode: "N/A", description: "N/A" };

function outOfService(reasonCode: "ELB" | "Instance", description: string): ClassicInstanceState {
  return { state: "OutOfService", reasonCode, description };
}

const FAILED_CHECKS = outOfService(
  "Instance",
  "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.",
);
const ZONE_NOT_ENABLED = outOfService(
  "ELB",
  "Instance is in the EC2 Availability Zone for which LoadBalancer is not configured to route traffic to.",
);

export function classicHealth(
  network: Network,
  balancer: ClassicLoadBalancer,
  options: WalkOptions,
): readonly ClassicTargetHealth[] {
  const nodes = classicNodes(network, balancer);
  return classicTargets(network, balancer).map((target) => healthOf(network, balancer, nodes, target, options));
}

function healthOf(
  network: Network,
  balancer: ClassicLoadBalancer,
  nodes: readonly ClassicNode[],
  target: ClassicTarget,
  options: WalkOptions,
): ClassicTargetHealth {
  const { party, instance } = target;
  if (instance && instance.state !== "running") {
    const description = `Instance is in ${instance.state} state.`;
    const cause = { kind: "target", code: "instance-not-running", details: { state: instance.state } } as const;
    return stateWithout(target, outOfService("Instance", description), blockerOf(balancer, target, cause));
  }
  if (!party) return stateInDoubt(balancer, target, "instance-missing");
  if (!isInEnabledZone(nodes, target)) {
    // The zone may be that of a subnet that the network leaves out.
    if (nodes.length < balancer.subnets.length) return stateInDoubt(balancer, target, "subnet-missing");
    const zones = nodes.map((node) => node.subnet.availabilityZone);
    const details = { zone: target.availabilityZone ?? "", enabled: zones };
    const cause = {
      kind: "target",
      code: "zone-not-enabled",
      awsCode: "ELB_INSTALLED_AZ_RESTRICTION",
      details,
    } as const;
    return stateWithout(target, ZONE_NOT_ENABLED, blockerOf(balancer, target, cause));
  }
  const legs = nodes
    .filter((node) => mayUse(balancer, nodes, node, target))
    .map((node) => healthLeg(network, node, { ...target, party: party satisfies Party }, options));
  const verdict = allOf(legs.map((each) => each.leg.verdict));
  return { target, state: stateOf(verdict), verdict, legs, blockers: [], unknowns: [] };
}

/** Checks that pass for some source ports only come and go with the port a node picks. */
function stateOf(verdict: Reachability): ClassicInstanceState {
  if (verdict === "reachable") return IN_SERVICE;
  return verdict === "unreachable" ? FAILED_CHECKS : UNKNOWN;
}

function stateWithout(target: ClassicTarget, state: ClassicInstanceState, blocker: Blocker): ClassicTargetHealth {
  return { target, state, verdict: "unreachable", legs: [], blockers: [blocker], unknowns: [] };
}

function stateInDoubt(balancer: ClassicLoadBalancer, target: ClassicTarget, code: string): ClassicTargetHealth {
  const unknown: Unknown = { component: target.id, code, leg: healthName(balancer, target), phase: "forward" };
  return { target, state: UNKNOWN, verdict: "unknown", legs: [], blockers: [], unknowns: [unknown] };
}

function healthName(balancer: ClassicLoadBalancer, target: ClassicTarget): string {
  return `health: ${balancer.id} -> ${target.id}`;
}

function blockerOf(
  balancer: ClassicLoadBalancer,
  target: ClassicTarget,
  cause: Pick<Blocker, "kind" | "code"> & Partial<Pick<Blocker, "awsCode" | "details">>,
): Blocker {
  return {
    component: target.id,
    components: [target.id],
    name: target.instance?.name,
    direction: "ingress",
    leg: healthName(balancer, target),
    phase: "forward",
    rule: null,
    packets: [],
    awsCode: null,
    ...cause,
  };
}
