/** Mistakes that people make, by kind: each finds where in a working network it can be made. */
import type { Network, RuleRef } from "@netsim/core";
import type { Hop, Leg } from "../path/verdict.js";
import { editOf, type FilterRule, type NetworkEdit, placedRuleText, putEntry, removeRule } from "./edit.js";
import { deletePeering, detachGateway, removalOf, stopInstance } from "./edit-kinds.js";
import { servingVerdicts } from "./working-network.js";

/** The kinds of faults: each takes away one thing without which a load balancer does not serve. */
export type FaultKind =
  | "health-rule-removed"
  | "traffic-rule-removed"
  | "client-rule-removed"
  | "egress-rule-removed"
  | "wrong-source-group"
  | "acl-entry-removed"
  | "acl-denies-first"
  | "ephemeral-range-narrowed"
  | "route-removed"
  | "internet-gateway-detached"
  | "peering-deleted"
  | "target-stopped"
  | "service-not-listening"
  | "health-check-misses";

type Finder = (network: Network) => readonly NetworkEdit<FaultKind>[];

/** Lower bounds of ephemeral ranges that are too high: Linux's and that of Windows and IANA. */
const NARROW = [32768, 49152] as const;

export const FAULTS: Readonly<Record<FaultKind, Finder>> = {
  "health-rule-removed": (network) => ruleOfOneLeg(network, "health-rule-removed", "health", "target"),
  "traffic-rule-removed": (network) => ruleOfOneLeg(network, "traffic-rule-removed", "target", "health"),
  "client-rule-removed": (network) => groupRules(network, "client-rule-removed", "client", "ingress"),
  "egress-rule-removed": (network) => [
    ...groupRules(network, "egress-rule-removed", "health", "egress"),
    ...groupRules(network, "egress-rule-removed", "target", "egress"),
  ],
  "wrong-source-group": wrongSourceGroup,
  "acl-entry-removed": (network) =>
    decidingEntries(network).map((ref) => removalOf("acl-entry-removed", "delete", ref)),
  "acl-denies-first": aclDeniesFirst,
  "ephemeral-range-narrowed": narrowedRanges,
  "route-removed": (network) =>
    distinctRules(decided(network, () => true))
      .filter((ref) => ref.kind === "route" && ref.route.target.type !== "local")
      .map((ref) => removalOf("route-removed", "delete", ref)),
  "internet-gateway-detached": (network) =>
    Object.values(network.internetGateways)
      .filter(({ vpcId }) => vpcId !== undefined)
      .map(({ id }) => rekind(detachGateway(id), "internet-gateway-detached")),
  "peering-deleted": (network) =>
    Object.keys(network.vpcPeeringConnections).map((id) => rekind(deletePeering(id), "peering-deleted")),
  "target-stopped": (network) => targetsOf(network).map((id) => rekind(stopInstance(id), "target-stopped")),
  "service-not-listening": notListening,
  "health-check-misses": healthCheckMisses,
};

export const FAULT_KINDS = Object.keys(FAULTS) as readonly FaultKind[];

function rekind<Kind extends string>(edit: NetworkEdit, kind: Kind): NetworkEdit<Kind> {
  return editOf(kind, edit.component, edit.description, edit.recipe);
}

interface Decided {
  readonly leg: Leg;
  readonly phase: "forward" | "reply";
  readonly hop: Hop;
  readonly rule: RuleRef;
}

/** Every rule that let something through on the way of what works. */
function decided(network: Network, isMeant: (each: Decided) => boolean): readonly Decided[] {
  return servingVerdicts(network)
    .flatMap(({ legs }) => legs)
    .flatMap((leg) =>
      (["forward", "reply"] as const).flatMap((phase) =>
        leg[phase].hops.flatMap((hop) =>
          hop.decisions.flatMap(({ rule }) => (rule ? [{ leg, phase, hop, rule }] : [])),
        ),
      ),
    )
    .filter(isMeant);
}

function distinctRules(all: readonly Decided[]): readonly FilterRule[] {
  const byKey = new Map<string, FilterRule>();
  for (const { rule } of all) {
    if (rule.kind === "listener") continue;
    if (rule.kind === "network-acl-entry" && rule.ruleNumber >= 32767) continue;
    byKey.set(placedRuleText(rule), rule);
  }
  return [...byKey.values()];
}

/** Rules of groups by which a kind of leg gets through, in the direction that they are in. */
function groupRules<Kind extends FaultKind>(
  network: Network,
  kind: Kind,
  leg: Leg["kind"],
  direction: "ingress" | "egress",
): readonly NetworkEdit<Kind>[] {
  const rules = decided(network, (each) => each.leg.kind === leg && each.hop.direction === direction);
  return distinctRules(rules)
    .filter((ref) => ref.kind === "security-group-rule")
    .map((ref) => removalOf(kind, "revoke", ref));
}

/** Rules by which targets admit one kind of leg and not the other, such as the one for the health check's own port. */
function ruleOfOneLeg<Kind extends FaultKind>(
  network: Network,
  kind: Kind,
  leg: Leg["kind"],
  other: Leg["kind"],
): readonly NetworkEdit<Kind>[] {
  const shared = new Set(groupRules(network, kind, other, "ingress").map(({ description }) => description));
  return groupRules(network, kind, leg, "ingress").filter(({ description }) => !shared.has(description));
}

