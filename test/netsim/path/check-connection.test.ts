import { editNetwork, type Network, type NetworkInput, network } from "@netsim/core";
import { checkConnection, checkHealth, checkListener } from "netsim";
import { describe, expect, it } from "vitest";
import { classicPage } from "../../support/classic-page.ts";
import {
  ANYWHERE,
  allow,
  blockersOf,
  EVERYTHING,
  extend,
  from,
  headersText,
  legOf,
  publicAndPrivate,
  route,
  STRANGER,
  TWO_SUBNETS,
  twoSubnets,
} from "../../support/small-networks.ts";

const A_TO_B = { from: "i-a", to: "i-b", port: 80 } as const;

/** Each fault with what it breaks in the two subnets, and the blocker it is. */
const FAULTS: readonly { readonly name: string; readonly fault: NetworkInput; readonly blocker: string }[] = [
  {
    name: "the sender's group lets nothing out",
    fault: { securityGroups: { "sg-a": { vpcId: "vpc-1", egress: [] } } },
    blocker: "sg-a egress forward - security-group-has-no-rules SG_HAS_NO_RULES",
  },
  {
    name: "the receiver's ACL lets other ports in",
    fault: { networkAcls: { "acl-b": { vpcId: "vpc-1", ingress: [allow(100, "tcp 443")], egress: EVERYTHING } } },
    blocker: "acl-b ingress forward #32767 network-acl-denies SUBNET_ACL_RESTRICTION",
  },
  {
    name: "the receiver's group lets other ports in",
    fault: { securityGroups: { "sg-b": { vpcId: "vpc-1", ingress: [from("sg-a", "tcp 443")], egress: [] } } },
    blocker: "sg-b ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH",
  },
  {
    name: "nothing listens",
    fault: {
      instances: {
        "i-b": { subnetId: "subnet-b", privateIpAddress: "10.0.1.10", groups: ["sg-b"], services: [{ port: 443 }] },
      },
    },
    blocker: "i-b ingress forward - nothing-listens -",
  },
  {
    name: "the sender's ACL lets no replies in",
    fault: { networkAcls: { "acl-a": { vpcId: "vpc-1", ingress: [allow(100, "tcp 443")], egress: EVERYTHING } } },
    blocker: "acl-a ingress reply #32767 network-acl-denies SUBNET_ACL_RESTRICTION",
  },
];

describe("every blocker", () => {
  const all = (faults: readonly NetworkInput[]): Network => network(faults.reduce(extend, TWO_SUBNETS));

  it("is found, not only the first", () => {
    const verdict = checkConnection(all(FAULTS.map((each) => each.fault)), A_TO_B);
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual(FAULTS.map((each) => each.blocker));
  });

  it.each(FAULTS)("goes alone when its cause goes: $name", ({ fault, blocker }) => {
    expect(blockersOf(checkConnection(all([fault]), A_TO_B))).toEqual([blocker]);
    const others = FAULTS.filter((each) => each.fault !== fault);
    expect(blockersOf(checkConnection(all(others.map((each) => each.fault)), A_TO_B))).toEqual(
      others.map((each) => each.blocker),
    );
  });

  it("of a partial answer names the packets that it stops, as they are at its place", () => {
    const verdict = checkConnection(
      all([
        { networkAcls: { "acl-a": { vpcId: "vpc-1", ingress: [allow(100, "tcp 1024-40000")], egress: EVERYTHING } } },
      ]),
      A_TO_B,
    );
    expect(verdict.verdict).toBe("partial");
    expect(headersText(verdict.blockers[0]?.packets)).toEqual(["tcp 10.0.1.10/32 80 -> 10.0.0.10/32 40001-65535"]);
    expect(verdict.blockers[0]?.witness).toEqual({
      source: "10.0.1.10",
      destination: "10.0.0.10",
      protocol: 6,
      sourcePort: 80,
      destinationPort: 40001,
    });
  });

  it("points at a hop of its phase", () => {
    const verdict = checkConnection(all(FAULTS.map((each) => each.fault)), A_TO_B);
    const leg = legOf(verdict);
    for (const { phase, hop, attachedTo, component } of verdict.blockers) {
      const found = leg[phase].hops.find((each) => each.sequenceNumber === hop);
      expect(found).toMatchObject({ status: "block", component: { id: component } });
      expect(found?.attachedTo).toBe(attachedTo);
    }
  });

  it("behind faults of every kind on the way to the internet", () => {
    const net = publicAndPrivate({
      securityGroups: { "sg-app": { vpcId: "vpc-1", egress: [] } },
      natGateways: {
        "nat-1": { subnetId: "public", privateIpAddress: "10.0.0.100", publicIp: "198.51.100.100", state: "failed" },
      },
      networkAcls: {
        "acl-public": { vpcId: "vpc-1", ingress: [allow(100, "all", "10.0.0.0/16")], egress: EVERYTHING },
        "acl-private": { vpcId: "vpc-1", ingress: [allow(100, "tcp 443")], egress: EVERYTHING },
      },
      vpcs: { "vpc-1": { cidr: "10.0.0.0/16", internetGatewayBlockMode: "block-bidirectional" } },
    });
    expect(blockersOf(checkConnection(net, { from: "app", to: STRANGER, port: 443 }))).toEqual([
      "sg-app egress forward - security-group-has-no-rules SG_HAS_NO_RULES",
      "nat-1 ingress forward - nat-gateway-not-available BAD_STATE",
      "igw-1 egress forward - block-public-access VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
      "acl-public ingress reply #32767 network-acl-denies SUBNET_ACL_RESTRICTION",
      "acl-private ingress reply #32767 network-acl-denies SUBNET_ACL_RESTRICTION",
    ]);
  });
});

