/** What simulators of VPCs get wrong, one test or more for each: on the way between two interfaces. */
import { editNetwork, network } from "@netsim/core";
import { checkConnection } from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE,
  ANYWHERE_IPV6,
  allow,
  blockersOf,
  deny,
  extend,
  from,
  headersText,
  hopsOf,
  legOf,
  PEERED,
  PUBLIC_AND_PRIVATE,
  peered,
  publicAndPrivate,
  route,
  STRANGER,
  TWO_SUBNETS,
  to,
  twoSubnets,
  unknownsOf,
} from "../../support/small-networks.ts";

const A_TO_B = { from: "i-a", to: "i-b", port: 80 } as const;

describe("network ACLs", () => {
  it("act only at the edge of a subnet: two hosts in one subnet talk although its ACL denies everything", () => {
    const net = twoSubnets({
      networkAcls: { "acl-a": { vpcId: "vpc-1" } },
      routeTables: { "rtb-1": { vpcId: "vpc-1", main: true, routes: [route("10.0.0.0/24", "eni-i-b")] } },
      instances: { "i-c": { subnetId: "subnet-a", privateIpAddress: "10.0.0.20", groups: ["sg-b"] } },
    });
    const verdict = checkConnection(net, { ...A_TO_B, to: "i-c" });
    expect(verdict.verdict).toBe("reachable");
    expect(hopsOf(legOf(verdict), "forward")).toEqual([
      "eni-i-a egress",
      "sg-a egress",
      "sg-b ingress",
      "eni-i-c ingress",
    ]);
  });

  it("are stateless: letting tcp 80 in is not enough, the reply leaves to the client's ephemeral port", () => {
    const net = twoSubnets({
      networkAcls: { "acl-b": { vpcId: "vpc-1", ingress: [allow(100, "tcp 80")], egress: [allow(100, "tcp 80")] } },
    });
    const verdict = checkConnection(net, A_TO_B);
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual(["acl-b egress reply #32767 network-acl-denies SUBNET_ACL_RESTRICTION"]);
    expect(headersText(verdict.blockers[0]?.packets)).toEqual(["tcp 10.0.1.10/32 80 -> 10.0.0.10/32 1024-65535"]);
  });

  it("let replies to some ephemeral ports out: connections from the other ports fail, and that is partial", () => {
    const net = twoSubnets({
      networkAcls: {
        "acl-b": { vpcId: "vpc-1", ingress: [allow(100, "tcp 80")], egress: [allow(100, "tcp 32768-65535")] },
      },
    });
    const verdict = checkConnection(net, A_TO_B);
    expect(verdict.verdict).toBe("partial");
    expect(headersText(legOf(verdict).working)).toEqual(["tcp 10.0.0.10/32 32768-65535 -> 10.0.1.10/32 80"]);
    expect(headersText(legOf(verdict).failing)).toEqual(["tcp 10.0.0.10/32 1024-32767 -> 10.0.1.10/32 80"]);
    expect(checkConnection(net, { ...A_TO_B, sourcePorts: "linux" }).verdict).toBe("reachable");
    expect(checkConnection(net, { ...A_TO_B, sourcePorts: "1025-5000" }).verdict).toBe("unreachable");
  });

  it("have the same need on the side that began: replies come in to its ephemeral ports", () => {
    const net = twoSubnets({
      networkAcls: { "acl-a": { vpcId: "vpc-1", ingress: [allow(100, "tcp 80")], egress: [allow(100, "tcp 80")] } },
    });
    const verdict = checkConnection(net, A_TO_B);
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual(["acl-a ingress reply #32767 network-acl-denies SUBNET_ACL_RESTRICTION"]);
  });

  it("never look at the source port", () => {
    const net = twoSubnets({
      networkAcls: {
        "acl-a": { vpcId: "vpc-1", ingress: [allow(100, "tcp 1024-65535")], egress: [allow(100, "tcp 80")] },
        "acl-b": { vpcId: "vpc-1", ingress: [allow(100, "tcp 80")], egress: [allow(100, "tcp 1024-65535")] },
      },
    });
    expect(checkConnection(net, { ...A_TO_B, sourcePorts: "any" }).verdict).toBe("reachable");
    expect(checkConnection(net, { ...A_TO_B, sourcePorts: 1023 }).verdict).toBe("unreachable");
  });

  it("decide by the first entry in the order of the numbers, whatever the order of the list", () => {
    const ingress = [allow(300, "tcp 80"), deny(200, "all"), allow(100, "tcp 443")];
    const net = twoSubnets({
      networkAcls: { "acl-b": { vpcId: "vpc-1", ingress, egress: [allow(200, "all")] } },
    });
    const verdict = checkConnection(net, A_TO_B);
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual(["acl-b ingress forward #200 network-acl-denies SUBNET_ACL_RESTRICTION"]);
  });

  it("number ingress and egress apart: a deny of ssh before an allow of everything stops ssh and nothing else", () => {
    const entries = [allow(200, "all"), deny(100, "tcp 22")];
    const net = twoSubnets({
      networkAcls: { "acl-b": { vpcId: "vpc-1", ingress: entries, egress: [allow(100, "all")] } },
      securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: [from("sg-a", "tcp 22"), from("sg-a", "tcp 80")] } },
    });
    expect(checkConnection(net, A_TO_B).verdict).toBe("reachable");
    expect(blockersOf(checkConnection(net, { ...A_TO_B, port: 22 }))).toEqual([
      "acl-b ingress forward #100 network-acl-denies SUBNET_ACL_RESTRICTION",
    ]);
  });

  it("can hit a reply whose ephemeral port is a denied port: tcp 3306 denied on the way in", () => {
    const net = twoSubnets({
      networkAcls: {
        "acl-a": { vpcId: "vpc-1", ingress: [deny(90, "tcp 3306"), allow(100, "all")], egress: [allow(100, "all")] },
      },
    });
    const verdict = checkConnection(net, A_TO_B);
    expect(verdict.verdict).toBe("partial");
    expect(headersText(legOf(verdict).failing)).toEqual(["tcp 10.0.0.10/32 3306 -> 10.0.1.10/32 80"]);
    expect(blockersOf(verdict)).toEqual(["acl-a ingress reply #90 network-acl-denies SUBNET_ACL_RESTRICTION"]);
  });

  it("need no entry for SCTP's ports: protocol numbers other than tcp, udp and the ICMPs have none", () => {
    const sctp = { ruleNumber: 100, ruleAction: "allow", protocol: 132, fromPort: 80, toPort: 80 } as const;
    const both = [{ ...sctp, cidrBlock: ANYWHERE }];
    const net = twoSubnets({
      networkAcls: { "acl-b": { vpcId: "vpc-1", ingress: both, egress: both } },
      securityGroups: {
        "sg-b": { vpcId: "vpc-1", ingress: [{ protocol: 132, fromPort: 80, toPort: 80, from: "sg-a" }] },
      },
    });
    expect(checkConnection(net, { from: "i-a", to: "i-b", protocol: 132 }).verdict).toBe("reachable");
    expect(checkConnection(net, { from: "i-a", to: "i-b", protocol: 47 }).verdict).toBe("unreachable");
  });
});

