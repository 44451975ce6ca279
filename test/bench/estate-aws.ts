/** The generated network as `aws ec2 describe-*` prints it. */
import type { Estate, EstateEntry, EstateRule } from "./estate.ts";

const VPC = "vpc-0a1b2c3d";

export function estateDocuments({ groups, acls, hosts }: Estate): Readonly<Record<string, unknown>> {
  const permissions = (rules: readonly EstateRule[]) =>
    rules.map(({ low, high, block }) => ({
      IpProtocol: "tcp",
      FromPort: low,
      ToPort: high,
      IpRanges: [{ CidrIp: block }],
      Ipv6Ranges: [],
      PrefixListIds: [],
      UserIdGroupPairs: [],
    }));
  const entries = (list: readonly EstateEntry[], Egress: boolean) => [
    ...list.map(({ low, high, block, number, allow }) => ({
      RuleNumber: number,
      RuleAction: allow ? "allow" : "deny",
      Protocol: "6",
      PortRange: { From: low, To: high },
      CidrBlock: block,
      Egress,
    })),
    { RuleNumber: 32767, RuleAction: "deny", Protocol: "-1", CidrBlock: "0.0.0.0/0", Egress },
  ];
  return {
    "vpcs.json": {
      Vpcs: [
        {
          VpcId: VPC,
          CidrBlock: "10.0.0.0/16",
          IsDefault: false,
          CidrBlockAssociationSet: acls.map((_, at) => ({
            CidrBlock: `10.${at}.0.0/16`,
            CidrBlockState: { State: "associated" },
          })),
        },
      ],
    },
    "subnets.json": {
      Subnets: acls.map((_, at) => ({
        SubnetId: `subnet-${at}`,
        VpcId: VPC,
        CidrBlock: `10.${at}.0.0/16`,
        AvailabilityZone: `us-east-1${"abc"[at % 3]}`,
      })),
    },
    "route-tables.json": {
      RouteTables: [
        {
          RouteTableId: "rtb-1",
          VpcId: VPC,
          Associations: [{ Main: true, RouteTableId: "rtb-1" }],
          Routes: acls.map((_, at) => ({
            DestinationCidrBlock: `10.${at}.0.0/16`,
            GatewayId: "local",
            State: "active",
          })),
        },
      ],
    },
    "internet-gateways.json": { InternetGateways: [] },
    "network-acls.json": {
      NetworkAcls: acls.map((acl, at) => ({
        NetworkAclId: `acl-${at}`,
        VpcId: VPC,
        IsDefault: at === 0,
        Associations: [{ NetworkAclId: `acl-${at}`, SubnetId: `subnet-${at}` }],
        Entries: [...entries(acl.ingress, false), ...entries(acl.egress, true)],
      })),
    },
    "security-groups.json": {
      SecurityGroups: groups.map((group, at) => ({
        GroupId: `sg-${at}`,
        GroupName: at === 0 ? "default" : `group-${at}`,
        VpcId: VPC,
        IpPermissions: permissions(group.ingress),
        IpPermissionsEgress: permissions(group.egress),
      })),
    },
    "network-interfaces.json": {
      NetworkInterfaces: hosts.map(({ address, subnet, group }, at) => ({
        NetworkInterfaceId: `eni-${at}`,
        VpcId: VPC,
        SubnetId: `subnet-${subnet}`,
        PrivateIpAddress: address,
        PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: address }],
        Ipv6Addresses: [],
        Groups: [{ GroupId: `sg-${group}` }],
        SourceDestCheck: true,
        Description: "",
        InterfaceType: "interface",
        Status: "in-use",
        TagSet: [],
      })),
    },
  };
}
