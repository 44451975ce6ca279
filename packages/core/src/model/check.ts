/** What has to hold between the records of a network. */
import { type Cidr, cidrCovers, cidrsOverlap } from "../packet/cidr.js";
import type { Issue, Path } from "../result.js";
import { checkEc2Classic, checkPeerGroup, ec2ClassicAddresses } from "./check-ec2-classic.js";
import { checkClassicLoadBalancers, checkLoadBalancers, checkTargetGroups } from "./check-load-balancers.js";
import { Check, checkGroup, checkInSubnet } from "./check-references.js";
import { EC2_CLASSIC } from "./ec2-classic.js";
import { ROUTE_TARGET_COLLECTIONS } from "./lookup.js";
import type { Network } from "./network.js";
import { interfaceAddresses } from "./network-interface.js";
import type { SecurityGroup } from "./security-group.js";
import { subnetBlocks } from "./subnet.js";

/** Every issue between records; empty for a consistent network. */
export function checkNetwork(network: Network): Issue[] {
  const check = new Check(network);
  checkVpcs(check);
  checkSubnets(check);
  checkRouteTables(check);
  checkNetworkAcls(check);
  checkSecurityGroups(check);
  checkGateways(check);
  checkAddresses(check);
  checkInstances(check);
  checkEc2Classic(check);
  checkClassicLoadBalancers(check);
  checkLoadBalancers(check);
  checkTargetGroups(check);
  return check.issues;
}

/** Reports each pair of overlapping blocks once, at the later one. */
function checkOverlaps(
  check: Check,
  code: string,
  members: readonly { readonly block: Cidr; readonly of: string; readonly path: Path }[],
): void {
  for (const [at, member] of members.entries()) {
    const other = members.slice(0, at).find((each) => cidrsOverlap(each.block, member.block));
    if (other)
      check.report(code, member.path, `a block that does not overlap ${other.block} of ${other.of}`, member.block);
  }
}

function checkVpcs(check: Check): void {
  for (const vpc of Object.values(check.network.vpcs)) {
    const blocks = [...vpc.cidrBlocks, ...vpc.ipv6CidrBlocks];
    checkOverlaps(
      check,
      "overlapping-blocks",
      blocks.map((block) => ({ block, of: vpc.id, path: ["vpcs", vpc.id] })),
    );
  }
}

function checkSubnets(check: Check): void {
  const { network } = check;
  const byVpc = new Map<string, { block: Cidr; of: string; path: Path }[]>();
  for (const subnet of Object.values(network.subnets)) {
    const path = ["subnets", subnet.id];
    const { vpcId } = subnet;
    if (
      subnet.routeTableId !== undefined &&
      check.refer("routeTables", subnet.routeTableId, [...path, "routeTableId"], "a route table")
    ) {
      check.sameVpc(
        vpcId,
        network.routeTables[subnet.routeTableId]?.vpcId,
        [...path, "routeTableId"],
        "a route table",
        subnet.routeTableId,
      );
    }
    if (
      subnet.networkAclId !== undefined &&
      check.refer("networkAcls", subnet.networkAclId, [...path, "networkAclId"], "a network ACL")
    ) {
      check.sameVpc(
        vpcId,
        network.networkAcls[subnet.networkAclId]?.vpcId,
        [...path, "networkAclId"],
        "a network ACL",
        subnet.networkAclId,
      );
    }
    const members = byVpc.get(vpcId) ?? [];
    byVpc.set(vpcId, members);
    for (const block of subnetBlocks(subnet)) members.push({ block, of: subnet.id, path });
    if (!check.refer("vpcs", vpcId, [...path, "vpcId"], "a VPC")) continue;
    const vpc = network.vpcs[vpcId];
    const space = vpc ? [...vpc.cidrBlocks, ...vpc.ipv6CidrBlocks] : [];
    for (const block of subnetBlocks(subnet)) {
      if (!space.some((outer) => cidrCovers(outer, block))) {
        check.report("subnet-outside-vpc", path, `a block inside ${space.join(", ")}`, block);
      }
    }
  }
  for (const members of byVpc.values()) checkOverlaps(check, "overlapping-subnets", members);
}

function checkRouteTables(check: Check): void {
  const { network } = check;
  const mainOf = new Map<string, string>();
  for (const table of Object.values(network.routeTables)) {
    const path = ["routeTables", table.id];
    check.refer("vpcs", table.vpcId, [...path, "vpcId"], "a VPC");
    const main = mainOf.get(table.vpcId);
    if (table.main && main !== undefined)
      check.report("two-main-route-tables", path, `one main table; ${main} is it`, table.id);
    if (table.main) mainOf.set(table.vpcId, table.id);
    for (const [at, route] of table.routes.entries()) {
      const { destination, target } = route;
      const place = [...path, "routes", at];
      if (destination.startsWith("pl-"))
        check.refer("prefixLists", destination, [...place, "destination"], "a prefix list");
      // AWS keeps a route whose target is gone, as a blackhole.
      if (target.type === "local" || target.type === "unsupported" || route.state === "blackhole") continue;
      check.refer(ROUTE_TARGET_COLLECTIONS[target.type], target.id, [...place, "target"], "the route's target");
    }
  }
}

