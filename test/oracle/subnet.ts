/** Leaving a subnet, and arriving in one. */
import { inAnyCidr } from "./address.js";
import type { Route } from "./aws-json.js";
import {
  attachedInternetGateway,
  cidrsOfVpc,
  interfaceWithAddress,
  natGatewayWithAddress,
  routeTableOf,
  subnetById,
  subnetCidrs,
  subnetContaining,
} from "./document.js";
import { isNeverForwarded } from "./exempt.js";
import { isAclAskedBetweenNeighbours, passAcl, passGroups } from "./filters.js";
import { backThroughNatGateway } from "./nat-gateway.js";
import type { Packet } from "./packet.js";
import { isLocal, pickRoute, type RouteChoice } from "./route.js";
import { block, giveUp, note, type Place, type Step, type Walk } from "./walk.js";

/**
 * Neighbours in a subnet talk to each other directly; everything else passes the subnet's ACL and takes a route.
 *
 * Configure route tables, https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
export function leaveSubnet(walk: Walk, packet: Packet, place: Place): Step | null {
  const subnet = subnetById(walk.doc, place.subnetId);
  if (subnet !== undefined && inAnyCidr(packet.destination, subnetCidrs(subnet))) {
    if (isAclAskedBetweenNeighbours(walk, "egress")) {
      passAcl(walk, place, "egress", packet);
    }
    return { at: "vpc", packet, vpcId: place.vpcId, fromSubnetId: place.subnetId };
  }
  passAcl(walk, place, "egress", packet);
  return followRoute(walk, packet, place);
}

function followRoute(walk: Walk, packet: Packet, place: Place): Step | null {
  const table = routeTableOf(walk.doc, place.subnetId, place.vpcId);
  if (table === undefined) {
    return giveUp(walk, `no route table of subnet ${place.subnetId} is in the document`);
  }
  if (isNeverForwarded(packet.destination)) {
    blockRoute(walk, table.RouteTableId, place, null);
    return null;
  }
  const choice = pickRoute(table, packet.destination, walk.doc.PrefixLists);
  if (choice === null || !isUsable(choice.route)) {
    blockRoute(walk, table.RouteTableId, place, choice);
    return goOnWithoutRoute(walk, packet, place);
  }
  note(walk, `${table.RouteTableId} route ${choice.index} for ${packet.destination}`);
  return takeRoute(walk, packet, place, choice.route);
}

/** Route, https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html: a blackhole's target is not available. */
function isUsable(route: Route): boolean {
  return route.State === undefined || route.State === "active";
}

function blockRoute(walk: Walk, tableId: string, place: Place, choice: RouteChoice | null): void {
  const rule = choice?.index ?? null;
  block(walk, { kind: "route", component: tableId, direction: "egress", rule, where: place.subnetId });
}

function takeRoute(walk: Walk, packet: Packet, place: Place, route: Route): Step | null {
  if (isLocal(route)) {
    return { at: "vpc", packet, vpcId: place.vpcId, fromSubnetId: place.subnetId };
  }
  if (route.NatGatewayId !== undefined) {
    return { at: "nat-gateway", packet, place, id: route.NatGatewayId };
  }
  if (route.EgressOnlyInternetGatewayId !== undefined) {
    return { at: "egress-only-internet-gateway", packet, place, id: route.EgressOnlyInternetGatewayId };
  }
  if (route.VpcPeeringConnectionId !== undefined) {
    return { at: "peering-connection", packet, place, id: route.VpcPeeringConnectionId };
  }
  if (route.GatewayId?.startsWith("igw-")) {
    return { at: "internet-gateway", packet, place, id: route.GatewayId };
  }
  return giveUp(walk, `route target ${JSON.stringify(route)}`);
}

/** To find what else is in the way, go on as a working route most likely would. */
function goOnWithoutRoute(walk: Walk, packet: Packet, place: Place): Step | null {
  if (inAnyCidr(packet.destination, cidrsOfVpc(walk.doc, place.vpcId))) {
    return { at: "vpc", packet, vpcId: place.vpcId, fromSubnetId: place.subnetId };
  }
  const gateway = attachedInternetGateway(walk.doc, place.vpcId);
  if (gateway === undefined) {
    return null;
  }
  return { at: "internet-gateway", packet, place, id: gateway.InternetGatewayId };
}

/** In the VPC of its destination: into the subnet, past its ACL, and to the interface or NAT gateway with the address. */
export function arriveInVpc(walk: Walk, packet: Packet, vpcId: string, fromSubnetId: string | null): Step | null {
  const nat = natGatewayWithAddress(walk.doc, vpcId, packet.destination);
  const eni = interfaceWithAddress(walk.doc, vpcId, packet.destination);
  const subnetId = subnetContaining(walk.doc, vpcId, packet.destination)?.SubnetId;
  if (subnetId !== undefined) {
    enterSubnet(walk, packet, { vpcId, subnetId }, fromSubnetId);
  }
  if (nat !== undefined) {
    return backThroughNatGateway(walk, packet, nat);
  }
  if (eni === undefined) {
    const where = subnetId ?? vpcId;
    block(walk, { kind: "interface", component: where, direction: "ingress", rule: null, where });
    return null;
  }
  if (walk.phase === "forward") {
    passGroups(walk, eni, "ingress", packet);
  }
  note(walk, `arrived at ${eni.NetworkInterfaceId}`);
  return { at: "end", packet, end: { kind: "interface", eni } };
}

function enterSubnet(walk: Walk, packet: Packet, place: Place, fromSubnetId: string | null): void {
  const isNeighbour = place.subnetId === fromSubnetId;
  if (!isNeighbour || isAclAskedBetweenNeighbours(walk, "ingress")) {
    passAcl(walk, place, "ingress", packet);
  }
}
