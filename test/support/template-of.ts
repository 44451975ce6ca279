/**
 * A template that makes what AWS JSON describes, written for the tests of the importer and sharing no code with it. What
 * a template can say in several ways it says in each of them, one after the other.
 */
import type { AwsDocument, IpPermission, NetworkAclEntry, Route } from "../oracle/aws-json.ts";

type Resources = Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>;

/**
 * The document without what no template can make: routes whose target is gone, interfaces of NAT gateways and of load
 * balancers, which AWS makes itself, gateways on their way and connections that nobody has accepted.
 */
export function deployable(doc: AwsDocument): AwsDocument {
  return {
    ...doc,
    RouteTables: doc.RouteTables.map((table) => ({
      ...table,
      Routes: table.Routes.filter((route) => route.State !== "blackhole"),
    })),
    NetworkInterfaces: doc.NetworkInterfaces.filter((eni) => (eni.InterfaceType ?? "interface") === "interface"),
    NatGateways: doc.NatGateways.map((each) => ({ ...each, State: "available" })),
    VpcPeeringConnections: doc.VpcPeeringConnections.map((each) => ({ ...each, Status: { Code: "active" } })),
    Reservations: doc.Reservations.map((each) => ({
      ...each,
      Instances: each.Instances.map((instance) => ({ ...instance, State: { Code: 16, Name: "running" } })),
    })),
  };
}

/** @param doc one that {@link deployable} gave */
export function templateOf(doc: AwsDocument): { readonly Resources: Resources } {
  const resources: Resources = {};
  const made = new Set<string>();
  const put = (id: string, type: string, properties: Record<string, unknown>): void => {
    resources[id] = { Type: `AWS::EC2::${type}`, Properties: properties };
    made.add(id);
  };
  // What is not made by the template is named by its id.
  const ref = (id: string): unknown => (made.has(id) ? { Ref: id } : id);
  for (const list of doc.PrefixLists) {
    const isIpv6 = list.Cidrs.some((block) => block.includes(":"));
    put(list.PrefixListId, "PrefixList", {
      PrefixListName: list.PrefixListName,
      AddressFamily: isIpv6 ? "IPv6" : "IPv4",
      Entries: list.Cidrs.map((Cidr) => ({ Cidr })),
    });
  }
  putVpcs(doc, put, ref);
  putFilters(doc, put, ref);
  putInterfaces(doc, put, ref);
  putRoutes(doc, put, ref);
  return { Resources: resources };
}

type Put = (id: string, type: string, properties: Record<string, unknown>) => void;
type Ref = (id: string) => unknown;

function putVpcs(doc: AwsDocument, put: Put, ref: Ref): void {
  for (const vpc of doc.Vpcs) {
    put(vpc.VpcId, "VPC", { CidrBlock: vpc.CidrBlock });
    const further = (vpc.CidrBlockAssociationSet ?? []).filter((each) => each.CidrBlock !== vpc.CidrBlock);
    for (const [at, { CidrBlock }] of further.entries())
      put(`${vpc.VpcId}-block-${at}`, "VPCCidrBlock", { VpcId: ref(vpc.VpcId), CidrBlock });
    for (const [at, { Ipv6CidrBlock }] of (vpc.Ipv6CidrBlockAssociationSet ?? []).entries())
      put(`${vpc.VpcId}-ipv6-${at}`, "VPCCidrBlock", { VpcId: ref(vpc.VpcId), Ipv6CidrBlock });
  }
  for (const [at, subnet] of doc.Subnets.entries()) {
    const [ipv6] = subnet.Ipv6CidrBlockAssociationSet ?? [];
    const isEmbedded = at % 2 === 0;
    put(subnet.SubnetId, "Subnet", {
      VpcId: ref(subnet.VpcId),
      CidrBlock: subnet.CidrBlock,
      AvailabilityZone: subnet.AvailabilityZone,
      ...(ipv6 && isEmbedded ? { Ipv6CidrBlock: ipv6.Ipv6CidrBlock } : {}),
    });
    if (ipv6 && !isEmbedded)
      put(`${subnet.SubnetId}-ipv6`, "SubnetCidrBlock", {
        SubnetId: ref(subnet.SubnetId),
        Ipv6CidrBlock: ipv6.Ipv6CidrBlock,
      });
  }
  for (const { InternetGatewayId: id, Attachments } of doc.InternetGateways) {
    put(id, "InternetGateway", {});
    for (const { VpcId } of Attachments)
      put(`${id}-attachment`, "VPCGatewayAttachment", { VpcId: ref(VpcId), InternetGatewayId: ref(id) });
  }
  for (const { EgressOnlyInternetGatewayId: id, Attachments } of doc.EgressOnlyInternetGateways)
    put(id, "EgressOnlyInternetGateway", { VpcId: ref(Attachments[0]?.VpcId ?? "") });
  for (const each of doc.VpcPeeringConnections)
    put(each.VpcPeeringConnectionId, "VPCPeeringConnection", {
      VpcId: ref(each.RequesterVpcInfo.VpcId),
      PeerVpcId: ref(each.AccepterVpcInfo.VpcId),
    });
}

