/** `describe-security-groups`. "SecurityGroup" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroup.html */
import { AMAZON_ELB_SECURITY_GROUP, EC2_CLASSIC, type SecurityGroupInput } from "@netsim/core";
import * as v from "valibot";
import type { Place } from "../document.js";
import { addNote, type Draft, leaveOut, type Raw, recordsOf, refer } from "./draft.js";
import { associatedVpcs } from "./group-association.js";
import type { AwsInterface } from "./network-interface.js";
import type { Noun } from "./noun.js";
import { type PlacedRule, permissionRules, permissionsSchema } from "./permission.js";
import { type DescribedRule, rulesByGroup, withRuleIds } from "./security-group-rule.js";
import { named, tags } from "./shape.js";

const schema = v.object({
  GroupId: v.string(),
  GroupName: v.optional(v.string()),
  Description: v.optional(v.string()),
  VpcId: v.optional(v.string()),
  OwnerId: v.optional(v.string()),
  IpPermissions: permissionsSchema,
  IpPermissionsEgress: permissionsSchema,
  Tags: tags,
});

export const securityGroups: Noun = {
  key: "SecurityGroups",
  id: "GroupId",
  schema,
  collections: ["securityGroups"],
};

/** The VPC whose interfaces carry a group, where they all are of one VPC. */
export function vpcsOfGroups(interfaces: Iterable<Raw<AwsInterface>>): ReadonlyMap<string, string> {
  const vpcs = new Map<string, Set<string>>();
  for (const { record } of interfaces) {
    const { VpcId: vpcId, Groups: groups = [] } = record;
    if (vpcId === undefined) continue;
    for (const { GroupId } of groups) vpcs.set(GroupId, (vpcs.get(GroupId) ?? new Set()).add(vpcId));
  }
  return new Map([...vpcs].flatMap(([group, ids]) => (ids.size === 1 ? [[group, [...ids][0] as string]] : [])));
}

/** @param vpcOfGroup the VPC of the interfaces that carry a group: rules alone do not tell a group's VPC. */
export function buildSecurityGroups(draft: Draft, vpcOfGroup: ReadonlyMap<string, string>): void {
  const described = rulesByGroup(draft);
  const names = new Set<string>();
  const groups = recordsOf(draft, securityGroups, schema);
  for (const group of groups) {
    if (group.record.VpcId === undefined && vpcOfGroup.has(group.id))
      leaveOut(
        draft,
        "securityGroups",
        group.id,
        "not-described",
        "it has no VpcId, and is no group of EC2-Classic",
        group.place,
      );
    else buildGroup(draft, group, described.get(group.id) ?? [], names);
  }
  const known = new Set(groups.map((group) => group.id));
  for (const [id, rules] of described) {
    if (!known.has(id)) buildFromRules(draft, id, rules, vpcOfGroup.get(id));
  }
  for (const [id, associatedVpcIds] of associatedVpcs(draft)) {
    const input = draft.input.securityGroups.get(id);
    if (input) draft.input.securityGroups.set(id, { ...input, associatedVpcIds });
  }
}

function buildGroup(
  draft: Draft,
  group: Raw<v.InferOutput<typeof schema>>,
  described: readonly DescribedRule[],
  names: Set<string>,
): void {
  const { id, record, place } = group;
  const { VpcId: vpcId = EC2_CLASSIC } = record;
  for (const key of ["IpPermissions", "IpPermissionsEgress"] as const) {
    // In EC2-Classic there are no egress rules to list.
    if (record[key] || (key === "IpPermissionsEgress" && vpcId === EC2_CLASSIC)) continue;
    addNote(draft, "list-not-given", `${id} has no ${key}; it was taken to have no such rules`, {
      place,
      component: id,
    });
  }
  const ingress = permissionRules(draft, group, "IpPermissions", record.IpPermissions ?? []);
  const egress = permissionRules(draft, group, "IpPermissionsEgress", record.IpPermissionsEgress ?? []);
  put(draft, id, place, {
    ...named(record.Tags),
    groupName: uniqueName(draft, group, names),
    description: record.Description,
    vpcId,
    ingress: withRuleIds(
      draft,
      id,
      ingress,
      described.filter((rule) => !rule.egress),
    ),
    egress: withRuleIds(
      draft,
      id,
      egress,
      described.filter((rule) => rule.egress),
    ),
    ownerId: record.OwnerId,
  });
}

/** The rules say everything but the VPC and the name. */
function buildFromRules(draft: Draft, id: string, rules: readonly DescribedRule[], vpcId: string | undefined): void {
  const place = rules[0]?.input.origin;
  if (vpcId === undefined || place === undefined) {
    leaveOut(draft, "securityGroups", id, "not-described", "its rules are known, but not its VPC", place);
    return;
  }
  const message = `${id} was made of its rules and of the interfaces that carry it: the group itself is not described`;
  addNote(draft, "group-made-of-rules", message, { place, component: id });
  put(draft, id, place, {
    groupName: id,
    vpcId,
    ingress: rules.filter((rule) => !rule.egress).map((rule) => rule.input),
    egress: rules.filter((rule) => rule.egress).map((rule) => rule.input),
  });
}

function put(
  draft: Draft,
  id: string,
  place: Place,
  input: SecurityGroupInput & { readonly ingress: readonly PlacedRule[]; readonly egress: readonly PlacedRule[] },
): void {
  const isClassic = input.vpcId === EC2_CLASSIC;
  if (input.vpcId !== undefined && !isClassic) refer(draft, "vpcs", input.vpcId, id, place);
  for (const { peer, origin } of [...input.ingress, ...input.egress]) {
    if ("prefixListId" in peer) refer(draft, "prefixLists", peer.prefixListId, id, origin);
    // A group that AWS keeps itself is nowhere described.
    if ("securityGroupId" in peer && !(isClassic && peer.securityGroupId === AMAZON_ELB_SECURITY_GROUP))
      refer(draft, "securityGroups", peer.securityGroupId, id, origin);
  }
  draft.input.securityGroups.set(id, { ...input, origin: place });
}

/** AWS has no two groups of one name in a VPC, or of one account in EC2-Classic; collections whose names were blotted out do, and names decide nothing. */
function uniqueName(
  draft: Draft,
  { id, record, place }: Raw<v.InferOutput<typeof schema>>,
  names: Set<string>,
): string {
  const name = record.GroupName ?? id;
  const key = `${record.VpcId ?? `${EC2_CLASSIC} ${record.OwnerId}`} ${name.toLowerCase()}`;
  if (!names.has(key)) {
    names.add(key);
    return name;
  }
  const message = `another group of ${record.VpcId === undefined ? EC2_CLASSIC : "the VPC"} has the name ${JSON.stringify(name)} too; ${id} is called by its id as well`;
  addNote(draft, "duplicate-group-name", message, { place, component: id });
  return `${name} (${id})`;
}
