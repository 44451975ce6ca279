/**
 * One rule of a security group.
 * "AWS::EC2::SecurityGroup Ingress" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ec2-securitygroup-ingress.html
 */
import type { SecurityGroupRuleInput } from "@netsim/core";
import { addNote } from "../aws/draft.js";
import { ruleBlock } from "../aws/permission.js";
import { portFields } from "../aws/ports.js";
import type { Place } from "../document.js";
import { type Context, lose, type Made, madeOf, originAt } from "./context.js";
import type { Fields, Read } from "./fields.js";
import { prefixListId } from "./prefix-list.js";
import { isUnresolved, type Unresolved } from "./value.js";

export type Direction = "ingress" | "egress";

type Peer = NonNullable<SecurityGroupRuleInput["peer"]>;

export interface PlacedRule extends SecurityGroupRuleInput {
  readonly peer: Peer;
}

/**
 * A rule of which something is not resolved: it may let through what it is about, so it stands for all traffic with a
 * prefix list of which nothing is known. Packets that another rule lets through are not in doubt.
 */
export function unknownRule(context: Context, item: Made, doubt: Unresolved, place: Place, label: string): PlacedRule {
  lose(context, "prefixLists", label, doubt, place);
  return { protocol: -1, peer: { prefixListId: label }, origin: originAt(item, place) };
}

/** None where the rule names no peer: CloudFormation then makes no rule. */
export function ruleOf(
  context: Context,
  item: Made,
  fields: Fields,
  direction: Direction,
  label: string,
): readonly PlacedRule[] {
  const { place } = fields;
  const protocol = fields.text("IpProtocol");
  const from = fields.number("FromPort");
  const to = fields.number("ToPort");
  if (protocol === undefined) fields.lack("IpProtocol");
  // EC2 refuses half a range: "Must specify both from and to ports with TCP/UDP."
  if (
    ["tcp", "udp", "6", "17"].includes(String(protocol).toLowerCase()) &&
    (from === undefined) !== (to === undefined)
  ) {
    fields.lack(from === undefined ? "FromPort" : "ToPort");
  }
  const ports = [protocol, from, to].find(isUnresolved);
  if (ports) return [unknownRule(context, item, ports, place, label)];
  const about = { component: item.id, place };
  const pair = { from: from as number | undefined, to: to as number | undefined };
  const what = portFields(context.draft, String(protocol), pair, about);
  const peer = peerOf(context, item, fields, direction);
  const origin = originAt(item, place);
  if (isUnresolved(peer)) {
    lose(context, "prefixLists", label, peer, place);
    return [{ ...what, peer: { prefixListId: label }, origin }];
  }
  if (peer === undefined) {
    addNote(
      context.draft,
      "permission-without-peer",
      `a rule of ${item.id} names no peer, so CloudFormation makes none of it`,
      about,
    );
    return [];
  }
  const description = fields.text("Description");
  return [{ ...what, peer, ...(typeof description === "string" ? { description } : {}), origin }];
}

function peerOf(context: Context, item: Made, fields: Fields, direction: Direction): Read<Peer> {
  const block = fields.text("CidrIp") ?? fields.text("CidrIpv6");
  if (isUnresolved(block)) return block;
  if (block !== undefined) return ruleBlock(context.draft, block, item.id, fields.place);
  const side = direction === "ingress" ? "Source" : "Destination";
  const list = fields.text(`${side}PrefixListId`);
  if (isUnresolved(list)) return list;
  if (list !== undefined) return { prefixListId: prefixListId(context, list) };
  const group = fields.text(`${side}SecurityGroupId`);
  if (isUnresolved(group)) return group;
  if (group !== undefined) return { securityGroupId: group };
  const name = direction === "ingress" ? fields.text("SourceSecurityGroupName") : undefined;
  if (name === undefined || isUnresolved(name)) return name;
  const named = madeOf(context.world, "AWS::EC2::SecurityGroup").find((each) => each.fields.text("GroupName") === name);
  return { securityGroupId: named?.id ?? name };
}
