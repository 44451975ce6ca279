/**
 * What network ACL entries mean. Ascending rule number, first match decides; stateless; ports are destination ports;
 * IPv4 and IPv6 entries are apart; AWS's own `*` entry denies the rest.
 * "Control traffic to subnets using network ACLs" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 * "CreateNetworkAclEntry" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
 */
import type { NetworkAcl, NetworkAclEntry } from "../model/network-acl.js";
import { rulePackets } from "../model/ports.js";
import { addressesOf } from "../packet/address-set.js";
import { ALL_IPV4, ALL_IPV6, cidrFamily } from "../packet/cidr.js";
import { type PacketSet, packets } from "../packet/packet-set.js";
import { ICMPV6 } from "../packet/protocol.js";
import type { Direction, FinalAclEntry } from "./rule-ref.js";
import type { Rule, RuleSet } from "./rule-set.js";
import type { FilterAction } from "./security-group.js";

const compiled = new WeakMap<NetworkAcl, Readonly<Record<Direction, RuleSet<FilterAction>>>>();

/** The rules of an ACL in a direction, the final `*` entries included. */
export function networkAclRules(acl: NetworkAcl, direction: Direction): RuleSet<FilterAction> {
  let rules = compiled.get(acl);
  if (!rules) {
    rules = { ingress: compile(acl, "ingress"), egress: compile(acl, "egress") };
    compiled.set(acl, rules);
  }
  return rules[direction];
}

function compile(acl: NetworkAcl, direction: Direction): RuleSet<FilterAction> {
  const entries = [...acl[direction]].sort((a, b) => a.ruleNumber - b.ruleNumber);
  const rules = entries.map((entry) => compileEntry(acl, direction, entry));
  return { rules: [...rules, ...FINAL_ENTRIES.map((entry) => compileFinal(acl, direction, entry))], otherwise: "deny" };
}

function compileEntry(acl: NetworkAcl, direction: Direction, entry: NetworkAclEntry): Rule<FilterAction> {
  return {
    ref: { kind: "network-acl-entry", networkAclId: acl.id, direction, ruleNumber: entry.ruleNumber, entry },
    packets: packetsOf(entry, direction),
    action: entry.ruleAction,
  };
}

const made = new WeakMap<NetworkAclEntry, Partial<Record<Direction, PacketSet>>>();

/** Made once for an entry, which outlives an edit of its ACL. */
function packetsOf(entry: NetworkAclEntry, direction: Direction): PacketSet {
  const known = made.get(entry) ?? {};
  made.set(entry, known);
  known[direction] ??= makePackets(entry, direction);
  return known[direction];
}

function makePackets(entry: NetworkAclEntry, direction: Direction): PacketSet {
  const remote = addressesOf(entry.cidrBlock);
  const sides = direction === "ingress" ? { source: remote } : { destination: remote };
  // With an IPv4 block, an entry for protocol 58 applies to all types and codes, whatever it says.
  const ignoresTypes = entry.protocol === ICMPV6 && cidrFamily(entry.cidrBlock) === "ipv4";
  return rulePackets(ignoresTypes ? { protocol: ICMPV6, fromPort: -1, toPort: -1 } : entry, sides);
}

/** "Amazon VPC quotas": the `*` entry is number 32767, and 32768 for IPv6. https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const FINAL_ENTRIES: readonly FinalAclEntry[] = [
  { ruleNumber: 32767, ruleAction: "deny", protocol: -1, cidrBlock: ALL_IPV4 },
  { ruleNumber: 32768, ruleAction: "deny", protocol: -1, cidrBlock: ALL_IPV6 },
];

const FINAL_PACKETS = FINAL_ENTRIES.map((entry) => packets({ source: addressesOf(entry.cidrBlock) }));

function compileFinal(acl: NetworkAcl, direction: Direction, entry: FinalAclEntry): Rule<FilterAction> {
  return {
    ref: { kind: "network-acl-entry", networkAclId: acl.id, direction, ruleNumber: entry.ruleNumber, entry },
    packets: FINAL_PACKETS[FINAL_ENTRIES.indexOf(entry)] ?? packets({}),
    action: "deny",
  };
}
