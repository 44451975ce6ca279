/** Small networks in raw AWS JSON, for the tests of the oracle, and short ways to write rules into them. */
import type {
  AwsDocument,
  IpPermission,
  NetworkAcl,
  NetworkAclEntry,
  NetworkInterface,
  Route,
  SecurityGroup,
  Subnet,
} from "./aws-json.js";
import { awsDocument } from "./aws-json.js";

/** `allow("tcp", 80)`, `allow("tcp", [80, 90], "sg-web")`, `allow("icmp", [8, -1])`, `allow("-1")`. */
export function allow(protocol: string, ports?: number | [number, number], peer = "0.0.0.0/0"): IpPermission {
  const [from, to] = typeof ports === "number" ? [ports, ports] : (ports ?? []);
  return {
    IpProtocol: protocol,
    ...(from === undefined ? {} : { FromPort: from }),
    ...(to === undefined ? {} : { ToPort: to }),
    IpRanges: peer.includes(".") ? [{ CidrIp: peer }] : [],
    Ipv6Ranges: peer.includes(":") ? [{ CidrIpv6: peer }] : [],
    PrefixListIds: peer.startsWith("pl-") ? [{ PrefixListId: peer }] : [],
    UserIdGroupPairs: peer.startsWith("sg-") ? [{ GroupId: peer, UserId: "111122223333" }] : [],
  };
}

export function group(id: string, ingress: IpPermission[], egress: IpPermission[] = [allow("-1")]): SecurityGroup {
  return { GroupId: id, GroupName: id.slice(3), VpcId: "vpc-1", IpPermissions: ingress, IpPermissionsEgress: egress };
}

/** `entry(100, "in allow", "6", [80, 80])`; for ICMP the pair is type and code. */
export function entry(
  number: number,
  what: "in allow" | "in deny" | "out allow" | "out deny",
  protocol: string,
  pair?: [number, number],
  block = "0.0.0.0/0",
): NetworkAclEntry {
  const [from = 0, to = 0] = pair ?? [];
  const isIcmp = protocol === "1" || protocol === "58";
  return {
    RuleNumber: number,
    Egress: what.startsWith("out"),
    RuleAction: what.endsWith("allow") ? "allow" : "deny",
    Protocol: protocol,
    ...(block.includes(":") ? { Ipv6CidrBlock: block } : { CidrBlock: block }),
    ...(pair !== undefined && isIcmp ? { IcmpTypeCode: { Type: from, Code: to } } : {}),
    ...(pair !== undefined && !isIcmp ? { PortRange: { From: from, To: to } } : {}),
  };
}

/** The entries given, and the final ones that AWS adds, "*" in the console, which deny everything else. */
export function acl(id: string, subnetIds: string[], entries: NetworkAclEntry[]): NetworkAcl {
  return {
    NetworkAclId: id,
    VpcId: "vpc-1",
    IsDefault: false,
    Associations: subnetIds.map((SubnetId) => ({ NetworkAclId: id, SubnetId })),
    Entries: [...final, ...entries],
  };
}

const final = [
  entry(32767, "in deny", "-1"),
  entry(32767, "out deny", "-1"),
  entry(32768, "in deny", "-1", undefined, "::/0"),
  entry(32768, "out deny", "-1", undefined, "::/0"),
];

export function openAcl(id: string, subnetIds: string[]): NetworkAcl {
  const ipv6 = [entry(101, "in allow", "-1", undefined, "::/0"), entry(101, "out allow", "-1", undefined, "::/0")];
  return acl(id, subnetIds, [entry(100, "in allow", "-1"), entry(100, "out allow", "-1"), ...ipv6]);
}

export function subnet(id: string, block: string, zone = "us-east-1a", vpcId = "vpc-1"): Subnet {
  return { SubnetId: id, VpcId: vpcId, CidrBlock: block, AvailabilityZone: zone };
}

export function withIpv6Block(
  subnetOrVpc: { Ipv6CidrBlockAssociationSet?: unknown },
  block: string,
  state = "associated",
): void {
  const association = { Ipv6CidrBlock: block, Ipv6CidrBlockState: { State: state } };
  Object.assign(subnetOrVpc, { Ipv6CidrBlockAssociationSet: [association] });
}

interface InterfaceOptions {
  readonly publicIp?: string;
  readonly ipv6?: string;
  readonly vpcId?: string;
  readonly description?: string;
  readonly instanceId?: string;
}

export function eni(
  id: string,
  subnetId: string,
  ip: string,
  groupId: string,
  options: InterfaceOptions = {},
): NetworkInterface {
  const association = options.publicIp === undefined ? {} : { Association: { PublicIp: options.publicIp } };
  return {
    NetworkInterfaceId: id,
    VpcId: options.vpcId ?? "vpc-1",
    SubnetId: subnetId,
    Description: options.description ?? "",
    InterfaceType: "interface",
    Status: "in-use",
    Groups: [{ GroupId: groupId }],
    PrivateIpAddress: ip,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: ip, ...association }],
    ...association,
    Ipv6Addresses: options.ipv6 === undefined ? [] : [{ Ipv6Address: options.ipv6 }],
    ...(options.instanceId === undefined ? {} : { Attachment: { InstanceId: options.instanceId, DeviceIndex: 0 } }),
  };
}

