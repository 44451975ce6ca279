/** `aws_network_interface`, and the interface that an `aws_instance` is made with. */
import type { NetworkInterfaceInput } from "@netsim/core";
import { leaveOut, refer } from "../aws/draft.js";
import { type Block, flag, isOpen, named, number, text, texts } from "./block.js";
import type { ElasticAddresses } from "./elastic-address.js";
import { candidatesOf, type Links, link, links, placeOf } from "./link.js";
import type { Presume } from "./presume.js";
import { subnetBlocksOf } from "./vpc.js";
import { doubt, resourcesOf, type World } from "./world.js";

export function buildInterfaces(world: World, presume: Presume, elastic: ElasticAddresses): void {
  const { draft, show } = world;
  for (const block of resourcesOf(show, "aws_network_interface")) {
    const { address } = block.owner;
    const subnet = link(world, block, "subnet_id");
    const made =
      subnet.id === undefined
        ? `${subnet.open ?? "its subnet"} is not known before the plan is applied`
        : interfaceOf(world, block, subnet.id, { presume, elastic: elastic(address), groupKey: "security_groups" });
    if (typeof made === "string") leaveOut(draft, "networkInterfaces", address, "not-known", made, block.place);
    else draft.input.networkInterfaces.set(address, made);
  }
}

interface Facts {
  readonly presume: Presume;
  readonly elastic: ReturnType<ElasticAddresses>;
  readonly groupKey: string;
}

/** The interface, or why there is none. */
export function interfaceOf(
  world: World,
  block: Block,
  subnetId: string,
  { presume, elastic, groupKey }: Facts,
): NetworkInterfaceInput | string {
  const { draft } = world;
  const subnet = draft.input.subnets.get(subnetId);
  refer(draft, "subnets", subnetId, block.owner.address, placeOf(block, "subnet_id"));
  const own = text(draft, block, "private_ip") ?? texts(draft, block, "private_ips")[0];
  const hasIpv4 = subnet === undefined || subnet.cidrBlock !== undefined;
  const first = own ?? (hasIpv4 ? presume.privateAddress(block, subnet?.cidrBlock) : undefined);
  const ipv6Addresses = ipv6AddressesOf(world, block, subnetId, presume);
  if (first === undefined && ipv6Addresses.length === 0) return `${subnetId} has no free address that is known`;
  const groups = groupsOf(world, block, groupKey);
  // Rules of others may name the group, so one of a name of its own would not do.
  if (groups.open.length > 0)
    return `a security group is not known before the plan is applied: ${groups.open.join(", ")}`;
  const more = [
    ...texts(draft, block, "private_ips"),
    ...texts(draft, block, "secondary_private_ips"),
    ...secondaryAddresses(world, block, subnet?.cidrBlock, own !== undefined, presume),
  ];
  const publicIp =
    first === undefined ? undefined : (elastic(first, true) ?? publicAddress(world, block, subnetId, presume));
  const others = [...new Set(more)].filter((each) => each !== first);
  return {
    // The tags of an instance are not those of its interface: a question by its name is about the instance.
    ...(block.owner.type === "aws_network_interface" ? named(block) : {}),
    subnetId,
    privateIpAddresses: [
      ...(first === undefined ? [] : [{ address: first, publicIp }]),
      ...others.map((address) => ({ address, publicIp: elastic(address, false) })),
    ],
    ipv6Addresses,
    // Without any AWS gives the default one of the VPC.
    groups: groups.ids.length === 0 ? undefined : groups.ids,
    sourceDestCheck: flag(draft, block, "source_dest_check"),
    interfaceType: block.owner.type === "aws_network_interface" ? text(draft, block, "interface_type") : undefined,
    description: text(draft, block, "description"),
    origin: block.place,
  };
}

/** The further addresses of which a plan only knows that there are so many. */
function secondaryAddresses(
  { draft, show }: World,
  block: Block,
  subnetBlock: string | undefined,
  isFirstKnown: boolean,
  presume: Presume,
): readonly string[] {
  const listed = holesIn(block, "private_ips") + holesIn(block, "secondary_private_ips");
  const isCounted = show.isPlan && block.values.private_ips === undefined;
  const count = isCounted
    ? (number(draft, block, "private_ips_count") ?? 0)
    : Math.max(0, listed - (isFirstKnown ? 0 : 1));
  return presumed(count, (at) => presume.privateAddress(block, subnetBlock, at + 1));
}

