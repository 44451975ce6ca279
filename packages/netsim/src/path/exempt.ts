/**
 * Traffic of a VPC's own services, which neither security groups nor network ACLs filter.
 * "Control traffic to subnets using network ACLs" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 * "DNS attributes for your VPC" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html
 */
import {
  type AddressSet,
  addressSet,
  cidrHost,
  type IpAddress,
  interval,
  ip,
  memoize,
  type PacketSet,
  packets,
  type Subnet,
  subnetBlocks,
  TCP,
  UDP,
  unitePackets,
  type Vpc,
} from "@netsim/core";

interface Service {
  readonly addresses: readonly IpAddress[];
  readonly port: number;
  readonly protocols: readonly number[];
}

const SERVICES: readonly Service[] = [
  { addresses: [ip("169.254.169.253"), ip("fd00:ec2::253")], port: 53, protocols: [TCP, UDP] },
  // Instance metadata, and the task metadata of containers.
  { addresses: [ip("169.254.169.254"), ip("fd00:ec2::254"), ip("169.254.170.2")], port: 80, protocols: [TCP] },
  { addresses: [ip("169.254.169.123"), ip("fd00:ec2::123")], port: 123, protocols: [UDP] },
  // Activation of Windows licences.
  { addresses: [ip("169.254.169.250"), ip("169.254.169.251")], port: 1688, protocols: [TCP] },
  { addresses: [ip("255.255.255.255")], port: 67, protocols: [UDP] },
];

function servicePackets({ addresses, port, protocols }: Service): PacketSet {
  const destination = addressSet(addresses);
  return protocols
    .map((protocol) => packets({ protocol, destination, destinationPorts: interval(port, port) }))
    .reduce(unitePackets);
}

const EVERYWHERE: PacketSet = SERVICES.map(servicePackets).reduce(unitePackets);

/** The exempt packets that a host in this subnet of this VPC can send. */
export const exemptPackets: (vpc: Vpc, subnet: Subnet) => PacketSet = memoize((vpc: Vpc, subnet: Subnet) => {
  const [primary] = vpc.cidrBlocks;
  const blocks = subnetBlocks(subnet).filter((block) => !block.includes(":"));
  const routers: AddressSet = addressSet(blocks.map((block) => cidrHost(block, 1)));
  const local: PacketSet[] = [packets({ destination: routers })];
  // The Amazon DNS server: the VPC's base address plus two.
  if (primary !== undefined)
    local.push(servicePackets({ addresses: [cidrHost(primary, 2)], port: 53, protocols: [TCP, UDP] }));
  local.push(...blocks.map((block) => servicePackets({ addresses: [cidrHost(block, 1)], port: 67, protocols: [UDP] })));
  return local.reduce(unitePackets, EVERYWHERE);
});
