/**
 * A NAT gateway as an end of a connection. It begins none of its own and accepts none.
 * "NAT gateways" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
import {
  type AddressSet,
  addressesHave,
  addressSet,
  type ById,
  memoize,
  type NatGateway,
  type Network,
  type NetworkInterface,
  NO_PACKETS,
} from "@netsim/core";
import type { EndCheck } from "./connection-question.js";
import type { Party } from "./party.js";
import { natGatewayStation } from "./station.js";

/** The gateways with one of these addresses, in these VPCs or by their public address. */
export function natGatewayParties(network: Network, asked: AddressSet, vpcIds: readonly string[]): readonly Party[] {
  return Object.values(network.natGateways).flatMap((nat): Party[] => {
    const station = natGatewayStation(network, nat);
    if (!station) return [];
    const isPrivate = vpcIds.includes(station.vpcId) && addressesHave(asked, nat.privateIpAddress);
    const isPublic = nat.publicIp !== undefined && addressesHave(asked, nat.publicIp);
    const party: Party = {
      label: nat.id,
      station,
      addresses: station.addresses,
      byPublicAddress: false,
      isByAddress: true,
      natGateway: nat.id,
      isHypothetical: false,
    };
    return [
      ...(isPrivate ? [party] : []),
      ...(isPublic ? [{ ...party, label: `${nat.publicIp}`, byPublicAddress: true }] : []),
    ];
  });
}

/** The private addresses of the NAT gateways of a VPC: of the interfaces that AWS describes for them, too. */
export function natGatewayAddresses(network: Network, vpcId: string): AddressSet {
  const gateways = Object.values(network.natGateways).filter((nat) => network.subnets[nat.subnetId]?.vpcId === vpcId);
  return addressSet(gateways.map((nat) => nat.privateIpAddress));
}

const bySubnetAndAddress = memoize(
  (gateways: ById<NatGateway>, _subnets: object): ReadonlyMap<string, NatGateway> =>
    new Map(Object.values(gateways).map((nat) => [`${nat.subnetId} ${nat.privateIpAddress}`, nat])),
);

/** The gateway whose interface this is. */
export function natGatewayOf(network: Network, eni: NetworkInterface): NatGateway | undefined {
  const [primary] = eni.privateIpAddresses;
  const gateways = bySubnetAndAddress(network.natGateways, network.subnets);
  return primary && gateways.get(`${eni.subnetId} ${primary.address}`);
}

/** AWS's words for the interface of a NAT gateway, in its answers and in its documentation. */
const NAT_TYPES: readonly string[] = ["natGateway", "nat_gateway"];

/** The id of the gateway whose interface this is; that of the interface where the input leaves the gateway out. */
export function natGatewayIdOf(network: Network, eni: NetworkInterface): string | undefined {
  return natGatewayOf(network, eni)?.id ?? (NAT_TYPES.includes(eni.interfaceType) ? eni.id : undefined);
}

export function natGatewayCheck(network: Network, id: string): EndCheck {
  const nat = network.natGateways[id];
  return {
    spot: { component: { id, kind: "nat-gateway", name: nat?.name }, direction: "ingress", attachedTo: nat?.subnetId },
    accepted: NO_PACKETS,
    cause: { kind: "gateway", code: "egress-only", awsCode: null },
  };
}
