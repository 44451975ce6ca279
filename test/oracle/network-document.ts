/**
 * A network as AWS describes it, so that the oracle can be asked about networks that were not drawn as AWS JSON. Written
 * against the AWS API references, sharing no code with the library: of it only the types are known here. What AWS cannot
 * say (services of instances, what a middlebox does) and what is missing from a network is left out.
 */
import type { Network, PeeringSide, ProtocolAndPorts, Route, RouteTarget, SecurityGroupRule } from "@netsim/core";
import * as Aws from "./aws-json.js";
import type { ForwardingDocument } from "./elbv2-json.js";
import { classicDescriptions, forwardingParts } from "./network-balancers.js";
import { networkInterfaces, reservations } from "./network-hosts.js";

const OWNER = "111122223333";

export function documentOf(net: Network): ForwardingDocument {
  return {
    ...Aws.awsDocument({
      Vpcs: vpcs(net),
      Subnets: subnets(net),
      RouteTables: routeTables(net),
      NetworkAcls: networkAcls(net),
      SecurityGroups: securityGroups(net),
      NetworkInterfaces: networkInterfaces(net),
      Reservations: reservations(net),
      InternetGateways: Object.values(net.internetGateways).map(({ id, vpcId }) => ({
        InternetGatewayId: id,
        Attachments: attachments(vpcId),
      })),
      EgressOnlyInternetGateways: Object.values(net.egressOnlyInternetGateways).map(({ id, vpcId }) => ({
        EgressOnlyInternetGatewayId: id,
        Attachments: attachments(vpcId),
      })),
      NatGateways: natGateways(net),
      VpcPeeringConnections: peerings(net),
      PrefixLists: Object.values(net.prefixLists).map(({ id, entries }) => ({
        PrefixListId: id,
        PrefixListName: id,
        Cidrs: [...entries],
      })),
      VpcEndpoints: Object.values(net.gatewayEndpoints).map(({ id, vpcId, serviceName }) => ({
        VpcEndpointId: id,
        VpcEndpointType: "Gateway",
        VpcId: vpcId,
        ServiceName: serviceName,
        State: "available",
      })),
      ...classicDescriptions(net),
    }),
    ...forwardingParts(net),
  };
}

const isIpv6 = (block: string): boolean => block.includes(":");

function ipv6Associations(blocks: readonly string[]): Aws.Ipv6CidrBlockAssociation[] {
  return blocks.map((Ipv6CidrBlock) => ({ Ipv6CidrBlock, Ipv6CidrBlockState: { State: "associated" } }));
}

function attachments(vpcId: string | undefined): Aws.GatewayAttachment[] {
  return vpcId === undefined ? [] : [{ State: "available", VpcId: vpcId }];
}

function vpcs(net: Network): Aws.Vpc[] {
  return Object.values(net.vpcs).map((vpc) => ({
    VpcId: vpc.id,
    CidrBlock: vpc.cidrBlocks[0] ?? "",
    CidrBlockAssociationSet: vpc.cidrBlocks.map((CidrBlock) => ({
      CidrBlock,
      CidrBlockState: { State: "associated" },
    })),
    Ipv6CidrBlockAssociationSet: ipv6Associations(vpc.ipv6CidrBlocks),
    IsDefault: vpc.isDefault,
    State: "available",
    ...(vpc.ownerId === undefined ? {} : { OwnerId: vpc.ownerId }),
  }));
}

function subnets(net: Network): Aws.Subnet[] {
  return Object.values(net.subnets).map((subnet) => ({
    SubnetId: subnet.id,
    VpcId: subnet.vpcId,
    ...(subnet.cidrBlock === undefined ? {} : { CidrBlock: subnet.cidrBlock }),
    Ipv6CidrBlockAssociationSet: ipv6Associations(subnet.ipv6CidrBlocks),
    AvailabilityZone: subnet.availabilityZone,
    State: "available",
  }));
}

