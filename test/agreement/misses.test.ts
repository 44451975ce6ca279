/**
 * An explanation says by which one field a rule misses a packet. That is so exactly when the rule matches with another
 * value there, as the sets decide that a verdict is made of.
 */
import {
  type Cidr,
  cidr,
  cidrFamily,
  concerns,
  hostCidr,
  type Identity,
  ipFamily,
  type Network,
  type NetworkInput,
  network,
  networkAclRules,
  type Packet,
  packetsHave,
  protocolClass,
  type Rule,
  routeRules,
  routeTargetId,
  securityGroupRules,
} from "@netsim/core";
import fc from "fast-check";
import { arbBlock, arbNetworkAclEntries, arbTraffic } from "netsim/arbitraries";
import { describe, expect, it } from "vitest";
import type { NearField } from "../../packages/netsim/src/explain/explanation.ts";
import { missesOf, type Passenger } from "../../packages/netsim/src/explain/misses.ts";
import { addressNear, packetOf } from "../support/arbitraries.ts";

type Changes = Readonly<Partial<Record<NearField, object>>>;

const direction = fc.constantFrom("ingress" as const, "egress" as const);
const groups = fc.constantFrom("sg-1", "sg-2");

const identity: fc.Arbitrary<Identity | null> = fc.option(
  groups.map((group) => ({ id: "eni-1", groups: [group], vpcId: "vpc-1" })),
);

function passengerNear(blocks: readonly Cidr[], of: "ingress" | "egress"): fc.Arbitrary<Passenger> {
  return fc.constantFrom("ipv4" as const, "ipv6" as const).chain((version) =>
    fc
      .record({
        packet: packetOf(version),
        remote: addressNear(blocks, version),
        source: identity,
        destination: identity,
      })
      .map(({ packet, remote, source, destination }) => ({
        packet: { ...packet, [of === "ingress" ? "source" : "destination"]: remote },
        source,
        destination,
      })),
  );
}

function matches(rule: Rule<string>, { packet, source, destination }: Passenger): boolean {
  return concerns(rule, { source, destination }) && packetsHave(rule.packets, packet);
}

/** The values that the packet has for the fields of a rule about protocol and ports. */
function portChanges({ protocol, sourcePort, destinationPort }: Packet): Changes {
  const kind = protocolClass(protocol);
  return {
    protocol: { protocol },
    ...(kind === "ports" && { "port-range": { fromPort: destinationPort, toPort: destinationPort } }),
    ...(kind === "icmp" && { "icmp-type": { fromPort: sourcePort }, "icmp-code": { toPort: destinationPort } }),
  };
}

/** @param changed the rule with one field as the packet has it. */
function expectAgreement(
  rule: Rule<string>,
  passenger: Passenger,
  changes: Changes,
  changed: (values: object) => Rule<string> | undefined,
  isSameClass: boolean,
): void {
  const misses = missesOf(rule, passenger);
  expect(misses?.length === 0).toBe(matches(rule, passenger));
  const [field, ...others] = misses ?? [];
  if (field !== undefined && others.length === 0) {
    const nearly = changed(changes[field] ?? {});
    expect([field, nearly && matches(nearly, passenger)]).toEqual([field, true]);
  }
  if (others.length === 0 || !isSameClass) return;
  for (const [name, values] of Object.entries(changes)) {
    const nearly = changed(values);
    expect([name, nearly !== undefined && matches(nearly, passenger)]).toEqual([name, false]);
  }
}

/** Ports and types are no values of each other; a rule of the one is never near for a packet of the other. */
function isComparable(protocol: number, packet: Packet): boolean {
  const kind = protocolClass(packet.protocol);
  return protocol === -1 || kind === "none" || protocolClass(protocol) === kind;
}

const FRAME: NetworkInput = { vpcs: { "vpc-1": { cidr: ["10.0.0.0/16", "2600:1f14::/56"] } } };
const LISTS = {
  "pl-4": { entries: ["10.0.0.0/8", "203.0.113.0/24"] },
  "pl-6": { entries: ["2001:db8::/32"] },
} as const;

const peer = fc.oneof(
  arbBlock().map((block) => ({ cidr: block })),
  groups.map((securityGroupId) => ({ securityGroupId })),
  fc.constantFrom("pl-4", "pl-6").map((prefixListId) => ({ prefixListId })),
);