export const local: Route = { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", Origin: "CreateRouteTable" };

export function route(destination: string, target: Omit<Route, "State">, state = "active"): Route {
  const to = destination.includes(":")
    ? { DestinationIpv6CidrBlock: destination }
    : { DestinationCidrBlock: destination };
  return { Origin: "CreateRoute", ...to, ...target, State: state };
}

export function routeTable(
  id: string,
  subnetIds: string[],
  routes: Route[],
  vpcId = "vpc-1",
): AwsDocument["RouteTables"][number] {
  const explicit = subnetIds.map((SubnetId) => ({ Main: false, RouteTableId: id, SubnetId }));
  const main = subnetIds.length === 0 ? [{ Main: true, RouteTableId: id }] : [];
  return { RouteTableId: id, VpcId: vpcId, Associations: [...explicit, ...main], Routes: routes };
}

/**
 * VPC 10.0.0.0/16. `subnet-web` 10.0.0.0/24 routes to the internet gateway, `subnet-app` 10.0.1.0/24 uses the main
 * table, which is only local. `eni-web` (10.0.0.10, public 54.0.0.10) and its neighbour `eni-web2` carry `sg-web`:
 * tcp 80 from everyone. `eni-app` (10.0.1.10) carries `sg-app`: tcp 8080 from `sg-web`. All ACLs are open.
 */
export function smallNetwork(): AwsDocument {
  return awsDocument({
    Vpcs: [{ VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" }],
    Subnets: [subnet("subnet-web", "10.0.0.0/24"), subnet("subnet-app", "10.0.1.0/24", "us-east-1b")],
    RouteTables: [
      routeTable("rtb-web", ["subnet-web"], [local, route("0.0.0.0/0", { GatewayId: "igw-1" })]),
      routeTable("rtb-main", [], [local]),
    ],
    NetworkAcls: [openAcl("acl-web", ["subnet-web"]), openAcl("acl-app", ["subnet-app"])],
    SecurityGroups: [group("sg-web", [allow("tcp", 80)]), group("sg-app", [allow("tcp", 8080, "sg-web")])],
    NetworkInterfaces: [
      eni("eni-web", "subnet-web", "10.0.0.10", "sg-web", { publicIp: "54.0.0.10" }),
      eni("eni-web2", "subnet-web", "10.0.0.11", "sg-web"),
      eni("eni-app", "subnet-app", "10.0.1.10", "sg-app"),
    ],
    InternetGateways: [{ InternetGatewayId: "igw-1", Attachments: [{ State: "available", VpcId: "vpc-1" }] }],
  });
}

/** Puts a public NAT gateway (54.0.0.200) into the subnet and routes the subnets of the main table to it. */
export function addNatGateway(doc: AwsDocument, subnetId = "subnet-web", privateIp = "10.0.0.200"): void {
  doc.NatGateways.push({
    NatGatewayId: "nat-1",
    VpcId: "vpc-1",
    SubnetId: subnetId,
    State: "available",
    ConnectivityType: "public",
    NatGatewayAddresses: [{ PrivateIp: privateIp, PublicIp: "54.0.0.200" }],
  });
  find(doc.RouteTables, "RouteTableId", "rtb-main").Routes.push(route("0.0.0.0/0", { NatGatewayId: "nat-1" }));
}

/** Adds VPC 10.9.0.0/16 with `eni-peer` (10.9.0.10, `sg-peer`: everything), peered with the first one, routes both ways. */
export function addPeer(doc: AwsDocument, status = "active", region = "us-east-1", octets = "10.9"): void {
  const there = { VpcId: "vpc-2", CidrBlock: `${octets}.0.0/16` };
  const peering = { VpcPeeringConnectionId: "pcx-1" };
  const state = status === "active" ? "active" : "blackhole";
  doc.Vpcs.push(there);
  doc.Subnets.push(subnet("subnet-peer", `${octets}.0.0/24`, "us-east-1a", "vpc-2"));
  doc.NetworkAcls.push({ ...openAcl("acl-peer", ["subnet-peer"]), VpcId: there.VpcId });
  doc.SecurityGroups.push({ ...group("sg-peer", [allow("-1")]), VpcId: there.VpcId });
  doc.NetworkInterfaces.push(eni("eni-peer", "subnet-peer", `${octets}.0.10`, "sg-peer", { vpcId: "vpc-2" }));
  const localThere: Route = { ...local, DestinationCidrBlock: there.CidrBlock };
  doc.RouteTables.push(routeTable("rtb-peer", [], [localThere, route("10.0.0.0/16", peering, state)], "vpc-2"));
  for (const table of doc.RouteTables.filter((candidate) => candidate.VpcId === "vpc-1")) {
    table.Routes.push(route(there.CidrBlock, peering, state));
  }
  doc.VpcPeeringConnections.push({
    ...peering,
    Status: { Code: status },
    RequesterVpcInfo: { VpcId: "vpc-1", CidrBlock: "10.0.0.0/16", Region: "us-east-1" },
    AccepterVpcInfo: { ...there, Region: region },
  });
}

/** The one thing in the list whose key has this value. */
export function find<T, K extends keyof T>(list: T[], key: K, value: T[K]): T {
  const found = list.find((candidate) => candidate[key] === value);
  if (found === undefined) {
    throw new Error(`nothing has ${String(key)} ${String(value)}`);
  }
  return found;
}

export function setIngress(doc: AwsDocument, groupId: string, permissions: IpPermission[]): void {
  find(doc.SecurityGroups, "GroupId", groupId).IpPermissions = permissions;
}

export function setEgress(doc: AwsDocument, groupId: string, permissions: IpPermission[]): void {
  find(doc.SecurityGroups, "GroupId", groupId).IpPermissionsEgress = permissions;
}

export function setEntries(doc: AwsDocument, aclId: string, entries: NetworkAclEntry[]): void {
  const found = find(doc.NetworkAcls, "NetworkAclId", aclId);
  found.Entries = acl(aclId, [], entries).Entries;
}