function routeTables(net: Network): Aws.RouteTable[] {
  return Object.values(net.routeTables).map((table) => {
    const id = { RouteTableId: table.id };
    const users = Object.values(net.subnets).filter((subnet) => subnet.routeTableId === table.id);
    return {
      ...id,
      VpcId: table.vpcId,
      Associations: [
        ...(table.main ? [{ Main: true, ...id }] : []),
        ...users.map((subnet) => ({ Main: false, ...id, SubnetId: subnet.id })),
        ...table.gatewayIds.map((GatewayId) => ({ Main: false, ...id, GatewayId })),
      ],
      Routes: table.routes.map(routeOf),
    };
  });
}

function routeOf({ destination, target, state, propagated }: Route): Aws.Route {
  const isList = destination.startsWith("pl-");
  return {
    ...(isList
      ? { DestinationPrefixListId: destination }
      : isIpv6(destination)
        ? { DestinationIpv6CidrBlock: destination }
        : { DestinationCidrBlock: destination }),
    ...targetOf(target),
    Origin: propagated ? "EnableVgwRoutePropagation" : target.type === "local" ? "CreateRouteTable" : "CreateRoute",
    State: state,
  };
}

/** "Route" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html */
function targetOf(target: RouteTarget): Partial<Aws.Route> {
  switch (target.type) {
    case "local":
      return { GatewayId: "local" };
    case "internet-gateway":
    case "gateway-endpoint":
      return { GatewayId: target.id };
    case "nat-gateway":
      return { NatGatewayId: target.id };
    case "egress-only-internet-gateway":
      return { EgressOnlyInternetGatewayId: target.id };
    case "vpc-peering-connection":
      return { VpcPeeringConnectionId: target.id };
    case "network-interface":
      return { NetworkInterfaceId: target.id };
    case "unsupported":
      return target.kind === "transit-gateway" ? { TransitGatewayId: target.id } : { GatewayId: target.id };
  }
}

const TCP = 6;
const UDP = 17;
const ICMP = 1;
const ICMPV6 = 58;
const ALL = -1;

function networkAcls(net: Network): Aws.NetworkAcl[] {
  return Object.values(net.networkAcls).map((acl) => {
    const users = Object.values(net.subnets).filter((subnet) => subnet.networkAclId === acl.id);
    const entries = [
      ...acl.ingress.map((entry) => ({ entry, Egress: false })),
      ...acl.egress.map((entry) => ({ entry, Egress: true })),
    ];
    return {
      NetworkAclId: acl.id,
      VpcId: acl.vpcId,
      IsDefault: acl.isDefault,
      Associations: users.map((subnet) => ({ NetworkAclId: acl.id, SubnetId: subnet.id })),
      Entries: [
        ...entries.map(({ entry, Egress }) => ({
          RuleNumber: entry.ruleNumber,
          Protocol: String(entry.protocol),
          RuleAction: entry.ruleAction,
          Egress,
          ...(isIpv6(entry.cidrBlock) ? { Ipv6CidrBlock: entry.cidrBlock } : { CidrBlock: entry.cidrBlock }),
          ...entryPorts(entry),
        })),
        ...lastEntries(false),
        ...lastEntries(true),
      ],
    };
  });
}

/** "NetworkAclEntry" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAclEntry.html */
function entryPorts({ protocol, fromPort, toPort }: ProtocolAndPorts): Partial<Aws.NetworkAclEntry> {
  if (protocol === TCP || protocol === UDP) return { PortRange: { From: fromPort, To: toPort } };
  return protocol === ICMP || protocol === ICMPV6 ? { IcmpTypeCode: { Type: fromPort, Code: toPort } } : {};
}

/** Printed as `*` in the console: what no other entry is about is denied. */
function lastEntries(Egress: boolean): Aws.NetworkAclEntry[] {
  const last = { RuleNumber: 32767, Protocol: "-1", RuleAction: "deny" as const, Egress };
  return [
    { ...last, CidrBlock: "0.0.0.0/0" },
    { ...last, RuleNumber: 32768, Ipv6CidrBlock: "::/0" },
  ];
}

