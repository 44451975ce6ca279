/** Which addresses the router of a subnet exchanges packets with, and by which way. */
import {
  type AddressSet,
  intersectAddresses,
  interval,
  memoize,
  type Network,
  NO_ADDRESSES,
  type PacketSet,
  packetBoxes,
  packets,
  type RouteTable,
  type RouteTarget,
  type RuleRef,
  recordOf,
  routeRules,
  type Subnet,
  split,
  subnetBlocks,
  subnetsOf,
  subtractAddresses,
  TCP,
  uniteAddresses,
  uniteBlocks,
} from "@netsim/core";
import { addressesOfSide, sidesOf } from "../path/hops/peering.js";
import { internetAddresses } from "../path/internet.js";
import { knownRouteTable } from "../path/missing.js";

export interface Reach {
  /** The other subnets of the VPC. */
  readonly vpc: AddressSet;
  /** Of peered VPCs, by active connections. */
  readonly peers: AddressSet;
  /** On the internet, by an internet gateway of the VPC. */
  readonly byInternetGateway: AddressSet;
  /** On the internet, by what only lets connections out: NAT and egress-only gateways. */
  readonly outOnly: AddressSet;
}

/** Undefined where the route table is not in the network. */
export function reachOf(network: Network, subnet: Subnet): Reach | undefined {
  return reaches(network, subnet);
}

const reaches = memoize((network: Network, subnet: Subnet): Reach | undefined => {
  const table = knownRouteTable(network, subnet);
  if (!table) return undefined;
  const own = uniteBlocks(subnetBlocks(subnet));
  const inVpc = uniteBlocks(subnetsOf(network, subnet.vpcId).flatMap(subnetBlocks));
  const reach = { peers: NO_ADDRESSES, byInternetGateway: NO_ADDRESSES, outOnly: NO_ADDRESSES };
  for (const { addresses, target } of routed(network, subnet)) {
    const way = target && target.type !== "local" ? wayOf(network, subnet, target) : undefined;
    if (way) reach[way.by] = uniteAddresses(reach[way.by], intersectAddresses(addresses, way.addresses));
  }
  return { vpc: subtractAddresses(inVpc, own), ...reach };
});

interface Routed {
  readonly addresses: AddressSet;
  /** Undefined where there is no route, or a route that drops packets. */
  readonly target: RouteTarget | undefined;
  readonly rule: RuleRef | undefined;
}

/** All addresses by the route that the subnet has for them; none where its table is not in the network. */
export function routed(network: Network, subnet: Subnet): readonly Routed[] {
  const table = knownRouteTable(network, subnet);
  return table ? routedBy(network, table) : [];
}

/** Routes look at destinations only, so one kind of packet stands for all. */
const ONE_KIND: PacketSet = packets({ protocol: TCP, sourcePorts: interval(0, 0), destinationPorts: interval(0, 0) });

const routedBy = memoize((network: Network, table: RouteTable): readonly Routed[] => {
  const cases = split(routeRules(network, table), { packets: ONE_KIND, source: null, destination: null });
  // A route to a prefix list is one, though it decides once for each entry.
  const byRoute = new Map<string, Routed>();
  for (const { rule, packets: taken, action } of cases) {
    const ref = rule?.ref;
    const route = ref?.kind === "route" && action === "route" && ref.route.state === "active" ? ref.route : undefined;
    const key = `${action} ${ref?.kind === "route" ? ref.index : ""}`;
    const addresses = uniteAddresses(byRoute.get(key)?.addresses ?? NO_ADDRESSES, destinationsOf(taken));
    byRoute.set(key, { addresses, target: route?.target, rule: ref });
  }
  return [...byRoute.values()];
});

function destinationsOf(set: PacketSet): AddressSet {
  return packetBoxes(set).reduce<AddressSet>(
    (sum, box) => uniteAddresses(sum, { ...NO_ADDRESSES, [box.family]: box.destination }),
    NO_ADDRESSES,
  );
}

function wayOf(
  network: Network,
  { vpcId }: Subnet,
  target: RouteTarget,
): { readonly by: "peers" | "byInternetGateway" | "outOnly"; readonly addresses: AddressSet } | undefined {
  switch (target.type) {
    case "internet-gateway":
      return recordOf(network.internetGateways, target.id)?.vpcId === vpcId
        ? { by: "byInternetGateway", addresses: internetAddresses(network) }
        : undefined;
    case "nat-gateway":
    case "egress-only-internet-gateway":
      return { by: "outOnly", addresses: internetAddresses(network) };
    case "vpc-peering-connection": {
      const peering = recordOf(network.vpcPeeringConnections, target.id);
      const [, far] = (peering?.status === "active" && sidesOf(peering, vpcId)) || [];
      return far && { by: "peers", addresses: addressesOfSide(network, far) };
    }
    default:
      return undefined;
  }
}
