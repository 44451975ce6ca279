/** Network ACLs as AWS prints them. */
import {
  ALL_IPV4,
  ALL_IPV6,
  ALL_PROTOCOLS,
  cidrFamily,
  LAST_RULE_NUMBER,
  type Network,
  type NetworkAcl,
  type NetworkAclEntry,
  networkAclOf,
  protocolClass,
  type Subnet,
} from "@netsim/core";
import { type Tag, tagsOf } from "./tag.js";

/** "NetworkAclEntry" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAclEntry.html */
export interface DescribedNetworkAclEntry {
  readonly RuleNumber: number;
  readonly Egress: boolean;
  readonly RuleAction: "allow" | "deny";
  /** The protocol's number as text, `-1` for every protocol. */
  readonly Protocol: string;
  readonly CidrBlock?: string;
  readonly Ipv6CidrBlock?: string;
  readonly PortRange?: { readonly From: number; readonly To: number };
  readonly IcmpTypeCode?: { readonly Type: number; readonly Code: number };
}

/** "NetworkAclAssociation" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAclAssociation.html */
export interface DescribedNetworkAclAssociation {
  readonly NetworkAclAssociationId: string;
  readonly NetworkAclId: string;
  readonly SubnetId: string;
}

/** "NetworkAcl" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAcl.html */
export interface DescribedNetworkAcl {
  readonly NetworkAclId: string;
  readonly VpcId: string;
  readonly IsDefault: boolean;
  readonly OwnerId?: string;
  readonly Associations: readonly DescribedNetworkAclAssociation[];
  readonly Entries: readonly DescribedNetworkAclEntry[];
  readonly Tags: readonly Tag[];
}

/**
 * The id of a subnet's association with its ACL. The network does not keep AWS's, so it is made of both ids: it changes
 * when the association is replaced, as AWS's does.
 */
export function aclAssociationId(subnet: Subnet, acl: NetworkAcl): string {
  return `aclassoc-${subnet.id}-${acl.id}`;
}

/** Every subnet has exactly one association: AWS lists those with the default ACL too. */
export function aclAssociations(network: Network): readonly { readonly subnet: Subnet; readonly acl: NetworkAcl }[] {
  return Object.values(network.subnets).flatMap((subnet) => {
    const acl = networkAclOf(network, subnet);
    return acl ? [{ subnet, acl }] : [];
  });
}

export function describedAcl(network: Network, acl: NetworkAcl): DescribedNetworkAcl {
  const vpc = Object.hasOwn(network.vpcs, acl.vpcId) ? network.vpcs[acl.vpcId] : undefined;
  const hasIpv6 = (vpc?.ipv6CidrBlocks.length ?? 0) > 0;
  return {
    NetworkAclId: acl.id,
    VpcId: acl.vpcId,
    IsDefault: acl.isDefault,
    ...(vpc?.ownerId === undefined ? {} : { OwnerId: vpc.ownerId }),
    Associations: aclAssociations(network)
      .filter((each) => each.acl.id === acl.id)
      .map(({ subnet }) => ({
        NetworkAclAssociationId: aclAssociationId(subnet, acl),
        NetworkAclId: acl.id,
        SubnetId: subnet.id,
      })),
    Entries: [
      ...entriesOf(acl.egress, true),
      ...finalEntries(hasIpv6, true),
      ...entriesOf(acl.ingress, false),
      ...finalEntries(hasIpv6, false),
    ],
    Tags: tagsOf(acl),
  };
}

function entriesOf(entries: readonly NetworkAclEntry[], egress: boolean): readonly DescribedNetworkAclEntry[] {
  return [...entries].sort((a, b) => a.ruleNumber - b.ruleNumber).map((entry) => describedEntry(entry, egress));
}

function describedEntry(entry: NetworkAclEntry, egress: boolean): DescribedNetworkAclEntry {
  const { protocol, fromPort, toPort, cidrBlock } = entry;
  const kind = protocol === ALL_PROTOCOLS ? "none" : protocolClass(protocol);
  return {
    RuleNumber: entry.ruleNumber,
    Egress: egress,
    RuleAction: entry.ruleAction,
    Protocol: String(protocol),
    ...(cidrFamily(cidrBlock) === "ipv4" ? { CidrBlock: cidrBlock } : { Ipv6CidrBlock: cidrBlock }),
    ...(kind === "ports" ? { PortRange: { From: fromPort, To: toPort } } : {}),
    ...(kind === "icmp" ? { IcmpTypeCode: { Type: fromPort, Code: toPort } } : {}),
  };
}

/**
 * The `*` entries that AWS ends every ACL with; the one for IPv6 appears where the VPC has an IPv6 block.
 * "Amazon VPC quotas" https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
function finalEntries(hasIpv6: boolean, egress: boolean): readonly DescribedNetworkAclEntry[] {
  const deny = { Egress: egress, RuleAction: "deny", Protocol: "-1" } as const;
  const ipv4 = { ...deny, RuleNumber: LAST_RULE_NUMBER + 1, CidrBlock: ALL_IPV4 };
  return hasIpv6 ? [ipv4, { ...deny, RuleNumber: LAST_RULE_NUMBER + 2, Ipv6CidrBlock: ALL_IPV6 }] : [ipv4];
}
