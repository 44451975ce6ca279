/** "Fn::Cidr" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-cidr.html */
import { cidrFamily, cidrSubnet, maskCidr } from "@netsim/core";

/**
 * The first blocks of `hostBits` host bits in a block, 8 unless given for IPv4 and 64 for IPv6; undefined where there
 * are not so many.
 */
export function subBlocks(text: string, count: number, hostBits?: number): readonly string[] | undefined {
  const block = maskCidr(text);
  if (!block.ok || !Number.isInteger(count) || count < 1 || count > 256) return undefined;
  const isIpv4 = cidrFamily(block.value) === "ipv4";
  const length = (isIpv4 ? 32 : 128) - (hostBits ?? (isIpv4 ? 8 : 64));
  const blocks = Array.from({ length: count }, (_, at) => cidrSubnet(block.value, length, at));
  return blocks.every((each) => each !== undefined) ? blocks : undefined;
}
