/** `aws_route_table` with its routes, `aws_route`, and the routes that gateway endpoints add. */
import { type RouteInput, type RouteTarget, routeTargetOf } from "@netsim/core";
import { addNote, leaveOut, refer, referToTarget } from "../aws/draft.js";
import { type Block, blocksIn, isOpen, named, text } from "./block.js";
import { isGatewayEndpoint } from "./gateway.js";
import { candidatesOf, link, links, placeOf } from "./link.js";
import { doubt, endpointPrefixList, resourcesOf, vpcOfDefault, type World } from "./world.js";

const TABLES = ["aws_route_table", "aws_default_route_table"] as const;

/** An inline block and a route of its own name destinations differently. */
const DESTINATIONS = [
  "cidr_block",
  "ipv6_cidr_block",
  "destination_cidr_block",
  "destination_ipv6_cidr_block",
  "destination_prefix_list_id",
] as const;

type Modelled = Exclude<RouteTarget["type"], "local" | "unsupported">;

const TARGETS: readonly (readonly [key: string, type: Modelled])[] = [
  ["nat_gateway_id", "nat-gateway"],
  ["egress_only_gateway_id", "egress-only-internet-gateway"],
  ["vpc_peering_connection_id", "vpc-peering-connection"],
  ["network_interface_id", "network-interface"],
];

const UNSUPPORTED: readonly (readonly [key: string, kind: string])[] = [
  ["transit_gateway_id", "transit-gateway"],
  ["local_gateway_id", "local-gateway"],
  ["carrier_gateway_id", "carrier-gateway"],
  ["core_network_arn", "core-network"],
  ["odb_network_arn", "odb-network"],
];

export function buildRouteTables(world: World): void {
  const { draft, show } = world;
  const own = routesByTable(world);
  const mains = new Map<string, string>();
  for (const block of resourcesOf(show, "aws_main_route_table_association")) {
    const [vpc, table] = [link(world, block, "vpc_id").id, link(world, block, "route_table_id").id];
    if (vpc !== undefined && table !== undefined) mains.set(vpc, table);
    else {
      const detail = `${block.owner.address} makes a table the main one that is not known`;
      draft.missing.push({ collection: "routeTables", vpcId: vpc, reason: "not-known", detail, origin: block.place });
    }
  }
  for (const [vpcId, { routeTable }] of world.defaults) buildMain(world, vpcId, routeTable, own, mains.get(vpcId));
  for (const block of resourcesOf(show, ...TABLES)) {
    const { address, type } = block.owner;
    const isDefault = type === "aws_default_route_table";
    const stated = link(world, block, "vpc_id");
    const vpcId = stated.id ?? (isDefault ? vpcOfDefault(show, block, "default_route_table_id") : undefined);
    if (vpcId === undefined) {
      const detail = `${stated.open ?? "vpc_id"} is not known before the plan is applied`;
      leaveOut(draft, "routeTables", address, "not-known", detail, block.place);
      continue;
    }
    refer(draft, "vpcs", vpcId, address, placeOf(block, "vpc_id"));
    const inline = blocksIn(draft, block, "route").map((each) => routeOf(world, address, each));
    if (show.isPlan && block.expressions.some((each) => each.route !== undefined) && hasOwnRoute(world, address)) {
      const message = `${address} has routes of its own and others beside it, which take each other away with every other apply; it was taken to have all of them`;
      addNote(draft, "rules-in-two-ways", message, { component: address, place: placeOf(block, "route") });
    }
    if (isOpen(block, "route")) inline.push(undefined);
    const routes = [...inline, ...(own.get(address) ?? [])];
    if (routes.includes(undefined)) {
      leaveOut(
        draft,
        "routeTables",
        address,
        "not-known",
        "a destination is not known before the plan is applied",
        block.place,
      );
      continue;
    }
    const main = mains.get(vpcId);
    draft.input.routeTables.set(address, {
      ...named(block),
      vpcId,
      main: main === undefined ? isDefault : main === address,
      gatewayIds: gatewaysOf(world, address),
      routes: distinct(routes.filter((each) => each !== undefined)),
      origin: block.place,
    });
    const gateways = block.values.propagating_vgws;
    const isOfResource = resourcesOf(show, "aws_vpn_gateway_route_propagation").some((each) =>
      candidatesOf(world, each, "route_table_id").includes(address),
    );
    const isPropagating = isOpen(block, "propagating_vgws") || (Array.isArray(gateways) && gateways.length > 0);
    if (!isPropagating && !isOfResource) continue;
    // They may be for any destination, and AWS alone knows them.
    const detail = "virtual private gateways propagate routes to it, which are not described";
    doubt(world, "routeTables", [address], detail, placeOf(block, "propagating_vgws"));
  }
}

function hasOwnRoute(world: World, table: string): boolean {
  return resourcesOf(world.show, "aws_route").some((each) => link(world, each, "route_table_id").id === table);
}

/** The main table of a VPC, which nothing adopts and which has routes of their own. */
function buildMain(
  { draft }: World,
  vpcId: string,
  id: string,
  own: ReadonlyMap<string, readonly (RouteInput | undefined)[]>,
  main: string | undefined,
): void {
  const routes = own.get(id);
  const vpc = draft.input.vpcs.get(vpcId);
  if (!vpc || !routes || id !== `rtb-main-${vpcId}`) return;
  const { origin } = vpc;
  if (routes.includes(undefined)) {
    const detail = "a destination in its main table is not known before the plan is applied";
    draft.missing.push({ collection: "routeTables", vpcId, reason: "not-known", detail, origin });
    return;
  }
  draft.input.routeTables.set(id, {
    vpcId,
    main: main === undefined || main === id,
    routes: distinct(routes.filter((each) => each !== undefined)),
    origin,
  });
}

