/** The blocks by which a rule may name the other side of packets, from the narrowest to the widest. */
import {
  type AddressSet,
  ALL_IPV4,
  ALL_IPV6,
  addressesEmpty,
  addressesOf,
  type Cidr,
  cidrFamily,
  type Family,
  formatAddresses,
  interfaceAt,
  intersectAddresses,
  ip,
  type Network,
  prefixLength,
  subnetBlocks,
  subnetsOf,
  subtractAddresses,
  vpcBlocks,
} from "@netsim/core";
import { isClassic, nodeOwner } from "../path/load-balancer-node.js";

/** So many blocks outside the VPCs are named one by one; more are taken for everybody. */
const MOST_BLOCKS = 4;

/**
 * Blocks that hold some of the addresses each: a host by itself, the blocks of subnets, those of VPCs. Addresses outside
 * are named as they are, or as everybody.
 */
export function remoteBlocks(network: Network, addresses: AddressSet): readonly Cidr[] {
  const inside = Object.values(network.vpcs).flatMap((vpc) =>
    vpcBlocks(vpc)
      .filter((block) => meets(block, addresses))
      .map((block) => ({ vpc, block })),
  );
  const rest = inside.reduce((left, { block }) => subtractAddresses(left, addressesOf(block)), addresses);
  const found = inside.flatMap(({ vpc, block }) => {
    const part = intersectAddresses(addresses, addressesOf(block));
    const subnets = subnetsOf(network, vpc.id)
      .flatMap(subnetBlocks)
      .filter((each) => meets(each, part));
    return [...hosts(network, vpc.id, part), ...subnets, block];
  });
  return [...new Set([...found, ...outside(rest)])];
}

function meets(block: Cidr, addresses: AddressSet): boolean {
  return !addressesEmpty(intersectAddresses(addresses, addressesOf(block)));
}

/** The addresses as one block. A node's are not its own for long, unless it is a Network Load Balancer's. */
function hosts(network: Network, vpcId: string, addresses: AddressSet): readonly Cidr[] {
  const [only, ...others] = formatAddresses(addresses);
  if (only === undefined || others.length > 0) return [];
  if (prefixLength(only) < (cidrFamily(only) === "ipv4" ? 32 : 128)) return [only];
  const eni = interfaceAt(network, vpcId, ip(only.slice(0, only.indexOf("/"))));
  const owner = eni && nodeOwner(network, eni)?.balancer;
  return owner && (isClassic(owner) || owner.type !== "network") ? [] : [only];
}

function outside(addresses: AddressSet): readonly Cidr[] {
  if (addressesEmpty(addresses)) return [];
  const everybody: Readonly<Record<Family, Cidr>> = { ipv4: ALL_IPV4, ipv6: ALL_IPV6 };
  return (["ipv4", "ipv6"] as const).flatMap((family) => {
    const part = { ipv4: false, ipv6: false, [family]: addresses[family] };
    if (addressesEmpty(part)) return [];
    const exact = formatAddresses(part);
    return exact.length > MOST_BLOCKS ? [everybody[family]] : exact;
  });
}

export function covers(block: Cidr, addresses: AddressSet): boolean {
  return addressesEmpty(subtractAddresses(addresses, addressesOf(block)));
}
