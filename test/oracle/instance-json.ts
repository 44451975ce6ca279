/**
 * Instances and network interfaces as `aws ec2 describe-*` prints them.
 *
 * Amazon EC2 API Reference, https://docs.aws.amazon.com/AWSEC2/latest/APIReference/
 */
export interface Tag {
  Key: string;
  Value: string;
}

export interface NetworkInterface {
  NetworkInterfaceId: string;
  VpcId: string;
  SubnetId: string;
  AvailabilityZone?: string;
  Description?: string;
  InterfaceType?: string;
  Status?: string;
  OwnerId?: string;
  RequesterId?: string;
  RequesterManaged?: boolean;
  SourceDestCheck?: boolean;
  Groups: { GroupId: string; GroupName?: string }[];
  PrivateIpAddress?: string;
  PrivateIpAddresses: PrivateIpAddress[];
  Association?: Association;
  Ipv6Addresses?: { Ipv6Address: string }[];
  Attachment?: { AttachmentId?: string; InstanceId?: string; DeviceIndex: number; Status?: string };
  TagSet?: Tag[];
}

export interface PrivateIpAddress {
  Primary: boolean;
  PrivateIpAddress: string;
  Association?: Association;
}

export interface Association {
  PublicIp: string;
  AllocationId?: string;
  IpOwnerId?: string;
}

export interface Reservation {
  ReservationId: string;
  OwnerId?: string;
  Instances: Instance[];
}

export interface Instance {
  InstanceId: string;
  State: { Code: number; Name: string };
  VpcId?: string;
  SubnetId?: string;
  PrivateIpAddress?: string;
  PublicIpAddress?: string;
  SecurityGroups?: { GroupId: string; GroupName?: string }[];
  Placement?: { AvailabilityZone: string };
  NetworkInterfaces?: InstanceNetworkInterface[];
  Tags?: Tag[];
}

export interface InstanceNetworkInterface {
  NetworkInterfaceId: string;
  SubnetId?: string;
  VpcId?: string;
  Status?: string;
  PrivateIpAddress?: string;
  PrivateIpAddresses?: PrivateIpAddress[];
  Ipv6Addresses?: { Ipv6Address: string }[];
  Groups?: { GroupId: string; GroupName?: string }[];
  Attachment?: { AttachmentId?: string; DeviceIndex: number; Status?: string };
}
