/** The addresses that members of a group can have. */
import {
  type AddressSet,
  intersectPackets,
  type Network,
  type PacketSet,
  packets,
  recordOf,
  uniteBlocks,
  type Vpc,
  vpcBlocks,
} from "@netsim/core";
import { carriersOf } from "./carriers.js";
import type { FilterRule } from "./rule-lists.js";

/**
 * A group's members are in its VPC or in one that it is associated with, and have addresses of its blocks. Undefined
 * where that says nothing: the VPC is not in the network, or a Network Load Balancer carries the group, which sends under
 * its clients' addresses.
 * "Security group rules" https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 * "Edit target group attributes for your Network Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
export function memberAddresses(network: Network, groupId: string): AddressSet | undefined {
  const group = recordOf(network.securityGroups, groupId);
  if (!group) return undefined;
  const vpcs = [group.vpcId, ...(group.associatedVpcIds ?? [])].map((id) => recordOf(network.vpcs, id));
  if (vpcs.some((vpc) => vpc === undefined)) return undefined;
  const { loadBalancers } = carriersOf(network, groupId);
  if (loadBalancers.some((each) => "type" in each && each.type === "network")) return undefined;
  return uniteBlocks(vpcs.flatMap((vpc) => vpcBlocks(vpc as Vpc)));
}

/** The packets of a rule that there can be: of a rule that names a group, those of addresses that members can have. */
export function possiblePackets(network: Network, rule: FilterRule): PacketSet {
  const { sourceGroup, destinationGroup } = rule;
  const named = sourceGroup ?? destinationGroup;
  const addresses = named === undefined ? undefined : memberAddresses(network, named);
  if (!addresses) return rule.packets;
  const sides = sourceGroup === undefined ? { destination: addresses } : { source: addresses };
  return intersectPackets(rule.packets, packets(sides));
}
