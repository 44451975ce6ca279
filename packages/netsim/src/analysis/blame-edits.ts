/** The records that differ and have a say at one place. */
import {
  type ById,
  LAST_RULE_NUMBER,
  type Network,
  type NetworkAclEntry,
  type RuleRef,
  recordOf,
  type Subnet,
} from "@netsim/core";
import { knownNetworkAcl, knownRouteTable } from "../path/missing.js";
import type { Party } from "../path/party.js";
import type { Station } from "../path/station.js";
import type { Blame, DiffEdit, SpotDecision } from "./diff.js";
import { ruleKey } from "./filter-changes.js";
import { same } from "./same.js";

interface Side {
  readonly network: Network;
  readonly from: Party;
  readonly to: Party;
}

export type Place = Pick<Blame, "component" | "kind" | "phase" | "direction" | "attachedTo">;

type Both = Place & { readonly before?: Place | undefined; readonly after?: Place | undefined };

export function editsAt(
  before: Side,
  after: Side,
  place: Both,
  then: SpotDecision | null,
  now: SpotDecision | null,
): readonly DiffEdit[] {
  switch (place.kind) {
    case "security-group":
      return groupEdits(before, after, place, then, now);
    case "network-acl":
      return subnetEdits(before, after, place, then, now, "networkAclId");
    case "route-table":
      return subnetEdits(before, after, place, then, now, "routeTableId");
    default:
      return recordEdits(before.network, after.network, [
        ...[place.before, place.after].flatMap((each) => (each ? [each.component, each.attachedTo] : [])),
      ]);
  }
}

/** Of the ends themselves, where nothing on the way tells the two networks apart. */
export function editsOfEnds(before: Side, after: Side): readonly DiffEdit[] {
  const ids = [before, after].flatMap(({ from, to }) =>
    [from, to].flatMap(({ station, instance, loadBalancer }) => [
      station?.component.id,
      station?.component.name,
      instance?.id,
      loadBalancer?.id,
      station?.subnet?.id,
      station?.vpcId,
    ]),
  );
  const near = recordEdits(before.network, after.network, ids);
  return near.length > 0 ? near : recordEdits(before.network, after.network, null);
}

/** Of ends that are in one network only, or have a public address in one only. */
export function endEdits(before: Network, after: Network, ids: readonly (string | undefined)[]): readonly DiffEdit[] {
  const near = recordEdits(before, after, [...ids, ...ids.flatMap((id) => id?.split("@")[0] ?? [])]);
  return near.length > 0 ? near : recordEdits(before, after, null);
}

function groupEdits(
  before: Side,
  after: Side,
  place: Both,
  then: SpotDecision | null,
  now: SpotDecision | null,
): readonly DiffEdit[] {
  const [was, is] = [stationAt(before, place.attachedTo), stationAt(after, place.attachedTo)];
  const edits = [
    ...ruleEdits(then?.rule, after.network, "removed"),
    ...ruleEdits(now?.rule, before.network, "added"),
    ...groupsEdit(was, is),
    ...listEdits(before.network, after.network, [then?.rule, now?.rule]),
  ];
  if (edits.length > 0) return edits;
  // The rules are the same; who is at the other end to them is not.
  const peers = (["from", "to"] as const).flatMap((end) =>
    groupsEdit(before[end].station ?? undefined, after[end].station ?? undefined),
  );
  return peers.length > 0 ? peers : missingGroupEdits(before.network, after.network, was, is);
}

function stationAt({ from, to, network }: Side, id: string | undefined): Station | undefined {
  const end = [from, to].find(({ station }) => station?.component.id === id)?.station;
  if (end || id === undefined) return end ?? undefined;
  const eni = recordOf(network.networkInterfaces, id);
  return eni && ({ component: { id, kind: "network-interface" }, groups: eni.groups } as unknown as Station);
}

function groupsEdit(before: Station | undefined, after: Station | undefined): readonly DiffEdit[] {
  const [was, is] = [before?.groups ?? [], after?.groups ?? []];
  if (!before || !after || same(was, is)) return [];
  const resource = after.component.id;
  return [{ change: "changed", kind: "association", resource, key: "groups", before: was, after: is }];
}

function missingGroupEdits(
  before: Network,
  after: Network,
  was: Station | undefined,
  is: Station | undefined,
): readonly DiffEdit[] {
  return recordEdits(before, after, [...(was?.groups ?? []), ...(is?.groups ?? [])]);
}

/** A rule of one network that the other has not in the same group. */
function ruleEdits(rule: RuleRef | null | undefined, other: Network, change: "added" | "removed"): readonly DiffEdit[] {
  if (rule?.kind !== "security-group-rule") return [];
  const group = recordOf(other.securityGroups, rule.securityGroupId);
  const key = ruleKey(rule.rule);
  const isThere = group?.[rule.direction].some((each) => ruleKey(each) === key) ?? false;
  return isThere ? [] : [{ change, kind: "rule", rule }];
}

