/** What requests that a node sends to a target group get. */
import { type LoadBalancer, type Network, type TargetGroup, targetGroupKind } from "@netsim/core";
import { allOf } from "../path/combine.js";
import type { LegVerdict } from "../path/connection.js";
import type { LoadBalancerNode } from "../path/load-balancer-node.js";
import type { Assumption, Blocker, Reachability, Symptom, Unknown } from "../path/verdict.js";
import { joinNames, judgeCohort, type LegsByNode } from "./cohort.js";
import type { GroupHealth, GroupTargetHealth } from "./group-health.js";
import { targetsMissing } from "./group-missing.js";
import { type Routed, routingOf, viewOf } from "./routing.js";
import { type Front, noTargetAssumptions, noTargetSymptom, targetSymptoms } from "./symptom.js";
import type { RegisteredTarget } from "./target.js";
import { servedBy, servedOrOpen, type Way } from "./words.js";
import { crossZoneOf } from "./zone-dns.js";

export interface GroupAnswer {
  readonly verdict: Reachability;
  /** Those that get requests. */
  readonly targets: readonly string[];
  readonly isFailOpen: boolean;
  readonly symptoms: readonly Symptom[];
  readonly legs: readonly LegVerdict[];
  readonly blockers: readonly Blocker[];
  readonly unknowns: readonly Unknown[];
  readonly assumptions: readonly Assumption[];
}

/** Where requests are handled. */
export interface AnswerPlace {
  readonly nodes: readonly LoadBalancerNode[];
  readonly node: LoadBalancerNode;
  readonly front: Front;
}

/** @param legsTo the way of requests from the node to a target. */
export function groupAnswer(
  network: Network,
  balancer: LoadBalancer,
  { nodes, node, front }: AnswerPlace,
  health: GroupHealth,
  legsTo: (target: RegisteredTarget) => LegsByNode,
): GroupAnswer {
  const { group, targets } = health;
  const crossZone = crossZoneOf(balancer, group);
  const isFunction = targetGroupKind(group) === "lambda";
  const routed = routingOf(nodes, node, targets, group.unhealthyStateRouting, crossZone, isFunction);
  const { candidates, isFailOpen } = routed;
  const unseen = targetsMissing(network, group, `target: ${node.station.component.id}`);
  if (candidates.length === 0 && unseen.length === 0) {
    return withoutTarget(balancer, node, health, crossZone, front);
  }
  const ways = candidates.flatMap((each) => waysTo(node, group, each, legsTo));
  const healthy = ways.filter((each) => each.health === "reachable");
  const used = isFailOpen ? ways : healthy;
  const perhaps = isFailOpen === false ? ways.filter((each) => each.health !== "unreachable") : ways;
  const doubts = [...unseen, ...(crossZone === null ? zonesUnknown(balancer, node, targets, candidates) : [])];
  return {
    verdict: doubts.length > 0 ? "unknown" : verdictOf(ways, routed),
    targets: joinNames(used.map((each) => each.names)),
    isFailOpen: isFailOpen === true && unseen.length === 0,
    symptoms: targetSymptoms(
      front,
      perhaps.flatMap((each) => each.legs),
    ),
    legs: ways.flatMap((each) => each.legs),
    blockers: [],
    unknowns: doubts,
    assumptions: [],
  };
}

/** How requests get to targets that all fare the same. */
interface GroupWay extends Way {
  readonly names: readonly string[];
  readonly legs: readonly LegVerdict[];
}

function waysTo(
  node: LoadBalancerNode,
  group: TargetGroup,
  health: GroupTargetHealth,
  legsTo: (target: RegisteredTarget) => LegsByNode,
): readonly GroupWay[] {
  const view = viewOf(node, health);
  if (targetGroupKind(group) === "lambda") {
    return [{ health: view, way: "reachable", names: health.cohort.names, legs: [] }];
  }
  const judged = judgeCohort(health.cohort, legsTo);
  return judged.map(({ cohort, byNode, legs }) => ({
    health: view,
    way: byNode.get(node.station) ?? "unknown",
    count: cohort.members.length,
    names: cohort.names,
    legs,
  }));
}

function verdictOf(ways: readonly GroupWay[], { isFailOpen, least }: Routed<GroupTargetHealth>): Reachability {
  if (isFailOpen === true) return allOf(ways.map((each) => each.way));
  return isFailOpen === false ? servedBy(ways) : servedOrOpen(ways, least);
}

/** With cross-zone load balancing there might be more. It is assumed to be off, which an assumption says. */
function zonesUnknown(
  balancer: LoadBalancer,
  node: LoadBalancerNode,
  all: readonly GroupTargetHealth[],
  candidates: readonly GroupTargetHealth[],
): readonly Unknown[] {
  const hasHealthy = candidates.some((each) => viewOf(node, each) !== "unreachable");
  if (hasHealthy || all.length === candidates.length) return [];
  const leg = `target: ${node.station.component.id}`;
  return [{ component: balancer.id, leg, phase: "forward", code: "cross-zone-missing" }];
}

function withoutTarget(
  balancer: LoadBalancer,
  node: LoadBalancerNode,
  { group, targets }: GroupHealth,
  crossZone: boolean | null,
  front: Front,
): GroupAnswer {
  const elsewhere = targets.some((each) => each.byNode.size > 0);
  const leg = `target: ${node.station.component.id}`;
  const nothing = { targets: [], isFailOpen: false, legs: [], assumptions: [] };
  if (crossZone === null && elsewhere) {
    const unknown: Unknown = { component: balancer.id, leg, phase: "forward", code: "cross-zone-missing" };
    return { ...nothing, verdict: "unknown", symptoms: [], blockers: [], unknowns: [unknown] };
  }
  const blocker: Blocker = {
    component: group.id,
    components: [group.id],
    kind: "load-balancer",
    direction: "egress",
    leg,
    phase: "forward",
    rule: null,
    code: elsewhere ? "no-target-in-zone" : "no-registered-target",
    awsCode: elsewhere ? "ELBV2_NO_TARGETS_IN_AZ" : "ELBV2_LISTENER_HAS_NO_TG",
    packets: [],
    details: { zone: node.subnet.availabilityZone },
  };
  const symptoms = [noTargetSymptom(front, blocker.code, "all")];
  const assumptions = noTargetAssumptions(front, balancer.id);
  return { ...nothing, verdict: "unreachable", symptoms, blockers: [blocker], unknowns: [], assumptions };
}
