/** IPv4 and IPv6 addresses and CIDR blocks, read from their text each time they are looked at. */

export type Family = 4 | 6;

/** "10.0.0.1" and "10.0.0.0/8" are of family 4, "2600::1" and "::/0" of family 6. */
export function familyOf(text: string): Family {
  return text.includes(":") ? 6 : 4;
}

/**
 * Does the block contain the address? IPv4 blocks never contain IPv6 addresses, nor the other way round.
 *
 * Security group rules, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-rules.html
 * Subnet route tables are separate per family: Configure route tables, https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
export function inCidr(address: string, cidr: string): boolean {
  if (familyOf(address) !== familyOf(cidr)) {
    return false;
  }
  const [base = ""] = cidr.split("/");
  const bits = familyOf(cidr) === 4 ? 32 : 128;
  const freeBits = BigInt(bits - prefixLength(cidr));
  return addressNumber(address) >> freeBits === addressNumber(base) >> freeBits;
}

export function inAnyCidr(address: string, cidrs: readonly string[]): boolean {
  return cidrs.some((cidr) => inCidr(address, cidr));
}

/** The number behind the slash. */
export function prefixLength(cidr: string): number {
  return Number(cidr.split("/")[1]);
}

export function isSameAddress(one: string, other: string): boolean {
  return familyOf(one) === familyOf(other) && addressNumber(one) === addressNumber(other);
}

/** The address that lies `offset` above the first address of the block. IPv4 only. */
export function addressInBlock(cidr: string, offset: number): string {
  const [base = ""] = cidr.split("/");
  const value = addressNumber(base) + BigInt(offset);
  const octets = [24n, 16n, 8n, 0n].map((shift) => ((value >> shift) & 255n).toString());
  return octets.join(".");
}

export function addressNumber(address: string): bigint {
  return familyOf(address) === 4 ? ipv4Number(address) : ipv6Number(address);
}

function ipv4Number(address: string): bigint {
  const octets = address.split(".");
  if (octets.length !== 4) {
    throw new Error(`not an IPv4 address: ${address}`);
  }
  return octets.reduce((value, octet) => value * 256n + BigInt(octet), 0n);
}

/** "2600:1f14::a" is eight groups of 16 bits, and "::" stands for as many zero groups as are missing. */
function ipv6Number(address: string): bigint {
  const [front = "", back] = address.split("::");
  const before = front === "" ? [] : front.split(":");
  const after = back === undefined || back === "" ? [] : back.split(":");
  const missing = back === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(missing).fill("0"), ...after];
  if (groups.length !== 8) {
    throw new Error(`not an IPv6 address: ${address}`);
  }
  return groups.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
}

/** RFC 1918, "Address Allocation for Private Internets": https://www.rfc-editor.org/rfc/rfc1918 */
export const privateUseBlocks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** RFC 6598, "IANA-Reserved IPv4 Prefix for Shared Address Space": https://www.rfc-editor.org/rfc/rfc6598 */
export const sharedAddressBlock = "100.64.0.0/10";
