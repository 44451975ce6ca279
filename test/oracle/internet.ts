/** Internet gateways, egress-only internet gateways, and what is between them. */
import { familyOf, inAnyCidr, inCidr, isSameAddress, privateUseBlocks, sharedAddressBlock } from "./address.js";
import type { InternetGateway } from "./aws-json.js";
import { attachedInternetGateway, hasAddress, isAttached, type PublicMapping, publicMappings } from "./document.js";
import { isKeptFromInternet } from "./forwarding-parts.js";
import type { Packet } from "./packet.js";
import { drop, giveUp, note, type Place, type Step, type Walk, withoutIdentity } from "./walk.js";

/**
 * Out to the internet. IPv4: the source address must have a public one, which replaces it; IPv6 goes as it is. The
 * gateway does not send packets to private-use (RFC 1918) or shared (RFC 6598) addresses.
 *
 * Connect to the internet using an internet gateway, https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 * Reachability Analyzer explanation codes (IGW_*), https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
export function outThroughInternetGateway(walk: Walk, packet: Packet, place: Place, id: string): Step | null {
  const gateway = walk.doc.InternetGateways.find((candidate) => candidate.InternetGatewayId === id);
  if (gateway === undefined) {
    return giveUp(walk, `internet gateway ${id} is not in the document`);
  }
  if (!isAttached(gateway, place.vpcId)) {
    return drop(walk, id, "egress", place.vpcId, "it is not attached to the VPC");
  }
  if (familyOf(packet.destination) === 6) {
    if (isKeptFromInternet(walk.doc, place.vpcId, packet.source)) {
      return drop(walk, id, "egress", place.vpcId, "the load balancer is kept from internet gateways");
    }
    return { at: "internet", packet: withoutIdentity(packet) };
  }
  return outWithPublicAddress(walk, packet, place, gateway);
}

function outWithPublicAddress(walk: Walk, packet: Packet, place: Place, gateway: InternetGateway): Step | null {
  const id = gateway.InternetGatewayId;
  if (isNotOnInternet(packet.destination)) {
    return drop(walk, id, "egress", place.vpcId, "the destination is a private-use or shared address");
  }
  const mapping = publicMappings(walk.doc).find(
    (candidate) => candidate.vpcId === place.vpcId && isSameAddress(candidate.privateAddress, packet.source),
  );
  if (mapping === undefined) {
    return drop(walk, id, "egress", place.vpcId, `${packet.source} has no public address`);
  }
  if (walk.phase === "reply" && !cameInThrough(walk, id, mapping)) {
    return drop(walk, id, "egress", place.vpcId, "the request did not come in here, so its sender would not know us");
  }
  note(walk, `${id} turns source ${packet.source} into ${mapping.publicAddress}`);
  return { at: "internet", packet: { ...withoutIdentity(packet), source: mapping.publicAddress } };
}

/** Only then does the reply leave with the public address that the sender called. */
function cameInThrough(walk: Walk, id: string, mapping: PublicMapping): boolean {
  return walk.crossings.some(
    (crossing) =>
      crossing.kind === "internet-gateway" &&
      crossing.id === id &&
      crossing.mapping.privateAddress === mapping.privateAddress,
  );
}

/** RFC 1918 or RFC 6598: no address that anybody on the internet has. */
function isNotOnInternet(address: string): boolean {
  return inAnyCidr(address, privateUseBlocks) || inCidr(address, sharedAddressBlock);
}

/**
 * Out by IPv6, for connections that start inside. It is stateful, so it lets their replies back in, and nothing else.
 *
 * Egress-only internet gateways, https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
 */
export function outThroughEgressOnlyGateway(walk: Walk, packet: Packet, place: Place, id: string): Step | null {
  const gateway = walk.doc.EgressOnlyInternetGateways.find((one) => one.EgressOnlyInternetGatewayId === id);
  if (gateway === undefined) {
    return giveUp(walk, `egress-only internet gateway ${id} is not in the document`);
  }
  if (!isAttached(gateway, place.vpcId)) {
    return drop(walk, id, "egress", place.vpcId, "it is not attached to the VPC");
  }
  if (walk.phase === "reply" || familyOf(packet.destination) !== 6) {
    return drop(walk, id, "egress", place.vpcId, "it takes only IPv6 connections that start inside");
  }
  walk.crossings.push({ kind: "egress-only-internet-gateway", id, vpcId: place.vpcId });
  return { at: "internet", packet: withoutIdentity(packet) };
}

/** On the internet: the packet has arrived, unless its destination is an address of the document's own. */
export function acrossInternet(walk: Walk, packet: Packet): Step | null {
  if (familyOf(packet.destination) === 6) {
    const eni = walk.doc.NetworkInterfaces.find((candidate) => hasAddress(candidate, packet.destination));
    return eni === undefined ? reachedInternet(walk, packet) : intoVpc(walk, packet, eni.VpcId);
  }
  const mapping = publicMappings(walk.doc).find((candidate) => candidate.publicAddress === packet.destination);
  return mapping === undefined ? reachedInternet(walk, packet) : intoVpc(walk, packet, mapping.vpcId, mapping);
}

function reachedInternet(walk: Walk, packet: Packet): Step {
  note(walk, `reached ${packet.destination} on the internet`);
  return { at: "end", packet, end: { kind: "internet" } };
}

/** In from the internet: an IPv4 destination becomes the private address behind it; private sources are refused. */
function intoVpc(walk: Walk, packet: Packet, vpcId: string, mapping?: PublicMapping): Step | null {
  const step = { at: "vpc", packet, vpcId, fromSubnetId: null } as const;
  if (walk.phase === "reply" && leftThroughEgressOnlyGateway(walk, vpcId)) {
    return step;
  }
  const gateway = attachedInternetGateway(walk.doc, vpcId);
  if (gateway === undefined) {
    return drop(walk, vpcId, "ingress", vpcId, "no internet gateway is attached");
  }
  const id = gateway.InternetGatewayId;
  if (walk.doc.RouteTables.some((table) => table.Associations.some((entry) => entry.GatewayId === id))) {
    return giveUp(walk, `internet gateway ${id} has a route table of its own`);
  }
  if (mapping === undefined) {
    if (isKeptFromInternet(walk.doc, vpcId, packet.destination)) {
      return drop(walk, id, "ingress", vpcId, "the load balancer is kept from internet gateways");
    }
    return step;
  }
  if (isNotOnInternet(packet.source)) {
    return drop(walk, id, "ingress", vpcId, "the source is a private-use or shared address");
  }
  if (walk.phase === "forward") {
    walk.crossings.push({ kind: "internet-gateway", id, mapping });
  }
  note(walk, `${id} turns destination ${packet.destination} into ${mapping.privateAddress}`);
  return { ...step, packet: { ...packet, destination: mapping.privateAddress } };
}

function leftThroughEgressOnlyGateway(walk: Walk, vpcId: string): boolean {
  return walk.crossings.some(
    (crossing) => crossing.kind === "egress-only-internet-gateway" && crossing.vpcId === vpcId,
  );
}
