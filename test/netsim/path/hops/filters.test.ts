import { checkConnection } from "netsim";
import { describe, expect, it } from "vitest";
import {
  allow,
  blockersOf,
  EVERYTHING,
  from,
  hopAt,
  to,
  twoSubnets,
  unknownsOf,
} from "../../../support/small-networks.ts";

const A_TO_B = { from: "i-a", to: "i-b", port: 80 } as const;

describe("the groups of an interface", () => {
  const twoGroups = {
    instances: { "i-b": { subnetId: "subnet-b", privateIpAddress: "10.0.1.10", groups: ["sg-none", "sg-b"] } },
    securityGroups: { "sg-none": { vpcId: "vpc-1" } },
  };

  it("count together: it is enough that one of them allows", () => {
    const verdict = checkConnection(twoSubnets(twoGroups), A_TO_B);
    expect(verdict.verdict).toBe("reachable");
    expect(hopAt(verdict, "forward", "sg-none").rule).toMatchObject({ securityGroupId: "sg-b", index: 0 });
  });

  it("are all named when none of them allows", () => {
    const verdict = checkConnection(twoSubnets(twoGroups), { ...A_TO_B, port: 22 });
    expect(verdict.blockers).toMatchObject([
      {
        component: "sg-none",
        components: ["sg-none", "sg-b"],
        kind: "security-group",
        direction: "ingress",
        attachedTo: "eni-i-b",
        rule: null,
        code: "security-group-no-match",
        awsCode: "ENI_SG_RULES_MISMATCH",
        witness: { source: "10.0.0.10", destination: "10.0.1.10", protocol: 6, destinationPort: 22 },
      },
    ]);
  });

  it("that have no rule in a direction are told from those whose rules do not fit", () => {
    const net = twoSubnets({ securityGroups: { "sg-b": { vpcId: "vpc-1" } } });
    expect(blockersOf(checkConnection(net, A_TO_B))).toEqual([
      "sg-b ingress forward - security-group-has-no-rules SG_HAS_NO_RULES",
    ]);
  });

  it("may name the receiver's group in an egress rule", () => {
    const net = (peer: string) =>
      twoSubnets({
        securityGroups: { "sg-a": { vpcId: "vpc-1", egress: [to(peer, "tcp 80")] }, "sg-x": { vpcId: "vpc-1" } },
      });
    expect(checkConnection(net("sg-b"), A_TO_B).verdict).toBe("reachable");
    expect(blockersOf(checkConnection(net("sg-x"), A_TO_B))).toEqual([
      "sg-a egress forward - security-group-no-match ENI_SG_RULES_MISMATCH",
    ]);
  });

  it("match by who sends, not by address: a stranger at a member's address is no member", () => {
    const net = twoSubnets();
    expect(blockersOf(checkConnection(net, { ...A_TO_B, from: "10.0.0.99" }))).toEqual([
      "sg-b ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH",
    ]);
  });

  it("may name a prefix list", () => {
    const net = (entries: string[]) =>
      twoSubnets({
        prefixLists: { "pl-1": { entries } },
        securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: [from("pl-1", "tcp 80")] } },
      });
    expect(checkConnection(net(["192.168.0.0/16", "10.0.0.0/24"]), A_TO_B).verdict).toBe("reachable");
    expect(checkConnection(net(["192.168.0.0/16"]), A_TO_B).verdict).toBe("unreachable");
  });

  it("that name a prefix list which the input leaves out make unknown what the list might admit, and nothing else", () => {
    const net = twoSubnets({
      missing: [{ collection: "prefixLists", id: "pl-1", reason: "not-described" }],
      securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: [from("pl-1", "tcp 80"), from("sg-a", "tcp 22")] } },
    });
    const verdict = checkConnection(net, A_TO_B);
    expect(verdict.verdict).toBe("unknown");
    expect(verdict.unknowns).toMatchObject([
      {
        component: "sg-b",
        code: "prefix-list-missing",
        phase: "forward",
        details: { prefixList: "pl-1", rules: ["sg-b/ingress/0"] },
      },
    ]);
    expect(checkConnection(net, { ...A_TO_B, port: 22 }).verdict).toBe("reachable");
    expect(blockersOf(checkConnection(net, { ...A_TO_B, port: 443 }))).toEqual([
      "sg-b ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH",
    ]);
  });

  it("that the input leaves out make unknown what the others do not allow, and are named", () => {
    const net = twoSubnets({
      missing: [{ collection: "securityGroups", id: "sg-gone", reason: "not-described" }],
      instances: { "i-b": { subnetId: "subnet-b", privateIpAddress: "10.0.1.10", groups: ["sg-b", "sg-gone"] } },
    });
    expect(checkConnection(net, A_TO_B).verdict).toBe("reachable");
    const verdict = checkConnection(net, { ...A_TO_B, port: 22 });
    expect(verdict.verdict).toBe("unknown");
    expect(unknownsOf(verdict)).toEqual(["sg-gone security-group-missing"]);
  });

  it("lose a reference only where it would have mattered: the port of the rule has to fit as well", () => {
    const net = twoSubnets({
      routeTables: {
        "rtb-1": { vpcId: "vpc-1", main: true, routes: [{ destination: "10.0.1.0/24", target: "eni-fw" }] },
        "rtb-fw": { vpcId: "vpc-1" },
      },
      subnets: { fw: { vpcId: "vpc-1", availabilityZone: "us-east-1a", cidr: "10.0.9.0/24", routeTableId: "rtb-fw" } },
      securityGroups: { "sg-fw": { vpcId: "vpc-1", ingress: [from("sg-a", "all")] } },
      networkInterfaces: {
        "eni-fw": {
          subnetId: "fw",
          privateIpAddress: "10.0.9.9",
          groups: ["sg-fw"],
          sourceDestCheck: false,
          forwarding: "router",
        },
      },
    });
    expect(blockersOf(checkConnection(net, A_TO_B))).toEqual([
      "sg-b ingress forward - security-group-reference-lost SG_REFERENCES_NOT_PRESERVED",
    ]);
    expect(blockersOf(checkConnection(net, { ...A_TO_B, port: 22 }))).toEqual([
      "sg-b ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH",
    ]);
  });
});

