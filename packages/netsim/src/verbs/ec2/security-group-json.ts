/** Groups and their rules as AWS prints them. */
import {
  ALL_PROTOCOLS,
  cidrFamily,
  EC2_CLASSIC,
  type Network,
  type Peer,
  type ProtocolAndPorts,
  protocolClass,
  protocolName,
  type SecurityGroup,
  type SecurityGroupRule,
} from "@netsim/core";
import type { IpPermission, IpRange, Ipv6Range, PrefixListId, UserIdGroupPair } from "./permission.js";
import { type Tag, tagsOf } from "./tag.js";

/** "SecurityGroup" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroup.html */
export interface DescribedSecurityGroup {
  readonly GroupId: string;
  readonly GroupName: string;
  readonly Description?: string;
  readonly VpcId?: string;
  readonly OwnerId?: string;
  readonly IpPermissions: readonly IpPermission[];
  readonly IpPermissionsEgress: readonly IpPermission[];
  readonly Tags: readonly Tag[];
}

/** "SecurityGroupRule" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html */
export interface DescribedSecurityGroupRule {
  readonly SecurityGroupRuleId?: string;
  readonly GroupId: string;
  readonly GroupOwnerId?: string;
  readonly IsEgress: boolean;
  readonly IpProtocol: string;
  readonly FromPort: number;
  readonly ToPort: number;
  readonly CidrIpv4?: string;
  readonly CidrIpv6?: string;
  readonly PrefixListId?: string;
  readonly ReferencedGroupInfo?: UserIdGroupPair;
  readonly Description?: string;
}

/** "RevokedSecurityGroupRule" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokedSecurityGroupRule.html */
export type RevokedSecurityGroupRule = Omit<DescribedSecurityGroupRule, "GroupOwnerId" | "ReferencedGroupInfo"> & {
  readonly ReferencedGroupId?: string;
};

export function describedGroup(network: Network, group: SecurityGroup): DescribedSecurityGroup {
  return {
    GroupId: group.id,
    GroupName: group.groupName,
    ...given("Description", group.description),
    ...given("VpcId", group.vpcId === EC2_CLASSIC ? undefined : group.vpcId),
    ...given("OwnerId", group.ownerId),
    IpPermissions: permissionsOf(network, group, group.ingress),
    IpPermissionsEgress: permissionsOf(network, group, group.egress),
    Tags: tagsOf(group),
  };
}

/** Rules of one protocol and range are one permission, whose peers are listed by kind. */
export function permissionsOf(
  network: Network,
  group: SecurityGroup,
  rules: readonly SecurityGroupRule[],
): IpPermission[] {
  const byPorts = new Map<string, SecurityGroupRule[]>();
  for (const rule of rules) {
    const key = JSON.stringify([rule.protocol, rule.fromPort, rule.toPort]);
    byPorts.set(key, [...(byPorts.get(key) ?? []), rule]);
  }
  return [...byPorts.values()].map((members) => permissionOf(network, group, members));
}

function permissionOf(network: Network, group: SecurityGroup, rules: readonly SecurityGroupRule[]): IpPermission {
  const lists = {
    IpRanges: [] as IpRange[],
    Ipv6Ranges: [] as Ipv6Range[],
    PrefixListIds: [] as PrefixListId[],
    UserIdGroupPairs: [] as UserIdGroupPair[],
  };
  for (const { peer, description } of rules) {
    const about = given("Description", description);
    if ("prefixListId" in peer) lists.PrefixListIds.push({ PrefixListId: peer.prefixListId, ...about });
    else if ("securityGroupId" in peer) lists.UserIdGroupPairs.push({ ...pairOf(network, group, peer), ...about });
    else if (cidrFamily(peer.cidr) === "ipv4") lists.IpRanges.push({ CidrIp: peer.cidr, ...about });
    else lists.Ipv6Ranges.push({ CidrIpv6: peer.cidr, ...about });
  }
  const [first] = rules;
  return { ...(first ? portsOf(first) : { IpProtocol: "-1" }), ...lists };
}

