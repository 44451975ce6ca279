/** A registered target as the nodes of its load balancer see it. */
import type { Instance, Network } from "@netsim/core";
import type { AnyLoadBalancer, LoadBalancerNode } from "../path/load-balancer-node.js";
import type { Party } from "../path/party.js";

/** Where a target is reached; a load balancer as target has several such places. */
export interface TargetPlace {
  readonly party: Party;
  /** `all` for an address outside the VPC. */
  readonly availabilityZone: string;
}

export interface RegisteredTarget {
  /** As results name it: the id, with the port where the id is registered on several. */
  readonly name: string;
  readonly id: string;
  /** 1-65535. Null where the listener has it, as with a Classic Load Balancer, or there is none. */
  readonly port: number | null;
  readonly instance: Instance | undefined;
  /** Empty where the network leaves the target, its interface or its subnet out, or where it has no such address. */
  readonly places: readonly TargetPlace[];
  /** It is in the network, and has no address of the family in which it is to be reached. */
  readonly lacks?: "ipv4" | "ipv6" | undefined;
}

/** Whether a place is in a zone where the load balancer has a node. Elsewhere a target gets no traffic, cross-zone or not. */
export function isInEnabledZone(nodes: readonly LoadBalancerNode[], { availabilityZone }: TargetPlace): boolean {
  return availabilityZone === "all" || nodes.some((node) => node.subnet.availabilityZone === availabilityZone);
}

/**
 * The places of a target that a node sends to: those in its own zone, with cross-zone load balancing those in any
 * enabled zone.
 * "Configure cross-zone load balancing" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-disable-crosszone-lb.html
 * "Cross-zone load balancing for target groups" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/disable-cross-zone.html
 */
export function placesFor(
  nodes: readonly LoadBalancerNode[],
  node: LoadBalancerNode,
  target: RegisteredTarget,
  crossZone: boolean | null,
): readonly TargetPlace[] {
  return target.places.filter((place) => {
    if (place.availabilityZone === "all" || place.availabilityZone === node.subnet.availabilityZone) return true;
    return crossZone === true && isInEnabledZone(nodes, place);
  });
}

/** The zones of a target. */
export function zonesOf(target: RegisteredTarget): readonly string[] {
  return [...new Set(target.places.map((place) => place.availabilityZone))];
}

/** The zones where the load balancer has a node. */
export function enabledZones(nodes: readonly LoadBalancerNode<AnyLoadBalancer>[]): readonly string[] {
  return [...new Set(nodes.map((node) => node.subnet.availabilityZone))];
}

/** `missing`, as who has an address is not known where interfaces are left out. */
const SURROUNDINGS = [
  "subnets",
  "networkInterfaces",
  "instances",
  "loadBalancers",
  "natGateways",
  "vpcs",
  "missing",
] as const;

type Surroundings = Pick<Network, (typeof SURROUNDINGS)[number]>;

const known = new WeakMap<object, { readonly of: Surroundings; readonly targets: readonly RegisteredTarget[] }>();

/** The targets of a load balancer or target group: the same list until it, or what targets are made of, changes. */
export function targetsOf(
  network: Network,
  holder: object,
  find: () => readonly RegisteredTarget[],
): readonly RegisteredTarget[] {
  const found = known.get(holder);
  if (found && SURROUNDINGS.every((key) => found.of[key] === network[key])) return found.targets;
  const targets = find();
  const { subnets, networkInterfaces, instances, loadBalancers, natGateways, vpcs, missing } = network;
  const of = { subnets, networkInterfaces, instances, loadBalancers, natGateways, vpcs, missing };
  known.set(holder, { of, targets });
  return targets;
}
