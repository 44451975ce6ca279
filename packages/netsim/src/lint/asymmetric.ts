/**
 * Connections that get in and whose replies find no way back: a peering connection with a route on one side only, a
 * public address in a subnet that does not route to the internet gateway.
 * "Update your route tables for a VPC peering connection" https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html
 * "Connect to the internet using an internet gateway" https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
import {
  type AddressSet,
  addressesEmpty,
  internetGatewayOf,
  intersectAddresses,
  type Network,
  NO_ADDRESSES,
  type PacketSet,
  packets,
  packetsOverlap,
  type Subnet,
  subnetBlocks,
  subtractAddresses,
  uniteAddresses,
  uniteBlocks,
} from "@netsim/core";
import { headersOf } from "../path/header.js";
import { internetAddresses } from "../path/internet.js";
import { knownRouteTable } from "../path/missing.js";
import type { Station } from "../path/station.js";
import { admissionsOf } from "./admitted.js";
import type { Check, Found } from "./check.js";
import { type Resident, residentsOf, unknownSubnets } from "./stations.js";
import { reachOf, routed } from "./subnet-reach.js";

export const asymmetricRoutes: Check = {
  codes: ["asymmetric-routing"],
  find: (network) => [...oneWayPeerings(network), ...publicInterfaces(network)],
  unknowns: (network) => unknownSubnets(network, ["routeTables", "securityGroups"], asymmetricRoutes.codes),
};

type Residents = readonly (readonly [Subnet, readonly Resident[]])[];

function oneWayPeerings(network: Network): readonly Found[] {
  const residents: Residents = [...residentsOf(network, network)];
  return Object.values(network.vpcPeeringConnections)
    .filter((peering) => peering.status === "active")
    .flatMap(({ id, requester, accepter }) => {
      const of = (vpcId: string): Residents => residents.filter(([subnet]) => subnet.vpcId === vpcId);
      const [one, other] = [of(requester.vpcId), of(accepter.vpcId)];
      return [...oneWay(network, id, one, other), ...oneWay(network, id, other, one)];
    });
}

/** Receivers that let senders of the other VPC in, and whose table has no route back to them; one finding a table. */
function oneWay(network: Network, peering: string, senders: Residents, receivers: Residents): readonly Found[] {
  const byTable = new Map<string, { lost: AddressSet; from: Set<string>; to: Set<string> }>();
  for (const [to, stations] of receivers) {
    const table = knownRouteTable(network, to);
    if (!table) continue;
    const back = addressesBy(network, to, peering);
    for (const [from] of senders) {
      if (!knownRouteTable(network, from)) continue;
      const arrives = intersectAddresses(addressesBy(network, from, peering), uniteBlocks(subnetBlocks(to)));
      const lost = subtractAddresses(uniteBlocks(subnetBlocks(from)), back);
      if (addressesEmpty(arrives) || addressesEmpty(lost)) continue;
      if (!stations.some(({ station }) => meets(station, arrives) && admits(network, station, lost))) continue;
      const found = byTable.get(table.id) ?? { lost: NO_ADDRESSES, from: new Set<string>(), to: new Set<string>() };
      byTable.set(table.id, found);
      found.lost = uniteAddresses(found.lost, lost);
      found.from.add(from.id);
      found.to.add(to.id);
    }
  }
  return [...byTable].map(([table, { lost, from, to }]) => ({
    code: "asymmetric-routing",
    component: table,
    kind: "route-table",
    name: network.routeTables[table]?.name,
    proof: { kind: "packets", packets: headersOf(packets({ destination: lost })), by: [], witness: undefined },
    details: { way: peering, from: [...from], to: [...to] },
  }));
}

/** The addresses that a subnet routes to a peering connection. */
function addressesBy(network: Network, subnet: Subnet, peering: string): AddressSet {
  return routed(network, subnet)
    .filter(({ target }) => target?.type === "vpc-peering-connection" && target.id === peering)
    .map((each) => each.addresses)
    .reduce(uniteAddresses, NO_ADDRESSES);
}

function meets({ addresses }: Station, others: AddressSet): boolean {
  return !addressesEmpty(intersectAddresses(addresses, others));
}

function admits(network: Network, station: Station, sources: AddressSet): boolean {
  if (!station.groups) return false;
  const wanted: PacketSet = packets({ source: sources });
  return admissionsOf(network, station, "ingress").some((each) => packetsOverlap(each.packets, wanted));
}

/** Interfaces that the internet gateway delivers to, and whose replies leave by something else. */
function publicInterfaces(network: Network): readonly Found[] {
  return [...residentsOf(network, network)].flatMap(([subnet, residents]) => {
    const reach = reachOf(network, subnet);
    if (!reach || !internetGatewayOf(network, subnet.vpcId) || reach.byInternetGateway.ipv4 !== false) return [];
    const internet: AddressSet = { ipv4: internetAddresses(network).ipv4, ipv6: false };
    const taken = routed(network, subnet).filter(
      (each) => !addressesEmpty(intersectAddresses(each.addresses, internet)),
    );
    return residents
      .filter(({ station, kind }) => kind === "instance" && station.associations.length > 0)
      .filter(({ station }) => admits(network, station, internet))
      .map(({ station }) => ({
        code: "asymmetric-routing",
        component: station.component.id,
        kind: "network-interface",
        name: station.component.name,
        proof: {
          kind: "packets",
          packets: headersOf(packets({ source: station.addresses, destination: internet })),
          by: taken.flatMap((each) => each.rule ?? []),
          witness: undefined,
        },
        details: {
          way: internetGatewayOf(network, subnet.vpcId)?.id ?? "",
          from: ["internet"],
          to: [subnet.id],
          leadsTo: taken.flatMap(({ target }) => (target && target.type !== "local" ? target.id : [])),
        },
      }));
  });
}
