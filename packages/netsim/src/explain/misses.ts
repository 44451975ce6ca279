/**
 * By which fields a rule misses a packet. Field by field what the sets of `@netsim/core` decide at once, and held to
 * them by `test/agreement/misses.test.ts`.
 */
import {
  ALL_PROTOCOLS,
  type Cidr,
  cidrFamily,
  cidrHas,
  type Direction,
  ICMPV6,
  type IpAddress,
  ipFamily,
  type Packet,
  type ProtocolAndPorts,
  packetsHave,
  protocolClass,
  type Rule,
  type Traffic,
} from "@netsim/core";
import type { NearField } from "./explanation.js";

/** A packet, and who sends and receives it. */
export interface Passenger extends Pick<Traffic, "source" | "destination"> {
  readonly packet: Packet;
}

/**
 * All of them where there is one at most; of several, those that were found until it was clear. Undefined for a rule
 * that is none of a filter or router, or that AWS keeps for itself.
 */
export function missesOf(rule: Rule<string>, passenger: Passenger): readonly NearField[] | undefined {
  const { ref } = rule;
  const { packet } = passenger;
  switch (ref.kind) {
    case "security-group-rule": {
      const fields = portMisses(ref.rule, packet, false);
      if (fields.length > 1) return fields;
      return [...fields, ...peerMisses(rule, passenger, ref.direction)];
    }
    case "network-acl-entry": {
      const { entry } = ref;
      if (!("fromPort" in entry)) return undefined;
      const fields = portMisses(entry, packet, true);
      if (fields.length > 1) return fields;
      return [...fields, ...blockMisses(entry.cidrBlock, remoteOf(packet, ref.direction), "peer")];
    }
    case "route": {
      const { destination } = ref.route;
      if (!destination.startsWith("pl-")) return blockMisses(destination as Cidr, packet.destination, "destination");
      if (packetsHave(rule.packets, packet)) return [];
      return [rule.packets[ipFamily(packet.destination)] === false ? "address-family" : "destination"];
    }
    case "listener":
      return undefined;
  }
}

/** The other side, which is all of the addresses that a filter's rule names. */
export function remoteOf(packet: Packet, direction: Direction): IpAddress {
  return direction === "ingress" ? packet.source : packet.destination;
}

/** @param isAcl whether an entry for ICMPv6 and IPv4 addresses is for all types, as AWS's ACLs have it. */
function portMisses(rule: ProtocolAndPorts, packet: Packet, isAcl: boolean): NearField[] {
  if (rule.protocol === ALL_PROTOCOLS) return [];
  const isOther = rule.protocol !== packet.protocol;
  const kind = protocolClass(packet.protocol);
  const misses: NearField[] = isOther ? ["protocol"] : [];
  if (kind === "none") return misses;
  // Ports and types have nothing to do with each other, so that such a rule is not near.
  if (protocolClass(rule.protocol) !== kind) return [...misses, kind === "ports" ? "port-range" : "icmp-type"];
  const { sourcePort, destinationPort } = packet;
  if (kind === "ports") {
    const isInside = rule.fromPort <= destinationPort && destinationPort <= rule.toPort;
    return isInside ? misses : [...misses, "port-range"];
  }
  if (isAcl && packet.protocol === ICMPV6 && ipFamily(packet.source) === "ipv4") return misses;
  if (rule.fromPort >= 0 && rule.fromPort !== sourcePort) misses.push("icmp-type");
  if (rule.toPort >= 0 && rule.toPort !== destinationPort) misses.push("icmp-code");
  return misses;
}

function peerMisses(rule: Rule<string>, passenger: Passenger, direction: Direction): NearField[] {
  const { ref, packets } = rule;
  if (ref.kind !== "security-group-rule") return [];
  const { peer } = ref.rule;
  const remote = remoteOf(passenger.packet, direction);
  if ("cidr" in peer) return blockMisses(peer.cidr, remote, "peer");
  if ("securityGroupId" in peer) {
    const identity = direction === "ingress" ? passenger.source : passenger.destination;
    return identity?.groups.includes(peer.securityGroupId) ? [] : ["group-reference"];
  }
  if (packets[ipFamily(remote)] === false) return ["address-family"];
  return packetsHave(packets, fitted(ref.rule, passenger.packet)) ? [] : ["peer"];
}

/** The packet with the rule's protocol and ports, so that only its addresses can keep it from matching. */
function fitted({ protocol, fromPort, toPort }: ProtocolAndPorts, packet: Packet): Packet {
  if (protocol === ALL_PROTOCOLS) return packet;
  switch (protocolClass(protocol)) {
    case "ports":
      return { ...packet, protocol, sourcePort: 0, destinationPort: fromPort };
    case "icmp":
      return { ...packet, protocol, sourcePort: Math.max(0, fromPort), destinationPort: Math.max(0, toPort) };
    case "none":
      return { ...packet, protocol, sourcePort: 0, destinationPort: 0 };
  }
}

function blockMisses(block: Cidr, address: IpAddress, field: "peer" | "destination"): NearField[] {
  if (cidrFamily(block) !== ipFamily(address)) return ["address-family"];
  return cidrHas(block, address) ? [] : [field];
}