describe("security groups", () => {
  it("with icmp from 8 to 8 allow type 8 code 8, which is no ping", () => {
    const rules = (toPort: number) => ({ protocol: "icmp", fromPort: 8, toPort, from: "sg-a" });
    const ping = (toPort: number) =>
      checkConnection(twoSubnets({ securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: [rules(toPort)] } } }), {
        from: "i-a",
        to: "i-b",
        protocol: "icmp",
      });
    expect(blockersOf(ping(8))).toEqual(["sg-b ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH"]);
    expect(ping(0).verdict).toBe("reachable");
    expect(ping(-1).verdict).toBe("reachable");
  });

  it("that allow 0.0.0.0/0 do not allow IPv6; ::/0 does", () => {
    const dual = {
      vpcs: { "vpc-1": { cidr: ["10.0.0.0/16", "2001:db8:1::/56"] } },
      subnets: {
        "subnet-a": { vpcId: "vpc-1", availabilityZone: "us-east-1a", cidr: ["10.0.0.0/24", "2001:db8:1:0::/64"] },
        "subnet-b": { vpcId: "vpc-1", availabilityZone: "us-east-1b", cidr: ["10.0.1.0/24", "2001:db8:1:1::/64"] },
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
    };
    const rules = (...blocks: string[]) =>
      twoSubnets({
        ...dual,
        securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: blocks.map((b) => from(b, "tcp 80")) } },
      });
    const verdict = checkConnection(rules(ANYWHERE), { ...A_TO_B, to: "2001:db8:1:1::10" });
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual(["sg-b ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH"]);
    expect(checkConnection(rules(ANYWHERE), A_TO_B).verdict).toBe("partial");
    expect(checkConnection(rules(ANYWHERE, ANYWHERE_IPV6), A_TO_B).verdict).toBe("reachable");
  });

  it("do not let the members of a group reach each other, unless a rule names the group itself", () => {
    const members = {
      instances: {
        "i-a": { subnetId: "subnet-a", privateIpAddress: "10.0.0.10", groups: ["sg-app"] },
        "i-b": { subnetId: "subnet-b", privateIpAddress: "10.0.1.10", groups: ["sg-app"] },
      },
    };
    const without = twoSubnets({ ...members, securityGroups: { "sg-app": { vpcId: "vpc-1" } } });
    const within = twoSubnets({
      ...members,
      securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-app", "all")] } },
    });
    expect(blockersOf(checkConnection(without, A_TO_B))).toEqual([
      "sg-app ingress forward - security-group-has-no-rules SG_HAS_NO_RULES",
    ]);
    expect(checkConnection(within, A_TO_B).verdict).toBe("reachable");
  });

  it("that are a VPC's default admit each other's members and nobody else", () => {
    const net = twoSubnets({
      instances: {
        "i-b": { subnetId: "subnet-b", privateIpAddress: "10.0.1.10" },
        "i-c": { subnetId: "subnet-a", privateIpAddress: "10.0.0.20" },
      },
    });
    expect(checkConnection(net, { ...A_TO_B, from: "i-c" }).verdict).toBe("reachable");
    expect(blockersOf(checkConnection(net, A_TO_B))).toEqual([
      "sg-default-vpc-1 ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH",
    ]);
  });

  it("need no rule for replies: without any egress rule an instance still answers", () => {
    const net = twoSubnets({
      securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: [from("sg-a", "tcp 80")], egress: [] } },
    });
    expect(checkConnection(net, A_TO_B).verdict).toBe("reachable");
    expect(blockersOf(checkConnection(net, { from: "i-b", to: "i-a", port: 80 }))).toEqual([
      "sg-b egress forward - security-group-has-no-rules SG_HAS_NO_RULES",
      "sg-a ingress forward - security-group-has-no-rules SG_HAS_NO_RULES",
    ]);
  });

  it("with a rule for the VPC's primary block miss the hosts of its secondary block", () => {
    const net = network(
      extend(TWO_SUBNETS, {
        vpcs: { "vpc-1": { cidr: ["10.0.0.0/16", "10.1.0.0/16"] } },
        subnets: { "subnet-c": { vpcId: "vpc-1", availabilityZone: "us-east-1a", cidr: "10.1.0.0/24" } },
        instances: { "i-c": { subnetId: "subnet-c", privateIpAddress: "10.1.0.10", groups: ["sg-a"] } },
        securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: [from("10.0.0.0/16", "tcp 80")] } },
      }),
    );
    expect(checkConnection(net, A_TO_B).verdict).toBe("reachable");
    expect(blockersOf(checkConnection(net, { ...A_TO_B, from: "i-c" }))).toEqual([
      "sg-b ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH",
    ]);
  });
});

