/**
 * A network ACL: numbered, stateless allow and deny entries at the edge of its subnets.
 * "Control traffic to subnets using network ACLs" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
import * as v from "valibot";
import { ALL_IPV4, ALL_IPV6, type Cidr, parseCidr } from "../packet/cidr.js";
import { ALL_PROTOCOLS } from "../packet/protocol.js";
import type { Path } from "../result.js";
import { type Described, type Origin, originSchema } from "./origin.js";
import { type ProtocolAndPorts, type ProtocolAndPortsInput, portEntries, readProtocolAndPorts } from "./ports.js";
import { compact, type Reader } from "./read.js";

export interface NetworkAclEntry extends ProtocolAndPorts {
  /** 1-32766, evaluated in ascending order whatever the order of the list. */
  readonly ruleNumber: number;
  readonly ruleAction: "allow" | "deny";
  /** The source of an ingress entry, the destination of an egress entry. */
  readonly cidrBlock: Cidr;
  readonly origin?: Origin | undefined;
}

export interface NetworkAcl extends Described {
  readonly id: string;
  readonly vpcId: string;
  /** Whether subnets without an association of their own use it. */
  readonly isDefault: boolean;
  /** AWS's own final `*` entries are implied and not listed. */
  readonly ingress: readonly NetworkAclEntry[];
  readonly egress: readonly NetworkAclEntry[];
}

export interface NetworkAclEntryInput extends ProtocolAndPortsInput {
  readonly ruleNumber: number;
  readonly ruleAction: "allow" | "deny";
  readonly cidrBlock: string;
  readonly origin?: Origin | undefined;
}

export interface NetworkAclInput {
  readonly vpcId: string;
  readonly isDefault?: boolean | undefined;
  /** No entry when left out, as in a newly created ACL: everything is denied. */
  readonly ingress?: readonly NetworkAclEntryInput[] | undefined;
  readonly egress?: readonly NetworkAclEntryInput[] | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly origin?: Origin | undefined;
}

/** The largest number a user's entry can have; AWS keeps the rest. */
export const LAST_RULE_NUMBER = 32766;

const entrySchema: v.GenericSchema<unknown, NetworkAclEntryInput> = v.strictObject({
  ...portEntries,
  ruleNumber: v.number(),
  ruleAction: v.picklist(["allow", "deny"]),
  cidrBlock: v.string(),
  origin: v.optional(originSchema),
});

const schema: v.GenericSchema<unknown, NetworkAclInput> = v.strictObject({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  origin: v.optional(originSchema),
  vpcId: v.string(),
  isDefault: v.optional(v.boolean()),
  ingress: v.optional(v.array(entrySchema)),
  egress: v.optional(v.array(entrySchema)),
});

export function readNetworkAcl(reader: Reader, id: string, value: unknown, path: Path): NetworkAcl | undefined {
  const input = reader.shape(schema, value, path);
  if (!input) return undefined;
  return compact({
    id,
    name: input.name,
    vpcId: input.vpcId,
    isDefault: input.isDefault ?? false,
    ingress: readEntries(reader, input.ingress, [...path, "ingress"]),
    egress: readEntries(reader, input.egress, [...path, "egress"]),
    origin: input.origin,
  });
}

function readEntries(
  reader: Reader,
  entries: readonly NetworkAclEntryInput[] | undefined,
  path: Path,
): NetworkAclEntry[] {
  const numbers = new Set<number>();
  return reader.each(entries, path, (entry, at) => {
    const { ruleNumber } = entry;
    if (!Number.isInteger(ruleNumber) || ruleNumber < 1 || ruleNumber > LAST_RULE_NUMBER) {
      reader.report("rule-number", [...at, "ruleNumber"], `a rule number 1-${LAST_RULE_NUMBER}`, ruleNumber);
    } else if (numbers.has(ruleNumber)) {
      reader.report("duplicate-rule-number", [...at, "ruleNumber"], "a number used once per direction", ruleNumber);
    }
    numbers.add(ruleNumber);
    const ports = readProtocolAndPorts(reader, entry, at);
    const cidrBlock = reader.take(parseCidr(entry.cidrBlock, [...at, "cidrBlock"]));
    if (!ports || cidrBlock === undefined) return undefined;
    return compact({ ruleNumber, ruleAction: entry.ruleAction, ...ports, cidrBlock, origin: entry.origin });
  });
}

/**
 * The entries of a VPC's default ACL as created, in each direction: 100 admits IPv4, 101 IPv6 where the VPC has it.
 * "Control traffic to subnets using network ACLs", section "Default network ACL"
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
export function allowAllEntries(ipv6: boolean): NetworkAclEntry[] {
  const blocks = ipv6 ? [ALL_IPV4, ALL_IPV6] : [ALL_IPV4];
  return blocks.map((cidrBlock, at) => ({
    ruleNumber: 100 + at,
    ruleAction: "allow",
    protocol: ALL_PROTOCOLS,
    fromPort: -1,
    toPort: -1,
    cidrBlock,
  }));
}
