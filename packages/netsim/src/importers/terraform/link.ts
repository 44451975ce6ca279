/** Which resources an argument names: by their ids where these are known, and else by the references in the configuration. */
import { addNote } from "../aws/draft.js";
import { type Place, within } from "../document.js";
import { type Block, expressionOf, isOpen, resourceBlock } from "./block.js";
import { type Attribute, follow } from "./reference.js";
import type { Resource } from "./show.js";
import { endpointPrefixList, type World } from "./world.js";

export interface Links {
  /** Ids in the network; ids of AWS for what is not in the document. */
  readonly ids: readonly string[];
  /** What is not known, as it is written. Empty where all is known. */
  readonly open: readonly string[];
}

/** Attributes by which AWS names a resource. */
const IDS: readonly string[] = ["id", "arn", "name"];

/** The one resource that an argument names; undefined where it names none, or where that is not known. */
export function link(world: World, block: Block, key: string): { readonly id?: string; readonly open?: string } {
  const { ids, open } = linksOf(world, block, key, []);
  const [id, ...more] = ids;
  if (open.length > 0 || more.length > 0) return { open: open[0] ?? unknownText(block, key) };
  return id === undefined ? {} : { id };
}

/** All resources that an argument names. */
export function links(world: World, block: Block, key: string): Links {
  const found = linksOf(world, block, key, []);
  if (!found.isPresumed || found.ids.length < 2) return found;
  const { address: component } = block.owner;
  const message = `${component}: ${key} was taken to be all of ${found.ids.join(", ")}, as a plan has references and no expressions`;
  addNote(world.draft, "presumed-references", message, { component, place: placeOf(block, key) });
  return found;
}

interface Found extends Links {
  /** The plan does not say how many there are. */
  readonly isPresumed?: boolean;
}

function linksOf(world: World, block: Block, key: string, trail: readonly string[]): Found {
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
  const literals = lead.literals.map((id) => networkId(world, world.addresses.get(id) ?? id));
  const all = [...new Set([...ids, ...literals, ...found.flatMap((each) => each.ids)])];
  const open = [...lead.open, ...found.flatMap((each) => each.open)];
  const holes = Array.isArray(value) ? value.filter((each) => each === null).length : undefined;
  const isOther = holes === undefined ? lead.isChosen && all.length > 1 : all.length - new Set(ids).size !== holes;
  if (open.length === 0 && (all.length === 0 || isOther)) return { ids: all, open: [unknownText(block, key)] };
  if (lead.isByIndex && open.length === 0) noteIndex(world, block, key, all);
  return { ids: all, open, isPresumed: holes === undefined };
}

function noteIndex({ draft }: World, block: Block, key: string, ids: readonly string[]): void {
  const { address: component } = block.owner;
  const message = `${component}: ${key} was taken to be ${ids.join(", ")}, as a plan does not say how references are indexed`;
  addNote(draft, "presumed-reference", message, { component, place: placeOf(block, key) });
}

/** What an attribute of a resource names: the resource itself, or another one whose id it holds. */
function ofAttribute(world: World, { resource, name }: Attribute, trail: readonly string[]): Links {
  const special = name === undefined ? undefined : specialOf(world, resource, name);
  if (special !== undefined) return { ids: [special], open: [] };
  const isId = name === undefined || IDS.includes(name);
  if (isId || (name === "allocation_id" && resource.type === "aws_eip"))
    return { ids: [networkId(world, resource.address)], open: [] };
  const step = `${resource.address}.${name}`;
  const block = resourceBlock(world.show, resource);
  if (trail.includes(step) || (resource.values[name] === undefined && !isOpen(block, name))) {
    return { ids: [], open: [step] };
  }
  return linksOf(world, block, name, [...trail, step]);
}

function specialOf(world: World, resource: Resource, name: string): string | undefined {
  const { address, type } = resource;
  if (type === "aws_instance" && name === "primary_network_interface_id") return `eni-${address}`;
  // As a target: the first address of what has it.
  if (name === "private_ip" && (type === "aws_instance" || type === "aws_network_interface")) return address;
  if (name === "prefix_list_id" && type === "aws_vpc_endpoint")
    return endpointPrefixList(world, resourceBlock(world.show, resource));
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

/** What the argument of a block may name. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  internet_gateway_id: ["aws_internet_gateway"],
  gateway_id: ["aws_internet_gateway"],
  prefix_list_id: ["aws_ec2_managed_prefix_list"],
  vpc_peering_connection_id: ["aws_vpc_peering_connection"],
  security_group_id: ["aws_security_group", "aws_default_security_group"],
  network_acl_id: ["aws_network_acl", "aws_default_network_acl"],
  route_table_id: ["aws_route_table", "aws_default_route_table"],
  instance: ["aws_instance"],
  instance_id: ["aws_instance"],
  network_interface: ["aws_network_interface"],
  network_interface_id: ["aws_network_interface", "aws_instance"],
  load_balancer_arn: ["aws_lb", "aws_alb"],
  listener_arn: ["aws_lb_listener", "aws_alb_listener"],
  elb: ["aws_elb"],
  vpc_id: ["aws_vpc"],
  subnet_id: ["aws_subnet"],
};

/**
 * What an argument may name where it is not known which: all that it refers to, or, where it leads nowhere, all of its
 * types that are still to be made, as ids that exist are known.
 */
export function candidatesOf(world: World, block: Block, key: string): readonly string[] {
  const { ids, open } = linksOf(world, block, key, []);
  if (ids.length > 0 && open.length === 0) return ids;
  const types = TYPES[key.replace(/_ids$/, "_id")] ?? [];
  const made = [...world.show.resources.values()].filter(
    ({ type, mode, values }) => mode === "managed" && types.includes(type) && typeof values.id !== "string",
  );
  return [...new Set([...ids, ...made.map(({ address }) => networkId(world, address))])];
}

/** The place of an argument. */
export function placeOf(block: Block, key: string): Place {
  return within(block.place, key);
}
