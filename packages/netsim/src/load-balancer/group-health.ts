/**
 * What state each target of a target group is in, by AWS's words.
 * "Health checks for your target groups" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 * "Health checks for Network Load Balancer target groups" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
import {
  type AddressSet,
  ALL_PACKETS,
  isMissing,
  type LoadBalancer,
  matchesStatus,
  memoize,
  type Network,
  NO_PACKETS,
  type TargetGroup,
  targetGroupKind,
  targetGroupsOf,
} from "@netsim/core";
import { partyFacts } from "../path/check-connection.js";
import { allOf } from "../path/combine.js";
import type { EndCheck } from "../path/connection-question.js";
import type { EndFacts } from "../path/ends.js";
import { isClassic, type LoadBalancerNode, nodesOf } from "../path/load-balancer-node.js";
import type { Party } from "../path/party.js";
import type { Cause } from "../path/trace.js";
import type { Assumption, Blocker, Reachability, TargetState, Unknown } from "../path/verdict.js";
import type { WalkOptions } from "../path/walk-context.js";
import { type Cohort, cohortsOf, type Judged, judgeCohort, type LegsByNode } from "./cohort.js";
import { groupAnswer } from "./group-answer.js";
import { attributeAssumptions, hasOpenListeners, targetsMissing } from "./group-missing.js";
import { groupTargets } from "./group-targets.js";
import { healthLeg, targetLeg } from "./legs.js";
import { groupProbe, type Probe } from "./probe.js";
import { type Handling, handlingsOf, type RequestInput, weighted } from "./request.js";
import { listenerOn } from "./resolve.js";
import { placesFor, type RegisteredTarget } from "./target.js";
import { barOf, blockerOf, type TargetHealth, unseenNodes } from "./target-health.js";
import {
  CHECKS_DISABLED,
  FAILED,
  HEALTHY,
  IP_UNUSABLE,
  NOT_IN_USE,
  NOT_KNOWN,
  settledState,
  stoppedState,
  ZONE_NOT_ENABLED,
} from "./target-state.js";
import { crossZoneOf, groupsOf } from "./zone-dns.js";

export type GroupTargetHealth = TargetHealth<TargetState>;

export interface GroupHealth {
  readonly group: TargetGroup;
  readonly targets: readonly GroupTargetHealth[];
  /** What is not known of the group as a whole: there may be more targets. */
  readonly unknowns: readonly Unknown[];
  readonly assumptions: readonly Assumption[];
}

const usersOf = memoize(
  (balancers: Network["loadBalancers"], _: object): ReadonlyMap<string, LoadBalancer> =>
    new Map(
      Object.values(balancers).flatMap((balancer) =>
        balancer.listeners.flatMap(targetGroupsOf).map((group) => [group, balancer] as const),
      ),
    ),
);

/** The load balancer whose listeners forward to a target group; each group has one at most. */
export function userOf(network: Network, group: TargetGroup): LoadBalancer | undefined {
  return usersOf(network.loadBalancers, network.targetGroups).get(group.id);
}

export function functionAssumptions(group: TargetGroup): readonly Assumption[] {
  return targetGroupKind(group) === "lambda" ? [{ code: "function-assumed", component: group.id }] : [];
}

/** @param few so many alike targets are judged each by itself; more are judged together. */
export function groupHealth(network: Network, group: TargetGroup, options: WalkOptions, few?: number): GroupHealth {
  const balancer = userOf(network, group);
  const cohorts = cohortsOf(groupTargets(network, group), few);
  const assumptions = [...attributeAssumptions(network, group), ...functionAssumptions(group)];
  const unknowns = targetsMissing(network, group, `health: ${group.id}`);
  if (!balancer) {
    const isOpen = hasOpenListeners(network) || isMissing(network.missing, "loadBalancers", group.vpcId ?? undefined);
    const targets = cohorts.map((cohort) => (isOpen ? perhapsInUse(group, cohort) : notInUse(group, cohort)));
    return { group, targets, unknowns, assumptions };
  }
  const nodes = nodesOf(network, balancer);
  const targets = cohorts.flatMap((cohort) => {
    const settled = settledTarget(network, group, balancer, nodes, cohort, options);
    if (settled) return [settled];
    const judged = judgeCohort(cohort, (target) => groupChecks(network, group, nodes, target, options));
    return judged.map((each) => healthOf(network, group, balancer, each));
  });
  return { group, targets, unknowns, assumptions };
}

