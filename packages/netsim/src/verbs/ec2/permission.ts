/**
 * A permission as requests give and answers print it: a protocol, ports and any number of peers.
 * "IpPermission" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
import * as v from "valibot";
import { number, type Optional, text } from "./request.js";

/** "IpRange" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html */
export interface IpRange {
  readonly CidrIp: string;
  readonly Description?: string | undefined;
}

/** "Ipv6Range" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Ipv6Range.html */
export interface Ipv6Range {
  readonly CidrIpv6: string;
  readonly Description?: string | undefined;
}

/** "PrefixListId" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_PrefixListId.html */
export interface PrefixListId {
  readonly PrefixListId: string;
  readonly Description?: string | undefined;
}

/** A group as peer. "UserIdGroupPair" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UserIdGroupPair.html */
export interface UserIdGroupPair {
  readonly GroupId?: string | undefined;
  /** Instead of the id, for a group of the default VPC or of EC2-Classic. */
  readonly GroupName?: string | undefined;
  /** The account that the group belongs to. */
  readonly UserId?: string | undefined;
  readonly VpcId?: string | undefined;
  readonly VpcPeeringConnectionId?: string | undefined;
  /** AWS prints it of a group beyond a peering; a request is not judged by it. */
  readonly PeeringStatus?: string | undefined;
  readonly Description?: string | undefined;
}

/** "IpPermission" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
export interface IpPermission {
  /** `tcp`, `udp`, `icmp`, `icmpv6`, a number 0-255 as text, or `-1` for every protocol. */
  readonly IpProtocol: string;
  /** First port, or ICMP type, -1 for any. */
  readonly FromPort?: number | undefined;
  /** Last port, or ICMP code, -1 for any. */
  readonly ToPort?: number | undefined;
  readonly IpRanges?: readonly IpRange[] | undefined;
  readonly Ipv6Ranges?: readonly Ipv6Range[] | undefined;
  readonly PrefixListIds?: readonly PrefixListId[] | undefined;
  readonly UserIdGroupPairs?: readonly UserIdGroupPair[] | undefined;
}

export const permissions: Optional<readonly IpPermission[]> = v.optional(
  v.array(
    v.strictObject({
      IpProtocol: v.string(),
      FromPort: number,
      ToPort: number,
      IpRanges: v.optional(v.array(v.strictObject({ CidrIp: v.string(), Description: text }))),
      Ipv6Ranges: v.optional(v.array(v.strictObject({ CidrIpv6: v.string(), Description: text }))),
      PrefixListIds: v.optional(v.array(v.strictObject({ PrefixListId: v.string(), Description: text }))),
      UserIdGroupPairs: v.optional(
        v.array(
          v.strictObject({
            GroupId: text,
            GroupName: text,
            UserId: text,
            VpcId: text,
            VpcPeeringConnectionId: text,
            PeeringStatus: text,
            Description: text,
          }),
        ),
      ),
    }),
  ),
);
