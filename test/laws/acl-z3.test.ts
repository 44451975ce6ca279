/**
 * A proof, not a sample: for generated ACLs a theorem prover finds no IPv4 packet on which the compiled cases of `split`
 * and the raw entries, read as AWS words them, disagree. Both are formulas over bit vectors; their difference has no
 * solution. https://github.com/Z3Prover/z3
 */
import {
  ALL_PACKETS,
  asIntervals,
  type Case,
  cidr,
  type FilterAction,
  type IntervalSet,
  interval,
  type NetworkAcl,
  type NetworkAclEntry,
  network,
  networkAclRules,
  packetBoxes,
  packets,
  ranges,
  split,
  subtractPackets,
  unitePackets,
} from "@netsim/core";
import fc from "fast-check";
import { arbBlock, arbNetworkAclEntries } from "netsim/arbitraries";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Bool, type Context, init } from "z3-solver";
import { numberOf } from "../support/arbitraries.ts";

// Many random cases: a loaded machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

type Z3 = Context<"main">;
type Formula = Bool<"main">;

let z3: Z3;
let endThreads: () => void;

beforeAll(async () => {
  const { Context: contextOf, em } = await init();
  z3 = contextOf("main");
  endThreads = () => em.PThread.terminateAllThreads();
}, 60_000);

afterAll(() => endThreads());

/** A packet that nobody has chosen yet. */
function anyPacket() {
  return {
    source: z3.BitVec.const("source", 32),
    protocol: z3.BitVec.const("protocol", 8),
    /** The source port, or the ICMP type. */
    first: z3.BitVec.const("first", 16),
    /** The destination port, or the ICMP code. */
    second: z3.BitVec.const("second", 16),
  };
}
type Packet = ReturnType<typeof anyPacket>;
type Bits = Packet["source"] | Packet["protocol"] | Packet["first"];

/** The two last fields hold ports, a type and a code, or nothing. */
function exists({ protocol, first, second }: Packet): Formula {
  const is = (...numbers: number[]): Formula => z3.Or(...numbers.map((number) => between(protocol, number, number)));
  return z3.And(
    z3.Implies(is(1, 58), z3.And(first.ule(255), second.ule(255))),
    z3.Or(is(1, 58, 6, 17), z3.And(between(first, 0, 0), between(second, 0, 0))),
  );
}

function between(bits: Bits, low: number, high: number): Formula {
  return z3.And(bits.uge(low), bits.ule(high));
}

/** The packets of compiled cases, from the boxes they are told as. */
function inCases(packet: Packet, cases: readonly Case<FilterAction>[]): Formula {
  const within = (bits: Bits, set: IntervalSet): Formula =>
    z3.Or(...ranges(set).map(([low, high]) => between(bits, low, high)));
  const boxes = packetBoxes(cases.map((each) => each.packets).reduce(unitePackets, packets({ protocol: 256 })));
  return z3.Or(
    ...boxes
      .filter((box) => box.family === "ipv4")
      .map((box) =>
        z3.And(
          within(packet.protocol, box.protocols),
          within(packet.source, asIntervals(box.source, 2 ** 32)),
          within(packet.first, box.sourcePorts),
          within(packet.second, box.destinationPorts),
        ),
      ),
  );
}

/** Whether an entry is about a packet, in AWS's words. */
function isAbout(packet: Packet, entry: NetworkAclEntry): Formula {
  const [first = "", length = ""] = entry.cidrBlock.split("/");
  const low = Number(numberOf(first));
  const parts = [between(packet.source, low, low + 2 ** (32 - Number(length)) - 1)];
  if (entry.protocol !== -1) parts.push(between(packet.protocol, entry.protocol, entry.protocol));
  if (entry.protocol === 6 || entry.protocol === 17) parts.push(between(packet.second, entry.fromPort, entry.toPort));
  // ICMP; ICMPv6 over an IPv4 block is not asked for its type and code.
  if (entry.protocol === 1 && entry.fromPort !== -1) parts.push(between(packet.first, entry.fromPort, entry.fromPort));
  if (entry.protocol === 1 && entry.toPort !== -1) parts.push(between(packet.second, entry.toPort, entry.toPort));
  return z3.And(...parts);
}

