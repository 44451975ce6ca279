/** Packet headers in one line: `tcp 203.0.113.10:1024-65535 -> 10.0.0.5:80`. */
import { type Packet, protocolClass, protocolName } from "@netsim/core";
import type { Header, HeaderSet } from "../path/verdict.js";

/** More than this many blocks or ranges are counted, not listed. */
const LISTED = 3;
/** More than this many headers are counted, not listed. */
const HEADERS = 4;

export function headerText(header: Header): string {
  const source = endText(header.sourceAddresses, header.sourcePortRanges);
  const destination = endText(header.destinationAddresses, header.destinationPortRanges);
  const icmp = icmpText(header.icmpTypes, header.icmpCodes);
  return `${header.protocol}${icmp} ${source} -> ${destination}`;
}

export function headerLines(headers: HeaderSet): string[] {
  if (headers.length === 0) return ["none"];
  const lines = headers.slice(0, HEADERS).map(headerText);
  const more = headers.length - lines.length;
  return more === 0 ? lines : [...lines, `and ${more} more`];
}

export function sameHeaders(one: HeaderSet, other: HeaderSet): boolean {
  return one.length === other.length && JSON.stringify(one) === JSON.stringify(other);
}

export function packetText(packet: Packet): string {
  const kind = protocolClass(packet.protocol);
  const { source, destination, sourcePort, destinationPort } = packet;
  const protocol = protocolName(packet.protocol);
  if (kind === "ports") {
    const from = endText([source], [String(sourcePort)]);
    return `${protocol} ${from} -> ${endText([destination], [String(destinationPort)])}`;
  }
  const icmp = kind === "icmp" ? icmpText([String(sourcePort)], [String(destinationPort)]) : "";
  return `${kind === "none" ? `protocol ${protocol}` : protocol}${icmp} ${source} -> ${destination}`;
}

function endText(addresses: readonly string[], ports: readonly string[] | undefined): string {
  const many = addresses.length > LISTED;
  const listed = many ? `(${list(addresses.map(withoutHostLength))})` : list(addresses.map(withoutHostLength));
  if (!ports || (ports.length === 1 && ports[0] === "0-65535")) return listed;
  const isOneIpv6 = addresses.length === 1 && listed.includes(":");
  return `${isOneIpv6 ? `[${listed}]` : listed}:${list(ports)}`;
}

function icmpText(types: readonly string[] | undefined, codes: readonly string[] | undefined): string {
  const isAny = (values: readonly string[] | undefined): boolean =>
    !values || values[0] === "0-255" || values[0] === "0-65535";
  const type = isAny(types) ? "" : ` type ${list(types ?? [])}`;
  return isAny(codes) ? type : `${type} code ${list(codes ?? [])}`;
}

/** One address instead of the block that holds only it. */
function withoutHostLength(block: string): string {
  return block.endsWith("/32") && !block.includes(":") ? block.slice(0, -3) : block.replace(/\/128$/, "");
}

function list(members: readonly string[]): string {
  const [first = "none", ...others] = members;
  if (members.length <= LISTED) return members.length === 0 ? first : members.join(",");
  return `${first} and ${others.length} more`;
}
