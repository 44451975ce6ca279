/**
 * Which addresses can be targets.
 * "Target groups for your Application Load Balancers", target type https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
 */
import { cidrHas, PRIVATE_BLOCKS, SHARED_BLOCK } from "../packet/cidr.js";
import { type IpAddress, ipFamily } from "../packet/ip.js";
import { vpcBlocks } from "./lookup.js";
import type { Vpc } from "./vpc.js";

const BEYOND_VPC = [...PRIVATE_BLOCKS, SHARED_BLOCK];

/**
 * Where the address of a target is: in the target group's VPC, or beyond it at an address of a private range. Undefined
 * for any other, which AWS refuses as publicly routable. The ranges that AWS names are of IPv4; of IPv6 it says nothing,
 * and such addresses may be those of a peered VPC.
 */
export function targetAddressPlace(vpc: Vpc | undefined, address: IpAddress): "vpc" | "beyond" | undefined {
  if (vpc && vpcBlocks(vpc).some((block) => cidrHas(block, address))) return "vpc";
  const isBeyond = ipFamily(address) === "ipv6" || BEYOND_VPC.some((block) => cidrHas(block, address));
  return isBeyond ? "beyond" : undefined;
}
