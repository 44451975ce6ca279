import {
  editNetwork,
  instanceOf,
  interfaceAt,
  interfaceWithPublicIp,
  internetGatewayOf,
  ip,
  type Network,
  network,
  networkAclOf,
  primaryInterface,
  routeTableOf,
  subnetAt,
  subnetsOf,
  vpcBlocks,
} from "@netsim/core";
import { describe, expect, it } from "vitest";
import { EVERYTHING } from "./fixture.ts";

const made: Network = network(EVERYTHING);
const subnet = (id: string, of = made): NonNullable<Network["subnets"][string]> => of.subnets[id] as never;

describe("joins that AWS leaves to the reader", () => {
  // "Configure route tables" https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
  it("a subnet uses the table it is associated with, otherwise its VPC's main one", () => {
    expect(routeTableOf(made, subnet("subnet-a"))?.id).toBe("rtb-public");
    expect(routeTableOf(made, subnet("subnet-b"))?.id).toBe("rtb-main-vpc-1");
    expect(routeTableOf(made, subnet("subnet-2"))?.id).toBe("rtb-main-vpc-2");
  });

  // "Control traffic to subnets using network ACLs" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
  it("a subnet uses the ACL it is associated with, otherwise its VPC's default one", () => {
    expect(networkAclOf(made, subnet("subnet-b"))?.id).toBe("acl-b");
    expect(networkAclOf(made, subnet("subnet-a"))?.id).toBe("acl-default-vpc-1");
  });

  it("are undefined where the network leaves the other side out, even by an odd name", () => {
    for (const id of ["gone", "constructor"]) {
      const partial = network({
        missing: ["vpcs", "routeTables", "networkAcls"].map((collection) => ({ collection, reason: "not-collected" })),
        subnets: {
          s: { vpcId: "v", availabilityZone: "a", cidr: "10.0.0.0/24", routeTableId: id, networkAclId: id },
          t: { vpcId: "v", availabilityZone: "a", cidr: "10.0.1.0/24" },
        },
      });
      for (const each of ["s", "t"]) {
        expect(routeTableOf(partial, subnet(each, partial))).toBeUndefined();
        expect(networkAclOf(partial, subnet(each, partial))).toBeUndefined();
      }
    }
  });

  it("an interface is found by its private address in its VPC, and by its public one", () => {
    expect(interfaceAt(made, "vpc-1", ip("10.0.0.20"))?.id).toBe("eni-a");
    expect(interfaceAt(made, "vpc-1", ip("2001:db8::20"))?.id).toBe("eni-a");
    expect(interfaceAt(made, "vpc-2", ip("10.0.0.20"))).toBeUndefined();
    expect(interfaceAt(made, "vpc-1", ip("203.0.113.20"))).toBeUndefined();
    expect(interfaceWithPublicIp(made, ip("203.0.113.20"))?.id).toBe("eni-a");
    expect(interfaceWithPublicIp(made, ip("10.0.0.20"))).toBeUndefined();
  });

  it("an instance and its interfaces find each other, the primary one first", () => {
    expect(instanceOf(made, "eni-a")?.id).toBe("i-a");
    expect(instanceOf(made, "eni-i-b")?.id).toBe("i-b");
    expect(instanceOf(made, "eni-none")).toBeUndefined();
    expect(primaryInterface(made, made.instances["i-b"]!)?.id).toBe("eni-i-b");
    expect(primaryInterface(made, { id: "i", state: "running", networkInterfaceIds: [] })).toBeUndefined();
  });

  it("a VPC has its blocks, its subnets and its internet gateway", () => {
    expect(vpcBlocks(made.vpcs["vpc-1"]!)).toEqual(["10.0.0.0/16", "2001:db8::/56"]);
    expect(subnetsOf(made, "vpc-1").map((each) => each.id)).toEqual(["subnet-a", "subnet-b"]);
    expect(subnetsOf(made, "vpc-3")).toEqual([]);
    expect(subnetAt(made, "vpc-1", ip("10.0.1.77"))?.id).toBe("subnet-b");
    expect(subnetAt(made, "vpc-1", ip("2001:db8::77"))?.id).toBe("subnet-a");
    expect(subnetAt(made, "vpc-1", ip("10.0.9.1"))).toBeUndefined();
    expect(internetGatewayOf(made, "vpc-1")?.id).toBe("igw-1");
    expect(internetGatewayOf(made, "vpc-3")).toBeUndefined();
  });

  it("see an edit, and only where it is", () => {
    const moved = editNetwork(made, (draft) => {
      draft.networkInterfaces["eni-a"]!.privateIpAddresses[0]!.address = ip("10.0.0.21");
    });
    expect(interfaceAt(moved, "vpc-1", ip("10.0.0.21"))?.id).toBe("eni-a");
    expect(interfaceAt(moved, "vpc-1", ip("10.0.0.20"))).toBeUndefined();
    expect(interfaceAt(made, "vpc-1", ip("10.0.0.20"))?.id).toBe("eni-a");
  });
});
