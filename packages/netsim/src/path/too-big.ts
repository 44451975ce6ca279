/**
 * The ICMP errors that say that a packet is too large, and which of them a filter stops.
 * "Network MTU for your EC2 instance" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/network_mtu.html
 */
import {
  type AddressSet,
  ALL_ADDRESSES,
  ALL_PROTOCOLS,
  blocksOf,
  type Case,
  type Cidr,
  cidrFamily,
  type Direction,
  type End,
  type Family,
  type FilterAction,
  ICMP,
  ICMPV6,
  type Identity,
  interval,
  NO_ADDRESSES,
  type PacketSet,
  type ProductSet,
  packetBoxes,
  packets,
  prefixLength,
  type RuleSet,
  type Subnet,
  split,
  subnetBlocks,
  subtractProducts,
  uniteAddresses,
  uniteBlocks,
} from "@netsim/core";

/** "Fragmentation needed and DF set"; for IPv6, which is never fragmented on the way, "packet too big" (RFC 4443). */
export const TOO_BIG: Readonly<Record<Family, { readonly type: number; readonly code: number }>> = {
  ipv4: { type: 3, code: 4 },
  ipv6: { type: 2, code: 0 },
};

const ERRORS: Readonly<Record<Family, PacketSet>> = {
  ipv4: errors("ipv4", ICMP),
  ipv6: errors("ipv6", ICMPV6),
};

function errors(family: Family, protocol: number): PacketSet {
  const { type, code } = TOO_BIG[family];
  const addresses: AddressSet = { ...NO_ADDRESSES, [family]: ALL_ADDRESSES[family] };
  const ends = { source: addresses, destination: addresses };
  return packets({ ...ends, protocol, sourcePorts: interval(type, type), destinationPorts: interval(code, code) });
}

/** The addresses on the other side of a filter, the sources of what comes in, for which it certainly stops these errors. */
export interface BlockedPeers {
  readonly all: AddressSet;
  /**
   * Without those that an ACL entry shuts out altogether: that is a decision about them, and not a gap in path MTU
   * discovery, when nothing more is known than that one of them might be a router on the way.
   */
  readonly unbanned: AddressSet;
}

const blockedBy = new WeakMap<RuleSet<FilterAction>, Map<string, BlockedPeers>>();

/**
 * What a filter stops. Rules name addresses of the other side only (destinations of what goes out), so that these say all
 * there is to say. Made once for a rule set and an identity.
 */
export function blockedPeers(
  rules: RuleSet<FilterAction>,
  direction: Direction,
  family: Family,
  source: Identity | null,
): BlockedPeers {
  let known = blockedBy.get(rules);
  if (!known) {
    known = new Map();
    blockedBy.set(rules, known);
  }
  const key = source ? `${direction} ${family} ${source.groups.join()}` : `${direction} ${family}`;
  let blocked = known.get(key);
  if (!blocked) {
    const side = direction === "ingress" ? "source" : "destination";
    const denied = split(rules, { packets: ERRORS[family], source, destination: null }).filter(
      (each) => each.action === "deny",
    );
    const sum = (cases: readonly Case<FilterAction>[]): AddressSet =>
      cases.reduce((set, each) => uniteAddresses(set, addressesAt(each.packets, side)), NO_ADDRESSES);
    blocked = { all: sum(denied), unbanned: sum(denied.filter((each) => !isBan(each))) };
    known.set(key, blocked);
  }
  return blocked;
}

function isBan({ rule }: Case<FilterAction>): boolean {
  if (rule?.ref.kind !== "network-acl-entry") return false;
  const { entry } = rule.ref;
  return entry.protocol === ALL_PROTOCOLS && prefixLength(entry.cidrBlock) > 0;
}

type Sides = Readonly<Record<End, AddressSet>>;

const sidesOf = new WeakMap<PacketSet, Sides>();

/** The addresses at an end of some packets. */
export function addressesAt(set: PacketSet, end: End): AddressSet {
  let sides = sidesOf.get(set);
  if (!sides) {
    sides = packetBoxes(set).reduce<Sides>(
      ({ source, destination }, box) => ({
        source: withSide(source, box.family, box.source),
        destination: withSide(destination, box.family, box.destination),
      }),
      { source: NO_ADDRESSES, destination: NO_ADDRESSES },
    );
    sidesOf.set(set, sides);
  }
  return sides[end];
}

function withSide(sum: AddressSet, family: Family, side: ProductSet): AddressSet {
  if (sum[family] === false) return { ...sum, [family]: side };
  return uniteAddresses(sum, { ...NO_ADDRESSES, [family]: side });
}

/** The blocks of the subnet in which the addresses are, as AWS's tables name blocks and not hosts; otherwise their own. */
export function blocksAround(addresses: ProductSet, family: Family, subnet: Subnet | null): readonly Cidr[] {
  if (subnet && subtractProducts(addresses, subnetSpace(subnet)[family]) === false) {
    return blocksByFamily(subnet)[family];
  }
  return blocksOf(addresses, family);
}

const spaces = new WeakMap<Subnet, AddressSet>();

function subnetSpace(subnet: Subnet): AddressSet {
  let space = spaces.get(subnet);
  if (!space) {
    space = uniteBlocks(subnetBlocks(subnet));
    spaces.set(subnet, space);
  }
  return space;
}

function blocksByFamily(subnet: Subnet): Readonly<Record<Family, readonly Cidr[]>> {
  const blocks = subnetBlocks(subnet);
  return {
    ipv4: blocks.filter((block) => cidrFamily(block) === "ipv4"),
    ipv6: blocks.filter((block) => cidrFamily(block) === "ipv6"),
  };
}
