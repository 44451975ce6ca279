/** `checkHealth`: which registered targets would be in service, and why not. */
import {
  issue,
  type LoadBalancer,
  NetsimError,
  type Network,
  type TargetGroup,
  targetGroupsOf,
  unwrap,
} from "@netsim/core";
import { remember } from "../path/asked.js";
import { allOf, collect } from "../path/combine.js";
import { freeze } from "../path/freeze.js";
import { requireNetwork, requireQuestion } from "../path/given.js";
import { isClassic } from "../path/load-balancer-node.js";
import { optionsOf, type QuestionOptions } from "../path/options.js";
import {
  type Assumption,
  type Blocker,
  type HealthVerdict,
  type Reachability,
  SCHEMA_VERSION,
  type Unknown,
} from "../path/verdict.js";
import type { WalkOptions } from "../path/walk-context.js";
import { statesOf } from "./check-listener.js";
import { classicHealth, crossZoneAssumptions } from "./classic-health.js";
import { namedHealth } from "./forward-listener.js";
import { groupHealth, userOf } from "./group-health.js";
import { listenersMissing } from "./group-missing.js";
import type { NamedHealth } from "./listener-parts.js";
import { resolveLoadBalancer, resolveTargetGroup } from "./resolve.js";
import { noInstance } from "./target-health.js";
import { groupsOf } from "./zone-dns.js";

interface HealthOptions extends QuestionOptions {
  /**
   * The state of a stopped target of a Network Load Balancer: `unhealthy` as AWS's guide says since 2025, `unused` as it
   * did before.
   */
  readonly stoppedNetworkTarget?: "unhealthy" | "unused" | undefined;
}

/** The question of `checkHealth`: a load balancer with all its targets, or one target group. */
export type HealthInput = HealthOptions &
  (
    | {
        /** The load balancer's name, ARN, `Name` tag or DNS name. */
        readonly loadBalancer: string;
        readonly targetGroup?: undefined;
      }
    | {
        /** The target group's name or ARN. */
        readonly targetGroup: string;
        readonly loadBalancer?: undefined;
      }
  );

/**
 * The state of every registered target once its health checks have settled, from every node that checks it: of a
 * Classic Load Balancer's instances, of a target group, or of all target groups of a load balancer.
 *
 * @throws NetsimError when there is no such load balancer or target group.
 */
export function checkHealth(network: Network, input: HealthInput): HealthVerdict {
  return remember(judgeHealth(network, input), network, input, checkHealth);
}

function judgeHealth(network: Network, input: HealthInput): HealthVerdict {
  requireNetwork(network);
  requireQuestion(input);
  const options = optionsOf(input);
  if (input.targetGroup !== undefined) {
    const group = unwrap(resolveTargetGroup(network, input.targetGroup));
    return groupsVerdict(network, userOf(network, group), [group], options);
  }
  if (typeof input.loadBalancer !== "string") {
    throw new NetsimError([issue("missing-key", [], "a loadBalancer or a targetGroup", input)]);
  }
  const balancer = unwrap(resolveLoadBalancer(network, input.loadBalancer));
  if (!isClassic(balancer)) {
    const ids = [...new Set(balancer.listeners.flatMap(targetGroupsOf))];
    return groupsVerdict(network, balancer, groupsOf(network, ids), options);
  }
  const targets = classicHealth(network, balancer, options).map((each) => ({ ...each, names: each.cohort.names }));
  const empty = targets.length > 0 ? [] : [noInstance(balancer.id, "health")];
  return healthVerdict(balancer.id, [], targets, empty, crossZoneAssumptions(network, balancer));
}

function groupsVerdict(
  network: Network,
  balancer: LoadBalancer | undefined,
  groups: readonly TargetGroup[],
  options: WalkOptions,
): HealthVerdict {
  const health = groups.map((group) => groupHealth(network, group, options));
  const unknowns = health.flatMap((each) => each.unknowns);
  const empty = health
    .filter((each) => each.targets.length === 0 && each.unknowns.length === 0)
    .map((each) => noTarget(each.group.id));
  if (balancer && groups.length === 0) {
    if (listenersMissing(network, balancer)) unknowns.push(listenerUnknown(balancer));
    else empty.push(noTarget(balancer.id));
  }
  const ids = groups.map((group) => group.id);
  const assumptions = health.flatMap((each) => each.assumptions);
  return healthVerdict(balancer?.id ?? null, ids, namedHealth(health), empty, assumptions, unknowns);
}

function listenerUnknown({ id }: LoadBalancer): Unknown {
  return { component: id, code: "listener-missing", leg: `health: ${id}`, phase: "forward" };
}

function noTarget(component: string): Blocker {
  const awsCode = "ELBV2_LISTENER_HAS_NO_TG";
  return { ...noInstance(component, "health"), code: "no-registered-target", awsCode };
}

function healthVerdict(
  loadBalancer: string | null,
  targetGroups: readonly string[],
  targets: readonly NamedHealth[],
  empty: readonly Blocker[],
  assumptions: readonly Assumption[],
  unknowns: readonly Unknown[] = [],
): HealthVerdict {
  const found = collect(targets.flatMap((each) => each.legs));
  return freeze({
    schemaVersion: SCHEMA_VERSION,
    kind: "health",
    verdict: allOf([...targets.map((each) => each.verdict), ...unknowns.map((): Reachability => "unknown")]),
    loadBalancer,
    targetGroups,
    states: statesOf(targets),
    ...found,
    blockers: [...empty, ...targets.flatMap((each) => each.blockers), ...found.blockers],
    unknowns: [...unknowns, ...targets.flatMap((each) => each.unknowns), ...found.unknowns],
    assumptions: [...found.assumptions, ...assumptions],
  });
}
