/**
 * `describe-vpc-peering-connections`.
 * "VpcPeeringConnection" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcPeeringConnection.html
 */
import type { PeeringSideInput } from "@netsim/core";
import * as v from "valibot";
import { type Draft, leaveOut, recordsOf, refer } from "./draft.js";
import type { Noun } from "./noun.js";
import { named, tags } from "./shape.js";

const text = v.optional(v.string());

const sideSchema = v.optional(
  v.object({
    VpcId: text,
    OwnerId: text,
    Region: text,
    CidrBlock: text,
    CidrBlockSet: v.optional(v.array(v.object({ CidrBlock: v.string() }))),
    Ipv6CidrBlockSet: v.optional(v.array(v.object({ Ipv6CidrBlock: v.string() }))),
  }),
);

const schema = v.object({
  VpcPeeringConnectionId: v.string(),
  Status: v.optional(v.object({ Code: text })),
  RequesterVpcInfo: sideSchema,
  AccepterVpcInfo: sideSchema,
  Tags: tags,
});

export const vpcPeeringConnections: Noun = {
  key: "VpcPeeringConnections",
  id: "VpcPeeringConnectionId",
  schema,
  collections: ["vpcPeeringConnections"],
};

export function buildPeeringConnections(draft: Draft): void {
  for (const { id, record, place } of recordsOf(draft, vpcPeeringConnections, schema)) {
    const requester = sideOf(record.RequesterVpcInfo);
    const accepter = sideOf(record.AccepterVpcInfo);
    const status = record.Status?.Code;
    if (!requester || !accepter || status === undefined) {
      leaveOut(draft, "vpcPeeringConnections", id, "not-described", "it has no status or lacks a VPC", place);
      continue;
    }
    if (status === "active") {
      for (const side of [requester, accepter]) refer(draft, "vpcs", side.vpcId, id, place);
    }
    draft.input.vpcPeeringConnections.set(id, { ...named(record.Tags), status, requester, accepter, origin: place });
  }
}

function sideOf(info: v.InferOutput<typeof sideSchema>): PeeringSideInput | undefined {
  if (info?.VpcId === undefined) return undefined;
  const set = info.CidrBlockSet?.map((each) => each.CidrBlock) ?? [];
  const primary = info.CidrBlock === undefined || set.includes(info.CidrBlock) ? [] : [info.CidrBlock];
  const ipv6 = info.Ipv6CidrBlockSet?.map((each) => each.Ipv6CidrBlock) ?? [];
  return { vpcId: info.VpcId, cidrBlocks: [...primary, ...set, ...ipv6], region: info.Region, ownerId: info.OwnerId };
}

/** The Region of each VPC that a peering names. */
export function regionsOfPeerings(draft: Draft): Map<string, string> {
  const regions = new Map<string, string>();
  for (const { record } of recordsOf(draft, vpcPeeringConnections, schema)) {
    for (const side of [record.RequesterVpcInfo, record.AccepterVpcInfo]) {
      if (side?.VpcId !== undefined && side.Region !== undefined) regions.set(side.VpcId, side.Region);
    }
  }
  return regions;
}
