/** From the question to the first packet. */
import { familyOf } from "./address.js";
import type { AwsDocument, NetworkInterface } from "./aws-json.js";
import {
  attachedInternetGateway,
  groupIdsOf,
  hasAddress,
  interfaceById,
  interfaceWithAddress,
  isActivePeering,
  isSameRegionPeering,
  ownAddresses,
  peerOf,
  publicMappings,
} from "./document.js";
import { exemptService } from "./exempt.js";
import { passGroups } from "./filters.js";
import { type Direction, describePacket, type Packet, type Question } from "./packet.js";
import { block, drop, giveUp, note, type Step, type Walk } from "./walk.js";

/** An end of the question: an interface with the address meant, or just an address outside. */
interface Endpoint {
  readonly text: string;
  readonly eni?: NetworkInterface;
}

export function endpoint(doc: AwsDocument, text: string): Endpoint {
  if (text.startsWith("eni-")) {
    const eni = interfaceById(doc, text);
    if (eni === undefined) {
      throw new Error(`no network interface ${text} in the document`);
    }
    return { text, eni };
  }
  const eni = doc.NetworkInterfaces.find((candidate) => hasAddress(candidate, text));
  return eni === undefined ? { text } : { text, eni };
}

/** The address by which the end knows itself; for an interface named by its id, the primary one of the family. */
function ownAddress(end: Endpoint, question: Question): string | undefined {
  if (end.eni !== undefined && end.text === end.eni.NetworkInterfaceId) {
    return ownAddresses(end.eni, question.family)[0];
  }
  return end.text;
}

/** The request as its sender puts it on the wire; `null` if it has no way to address it. */
export function request(walk: Walk): Step | null {
  const { doc, question } = walk;
  const from = endpoint(doc, question.from);
  const to = endpoint(doc, question.to);
  const source = ownAddress(from, question);
  const destination = ownAddress(to, question);
  if (source === undefined || familyOf(source) !== question.family) {
    return noAddress(walk, from, "egress");
  }
  if (destination === undefined || familyOf(destination) !== question.family) {
    return noAddress(walk, to, "ingress");
  }
  if (from.eni === undefined) {
    return requestFromOutside(walk, source, destination, to);
  }
  return requestFromInside(walk, from.eni, { ...header(question), source, destination });
}

function noAddress(walk: Walk, end: Endpoint, direction: Direction): null {
  const component = end.eni?.NetworkInterfaceId ?? end.text;
  block(walk, { kind: "interface", component, direction, rule: null, where: component });
  return null;
}

function requestFromInside(
  walk: Walk,
  eni: NetworkInterface,
  ends: Omit<Packet, "sourceGroups" | "destinationGroups">,
): Step {
  const { doc } = walk;
  const packet: Packet = {
    ...ends,
    sourceGroups: groupIdsOf(eni),
    destinationGroups: groupsBehind(doc, eni.VpcId, ends.destination),
  };
  note(walk, `${eni.NetworkInterfaceId} sends ${describePacket(packet)}`);
  const vpc = doc.Vpcs.find((candidate) => candidate.VpcId === eni.VpcId);
  const service = vpc === undefined ? null : exemptService(packet, vpc.CidrBlock);
  if (service !== null) {
    note(walk, `reached ${service}, which nothing filters`);
    return { at: "end", packet, end: { kind: "platform-service", name: service } };
  }
  passGroups(walk, eni, "egress", packet);
  return { at: "subnet", packet, place: { vpcId: eni.VpcId, subnetId: eni.SubnetId } };
}

/**
 * The groups a rule of the sender can mean by this destination: those of the interface that has it as a private
 * address in the same VPC or in one peered with it in the same Region.
 *
 * Security group rules, https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
function groupsBehind(doc: AwsDocument, vpcId: string, destination: string): string[] {
  const peers = doc.VpcPeeringConnections.filter((peering) => isActivePeering(peering) && isSameRegionPeering(peering))
    .map((peering) => peerOf(peering, vpcId))
    .filter((peer) => peer !== undefined);
  const enis = [vpcId, ...peers].map((id) => interfaceWithAddress(doc, id, destination));
  const eni = enis.find((candidate) => candidate !== undefined);
  return eni === undefined ? [] : groupIdsOf(eni);
}

/** From outside, an interface is called by its public IPv4 address or by its IPv6 address. */
function requestFromOutside(walk: Walk, source: string, destination: string, to: Endpoint): Step | null {
  const called = to.eni === undefined ? knownPublicAddress(walk.doc, destination) : calledBy(walk, to.eni, destination);
  if (called === undefined && to.eni === undefined) {
    return giveUp(walk, "neither end is in the document");
  }
  if (called === undefined) {
    const vpcId = to.eni?.VpcId ?? "";
    const gateway = attachedInternetGateway(walk.doc, vpcId)?.InternetGatewayId ?? vpcId;
    return drop(walk, gateway, "ingress", vpcId, `${destination} has no public address`);
  }
  const ends = { source, destination: called, sourceGroups: [], destinationGroups: [] };
  const packet: Packet = { ...header(walk.question), ...ends };
  note(walk, `${source} sends ${describePacket(packet)}`);
  return { at: "internet", packet };
}

function knownPublicAddress(doc: AwsDocument, address: string): string | undefined {
  return publicMappings(doc).find((mapping) => mapping.publicAddress === address)?.publicAddress;
}

function calledBy(walk: Walk, eni: NetworkInterface, own: string): string | undefined {
  if (walk.question.family === 6) {
    return own;
  }
  const mappings = publicMappings(walk.doc);
  return mappings.find((one) => one.vpcId === eni.VpcId && one.privateAddress === own)?.publicAddress;
}

type Header = Pick<Packet, "protocol" | "srcPort" | "dstPort" | "icmpType" | "icmpCode">;

/** What the question says about the packet besides its ends. */
function header({ protocol, srcPort, dstPort, icmpType, icmpCode }: Question): Header {
  return {
    protocol,
    ...(srcPort === undefined ? {} : { srcPort }),
    ...(dstPort === undefined ? {} : { dstPort }),
    ...(icmpType === undefined ? {} : { icmpType }),
    ...(icmpCode === undefined ? {} : { icmpCode }),
  };
}
