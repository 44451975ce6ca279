/**
 * What AWS says about network ACLs, as properties of random entries.
 * "Control traffic to subnets using network ACLs" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 * "CreateNetworkAclEntry" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
 */
import {
  ALL_PACKETS,
  type Case,
  cidr,
  cidrFamily,
  type Direction,
  type FilterAction,
  type NetworkAcl,
  type NetworkAclEntry,
  network,
  networkAclRules,
  type Packet,
  type PacketSet,
  packetSet,
  packets,
  packetsCover,
  packetsEmpty,
  packetsEqual,
  packetsHave,
  packetsWith,
  split,
  subtractPackets,
} from "@netsim/core";
import fc from "fast-check";
import { arbFamily, arbNetworkAclEntries } from "netsim/arbitraries";
import { describe, expect, it, vi } from "vitest";
import { addressNear, inBlock, packet, packetOf, shuffled } from "../support/arbitraries.ts";

// Many random cases: a loaded machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const entries = arbNetworkAclEntries();
const direction: fc.Arbitrary<Direction> = fc.constantFrom("ingress", "egress");

function acl(list: readonly NetworkAclEntry[], of: Direction, opposite: readonly NetworkAclEntry[] = []): NetworkAcl {
  const other = of === "ingress" ? "egress" : "ingress";
  const made = network({
    vpcs: { v: { cidr: "10.0.0.0/16" } },
    networkAcls: { a: { vpcId: "v", [of]: list, [other]: opposite } },
  });
  return made.networkAcls.a as NetworkAcl;
}

function casesOf(
  list: readonly NetworkAclEntry[],
  of: Direction,
  asked: PacketSet = ALL_PACKETS,
): readonly Case<FilterAction>[] {
  return split(networkAclRules(acl(list, of), of), { packets: asked, source: null, destination: null });
}

function allowed(list: readonly NetworkAclEntry[], of: Direction): PacketSet {
  return packetsWith(casesOf(list, of), "allow");
}

const numberOf = (each: Case<FilterAction>): number =>
  each.rule?.ref.kind === "network-acl-entry" ? each.rule.ref.ruleNumber : -1;

/** What an entry says about packets, taken alone. */
function packetsOf(entry: NetworkAclEntry, of: Direction): PacketSet {
  return casesOf([{ ...entry, ruleAction: "allow" }], of)[0]?.packets ?? packets({ protocol: 256 });
}

/** An independent reading of AWS's words, packet by packet. */
function plainlyDecides(
  list: readonly NetworkAclEntry[],
  of: Direction,
  p: Packet,
): { action: string; number: number } {
  const ascending = [...list].sort((a, b) => a.ruleNumber - b.ruleNumber);
  for (const entry of ascending) {
    const remote = of === "ingress" ? p.source : p.destination;
    if (!inBlock(remote, entry.cidrBlock)) continue;
    if (entry.protocol !== -1 && entry.protocol !== p.protocol) continue;
    if (entry.protocol === 6 || entry.protocol === 17) {
      if (p.destinationPort < entry.fromPort || p.destinationPort > entry.toPort) continue;
    }
    const isIcmp = entry.protocol === 1 || (entry.protocol === 58 && entry.cidrBlock.includes(":"));
    if (isIcmp && entry.fromPort !== -1 && entry.fromPort !== p.sourcePort) continue;
    if (isIcmp && entry.toPort !== -1 && entry.toPort !== p.destinationPort) continue;
    return { action: entry.ruleAction, number: entry.ruleNumber };
  }
  return { action: "deny", number: p.source.includes(":") ? 32768 : 32767 };
}