describe("a rule that names the sender's group", () => {
  const inOneVpc = extend(PUBLIC_AND_PRIVATE, {
    securityGroups: {
      "sg-web": { vpcId: "vpc-1", ingress: [from("sg-client", "tcp 80")] },
      "sg-client": { vpcId: "vpc-1" },
    },
    instances: {
      client: { subnetId: "public", privateIpAddress: "10.0.0.20", publicIp: "198.51.100.20", groups: ["sg-client"] },
    },
  });

  it("matches by private address, and not when the receiver is called by its public address", () => {
    const net = network(inOneVpc);
    expect(checkConnection(net, { from: "client", to: "web", port: 80 }).verdict).toBe("reachable");
    const byPublicAddress = checkConnection(net, { from: "client", to: "198.51.100.10", port: 80 });
    expect(byPublicAddress.verdict).toBe("unreachable");
    expect(blockersOf(byPublicAddress)).toEqual([
      "sg-web ingress forward - security-group-reference-lost SG_REFERENCES_NOT_PRESERVED",
    ]);
    expect(byPublicAddress.blockers[0]?.details).toEqual({
      groups: ["sg-client"],
      lostAt: "igw-1",
      sender: "eni-client",
    });
    expect(headersText(byPublicAddress.blockers[0]?.packets)).toEqual([
      "tcp 198.51.100.20/32 1024-65535 -> 10.0.0.10/32 80",
    ]);
  });

  it("is lost behind a firewall appliance, where a rule with the sender's address still matches", () => {
    const inspected = (peer: string) =>
      network(
        extend(TWO_SUBNETS, {
          routeTables: {
            "rtb-1": { vpcId: "vpc-1", main: true, routes: [route("10.0.1.0/24", "eni-fw")] },
            "rtb-fw": { vpcId: "vpc-1" },
          },
          subnets: {
            inspection: { vpcId: "vpc-1", availabilityZone: "us-east-1a", cidr: "10.0.9.0/24", routeTableId: "rtb-fw" },
          },
          securityGroups: {
            "sg-fw": { vpcId: "vpc-1", ingress: [from("sg-a", "all")] },
            "sg-b": { vpcId: "vpc-1", ingress: [from(peer, "tcp 80")] },
          },
          networkInterfaces: {
            "eni-fw": {
              subnetId: "inspection",
              privateIpAddress: "10.0.9.9",
              groups: ["sg-fw"],
              sourceDestCheck: false,
              forwarding: "router",
            },
          },
        }),
      );
    const verdict = checkConnection(inspected("sg-a"), A_TO_B);
    expect(blockersOf(verdict)).toEqual([
      "sg-b ingress forward - security-group-reference-lost SG_REFERENCES_NOT_PRESERVED",
    ]);
    expect(verdict.blockers[0]?.details).toEqual({ groups: ["sg-a"], lostAt: "eni-fw", sender: "eni-i-a" });
    expect(checkConnection(inspected("10.0.0.0/24"), A_TO_B).verdict).toBe("reachable");
  });

  it("is lost behind a NAT gateway", () => {
    const net = network(
      extend(PUBLIC_AND_PRIVATE, {
        securityGroups: { "sg-web": { vpcId: "vpc-1", ingress: [from("sg-app", "tcp 80")] } },
      }),
    );
    const verdict = checkConnection(net, { from: "app", to: "198.51.100.10", port: 80 });
    expect(blockersOf(verdict)).toEqual([
      "sg-web ingress forward - security-group-reference-lost SG_REFERENCES_NOT_PRESERVED",
    ]);
    expect(verdict.blockers[0]?.details).toMatchObject({ lostAt: "nat-1" });
    expect(headersText(verdict.blockers[0]?.packets)).toEqual(["tcp 198.51.100.100/32 1024-65535 -> 10.0.0.10/32 80"]);
  });

  it("holds across a peering in one Region, and not across two", () => {
    const regions = (a: string, b: string) =>
      peered({
        vpcs: { "vpc-a": { cidr: "10.0.0.0/16", region: a }, "vpc-b": { cidr: "10.1.0.0/16", region: b } },
      });
    const ask = { from: "a", to: "b", port: 80 } as const;
    expect(checkConnection(regions("us-east-1", "us-east-1"), ask).verdict).toBe("reachable");
    const verdict = checkConnection(regions("us-east-1", "eu-west-1"), ask);
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual([
      "sg-b ingress forward - security-group-reference-lost SG_REFERENCES_NOT_PRESERVED",
    ]);
    expect(verdict.blockers[0]?.details).toMatchObject({ lostAt: "pcx-1" });
  });

  it("through a transit gateway is not decided: the model does not follow it", () => {
    const net = peered({
      routeTables: {
        "rtb-a": { vpcId: "vpc-a", main: true, routes: [route("10.1.0.0/16", "tgw-1")] },
        "rtb-b": { vpcId: "vpc-b", main: true, routes: [route("10.0.0.0/16", "tgw-1")] },
      },
    });
    const verdict = checkConnection(net, { from: "a", to: "b", port: 80 });
    expect(verdict.verdict).toBe("unknown");
    expect(new Set(unknownsOf(verdict))).toEqual(new Set(["tgw-1 unsupported-route-target"]));
  });
});

