/** `describe-network-acls`. "NetworkAclEntry" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAclEntry.html */
import { ALL_IPV4, ALL_IPV6, LAST_RULE_NUMBER, type NetworkAclEntryInput } from "@netsim/core";
import * as v from "valibot";
import { type Place, problem, within } from "../document.js";
import { type Draft, type Raw, recordsOf, refer } from "./draft.js";
import type { Noun } from "./noun.js";
import { type PortFields, portFields } from "./ports.js";
import { named, tags } from "./shape.js";
import { associate, type OfSubnets } from "./subnet.js";

const entrySchema = v.object({
  RuleNumber: v.number(),
  Protocol: v.string(),
  RuleAction: v.picklist(["allow", "deny"]),
  Egress: v.boolean(),
  CidrBlock: v.optional(v.string()),
  Ipv6CidrBlock: v.optional(v.string()),
  PortRange: v.optional(v.object({ From: v.optional(v.number()), To: v.optional(v.number()) })),
  IcmpTypeCode: v.optional(v.object({ Type: v.optional(v.number()), Code: v.optional(v.number()) })),
});

const schema = v.object({
  NetworkAclId: v.string(),
  VpcId: v.string(),
  IsDefault: v.optional(v.boolean()),
  Associations: v.optional(v.array(v.object({ SubnetId: v.optional(v.string()) }))),
  Entries: v.optional(v.array(entrySchema)),
  Tags: tags,
});

type AwsEntry = v.InferOutput<typeof entrySchema>;

export const networkAcls: Noun = { key: "NetworkAcls", id: "NetworkAclId", schema, collections: ["networkAcls"] };

/** The ACL of each subnet: AWS lists every subnet at its ACL, at the default one too. */
export function networkAclsOfSubnets(draft: Draft): OfSubnets {
  const map = new Map<string, string[]>();
  for (const acl of recordsOf(draft, networkAcls, schema)) {
    for (const { SubnetId } of acl.record.Associations ?? []) {
      if (SubnetId !== undefined) associate(draft, map, SubnetId, acl);
    }
  }
  return map;
}

export function buildNetworkAcls(draft: Draft): void {
  for (const acl of recordsOf(draft, networkAcls, schema)) {
    const { id, record, place } = acl;
    refer(draft, "vpcs", record.VpcId, id, place);
    draft.input.networkAcls.set(id, {
      ...named(record.Tags),
      vpcId: record.VpcId,
      isDefault: record.IsDefault ?? false,
      ingress: entriesOf(draft, acl, false),
      egress: entriesOf(draft, acl, true),
      origin: place,
    });
  }
}

function entriesOf(draft: Draft, acl: Raw<v.InferOutput<typeof schema>>, egress: boolean): NetworkAclEntryInput[] {
  const entries = (acl.record.Entries ?? []).flatMap((entry, at): NetworkAclEntryInput[] => {
    if (entry.Egress !== egress || isFinal(entry)) return [];
    const place = within(acl.place, "Entries", at);
    const blocks = [entry.CidrBlock, entry.Ipv6CidrBlock].filter((each) => each !== undefined);
    const [cidrBlock] = blocks;
    if (cidrBlock === undefined || blocks.length > 1) {
      const received = blocks.length > 1 ? "both" : "neither";
      draft.issues.push(problem("shape", place, "one of CidrBlock and Ipv6CidrBlock", received));
      return [];
    }
    const ports = portsOf(draft, entry, acl.id, place);
    return [{ ruleNumber: entry.RuleNumber, ruleAction: entry.RuleAction, ...ports, cidrBlock, origin: place }];
  });
  return entries.sort((a, b) => a.ruleNumber - b.ruleNumber);
}

/** The `*` entries that AWS ends every ACL with, 32767 for IPv4 and 32768 for IPv6. The model has them implied. */
function isFinal(entry: AwsEntry): boolean {
  const block = entry.CidrBlock ?? entry.Ipv6CidrBlock;
  const deniesAll =
    entry.RuleAction === "deny" && entry.Protocol === "-1" && (block === ALL_IPV4 || block === ALL_IPV6);
  return deniesAll && entry.RuleNumber > LAST_RULE_NUMBER;
}

function portsOf(draft: Draft, entry: AwsEntry, component: string, place: Place): PortFields {
  const isIcmp = entry.Protocol === "1" || entry.Protocol === "58";
  const isIpv6 = entry.Ipv6CidrBlock !== undefined;
  // An entry for ICMPv6 between IPv4 addresses is for all types and codes: "CreateNetworkAclEntry"
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
  const typeAndCode = entry.Protocol === "58" && !isIpv6 ? undefined : entry.IcmpTypeCode;
  const pair = isIcmp
    ? { from: typeAndCode?.Type, to: typeAndCode?.Code }
    : { from: entry.PortRange?.From, to: entry.PortRange?.To };
  return portFields(draft, entry.Protocol, pair, { component, place });
}
