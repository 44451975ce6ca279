/** Shapes that several nouns share. */
import * as v from "valibot";

interface Tag {
  readonly Key: string;
  readonly Value?: string | undefined;
}

type Optional<T> = v.OptionalSchema<v.GenericSchema<unknown, T>, undefined>;

/** `Tags` everywhere, `TagSet` at network interfaces. */
export const tags: Optional<readonly Tag[]> = v.optional(
  v.array(v.object({ Key: v.string(), Value: v.optional(v.string()) })),
);

/** The `Name` tag, as a key to spread into a record. */
export function named(list: readonly Tag[] | undefined): { readonly name?: string } {
  const name = list?.find((tag) => tag.Key === "Name")?.Value;
  return name === undefined || name === "" ? {} : { name };
}

/** `{ State }` of an association, which may be on its way in or out. */
export const state: Optional<{ readonly State?: string | undefined }> = v.optional(
  v.object({ State: v.optional(v.string()) }),
);

/** Without a state it is taken to be in force. */
export function isAssociated(association: { readonly State?: string | undefined } | undefined): boolean {
  return association?.State === undefined || association.State === "associated";
}

interface Ipv6Association {
  readonly Ipv6CidrBlock: string;
  readonly Ipv6CidrBlockState?: { readonly State?: string | undefined } | undefined;
}

/** `Ipv6CidrBlockAssociationSet` of VPCs and subnets. */
export const ipv6Associations: Optional<readonly Ipv6Association[]> = v.optional(
  v.array(v.object({ Ipv6CidrBlock: v.string(), Ipv6CidrBlockState: state })),
);

export function ipv6Blocks(associations: readonly Ipv6Association[] | undefined): string[] {
  return (associations ?? []).filter((each) => isAssociated(each.Ipv6CidrBlockState)).map((each) => each.Ipv6CidrBlock);
}

interface BlockPublicAccess {
  readonly InternetGatewayBlockMode?: "off" | "block-bidirectional" | "block-ingress" | undefined;
}

/** `BlockPublicAccessStates` of VPCs and subnets. */
export const blockPublicAccess: Optional<BlockPublicAccess> = v.optional(
  v.object({ InternetGatewayBlockMode: v.optional(v.picklist(["off", "block-bidirectional", "block-ingress"])) }),
);

/** `Groups` of network interfaces and `SecurityGroups` of instances. */
export const groups: Optional<readonly { readonly GroupId: string }[]> = v.optional(
  v.array(v.object({ GroupId: v.string() })),
);
