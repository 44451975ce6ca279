/** Which resources an argument names: by their ids where these are known, and else by the references in the configuration. */
import { addNote } from "../aws/draft.js";
import { type Place, within } from "../document.js";
import { type Block, expressionOf, isOpen, resourceBlock } from "./block.js";
import { type Attribute, follow } from "./reference.js";
import type { Resource } from "./show.js";
import type { World } from "./world.js";

export interface Links {
  /** Ids in the network; ids of AWS for what is not in the document. */
  readonly ids: readonly string[];
  /** What is not known, as it is written. Empty where all is known. */
  readonly open: readonly string[];
}

/** Attributes by which AWS names a resource. */
const IDS = ["id", "arn", "allocation_id", "name"] as const;

/** The one resource that an argument names; undefined where it names none, or where that is not known. */
export function link(world: World, block: Block, key: string): { readonly id?: string; readonly open?: string } {
  const { ids, open } = links(world, block, key);
  const [id, ...more] = ids;
  if (open.length > 0 || more.length > 0) return { open: open[0] ?? unknownText(block, key) };
  return id === undefined ? {} : { id };
}

/** All resources that an argument names. */
export function links(world: World, block: Block, key: string): Links {
  return linksOf(world, block, key, []);
}

function linksOf(world: World, block: Block, key: string, trail: readonly string[]): Links {
  const value = block.values[key];
  const list = Array.isArray(value) ? value : [value];
  const known = list.filter((each): each is string => typeof each === "string" && each !== "");
  const ids = known.map((id) => networkId(world, world.addresses.get(id) ?? id));
  const isPartial = value === undefined ? isOpen(block, key) : Array.isArray(value) && value.includes(null);
  if (!isPartial) return { ids, open: [] };
  const expression = expressionOf(block, key);
  if (expression === undefined) return { ids, open: [unknownText(block, key)] };
  const lead = follow(world.show, expression, block.owner);
  const found = lead.attributes.map((each) => ofAttribute(world, each, trail));
  const all = [...ids, ...found.flatMap((each) => each.ids)];
  const open = [...lead.open, ...found.flatMap((each) => each.open)];
  if (lead.isByIndex) noteIndex(world, block, key, all);
  const isNothing = all.length === 0 && open.length === 0;
  return { ids: [...new Set(all)], open: isNothing ? [unknownText(block, key)] : open };
}

function noteIndex({ draft }: World, block: Block, key: string, ids: readonly string[]): void {
  const { address: component } = block.owner;
  const message = `${component}: ${key} was taken to be ${ids.join(", ")}, as a plan does not say how references are indexed`;
  addNote(draft, "reference-by-index", message, { component, place: placeOf(block, key) });
}

/** What an attribute of a resource names: the resource itself, or another one whose id it holds. */
function ofAttribute(world: World, { resource, name }: Attribute, trail: readonly string[]): Links {
  const special = name === undefined ? undefined : specialOf(world, resource, name);
  if (special !== undefined) return { ids: [special], open: [] };
  if (name === undefined || (IDS as readonly string[]).includes(name))
    return { ids: [networkId(world, resource.address)], open: [] };
  const step = `${resource.address}.${name}`;
  const block = resourceBlock(world.show, resource);
  if (trail.includes(step) || (resource.values[name] === undefined && !isOpen(block, name))) {
    return { ids: [], open: [step] };
  }
  return linksOf(world, block, name, [...trail, step]);
}

function specialOf(world: World, { address, type }: Resource, name: string): string | undefined {
  if (type === "aws_instance" && name === "primary_network_interface_id") return `eni-${address}`;
  const defaults = world.defaults.get(address);
  if (!defaults) return undefined;
  if (name === "main_route_table_id" || name === "default_route_table_id") return defaults.routeTable;
  if (name === "default_network_acl_id") return defaults.networkAcl;
  return name === "default_security_group_id" ? defaults.securityGroup : undefined;
}

/** What a resource is called in the network: its address, but for prefix lists, which are told by how their ids begin. */
export function networkId({ show }: Pick<World, "show">, address: string): string {
  const isList = /prefix_list$/.test(show.resources.get(address)?.type ?? "");
  return isList ? `pl-${address}` : address;
}

function unknownText({ owner }: Block, key: string): string {
  return `${key} of ${owner.address}`;
}

/** The place of an argument. */
export function placeOf(block: Block, key: string): Place {
  return within(block.place, key);
}
