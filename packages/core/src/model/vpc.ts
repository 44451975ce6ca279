/**
 * A virtual private cloud: the address space that its subnets share.
 * "VPC CIDR blocks" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
import * as v from "valibot";
import { type Cidr, cidrFamily } from "../packet/cidr.js";
import type { Path } from "../result.js";
import { type Described, type Origin, originSchema } from "./origin.js";
import { compact, type Reader } from "./read.js";

/**
 * Block Public Access of a VPC or subnet: which internet traffic is refused whatever the rules say.
 * "Block public access to VPCs and subnets" https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 */
export type InternetGatewayBlockMode = "off" | "block-bidirectional" | "block-ingress";

export interface Vpc extends Described {
  readonly id: string;
  /** IPv4 blocks, the primary one first. */
  readonly cidrBlocks: readonly Cidr[];
  readonly ipv6CidrBlocks: readonly Cidr[];
  /** Whether it is the account's default VPC of the Region. */
  readonly isDefault: boolean;
  readonly internetGatewayBlockMode: InternetGatewayBlockMode;
  readonly ownerId?: string | undefined;
  /** Needed only to tell whether a peering crosses Regions. */
  readonly region?: string | undefined;
}

export interface VpcInput {
  /** Every block, IPv4 and IPv6 in any order; the first IPv4 block is the primary one. */
  readonly cidr?: string | readonly string[] | undefined;
  readonly cidrBlocks?: readonly string[] | undefined;
  readonly ipv6CidrBlocks?: readonly string[] | undefined;
  readonly isDefault?: boolean | undefined;
  readonly internetGatewayBlockMode?: InternetGatewayBlockMode | undefined;
  readonly ownerId?: string | undefined;
  readonly region?: string | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly origin?: Origin | undefined;
}

export const blockModeSchema: v.GenericSchema<unknown, InternetGatewayBlockMode> = v.picklist([
  "off",
  "block-bidirectional",
  "block-ingress",
]);

const schema: v.GenericSchema<unknown, VpcInput> = v.strictObject({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  origin: v.optional(originSchema),
  cidr: v.optional(v.union([v.string(), v.array(v.string())])),
  cidrBlocks: v.optional(v.array(v.string())),
  ipv6CidrBlocks: v.optional(v.array(v.string())),
  isDefault: v.optional(v.boolean()),
  internetGatewayBlockMode: v.optional(blockModeSchema),
  ownerId: v.optional(v.string()),
  region: v.optional(v.string()),
});

export function readVpc(reader: Reader, id: string, value: unknown, path: Path): Vpc | undefined {
  const input = reader.shape(schema, value, path);
  if (!input) return undefined;
  const blocks = [
    ...reader.cidrs(input.cidr, [...path, "cidr"]),
    ...reader.cidrs(input.cidrBlocks, [...path, "cidrBlocks"]),
    ...reader.cidrs(input.ipv6CidrBlocks, [...path, "ipv6CidrBlocks"]),
  ];
  const stated = [input.cidr ?? [], input.cidrBlocks ?? [], input.ipv6CidrBlocks ?? []].flat();
  if (stated.length === 0) reader.report("vpc-without-block", path, "at least one CIDR block", value);
  return compact({
    id,
    name: input.name,
    cidrBlocks: blocks.filter((block) => cidrFamily(block) === "ipv4"),
    ipv6CidrBlocks: blocks.filter((block) => cidrFamily(block) === "ipv6"),
    isDefault: input.isDefault ?? false,
    internetGatewayBlockMode: input.internetGatewayBlockMode ?? "off",
    ownerId: input.ownerId,
    region: input.region,
    origin: input.origin,
  });
}
