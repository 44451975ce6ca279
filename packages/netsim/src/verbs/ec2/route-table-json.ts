/** Route tables as AWS prints them. */
import { type Cidr, cidrFamily, type Network, type Route, type RouteTable } from "@netsim/core";
import type { DestinationKey } from "./route-destination.js";
import type { TargetKey } from "./route-target.js";
import { type Tag, tagsOf } from "./tag.js";

/** "Route" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html */
export type DescribedRoute = { readonly [K in DestinationKey | TargetKey | "OdbNetworkArn"]?: string } & {
  readonly Origin: "CreateRouteTable" | "CreateRoute" | "EnableVgwRoutePropagation";
  readonly State: "active" | "blackhole";
};

/** "RouteTableAssociation" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RouteTableAssociation.html */
export interface DescribedRouteTableAssociation {
  readonly RouteTableAssociationId: string;
  readonly RouteTableId: string;
  readonly Main: boolean;
  readonly SubnetId?: string;
  readonly GatewayId?: string;
  readonly AssociationState: { readonly State: "associated" };
}

/** "RouteTable" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RouteTable.html */
export interface DescribedRouteTable {
  readonly RouteTableId: string;
  readonly VpcId: string;
  readonly OwnerId?: string;
  readonly Associations: readonly DescribedRouteTableAssociation[];
  readonly PropagatingVgws: readonly { readonly GatewayId: string }[];
  readonly Routes: readonly DescribedRoute[];
  readonly Tags: readonly Tag[];
}

/** What a table is associated with: a subnet, a gateway, or as the main table its VPC. */
export interface TableAssociation {
  /**
   * The network does not keep AWS's id, so it is made of the ids of both: it changes when the association is replaced, as
   * AWS's does.
   */
  readonly id: string;
  readonly table: RouteTable;
  readonly subnetId?: string;
  readonly gatewayId?: string;
}

export function associationId(table: RouteTable, withId: string): string {
  return `rtbassoc-${withId}-${table.id}`;
}

/** Those of one table; a subnet that uses the main table for want of its own has none. */
export function associationsOf(network: Network, table: RouteTable): readonly TableAssociation[] {
  const subnets = Object.values(network.subnets).filter((subnet) => subnet.routeTableId === table.id);
  return [
    ...(table.main ? [{ id: associationId(table, table.vpcId), table }] : []),
    ...subnets.map(({ id: subnetId }) => ({ id: associationId(table, subnetId), table, subnetId })),
    ...table.gatewayIds.map((gatewayId) => ({ id: associationId(table, gatewayId), table, gatewayId })),
  ];
}

export function describedTable(network: Network, table: RouteTable): DescribedRouteTable {
  const vpc = Object.hasOwn(network.vpcs, table.vpcId) ? network.vpcs[table.vpcId] : undefined;
  return {
    RouteTableId: table.id,
    VpcId: table.vpcId,
    ...(vpc?.ownerId === undefined ? {} : { OwnerId: vpc.ownerId }),
    Associations: associationsOf(network, table).map(({ id, subnetId, gatewayId }) => ({
      RouteTableAssociationId: id,
      RouteTableId: table.id,
      Main: subnetId === undefined && gatewayId === undefined,
      ...(subnetId === undefined ? {} : { SubnetId: subnetId }),
      ...(gatewayId === undefined ? {} : { GatewayId: gatewayId }),
      AssociationState: { State: "associated" },
    })),
    PropagatingVgws: propagating(table.routes).map((GatewayId) => ({ GatewayId })),
    Routes: table.routes.map(describedRoute),
    Tags: tagsOf(table),
  };
}

/** The gateways whose routes are in the table; one that propagates nothing is not known. */
function propagating(routes: readonly Route[]): readonly string[] {
  const ids = routes.flatMap(({ propagated, target }) =>
    propagated && target.type === "unsupported" ? [target.id] : [],
  );
  return [...new Set(ids)];
}

function describedRoute(route: Route): DescribedRoute {
  return { ...destinationOf(route), ...targetOf(route), Origin: originOf(route), State: route.state };
}

function originOf({ target, propagated }: Route): DescribedRoute["Origin"] {
  if (propagated) return "EnableVgwRoutePropagation";
  return target.type === "local" ? "CreateRouteTable" : "CreateRoute";
}

function destinationOf({ destination }: Route): { readonly [K in DestinationKey]?: string } {
  if (destination.startsWith("pl-")) return { DestinationPrefixListId: destination };
  const isIpv4 = cidrFamily(destination as Cidr) === "ipv4";
  return isIpv4 ? { DestinationCidrBlock: destination } : { DestinationIpv6CidrBlock: destination };
}

type AnyTargetKey = TargetKey | "OdbNetworkArn";

const KEY_OF_KIND: Readonly<Record<string, AnyTargetKey>> = {
  "transit-gateway": "TransitGatewayId",
  "local-gateway": "LocalGatewayId",
  "carrier-gateway": "CarrierGatewayId",
  "core-network": "CoreNetworkArn",
  "odb-network": "OdbNetworkArn",
  instance: "InstanceId",
};

/** Gateways of several kinds and endpoints all are printed as `GatewayId`. */
function targetOf({ target }: Route): { readonly [K in AnyTargetKey]?: string } {
  switch (target.type) {
    case "local":
      return { GatewayId: "local" };
    case "nat-gateway":
      return { NatGatewayId: target.id };
    case "egress-only-internet-gateway":
      return { EgressOnlyInternetGatewayId: target.id };
    case "vpc-peering-connection":
      return { VpcPeeringConnectionId: target.id };
    case "network-interface":
      return { NetworkInterfaceId: target.id };
    case "unsupported":
      return target.id === "" ? {} : { [KEY_OF_KIND[target.kind] ?? "GatewayId"]: target.id };
    default:
      return { GatewayId: target.id };
  }
}
