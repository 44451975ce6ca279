/**
 * Route tables and their routes.
 * "AWS::EC2::Route" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-route.html
 */
import { maskCidr, type RouteInput, type RouteTarget, routeTargetOf } from "@netsim/core";
import { addNote, refer, referToTarget } from "../aws/draft.js";
import { problem } from "../document.js";
import { type Context, certain, idOf, itemOf, lose, type Made, madeOf, nameOf, originOf } from "./context.js";
import { endpointRoutes } from "./endpoint.js";
import { INSTANCE, interfacesOf } from "./hosts.js";
import { prefixListId } from "./prefix-list.js";
import { isUnresolved, type Unresolved } from "./value.js";

const DESTINATIONS = ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"] as const;

export function buildRouteTables(context: Context): void {
  const { draft, world } = context;
  const routes = new Map<string, RouteInput[]>();
  const add = (table: string, route: RouteInput): void => {
    routes.set(table, [...(routes.get(table) ?? []), route]);
  };
  for (const item of madeOf(world, "AWS::EC2::Route")) {
    const table = item.fields.text("RouteTableId");
    if (table === undefined) item.fields.lack("RouteTableId");
    const route = routeOf(context, item);
    if (isUnresolved(table)) lose(context, "routeTables", table.label, table, item.resource.place, "");
    else if (table !== undefined && route) add(table, route);
  }
  for (const [table, route] of [...endpointRoutes(context), ...propagated(context)]) add(table, route);
  const gateways = gatewaysOf(context);
  for (const item of certain(context, "routeTables", "AWS::EC2::RouteTable")) {
    const { fields, id } = item;
    const vpcId = idOf(context, "vpcs", fields.text("VpcId"), id, fields.placeOf("VpcId"));
    if (vpcId === undefined) fields.lack("VpcId");
    draft.input.routeTables.set(id, {
      ...nameOf(item),
      vpcId: vpcId ?? "",
      gatewayIds: gateways.get(id) ?? [],
      routes: routes.get(id) ?? [],
      origin: originOf(item),
    });
  }
  for (const [table, [route]] of routes) {
    if (draft.input.routeTables.has(table) || draft.missing.some((each) => each.id === table)) continue;
    // Its other routes, and who uses it, are in no template.
    const { file = "", pointer = "" } = route?.origin ?? {};
    refer(draft, "routeTables", table, "a route", { file, pointer });
    const message = `${table} is not in the templates, so a route that is added to it is in no table of the network`;
    addNote(draft, "not-in-templates", message, { place: { file, pointer }, component: table });
  }
}

function routeOf(context: Context, item: Made): RouteInput | undefined {
  const { fields, id, resource, doubt } = item;
  const stated = DESTINATIONS.filter((key) => fields.has(key));
  const [key] = stated;
  if (key === undefined || stated.length > 1) {
    const received = stated.length > 1 ? stated.join(" and ") : "none of them";
    context.draft.issues.push(problem("shape", fields.place, `one of ${DESTINATIONS.join(", ")}`, received));
    return undefined;
  }
  const destination = destinationOf(context, item, key);
  if (destination === undefined) return undefined;
  const target = doubt ? notResolved(doubt) : targetOf(context, item);
  if (!target) {
    context.draft.issues.push(problem("shape", fields.place, "a target, such as GatewayId or NatGatewayId", "none"));
    return undefined;
  }
  referToTarget(context.draft, target, id, item.resource.place);
  return { destination, target, origin: { ...originOf(item), ...resource.place } };
}

/** A destination that is not resolved is a prefix list of which nothing is known: it may take any packet. */
function destinationOf(context: Context, { fields, id }: Made, key: (typeof DESTINATIONS)[number]): string | undefined {
  const read = fields.text(key);
  const place = fields.placeOf(key);
  if (isUnresolved(read)) {
    const list = `pl-${read.label}`;
    lose(context, "prefixLists", list, read, place);
    return list;
  }
  if (read === undefined) return undefined;
  if (key === "DestinationPrefixListId") {
    const list = prefixListId(context, read);
    refer(context.draft, "prefixLists", list, id, place);
    return list;
  }
  const block = maskCidr(read);
  // AWS takes a block with host bits for the block around it.
  return block.ok ? block.value : read;
}

