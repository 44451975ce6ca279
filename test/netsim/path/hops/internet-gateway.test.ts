import { checkConnection } from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE,
  ANYWHERE_IPV6,
  assumptionsOf,
  blockersOf,
  from,
  headersText,
  hopAt,
  hopsOf,
  legOf,
  publicAndPrivate,
  route,
  STRANGER,
  unknownsOf,
} from "../../../support/small-networks.ts";

const TO_WEB = { from: STRANGER, to: "web", port: 80 } as const;

describe("an internet gateway", () => {
  it("translates the public address to the private one on the way in, and back in the reply", () => {
    const verdict = checkConnection(publicAndPrivate(), TO_WEB);
    expect(verdict.verdict).toBe("reachable");
    const into = hopAt(verdict, "forward", "igw-1");
    expect(headersText(into.inbound)).toEqual(["tcp 203.0.113.10/32 1024-65535 -> 198.51.100.10/32 80"]);
    expect(headersText(into.outbound)).toEqual(["tcp 203.0.113.10/32 1024-65535 -> 10.0.0.10/32 80"]);
    const back = hopAt(verdict, "reply", "igw-1");
    expect(headersText(back.inbound)).toEqual(["tcp 10.0.0.10/32 80 -> 203.0.113.10/32 1024-65535"]);
    expect(headersText(back.outbound)).toEqual(["tcp 198.51.100.10/32 80 -> 203.0.113.10/32 1024-65535"]);
    expect(hopsOf(legOf(verdict), "forward")).toEqual([
      "igw-1 ingress",
      "acl-public ingress",
      "sg-web ingress",
      "eni-web ingress",
    ]);
  });

  it("translates the private address to the public one on the way out, and back in the reply", () => {
    const verdict = checkConnection(publicAndPrivate(), { from: "web", to: STRANGER, port: 443 });
    expect(verdict.verdict).toBe("reachable");
    expect(headersText(hopAt(verdict, "forward", "igw-1").outbound)).toEqual([
      "tcp 198.51.100.10/32 1024-65535 -> 203.0.113.10/32 443",
    ]);
    expect(headersText(hopAt(verdict, "reply", "igw-1").outbound)).toEqual([
      "tcp 203.0.113.10/32 443 -> 10.0.0.10/32 1024-65535",
    ]);
    expect(headersText(legOf(verdict).working)).toEqual(["tcp 10.0.0.10/32 1024-65535 -> 203.0.113.10/32 443"]);
  });

  it("passes IPv6 as it is", () => {
    const net = publicAndPrivate({
      vpcs: { "vpc-1": { cidr: ["10.0.0.0/16", "2001:db8:1::/56"] } },
      subnets: {
        dual: {
          vpcId: "vpc-1",
          availabilityZone: "us-east-1a",
          cidr: ["10.0.2.0/24", "2001:db8:1::/64"],
          routeTableId: "rtb-dual",
        },
      },
      routeTables: { "rtb-dual": { vpcId: "vpc-1", routes: [route(ANYWHERE_IPV6, "igw-1")] } },
      securityGroups: { "sg-dual": { vpcId: "vpc-1", ingress: [from(ANYWHERE_IPV6, "tcp 80")] } },
      instances: {
        "i-dual": {
          subnetId: "dual",
          privateIpAddress: "10.0.2.10",
          ipv6Address: "2001:db8:1::10",
          groups: ["sg-dual"],
        },
      },
    });
    const verdict = checkConnection(net, { from: "2001:db8:ffff::1", to: "i-dual", port: 80 });
    expect(verdict.verdict).toBe("reachable");
    expect(headersText(hopAt(verdict, "forward", "igw-1").outbound)).toEqual([
      "tcp 2001:db8:ffff::1/128 1024-65535 -> 2001:db8:1::10/128 80",
    ]);
    expect(checkConnection(net, { from: "i-dual", to: "2001:db8:ffff::1", port: 443 }).verdict).toBe("reachable");
  });

  it("lets nothing in to an instance without public address", () => {
    const net = publicAndPrivate({
      instances: { app: { subnetId: "public", privateIpAddress: "10.0.0.11", groups: ["sg-web"] } },
    });
    const verdict = checkConnection(net, { from: STRANGER, to: "app", port: 80 });
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual([
      "igw-1 ingress forward - no-public-address IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
      "igw-1 egress reply - no-public-address IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
    ]);
  });

  it("lets nothing out from an instance without public address", () => {
    const net = publicAndPrivate({
      instances: { app: { subnetId: "public", privateIpAddress: "10.0.0.11", groups: ["sg-web"] } },
    });
    const verdict = checkConnection(net, { from: "app", to: STRANGER, port: 80 });
    expect(blockersOf(verdict)).toEqual([
      "igw-1 egress forward - no-public-address IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
    ]);
    expect(verdict.blockers[0]?.details).toEqual({ interface: "eni-app" });
  });

  it("carries no private and no shared addresses, as destinations or as sources", () => {
    const net = publicAndPrivate();
    expect(blockersOf(checkConnection(net, { from: "web", to: "192.168.1.1", port: 80 }))).toEqual([
      "igw-1 egress forward - private-address IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
    ]);
    expect(blockersOf(checkConnection(net, { from: "web", to: "100.64.0.1", port: 80 }))).toEqual([
      "igw-1 egress forward - private-address IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS",
    ]);
    expect(blockersOf(checkConnection(net, { from: "192.168.1.1", to: "web", port: 80 }))).toEqual([
      "igw-1 ingress forward - private-address IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS",
      "igw-1 egress reply - private-address IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
    ]);
  });

  it("is no way to a private address of another VPC, whose own filters are looked at all the same", () => {
    const net = publicAndPrivate({
      vpcs: { "vpc-2": { cidr: "10.9.0.0/16" } },
      internetGateways: { "igw-2": { vpcId: "vpc-2" } },
      routeTables: {
        "rtb-2": {
          vpcId: "vpc-2",
          main: true,
          routes: [route("10.0.0.0/16", "pcx-gone")].map((each) => ({ ...each, state: "blackhole" as const })),
        },
      },
      subnets: { other: { vpcId: "vpc-2", availabilityZone: "us-east-1a", cidr: "10.9.0.0/24" } },
      securityGroups: { "sg-2": { vpcId: "vpc-2", ingress: [from(ANYWHERE, "tcp 22")] } },
      instances: { "i-other": { subnetId: "other", privateIpAddress: "10.9.0.10", groups: ["sg-2"] } },
    });
    expect(blockersOf(checkConnection(net, { from: "web", to: "i-other", port: 80 }))).toEqual([
      "igw-1 egress forward - private-address IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
      "sg-2 ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH",
      "rtb-2 egress reply 10.0.0.0/16->pcx-gone route-blackhole BAD_STATE_ROUTE",
    ]);
  });

  it("that is not attached to the VPC of the route carries nothing", () => {
    const net = publicAndPrivate({ internetGateways: { "igw-1": {} } });
    const verdict = checkConnection(net, { from: "web", to: STRANGER, port: 80 });
    expect(blockersOf(verdict)).toEqual(["igw-1 egress forward - internet-gateway-not-attached BAD_STATE_ATTACHMENT"]);
    expect(verdict.blockers[0]?.details).toEqual({ vpc: "vpc-1" });
  });

  it("that the VPC does not have lets nobody in, and the route that would lead to it is missing for the reply", () => {
    const net = publicAndPrivate({
      internetGateways: { "igw-1": {} },
      routeTables: { "rtb-public": { vpcId: "vpc-1" } },
    });
    const verdict = checkConnection(net, TO_WEB);
    expect(blockersOf(verdict)).toEqual([
      "internet gateway of vpc-1 ingress forward - no-internet-gateway -",
      "rtb-public egress reply - no-route NO_ROUTE_TO_DESTINATION",
    ]);
  });

  it("knows the address of an interface by what is associated with each of its private addresses", () => {
    const net = publicAndPrivate({
      networkInterfaces: {
        "eni-two": {
          subnetId: "public",
          privateIpAddresses: [{ address: "10.0.0.50", publicIp: "198.51.100.50" }, { address: "10.0.0.51" }],
          groups: ["sg-web"],
        },
      },
    });
    const ask = (to: string) => checkConnection(net, { from: STRANGER, to, port: 80 });
    expect(ask("eni-two").verdict).toBe("reachable");
    expect(headersText(legOf(ask("198.51.100.50")).working)).toEqual([
      "tcp 203.0.113.10/32 1024-65535 -> 198.51.100.50/32 80",
    ]);
    // Asked for by an address of its own that nobody outside knows.
    expect(ask("10.0.0.51").verdict).toBe("unreachable");
    expect(blockersOf(ask("10.0.0.51"))).toEqual([
      "igw-1 ingress forward - no-public-address IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
      "igw-1 egress reply - no-public-address IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
    ]);
    expect(checkConnection(net, { from: "10.0.0.51", to: STRANGER, port: 80 }).verdict).toBe("unreachable");
    expect(checkConnection(net, { from: "10.0.0.50", to: STRANGER, port: 80 }).verdict).toBe("reachable");
  });
});

