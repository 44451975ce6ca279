/** Which addresses are on the internet. */
import {
  type AddressSet,
  ALL_ADDRESSES,
  addressesOf,
  cidr,
  memoize,
  type Network,
  type PacketSet,
  PRIVATE_BLOCKS,
  packets,
  SHARED_BLOCK,
  subtractAddresses,
  uniteAddresses,
  uniteBlocks,
  vpcBlocks,
} from "@netsim/core";

/** RFC 1918. */
export const PRIVATE: AddressSet = uniteBlocks(PRIVATE_BLOCKS);
/** RFC 6598. */
export const SHARED: AddressSet = addressesOf(SHARED_BLOCK);
/** Packets to addresses that nobody on the internet has. */
export const TO_PRIVATE: PacketSet = packets({ destination: uniteAddresses(PRIVATE, SHARED) });
export const FROM_PRIVATE: PacketSet = packets({ source: uniteAddresses(PRIVATE, SHARED) });
/** This host, loopback, link-local, multicast and reserved (RFC 6890). */
const SPECIAL: AddressSet = uniteBlocks(["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"].map(cidr));
/** IPv6 global unicast (RFC 4291, as assigned by IANA). */
const GLOBAL_UNICAST: AddressSet = addressesOf(cidr("2000::/3"));

/** Every address that can be on the internet. */
export const PUBLIC: AddressSet = {
  ipv4: [PRIVATE, SHARED, SPECIAL].reduce(subtractAddresses, ALL_ADDRESSES).ipv4,
  ipv6: GLOBAL_UNICAST.ipv6,
};

/** Every address on the internet that is not an address of one of the network's VPCs. */
export function internetAddresses(network: Network): AddressSet {
  return outside(network.vpcs, PUBLIC);
}

const outside = memoize(
  (vpcs: Network["vpcs"], everything: AddressSet): AddressSet =>
    subtractAddresses(everything, uniteBlocks(Object.values(vpcs).flatMap(vpcBlocks))),
);

/** Whether these are ordinary public addresses. */
export function publicPart(addresses: AddressSet): AddressSet {
  return subtractAddresses(addresses, subtractAddresses(ALL_ADDRESSES, PUBLIC));
}
