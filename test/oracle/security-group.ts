import { inAnyCidr, inCidr } from "./address.js";
import type { IpPermission, PrefixList, SecurityGroup } from "./aws-json.js";
import { type Direction, ICMP, ICMPV6, type Packet, remoteAddress, remoteGroups, TCP, UDP } from "./packet.js";

/** Which rule lets the packet pass: the group and the index of the permission in its list for this direction. */
export type Admission =
  | { readonly allowed: true; readonly groupId: string; readonly ruleIndex: number }
  | { readonly allowed: false };

/**
 * Do these groups, all carried by one interface, let a new flow's first packet pass?
 *
 * Rules only allow; the rules of all groups count together; no rule means no new traffic in this direction.
 *
 * Security group rules, https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export function admits(
  groups: readonly SecurityGroup[],
  direction: Direction,
  packet: Packet,
  prefixLists: readonly PrefixList[] = [],
): Admission {
  for (const group of groups) {
    const permissions = direction === "ingress" ? group.IpPermissions : group.IpPermissionsEgress;
    for (const [ruleIndex, permission] of permissions.entries()) {
      if (isAboutTraffic(permission, packet) && isAboutPeer(permission, direction, packet, prefixLists)) {
        return { allowed: true, groupId: group.GroupId, ruleIndex };
      }
    }
  }
  return { allowed: false };
}

/**
 * Protocol and ports. "tcp", "udp", "icmp" and "icmpv6" may be written as numbers; "-1" is every protocol. For TCP and
 * UDP the range holds destination ports. For every protocol besides these four, ports do not matter.
 *
 * IpPermission, https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
function isAboutTraffic(permission: IpPermission, packet: Packet): boolean {
  const protocol = protocolNumber(permission.IpProtocol);
  if (protocol === -1) {
    return true;
  }
  if (protocol !== packet.protocol) {
    return false;
  }
  if (protocol === TCP || protocol === UDP) {
    return isPortCovered(permission, packet);
  }
  if (protocol === ICMP || protocol === ICMPV6) {
    return isIcmpCovered(permission, packet);
  }
  return true;
}

function protocolNumber(name: string): number {
  const names: Record<string, number> = { tcp: TCP, udp: UDP, icmp: ICMP, icmpv6: ICMPV6 };
  return names[name.toLowerCase()] ?? Number(name);
}

/** A range is mandatory for TCP and UDP; some printed examples have -1/-1, which is read as all ports. */
function isPortCovered(permission: IpPermission, packet: Packet): boolean {
  const { FromPort: from = -1, ToPort: to = -1 } = permission;
  if (from === -1 && to === -1) {
    return true;
  }
  return packet.dstPort !== undefined && from <= packet.dstPort && packet.dstPort <= to;
}

/** `FromPort` holds the type and `ToPort` the code; -1, or nothing at all, is every one of them. */
function isIcmpCovered(permission: IpPermission, packet: Packet): boolean {
  const { FromPort: type = -1, ToPort: code = -1 } = permission;
  if (type === -1) {
    return true;
  }
  return type === packet.icmpType && (code === -1 || code === packet.icmpCode);
}

/**
 * Source (ingress) or destination (egress): a block, a prefix list or a group. A reference to a group stands for the
 * private addresses, IPv4 and IPv6, of the interfaces that carry it, never for their public ones.
 *
 * Security group rules, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-rules.html
 * Managed prefix lists, https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html
 */
function isAboutPeer(
  permission: IpPermission,
  direction: Direction,
  packet: Packet,
  prefixLists: readonly PrefixList[],
): boolean {
  const address = remoteAddress(packet, direction);
  if (permission.IpRanges.some((range) => inCidr(address, range.CidrIp))) {
    return true;
  }
  if (permission.Ipv6Ranges.some((range) => inCidr(address, range.CidrIpv6))) {
    return true;
  }
  if (permission.PrefixListIds.some((entry) => inPrefixList(address, entry.PrefixListId, prefixLists))) {
    return true;
  }
  const groups = remoteGroups(packet, direction);
  return permission.UserIdGroupPairs.some((pair) => groups.includes(pair.GroupId));
}

export function inPrefixList(address: string, id: string, prefixLists: readonly PrefixList[]): boolean {
  const list = prefixLists.find((candidate) => candidate.PrefixListId === id);
  return list !== undefined && inAnyCidr(address, list.Cidrs);
}