describe("routes", () => {
  it("that are longest win even when they are dead: a deleted peering is no reason to take the default route", () => {
    const blackhole = { destination: "10.1.0.0/16", target: "pcx-1", state: "blackhole" } as const;
    const net = peered({
      internetGateways: { "igw-1": { vpcId: "vpc-a" } },
      vpcPeeringConnections: { "pcx-1": { requester: "vpc-a", accepter: "vpc-b", status: "deleted" } },
      routeTables: { "rtb-a": { vpcId: "vpc-a", main: true, routes: [blackhole, route(ANYWHERE, "igw-1")] } },
    });
    const verdict = checkConnection(net, { from: "a", to: "b", port: 80 });
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual([
      "rtb-a egress forward 10.1.0.0/16->pcx-1 route-blackhole BAD_STATE_ROUTE",
      "pcx-1 egress reply - peering-not-active BAD_STATE",
    ]);
  });

  it("to a peering that is not accepted yet carry nothing", () => {
    const net = peered({
      vpcPeeringConnections: { "pcx-1": { requester: "vpc-a", accepter: "vpc-b", status: "pending-acceptance" } },
    });
    const verdict = checkConnection(net, { from: "a", to: "b", port: 80 });
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual([
      "pcx-1 egress forward - peering-not-active BAD_STATE",
      "pcx-1 egress reply - peering-not-active BAD_STATE",
    ]);
  });

  it("of a private subnet do not bring replies back to the internet, though the instance has a public address", () => {
    const net = publicAndPrivate({
      instances: {
        app: { subnetId: "private", privateIpAddress: "10.0.1.10", publicIp: "198.51.100.11", groups: ["sg-web"] },
      },
    });
    const verdict = checkConnection(net, { from: STRANGER, to: "app", port: 80 });
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual(["nat-1 ingress reply - reply-takes-another-way -"]);
  });
});

