/**
 * The legs of a load balancer: client to node, node to the port of a target, node to the target's health-check port.
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
 * "Register targets with your target group" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html
 * "Register targets for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html
 */
import {
  type AddressSet,
  ALL_PACKETS,
  addressSet,
  addressWitness,
  EPHEMERAL_PORTS,
  type IntervalSet,
  intersectAddresses,
  interval,
  type Network,
  NO_PACKETS,
  type PacketSet,
  packets,
  packetsOverlap,
  redirect,
  sourcesOf,
  subtractAddresses,
  subtractPackets,
  TCP,
  UDP,
  unitePackets,
} from "@netsim/core";
import { judgeParties, partyFacts } from "../path/check-connection.js";
import type { LegVerdict } from "../path/connection.js";
import type { EndCheck } from "../path/connection-question.js";
import type { EndFacts } from "../path/ends.js";
import type { LoadBalancerNode } from "../path/load-balancer-node.js";
import type { Party } from "../path/party.js";
import type { WalkOptions } from "../path/walk-context.js";
import { type Probe, withAnswer } from "./probe.js";
import type { RegisteredTarget, TargetPlace } from "./target.js";

/** "Control traffic to subnets using network ACLs": load balancer nodes use 1024-65535. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html */
const NODE_PORTS: IntervalSet = interval(...EPHEMERAL_PORTS.elb);

/** The transport protocols that load balancers listen for. */
export type Transport = "tcp" | "udp";

/** Between which two a leg of a target is. */
export interface Backend {
  readonly node: LoadBalancerNode;
  readonly target: RegisteredTarget;
  readonly place: TargetPlace;
  /** The target group, where there is one: a target may be in several. */
  readonly group?: string | undefined;
  /** Clients of one family reach a target of the other, beside those that keep their addresses. */
  readonly isTranslated?: boolean | undefined;
  /** What the target's end does, where that is more than the party does by itself. */
  readonly facts?: EndFacts | undefined;
}

export function nodeParty({ balancer, station }: LoadBalancerNode): Party {
  return {
    label: station.component.id,
    station,
    addresses: station.addresses,
    byPublicAddress: balancer.scheme === "internet-facing",
    loadBalancer: balancer,
    isHypothetical: false,
  };
}

export function clientLeg(
  network: Network,
  client: Party,
  node: LoadBalancerNode,
  listener: { readonly port: number; readonly transport: Transport },
  sourcePorts: IntervalSet,
  options: WalkOptions,
): LegVerdict {
  const { port, transport } = listener;
  const name = `client: ${client.label} -> ${node.station.component.id}:${portName(port, transport)}`;
  const asked = { protocol: numberOf(transport), sourcePorts, destinationPorts: interval(port, port) };
  return judgeParties(network, client, nodeParty(node), asked, { kind: "client", name, options });
}

/** The node connects to the target from an address of its own. */
export function targetLeg(
  network: Network,
  backend: Backend,
  port: number,
  transport: Transport,
  options: WalkOptions,
): LegVerdict {
  const name = nameOf("target", backend, portName(port, transport));
  const frame = { kind: "target", name, options, arrival: targetFacts(network, backend) } as const;
  return judgeParties(network, nodeParty(backend.node), backend.place.party, packetsTo(port, transport), frame);
}

function targetFacts(network: Network, { place, facts }: Backend): EndFacts {
  return facts ?? partyFacts(network, place.party);
}

/**
 * The node sends the clients' packets on with their own source addresses and ports. To rules that name groups they are
 * the load balancer's all the same.
 * "Edit target group attributes for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 *
 * @param arrived the clients' packets as the node gets them.
 */
export function forwardedLeg(
  network: Network,
  backend: Backend,
  arrived: PacketSet,
  port: number,
  transport: Transport,
  options: WalkOptions,
): LegVerdict {
  const { node, place } = backend;
  const name = nameOf("target", backend, portName(port, transport));
  const sent = redirect(arrived, place.party.addresses, interval(port, port));
  const addresses = sourcesOf(sent);
  const station = { ...node.station, addresses, keepsClientAddresses: true };
  const sender = { ...nodeParty(node), station, addresses };
  const arrival = withoutHairpin(targetFacts(network, backend), backend, sent);
  const frame = { kind: "target", name, options, packets: sent, arrival } as const;
  return judgeParties(network, sender, place.party, packetsTo(port, transport), frame);
}

/**
 * A target that is its own client gets a packet from its own address, and does not answer it.
 * "Troubleshoot your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-troubleshooting.html
 */
function withoutHairpin(facts: EndFacts, { place, target }: Backend, sent: PacketSet): EndFacts {
  const { party } = place;
  // The node of a load balancer that is a target is never a client of it, though it may be at any address of its subnet.
  if (!party.station || party.loadBalancer) return facts;
  const own = fromItself(intersectAddresses(sourcesOf(sent), party.addresses));
  if (!packetsOverlap(sent, own)) return facts;
  const hairpin: EndCheck = {
    spot: { component: { id: target.instance?.id ?? target.id, kind: "application" }, direction: "ingress" },
    accepted: subtractPackets(ALL_PACKETS, own),
    cause: { kind: "target", code: "hairpin-connection", awsCode: null },
  };
  return { ...facts, checks: [...facts.checks, hairpin] };
}

/** The packets that each of these addresses sends to itself: of alike targets, one is no other's client. */
function fromItself(addresses: AddressSet): PacketSet {
  let own = NO_PACKETS;
  let rest = addresses;
  for (let each = addressWitness(rest); each !== undefined; each = addressWitness(rest)) {
    const one = addressSet([each]);
    own = unitePackets(own, packets({ source: one, destination: one }));
    rest = subtractAddresses(rest, one);
  }
  return own;
}

export function healthLeg(network: Network, backend: Backend, probe: Probe, options: WalkOptions): LegVerdict {
  const { node, place, target } = backend;
  const facts = targetFacts(network, backend);
  const component = target.instance?.id ?? target.id;
  return judgeParties(network, nodeParty(node), place.party, packetsTo(probe.port, "tcp"), {
    kind: "health",
    name: nameOf("health", backend, checkedPort(target, probe)),
    arrival: place.party.station ? withAnswer(facts, target.instance, component, probe) : facts,
    options,
  });
}

function nameOf(kind: "target" | "health", backend: Backend, port: string): string {
  const { node, target, place, group, isTranslated } = backend;
  // A load balancer as target is reached at each of its nodes.
  const end = place.party.loadBalancer ? place.party.label : target.id;
  return `${kind}: ${node.station.component.id} -> ${end}:${port}${group === undefined ? "" : ` (${group}${isTranslated ? ", translated" : ""})`}`;
}

/** With the port that it is checked for, where an id is registered on several ports and checked on one. */
function checkedPort({ id, name, port }: RegisteredTarget, probe: Probe): string {
  return name === id || port === probe.port ? String(probe.port) : `${probe.port} for port ${port}`;
}

function portName(port: number, transport: Transport): string {
  return transport === "tcp" ? String(port) : `${port}/udp`;
}

function numberOf(transport: Transport): number {
  return transport === "tcp" ? TCP : UDP;
}

function packetsTo(port: number, transport: Transport) {
  return { protocol: numberOf(transport), sourcePorts: NODE_PORTS, destinationPorts: interval(port, port) };
}
