/**
 * What state each registered instance of a Classic Load Balancer is in, by AWS's words.
 * "InstanceState" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_InstanceState.html
 * "Troubleshoot a Classic Load Balancer: Health checks" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ts-elb-healthcheck.html
 */
import type { ClassicLoadBalancer, Network } from "@netsim/core";
import { allOf } from "../path/combine.js";
import { type LoadBalancerNode, nodesOf } from "../path/load-balancer-node.js";
import type { Assumption, ClassicInstanceState, Reachability } from "../path/verdict.js";
import type { WalkOptions } from "../path/walk-context.js";
import { classicTargets } from "./classic-targets.js";
import { type Cohort, cohortsOf, judgeCohort, type LegsByNode } from "./cohort.js";
import { healthLeg } from "./legs.js";
import { classicProbe, type Probe } from "./probe.js";
import { placesFor, type RegisteredTarget } from "./target.js";
import { barOf, blockerOf, type TargetHealth, unseenNodes } from "./target-health.js";

export type ClassicTargetHealth = TargetHealth<ClassicInstanceState>;

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

/** @param few so many alike instances are judged each by itself; more are judged together. */
export function classicHealth(
  network: Network,
  balancer: ClassicLoadBalancer,
  options: WalkOptions,
  few?: number,
): readonly ClassicTargetHealth[] {
  const nodes = nodesOf(network, balancer);
  const probe = classicProbe(balancer);
  return cohortsOf(classicTargets(network, balancer), few).flatMap((each) => {
    const settled = settle(network, balancer, nodes, each);
    if (settled) return [settled];
    const judged = judgeCohort(each, (target) => checksOf(network, balancer, nodes, target, probe, options));
    return judged.map(({ cohort, byNode, legs }): ClassicTargetHealth => {
      const unknowns = unseenNodes(network, balancer, cohort.target, nameOf(balancer, cohort), balancer.crossZone);
      const verdict = allOf([...byNode.values(), ...unknowns.map((): Reachability => "unknown")]);
      return { ...NOTHING, cohort, state: stateOf(verdict), verdict, byNode, legs, unknowns };
    });
  });
}

const NOTHING = { byNode: new Map(), legs: [], blockers: [], unknowns: [] } as const;

function nameOf(balancer: ClassicLoadBalancer, { target }: Cohort): string {
  return `health: ${balancer.id} -> ${target.id}`;
}

/** Health checks come from the nodes that send to the target. */
function checksOf(
  network: Network,
  balancer: ClassicLoadBalancer,
  nodes: readonly LoadBalancerNode[],
  target: RegisteredTarget,
  probe: Probe,
  options: WalkOptions,
): LegsByNode {
  return nodes.flatMap((node) =>
    placesFor(nodes, node, target, balancer.crossZone).map((place) => ({
      node: node.station,
      leg: healthLeg(network, { node, target, place }, probe, options),
    })),
  );
}

/** The state of an instance that no check decides; undefined where checks do. */
function settle(
  network: Network,
  balancer: ClassicLoadBalancer,
  nodes: readonly LoadBalancerNode[],
  cohort: Cohort,
): ClassicTargetHealth | undefined {
  const { instance } = cohort.target;
  const name = nameOf(balancer, cohort);
  if (instance && instance.state !== "running") {
    const state = outOfService("Instance", `Instance is in ${instance.state} state.`);
    const details = { state: instance.state };
    const blocker = blockerOf(cohort, name, { kind: "target", code: "instance-not-running", awsCode: null, details });
    return { ...NOTHING, cohort, state, verdict: "unreachable", blockers: [blocker] };
  }
  const bar = barOf(network, balancer, nodes, cohort, name);
  if (!bar) return undefined;
  const { blockers = [], unknowns = [] } = bar;
  const [blocker] = blockers;
  if (!blocker) return { ...NOTHING, cohort, state: UNKNOWN, verdict: "unknown", unknowns };
  const state = blocker.code === "zone-not-enabled" ? ZONE_NOT_ENABLED : FAILED_CHECKS;
  return { ...NOTHING, cohort, state, verdict: "unreachable", blockers };
}

/** Checks that pass for some source ports only come and go with the port a node picks. */
function stateOf(verdict: Reachability): ClassicInstanceState {
  if (verdict === "reachable") return IN_SERVICE;
  return verdict === "unreachable" ? FAILED_CHECKS : UNKNOWN;
}

/** What is taken for granted where it is not known whether nodes use the instances of other zones. */
export function crossZoneAssumptions(network: Network, balancer: ClassicLoadBalancer): readonly Assumption[] {
  const zones = new Set(nodesOf(network, balancer).map((node) => node.subnet.availabilityZone));
  const isOpen = balancer.crossZone === null && zones.size > 1 && balancer.instances.length > 0;
  return isOpen ? [{ code: "cross-zone-assumed-off", component: balancer.id }] : [];
}
