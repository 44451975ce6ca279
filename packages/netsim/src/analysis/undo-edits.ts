/** Edits of a comparison taken back, while everything else stays as it has become. */
import { type Network, type RuleRef, recordOf } from "@netsim/core";
import type { DiffEdit } from "./diff.js";
import { ruleKey } from "./filter-changes.js";

/** The network that came of `before` by all edits but these. Not validated: what it is made of was. */
export function undoEdits(before: Network, after: Network, edits: readonly DiffEdit[]): Network {
  return edits.reduce((network, edit) => undo(before, network, edit), after);
}

type Collections = Readonly<Record<string, Readonly<Record<string, object>>>>;

function undo(before: Network, network: Network, edit: DiffEdit): Network {
  if (edit.kind === "record") {
    const was = (before as unknown as Collections)[edit.collection]?.[edit.id];
    return withRecord(network, edit.collection, edit.id, was);
  }
  if (edit.kind === "association") return undoAssociation(network, edit);
  const added = edit.change === "changed" ? edit.after : edit.change === "added" ? edit.rule : undefined;
  const removed = edit.change === "changed" ? edit.before : edit.change === "removed" ? edit.rule : undefined;
  const without = added ? withRules(network, added, false) : network;
  return removed ? withRules(without, removed, true) : without;
}

function withRecord(network: Network, collection: string, id: string, record: object | undefined): Network {
  const { [id]: _gone, ...others } = (network as unknown as Collections)[collection] ?? {};
  return { ...network, [collection]: record ? { ...others, [id]: record } : others } as Network;
}

function undoAssociation(network: Network, edit: Extract<DiffEdit, { kind: "association" }>): Network {
  const { resource, key, before } = edit;
  if (key !== "groups") {
    const subnet = recordOf(network.subnets, resource);
    return subnet ? withRecord(network, "subnets", resource, { ...subnet, [key]: before[0] }) : network;
  }
  const eni = recordOf(network.networkInterfaces, resource);
  if (eni) return withRecord(network, "networkInterfaces", resource, { ...eni, groups: before });
  // A node is `web@subnet-1`.
  const owner = resource.slice(0, Math.max(0, resource.lastIndexOf("@")));
  const classic = recordOf(network.classicLoadBalancers, owner);
  if (classic) return withRecord(network, "classicLoadBalancers", owner, { ...classic, securityGroups: before });
  const balancer = recordOf(network.loadBalancers, owner);
  return balancer ? withRecord(network, "loadBalancers", owner, { ...balancer, securityGroups: before }) : network;
}

type Listed = Exclude<RuleRef, { readonly kind: "listener" }>;

/** The list that the rule belongs to, with it or without it. */
function withRules(network: Network, ref: RuleRef, hasIt: boolean): Network {
  if (ref.kind === "listener") return network;
  const { collection, id, list } = PLACES[ref.kind](ref as never);
  const record = (network as unknown as Collections)[collection]?.[id] as Readonly<Record<string, unknown>> | undefined;
  if (!record) return network;
  const rule = ruleOf(ref);
  const key = keyOf(rule, ref);
  const others = (record[list] as readonly object[]).filter((each) => keyOf(each, ref) !== key);
  return withRecord(network, collection, id, { ...record, [list]: hasIt ? [...others, rule] : others });
}

interface Place {
  readonly collection: "securityGroups" | "networkAcls" | "routeTables";
  readonly id: string;
  readonly list: "ingress" | "egress" | "routes";
}

const PLACES: { readonly [Kind in Listed["kind"]]: (ref: Extract<Listed, { readonly kind: Kind }>) => Place } = {
  "security-group-rule": ({ securityGroupId: id, direction: list }) => ({ collection: "securityGroups", id, list }),
  "network-acl-entry": ({ networkAclId: id, direction: list }) => ({ collection: "networkAcls", id, list }),
  route: ({ routeTableId: id }) => ({ collection: "routeTables", id, list: "routes" }),
};

function ruleOf(ref: Listed): object {
  if (ref.kind === "network-acl-entry") return ref.entry;
  return ref.kind === "route" ? ref.route : ref.rule;
}

/** Entries are told apart by their number, routes by destination, rules by all that they say. */
function keyOf(rule: object, { kind }: RuleRef): string {
  if (kind === "network-acl-entry" && "ruleNumber" in rule) return String(rule.ruleNumber);
  if (kind === "route" && "destination" in rule && "propagated" in rule)
    return `${rule.destination} ${rule.propagated}`;
  return ruleKey(rule);
}