/** CDK's way to have no egress rule: one for nothing. */
const NOTHING = { IpProtocol: "icmp", FromPort: 252, ToPort: 86, CidrIp: "255.255.255.255/32" };

function putFilters(doc: AwsDocument, put: Put, ref: Ref): void {
  for (const group of doc.SecurityGroups)
    put(group.GroupId, "SecurityGroup", {
      GroupDescription: "a group",
      GroupName: group.GroupId,
      VpcId: ref(group.VpcId ?? ""),
    });
  let count = 0;
  for (const group of doc.SecurityGroups) {
    const embedded: Record<string, unknown[]> = { SecurityGroupIngress: [], SecurityGroupEgress: [] };
    for (const [key, side, permissions] of [
      ["SecurityGroupIngress", "Source", group.IpPermissions],
      ["SecurityGroupEgress", "Destination", group.IpPermissionsEgress],
    ] as const) {
      const rules = permissions.flatMap((each) => rulesOf(each, side, ref));
      if (key === "SecurityGroupEgress" && rules.length === 0) rules.push(NOTHING);
      for (const rule of rules) {
        // Groups that name each other, or themselves, would be a circle were the rules embedded.
        const isApart = `${side}SecurityGroupId` in rule || count % 2 === 1;
        count += 1;
        if (isApart) put(`rule-${count}`, key, { GroupId: ref(group.GroupId), ...rule });
        else embedded[key]?.push(rule);
      }
    }
    const properties = { GroupDescription: "a group", GroupName: group.GroupId, VpcId: ref(group.VpcId ?? "") };
    put(group.GroupId, "SecurityGroup", { ...properties, ...embedded });
  }
  for (const acl of doc.NetworkAcls) {
    put(acl.NetworkAclId, "NetworkAcl", { VpcId: ref(acl.VpcId) });
    for (const entry of acl.Entries.filter((each) => each.RuleNumber < 32767))
      put(`${acl.NetworkAclId}-${entry.Egress ? "out" : "in"}-${entry.RuleNumber}`, "NetworkAclEntry", {
        NetworkAclId: ref(acl.NetworkAclId),
        ...entryOf(entry),
      });
    for (const { SubnetId } of acl.Associations)
      put(`${acl.NetworkAclId}-${SubnetId}`, "SubnetNetworkAclAssociation", {
        NetworkAclId: ref(acl.NetworkAclId),
        SubnetId: ref(SubnetId),
      });
  }
}

function rulesOf(permission: IpPermission, side: "Source" | "Destination", ref: Ref): Record<string, unknown>[] {
  const { IpProtocol, FromPort, ToPort } = permission;
  const ports = FromPort === undefined ? {} : { FromPort: String(FromPort), ToPort };
  return [
    ...permission.IpRanges.map(({ CidrIp }) => ({ CidrIp })),
    ...permission.Ipv6Ranges.map(({ CidrIpv6 }) => ({ CidrIpv6 })),
    ...permission.PrefixListIds.map(({ PrefixListId }) => ({ [`${side}PrefixListId`]: ref(PrefixListId) })),
    ...permission.UserIdGroupPairs.map(({ GroupId }) => ({
      [`${side}SecurityGroupId`]: { "Fn::GetAtt": [GroupId, "GroupId"] },
    })),
  ].map((peer) => ({ IpProtocol, ...ports, ...peer }));
}

function entryOf(entry: NetworkAclEntry): Record<string, unknown> {
  const { RuleNumber, RuleAction, Egress, Protocol, CidrBlock, Ipv6CidrBlock, PortRange, IcmpTypeCode } = entry;
  return {
    RuleNumber,
    RuleAction,
    Protocol: Number(Protocol),
    ...(Egress ? { Egress: "true" } : {}),
    ...(CidrBlock === undefined ? { Ipv6CidrBlock } : { CidrBlock }),
    ...(PortRange ? { PortRange } : {}),
    ...(IcmpTypeCode ? { Icmp: IcmpTypeCode } : {}),
  };
}

