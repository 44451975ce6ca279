/** VPCs and subnets. "AWS::EC2::VPC" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-vpc.html */
import { type Cidr, cidrFamily, parseCidr } from "@netsim/core";
import { problem } from "../document.js";
import { blockModeOf } from "./block-public-access.js";
import {
  type Context,
  certain,
  idOf,
  itemOf,
  lose,
  type Made,
  madeOf,
  nameOf,
  originOf,
  presume,
  settled,
} from "./context.js";
import type { Read } from "./fields.js";
import { isUnresolved, type Unresolved, unresolved } from "./value.js";
import type { World } from "./world.js";

const VPC = "AWS::EC2::VPC";
const SUBNET = "AWS::EC2::Subnet";

/** The blocks of a VPC, primary first, or what is not known of them. */
function blocksOf(context: Context, item: Made): readonly (string | Unresolved)[] {
  const { world, presumed } = context;
  const primary = item.fields.text("CidrBlock");
  const pool = item.fields.has("Ipv4IpamPoolId");
  const fromPool = unresolved(`block of ${item.id}`, "IPAM chooses its block", item.resource.place);
  const further = madeOf(world, "AWS::EC2::VPCCidrBlock").flatMap((each): (string | Unresolved)[] => {
    if (each.fields.text("VpcId") !== item.id) return [];
    if (each.doubt) return [each.doubt];
    const stated = each.fields.text("CidrBlock") ?? each.fields.text("Ipv6CidrBlock");
    if (stated !== undefined) return [stated];
    if (each.fields.has("Ipv4IpamPoolId")) return [fromPool];
    const isProvided = each.fields.flag("AmazonProvidedIpv6CidrBlock") === true || each.fields.has("Ipv6IpamPoolId");
    return isProvided ? [presumed.block(each.id)] : [];
  });
  return [...(primary === undefined ? (pool ? [fromPool] : []) : [primary]), ...further];
}

/** The IPv6 blocks of a VPC, for `Fn::GetAtt`. */
export function ipv6BlocksOf(context: Context, item: Made): readonly (string | Unresolved)[] {
  return blocksOf(context, item).filter((each) => isUnresolved(each) || each.includes(":"));
}

export function buildVpcs(context: Context): void {
  const { draft, world } = context;
  const { region, accountId } = world.options;
  for (const item of certain(context, "vpcs", VPC)) {
    const blocks = blocksOf(context, item);
    const blockMode = blockModeOf(context, "VpcId", item.id);
    const doubt = [...blocks, blockMode].find(isUnresolved);
    if (doubt) {
      lose(context, "vpcs", item.id, doubt, item.resource.place);
      continue;
    }
    if (blocks.length === 0) item.fields.lack("CidrBlock");
    draft.input.vpcs.set(item.id, {
      ...nameOf(item),
      cidr: blocks as readonly string[],
      ownerId: accountId,
      region,
      internetGatewayBlockMode: isUnresolved(blockMode) ? undefined : blockMode,
      origin: originOf(item),
    });
  }
  for (const item of madeOf(world, "AWS::EC2::VPCCidrBlock")) {
    const isProvided = item.fields.flag("AmazonProvidedIpv6CidrBlock") === true || item.fields.has("Ipv6IpamPoolId");
    if (isProvided && !item.fields.has("Ipv6CidrBlock"))
      presume(
        context,
        "presumed-block",
        item,
        `AWS chooses its IPv6 block; ${context.presumed.block(item.id)} was presumed`,
      );
  }
}

/** The block of a subnet in a family, where it is resolved. */
export function subnetBlock(world: World, subnetId: string, family: "ipv4" | "ipv6"): Cidr | undefined {
  const item = itemOf(world, subnetId, SUBNET);
  const text = item?.fields.text(family === "ipv4" ? "CidrBlock" : "Ipv6CidrBlock");
  const stated = typeof text === "string" ? text : family === "ipv6" ? addedBlock(world, subnetId) : undefined;
  if (stated === undefined) return undefined;
  const block = parseCidr(stated);
  return block.ok && cidrFamily(block.value) === family ? block.value : undefined;
}

function addedBlock(world: World, subnetId: string): string | undefined {
  const added = madeOf(world, "AWS::EC2::SubnetCidrBlock").find((each) => each.fields.text("SubnetId") === subnetId);
  const text = added?.fields.text("Ipv6CidrBlock");
  return typeof text === "string" ? text : undefined;
}

/**
 * The zone of a subnet. Where AWS chooses, subnets are presumed to be spread over as many zones as a load balancer
 * needs, two at least, in the order of the templates.
 */
export function zoneOf(context: Context, item: Made): Read<string> {
  const stated = item.fields.text("AvailabilityZone") ?? item.fields.text("AvailabilityZoneId");
  if (stated !== undefined) return stated;
  const { world } = context;
  const vpc = JSON.stringify(item.fields.text("VpcId"));
  const free = madeOf(world, SUBNET).filter(
    ({ fields }) =>
      !fields.has("AvailabilityZone") &&
      !fields.has("AvailabilityZoneId") &&
      JSON.stringify(fields.text("VpcId")) === vpc,
  );
  const zones = world.zones(world.options.region ?? "");
  const at = free.findIndex((each) => each.id === item.id);
  return zones[at % Math.min(zones.length, Math.max(2, mostSubnets(world)))];
}

