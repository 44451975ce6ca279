/**
 * Internet, egress-only internet and NAT gateways.
 * "AWS::EC2::VPCGatewayAttachment" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-vpc-gateway-attachment.html
 * "AWS::EC2::NatGateway" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-natgateway.html
 */
import { addNote, leaveOut } from "../aws/draft.js";
import { type Context, certain, idOf, lose, type Made, madeOf, nameOf, originOf, presume, settled } from "./context.js";
import { elasticAddressOf } from "./elastic-address.js";
import { isUnresolved } from "./value.js";
import { subnetBlock } from "./vpc.js";

export function buildInternetGateways(context: Context): void {
  const { draft, world } = context;
  const attachments = madeOf(world, "AWS::EC2::VPCGatewayAttachment");
  const attached = new Map<string, Made>();
  for (const item of attachments) {
    const gateway = item.fields.text("InternetGatewayId");
    // One of a VPN gateway has no part in the model.
    if (gateway === undefined) continue;
    const vpc = item.fields.text("VpcId");
    const doubt = item.doubt ?? [gateway, vpc].find(isUnresolved);
    if (doubt) {
      if (!isUnresolved(gateway)) lose(context, "internetGateways", gateway, doubt, item.resource.place);
      lose(context, "internetGateways", item.id, doubt, item.resource.place, isUnresolved(vpc) ? "" : (vpc ?? ""));
    } else attached.set(gateway as string, item);
  }
  for (const item of certain(context, "internetGateways", "AWS::EC2::InternetGateway")) {
    if (draft.missing.some((each) => each.collection === "internetGateways" && each.id === item.id)) continue;
    const attachment = attached.get(item.id);
    const { fields } = attachment ?? item;
    const vpcId = idOf(context, "vpcs", attachment?.fields.text("VpcId"), item.id, fields.placeOf("VpcId"));
    draft.input.internetGateways.set(item.id, { ...nameOf(item), vpcId, origin: originOf(item) });
  }
  for (const [gateway, item] of attached) {
    // A gateway that the templates do not make is known by its attachment alone.
    if (draft.input.internetGateways.has(gateway)) continue;
    const vpcId = idOf(context, "vpcs", item.fields.text("VpcId"), item.id, item.fields.placeOf("VpcId"));
    draft.input.internetGateways.set(gateway, { vpcId, origin: originOf(item) });
  }
  for (const item of certain(context, "egressOnlyInternetGateways", "AWS::EC2::EgressOnlyInternetGateway")) {
    const vpcId = idOf(context, "vpcs", item.fields.text("VpcId"), item.id, item.fields.placeOf("VpcId"));
    draft.input.egressOnlyInternetGateways.set(item.id, { ...nameOf(item), vpcId, origin: originOf(item) });
  }
}

export function buildNatGateways(context: Context): void {
  const { draft, world, presumed } = context;
  for (const item of certain(context, "natGateways", "AWS::EC2::NatGateway")) {
    const { fields, id, resource } = item;
    const mode = settled(context, fields.word("AvailabilityMode", ["zonal", "regional"]), item, "AvailabilityMode");
    if (mode === "regional") {
      leaveOut(draft, "natGateways", id, "not-modelled", "a regional NAT gateway", resource.place);
      continue;
    }
    const subnet = fields.text("SubnetId");
    const address = fields.text("PrivateIpAddress");
    const type = fields.word("ConnectivityType", ["public", "private"]);
    const doubt = [subnet, address, type].find(isUnresolved);
    if (doubt) {
      lose(context, "natGateways", id, doubt, resource.place);
      continue;
    }
    if (subnet === undefined) fields.lack("SubnetId");
    const subnetId = idOf(context, "subnets", subnet, id, fields.placeOf("SubnetId")) ?? "";
    const block = subnetBlock(world, subnetId, "ipv4");
    const privateIpAddress = (address as string | undefined) ?? (block && presumed.inside(id, block));
    if (privateIpAddress === undefined) {
      leaveOut(
        draft,
        "natGateways",
        id,
        "not-resolved",
        "its subnet has no address for it that is known",
        resource.place,
      );
      continue;
    }
    const isPublic = type !== "private";
    if (isPublic && !fields.has("AllocationId"))
      addNote(
        draft,
        "no-elastic-address",
        `${id} has no AllocationId, which a public NAT gateway needs; one was presumed`,
        {
          place: resource.place,
          component: id,
        },
      );
    const publicIp = isPublic ? elasticAddressOf(context, fields.text("AllocationId"), id) : undefined;
    if (address === undefined)
      presume(context, "presumed-address", item, `AWS chooses its private address; ${privateIpAddress} was presumed`);
    draft.input.natGateways.set(id, {
      ...nameOf(item),
      subnetId,
      connectivityType: isPublic ? "public" : "private",
      privateIpAddress,
      publicIp,
      origin: originOf(item),
    });
  }
}
