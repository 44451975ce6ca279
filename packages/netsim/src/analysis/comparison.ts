/** What differs between two networks, as far as it can have a say in what becomes of packets. */
import {
  ALL_PACKETS,
  answeredBy,
  type Collection,
  type FilterAction,
  type Network,
  NO_PACKETS,
  type PacketSet,
  packets,
  packetsEmpty,
  type RouteTable,
  type RuleSet,
  recordOf,
  routeRules,
  type Subnet,
  split,
  uniteBlocks,
  unitePackets,
  vpcBlocks,
} from "@netsim/core";
import { knownNetworkAcl, knownRouteTable } from "../path/missing.js";
import type { Party } from "../path/party.js";
import { interfaceStation, type Station } from "../path/station.js";
import type { WalkOptions } from "../path/walk-context.js";
import type { EndpointClass } from "./endpoint-classes.js";
import { forwarders } from "./endpoints.js";
import { aclChanges, type GroupChanges, groupChanges, groupOf, NO_GROUP_CHANGES, rulesOf } from "./filter-changes.js";
import { same } from "./same.js";

export type Side = "before" | "after";

export interface Comparison {
  readonly before: Network;
  readonly after: Network;
  readonly options: WalkOptions;
  /** The packets asked about, by their source ports. */
  readonly asked: PacketSet;
  /** Prefix lists that are not the same. */
  readonly lists: ReadonlySet<string>;
  /** Gateways, peerings, blocks or routes of gateways differ, or a filter of what forwards packets does. */
  readonly isWayChanged: boolean;
  /** Something else is left out of the input. */
  readonly isMissingChanged: boolean;
  readonly subnets: Map<string, SubnetChanges>;
  readonly groups: Map<string, GroupChanges>;
  readonly plainTables: { readonly before: Map<string, boolean>; readonly after: Map<string, boolean> };
}

/** What the ACL of a subnet may decide otherwise, as packets that the initiator sends. */
export interface SubnetChanges {
  /** Where the initiator is in the subnet, and where the other one is. */
  readonly asSender: PacketSet;
  readonly asReceiver: PacketSet;
  readonly isAclChanged: boolean;
  readonly isTableChanged: boolean;
  /** The subnet itself is another. */
  readonly isAltered: boolean;
}

const WAY: readonly (Collection | "missing")[] = [
  "vpcs",
  "internetGateways",
  "egressOnlyInternetGateways",
  "natGateways",
  "gatewayEndpoints",
  "vpcPeeringConnections",
  "prefixLists",
  "missing",
];

export function compare(before: Network, after: Network, options: WalkOptions, asked: PacketSet): Comparison {
  const plainTables = { before: new Map(), after: new Map() };
  const frame = { before, after, options, asked, subnets: new Map(), groups: new Map(), plainTables };
  const isWayChanged = WAY.some((key) => !same(before[key], after[key])) || edgeTablesChanged(before, after);
  const isMissingChanged = !same(before.missing, after.missing);
  const comparison: Comparison = { ...frame, lists: changedLists(before, after), isWayChanged, isMissingChanged };
  return isWayChanged ? comparison : { ...comparison, isWayChanged: forwardersChanged(comparison) };
}

function changedLists(before: Network, after: Network): ReadonlySet<string> {
  const ids = [...Object.keys(before.prefixLists), ...Object.keys(after.prefixLists)];
  return new Set(ids.filter((id) => !same(recordOf(before.prefixLists, id), recordOf(after.prefixLists, id))));
}

function edgeTablesChanged(before: Network, after: Network): boolean {
  const edges = (network: Network): readonly RouteTable[] =>
    Object.values(network.routeTables).filter((table) => table.gatewayIds.length > 0);
  return before.routeTables !== after.routeTables && !same(edges(before), edges(after));
}

/** Where NAT gateways and interfaces that routes lead to are, what filters them, and which they are. */
function forwardersChanged(comparison: Comparison): boolean {
  const { before, after } = comparison;
  const [was, is] = [forwarders(before), forwarders(after)];
  if (was.size !== is.size || [...was].some((id) => !is.has(id))) return true;
  const subnets = Object.values(after.natGateways).map((nat) => nat.subnetId);
  for (const id of is) {
    const [one, other] = [recordOf(before.networkInterfaces, id), recordOf(after.networkInterfaces, id)];
    if (!same(one, other)) return true;
    if (!one || !other) continue;
    if (isTouched(comparison, interfaceStation(before, one), interfaceStation(after, other))) return true;
    subnets.push(other.subnetId);
  }
  return subnets.some((id) => isSubnetTouched(subnetChanges(comparison, id)));
}

export function isSubnetTouched({ isAclChanged, isTableChanged, isAltered }: SubnetChanges): boolean {
  return isAclChanged || isTableChanged || isAltered;
}

export function subnetChanges(comparison: Comparison, id: string): SubnetChanges {
  const found = comparison.subnets.get(id) ?? findSubnetChanges(comparison, id);
  comparison.subnets.set(id, found);
  return found;
}

const NO_SUBNET: SubnetChanges = {
  asSender: ALL_PACKETS,
  asReceiver: ALL_PACKETS,
  isAclChanged: true,
  isTableChanged: true,
  isAltered: true,
};

