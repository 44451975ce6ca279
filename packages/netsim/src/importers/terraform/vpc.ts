/** `aws_vpc`, its blocks, subnets and what they are associated with. */
import type { VpcInput } from "@netsim/core";
import { addNote, leaveOut, refer } from "../aws/draft.js";
import { type Block, flag, isOpen, named, text } from "./block.js";
import { link, links, placeOf } from "./link.js";
import { dataOf, resourcesOf, vpcBlocks, type World } from "./world.js";

type BlockMode = VpcInput["internetGatewayBlockMode"];

export function buildVpcs(world: World): void {
  const { draft, show } = world;
  const blockMode = blockModes(world, "vpc_id");
  const more = new Map<string, string[]>();
  for (const block of resourcesOf(show, "aws_vpc_ipv4_cidr_block_association", "aws_vpc_ipv6_cidr_block_association")) {
    const cidr = text(draft, block, "cidr_block") ?? text(draft, block, "ipv6_cidr_block");
    const { id: vpc } = link(world, block, "vpc_id");
    if (cidr === undefined || vpc === undefined) unknownBlock(world, block);
    else more.set(vpc, [...(more.get(vpc) ?? []), cidr]);
  }
  for (const block of [...vpcBlocks(show), ...dataOf(show, "aws_vpc")]) {
    const { address, mode, values } = block.owner;
    const primary = text(draft, block, "cidr_block");
    if (primary === undefined) {
      leaveOut(
        draft,
        "vpcs",
        address,
        "not-known",
        "its CIDR block is not known before the plan is applied",
        block.place,
      );
      continue;
    }
    const ipv6 = text(draft, block, "ipv6_cidr_block");
    if (
      ipv6 === undefined &&
      (flag(draft, block, "assign_generated_ipv6_cidr_block") || isOpen(block, "ipv6_cidr_block"))
    )
      unknownBlock(world, block);
    draft.input.vpcs.set(address, {
      ...named(block),
      cidrBlocks: [...new Set([primary, ...associated(values.cidr_block_associations), ...(more.get(address) ?? [])])],
      ipv6CidrBlocks: ipv6 === undefined ? [] : [ipv6],
      isDefault: block.owner.type === "aws_default_vpc" || values.default === true,
      ownerId: text(draft, block, "owner_id"),
      internetGatewayBlockMode: blockMode(address),
      origin: block.place,
    });
    if (mode === "data") leaveOthersOut(world, block);
  }
}

/**
 * What VPC Block Public Access does to a VPC or a subnet: the Region's setting, or what an exclusion leaves of it.
 * "Block public access to VPCs and subnets" https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 */
function blockModes(world: World, key: "vpc_id" | "subnet_id"): (address: string) => BlockMode {
  const { draft, show } = world;
  const [options] = resourcesOf(show, "aws_vpc_block_public_access_options");
  const mode = options && text(draft, options, "internet_gateway_block_mode");
  if (mode === undefined || mode === "off") return () => undefined;
  const excluded = new Map(
    resourcesOf(show, "aws_vpc_block_public_access_exclusion").flatMap((block) =>
      links(world, block, key).ids.map((id) => [id, text(draft, block, "internet_gateway_exclusion_mode")] as const),
    ),
  );
  return (address) => {
    const exclusion = excluded.get(address);
    if (exclusion === "allow-bidirectional") return "off";
    if (exclusion === "allow-egress") return "block-ingress";
    // A subnet has what its VPC has, unless it is excluded itself.
    return key === "vpc_id" ? (mode as BlockMode) : undefined;
  };
}

/** What is only read is described without what belongs to it. */
function leaveOthersOut({ draft }: World, { owner: { address }, place }: Block): void {
  for (const collection of [
    "routeTables",
    "networkAcls",
    "securityGroups",
    "subnets",
    "internetGateways",
    "networkInterfaces",
  ] as const)
    draft.missing.push({
      collection,
      vpcId: address,
      reason: "not-described",
      detail: `${address} is only read`,
      origin: place,
    });
}

function associated(list: unknown): string[] {
  return Array.isArray(list)
    ? list.flatMap((each) => (typeof each?.cidr_block === "string" ? [each.cidr_block] : []))
    : [];
}

