/**
 * The nodes of a Classic Load Balancer: one in each of its subnets, at least.
 * "How Elastic Load Balancing works" https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
 */
import type { ClassicLoadBalancer, Network, NetworkInterface, Subnet } from "@netsim/core";
import { classicNodeStation, type Station } from "./station.js";

export interface ClassicNode {
  readonly balancer: ClassicLoadBalancer;
  readonly subnet: Subnet;
  readonly station: Station;
}

/** What the nodes of a load balancer are made of, besides itself. */
type Surroundings = Pick<Network, "subnets" | "networkInterfaces" | "natGateways">;

const nodesOf = new WeakMap<
  ClassicLoadBalancer,
  { readonly of: Surroundings; readonly nodes: readonly ClassicNode[] }
>();

/**
 * One for each described interface `ELB <name>`, and one at any free address for each subnet without any. A subnet that
 * the network leaves out has none.
 */
export function classicNodes(network: Network, balancer: ClassicLoadBalancer): readonly ClassicNode[] {
  const known = nodesOf.get(balancer);
  // An edit of something else leaves the nodes, and all that hangs on them, as they are.
  if (known && SURROUNDINGS.every((key) => known.of[key] === network[key])) return known.nodes;
  const nodes = balancer.subnets.flatMap((id) => nodesIn(network, balancer, network.subnets[id]));
  const { subnets, networkInterfaces, natGateways } = network;
  nodesOf.set(balancer, { of: { subnets, networkInterfaces, natGateways }, nodes });
  return nodes;
}

const SURROUNDINGS = ["subnets", "networkInterfaces", "natGateways"] as const;

function nodesIn(network: Network, balancer: ClassicLoadBalancer, subnet: Subnet | undefined): readonly ClassicNode[] {
  if (!subnet) return [];
  const described = Object.values(network.networkInterfaces).filter(
    (eni) => eni.subnetId === subnet.id && eni.description === `ELB ${balancer.id}`,
  );
  const interfaces: readonly (NetworkInterface | undefined)[] = described.length > 0 ? described : [undefined];
  return interfaces.map((eni) => ({
    balancer,
    subnet,
    station: classicNodeStation(network, balancer, subnet, eni, described.length > 1),
  }));
}

/** Subnets of the load balancer that the network leaves out: it has nodes there of which nothing is known. */
export function undescribedSubnets(network: Network, balancer: ClassicLoadBalancer): readonly string[] {
  return balancer.subnets.filter((id) => !Object.hasOwn(network.subnets, id));
}

/** The node that an interface is. */
export function nodeOwner(network: Network, eni: NetworkInterface): ClassicNode | undefined {
  if (!eni.description.startsWith("ELB ")) return undefined;
  const balancer = network.classicLoadBalancers[eni.description.slice("ELB ".length)];
  return balancer && classicNodes(network, balancer).find((node) => node.station.component.name === eni.id);
}