/** AWS prints no ports where there are none to print. */
function portsOf({ protocol, fromPort, toPort }: ProtocolAndPorts): IpPermission {
  const hasNone = protocol === ALL_PROTOCOLS || protocolClass(protocol) === "none";
  return { IpProtocol: ipProtocol(protocol), ...(hasNone ? {} : { FromPort: fromPort, ToPort: toPort }) };
}

function ipProtocol(protocol: number): string {
  return protocol === ALL_PROTOCOLS ? "-1" : protocolName(protocol);
}

/** The group's own VPC is not printed, another one is, with the peering connection that leads to it. */
function pairOf(network: Network, group: SecurityGroup, peer: Peer & { securityGroupId: string }): UserIdGroupPair {
  const { securityGroupId: id } = peer;
  const referenced = Object.hasOwn(network.securityGroups, id) ? network.securityGroups[id] : undefined;
  // A group of EC2-Classic that the input knows by its owner and name only.
  const [owner = "", name] = referenced ? [] : id.split("/");
  if (name !== undefined) return { ...given("UserId", owner === "" ? undefined : owner), GroupName: name };
  const pair = {
    GroupId: id,
    ...given("UserId", referenced?.ownerId),
    // In EC2-Classic owner and name tell which group it is.
    ...given("GroupName", referenced?.vpcId === EC2_CLASSIC ? referenced.groupName : undefined),
  };
  if (!referenced || referenced.vpcId === group.vpcId) return pair;
  const peering = Object.values(network.vpcPeeringConnections).find(({ requester, accepter }) => {
    const sides = [requester.vpcId, accepter.vpcId];
    return sides.includes(group.vpcId) && sides.includes(referenced.vpcId);
  });
  return {
    ...pair,
    ...given("VpcId", referenced.vpcId),
    ...given("VpcPeeringConnectionId", peering?.id),
    ...given("PeeringStatus", peering?.status),
  };
}

export function describedRule(
  network: Network,
  group: SecurityGroup,
  rule: SecurityGroupRule,
  egress: boolean,
): DescribedSecurityGroupRule {
  const { peer } = rule;
  return {
    ...headOf(group, rule, egress),
    ...given("GroupOwnerId", group.ownerId),
    ...blockOf(peer),
    ...("securityGroupId" in peer ? { ReferencedGroupInfo: pairOf(network, group, peer) } : {}),
    ...given("Description", rule.description),
  };
}

export function revokedRule(group: SecurityGroup, rule: SecurityGroupRule, egress: boolean): RevokedSecurityGroupRule {
  const { peer } = rule;
  return {
    ...headOf(group, rule, egress),
    ...blockOf(peer),
    ...("securityGroupId" in peer ? { ReferencedGroupId: peer.securityGroupId } : {}),
    ...given("Description", rule.description),
  };
}

type Head = Pick<
  DescribedSecurityGroupRule,
  "SecurityGroupRuleId" | "GroupId" | "IsEgress" | "IpProtocol" | "FromPort" | "ToPort"
>;

/** Of a single rule AWS prints ports always, -1 and -1 where there are none. */
function headOf(group: SecurityGroup, rule: SecurityGroupRule, egress: boolean): Head {
  return {
    ...given("SecurityGroupRuleId", rule.id),
    GroupId: group.id,
    IsEgress: egress,
    IpProtocol: ipProtocol(rule.protocol),
    FromPort: rule.fromPort,
    ToPort: rule.toPort,
  };
}

function blockOf(peer: Peer): Pick<DescribedSecurityGroupRule, "CidrIpv4" | "CidrIpv6" | "PrefixListId"> {
  if ("prefixListId" in peer) return { PrefixListId: peer.prefixListId };
  if (!("cidr" in peer)) return {};
  return cidrFamily(peer.cidr) === "ipv4" ? { CidrIpv4: peer.cidr } : { CidrIpv6: peer.cidr };
}

/** A key to spread into a record, and none where there is no value: AWS prints no nulls. */
function given<K extends string, T>(key: K, value: T | undefined): { readonly [key in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [key in K]?: T };
}
