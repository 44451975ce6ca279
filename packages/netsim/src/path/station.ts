/** What sends and receives inside a VPC: an interface, a load balancer node, a NAT gateway, or a host taken for granted. */
import {
  type AddressSet,
  addressSet,
  type Cidr,
  type Identity,
  type IpAddress,
  interfaceAddresses,
  type LoadBalancerSubnet,
  type NatGateway,
  type Network,
  type NetworkInterface,
  NO_ADDRESSES,
  type PacketSet,
  packets,
  reservedAddresses,
  type Subnet,
  subnetBlocks,
  subtractAddresses,
  uniteAddresses,
  uniteBlocks,
} from "@netsim/core";
import type { Component } from "./verdict.js";

/** A private address and the public one that the internet gateway gives it. */
export interface PublicAssociation {
  readonly private: AddressSet;
  /** Null where there is one and the input does not say which. */
  readonly public: AddressSet | null;
}

export interface Station {
  readonly component: Component;
  readonly vpcId: string;
  /** Null for a host in no subnet of the VPC. */
  readonly subnet: Subnet | null;
  /** Its private addresses, IPv6 included: what it sends from and receives at inside the VPC. */
  readonly addresses: AddressSet;
  /** Null for what has no security groups: a NAT gateway, a host taken for granted. */
  readonly groups: readonly string[] | null;
  /** Who it is to rules that name groups, where that is more than its id and its groups' ids. */
  readonly identity?: Identity | undefined;
  /** Its addresses are not known: it has one of `addresses`, and which is not ours to pick. */
  readonly hasAnyAddress?: boolean | undefined;
  readonly associations: readonly PublicAssociation[];
  readonly sourceDestCheck: boolean;
  readonly forwarding?: "router" | "nat" | undefined;
  /**
   * A Classic Load Balancer node: the ACL of its subnet applies to what it sends even inside the subnet.
   * "Explanation codes", ELB_ACL_RESTRICTION https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
   */
  readonly isClassicNode: boolean;
  /**
   * An internal load balancer that takes no IPv6 traffic of the internet gateway.
   * "Application Load Balancers", load balancer attributes https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
   */
  readonly deniesInternetGateway?: boolean | undefined;
  /** To rules that name groups it is nobody, though its own groups filter what it sends. */
  readonly isAnonymous?: boolean | undefined;
  /** A Network Load Balancer node that sends on under its clients' addresses, which are `addresses` here. */
  readonly keepsClientAddresses?: boolean | undefined;
}

const sides = new WeakMap<AddressSet, { readonly source: PacketSet; readonly destination: PacketSet }>();

/** All packets with these addresses at that end; made once for the address set of a station. */
export function packetsAt(addresses: AddressSet, end: "source" | "destination"): PacketSet {
  let both = sides.get(addresses);
  if (!both) {
    both = { source: packets({ source: addresses }), destination: packets({ destination: addresses }) };
    sides.set(addresses, both);
  }
  return both[end];
}

export function identityOf(station: Station): Identity | null {
  if (station.isAnonymous) return null;
  if (station.identity) return station.identity;
  if (!station.groups) return null;
  return { id: station.component.id, groups: station.groups, vpcId: station.vpcId };
}

const interfaceStations = new WeakMap<NetworkInterface, { readonly subnet: Subnet; readonly station: Station }>();

/** Undefined when the interface's subnet is not in the network. */
export function interfaceStation(network: Network, eni: NetworkInterface): Station | undefined {
  const subnet = network.subnets[eni.subnetId];
  if (!subnet) return undefined;
  const known = interfaceStations.get(eni);
  if (known?.subnet === subnet) return known.station;
  const station: Station = {
    component: { id: eni.id, kind: "network-interface", name: eni.name },
    vpcId: subnet.vpcId,
    subnet,
    addresses: addressSet([...eni.privateIpAddresses.map((each) => each.address), ...eni.ipv6Addresses]),
    // What AWS runs itself, such as a transit gateway attachment, may have none; an interface of yours has one at least.
    groups: eni.groups.length === 0 && eni.interfaceType !== "interface" ? null : eni.groups,
    associations: associations(eni.privateIpAddresses),
    sourceDestCheck: eni.sourceDestCheck,
    forwarding: eni.forwarding,
    isClassicNode: false,
  };
  interfaceStations.set(eni, { subnet, station });
  return station;
}

function associations(
  pairs: readonly { readonly address: IpAddress; readonly publicIp?: IpAddress | undefined }[],
): PublicAssociation[] {
  return pairs.flatMap(({ address, publicIp }) =>
    publicIp === undefined ? [] : [{ private: addressSet([address]), public: addressSet([publicIp]) }],
  );
}

