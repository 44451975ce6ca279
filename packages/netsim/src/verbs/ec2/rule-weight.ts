/**
 * How many rules one rule counts for in the quota of its group.
 * "Security group rules" https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 * "AWS-managed prefix lists" https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
import { cidrFamily, type Family, type Network, type Peer } from "@netsim/core";

/** AWS's own prefix lists count by a weight and not by their entries. */
const WEIGHTS: readonly (readonly [name: RegExp, weight: number])[] = [
  [/\.cloudfront\./, 55],
  [/\.groundstation$/, 5],
  [/\.vpc-lattice$/, 10],
  [/\.(s3|dynamodb)$/, 1],
];

/**
 * A block counts for one in its family, a group for one in each family, a prefix list of the customer's for its maximum of
 * entries. A network does not know that maximum, so such a list counts for the entries it has: the least it can be.
 */
export function ruleWeight(network: Network, peer: Peer, family: Family): number {
  if ("securityGroupId" in peer) return 1;
  if ("cidr" in peer) return cidrFamily(peer.cidr) === family ? 1 : 0;
  const { prefixListId: id } = peer;
  const list = Object.hasOwn(network.prefixLists, id) ? network.prefixLists[id] : undefined;
  const [first] = list?.entries ?? [];
  if (!list || first === undefined || cidrFamily(first) !== family) return 0;
  const name = list.name ?? "";
  const weight = name.startsWith("com.amazonaws.") ? WEIGHTS.find(([pattern]) => pattern.test(name))?.[1] : undefined;
  return weight ?? list.entries.length;
}
