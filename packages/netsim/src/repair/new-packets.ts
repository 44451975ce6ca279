/** Which packets an edit opens a filter for, or sends another way: the measure of what it gives away. */
import {
  type AddressSet,
  addressCount,
  addressesOf,
  cidr,
  type Direction,
  intersectPackets,
  memoize,
  type Network,
  type NetworkAcl,
  NO_PACKETS,
  networkAclOf,
  networkAclRules,
  type PacketSet,
  type Peer,
  type ProtocolAndPorts,
  packetCount,
  packets,
  packetsWith,
  protocolClass,
  type RouteAction,
  type RouteTable,
  type Rule,
  recordOf,
  routeRules,
  routeTableOf,
  routeTargetId,
  rulePackets,
  type Subnet,
  split,
  subnetBlocks,
  subtractPackets,
  uniteBlocks,
  unitePackets,
} from "@netsim/core";
import { patched } from "./apply-edits.js";
import type { AuthorizeSecurityGroupRule, CreateNetworkAclEntry, Edit, ReplaceNetworkAclEntry } from "./edit.js";
import { members } from "./members.js";

/**
 * How many packet headers the edits admit one after the other: each counted at each filter that passes it and did not,
 * and at each router that sends it another way than before. What is neither a rule nor a route counts nothing.
 *
 * @param known what edits of this network admit by themselves, which many sets of edits have in common.
 */
export function admitted(network: Network, edits: readonly Edit[], known: Map<Edit, bigint>): bigint {
  if (edits.every((edit, at) => isApart(edit, edits.slice(0, at)))) {
    return edits.reduce((sum, edit) => {
      const count = known.get(edit) ?? countNew(network, patched(network, [edit]), edit);
      known.set(edit, count);
      return sum + count;
    }, 0n);
  }
  let sum = 0n;
  let before = network;
  for (const edit of edits) {
    const after = patched(before, [edit]);
    sum += countNew(before, after, edit);
    before = after;
  }
  return sum;
}

/** Whether the filter that it changes is one that no other edit changes, and these change filters as well. */
function isApart(edit: Edit, others: readonly Edit[]): boolean {
  const filter = filterOf(edit);
  return filter !== undefined && others.every((each) => filterOf(each) !== filter);
}

function filterOf(edit: Edit): string | undefined {
  switch (edit.kind) {
    case "authorize-security-group-rule":
      return `${edit.securityGroupId} ${edit.direction}`;
    case "create-network-acl-entry":
    case "replace-network-acl-entry":
      return `${edit.networkAclId} ${edit.direction}`;
    default:
      return undefined;
  }
}

/** How many the edit that made `after` of `before` lets through that were not, or leads another way. */
function countNew(before: Network, after: Network, edit: Edit): bigint {
  switch (edit.kind) {
    case "authorize-security-group-rule":
      return newAtGroup(before, edit);
    case "create-network-acl-entry":
    case "replace-network-acl-entry":
      return newAtAcl(before, after, edit);
    case "create-route":
    case "replace-route":
      return packetCount(rerouted(before, after, (subnet) => routeTableOf(before, subnet)?.id === edit.routeTableId));
    case "associate-route-table":
      return packetCount(rerouted(before, after, (subnet) => subnet.id === edit.subnetId));
    default:
      return 0n;
  }
}

/** Rules say nothing of whose they are: one of their own addresses stands for all. */
const ONE: AddressSet = uniteBlocks([cidr("0.0.0.0/32"), cidr("::/128")]);

function forAll(found: PacketSet, own: AddressSet): bigint {
  return (["ipv4", "ipv6"] as const).reduce((sum, family) => {
    const each = packetCount({ ...NO_PACKETS, [family]: found[family] });
    return each === 0n ? sum : sum + each * addressCount(own, family);
  }, 0n);
}

function newAtGroup(network: Network, { securityGroupId, direction, rule }: AuthorizeSecurityGroupRule): bigint {
  const group = recordOf(network.securityGroups, securityGroupId);
  if (!group) return 0n;
  const added = rulePackets(rule, sides(direction, ONE, peerAddresses(network, rule.peer)));
  let left = added;
  for (const each of group[direction]) {
    if (!mayMeet(rule, each)) continue;
    left = subtractPackets(left, rulePackets(each, sides(direction, ONE, peerAddresses(network, each.peer))));
  }
  return forAll(left, members(network, securityGroupId));
}

