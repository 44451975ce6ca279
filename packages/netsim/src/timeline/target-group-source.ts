/**
 * The health checks of the target groups of an Application or Network Load Balancer, as `checkHealth` judges them, for
 * the simulation.
 * "Health checks for your target groups" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 * "Health checks for Network Load Balancer target groups" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
import { type LoadBalancer, type Network, recordOf, type TargetGroup, targetGroupsOf } from "@netsim/core";
import { type GroupTargetHealth, groupHealth } from "../load-balancer/group-health.js";
import { listenersMissing } from "../load-balancer/group-missing.js";
import { subnetsMissing } from "../load-balancer/target-health.js";
import { groupsOf } from "../load-balancer/zone-dns.js";
import type { Unknown } from "../path/verdict.js";
import { type ClientsInput, clientsOf, withClients } from "./clients.js";
import { findings, isBarred, outlookOf } from "./health-findings.js";
import { gone, type HealthSource, type HeldState, type Outlook, type Prospect } from "./health-source.js";
import { TARGET_GROUP_WORDS } from "./target-group-words.js";

export function targetGroupSource(id: string, input: ClientsInput): HealthSource {
  // A target group that listeners forward to no more keeps its targets, which are unused then and do not drain.
  const known = new Set<string>();
  return {
    loadBalancer: id,
    members: (network) => {
      const balancer = recordOf(network.loadBalancers, id);
      if (!balancer) return gone(id);
      for (const group of balancer.listeners.flatMap(targetGroupsOf)) known.add(group);
      const members = groupsOf(network, [...known]).flatMap((group) =>
        group.targets.map((target) => ({
          key: keyOf(target, group.id),
          words: TARGET_GROUP_WORDS,
          drains: group.deregistrationDelay,
        })),
      );
      return withClients(network, input, members);
    },
    look: (network) => prospectOf(network, id, groupsOf(network, [...known]), input),
    namesOf,
  };
}

function keyOf({ id, port }: { readonly id: string; readonly port: number | null }, group: string | null): string {
  return JSON.stringify([group, id, port]);
}

/** As `checkHealth` names them: with the port where a group has the id on several, with the group where several have it. */
function namesOf(keys: readonly string[]): ReadonlyMap<string, string> {
  const parts = keys.map((key) => ({ key, parts: JSON.parse(key) as readonly [string, string, number | null] }));
  const countOf = (texts: readonly string[]): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
    return counts;
  };
  const ports = countOf(parts.map(({ parts: [group, id] }) => `${group} ${id}`));
  const short = parts.map(({ key, parts: [group, id, port] }) => {
    const isOneOfSeveral = (ports.get(`${group} ${id}`) ?? 0) > 1;
    return { key, group, name: isOneOfSeveral ? `${id}:${port}` : id };
  });
  const groups = countOf(short.map(({ name }) => name));
  return new Map(short.map(({ key, group, name }) => [key, (groups.get(name) ?? 0) > 1 ? `${group}/${name}` : name]));
}

function prospectOf(network: Network, id: string, all: readonly TargetGroup[], input: ClientsInput): Prospect {
  const balancer = network.loadBalancers[id] as LoadBalancer;
  const groups = all.map((group) => groupHealth(network, group, input.options));
  const { clients, found } = clientsOf(network, balancer, input, keyOf);
  return {
    outlooks: groups.flatMap(({ group, targets }) =>
      targets.flatMap((health) =>
        health.cohort.members.map((member) => outlookIn(group, health, keyOf(member, group.id))),
      ),
    ),
    clients,
    found: () =>
      findings([
        ...groups.flatMap((each) => each.targets),
        { unknowns: [...subnetsMissing(network, balancer), ...listenerUnknowns(network, balancer)] },
        ...groups.map(({ unknowns, assumptions }) => ({ unknowns, assumptions })),
        ...found(),
      ]),
  };
}

/** Who is registered, and what clients get, is not known where a listener was not collected. */
function listenerUnknowns(network: Network, balancer: LoadBalancer): readonly Unknown[] {
  if (!listenersMissing(network, balancer)) return [];
  return [{ component: balancer.id, code: "listener-missing", leg: `client: ${balancer.id}`, phase: "forward" }];
}

function outlookIn({ healthCheck }: TargetGroup, health: GroupTargetHealth, key: string): Outlook {
  const failed = health.verdict === "unreachable" ? health.state : undefined;
  return { ...outlookOf(health, key, healthCheck), failed, hold: holdOf(health) };
}

/**
 * A target that is not used, and one that no check decides about. What is stopped is `unused`, or `unhealthy` with a
 * Network Load Balancer, which goes on checking it.
 */
function holdOf(health: GroupTargetHealth): HeldState | undefined {
  const { state, verdict, byNode } = health;
  if (byNode.size > 0 || verdict === "partial" || verdict === "unknown") return undefined;
  const isUsed = state.state === "unhealthy";
  const hold = {
    state,
    returns: isUsed ? "out" : "new",
    isChecked: isUsed,
    isServing: verdict === "reachable",
  } as const;
  if (isBarred(health, "instance-not-running")) return { ...hold, assumption: { code: "stopped-at-once" } };
  return isBarred(health, "zone-not-enabled") ? { ...hold, assumption: { code: "zone-changes-at-once" } } : hold;
}
