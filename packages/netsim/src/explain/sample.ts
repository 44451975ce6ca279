/** One concrete packet of each kind of packets. */
import {
  type AddressSet,
  ALL_PROTOCOLS,
  addressesOf,
  addressSet,
  cidr,
  type IntervalSet,
  ip,
  type Packet,
  packets,
  packetWitness,
  parsePorts,
  parseProtocol,
  unwrap,
} from "@netsim/core";
import type { Blocker, Header, HeaderSet } from "../path/verdict.js";
import type { Sample } from "./explanation.js";

export function samplesOf(headers: HeaderSet): readonly Sample[] {
  return headers.map((header) => ({ packets: header, packet: packetIn(header) }));
}

/** What a blocker stops, one packet of each kind. */
export function stoppedSamples({ packets: headers, witness }: Blocker): readonly Sample[] {
  const [only] = headers;
  return only && headers.length === 1 && witness ? [{ packets: only, packet: witness }] : samplesOf(headers);
}

/** The most ordinary packet of a box, made of the first member of each of its sides. */
function packetIn(header: Header): Packet {
  const witness = packetWitness(
    packets({
      protocol: protocolIn(header.protocol),
      source: someAddresses(header.sourceAddresses),
      destination: someAddresses(header.destinationAddresses),
      sourcePorts: numbers(header.sourcePortRanges ?? header.icmpTypes),
      destinationPorts: numbers(header.destinationPortRanges ?? header.icmpCodes),
    }),
  );
  if (!witness) throw new RangeError(`no packet in ${JSON.stringify(header)}`);
  return witness;
}

/** The first of `tcp`, `47`, `2-5`, `all`, `0,2-5`. */
function protocolIn(text: string): number {
  const [first = ""] = text.split(/[,]|(?<=\d)-/);
  return unwrap(parseProtocol(first === "" ? ALL_PROTOCOLS : first));
}

/** Those of the first block; of a range that is no block its first address. */
function someAddresses([first = ""]: readonly string[]): AddressSet {
  if (first.includes("/")) return addressesOf(cidr(first));
  return addressSet([ip(first.split("-")[0] ?? "")]);
}

function numbers(ranges: readonly string[] | undefined): IntervalSet {
  return unwrap(parsePorts(ranges ?? ["0-65535"]));
}