function notResolved({ label }: Unresolved): RouteTarget {
  return { type: "unsupported", kind: "not-resolved", id: label };
}

type Kind = Exclude<RouteTarget["type"], "local" | "unsupported">;

/** The keys of targets, and what each is by itself. */
const TARGETS: readonly (readonly [key: string, kind: Kind | { readonly unsupported: string }])[] = [
  ["NatGatewayId", "nat-gateway"],
  ["VpcPeeringConnectionId", "vpc-peering-connection"],
  ["NetworkInterfaceId", "network-interface"],
  ["EgressOnlyInternetGatewayId", "egress-only-internet-gateway"],
  ["TransitGatewayId", { unsupported: "transit-gateway" }],
  ["VpcEndpointId", { unsupported: "gateway-load-balancer-endpoint" }],
  ["LocalGatewayId", { unsupported: "local-gateway" }],
  ["CarrierGatewayId", { unsupported: "carrier-gateway" }],
  ["CoreNetworkArn", { unsupported: "core-network" }],
  ["OdbNetworkArn", { unsupported: "odb-network" }],
];

function targetOf(context: Context, { fields }: Made): RouteTarget | undefined {
  const gateway = fields.text("GatewayId");
  if (isUnresolved(gateway)) return notResolved(gateway);
  if (gateway !== undefined) return gatewayTarget(context, gateway);
  const instance = fields.text("InstanceId");
  if (isUnresolved(instance)) return notResolved(instance);
  if (instance !== undefined) {
    const item = itemOf(context.world, instance, INSTANCE);
    const [primary] = item ? interfacesOf(context, item) : [];
    if (primary) return { type: "network-interface", id: primary.id };
    return { type: "unsupported", kind: "instance", id: instance };
  }
  for (const [key, kind] of TARGETS) {
    const id = fields.text(key);
    if (id === undefined) continue;
    if (isUnresolved(id)) return notResolved(id);
    return typeof kind === "string" ? { type: kind, id } : { type: "unsupported", kind: kind.unsupported, id };
  }
  return undefined;
}

/** By its resource where a template makes it, otherwise by how AWS's ids begin. */
function gatewayTarget({ world, draft }: Context, id: string): RouteTarget {
  const type = world.items.find((each) => each.id === id)?.resource.type;
  if (type === "AWS::EC2::InternetGateway" || draft.input.internetGateways.has(id))
    return { type: "internet-gateway", id };
  if (type === "AWS::EC2::VPNGateway") return { type: "unsupported", kind: "virtual-private-gateway", id };
  if (type === "AWS::EC2::VPCEndpoint") return { type: "unsupported", kind: "gateway-load-balancer-endpoint", id };
  return (type === undefined && routeTargetOf(id)) || { type: "unsupported", kind: "gateway", id };
}

/** Route propagation by a virtual private gateway: which routes those are is known to the other side only. */
function propagated(context: Context): readonly (readonly [string, RouteInput])[] {
  return madeOf(context.world, "AWS::EC2::VPNGatewayRoutePropagation").flatMap((item) => {
    const tables = item.fields.texts("RouteTableIds");
    const gateway = item.fields.text("VpnGatewayId");
    const id = typeof gateway === "string" ? gateway : item.id;
    const destination = `pl-propagated by ${id}`;
    const why = { ...originOf(item) };
    context.draft.missing.push({
      collection: "prefixLists",
      id: destination,
      reason: "not-modelled",
      detail: `the routes that ${id} propagates`,
      origin: why,
    });
    const target = { type: "unsupported", kind: "virtual-private-gateway", id } as const;
    const list = isUnresolved(tables) ? [] : (tables ?? []);
    return list.flatMap((table) =>
      isUnresolved(table) ? [] : [[table, { destination, target, propagated: true, origin: why }] as const],
    );
  });
}

/** Tables that route what comes in through a gateway, by table. */
function gatewaysOf({ world }: Context): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { fields } of madeOf(world, "AWS::EC2::GatewayRouteTableAssociation")) {
    const table = fields.text("RouteTableId");
    const gateway = fields.text("GatewayId");
    if (typeof table !== "string" || typeof gateway !== "string") continue;
    found.set(table, [...(found.get(table) ?? []), gateway]);
  }
  return found;
}
