/** Network interfaces and the instances they belong to, as AWS JSON. */
import type { Association, Instance, NetworkInterface, Reservation } from "../aws-json.js";
import type { InterfaceLayout, VpcLayout } from "./layout.js";
import { isNatPublic, natHost, natInterfaceId, natPublicAddress, natSubnet } from "./routes.js";

export function networkInterfaces(layouts: readonly VpcLayout[]): NetworkInterface[] {
  return layouts.flatMap((vpc) => [...vpc.interfaces.map((eni) => instanceInterface(vpc, eni)), ...natInterface(vpc)]);
}

function instanceInterface(vpc: VpcLayout, eni: InterfaceLayout): NetworkInterface {
  const associated = eni.plan.publicOn === "secondary" ? eni.addresses.length - 1 : 0;
  const association = eni.publicAddress === null ? {} : { Association: elasticIp(eni.publicAddress) };
  const addresses = eni.addresses.map((address, index) => ({
    Primary: index === 0,
    PrivateIpAddress: address,
    ...(index === associated ? association : {}),
  }));
  return {
    NetworkInterfaceId: eni.id,
    VpcId: vpc.vpcId,
    SubnetId: eni.subnet.id,
    AvailabilityZone: eni.subnet.zone,
    Description: "",
    InterfaceType: "interface",
    Status: "in-use",
    RequesterManaged: false,
    SourceDestCheck: true,
    Groups: eni.groupIds.map((GroupId) => ({ GroupId })),
    PrivateIpAddress: eni.addresses[0] ?? "",
    PrivateIpAddresses: addresses,
    ...(associated === 0 ? association : {}),
    Ipv6Addresses: eni.ipv6Address === null ? [] : [{ Ipv6Address: eni.ipv6Address }],
    Attachment: {
      AttachmentId: `eni-attach-${eni.id.slice(4)}`,
      InstanceId: eni.instanceId,
      DeviceIndex: eni.deviceIndex,
      Status: "attached",
    },
  };
}

export function elasticIp(address: string): Association {
  return { PublicIp: address, AllocationId: `eipalloc-${address.replaceAll(".", "")}`, IpOwnerId: "111122223333" };
}

/** The interface that AWS makes for a NAT gateway; it carries no security group. */
function natInterface(vpc: VpcLayout): NetworkInterface[] {
  const { nat } = vpc.plan;
  const subnet = natSubnet(vpc);
  if (nat === null || subnet === null || !nat.hasInterface || nat.state !== "available") {
    return [];
  }
  const association = isNatPublic(vpc) ? { Association: elasticIp(natPublicAddress(vpc)) } : {};
  const address = subnet.host(natHost);
  return [
    {
      NetworkInterfaceId: natInterfaceId(vpc),
      VpcId: vpc.vpcId,
      SubnetId: subnet.id,
      AvailabilityZone: subnet.zone,
      Description: `Interface for NAT Gateway nat-0${vpc.letter}`,
      InterfaceType: "nat_gateway",
      Status: "in-use",
      RequesterManaged: true,
      SourceDestCheck: false,
      Groups: [],
      PrivateIpAddress: address,
      PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: address, ...association }],
      ...association,
      Ipv6Addresses: [],
      Attachment: { DeviceIndex: 1, Status: "attached" },
    },
  ];
}

export function reservations(layouts: readonly VpcLayout[]): Reservation[] {
  return layouts.flatMap((vpc) => {
    const ids = [...new Set(vpc.interfaces.map((eni) => eni.instanceId))];
    return ids.map((id) => ({ ReservationId: `r-${id.slice(2)}`, Instances: [instance(vpc, id)] }));
  });
}

function instance(vpc: VpcLayout, id: string): Instance {
  const interfaces = vpc.interfaces.filter((eni) => eni.instanceId === id).map((eni) => instanceInterface(vpc, eni));
  const [primary] = interfaces;
  if (primary === undefined) {
    throw new Error(`no interface of ${id}`);
  }
  return {
    InstanceId: id,
    State: { Code: 16, Name: "running" },
    VpcId: vpc.vpcId,
    SubnetId: primary.SubnetId,
    PrivateIpAddress: primary.PrivateIpAddress ?? "",
    SecurityGroups: primary.Groups,
    Placement: { AvailabilityZone: primary.AvailabilityZone ?? "" },
    NetworkInterfaces: interfaces.map((eni) => listedUnderInstance(eni)),
  };
}

function listedUnderInstance(eni: NetworkInterface): NonNullable<Instance["NetworkInterfaces"]>[number] {
  return {
    NetworkInterfaceId: eni.NetworkInterfaceId,
    SubnetId: eni.SubnetId,
    VpcId: eni.VpcId,
    Status: "in-use",
    PrivateIpAddress: eni.PrivateIpAddress ?? "",
    PrivateIpAddresses: eni.PrivateIpAddresses,
    Ipv6Addresses: eni.Ipv6Addresses ?? [],
    Groups: eni.Groups,
    Attachment: { DeviceIndex: eni.Attachment?.DeviceIndex ?? 0, Status: "attached" },
  };
}
