/**
 * Which instances a node of a Classic Load Balancer may use.
 * "Configure cross-zone load balancing" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-disable-crosszone-lb.html
 * "How Elastic Load Balancing works" https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
 */
import { addressSet, type ClassicLoadBalancer, type Instance, type Network, primaryInterface } from "@netsim/core";
import type { ClassicNode } from "../path/classic-node.js";
import type { Party } from "../path/party.js";
import { interfaceStation } from "../path/station.js";

/** A registered instance as the load balancer sees it: by the primary private address of its primary interface. */
export interface ClassicTarget {
  readonly id: string;
  readonly instance: Instance | undefined;
  /** Undefined where the network leaves the instance, its interface or its subnet out. */
  readonly party: Party | undefined;
  readonly availabilityZone: string | undefined;
}

export function classicTargets(network: Network, balancer: ClassicLoadBalancer): readonly ClassicTarget[] {
  return balancer.instances.map((id) => {
    const instance = network.instances[id];
    const eni = instance && primaryInterface(network, instance);
    const station = eni && interfaceStation(network, eni);
    const [primary] = eni?.privateIpAddresses ?? [];
    if (!station?.subnet || !primary) return { id, instance, party: undefined, availabilityZone: undefined };
    const party: Party = {
      label: id,
      station,
      addresses: addressSet([primary.address]),
      byPublicAddress: false,
      instance,
      isHypothetical: false,
    };
    return { id, instance, party, availabilityZone: station.subnet.availabilityZone };
  });
}

/** Whether the load balancer has a node in the target's zone. An instance elsewhere gets no traffic, cross-zone or not. */
export function isInEnabledZone(nodes: readonly ClassicNode[], target: ClassicTarget): boolean {
  return nodes.some((node) => node.subnet.availabilityZone === target.availabilityZone);
}

/** Whether a node sends to a target: in its own zone, or in any enabled zone with cross-zone load balancing. */
export function mayUse(
  balancer: ClassicLoadBalancer,
  nodes: readonly ClassicNode[],
  node: ClassicNode,
  target: ClassicTarget,
): boolean {
  if (node.subnet.availabilityZone === target.availabilityZone) return true;
  return balancer.crossZone === true && isInEnabledZone(nodes, target);
}