function findSubnetChanges({ before, after }: Comparison, id: string): SubnetChanges {
  const [was, is] = [recordOf(before.subnets, id), recordOf(after.subnets, id)];
  if (!was || !is) return NO_SUBNET;
  const acls = [knownNetworkAcl(before, was), knownNetworkAcl(after, is)] as const;
  const [ingress, egress] = [aclChanges(...acls, "ingress"), aclChanges(...acls, "egress")];
  const tables = [knownRouteTable(before, was), knownRouteTable(after, is)] as const;
  const isKnown = tables[0] !== undefined && tables[1] !== undefined;
  return {
    asSender: unitePackets(egress, answeredBy(ingress)),
    asReceiver: unitePackets(ingress, answeredBy(egress)),
    isAclChanged: !packetsEmpty(ingress) || !packetsEmpty(egress),
    isTableChanged: tables[0] !== tables[1] && (!isKnown || !same(tables[0]?.routes, tables[1]?.routes)),
    isAltered: was !== is && !same(withoutAssociations(was), withoutAssociations(is)),
  };
}

function withoutAssociations({ networkAclId: _acl, routeTableId: _table, ...rest }: Subnet): object {
  return rest;
}

/** What the groups of a station may decide otherwise in a direction. */
export function changesOfGroups(
  comparison: Comparison,
  before: Station,
  after: Station,
  direction: "ingress" | "egress",
): GroupChanges {
  if (before.groups === null && after.groups === null) return NO_GROUP_CHANGES;
  const key = JSON.stringify([before.groups, after.groups, direction]);
  const found = comparison.groups.get(key) ?? findGroupChanges(comparison, before, after, direction);
  comparison.groups.set(key, found);
  return found;
}

const OPEN: RuleSet<FilterAction> = { rules: [], otherwise: "allow" };

function findGroupChanges(
  { before, after, lists }: Comparison,
  was: Station,
  is: Station,
  direction: "ingress" | "egress",
): GroupChanges {
  const one = rulesOf(before, was.groups, direction) ?? OPEN;
  return groupChanges(one, rulesOf(after, is.groups, direction) ?? OPEN, lists);
}

/** The groups that one of the two carries and the other does not. */
export function changedGroups(before: Station, after: Station): readonly string[] {
  if (before.groups === after.groups && before.identity === after.identity) return [];
  const [was, is] = [before, after].map((each) => each.identity?.groups ?? each.groups ?? []);
  const differ = (a: readonly string[] = [], b: readonly string[] = []): readonly string[] =>
    a.filter((group) => !b.includes(group));
  return [...differ(was, is), ...differ(is, was)];
}

/** Whether anything at the station differs, its subnet's filters and routes included. */
function isTouched(comparison: Comparison, before: Station | undefined, after: Station | undefined): boolean {
  if (!before || !after) return before !== after;
  if (before.subnet?.id !== after.subnet?.id || changedGroups(before, after).length > 0) return true;
  if (after.subnet && isSubnetTouched(subnetChanges(comparison, after.subnet.id))) return true;
  return (["ingress", "egress"] as const).some((direction) => {
    const { open, byGroup } = changesOfGroups(comparison, before, after, direction);
    return !packetsEmpty(open) || byGroup.size > 0;
  });
}

/** Whether the class is there in one network only, or is something else there, filters aside. */
export function isAltered(comparison: Comparison, { before, after }: EndpointClass): boolean {
  if (before === after) return false;
  if (!before || !after || !same(endOf(before), endOf(after))) return true;
  const subnet = after.station?.subnet;
  return subnet !== undefined && subnet !== null && subnetChanges(comparison, subnet.id).isAltered;
}

/** All that a party is besides what filters it; groups of a node come with its load balancer. */
function endOf({ station, addresses, instance, loadBalancer }: Party): object {
  const place = station && {
    addresses: station.addresses,
    associations: station.associations,
    sourceDestCheck: station.sourceDestCheck,
    forwarding: station.forwarding,
    isClassicNode: station.isClassicNode,
    denies: station.deniesInternetGateway,
    vpcId: station.vpcId,
    subnet: station.subnet?.id,
    hasGroups: station.groups !== null,
  };
  return {
    place,
    addresses,
    state: instance?.state,
    services: instance?.services,
    ec2: instance?.ec2Classic,
    loadBalancer,
  };
}

/** Whether anything that can have a say at this end differs. */
export function isClassTouched(comparison: Comparison, each: EndpointClass): boolean {
  if (isAltered(comparison, each)) return true;
  const [was, is] = [each.before?.station ?? undefined, each.after?.station ?? undefined];
  return isTouched(comparison, was, is);
}

/**
 * Whether the router of this subnet delivers everything for its own VPC, so that between two interfaces there nothing
 * but groups and ACLs has a say, on headers as they were sent.
 */
export function isPlainSubnet({ plainTables, ...comparison }: Comparison, side: Side, subnet: Subnet): boolean {
  const network = comparison[side];
  const known = plainTables[side];
  const table = knownRouteTable(network, subnet);
  if (!table) return false;
  const found = known.get(table.id) ?? isPlainTable(network, table);
  known.set(table.id, found);
  return found;
}

function isPlainTable(network: Network, table: RouteTable): boolean {
  const vpc = recordOf(network.vpcs, table.vpcId);
  if (!vpc) return false;
  const inside = packets({ destination: uniteBlocks(vpcBlocks(vpc)) });
  const cases = split(routeRules(network, table), { packets: inside, source: null, destination: null });
  return cases.every(({ action, rule }) => {
    const route = rule?.ref.kind === "route" ? rule.ref.route : undefined;
    return action === "route" && route?.target.type === "local" && route.state === "active";
  });
}

/** Every packet that any rule naming one of the groups is about. */
export function packetsNaming(ruleSet: RuleSet<FilterAction> | null, groups: readonly string[]): PacketSet {
  if (!ruleSet || groups.length === 0) return NO_PACKETS;
  const naming = ruleSet.rules.filter((rule) => groups.includes(groupOf(rule) ?? ""));
  return naming.map((rule) => rule.packets).reduce(unitePackets, NO_PACKETS);
}
