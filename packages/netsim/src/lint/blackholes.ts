/**
 * Routes that lead to what is gone or not usable. Such a route still wins, and drops what takes it.
 * "Configure route tables" https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
import { type Network, type Route, type RouteTable, recordOf, routeTargetId } from "@netsim/core";
import type { Check } from "./check.js";

export const blackholeRoutes: Check = {
  codes: ["blackhole-route"],
  find: (network) =>
    Object.values(network.routeTables).flatMap((table) =>
      table.routes.flatMap((route, index) => {
        const state = stateOf(network, table, route);
        if (state === undefined) return [];
        const target = routeTargetId(route.target);
        return [
          {
            code: "blackhole-route",
            component: table.id,
            kind: "route-table",
            name: table.name,
            rule: { kind: "route", routeTableId: table.id, index, route },
            proof: { kind: "records", relation: "target", ids: [target] },
            details: { destination: route.destination, target, state },
          },
        ];
      }),
    ),
};

/** What is wrong with the target of a route; AWS's own local routes are never at fault. */
function stateOf(network: Network, { vpcId }: RouteTable, { state, target }: Route): string | undefined {
  if (target.type === "local") return undefined;
  if (state === "blackhole") return "blackhole";
  switch (target.type) {
    case "nat-gateway": {
      const nat = recordOf(network.natGateways, target.id);
      return nat && nat.state !== "available" ? nat.state : undefined;
    }
    case "vpc-peering-connection": {
      const peering = recordOf(network.vpcPeeringConnections, target.id);
      return peering && peering.status !== "active" ? peering.status : undefined;
    }
    case "internet-gateway":
    case "egress-only-internet-gateway": {
      const collection = target.type === "internet-gateway" ? "internetGateways" : "egressOnlyInternetGateways";
      const gateway = recordOf(network[collection], target.id);
      return gateway && gateway.vpcId !== vpcId ? "detached" : undefined;
    }
    default:
      return undefined;
  }
}
