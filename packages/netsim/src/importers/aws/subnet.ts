/**
 * `describe-subnets`, which names neither the route table nor the network ACL of a subnet: those list their subnets.
 * "Subnet" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html
 */
import * as v from "valibot";
import { type Draft, leaveOut, recordsOf, refer } from "./draft.js";
import type { Noun } from "./noun.js";
import { blockPublicAccess, ipv6Associations, ipv6Blocks, named, tags } from "./shape.js";

const schema = v.object({
  SubnetId: v.string(),
  VpcId: v.string(),
  AvailabilityZone: v.string(),
  CidrBlock: v.optional(v.string()),
  Ipv6CidrBlockAssociationSet: ipv6Associations,
  BlockPublicAccessStates: blockPublicAccess,
  Tags: tags,
});

export const subnets: Noun = { key: "Subnets", id: "SubnetId", schema, collections: ["subnets"] };

/** For a subnet, the ids of the tables or ACLs that list it; more than one only in collections that were altered. */
export type OfSubnets = ReadonlyMap<string, readonly string[]>;

export function buildSubnets(draft: Draft, routeTables: OfSubnets, networkAcls: OfSubnets): void {
  for (const { id, record, place } of recordsOf(draft, subnets, schema)) {
    const [routeTableId, ...tables] = routeTables.get(id) ?? [];
    const [networkAclId, ...acls] = networkAcls.get(id) ?? [];
    if (tables.length + acls.length > 0) {
      const detail = `associated with ${[routeTableId, ...tables, networkAclId, ...acls].filter(Boolean).join(", ")}`;
      leaveOut(draft, "subnets", id, "contradictory", detail, place);
      continue;
    }
    refer(draft, "vpcs", record.VpcId, id, place);
    draft.input.subnets.set(id, {
      ...named(record.Tags),
      vpcId: record.VpcId,
      availabilityZone: record.AvailabilityZone,
      cidrBlock: record.CidrBlock,
      ipv6CidrBlocks: ipv6Blocks(record.Ipv6CidrBlockAssociationSet),
      routeTableId,
      networkAclId,
      internetGatewayBlockMode: record.BlockPublicAccessStates?.InternetGatewayBlockMode,
      origin: place,
    });
  }
}

/** The Region of a VPC, from the names of its subnets' zones: `us-east-1a`, or `us-west-2-lax-1a` for a local zone. */
export function regionsOfZones(draft: Draft): Map<string, string> {
  const regions = new Map<string, string>();
  for (const { record } of recordsOf(draft, subnets, schema)) {
    const [region] = /^[a-z]+(-[a-z]+)+-\d+/.exec(record.AvailabilityZone) ?? [];
    if (region !== undefined) regions.set(record.VpcId, region);
  }
  return regions;
}

/** Adds to what is known of each subnet; the subnet is referred to, so that one not described is named. */
export function associate(
  draft: Draft,
  map: Map<string, string[]>,
  subnetId: string,
  by: { readonly id: string; readonly place: { readonly file: string; readonly pointer: string } },
): void {
  map.set(subnetId, [...(map.get(subnetId) ?? []), by.id]);
  refer(draft, "subnets", subnetId, by.id, by.place);
}
