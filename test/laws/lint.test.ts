/** What lint says of rules, against every packet that they can tell apart. */
import type { NetworkAclEntry, ProtocolAndPorts } from "@netsim/core";
import fc from "fast-check";
import { cidr, type Finding, type LintCode, lint, network, type Proof } from "netsim";
import { arbBlock, arbNetworkAclEntries, arbTraffic } from "netsim/arbitraries";
import { describe, expect, it } from "vitest";
import { shuffled } from "../support/arbitraries.ts";
import {
  actionOf,
  decider,
  matches,
  type PlainPacket,
  type PlainRule,
  packetsThatMatter,
} from "../support/plain-rules.ts";

const VPC = { "vpc-1": { cidr: ["10.0.0.0/16", "2001:db8::/56"] } };

function plainEntries(entries: readonly NetworkAclEntry[]): PlainRule[] {
  return [...entries]
    .sort((a, b) => a.ruleNumber - b.ruleNumber)
    .map((each) => ({ ...each, block: each.cidrBlock, action: each.ruleAction }));
}

/** The places of the entries that findings of this code are about. */
function entriesFound(entries: readonly NetworkAclEntry[], code: LintCode, direction: "ingress" | "egress"): number[] {
  const acl = { vpcId: "vpc-1", [direction]: entries };
  const { findings } = lint(network({ vpcs: VPC, networkAcls: { "acl-1": acl } }));
  const numbers = entries.map((each) => each.ruleNumber).sort((a, b) => a - b);
  return of(findings, code, "acl-1").map(({ rule }) =>
    numbers.indexOf(rule?.kind === "network-acl-entry" ? rule.ruleNumber : 0),
  );
}

function of(findings: readonly Finding[], code: LintCode, component: string): Finding[] {
  return findings.filter((each) => each.code === code && each.component === component);
}

/** Whether deleting the rule leaves the deciding rule of every packet. */
function isIdle(
  rules: readonly PlainRule[],
  at: number,
  packets: readonly PlainPacket[],
  filter: "acl" | "group",
): boolean {
  return packets.every((packet) => decider(rules, packet, filter) !== at);
}

function without<T>(members: readonly T[], places: readonly number[]): T[] {
  return members.filter((_, at) => !places.includes(at));
}

const direction = fc.constantFrom("ingress" as const, "egress" as const);
/** Blocks and ports that meet often, so that rules cover each other by twos and threes; now and then any. */
const HALVES = ["0.0.0.0/0", "0.0.0.0/0", "0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "::/0"].map(cidr);
const near = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...HALVES) }, { weight: 1, arbitrary: arbBlock() });
const CUTS = [0, 80, 100, 443, 1024, 65536];
const cut = fc.nat(CUTS.length - 2);
const nearFields = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .tuple(cut, cut)
      .map(([a, b]) => ({ protocol: 6, fromPort: CUTS[Math.min(a, b)]!, toPort: CUTS[Math.max(a, b) + 1]! - 1 })),
  },
  { weight: 1, arbitrary: arbTraffic() },
);
const nearAction = fc.constantFrom("allow" as const, "allow" as const, "deny" as const);
const nearEntries: fc.Arbitrary<NetworkAclEntry[]> = fc
  .array(fc.record({ fields: nearFields, cidrBlock: near, ruleAction: nearAction }), { maxLength: 9 })
  .map((list) => list.map(({ fields, ...rest }, at) => ({ ...fields, ...rest, ruleNumber: 10 * (at + 1) })));
const anyEntries = fc.oneof({ weight: 4, arbitrary: nearEntries }, { weight: 1, arbitrary: arbNetworkAclEntries() });

