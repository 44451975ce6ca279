/** Looking things up in the AWS JSON, the way a person would: by walking through the lists. */
import { type Family, familyOf, inAnyCidr, isSameAddress } from "./address.js";
import type {
  AwsDocument,
  GatewayAttachment,
  InternetGateway,
  NatGateway,
  NetworkAcl,
  NetworkInterface,
  RouteTable,
  SecurityGroup,
  Subnet,
  Vpc,
  VpcPeeringConnection,
} from "./aws-json.js";

export function interfaceById(doc: AwsDocument, id: string): NetworkInterface | undefined {
  return doc.NetworkInterfaces.find((eni) => eni.NetworkInterfaceId === id);
}

/** The interface of this VPC that has the address as one of its own: private IPv4, primary or not, or IPv6. */
export function interfaceWithAddress(doc: AwsDocument, vpcId: string, address: string): NetworkInterface | undefined {
  return doc.NetworkInterfaces.find((eni) => eni.VpcId === vpcId && hasAddress(eni, address));
}

export function hasAddress(eni: NetworkInterface, address: string): boolean {
  return ownAddresses(eni, familyOf(address)).some((own) => isSameAddress(own, address));
}

/** The addresses the operating system knows about; the primary one first. Public IPv4 addresses are not among them. */
export function ownAddresses(eni: NetworkInterface, family: Family): string[] {
  if (family === 6) {
    return (eni.Ipv6Addresses ?? []).map((entry) => entry.Ipv6Address);
  }
  const primary = eni.PrivateIpAddresses.filter((entry) => entry.Primary);
  const secondary = eni.PrivateIpAddresses.filter((entry) => !entry.Primary);
  return [...primary, ...secondary].map((entry) => entry.PrivateIpAddress);
}

export interface PublicMapping {
  readonly vpcId: string;
  readonly privateAddress: string;
  readonly publicAddress: string;
}

/**
 * Every public IPv4 address of the document and the private address it stands for, one to one: those of interfaces
 * and those of public NAT gateways.
 *
 * Connect to the internet using an internet gateway, https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export function publicMappings(doc: AwsDocument): PublicMapping[] {
  const ofInterfaces = doc.NetworkInterfaces.flatMap((eni) =>
    eni.PrivateIpAddresses.filter((entry) => entry.Association !== undefined).map((entry) => ({
      vpcId: eni.VpcId,
      privateAddress: entry.PrivateIpAddress,
      publicAddress: entry.Association?.PublicIp ?? "",
    })),
  );
  const ofNatGateways = doc.NatGateways.filter(isPublicNatGateway).flatMap((nat) =>
    nat.NatGatewayAddresses.filter((entry) => entry.PublicIp !== undefined).map((entry) => ({
      vpcId: nat.VpcId,
      privateAddress: entry.PrivateIp,
      publicAddress: entry.PublicIp ?? "",
    })),
  );
  return [...ofInterfaces, ...ofNatGateways];
}

/** A private NAT gateway has no Elastic IP. NAT gateways, https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html */
export function isPublicNatGateway(nat: NatGateway): boolean {
  return nat.ConnectivityType !== "private";
}

export function natGatewayWithAddress(doc: AwsDocument, vpcId: string, address: string): NatGateway | undefined {
  return doc.NatGateways.find(
    (nat) => nat.VpcId === vpcId && nat.NatGatewayAddresses.some((entry) => entry.PrivateIp === address),
  );
}

export function groupIdsOf(eni: NetworkInterface): string[] {
  return eni.Groups.map((group) => group.GroupId);
}

export function groupById(doc: AwsDocument, id: string): SecurityGroup | undefined {
  return doc.SecurityGroups.find((group) => group.GroupId === id);
}

export function subnetById(doc: AwsDocument, id: string): Subnet | undefined {
  return doc.Subnets.find((subnet) => subnet.SubnetId === id);
}

export function subnetContaining(doc: AwsDocument, vpcId: string, address: string): Subnet | undefined {
  return doc.Subnets.find((subnet) => subnet.VpcId === vpcId && inAnyCidr(address, subnetCidrs(subnet)));
}

