/**
 * A security group: stateful allow rules of the interfaces it is attached to.
 * "Security groups" https://docs.aws.amazon.com/vpc/latest/userguide/security-groups.html
 */
import * as v from "valibot";
import { ALL_IPV4, ALL_IPV6, type Cidr, parseCidr } from "../packet/cidr.js";
import { ALL_PROTOCOLS } from "../packet/protocol.js";
import type { Path } from "../result.js";
import { EC2_CLASSIC, isOwnedName } from "./ec2-classic.js";
import { type Described, type Origin, originSchema } from "./origin.js";
import { type ProtocolAndPorts, type ProtocolAndPortsInput, portEntries, readProtocolAndPorts } from "./ports.js";
import { compact, type Reader } from "./read.js";

/**
 * The other side of a rule: the source of an ingress rule, the destination of an egress rule. Exactly one.
 * A group reference stands for the private addresses of the interfaces that carry the group. A rule of EC2-Classic may
 * also name a group by owner and name, as in `amazon-elb/amazon-elb-sg`.
 */
export type Peer = { readonly cidr: Cidr } | { readonly prefixListId: string } | { readonly securityGroupId: string };

/** One permission with one peer, as `describe-security-group-rules` lists them. */
export interface SecurityGroupRule extends ProtocolAndPorts {
  /** AWS's `sgr-` id where the input has it. */
  readonly id?: string | undefined;
  readonly peer: Peer;
  readonly description?: string | undefined;
  readonly origin?: Origin | undefined;
}

export interface SecurityGroup extends Described {
  readonly id: string;
  /** AWS's `GroupName`; `default` for the group that every VPC has. */
  readonly groupName: string;
  /** What its creator wrote about it; decides nothing. */
  readonly description?: string | undefined;
  /** `EC2-Classic` for a group of EC2-Classic. */
  readonly vpcId: string;
  readonly ingress: readonly SecurityGroupRule[];
  /** Empty in EC2-Classic, where no group has a say in what leaves. */
  readonly egress: readonly SecurityGroupRule[];
  readonly ownerId?: string | undefined;
  /**
   * Further VPCs whose interfaces may carry it.
   * "Associate security groups with multiple VPCs" https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html
   */
  readonly associatedVpcIds?: readonly string[] | undefined;
}

export interface SecurityGroupRuleInput extends ProtocolAndPortsInput {
  /** The peers of an ingress rule: CIDR blocks, prefix list ids or group ids. Each makes a rule of its own. */
  readonly from?: string | readonly string[] | undefined;
  /** The peers of an egress rule. */
  readonly to?: string | readonly string[] | undefined;
  readonly peer?:
    | { readonly cidr: string }
    | { readonly prefixListId: string }
    | { readonly securityGroupId: string }
    | undefined;
  readonly id?: string | undefined;
  readonly description?: string | undefined;
  readonly origin?: Origin | undefined;
}

export interface SecurityGroupInput {
  /** A group of EC2-Classic when left out. */
  readonly vpcId?: string | undefined;
  readonly groupName?: string | undefined;
  readonly description?: string | undefined;
  /** No rule when left out, as in a newly created group. */
  readonly ingress?: readonly SecurityGroupRuleInput[] | undefined;
  /** Everything to everywhere when left out, as in a newly created group; `[]` for none. */
  readonly egress?: readonly SecurityGroupRuleInput[] | undefined;
  readonly ownerId?: string | undefined;
  readonly associatedVpcIds?: readonly string[] | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly origin?: Origin | undefined;
}

const texts = v.union([v.string(), v.array(v.string())]);

const ruleSchema: v.GenericSchema<unknown, SecurityGroupRuleInput> = v.strictObject({
  ...portEntries,
  from: v.optional(texts),
  to: v.optional(texts),
  peer: v.optional(
    v.union(
      [
        v.strictObject({ cidr: v.string() }),
        v.strictObject({ prefixListId: v.string() }),
        v.strictObject({ securityGroupId: v.string() }),
      ],
      "{ cidr }, { prefixListId } or { securityGroupId }",
    ),
  ),
  id: v.optional(v.string()),
  description: v.optional(v.string()),
  origin: v.optional(originSchema),
});

const schema: v.GenericSchema<unknown, SecurityGroupInput> = v.strictObject({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  origin: v.optional(originSchema),
  vpcId: v.optional(v.string()),
  groupName: v.optional(v.string()),
  description: v.optional(v.string()),
  ingress: v.optional(v.array(ruleSchema)),
  egress: v.optional(v.array(ruleSchema)),
  ownerId: v.optional(v.string()),
  associatedVpcIds: v.optional(v.array(v.string())),
});

