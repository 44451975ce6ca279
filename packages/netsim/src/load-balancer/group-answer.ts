/** What requests that a node sends to a target group get. */
import { type LoadBalancer, type Network, targetGroupKind } from "@netsim/core";
import { allOf } from "../path/combine.js";
import type { LegVerdict } from "../path/connection.js";
import type { LoadBalancerNode } from "../path/load-balancer-node.js";
import type { Assumption, Blocker, Reachability, Symptom, Unknown } from "../path/verdict.js";
import { judgeEach } from "./alike.js";
import { backendLegs } from "./backend.js";
import type { GroupHealth, GroupTargetHealth } from "./group-health.js";
import { groupTargets } from "./group-targets.js";
import type { Question } from "./listener-parts.js";
import { type Routed, routingOf, viewOf } from "./routing.js";
import { type Front, noTargetSymptom, targetSymptoms } from "./symptom.js";
import { servedBy, servedOrOpen } from "./words.js";
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

/** @param at the node's place among those of the question. */
export function groupAnswer(
  network: Network,
  balancer: LoadBalancer,
  question: Question,
  at: number,
  health: GroupHealth,
  front: Front,
): GroupAnswer {
  const { group, targets } = health;
  const node = question.nodes[at] as LoadBalancerNode;
  const crossZone = crossZoneOf(balancer, group);
  const isFunction = targetGroupKind(group) === "lambda";
  const routed = routingOf(question.nodes, node, targets, group.unhealthyStateRouting, crossZone, isFunction);
  const { candidates, isFailOpen } = routed;
  if (candidates.length === 0) return withoutTarget(balancer, node, health, crossZone, front);
  const mayServe = new Set(candidates.map((each) => each.target));
  const ways = judgeEach(groupTargets(network, group), (target, real) =>
    mayServe.has(real) ? backendLegs(network, question, at, group, target, crossZone) : [],
  );
  const wayTo = ({ target }: GroupTargetHealth): Reachability =>
    isFunction ? "reachable" : (ways.get(target)?.byNode.get(node.station) ?? "unknown");
  const healthy = candidates.filter((each) => viewOf(node, each) === "reachable");
  const used = isFailOpen ? candidates : healthy;
  const perhaps = isFailOpen === false ? candidates.filter((each) => viewOf(node, each) !== "unreachable") : candidates;
  const legs = candidates.flatMap((each) => ways.get(each.target)?.own ?? []);
  const doubts = crossZone === null ? zonesUnknown(balancer, node, targets, candidates) : [];
  return {
    verdict: doubts.length > 0 ? "unknown" : verdictOf(node, routed, wayTo),
    targets: used.map((each) => each.target.name),
    isFailOpen: isFailOpen === true,
    symptoms: targetSymptoms(
      front,
      perhaps.flatMap((each) => ways.get(each.target)?.legs ?? []),
    ),
    legs,
    blockers: [],
    unknowns: doubts,
    assumptions: [],
  };
}

function verdictOf(
  node: LoadBalancerNode,
  { candidates, isFailOpen, least }: Routed<GroupTargetHealth>,
  wayTo: (each: GroupTargetHealth) => Reachability,
): Reachability {
  if (isFailOpen === true) return allOf(candidates.map(wayTo));
  const ways = candidates.map((each) => ({ health: viewOf(node, each), way: wayTo(each) }));
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
  return { ...nothing, verdict: "unreachable", symptoms, blockers: [blocker], unknowns: [] };
}
