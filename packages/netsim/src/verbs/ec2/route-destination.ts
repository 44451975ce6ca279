/** The destination of a route. "CreateRoute" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html */
import {
  type Cidr,
  cidr,
  cidrCovers,
  isMissingRecord,
  type Network,
  ok,
  type Result,
  type RouteTable,
  type RouteTarget,
  subnetBlocks,
  subnetsOf,
  vpcBlocks,
} from "@netsim/core";
import { refuse } from "../verb.js";
import { exactlyOne, type Optional, readBlock, text } from "./request.js";

export interface DestinationRequest {
  readonly DestinationCidrBlock?: string | undefined;
  readonly DestinationIpv6CidrBlock?: string | undefined;
  readonly DestinationPrefixListId?: string | undefined;
}

const KEYS = ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"] as const;

export type DestinationKey = (typeof KEYS)[number];

/** Spread into the schema of a request. */
export const destinationEntries: { readonly [K in DestinationKey]: Optional<string> } = {
  DestinationCidrBlock: text,
  DestinationIpv6CidrBlock: text,
  DestinationPrefixListId: text,
};

export interface Destination {
  readonly key: DestinationKey;
  /** A block in canonical form, or the id of a prefix list. */
  readonly value: Cidr | string;
}

export function readDestination(network: Network, request: DestinationRequest): Result<Destination> {
  const key = exactlyOne(request, KEYS);
  if (!key.ok) return key;
  const given = request[key.value] ?? "";
  if (key.value !== "DestinationPrefixListId") {
    const block = readBlock(given, key.value === "DestinationCidrBlock" ? "ipv4" : "ipv6", [key.value]);
    return block.ok ? ok({ key: key.value, value: block.value }) : block;
  }
  const isKnown = Object.hasOwn(network.prefixLists, given) || isMissingRecord(network.missing, "prefixLists", given);
  if (isKnown && given.startsWith("pl-")) return ok({ key: key.value, value: given });
  return refuse("InvalidPrefixListId.NotFound", [key.value], "the id of a prefix list of the network", given);
}

/** What AWS keeps for its own services; it takes no routes to any part of them. */
const RESERVED = [cidr("169.254.168.0/22"), cidr("fd00:ec2::/32")];

/** The blocks that the table has local routes for. */
export function localBlocks(network: Network, { vpcId }: RouteTable): readonly Cidr[] {
  const vpc = Object.hasOwn(network.vpcs, vpcId) ? network.vpcs[vpcId] : undefined;
  return vpc ? vpcBlocks(vpc) : [];
}

/** Whether a local route, and one more specific than that, may lead there: to a NAT gateway, interface or middlebox endpoint. */
export function isMiddlebox(target: RouteTarget): boolean {
  return target.type === "nat-gateway" || isInspection(target);
}

/** An interface or a Gateway Load Balancer endpoint. */
export function isInspection(target: RouteTarget): boolean {
  if (target.type === "unsupported") return target.kind === "gateway-load-balancer-endpoint";
  return target.type === "network-interface";
}

/** The blocks of the VPC's subnets, each of which a route may name although the local route covers it. */
export function wholeSubnets(network: Network, { vpcId }: RouteTable): readonly string[] {
  return subnetsOf(network, vpcId).flatMap(subnetBlocks);
}

/**
 * Whether a table can have a static route to the destination: not into what AWS keeps, and into the VPC only for the whole
 * of a subnet, to a middlebox.
 * "Configure route tables" https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
export function checkDestination(
  network: Network,
  table: RouteTable,
  { key, value }: Destination,
  target: RouteTarget,
): Result<undefined> {
  if (key === "DestinationPrefixListId") return ok(undefined);
  const block = value as Cidr;
  const reserved = RESERVED.find((each) => cidrCovers(each, block));
  if (reserved !== undefined) return refuse("InvalidParameterValue", [key], `a block outside ${reserved}`, block);
  const isInside = localBlocks(network, table).some((each) => each !== block && cidrCovers(each, block));
  const isWhole = wholeSubnets(network, table).includes(block);
  if (!isInside || (isWhole && isMiddlebox(target))) return ok(undefined);
  const expected = isWhole
    ? "a NAT gateway, an interface or a Gateway Load Balancer endpoint as target of a route to a subnet"
    : "a block outside the VPC, or the whole block of a subnet";
  return refuse("InvalidParameterValue", [key], expected, block);
}