/** A packet about which the entries have something to say. */
function packetNear(list: readonly NetworkAclEntry[], of: Direction): fc.Arbitrary<Packet> {
  return arbFamily().chain((version) =>
    fc
      .tuple(
        packetOf(version),
        addressNear(
          list.map((each) => each.cidrBlock),
          version,
        ),
        fc.constantFrom(undefined, ...list),
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

describe("network ACLs", () => {
  it("decide each packet as a plain first-match reading decides it, by the same entry", () => {
    fc.assert(
      fc.property(
        entries.chain((list) =>
          direction.chain((of) =>
            fc.tuple(
              fc.constant(list),
              fc.constant(of),
              fc.array(packetNear(list, of), { minLength: 10, maxLength: 10 }),
            ),
          ),
        ),
        ([list, of, some]) => {
          const cases = casesOf(list, of);
          for (const p of some) {
            const found = cases.filter((each) => packetsHave(each.packets, p));
            expect(found.map((each) => ({ action: each.action, number: numberOf(each) }))).toEqual([
              plainlyDecides(list, of, p),
            ]);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("do not depend on the order in which entries are listed, only on their numbers", () => {
    fc.assert(
      fc.property(
        entries.chain((list) => fc.tuple(fc.constant(list), shuffled(list))),
        direction,
        ([list, other], of) => {
          expect(casesOf(other, of).map((each) => [numberOf(each), each.packets])).toEqual(
            casesOf(list, of).map((each) => [numberOf(each), each.packets]),
          );
        },
      ),
    );
  });

  it("are not changed by renumbering that crosses no entry", () => {
    fc.assert(
      fc.property(entries, direction, fc.integer({ min: 1, max: 9 }), (list, of, step) => {
        const ascending = [...list].sort((a, b) => a.ruleNumber - b.ruleNumber);
        const renumbered = ascending.map((each, at) => ({ ...each, ruleNumber: 1 + at * step }));
        expect(casesOf(renumbered, of).map((each) => [each.action, each.packets])).toEqual(
          casesOf(ascending, of).map((each) => [each.action, each.packets]),
        );
      }),
    );
  });

  it("never let an entry decide that stands behind one that covers it", () => {
    fc.assert(
      fc.property(entries, direction, (list, of) => {
        const deciding = new Set(casesOf(list, of).map(numberOf));
        for (const entry of list) {
          const isCovered = list.some(
            (other) => other.ruleNumber < entry.ruleNumber && packetsCover(packetsOf(other, of), packetsOf(entry, of)),
          );
          if (isCovered) expect(deciding.has(entry.ruleNumber)).toBe(false);
        }
      }),
    );
  });

  it("are not changed by removing an entry that never decides, nor by turning it from allow to deny", () => {
    fc.assert(
      fc.property(entries, direction, (list, of) => {
        const deciding = new Set(casesOf(list, of).map(numberOf));
        const idle = list.find((each) => !deciding.has(each.ruleNumber));
        if (!idle) return;
        const turned = { ...idle, ruleAction: idle.ruleAction === "allow" ? ("deny" as const) : ("allow" as const) };
        const rest = list.filter((each) => each !== idle);
        expect(allowed(rest, of)).toEqual(allowed(list, of));
        expect(allowed([...rest, turned], of)).toEqual(allowed(list, of));
      }),
      { numRuns: 200 },
    );
  });

  it("change by an entry that decides, in what it decides and nowhere else", () => {
    fc.assert(
      fc.property(entries, direction, (list, of) => {
        for (const each of casesOf(list, of)) {
          const entry = list.find((other) => other.ruleNumber === numberOf(each));
          if (!entry) continue;
          const turned = list.map((other) =>
            other === entry
              ? { ...entry, ruleAction: entry.ruleAction === "allow" ? ("deny" as const) : ("allow" as const) }
              : other,
          );
          const [before, after] = [allowed(list, of), allowed(turned, of)];
          const gained = subtractPackets(after, before);
          const lost = subtractPackets(before, after);
          expect(entry.ruleAction === "allow" ? lost : gained).toEqual(each.packets);
          expect(packetsEmpty(entry.ruleAction === "allow" ? gained : lost)).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("leave to the `*` entry exactly what no entry is about, and it denies", () => {
    fc.assert(
      fc.property(entries, direction, packet, (list, of, p) => {
        const cases = casesOf(list, of);
        const rest = list.map((each) => packetsOf(each, of)).reduce(subtractPackets, ALL_PACKETS);
        const final = cases.filter((each) => numberOf(each) > 32766);
        expect(final.every((each) => each.action === "deny")).toBe(true);
        expect(final.some((each) => packetsHave(each.packets, p))).toBe(packetsHave(rest, p));
        expect(packetsEqual(packetsWith(final, "deny"), rest)).toBe(true);
        for (const each of final) {
          expect(each.packets[numberOf(each) === 32767 ? "ipv6" : "ipv4"]).toBe(false);
        }
      }),
    );
  });

  it("have an entry for every packet: AWS's own last ones leave nothing undecided", () => {
    fc.assert(
      fc.property(entries, direction, (list, of) => {
        expect(casesOf(list, of).every((each) => each.rule !== null)).toBe(true);
      }),
    );
  });

  it("deny everything as long as they have no entry", () => {
    expect(casesOf([], "ingress").map((each) => [numberOf(each), each.action])).toEqual([
      [32767, "deny"],
      [32768, "deny"],
    ]);
  });

  it("judge what comes in and what goes out independently", () => {
    fc.assert(
      fc.property(entries, entries, direction, (list, opposite, of) => {
        const alone = split(networkAclRules(acl(list, of), of), {
          packets: ALL_PACKETS,
          source: null,
          destination: null,
        });
        const both = split(networkAclRules(acl(list, of, opposite), of), {
          packets: ALL_PACKETS,
          source: null,
          destination: null,
        });
        expect(both.map((each) => [numberOf(each), each.packets])).toEqual(
          alone.map((each) => [numberOf(each), each.packets]),
        );
      }),
    );
  });

  it("never apply an IPv4 entry to IPv6, nor an IPv6 entry to IPv4", () => {
    fc.assert(
      fc.property(entries, direction, (list, of) => {
        for (const entry of list) {
          expect(packetsOf(entry, of)[cidrFamily(entry.cidrBlock) === "ipv4" ? "ipv6" : "ipv4"]).toBe(false);
        }
      }),
    );
  });

  it("do not know who sends: groups make no difference to them", () => {
    fc.assert(
      fc.property(entries, direction, packet, (list, of, p) => {
        const rules = networkAclRules(acl(list, of), of);
        const someone = { id: "eni-1", groups: ["sg-a"], vpcId: "v" };
        const known = split(rules, { packets: packetSet([p]), source: someone, destination: someone });
        expect(known).toEqual(split(rules, { packets: packetSet([p]), source: null, destination: null }));
      }),
    );
  });

  it("for ICMPv6 over an IPv4 block ignore the type and the code", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 255 }),
        fc.integer({ min: -1, max: 255 }),
        direction,
        (fromPort, toPort, of) => {
          const entry = { ruleNumber: 1, ruleAction: "allow" as const, protocol: 58, fromPort, toPort };
          const over4 = allowed([{ ...entry, cidrBlock: cidr("0.0.0.0/0") }], of);
          expect(over4).toEqual({ ...packets({ protocol: 58 }), ipv6: false });
          const over6 = allowed([{ ...entry, cidrBlock: cidr("::/0") }], of);
          expect(packetsCover(packets({ protocol: 58 }), over6)).toBe(true);
          expect(packetsEqual(over6, { ...packets({ protocol: 58 }), ipv4: false })).toBe(false);
        },
      ),
    );
  });

  it("are not changed by exchanging neighbours that share no packet", () => {
    fc.assert(
      fc.property(entries, direction, (list, of) => {
        const ascending = [...list].sort((a, b) => a.ruleNumber - b.ruleNumber);
        const [a, b, ...rest] = ascending;
        if (!a || !b) return;
        const exchanged = [{ ...a, ruleNumber: b.ruleNumber }, { ...b, ruleNumber: a.ruleNumber }, ...rest];
        const share = !packetsEmpty(
          subtractPackets(packetsOf(a, of), subtractPackets(packetsOf(a, of), packetsOf(b, of))),
        );
        if (!share || a.ruleAction === b.ruleAction) expect(allowed(exchanged, of)).toEqual(allowed(ascending, of));
        else expect(allowed(exchanged, of)).not.toEqual(allowed(ascending, of));
      }),
    );
  });
});