describe("VPC Block Public Access", () => {
  const blocked = (vpc: "block-bidirectional" | "block-ingress", subnet?: "off") =>
    publicAndPrivate({
      vpcs: { "vpc-1": { cidr: "10.0.0.0/16", internetGatewayBlockMode: vpc } },
      ...(subnet === undefined
        ? {}
        : {
            subnets: {
              public: {
                vpcId: "vpc-1",
                availabilityZone: "us-east-1a",
                cidr: "10.0.0.0/24",
                routeTableId: "rtb-public",
                networkAclId: "acl-public",
                internetGatewayBlockMode: subnet,
              },
            },
          }),
    });
  const BLOCKED = "block-public-access VPC_BLOCK_PUBLIC_ACCESS_ENABLED";

  it("in both directions stops what comes in, what goes out, and NAT gateways", () => {
    const net = blocked("block-bidirectional");
    expect(blockersOf(checkConnection(net, TO_WEB))).toEqual([
      `igw-1 ingress forward - ${BLOCKED}`,
      `igw-1 egress reply - ${BLOCKED}`,
    ]);
    expect(blockersOf(checkConnection(net, { from: "app", to: STRANGER, port: 443 }))).toEqual([
      `igw-1 egress forward - ${BLOCKED}`,
    ]);
  });

  it("of ingress lets only what NAT gateways began pass", () => {
    const net = blocked("block-ingress");
    expect(checkConnection(net, TO_WEB).verdict).toBe("unreachable");
    expect(checkConnection(net, { from: "web", to: STRANGER, port: 443 }).verdict).toBe("unreachable");
    expect(checkConnection(net, { from: "app", to: STRANGER, port: 443 }).verdict).toBe("reachable");
  });

  it("does not hold for a subnet that is excluded", () => {
    expect(checkConnection(blocked("block-bidirectional", "off"), TO_WEB).verdict).toBe("reachable");
  });
});

