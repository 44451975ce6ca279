/** Tags of a create request. "TagSpecification" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TagSpecification.html */
import { ok, type Result } from "@netsim/core";
import * as v from "valibot";
import { refuse } from "../verb.js";
import type { Optional } from "./request.js";

/** "Tag" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Tag.html */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** "TagSpecification" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TagSpecification.html */
export interface TagSpecification {
  /** AWS's word for what is created, such as `security-group`. */
  readonly ResourceType: string;
  readonly Tags: readonly Tag[];
}

export const tagSpecifications: Optional<readonly TagSpecification[]> = v.optional(
  v.array(
    v.strictObject({
      ResourceType: v.string(),
      Tags: v.array(v.strictObject({ Key: v.string(), Value: v.string() })),
    }),
  ),
);

/** The `Name` tag, as a key to spread into a record. The network keeps no other, so another is refused and not dropped. */
export function readName(
  specifications: readonly TagSpecification[] | undefined,
  resourceType: string,
): Result<{ readonly name?: string }> {
  let name: string | undefined;
  for (const [at, { ResourceType, Tags }] of (specifications ?? []).entries()) {
    const path = ["TagSpecifications", at];
    if (ResourceType !== resourceType) {
      return refuse("InvalidParameterValue", [...path, "ResourceType"], resourceType, ResourceType);
    }
    for (const [index, { Key, Value }] of Tags.entries()) {
      const place = [...path, "Tags", index, "Key"];
      if (Key !== "Name") return refuse("UnsupportedOperation", place, "Name, the one tag that a network keeps", Key);
      if (name !== undefined) return refuse("InvalidParameterValue", place, "each key once", Key);
      name = Value;
    }
  }
  return ok(name === undefined || name === "" ? {} : { name });
}

/** The tags that AWS prints of a record. */
export function tagsOf({ name }: { readonly name?: string | undefined }): readonly Tag[] {
  return name === undefined ? [] : [{ Key: "Name", Value: name }];
}
