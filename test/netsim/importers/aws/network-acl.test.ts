import { describe, expect, it } from "vitest";
import { acl, answers, entry, imported, type Json, messages, notes } from "../documents.ts";

const withEntries = (...entries: Json[]) =>
  answers({ NetworkAcls: [acl("acl-1", entries, { IsDefault: true, Associations: [{ SubnetId: "subnet-1" }] })] });
const aclOf = (...entries: Json[]) => imported(withEntries(...entries)).network.networkAcls["acl-1"]!;

describe("an entry of a network ACL", () => {
  it.each<[string, Json, Json]>([
    ["all protocols", { Protocol: "-1" }, { protocol: -1, fromPort: -1, toPort: -1 }],
    ["tcp", { Protocol: "6", PortRange: { From: 80, To: 90 } }, { protocol: 6, fromPort: 80, toPort: 90 }],
    ["udp", { Protocol: "17", PortRange: { From: 0, To: 65535 } }, { protocol: 17, fromPort: 0, toPort: 65535 }],
    ["one ICMP type", { Protocol: "1", IcmpTypeCode: { Type: 8, Code: -1 } }, { protocol: 1, fromPort: 8, toPort: -1 }],
    ["all ICMP", { Protocol: "1", IcmpTypeCode: { Type: -1, Code: -1 } }, { protocol: 1, fromPort: -1, toPort: -1 }],
    [
      "one ICMPv6 type",
      { Protocol: "58", CidrBlock: undefined, Ipv6CidrBlock: "::/0", IcmpTypeCode: { Type: 128, Code: 0 } },
      { protocol: 58, fromPort: 128, toPort: 0 },
    ],
    [
      "ICMPv6 between IPv4 addresses, whose type AWS ignores",
      { Protocol: "58", IcmpTypeCode: { Type: 128, Code: 0 } },
      { protocol: 58, fromPort: -1, toPort: -1 },
    ],
    [
      "a protocol without ports, whose range AWS ignores",
      { Protocol: "50", PortRange: { From: 1, To: 2 } },
      { protocol: 50, fromPort: -1, toPort: -1 },
    ],
  ])("for %s", (_, given, expected) => {
    expect(aclOf(entry(100, given)).ingress[0]).toMatchObject(expected);
  });

  it("is in its direction, in the order of the numbers, with its place", () => {
    const { ingress, egress } = aclOf(
      entry(200, { Protocol: "6", PortRange: { From: 22, To: 22 }, RuleAction: "deny" }),
      entry(100, { Egress: true }),
      entry(100, { CidrBlock: "10.0.0.0/8" }),
    );
    expect(ingress.map((each) => [each.ruleNumber, each.ruleAction, each.cidrBlock, each.origin])).toEqual([
      [100, "allow", "10.0.0.0/8", { file: "all.json", pointer: "/NetworkAcls/0/Entries/2" }],
      [200, "deny", "0.0.0.0/0", { file: "all.json", pointer: "/NetworkAcls/0/Entries/0" }],
    ]);
    expect(egress).toHaveLength(1);
  });

  it("is left to the model where it is AWS's own last one", () => {
    const last = { RuleAction: "deny", Protocol: "-1" };
    const { ingress, egress } = aclOf(
      entry(32767, last),
      entry(32767, { ...last, Egress: true }),
      entry(32768, { ...last, CidrBlock: undefined, Ipv6CidrBlock: "::/0" }),
      entry(100),
    );
    expect(ingress.map((each) => each.ruleNumber)).toEqual([100]);
    expect(egress).toEqual([]);
  });

  it("is refused where it has a number of AWS's and is not AWS's", () => {
    expect(messages(withEntries(entry(32767, { RuleAction: "allow" })))).toEqual([
      "all.json: NetworkAcls[0].Entries[0].RuleNumber: expected a rule number 1-32766, found 32767",
    ]);
    expect(messages(withEntries(entry(32767, { RuleAction: "deny", CidrBlock: "10.0.0.0/8" })))).toEqual([
      "all.json: NetworkAcls[0].Entries[0].RuleNumber: expected a rule number 1-32766, found 32767",
    ]);
  });

  it("for tcp without a range is taken to be for all ports, with a note", () => {
    const input = withEntries(entry(100, { Protocol: "6" }));
    expect(imported(input).network.networkAcls["acl-1"]?.ingress[0]).toMatchObject({ fromPort: 0, toPort: 65535 });
    expect(notes(input, "ports-not-given")).toEqual([
      "a rule of acl-1 for 6 has no ports; it was taken to be for all ports",
    ]);
  });

  it.each<[Json, string]>([
    [
      { Protocol: "6", PortRange: { From: 80, To: 70000 } },
      "all.json: NetworkAcls[0].Entries[0].PortRange.To: expected a port 0-65535, found 70000",
    ],
    [
      { Protocol: "6", PortRange: { From: 90, To: 80 } },
      "all.json: NetworkAcls[0].Entries[0].PortRange.To: expected a port from 90 on, found 80",
    ],
    [
      { Protocol: "tpc" },
      'all.json: NetworkAcls[0].Entries[0].Protocol: expected tcp, udp, icmp, icmpv6, all, or a number 0-255, found "tpc"',
    ],
    [
      { Protocol: "256" },
      'all.json: NetworkAcls[0].Entries[0].Protocol: expected tcp, udp, icmp, icmpv6, all, or a number 0-255, found "256"',
    ],
    [
      { CidrBlock: "10.0.0.1/8" },
      'all.json: NetworkAcls[0].Entries[0].CidrBlock: expected a block without host bits: 10.0.0.0/8, found "10.0.0.1/8"',
    ],
    [
      { RuleAction: "block" },
      'all.json: NetworkAcls[0].Entries[0].RuleAction: expected ("allow" | "deny"), found "block"',
    ],
    [{ RuleNumber: "100" }, 'all.json: NetworkAcls[0].Entries[0].RuleNumber: expected a number, found "100"'],
    [
      { CidrBlock: undefined },
      "all.json: NetworkAcls[0].Entries[0]: expected one of CidrBlock and Ipv6CidrBlock, found neither",
    ],
    [
      { Ipv6CidrBlock: "::/0" },
      "all.json: NetworkAcls[0].Entries[0]: expected one of CidrBlock and Ipv6CidrBlock, found both",
    ],
  ])("with %j is refused", (bad, message) => {
    expect(messages(withEntries(entry(100, bad)))).toEqual([message]);
  });
});
