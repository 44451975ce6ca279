/**
 * Application and Network Load Balancers. A node is an interface; a request comes to it on a listener's port, and goes
 * on from it to a target: from the node's own address, or, where a Network Load Balancer keeps it, from the client's.
 */
import type { NetworkInterface } from "./aws-json.js";
import { type ConnectionResult, connectionWorks, walkFrom } from "./connection.js";
import { groupIdsOf } from "./document.js";
import type { ForwardingDocument } from "./elbv2-json.js";
import { passAcl, passGroups } from "./filters.js";
import {
  forwarderNamed,
  groupOf,
  healthPort,
  isCrossZone,
  isEnabled,
  keepsClientAddress,
  listenerOn,
  nodesOf,
  type Spot,
  spotOf,
  targetsOf,
  transportsOf,
  zoneOf,
} from "./forwarding-parts.js";
import { describePacket, type Packet, replyTo, TCP } from "./packet.js";
import { block, note, type Walk } from "./walk.js";

interface Ports {
  readonly srcPort: number;
  /** What a NAT gateway on its way picks. */
  readonly natPort: number;
}

/** A client outside the load balancer: an interface or an address. */
export interface Client extends Ports {
  readonly from: string;
}

export interface ForwardingLeg {
  readonly name: "client" | "target" | "health";
  /** The id of the node's interface. */
  readonly node: string;
  /** `<id>:<port>`; `null` for a client leg. */
  readonly target: string | null;
  readonly protocol: number;
  /** As the packet is when it leaves the node, for a target that sees its client. */
  readonly packet: Packet | null;
  /** `null`: a target leg of a client whose packets do not get to the node. */
  readonly result: ConnectionResult | null;
}

export function forwardingClientLegs(
  doc: ForwardingDocument,
  name: string,
  listenerPort: number,
  client: Client,
): ForwardingLeg[] {
  const balancer = forwarderNamed(doc, name);
  const { Protocol: protocol } = listenerOn(doc, balancer, listenerPort);
  return nodesOf(doc, balancer).flatMap((node) =>
    transportsOf(protocol).map((transport) => ({
      name: "client" as const,
      node: node.NetworkInterfaceId,
      target: null,
      protocol: transport,
      packet: null,
      result: toNode(doc, node, listenerPort, transport, client),
    })),
  );
}

function toNode(
  doc: ForwardingDocument,
  node: NetworkInterface,
  dstPort: number,
  protocol: number,
  { from, srcPort, natPort }: Client,
): ConnectionResult {
  return connectionWorks(doc, { from, to: nodeName(doc, node, from), family: 4, protocol, srcPort, dstPort, natPort });
}

/** Clients use the name: its public addresses from anywhere, or the private ones of an internal load balancer. */
function nodeName(doc: ForwardingDocument, node: NetworkInterface, from: string): string {
  const balancer = doc.LoadBalancers.find((one) => nodesOf(doc, one).includes(node));
  const isInside = from.startsWith("eni-");
  const publicAddress = node.PrivateIpAddresses[0]?.Association?.PublicIp;
  const isPublic = balancer?.Scheme === "internet-facing" && publicAddress !== undefined;
  return isInside && isPublic ? publicAddress : node.NetworkInterfaceId;
}

/** From every node to every target that it may send to. */
export function forwardingTargetLegs(
  doc: ForwardingDocument,
  name: string,
  listenerPort: number,
  client: Client,
): ForwardingLeg[] {
  const balancer = forwarderNamed(doc, name);
  const listener = listenerOn(doc, balancer, listenerPort);
  const group = groupOf(doc, listener);
  const isAnywhere = isCrossZone(doc, balancer, group);
  return nodesOf(doc, balancer).flatMap((node) =>
    targetsOf(doc, group).flatMap((target) => {
      const spot = spotOf(doc, group, target);
      const isNear = spot?.zone === "all" || spot?.zone === zoneOf(doc, node);
      if (spot === null || !isEnabled(balancer, spot) || !(isAnywhere || isNear)) {
        return [];
      }
      return transportsOf(listener.Protocol).map((protocol): ForwardingLeg => {
        const leg = {
          name: "target",
          node: node.NetworkInterfaceId,
          target: `${target.Id}:${target.Port}`,
          protocol,
        } as const;
        if (!keepsClientAddress(doc, balancer, group)) {
          const result = fromNode(doc, node, spot, target.Port, protocol, client);
          return { ...leg, packet: null, result };
        }
        const { arrived } = toNode(doc, node, listenerPort, protocol, client);
        if (arrived === null) {
          return { ...leg, packet: null, result: null };
        }
        const packet = forwarded(arrived, node, spot, target.Port);
        return { ...leg, packet, result: sendOn(doc, node, spot, packet) };
      });
    }),
  );
}

