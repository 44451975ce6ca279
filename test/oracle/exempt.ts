import { addressInBlock, inAnyCidr, isSameAddress } from "./address.js";
import { type Packet, TCP, UDP } from "./packet.js";

interface Service {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly protocols: readonly number[];
  readonly port: number;
}

/**
 * Services of the platform itself. Neither security groups nor network ACLs filter traffic to and from them, and they
 * need no route.
 *
 * Control traffic to subnets using network ACLs, https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 * Control traffic to your AWS resources using security groups, https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 * The addresses: DNS attributes for your VPC, https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html, and the
 * Amazon EC2 User Guide, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/
 */
const services: readonly Service[] = [
  { name: "Amazon DNS", addresses: ["169.254.169.253", "fd00:ec2::253"], protocols: [TCP, UDP], port: 53 },
  { name: "instance metadata", addresses: ["169.254.169.254", "fd00:ec2::254"], protocols: [TCP], port: 80 },
  { name: "Amazon Time Sync", addresses: ["169.254.169.123", "fd00:ec2::123"], protocols: [UDP], port: 123 },
  { name: "Windows activation", addresses: ["169.254.169.250", "169.254.169.251"], protocols: [TCP], port: 1688 },
];

/**
 * The name of the service the packet is for, or `null` for ordinary traffic. The VPC's own DNS server has the second
 * address after the base of the primary block.
 *
 * Subnet CIDR blocks, https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export function exemptService(packet: Packet, primaryCidr: string): string | null {
  const resolver = { name: "Amazon DNS", addresses: [addressInBlock(primaryCidr, 2)], protocols: [TCP, UDP], port: 53 };
  const service = [...services, resolver].find(
    (candidate) =>
      candidate.addresses.some((address) => isSameAddress(address, packet.destination)) &&
      candidate.protocols.includes(packet.protocol) &&
      candidate.port === packet.dstPort,
  );
  return service?.name ?? null;
}

/**
 * Ranges of the platform: packets to them are never forwarded, even if a broader route covers them.
 *
 * Configure route tables, https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
export function isNeverForwarded(address: string): boolean {
  return inAnyCidr(address, ["169.254.168.0/22", "fd00:ec2::/32"]);
}
