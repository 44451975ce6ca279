/** What a network may be although it looks odd: what AWS allows must not be an issue. Issues are in issues.test.ts. */
import { createNetwork, type NetworkInput } from "@netsim/core";
import { describe, expect, it } from "vitest";

const vpcs = { v: { cidr: ["10.0.0.0/16", "2001:db8::/56"] }, w: { cidr: "10.0.0.0/16" } };
const subnets = { s: { vpcId: "v", availabilityZone: "a", cidr: ["10.0.0.0/24", "2001:db8::/64"] } };

describe("a network may have", () => {
  it.each<[string, NetworkInput]>([
    [
      "VPCs and subnets of the same addresses, apart",
      { vpcs, subnets: { ...subnets, t: { ...subnets.s, vpcId: "w", cidr: "10.0.0.0/24" } } },
    ],
    [
      "a subnet as large as its VPC",
      { vpcs: { v: { cidr: "10.0.0.0/24" } }, subnets: { s: { ...subnets.s, cidr: "10.0.0.0/24" } } },
    ],
    [
      "a subnet in a secondary block",
      { vpcs: { v: { cidr: ["10.0.0.0/16", "10.2.0.0/16"] } }, subnets: { s: { ...subnets.s, cidr: "10.2.0.0/24" } } },
    ],
    [
      "the same private address in two VPCs",
      {
        vpcs,
        subnets: { ...subnets, t: { vpcId: "w", availabilityZone: "a", cidr: "10.0.0.0/24" } },
        networkInterfaces: {
          e: { subnetId: "s", privateIpAddress: "10.0.0.9" },
          f: { subnetId: "t", privateIpAddress: "10.0.0.9" },
        },
      },
    ],
    ["an interface without an address", { vpcs, subnets, networkInterfaces: { e: { subnetId: "s" } } }],
    [
      "groups of one name in two VPCs",
      { vpcs, securityGroups: { g: { vpcId: "v", groupName: "web" }, h: { vpcId: "w", groupName: "web" } } },
    ],
    [
      "a rule that names a group of another VPC, as peering allows",
      {
        vpcs,
        securityGroups: { g: { vpcId: "v", ingress: [{ port: 80, from: "h" }] }, h: { vpcId: "w" } },
      },
    ],
    [
      "one ACL and one table for several subnets",
      {
        vpcs,
        routeTables: { r: { vpcId: "v" } },
        networkAcls: { a: { vpcId: "v" } },
        subnets: {
          s: { ...subnets.s, routeTableId: "r", networkAclId: "a" },
          t: { vpcId: "v", availabilityZone: "a", cidr: "10.0.1.0/24", routeTableId: "r", networkAclId: "a" },
        },
      },
    ],
    [
      "a peering connection with a VPC of another account",
      { vpcs, vpcPeeringConnections: { "pcx-1": { requester: "v", accepter: "vpc-other" } } },
    ],
    [
      "an internet and an egress-only gateway in one VPC",
      {
        vpcs,
        internetGateways: { "igw-1": { vpcId: "v" } },
        egressOnlyInternetGateways: { "eigw-1": { vpcId: "v" } },
      },
    ],
    [
      "a NAT gateway at the address of its own interface",
      {
        vpcs,
        subnets,
        natGateways: { "nat-1": { subnetId: "s", privateIpAddress: "10.0.0.9" } },
        networkInterfaces: { e: { subnetId: "s", privateIpAddress: "10.0.0.9", interfaceType: "natGateway" } },
      },
    ],
    ["an instance without an interface", { instances: { i: { state: "terminated" } } }],
    [
      "a blackhole to nothing",
      {
        vpcs,
        routeTables: {
          r: { vpcId: "v", routes: [{ destination: "0.0.0.0/0", target: "nat-gone", state: "blackhole" }] },
        },
      },
    ],
    [
      "a route to what the model does not follow",
      { vpcs, routeTables: { r: { vpcId: "v", routes: [{ destination: "0.0.0.0/0", target: "tgw-1" }] } } },
    ],
  ])("%s", (_, input) => {
    const result = createNetwork(input);
    expect(result.ok ? [] : result.issues).toEqual([]);
  });
});