describe("peering", () => {
  it("is not transitive: through B, A reaches neither C nor B's internet gateway", () => {
    const net = network(
      extend(PEERED, {
        vpcs: { "vpc-c": { cidr: "10.2.0.0/16" } },
        internetGateways: { "igw-b": { vpcId: "vpc-b" } },
        vpcPeeringConnections: { "pcx-2": { requester: "vpc-b", accepter: "vpc-c" } },
        routeTables: {
          "rtb-a": { vpcId: "vpc-a", main: true, routes: [route(ANYWHERE, "pcx-1")] },
          "rtb-b": {
            vpcId: "vpc-b",
            main: true,
            routes: [route("10.0.0.0/16", "pcx-1"), route("10.2.0.0/16", "pcx-2"), route(ANYWHERE, "igw-b")],
          },
          "rtb-c": { vpcId: "vpc-c", main: true, routes: [route("10.0.0.0/8", "pcx-2")] },
        },
        subnets: { "subnet-c": { vpcId: "vpc-c", availabilityZone: "us-east-1a", cidr: "10.2.0.0/24" } },
        securityGroups: { "sg-c": { vpcId: "vpc-c", ingress: [from(ANYWHERE, "all")] } },
        instances: { c: { subnetId: "subnet-c", privateIpAddress: "10.2.0.10", groups: ["sg-c"] } },
      }),
    );
    const toC = checkConnection(net, { from: "a", to: "c", port: 80 });
    expect(toC.verdict).toBe("unreachable");
    expect(blockersOf(toC)).toEqual([
      "pcx-1 egress forward - peering-not-transitive PCX_REQUIRES_ADDRESS_IN_VPC_CIDR",
      "pcx-2 egress reply - peering-not-transitive PCX_REQUIRES_ADDRESS_IN_VPC_CIDR",
    ]);
    const outside = checkConnection(net, { from: "a", to: STRANGER, port: 80 });
    expect(outside.verdict).toBe("unreachable");
    expect(blockersOf(outside)).toEqual([
      "pcx-1 egress forward - peering-not-transitive PCX_REQUIRES_ADDRESS_IN_VPC_CIDR",
    ]);
  });
});

