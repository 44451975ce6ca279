import { inAnyCidr } from "./address.js";
import { cidrsOfVpc, isActivePeering, isSameRegionPeering, peerOf } from "./document.js";
import type { Packet } from "./packet.js";
import { drop, giveUp, type Place, type Step, type Walk, withoutIdentity } from "./walk.js";

/**
 * Over to the peer VPC. Only an active connection carries traffic, and only from addresses of the one VPC to
 * addresses of the other: a peer is no way to a third VPC, nor to the peer's gateways.
 * VPC peering basics, https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 *
 * Rules can refer to groups of the peer VPC if both VPCs are in the same Region.
 * Update your security groups to reference peer security groups, https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 */
export function throughPeering(walk: Walk, packet: Packet, place: Place, id: string): Step | null {
  const peering = walk.doc.VpcPeeringConnections.find((candidate) => candidate.VpcPeeringConnectionId === id);
  if (peering === undefined) {
    return giveUp(walk, `peering connection ${id} is not in the document`);
  }
  const peerVpcId = peerOf(peering, place.vpcId);
  if (!isActivePeering(peering) || peerVpcId === undefined) {
    return drop(walk, id, "egress", place.vpcId, `it is ${peering.Status.Code}, or not a connection of this VPC`);
  }
  const [own, theirs] = [cidrsOfVpc(walk.doc, place.vpcId), cidrsOfVpc(walk.doc, peerVpcId)];
  if (theirs.length === 0) {
    return giveUp(walk, `VPC ${peerVpcId} is not in the document`);
  }
  const isBetweenThem = inAnyCidr(packet.source, own) && inAnyCidr(packet.destination, theirs);
  if (!isBetweenThem) {
    return drop(walk, id, "egress", place.vpcId, "an address is outside of the two VPCs");
  }
  return {
    at: "vpc",
    packet: isSameRegionPeering(peering) ? packet : withoutIdentity(packet),
    vpcId: peerVpcId,
    fromSubnetId: null,
  };
}
