/** One packet header, for questions about a single packet and as the witness of a set. */
import { type Family, type IpAddress, ipFamily, ipLanes } from "./ip.js";
import { PORT_COUNT } from "./port-range.js";
import { PROTOCOL_COUNT, type ProtocolClass, protocolClass } from "./protocol.js";

/**
 * The header fields that AWS's filters read. For tcp and udp `sourcePort` and `destinationPort` are ports, 0-65535.
 * For ICMP and ICMPv6 they hold the type and the code, 0-255. For every other protocol both are 0.
 */
export interface Packet {
  readonly source: IpAddress;
  readonly destination: IpAddress;
  /** IP protocol number, 0-255. */
  readonly protocol: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

export function packetFamily(packet: Packet): Family {
  return ipFamily(packet.source);
}

export function packetClass(packet: Packet): ProtocolClass {
  return protocolClass(packet.protocol);
}

/** The values that the two last fields can hold, by class: 0 to the number less one. */
export const FIELD_SIZE: Readonly<Record<ProtocolClass, number>> = { ports: PORT_COUNT, icmp: 256, none: 1 };

/** Whether there can be such a packet: both addresses of one family, each field within its values. */
export function packetExists(packet: Packet): boolean {
  const size = FIELD_SIZE[packetClass(packet)];
  return (
    ipFamily(packet.source) === ipFamily(packet.destination) &&
    isBelow(packet.protocol, PROTOCOL_COUNT) &&
    isBelow(packet.sourcePort, size) &&
    isBelow(packet.destinationPort, size)
  );
}

function isBelow(value: number, size: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < size;
}

/** The packet's coordinates in the dimensions of a packet set. */
export function packetPoint(packet: Packet): readonly number[] {
  return [
    packet.protocol,
    ...ipLanes(packet.source),
    ...ipLanes(packet.destination),
    packet.sourcePort,
    packet.destinationPort,
  ];
}
