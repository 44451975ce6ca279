/** `aws_instance`, `aws_network_interface`, what attaches them, and the Elastic IPs that they have. */
import type { InstanceInput, InstanceStateName, NetworkInterfaceInput } from "@netsim/core";
import { leaveOut, refer } from "../aws/draft.js";
import { type Block, blocksIn, flag, isOpen, named, number, text, texts } from "./block.js";
import { candidatesOf, type Links, link, links, placeOf } from "./link.js";
import type { Presume } from "./presume.js";
import { subnetBlocksOf } from "./vpc.js";
import { doubt, resourcesOf, type World } from "./world.js";

const STATES: readonly string[] = ["pending", "running", "shutting-down", "terminated", "stopping", "stopped"];

export function buildInstances(world: World, presume: Presume): void {
  const elastic = elasticAddresses(world, presume);
  buildInterfaces(world, presume, elastic);
  const attached = attachments(world);
  for (const block of resourcesOf(world.show, "aws_instance")) buildInstance(world, block, presume, elastic, attached);
}

function buildInstance(
  world: World,
  block: Block,
  presume: Presume,
  elastic: ElasticAddresses,
  attached: ReadonlyMap<string, readonly string[]>,
): void {
  const { draft } = world;
  const { address } = block.owner;
  const inline = [...primaryOf(world, block), ...blocksIn(draft, block, "network_interface")].toSorted(
    (a, b) => (number(draft, a, "device_index") ?? 0) - (number(draft, b, "device_index") ?? 0),
  );
  const ids = [
    ...inline.flatMap((each) => links(world, each, "network_interface_id").ids),
    ...(attached.get(address) ?? []),
  ];
  const record: InstanceInput = { ...named(block), state: stateOf(world, block), origin: block.place };
  if (inline.some((each) => link(world, each, "network_interface_id").id === undefined)) {
    const detail = "one of its network interfaces is not known before the plan is applied";
    leaveOut(draft, "instances", address, "not-known", detail, block.place);
    return;
  }
  if (inline.length > 0) {
    for (const id of ids) refer(draft, "networkInterfaces", id, address, placeOf(block, "network_interface"));
    draft.input.instances.set(address, { ...record, networkInterfaceIds: [...new Set(ids)] });
    return;
  }
  const launched = blocksIn(draft, block, "launch_template");
  if (launched.length > 0 && !("id" in block.values) && !isWritten(block, "vpc_security_group_ids")) {
    leaveOut(draft, "instances", address, "not-modelled", "its launch template has its security groups", block.place);
    return;
  }
  const subnet = link(world, block, "subnet_id");
  if (subnet.id === undefined) {
    const detail =
      subnet.open === undefined
        ? "it is in a default subnet, which is not described"
        : `${subnet.open} is not known before the plan is applied`;
    leaveOut(draft, "instances", address, "not-known", detail, block.place);
    return;
  }
  const id = `eni-${address}`;
  const made = interfaceOf(world, block, subnet.id, {
    presume,
    elastic: elastic(address, id),
    groupKey: "vpc_security_group_ids",
  });
  if (typeof made === "string") {
    leaveOut(draft, "instances", address, "not-known", made, block.place);
    return;
  }
  draft.input.networkInterfaces.set(id, made);
  draft.input.instances.set(address, {
    ...record,
    networkInterfaceIds: [id, ...new Set(ids.filter((each) => each !== id))],
  });
}

function isWritten(block: Block, key: string): boolean {
  return isOpen(block, key) || (Array.isArray(block.values[key]) && block.values[key].length > 0);
}

/** The interface that is made beforehand; a state has the block for one that is made with the instance, too. */
function primaryOf(world: World, block: Block): readonly Block[] {
  return blocksIn(world.draft, block, "primary_network_interface").filter((each) => {
    const { id, open } = link(world, each, "network_interface_id");
    return open !== undefined || (id !== undefined && world.show.resources.get(id)?.type === "aws_network_interface");
  });
}

