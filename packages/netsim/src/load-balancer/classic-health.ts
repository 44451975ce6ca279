/**
 * What state each registered instance of a Classic Load Balancer is in, by AWS's words.
 * "InstanceState" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_InstanceState.html
 * "Troubleshoot a Classic Load Balancer: Health checks" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ts-elb-healthcheck.html
 */
import type { ClassicLoadBalancer, Network } from "@netsim/core";
import { type ClassicNode, classicNodes, undescribedSubnets } from "../path/classic-node.js";
import { allOf } from "../path/combine.js";
import type { LegVerdict } from "../path/connection.js";
import type { Assumption, Blocker, ClassicInstanceState, Reachability, Unknown } from "../path/verdict.js";
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
  const name = `health: ${balancer.id} -> ${target.id}`;
  if (instance && instance.state !== "running") {
    const state = outOfService("Instance", `Instance is in ${instance.state} state.`);
    const details = { state: instance.state };
    const blocker = blockerOf(target, name, { kind: "target", code: "instance-not-running", awsCode: null, details });
    return { target, state, verdict: "unreachable", legs: [], blockers: [blocker], unknowns: [] };
  }
  const bar = barOf(network, balancer, nodes, target, name);
  if (bar) {
    const { blockers = [], unknowns = [] } = bar;
    const isBarred = blockers.length > 0;
    const state = isBarred ? ZONE_NOT_ENABLED : UNKNOWN;
    return { target, state, verdict: isBarred ? "unreachable" : "unknown", legs: [], blockers, unknowns };
  }
  const legs = nodes.flatMap((node) =>
    party && mayUse(balancer, nodes, node, target) ? [healthLeg(network, node, { ...target, party }, options)] : [],
  );
  const others = unseenNodes(network, balancer, target, name);
  const verdict = allOf([...legs.map((each) => each.leg.verdict), ...others.map((): Reachability => "unknown")]);
  return { target, state: stateOf(verdict), verdict, legs, blockers: [], unknowns: others };
}

/** Why no node uses a target at all, or why that is not known. */
export function barOf(
  network: Network,
  balancer: ClassicLoadBalancer,
  nodes: readonly ClassicNode[],
  target: ClassicTarget,
  leg: string,
): { readonly blockers?: readonly Blocker[]; readonly unknowns?: readonly Unknown[] } | undefined {
  const frame = { component: target.id, leg, phase: "forward" } as const;
  if (!target.party) return { unknowns: [{ ...frame, code: "instance-missing" }] };
  if (isInEnabledZone(nodes, target)) return undefined;
  // The zone may be that of a subnet that the network leaves out.
  const subnets = undescribedSubnets(network, balancer);
  if (subnets.length > 0) return { unknowns: [{ ...frame, code: "subnet-missing", details: { subnets } }] };
  const enabled = [...new Set(nodes.map((node) => node.subnet.availabilityZone))];
  const details = { zone: target.availabilityZone ?? "", enabled };
  const awsCode = "ELB_INSTALLED_AZ_RESTRICTION";
  return { blockers: [blockerOf(target, leg, { kind: "target", code: "zone-not-enabled", awsCode, details })] };
}

/** With cross-zone load balancing the nodes in subnets that the network leaves out use the target, too. */
export function unseenNodes(
  network: Network,
  balancer: ClassicLoadBalancer,
  target: ClassicTarget,
  leg: string,
): readonly Unknown[] {
  const subnets = undescribedSubnets(network, balancer);
  if (subnets.length === 0 || balancer.crossZone === false) return [];
  return [{ component: target.id, code: "subnet-missing", leg, phase: "forward", details: { subnets } }];
}

/** Checks that pass for some source ports only come and go with the port a node picks. */
function stateOf(verdict: Reachability): ClassicInstanceState {
  if (verdict === "reachable") return IN_SERVICE;
  return verdict === "unreachable" ? FAILED_CHECKS : UNKNOWN;
}

function blockerOf(
  target: ClassicTarget,
  leg: string,
  cause: Pick<Blocker, "kind" | "code" | "awsCode" | "details">,
): Blocker {
  return {
    component: target.id,
    components: [target.id],
    name: target.instance?.name,
    direction: "ingress",
    leg,
    phase: "forward",
    rule: null,
    packets: [],
    ...cause,
  };
}

/** What is taken for granted where it is not known whether nodes use the instances of other zones. */
export function crossZoneAssumptions(network: Network, balancer: ClassicLoadBalancer): readonly Assumption[] {
  const zones = new Set(classicNodes(network, balancer).map((node) => node.subnet.availabilityZone));
  const isOpen = balancer.crossZone === null && zones.size > 1 && balancer.instances.length > 0;
  return isOpen ? [{ code: "cross-zone-assumed-off", component: balancer.id }] : [];
}

/** There are nodes in the subnets that the network leaves out, too, and nothing is known of them. */
export function subnetsMissing(network: Network, balancer: ClassicLoadBalancer): readonly Unknown[] {
  const subnets = undescribedSubnets(network, balancer);
  if (subnets.length === 0) return [];
  const leg = `client: ${balancer.id}`;
  return [{ component: balancer.id, code: "subnet-missing", leg, phase: "forward", details: { subnets } }];
}

export function noInstance(loadBalancer: string, leg: "target" | "health"): Blocker {
  return {
    component: loadBalancer,
    components: [loadBalancer],
    kind: "load-balancer",
    direction: "egress",
    leg: `${leg}: ${loadBalancer}`,
    phase: "forward",
    rule: null,
    code: "no-registered-instance",
    awsCode: null,
    packets: [],
  };
}
