import { cidr, network, reservedAddresses, type Subnet, type SubnetInput, subnetBlocks } from "@netsim/core";
import { describe, expect, it } from "vitest";

function subnet(input: Omit<SubnetInput, "vpcId" | "availabilityZone">): Subnet {
  const made = network({
    vpcs: { v: { cidr: ["10.0.0.0/16", "2001:db8::/56"] } },
    subnets: { s: { vpcId: "v", availabilityZone: "us-east-1a", ...input } },
  });
  return made.subnets.s as Subnet;
}

describe("a subnet", () => {
  it("needs a VPC, a zone and a block; its table and ACL are the VPC's until it says otherwise", () => {
    expect(subnet({ cidr: "10.0.0.0/24" })).toEqual({
      id: "s",
      vpcId: "v",
      availabilityZone: "us-east-1a",
      cidrBlock: "10.0.0.0/24",
      ipv6CidrBlocks: [],
    });
  });

  it("may be of IPv6 only, and has at most one IPv4 block", () => {
    const dual = subnet({ cidr: ["2001:db8::/64", "10.0.0.0/24"] });
    expect(dual).toMatchObject({ cidrBlock: "10.0.0.0/24", ipv6CidrBlocks: ["2001:db8::/64"] });
    expect(subnetBlocks(dual)).toEqual(["10.0.0.0/24", "2001:db8::/64"]);
    const only6 = subnet({ ipv6CidrBlocks: ["2001:db8::/64"] });
    expect("cidrBlock" in only6).toBe(false);
    expect(subnetBlocks(only6)).toEqual(["2001:db8::/64"]);
  });

  it("reads the same from its long form as from its short one", () => {
    expect(subnet({ cidrBlock: "10.0.0.0/24", ipv6CidrBlocks: ["2001:db8::/64"] })).toEqual(
      subnet({ cidr: ["10.0.0.0/24", "2001:db8::/64"] }),
    );
  });
});

// "Subnet CIDR blocks": the first four addresses and the last one are not available, in IPv4 and in IPv6.
// https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
describe("the addresses of a subnet that AWS keeps", () => {
  it("are the first four and the last", () => {
    expect(reservedAddresses(cidr("10.0.0.0/24"))).toEqual([
      "10.0.0.0",
      "10.0.0.1",
      "10.0.0.2",
      "10.0.0.3",
      "10.0.0.255",
    ]);
    expect(reservedAddresses(cidr("10.0.16.0/20")).at(-1)).toBe("10.0.31.255");
    expect(reservedAddresses(cidr("2001:db8:0:1::/64"))).toEqual([
      "2001:db8:0:1::",
      "2001:db8:0:1::1",
      "2001:db8:0:1::2",
      "2001:db8:0:1::3",
      "2001:db8:0:1:ffff:ffff:ffff:ffff",
    ]);
  });

  it("are no more than the block has", () => {
    expect(reservedAddresses(cidr("10.0.0.8/30"))).toEqual(["10.0.0.8", "10.0.0.9", "10.0.0.10", "10.0.0.11"]);
    expect(reservedAddresses(cidr("10.0.0.8/32"))).toEqual(["10.0.0.8"]);
  });
});
