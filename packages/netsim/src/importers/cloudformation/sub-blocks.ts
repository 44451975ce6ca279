/** "Fn::Cidr" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-cidr.html */
import { type Cidr, cidrFamily, cidrHost, cidrSize, ip, maskCidr } from "@netsim/core";

/**
 * The first blocks of `hostBits` host bits in a block, 8 unless given for IPv4 and 64 for IPv6; undefined where there
 * are not so many.
 */
export function subBlocks(text: string, count: number, hostBits?: number): readonly string[] | undefined {
  const block = maskCidr(text);
  if (!block.ok || !Number.isInteger(count) || count < 1 || count > 256) return undefined;
  const isIpv4 = cidrFamily(block.value) === "ipv4";
  const width = isIpv4 ? 32 : 128;
  const bits = hostBits ?? (isIpv4 ? 8 : 64);
  if (!Number.isInteger(bits) || bits < 0 || bits > width) return undefined;
  const size = 1n << BigInt(bits);
  if (BigInt(count) * size > cidrSize(block.value)) return undefined;
  return Array.from({ length: count }, (_, at) => `${hostOf(block.value, BigInt(at) * size)}/${width - bits}`);
}

/** `cidrHost` counts within the last 32 bits; beyond them an IPv6 address is counted here. */
function hostOf(block: Cidr, offset: bigint): string {
  if (cidrFamily(block) === "ipv4") return cidrHost(block, Number(offset));
  const first = groupsOf(block.slice(0, block.indexOf("/"))).reduce((sum, group) => (sum << 16n) + BigInt(group), 0n);
  const groups = Array.from({ length: 8 }, (_, at) => ((first + offset) >> BigInt(112 - 16 * at)) & 0xffffn);
  return ip(groups.map((group) => group.toString(16)).join(":"));
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): readonly number[] {
  const [before = "", after] = address.split("::");
  const numbers = (text: string): number[] =>
    text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
  const head = numbers(before);
  if (after === undefined) return head;
  const tail = numbers(after);
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}