function unknownBlock({ draft }: World, { owner, place }: Block): void {
  const message = `${owner.address}: a CIDR block that AWS chooses when the plan is applied was left out`;
  addNote(draft, "block-not-known", message, { component: owner.address, place });
}

const SUBNETS = ["aws_subnet", "aws_default_subnet"] as const;

export function subnetBlocksOf({ show }: World): readonly Block[] {
  return [...resourcesOf(show, ...SUBNETS), ...dataOf(show, "aws_subnet")];
}

export function buildSubnets(world: World): void {
  const { draft } = world;
  const tables = associations(world, "aws_route_table_association", "route_table_id");
  const acls = associations(world, "aws_network_acl_association", "network_acl_id");
  const blockMode = blockModes(world, "subnet_id");
  for (const block of resourcesOf(world.show, "aws_network_acl", "aws_default_network_acl")) {
    for (const subnet of links(world, block, "subnet_ids").ids) acls.set(subnet, block.owner.address);
  }
  for (const block of subnetBlocksOf(world)) {
    const { address } = block.owner;
    const { id: vpcId, open } = link(world, block, "vpc_id");
    const cidrBlock = text(draft, block, "cidr_block");
    const ipv6 = text(draft, block, "ipv6_cidr_block");
    const unknown =
      vpcId === undefined
        ? (open ?? "vpc_id")
        : cidrBlock === undefined && ipv6 === undefined
          ? "cidr_block"
          : undefined;
    if (vpcId === undefined || unknown !== undefined) {
      const detail = `${unknown} is not known before the plan is applied`;
      leaveOut(draft, "subnets", address, "not-known", detail, block.place);
      continue;
    }
    if (ipv6 === undefined && isOpen(block, "ipv6_cidr_block")) unknownBlock(world, block);
    refer(draft, "vpcs", vpcId, address, placeOf(block, "vpc_id"));
    draft.input.subnets.set(address, {
      ...named(block),
      vpcId,
      availabilityZone: zoneOf(world, block),
      cidrBlock,
      ipv6CidrBlocks: ipv6 === undefined ? [] : [ipv6],
      routeTableId: tables.get(address),
      networkAclId: acls.get(address),
      internetGatewayBlockMode: blockMode(address),
      origin: block.place,
    });
  }
}

/** AWS picks a zone where none is asked for: one of its own stands for it. */
function zoneOf({ draft }: World, block: Block): string {
  const zone = text(draft, block, "availability_zone") ?? text(draft, block, "availability_zone_id");
  if (zone !== undefined) return zone;
  const { address } = block.owner;
  const presumed = `zone of ${address}`;
  const message = `${address}: AWS chooses its Availability Zone; it was taken to be in one of its own`;
  addNote(draft, "zone-presumed", message, { component: address, place: block.place });
  return presumed;
}

/** What each subnet is associated with by resources of a type. */
function associations(world: World, type: string, key: string): Map<string, string> {
  const map = new Map<string, string>();
  for (const block of resourcesOf(world.show, type)) {
    const subnets = links(world, block, "subnet_id");
    const owner = link(world, block, key);
    for (const subnet of subnets.ids) {
      // Not known to which: a name that nothing has, and that is missing, makes answers about it unknown.
      map.set(subnet, owner.id ?? owner.open ?? block.owner.address);
    }
    if (subnets.open.length === 0) continue;
    const message = `${block.owner.address}: it is not known of which subnet it is, and it was left out: ${subnets.open.join(", ")}`;
    addNote(world.draft, "not-known", message, { component: block.owner.address, place: block.place });
    world.draft.missing.push({
      collection: type === "aws_route_table_association" ? "routeTables" : "networkAcls",
      reason: "not-known",
      detail: `${block.owner.address} is of a subnet that is not known before the plan is applied`,
      origin: block.place,
    });
  }
  for (const [subnet, owner] of map) {
    const collection = type === "aws_route_table_association" ? "routeTables" : "networkAcls";
    refer(world.draft, collection, owner, subnet, { file: world.show.file, pointer: "" });
  }
  return map;
}