/** From every node to every target in an enabled zone, over TCP whatever the group's protocol. */
export function forwardingHealthLegs(
  doc: ForwardingDocument,
  name: string,
  listenerPort: number,
  ports: Ports,
): ForwardingLeg[] {
  const balancer = forwarderNamed(doc, name);
  const group = groupOf(doc, listenerOn(doc, balancer, listenerPort));
  return nodesOf(doc, balancer).flatMap((node) =>
    targetsOf(doc, group).flatMap((target): ForwardingLeg[] => {
      const spot = spotOf(doc, group, target);
      if (spot === null || !isEnabled(balancer, spot)) {
        return [];
      }
      const result = fromNode(doc, node, spot, healthPort(group, target), TCP, ports);
      const name = `${target.Id}:${target.Port}`;
      return [{ name: "health", node: node.NetworkInterfaceId, target: name, protocol: TCP, packet: null, result }];
    }),
  );
}

function fromNode(
  doc: ForwardingDocument,
  node: NetworkInterface,
  { address }: Spot,
  dstPort: number,
  protocol: number,
  { srcPort, natPort }: Ports,
): ConnectionResult {
  return connectionWorks(doc, {
    from: node.NetworkInterfaceId,
    to: address,
    family: 4,
    protocol,
    srcPort,
    dstPort,
    natPort,
  });
}

/** The same packet to the target. Rules that name groups take it for the load balancer's, not for the client's. */
function forwarded(arrived: Packet, node: NetworkInterface, spot: Spot, dstPort: number): Packet {
  return {
    ...arrived,
    destination: spot.address,
    dstPort,
    sourceGroups: groupIdsOf(node),
    destinationGroups: groupIdsOf(spot.eni),
  };
}

/**
 * The target's answer is for the client, and goes back to the node all the same: past both ACLs and by no route.
 *
 * Register targets for your Network Load Balancer, https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html
 * Troubleshoot your Network Load Balancer (a target that is its own client), https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-troubleshooting.html
 */
function sendOn(doc: ForwardingDocument, node: NetworkInterface, spot: Spot, packet: Packet): ConnectionResult {
  return walkFrom(doc, packet, (walk, goOn) => {
    note(walk, `${node.NetworkInterfaceId} sends on ${describePacket(packet)}`);
    if (packet.source === packet.destination) {
      const component = spot.eni.NetworkInterfaceId;
      block(walk, { kind: "interface", component, direction: "ingress", rule: null, where: component });
    }
    passGroups(walk, node, "egress", packet);
    const arrival = goOn({ at: "subnet", packet, place: { vpcId: node.VpcId, subnetId: node.SubnetId } });
    if (arrival !== null) {
      answer({ ...walk, phase: "reply" }, node, spot, arrival.packet);
    }
  });
}

function answer(walk: Walk, node: NetworkInterface, { eni }: Spot, packet: Packet): void {
  const reply = replyTo(packet);
  if (reply === null || eni.SubnetId === node.SubnetId) {
    return;
  }
  note(walk, `the answer is ${describePacket(reply)}`);
  passAcl(walk, { vpcId: eni.VpcId, subnetId: eni.SubnetId }, "egress", reply);
  passAcl(walk, { vpcId: node.VpcId, subnetId: node.SubnetId }, "ingress", reply);
}
