/** Who in a subnet exchanges packets with whom beyond it, by what is known of the clients' source ports. */
import {
  type AddressSet,
  addressesEmpty,
  addressSet,
  type Direction,
  intersectAddresses,
  memoize,
  type Network,
  NO_ADDRESSES,
  subnetBlocks,
  subtractAddresses,
  uniteAddresses,
  uniteBlocks,
} from "@netsim/core";
import { PUBLIC } from "../path/internet.js";
import { nodesOf } from "../path/load-balancer-node.js";
import type { Station } from "../path/station.js";
import { allLoadBalancers } from "./carriers.js";
import { type Resident, residentsOf, type StationKind } from "./stations.js";
import { type Reach, reachOf, routed } from "./subnet-reach.js";

export type ClientKind = StationKind | "internet";

export interface Exchange {
  readonly client: ClientKind;
  /** The addresses beyond the subnet. */
  readonly remote: AddressSet;
  /** Those in the subnet, one for each list of groups. */
  readonly residents: readonly Station[];
}

/** @param direction of the requests. */
export function exchangesOf(
  network: Network,
  residents: readonly Resident[],
  reach: Reach,
  direction: Direction,
): readonly Exchange[] {
  return alike(residents).flatMap(({ kind, publicly, members }) => {
    const near = uniteAddresses(reach.vpc, reach.peers);
    if (direction === "egress") {
      const beyond = uniteAddresses(intersectAddresses(reach.byInternetGateway, publicly), reach.outOnly);
      const remote = kind === "nat-gateway" ? beyond : uniteAddresses(near, beyond);
      return [{ client: kind, remote, residents: members }];
    }
    if (kind === "nat-gateway")
      return members.map((station) => ({
        client: "instance",
        remote: usersOfNatGateway(network, station),
        // It passes on what is for others.
        residents: [{ ...station, addresses: PUBLIC }],
      }));
    const { nodes, gateways } = knownClients(network, network);
    const others = subtractAddresses(near, uniteAddresses(nodes, gateways));
    const byClient: readonly (readonly [ClientKind, AddressSet])[] = [
      ["internet", intersectAddresses(reach.byInternetGateway, publicly)],
      ["load-balancer", intersectAddresses(near, nodes)],
      ["nat-gateway", intersectAddresses(near, gateways)],
      ["instance", others],
    ];
    return byClient.flatMap(([client, remote]) =>
      addressesEmpty(remote) ? [] : [{ client, remote, residents: members }],
    );
  });
}

interface Alike {
  readonly kind: StationKind;
  /** The addresses of the internet that an internet gateway carries its packets from and to. */
  readonly publicly: AddressSet;
  readonly members: readonly Station[];
}

/** Residents that filters and gateways treat alike, one of each list of groups. */
function alike(residents: readonly Resident[]): readonly Alike[] {
  const classes = new Map<string, { kind: StationKind; publicly: AddressSet; members: Map<string, Station> }>();
  for (const { station, kind } of residents) {
    // What AWS runs without groups passes on the packets of others.
    if (!station.groups && kind === "instance") continue;
    const ipv4 = station.associations.length > 0;
    const ipv6 = station.addresses.ipv6 !== false && !station.deniesInternetGateway;
    const key = `${kind} ${ipv4} ${ipv6}`;
    const publicly = { ipv4: ipv4 && PUBLIC.ipv4, ipv6: ipv6 && PUBLIC.ipv6 };
    const known = classes.get(key) ?? { kind, publicly, members: new Map<string, Station>() };
    classes.set(key, known);
    const groups = kind === "nat-gateway" ? station.component.id : [...(station.groups ?? ["-"])].sort().join(" ");
    if (!known.members.has(groups)) known.members.set(groups, station);
  }
  return [...classes.values()].map((each) => ({ ...each, members: [...each.members.values()] }));
}

/** Clients whose source ports are known, by their private addresses. */
const knownClients = memoize((network: Network, _: object) => {
  const nodes = allLoadBalancers(network).flatMap((balancer) => nodesOf(network, balancer));
  const gateways = Object.values(network.natGateways).map((nat) => nat.privateIpAddress);
  return {
    nodes: nodes.map((node) => node.station.addresses).reduce(uniteAddresses, NO_ADDRESSES),
    gateways: addressSet(gateways),
  };
});

/** The blocks of the other subnets whose routes lead to a NAT gateway. */
function usersOfNatGateway(network: Network, { component, subnet }: Station): AddressSet {
  const subnets = [...residentsOf(network, network).keys()].filter((each) => each.vpcId === subnet?.vpcId);
  const users = subnets.filter(
    (each) =>
      each !== subnet &&
      reachOf(network, each) !== undefined &&
      routed(network, each).some(({ target }) => target?.type === "nat-gateway" && target.id === component.id),
  );
  return uniteBlocks(users.flatMap(subnetBlocks));
}
