/**
 * `describe-tags` of elb and elbv2, which print tags apart from what they are on.
 * "TagDescription" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TagDescription.html
 */
import * as v from "valibot";
import { type Draft, recordsOf } from "./draft.js";
import { isListOf, type KeyReader, type Noun, nounReader } from "./noun.js";
import { named, tags } from "./shape.js";

const schema = v.pipe(
  v.object({ ResourceArn: v.optional(v.string()), LoadBalancerName: v.optional(v.string()), Tags: tags }),
  v.transform(({ ResourceArn, LoadBalancerName, Tags }) => ({ owner: ResourceArn ?? LoadBalancerName ?? "", Tags })),
);

const tagDescriptions: Noun = { key: "TagDescriptions", id: "owner", schema, collections: [] };

export const tagsReader: KeyReader = {
  ...nounReader(tagDescriptions),
  recognise: (found) => isListOf(found, "Tags"),
};

/** `Name` tags, to be spread into records: by ARN, for Classic Load Balancers by name. */
export function namesByOwner(draft: Draft): ReadonlyMap<string, { readonly name?: string }> {
  return new Map(recordsOf(draft, tagDescriptions, schema).map(({ id, record }) => [id, named(record.Tags)]));
}
