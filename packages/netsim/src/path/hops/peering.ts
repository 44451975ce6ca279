/**
 * A VPC peering connection carries packets between addresses of its two VPCs and nothing else.
 * "VPC peering basics" https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 * "Update your security groups to reference peer security groups" https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 */
import {
  type AddressSet,
  ALL_ADDRESSES,
  addressesEmpty,
  type Network,
  type PacketSet,
  type PeeringConnection,
  type PeeringSide,
  packets,
  packetsOverlap,
  subtractPackets,
  uniteBlocks,
  vpcBlocks,
} from "@netsim/core";
import type { Flight } from "../flight.js";
import { isLeftOut } from "../missing.js";
import type { Station } from "../station.js";
import type { Refusal, Spot } from "../trace.js";
import type { Handler, Walk } from "../walk-context.js";
import { bar, leave, presume } from "./presume.js";

export const passPeeringConnection: Handler<"vpc-peering-connection"> = (walk, flight) => {
  const { id, vpcId } = flight.place;
  const peering = walk.network.vpcPeeringConnections[id];
  const spot: Spot = {
    component: { id, kind: "vpc-peering-connection", name: peering?.name },
    direction: "egress",
    attachedTo: vpcId,
  };
  const sides = peering && sidesOf(peering, vpcId);
  if (!peering || !sides) {
    const cause = { kind: "peering", code: "peering-not-active", awsCode: "BAD_STATE" } as const;
    const doubt = { code: "peering-missing", details: { peering: id } };
    const isUnknown = isLeftOut(walk.network, "vpcPeeringConnections", id);
    return bar(walk, flight, spot, isUnknown ? { doubt } : { refusals: [{ cause }] }, vpcId);
  }
  const [near, far] = sides;
  const carried = carry(walk, flight, spot, peering, near, far);
  if (!walk.goal && !walk.network.vpcs[far.vpcId]) {
    // Beyond lies a VPC that the input leaves out; who was asked about is somewhere in it.
    if (walk.phase === "forward") return leave(walk, carried);
    walk.arrive(carried);
    return [];
  }
  const isFarOff = flight.receiver?.vpcId !== far.vpcId;
  if (isFarOff && !packetsOverlap(flight.packets, between(walk.network, near, far))) {
    return presume(walk, carried, vpcId, false);
  }
  return [{ ...carried, place: { at: "deliver", vpcId: far.vpcId, from: null } }];
};

/** The side of the VPC the packets come from, then the other. */
export function sidesOf(
  peering: PeeringConnection,
  vpcId: string,
): readonly [near: PeeringSide, far: PeeringSide] | undefined {
  const { requester, accepter } = peering;
  if (requester.vpcId === vpcId) return [requester, accepter];
  return accepter.vpcId === vpcId ? [accepter, requester] : undefined;
}

/** The addresses of a side: its VPC's blocks, or those that AWS lists with the peering. */
export function addressesOfSide(network: Network, side: PeeringSide): AddressSet {
  const vpc = network.vpcs[side.vpcId];
  return uniteBlocks(vpc ? vpcBlocks(vpc) : side.cidrBlocks);
}

/** Any address may be on a side of which neither the VPC nor its blocks are in the input. */
function between(network: Network, near: PeeringSide, far: PeeringSide): PacketSet {
  const reach = (side: PeeringSide): AddressSet => {
    const addresses = addressesOfSide(network, side);
    return addressesEmpty(addresses) ? ALL_ADDRESSES : addresses;
  };
  return packets({ source: reach(near), destination: reach(far) });
}

function carry(
  walk: Walk,
  flight: Flight,
  spot: Spot,
  peering: PeeringConnection,
  near: PeeringSide,
  far: PeeringSide,
): Flight {
  const { status } = peering;
  const inactive: Refusal = {
    cause: { kind: "peering", code: "peering-not-active", awsCode: "BAD_STATE", details: { status } },
  };
  const foreign: Refusal = {
    stopped: subtractPackets(flight.packets, between(walk.network, near, far)),
    cause: { kind: "peering", code: "peering-not-transitive", awsCode: "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR" },
  };
  const isFarMissing = !walk.network.vpcs[far.vpcId];
  // "Edit target group attributes": a Network Load Balancer keeps its clients' addresses across a peering, too.
  const isKept = flight.sender?.keepsClientAddresses === true;
  const passed = walk.trace.gate(flight, spot, {
    refusals: [...(status === "active" ? [] : [inactive]), ...(isKept ? [] : [foreign])],
    doubt: isFarMissing ? { code: "vpc-missing", details: { vpc: far.vpcId } } : undefined,
  });
  return keepIdentity(walk.network, near, far) ? passed : dropIdentity(passed, peering.id);
}

/** Whether a peering stays in one Region; `unknown` where the input does not say. */
export function regionsOf(network: Network, near: PeeringSide, far: PeeringSide): "one" | "two" | "unknown" {
  const region = (side: PeeringSide): string | undefined => side.region ?? network.vpcs[side.vpcId]?.region;
  const [a, b] = [region(near), region(far)];
  if (a === undefined || b === undefined) return "unknown";
  return a === b ? "one" : "two";
}

/** Group references hold across a peering inside one Region only. Where the Regions are not known, it is taken for one. */
function keepIdentity(network: Network, near: PeeringSide, far: PeeringSide): boolean {
  return regionsOf(network, near, far) !== "two";
}

/** The active peerings between two VPCs that are taken to be in one Region for want of a word on it. */
export function peeringsOfUnknownRegion(network: Network, vpcId: string, otherId: string): readonly string[] {
  return Object.values(network.vpcPeeringConnections).flatMap((peering) => {
    const [near, far] = sidesOf(peering, vpcId) ?? [];
    const isBetween = peering.status === "active" && near !== undefined && far?.vpcId === otherId;
    return isBetween && regionsOf(network, near, far) === "unknown" ? [peering.id] : [];
  });
}

/** Whether a rule of one station can name a group of the other: in one VPC, or in two that are peered in one Region. */
export function referencesHold(network: Network, a: Station, b: Station): boolean {
  const isOpen = network.missing.some((each) => each.collection === "vpcPeeringConnections");
  if (a.vpcId === b.vpcId || isOpen) return true;
  return Object.values(network.vpcPeeringConnections).some((peering) => {
    const [near, far] = sidesOf(peering, a.vpcId) ?? [];
    return peering.status === "active" && near && far?.vpcId === b.vpcId && keepIdentity(network, near, far);
  });
}

function dropIdentity(flight: Flight, component: string): Flight {
  const lost = flight.sourceIdentity ? { identity: flight.sourceIdentity, component } : flight.lost;
  return { ...flight, sourceIdentity: null, destinationIdentity: null, lost };
}