describe("a NAT gateway", () => {
  it("has no security group, and the ACL of its subnet is passed four times", () => {
    const verdict = checkConnection(publicAndPrivate(), { from: "app", to: STRANGER, port: 443 });
    expect(verdict.verdict).toBe("reachable");
    const atTheAcl = (phase: "forward" | "reply"): string[] =>
      legOf(verdict)
        [phase].hops.filter((hop) => hop.component.id === "acl-public")
        .map((hop) => hop.direction ?? "");
    expect([...atTheAcl("forward"), ...atTheAcl("reply")]).toEqual(["ingress", "egress", "ingress", "egress"]);
  });

  it("keeps the internet host as the source of replies: the instance's subnet has to let the internet in", () => {
    const insiders = { vpcId: "vpc-1", ingress: [allow(100, "all", "10.0.0.0/16")], egress: [allow(100, "all")] };
    const net = publicAndPrivate({ networkAcls: { "acl-private": insiders } });
    const verdict = checkConnection(net, { from: "app", to: STRANGER, port: 443, sourcePorts: "linux" });
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual(["acl-private ingress reply #32767 network-acl-denies SUBNET_ACL_RESTRICTION"]);
    expect(headersText(verdict.blockers[0]?.packets)).toEqual(["tcp 203.0.113.10/32 443 -> 10.0.1.10/32 32768-61000"]);
  });

  it("answers no ping, and its own subnet's ACL cannot change that", () => {
    const verdict = checkConnection(publicAndPrivate(), { from: STRANGER, to: "198.51.100.100", protocol: "icmp" });
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual(["nat-1 ingress forward - egress-only -"]);
  });
});

describe("Amazon's own services in a VPC", () => {
  const SHUT = twoSubnets({
    networkAcls: { "acl-a": { vpcId: "vpc-1" } },
    securityGroups: { "sg-a": { vpcId: "vpc-1", egress: [] } },
  });
  const ask = (address: string, port: number, protocol = "udp") =>
    checkConnection(SHUT, { from: "i-a", to: address, port, protocol });

  it.each([
    ["DNS at the VPC's base address plus two", "10.0.0.2", 53, "udp"],
    ["DNS at its link-local address", "169.254.169.253", 53, "tcp"],
    ["instance metadata", "169.254.169.254", 80, "tcp"],
    ["time", "169.254.169.123", 123, "udp"],
    ["the activation of Windows", "169.254.169.250", 1688, "tcp"],
    ["the activation of Windows", "169.254.169.251", 1688, "tcp"],
    ["DHCP", "255.255.255.255", 67, "udp"],
  ])("%s cannot be blocked by groups or ACLs (%s %i)", (_, address, port, protocol) => {
    const verdict = ask(address, port, protocol);
    expect(verdict.verdict).toBe("reachable");
    expect(blockersOf(verdict)).toEqual([]);
  });

  it("are not a DNS server of one's own, which is ordinary traffic", () => {
    expect(blockersOf(ask("10.0.1.50", 53))).toEqual([
      "sg-a egress forward - security-group-has-no-rules SG_HAS_NO_RULES",
      "acl-a egress forward #32767 network-acl-denies SUBNET_ACL_RESTRICTION",
      "acl-a ingress reply #32767 network-acl-denies SUBNET_ACL_RESTRICTION",
    ]);
  });
});

