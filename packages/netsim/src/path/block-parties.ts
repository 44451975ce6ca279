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
  isMissing,
  type Network,
  type NetworkInterface,
  reservedAddresses,
  type Subnet,
  subnetBlocks,
  subnetsOf,
  subtractAddresses,
  uniteAddresses,
  uniteBlocks,
  type Vpc,
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
  const all = takesHosts ? vpcIds.flatMap((vpcId) => hostParties(network, vpcId, asked, vpcIds.length > 1)) : [];
  // Of a block, what nobody can have is no part of the question; of one address, it is all there is.
  const real = all.filter((each) => !each.isNowhere);
  const hosts = real.length > 0 || parties.length > 0 ? real : all;
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

/** Where in a VPC somebody could have an address, and where nobody can. */
interface HostPlace {
  readonly subnet: Subnet | null;
  readonly space: AddressSet;
  /** An address in no subnet, or one that AWS keeps for itself. */
  readonly isNowhere: boolean;
}

function hostPlaces(network: Network, vpc: Vpc): readonly HostPlace[] {
  const subnets = subnetsOf(network, vpc.id);
  const inSubnets = uniteBlocks(subnets.flatMap(subnetBlocks));
  return [
    ...subnets.flatMap((subnet) => {
      const kept = addressSet(subnetBlocks(subnet).flatMap(reservedAddresses));
      const all = uniteBlocks(subnetBlocks(subnet));
      return [
        { subnet, space: subtractAddresses(all, kept), isNowhere: false },
        { subnet, space: kept, isNowhere: true },
      ];
    }),
    { subnet: null, space: subtractAddresses(uniteBlocks(vpcBlocks(vpc)), inSubnets), isNowhere: true },
  ];
}

/**
 * Hosts taken for granted at addresses that nobody in the network has.
 *
 * @param isOneOfSeveral whether other VPCs are asked about, so that a place in none of the subnets needs its VPC's name.
 */
function hostParties(network: Network, vpcId: string, asked: AddressSet, isOneOfSeveral: boolean): Party[] {
  const vpc = network.vpcs[vpcId];
  if (!vpc) return [];
  const taken = addressSet(interfacesWith(network, asked, vpcId).flatMap(interfaceAddresses));
  const rest = subtractAddresses(asked, uniteAddresses(taken, natGatewayAddresses(network, vpcId)));
  return hostPlaces(network, vpc).flatMap(({ subnet, space, isNowhere }) => {
    const addresses = intersectAddresses(rest, space);
    if (addressesEmpty(addresses)) return [];
    const first = addressWitness(addresses);
    const place = subnet?.id ?? (isOneOfSeveral ? vpcId : undefined);
    const id = `host at ${first}${place === undefined ? "" : ` in ${place}`}`;
    // Whether an interface has the address is not known where interfaces are left out.
    const isOpen = isMissing(network.missing, "networkInterfaces", vpcId);
    return [
      {
        label: id,
        station: hostStation(id, vpcId, subnet, addresses),
        addresses,
        byPublicAddress: false,
        isHypothetical: true,
        isNowhere,
        ...(isOpen ? { unknown: { code: "interface-missing", details: { vpc: vpcId } } } : {}),
      },
    ];
  });
}
