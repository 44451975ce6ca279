/**
 * One permission of a group: a protocol, ports and any number of peers, each of which makes a rule.
 * "IpPermission" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
import { AMAZON_ELB, AMAZON_ELB_SECURITY_GROUP, maskCidr, parseCidr, type SecurityGroupRuleInput } from "@netsim/core";
import * as v from "valibot";
import { type Place, within } from "../document.js";
import { addNote, type Draft } from "./draft.js";
import { portFields } from "./ports.js";

const text = v.optional(v.string());

interface Permission {
  readonly IpProtocol: string;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly IpRanges?: readonly PeerOf<"CidrIp">[] | undefined;
  readonly Ipv6Ranges?: readonly PeerOf<"CidrIpv6">[] | undefined;
  readonly PrefixListIds?: readonly PeerOf<"PrefixListId">[] | undefined;
  readonly UserIdGroupPairs?:
    | readonly { readonly [key in "GroupId" | "GroupName" | "UserId" | "Description"]?: string | undefined }[]
    | undefined;
}

type PeerOf<K extends string> = { readonly [key in K]: string } & { readonly Description?: string | undefined };

export const permissionsSchema: v.OptionalSchema<
  v.GenericSchema<unknown, readonly Permission[]>,
  undefined
> = v.optional(
  v.array(
    v.object({
      IpProtocol: v.string(),
      FromPort: v.optional(v.number()),
      ToPort: v.optional(v.number()),
      IpRanges: v.optional(v.array(v.object({ CidrIp: v.string(), Description: text }))),
      Ipv6Ranges: v.optional(v.array(v.object({ CidrIpv6: v.string(), Description: text }))),
      PrefixListIds: v.optional(v.array(v.object({ PrefixListId: v.string(), Description: text }))),
      UserIdGroupPairs: v.optional(
        v.array(v.object({ GroupId: text, GroupName: text, UserId: text, Description: text })),
      ),
    }),
  ),
);

export type RulePeer = NonNullable<SecurityGroupRuleInput["peer"]>;

/** A rule with its place: that of the peer, where a permission has several. */
export interface PlacedRule extends SecurityGroupRuleInput {
  readonly peer: RulePeer;
  readonly origin: Place;
}

interface PeerAt {
  readonly peer: RulePeer;
  readonly description: string | undefined;
  readonly place: Place;
}

export function permissionRules(
  draft: Draft,
  group: { readonly id: string; readonly place: Place },
  key: "IpPermissions" | "IpPermissionsEgress",
  permissions: readonly Permission[],
): PlacedRule[] {
  return permissions.flatMap((permission, at) => {
    const place = within(group.place, key, at);
    const about = { component: group.id, place };
    const ports = portFields(draft, permission.IpProtocol, { from: permission.FromPort, to: permission.ToPort }, about);
    const peers = peersOf(draft, permission, group.id, place);
    if (peers.length === 0) {
      addNote(
        draft,
        "permission-without-peer",
        `a permission of ${group.id} names no peer, so it admits nothing`,
        about,
      );
    }
    return peers.map(({ peer, description, place: origin }) => ({
      ...ports,
      peer,
      ...(description === undefined ? {} : { description }),
      origin,
    }));
  });
}

function peersOf(draft: Draft, permission: Permission, component: string, place: Place): PeerAt[] {
  return [
    ...each(place, "IpRanges", permission.IpRanges, (range, at) => ruleBlock(draft, range.CidrIp, component, at)),
    ...each(place, "Ipv6Ranges", permission.Ipv6Ranges, (range, at) => ruleBlock(draft, range.CidrIpv6, component, at)),
    ...each(place, "PrefixListIds", permission.PrefixListIds, ({ PrefixListId }) => ({ prefixListId: PrefixListId })),
    // A pair without an id is one of EC2-Classic, known by owner and name.
    ...each(place, "UserIdGroupPairs", permission.UserIdGroupPairs, ({ GroupId, UserId, GroupName }) => ({
      securityGroupId: elbGroup(UserId) ?? GroupId ?? `${UserId ?? ""}/${GroupName ?? ""}`,
    })),
  ];
}

/** The one group that AWS's load balancing has for EC2-Classic, under whatever id. */
export function elbGroup(owner: string | undefined): string | undefined {
  return owner === AMAZON_ELB ? AMAZON_ELB_SECURITY_GROUP : undefined;
}

function each<T extends { readonly Description?: string | undefined }>(
  permission: Place,
  key: string,
  list: readonly T[] | undefined,
  peerOf: (member: T, place: Place) => RulePeer,
): PeerAt[] {
  return (list ?? []).map((member, at) => {
    const place = within(permission, key, at);
    return { peer: peerOf(member, place), description: member.Description, place };
  });
}

/**
 * The peer block of a rule. AWS zeroes host bits when a rule is made, so a block that has some was altered since; it can
 * only mean the block around it.
 */
export function ruleBlock(draft: Draft, text: string, component: string, place: Place): RulePeer {
  const parsed = parseCidr(text);
  if (parsed.ok || parsed.issues[0]?.code !== "cidr-host-bits") return { cidr: text };
  const masked = maskCidr(text);
  if (!masked.ok) return { cidr: text };
  const message = `a rule of ${component} has a block with host bits, ${text}, which was taken for ${masked.value}`;
  addNote(draft, "host-bits", message, { place, component, details: { given: text, taken: masked.value } });
  return { cidr: masked.value };
}
