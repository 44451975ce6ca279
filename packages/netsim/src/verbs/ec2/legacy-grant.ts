/** The grant from before VPCs, by which a group admits everything from another one. */
import type { IpPermission, UserIdGroupPair } from "./permission.js";

/** The two parameters of the grant: a group's name and the account it belongs to. */
export interface LegacySource {
  readonly SourceSecurityGroupName: string;
  /** An account id, or `amazon-elb` for the group that all load balancers of EC2-Classic share. */
  readonly SourceSecurityGroupOwnerId?: string | undefined;
}

/**
 * What `--source-security-group-name` and `--source-security-group-owner-id` grant: all of ICMP, and the ports 1-65535 of
 * tcp and udp, so not port 0. A permission of one protocol and port has to be given as `IpPermissions`.
 *
 * "Configure security groups for your Classic Load Balancer", section for EC2-Classic
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-groups.html
 * "AuthorizeSecurityGroupIngress" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
 *
 * @param groupId of the source, where it is known; AWS prints it beside the name.
 */
export function legacyGrant(source: LegacySource, groupId?: string): readonly IpPermission[] {
  const pair: UserIdGroupPair = {
    ...(source.SourceSecurityGroupOwnerId === undefined ? {} : { UserId: source.SourceSecurityGroupOwnerId }),
    GroupName: source.SourceSecurityGroupName,
    ...(groupId === undefined ? {} : { GroupId: groupId }),
  };
  return [
    { IpProtocol: "icmp", FromPort: -1, ToPort: -1, UserIdGroupPairs: [pair] },
    { IpProtocol: "tcp", FromPort: 1, ToPort: 65535, UserIdGroupPairs: [pair] },
    { IpProtocol: "udp", FromPort: 1, ToPort: 65535, UserIdGroupPairs: [pair] },
  ];
}
