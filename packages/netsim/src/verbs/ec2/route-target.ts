/** The target of a route. "CreateRoute" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html */
import {
  type Network,
  ok,
  type Path,
  type Result,
  type Route,
  type RouteTable,
  type RouteTarget,
  routeTargetOf,
} from "@netsim/core";
import { refuse } from "../verb.js";
import { findNetworkInterface, onlyInterface } from "./find.js";
import { exactlyOne, type Optional, text } from "./request.js";

const KEYS = [
  "GatewayId",
  "NatGatewayId",
  "EgressOnlyInternetGatewayId",
  "VpcPeeringConnectionId",
  "NetworkInterfaceId",
  "InstanceId",
  "VpcEndpointId",
  "TransitGatewayId",
  "LocalGatewayId",
  "CarrierGatewayId",
  "CoreNetworkArn",
] as const;

export type TargetKey = (typeof KEYS)[number];

export const TARGET_KEYS: readonly TargetKey[] = KEYS;

/** Exactly one. `GatewayId` is an internet or virtual private gateway, `VpcEndpointId` a Gateway Load Balancer endpoint. */
export type TargetRequest = { readonly [K in TargetKey]?: string | undefined };

/** Spread into the schema of a request. */
export const targetEntries: { readonly [K in TargetKey]: Optional<string> } = {
  GatewayId: text,
  NatGatewayId: text,
  EgressOnlyInternetGatewayId: text,
  VpcPeeringConnectionId: text,
  NetworkInterfaceId: text,
  InstanceId: text,
  VpcEndpointId: text,
  TransitGatewayId: text,
  LocalGatewayId: text,
  CarrierGatewayId: text,
  CoreNetworkArn: text,
};

/** What the target of a route is and whether it is usable. */
export type ReadTarget = Pick<Route, "target" | "state">;

/** What the network does not model cannot be looked up in it; a path that takes such a route is `unknown`. */
const NOT_MODELLED: Readonly<Partial<Record<TargetKey, string>>> = {
  TransitGatewayId: "transit-gateway",
  LocalGatewayId: "local-gateway",
  CarrierGatewayId: "carrier-gateway",
  CoreNetworkArn: "core-network",
};

/** The only target of the request, which has to exist and to be one of the table's VPC. */
export function readTarget(network: Network, table: RouteTable, request: TargetRequest): Result<ReadTarget> {
  const key = exactlyOne(request, TARGET_KEYS);
  if (!key.ok) return key;
  const id = request[key.value] ?? "";
  const path = [key.value];
  const kind = NOT_MODELLED[key.value];
  if (kind !== undefined) return active({ type: "unsupported", kind, id });
  switch (key.value) {
    case "NetworkInterfaceId":
    case "InstanceId":
      return interfaceTarget(network, table, key.value, id);
    case "NatGatewayId":
      return natTarget(network, table, id, path);
    case "VpcPeeringConnectionId":
      return peeringTarget(network, table, id, path);
    case "VpcEndpointId":
      return endpointTarget(network, id, path);
    default:
      return gatewayTarget(network, table, key.value, id);
  }
}

function active(target: RouteTarget): Result<ReadTarget> {
  return ok({ target, state: "active" });
}

/** Refused by AWS as a table and a target that "belong to different networks". */
function checkVpc(table: RouteTable, vpcId: string | undefined, id: string, path: Path): Result<undefined> {
  if (vpcId === table.vpcId) return ok(undefined);
  const received = vpcId === undefined ? `${id}, of no VPC` : `${id} of ${vpcId}`;
  return refuse("InvalidParameterValue", path, `a target in ${table.vpcId}, the VPC of ${table.id}`, received);
}

function vpcOfSubnet({ subnets }: Network, subnetId: string): string | undefined {
  return Object.hasOwn(subnets, subnetId) ? subnets[subnetId]?.vpcId : undefined;
}

/** An instance stands for its interface, so it must have one only. */
function interfaceTarget(
  network: Network,
  table: RouteTable,
  key: "NetworkInterfaceId" | "InstanceId",
  id: string,
): Result<ReadTarget> {
  const eni = key === "InstanceId" ? onlyInterface(network, id) : findNetworkInterface(network, id);
  if (!eni.ok) return eni;
  const checked = checkVpc(table, vpcOfSubnet(network, eni.value.subnetId), id, [key]);
  return checked.ok ? active({ type: "network-interface", id: eni.value.id }) : checked;
}

function natTarget(network: Network, table: RouteTable, id: string, path: Path): Result<ReadTarget> {
  const nat = Object.hasOwn(network.natGateways, id) ? network.natGateways[id] : undefined;
  if (!nat || nat.state === "deleted") {
    return refuse("InvalidNatGatewayID.NotFound", path, "the id of a NAT gateway of the network", id);
  }
  const checked = checkVpc(table, vpcOfSubnet(network, nat.subnetId), id, path);
  return checked.ok ? active({ type: "nat-gateway", id }) : checked;
}

/**
 * A route may be there before the peering is accepted; until then it is a blackhole.
 * "VPC peering basics" https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
function peeringTarget(network: Network, table: RouteTable, id: string, path: Path): Result<ReadTarget> {
  const peerings = network.vpcPeeringConnections;
  const peering = Object.hasOwn(peerings, id) ? peerings[id] : undefined;
  const isOver =
    peering !== undefined && ["deleted", "deleting", "rejected", "failed", "expired"].includes(peering.status);
  if (!peering || isOver) {
    const expected = "the id of a peering connection of the network that is active or can become so";
    return refuse("InvalidVpcPeeringConnectionID.NotFound", path, expected, id);
  }
  const sides = [peering.requester.vpcId, peering.accepter.vpcId];
  const checked = checkVpc(table, sides.includes(table.vpcId) ? table.vpcId : sides.join(" and "), id, path);
  if (!checked.ok) return checked;
  return ok({
    target: { type: "vpc-peering-connection", id },
    state: peering.status === "active" ? "active" : "blackhole",
  });
}

/** The routes of a gateway endpoint come and go with the endpoint's own settings. */
function endpointTarget(network: Network, id: string, path: Path): Result<ReadTarget> {
  if (id.startsWith("vpce-") && !Object.hasOwn(network.gatewayEndpoints, id)) {
    return active({ type: "unsupported", kind: "gateway-load-balancer-endpoint", id });
  }
  return refuse("InvalidParameterValue", path, "the id of a Gateway Load Balancer endpoint", id);
}

/** Internet, egress-only internet and virtual private gateways, attached to the VPC. */
function gatewayTarget(network: Network, table: RouteTable, key: TargetKey, id: string): Result<ReadTarget> {
  const isEgressOnly = key === "EgressOnlyInternetGatewayId";
  const target = routeTargetOf(id);
  if (!isEgressOnly && target?.type === "unsupported" && target.kind === "virtual-private-gateway")
    return active(target);
  const gateways = isEgressOnly ? network.egressOnlyInternetGateways : network.internetGateways;
  const gateway = Object.hasOwn(gateways, id) ? gateways[id] : undefined;
  if (!gateway) return refuse("InvalidGatewayID.NotFound", [key], "the id of a gateway of the network", id);
  const checked = checkVpc(table, gateway.vpcId, id, [key]);
  if (!checked.ok) return checked;
  return active({ type: isEgressOnly ? "egress-only-internet-gateway" : "internet-gateway", id });
}
