/** Joins that AWS leaves to the reader: whose address this is, which table and which ACL a subnet uses. */
import { memoize } from "../memo.js";
import { type Cidr, cidrHas } from "../packet/cidr.js";
import type { IpAddress } from "../packet/ip.js";
import { EC2_CLASSIC } from "./ec2-classic.js";
import type { InternetGateway } from "./gateway.js";
import type { Instance } from "./instance.js";
import { type ById, type Collection, type Network, recordOf } from "./network.js";
import type { NetworkAcl } from "./network-acl.js";
import { interfaceAddresses, type NetworkInterface } from "./network-interface.js";
import type { RouteTable, RouteTargetType } from "./route-table.js";
import { type Subnet, subnetBlocks } from "./subnet.js";
import type { Vpc } from "./vpc.js";

/** The table a subnet uses: the associated one, otherwise the VPC's main one. Undefined when the network leaves it out. */
export function routeTableOf(network: Network, subnet: Subnet): RouteTable | undefined {
  if (subnet.routeTableId !== undefined) return recordOf(network.routeTables, subnet.routeTableId);
  return Object.values(network.routeTables).find((table) => table.main && table.vpcId === subnet.vpcId);
}

/** The ACL a subnet uses: the associated one, otherwise the VPC's default one. Undefined when the network leaves it out. */
export function networkAclOf(network: Network, subnet: Subnet): NetworkAcl | undefined {
  if (subnet.networkAclId !== undefined) return recordOf(network.networkAcls, subnet.networkAclId);
  return Object.values(network.networkAcls).find((acl) => acl.isDefault && acl.vpcId === subnet.vpcId);
}

interface AddressBook {
  /** By VPC and private address. */
  readonly byPrivate: ReadonlyMap<string, NetworkInterface>;
  readonly byPublic: ReadonlyMap<IpAddress, NetworkInterface>;
}

const addressBook = memoize((interfaces: ById<NetworkInterface>, subnets: ById<Subnet>): AddressBook => {
  const byPrivate = new Map<string, NetworkInterface>();
  const byPublic = new Map<IpAddress, NetworkInterface>();
  for (const eni of Object.values(interfaces)) {
    const vpcId = recordOf(subnets, eni.subnetId)?.vpcId;
    for (const address of interfaceAddresses(eni)) byPrivate.set(`${vpcId} ${address}`, eni);
    for (const { publicIp } of eni.privateIpAddresses) if (publicIp !== undefined) byPublic.set(publicIp, eni);
  }
  return { byPrivate, byPublic };
});

/** The interface with this private (or IPv6) address in the VPC. */
export function interfaceAt(network: Network, vpcId: string, address: IpAddress): NetworkInterface | undefined {
  return addressBook(network.networkInterfaces, network.subnets).byPrivate.get(`${vpcId} ${address}`);
}

/** The interface that the internet knows by this public address. */
export function interfaceWithPublicIp(network: Network, address: IpAddress): NetworkInterface | undefined {
  return addressBook(network.networkInterfaces, network.subnets).byPublic.get(address);
}

const instancesByInterface = memoize(
  (instances: ById<Instance>, _interfaces: object): ReadonlyMap<string, Instance> => {
    const owners = new Map<string, Instance>();
    for (const instance of Object.values(instances)) {
      for (const id of instance.networkInterfaceIds) owners.set(id, instance);
    }
    return owners;
  },
);

/** The instance an interface is attached to. */
export function instanceOf(network: Network, networkInterfaceId: string): Instance | undefined {
  return instancesByInterface(network.instances, network.networkInterfaces).get(networkInterfaceId);
}

/** The primary interface of an instance: device index 0. */
export function primaryInterface(network: Network, instance: Instance): NetworkInterface | undefined {
  const [id] = instance.networkInterfaceIds;
  return id === undefined ? undefined : recordOf(network.networkInterfaces, id);
}

/** The VPC of its primary interface, or EC2-Classic; undefined where it has none any more, or where that is not known. */
export function vpcOfInstance(network: Network, instance: Instance): string | undefined {
  if (instance.ec2Classic) return EC2_CLASSIC;
  const eni = primaryInterface(network, instance);
  return eni && network.subnets[eni.subnetId]?.vpcId;
}

/** All blocks of a VPC, IPv4 and IPv6. */
export function vpcBlocks(vpc: Vpc): readonly Cidr[] {
  return [...vpc.cidrBlocks, ...vpc.ipv6CidrBlocks];
}

const subnetsByVpc = memoize((subnets: ById<Subnet>, vpcs: ById<Vpc>): ReadonlyMap<string, readonly Subnet[]> => {
  const out = new Map<string, Subnet[]>(Object.keys(vpcs).map((id) => [id, []]));
  for (const subnet of Object.values(subnets)) out.get(subnet.vpcId)?.push(subnet);
  return out;
});

export function subnetsOf(network: Network, vpcId: string): readonly Subnet[] {
  return subnetsByVpc(network.subnets, network.vpcs).get(vpcId) ?? [];
}

/** The subnet of the VPC that an address lies in. */
export function subnetAt(network: Network, vpcId: string, address: IpAddress): Subnet | undefined {
  return subnetsOf(network, vpcId).find((subnet) => subnetBlocks(subnet).some((block) => cidrHas(block, address)));
}

/** The internet gateway attached to a VPC. */
export function internetGatewayOf(network: Network, vpcId: string): InternetGateway | undefined {
  return Object.values(network.internetGateways).find((gateway) => gateway.vpcId === vpcId);
}

/** Where the target of a route is looked up, by its type. */
export const ROUTE_TARGET_COLLECTIONS: Readonly<Record<Exclude<RouteTargetType, "local" | "unsupported">, Collection>> =
  {
    "internet-gateway": "internetGateways",
    "nat-gateway": "natGateways",
    "egress-only-internet-gateway": "egressOnlyInternetGateways",
    "vpc-peering-connection": "vpcPeeringConnections",
    "network-interface": "networkInterfaces",
    "gateway-endpoint": "gatewayEndpoints",
  };
