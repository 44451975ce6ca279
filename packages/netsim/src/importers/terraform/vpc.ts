/** `aws_vpc`, its blocks, subnets and what they are associated with. */
import type { VpcInput } from "@netsim/core";
import { addNote, leaveOut, refer } from "../aws/draft.js";
import { type BlockMode, blockModeUnder, isBlocking } from "../block-public-access.js";
import { type Block, flag, isOpen, named, text } from "./block.js";
import { candidatesOf, link, links, placeOf } from "./link.js";
import type { Presume } from "./presume.js";
import { dataOf, doubt, regionOf, resourcesOf, vpcBlocks, type World } from "./world.js";

export function buildVpcs(world: World, presume: Presume): void {
  const { draft, show } = world;
  const blockMode = blockModes(world, "vpc_id");
  const more = new Map<string, string[]>();
  for (const block of resourcesOf(show, "aws_vpc_ipv4_cidr_block_association", "aws_vpc_ipv6_cidr_block_association")) {
    const isIpv6 = block.owner.type === "aws_vpc_ipv6_cidr_block_association";
    const stated = text(draft, block, "cidr_block") ?? text(draft, block, "ipv6_cidr_block");
    const cidr = stated ?? (isIpv6 ? presume.vpcBlock(block) : undefined);
    const { id: vpc } = link(world, block, "vpc_id");
    if (cidr !== undefined && vpc !== undefined) more.set(vpc, [...(more.get(vpc) ?? []), cidr]);
    else {
      const all = vpc === undefined ? candidatesOf(world, block, "vpc_id") : [vpc];
      doubt(world, "vpcs", all, `a block or the VPC of ${block.owner.address} is not known`, block.place);
    }
  }
  for (const block of [...vpcBlocks(show), ...dataOf(world, "aws_vpc")]) {
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
    const asksIpv6 =
      flag(draft, block, "assign_generated_ipv6_cidr_block") ||
      text(draft, block, "ipv6_ipam_pool_id") !== undefined ||
      isOpen(block, "ipv6_cidr_block") ||
      isOpen(block, "ipv6_ipam_pool_id");
    const ipv6 = text(draft, block, "ipv6_cidr_block") ?? (asksIpv6 ? presume.vpcBlock(block) : undefined);
    const blocks = [primary, ...associated(values.cidr_block_associations), ...(more.get(address) ?? [])];
    draft.input.vpcs.set(address, {
      ...named(block),
      cidr: [...new Set([...blocks, ...(ipv6 === undefined ? [] : [ipv6])])],
      isDefault: block.owner.type === "aws_default_vpc" || values.default === true,
      ownerId: text(draft, block, "owner_id"),
      region: regionOf(show, block.owner),
      internetGatewayBlockMode: blockMode(address),
      origin: block.place,
    });
    // The default VPC is adopted as it is.
    if (mode === "data" || block.owner.type === "aws_default_vpc") leaveOthersOut(world, block);
  }
}

/** Whether a VPC has an IPv6 block. */
export function hasIpv6({ cidr = [], ipv6CidrBlocks = [] }: VpcInput): boolean {
  return [cidr, ipv6CidrBlocks].flat().some((each) => each.includes(":"));
}

/** The modes that the setting of VPC Block Public Access and its exclusions come to. */
function blockModes(world: World, key: "vpc_id" | "subnet_id"): (address: string) => BlockMode {
  const { draft, show } = world;
  const collection = key === "vpc_id" ? "vpcs" : "subnets";
  const [options] = resourcesOf(show, "aws_vpc_block_public_access_options");
  if (options && isOpen(options, "internet_gateway_block_mode")) {
    const all = vpcBlocks(show).map(({ owner }) => owner.address);
    const detail = `${options.owner.address} sets what is not known before the plan is applied`;
    if (key === "vpc_id") doubt(world, collection, all, detail, options.place);
  }
  const mode = options && text(draft, options, "internet_gateway_block_mode");
  if (!isBlocking(mode)) return () => undefined;
  const excluded = new Map(
    resourcesOf(show, "aws_vpc_block_public_access_exclusion").flatMap((block) => {
      const { id, open } = link(world, block, key);
      const detail = `${block.owner.address} excludes what is not known: ${open}`;
      if (open !== undefined) doubt(world, collection, candidatesOf(world, block, key), detail, block.place);
      const left = text(draft, block, "internet_gateway_exclusion_mode");
      return id === undefined ? [] : [[id, left] as const];
    }),
  );
  return (address) => blockModeUnder(mode, key === "vpc_id" ? "vpc" : "subnet", excluded.get(address));
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
      detail: `${address} is not made here`,
      origin: place,
    });
}

