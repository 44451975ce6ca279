/** Packet sets in the form of AWS's packet headers, for people and for JSON. */
import {
  type Box,
  formatPorts,
  formatRanges,
  type PacketSet,
  packetBoxes,
  protocolClass,
  protocolName,
  ranges,
} from "@netsim/core";
import type { Header, HeaderSet } from "./verdict.js";

/** The same set object goes through many hops; it is printed once. */
const printed = new WeakMap<PacketSet, HeaderSet>();
const meant = new WeakMap<HeaderSet, PacketSet>();

export function headersOf(set: PacketSet): HeaderSet {
  let headers = printed.get(set);
  if (!headers) {
    headers = packetBoxes(set).map(headerOf);
    printed.set(set, headers);
    meant.set(headers, set);
  }
  return headers;
}

/** The packets that headers of a result were printed from; undefined for a copy of them. */
export function packetsOf(headers: HeaderSet): PacketSet | undefined {
  return meant.get(headers);
}

function headerOf(box: Box): Header {
  const [protocol = 0] = box.protocols;
  const header = {
    protocol: protocolsText(box),
    sourceAddresses: formatRanges(box.source, box.family),
    destinationAddresses: formatRanges(box.destination, box.family),
  };
  switch (protocolClass(protocol)) {
    case "ports":
      return {
        ...header,
        sourcePortRanges: formatPorts(box.sourcePorts),
        destinationPortRanges: formatPorts(box.destinationPorts),
      };
    case "icmp":
      return { ...header, icmpTypes: formatPorts(box.sourcePorts), icmpCodes: formatPorts(box.destinationPorts) };
    default:
      return header;
  }
}

function protocolsText(box: Box): string {
  return ranges(box.protocols)
    .map(([low, high]) => (low === high ? protocolName(low) : `${low}-${high}`))
    .join(",");
}
