/**
 * EC2-Classic: one flat network, shared with other customers, without VPCs, subnets, route tables and network ACLs. Its
 * security groups have ingress rules only. AWS retired it in August 2022.
 * "EC2-Classic" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-classic-platform.html
 */
import { type Cidr, cidr } from "../packet/cidr.js";
import type { IpAddress } from "../packet/ip.js";
import { type ById, recordOf } from "./network.js";
import type { SecurityGroup } from "./security-group.js";

/** What groups, load balancers and stations of EC2-Classic have where those of a VPC have its id. */
export const EC2_CLASSIC = "EC2-Classic";

/**
 * The source group that Elastic Load Balancing keeps for EC2-Classic: every Classic Load Balancer there sends as a
 * member of it, whoever owns the load balancer. Rules of EC2-Classic groups may name it; nobody can change it.
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-groups.html
 */
export const AMAZON_ELB_SECURITY_GROUP = "amazon-elb/amazon-elb-sg";
/** The owner that AWS shows with that group. */
export const AMAZON_ELB = "amazon-elb";

/** "ClassicLink", limitations: the private addresses of EC2-Classic. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/vpc-classiclink.html */
export const EC2_CLASSIC_RANGE: Cidr = cidr("10.0.0.0/8");

/** Where an instance of EC2-Classic is, instead of network interfaces. */
export interface Ec2ClassicPlacement {
  /** Such as `us-east-1a`. */
  readonly availabilityZone: string;
  /** IPv4. It changes at each start, so an instance that does not run may have none. */
  readonly privateIpAddress?: IpAddress | undefined;
  /** The public or Elastic IP address that stands for the private one on the internet. */
  readonly publicIp?: IpAddress | undefined;
  /** Ids of EC2-Classic security groups. */
  readonly groups: readonly string[];
  /**
   * The VPC that the instance is linked to. What passes between the two is not modelled.
   * "ClassicLink" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/vpc-classiclink.html
   */
  readonly classicLinkVpcId?: string | undefined;
}

/** Whether a reference names a group by its owner, as `111122223333/web`, `111122223333/sg-1` or `amazon-elb/amazon-elb-sg`. */
export function isOwnedName(reference: string): boolean {
  return ownerOf(reference) !== undefined;
}

/** The account in a reference by owner. */
export function ownerOf(reference: string): string | undefined {
  return /^(\d{12}|amazon-elb)\/./.exec(reference)?.[1];
}

/** What rules may call a group of EC2-Classic: its id, and where its owner is known, that with its name or its id. */
export function ec2ClassicNames({ id, groupName, ownerId }: SecurityGroup): readonly string[] {
  return ownerId === undefined ? [id] : [id, `${ownerId}/${groupName}`, `${ownerId}/${id}`];
}

/** The group that a rule of EC2-Classic names, where the network has it. */
export function ec2ClassicGroup(groups: ById<SecurityGroup>, reference: string): SecurityGroup | undefined {
  const byId = recordOf(groups, reference);
  if (byId || !isOwnedName(reference)) return byId;
  return Object.values(groups).find(
    (group) => group.vpcId === EC2_CLASSIC && ec2ClassicNames(group).includes(reference),
  );
}
