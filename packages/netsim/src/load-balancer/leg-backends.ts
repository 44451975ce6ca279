/** The legs to targets that `checkLeg` asks about, each target by itself. */
import {
  type ClassicLoadBalancer,
  issue,
  type LoadBalancer,
  NetsimError,
  type Network,
  targetGroupsOf,
  unwrap,
} from "@netsim/core";
import type { LegVerdict } from "../path/connection.js";
import { nodesOf } from "../path/load-balancer-node.js";
import { optionsOf } from "../path/options.js";
import type { Assumption, Blocker, Reachability, Unknown } from "../path/verdict.js";
import { backendLegs } from "./backend.js";
import type { LegInput } from "./check-leg.js";
import { crossZoneAssumptions as classicAssumptions } from "./classic-health.js";
import { classicTargets } from "./classic-targets.js";
import { clientAddressAssumptions, keepsClientAddress } from "./client-address.js";
import { single } from "./cohort.js";
import { functionAssumptions, groupChecks, settledTarget } from "./group-health.js";
import { groupTargets } from "./group-targets.js";
import { healthLeg, targetLeg } from "./legs.js";
import type { Question } from "./listener-parts.js";
import { classicProbe } from "./probe.js";
import { resolveForwardingListener, resolveListener, resolveTarget } from "./resolve.js";
import { placesFor } from "./target.js";
import { barOf, noInstance, unseenNodes } from "./target-health.js";
import { crossZoneOf, groupsOf } from "./zone-dns.js";

type Asked = LegInput & { readonly leg: "target" | "health" };

export interface Backends {
  readonly legs: readonly LegVerdict[];
  /** Of targets that no connection leads to, as functions are. */
  readonly words?: readonly Reachability[] | undefined;
  readonly blockers: readonly Blocker[];
  readonly unknowns: readonly Unknown[];
  readonly assumptions: readonly Assumption[];
}

export function classicBackend(network: Network, balancer: ClassicLoadBalancer, input: Asked): Backends {
  const listener = input.leg === "target" ? unwrap(resolveListener(balancer, input.port ?? 0)) : undefined;
  const all = classicTargets(network, balancer);
  const only = input.target === undefined ? undefined : unwrap(resolveTarget(network, balancer.id, all, input.target));
  const nodes = nodesOf(network, balancer);
  const targets = all.filter((each) => only === undefined || each.name === only);
  const options = optionsOf(input);
  const legs = nodes.flatMap((node) =>
    targets.flatMap((target) =>
      placesFor(nodes, node, target, balancer.crossZone).map((place) =>
        listener
          ? targetLeg(network, { node, target, place }, listener.instancePort, "tcp", options)
          : healthLeg(network, { node, target, place }, classicProbe(balancer), options),
      ),
    ),
  );
  const bars = targets.map((target) => {
    const name = `${input.leg}: ${balancer.id} -> ${target.id}`;
    const bar = barOf(network, balancer, nodes, single(target), name);
    return bar ?? { unknowns: unseenNodes(network, balancer, target, name, balancer.crossZone) };
  });
  return {
    legs,
    blockers: [
      ...(targets.length === 0 ? [noInstance(balancer.id, input.leg)] : []),
      ...bars.flatMap((each) => each.blockers ?? []),
    ],
    unknowns: bars.flatMap((each) => each.unknowns ?? []),
    assumptions: classicAssumptions(network, balancer),
  };
}

/** @param ask the question about the listener, for targets that see their clients' addresses. */
export function forwardBackend(network: Network, balancer: LoadBalancer, input: Asked, ask: () => Question): Backends {
  const listeners =
    input.leg === "target" ? [unwrap(resolveForwardingListener(balancer, input.port ?? 0))] : balancer.listeners;
  const groups = groupsOf(network, [...new Set(listeners.flatMap(targetGroupsOf))]);
  const all = groups.flatMap((group) => groupTargets(network, group));
  const only = input.target === undefined ? undefined : unwrap(resolveTarget(network, balancer.id, all, input.target));
  const keepsClients = balancer.type === "network" && input.leg === "target" && groups.some(keepsClientAddress);
  if (keepsClients && input.from === undefined)
    throw new NetsimError([issue("missing-key", ["from"], "the client, whose address the targets see", undefined)]);
  if (!keepsClients && input.from !== undefined)
    throw new NetsimError([issue("unknown-key", ["from"], "nothing, as the targets see the nodes", input.from)]);
  const nodes = nodesOf(network, balancer);
  const options = optionsOf(input);
  const question = input.leg === "target" ? ask() : undefined;
  const found = groups.flatMap((group) =>
    groupTargets(network, group)
      .filter((each) => only === undefined || each.name === only)
      .map((target) => {
        const cohort = single(target);
        const settled = settledTarget(network, group, balancer, nodes, cohort, options);
        const legs = question
          ? nodes.flatMap((_, at) => backendLegs(network, question, at, group, target, crossZoneOf(balancer, group)))
          : groupChecks(network, group, nodes, target, options);
        // What is out of use is not sent to; what is in use without a check is.
        if (settled && (settled.verdict !== "reachable" || legs.length === 0 || !question)) return settled;
        // Every node checks the target, and sends to it with cross-zone load balancing.
        const name = `${input.leg}: ${group.id} -> ${target.name}`;
        const isUsed = question ? crossZoneOf(balancer, group) : true;
        const unknowns = unseenNodes(network, balancer, target, name, isUsed);
        return { verdict: undefined, legs: legs.map((each) => each.leg), blockers: [], unknowns };
      }),
  );
  const none = found.length === 0 ? [{ ...noInstance(balancer.id, input.leg), code: "no-registered-target" }] : [];
  return {
    legs: found.flatMap((each) => each.legs),
    words: found.flatMap((each) => each.verdict ?? []),
    blockers: [...none, ...found.flatMap((each) => each.blockers)],
    unknowns: found.flatMap((each) => each.unknowns),
    assumptions: [
      ...(keepsClients ? groups.flatMap(clientAddressAssumptions) : []),
      ...groups.flatMap(functionAssumptions),
    ],
  };
}