describe("the result", () => {
  const questions: readonly (readonly [string, () => unknown])[] = [
    ["of a connection that works", () => checkConnection(twoSubnets(), A_TO_B)],
    [
      "of one that is stopped",
      () => checkConnection(network(FAULTS.map((each) => each.fault).reduce(extend, TWO_SUBNETS)), A_TO_B),
    ],
    ["through a NAT gateway", () => checkConnection(publicAndPrivate(), { from: "app", to: "internet", port: 443 })],
    ["from a block", () => checkConnection(publicAndPrivate(), { from: "10.0.0.0/16", to: "web", port: 80 })],
    [
      "that is unknown",
      () =>
        checkConnection(
          twoSubnets({ routeTables: { "rtb-1": { vpcId: "vpc-1", main: true, routes: [route(ANYWHERE, "tgw-1")] } } }),
          { from: "i-a", to: STRANGER, port: 80 },
        ),
    ],
    ["of a listener", () => checkListener(network(classicPage()), { loadBalancer: "web", port: 80, from: "internet" })],
    ["of health checks", () => checkHealth(network(classicPage()), { loadBalancer: "web" })],
  ];

  it.each(questions)("%s is frozen all the way down", (_, ask) => {
    const isFrozen = (value: unknown): boolean =>
      typeof value !== "object" || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozen));
    expect(isFrozen(ask())).toBe(true);
  });

  it.each(questions)("%s comes back from JSON as it was", (_, ask) => {
    const result = ask();
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it.each(questions)("%s says its schema version and names each leg once", (_, ask) => {
    const result = ask() as { schemaVersion: number; legs: readonly { name: string }[] };
    expect(result.schemaVersion).toBe(1);
    const names = result.legs.map((leg) => leg.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("is the same each time, and the network is not changed by asking", () => {
    const net = twoSubnets();
    const before = JSON.stringify(net);
    const first = checkConnection(net, A_TO_B);
    expect(checkConnection(net, A_TO_B)).toEqual(first);
    expect(JSON.stringify(net)).toBe(before);
  });

  it("follows an edit", () => {
    const net = twoSubnets();
    expect(checkConnection(net, A_TO_B).verdict).toBe("reachable");
    const edited = editNetwork(net, (draft) => {
      draft.securityGroups["sg-b"]!.ingress = [];
    });
    expect(checkConnection(edited, A_TO_B).verdict).toBe("unreachable");
    expect(checkConnection(net, A_TO_B).verdict).toBe("reachable");
  });

  it("of several legs is partial where some of them work", () => {
    const net = twoSubnets({
      instances: { "i-c": { subnetId: "subnet-a", privateIpAddress: "10.0.0.20", groups: ["sg-c"] } },
      securityGroups: { "sg-c": { vpcId: "vpc-1" } },
    });
    const verdict = checkConnection(net, { ...A_TO_B, from: { subnet: "subnet-a" } });
    expect(verdict.verdict).toBe("partial");
    expect(Object.fromEntries(verdict.legs.map((leg) => [leg.from, leg.verdict]))).toMatchObject({
      "eni-i-a": "reachable",
      "eni-i-c": "unreachable",
    });
  });
});

describe("a dual-stack internet-facing load balancer that is asked from inside its VPC", () => {
  const net = (ipv6Clients: string) =>
    network({
      vpcs: { v: { cidr: "10.0.0.0/16", ipv6CidrBlocks: ["2600:1f00::/56"] } },
      internetGateways: { "igw-1": { vpcId: "v" } },
      routeTables: {
        main: {
          vpcId: "v",
          main: true,
          routes: [
            { destination: "0.0.0.0/0", target: "igw-1" },
            { destination: "::/0", target: "igw-1" },
          ],
        },
      },
      subnets: { s: { vpcId: "v", availabilityZone: "za", cidr: "10.0.0.0/24", ipv6CidrBlocks: ["2600:1f00::/64"] } },
      securityGroups: {
        lb: {
          vpcId: "v",
          ingress: [
            { port: 80, from: "0.0.0.0/0" },
            { port: 80, from: ipv6Clients },
          ],
        },
        client: {
          vpcId: "v",
          egress: [
            { protocol: -1, to: "0.0.0.0/0" },
            { protocol: -1, to: "::/0" },
          ],
        },
      },
      instances: {
        c: {
          subnetId: "s",
          privateIpAddress: "10.0.0.9",
          publicIp: "198.51.100.9",
          ipv6Address: "2600:1f00::9",
          groups: ["client"],
        },
      },
      loadBalancers: {
        web: {
          type: "application",
          ipAddressType: "dualstack",
          subnets: ["s"],
          securityGroups: ["lb"],
          listeners: [{ port: 80, protocol: "HTTP", defaultActions: [{ type: "fixed-response", statusCode: 200 }] }],
        },
      },
    });
  const question = { from: { instance: "c" }, to: { loadBalancer: "web" }, port: 80 } as const;

  it("is called by its public IPv4 addresses, through the internet gateway, and by IPv6 addresses of the VPC", () => {
    expect(checkConnection(net("::/0"), question).verdict).toBe("reachable");
  });

  it("is reached by IPv4 alone where its groups admit no IPv6 client", () => {
    expect(checkConnection(net("2001:db8::/32"), question).verdict).toBe("partial");
  });
});
