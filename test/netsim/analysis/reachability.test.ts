import { editNetwork, network, packetWitness } from "@netsim/core";
import fc from "fast-check";
import { checkConnection, diffNetworks, type HeaderSet, NetsimError, reachability } from "netsim";
import { describe, expect, it } from "vitest";
import { packetsOfHeaders } from "../../support/flows.ts";
import { anyNetwork } from "../../support/random-networks.ts";
import { publicAndPrivate, STRANGER, twoSubnets } from "../../support/small-networks.ts";

const pairs = (found: ReturnType<typeof reachability>): readonly string[] =>
  found.flows.map((each) => `${each.from.label} -> ${each.to.label}${each.to.byPublicAddress ? " (public)" : ""}`);

describe("reachability", () => {
  it("lists every pair between which something works, with exactly what", () => {
    const found = reachability(twoSubnets());
    expect(pairs(found)).toEqual(["i-a -> i-b"]);
    expect(found.flows[0]?.working).toEqual([
      {
        protocol: "tcp",
        sourceAddresses: ["10.0.0.10/32"],
        destinationAddresses: ["10.0.1.10/32"],
        sourcePortRanges: ["1024-65535"],
        destinationPortRanges: ["80"],
      },
    ]);
  });

  it("includes the internet both ways, and public addresses asked for from inside", () => {
    expect(pairs(reachability(publicAndPrivate()))).toEqual(
      expect.arrayContaining([
        "internet -> web",
        "web -> internet",
        "app -> internet",
        "app -> web",
        "app -> web (public)",
      ]),
    );
  });

  it("keeps to a scope, which may be any endpoint of a question", () => {
    const net = publicAndPrivate();
    expect(pairs(reachability(net, { from: "internet" }))).toEqual(["internet -> web"]);
    expect(pairs(reachability(net, { from: STRANGER, to: "web" }))).toEqual([`${STRANGER} -> web`]);
    expect(reachability(net, { from: "internet", to: "app" }).flows).toEqual([]);
    expect(() => reachability(net, { from: "nobody" })).toThrow(NetsimError);
  });

  it("is what questions about single packets say", () => {
    const plain = anyNetwork(
      { natGateways: false, loadBalancer: "never" },
      { natGateways: false, loadBalancer: "never" },
    );
    fc.assert(
      fc.property(plain, (net) => {
        for (const { from, to, working } of reachability(net).flows) {
          if (to.byPublicAddress || from.members.join() === to.members.join()) continue;
          for (const header of working) {
            const witness = packetWitness(packetsOfHeaders([header]));
            if (witness?.protocol !== 6) continue;
            const { source, destination, sourcePort, destinationPort } = witness;
            const verdict = checkConnection(net, {
              from: { address: source },
              to: { address: destination },
              port: destinationPort,
              sourcePorts: sourcePort,
            });
            expect(verdict.verdict, JSON.stringify(witness)).toBe("reachable");
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("a dual-stack receiver", () => {
  const net = network({
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
      web: {
        vpcId: "v",
        ingress: [
          { port: 80, from: "0.0.0.0/0" },
          { port: 80, from: "::/0" },
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
      web: {
        subnetId: "s",
        privateIpAddress: "10.0.0.10",
        publicIp: "198.51.100.10",
        ipv6Address: "2600:1f00::10",
        groups: ["web"],
      },
      client: {
        subnetId: "s",
        privateIpAddress: "10.0.0.9",
        publicIp: "198.51.100.9",
        ipv6Address: "2600:1f00::9",
        groups: ["client"],
      },
    },
  });
  const destinations = (headers: HeaderSet): readonly string[] => headers.flatMap((each) => each.destinationAddresses);

  it("is asked for by its public addresses in IPv4 only, as its IPv6 addresses are the same everywhere", () => {
    const { flows } = reachability(net, { from: "client", to: "web" });
    expect(flows.map((each) => [each.to.byPublicAddress === true, ...destinations(each.working)])).toEqual([
      [false, "10.0.0.10/32", "2600:1f00::10/128"],
      [true, "198.51.100.10/32"],
    ]);
  });

  it("loses its IPv6 connections once when the rule for them goes", () => {
    const after = editNetwork(net, (draft) => {
      draft.securityGroups.web?.ingress.pop();
    });
    const stops = diffNetworks(net, after).stops.filter((each) => each.from.label === "client");
    expect(stops.map((each) => [each.to.byPublicAddress === true, ...destinations(each.packets)])).toEqual([
      [false, "2600:1f00::10/128"],
    ]);
  });
});
