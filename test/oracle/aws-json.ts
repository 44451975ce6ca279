import type { LoadBalancerAttributesOf, LoadBalancerDescription } from "./elb-json.js";
import type { NetworkInterface, Reservation, Tag } from "./instance-json.js";

export type * from "./elb-json.js";
export type * from "./instance-json.js";

/**
 * The part of the raw AWS JSON that decides whether traffic gets through, with the keys exactly as
 * `aws ec2 describe-*`, `aws elb describe-*` print them, and all answers put into one document.
 *
 * Shapes: Amazon EC2 API Reference, https://docs.aws.amazon.com/AWSEC2/latest/APIReference/ and
 * Elastic Load Balancing API Reference 2012-06-01, https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/
 */
export interface AwsDocument {
  Vpcs: Vpc[];
  Subnets: Subnet[];
  RouteTables: RouteTable[];
  NetworkAcls: NetworkAcl[];
  SecurityGroups: SecurityGroup[];
  NetworkInterfaces: NetworkInterface[];
  Reservations: Reservation[];
  InternetGateways: InternetGateway[];
  EgressOnlyInternetGateways: EgressOnlyInternetGateway[];
  NatGateways: NatGateway[];
  VpcPeeringConnections: VpcPeeringConnection[];
  PrefixLists: PrefixList[];
  VpcEndpoints: VpcEndpoint[];
  LoadBalancerDescriptions: LoadBalancerDescription[];
  LoadBalancerAttributes: LoadBalancerAttributesOf[];
}

/** A whole document from the answers at hand; what is not given is empty. */
export function awsDocument(parts: Partial<AwsDocument>): AwsDocument {
  return {
    Vpcs: [],
    Subnets: [],
    RouteTables: [],
    NetworkAcls: [],
    SecurityGroups: [],
    NetworkInterfaces: [],
    Reservations: [],
    InternetGateways: [],
    EgressOnlyInternetGateways: [],
    NatGateways: [],
    VpcPeeringConnections: [],
    PrefixLists: [],
    VpcEndpoints: [],
    LoadBalancerDescriptions: [],
    LoadBalancerAttributes: [],
    ...parts,
  };
}

export interface BlockState {
  State: string;
}

export interface Ipv6CidrBlockAssociation {
  AssociationId?: string;
  Ipv6CidrBlock: string;
  Ipv6CidrBlockState: BlockState;
}

export interface Vpc {
  VpcId: string;
  /** Only the primary block; the associations hold all of them. */
  CidrBlock: string;
  CidrBlockAssociationSet?: { AssociationId?: string; CidrBlock: string; CidrBlockState: BlockState }[];
  Ipv6CidrBlockAssociationSet?: Ipv6CidrBlockAssociation[];
  IsDefault?: boolean;
  State?: string;
  OwnerId?: string;
  Tags?: Tag[];
}

export interface Subnet {
  SubnetId: string;
  VpcId: string;
  CidrBlock?: string;
  Ipv6CidrBlockAssociationSet?: Ipv6CidrBlockAssociation[];
  AvailabilityZone: string;
  DefaultForAz?: boolean;
  MapPublicIpOnLaunch?: boolean;
  State?: string;
  Tags?: Tag[];
}

export interface RouteTable {
  RouteTableId: string;
  VpcId: string;
  Associations: RouteTableAssociation[];
  PropagatingVgws?: { GatewayId: string }[];
  Routes: Route[];
  Tags?: Tag[];
}

export interface RouteTableAssociation {
  Main: boolean;
  RouteTableAssociationId?: string;
  RouteTableId: string;
  SubnetId?: string;
  GatewayId?: string;
}

/** One destination and one target. `GatewayId` is "local", "igw-...", "vgw-..." or "vpce-...". */
export interface Route {
  DestinationCidrBlock?: string;
  DestinationIpv6CidrBlock?: string;
  DestinationPrefixListId?: string;
  GatewayId?: string;
  NatGatewayId?: string;
  EgressOnlyInternetGatewayId?: string;
  VpcPeeringConnectionId?: string;
  TransitGatewayId?: string;
  NetworkInterfaceId?: string;
  InstanceId?: string;
  Origin?: string;
  State?: string;
}

export interface NetworkAcl {
  NetworkAclId: string;
  VpcId: string;
  IsDefault: boolean;
  Associations: { NetworkAclAssociationId?: string; NetworkAclId: string; SubnetId: string }[];
  Entries: NetworkAclEntry[];
  Tags?: Tag[];
}

export interface NetworkAclEntry {
  RuleNumber: number;
  Protocol: string;
  RuleAction: "allow" | "deny";
  Egress: boolean;
  CidrBlock?: string;
  Ipv6CidrBlock?: string;
  PortRange?: { From: number; To: number };
  IcmpTypeCode?: { Type: number; Code: number };
}

export interface SecurityGroup {
  GroupId: string;
  GroupName: string;
  Description?: string;
  VpcId?: string;
  OwnerId?: string;
  IpPermissions: IpPermission[];
  IpPermissionsEgress: IpPermission[];
  Tags?: Tag[];
}

export interface IpPermission {
  IpProtocol: string;
  FromPort?: number;
  ToPort?: number;
  IpRanges: { CidrIp: string; Description?: string }[];
  Ipv6Ranges: { CidrIpv6: string; Description?: string }[];
  PrefixListIds: { PrefixListId: string; Description?: string }[];
  UserIdGroupPairs: UserIdGroupPair[];
}

export interface UserIdGroupPair {
  GroupId: string;
  UserId?: string;
  VpcId?: string;
  VpcPeeringConnectionId?: string;
  PeeringStatus?: string;
}

export interface GatewayAttachment {
  State: string;
  VpcId: string;
}

export interface InternetGateway {
  InternetGatewayId: string;
  Attachments: GatewayAttachment[];
  Tags?: Tag[];
}

export interface EgressOnlyInternetGateway {
  EgressOnlyInternetGatewayId: string;
  Attachments: GatewayAttachment[];
  Tags?: Tag[];
}

export interface NatGateway {
  NatGatewayId: string;
  VpcId: string;
  /** Absent for a regional NAT gateway. */
  SubnetId?: string;
  State: string;
  ConnectivityType?: string;
  NatGatewayAddresses: NatGatewayAddress[];
  Tags?: Tag[];
}

export interface NatGatewayAddress {
  NetworkInterfaceId?: string;
  PrivateIp: string;
  PublicIp?: string;
  AllocationId?: string;
  IsPrimary?: boolean;
  Status?: string;
}

export interface VpcPeeringConnection {
  VpcPeeringConnectionId: string;
  Status: { Code: string; Message?: string };
  RequesterVpcInfo: PeeringVpcInfo;
  AccepterVpcInfo: PeeringVpcInfo;
  Tags?: Tag[];
}

export interface PeeringVpcInfo {
  VpcId: string;
  OwnerId?: string;
  Region?: string;
  CidrBlock?: string;
  CidrBlockSet?: { CidrBlock: string }[];
  Ipv6CidrBlockSet?: { Ipv6CidrBlock: string }[];
}

/** As `aws ec2 describe-prefix-lists` prints it: the entries are in the answer itself. */
export interface PrefixList {
  PrefixListId: string;
  PrefixListName: string;
  Cidrs: string[];
}

export interface VpcEndpoint {
  VpcEndpointId: string;
  VpcEndpointType: string;
  VpcId: string;
  ServiceName: string;
  State: string;
  RouteTableIds?: string[];
  SubnetIds?: string[];
}