function stateOf(world: World, block: Block): InstanceStateName | undefined {
  const { draft, show } = world;
  const [ordered] = resourcesOf(show, "aws_ec2_instance_state").filter((each) =>
    candidatesOf(world, each, "instance_id").includes(block.owner.address),
  );
  const stated = (ordered && text(draft, ordered, "state")) ?? text(draft, block, "instance_state");
  return STATES.includes(stated ?? "") ? (stated as InstanceStateName) : undefined;
}

function buildInterfaces(world: World, presume: Presume, elastic: ElasticAddresses): void {
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

/** The Elastic IP of a private address of what has one of the ids, or of its first one. */
type ElasticAddresses = (...ids: readonly string[]) => (privateAddress: string, isFirst: boolean) => string | undefined;

interface Facts {
  readonly presume: Presume;
  readonly elastic: ReturnType<ElasticAddresses>;
  readonly groupKey: string;
}

/** The interface, or why there is none. */
function interfaceOf(
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

function elasticAddresses(world: World, presume: Presume): ElasticAddresses {
  const { draft, show } = world;
  const addresses = new Map<string, string>();
  const eips = new Map(resourcesOf(show, "aws_eip").map((block) => [block.owner.address, block]));
  const publicOf = (eip: Block): string | undefined => text(draft, eip, "public_ip") ?? presume.publicAddress(eip);
  // It may be the address of any of these.
  const isOpenEnd = (block: Block, key: string): boolean => {
    const { open } = link(world, block, key);
    if (open === undefined) return false;
    const ids = candidatesOf(world, block, key).flatMap((each) => [`eni-${each}`, each]);
    doubt(world, "networkInterfaces", ids, `${block.owner.address} may be its public address: ${open}`, block.place);
    return true;
  };
  const put = (id: string | undefined, privateAddress: string | undefined, address: string | undefined): void => {
    if (id !== undefined && address !== undefined) addresses.set(`${id} ${privateAddress ?? ""}`, address);
  };
  for (const eip of eips.values()) {
    for (const key of ["instance", "network_interface"]) {
      const { id } = link(world, eip, key);
      if (isOpenEnd(eip, key)) continue;
      if (id !== undefined) put(id, text(draft, eip, "associate_with_private_ip"), publicOf(eip));
    }
  }
  for (const block of resourcesOf(show, "aws_eip_association")) {
    const eip = eips.get(link(world, block, "allocation_id").id ?? "");
    for (const key of ["instance_id", "network_interface_id"]) {
      if (isOpenEnd(block, key)) continue;
      const address = eip ? publicOf(eip) : (text(draft, block, "public_ip") ?? presume.publicAddress(block));
      put(link(world, block, key).id, text(draft, block, "private_ip_address"), address);
    }
  }
  return (...ids) =>
    (privateAddress, isFirst) =>
      ids
        .flatMap((id) => [addresses.get(`${id} ${privateAddress}`), isFirst ? addresses.get(`${id} `) : undefined])
        .find((each) => each !== undefined);
}

/** Interfaces by instance, those of resources that attach them. */
function attachments(world: World): ReadonlyMap<string, readonly string[]> {
  const { draft, show } = world;
  const attached = new Map<string, string[]>();
  const add = (instance: string | undefined, id: string | undefined): void => {
    if (instance !== undefined && id !== undefined) attached.set(instance, [...(attached.get(instance) ?? []), id]);
  };
  for (const block of resourcesOf(show, "aws_network_interface_attachment")) {
    const [instance, eni] = [link(world, block, "instance_id"), link(world, block, "network_interface_id")];
    add(instance.id, eni.id);
    if (instance.open === undefined && eni.open === undefined) continue;
    const detail = `${block.owner.address} attaches what is not known to it: ${instance.open ?? eni.open}`;
    const all = instance.id === undefined ? candidatesOf(world, block, "instance_id") : [instance.id];
    doubt(world, "instances", all, detail, block.place);
  }
  for (const block of resourcesOf(show, "aws_network_interface")) {
    for (const each of blocksIn(draft, block, "attachment")) add(link(world, each, "instance").id, block.owner.address);
  }
  return attached;
}