describe("an entry of a network ACL", () => {
  it("can never decide if and only if deleting it changes no packet's deciding rule", () => {
    fc.assert(
      fc.property(anyEntries, direction, (entries, side) => {
        const rules = plainEntries(entries);
        const packets = packetsThatMatter(rules);
        const idle = rules.flatMap((_, at) => (isIdle(rules, at, packets, "acl") ? [at] : []));
        expect(entriesFound(entries, "acl-entry-never-decides", side)).toEqual(idle);
      }),
    );
  });

  it("is needless only together with others that are: without all of them every packet meets the same fate, and every further one counts", () => {
    fc.assert(
      fc.property(anyEntries, direction, (entries, side) => {
        const rules = plainEntries(entries);
        const packets = packetsThatMatter(rules);
        const dead = entriesFound(entries, "acl-entry-never-decides", side);
        const needless = entriesFound(entries, "acl-entry-changes-nothing", side);
        const fate = (list: readonly PlainRule[]): string =>
          packets.map((packet) => actionOf(list, packet, "acl")[0]).join("");
        const left = without(rules, [...dead, ...needless]);
        expect(fate(left)).toBe(fate(rules));
        for (const at of left.keys()) expect(fate(without(left, [at]))).not.toBe(fate(rules));
      }),
      { numRuns: 300 },
    );
  });

  it("of AWS's own, `*`, is never found", () => {
    fc.assert(
      fc.property(anyEntries, direction, (entries, side) => {
        const acl = { vpcId: "vpc-1", [side]: entries };
        const { findings } = lint(network({ vpcs: VPC, networkAcls: { "acl-1": acl } }));
        for (const { rule } of findings)
          if (rule?.kind === "network-acl-entry") expect(rule.ruleNumber).toBeLessThan(32767);
      }),
    );
  });
});

interface RawRule extends ProtocolAndPorts {
  readonly peer: { readonly cidr: string } | { readonly securityGroupId: string };
}

const groupRules: fc.Arbitrary<RawRule[]> = fc.array(
  fc
    .record({
      fields: nearFields,
      peer: fc.oneof(
        { weight: 3, arbitrary: near.map((cidr) => ({ cidr })) },
        { weight: 2, arbitrary: fc.constantFrom("sg-1", "sg-2").map((securityGroupId) => ({ securityGroupId })) },
      ),
    })
    .map(({ fields, peer }) => ({ ...fields, peer })),
  { maxLength: 9 },
);

function plainRules(rules: readonly RawRule[]): PlainRule[] {
  return rules.map((rule) => ({
    ...rule,
    action: "allow",
    ...("cidr" in rule.peer ? { block: rule.peer.cidr as PlainRule["block"] } : { group: rule.peer.securityGroupId }),
  }));
}

function groupFindings(rules: readonly RawRule[], side: "ingress" | "egress", vpc: object = VPC): readonly Finding[] {
  const securityGroups = {
    "sg-1": { vpcId: "vpc-1", [side]: rules, ...(side === "ingress" ? { egress: [] } : {}) },
    "sg-2": { vpcId: "vpc-1", egress: [] },
  };
  return lint(network({ vpcs: vpc as typeof VPC, securityGroups })).findings.filter((each) => each.direction === side);
}

function placesOf(findings: readonly Finding[]): number[] {
  return findings.map(({ rule }) => (rule?.kind === "security-group-rule" ? rule.index : -1));
}

