import { allowAllRules, type NetworkInput, network, type SecurityGroup, type SecurityGroupInput } from "@netsim/core";
import { describe, expect, it } from "vitest";

function group(input: Omit<SecurityGroupInput, "vpcId">, more: NetworkInput = {}): SecurityGroup {
  const made = network({
    vpcs: { v: { cidr: "10.0.0.0/16" } },
    prefixLists: { "pl-1": { entries: ["192.0.2.0/24"] } },
    ...more,
    securityGroups: { g: { vpcId: "v", ...input } },
  });
  return made.securityGroups.g as SecurityGroup;
}

const everything = { protocol: -1, fromPort: -1, toPort: -1 };

describe("a security group", () => {
  // "Security group rules" https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
  it("as created lets nothing in and everything out", () => {
    expect(group({})).toEqual({
      id: "g",
      groupName: "g",
      vpcId: "v",
      ingress: [],
      egress: [{ ...everything, peer: { cidr: "0.0.0.0/0" } }],
    });
  });

  // "Migrate existing VPCs from IPv4 to IPv6": a group's untouched egress rules get one for ::/0.
  // https://docs.aws.amazon.com/vpc/latest/userguide/vpc-migrate-ipv6.html
  it("as created lets IPv6 out too where its VPC has an IPv6 block", () => {
    const dual = group({}, { vpcs: { v: { cidr: ["10.0.0.0/16", "2001:db8::/56"] } } });
    expect(dual.egress).toEqual([
      { ...everything, peer: { cidr: "0.0.0.0/0" } },
      { ...everything, peer: { cidr: "::/0" } },
    ]);
    expect(allowAllRules(true)).toEqual(dual.egress);
  });

  it("keeps what its creator wrote about it", () => {
    expect(group({ description: "of the app" }).description).toBe("of the app");
  });

  it("lets nothing out where it says so", () => {
    expect(group({ egress: [] }).egress).toEqual([]);
  });

  it("makes a rule of each peer, and tells blocks, prefix lists and groups apart", () => {
    const made = group({
      ingress: [
        {
          port: 22,
          from: ["10.0.0.0/8", "2001:DB8::/32", "pl-1", "g"],
          description: "ssh",
          id: "sgr-1",
          origin: { file: "x" },
        },
      ],
    });
    expect(made.ingress.map((rule) => rule.peer)).toEqual([
      { cidr: "10.0.0.0/8" },
      { cidr: "2001:db8::/32" },
      { prefixListId: "pl-1" },
      { securityGroupId: "g" },
    ]);
    expect(made.ingress[3]).toEqual({
      id: "sgr-1",
      protocol: 6,
      fromPort: 22,
      toPort: 22,
      peer: { securityGroupId: "g" },
      description: "ssh",
      origin: { file: "x" },
    });
  });

  it("takes each peer in the long form too", () => {
    const made = group({
      ingress: [
        { peer: { cidr: "10.0.0.0/8" } },
        { peer: { prefixListId: "pl-1" } },
        { peer: { securityGroupId: "g" } },
      ],
    });
    expect(made.ingress.map((rule) => rule.peer)).toEqual([
      { cidr: "10.0.0.0/8" },
      { prefixListId: "pl-1" },
      { securityGroupId: "g" },
    ]);
  });

  it("keeps its rules in order, duplicates included: one to one with what was written", () => {
    const rule = { port: 80, from: "0.0.0.0/0" };
    expect(
      group({ ingress: [rule, { port: 22, from: "10.0.0.0/8" }, rule] }).ingress.map((each) => each.fromPort),
    ).toEqual([80, 22, 80]);
  });

  it("is named by its group name, its Name tag or its id", () => {
    expect(
      [group({ groupName: "a", name: "b" }), group({ name: "b" }), group({})].map((each) => each.groupName),
    ).toEqual(["a", "b", "g"]);
  });

  it("named default is the VPC's default group, with the rules it says it has", () => {
    const made = network({
      vpcs: { v: { cidr: "10.0.0.0/16" } },
      subnets: { s: { vpcId: "v", availabilityZone: "a", cidr: "10.0.0.0/24" } },
      securityGroups: { g: { vpcId: "v", groupName: "default", egress: [] } },
      networkInterfaces: { e: { subnetId: "s" } },
    });
    expect(Object.keys(made.securityGroups)).toEqual(["g"]);
    expect(made.securityGroups.g).toMatchObject({ ingress: [], egress: [] });
    expect(made.networkInterfaces.e?.groups).toEqual(["g"]);
  });
});
