/** Internet, egress-only internet and NAT gateways, and gateway endpoints. */
import * as v from "valibot";
import { type IpAddress, parseIp } from "../packet/ip.js";
import type { Path } from "../result.js";
import { type Described, type Origin, originSchema } from "./origin.js";
import { compact, type Reader } from "./read.js";

/**
 * Translates between private and public IPv4 addresses one to one, and passes IPv6 unchanged.
 * "Connect to the internet using an internet gateway" https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export interface InternetGateway extends Described {
  readonly id: string;
  /** The VPC it is attached to; absent when detached. */
  readonly vpcId?: string | undefined;
}

/**
 * Lets IPv6 connections out and only their replies in.
 * "Egress-only internet gateways" https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
 */
export interface EgressOnlyInternetGateway extends Described {
  readonly id: string;
  readonly vpcId?: string | undefined;
}

/**
 * Sends out, from its own address, what instances without a public address send.
 * "NAT gateways" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
export interface NatGateway extends Described {
  readonly id: string;
  readonly subnetId: string;
  readonly connectivityType: "public" | "private";
  readonly state: "pending" | "failed" | "available" | "deleting" | "deleted";
  readonly privateIpAddress: IpAddress;
  /** Its Elastic IP address, where it is public. */
  readonly publicIp?: IpAddress | undefined;
}

/**
 * A gateway endpoint for Amazon S3 or DynamoDB, reached by a route to the service's prefix list.
 * "Gateway endpoints" https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
export interface GatewayEndpoint extends Described {
  readonly id: string;
  readonly vpcId: string;
  readonly serviceName: string;
}

export interface InternetGatewayInput {
  readonly vpcId?: string | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly origin?: Origin | undefined;
}

export interface NatGatewayInput {
  readonly subnetId: string;
  readonly connectivityType?: "public" | "private" | undefined;
  readonly state?: "pending" | "failed" | "available" | "deleting" | "deleted" | undefined;
  readonly privateIpAddress: string;
  readonly publicIp?: string | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly origin?: Origin | undefined;
}

export interface GatewayEndpointInput {
  readonly vpcId: string;
  readonly serviceName?: string | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly origin?: Origin | undefined;
}

const internetGatewaySchema: v.GenericSchema<unknown, InternetGatewayInput> = v.strictObject({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  origin: v.optional(originSchema),
  vpcId: v.optional(v.string()),
});

const natGatewaySchema: v.GenericSchema<unknown, NatGatewayInput> = v.strictObject({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  origin: v.optional(originSchema),
  subnetId: v.string(),
  connectivityType: v.optional(v.picklist(["public", "private"])),
  state: v.optional(v.picklist(["pending", "failed", "available", "deleting", "deleted"])),
  privateIpAddress: v.string(),
  publicIp: v.optional(v.string()),
});

const gatewayEndpointSchema: v.GenericSchema<unknown, GatewayEndpointInput> = v.strictObject({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  origin: v.optional(originSchema),
  vpcId: v.string(),
  serviceName: v.optional(v.string()),
});

/** Reads an internet gateway or an egress-only one: AWS describes both alike. */
export function readInternetGateway(
  reader: Reader,
  id: string,
  value: unknown,
  path: Path,
): InternetGateway | undefined {
  const input = reader.shape(internetGatewaySchema, value, path);
  return input && compact({ id, name: input.name, vpcId: input.vpcId, origin: input.origin });
}

export function readNatGateway(reader: Reader, id: string, value: unknown, path: Path): NatGateway | undefined {
  const input = reader.shape(natGatewaySchema, value, path);
  if (!input) return undefined;
  const privateIpAddress = reader.take(parseIp(input.privateIpAddress, [...path, "privateIpAddress"]));
  const publicIp =
    input.publicIp === undefined ? undefined : reader.take(parseIp(input.publicIp, [...path, "publicIp"]));
  if (privateIpAddress === undefined) return undefined;
  return compact({
    id,
    name: input.name,
    subnetId: input.subnetId,
    connectivityType: input.connectivityType ?? "public",
    state: input.state ?? "available",
    privateIpAddress,
    publicIp,
    origin: input.origin,
  });
}

export function readGatewayEndpoint(
  reader: Reader,
  id: string,
  value: unknown,
  path: Path,
): GatewayEndpoint | undefined {
  const input = reader.shape(gatewayEndpointSchema, value, path);
  return (
    input &&
    compact({ id, name: input.name, vpcId: input.vpcId, serviceName: input.serviceName ?? "", origin: input.origin })
  );
}
