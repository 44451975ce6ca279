/** A group as the peer of a rule. */
import {
  AMAZON_ELB,
  AMAZON_ELB_SECURITY_GROUP,
  EC2_CLASSIC,
  isMissingRecord,
  type Network,
  ok,
  type Path,
  type Peer,
  type PeeringConnection,
  type Result,
  type SecurityGroup,
} from "@netsim/core";
import { refuse } from "../verb.js";
import { findGroup } from "./find-group.js";
import type { UserIdGroupPair } from "./permission.js";

/** Whether peers have to exist: a rule can be revoked although its peer is gone. */
export type PeerUse = "authorize" | "revoke";

/** @param group the group whose rule it is. */
export function readGroupPeer(
  network: Network,
  group: SecurityGroup,
  pair: UserIdGroupPair,
  use: PeerUse,
  pathOf: (key: string) => Path,
): Result<Peer> {
  const { GroupId: id } = pair;
  if (pair.UserId === AMAZON_ELB) return elbPeer(group, pair, pathOf);
  // What AWS prints of a rule has the name beside the id, so both may be given; the id decides.
  const isById = id !== undefined;
  if (isById && (use === "revoke" || isMissingRecord(network.missing, "securityGroups", id))) {
    return ok({ securityGroupId: id });
  }
  const named = isById ? { GroupId: id } : { GroupName: pair.GroupName };
  const found = findGroup(network, named, pathOf);
  if (!found.ok) return found;
  const checked = use === "revoke" ? ok(undefined) : checkPair(network, group, found.value, pair, pathOf);
  return checked.ok ? ok({ securityGroupId: found.value.id }) : checked;
}

/**
 * The group that Elastic Load Balancing keeps for EC2-Classic. AWS prints an id beside its name, which nobody else knows
 * it by.
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-groups.html
 */
function elbPeer(
  group: SecurityGroup,
  { GroupName: name }: UserIdGroupPair,
  pathOf: (key: string) => Path,
): Result<Peer> {
  const isIts = `${AMAZON_ELB}/${name}` === AMAZON_ELB_SECURITY_GROUP;
  if (isIts && group.vpcId === EC2_CLASSIC) return ok({ securityGroupId: AMAZON_ELB_SECURITY_GROUP });
  const expected = isIts
    ? `a group of ${group.vpcId}`
    : `${AMAZON_ELB_SECURITY_GROUP.split("/")[1]}, the only one it has`;
  return refuse("InvalidGroup.NotFound", pathOf("GroupName"), expected, name);
}

/** What else the pair says has to be true of the group, and the group has to be one that a rule can name. */
function checkPair(
  network: Network,
  group: SecurityGroup,
  peer: SecurityGroup,
  pair: UserIdGroupPair,
  pathOf: (key: string) => Path,
): Result<undefined> {
  const { GroupName: name, UserId: owner, VpcId: vpcId, VpcPeeringConnectionId: peeringId } = pair;
  const stated = [
    ["GroupName", name, peer.groupName],
    ["UserId", owner, peer.ownerId ?? owner],
    ["VpcId", vpcId, peer.vpcId],
  ] as const;
  for (const [key, said, is] of stated) {
    if (said !== undefined && said !== is) {
      return refuse("InvalidGroup.NotFound", pathOf(key), `${is}, as ${peer.id} has it`, said);
    }
  }
  const peerings = Object.values(network.vpcPeeringConnections).filter((each) => connects(each, group, peer));
  if (peeringId !== undefined && !peerings.some((each) => each.id === peeringId)) {
    const expected = `a peering connection of ${group.vpcId} and ${peer.vpcId}`;
    return refuse("InvalidVpcPeeringConnectionID.NotFound", pathOf("VpcPeeringConnectionId"), expected, peeringId);
  }
  if (isOneNetwork(group, peer)) return ok(undefined);
  if (peerings.some((each) => each.status === "active" && !crossesRegions(network, each))) return ok(undefined);
  const expected = `a group of ${group.vpcId}, or of a VPC of the same Region with an active peering connection to it`;
  return refuse("InvalidGroup.NotFound", pathOf("GroupId"), expected, `${peer.id} of ${peer.vpcId}`);
}

/**
 * Groups of one VPC, or of which one is associated with the VPC of the other.
 * "Associate security groups with multiple VPCs" https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html
 */
function isOneNetwork(group: SecurityGroup, peer: SecurityGroup): boolean {
  const vpcs = (each: SecurityGroup): readonly string[] => [each.vpcId, ...(each.associatedVpcIds ?? [])];
  return vpcs(group).some((id) => vpcs(peer).includes(id));
}

/**
 * "Update your security groups to reference peer security groups"
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 */
function connects({ requester, accepter }: PeeringConnection, group: SecurityGroup, peer: SecurityGroup): boolean {
  const [one, other] = [requester.vpcId, accepter.vpcId];
  return (one === group.vpcId && other === peer.vpcId) || (one === peer.vpcId && other === group.vpcId);
}

function crossesRegions({ vpcs }: Network, { requester, accepter }: PeeringConnection): boolean {
  const [one, other] = [requester, accepter].map((side) => side.region ?? vpcs[side.vpcId]?.region);
  return one !== undefined && other !== undefined && one !== other;
}
