/** What has to hold between load balancers, their target groups, and the rest of a network. */
import { parseIp } from "../packet/ip.js";
import type { Path } from "../result.js";
import { checkRegisteredPlace } from "./check-ec2-classic.js";
import { type Check, checkGroup, checkInSubnet } from "./check-references.js";
import { forwardsOf, type Listener, type ListenerAction, type ListenerProtocol } from "./listener.js";
import type { LoadBalancer } from "./load-balancer.js";
import { vpcOfInstance } from "./lookup.js";
import { targetAddressPlace } from "./target-address.js";
import { type TargetGroup, type TargetGroupProtocol, targetGroupKind } from "./target-group.js";

export function checkClassicLoadBalancers(check: Check): void {
  const { network } = check;
  for (const balancer of Object.values(network.classicLoadBalancers)) {
    const path = ["classicLoadBalancers", balancer.id];
    // Empty where it follows from the subnets and they are left out.
    if (balancer.vpcId !== "" && !balancer.availabilityZones)
      check.refer("vpcs", balancer.vpcId, [...path, "vpcId"], "a VPC");
    checkZones(check, balancer.vpcId, balancer.subnets, [...path, "subnets"]);
    for (const [at, id] of balancer.securityGroups.entries()) {
      checkGroup(check, id, balancer.vpcId || undefined, [...path, "securityGroups", at]);
    }
    for (const [at, id] of balancer.instances.entries()) {
      const place = [...path, "instances", at];
      if (!check.refer("instances", id, place, "an instance")) continue;
      checkRegisteredPlace(check, balancer, id, place);
      // What EC2-Classic asks of its instances, `checkRegisteredPlace` has said.
      const instance = network.instances[id];
      if (instance && !instance.ec2Classic && balancer.vpcId !== "" && !balancer.availabilityZones)
        check.sameVpc(balancer.vpcId, vpcOfInstance(network, instance), place, "an instance", id);
    }
  }
}

/**
 * One subnet a zone.
 * "Add or remove subnets for your Classic Load Balancer in a VPC" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-manage-subnets.html
 * "Application Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
 */
function checkZones(check: Check, vpcId: string, subnets: readonly string[], path: Path): void {
  const zones = new Map<string, string>();
  for (const [at, id] of subnets.entries()) {
    const place = [...path, at];
    if (!check.refer("subnets", id, place, "a subnet")) continue;
    const subnet = check.network.subnets[id];
    if (!subnet) continue;
    check.sameVpc(vpcId, subnet.vpcId, place, "a subnet", id);
    const other = zones.get(subnet.availabilityZone);
    if (other !== undefined)
      check.report(
        "two-subnets-of-one-zone",
        place,
        `one subnet a zone; ${other} is in ${subnet.availabilityZone}`,
        id,
      );
    zones.set(subnet.availabilityZone, id);
  }
}

export function checkLoadBalancers(check: Check): void {
  // "CreateTargetGroup": a target group is used by one load balancer.
  const users = new Map<string, string>();
  for (const balancer of Object.values(check.network.loadBalancers)) {
    const path = ["loadBalancers", balancer.id];
    if (balancer.vpcId !== "") check.refer("vpcs", balancer.vpcId, [...path, "vpcId"], "a VPC");
    const subnets = balancer.subnets.map((each) => each.subnetId);
    checkZones(check, balancer.vpcId, subnets, [...path, "subnets"]);
    for (const [at, { subnetId, privateIpv4Address, ipv6Address }] of balancer.subnets.entries()) {
      const place = [...path, "subnets", at];
      if (privateIpv4Address !== undefined)
        checkInSubnet(check, subnetId, privateIpv4Address, [...place, "privateIpv4Address"]);
      if (ipv6Address !== undefined) checkInSubnet(check, subnetId, ipv6Address, [...place, "ipv6Address"]);
    }
    for (const [at, id] of (balancer.securityGroups ?? []).entries())
      checkGroup(check, id, balancer.vpcId || undefined, [...path, "securityGroups", at]);
    for (const [at, listener] of balancer.listeners.entries()) {
      const place = [...path, "listeners", at];
      checkActions(check, balancer, listener, listener.defaultActions, [...place, "defaultActions"], users);
      for (const [index, rule] of (listener.rules ?? []).entries())
        checkActions(check, balancer, listener, rule.actions, [...place, "rules", index, "actions"], users);
    }
  }
}

