/** What is in each subnet: interfaces, load balancer nodes and NAT gateways, each once. */
import { isMissingRecord, memoize, type Network, recordOf, type Subnet } from "@netsim/core";
import { nodeOwner, nodesOf } from "../path/load-balancer-node.js";
import { knownNetworkAcl } from "../path/missing.js";
import { natGatewayIdOf } from "../path/nat-gateway-party.js";
import { interfaceStation, natGatewayStation, type Station } from "../path/station.js";
import { allLoadBalancers } from "./carriers.js";
import type { LintCode, LintUnknown } from "./finding.js";
import { reachOf } from "./subnet-reach.js";

/** From which ports it begins connections: those of load balancers and NAT gateways are known, an instance's depend on its system. */
export type StationKind = "instance" | "load-balancer" | "nat-gateway";

export interface Resident {
  readonly station: Station;
  readonly kind: StationKind;
}

/** By subnet. */
export const residentsOf: (network: Network, _: object) => ReadonlyMap<Subnet, readonly Resident[]> = memoize(
  (network: Network, _: object) => {
    const found = new Map<Subnet, Resident[]>();
    const add = (station: Station | undefined, kind: StationKind): void => {
      if (!station?.subnet) return;
      const known = found.get(station.subnet);
      if (known) known.push({ station, kind });
      else found.set(station.subnet, [{ station, kind }]);
    };
    for (const eni of Object.values(network.networkInterfaces)) {
      // Those of load balancers and NAT gateways are what they are the interfaces of.
      if (nodeOwner(network, eni) || natGatewayIdOf(network, eni) !== undefined) continue;
      add(interfaceStation(network, eni), "instance");
    }
    for (const balancer of allLoadBalancers(network))
      for (const node of nodesOf(network, balancer)) add(node.station, "load-balancer");
    for (const nat of Object.values(network.natGateways)) add(natGatewayStation(network, nat), "nat-gateway");
    return found;
  },
);

/** Subnets with something in them of whose filters or routes the input leaves some out. */
export function unknownSubnets(
  network: Network,
  collections: readonly ("networkAcls" | "routeTables" | "securityGroups")[],
  codes: readonly LintCode[],
): readonly LintUnknown[] {
  return [...residentsOf(network, network)].flatMap(([subnet, residents]) => {
    const isThere = {
      networkAcls: knownNetworkAcl(network, subnet) !== undefined,
      routeTables: reachOf(network, subnet) !== undefined,
      securityGroups: residents.every(({ station }) => areGroupsThere(network, station)),
    };
    return collections
      .filter((collection) => !isThere[collection])
      .map((missing): LintUnknown => ({ code: "not-in-input", component: subnet.id, missing, codes }));
  });
}

function areGroupsThere(network: Network, { groups }: Station): boolean {
  return (groups ?? []).every(
    (id) =>
      recordOf(network.securityGroups, id) !== undefined || !isMissingRecord(network.missing, "securityGroups", id),
  );
}
