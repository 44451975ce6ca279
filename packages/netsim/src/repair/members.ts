/** Who carries a security group. */
import { type AddressSet, addressSet, interfaceAddresses, type Network, uniteAll } from "@netsim/core";
import { nodesOf } from "../path/load-balancer-node.js";

/** The private addresses of everything that carries the group. */
export function members(network: Network, group: string): AddressSet {
  const interfaces = Object.values(network.networkInterfaces).filter((eni) => eni.groups.includes(group));
  const nodes = [...Object.values(network.classicLoadBalancers), ...Object.values(network.loadBalancers)]
    .filter((each) => each.securityGroups?.includes(group))
    .flatMap((each) => nodesOf(network, each).map((node) => node.station.addresses));
  const instances = Object.values(network.instances).flatMap(({ ec2Classic }) =>
    ec2Classic?.groups.includes(group) && ec2Classic.privateIpAddress ? [ec2Classic.privateIpAddress] : [],
  );
  return uniteAll([addressSet([...interfaces.flatMap(interfaceAddresses), ...instances]), ...nodes]);
}
