/**
 * What AWS says about security groups, as properties of random rules.
 * "Security group rules" https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 * "Security group rules" (EC2) https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-rules.html
 * "IpPermission" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
import {
  ALL_PACKETS,
  type Cidr,
  cidr,
  cidrFamily,
  type Direction,
  FAMILIES,
  type Identity,
  intersectPackets,
  ip,
  type Network,
  network,
  type Packet,
  type PacketSet,
  type ProtocolAndPorts,
  packetSet,
  packets,
  packetsCover,
  packetsEmpty,
  packetsHave,
  packetsWith,
  prefixLength,
  type SecurityGroupRuleInput,
  securityGroupRules,
  split,
  unitePackets,
} from "@netsim/core";
import fc from "fast-check";
import { arbBlock, arbFamily, arbSecurityGroupRule, arbTraffic } from "netsim/arbitraries";
import { describe, expect, it, vi } from "vitest";
import { addressNear, addressText, inBlock, numberOf, packet, packetOf, shuffled } from "../support/arbitraries.ts";

// Many random cases: a loaded machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const LISTS: Readonly<Record<string, readonly string[]>> = {
  "pl-offices": ["203.0.113.0/28", "10.0.1.0/24", "10.128.0.0/9"],
  "pl-v6": ["2001:db8::/33", "fe80::/10"],
};
const GROUPS = ["sg-a", "sg-b", "sg-c"] as const;

interface RawRule extends ProtocolAndPorts {
  readonly peer: { readonly cidr: Cidr } | { readonly prefixListId: string } | { readonly securityGroupId: string };
}

const rule: fc.Arbitrary<RawRule> = arbSecurityGroupRule({ groups: GROUPS, prefixLists: Object.keys(LISTS) });
const rules: fc.Arbitrary<RawRule[]> = fc.array(rule, { maxLength: 6 });
const direction: fc.Arbitrary<Direction> = fc.constantFrom("ingress", "egress");

const identity: fc.Arbitrary<Identity | null> = fc.option(
  fc.subarray([...GROUPS]).map((groups): Identity => ({ id: "eni-1", groups, vpcId: "v" })),
);

/** The interface at hand carries these groups; the other side is `other`. */
function networkOf(groups: Readonly<Record<string, readonly SecurityGroupRuleInput[]>>, of: Direction): Network {
  return network({
    vpcs: { v: { cidr: "10.0.0.0/16" } },
    prefixLists: Object.fromEntries(Object.entries(LISTS).map(([id, entries]) => [id, { entries }])),
    securityGroups: Object.fromEntries(
      GROUPS.map((id) => [id, { vpcId: "v", ingress: [], egress: [], [of]: groups[id] ?? [] }]),
    ),
  });
}

/** The packets that groups with these rules let through, to or from `other`. */
function allowed(
  list: readonly SecurityGroupRuleInput[],
  of: Direction,
  other: Identity | null = null,
  asked: PacketSet = ALL_PACKETS,
): PacketSet {
  return allowedBy(networkOf({ "sg-a": list }, of), ["sg-a"], of, other, asked);
}

function allowedBy(
  net: Network,
  groups: readonly string[],
  of: Direction,
  other: Identity | null,
  asked: PacketSet = ALL_PACKETS,
): PacketSet {
  const self: Identity = { id: "eni-self", groups, vpcId: "v" };
  const [source, destination] = of === "ingress" ? [other, self] : [self, other];
  return packetsWith(split(securityGroupRules(net, groups, of), { packets: asked, source, destination }), "allow");
}