function securityGroups(net: Network): Aws.SecurityGroup[] {
  return Object.values(net.securityGroups).map((group) => ({
    GroupId: group.id,
    GroupName: group.groupName,
    ...(group.description === undefined ? {} : { Description: group.description }),
    VpcId: group.vpcId,
    ...(group.ownerId === undefined ? {} : { OwnerId: group.ownerId }),
    IpPermissions: group.ingress.map(permissionOf),
    IpPermissionsEgress: group.egress.map(permissionOf),
  }));
}

/** "IpPermission" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html, each with one peer. */
function permissionOf({ protocol, fromPort, toPort, peer }: SecurityGroupRule): Aws.IpPermission {
  const names: Record<number, string> = { [TCP]: "tcp", [UDP]: "udp", [ICMP]: "icmp", [ICMPV6]: "icmpv6" };
  const hasPorts = Object.hasOwn(names, protocol);
  const block = "cidr" in peer ? peer.cidr : null;
  return {
    IpProtocol: protocol === ALL ? "-1" : (names[protocol] ?? String(protocol)),
    ...(hasPorts ? { FromPort: fromPort, ToPort: toPort } : {}),
    IpRanges: block !== null && !isIpv6(block) ? [{ CidrIp: block }] : [],
    Ipv6Ranges: block !== null && isIpv6(block) ? [{ CidrIpv6: block }] : [],
    PrefixListIds: "prefixListId" in peer ? [{ PrefixListId: peer.prefixListId }] : [],
    UserIdGroupPairs: "securityGroupId" in peer ? [{ GroupId: peer.securityGroupId, UserId: OWNER }] : [],
  };
}

function natGateways(net: Network): Aws.NatGateway[] {
  return Object.values(net.natGateways).map((nat) => {
    const own = Object.values(net.networkInterfaces).find((eni) =>
      eni.privateIpAddresses.some(({ address }) => eni.subnetId === nat.subnetId && address === nat.privateIpAddress),
    );
    return {
      NatGatewayId: nat.id,
      VpcId: net.subnets[nat.subnetId]?.vpcId ?? "",
      SubnetId: nat.subnetId,
      State: nat.state,
      ConnectivityType: nat.connectivityType,
      NatGatewayAddresses: [
        {
          ...(own === undefined ? {} : { NetworkInterfaceId: own.id }),
          PrivateIp: nat.privateIpAddress,
          ...(nat.publicIp === undefined ? {} : { PublicIp: nat.publicIp, AllocationId: `eipalloc-${nat.id}` }),
          IsPrimary: true,
        },
      ],
    };
  });
}

function peerings(net: Network): Aws.VpcPeeringConnection[] {
  return Object.values(net.vpcPeeringConnections).map((peering) => ({
    VpcPeeringConnectionId: peering.id,
    Status: { Code: peering.status, Message: peering.status },
    RequesterVpcInfo: sideOf(peering.requester),
    AccepterVpcInfo: sideOf(peering.accepter),
  }));
}

function sideOf({ vpcId, cidrBlocks, region, ownerId }: PeeringSide): Aws.PeeringVpcInfo {
  const ipv4 = cidrBlocks.filter((block) => !isIpv6(block));
  return {
    VpcId: vpcId,
    ...(ownerId === undefined ? {} : { OwnerId: ownerId }),
    ...(region === undefined ? {} : { Region: region }),
    ...(ipv4[0] === undefined ? {} : { CidrBlock: ipv4[0] }),
    CidrBlockSet: ipv4.map((CidrBlock) => ({ CidrBlock })),
    Ipv6CidrBlockSet: cidrBlocks.filter(isIpv6).map((Ipv6CidrBlock) => ({ Ipv6CidrBlock })),
  };
}
