import type { Family } from "./address.js";

export const ICMP = 1;
export const TCP = 6;
export const UDP = 17;
export const ICMPV6 = 58;

export type Direction = "ingress" | "egress";

/**
 * One concrete packet on its way. TCP and UDP have ports, ICMP and ICMPv6 a type and a code, other protocols neither.
 *
 * A security group can name another group. What it then sees is whether the packet comes from (goes to) an
 * interface that carries this group, so the packet bears the groups of its two ends as far as the network
 * still knows them: an empty list means that the identity was lost on the way or never existed.
 */
export interface Packet {
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  readonly srcPort?: number;
  readonly dstPort?: number;
  readonly icmpType?: number;
  readonly icmpCode?: number;
  readonly sourceGroups: readonly string[];
  readonly destinationGroups: readonly string[];
}

/** Who wants to send what to whom: one packet, before it is known which way it goes. */
export interface Question {
  /** An interface id, an address of an interface, or an address outside. */
  readonly from: string;
  readonly to: string;
  readonly family: Family;
  readonly protocol: number;
  readonly srcPort?: number;
  readonly dstPort?: number;
  readonly icmpType?: number;
  readonly icmpCode?: number;
  /** The source port a NAT gateway picks for this connection, 1024 to 65535, should it pass one. */
  readonly natPort?: number;
  /**
   * What a subnet's network ACL does with packets between a Classic Load Balancer node and a target in the same
   * subnet. "egress", the default, is all that is documented; "strict" filters both directions both ways.
   */
  readonly sameSubnetAcl?: "egress" | "strict";
}

/** The address whose side a rule names: where an incoming packet comes from, where an outgoing one goes. */
export function remoteAddress(packet: Packet, direction: Direction): string {
  return direction === "ingress" ? packet.source : packet.destination;
}

export function remoteGroups(packet: Packet, direction: Direction): readonly string[] {
  return direction === "ingress" ? packet.sourceGroups : packet.destinationGroups;
}

/**
 * The packet that answers this one: the ends change places. An ICMP echo request (8, in IPv6 128) is answered by an
 * echo reply (0, in IPv6 129); no other ICMP message is taken to have an answer, so the result is then `null`.
 * Groups do not matter any more, because security groups let every answer pass.
 *
 * RFC 792, https://www.rfc-editor.org/rfc/rfc792 and RFC 4443, https://www.rfc-editor.org/rfc/rfc4443
 */
export function replyTo(packet: Packet): Packet | null {
  const swapped = {
    source: packet.destination,
    destination: packet.source,
    protocol: packet.protocol,
    sourceGroups: [],
    destinationGroups: [],
  };
  if (packet.protocol === ICMP) {
    return packet.icmpType === 8 ? { ...swapped, icmpType: 0, icmpCode: 0 } : null;
  }
  if (packet.protocol === ICMPV6) {
    return packet.icmpType === 128 ? { ...swapped, icmpType: 129, icmpCode: 0 } : null;
  }
  if (packet.srcPort === undefined || packet.dstPort === undefined) {
    return swapped;
  }
  return { ...swapped, srcPort: packet.dstPort, dstPort: packet.srcPort };
}

export function describePacket(packet: Packet): string {
  const what = `protocol ${packet.protocol}`;
  if (packet.icmpType !== undefined) {
    return `${what} type ${packet.icmpType} code ${packet.icmpCode} ${packet.source} > ${packet.destination}`;
  }
  if (packet.dstPort !== undefined) {
    return `${what} ${packet.source}:${packet.srcPort} > ${packet.destination}:${packet.dstPort}`;
  }
  return `${what} ${packet.source} > ${packet.destination}`;
}
