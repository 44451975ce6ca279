/** Who carries a security group. */
import {
  type AddressSet,
  addressSet,
  type ById,
  interfaceAddresses,
  memoize,
  type Network,
  type NetworkInterface,
  type Subnet,
  uniteAddresses,
  uniteAll,
} from "@netsim/core";
import { nodesOf } from "../path/load-balancer-node.js";

/** The private addresses of everything that carries the group. */
export function members(network: Network, group: string): AddressSet {
  const nodes = [...Object.values(network.classicLoadBalancers), ...Object.values(network.loadBalancers)]
    .filter((each) => each.securityGroups?.includes(group))
    .flatMap((each) => nodesOf(network, each).map((node) => node.station.addresses));
  const instances = Object.values(network.instances).flatMap(({ ec2Classic }) =>
    ec2Classic?.groups.includes(group) && ec2Classic.privateIpAddress ? [ec2Classic.privateIpAddress] : [],
  );
  const interfaces = interfacesWith(network.networkInterfaces, network.subnets)(group);
  if (nodes.length === 0 && instances.length === 0) return interfaces;
  return uniteAddresses(interfaces, uniteAll([addressSet(instances), ...nodes]));
}

/** Found once for a group, as long as the interfaces stay what they are. */
const interfacesWith = memoize((interfaces: ById<NetworkInterface>, _: ById<Subnet>) => {
  const known = new Map<string, AddressSet>();
  return (group: string): AddressSet => {
    const found =
      known.get(group) ??
      addressSet(
        Object.values(interfaces)
          .filter((eni) => eni.groups.includes(group))
          .flatMap(interfaceAddresses),
      );
    known.set(group, found);
    return found;
  };
});
