/** What the readers of one document share: its resources, and how ids of AWS lead to them. */
import type { Collection } from "@netsim/core";
import { type Draft, leaveOut } from "../aws/draft.js";
import type { Place } from "../document.js";
import { type Block, expressionOf, resourceBlock, text } from "./block.js";
import { moduleAt } from "./configuration.js";
import { follow } from "./reference.js";
import type { Resource, Show } from "./show.js";

/** Main route table, default ACL and default group of a VPC: those that are managed, or else those that AWS makes. */
export interface Defaults {
  readonly routeTable: string;
  readonly networkAcl: string;
  readonly securityGroup: string;
}

export interface World {
  readonly show: Show;
  readonly draft: Draft;
  /** The id in the network, an address, by each id that AWS has for it. */
  readonly addresses: ReadonlyMap<string, string>;
  /** By the address of a managed VPC. */
  readonly defaults: ReadonlyMap<string, Defaults>;
  /** What {@link doubt} was told, to be settled when everything is built. */
  readonly doubts: Doubt[];
}

interface Doubt {
  readonly collection: Collection;
  readonly id: string;
  readonly detail: string;
  readonly place: Place;
}

/** Something may belong to any of these records, and it is not known to which: so neither is any of them. */
export function doubt(
  { doubts }: World,
  collection: Collection,
  ids: readonly string[],
  detail: string,
  place: Place,
): void {
  for (const id of ids) doubts.push({ collection, id, detail, place });
}

/** Takes away what is in doubt. */
export function settleDoubts({ draft, doubts }: World): void {
  for (const { collection, id, detail, place } of doubts)
    if (draft.input[collection].delete(id)) leaveOut(draft, collection, id, "not-known", detail, place);
}

const VPCS: readonly string[] = ["aws_vpc", "aws_default_vpc"];

/** What takes over a default of a VPC, and the argument that says of which. */
const ADOPTERS = [
  ["aws_default_route_table", "default_route_table_id", "routeTable"],
  ["aws_default_network_acl", "default_network_acl_id", "networkAcl"],
  ["aws_default_security_group", "vpc_id", "securityGroup"],
] as const;

export function worldOf(show: Show, draft: Draft): World {
  const defaults = defaultsOf(show);
  return { show, draft, defaults, addresses: addressesById(show, defaults), doubts: [] };
}

function defaultsOf(show: Show): ReadonlyMap<string, Defaults> {
  const all = new Map<string, Defaults>();
  for (const { owner } of vpcBlocks(show)) {
    const { address } = owner;
    // As createNetwork calls what it makes for a VPC.
    all.set(address, {
      routeTable: `rtb-main-${address}`,
      networkAcl: `acl-default-${address}`,
      securityGroup: `sg-default-${address}`,
    });
  }
  for (const [type, key, kind] of ADOPTERS) {
    for (const block of resourcesOf(show, type)) {
      const vpc = vpcOfDefault(show, block, key);
      const known = vpc === undefined ? undefined : all.get(vpc);
      if (vpc !== undefined && known) all.set(vpc, { ...known, [kind]: block.owner.address });
    }
  }
  return all;
}

/** The managed VPC whose default a resource adopts. */
export function vpcOfDefault(show: Show, block: Block, key: string): string | undefined {
  const id = block.values[key];
  const vpcs = vpcBlocks(show);
  const of = (wanted: unknown, attributes: readonly string[]): string | undefined =>
    vpcs.find(({ values }) => wanted !== undefined && attributes.some((each) => values[each] === wanted))?.owner
      .address;
  if (typeof id === "string") return of(id, key === "vpc_id" ? ["id"] : [key]) ?? of(block.values.vpc_id, ["id"]);
  const lead = follow(show, expressionOf(block, key), block.owner);
  return lead.attributes.map(({ resource }) => resource).find(({ type }) => VPCS.includes(type))?.address;
}

export function vpcBlocks(show: Show): readonly Block[] {
  return resourcesOf(show, ...VPCS);
}

function addressesById(show: Show, defaults: ReadonlyMap<string, Defaults>): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  for (const { address, values, type, mode } of show.resources.values()) {
    for (const key of ["id", "arn"]) {
      const id = values[key];
      // What is made here and read elsewhere is known as what is made.
      if (typeof id === "string" && !(mode === "data" && addresses.has(id))) addresses.set(id, address);
    }
    if (type === "aws_instance" && typeof values.primary_network_interface_id === "string")
      addresses.set(values.primary_network_interface_id, `eni-${address}`);
  }
  for (const { owner, values } of vpcBlocks(show)) {
    const made = defaults.get(owner.address);
    const ids = [
      [values.main_route_table_id, made?.routeTable],
      [values.default_route_table_id, made?.routeTable],
      [values.default_network_acl_id, made?.networkAcl],
      [values.default_security_group_id, made?.securityGroup],
    ] as const;
    for (const [id, address] of ids)
      if (typeof id === "string" && address !== undefined && !addresses.has(id)) addresses.set(id, address);
  }
  return addresses;
}

/** What was asked for, by types: builders ask for each of their records. */
const blocksOfShow = new WeakMap<Show, Map<string, readonly Block[]>>();

/** Resources of these types, in the order of their addresses. */
export function resourcesOf(show: Show, ...types: readonly string[]): readonly Block[] {
  const known = blocksOfShow.get(show) ?? new Map<string, readonly Block[]>();
  blocksOfShow.set(show, known);
  const key = types.join(" ");
  const blocks =
    known.get(key) ??
    [...show.resources.values()]
      .filter(({ type, mode }) => mode === "managed" && types.includes(type))
      .sort((a, b) => (a.address < b.address ? -1 : 1))
      .map((resource) => resourceBlock(show, resource));
  known.set(key, blocks);
  return blocks;
}

/** Data sources of one type, but for what is also made here. */
export function dataOf({ show, addresses }: World, type: string): readonly Block[] {
  const isOwn = ({ address, values }: Resource): boolean =>
    typeof values.id !== "string" || (addresses.get(values.id) ?? address) === address;
  return [...show.resources.values()]
    .filter((each) => each.type === type && each.mode === "data" && isOwn(each))
    .map((resource) => resourceBlock(show, resource));
}

/** The id of the prefix list that routes to an endpoint are for. */
export function endpointPrefixList({ draft }: World, block: Block): string {
  return text(draft, block, "prefix_list_id") ?? `pl-${text(draft, block, "service_name") ?? block.owner.address}`;
}

/** The Region of a resource: its own argument, its ARN, or what its provider is configured with. */
export function regionOf(show: Show, { values, module, mode, type, name }: Resource): string | undefined {
  if (typeof values.region === "string") return values.region;
  const [, , , region] = typeof values.arn === "string" ? values.arn.split(":") : [];
  if (region) return region;
  const address = `${mode === "data" ? "data." : ""}${type}.${name}`;
  const provider = moduleAt(show.configuration, module)?.resources.get(address)?.provider;
  return provider === undefined ? undefined : show.regions.get(provider);
}