function nameOf(group: TargetGroup, { target }: Cohort): string {
  return `health: ${group.id} -> ${target.name}`;
}

const NOTHING = { byNode: new Map(), legs: [], blockers: [], unknowns: [] } as const;

function barred(cohort: Cohort, state: TargetState, blocker: Blocker): GroupTargetHealth {
  return { ...NOTHING, cohort, state, verdict: "unreachable", blockers: [blocker] };
}

function inDoubt(cohort: Cohort, unknowns: readonly Unknown[]): GroupTargetHealth {
  return { ...NOTHING, cohort, state: NOT_KNOWN, verdict: "unknown", unknowns };
}

function notInUse(group: TargetGroup, cohort: Cohort): GroupTargetHealth {
  const cause = { kind: "target", code: "target-group-not-in-use", awsCode: null } as const;
  return barred(cohort, NOT_IN_USE, blockerOf(cohort, nameOf(group, cohort), cause));
}

/** A listener or a rule that was not collected may forward to the group. */
function perhapsInUse(group: TargetGroup, cohort: Cohort): GroupTargetHealth {
  const { target } = cohort;
  return inDoubt(cohort, [
    { component: target.id, code: "listener-missing", leg: nameOf(group, cohort), phase: "forward" },
  ]);
}

/** The state of a target that no check decides; undefined where checks do. */
export function settledTarget(
  network: Network,
  group: TargetGroup,
  balancer: LoadBalancer,
  nodes: readonly LoadBalancerNode[],
  cohort: Cohort,
  options: WalkOptions,
): GroupTargetHealth | undefined {
  const { target } = cohort;
  const name = nameOf(group, cohort);
  const kind = targetGroupKind(group);
  if (kind === "lambda") {
    return { ...NOTHING, cohort, state: group.healthCheck.enabled ? HEALTHY : CHECKS_DISABLED, verdict: "reachable" };
  }
  if (kind === "gateway") {
    return inDoubt(cohort, [{ component: balancer.id, code: "gateway-load-balancer", leg: name, phase: "forward" }]);
  }
  const { instance } = target;
  if (instance && instance.state !== "running") {
    const details = { state: instance.state };
    const state = stoppedState(balancer, instance.state, options);
    const cause = { kind: "target", code: "instance-not-running", awsCode: null, details } as const;
    return barred(cohort, state, blockerOf(cohort, name, cause));
  }
  if (group.targetType === "ip" && target.places.some((place) => place.party.loadBalancer)) {
    const cause = { kind: "target", code: "target-ip-unusable", awsCode: null } as const;
    return barred(cohort, IP_UNUSABLE, blockerOf(cohort, name, cause));
  }
  const bar = barOf(network, balancer, nodes, cohort, name);
  const [blocker] = bar?.blockers ?? [];
  if (blocker) return barred(cohort, blocker.code === "zone-not-enabled" ? ZONE_NOT_ENABLED : FAILED, blocker);
  if (bar) return inDoubt(cohort, bar.unknowns ?? []);
  return group.healthCheck.enabled ? undefined : { ...NOTHING, cohort, state: CHECKS_DISABLED, verdict: "reachable" };
}

/** Each node checks each target, whether it sends traffic to it or not. */
export function groupChecks(
  network: Network,
  group: TargetGroup,
  nodes: readonly LoadBalancerNode[],
  target: RegisteredTarget,
  options: WalkOptions,
): LegsByNode {
  const probe = groupProbe(group, target.port ?? 0);
  return nodes.flatMap((node) =>
    placesFor(nodes, node, target, true).map((place) => {
      const asked = { path: probe.http?.path, matcher: probe.http?.matcher };
      const facts = balancerFacts(network, place.party, probe.port, asked, place.party.addresses, options);
      const backend = { node, target, place, group: group.id, facts };
      return { node: node.station, leg: healthLeg(network, backend, withoutPage(probe, facts), options) };
    }),
  );
}

/** What a load balancer answers is told by its own targets, and not by a service of an instance. */
function withoutPage(probe: Probe, facts: EndFacts | undefined): Probe {
  return facts ? { port: probe.port, isTls: probe.isTls } : probe;
}

