/**
 * Security groups, with the rules that are resources of their own.
 * "AWS::EC2::SecurityGroup" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroup.html
 * "AWS::EC2::SecurityGroupIngress" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-security-group-ingress.html
 */
import { allowAllRules, type SecurityGroupInput } from "@netsim/core";
import { addNote, refer } from "../aws/draft.js";
import { type Context, certain, idOf, itemOf, lose, type Made, madeOf, nameOf, originOf } from "./context.js";
import { Fields } from "./fields.js";
import { type Direction, type PlacedRule, ruleOf, unknownRule } from "./security-group-rule.js";
import { isUnresolved } from "./value.js";

const GROUP = "AWS::EC2::SecurityGroup";

/** A custom resource of CDK that takes the rules of a VPC's default group away. */
const RESTRICTED = "Custom::VpcRestrictDefaultSG";

interface Added {
  readonly ingress: PlacedRule[];
  readonly egress: PlacedRule[];
}

export function buildSecurityGroups(context: Context): void {
  const { draft } = context;
  const added = addedRules(context);
  const associated = associatedVpcs(context);
  for (const item of certain(context, "securityGroups", GROUP)) {
    const { fields, id } = item;
    const vpcId = idOf(context, "vpcs", fields.text("VpcId"), id, fields.placeOf("VpcId"));
    if (vpcId === undefined) lacksVpc(context, item);
    const more = added.get(id) ?? { ingress: [], egress: [] };
    const ingress = [...inlineRules(context, item, "ingress"), ...more.ingress];
    const egress = [...inlineRules(context, item, "egress"), ...more.egress];
    const groupName = fields.text("GroupName");
    draft.input.securityGroups.set(id, {
      ...nameOf(item),
      groupName: typeof groupName === "string" ? groupName : id,
      vpcId: vpcId ?? DEFAULT_VPC,
      ingress,
      // Left out means all traffic. Any egress rule, embedded or a resource of its own, replaces that.
      egress: egress.length > 0 ? egress : undefined,
      associatedVpcIds: associated.get(id),
      origin: originOf(item),
    });
  }
  buildDefaultGroups(context, added);
  for (const [id, rules] of added) {
    if (draft.input.securityGroups.has(id) || draft.missing.some((each) => each.id === id)) continue;
    const [first] = [...rules.ingress, ...rules.egress];
    const { file = "", pointer = "" } = first?.origin ?? {};
    refer(draft, "securityGroups", id, "a rule", { file, pointer });
    const message = `${id} is not in the templates, so rules that are added to it are in no group of the network`;
    addNote(draft, "not-in-templates", message, { place: { file, pointer }, component: id });
  }
  for (const [id, { ingress = [], egress = [] }] of draft.input.securityGroups) {
    for (const { peer, origin } of [...ingress, ...egress] as readonly PlacedRule[]) {
      const { file = "", pointer = "" } = origin ?? {};
      if ("securityGroupId" in peer) refer(draft, "securityGroups", peer.securityGroupId, id, { file, pointer });
      if ("prefixListId" in peer) refer(draft, "prefixLists", peer.prefixListId, id, { file, pointer });
    }
  }
}

/** The default VPC of the account, which no template makes. */
const DEFAULT_VPC = "the default VPC";

function lacksVpc({ draft }: Context, { id, resource }: Made): void {
  if (draft.missing.some((each) => each.collection === "vpcs" && each.id === DEFAULT_VPC)) return;
  const detail = `${id} names no VPC, so AWS makes it in the default VPC`;
  draft.missing.push({ collection: "vpcs", id: DEFAULT_VPC, reason: "not-resolved", detail, origin: resource.place });
}

function inlineRules(context: Context, item: Made, direction: Direction): readonly PlacedRule[] {
  const key = direction === "ingress" ? "SecurityGroupIngress" : "SecurityGroupEgress";
  const list = item.fields.objects(key);
  if (isUnresolved(list)) return [unknownRule(context, item, list, item.fields.placeOf(key), `${item.id} ${key}`)];
  return (list ?? []).flatMap((each, at) => {
    const label = `${item.id} ${key}[${at}]`;
    return each instanceof Fields
      ? ruleOf(context, item, each, direction, label)
      : [unknownRule(context, item, each, item.fields.placeOf(key, at), label)];
  });
}

/** Rules that are resources of their own, by group. */
function addedRules(context: Context): Map<string, Added> {
  const added = new Map<string, Added>();
  const of = (group: string): Added => {
    const known = added.get(group) ?? { ingress: [], egress: [] };
    added.set(group, known);
    return known;
  };
  for (const direction of ["ingress", "egress"] as const) {
    const type = direction === "ingress" ? "AWS::EC2::SecurityGroupIngress" : "AWS::EC2::SecurityGroupEgress";
    for (const item of madeOf(context.world, type)) {
      const { fields, id, resource, doubt } = item;
      const group = fields.text("GroupId") ?? groupNamed(context, fields);
      if (group === undefined) fields.lack("GroupId");
      else if (isUnresolved(group)) {
        // It may be a rule of any group of which the rest is known, so none of them is known whole.
        lose(context, "securityGroups", group.label, group, resource.place);
        const message = `${id} is a rule of a group that is not known, as ${group.why}`;
        addNote(context.draft, "not-resolved", message, { place: resource.place, component: id });
      } else if (doubt) of(group)[direction].push(unknownRule(context, item, doubt, resource.place, id));
      else of(group)[direction].push(...ruleOf(context, item, fields, direction, id));
    }
  }
  return added;
}

/** A group by its name, as in the default VPC. */
function groupNamed({ world }: Context, fields: Fields): ReturnType<Fields["text"]> {
  const name = fields.text("GroupName");
  if (typeof name !== "string") return name;
  return madeOf(world, GROUP).find((each) => each.id === name || each.fields.text("GroupName") === name)?.id ?? name;
}

/** The default groups of VPCs are made by AWS; they are written out here only where a template changes them. */
function buildDefaultGroups(context: Context, added: ReadonlyMap<string, Added>): void {
  const { draft, world } = context;
  const restricted = new Map<string, Made>();
  for (const item of madeOf(world, RESTRICTED)) {
    const group = item.fields.text("DefaultSecurityGroupId");
    if (typeof group === "string" && !item.doubt) restricted.set(group, item);
  }
  for (const [vpcId, vpc] of draft.input.vpcs) {
    const id = `sg-default-${vpcId}`;
    const more = added.get(id);
    const taken = restricted.get(id);
    if (!more && !taken) continue;
    const hasIpv6 = [vpc.cidr ?? []].flat().some((block) => block.includes(":"));
    const own = { protocol: -1, fromPort: -1, toPort: -1, peer: { securityGroupId: id } };
    const group: SecurityGroupInput = {
      groupName: "default",
      vpcId,
      ingress: [...(taken ? [] : [own]), ...(more?.ingress ?? [])],
      // The rules that AWS makes the group with are there before any other is added.
      egress: [...(taken ? [] : allowAllRules(hasIpv6)), ...(more?.egress ?? [])],
      origin: taken ? originOf(taken) : vpc.origin,
    };
    draft.input.securityGroups.set(id, group);
  }
}

function associatedVpcs(context: Context): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const item of madeOf(context.world, "AWS::EC2::SecurityGroupVpcAssociation")) {
    const group = item.fields.text("GroupId");
    const vpc = item.fields.text("VpcId");
    if (item.doubt || typeof group !== "string" || typeof vpc !== "string") continue;
    if (itemOf(context.world, group, GROUP)) found.set(group, [...(found.get(group) ?? []), vpc]);
  }
  return found;
}