function mostSubnets(world: World): number {
  const types = ["AWS::ElasticLoadBalancing::LoadBalancer", "AWS::ElasticLoadBalancingV2::LoadBalancer"];
  const counts = madeOf(world, ...types).map(({ fields }) => {
    const subnets = fields.list("Subnets") ?? fields.list("SubnetMappings");
    return isUnresolved(subnets) ? 0 : (subnets?.length ?? 0);
  });
  return Math.max(0, ...counts);
}

export function buildSubnets(context: Context): void {
  const { draft, world } = context;
  const tables = associationsOf(context, "AWS::EC2::SubnetRouteTableAssociation", "RouteTableId", "routeTables");
  const acls = associationsOf(context, "AWS::EC2::SubnetNetworkAclAssociation", "NetworkAclId", "networkAcls");
  for (const item of certain(context, "subnets", SUBNET)) {
    const { fields, id, resource } = item;
    const added = madeOf(world, "AWS::EC2::SubnetCidrBlock").filter((each) => each.fields.text("SubnetId") === id);
    const blocks = [
      fields.text("CidrBlock"),
      fields.text("Ipv6CidrBlock"),
      ...added.map((each) => each.doubt ?? each.fields.text("Ipv6CidrBlock")),
    ];
    const zone = zoneOf(context, item);
    const pool = fields.has("Ipv4IpamPoolId") ? unresolved(id, "IPAM chooses its block", resource.place) : undefined;
    const blockMode = blockModeOf(context, "SubnetId", id);
    const doubt = [...blocks, zone, pool, blockMode].find(isUnresolved);
    if (doubt) {
      lose(context, "subnets", id, doubt, resource.place);
      continue;
    }
    if (zone !== undefined && !fields.has("AvailabilityZone") && !fields.has("AvailabilityZoneId"))
      presume(context, "presumed-zone", item, `AWS chooses its zone; ${String(zone)} was presumed`);
    const vpcId = idOf(context, "vpcs", fields.text("VpcId"), id, fields.placeOf("VpcId"));
    if (vpcId === undefined) fields.lack("VpcId");
    draft.input.subnets.set(id, {
      ...nameOf(item),
      vpcId: vpcId ?? "",
      availabilityZone: String(zone),
      cidr: blocks.filter((block): block is string => typeof block === "string"),
      routeTableId: tables.get(id),
      networkAclId: acls.get(id),
      internetGatewayBlockMode: isUnresolved(blockMode) ? undefined : blockMode,
      origin: originOf(item),
    });
  }
}

/** The table or ACL of each subnet. A subnet has one, and AWS refuses another association. */
function associationsOf(
  context: Context,
  type: string,
  key: string,
  collection: "routeTables" | "networkAcls",
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const by = new Map<string, string>();
  for (const item of madeOf(context.world, type)) {
    const { fields, id, resource } = item;
    const subnet = fields.text("SubnetId");
    if (subnet === undefined) fields.lack("SubnetId");
    if (isUnresolved(subnet) || subnet === undefined) {
      // Any subnet without an association of its own may be meant.
      if (subnet) lose(context, collection, id, subnet, resource.place, vpcOf(context, fields.text(key)));
      continue;
    }
    const target = item.doubt ?? fields.text(key);
    if (target === undefined) fields.lack(key);
    const other = by.get(subnet);
    if (other !== undefined && !item.doubt) {
      const expected = `one association for each subnet; ${other} is that of ${subnet}`;
      context.draft.issues.push(problem("two-associations", fields.placeOf("SubnetId"), expected, id));
    }
    by.set(subnet, id);
    const targetId = idOf(context, collection, target, id, fields.placeOf(key));
    if (targetId !== undefined) found.set(subnet, targetId);
  }
  return found;
}

function vpcOf(context: Context, target: Read<string>): string {
  const item =
    typeof target === "string"
      ? itemOf(context.world, target, "AWS::EC2::RouteTable", "AWS::EC2::NetworkAcl")
      : undefined;
  const vpc = item?.fields.text("VpcId");
  return typeof vpc === "string" ? vpc : "";
}

/** Whether a subnet gives public addresses to what is launched in it. */
export function mapsPublicIp(context: Context, subnetId: string): boolean {
  const item = itemOf(context.world, subnetId, SUBNET);
  return (item && settled(context, item.fields.flag("MapPublicIpOnLaunch"), item, "MapPublicIpOnLaunch")) ?? false;
}

/** Whether a subnet gives IPv6 addresses to what is launched in it. */
export function assignsIpv6(context: Context, subnetId: string): boolean {
  const item = itemOf(context.world, subnetId, SUBNET);
  return (
    (item && settled(context, item.fields.flag("AssignIpv6AddressOnCreation"), item, "AssignIpv6AddressOnCreation")) ??
    false
  );
}
