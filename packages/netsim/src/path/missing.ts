/** What the input is known to leave out. */
import {
  type Collection,
  isMissing,
  isMissingRecord,
  type Network,
  type NetworkAcl,
  networkAclOf,
  type RouteTable,
  routeTableOf,
  type Subnet,
} from "@netsim/core";

/** Whether a record that something leads to is left out of the input, rather than not there. */
export function isLeftOut(network: Network, collection: Collection, id: string): boolean {
  return isMissingRecord(network.missing, collection, id);
}

/**
 * The table that a subnet uses. Undefined where it is not known: a subnet without an association of its own uses the
 * main table, unless the association is among what is missing.
 */
export function knownRouteTable(network: Network, subnet: Subnet): RouteTable | undefined {
  const isOpen = subnet.routeTableId === undefined && isMissing(network.missing, "routeTables", subnet.vpcId);
  return isOpen ? undefined : routeTableOf(network, subnet);
}

/** The ACL that a subnet uses; as {@link knownRouteTable}. */
export function knownNetworkAcl(network: Network, subnet: Subnet): NetworkAcl | undefined {
  const isOpen = subnet.networkAclId === undefined && isMissing(network.missing, "networkAcls", subnet.vpcId);
  return isOpen ? undefined : networkAclOf(network, subnet);
}
