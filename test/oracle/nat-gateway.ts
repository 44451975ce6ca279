import { familyOf } from "./address.js";
import type { NatGateway } from "./aws-json.js";
import { passAcl } from "./filters.js";
import { ICMP, type Packet, TCP, UDP } from "./packet.js";
import { type Crossing, drop, giveUp, note, type Place, type Step, type Walk, withoutIdentity } from "./walk.js";

/**
 * A packet whose route names a NAT gateway: it enters the gateway's subnet (ACL), gets the gateway's private address
 * as its source, and is sent on from that subnet. Security groups cannot be put on a NAT gateway, the ACL of its
 * subnet applies, and it takes only TCP, UDP and ICMP that starts behind it in its own VPC. Source port: 1024-65535.
 *
 * NAT gateways, https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 * Reachability Analyzer explanation codes (NGW_*, REMAP_EPHEMERAL_PORT), https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
export function throughNatGateway(walk: Walk, packet: Packet, place: Place, id: string): Step | null {
  const nat = walk.doc.NatGateways.find((candidate) => candidate.NatGatewayId === id);
  if (nat === undefined) {
    return giveUp(walk, `NAT gateway ${id} is not in the document`);
  }
  const refusal = whyNotThrough(walk, nat, packet, place);
  if (refusal !== null) {
    return drop(walk, id, "egress", place.vpcId, refusal);
  }
  const [address] = nat.NatGatewayAddresses;
  if (nat.SubnetId === undefined || address === undefined) {
    return giveUp(walk, `NAT gateway ${id} has no subnet or no address`);
  }
  const natPlace = { vpcId: nat.VpcId, subnetId: nat.SubnetId };
  if (natPlace.subnetId !== place.subnetId) {
    passAcl(walk, natPlace, "ingress", packet);
  }
  walk.crossings.push({ kind: "nat-gateway", id, insideAddress: packet.source, insidePort: packet.srcPort });
  note(walk, `${id} turns ${packet.source} into ${address.PrivateIp}`);
  return { at: "subnet", packet: translated(walk, packet, address.PrivateIp), place: natPlace };
}

function whyNotThrough(walk: Walk, nat: NatGateway, packet: Packet, place: Place): string | null {
  if (walk.phase === "reply") {
    return "it has no connection that this reply belongs to";
  }
  if (nat.State !== "available") {
    return `its state is ${nat.State}`;
  }
  if (nat.VpcId !== place.vpcId) {
    return "it serves only its own VPC";
  }
  if (familyOf(packet.destination) !== 4 || ![TCP, UDP, ICMP].includes(packet.protocol)) {
    return "it takes only TCP, UDP and ICMP over IPv4";
  }
  if (crossingOf(walk, nat) !== undefined) {
    return "the packet was here before: the route of its own subnet leads back to it";
  }
  return null;
}

function translated(walk: Walk, packet: Packet, source: string): Packet {
  const outside = { ...withoutIdentity(packet), source };
  return packet.srcPort === undefined ? outside : { ...outside, srcPort: walk.question.natPort ?? 1024 };
}

/**
 * A packet addressed to the NAT gateway itself: the reply to a connection it translated gets its old destination
 * back and is sent on from the gateway's subnet. Anything else is dropped; there are no connections from outside.
 */
export function backThroughNatGateway(walk: Walk, packet: Packet, nat: NatGateway): Step | null {
  const crossing = walk.phase === "reply" ? crossingOf(walk, nat) : undefined;
  if (crossing === undefined || nat.SubnetId === undefined) {
    return drop(walk, nat.NatGatewayId, "ingress", nat.VpcId, "it takes no connections from outside");
  }
  note(walk, `${nat.NatGatewayId} turns ${packet.destination} back into ${crossing.insideAddress}`);
  const inside = { ...packet, destination: crossing.insideAddress };
  return {
    at: "subnet",
    packet: crossing.insidePort === undefined ? inside : { ...inside, dstPort: crossing.insidePort },
    place: { vpcId: nat.VpcId, subnetId: nat.SubnetId },
  };
}

type NatCrossing = Extract<Crossing, { kind: "nat-gateway" }>;

function crossingOf(walk: Walk, nat: NatGateway): NatCrossing | undefined {
  return walk.crossings
    .filter((crossing): crossing is NatCrossing => crossing.kind === "nat-gateway")
    .find((crossing) => crossing.id === nat.NatGatewayId);
}