function listEdits(
  before: Network,
  after: Network,
  rules: readonly (RuleRef | null | undefined)[],
): readonly DiffEdit[] {
  const ids = rules.flatMap((rule) =>
    rule?.kind === "security-group-rule" && "prefixListId" in rule.rule.peer ? [rule.rule.peer.prefixListId] : [],
  );
  return recordEdits(before, after, ids);
}

function subnetEdits(
  before: Side,
  after: Side,
  place: Both,
  then: SpotDecision | null,
  now: SpotDecision | null,
  key: "networkAclId" | "routeTableId",
): readonly DiffEdit[] {
  const [was, is] = [before.network, after.network].map((network) => {
    const subnet = recordOf<Subnet>(network.subnets, place.attachedTo ?? "");
    return subnet && (key === "networkAclId" ? knownNetworkAcl(network, subnet) : knownRouteTable(network, subnet));
  });
  const resource = place.attachedTo ?? place.component;
  const ids = { before: was ? [was.id] : [], after: is ? [is.id] : [] };
  if (was?.id !== is?.id) return [{ change: "changed", kind: "association", resource, key, ...ids }];
  const edits = [
    ...numberedEdits(then?.rule, before.network, after.network),
    ...numberedEdits(now?.rule, before.network, after.network),
  ];
  return edits.length > 0 ? edits : recordEdits(before.network, after.network, [place.component]);
}

/** The entry or route in both networks, by its number or destination. */
function numberedEdits(rule: RuleRef | null | undefined, before: Network, after: Network): readonly DiffEdit[] {
  if (!rule) return [];
  const [was, is] = [counterpart(rule, before), counterpart(rule, after)];
  if (was && is) return sameRule(was, is) ? [] : [{ change: "changed", kind: "rule", before: was, after: is }];
  if (was) return [{ change: "removed", kind: "rule", rule: was }];
  return is ? [{ change: "added", kind: "rule", rule: is }] : [];
}

/** Whether the network has no such rule, or another at its place. */
export function isNew(rule: RuleRef, before: Network): boolean {
  if (rule.kind === "security-group-rule") return ruleEdits(rule, before, "added").length > 0;
  const was = counterpart(rule, before);
  return rule.kind !== "listener" && !isFinal(rule) && (!was || !sameRule(was, rule));
}

/** The `*` entries, which every ACL has. */
function isFinal(rule: RuleRef): boolean {
  return rule.kind === "network-acl-entry" && rule.ruleNumber > LAST_RULE_NUMBER;
}

export function refKey(rule: RuleRef): string {
  switch (rule.kind) {
    case "security-group-rule":
      return `${rule.securityGroupId} ${rule.direction} ${ruleKey(rule.rule)}`;
    case "network-acl-entry":
      return `${rule.networkAclId} ${rule.direction} ${rule.ruleNumber}`;
    case "route":
      return `${rule.routeTableId} ${rule.route.destination} ${rule.route.propagated}`;
    case "listener":
      return `${rule.loadBalancer} ${rule.index}`;
  }
}

function sameRule(a: RuleRef, b: RuleRef): boolean {
  if (a.kind === "network-acl-entry" && b.kind === a.kind) return same(a.entry, b.entry);
  return a.kind === "route" && b.kind === a.kind && same(a.route, b.route);
}

function counterpart(rule: RuleRef, network: Network): RuleRef | undefined {
  if (rule.kind === "network-acl-entry") {
    const entries: readonly NetworkAclEntry[] =
      recordOf(network.networkAcls, rule.networkAclId)?.[rule.direction] ?? [];
    const entry = entries.find((each) => each.ruleNumber === rule.ruleNumber);
    return entry && { ...rule, entry };
  }
  if (rule.kind !== "route") return undefined;
  const routes = recordOf(network.routeTables, rule.routeTableId)?.routes ?? [];
  const { destination, propagated } = rule.route;
  const index = routes.findIndex((each) => each.destination === destination && each.propagated === propagated);
  const route = routes[index];
  return route && { ...rule, index, route };
}

/** Records with these ids that differ; every record when null. */
function recordEdits(
  before: Network,
  after: Network,
  ids: readonly (string | undefined)[] | null,
): readonly DiffEdit[] {
  const { missing: _missing, ...collections } = before;
  return (Object.keys(collections) as (keyof typeof collections)[]).flatMap((collection) => {
    const [was, is]: readonly ById<object>[] = [before[collection], after[collection]];
    if (!was || !is || was === is) return [];
    const all = new Set([...Object.keys(was), ...Object.keys(is)]);
    const meant =
      ids === null ? [...all] : [...new Set(ids)].filter((id): id is string => id !== undefined && all.has(id));
    return meant.flatMap((id): DiffEdit[] => {
      const [one, other] = [recordOf(was, id), recordOf(is, id)];
      if (same(one, other)) return [];
      const change = one === undefined ? "added" : other === undefined ? "removed" : "changed";
      return [{ change, kind: "record", collection, id }];
    });
  });
}