describe("the one field that keeps a rule from matching a packet", () => {
  it("of a security group rule: with the packet's value there the rule matches, and with no other", () => {
    fc.assert(
      fc.property(
        fc.record({ fields: arbTraffic(), peer, of: direction }).chain((made) => {
          const blocks = "cidr" in made.peer ? [made.peer.cidr] : LISTS["pl-4"].entries.map((each) => cidr(each));
          return fc.record({ made: fc.constant(made), passenger: passengerNear(blocks, made.of) });
        }),
        ({ made: { fields, peer: other, of }, passenger }) => {
          const ruleWith = (values: object): Rule<string> => {
            const rules = { ingress: [], egress: [], [of]: [{ ...fields, peer: other, ...values }] };
            const net = network({
              ...FRAME,
              prefixLists: LISTS,
              securityGroups: {
                "sg-1": { vpcId: "vpc-1" },
                "sg-2": { vpcId: "vpc-1" },
                sg: { vpcId: "vpc-1", ...rules },
              },
            });
            return securityGroupRules(net, ["sg"], of).rules[0] as Rule<string>;
          };
          const remote = of === "ingress" ? passenger.packet.source : passenger.packet.destination;
          const address = { peer: { cidr: hostCidr(remote) } };
          const changes: Changes = {
            ...portChanges(passenger.packet),
            peer: address,
            "address-family": address,
            "group-reference": address,
          };
          const isSameClass = isComparable(fields.protocol, passenger.packet);
          expectAgreement(ruleWith({}), passenger, changes, (values) => tried(() => ruleWith(values)), isSameClass);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("of a network ACL's entry: likewise", () => {
    fc.assert(
      fc.property(
        fc.tuple(arbNetworkAclEntries({ minEntries: 1, maxEntries: 1 }), direction).chain(([[entry], of]) =>
          fc.record({
            entry: fc.constant(entry!),
            of: fc.constant(of),
            passenger: passengerNear(entry ? [entry.cidrBlock] : [], of),
          }),
        ),
        ({ entry, of, passenger }) => {
          const ruleWith = (values: object): Rule<string> => {
            const acl = { vpcId: "vpc-1", ingress: [], egress: [], [of]: [{ ...entry, ...values }] };
            return networkAclRules(network({ ...FRAME, networkAcls: { acl } }).networkAcls.acl!, of).rules[0]!;
          };
          const block = hostCidr(of === "ingress" ? passenger.packet.source : passenger.packet.destination);
          const changes: Changes = {
            ...portChanges(passenger.packet),
            peer: { cidrBlock: block },
            "address-family": { cidrBlock: block },
          };
          const isSameClass = isComparable(entry.protocol, passenger.packet);
          expectAgreement(ruleWith({}), passenger, changes, (values) => tried(() => ruleWith(values)), isSameClass);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("of a route: its destination, or the address family of it", () => {
    fc.assert(
      fc.property(
        arbBlock().chain((block) => fc.tuple(fc.constant(block), passengerNear([block], "egress"))),
        ([destination, passenger]) => {
          const ruleTo = (block: Cidr): Rule<string> | undefined => {
            const routes = [{ destination: block, target: "igw-1" }];
            const net = network({
              ...FRAME,
              internetGateways: { "igw-1": { vpcId: "vpc-1" } },
              routeTables: { rtb: { vpcId: "vpc-1", routes } },
            });
            return routeRules(net, net.routeTables.rtb!).rules.find(isToGateway);
          };
          const rule = ruleTo(destination);
          if (!rule) return;
          const misses = missesOf(rule, passenger);
          expect(misses?.length === 0).toBe(matches(rule, passenger));
          const isSameFamily = cidrFamily(destination) === ipFamily(passenger.packet.destination);
          if (misses?.length) expect(misses).toEqual([isSameFamily ? "destination" : "address-family"]);
          const host = ruleTo(hostCidr(passenger.packet.destination));
          if (host) expect(missesOf(host, passenger)).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is told of prefix lists by what they hold", () => {
    const net: Network = network({
      ...FRAME,
      prefixLists: LISTS,
      securityGroups: {
        sg: {
          vpcId: "vpc-1",
          ingress: [
            { port: 80, from: "pl-4" },
            { protocol: "icmp", icmp: { type: 8 }, from: "pl-4" },
          ],
        },
      },
    });
    const [web, ping] = securityGroupRules(net, ["sg"], "ingress").rules;
    const packet = { protocol: 6, source: "10.1.2.3", destination: "10.0.0.1", sourcePort: 1024, destinationPort: 80 };
    const of = (rule: Rule<string> | undefined, changes: object) =>
      missesOf(rule as Rule<string>, { packet: { ...packet, ...changes } as Packet, source: null, destination: null });
    expect(of(web, {})).toEqual([]);
    expect(of(web, { destinationPort: 81 })).toEqual(["port-range"]);
    expect(of(web, { source: "203.0.114.1" })).toEqual(["peer"]);
    expect(of(web, { source: "2001:db8::1", destination: "2600:1f14::1" })).toEqual(["address-family"]);
    expect(of(ping, { protocol: 1, sourcePort: 8, destinationPort: 0 })).toEqual([]);
    expect(of(ping, { protocol: 1, sourcePort: 0, destinationPort: 0 })).toEqual(["icmp-type"]);
    expect(of(ping, {})).toEqual(["protocol", "port-range"]);
  });
});

function isToGateway({ ref }: Rule<string>): boolean {
  return ref.kind === "route" && routeTargetId(ref.route.target) === "igw-1";
}

/** Undefined where AWS has no such rule. */
function tried<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