/** @param hasIpv6 whether the VPC has an IPv6 block: AWS then adds the IPv6 rule to the default egress rules. */
export function readSecurityGroup(
  reader: Reader,
  id: string,
  value: unknown,
  path: Path,
  hasIpv6: (vpcId: string) => boolean,
): SecurityGroup | undefined {
  const input = reader.shape(schema, value, path);
  if (!input) return undefined;
  const { vpcId = EC2_CLASSIC } = input;
  if (vpcId === EC2_CLASSIC) refuseVpcKeys(reader, input, path);
  return compact({
    id,
    name: input.name,
    groupName: input.groupName ?? input.name ?? id,
    description: input.description,
    vpcId,
    ingress: reader.each(input.ingress, [...path, "ingress"], (rule, at) => readRule(reader, rule, "from", at)),
    egress: input.egress
      ? reader.each(input.egress, [...path, "egress"], (rule, at) => readRule(reader, rule, "to", at))
      : vpcId === EC2_CLASSIC
        ? []
        : allowAllRules(hasIpv6(vpcId)),
    ownerId: input.ownerId,
    associatedVpcIds: input.associatedVpcIds,
    origin: input.origin,
  });
}

/**
 * "EC2-Classic": rules for inbound traffic only. The empty list of the normal form, which names its network, is no rule.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-classic-platform.html
 */
function refuseVpcKeys(reader: Reader, { vpcId, egress, associatedVpcIds }: SecurityGroupInput, path: Path): void {
  const isNormal = vpcId === EC2_CLASSIC && egress?.length === 0;
  if (egress !== undefined && !isNormal)
    reader.report("vpc-only", [...path, "egress"], "no egress in a group without vpcId (EC2-Classic)", egress);
  if (associatedVpcIds !== undefined) {
    const expected = "no VPCs in a group without vpcId (EC2-Classic)";
    reader.report("vpc-only", [...path, "associatedVpcIds"], expected, associatedVpcIds);
  }
}

/**
 * The egress rules of a group as created.
 * "Security group rules" https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export function allowAllRules(ipv6: boolean): SecurityGroupRule[] {
  const blocks = ipv6 ? [ALL_IPV4, ALL_IPV6] : [ALL_IPV4];
  return blocks.map((cidr) => ({ protocol: ALL_PROTOCOLS, fromPort: -1, toPort: -1, peer: { cidr } }));
}

function readRule(
  reader: Reader,
  input: SecurityGroupRuleInput,
  key: "from" | "to",
  path: Path,
): SecurityGroupRule[] | undefined {
  const ports = readProtocolAndPorts(reader, input, path);
  const other = key === "from" ? "to" : "from";
  if (input[other] !== undefined) {
    return reader.report(
      "rule-direction",
      [...path, other],
      `\`${key}\` in an ${key === "from" ? "ingress" : "egress"} rule`,
      input[other],
    );
  }
  const peers = readPeers(reader, input, key, path);
  if (!ports || !peers) return undefined;
  return peers.map((peer) =>
    compact({ id: input.id, ...ports, peer, description: input.description, origin: input.origin }),
  );
}

function readPeers(reader: Reader, input: SecurityGroupRuleInput, key: "from" | "to", path: Path): Peer[] | undefined {
  const short = input[key];
  if (short !== undefined && input.peer !== undefined) {
    return reader.report("rule-peer", [...path, key], `either \`${key}\` or \`peer\``, short);
  }
  if (typeof short === "string") {
    const peer = readPeer(reader, short, [...path, key]);
    return peer && [peer];
  }
  if (short?.length === 0) return reader.report("rule-peer", [...path, key], "at least one peer", short);
  if (short !== undefined) return reader.each(short, [...path, key], (text, at) => readPeer(reader, text, at));
  if (!input.peer) return reader.report("rule-peer", path, `a peer: a CIDR block, a prefix list or a group`, input);
  if (!("cidr" in input.peer)) return [input.peer];
  const cidr = reader.take(parseCidr(input.peer.cidr, [...path, "peer", "cidr"]));
  return cidr === undefined ? undefined : [{ cidr }];
}

function readPeer(reader: Reader, text: string, path: Path): Peer | undefined {
  if (text.startsWith("pl-")) return { prefixListId: text };
  if (isOwnedName(text)) return { securityGroupId: text };
  if (!/[/:]/.test(text) && !/^\d+(\.\d+){3}$/.test(text)) return { securityGroupId: text };
  const cidr = reader.take(parseCidr(text, path));
  return cidr === undefined ? undefined : { cidr };
}
