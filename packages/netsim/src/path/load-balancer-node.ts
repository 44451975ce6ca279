/**
 * The nodes of a load balancer: one in each of its subnets, at least.
 * "How Elastic Load Balancing works" https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
 */
import {
  type ClassicLoadBalancer,
  type LoadBalancer,
  type LoadBalancerSubnet,
  memoize,
  type Network,
  type NetworkInterface,
  recordOf,
  type Subnet,
} from "@netsim/core";
import { ec2ClassicNodes } from "./ec2-classic-node.js";
import { nodeStation, type Station } from "./station.js";

export type AnyLoadBalancer = ClassicLoadBalancer | LoadBalancer;

export function isClassic(balancer: AnyLoadBalancer): balancer is ClassicLoadBalancer {
  return !("type" in balancer);
}

export interface LoadBalancerNode<Balancer extends AnyLoadBalancer = AnyLoadBalancer> {
  readonly balancer: Balancer;
  readonly subnet: Subnet;
  readonly station: Station;
}

/** What the nodes of a load balancer are made of, besides itself. */
type Surroundings = Pick<Network, "subnets" | "networkInterfaces" | "natGateways">;

const SURROUNDINGS = ["subnets", "networkInterfaces", "natGateways"] as const;

const known = new WeakMap<
  AnyLoadBalancer,
  { readonly of: Surroundings; readonly nodes: readonly LoadBalancerNode<never>[] }
>();

/**
 * One for each described interface of the load balancer, and one at any free address for each subnet without any. A
 * subnet that the network leaves out has none. In EC2-Classic, one for each zone.
 */
export function nodesOf<Balancer extends AnyLoadBalancer>(
  network: Network,
  balancer: Balancer,
): readonly LoadBalancerNode<Balancer>[] {
  if (isClassic(balancer) && balancer.availabilityZones) {
    return ec2ClassicNodes(balancer) as readonly LoadBalancerNode<never>[];
  }
  const found = known.get(balancer);
  // An edit of something else leaves the nodes, and all that hangs on them, as they are.
  if (found && SURROUNDINGS.every((key) => found.of[key] === network[key])) return found.nodes;
  const nodes = mappingsOf(balancer).flatMap((each) => nodesIn(network, balancer, each));
  const { subnets, networkInterfaces, natGateways } = network;
  known.set(balancer, { of: { subnets, networkInterfaces, natGateways }, nodes: nodes as never });
  return nodes;
}

function mappingsOf(balancer: AnyLoadBalancer): readonly LoadBalancerSubnet[] {
  return isClassic(balancer) ? balancer.subnets.map((subnetId) => ({ subnetId })) : balancer.subnets;
}

function nodesIn<Balancer extends AnyLoadBalancer>(
  network: Network,
  balancer: Balancer,
  mapping: LoadBalancerSubnet,
): readonly LoadBalancerNode<Balancer>[] {
  const subnet = recordOf(network.subnets, mapping.subnetId);
  if (!subnet) return [];
  const described = interfacesOf(network, balancer).filter((eni) => eni.subnetId === subnet.id);
  const interfaces: readonly (NetworkInterface | undefined)[] = described.length > 0 ? described : [undefined];
  return interfaces.map((eni) => ({
    balancer,
    subnet,
    station: nodeStation(network, {
      ...placeOf(balancer),
      subnet,
      mapping,
      eni,
      isOneOfSeveral: described.length > 1,
    }),
  }));
}

/** What of a load balancer shows at its nodes. */
function placeOf(balancer: AnyLoadBalancer) {
  const isPublic = balancer.scheme === "internet-facing";
  if (isClassic(balancer)) {
    const { id, securityGroups: groups } = balancer;
    return { id, groups, kind: "classic", isPublic, isDualStack: false, deniesInternetGateway: false } as const;
  }
  return {
    id: balancer.id,
    groups: balancer.securityGroups,
    kind: balancer.type,
    isPublic: isPublic && balancer.ipAddressType !== "dualstack-without-public-ipv4",
    isDualStack: balancer.ipAddressType !== "ipv4",
    deniesInternetGateway: balancer.denyAllIgwTraffic,
  };
}

const describedNodes = memoize((interfaces: Network["networkInterfaces"], _: object): readonly NetworkInterface[] =>
  Object.values(interfaces).filter((eni) => eni.description.startsWith("ELB ")),
);

/** Elastic Load Balancing describes its interfaces as `ELB <name>`, `ELB app/<name>/<id>` or `ELB net/<name>/<id>`. */
function interfacesOf(network: Network, balancer: AnyLoadBalancer): readonly NetworkInterface[] {
  const all = describedNodes(network.networkInterfaces, network.subnets);
  return all.filter((eni) => isNodeOf(eni, balancer));
}

const KINDS = { application: "app", network: "net", gateway: "gwy" } as const;

function isNodeOf({ description }: NetworkInterface, balancer: AnyLoadBalancer): boolean {
  const name = description.slice("ELB ".length);
  if (isClassic(balancer)) return name === balancer.id;
  const inArn = balancer.arn?.split(":loadbalancer/")[1];
  return inArn === undefined ? name.startsWith(`${KINDS[balancer.type]}/${balancer.id}/`) : name === inArn;
}

/** Subnets of the load balancer that the network leaves out: it has nodes there of which nothing is known. */
export function undescribedSubnets(network: Network, balancer: AnyLoadBalancer): readonly string[] {
  return mappingsOf(balancer)
    .map((each) => each.subnetId)
    .filter((id) => !Object.hasOwn(network.subnets, id));
}

/** The node that an interface is. */
export function nodeOwner(network: Network, eni: NetworkInterface): LoadBalancerNode | undefined {
  if (!eni.description.startsWith("ELB ")) return undefined;
  const balancers = [...Object.values(network.classicLoadBalancers), ...Object.values(network.loadBalancers)];
  const owner = balancers.find((each) => isNodeOf(eni, each));
  return owner && nodesOf<AnyLoadBalancer>(network, owner).find((node) => node.station.component.name === eni.id);
}
