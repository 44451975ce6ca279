/** The instances and interfaces of a network as AWS describes them, for {@link documentOf}. */
import type { NetworkInterface as Described, Network } from "@netsim/core";
import type { Association, NetworkInterface, Reservation } from "./instance-json.js";

export function networkInterfaces(net: Network): NetworkInterface[] {
  const owners = new Map(
    Object.values(net.instances).flatMap((instance) =>
      instance.networkInterfaceIds.map((id, index) => [id, { InstanceId: instance.id, DeviceIndex: index }] as const),
    ),
  );
  return Object.values(net.networkInterfaces).map((eni) => {
    const subnet = net.subnets[eni.subnetId];
    const owner = owners.get(eni.id);
    const addresses = addressesOf(eni);
    const [primary] = addresses;
    return {
      NetworkInterfaceId: eni.id,
      VpcId: subnet?.vpcId ?? "",
      SubnetId: eni.subnetId,
      AvailabilityZone: subnet?.availabilityZone ?? "",
      Description: eni.description,
      InterfaceType: eni.interfaceType,
      Status: "in-use",
      SourceDestCheck: eni.sourceDestCheck,
      Groups: eni.groups.map((GroupId) => ({ GroupId })),
      ...(primary === undefined ? {} : { PrivateIpAddress: primary.PrivateIpAddress }),
      PrivateIpAddresses: addresses,
      // That of the primary address is said twice.
      ...(primary?.Association === undefined ? {} : { Association: primary.Association }),
      Ipv6Addresses: eni.ipv6Addresses.map((Ipv6Address) => ({ Ipv6Address })),
      ...(owner === undefined ? {} : { Attachment: { ...owner, Status: "attached" } }),
    };
  });
}

function addressesOf(eni: Described): NetworkInterface["PrivateIpAddresses"] {
  return eni.privateIpAddresses.map(({ address, publicIp }, index) => ({
    Primary: index === 0,
    PrivateIpAddress: address,
    ...(publicIp === undefined ? {} : { Association: association(publicIp) }),
  }));
}

function association(PublicIp: string): Association {
  return { PublicIp, AllocationId: `eipalloc-${PublicIp.replaceAll(".", "-")}`, IpOwnerId: "111122223333" };
}

/** "InstanceState" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
const CODES = { pending: 0, running: 16, "shutting-down": 32, terminated: 48, stopping: 64, stopped: 80 } as const;

export function reservations(net: Network): Reservation[] {
  return Object.values(net.instances).map(({ id, state, networkInterfaceIds }) => {
    const eni = net.networkInterfaces[networkInterfaceIds[0] ?? ""];
    const subnet = net.subnets[eni?.subnetId ?? ""];
    const [primary] = eni?.privateIpAddresses ?? [];
    return {
      ReservationId: `r-${id}`,
      Instances: [
        {
          InstanceId: id,
          State: { Code: CODES[state], Name: state },
          ...(subnet === undefined ? {} : { VpcId: subnet.vpcId, SubnetId: subnet.id }),
          ...(primary === undefined ? {} : { PrivateIpAddress: primary.address }),
          ...(primary?.publicIp === undefined ? {} : { PublicIpAddress: primary.publicIp }),
          SecurityGroups: (eni?.groups ?? []).map((GroupId) => ({ GroupId })),
        },
      ],
    };
  });
}
