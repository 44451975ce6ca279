/** The ends of a connection, as they are in a network. */
import {
  type AddressSet,
  addressSet,
  type Instance,
  instanceOf,
  type Network,
  type NetworkInterface,
  NO_ADDRESSES,
} from "@netsim/core";
import { internetAddresses } from "./internet.js";
import { type AnyLoadBalancer, isClassic, nodeOwner, nodesOf, undescribedSubnets } from "./load-balancer-node.js";
import { natGatewayIdOf, natGatewayOf } from "./nat-gateway-party.js";
import { interfaceStation, natGatewayStation, type Station } from "./station.js";
import type { Details } from "./trace.js";

/** One party of an endpoint: one station, or one place outside. */
export interface Party {
  /** Its id, or the addresses as asked. */
  readonly label: string;
  /** Null outside the VPCs. */
  readonly station: Station | null;
  /** The private addresses of the station that are meant, or the outside addresses. */
  readonly addresses: AddressSet;
  /** Asked for by its public address. */
  readonly byPublicAddress: boolean;
  /** Asked for by addresses of its own, and not by its id or name. */
  readonly isByAddress?: boolean | undefined;
  readonly instance?: Instance | undefined;
  /** The load balancer whose node it is. */
  readonly loadBalancer?: AnyLoadBalancer | undefined;
  /** It comes through an interface endpoint of AWS PrivateLink, from a VPC of its own. */
  readonly isPrivateLink?: boolean | undefined;
  /** The NAT gateway that it is. */
  readonly natGateway?: string | undefined;
  /** What the network leaves out, so that nothing can be said of this party. */
  readonly unknown?: { readonly code: string; readonly details: Details } | undefined;
  /** No interface in the network has these addresses. */
  readonly isHypothetical: boolean;
  /** And none can: they are in no subnet, or AWS keeps them for itself. */
  readonly isNowhere?: boolean | undefined;
}

export type Role = "from" | "to";

/** The interface by its primary address and its IPv6 addresses, or by the given ones. */
export function interfaceParty(
  network: Network,
  eni: NetworkInterface,
  label: string,
  only?: AddressSet,
): Party | undefined {
  const [primary] = eni.privateIpAddresses;
  const addresses = only ?? addressSet([...(primary ? [primary.address] : []), ...eni.ipv6Addresses]);
  const node = nodeOwner(network, eni);
  const nat = natGatewayOf(network, eni);
  const station = node?.station ?? (nat ? natGatewayStation(network, nat) : interfaceStation(network, eni));
  if (!station) return undefined;
  const instance = instanceOf(network, eni.id);
  return {
    label,
    station,
    addresses,
    byPublicAddress: false,
    isByAddress: only !== undefined,
    instance,
    loadBalancer: node?.balancer,
    natGateway: natGatewayIdOf(network, eni),
    isHypothetical: false,
  };
}

/** The nodes of a load balancer, and what stands for those of which nothing is known. */
export function balancerParties(network: Network, balancer: AnyLoadBalancer): readonly Party[] {
  const frame = { loadBalancer: balancer, isHypothetical: false };
  if (!isClassic(balancer) && balancer.type === "gateway") {
    const unknown = { code: "gateway-load-balancer", details: { loadBalancer: balancer.id } };
    return [{ ...frame, label: balancer.id, station: null, addresses: NO_ADDRESSES, byPublicAddress: false, unknown }];
  }
  const nodes = nodesOf(network, balancer).map(({ station }) => ({
    ...frame,
    label: station.component.id,
    station,
    addresses: station.addresses,
    byPublicAddress: balancer.scheme === "internet-facing",
  }));
  const subnets = undescribedSubnets(network, balancer);
  if (subnets.length === 0) return nodes;
  const unknown = { code: "subnet-missing", details: { subnets } };
  return [
    ...nodes,
    { ...frame, label: balancer.id, station: null, addresses: NO_ADDRESSES, byPublicAddress: false, unknown },
  ];
}

export function internetParty(network: Network, family?: "ipv4" | "ipv6"): Party {
  const everything = internetAddresses(network);
  const addresses = family ? { ipv4: false, ipv6: false, [family]: everything[family] } : everything;
  return { label: "internet", station: null, addresses, byPublicAddress: false, isHypothetical: false };
}
