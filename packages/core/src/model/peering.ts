/**
 * A VPC peering connection.
 * "VPC peering basics" https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
import * as v from "valibot";
import type { Cidr } from "../packet/cidr.js";
import type { Path } from "../result.js";
import { type Described, type Origin, originSchema } from "./origin.js";
import { compact, type Reader } from "./read.js";

export interface PeeringSide {
  readonly vpcId: string;
  /** The blocks AWS lists for that side; needed where the VPC itself is not in the network. */
  readonly cidrBlocks: readonly Cidr[];
  readonly region?: string | undefined;
  readonly ownerId?: string | undefined;
}

export interface PeeringConnection extends Described {
  readonly id: string;
  /** AWS's status code; only `active` carries traffic. */
  readonly status: string;
  readonly requester: PeeringSide;
  readonly accepter: PeeringSide;
}

export interface PeeringSideInput {
  readonly vpcId: string;
  readonly cidrBlocks?: readonly string[] | undefined;
  readonly region?: string | undefined;
  readonly ownerId?: string | undefined;
}

export interface PeeringConnectionInput {
  /** `active` when left out. */
  readonly status?: string | undefined;
  /** The side, or only its VPC id. */
  readonly requester: string | PeeringSideInput;
  readonly accepter: string | PeeringSideInput;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly origin?: Origin | undefined;
}

const sideSchema = v.union([
  v.string(),
  v.strictObject({
    vpcId: v.string(),
    cidrBlocks: v.optional(v.array(v.string())),
    region: v.optional(v.string()),
    ownerId: v.optional(v.string()),
  }),
]);

const schema: v.GenericSchema<unknown, PeeringConnectionInput> = v.strictObject({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  origin: v.optional(originSchema),
  status: v.optional(v.string()),
  requester: sideSchema,
  accepter: sideSchema,
});

export function readPeeringConnection(
  reader: Reader,
  id: string,
  value: unknown,
  path: Path,
): PeeringConnection | undefined {
  const input = reader.shape(schema, value, path);
  if (!input) return undefined;
  return compact({
    id,
    name: input.name,
    status: input.status ?? "active",
    requester: readSide(reader, input.requester, [...path, "requester"]),
    accepter: readSide(reader, input.accepter, [...path, "accepter"]),
    origin: input.origin,
  });
}

function readSide(reader: Reader, input: string | PeeringSideInput, path: Path): PeeringSide {
  if (typeof input === "string") return { vpcId: input, cidrBlocks: [] };
  return compact({
    vpcId: input.vpcId,
    cidrBlocks: reader.cidrs(input.cidrBlocks, [...path, "cidrBlocks"]),
    region: input.region,
    ownerId: input.ownerId,
  });
}