/** What is not known of a list is null in it. */
function holesIn({ values }: Block, key: string): number {
  const list = values[key];
  return Array.isArray(list) ? list.filter((each) => each === null).length : 0;
}

/** An interface has no more than 100 addresses of a family, whatever is written. */
function presumed(count: number, addressAt: (at: number) => string | undefined): readonly string[] {
  return Array.from({ length: Math.max(0, Math.min(count, 100)) }, (_, at) => addressAt(at)).filter(
    (each) => each !== undefined,
  );
}

/** Those that it has or asks for, and those that AWS will choose: as many as it wants, or one where its subnet says so. */
function ipv6AddressesOf(world: World, block: Block, subnetId: string, presume: Presume): readonly string[] {
  const { draft, show } = world;
  const stated = texts(draft, block, "ipv6_addresses");
  const isLeftToAws = show.isPlan && block.values.ipv6_addresses === undefined;
  if (!isLeftToAws || isOpen(block, "ipv6_addresses")) {
    if (isOpen(block, "ipv6_addresses")) {
      const id = block.owner.type === "aws_instance" ? `eni-${block.owner.address}` : block.owner.address;
      const detail = "its IPv6 addresses are not known before the plan is applied";
      doubt(world, "networkInterfaces", [id], detail, placeOf(block, "ipv6_addresses"));
    }
    const holes = holesIn(block, "ipv6_addresses");
    const [of] = draft.input.subnets.get(subnetId)?.ipv6CidrBlocks ?? [];
    return [...stated, ...presumed(holes, (at) => presume.privateAddress(block, of, at))];
  }
  const subnet = subnetBlocksOf(world).find(({ owner }) => owner.address === subnetId);
  const bySubnet = subnet && flag(draft, subnet, "assign_ipv6_address_on_creation") ? 1 : 0;
  const count = number(draft, block, "ipv6_address_count") ?? bySubnet;
  const [ipv6Block] = draft.input.subnets.get(subnetId)?.ipv6CidrBlocks ?? [];
  return presumed(count, (at) => presume.privateAddress(block, ipv6Block, at));
}

/** An instance gets a public address where it asks for one, or where its subnet says so. */
function publicAddress(world: World, block: Block, subnetId: string, presume: Presume): string | undefined {
  const { draft, show } = world;
  const known = text(draft, block, "public_ip");
  if (known !== undefined) return known;
  if (block.owner.type !== "aws_instance" || !show.isPlan || "public_ip" in block.values) return undefined;
  const subnet = subnetBlocksOf(world).find(({ owner }) => owner.address === subnetId);
  const bySubnet = subnet
    ? (flag(draft, subnet, "map_public_ip_on_launch") ?? subnet.owner.type === "aws_default_subnet")
    : false;
  return (flag(draft, block, "associate_public_ip_address") ?? bySubnet) ? presume.publicAddress(block) : undefined;
}

/** Its own groups, and those that are attached to it. */
function groupsOf(world: World, block: Block, key: string): Links {
  const { draft, show } = world;
  const { address } = block.owner;
  const own = links(world, block, key);
  const attached = resourcesOf(show, "aws_network_interface_sg_attachment").flatMap((each) => {
    const { id, open } = link(world, each, "network_interface_id");
    if (id === address || id === `eni-${address}`) return [links(world, each, "security_group_id")];
    const isPossible = open !== undefined && candidatesOf(world, each, "network_interface_id").includes(address);
    return isPossible ? [{ ids: [], open: [`whether ${each.owner.address} is for it`] }] : [];
  });
  const all = [own, ...attached];
  const ids = [...new Set(all.flatMap((each) => each.ids))];
  for (const id of ids) refer(draft, "securityGroups", id, address, placeOf(block, key));
  return { ids, open: all.flatMap((each) => each.open) };
}
