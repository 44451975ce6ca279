/**
 * What a load balancer's name resolves to, zone by zone.
 * "Target group health", DNS failover https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
 * "How Elastic Load Balancing works" https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
 */
import {
  type AddressSet,
  addressCount,
  addressesEmpty,
  formatAddresses,
  type LoadBalancer,
  type Network,
  NO_ADDRESSES,
  subnetBlocks,
  type TargetGroup,
  targetGroupKind,
  uniteAddresses,
} from "@netsim/core";
import { type AnyLoadBalancer, isClassic, type LoadBalancerNode } from "../path/load-balancer-node.js";
import type { DnsAnswer } from "../path/verdict.js";
import type { GroupHealth } from "./group-health.js";
import { count, isCounted, needed, viewOf } from "./routing.js";
import { enabledZones, placesFor } from "./target.js";

export interface ZoneDns {
  readonly availabilityZone: string;
  readonly isInDns: boolean;
  readonly lackingGroups: readonly string[];
}

/** A Classic Load Balancer's zones all stay in: AWS documents DNS failover by target groups only. */
export function classicDns(nodes: readonly LoadBalancerNode[]): readonly ZoneDns[] {
  return enabledZones(nodes).map((availabilityZone) => ({ availabilityZone, isInDns: true, lackingGroups: [] }));
}

/**
 * A zone is out where one of the load balancer's target groups has too few healthy targets for it: of the zone, or with
 * cross-zone load balancing of all zones. When every zone would be out, all are in.
 */
export function dnsOf(
  balancer: LoadBalancer,
  nodes: readonly LoadBalancerNode[],
  groups: readonly GroupHealth[],
): readonly ZoneDns[] {
  const zones = enabledZones(nodes).map((availabilityZone) => ({
    availabilityZone,
    lackingGroups: groups
      .filter((each) => isLacking(balancer, nodes, availabilityZone, each))
      .map((each) => each.group.id),
  }));
  const isEveryZoneOut = zones.every((zone) => zone.lackingGroups.length > 0);
  return zones.map((zone) => ({ ...zone, isInDns: isEveryZoneOut || zone.lackingGroups.length === 0 }));
}

/** Where it is not known whether a target is healthy, the zone is not known to be out, and stays in. */
function isLacking(
  balancer: LoadBalancer,
  nodes: readonly LoadBalancerNode[],
  zone: string,
  { group, targets, unknowns }: GroupHealth,
): boolean {
  if (targetGroupKind(group) === "lambda" || unknowns.length > 0) return false;
  const node = nodes.find((each) => each.subnet.availabilityZone === zone);
  if (!node) return false;
  const crossZone = crossZoneOf(balancer, group);
  const near = targets.filter(
    ({ cohort: { target } }) => target.places.length === 0 || placesFor(nodes, node, target, crossZone).length > 0,
  );
  const perhaps = count(near, (each) => isCounted(each) && viewOf(node, each) !== "unreachable");
  return perhaps < needed(group.dnsFailover, count(near, isCounted));
}

/** A target group's own setting, otherwise the load balancer's. */
export function crossZoneOf(balancer: LoadBalancer, group: TargetGroup): boolean | null {
  return group.crossZone ?? balancer.crossZone;
}

export function dnsAnswer(balancer: AnyLoadBalancer, zones: readonly ZoneDns[]): DnsAnswer {
  const scope = balancer.scheme === "internet-facing" ? "public" : "private";
  const isFailOpen = zones.length > 0 && zones.every((zone) => zone.lackingGroups.length > 0);
  return { name: balancer.dnsName ?? null, scope, families: familiesOf(balancer), isFailOpen };
}

function familiesOf(balancer: AnyLoadBalancer): readonly ("ipv4" | "ipv6")[] {
  if (isClassic(balancer) || balancer.ipAddressType === "ipv4") return ["ipv4"];
  const isPublic = balancer.scheme === "internet-facing";
  return isPublic && balancer.ipAddressType === "dualstack-without-public-ipv4" ? ["ipv6"] : ["ipv4", "ipv6"];
}

/** What clients get for a node: its addresses where they are known, its subnet's blocks where it may be anywhere there. */
export function dnsAddresses(node: LoadBalancerNode): readonly string[] {
  const { station, subnet, balancer } = node;
  const isPublic = balancer.scheme === "internet-facing";
  const ipv4: AddressSet = isPublic
    ? station.associations.reduce((sum, each) => uniteAddresses(sum, each.public ?? NO_ADDRESSES), NO_ADDRESSES)
    : { ...station.addresses, ipv6: NO_ADDRESSES.ipv6 };
  const ipv6: AddressSet = { ...station.addresses, ipv4: NO_ADDRESSES.ipv4 };
  return [...listed(ipv4, "ipv4"), ...listed(ipv6, "ipv6")];

  function listed(addresses: AddressSet, family: "ipv4" | "ipv6"): readonly string[] {
    if (addressesEmpty(addresses)) return [];
    if (addressCount(addresses, family) <= 8n) return formatAddresses(addresses);
    return subnetBlocks(subnet).filter((block) => block.includes(":") === (family === "ipv6"));
  }
}

/** The target groups of a load balancer, each once. */
export function groupsOf(network: Network, ids: readonly string[]): readonly TargetGroup[] {
  return ids.flatMap((id) => network.targetGroups[id] ?? []);
}