/** A table lists its own routes in a state, beside the resources that they come from. */
function distinct(routes: readonly RouteInput[]): readonly RouteInput[] {
  return [...new Map(routes.map((each) => [each.destination, each])).values()];
}

/** The routes that stand by themselves and those of endpoints; undefined for one whose destination is not known. */
function routesByTable(world: World): ReadonlyMap<string, readonly (RouteInput | undefined)[]> {
  const { draft, show } = world;
  const byTable = new Map<string, (RouteInput | undefined)[]>();
  const add = (table: string, route: RouteInput | undefined): void => {
    byTable.set(table, [...(byTable.get(table) ?? []), route]);
  };
  for (const block of resourcesOf(show, "aws_route")) {
    const { id: table, open } = link(world, block, "route_table_id");
    if (table === undefined) lost(world, block, "route_table_id", open);
    else add(table, routeOf(world, table, block));
  }
  const endpoints = resourcesOf(show, "aws_vpc_endpoint").filter(isGatewayEndpoint);
  const routeTo = (endpoint: Block): RouteInput => ({
    destination: endpointPrefixList(world, endpoint),
    target: { type: "gateway-endpoint", id: endpoint.owner.address },
    origin: endpoint.place,
  });
  for (const endpoint of endpoints) {
    const tables = links(world, endpoint, "route_table_ids");
    for (const table of tables.ids) add(table, routeTo(endpoint));
    if (tables.open.length > 0) lost(world, endpoint, "route_table_ids", tables.open[0]);
  }
  for (const block of resourcesOf(show, "aws_vpc_endpoint_route_table_association")) {
    const [table, id] = [link(world, block, "route_table_id"), link(world, block, "vpc_endpoint_id").id];
    const endpoint = endpoints.find(({ owner }) => owner.address === id);
    if (table.id !== undefined && endpoint) add(table.id, routeTo(endpoint));
    else lost(world, block, "route_table_id", table.open);
  }
  for (const table of byTable.keys()) refer(draft, "routeTables", table, table, { file: show.file, pointer: "" });
  return byTable;
}

function lost(world: World, block: Block, key: string, open = "its route table"): void {
  const { owner, place } = block;
  const detail = `a route of ${owner.address} may be in it: ${open} is not known before the plan is applied`;
  doubt(world, "routeTables", candidatesOf(world, block, key), detail, place);
  world.draft.missing.push({ collection: "routeTables", reason: "not-known", detail, origin: place });
}

function routeOf(world: World, table: string, block: Block): RouteInput | undefined {
  const { draft } = world;
  const key = DESTINATIONS.find((each) => text(draft, block, each) !== undefined || isOpen(block, each));
  const list = key === "destination_prefix_list_id" ? link(world, block, key).id : undefined;
  const destination = list ?? (key === undefined ? undefined : text(draft, block, key));
  if (destination === undefined || key === undefined) return undefined;
  const isList = key === "destination_prefix_list_id";
  if (isList) refer(draft, "prefixLists", destination, table, placeOf(block, key));
  const target = targetOf(world, block);
  referToTarget(draft, target, table, block.place);
  return {
    destination,
    target,
    state: block.values.state === "blackhole" ? "blackhole" : "active",
    origin: block.place,
  };
}

function targetOf(world: World, block: Block): RouteTarget {
  for (const [key, type] of TARGETS) {
    const { id, open } = link(world, block, key);
    if (open !== undefined) return { type: "unsupported", kind: "not-known", id: open };
    if (id !== undefined) return { type, id };
  }
  for (const [key, kind] of UNSUPPORTED) {
    const { id, open } = link(world, block, key);
    if (id !== undefined || open !== undefined) return { type: "unsupported", kind, id: id ?? open ?? "" };
  }
  const endpoint = link(world, block, "vpc_endpoint_id");
  if (endpoint.id !== undefined)
    return { type: "unsupported", kind: "gateway-load-balancer-endpoint", id: endpoint.id };
  const { id, open } = link(world, block, "gateway_id");
  if (id === undefined) return { type: "unsupported", kind: "not-known", id: open ?? "target" };
  const type = world.show.resources.get(id)?.type;
  if (type === "aws_internet_gateway") return { type: "internet-gateway", id };
  if (type === "aws_vpn_gateway") return { type: "unsupported", kind: "virtual-private-gateway", id };
  return routeTargetOf(id) ?? { type: "unsupported", kind: "gateway", id };
}

/** The gateways whose incoming traffic a table routes. */
function gatewaysOf(world: World, table: string): string[] {
  return resourcesOf(world.show, "aws_route_table_association").flatMap((block) => {
    const gateway = link(world, block, "gateway_id");
    const owner = link(world, block, "route_table_id");
    const isOther = gateway.id === undefined && gateway.open === undefined;
    if (isOther || (owner.id !== undefined && owner.id !== table)) return [];
    if (owner.id !== undefined && gateway.id !== undefined) return [gateway.id];
    const detail = `${block.owner.address} routes what comes in, by a table or at a gateway that is not known`;
    doubt(world, "internetGateways", candidatesOf(world, block, "gateway_id"), detail, block.place);
    return [];
  });
}
