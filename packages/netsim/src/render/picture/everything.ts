/** All that is in a network, for pictures without a question. */
import { instanceOf, type Network } from "@netsim/core";
import { type AnyLoadBalancer, nodeOwner, nodesOf } from "../../path/load-balancer-node.js";
import { gatewayPlace, peeringPlace } from "./gateways.js";
import type { Placed } from "./place.js";
import { ec2ClassicInstancePlace, interfacePlace, natGatewayPlace, nodePlace } from "./stations.js";

export function placesOfNetwork(network: Network): readonly Placed[] {
  const { classicLoadBalancers, loadBalancers, networkInterfaces, instances, natGateways } = network;
  const balancers: readonly AnyLoadBalancer[] = [
    ...Object.values(classicLoadBalancers),
    ...Object.values(loadBalancers),
  ];
  // Nodes and NAT gateways are what they are, and not their interfaces besides.
  const hosts = Object.values(networkInterfaces).filter(
    (eni) => instanceOf(network, eni.id) || (!nodeOwner(network, eni) && eni.interfaceType !== "natGateway"),
  );
  return [
    ...balancers.flatMap((balancer) => nodePlaces(network, balancer)),
    ...Object.keys(natGateways).map((id) => natGatewayPlace(network, id, undefined)),
    ...hosts.map((eni) => interfacePlace(network, eni)),
    ...Object.values(instances).flatMap((each) => (each.ec2Classic ? [ec2ClassicInstancePlace(each)] : [])),
    ...gatewaysOf(network),
    ...Object.values(network.vpcPeeringConnections).map((each) =>
      peeringPlace(network, { id: each.id, kind: "vpc-peering-connection" }),
    ),
  ];
}

export function nodePlaces(network: Network, balancer: AnyLoadBalancer): readonly Placed[] {
  return nodesOf(network, balancer).map(({ station }) =>
    nodePlace(network, balancer, station.component.id, station.subnet?.id ?? null),
  );
}

function gatewaysOf(network: Network): readonly Placed[] {
  const kinds = [
    ["internet-gateway", network.internetGateways],
    ["egress-only-internet-gateway", network.egressOnlyInternetGateways],
    ["gateway-endpoint", network.gatewayEndpoints],
  ] as const;
  return kinds.flatMap(([kind, records]) =>
    Object.values(records).flatMap(({ id, name, vpcId }) =>
      vpcId === undefined ? [] : [gatewayPlace(network, { id, kind, ...(name === undefined ? {} : { name }) }, vpcId)],
    ),
  );
}
