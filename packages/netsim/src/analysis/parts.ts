/** What a network is made of that somebody has written and could take away: rules, entries, routes, associations. */
import { editNetwork, type Network, type RuleRef } from "@netsim/core";
import type { Hop } from "../path/verdict.js";

/** Something that can be taken out of a network by itself. */
export type Part =
  | { readonly kind: "rule"; readonly rule: Exclude<RuleRef, { readonly kind: "listener" }> }
  /** A group of an interface or a load balancer. */
  | { readonly kind: "group"; readonly resource: string; readonly group: string }
  /** The ACL or route table that a subnet is associated with, instead of the VPC's default or main one. */
  | {
      readonly kind: "association";
      readonly resource: string;
      readonly key: "networkAclId" | "routeTableId";
      readonly id: string;
    };

/** Local routes and the last entry of an ACL are AWS's own and cannot be taken away. */
export function partsOf(network: Network): readonly Part[] {
  return [
    ...Object.values(network.securityGroups).flatMap((group) =>
      DIRECTIONS.flatMap((direction) =>
        group[direction].map(
          (rule, index): Part => ({
            kind: "rule",
            rule: { kind: "security-group-rule", securityGroupId: group.id, direction, index, rule },
          }),
        ),
      ),
    ),
    ...Object.values(network.networkAcls).flatMap((acl) =>
      DIRECTIONS.flatMap((direction) =>
        acl[direction].map(
          (entry): Part => ({
            kind: "rule",
            rule: { kind: "network-acl-entry", networkAclId: acl.id, direction, ruleNumber: entry.ruleNumber, entry },
          }),
        ),
      ),
    ),
    ...Object.values(network.routeTables).flatMap((table) =>
      table.routes.flatMap((route, index): Part[] =>
        route.target.type === "local"
          ? []
          : [{ kind: "rule", rule: { kind: "route", routeTableId: table.id, index, route } }],
      ),
    ),
    ...attached(network),
    ...associated(network),
  ];
}

const DIRECTIONS = ["ingress", "egress"] as const;
const ATTACHED = ["networkInterfaces", "classicLoadBalancers", "loadBalancers"] as const;

function attached(network: Network): readonly Part[] {
  const interfaces = Object.values(network.networkInterfaces).map(({ id, groups }) => ({ id, groups }));
  const classic = Object.values(network.classicLoadBalancers).map(({ id, securityGroups }) => ({
    id,
    groups: securityGroups,
  }));
  const others = Object.values(network.loadBalancers).map(({ id, securityGroups }) => ({
    id,
    groups: securityGroups ?? [],
  }));
  return [...interfaces, ...classic, ...others].flatMap(({ id, groups }) =>
    groups.length < 2 ? [] : groups.map((group): Part => ({ kind: "group", resource: id, group })),
  );
}

function associated(network: Network): readonly Part[] {
  return Object.values(network.subnets).flatMap((subnet) =>
    (["networkAclId", "routeTableId"] as const).flatMap((key): Part[] => {
      const id = subnet[key];
      return id === undefined ? [] : [{ kind: "association", resource: subnet.id, key, id }];
    }),
  );
}

/** The network without the part; undefined where what is left is none. */
export function withoutPart(network: Network, part: Part): Network | undefined {
  try {
    return editNetwork(network, (draft) => {
      if (part.kind === "association") delete draft.subnets[part.resource]?.[part.key];
      else if (part.kind === "group") detach(draft, part);
      else remove(draft, part.rule);
    });
  } catch {
    // A subnet without any table or ACL is no network.
    return undefined;
  }
}

type Draft = Parameters<Parameters<typeof editNetwork>[1]>[0];

function detach(draft: Draft, { resource, group }: Extract<Part, { kind: "group" }>): void {
  const without = (groups: readonly string[]): string[] => groups.filter((each) => each !== group);
  for (const collection of ATTACHED) {
    const record = draft[collection][resource];
    if (!record) continue;
    if ("groups" in record) record.groups = without(record.groups);
    else if ("securityGroups" in record && record.securityGroups)
      record.securityGroups = without(record.securityGroups);
  }
}

function remove(draft: Draft, rule: Extract<Part, { kind: "rule" }>["rule"]): void {
  if (rule.kind === "security-group-rule")
    draft.securityGroups[rule.securityGroupId]?.[rule.direction].splice(rule.index, 1);
  else if (rule.kind === "route") draft.routeTables[rule.routeTableId]?.routes.splice(rule.index, 1);
  else {
    const acl = draft.networkAcls[rule.networkAclId];
    if (acl) acl[rule.direction] = acl[rule.direction].filter((each) => each.ruleNumber !== rule.ruleNumber);
  }
}

/** Whether the part had a say in what these hops did. */
export function hasSay(network: Network, part: Part, hops: readonly Hop[]): boolean {
  if (part.kind === "rule") {
    const key = ruleKeyOf(part.rule);
    return hops.some((hop) =>
      [hop.rule, ...hop.decisions.map((each) => each.rule)].some((rule) => rule && ruleKeyOf(rule) === key),
    );
  }
  if (part.kind === "association") {
    const kind = part.key === "networkAclId" ? "network-acl" : "route-table";
    return hops.some((hop) => hop.component.kind === kind && hop.attachedTo === part.resource);
  }
  // Who carries the group is somebody else to every rule that names it.
  const names = (hop: Hop): boolean =>
    hop.attachedTo === part.resource ||
    hop.attachedTo?.startsWith(`${part.resource}@`) === true ||
    hop.component.id === part.resource ||
    hop.component.name === part.resource ||
    hop.component.id.startsWith(`${part.resource}@`) ||
    network.instances[hop.component.id]?.networkInterfaceIds.includes(part.resource) === true;
  return (
    hops.some((hop) => names(hop)) ||
    hops.some((hop) =>
      hop.decisions.some(
        ({ rule }) =>
          rule?.kind === "security-group-rule" &&
          "securityGroupId" in rule.rule.peer &&
          rule.rule.peer.securityGroupId === part.group,
      ),
    )
  );
}

function ruleKeyOf(rule: RuleRef): string {
  switch (rule.kind) {
    case "security-group-rule":
      return `${rule.securityGroupId} ${rule.direction} ${rule.index}`;
    case "network-acl-entry":
      return `${rule.networkAclId} ${rule.direction} ${rule.ruleNumber}`;
    case "route":
      return `${rule.routeTableId} ${rule.index}`;
    case "listener":
      return `${rule.loadBalancer} ${rule.index}`;
  }
}
