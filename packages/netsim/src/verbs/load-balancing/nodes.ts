/**
 * The described interfaces of a load balancer's nodes. AWS makes and removes them with the load balancer, and they carry
 * its security groups.
 */
import { instanceOf, type Network, type NetworkInterface } from "@netsim/core";

function isNode(network: Network, eni: NetworkInterface, prefix: string): boolean {
  const isNamed = eni.description === prefix || (prefix.endsWith("/") && eni.description.startsWith(prefix));
  return isNamed && instanceOf(network, eni.id) === undefined;
}

type Interfaces = Pick<Network, "networkInterfaces">;

/**
 * Without the nodes in subnets that the load balancer leaves.
 *
 * @param prefix the description of its nodes, or what it begins with where that ends in a slash.
 * @param kept the subnets that it stays in.
 */
export function removeNodes(network: Network, prefix: string, kept: readonly string[] = []): Interfaces {
  const all = Object.entries(network.networkInterfaces);
  const left = all.filter(([, eni]) => !isNode(network, eni, prefix) || kept.includes(eni.subnetId));
  return left.length === all.length
    ? { networkInterfaces: network.networkInterfaces }
    : { networkInterfaces: Object.fromEntries(left) };
}

/** With other groups on its nodes. */
export function regroupNodes(network: Network, prefix: string, groups: readonly string[]): Interfaces {
  const all = Object.entries(network.networkInterfaces);
  if (!all.some(([, eni]) => isNode(network, eni, prefix))) return { networkInterfaces: network.networkInterfaces };
  return {
    networkInterfaces: Object.fromEntries(
      all.map(([id, eni]) => [id, isNode(network, eni, prefix) ? { ...eni, groups: [...groups] } : eni]),
    ),
  };
}