describe("a rule of a security group", () => {
  it("can never decide if and only if deleting it changes no packet's deciding rule", () => {
    fc.assert(
      fc.property(groupRules, direction, (raw, side) => {
        const rules = plainRules(raw);
        const packets = packetsThatMatter(rules);
        const idle = rules.flatMap((_, at) => (isIdle(rules, at, packets, "group") ? [at] : []));
        expect(placesOf(of(groupFindings(raw, side), "group-rule-never-decides", "sg-1"))).toEqual(idle);
      }),
    );
  });

  it("is implied by others only if without all that are nothing less is allowed, whoever sends it", () => {
    fc.assert(
      fc.property(groupRules, direction, (raw, side) => {
        const rules = plainRules(raw);
        const findings = groupFindings(raw, side);
        // Members have addresses of their VPC.
        const packets = packetsThatMatter([...rules, ...VPC_BLOCKS]).filter(
          (packet) => packet.groups.length === 0 || VPC_BLOCKS.some((block) => matches(block, packet, "group")),
        );
        const places = (["group-rule-never-decides", "group-rule-implied"] as const).flatMap((code) =>
          placesOf(of(findings, code, "sg-1")),
        );
        const allowed = (list: readonly PlainRule[]): string =>
          packets.map((packet) => actionOf(list, packet, "group")[0]).join("");
        const left = without(rules, places);
        expect(allowed(left)).toBe(allowed(rules));
        for (const at of left.keys()) expect(allowed(without(left, [at]))).not.toBe(allowed(rules));
      }),
      { numRuns: 300 },
    );
  });
});

const VPC_BLOCKS: readonly PlainRule[] = VPC["vpc-1"].cidr.map((block) => ({
  block: block as NonNullable<PlainRule["block"]>,
  protocol: -1,
  fromPort: -1,
  toPort: -1,
  action: "allow",
}));

describe("the proof of a finding about rules", () => {
  function covers(proof: Proof, rule: PlainRule, all: readonly PlainRule[], filter: "acl" | "group"): void {
    if (proof.kind !== "covered") throw new Error(proof.kind);
    const by = proof.by.map((ref) => {
      if (ref.kind === "network-acl-entry") return plainEntries([ref.entry as NetworkAclEntry])[0]!;
      if (ref.kind === "security-group-rule") return plainRules([ref.rule as RawRule])[0]!;
      throw new Error(ref.kind);
    });
    const packets = packetsThatMatter(all).filter((packet) => matches(rule, packet, filter));
    const isCovered = (list: readonly PlainRule[]): boolean =>
      packets.every((packet) => list.some((each) => matches(each, packet, filter)));
    expect(isCovered(by)).toBe(true);
    // None of them can be left out.
    for (const at of by.keys()) expect(isCovered(without(by, [at]))).toBe(false);
  }

  it("that an entry can never decide names entries with smaller numbers that take all of its packets", () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const { findings } = lint(
          network({ vpcs: VPC, networkAcls: { "acl-1": { vpcId: "vpc-1", ingress: entries } } }),
        );
        for (const { rule, proof } of of(findings, "acl-entry-never-decides", "acl-1")) {
          if (rule?.kind !== "network-acl-entry" || proof.kind !== "covered") throw new Error("no such proof");
          for (const by of proof.by)
            expect(by.kind === "network-acl-entry" && by.ruleNumber < rule.ruleNumber).toBe(true);
          covers(proof, plainEntries([rule.entry as NetworkAclEntry])[0]!, plainEntries(entries), "acl");
        }
      }),
    );
  });

  it("that a group rule can never decide names rules before it", () => {
    fc.assert(
      fc.property(groupRules, (raw) => {
        for (const { rule, proof } of of(groupFindings(raw, "ingress"), "group-rule-never-decides", "sg-1")) {
          if (rule?.kind !== "security-group-rule" || proof.kind !== "covered") throw new Error("no such proof");
          for (const by of proof.by) expect(by.kind === "security-group-rule" && by.index < rule.index).toBe(true);
          covers(proof, plainRules([rule.rule as RawRule])[0]!, plainRules(raw), "group");
        }
      }),
    );
  });
});

describe("the order of an ACL's list", () => {
  it("changes no finding, as the numbers decide", () => {
    fc.assert(
      fc.property(
        anyEntries.chain((entries) => fc.tuple(fc.constant(entries), shuffled(entries))),
        ([entries, other]) => {
          const found = (list: readonly NetworkAclEntry[]) =>
            lint(network({ vpcs: VPC, networkAcls: { "acl-1": { vpcId: "vpc-1", ingress: list } } })).findings;
          expect(found(other)).toEqual(found(entries));
        },
      ),
    );
  });
});