export function natGatewayStation(network: Network, nat: NatGateway): Station | undefined {
  const subnet = network.subnets[nat.subnetId];
  if (!subnet) return undefined;
  return {
    component: { id: nat.id, kind: "nat-gateway", name: nat.name },
    vpcId: subnet.vpcId,
    subnet,
    addresses: addressSet([nat.privateIpAddress]),
    groups: null,
    associations:
      nat.connectivityType === "public"
        ? [
            {
              private: addressSet([nat.privateIpAddress]),
              public: nat.publicIp === undefined ? null : addressSet([nat.publicIp]),
            },
          ]
        : [],
    sourceDestCheck: false,
    isClassicNode: false,
  };
}

/** A host at addresses that no interface in the network has. */
export function hostStation(id: string, vpcId: string, subnet: Subnet | null, addresses: AddressSet): Station {
  return {
    component: { id, kind: "network-interface" },
    vpcId,
    subnet,
    addresses,
    groups: null,
    associations: [],
    sourceDestCheck: true,
    isClassicNode: false,
  };
}

/** What a load balancer is at one of its nodes. */
export interface NodePlace {
  /** The load balancer's. */
  readonly id: string;
  readonly kind: "classic" | "application" | "network" | "gateway";
  readonly groups: readonly string[] | null;
  /** Its IPv4 addresses have public ones. */
  readonly isPublic: boolean;
  readonly isDualStack: boolean;
  readonly deniesInternetGateway: boolean;
  readonly subnet: Subnet;
  /** The static addresses of a Network Load Balancer. */
  readonly mapping: LoadBalancerSubnet;
  readonly eni: NetworkInterface | undefined;
  readonly isOneOfSeveral: boolean;
}

/**
 * A node in one of the load balancer's subnets, at the addresses of the described interface or at static addresses,
 * otherwise at any address of the subnet that is neither AWS's own nor another interface's.
 * "How Elastic Load Balancing works" https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
 */
export function nodeStation(network: Network, place: NodePlace): Station {
  const { id, subnet, eni, isOneOfSeveral } = place;
  const addresses = nodeAddresses(network, place);
  return {
    component: {
      id: `${id}@${subnet.id}${isOneOfSeveral && eni ? `/${eni.id}` : ""}`,
      kind: "load-balancer-node",
      name: eni?.id,
    },
    vpcId: subnet.vpcId,
    subnet,
    addresses,
    groups: place.groups,
    associations: nodeAssociations(place, addresses),
    sourceDestCheck: true,
    isClassicNode: place.kind === "classic",
    deniesInternetGateway: place.deniesInternetGateway,
  };
}

function nodeAddresses(network: Network, { subnet, eni, mapping, isDualStack }: NodePlace): AddressSet {
  const { privateIpv4Address, ipv6Address } = mapping;
  const ipv4 = eni ? eni.privateIpAddresses.map((each) => each.address) : present(privateIpv4Address);
  const ipv6 = isDualStack ? [...(eni?.ipv6Addresses ?? []), ...present(ipv6Address)] : [];
  const known = addressSet([...ipv4, ...ipv6]);
  const isOpen = { ipv4: ipv4.length === 0, ipv6: isDualStack && ipv6.length === 0 };
  if (!isOpen.ipv4 && !isOpen.ipv6) return known;
  const free = freeAddresses(network, subnet);
  return { ipv4: isOpen.ipv4 ? free.ipv4 : known.ipv4, ipv6: isOpen.ipv6 ? free.ipv6 : known.ipv6 };
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function nodeAssociations({ eni, mapping, isPublic }: NodePlace, addresses: AddressSet): PublicAssociation[] {
  const described = eni ? associations(eni.privateIpAddresses) : [];
  if (!isPublic || described.length > 0) return described;
  const inside = { ...addresses, ipv6: NO_ADDRESSES.ipv6 };
  return [{ private: inside, public: mapping.publicIp === undefined ? null : addressSet([mapping.publicIp]) }];
}

function freeAddresses(network: Network, subnet: Subnet): AddressSet {
  const blocks = subnetBlocks(subnet);
  const interfaces = Object.values(network.networkInterfaces).filter((eni) => eni.subnetId === subnet.id);
  const gateways = Object.values(network.natGateways).filter((nat) => nat.subnetId === subnet.id);
  const taken = [...interfaces.flatMap(interfaceAddresses), ...gateways.map((nat) => nat.privateIpAddress)];
  const reserved = blocks.flatMap((block: Cidr) => reservedAddresses(block));
  return subtractAddresses(uniteBlocks(blocks), uniteAddresses(addressSet(taken), addressSet(reserved)));
}