export function subnetCidrs(subnet: Subnet): string[] {
  const ipv6 = (subnet.Ipv6CidrBlockAssociationSet ?? [])
    .filter((entry) => entry.Ipv6CidrBlockState.State === "associated")
    .map((entry) => entry.Ipv6CidrBlock);
  return subnet.CidrBlock === undefined ? ipv6 : [subnet.CidrBlock, ...ipv6];
}

/** Every block that is associated, of both families. VPC CIDR blocks, https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
export function vpcCidrs(vpc: Vpc): string[] {
  const ipv4 = (vpc.CidrBlockAssociationSet ?? [])
    .filter((entry) => entry.CidrBlockState.State === "associated")
    .map((entry) => entry.CidrBlock);
  const ipv6 = (vpc.Ipv6CidrBlockAssociationSet ?? [])
    .filter((entry) => entry.Ipv6CidrBlockState.State === "associated")
    .map((entry) => entry.Ipv6CidrBlock);
  return [...(ipv4.length === 0 ? [vpc.CidrBlock] : ipv4), ...ipv6];
}

export function cidrsOfVpc(doc: AwsDocument, vpcId: string): string[] {
  const vpc = doc.Vpcs.find((candidate) => candidate.VpcId === vpcId);
  return vpc === undefined ? [] : vpcCidrs(vpc);
}

/**
 * A subnet uses the table it is associated with, otherwise the main table of its VPC.
 *
 * Configure route tables, https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
export function routeTableOf(doc: AwsDocument, subnetId: string, vpcId: string): RouteTable | undefined {
  const explicit = doc.RouteTables.find((table) => table.Associations.some((entry) => entry.SubnetId === subnetId));
  const main = doc.RouteTables.find((table) => table.VpcId === vpcId && table.Associations.some((entry) => entry.Main));
  return explicit ?? main;
}

/** Network ACL basics, https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html: every subnet has exactly one. */
export function networkAclOf(doc: AwsDocument, subnetId: string, vpcId: string): NetworkAcl | undefined {
  const explicit = doc.NetworkAcls.find((acl) => acl.Associations.some((entry) => entry.SubnetId === subnetId));
  const byDefault = doc.NetworkAcls.find((acl) => acl.VpcId === vpcId && acl.IsDefault);
  return explicit ?? byDefault;
}

/** The API names the state "attached", its answers say "available". */
export function isAttached(gateway: { readonly Attachments: GatewayAttachment[] }, vpcId: string): boolean {
  return gateway.Attachments.some(
    (entry) => entry.VpcId === vpcId && (entry.State === "attached" || entry.State === "available"),
  );
}

export function attachedInternetGateway(doc: AwsDocument, vpcId: string): InternetGateway | undefined {
  return doc.InternetGateways.find((gateway) => isAttached(gateway, vpcId));
}

/** Only an active peering connection carries traffic. VPC peering basics, https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html */
export function isActivePeering(peering: VpcPeeringConnection): boolean {
  return peering.Status.Code === "active";
}

export function isSameRegionPeering(peering: VpcPeeringConnection): boolean {
  return peering.RequesterVpcInfo.Region === peering.AccepterVpcInfo.Region;
}

export function peerOf(peering: VpcPeeringConnection, vpcId: string): string | undefined {
  if (peering.RequesterVpcInfo.VpcId === vpcId) {
    return peering.AccepterVpcInfo.VpcId;
  }
  return peering.AccepterVpcInfo.VpcId === vpcId ? peering.RequesterVpcInfo.VpcId : undefined;
}

/**
 * The node interfaces of a Classic Load Balancer are described "ELB <name>"; those of the other kinds have a slash
 * in their description ("ELB app/...", "ELB net/..."). No AWS page promises this; it is how the interfaces look.
 */
export function isClassicNode(doc: AwsDocument, eni: NetworkInterface): boolean {
  return doc.LoadBalancerDescriptions.some((balancer) => eni.Description === `ELB ${balancer.LoadBalancerName}`);
}