/**
 * What an Application Load Balancer that is a target does at one of its nodes: it takes the connection where it has a
 * listener, and answers what its own rules and targets make of the request. Undefined for another target.
 * "Use Application Load Balancers as targets of a Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html
 *
 * @param asked the page of a health check and the statuses it takes; any request of a client without.
 * @param clients whom the load balancer takes the senders for.
 */
export function balancerFacts(
  network: Network,
  party: Party,
  port: number,
  asked: { readonly path?: string | undefined; readonly matcher?: string | undefined },
  clients: AddressSet,
  options: WalkOptions,
): EndFacts | undefined {
  const { loadBalancer: balancer } = party;
  if (!balancer || isClassic(balancer)) return undefined;
  const facts = partyFacts(network, party);
  const node = nodesOf(network, balancer).find((each) => each.station === party.station);
  const listener = listenerOn(balancer, port, "tcp");
  if (!node || !listener) return facts;
  const { path, matcher } = asked;
  const request: RequestInput = path === undefined ? {} : { method: "GET", path: path.split("?")[0] };
  const answers = handlingsOf(listener, request, clients).map((each) =>
    answerOf(network, balancer, node, each, options),
  );
  const words = answers.map(({ verdict, status }): Reachability => {
    if (matcher === undefined || status === undefined || verdict === "unknown") return verdict;
    return matchesStatus(matcher, status) ? verdict : "unreachable";
  });
  const verdict = listener.rules === null ? "unknown" : allOf(words);
  if (verdict === "reachable") {
    const assumption = { code: "http-status-assumed", component: balancer.id, details: { path: path ?? "/" } };
    const isOpen = matcher !== undefined && answers.some((each) => each.status === undefined);
    return isOpen ? { ...facts, assumptions: [...facts.assumptions, assumption] } : facts;
  }
  const status = answers.find((_, at) => words[at] !== "reachable")?.status ?? 503;
  const details = { status, ...(path === undefined ? {} : { path, expected: matcher ?? "" }) };
  const frame = { kind: "application", awsCode: null, details } as const;
  const cause: Cause =
    matcher === undefined ? { ...frame, code: "target-load-balancer-down" } : { ...frame, code: "http-status" };
  const check: EndCheck = {
    spot: { component: { id: balancer.id, kind: "application", name: balancer.name }, direction: "ingress" },
    accepted: verdict === "unreachable" ? NO_PACKETS : ALL_PACKETS,
    cause,
    doubt: verdict === "unreachable" ? undefined : { about: ALL_PACKETS, code: "target-load-balancer-in-doubt" },
  };
  return { ...facts, checks: [...facts.checks, check] };
}

/** What one way of handling requests comes to at a node, and the status where the load balancer says it itself. */
function answerOf(
  network: Network,
  balancer: LoadBalancer,
  node: LoadBalancerNode,
  handling: Handling,
  options: WalkOptions,
): { readonly verdict: Reachability; readonly status?: number | undefined } {
  const last = handling.actions.at(-1);
  if (last?.type === "redirect" || last?.type === "fixed-response") {
    return { verdict: "reachable", status: last.statusCode };
  }
  const nodes = nodesOf(network, balancer);
  const answers = groupsOf(network, weighted(handling)).map((group) => {
    const crossZone = crossZoneOf(balancer, group);
    const legsTo = (target: RegisteredTarget): LegsByNode =>
      placesFor(nodes, node, target, crossZone).map((place) => ({
        node: node.station,
        leg: targetLeg(network, { node, target, place, group: group.id }, target.port ?? 0, "tcp", options),
      }));
    const at = { nodes, node, front: "application" } as const;
    return groupAnswer(network, balancer, at, groupHealth(network, group, options), legsTo);
  });
  const verdict = answers.length === 0 ? "unknown" : allOf(answers.map((each) => each.verdict));
  return {
    verdict,
    status: answers.flatMap((each) => each.symptoms).find((each) => each.status !== undefined)?.status,
  };
}

function healthOf(
  network: Network,
  group: TargetGroup,
  balancer: LoadBalancer,
  { cohort, byNode, legs }: Judged,
): GroupTargetHealth {
  const unknowns = unseenNodes(network, balancer, cohort.target, nameOf(group, cohort), true);
  const verdict = allOf([...byNode.values(), ...unknowns.map((): Reachability => "unknown")]);
  return { ...NOTHING, cohort, state: settledState(verdict, balancer, legs), verdict, byNode, legs, unknowns };
}
