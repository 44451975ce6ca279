/** Which packets an edit opens a filter for, or sends another way: the measure of what it gives away. */
import {
  type AddressSet,
  addressesOf,
  type Cidr,
  type Direction,
  intersectPackets,
  memoize,
  type Network,
  NO_PACKETS,
  networkAclOf,
  networkAclRules,
  type PacketSet,
  type Peer,
  packetCount,
  packets,
  packetsWith,
  type RouteAction,
  type RouteTable,
  type Rule,
  recordOf,
  routeRules,
  routeTableOf,
  routeTargetId,
  rulePackets,
  type SecurityGroupRule,
  type Subnet,
  split,
  subnetBlocks,
  subtractPackets,
  uniteBlocks,
  unitePackets,
} from "@netsim/core";
import { patched } from "./apply-edits.js";
import type { AuthorizeSecurityGroupRule, Edit } from "./edit.js";
import { members } from "./members.js";

/**
 * How many packet headers the edits admit one after the other: each counted at each filter that passes it and did not,
 * and at each router that sends it another way than before. What is neither a rule nor a route counts nothing.
 */
export function admitted(network: Network, edits: readonly Edit[]): bigint {
  let sum = 0n;
  let before = network;
  for (const edit of edits) {
    const after = patched(before, [edit]);
    sum += packetCount(newPackets(before, after, edit));
    before = after;
  }
  return sum;
}

/** What the edit that made `after` of `before` lets through that was not let through, or leads another way. */
export function newPackets(before: Network, after: Network, edit: Edit): PacketSet {
  switch (edit.kind) {
    case "authorize-security-group-rule":
      return newAtGroup(before, edit);
    case "create-network-acl-entry":
    case "replace-network-acl-entry":
      return newAtAcl(before, after, edit.networkAclId, edit.direction);
    case "create-route":
    case "replace-route":
      return rerouted(before, after, (subnet) => routeTableOf(before, subnet)?.id === edit.routeTableId);
    case "associate-route-table":
      return rerouted(before, after, (subnet) => subnet.id === edit.subnetId);
    default:
      return NO_PACKETS;
  }
}

function newAtGroup(network: Network, { securityGroupId, direction, rule }: AuthorizeSecurityGroupRule): PacketSet {
  const group = recordOf(network.securityGroups, securityGroupId);
  if (!group) return NO_PACKETS;
  const own = members(network, securityGroupId);
  const of = (each: Pick<SecurityGroupRule, "protocol" | "fromPort" | "toPort" | "peer">): PacketSet =>
    rulePackets(each, sides(direction, own, peerAddresses(network, each.peer)));
  const added = of(rule);
  return group[direction].reduce((rest, each) => subtractPackets(rest, intersectPackets(rest, of(each))), added);
}

function sides(direction: Direction, own: AddressSet, remote: AddressSet) {
  return direction === "ingress" ? { source: remote, destination: own } : { source: own, destination: remote };
}

function peerAddresses(network: Network, peer: Peer): AddressSet {
  if ("cidr" in peer) return addressesOf(peer.cidr);
  if ("securityGroupId" in peer) return members(network, peer.securityGroupId);
  return uniteBlocks(recordOf(network.prefixLists, peer.prefixListId)?.entries ?? []);
}

function newAtAcl(before: Network, after: Network, id: string, direction: Direction): PacketSet {
  const [old, now] = [recordOf(before.networkAcls, id), recordOf(after.networkAcls, id)];
  if (!old || !now) return NO_PACKETS;
  const blocks = Object.values(before.subnets)
    .filter((subnet) => networkAclOf(before, subnet)?.id === id)
    .flatMap(subnetBlocks);
  const own = ownSide(blocks, direction);
  const allowed = (acl: typeof old): PacketSet =>
    packetsWith(split(networkAclRules(acl, direction), { packets: own, source: null, destination: null }), "allow");
  return subtractPackets(allowed(now), allowed(old));
}

function ownSide(blocks: readonly Cidr[], direction: Direction): PacketSet {
  const own = uniteBlocks(blocks);
  return packets(direction === "ingress" ? { destination: own } : { source: own });
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