/** Whatever addresses they are for, rules for other protocols or ports have nothing in common. */
function mayMeet(a: ProtocolAndPorts, b: ProtocolAndPorts): boolean {
  if (a.protocol < 0 || b.protocol < 0) return true;
  if (a.protocol !== b.protocol) return false;
  return protocolClass(a.protocol) !== "ports" || (a.fromPort <= b.toPort && b.fromPort <= a.toPort);
}

function sides(direction: Direction, own: AddressSet, remote: AddressSet) {
  return direction === "ingress" ? { source: remote, destination: own } : { source: own, destination: remote };
}

function peerAddresses(network: Network, peer: Peer): AddressSet {
  if ("cidr" in peer) return addressesOf(peer.cidr);
  if ("securityGroupId" in peer) return members(network, peer.securityGroupId);
  return uniteBlocks(recordOf(network.prefixLists, peer.prefixListId)?.entries ?? []);
}

function newAtAcl(
  before: Network,
  after: Network,
  { networkAclId: id, direction, entry }: CreateNetworkAclEntry | ReplaceNetworkAclEntry,
): bigint {
  const [old, now] = [recordOf(before.networkAcls, id), recordOf(after.networkAcls, id)];
  if (!old || !now) return 0n;
  const asked = rulePackets(entry, sides(direction, ONE, addressesOf(entry.cidrBlock)));
  const allowed = (acl: NetworkAcl): PacketSet =>
    packetsWith(split(networkAclRules(acl, direction), { packets: asked, source: null, destination: null }), "allow");
  const blocks = Object.values(before.subnets)
    .filter((subnet) => networkAclOf(before, subnet)?.id === id)
    .flatMap(subnetBlocks);
  return forAll(subtractPackets(allowed(now), allowed(old)), uniteBlocks(blocks));
}

function rerouted(before: Network, after: Network, isMeant: (subnet: Subnet) => boolean): PacketSet {
  return Object.values(before.subnets)
    .filter(isMeant)
    .reduce((sum, subnet) => {
      const changed = changedRoutes(before, after, subnet);
      const source = uniteBlocks(subnetBlocks(subnet));
      return unitePackets(sum, intersectPackets(changed, packets({ source })));
    }, NO_PACKETS);
}

/** Packets that the subnet's router sends somewhere and did not, or somewhere else. */
function changedRoutes(before: Network, after: Network, subnet: Subnet): PacketSet {
  const [was, is] = [routeTableOf(before, subnet), routeTableOf(after, after.subnets[subnet.id] ?? subnet)];
  if (!was || !is) return NO_PACKETS;
  const old = leads(before, was);
  return leads(after, is).reduce(
    (sum, [target, led]) =>
      unitePackets(
        sum,
        old.reduce((rest, [other, part]) => (other === target ? subtractPackets(rest, part) : rest), led),
      ),
    NO_PACKETS,
  );
}

/** What a table leads to each target, without what it drops. */
function leads(network: Network, table: RouteTable): readonly (readonly [target: string, led: PacketSet])[] {
  return byTarget(table, network.prefixLists)(network);
}

const byTarget = memoize((table: RouteTable, _: Network["prefixLists"]) => {
  let known: readonly (readonly [string, PacketSet])[] | undefined;
  return (network: Network): readonly (readonly [string, PacketSet])[] => {
    known ??= split(routeRules(network, table), { packets: packets({}), source: null, destination: null }).flatMap(
      ({ rule, packets: led }) => (rule && isActive(rule) ? [[targetOf(rule), led] as const] : []),
    );
    return known;
  };
});

function isActive({ ref }: Rule<RouteAction>): boolean {
  return ref.kind === "route" && ref.route.state === "active";
}

function targetOf({ ref }: Rule<RouteAction>): string {
  return ref.kind === "route" ? routeTargetId(ref.route.target) : "";
}
