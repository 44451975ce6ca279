/** One route: one destination and one target. "Route" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html */
import { type RouteTarget, routeTargetOf } from "@netsim/core";
import * as v from "valibot";
import { type Place, problem } from "../document.js";
import type { Draft } from "./draft.js";

const KEYS = [
  "DestinationCidrBlock",
  "DestinationIpv6CidrBlock",
  "DestinationPrefixListId",
  "GatewayId",
  "NatGatewayId",
  "TransitGatewayId",
  "VpcPeeringConnectionId",
  "NetworkInterfaceId",
  "InstanceId",
  "EgressOnlyInternetGatewayId",
  "LocalGatewayId",
  "CarrierGatewayId",
  "CoreNetworkArn",
  "OdbNetworkArn",
  "Origin",
  "State",
] as const;

type Key = (typeof KEYS)[number];

export type AwsRoute = { readonly [K in Key]?: string | undefined };

export const routeSchema: v.GenericSchema<unknown, AwsRoute> = v.object(
  Object.fromEntries(KEYS.map((key) => [key, v.optional(v.string())])),
);

/** What tells the kinds of targets apart that AWS names alike. */
export interface TargetContext {
  /** `Gateway`, `GatewayLoadBalancer`, ..., by endpoint id. */
  readonly endpointTypes: ReadonlyMap<string, string>;
  /** The interface with device index 0, by instance id. */
  readonly primaryInterfaces: ReadonlyMap<string, string>;
}

/** A block or the id of a prefix list; an issue if the route names none or several. */
export function destinationOf(draft: Draft, route: AwsRoute, place: Place): string | undefined {
  const stated = [route.DestinationCidrBlock, route.DestinationIpv6CidrBlock, route.DestinationPrefixListId];
  const [destination, ...more] = stated.filter((each) => each !== undefined);
  if (destination !== undefined && more.length === 0) return destination;
  const expected = "one of DestinationCidrBlock, DestinationIpv6CidrBlock and DestinationPrefixListId";
  draft.issues.push(problem("shape", place, expected, more.length > 0 ? `${more.length + 1} of them` : "none of them"));
  return undefined;
}

export function targetOf(route: AwsRoute, context: TargetContext): RouteTarget {
  return instanceTarget(route, context) ?? gatewayTarget(route, context) ?? otherTarget(route);
}

/** An instance is printed together with its interface; alone it stands for its primary interface. */
function instanceTarget(route: AwsRoute, { primaryInterfaces }: TargetContext): RouteTarget | undefined {
  const { InstanceId: instance, NetworkInterfaceId: stated } = route;
  const id = stated ?? (instance === undefined ? undefined : primaryInterfaces.get(instance));
  if (id !== undefined) return { type: "network-interface", id };
  return instance === undefined ? undefined : { type: "unsupported", kind: "instance", id: instance };
}

/** `GatewayId` is "local" or the id of an internet or virtual private gateway or of an endpoint. */
function gatewayTarget(route: AwsRoute, { endpointTypes }: TargetContext): RouteTarget | undefined {
  const id = route.GatewayId;
  if (id === undefined) return undefined;
  if (id.startsWith("vpce-")) {
    // Only a Gateway Load Balancer endpoint can be the target for a block, only a gateway endpoint for a prefix list.
    const isGateway =
      (endpointTypes.get(id) ?? (route.DestinationPrefixListId === undefined ? "" : "Gateway")) === "Gateway";
    return isGateway
      ? { type: "gateway-endpoint", id }
      : { type: "unsupported", kind: "gateway-load-balancer-endpoint", id };
  }
  return routeTargetOf(id) ?? { type: "unsupported", kind: "gateway", id };
}

function otherTarget(route: AwsRoute): RouteTarget {
  const { NatGatewayId: nat, VpcPeeringConnectionId: peering, EgressOnlyInternetGatewayId: egressOnly } = route;
  if (nat !== undefined) return { type: "nat-gateway", id: nat };
  if (peering !== undefined) return { type: "vpc-peering-connection", id: peering };
  if (egressOnly !== undefined) return { type: "egress-only-internet-gateway", id: egressOnly };
  const [kind, id] =
    UNSUPPORTED.map(([key, word]) => [word, route[key]] as const).find(([, each]) => each !== undefined) ?? [];
  return { type: "unsupported", kind: kind ?? "no-known-target", id: id ?? "" };
}

const UNSUPPORTED: readonly (readonly [key: Key, kind: string])[] = [
  ["TransitGatewayId", "transit-gateway"],
  ["LocalGatewayId", "local-gateway"],
  ["CarrierGatewayId", "carrier-gateway"],
  ["CoreNetworkArn", "core-network"],
  ["OdbNetworkArn", "odb-network"],
];