function checkNetworkAcls(check: Check): void {
  const defaults = new Map<string, string>();
  for (const acl of Object.values(check.network.networkAcls)) {
    const path = ["networkAcls", acl.id];
    check.refer("vpcs", acl.vpcId, [...path, "vpcId"], "a VPC");
    const other = defaults.get(acl.vpcId);
    if (acl.isDefault && other !== undefined)
      check.report("two-default-network-acls", path, `one default ACL; ${other} is it`, acl.id);
    if (acl.isDefault) defaults.set(acl.vpcId, acl.id);
  }
}

function checkSecurityGroups(check: Check): void {
  const names = new Map<string, string>();
  for (const group of Object.values(check.network.securityGroups)) {
    const path = ["securityGroups", group.id];
    const isClassic = group.vpcId === EC2_CLASSIC;
    if (!isClassic) check.refer("vpcs", group.vpcId, [...path, "vpcId"], "a VPC");
    // Group names are unique in a VPC, and in EC2-Classic for each account:
    // "CreateSecurityGroup" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
    const key = JSON.stringify([group.vpcId, isClassic && group.ownerId, group.groupName.toLowerCase()]);
    const other = names.get(key);
    if (other !== undefined)
      check.report(
        "duplicate-group-name",
        [...path, "groupName"],
        `a name that ${other} does not have`,
        group.groupName,
      );
    names.set(key, group.id);
    checkPeers(check, group, "ingress");
    checkPeers(check, group, "egress");
  }
}

function checkPeers(check: Check, group: SecurityGroup, direction: "ingress" | "egress"): void {
  for (const [at, { peer }] of group[direction].entries()) {
    const path = ["securityGroups", group.id, direction, at, "peer"];
    if ("prefixListId" in peer) check.refer("prefixLists", peer.prefixListId, path, "a prefix list");
    if ("securityGroupId" in peer) checkPeerGroup(check, group, peer.securityGroupId, path);
  }
}

function checkGateways(check: Check): void {
  const { network } = check;
  for (const collection of ["internetGateways", "egressOnlyInternetGateways"] as const) {
    const attached = new Map<string, string>();
    for (const gateway of Object.values(network[collection])) {
      if (gateway.vpcId === undefined) continue;
      const path = [collection, gateway.id, "vpcId"];
      check.refer("vpcs", gateway.vpcId, path, "a VPC");
      const other = attached.get(gateway.vpcId);
      if (other !== undefined && collection === "internetGateways") {
        check.report(
          "two-internet-gateways",
          path,
          `a VPC without an internet gateway; ${gateway.vpcId} has ${other}`,
          gateway.id,
        );
      }
      attached.set(gateway.vpcId, gateway.id);
    }
  }
  for (const nat of Object.values(network.natGateways)) {
    const path = ["natGateways", nat.id];
    if (!check.refer("subnets", nat.subnetId, [...path, "subnetId"], "a subnet")) continue;
    checkInSubnet(check, nat.subnetId, nat.privateIpAddress, [...path, "privateIpAddress"]);
  }
  for (const endpoint of Object.values(network.gatewayEndpoints)) {
    check.refer("vpcs", endpoint.vpcId, ["gatewayEndpoints", endpoint.id, "vpcId"], "a VPC");
  }
}

function checkAddresses(check: Check): void {
  const { network } = check;
  const owners = new Map<string, string>();
  const claim = (key: string, id: string, path: Path, address: string): void => {
    const other = owners.get(key);
    if (other !== undefined) check.report("duplicate-address", path, `an address that ${other} does not have`, address);
    owners.set(key, id);
  };
  for (const eni of Object.values(network.networkInterfaces)) {
    const path = ["networkInterfaces", eni.id];
    const known = check.refer("subnets", eni.subnetId, [...path, "subnetId"], "a subnet");
    const vpcId = network.subnets[eni.subnetId]?.vpcId;
    for (const address of interfaceAddresses(eni)) {
      if (known) checkInSubnet(check, eni.subnetId, address, path);
      // Where the subnet is missing, so is the VPC in which the address has to be unique.
      if (vpcId !== undefined) claim(`${vpcId} ${address}`, eni.id, path, address);
    }
    for (const { publicIp } of eni.privateIpAddresses)
      if (publicIp !== undefined) claim(publicIp, eni.id, path, publicIp);
    for (const [at, id] of eni.groups.entries()) checkGroup(check, id, vpcId, [...path, "groups", at]);
  }
  for (const { scope, address, id, path } of ec2ClassicAddresses(check)) claim(`${scope}${address}`, id, path, address);
}

function checkInstances(check: Check): void {
  const attached = new Map<string, string>();
  for (const instance of Object.values(check.network.instances)) {
    for (const [at, id] of instance.networkInterfaceIds.entries()) {
      const path = ["instances", instance.id, "networkInterfaceIds", at];
      check.refer("networkInterfaces", id, path, "a network interface");
      const other = attached.get(id);
      if (other !== undefined)
        check.report("interface-attached-twice", path, `an interface that ${other} does not have`, id);
      attached.set(id, instance.id);
    }
  }
}