describe("rules for ICMPv6", () => {
  it("on an IPv4 block stand for every type, and admit no IPv6 packet", () => {
    const net = twoSubnets({
      networkAcls: {
        "acl-b": {
          vpcId: "vpc-1",
          ingress: [{ ...allow(100, "icmpv6 128 0"), cidrBlock: ANYWHERE }],
          egress: [allow(100, "all")],
        },
      },
      securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: [from("sg-a", "all")] } },
    });
    expect(checkConnection(net, { from: "i-a", to: "i-b", protocol: 58, icmp: { type: 1 } }).verdict).toBe("reachable");
    expect(checkConnection(net, { from: "i-a", to: "i-b", protocol: "icmp" }).verdict).toBe("unreachable");
  });
});

describe("a group that lets out to another group only", () => {
  it("does not let out to that group's public addresses", () => {
    const net = publicAndPrivate({
      securityGroups: { "sg-client": { vpcId: "vpc-1", egress: [to("sg-web", "tcp 80")] } },
      instances: {
        client: { subnetId: "public", privateIpAddress: "10.0.0.20", publicIp: "198.51.100.20", groups: ["sg-client"] },
      },
    });
    expect(checkConnection(net, { from: "client", to: "web", port: 80 }).verdict).toBe("reachable");
    expect(blockersOf(checkConnection(net, { from: "client", to: "198.51.100.10", port: 80 }))).toEqual([
      "sg-client egress forward - security-group-no-match ENI_SG_RULES_MISMATCH",
    ]);
  });
});

describe("what is dropped and what is refused", () => {
  const services = [{ port: 80 }];
  const serving = { "i-b": { subnetId: "subnet-b", privateIpAddress: "10.0.1.10", groups: ["sg-b"], services } };

  it("differ: a filter drops in silence, and a host without a listener on the port answers that it refuses", () => {
    const open = { "sg-b": { vpcId: "vpc-1", ingress: [from("sg-a", "tcp 80-81")], egress: [] } };
    const refused = checkConnection(twoSubnets({ instances: serving, securityGroups: open }), { ...A_TO_B, port: 81 });
    expect(refused.blockers).toMatchObject([{ kind: "application", code: "nothing-listens", component: "i-b" }]);
    const dropped = checkConnection(twoSubnets({ instances: serving }), { ...A_TO_B, port: 82 });
    expect(dropped.blockers[0]).toMatchObject({ kind: "security-group", code: "security-group-no-match" });
    expect(dropped.verdict).toBe(refused.verdict);
  });
});

describe("a new connection", () => {
  it("is denied once its rule is gone, whether or not connections that are tracked live on", () => {
    const everyone = { ingress: [from(ANYWHERE, "tcp 80")], egress: [to(ANYWHERE, "all")] };
    const tracked = { ingress: [from("sg-a", "tcp 80")], egress: [] };
    for (const rules of [everyone, tracked]) {
      const net = twoSubnets({ securityGroups: { "sg-b": { vpcId: "vpc-1", ...rules } } });
      expect(checkConnection(net, A_TO_B).verdict).toBe("reachable");
      const without = editNetwork(net, (draft) => {
        draft.securityGroups["sg-b"]!.ingress = [];
      });
      expect(blockersOf(checkConnection(without, A_TO_B))).toEqual([
        "sg-b ingress forward - security-group-has-no-rules SG_HAS_NO_RULES",
      ]);
    }
  });

  it("is stopped by an ACL in either direction, which knows of no connections", () => {
    for (const direction of ["ingress", "egress"] as const) {
      const net = editNetwork(twoSubnets(), (draft) => {
        draft.networkAcls["acl-b"]![direction] = [];
      });
      const [blocker] = checkConnection(net, A_TO_B).blockers;
      expect(blocker).toMatchObject({
        component: "acl-b",
        direction,
        phase: direction === "ingress" ? "forward" : "reply",
      });
    }
  });
});