/** An independent reading of AWS's words, packet by packet. */
function plainlyAllows(list: readonly RawRule[], of: Direction, p: Packet, other: Identity | null): boolean {
  for (const each of list) {
    if (each.protocol !== -1 && each.protocol !== p.protocol) continue;
    if (each.protocol === 6 || each.protocol === 17) {
      if (p.destinationPort < each.fromPort || p.destinationPort > each.toPort) continue;
    }
    if (each.protocol === 1 || each.protocol === 58) {
      if (each.fromPort !== -1 && each.fromPort !== p.sourcePort) continue;
      if (each.toPort !== -1 && each.toPort !== p.destinationPort) continue;
    }
    const remote = of === "ingress" ? p.source : p.destination;
    if ("cidr" in each.peer) {
      if (inBlock(remote, each.peer.cidr)) return true;
    } else if ("prefixListId" in each.peer) {
      const entries = LISTS[each.peer.prefixListId] ?? [];
      if (entries.some((entry) => inBlock(remote, entry))) return true;
    } else if (other?.groups.includes(each.peer.securityGroupId)) {
      return true;
    }
  }
  return false;
}

/** A packet whose remote address is near the blocks of these rules and whose protocol and ports are near theirs. */
function packetNear(list: readonly RawRule[], of: Direction): fc.Arbitrary<Packet> {
  const blocks = list.flatMap((each) =>
    "cidr" in each.peer
      ? [each.peer.cidr]
      : "prefixListId" in each.peer
        ? (LISTS[each.peer.prefixListId] ?? []).map(cidr)
        : [],
  );
  return arbFamily().chain((version) =>
    fc
      .tuple(
        packetOf(version),
        addressNear(blocks, version),
        fc.option(fc.constantFrom(undefined, ...list)),
        fc.integer({ min: -1, max: 1 }),
      )
      .map(([p, remote, like, step]) => {
        const end = of === "ingress" ? { source: remote } : { destination: remote };
        if (!like || like.protocol === -1) return { ...p, ...end };
        const moved = { ...p, ...end, protocol: like.protocol, sourcePort: 0, destinationPort: 0 };
        const clamp = (value: number, top: number): number => Math.max(0, Math.min(top, value));
        if (like.protocol === 6 || like.protocol === 17)
          return { ...moved, destinationPort: clamp((step < 0 ? like.fromPort : like.toPort) + step, 65535) };
        if (like.protocol === 1 || like.protocol === 58)
          return { ...moved, sourcePort: clamp(like.fromPort, 255), destinationPort: clamp(like.toPort + step, 255) };
        return moved;
      }),
  );
}

/** The two halves of a block. */
function halves(of: Cidr): [Cidr, Cidr] {
  const version = cidrFamily(of);
  const length = prefixLength(of) + 1;
  const [first = ""] = of.split("/");
  const bit = 1n << ((version === "ipv4" ? 32n : 128n) - BigInt(length));
  return [cidr(`${first}/${length}`), cidr(`${addressText(numberOf(first) + bit, version)}/${length}`)];
}

