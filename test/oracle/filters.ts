/** The two filters on the way. What they block is written down; the packet then goes on as though it had passed. */
import type { NetworkInterface, SecurityGroup } from "./aws-json.js";
import { groupById, groupIdsOf, networkAclOf } from "./document.js";
import { aclDecides } from "./network-acl.js";
import type { Direction, Packet } from "./packet.js";
import { admits } from "./security-group.js";
import { block, giveUp, note, type Place, type Walk } from "./walk.js";

/**
 * Groups filter the first packet of a connection at both of its ends. They are stateful: the reply passes whatever
 * the rules of the other direction say, so this is only asked for requests.
 *
 * Security group connection tracking, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
export function passGroups(walk: Walk, eni: NetworkInterface, direction: Direction, packet: Packet): void {
  if (groupIdsOf(eni).length === 0 && (eni.InterfaceType ?? "interface") !== "interface") {
    note(walk, `${eni.NetworkInterfaceId} (${eni.InterfaceType}) has no security groups: passes ${direction}`);
    return;
  }
  const groups = groupsInDocument(walk, eni);
  const admission = admits(groups, direction, packet, walk.doc.PrefixLists);
  if (admission.allowed) {
    note(walk, `${admission.groupId} ${direction} rule ${admission.ruleIndex} at ${eni.NetworkInterfaceId}: allowed`);
    return;
  }
  const where = eni.NetworkInterfaceId;
  for (const group of groups) {
    block(walk, { kind: "security-group", component: group.GroupId, direction, rule: null, where });
  }
  if (groups.length === 0) {
    block(walk, { kind: "security-group", component: where, direction, rule: null, where });
  }
}

function groupsInDocument(walk: Walk, eni: NetworkInterface): SecurityGroup[] {
  return groupIdsOf(eni).flatMap((id) => {
    const group = groupById(walk.doc, id);
    if (group === undefined) {
      giveUp(walk, `security group ${id} is not in the document`);
      return [];
    }
    return [group];
  });
}

/**
 * ACLs filter every packet that enters or leaves the subnet, requests and replies alike.
 *
 * Control traffic to subnets using network ACLs, https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
export function passAcl(walk: Walk, place: Place, direction: Direction, packet: Packet): void {
  const acl = networkAclOf(walk.doc, place.subnetId, place.vpcId);
  if (acl === undefined) {
    giveUp(walk, `no network ACL of subnet ${place.subnetId} is in the document`);
    return;
  }
  const { action, ruleNumber } = aclDecides(acl, direction, packet);
  if (action === "deny") {
    block(walk, {
      kind: "network-acl",
      component: acl.NetworkAclId,
      direction,
      rule: ruleNumber,
      where: place.subnetId,
    });
    return;
  }
  note(walk, `${acl.NetworkAclId} ${direction} rule ${ruleNumber} of ${place.subnetId}: allowed`);
}

/**
 * Between neighbours in one subnet no ACL is asked, with one exception: "Classic Load Balancers apply network ACLs to
 * outbound traffic, even if it's destined for a target in the same subnet as the load balancer" (ELB_ACL_RESTRICTION).
 * Reachability Analyzer explanation codes, https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 *
 * Whether the ACL also filters what comes in, or the target's replies, is not documented; "strict" supposes it does.
 */
export function isAclAskedBetweenNeighbours(walk: Walk, direction: Direction): boolean {
  if (!walk.isFromClassicNode) {
    return false;
  }
  if (walk.question.sameSubnetAcl === "strict") {
    return true;
  }
  return walk.phase === "forward" && direction === "egress";
}
