/** What a network has of a row, and what it has beyond the rows. */
import {
  type AddressSet,
  ALL_ADDRESSES,
  addressesOf,
  type Direction,
  type Identity,
  type Network,
  NO_PACKETS,
  networkAclRules,
  type PacketSet,
  packetCount,
  packets,
  packetsEmpty,
  packetsWith,
  type RuleRef,
  recordOf,
  rulePackets,
  securityGroupRules,
  split,
  subnetBlocks,
  subtractPackets,
  type Traffic,
  uniteAddresses,
  uniteBlocks,
  unitePackets,
} from "@netsim/core";
import { headersOf } from "../path/header.js";
import { members } from "../repair/members.js";
import type { Plan } from "./plan.js";
import type { WiderRule } from "./recommendation.js";
import type { Row } from "./tables.js";

/** What of the row the network does not let through. */
export function missingOf(network: Network, plan: Plan, row: Row): PacketSet {
  const asked = packetsOfRow(network, plan, row);
  const { direction, groups, component } = row;
  const traffic = trafficOf(plan, row, asked);
  if (groups)
    return subtractPackets(asked, packetsWith(split(securityGroupRules(network, groups, direction), traffic), "allow"));
  const acl = recordOf(network.networkAcls, component);
  return acl ? subtractPackets(asked, packetsWith(split(networkAclRules(acl, direction), traffic), "allow")) : asked;
}

/** With who sends or receives, where the row names a group. */
function trafficOf(plan: Plan, { peer, direction, groups }: Row, asked: PacketSet): Traffic {
  if (!("securityGroupId" in peer) || !groups) return { packets: asked, source: null, destination: null };
  const isBalancer = plan.groups?.includes(peer.securityGroupId) ?? false;
  const backend = plan.backends.find((each) => each.groups?.includes(peer.securityGroupId));
  const named = (isBalancer ? plan.groups : backend?.groups) ?? [peer.securityGroupId];
  const other: Identity = { id: peer.securityGroupId, groups: named, vpcId: plan.balancer.vpcId };
  return direction === "ingress"
    ? { packets: asked, source: other, destination: null }
    : { packets: asked, source: null, destination: other };
}

/** The packets that the row is about. */
export function packetsOfRow(network: Network, plan: Plan, row: Row): PacketSet {
  const { direction, peer } = row;
  return rulePackets(row, sides(direction, ownOf(network, plan, row), addressesOfPeer(network, plan, peer)));
}

function sides(direction: Direction, own: AddressSet, remote: AddressSet) {
  return direction === "ingress" ? { source: remote, destination: own } : { source: own, destination: remote };
}

/** Nodes come and go in their subnets: the load balancer's group may have any address there. */
function addressesOfPeer(network: Network, plan: Plan, peer: Row["peer"]): AddressSet {
  if ("cidr" in peer) return addressesOf(peer.cidr);
  if ("prefixListId" in peer) return uniteBlocks(recordOf(network.prefixLists, peer.prefixListId)?.entries ?? []);
  return addressesOfGroup(network, plan, peer.securityGroupId);
}

function addressesOfGroup(network: Network, plan: Plan, id: string): AddressSet {
  const known = members(network, id);
  return plan.groups?.includes(id) ? uniteAddresses(known, uniteBlocks(plan.subnets.flatMap(subnetBlocks))) : known;
}

function ownOf(network: Network, plan: Plan, { component, groups, subnets }: Row): AddressSet {
  return groups === null ? uniteBlocks(subnets.flatMap(subnetBlocks)) : addressesOfGroup(network, plan, component);
}

/**
 * Rules of the same groups and ACLs that let through more than all rows together. Of a direction that the tables say
 * nothing about, such as what targets send by themselves, nothing is too much.
 */
export function widerThan(network: Network, plan: Plan, rows: readonly Row[]): readonly WiderRule[] {
  const places = new Map<string, Row[]>();
  for (const row of rows) {
    for (const id of row.groups ?? [row.component]) {
      const key = `${row.direction} ${id}`;
      const known = places.get(key);
      if (known) known.push(row);
      else places.set(key, [row]);
    }
  }
  return [...places].flatMap(([key, own]) => {
    const [direction, id] = key.split(" ") as [Direction, string];
    const inTables = own.reduce((sum, row) => unitePackets(sum, packetsOfRow(network, plan, row)), NO_PACKETS);
    return passedBy(network, plan, rows, id, direction).flatMap(({ rule, passed }): readonly WiderRule[] => {
      const beyond = subtractPackets(passed, inTables);
      if (packetsEmpty(beyond)) return [];
      return [{ component: id, direction, rule, beyond: headersOf(beyond), packets: String(packetCount(beyond)) }];
    });
  });
}

interface Passed {
  readonly rule: RuleRef;
  readonly passed: PacketSet;
}

/** What each rule lets through at its group's members, or each entry at the subnets of the tables. */
function passedBy(
  network: Network,
  plan: Plan,
  rows: readonly Row[],
  id: string,
  direction: Direction,
): readonly Passed[] {
  const group = recordOf(network.securityGroups, id);
  if (group) {
    const own = addressesOfGroup(network, plan, id);
    return group[direction].map((rule, index) => ({
      rule: { kind: "security-group-rule", securityGroupId: id, direction, index, rule },
      passed: rulePackets(rule, sides(direction, own, addressesOfPeer(network, plan, rule.peer))),
    }));
  }
  const acl = recordOf(network.networkAcls, id);
  if (!acl) return [];
  const subnets = rows.flatMap((row) => (row.component === id ? row.subnets.flatMap(subnetBlocks) : []));
  const asked = packets(sides(direction, uniteBlocks(subnets), ALL_ADDRESSES));
  return split(networkAclRules(acl, direction), { packets: asked, source: null, destination: null }).flatMap((each) =>
    each.rule && each.action === "allow" ? [{ rule: each.rule.ref, passed: each.packets }] : [],
  );
}
