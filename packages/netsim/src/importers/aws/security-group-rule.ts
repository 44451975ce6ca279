/**
 * `describe-security-group-rules`: the same rules one by one, with their `sgr-` ids.
 * "SecurityGroupRule" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html
 */
import * as v from "valibot";
import { type Place, problem } from "../document.js";
import { addNote, type Draft, recordsOf } from "./draft.js";
import { canonical, type Noun } from "./noun.js";
import { elbGroup, type PlacedRule, type RulePeer, ruleBlock } from "./permission.js";
import { portFields } from "./ports.js";

const text = v.optional(v.string());

const schema = v.object({
  SecurityGroupRuleId: v.string(),
  GroupId: v.string(),
  IsEgress: v.boolean(),
  IpProtocol: v.string(),
  FromPort: v.optional(v.number()),
  ToPort: v.optional(v.number()),
  CidrIpv4: text,
  CidrIpv6: text,
  PrefixListId: text,
  ReferencedGroupInfo: v.optional(v.object({ GroupId: v.string(), UserId: text })),
  Description: text,
});

type AwsRule = v.InferOutput<typeof schema>;

export const securityGroupRules: Noun = {
  key: "SecurityGroupRules",
  id: "SecurityGroupRuleId",
  schema,
  // Groups without rules are not among them, and neither names nor VPCs.
  collections: [],
};

export interface DescribedRule {
  readonly egress: boolean;
  readonly input: PlacedRule & { readonly id: string };
}

export function rulesByGroup(draft: Draft): ReadonlyMap<string, readonly DescribedRule[]> {
  const byGroup = new Map<string, DescribedRule[]>();
  for (const { id, record, place } of recordsOf(draft, securityGroupRules, schema)) {
    const peer = peerOf(draft, record, place);
    if (!peer) continue;
    const about = { component: record.GroupId, place };
    const ports = portFields(draft, record.IpProtocol, { from: record.FromPort, to: record.ToPort }, about);
    const description = record.Description === undefined ? {} : { description: record.Description };
    const rules = byGroup.get(record.GroupId) ?? [];
    byGroup.set(record.GroupId, rules);
    rules.push({ egress: record.IsEgress, input: { id, ...ports, peer, ...description, origin: place } });
  }
  return byGroup;
}

function peerOf(draft: Draft, rule: AwsRule, place: Place): RulePeer | undefined {
  const block = rule.CidrIpv4 ?? rule.CidrIpv6;
  if (block !== undefined) return ruleBlock(draft, block, rule.GroupId, place);
  if (rule.PrefixListId !== undefined) return { prefixListId: rule.PrefixListId };
  const { ReferencedGroupInfo: group } = rule;
  if (group) return { securityGroupId: elbGroup(group.UserId) ?? group.GroupId };
  const expected = "one of CidrIpv4, CidrIpv6, PrefixListId and ReferencedGroupInfo";
  draft.issues.push(problem("shape", place, expected, "none of them"));
  return undefined;
}

/** The group's own rules, each with its id where it is described one by one too; then those that only are described so. */
export function withRuleIds(
  draft: Draft,
  groupId: string,
  rules: readonly PlacedRule[],
  described: readonly DescribedRule[],
): PlacedRule[] {
  if (described.length === 0) return [...rules];
  const rest = new Map(described.map((rule) => [ruleKey(rule.input), rule]));
  const own = rules.map((rule) => {
    const key = ruleKey(rule);
    const id = rest.get(key)?.input.id;
    rest.delete(key);
    return id === undefined ? rule : { ...rule, id };
  });
  const added = [...rest.values()].map(({ input }) => {
    const message = `${input.id} is not among the permissions of ${groupId}; it was added`;
    addNote(draft, "rule-added", message, { place: input.origin, component: groupId, details: { rule: input.id } });
    return input;
  });
  return [...own, ...added];
}

/** What makes a rule in AWS's eyes: protocol, ports and peer. */
function ruleKey({ protocol, fromPort, toPort, peer }: PlacedRule): string {
  return canonical({ protocol, fromPort, toPort, peer });
}