/** A rule that names a group names another one, as after copying it. */
function wrongSourceGroup(network: Network): readonly NetworkEdit<"wrong-source-group">[] {
  return distinctRules(decided(network, ({ hop }) => hop.component.kind === "security-group")).flatMap((ref) => {
    if (ref.kind !== "security-group-rule" || !("securityGroupId" in ref.rule.peer)) return [];
    const { securityGroupId, direction, rule } = ref;
    const named = ref.rule.peer.securityGroupId;
    const vpc = network.securityGroups[securityGroupId]?.vpcId;
    const others = Object.values(network.securityGroups).filter((each) => each.vpcId === vpc && each.id !== named);
    return others.map(({ id }) =>
      editOf("wrong-source-group", securityGroupId, `${placedRuleText(ref)} names ${id} instead`, (draft) => {
        removeRule(draft, ref);
        draft.securityGroups[securityGroupId]?.[direction].push({ ...rule, peer: { securityGroupId: id } });
      }),
    );
  });
}

type EntryRef = Extract<RuleRef, { readonly kind: "network-acl-entry" }>;

function decidingEntries(network: Network): readonly EntryRef[] {
  return distinctRules(decided(network, ({ hop }) => hop.component.kind === "network-acl")).filter(
    (ref): ref is EntryRef => ref.kind === "network-acl-entry" && ref.entry.ruleAction === "allow",
  );
}

/** An entry with a lower number denies the first port that another one allows. */
function aclDeniesFirst(network: Network): readonly NetworkEdit<"acl-denies-first">[] {
  return decidingEntries(network).flatMap(({ networkAclId, direction, ruleNumber, entry }) => {
    const taken = new Set(network.networkAcls[networkAclId]?.[direction].map((each) => each.ruleNumber));
    const free = [ruleNumber - 10, ruleNumber - 1].find((number) => number > 0 && !taken.has(number));
    if (free === undefined || !("fromPort" in entry)) return [];
    const { protocol, fromPort, toPort, cidrBlock } = entry;
    const denied = { ruleNumber: free, ruleAction: "deny" as const, protocol, fromPort, toPort, cidrBlock };
    const ref = { kind: "network-acl-entry", networkAclId, direction, ruleNumber: free, entry: denied } as const;
    return [
      editOf("acl-denies-first", networkAclId, `create ${placedRuleText(ref)}`, (draft) =>
        putEntry(draft, networkAclId, direction, denied),
      ),
    ];
  });
}

/** An entry for replies begins with the ephemeral range of some operating system, and not at 1024. */
function narrowedRanges(network: Network): readonly NetworkEdit<"ephemeral-range-narrowed">[] {
  return decidingEntries(network).flatMap(({ networkAclId, direction, entry }) => {
    if (!("fromPort" in entry) || entry.fromPort !== 1024 || entry.toPort !== 65535) return [];
    return NARROW.map((fromPort) =>
      editOf(
        "ephemeral-range-narrowed",
        networkAclId,
        `${networkAclId} ${direction} rule ${entry.ruleNumber} allows ${fromPort}-65535 instead of 1024-65535`,
        (draft) => putEntry(draft, networkAclId, direction, { ...entry, fromPort }),
      ),
    );
  });
}

/** Instances that are registered, by their ids or by their addresses. */
function targetsOf(network: Network): readonly string[] {
  const registered = new Set([
    ...Object.values(network.classicLoadBalancers).flatMap((each) => each.instances),
    ...Object.values(network.targetGroups).flatMap((each) => each.targets.map((target) => target.id)),
  ]);
  const isTarget = (eni: string): boolean =>
    network.networkInterfaces[eni]?.privateIpAddresses.some(({ address }) => registered.has(address)) ?? false;
  return Object.values(network.instances)
    .filter(({ id, networkInterfaceIds }) => registered.has(id) || networkInterfaceIds.some(isTarget))
    .map(({ id }) => id);
}

/** Of instances that say what they listen on. */
function notListening(network: Network): readonly NetworkEdit<"service-not-listening">[] {
  return targetsOf(network).flatMap((id) =>
    (network.instances[id]?.services ?? []).map(({ protocol, port }) =>
      editOf("service-not-listening", id, `nothing listens on ${protocol} ${port} of ${id}`, ({ instances }) => {
        const instance = instances[id];
        if (instance)
          instance.services = instance.services?.filter((each) => each.protocol !== protocol || each.port !== port);
      }),
    ),
  );
}

/** Another port than the rules and the targets are made for. */
const MISSED_PORT = 8888;

function healthCheckMisses(network: Network): readonly NetworkEdit<"health-check-misses">[] {
  const text = (id: string): string => `the health check of ${id} asks port ${MISSED_PORT}`;
  const classic = Object.values(network.classicLoadBalancers).map(({ id, healthCheck }) =>
    editOf("health-check-misses", id, text(id), ({ classicLoadBalancers }) => {
      const balancer = classicLoadBalancers[id];
      const target = healthCheck.target.replace(/:\d+/, `:${MISSED_PORT}`);
      if (balancer) balancer.healthCheck = { ...healthCheck, target };
    }),
  );
  const groups = Object.values(network.targetGroups).map(({ id }) =>
    editOf("health-check-misses", id, text(id), ({ targetGroups }) => {
      const group = targetGroups[id];
      if (group) group.healthCheck.port = MISSED_PORT;
    }),
  );
  return [...classic, ...groups];
}
