/**
 * `checkPacket`: the word alone for one packet and its reply, for sweeps over many pairs and ports. What is plain, two
 * interfaces of one VPC over IPv4, is decided without sets; everything else is asked of `checkConnection`, to whose
 * answers an agreement test holds this one.
 */
import {
  type Direction,
  decide,
  type Identity,
  type IpAddress,
  instanceOf,
  type Network,
  type NetworkInterface,
  networkAclRules,
  type Packet,
  type Probe,
  packetsHave,
  probe,
  routeRules,
  type Subnet,
  securityGroupRules,
  TCP,
  UDP,
} from "@netsim/core";
import { checkConnection } from "./check-connection.js";
import { hostFacts, runningCheck } from "./ends.js";
import { exemptPackets } from "./exempt.js";
import { knownNetworkAcl, knownRouteTable } from "./missing.js";
import { natGatewayIdOf } from "./nat-gateway-party.js";
import { identityOf, interfaceStation, type Station } from "./station.js";
import type { Reachability } from "./verdict.js";

/** The question of `checkPacket`: one packet by its header. */
export interface PacketInput {
  /** A network interface id. */
  readonly from: string;
  readonly to: string;
  /** `tcp` when left out. */
  readonly protocol?: "tcp" | "udp" | undefined;
  /** 0-65535. */
  readonly port: number;
  /** 0-65535. */
  readonly sourcePort: number;
}

/** What `checkConnection` says of one packet, without the reasons. */
export function checkPacket(network: Network, input: PacketInput): Reachability {
  return decidePlainly(network, input) ?? askFully(network, input);
}

function askFully(network: Network, { from, to, protocol, port, sourcePort }: PacketInput): Reachability {
  const ends = { from: { networkInterface: from }, to: { networkInterface: to } };
  return checkConnection(network, { ...ends, protocol, port, sourcePorts: sourcePort }).verdict;
}

interface Host {
  readonly station: Station;
  readonly subnet: Subnet;
  readonly address: IpAddress;
  readonly identity: Identity | null;
}

/** Undefined where the case is not plain. */
function decidePlainly(network: Network, input: PacketInput): Reachability | undefined {
  const sender = plainHost(network, input.from);
  const receiver = plainHost(network, input.to);
  if (!sender || !receiver || sender.station.vpcId !== receiver.station.vpcId || input.from === input.to)
    return undefined;
  const protocol = input.protocol === "udp" ? UDP : TCP;
  if (!isPort(input.port) || !isPort(input.sourcePort)) return undefined;
  const packet: Packet = {
    source: sender.address,
    destination: receiver.address,
    protocol,
    sourcePort: input.sourcePort,
    destinationPort: input.port,
  };
  const there = probe(packet, sender.identity, receiver.identity);
  const word = inOrder([
    () => byEnds(network, input, receiver, packet),
    () => byGroups(network, sender, "egress", there),
    () => byGroups(network, receiver, "ingress", there),
    ...(sender.subnet === receiver.subnet ? [] : betweenSubnets(network, sender, receiver, there)),
  ]);
  return word === "unreachable" && isExempt(network, sender, packet) ? undefined : word;
}

/** What no filter sees, no filter stops. */
function isExempt(network: Network, { station, subnet }: Host, packet: Packet): boolean {
  const vpc = network.vpcs[station.vpcId];
  return !vpc || packetsHave(exemptPackets(vpc, subnet), packet);
}

/** What is stopped for certain is, whatever else is in doubt. */
function inOrder(questions: readonly (() => Answer)[]): Reachability | undefined {
  let inDoubt = false;
  for (const ask of questions) {
    const answer = ask();
    if (answer === "deny") return "unreachable";
    if (answer === "unknown") inDoubt = true;
  }
  return inDoubt ? undefined : "reachable";
}

type Answer = "allow" | "deny" | "unknown";

function plainHost(network: Network, id: string): Host | undefined {
  const eni = Object.hasOwn(network.networkInterfaces, id) ? network.networkInterfaces[id] : undefined;
  const station = eni && interfaceStation(network, eni);
  if (!eni || !station || natGatewayIdOf(network, eni) !== undefined) return undefined;
  const known = hosts.get(station);
  if (known !== undefined) return known ?? undefined;
  const host = hostOf(eni, station);
  hosts.set(station, host);
  return host ?? undefined;
}

const hosts = new WeakMap<Station, Host | null>();

/** An interface with one IPv4 address and nothing that makes it special; otherwise null. */
function hostOf(eni: NetworkInterface, station: Station): Host | null {
  const [primary] = eni.privateIpAddresses;
  const isPlain = eni.ipv6Addresses.length === 0 && !eni.description.startsWith("ELB ");
  if (!station.subnet || !primary || !isPlain) return null;
  return { station, subnet: station.subnet, address: primary.address, identity: identityOf(station) };
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 65535;
}

/** Whether both instances run, and something listens: what the ends themselves accept. */
function byEnds(network: Network, { from, to }: PacketInput, receiver: Host, packet: Packet): Answer {
  const sender = instanceOf(network, from);
  const checks = [
    ...(sender ? runningCheck(sender, "egress") : []),
    ...hostFacts(instanceOf(network, to), receiver.station).checks,
  ];
  return checks.every((check) => packetsHave(check.accepted, packet)) ? "allow" : "deny";
}

function byGroups(network: Network, { station }: Host, direction: Direction, asked: Probe): Answer {
  if (!station.groups) return "allow";
  const rules = securityGroupRules(network, station.groups, direction);
  return decide(rules, asked)?.action ?? rules.otherwise;
}

/** Four times an ACL and twice a route: the reply passes them again. */
function betweenSubnets(network: Network, sender: Host, receiver: Host, there: Probe): (() => Answer)[] {
  const back = (): Probe => answerTo(there);
  return [
    () => byAcl(network, sender.subnet, "egress", there),
    () => byRoute(network, sender.subnet, there),
    () => byAcl(network, receiver.subnet, "ingress", there),
    () => byAcl(network, receiver.subnet, "egress", back()),
    () => byRoute(network, receiver.subnet, back()),
    () => byAcl(network, sender.subnet, "ingress", back()),
  ];
}

function answerTo(there: Probe): Probe {
  const { source, destination, protocol, sourcePort, destinationPort } = there.packet;
  const reply: Packet = {
    source: destination,
    destination: source,
    protocol,
    sourcePort: destinationPort,
    destinationPort: sourcePort,
  };
  return probe(reply, there.destination, there.source);
}

function byAcl(network: Network, subnet: Subnet, direction: Direction, asked: Probe): Answer {
  const acl = knownNetworkAcl(network, subnet);
  return acl ? (decide(networkAclRules(acl, direction), asked)?.action ?? "deny") : "unknown";
}

/** Only the local route is plain. */
function byRoute(network: Network, subnet: Subnet, asked: Probe): Answer {
  const table = knownRouteTable(network, subnet);
  const ref = table && decide(routeRules(network, table), asked)?.ref;
  return ref?.kind === "route" && ref.route.target.type === "local" && ref.route.state === "active"
    ? "allow"
    : "unknown";
}
