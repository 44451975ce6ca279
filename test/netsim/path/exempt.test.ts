import { checkConnection } from "netsim";
import { describe, expect, it } from "vitest";
import { blockersOf, hopsOf, legOf, peered, twoSubnets } from "../../support/small-networks.ts";

/** Nothing in or out by groups or ACLs, and no route but the local one. */
const SHUT = twoSubnets({
  vpcs: { "vpc-1": { cidr: ["10.0.0.0/16", "10.1.0.0/16"] } },
  networkAcls: { "acl-a": { vpcId: "vpc-1" } },
  securityGroups: { "sg-a": { vpcId: "vpc-1", egress: [] } },
});

describe("what groups and ACLs never filter", () => {
  it("is one hop, and says so", () => {
    const verdict = checkConnection(SHUT, { from: "i-a", to: "169.254.169.254", port: 80 });
    expect(verdict.verdict).toBe("reachable");
    expect(hopsOf(legOf(verdict), "forward")).toEqual(["169.254.169.254 egress"]);
    expect(legOf(verdict).forward.hops[0]).toMatchObject({
      component: { kind: "amazon-service" },
      decisions: [{ action: "exempt", rule: null }],
    });
  });

  it("is the service's own port only: https to the metadata address is ordinary traffic", () => {
    const verdict = checkConnection(SHUT, { from: "i-a", to: "169.254.169.254", port: 443 });
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)[0]).toBe("sg-a egress forward - security-group-has-no-rules SG_HAS_NO_RULES");
  });

  it("covers a part of a question, where it is a part", () => {
    const verdict = checkConnection(SHUT, { from: "i-a", to: "169.254.169.254", port: [80, 443] });
    expect(verdict.verdict).toBe("partial");
    expect(legOf(verdict).working).toMatchObject([{ destinationPortRanges: ["80"] }]);
  });

  it("is DNS at the base of the VPC's primary block plus two, and not at that of a secondary one", () => {
    const dns = (to: string) => checkConnection(SHUT, { from: "i-a", to, port: 53, protocol: "udp" }).verdict;
    expect(dns("10.0.0.2")).toBe("reachable");
    expect(dns("10.1.0.2")).toBe("unreachable");
  });

  it("is DNS of the sender's own VPC, not of a peer's", () => {
    const net = peered({ securityGroups: { "sg-a": { vpcId: "vpc-a", egress: [] } } });
    expect(checkConnection(net, { from: "a", to: "10.0.0.2", port: 53, protocol: "udp" }).verdict).toBe("reachable");
    expect(checkConnection(net, { from: "a", to: "10.1.0.2", port: 53, protocol: "udp" }).verdict).toBe("unreachable");
  });

  it("is everything to the router of the sender's subnet", () => {
    expect(checkConnection(SHUT, { from: "i-a", to: "10.0.0.1", protocol: "icmp" }).verdict).toBe("reachable");
    expect(checkConnection(SHUT, { from: "i-a", to: "10.0.1.1", protocol: "icmp" }).verdict).toBe("unreachable");
  });

  it("is not for who is outside the VPC", () => {
    const verdict = checkConnection(SHUT, { from: "203.0.113.10", to: "10.0.0.2", port: 53, protocol: "udp" });
    expect(verdict.verdict).toBe("unreachable");
  });

  it.each(["fd00:ec2::253", "fd00:ec2::254", "fd00:ec2::123"])("is reached over IPv6 at %s", (address) => {
    const net = twoSubnets({
      vpcs: { "vpc-1": { cidr: ["10.0.0.0/16", "2001:db8:1::/56"] } },
      networkAcls: { "acl-a": { vpcId: "vpc-1" } },
      securityGroups: { "sg-a": { vpcId: "vpc-1", egress: [] } },
      subnets: {
        "subnet-a": {
          vpcId: "vpc-1",
          availabilityZone: "us-east-1a",
          cidr: ["10.0.0.0/24", "2001:db8:1::/64"],
          networkAclId: "acl-a",
        },
      },
      instances: {
        "i-a": { subnetId: "subnet-a", privateIpAddress: "10.0.0.10", ipv6Address: "2001:db8:1::10", groups: ["sg-a"] },
      },
    });
    const question = {
      "fd00:ec2::253": { port: 53, protocol: "udp" },
      "fd00:ec2::254": { port: 80, protocol: "tcp" },
      "fd00:ec2::123": { port: 123, protocol: "udp" },
    }[address];
    expect(checkConnection(net, { from: "i-a", to: address, ...question }).verdict).toBe("reachable");
  });
});
