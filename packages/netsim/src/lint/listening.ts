/** What listens behind a group: the listeners of load balancers, and the services of instances where they are known. */
import {
  instanceOf,
  interval,
  isMissingRecord,
  listenerRules,
  type Network,
  type NetworkInterface,
  NO_PACKETS,
  type PacketSet,
  packets,
  TCP,
  UDP,
  unitePackets,
} from "@netsim/core";
import { type AnyLoadBalancer, isClassic, nodeOwner } from "../path/load-balancer-node.js";
import type { Carriers } from "./carriers.js";

export interface Listening {
  readonly packets: PacketSet;
  /** Whether that is all; otherwise there may be more, of which the network does not tell. */
  readonly isAll: boolean;
}

/** Ports at which something of the carriers of a group listens. */
export function listeningOf(network: Network, { interfaces, loadBalancers, instances }: Carriers): Listening {
  const parts = [
    ...loadBalancers.map((each) => ofLoadBalancer(network, each)),
    ...interfaces.map((each) => ofInterface(network, each)),
    ...instances.map((id) => ofInstance(network, id)),
  ];
  return {
    packets: parts.map((each) => each.packets).reduce(unitePackets, NO_PACKETS),
    isAll: parts.every((each) => each.isAll),
  };
}

export function ofLoadBalancer(network: Network, balancer: AnyLoadBalancer): Listening {
  const rules = listenerRules(balancer).rules.map((rule) => rule.packets);
  const isOpen = !isClassic(balancer) && (balancer.type === "gateway" || areListenersMissing(network, balancer.id));
  return { packets: rules.reduce(unitePackets, NO_PACKETS), isAll: !isOpen };
}

export function areListenersMissing(network: Network, id: string): boolean {
  return isMissingRecord(network.missing, "listeners", id);
}

function ofInterface(network: Network, eni: NetworkInterface): Listening {
  const owner = nodeOwner(network, eni)?.balancer;
  if (owner) return ofLoadBalancer(network, owner);
  const instance = instanceOf(network, eni.id);
  return instance ? ofInstance(network, instance.id) : { packets: NO_PACKETS, isAll: false };
}

function ofInstance(network: Network, id: string): Listening {
  const services = network.instances[id]?.services;
  const ports = (services ?? []).map(({ protocol, port }) =>
    packets({ protocol: protocol === "udp" ? UDP : TCP, destinationPorts: interval(port, port) }),
  );
  return { packets: ports.reduce(unitePackets, NO_PACKETS), isAll: services !== undefined };
}