function putInterfaces(doc: AwsDocument, put: Put, ref: Ref): void {
  for (const eni of doc.NetworkInterfaces) {
    const id = eni.NetworkInterfaceId;
    put(id, "NetworkInterface", {
      SubnetId: ref(eni.SubnetId),
      GroupSet: eni.Groups.map(({ GroupId }) => ref(GroupId)),
      PrivateIpAddresses: eni.PrivateIpAddresses.map(({ Primary, PrivateIpAddress }) => ({
        Primary,
        PrivateIpAddress,
      })),
      Ipv6Addresses: (eni.Ipv6Addresses ?? []).map(({ Ipv6Address }) => ({ Ipv6Address })),
      SourceDestCheck: eni.SourceDestCheck ?? true,
    });
    for (const [at, { PrivateIpAddress, Association }] of eni.PrivateIpAddresses.entries())
      if (Association)
        put(`${id}-address-${at}`, "EIPAssociation", {
          NetworkInterfaceId: ref(id),
          EIP: Association.PublicIp,
          PrivateIpAddress,
        });
  }
  const attached = doc.NetworkInterfaces.filter((eni) => eni.Attachment?.InstanceId !== undefined);
  for (const { InstanceId } of doc.Reservations.flatMap((each) => each.Instances)) {
    const own = attached.filter((eni) => eni.Attachment?.InstanceId === InstanceId);
    const [first, ...others] = own.toSorted(
      (a, b) => (a.Attachment?.DeviceIndex ?? 0) - (b.Attachment?.DeviceIndex ?? 0),
    );
    const NetworkInterfaces = first ? [{ DeviceIndex: "0", NetworkInterfaceId: ref(first.NetworkInterfaceId) }] : [];
    put(InstanceId, "Instance", { NetworkInterfaces });
    for (const eni of others)
      put(`${eni.NetworkInterfaceId}-attachment`, "NetworkInterfaceAttachment", {
        InstanceId: ref(InstanceId),
        NetworkInterfaceId: ref(eni.NetworkInterfaceId),
        DeviceIndex: eni.Attachment?.DeviceIndex,
      });
  }
  for (const nat of doc.NatGateways) {
    const [address] = nat.NatGatewayAddresses;
    const isPrivate = nat.ConnectivityType === "private";
    if (!isPrivate) put(`${nat.NatGatewayId}-address`, "EIP", { Domain: "vpc" });
    put(nat.NatGatewayId, "NatGateway", {
      SubnetId: ref(nat.SubnetId ?? ""),
      PrivateIpAddress: address?.PrivateIp,
      ...(isPrivate
        ? { ConnectivityType: "private" }
        : { AllocationId: { "Fn::GetAtt": [`${nat.NatGatewayId}-address`, "AllocationId"] } }),
    });
  }
}

/** No template changes a main table, so the subnets that use it are associated with a table of its routes. */
function putRoutes(doc: AwsDocument, put: Put, ref: Ref): void {
  for (const table of doc.RouteTables) {
    const id = table.RouteTableId;
    put(id, "RouteTable", { VpcId: ref(table.VpcId) });
    const others = doc.RouteTables.flatMap((each) => each.Associations.flatMap(({ SubnetId }) => SubnetId ?? []));
    const explicit = table.Associations.flatMap(({ SubnetId }) => SubnetId ?? []);
    const implicit = doc.Subnets.filter((each) => each.VpcId === table.VpcId && !others.includes(each.SubnetId));
    const isMain = table.Associations.some((each) => each.Main);
    for (const subnet of [...explicit, ...(isMain ? implicit.map((each) => each.SubnetId) : [])])
      put(`${id}-${subnet}`, "SubnetRouteTableAssociation", { RouteTableId: ref(id), SubnetId: ref(subnet) });
    for (const [at, route] of table.Routes.entries())
      if (route.GatewayId !== "local")
        put(`${id}-route-${at}`, "Route", { RouteTableId: ref(id), ...routeOf(route, ref) });
  }
}

const DESTINATIONS = ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"] as const;
const TARGETS = [
  "GatewayId",
  "NatGatewayId",
  "EgressOnlyInternetGatewayId",
  "VpcPeeringConnectionId",
  "TransitGatewayId",
  "NetworkInterfaceId",
] as const;

function routeOf(route: Route, ref: Ref): Record<string, unknown> {
  const of = (keys: readonly (keyof Route)[]) => {
    const key = keys.find((each) => route[each] !== undefined);
    return key === undefined ? {} : { [key]: ref(route[key] ?? "") };
  };
  return { ...of(DESTINATIONS), ...of(TARGETS) };
}