function associated(list: unknown): string[] {
  return Array.isArray(list)
    ? list.flatMap((each) => (typeof each?.cidr_block === "string" ? [each.cidr_block] : []))
    : [];
}

const SUBNETS = ["aws_subnet", "aws_default_subnet"] as const;

export function subnetBlocksOf(world: World): readonly Block[] {
  return [...resourcesOf(world.show, ...SUBNETS), ...dataOf(world, "aws_subnet")];
}

export function buildSubnets(world: World, presume: Presume): void {
  const { draft } = world;
  const tables = associations(world, "aws_route_table_association", "route_table_id");
  const acls = associations(world, "aws_network_acl_association", "network_acl_id");
  const blockMode = blockModes(world, "subnet_id");
  for (const block of resourcesOf(world.show, "aws_network_acl", "aws_default_network_acl")) {
    const { ids, open } = links(world, block, "subnet_ids");
    for (const subnet of ids) acls.set(subnet, block.owner.address);
    if (open.length === 0) continue;
    const detail = `${block.owner.address} is of subnets that are not known before the plan is applied: ${open.join(", ")}`;
    draft.missing.push({ collection: "networkAcls", reason: "not-known", detail, origin: block.place });
  }
  for (const block of subnetBlocksOf(world)) {
    const { address } = block.owner;
    const { id: vpcId, open } = link(world, block, "vpc_id");
    const cidrBlock = text(draft, block, "cidr_block");
    const unknown =
      vpcId === undefined
        ? (open ?? "vpc_id")
        : cidrBlock === undefined && flag(draft, block, "ipv6_native") !== true
          ? "cidr_block"
          : undefined;
    if (vpcId === undefined || unknown !== undefined) {
      const detail = `${unknown} is not known before the plan is applied`;
      leaveOut(draft, "subnets", address, "not-known", detail, block.place);
      continue;
    }
    const ipv6 = text(draft, block, "ipv6_cidr_block") ?? ipv6BlockOf(world, block, vpcId, presume);
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

/** The block of a subnet that is written, and of which only the VPC's is not known yet; with IPAM too. */
function ipv6BlockOf({ draft }: World, block: Block, vpcId: string, presume: Presume): string | undefined {
  const asks = ["ipv6_cidr_block", "ipv6_ipam_pool_id", "ipv6_netmask_length"].some((key) => isOpen(block, key));
  const isFromPool = text(draft, block, "ipv6_ipam_pool_id") !== undefined;
  const vpc = draft.input.vpcs.get(vpcId);
  const of = [vpc?.cidr ?? []].flat().find((each) => each.includes(":"));
  return (asks || isFromPool) && of !== undefined ? presume.subnetBlock(block, of) : undefined;
}

/** AWS picks a zone where none is asked for: one of its own stands for it. */
function zoneOf({ draft }: World, block: Block): string {
  const zone = text(draft, block, "availability_zone") ?? text(draft, block, "availability_zone_id");
  if (zone !== undefined) return zone;
  const { address } = block.owner;
  const presumed = `zone of ${address}`;
  const message = `${address}: AWS chooses its Availability Zone; it was taken to be in one of its own`;
  addNote(draft, "presumed-zone", message, { component: address, place: block.place });
  return presumed;
}

/** What each subnet is associated with by resources of a type. */
function associations(world: World, type: string, key: string): Map<string, string> {
  const map = new Map<string, string>();
  for (const block of resourcesOf(world.show, type)) {
    const subnet = link(world, block, "subnet_id");
    const owner = link(world, block, key);
    // Not known to which: a name that nothing has, and that is missing, makes answers about it unknown.
    if (subnet.id !== undefined) map.set(subnet.id, owner.id ?? owner.open ?? block.owner.address);
    // A route table may be a gateway's.
    if (subnet.open === undefined) continue;
    world.draft.missing.push({
      collection: type === "aws_route_table_association" ? "routeTables" : "networkAcls",
      reason: "not-known",
      detail: `${block.owner.address} is of a subnet that is not known before the plan is applied: ${subnet.open}`,
      origin: block.place,
    });
  }
  for (const [subnet, owner] of map) {
    const collection = type === "aws_route_table_association" ? "routeTables" : "networkAcls";
    refer(world.draft, collection, owner, subnet, { file: world.show.file, pointer: "" });
  }
  return map;
}
