/** What has to hold in EC2-Classic, and between it and the VPCs: neither may use what is the other's. */
import type { IpAddress } from "../packet/ip.js";
import type { Path } from "../result.js";
import { type Check, checkGroup } from "./check-references.js";
import type { ClassicLoadBalancer } from "./classic-load-balancer.js";
import { AMAZON_ELB, AMAZON_ELB_SECURITY_GROUP, EC2_CLASSIC, ec2ClassicGroup, ownerOf } from "./ec2-classic.js";
import { isMissingRecord } from "./missing.js";
import type { SecurityGroup } from "./security-group.js";

export function checkEc2Classic(check: Check): void {
  const { vpcs, securityGroups, instances } = check.network;
  if (Object.hasOwn(vpcs, EC2_CLASSIC))
    check.report("id", ["vpcs", EC2_CLASSIC], "the id of a VPC, which EC2-Classic is not", EC2_CLASSIC);
  for (const { id, vpcId, ownerId } of Object.values(securityGroups)) {
    const isAmazons = vpcId === EC2_CLASSIC && ownerId === AMAZON_ELB;
    if (id === AMAZON_ELB_SECURITY_GROUP || isAmazons)
      check.report("reserved-group", ["securityGroups", id], "a group of your own; AWS keeps this one itself", id);
  }
  for (const { id, ec2Classic } of Object.values(instances)) {
    if (!ec2Classic) continue;
    const path = ["instances", id, "ec2Classic"];
    for (const [at, group] of ec2Classic.groups.entries())
      checkGroup(check, group, EC2_CLASSIC, [...path, "groups", at]);
    check.refer("vpcs", ec2Classic.classicLinkVpcId, [...path, "classicLinkVpcId"], "a VPC");
  }
}

/**
 * A group that a rule names: of EC2-Classic in a rule of EC2-Classic, of a VPC in a VPC's. Of another account's group in
 * EC2-Classic nothing has to be known.
 */
export function checkPeerGroup(check: Check, { vpcId }: SecurityGroup, reference: string, path: Path): void {
  const { securityGroups, missing } = check.network;
  const isClassic = vpcId === EC2_CLASSIC;
  const isAmazons = reference === AMAZON_ELB_SECURITY_GROUP;
  const named = ec2ClassicGroup(securityGroups, reference);
  const place = named?.vpcId ?? (isAmazons ? EC2_CLASSIC : undefined);
  if (place !== undefined && isClassic !== (place === EC2_CLASSIC)) {
    if (isMissingRecord(missing, "securityGroups", reference)) return;
    check.report("other-vpc", path, `a group of ${isClassic ? EC2_CLASSIC : vpcId}`, `${reference} of ${place}`);
  } else if (!named && !isAmazons && !(isClassic && isForeign(check, reference))) {
    check.refer("securityGroups", reference, path, "a security group");
  }
}

/** A group named by an account none of whose groups of EC2-Classic is in the network. */
function isForeign({ network }: Check, reference: string): boolean {
  const owner = ownerOf(reference);
  const groups = Object.values(network.securityGroups);
  return owner !== undefined && !groups.some((group) => group.vpcId === EC2_CLASSIC && group.ownerId === owner);
}

/**
 * "RegisterInstancesWithLoadBalancer": instances are of the same network as the load balancer, or linked to its VPC.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_RegisterInstancesWithLoadBalancer.html
 */
export function checkRegisteredPlace(check: Check, balancer: ClassicLoadBalancer, id: string, path: Path): void {
  const instance = check.network.instances[id];
  if (!instance) return;
  const { ec2Classic, networkInterfaceIds } = instance;
  if (balancer.availabilityZones && networkInterfaceIds.length > 0) {
    check.report("other-vpc", path, `an instance of ${EC2_CLASSIC}`, `${id} of a VPC`);
  }
  const isLinked = balancer.vpcId === "" || ec2Classic?.classicLinkVpcId === balancer.vpcId;
  if (ec2Classic && !balancer.availabilityZones && !isLinked) {
    check.report("other-vpc", path, `an instance of ${balancer.vpcId}, or one linked to it`, `${id} of ${EC2_CLASSIC}`);
  }
}

export interface Ec2ClassicAddress {
  readonly id: string;
  readonly address: IpAddress;
  /** Where nobody else may have it: EC2-Classic or, for a public address, anywhere. */
  readonly scope: string;
  readonly path: Path;
}

export function ec2ClassicAddresses({ network }: Check): readonly Ec2ClassicAddress[] {
  return Object.values(network.instances).flatMap(({ id, ec2Classic }) => {
    const { privateIpAddress, publicIp } = ec2Classic ?? {};
    const path = ["instances", id, "ec2Classic"];
    return [
      ...(privateIpAddress === undefined ? [] : [{ id, address: privateIpAddress, scope: `${EC2_CLASSIC} `, path }]),
      ...(publicIp === undefined ? [] : [{ id, address: publicIp, scope: "", path }]),
    ];
  });
}