describe("security groups", () => {
  it("allow what a plain reading of their rules allows", () => {
    fc.assert(
      fc.property(
        rules.chain((list) =>
          direction.chain((of) =>
            fc.tuple(
              fc.constant(list),
              fc.constant(of),
              fc.array(packetNear(list, of), { minLength: 10, maxLength: 10 }),
            ),
          ),
        ),
        identity,
        ([list, of, some], other) => {
          const open = allowed(list, of, other);
          for (const p of some) expect(packetsHave(open, p)).toBe(plainlyAllows(list, of, p, other));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("do not depend on the order of their rules", () => {
    fc.assert(
      fc.property(
        rules.chain((list) => fc.tuple(fc.constant(list), shuffled(list))),
        direction,
        identity,
        ([list, other], of, peerOf) => {
          expect(allowed(other, of, peerOf)).toEqual(allowed(list, of, peerOf));
        },
      ),
    );
  });

  it("are not changed by a duplicate of a rule", () => {
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1, maxLength: 4 }), direction, identity, (list, of, other) => {
        expect(allowed([...list, list[0] as RawRule], of, other)).toEqual(allowed(list, of, other));
      }),
    );
  });

  it("are not changed by writing a block as its two halves", () => {
    const splittable = arbBlock().filter((each) => prefixLength(each) < (cidrFamily(each) === "ipv4" ? 32 : 128));
    fc.assert(
      fc.property(rules, arbTraffic(), splittable, direction, (list, fields, whole, of) => {
        const parts = halves(whole).map((half) => ({ ...fields, peer: { cidr: half } }));
        expect(allowed([...list, ...parts], of)).toEqual(allowed([...list, { ...fields, peer: { cidr: whole } }], of));
      }),
    );
  });

  it("are not changed by writing a port range as two ranges that meet", () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.nat(65534), fc.nat(65535)),
        arbBlock(),
        fc.constantFrom("tcp", "udp"),
        direction,
        ([a, b], from, protocol, of) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b, a + 1)];
          const middle = Math.floor((low + high) / 2);
          const ruleFor = (fromPort: number, toPort: number) => ({ protocol, fromPort, toPort, peer: { cidr: from } });
          expect(allowed([ruleFor(low, middle), ruleFor(middle + 1, high)], of)).toEqual(
            allowed([ruleFor(low, high)], of),
          );
        },
      ),
    );
  });

  it("never close anything when a rule is added, for there are no deny rules", () => {
    fc.assert(
      fc.property(rules, rule, direction, identity, (list, added, of, other) => {
        expect(packetsCover(allowed([...list, added], of, other), allowed(list, of, other))).toBe(true);
      }),
    );
  });

  it("let nothing through that no rule is about", () => {
    fc.assert(
      fc.property(direction, identity, (of, other) => {
        expect(packetsEmpty(allowed([], of, other))).toBe(true);
      }),
    );
  });

  it("of one interface allow together what any of them allows", () => {
    fc.assert(
      fc.property(rules, rules, direction, identity, (a, b, of, other) => {
        const net = networkOf({ "sg-a": a, "sg-b": b }, of);
        const each = [["sg-a"], ["sg-b"]].map((groups) => allowedBy(net, groups, of, other));
        expect(allowedBy(net, ["sg-a", "sg-b"], of, other)).toEqual(each.reduce(unitePackets));
        expect(allowedBy(net, ["sg-b", "sg-a"], of, other)).toEqual(each.reduce(unitePackets));
      }),
    );
  });

  it("with 0.0.0.0/0 never let IPv6 through, and with ::/0 never IPv4", () => {
    fc.assert(
      fc.property(arbTraffic(), arbBlock(), direction, (fields, within, of) => {
        const version = cidrFamily(within);
        const open = allowed([{ ...fields, peer: { cidr: within } }], of);
        expect(open[version === "ipv4" ? "ipv6" : "ipv4"]).toBe(false);
        const everywhere = cidr(version === "ipv4" ? "0.0.0.0/0" : "::/0");
        const all = allowed([{ protocol: -1, peer: { cidr: everywhere } }], of);
        for (const each of FAMILIES) expect(all[each]).toEqual(each === version ? ALL_PACKETS[each] : false);
      }),
    );
  });

  it("ask for the group of the other side where a rule names a group, and for no address", () => {
    fc.assert(
      fc.property(arbTraffic(), fc.constantFrom(...GROUPS), direction, identity, (fields, named, of, other) => {
        const byGroup = allowed([{ ...fields, peer: { securityGroupId: named } }], of, other);
        const everyone = allowed(
          ["0.0.0.0/0", "::/0"].map((within) => ({ ...fields, peer: { cidr: cidr(within) } })),
          of,
          other,
        );
        expect(byGroup).toEqual(other?.groups.includes(named) ? everyone : packets({ protocol: 256 }));
      }),
    );
  });

  it("do not know the sender of translated traffic: a rule that names a group lets none of it in", () => {
    fc.assert(
      fc.property(
        fc.array(arbTraffic(), { maxLength: 4 }),
        fc.constantFrom(...GROUPS),
        direction,
        (list, named, of) => {
          const ofGroup = list.map((fields) => ({ ...fields, peer: { securityGroupId: named } }));
          expect(packetsEmpty(allowed(ofGroup, of, null))).toBe(true);
        },
      ),
    );
  });

  it("let their own members talk to each other only with a rule that names themselves", () => {
    const member: Identity = { id: "eni-2", groups: ["sg-a"], vpcId: "v" };
    const stranger: Identity = { id: "eni-3", groups: ["sg-b"], vpcId: "v" };
    fc.assert(
      fc.property(arbTraffic(), packet, (fields, p) => {
        const self = [{ ...fields, peer: { securityGroupId: "sg-a" } }];
        expect(packetsEmpty(allowed([], "ingress", member))).toBe(true);
        expect(packetsHave(allowed(self, "ingress", member), p)).toBe(
          plainlyAllows(self as RawRule[], "ingress", p, member),
        );
        expect(packetsEmpty(allowed(self, "ingress", stranger))).toBe(true);
      }),
    );
  });

  it("ignore ports for protocols other than tcp, udp and the ICMPs", () => {
    const other = fc.integer({ min: 0, max: 255 }).filter((number) => ![1, 6, 17, 58].includes(number));
    fc.assert(
      fc.property(
        other,
        fc.nat(65535),
        fc.nat(65535),
        arbBlock(),
        direction,
        (protocol, fromPort, toPort, within, of) => {
          const sides = { peer: { cidr: within }, protocol };
          expect(allowed([{ ...sides, fromPort, toPort }], of)).toEqual(allowed([sides], of));
          expect(packetsEmpty(allowed([sides], of))).toBe(false);
        },
      ),
    );
  });

  it("take -1 for every ICMP type and every code, and a type with code -1 for each of its codes", () => {
    const icmp = fc.constantFrom(1, 58);
    fc.assert(
      fc.property(icmp, fc.nat(255), fc.nat(255), fc.nat(255), (protocol, type, code, otherCode) => {
        const from = "0.0.0.0/0";
        const open = (fromPort: number, toPort: number, at: number, of: number): boolean =>
          packetsHave(allowed([{ protocol, fromPort, toPort, peer: { cidr: from } }], "ingress"), {
            source: ip("203.0.113.7"),
            destination: ip("10.0.0.5"),
            protocol,
            sourcePort: at,
            destinationPort: of,
          });
        expect(open(-1, -1, type, code)).toBe(true);
        expect(open(type, -1, type, otherCode)).toBe(true);
        expect(open(type, -1, (type + 1) % 256, otherCode)).toBe(false);
        expect(open(type, code, type, otherCode)).toBe(code === otherCode);
      }),
    );
  });

  it("read a prefix list as the rules of its entries", () => {
    fc.assert(
      fc.property(arbTraffic(), fc.constantFrom(...Object.keys(LISTS)), direction, (fields, prefixListId, of) => {
        const entries = (LISTS[prefixListId] ?? []).map((entry) => ({ ...fields, peer: { cidr: cidr(entry) } }));
        expect(allowed([{ ...fields, peer: { prefixListId } }], of)).toEqual(allowed(entries, of));
      }),
    );
  });

  it("do not heed the local address and the source port", () => {
    fc.assert(
      fc.property(rules, direction, identity, packet, packet, (list, of, other, p, q) => {
        const open = allowed(list, of, other);
        const sameFamily = p.source.includes(":") === q.source.includes(":");
        const local = of === "ingress" ? { destination: q.destination } : { source: q.source };
        const moved = {
          ...p,
          ...(sameFamily ? local : {}),
          sourcePort: p.protocol === 6 || p.protocol === 17 ? 12345 : p.sourcePort,
        };
        expect(packetsHave(open, moved)).toBe(packetsHave(open, p));
      }),
    );
  });

  it("allow of some packets what they allow of all", () => {
    fc.assert(
      fc.property(rules, direction, identity, packet, (list, of, other, p) => {
        const alone = packetSet([p]);
        expect(allowed(list, of, other, alone)).toEqual(intersectPackets(allowed(list, of, other), alone));
      }),
    );
  });
});
