/**
 * `describe-security-group-vpc-associations`: further VPCs whose interfaces may carry a group.
 * "SecurityGroupVpcAssociation" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupVpcAssociation.html
 */
import * as v from "valibot";
import { type Draft, recordsOf } from "./draft.js";
import type { Noun } from "./noun.js";
import { isAssociated } from "./shape.js";

const schema = v.pipe(
  v.object({ GroupId: v.string(), VpcId: v.string(), State: v.optional(v.string()) }),
  v.transform(({ GroupId, VpcId, State }) => ({ GroupId, vpcIds: isAssociated({ State }) ? [VpcId] : [] })),
);

type Associations = v.InferOutput<typeof schema>;

/** An association has no id, so all of a group are one record here. */
export const groupAssociations: Noun = {
  key: "SecurityGroupVpcAssociations",
  id: "GroupId",
  schema,
  collections: [],
  merge: (one: Associations, other: Associations): Associations => ({
    GroupId: one.GroupId,
    vpcIds: [...new Set([...one.vpcIds, ...other.vpcIds])].sort(),
  }),
};

/** By group id. */
export function associatedVpcs(draft: Draft): ReadonlyMap<string, readonly string[]> {
  return new Map(recordsOf(draft, groupAssociations, schema).map(({ id, record }) => [id, record.vpcIds]));
}