function checkActions(
  check: Check,
  balancer: LoadBalancer,
  listener: Listener,
  actions: readonly ListenerAction[],
  path: Path,
  users: Map<string, string>,
): void {
  for (const { targetGroup: id } of forwardsOf(actions)) {
    if (!check.refer("targetGroups", id, path, "a target group")) continue;
    const group = check.network.targetGroups[id];
    if (!group) continue;
    const user = users.get(id) ?? balancer.id;
    if (user !== balancer.id)
      check.report("target-group-in-use", path, `a target group of no other load balancer; ${user} uses it`, id);
    users.set(id, user);
    if (group.vpcId !== null && balancer.vpcId !== "")
      check.sameVpc(balancer.vpcId, group.vpcId, path, "a target group", id);
    if (!fits(balancer, listener.protocol, group)) {
      const expected = `a target group that a ${listener.protocol ?? "gateway"} listener can forward to`;
      check.report("target-group-protocol", path, expected, `${id} (${group.protocol ?? group.targetType})`);
    }
  }
}

/** "Target groups for your Network Load Balancers" https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html */
const NETWORK_PAIRS: Readonly<Partial<Record<ListenerProtocol, readonly TargetGroupProtocol[]>>> = {
  TCP: ["TCP", "TCP_UDP"],
  TLS: ["TCP", "TLS"],
  UDP: ["UDP", "TCP_UDP"],
  TCP_UDP: ["TCP_UDP"],
  QUIC: ["QUIC", "TCP_QUIC"],
  TCP_QUIC: ["TCP_QUIC"],
};

function fits(balancer: LoadBalancer, protocol: ListenerProtocol | null, group: TargetGroup): boolean {
  const kind = targetGroupKind(group);
  if (balancer.type === "application") return kind === "application" || kind === "lambda";
  if (balancer.type === "gateway") return kind === "gateway";
  if (kind !== "network" || protocol === null || group.protocol === null) return false;
  // A load balancer as target takes what a TCP listener forwards, and nothing else.
  if (group.targetType === "alb" && protocol !== "TCP") return false;
  return NETWORK_PAIRS[protocol]?.includes(group.protocol) ?? false;
}

export function checkTargetGroups(check: Check): void {
  for (const group of Object.values(check.network.targetGroups)) {
    const path = ["targetGroups", group.id];
    if (group.vpcId !== null) check.refer("vpcs", group.vpcId, [...path, "vpcId"], "a VPC");
    for (const [at, target] of group.targets.entries()) {
      const place = [...path, "targets", at, "id"];
      if (group.targetType === "instance" && check.refer("instances", target.id, place, "an instance"))
        checkInstanceTarget(check, group, target.id, place);
      if (group.targetType === "ip") checkAddressTarget(check, group, target.id, place);
      if (group.targetType === "alb") checkLoadBalancerTarget(check, group, target.id, place);
    }
  }
}

/**
 * "CreateTargetGroup": all targets are in the target group's VPC. What is in a peered one is registered by its address.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
 */
function checkInstanceTarget(check: Check, { vpcId }: TargetGroup, id: string, path: Path): void {
  const instance = check.network.instances[id];
  if (vpcId !== null && instance) check.sameVpc(vpcId, vpcOfInstance(check.network, instance), path, "an instance", id);
}

/** Where the VPC was not collected, its blocks are not known. */
function checkAddressTarget(check: Check, { vpcId }: TargetGroup, id: string, path: Path): void {
  const vpc = vpcId === null ? undefined : check.network.vpcs[vpcId];
  const parsed = parseIp(id);
  if (!vpc || !parsed.ok || targetAddressPlace(vpc, parsed.value) !== undefined) return;
  check.report("target-address", path, `an address of ${vpc.id} or of a private range`, id);
}

/**
 * "Use an Application Load Balancer as a target of a Network Load Balancer": of the same VPC.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html
 */
function checkLoadBalancerTarget(check: Check, group: TargetGroup, id: string, path: Path): void {
  if (!check.refer("loadBalancers", id, path, "a load balancer")) return;
  const balancer = check.network.loadBalancers[id];
  if (!balancer) return;
  if (balancer.type !== "application") check.report("target-type", path, "an application load balancer", id);
  if (group.vpcId !== null && balancer.vpcId !== "")
    check.sameVpc(group.vpcId, balancer.vpcId, path, "a load balancer", id);
}
