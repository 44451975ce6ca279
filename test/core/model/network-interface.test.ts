import {
  interfaceAddresses,
  type NetworkInput,
  type NetworkInterface,
  type NetworkInterfaceInput,
  network,
} from "@netsim/core";
import { describe, expect, it } from "vitest";

const base: NetworkInput = {
  vpcs: { v: { cidr: ["10.0.0.0/16", "2001:db8::/56"] } },
  subnets: { s: { vpcId: "v", availabilityZone: "a", cidr: ["10.0.0.0/24", "2001:db8::/64"] } },
  securityGroups: { g: { vpcId: "v" }, h: { vpcId: "v" } },
};

function eni(input: Omit<NetworkInterfaceInput, "subnetId">, more: NetworkInput = {}): NetworkInterface {
  return network({ ...base, ...more, networkInterfaces: { e: { subnetId: "s", ...input } } }).networkInterfaces
    .e as NetworkInterface;
}

describe("a network interface", () => {
  // "Elastic network interfaces" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html
  // "Default and custom security groups" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/default-custom-security-groups.html
  it("has the source/destination check and the VPC's default group until it says otherwise", () => {
    expect(eni({ privateIpAddress: "10.0.0.9" })).toEqual({
      id: "e",
      subnetId: "s",
      privateIpAddresses: [{ address: "10.0.0.9" }],
      ipv6Addresses: [],
      groups: ["sg-default-v"],
      sourceDestCheck: true,
      interfaceType: "interface",
      description: "",
    });
  });

  it("has no group where it says so, and each group once", () => {
    expect(eni({ groups: [] }).groups).toEqual([]);
    expect(eni({ groups: ["h", "g", "h"] }).groups).toEqual(["h", "g"]);
  });

  it("has no group of its own where the network leaves the groups out", () => {
    const missing = [{ collection: "securityGroups", reason: "not-collected" }];
    expect(eni({}, { securityGroups: {}, missing }).groups).toEqual([]);
    expect(eni({ groups: ["sg-unseen"] }, { securityGroups: {}, missing }).groups).toEqual(["sg-unseen"]);
  });

  it("has its primary address first, each with its public one", () => {
    const made = eni({
      privateIpAddress: "10.0.0.9",
      publicIp: "203.0.113.9",
      privateIpAddresses: [{ address: "10.0.0.8", publicIp: "203.0.113.8" }, { address: "10.0.0.7" }],
      ipv6Addresses: ["2001:DB8::9"],
    });
    expect(made.privateIpAddresses).toEqual([
      { address: "10.0.0.9", publicIp: "203.0.113.9" },
      { address: "10.0.0.8", publicIp: "203.0.113.8" },
      { address: "10.0.0.7" },
    ]);
    expect(interfaceAddresses(made)).toEqual(["10.0.0.9", "10.0.0.8", "10.0.0.7", "2001:db8::9"]);
  });

  // "Associate security groups with multiple VPCs" https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html
  it("may carry a group of another VPC that is associated with its own", () => {
    const more = {
      vpcs: { ...base.vpcs, w: { cidr: "10.1.0.0/16" } },
      securityGroups: { shared: { vpcId: "w", associatedVpcIds: ["v"] } },
    };
    expect(eni({ groups: ["shared"] }, more).groups).toEqual(["shared"]);
  });
});
