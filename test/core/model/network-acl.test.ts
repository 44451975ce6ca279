import { allowAllEntries, LAST_RULE_NUMBER, type NetworkAclInput, network } from "@netsim/core";
import { describe, expect, it } from "vitest";

function acl(input: Omit<NetworkAclInput, "vpcId">): unknown {
  return network({ vpcs: { v: { cidr: "10.0.0.0/16" } }, networkAcls: { a: { vpcId: "v", ...input } } }).networkAcls.a;
}

// "Control traffic to subnets using network ACLs" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
describe("a network ACL", () => {
  it("as created has no entry of its own, and so denies everything", () => {
    expect(acl({})).toEqual({ id: "a", vpcId: "v", isDefault: false, ingress: [], egress: [] });
  });

  it("keeps its entries one to one, in the order written", () => {
    const entries = [
      { ruleNumber: LAST_RULE_NUMBER, ruleAction: "deny", cidrBlock: "0.0.0.0/0", origin: { pointer: "/1" } },
      { ruleNumber: 1, ruleAction: "allow", protocol: "icmp", icmp: { type: 3, code: 4 }, cidrBlock: "::/0" },
    ] as const;
    expect(acl({ ingress: entries })).toMatchObject({
      ingress: [
        {
          ruleNumber: 32766,
          ruleAction: "deny",
          protocol: -1,
          fromPort: -1,
          toPort: -1,
          cidrBlock: "0.0.0.0/0",
          origin: { pointer: "/1" },
        },
        { ruleNumber: 1, ruleAction: "allow", protocol: 1, fromPort: 3, toPort: 4, cidrBlock: "::/0" },
      ],
      egress: [],
    });
  });

  it("may use a number in each direction", () => {
    const entry = { ruleNumber: 100, ruleAction: "allow", cidrBlock: "0.0.0.0/0" } as const;
    expect(acl({ ingress: [entry], egress: [entry] })).toMatchObject({
      ingress: [{ ruleNumber: 100 }],
      egress: [{ ruleNumber: 100 }],
    });
  });

  it("of a VPC as created admits IPv4 with entry 100, and IPv6 with entry 101", () => {
    expect(
      allowAllEntries(true).map((each) => [each.ruleNumber, each.ruleAction, each.protocol, each.cidrBlock]),
    ).toEqual([
      [100, "allow", -1, "0.0.0.0/0"],
      [101, "allow", -1, "::/0"],
    ]);
    expect(allowAllEntries(false)).toEqual(allowAllEntries(true).slice(0, 1));
  });
});
