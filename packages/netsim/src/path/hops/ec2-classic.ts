/**
 * The edge of EC2-Classic. Inside, every host reaches every other; to and from the internet each address is translated
 * one to one. There is neither a gateway to attach nor a route to add.
 * "EC2-Classic" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-classic-platform.html
 */
import {
  ALL_IPV6,
  ALL_PACKETS,
  addressesOf,
  addressSet,
  cidr,
  EC2_CLASSIC,
  interval,
  ip,
  NO_ADDRESSES,
  type PacketSet,
  packets,
  packetsOverlap,
  subtractPackets,
  TCP,
  UDP,
  uniteAddresses,
  unitePackets,
} from "@netsim/core";
import { type Flight, mapSets, type Sets, without } from "../flight.js";
import { FROM_PRIVATE, PUBLIC, TO_PRIVATE } from "../internet.js";
import { identityOf, type Station } from "../station.js";
import type { Refusal, Spot } from "../trace.js";
import type { Walk } from "../walk-context.js";
import { associate, unknownSource, unknownSourceDoubt } from "./associate.js";
import { ontoInternet } from "./onto-internet.js";
import { presume } from "./presume.js";

const COMPONENT = { id: EC2_CLASSIC, kind: "ec2-classic" } as const;
const DNS = interval(53, 53);

/**
 * What no group filters: the Amazon DNS server of EC2-Classic, and instance metadata.
 * "Instance metadata and user data" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html
 */
export const EC2_CLASSIC_EXEMPT: PacketSet = [
  ...[TCP, UDP].map((protocol) =>
    packets({ protocol, destination: addressSet([ip("172.16.0.23")]), destinationPorts: DNS }),
  ),
  packets({ protocol: TCP, destination: addressSet([ip("169.254.169.254")]), destinationPorts: interval(80, 80) }),
].reduce(unitePackets);

const TO_LINK_LOCAL: PacketSet = packets({ destination: addressesOf(cidr("169.254.0.0/16")) });

/** Packets that a station of EC2-Classic has sent: to a neighbour, or out to the internet. */
export function leaveEc2Classic(walk: Walk, flight: Flight, station: Station): readonly Flight[] {
  const { receiver } = flight;
  const sender = flight.sender ?? station;
  if (receiver?.vpcId === EC2_CLASSIC) return [{ ...flight, place: { at: "deliver", vpcId: EC2_CLASSIC, from: null } }];
  const spot: Spot = { component: COMPONENT, direction: "egress" };
  if (receiver) {
    // Called by the private address that it has in its VPC: here nobody has it.
    const passed = walk.trace.gate(flight, spot, { refusals: [NOWHERE] });
    return presume(walk, { ...flight, ...without(flight, flight.packets), after: passed.after }, EC2_CLASSIC, false);
  }
  const unknown = unknownSource(walk, flight, sender);
  const passed = walk.trace.gate(flight, spot, {
    // Which other services EC2-Classic had at link-local addresses is not documented.
    doubt: packetsOverlap(flight.packets, TO_LINK_LOCAL)
      ? { code: "link-local-service" }
      : unknownSourceDoubt(unknown, sender),
    refusals: [noPublicAddress(sender, "source"), { stopped: TO_PRIVATE, cause: PRIVATE_ADDRESS }],
    change: (set) => associate(set, sender, "source", "out", unknown),
  });
  return ontoInternet(walk, flight, passed, { id: EC2_CLASSIC, kind: "ec2-classic", station: sender }, unknown);
}

/** Packets from the internet, for a public address of the receiver. */
export function enterEc2Classic(walk: Walk, flight: Flight, receiver: Station): readonly Flight[] {
  const passed = walk.trace.gate(
    flight,
    { component: COMPONENT, direction: "ingress" },
    {
      refusals: [noPublicAddress(receiver, "destination"), { stopped: FROM_PRIVATE, cause: PRIVATE_ADDRESS }],
      change: (set) => associate(set, receiver, "destination", "in"),
    },
  );
  const undo = (sets: Sets): Sets => mapSets(sets, (set) => associate(set, receiver, "destination", "out"));
  return [
    {
      ...passed,
      place: { at: "deliver", vpcId: EC2_CLASSIC, from: null },
      receiver,
      destinationIdentity: identityOf(receiver),
      undos: [...flight.undos, undo],
    },
  ];
}

const PRIVATE_ADDRESS = { kind: "gateway", code: "private-address", awsCode: null } as const;

const NOWHERE: Refusal = {
  cause: { kind: "gateway", code: "no-such-destination", awsCode: "NO_POSSIBLE_DESTINATION" },
};

/** What comes with, or goes to, an address of the station that the internet does not know. */
function noPublicAddress(station: Station, end: "source" | "destination"): Refusal {
  const ipv6 = station.hasAnyAddress ? addressesOf(ALL_IPV6) : NO_ADDRESSES;
  const known = station.associations.reduce((sum, { private: inside, public: outside }) => {
    // A public address that is not known stands for itself, and may be any.
    if (outside === null) return [sum, inside, PUBLIC].reduce(uniteAddresses);
    return uniteAddresses(sum, end === "source" ? inside : outside);
  }, ipv6);
  return {
    stopped: subtractPackets(ALL_PACKETS, packets({ [end]: known })),
    cause: {
      kind: "gateway",
      code: "no-public-address",
      awsCode: null,
      details: { interface: station.component.id },
    },
  };
}
