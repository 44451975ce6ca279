/**
 * A subnet: a block of its VPC in one Availability Zone, with one route table and one network ACL.
 * "Subnets for your VPC" https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html
 */
import * as v from "valibot";
import { type Cidr, cidrFamily, cidrHost, cidrLast, cidrSize } from "../packet/cidr.js";
import type { IpAddress } from "../packet/ip.js";
import type { Path } from "../result.js";
import { type Described, type Origin, originSchema } from "./origin.js";
import { compact, type Reader } from "./read.js";
import { blockModeSchema, type InternetGatewayBlockMode } from "./vpc.js";

export interface Subnet extends Described {
  readonly id: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  /** Absent for an IPv6-only subnet. */
  readonly cidrBlock?: Cidr | undefined;
  readonly ipv6CidrBlocks: readonly Cidr[];
  /** The explicitly associated table; without one the subnet uses its VPC's main table. */
  readonly routeTableId?: string | undefined;
  /** The associated ACL; without one the subnet uses its VPC's default ACL. */
  readonly networkAclId?: string | undefined;
  /** Where it differs from the VPC's. */
  readonly internetGatewayBlockMode?: InternetGatewayBlockMode | undefined;
}

export interface SubnetInput {
  readonly vpcId: string;
  /** Such as `us-east-1a`. */
  readonly availabilityZone: string;
  /** Its blocks, at most one of them IPv4. */
  readonly cidr?: string | readonly string[] | undefined;
  readonly cidrBlock?: string | undefined;
  readonly ipv6CidrBlocks?: readonly string[] | undefined;
  readonly routeTableId?: string | undefined;
  readonly networkAclId?: string | undefined;
  readonly internetGatewayBlockMode?: InternetGatewayBlockMode | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly origin?: Origin | undefined;
}

const schema: v.GenericSchema<unknown, SubnetInput> = v.strictObject({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  origin: v.optional(originSchema),
  vpcId: v.string(),
  availabilityZone: v.string(),
  cidr: v.optional(v.union([v.string(), v.array(v.string())])),
  cidrBlock: v.optional(v.string()),
  ipv6CidrBlocks: v.optional(v.array(v.string())),
  routeTableId: v.optional(v.string()),
  networkAclId: v.optional(v.string()),
  internetGatewayBlockMode: v.optional(blockModeSchema),
});

export function readSubnet(reader: Reader, id: string, value: unknown, path: Path): Subnet | undefined {
  const input = reader.shape(schema, value, path);
  if (!input) return undefined;
  const blocks = [
    ...reader.cidrs(input.cidr, [...path, "cidr"]),
    ...reader.cidrs(input.cidrBlock, [...path, "cidrBlock"]),
    ...reader.cidrs(input.ipv6CidrBlocks, [...path, "ipv6CidrBlocks"]),
  ];
  const [cidrBlock, ...more] = blocks.filter((block) => cidrFamily(block) === "ipv4");
  const stated = [input.cidr ?? [], input.cidrBlock ?? [], input.ipv6CidrBlocks ?? []].flat();
  if (stated.length === 0) reader.report("subnet-without-block", path, "a CIDR block", value);
  if (more.length > 0) reader.report("subnet-with-two-blocks", path, "at most one IPv4 block", more[0]);
  return compact({
    id,
    name: input.name,
    vpcId: input.vpcId,
    availabilityZone: input.availabilityZone,
    cidrBlock,
    ipv6CidrBlocks: blocks.filter((block) => cidrFamily(block) === "ipv6"),
    routeTableId: input.routeTableId,
    networkAclId: input.networkAclId,
    internetGatewayBlockMode: input.internetGatewayBlockMode,
    origin: input.origin,
  });
}

export function subnetBlocks(subnet: Subnet): readonly Cidr[] {
  return subnet.cidrBlock === undefined ? subnet.ipv6CidrBlocks : [subnet.cidrBlock, ...subnet.ipv6CidrBlocks];
}

/**
 * The addresses of a subnet that AWS keeps: network, router, DNS and future use, and the last one.
 * "Subnet CIDR blocks" https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export function reservedAddresses(block: Cidr): readonly IpAddress[] {
  const first = [0, 1, 2, 3]
    .filter((offset) => BigInt(offset) < cidrSize(block))
    .map((offset) => cidrHost(block, offset));
  return [...new Set([...first, cidrLast(block)])];
}
