/** `aws_instance`, and the interfaces that are attached to it. */
import type { InstanceInput, InstanceStateName } from "@netsim/core";
import { leaveOut, refer } from "../aws/draft.js";
import { type Block, blocksIn, isOpen, named, number, text } from "./block.js";
import { type ElasticAddresses, elasticAddresses } from "./elastic-address.js";
import { candidatesOf, link, links, placeOf } from "./link.js";
import { buildInterfaces, interfaceOf } from "./network-interface.js";
import type { Presume } from "./presume.js";
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
