import { inCidr } from "./address.js";
import type { NetworkAcl, NetworkAclEntry } from "./aws-json.js";
import { type Direction, ICMP, ICMPV6, type Packet, remoteAddress, TCP, UDP } from "./packet.js";

/** What the ACL does with the packet and the number of the rule that says so; `null` if no entry is about the packet. */
export interface AclDecision {
  readonly action: "allow" | "deny";
  readonly ruleNumber: number | null;
}

/**
 * The entries of one direction in ascending order of their numbers; the first that is about the packet decides.
 * The order in which they are listed has no meaning. What no entry is about is denied.
 *
 * Control traffic to subnets using network ACLs, https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
export function aclDecides(acl: NetworkAcl, direction: Direction, packet: Packet): AclDecision {
  const entries = acl.Entries.filter((entry) => entry.Egress === (direction === "egress"));
  const ascending = [...entries].sort((one, other) => one.RuleNumber - other.RuleNumber);
  const deciding = ascending.find((entry) => isAboutAddress(entry, direction, packet) && isAboutTraffic(entry, packet));
  if (deciding === undefined) {
    return { action: "deny", ruleNumber: null };
  }
  return { action: deciding.RuleAction, ruleNumber: deciding.RuleNumber };
}

/** An ingress entry names the source, an egress entry the destination; an IPv4 block is never about IPv6 packets. */
function isAboutAddress(entry: NetworkAclEntry, direction: Direction, packet: Packet): boolean {
  const block = entry.CidrBlock ?? entry.Ipv6CidrBlock;
  return block !== undefined && inCidr(remoteAddress(packet, direction), block);
}

/**
 * TCP and UDP entries name destination ports, ICMP entries a type and a code with -1 for any. With "-1" or any other
 * protocol, ports, types and codes do not matter, and neither do they in an ICMPv6 entry with an IPv4 block.
 *
 * CreateNetworkAclEntry, https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
 */
function isAboutTraffic(entry: NetworkAclEntry, packet: Packet): boolean {
  if (entry.Protocol === "-1") {
    return true;
  }
  const protocol = Number(entry.Protocol);
  if (protocol !== packet.protocol) {
    return false;
  }
  if (protocol === TCP || protocol === UDP) {
    return isPortCovered(entry, packet);
  }
  if (protocol === ICMP || (protocol === ICMPV6 && entry.Ipv6CidrBlock !== undefined)) {
    return isIcmpCovered(entry, packet);
  }
  return true;
}

function isPortCovered(entry: NetworkAclEntry, packet: Packet): boolean {
  const { From: from, To: to } = entry.PortRange ?? { From: 0, To: 65535 };
  return packet.dstPort !== undefined && from <= packet.dstPort && packet.dstPort <= to;
}

function isIcmpCovered(entry: NetworkAclEntry, packet: Packet): boolean {
  const { Type: type, Code: code } = entry.IcmpTypeCode ?? { Type: -1, Code: -1 };
  const typeFits = type === -1 || type === packet.icmpType;
  const codeFits = code === -1 || code === packet.icmpCode;
  return typeFits && codeFits;
}
