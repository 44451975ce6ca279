/**
 * How much AWS lets an account have. Each verb that can meet one takes others as its last argument, since AWS raises
 * them on request.
 * "Amazon VPC quotas" https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
export interface Quotas {
  /** In each direction, counted for IPv4 and for IPv6 on their own. */
  readonly rulesPerSecurityGroup: number;
  readonly securityGroupsPerNetworkInterface: number;
  /** Of one Region: of the VPCs whose Region is the same, or is not known. */
  readonly securityGroupsPerRegion: number;
  readonly networkAclsPerVpc: number;
  /** In each direction, counted for IPv4 and for IPv6 on their own, AWS's final `*` entry included. */
  readonly entriesPerNetworkAcl: number;
}

/** AWS's default quotas for {@link Quotas}. */
export const DEFAULT_QUOTAS: Quotas = {
  rulesPerSecurityGroup: 60,
  securityGroupsPerNetworkInterface: 5,
  securityGroupsPerRegion: 2500,
  networkAclsPerVpc: 200,
  entriesPerNetworkAcl: 20,
};

export function quotasOf(raised: Partial<Quotas>): Quotas {
  return { ...DEFAULT_QUOTAS, ...raised };
}