describe("the ACL of a subnet", () => {
  it("ends with AWS's own entries: 32767 for IPv4, 32768 for IPv6", () => {
    const net = twoSubnets({
      vpcs: { "vpc-1": { cidr: ["10.0.0.0/16", "2001:db8:1::/56"] } },
      networkAcls: { "acl-b": { vpcId: "vpc-1", egress: EVERYTHING } },
      securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: [from("sg-a", "tcp 80")] } },
      subnets: {
        "subnet-a": { vpcId: "vpc-1", availabilityZone: "us-east-1a", cidr: ["10.0.0.0/24", "2001:db8:1::/64"] },
        "subnet-b": {
          vpcId: "vpc-1",
          availabilityZone: "us-east-1b",
          cidr: ["10.0.1.0/24", "2001:db8:1:1::/64"],
          networkAclId: "acl-b",
        },
      },
      instances: {
        "i-a": { subnetId: "subnet-a", privateIpAddress: "10.0.0.10", ipv6Address: "2001:db8:1::10", groups: ["sg-a"] },
        "i-b": {
          subnetId: "subnet-b",
          privateIpAddress: "10.0.1.10",
          ipv6Address: "2001:db8:1:1::10",
          groups: ["sg-b"],
        },
      },
    });
    expect(blockersOf(checkConnection(net, A_TO_B))).toEqual([
      "acl-b ingress forward #32767 network-acl-denies SUBNET_ACL_RESTRICTION",
      "acl-b ingress forward #32768 network-acl-denies SUBNET_ACL_RESTRICTION",
    ]);
  });

  it("is the VPC's default one where the subnet has none of its own", () => {
    const net = twoSubnets({
      networkAcls: { "acl-default": { vpcId: "vpc-1", isDefault: true } },
      subnets: { "subnet-b": { vpcId: "vpc-1", availabilityZone: "us-east-1b", cidr: "10.0.1.0/24" } },
    });
    expect(blockersOf(checkConnection(net, A_TO_B))[0]).toBe(
      "acl-default ingress forward #32767 network-acl-denies SUBNET_ACL_RESTRICTION",
    );
  });

  it("names each entry that denies a part", () => {
    const ingress = [
      allow(100, "tcp 80", "10.0.0.0/26"),
      { ...allow(90, "tcp 80", "10.0.0.0/28"), ruleAction: "deny" as const },
    ];
    const net = twoSubnets({
      networkAcls: { "acl-b": { vpcId: "vpc-1", ingress, egress: EVERYTHING } },
      securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: [from("10.0.0.0/16", "tcp 80")] } },
      instances: { "i-a": { subnetId: "subnet-a", privateIpAddress: "10.0.0.100", groups: ["sg-a"] } },
    });
    const verdict = checkConnection(net, { from: "10.0.0.0/24", to: "i-b", port: 80 });
    expect(verdict.verdict).toBe("partial");
    expect(new Set(blockersOf(verdict))).toEqual(
      new Set([
        "acl-b ingress forward #90 network-acl-denies SUBNET_ACL_RESTRICTION",
        "acl-b ingress forward #32767 network-acl-denies SUBNET_ACL_RESTRICTION",
      ]),
    );
  });
});
