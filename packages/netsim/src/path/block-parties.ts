/** Who has one of some addresses: interfaces, hosts taken for granted in subnets and VPCs, the rest outside. */
import {
  type AddressSet,
  addressCount,
  addressesEmpty,
  addressesHave,
  addressSet,
  addressWitness,
  interfaceAddresses,
  intersectAddresses,
  isIp,
  type Network,
  type NetworkInterface,
  type Subnet,
  subnetBlocks,
  subnetsOf,
  subtractAddresses,
  uniteAddresses,
  uniteBlocks,
  vpcBlocks,
} from "@netsim/core";
import { publicPart } from "./internet.js";
import { natGatewayAddresses, natGatewayIdOf, natGatewayOf, natGatewayParties } from "./nat-gateway-party.js";
import { interfaceParty, type Party, type Role } from "./party.js";
import { hostStation } from "./station.js";

/** Whether something in the VPC is known to have one of the addresses. */
export function hasOwner(network: Network, addresses: AddressSet, vpcId: string): boolean {
  const gateways = intersectAddresses(addresses, natGatewayAddresses(network, vpcId));
  return !addressesEmpty(gateways) || ownersOf(network, addresses, vpcId).length > 0;
}

function isOneAddress(addresses: AddressSet): boolean {
  return addressCount(addresses, "ipv4") + addressCount(addresses, "ipv6") === 1n;
}

/** The interfaces of a VPC with one of these addresses; of those of NAT gateways only one that is asked for alone. */
function ownersOf(network: Network, addresses: AddressSet, vpcId: string): readonly NetworkInterface[] {
  const isMeant = (eni: NetworkInterface): boolean =>
    natGatewayIdOf(network, eni) === undefined || (isOneAddress(addresses) && !natGatewayOf(network, eni));
  return interfacesWith(network, addresses, vpcId).filter(isMeant);
}

function interfacesWith(network: Network, addresses: AddressSet, vpcId: string): readonly NetworkInterface[] {
  return Object.values(network.networkInterfaces).filter(
    (eni) =>
      network.subnets[eni.subnetId]?.vpcId === vpcId &&
      interfaceAddresses(eni).some((each) => addressesHave(addresses, each)),
  );
}

/** Everything with one of these addresses: interfaces, hosts taken for granted in subnets and VPCs, the rest outside. */
export function partiesOfBlocks(
  network: Network,
  label: string,
  asked: AddressSet,
  role: Role,
  vpcIds: readonly string[],
): readonly Party[] {
  const gateways = isOneAddress(asked) ? natGatewayParties(network, asked, vpcIds) : [];
  const parties = [
    ...vpcIds.flatMap((vpcId) => interfaceParties(network, asked, vpcId)),
    ...gateways.filter((each) => role === "to" || !each.byPublicAddress),
    ...(role === "to" ? publicParties(network, asked, gateways) : []),
  ];
  // A block asked as a destination means the interfaces that are there, if there are any.
  const takesHosts = role === "from" || parties.length === 0;
  const hosts = takesHosts ? vpcIds.flatMap((vpcId) => hostParties(network, vpcId, asked, vpcIds.length > 1)) : [];
  const space = uniteBlocks(vpcIds.flatMap((vpcId) => network.vpcs[vpcId] ?? []).flatMap(vpcBlocks));
  const known = role === "to" ? uniteAddresses(space, ownPublicAddresses(network)) : space;
  const outside = outsideAddresses(label, subtractAddresses(asked, known));
  if (addressesEmpty(outside)) return [...parties, ...hosts];
  return [
    ...parties,
    ...hosts,
    { label, station: null, addresses: outside, byPublicAddress: false, isHypothetical: false },
  ];
}

function interfaceParties(network: Network, asked: AddressSet, vpcId: string): readonly Party[] {
  return ownersOf(network, asked, vpcId).flatMap((eni) => {
    const own = intersectAddresses(asked, addressSet(interfaceAddresses(eni)));
    return interfaceParty(network, eni, eni.id, own) ?? [];
  });
}

/** The interfaces with one of these public addresses, but those of the gateways, and of any gateway in a block. */
function publicParties(network: Network, asked: AddressSet, gateways: readonly Party[]): readonly Party[] {
  const isOpen = (party: Party): boolean =>
    party.natGateway === undefined || (isOneAddress(asked) && gateways.length === 0);
  return Object.values(network.networkInterfaces).flatMap((eni) =>
    eni.privateIpAddresses.flatMap(({ publicIp, address }) => {
      if (publicIp === undefined || !addressesHave(asked, publicIp)) return [];
      const party = interfaceParty(network, eni, publicIp, addressSet([address]));
      return party && isOpen(party) ? [{ ...party, byPublicAddress: true }] : [];
    }),
  );
}

function ownPublicAddresses(network: Network): AddressSet {
  const interfaces = Object.values(network.networkInterfaces).flatMap((eni) => eni.privateIpAddresses);
  const gateways = Object.values(network.natGateways);
  return addressSet([...interfaces, ...gateways].flatMap((each) => each.publicIp ?? []));
}

/** One address may be anybody's; of a block, only what can be on the internet or behind a gateway. */
function outsideAddresses(label: string, rest: AddressSet): AddressSet {
  if (addressesEmpty(rest)) return rest;
  const open = publicPart(rest);
  return addressesEmpty(open) || isIp(label) ? rest : open;
}

/** @param isOneOfSeveral whether other VPCs are asked about, so that a place in none of the subnets needs its VPC's name. */
function hostParties(network: Network, vpcId: string, asked: AddressSet, isOneOfSeveral: boolean): Party[] {
  const vpc = network.vpcs[vpcId];
  if (!vpc) return [];
  const taken = addressSet(interfacesWith(network, asked, vpcId).flatMap(interfaceAddresses));
  const rest = subtractAddresses(asked, uniteAddresses(taken, natGatewayAddresses(network, vpcId)));
  const places: (readonly [Subnet | null, AddressSet])[] = subnetsOf(network, vpcId).map((subnet) => [
    subnet,
    uniteBlocks(subnetBlocks(subnet)),
  ]);
  const inSubnets = uniteBlocks(subnetsOf(network, vpcId).flatMap(subnetBlocks));
  places.push([null, subtractAddresses(uniteBlocks(vpcBlocks(vpc)), inSubnets)]);
  return places.flatMap(([subnet, space]) => {
    const addresses = intersectAddresses(rest, space);
    if (addressesEmpty(addresses)) return [];
    const first = addressWitness(addresses);
    const place = subnet?.id ?? (isOneOfSeveral ? vpcId : undefined);
    const id = `host at ${first}${place === undefined ? "" : ` in ${place}`}`;
    return [
      {
        label: id,
        station: hostStation(id, vpcId, subnet, addresses),
        addresses,
        byPublicAddress: false,
        isHypothetical: true,
      },
    ];
  });
}