describe("a public address of this network, used from inside it", () => {
  it("is reached through the gateway, out and in again, with public addresses at both ends", () => {
    const net = publicAndPrivate({
      instances: {
        client: { subnetId: "public", privateIpAddress: "10.0.0.20", publicIp: "198.51.100.20", groups: ["sg-app"] },
      },
    });
    const verdict = checkConnection(net, { from: "client", to: "198.51.100.10", port: 80 });
    expect(verdict.verdict).toBe("reachable");
    expect(assumptionsOf(verdict)).toContain("eni-web internet-gateway-reflection");
    expect(hopsOf(legOf(verdict), "forward")).toEqual(
      [
        "eni-client egress",
        "sg-app egress",
        "acl-public egress",
        "rtb-public egress",
        "igw-1 egress",
        "igw-1 ingress",
        "acl-public ingress",
        "sg-web ingress",
        "eni-web ingress",
        "web ingress",
      ].filter((hop) => hop !== "web ingress"),
    );
    expect(headersText(hopAt(verdict, "forward", "sg-web").inbound)).toEqual([
      "tcp 198.51.100.20/32 1024-65535 -> 10.0.0.10/32 80",
    ]);
    expect(headersText(hopAt(verdict, "reply", "sg-app").inbound)).toEqual([
      "tcp 198.51.100.10/32 80 -> 10.0.0.20/32 1024-65535",
    ]);
  });

  it("is not matched by rules for the VPC's own block", () => {
    const net = publicAndPrivate({
      securityGroups: { "sg-web": { vpcId: "vpc-1", ingress: [from("10.0.0.0/16", "tcp 80")] } },
    });
    expect(checkConnection(net, { from: "app", to: "web", port: 80 }).verdict).toBe("reachable");
    const verdict = checkConnection(net, { from: "app", to: "198.51.100.10", port: 80 });
    expect(blockersOf(verdict)).toEqual(["sg-web ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH"]);
  });

  it("cannot be used from a subnet without a way to the internet", () => {
    const net = publicAndPrivate({ routeTables: { "rtb-private": { vpcId: "vpc-1" } } });
    const verdict = checkConnection(net, { from: "app", to: "198.51.100.10", port: 80 });
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual(["rtb-private egress forward - no-route NO_ROUTE_TO_DESTINATION"]);
  });

  it("is not reached by who has no public address to come with", () => {
    const net = publicAndPrivate({
      instances: { app: { subnetId: "public", privateIpAddress: "10.0.0.11", groups: ["sg-app"] } },
      securityGroups: { "sg-web": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 80")] } },
    });
    expect(blockersOf(checkConnection(net, { from: "app", to: "198.51.100.10", port: 80 }))).toEqual([
      "igw-1 egress forward - no-public-address IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
    ]);
  });

  it("of a host in another VPC is reached without peering", () => {
    const net = publicAndPrivate({
      vpcs: { "vpc-2": { cidr: "10.0.0.0/16" } },
      internetGateways: { "igw-2": { vpcId: "vpc-2" } },
      routeTables: { "rtb-2": { vpcId: "vpc-2", main: true, routes: [route(ANYWHERE, "igw-2")] } },
      subnets: { other: { vpcId: "vpc-2", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
      securityGroups: { "sg-2": { vpcId: "vpc-2", ingress: [from("198.51.100.10/32", "tcp 22")] } },
      instances: {
        "i-other": { subnetId: "other", privateIpAddress: "10.0.0.10", publicIp: "198.51.100.222", groups: ["sg-2"] },
      },
    });
    expect(checkConnection(net, { from: "web", to: "198.51.100.222", port: 22 }).verdict).toBe("reachable");
    expect(checkConnection(net, { from: "app", to: "198.51.100.222", port: 22 }).verdict).toBe("unreachable");
    expect(checkConnection(net, { from: "web", to: "i-other", port: 22 }).verdict).toBe("unreachable");
  });
});

describe("a route table on the gateway itself", () => {
  const edge = (target: string) =>
    publicAndPrivate({
      routeTables: {
        "rtb-edge": { vpcId: "vpc-1", gatewayIds: ["igw-1"], routes: [route("10.0.0.0/24", target)] },
      },
      networkInterfaces: { "eni-fw": { subnetId: "private", privateIpAddress: "10.0.1.99", groups: ["sg-app"] } },
    });

  it("that leads to a middlebox is not followed: what comes in is unknown, replies to what went out as well", () => {
    const into = checkConnection(edge("eni-fw"), TO_WEB);
    expect(into.verdict).toBe("unknown");
    expect(unknownsOf(into)).toEqual(["igw-1 edge-route-table"]);
    const out = checkConnection(edge("eni-fw"), { from: "web", to: STRANGER, port: 443 });
    expect(out.verdict).toBe("unknown");
    expect(out.unknowns).toMatchObject([
      { code: "edge-route-table", phase: "reply", details: { routeTable: "rtb-edge" } },
    ]);
  });

  it("with local routes only changes nothing", () => {
    expect(checkConnection(edge("local"), TO_WEB).verdict).toBe("reachable");
  });
});
