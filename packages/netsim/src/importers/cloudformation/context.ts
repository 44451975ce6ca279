/** What the builders of resources share: which resources are made, and what becomes of what is not resolved. */
import type { Collection } from "@netsim/core";
import { addNote, type Draft, refer } from "../aws/draft.js";
import { type Place, within } from "../document.js";
import { Fields, type Read } from "./fields.js";
import type { Interface } from "./hosts.js";
import type { Presumed } from "./presumed.js";
import { isUnresolved, type Unresolved } from "./value.js";
import type { Item, World } from "./world.js";

export interface Context {
  readonly world: World;
  readonly draft: Draft;
  readonly presumed: Presumed;
  /** The interfaces of instances and the like, by the id of their resource: made once, as attributes ask for them too. */
  readonly interfaces: Map<string, readonly Interface[]>;
}

/** A resource that is made, or may be. */
export interface Made extends Item {
  readonly fields: Fields;
  /** Why it is not known whether it is made. */
  readonly doubt?: Unresolved | undefined;
}

export function fieldsOf({ stack, resource }: Item): Fields {
  return new Fields(
    { value: resource.properties, place: within(resource.place, "Properties"), isRaw: true },
    stack.scope,
  );
}

/** The resources of some types, without those whose condition does not hold. */
export function madeOf(world: World, ...types: readonly string[]): readonly Made[] {
  return world.items.flatMap((item) => {
    if (!types.includes(item.resource.type)) return [];
    const exists = item.stack.exists(item.resource);
    if (exists === false) return [];
    return [{ ...item, fields: fieldsOf(item), ...(isUnresolved(exists) ? { doubt: exists } : {}) }];
  });
}

/** Those that are made for certain; the others are named as missing from a collection. */
export function certain(context: Context, collection: Collection, ...types: readonly string[]): readonly Made[] {
  return madeOf(context.world, ...types).filter((item) => {
    if (!item.doubt) return true;
    lose(context, collection, item.id, item.doubt, item.resource.place);
    return false;
  });
}

/** The resource of an id and of one of some types. */
export function itemOf(world: World, id: string, ...types: readonly string[]): Made | undefined {
  const item = world.items.find((each) => each.id === id && types.includes(each.resource.type));
  return item && { ...item, fields: fieldsOf(item) };
}

/**
 * Names something as missing because a value is not resolved.
 *
 * @param vpcId any record of the collection in this VPC may be meant, in any VPC where it is empty
 */
export function lose(
  { draft }: Context,
  collection: string,
  id: string,
  { why }: Unresolved,
  place: Place,
  vpcId?: string,
): void {
  const known = draft.missing.some((each) => each.collection === collection && each.id === id);
  if (known) return;
  const at = vpcId === undefined ? { id } : vpcId === "" ? {} : { vpcId };
  draft.missing.push({ collection, ...at, reason: "not-resolved", detail: why, origin: place });
}

/**
 * The id that a property has. One that is not resolved gets a name by which it is missing, the same wherever the same
 * is mentioned, so that what depends on it is unknown.
 */
export function idOf(
  context: Context,
  collection: Collection,
  read: Read<string>,
  by: string,
  place: Place,
): string | undefined {
  if (read === undefined) return undefined;
  if (isUnresolved(read)) {
    lose(context, collection, read.label, read, place);
    return read.label;
  }
  refer(context.draft, collection, read, by, place);
  return read;
}

/** The ids of a list, which as a whole may be unresolved. */
export function idsOf(
  context: Context,
  collection: Collection,
  read: Read<readonly (string | Unresolved)[]>,
  by: string,
  place: Place,
): readonly string[] | undefined {
  if (read === undefined) return undefined;
  const list = isUnresolved(read) ? [read] : read;
  return [...new Set(list.flatMap((each) => idOf(context, collection, each, by, place) ?? []))];
}

/** The first id of a list that is not resolved. */
export function doubtIn(read: Read<readonly (string | Unresolved)[]>): Unresolved | undefined {
  return isUnresolved(read) ? read : read?.find(isUnresolved);
}

/**
 * The subnets of a load balancer. One whose groups are not known may carry any of those that rules of others name, so
 * nothing can be said of it: it is in subnets that are missing.
 */
export function subnetsFor(context: Context, item: Made, subnets: readonly string[]): readonly string[] {
  const doubt = doubtIn(item.fields.texts("SecurityGroups"));
  if (!doubt) return subnets;
  const label = `subnets of ${item.id}, as its security groups are not known`;
  lose(context, "subnets", label, doubt, item.fields.placeOf("SecurityGroups"));
  return [label];
}

/** The value, or undefined and a note where it is not resolved and a default will do. */
export function settled<T>(context: Context, read: Read<T>, item: Made, what: string): T | undefined {
  if (!isUnresolved(read)) return read;
  const message = `${item.id}: ${what} is not known, as ${read.why}; AWS's default is taken`;
  addNote(context.draft, "not-resolved", message, { place: read.place, component: item.id });
  return undefined;
}

/** A presumption, of which a note tells. */
export function presume(context: Context, code: string, item: Item, message: string): void {
  addNote(context.draft, code, `${item.id}: ${message}`, { place: item.resource.place, component: item.id });
}

/** What CDK puts in the middle of a construct: its main resource. */
const MAIN_CHILD = /\/(Resource|Default)$/;

/** The hash that CDK ends a logical id with. */
const HASH = /^(.+?)[0-9A-F]{8}$/;

/**
 * What people call it: its own name property where it has one, its `Name` tag, the path of its CDK construct, or its
 * logical id without CDK's hash.
 */
export function nameOf(item: Made, ...properties: readonly string[]): { readonly name?: string } {
  for (const property of properties) {
    const own = item.fields.text(property);
    if (typeof own === "string") return named(own, item);
  }
  const tags = item.fields.objects("Tags");
  for (const tag of isUnresolved(tags) ? [] : (tags ?? [])) {
    if (isUnresolved(tag) || tag.text("Key") !== "Name") continue;
    const value = tag.text("Value");
    if (typeof value === "string" && value !== "") return named(value, item);
  }
  const path = item.resource.metadata["aws:cdk:path"];
  if (typeof path === "string") return named(path.replace(MAIN_CHILD, ""), item);
  const [, short] = HASH.exec(item.resource.logicalId) ?? [];
  return short === undefined ? {} : { name: short };
}

/** What to call something that is made for a resource in a subnet: by the names of both. */
export function nameInSubnet(world: World, item: Made, subnetId: string, id: string): { readonly name?: string } {
  const subnet = itemOf(world, subnetId, "AWS::EC2::Subnet");
  const name = `${nameOf(item).name ?? item.id}@${(subnet && nameOf(subnet).name) ?? subnetId}`;
  return name === id ? {} : { name };
}

function named(name: string, item: Item): { readonly name?: string } {
  return name === item.id ? {} : { name };
}

/** Where a resource is written. */
export function originOf({ resource }: Item): {
  readonly file: string;
  readonly pointer: string;
  readonly logicalId: string;
} {
  return { ...resource.place, logicalId: resource.logicalId };
}

/** A place inside a resource, with its logical id. */
export function originAt(
  { resource }: Item,
  place: Place,
): { readonly file: string; readonly pointer: string; readonly logicalId: string } {
  return { ...place, logicalId: resource.logicalId };
}
