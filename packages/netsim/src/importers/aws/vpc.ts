/** `describe-vpcs`. "Vpc" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Vpc.html */
import * as v from "valibot";
import { type Draft, recordsOf } from "./draft.js";
import type { Noun } from "./noun.js";
import { blockPublicAccess, ipv6Associations, ipv6Blocks, isAssociated, named, state, tags } from "./shape.js";

const schema = v.object({
  VpcId: v.string(),
  CidrBlock: v.optional(v.string()),
  CidrBlockAssociationSet: v.optional(v.array(v.object({ CidrBlock: v.string(), CidrBlockState: state }))),
  Ipv6CidrBlockAssociationSet: ipv6Associations,
  IsDefault: v.optional(v.boolean()),
  OwnerId: v.optional(v.string()),
  BlockPublicAccessStates: blockPublicAccess,
  Tags: tags,
});

export const vpcs: Noun = { key: "Vpcs", id: "VpcId", schema, collections: ["vpcs"] };

/** @param regions of the VPCs where something tells them: a VPC itself does not. */
export function buildVpcs(draft: Draft, regions: ReadonlyMap<string, string>): void {
  for (const { id, record, place } of recordsOf(draft, vpcs, schema)) {
    draft.input.vpcs.set(id, {
      ...named(record.Tags),
      cidrBlocks: ipv4Blocks(record),
      ipv6CidrBlocks: ipv6Blocks(record.Ipv6CidrBlockAssociationSet),
      isDefault: record.IsDefault ?? false,
      internetGatewayBlockMode: record.BlockPublicAccessStates?.InternetGatewayBlockMode,
      ownerId: record.OwnerId,
      region: regions.get(id),
      origin: place,
    });
  }
}

/** `CidrBlock` is only the primary block; the associations list it and the others, those of the past included. */
function ipv4Blocks(record: v.InferOutput<typeof schema>): string[] {
  const { CidrBlock: primary, CidrBlockAssociationSet: associations } = record;
  if (!associations || associations.length === 0) return primary === undefined ? [] : [primary];
  const blocks = associations.filter((each) => isAssociated(each.CidrBlockState)).map((each) => each.CidrBlock);
  return [...blocks.filter((block) => block === primary), ...blocks.filter((block) => block !== primary)];
}
