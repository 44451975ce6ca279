/**
 * Network ACLs and their entries.
 * "AWS::EC2::NetworkAclEntry" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-network-acl-entry.html
 */
import { allowAllEntries, type NetworkAclEntryInput } from "@netsim/core";
import { addNote } from "../aws/draft.js";
import { portFields } from "../aws/ports.js";
import { problem } from "../document.js";
import { type Context, certain, idOf, lose, type Made, madeOf, nameOf, originAt, originOf } from "./context.js";
import type { Fields, Read } from "./fields.js";
import { isUnresolved, type Unresolved } from "./value.js";

interface Entries {
  readonly ingress: NetworkAclEntryInput[];
  readonly egress: NetworkAclEntryInput[];
  /** Why an entry is not known: each counts, as the others are asked in its turn. */
  doubt?: Unresolved;
}

export function buildNetworkAcls(context: Context): void {
  const { draft } = context;
  const entries = entriesByAcl(context);
  const built = new Set<string>();
  for (const item of certain(context, "networkAcls", "AWS::EC2::NetworkAcl")) {
    const { fields, id, resource } = item;
    const of = entries.get(id);
    built.add(id);
    if (of?.doubt) {
      lose(context, "networkAcls", id, of.doubt, resource.place);
      continue;
    }
    const vpcId = idOf(context, "vpcs", fields.text("VpcId"), id, fields.placeOf("VpcId"));
    if (vpcId === undefined) fields.lack("VpcId");
    draft.input.networkAcls.set(id, {
      ...nameOf(item),
      vpcId: vpcId ?? "",
      ingress: sorted(of?.ingress),
      egress: sorted(of?.egress),
      origin: originOf(item),
    });
  }
  for (const [vpcId, vpc] of draft.input.vpcs) {
    // AWS makes the default ACL; it is written out here only where a template adds to it.
    const id = `acl-default-${vpcId}`;
    const of = entries.get(id);
    if (!of) continue;
    built.add(id);
    if (of.doubt) {
      draft.missing.push({ collection: "networkAcls", vpcId, reason: "not-resolved", detail: of.doubt.why });
      continue;
    }
    const all = allowAllEntries([vpc.cidr ?? []].flat().some((block) => block.includes(":")));
    const ingress = sorted([...all, ...of.ingress]);
    draft.input.networkAcls.set(id, {
      vpcId,
      isDefault: true,
      ingress,
      egress: sorted([...all, ...of.egress]),
      origin: vpc.origin,
    });
  }
  for (const id of entries.keys()) {
    if (built.has(id)) continue;
    const message = `${id} is not in the templates, so entries that are added to it are in no ACL of the network`;
    addNote(draft, "not-in-templates", message, { component: id });
  }
}

function sorted(entries: readonly NetworkAclEntryInput[] = []): readonly NetworkAclEntryInput[] {
  return entries.toSorted((a, b) => a.ruleNumber - b.ruleNumber);
}

function entriesByAcl(context: Context): ReadonlyMap<string, Entries> {
  const byAcl = new Map<string, Entries>();
  for (const item of madeOf(context.world, "AWS::EC2::NetworkAclEntry")) {
    const { fields, resource } = item;
    const acl = fields.text("NetworkAclId");
    if (acl === undefined) fields.lack("NetworkAclId");
    if (isUnresolved(acl)) {
      lose(context, "networkAcls", acl.label, acl, resource.place, "");
      continue;
    }
    if (acl === undefined) continue;
    const of: Entries = byAcl.get(acl) ?? { ingress: [], egress: [] };
    byAcl.set(acl, of);
    const entry = item.doubt ?? entryOf(context, item);
    if (isUnresolved(entry)) of.doubt ??= entry;
    else if (entry) of[entry.isEgress ? "egress" : "ingress"].push(entry.entry);
  }
  return byAcl;
}

function entryOf(
  context: Context,
  item: Made,
): Read<{ readonly entry: NetworkAclEntryInput; readonly isEgress: boolean }> {
  const { fields, id } = item;
  const protocol = fields.text("Protocol");
  const blocks = [fields.text("CidrBlock"), fields.text("Ipv6CidrBlock")].filter((each) => each !== undefined);
  const values = {
    ruleNumber: fields.number("RuleNumber"),
    ruleAction: fields.word("RuleAction", ["allow", "deny"]),
    isEgress: fields.flag("Egress"),
  };
  const isIcmp = protocol === "1" || protocol === "58" || protocol === "icmp" || protocol === "icmpv6";
  const pair = isIcmp ? numbersOf(fields, "Icmp", "Type", "Code") : numbersOf(fields, "PortRange", "From", "To");
  const doubt = [protocol, ...blocks, ...Object.values(values), pair].find(isUnresolved);
  if (doubt) return doubt;
  const { ruleNumber, ruleAction, isEgress } = values;
  for (const [key, value] of [
    ["Protocol", protocol],
    ["RuleNumber", ruleNumber],
    ["RuleAction", ruleAction],
  ] as const)
    if (value === undefined && !fields.has(key)) fields.lack(key);
  const [cidrBlock] = blocks;
  if (blocks.length !== 1 || typeof cidrBlock !== "string") {
    const received = blocks.length > 1 ? "both" : "neither";
    context.draft.issues.push(problem("shape", fields.place, "one of CidrBlock and Ipv6CidrBlock", received));
    return undefined;
  }
  if (typeof protocol !== "string" || typeof ruleNumber !== "number" || typeof ruleAction !== "string")
    return undefined;
  // An entry for ICMPv6 between IPv4 addresses is for all types and codes.
  const isAny = protocol === "58" && !cidrBlock.includes(":");
  const ports = portFields(context.draft, protocol, isAny ? {} : (pair as Pair), {
    component: id,
    place: fields.place,
  });
  const entry = { ruleNumber, ruleAction, ...ports, cidrBlock, origin: originAt(item, item.resource.place) };
  return { entry, isEgress: isEgress === true };
}

interface Pair {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

function numbersOf(fields: Fields, key: string, first: string, second: string): Pair | Unresolved {
  const inner = fields.object(key);
  if (inner === undefined || isUnresolved(inner)) return inner ?? {};
  const [from, to] = [inner.number(first), inner.number(second)];
  const doubt = [from, to].find(isUnresolved);
  return doubt ?? { from: from as number | undefined, to: to as number | undefined };
}
