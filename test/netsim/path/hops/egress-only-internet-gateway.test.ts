import { type NetworkInput, network } from "@netsim/core";
import { checkConnection } from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE,
  ANYWHERE_IPV6,
  blockersOf,
  deny,
  EVERYTHING,
  extend,
  from,
  headersText,
  hopAt,
  hopsOf,
  legOf,
  route,
} from "../../../support/small-networks.ts";

const OUTSIDE = "2001:db8:ffff::1";

const SIX: NetworkInput = {
  vpcs: { "vpc-1": { cidr: ["10.0.0.0/16", "2001:db8:1::/56"] } },
  internetGateways: { "igw-1": { vpcId: "vpc-1" } },
  egressOnlyInternetGateways: { "eigw-1": { vpcId: "vpc-1" } },
  routeTables: { "rtb-1": { vpcId: "vpc-1", main: true, routes: [route(ANYWHERE_IPV6, "eigw-1")] } },
  networkAcls: { "acl-1": { vpcId: "vpc-1", isDefault: true, ingress: EVERYTHING, egress: EVERYTHING } },
  subnets: { "subnet-1": { vpcId: "vpc-1", availabilityZone: "us-east-1a", cidr: ["10.0.0.0/24", "2001:db8:1::/64"] } },
  securityGroups: { "sg-1": { vpcId: "vpc-1", ingress: [from(ANYWHERE_IPV6, "tcp 80")] } },
  instances: {
    six: { subnetId: "subnet-1", privateIpAddress: "10.0.0.10", ipv6Address: "2001:db8:1::10", groups: ["sg-1"] },
  },
};

const six = (more: NetworkInput = {}) => network(extend(SIX, more));

describe("an egress-only internet gateway", () => {
  it("lets connections out, and their replies in", () => {
    const verdict = checkConnection(six(), { from: "six", to: OUTSIDE, port: 443 });
    expect(verdict.verdict).toBe("reachable");
    expect(hopsOf(legOf(verdict), "forward").slice(-2)).toEqual(["eigw-1 egress", "internet egress"]);
    expect(hopsOf(legOf(verdict), "reply")[0]).toBe("eigw-1 ingress");
    expect(headersText(hopAt(verdict, "reply", "eni-six").inbound)).toEqual([
      "tcp 2001:db8:ffff::1/128 443 -> 2001:db8:1::10/128 1024-65535",
    ]);
  });

  it("lets no reply to a connection from outside out", () => {
    const verdict = checkConnection(six(), { from: OUTSIDE, to: "six", port: 80 });
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual(["eigw-1 egress reply - egress-only -"]);
  });

  it("is no way in: without an internet gateway nothing comes in at all", () => {
    const { internetGateways: _, ...rest } = SIX;
    expect(blockersOf(checkConnection(network(rest), { from: OUTSIDE, to: "six", port: 80 }))).toEqual([
      "internet gateway of vpc-1 ingress forward - no-internet-gateway -",
      "eigw-1 egress reply - egress-only -",
    ]);
  });

  it("leaves the subnet's ACL in force", () => {
    const net = six({
      networkAcls: {
        "acl-1": {
          vpcId: "vpc-1",
          isDefault: true,
          ingress: [deny(90, "tcp 1024-65535", ANYWHERE_IPV6), ...EVERYTHING],
          egress: EVERYTHING,
        },
      },
    });
    expect(blockersOf(checkConnection(net, { from: "six", to: OUTSIDE, port: 443 }))).toEqual([
      "acl-1 ingress reply #90 network-acl-denies SUBNET_ACL_RESTRICTION",
    ]);
  });

  it("carries IPv6 only", () => {
    const net = six({ routeTables: { "rtb-1": { vpcId: "vpc-1", main: true, routes: [route(ANYWHERE, "eigw-1")] } } });
    expect(blockersOf(checkConnection(net, { from: "six", to: "203.0.113.10", port: 443 }))).toEqual([
      "eigw-1 egress forward - no-such-destination NO_POSSIBLE_DESTINATION",
    ]);
  });

  it("that is not attached carries nothing", () => {
    const net = six({ egressOnlyInternetGateways: { "eigw-1": {} } });
    expect(blockersOf(checkConnection(net, { from: "six", to: OUTSIDE, port: 443 }))).toEqual([
      "eigw-1 egress forward - internet-gateway-not-attached BAD_STATE_ATTACHMENT",
    ]);
  });

  it("is stopped by VPC Block Public Access in both directions, not by that of ingress, and not in an excluded subnet", () => {
    const mode = (internetGatewayBlockMode: "block-bidirectional" | "block-ingress", subnet?: "off") =>
      checkConnection(
        six({
          vpcs: { "vpc-1": { cidr: ["10.0.0.0/16", "2001:db8:1::/56"], internetGatewayBlockMode } },
          subnets: {
            "subnet-1": {
              vpcId: "vpc-1",
              availabilityZone: "us-east-1a",
              cidr: ["10.0.0.0/24", "2001:db8:1::/64"],
              internetGatewayBlockMode: subnet,
            },
          },
        }),
        { from: "six", to: OUTSIDE, port: 443 },
      );
    expect(blockersOf(mode("block-bidirectional"))).toEqual([
      "eigw-1 egress forward - block-public-access VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
    ]);
    expect(mode("block-ingress").verdict).toBe("reachable");
    expect(mode("block-bidirectional", "off").verdict).toBe("reachable");
  });
});
