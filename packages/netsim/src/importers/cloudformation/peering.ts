/** "AWS::EC2::VPCPeeringConnection" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-vpcpeeringconnection.html */
import { type Context, certain, idOf, nameOf, originOf, presume, settled } from "./context.js";

export function buildPeeringConnections(context: Context): void {
  const { draft, world } = context;
  const { region, accountId } = world.options;
  for (const item of certain(context, "vpcPeeringConnections", "AWS::EC2::VPCPeeringConnection")) {
    const { fields, id } = item;
    const requester = idOf(context, "vpcs", fields.text("VpcId"), id, fields.placeOf("VpcId"));
    const accepter = idOf(context, "vpcs", fields.text("PeerVpcId"), id, fields.placeOf("PeerVpcId"));
    if (requester === undefined) fields.lack("VpcId");
    if (accepter === undefined) fields.lack("PeerVpcId");
    const peerRegion = settled(context, fields.text("PeerRegion"), item, "PeerRegion") ?? region;
    const peerOwner = settled(context, fields.text("PeerOwnerId"), item, "PeerOwnerId") ?? accountId;
    if (fields.has("PeerOwnerId") && peerOwner !== accountId && !fields.has("PeerRoleArn"))
      presume(
        context,
        "presumed-acceptance",
        item,
        "the other account has to accept it; it was presumed to have done so",
      );
    draft.input.vpcPeeringConnections.set(id, {
      ...nameOf(item),
      status: "active",
      requester: { vpcId: requester ?? "", region, ownerId: accountId },
      accepter: { vpcId: accepter ?? "", region: peerRegion, ownerId: peerOwner },
      origin: originOf(item),
    });
  }
}