/** The packets for which this entry is about them, and no entry with a lower number is. */
function isDecidedBy(packet: Packet, entry: NetworkAclEntry, entries: readonly NetworkAclEntry[]): Formula {
  const before = entries.filter((other) => other.ruleNumber < entry.ruleNumber);
  return z3.And(isAbout(packet, entry), ...before.map((other) => z3.Not(isAbout(packet, other))));
}

async function difference(packet: Packet, one: Formula, other: Formula): Promise<string> {
  const solver = new z3.Solver();
  solver.add(exists(packet), z3.Xor(one, other));
  return solver.check();
}

const mostlyV4 = fc.oneof({ weight: 9, arbitrary: arbBlock({ family: "ipv4" }) }, arbBlock({ family: "ipv6" }));

/** ACLs of 5 to 20 entries, always the same ones: a proof takes as long as its formulas are large. */
const generated = [5, 8, 12, 16, 20].map((length, at) => {
  const [entries = []] = fc.sample(arbNetworkAclEntries({ blocks: mostlyV4, minEntries: length, maxEntries: length }), {
    numRuns: 1,
    seed: 2026 + at,
  });
  return entries;
});

function casesOf(ingress: readonly NetworkAclEntry[]): readonly Case<FilterAction>[] {
  const made = network({ vpcs: { v: { cidr: "10.0.0.0/16" } }, networkAcls: { a: { vpcId: "v", ingress } } });
  const rules = networkAclRules(made.networkAcls.a as NetworkAcl, "ingress");
  return split(rules, { packets: ALL_PACKETS, source: null, destination: null });
}

const overV4 = (entries: readonly NetworkAclEntry[]): NetworkAclEntry[] =>
  entries.filter((each) => !each.cidrBlock.includes(":"));

describe("a theorem prover finds no packet", () => {
  it.each(generated.map((entries) => [entries.length, entries] as const))(
    "that an ACL of %i entries allows and its entries, first match first, do not, or the other way round",
    async (_, entries) => {
      const packet = anyPacket();
      const allowed = inCases(
        packet,
        casesOf(entries).filter((each) => each.action === "allow"),
      );
      const read = overV4(entries);
      const plain = z3.Or(
        ...read.filter((each) => each.ruleAction === "allow").map((each) => isDecidedBy(packet, each, read)),
      );
      expect(await difference(packet, allowed, plain)).toBe("unsat");
    },
  );

  it("for which a case names another entry than the first that is about the packet", async () => {
    const [entries = []] = generated;
    const packet = anyPacket();
    const read = overV4(entries);
    const cases = casesOf(entries);
    for (const entry of read) {
      const own = cases.filter(
        (each) => each.rule?.ref.kind === "network-acl-entry" && each.rule.ref.ruleNumber === entry.ruleNumber,
      );
      expect(await difference(packet, inCases(packet, own), isDecidedBy(packet, entry, read))).toBe("unsat");
    }
  });

  it("but does find one when there is one", async () => {
    const entry = {
      ruleNumber: 100,
      ruleAction: "allow",
      protocol: 6,
      fromPort: 80,
      toPort: 80,
      cidrBlock: cidr("10.0.0.0/8"),
    } as const;
    const packet = anyPacket();
    const [first] = casesOf([entry]);
    const almost = { ...entry, toPort: 81 };
    expect(await difference(packet, inCases(packet, first ? [first] : []), isAbout(packet, almost))).toBe("sat");
    const lessOne = subtractPackets(
      first?.packets ?? ALL_PACKETS,
      packets({ protocol: 6, sourcePorts: interval(1, 1) }),
    );
    const short: Case<FilterAction>[] = first ? [{ ...first, packets: lessOne }] : [];
    expect(await difference(packet, inCases(packet, short), isAbout(packet, entry))).toBe("sat");
  });
});
