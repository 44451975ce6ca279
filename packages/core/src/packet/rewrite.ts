/**
 * Changes of a header, as images of packet sets: what a gateway's translation or the turn of a reply makes of them.
 * Each has a way back, so that an answer can be given in the packets that were asked about.
 */
import { type IntervalSet, interval, intervalsHave, subtractIntervals } from "../set/interval-set.js";
import { intersectProducts } from "../set/product-set.js";
import { type AddressSet, NO_ADDRESSES, uniteAddresses } from "./address-set.js";
import {
  type Box,
  intersectPackets,
  type PacketSet,
  packetBoxes,
  packets,
  packetsOfBoxes,
  subtractPackets,
  unitePackets,
} from "./packet-set.js";
import { ALL_PORTS } from "./port-range.js";
import { ICMP, ICMPV6, protocolClass, TCP, UDP } from "./protocol.js";

/**
 * The ICMP messages that are answered, by the type of the answer: echo, timestamp and information (RFC 792), address
 * mask (RFC 950), echo for IPv6 (RFC 4443). Answers have code 0.
 */
const ICMP_ANSWERS: ReadonlyMap<number, ReadonlyMap<number, number>> = new Map([
  [
    ICMP,
    new Map([
      [8, 0],
      [13, 14],
      [15, 16],
      [17, 18],
    ]),
  ],
  [ICMPV6, new Map([[128, 129]])],
]);

const CODE_0 = interval(0, 0);
const ANY_CODE = interval(0, 255);

/** The packets that answer these: addresses swapped, ports swapped, ICMP with the type of its answer. */
export function replyTo(set: PacketSet): PacketSet {
  return packetsOfBoxes(packetBoxes(set).flatMap((box) => turn(box, "reply")));
}

/** The packets that these answer. */
export function answeredBy(set: PacketSet): PacketSet {
  return packetsOfBoxes(packetBoxes(set).flatMap((box) => turn(box, "request")));
}

function turn(box: Box, into: "reply" | "request"): Box[] {
  const swapped = { ...box, source: box.destination, destination: box.source };
  return protocolsOf(box.protocols).flatMap((protocols): Box[] => {
    const [protocol = 0] = protocols;
    switch (protocolClass(protocol)) {
      case "ports":
        return [{ ...swapped, protocols, sourcePorts: box.destinationPorts, destinationPorts: box.sourcePorts }];
      case "icmp":
        if (into === "request" && !intervalsHave(box.destinationPorts, 0)) return [];
        return icmpTurns(protocol, box.sourcePorts, into).map((type) => ({
          ...swapped,
          protocols,
          sourcePorts: interval(type, type),
          destinationPorts: into === "reply" ? CODE_0 : ANY_CODE,
        }));
      default:
        return [{ ...swapped, protocols }];
    }
  });
}

function icmpTurns(protocol: number, types: IntervalSet, into: "reply" | "request"): number[] {
  return [...(ICMP_ANSWERS.get(protocol) ?? [])].flatMap(([request, reply]) => {
    const [from, to] = into === "reply" ? [request, reply] : [reply, request];
    return intervalsHave(types, from) ? [to] : [];
  });
}

const SPECIAL = [TCP, UDP, ICMP, ICMPV6];

/** The protocols one by one where they differ in what their fields mean, the others together. */
function protocolsOf(protocols: IntervalSet): IntervalSet[] {
  const single = SPECIAL.filter((protocol) => intervalsHave(protocols, protocol)).map((each) => interval(each, each));
  const rest = SPECIAL.reduce<IntervalSet>((set, each) => subtractIntervals(set, interval(each, each)), protocols);
  return rest.length > 0 ? [...single, rest] : single;
}

/** Those of the packets that nothing answers, such as ICMP errors. */
export function unanswered(set: PacketSet): PacketSet {
  return subtractPackets(set, intersectPackets(set, ANSWERED));
}

const ANSWERED: PacketSet = answerable();

function answerable(): PacketSet {
  const requests = [...ICMP_ANSWERS].flatMap(([protocol, types]) =>
    [...types.keys()].map((type) => packets({ protocol, sourcePorts: interval(type, type) })),
  );
  const everything = packets({});
  const icmp = unitePackets(packets({ protocol: ICMP }), packets({ protocol: ICMPV6 }));
  return requests.reduce(unitePackets, subtractPackets(everything, icmp));
}

/** Which end of a packet a translation changes. */
export type End = "source" | "destination";

/** The packets with addresses of `from` at that end, those addresses replaced by `to`. Others are left out. */
export function translate(set: PacketSet, end: End, from: AddressSet, to: AddressSet): PacketSet {
  return packetsOfBoxes(
    packetBoxes(set).flatMap((box) =>
      intersectProducts(box[end], from[box.family]) === false ? [] : [{ ...box, [end]: to[box.family] }],
    ),
  );
}

/**
 * What a NAT device makes of packets: its own source address, and for tcp and udp a source port of its choosing from
 * `ports`. Whichever it chooses is in the image.
 */
export function masquerade(set: PacketSet, address: AddressSet, ports: IntervalSet): PacketSet {
  return packetsOfBoxes(
    packetBoxes(set).flatMap((box) =>
      protocolsOf(box.protocols).map((protocols) => {
        const hasPorts = protocolClass(protocols[0] ?? 0) === "ports";
        return { ...box, protocols, source: address[box.family], sourcePorts: hasPorts ? ports : box.sourcePorts };
      }),
    ),
  );
}

/** The packets of `before` that a NAT device may have made one of `image` from. */
export function unmasquerade(image: PacketSet, before: PacketSet): PacketSet {
  const candidates = packetsOfBoxes(
    packetBoxes(image).flatMap((box) =>
      protocolsOf(box.protocols).map((protocols) => {
        const hasPorts = protocolClass(protocols[0] ?? 0) === "ports";
        return { ...box, protocols, source: true, sourcePorts: hasPorts ? ALL_PORTS : box.sourcePorts };
      }),
    ),
  );
  return intersectPackets(candidates, before);
}

/** What a load balancer that keeps its clients' addresses makes of their packets: another destination and port. */
export function redirect(set: PacketSet, destination: AddressSet, ports: IntervalSet): PacketSet {
  return packetsOfBoxes(
    packetBoxes(set).flatMap((box) =>
      destination[box.family] === false
        ? []
        : [{ ...box, destination: destination[box.family], destinationPorts: ports }],
    ),
  );
}

/** The addresses that the packets come from. */
export function sourcesOf(set: PacketSet): AddressSet {
  return packetBoxes(set).reduce<AddressSet>(
    (sum, box) => uniteAddresses(sum, { ...NO_ADDRESSES, [box.family]: box.source }),
    NO_ADDRESSES,
  );
}
