/** What the security groups of something let in or out, with the addresses that groups stand for in this network. */
import {
  type AddressSet,
  ALL_PACKETS,
  addressesEmpty,
  addressSet,
  type Direction,
  interfaceAddresses,
  intersectPackets,
  memoize,
  type Network,
  type PacketSet,
  packets,
  type RuleRef,
  securityGroupRules,
  uniteAddresses,
} from "@netsim/core";
import { nodesOf } from "../path/load-balancer-node.js";
import type { Station } from "../path/station.js";
import { isOfMany } from "./acl-replies.js";
import { carriersOf } from "./carriers.js";

export interface Admission {
  readonly packets: PacketSet;
  /** Null for what has no groups. */
  readonly rule: RuleRef | null;
  /** It is about ports in general. */
  readonly isOfMany: boolean;
}

const EVERYTHING: readonly Admission[] = [{ packets: ALL_PACKETS, rule: null, isOfMany: true }];

/** For certain: rules that name a prefix list that is not in the network are left out. */
export function admissionsOf(network: Network, { groups }: Station, direction: Direction): readonly Admission[] {
  return groups ? byGroups(network, groups)[direction] : EVERYTHING;
}

const byGroups = memoize((network: Network, groups: readonly string[]) => {
  const of = (direction: Direction): readonly Admission[] =>
    securityGroupRules(network, groups, direction).rules.flatMap((rule): Admission[] => {
      const { ref, sourceGroup, destinationGroup } = rule;
      if (rule.action !== "allow" || ref.kind !== "security-group-rule") return [];
      const named = sourceGroup ?? destinationGroup;
      const members = named === undefined ? undefined : membersOf(network, named);
      if (members && addressesEmpty(members)) return [];
      const sides = members && packets(direction === "ingress" ? { source: members } : { destination: members });
      const found = sides ? intersectPackets(rule.packets, sides) : rule.packets;
      return [{ packets: found, rule: ref, isOfMany: isOfMany(ref.rule) }];
    });
  return { ingress: of("ingress"), egress: of("egress") };
});

const known = new WeakMap<Network, Map<string, AddressSet>>();

/** The private addresses of those that carry a group. */
function membersOf(network: Network, groupId: string): AddressSet {
  const addresses = known.get(network) ?? new Map<string, AddressSet>();
  known.set(network, addresses);
  const before = addresses.get(groupId);
  if (before) return before;
  const { interfaces, loadBalancers } = carriersOf(network, groupId);
  const nodes = loadBalancers.flatMap((each) => nodesOf(network, each)).map((node) => node.station.addresses);
  const found = nodes.reduce(uniteAddresses, addressSet(interfaces.flatMap(interfaceAddresses)));
  addresses.set(groupId, found);
  return found;
}
