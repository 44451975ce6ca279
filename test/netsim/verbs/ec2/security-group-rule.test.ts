import {
  ALL_PACKETS,
  type Cidr,
  type Network,
  NO_PACKETS,
  type PacketSet,
  packetsEmpty,
  packetsEqual,
  securityGroupRules,
  split,
  unitePackets,
} from "@netsim/core";
import fc from "fast-check";
import { ec2 } from "netsim";
import { arbBlock } from "netsim/arbitraries";
import { describe, expect, it } from "vitest";
import { shuffled } from "../../../support/arbitraries.ts";
import { accepted, base, baseWith, changedRecords, refusal } from "./support.ts";

const web: ec2.IpPermission = {
  IpProtocol: "tcp",
  FromPort: 443,
  ToPort: 443,
  IpRanges: [{ CidrIp: "203.0.113.0/24", Description: "office" }, { CidrIp: "198.51.100.7/32" }],
  Ipv6Ranges: [{ CidrIpv6: "2001:db8::/32" }],
  PrefixListIds: [{ PrefixListId: "pl-1" }],
  UserIdGroupPairs: [{ GroupId: "sg-web" }],
};

const request = { GroupId: "sg-app", IpPermissions: [web] };

describe("authorize-security-group-ingress", () => {
  it("makes a rule of each peer, with an id of its own", () => {
    const { after, answer } = accepted(ec2.authorizeSecurityGroupIngress(base, request));
    const rule = { GroupId: "sg-app", IsEgress: false, IpProtocol: "tcp", FromPort: 443, ToPort: 443 };
    const id = (number: number) => ({ SecurityGroupRuleId: `sgr-0000000000000000${number}` });
    expect(answer).toEqual({
      Return: true,
      SecurityGroupRules: [
        { ...id(1), ...rule, CidrIpv4: "203.0.113.0/24", Description: "office" },
        { ...id(2), ...rule, CidrIpv4: "198.51.100.7/32" },
        { ...id(3), ...rule, CidrIpv6: "2001:db8::/32" },
        { ...id(4), ...rule, PrefixListId: "pl-1" },
        { ...id(5), ...rule, ReferencedGroupInfo: { GroupId: "sg-web" } },
      ],
    });
    const ports = { protocol: 6, fromPort: 443, toPort: 443 };
    expect(after.securityGroups["sg-app"]?.ingress).toEqual([
      { id: "sgr-00000000000000001", ...ports, peer: { cidr: "203.0.113.0/24" }, description: "office" },
      { id: "sgr-00000000000000002", ...ports, peer: { cidr: "198.51.100.7/32" } },
      { id: "sgr-00000000000000003", ...ports, peer: { cidr: "2001:db8::/32" } },
      { id: "sgr-00000000000000004", ...ports, peer: { prefixListId: "pl-1" } },
      { id: "sgr-00000000000000005", ...ports, peer: { securityGroupId: "sg-web" } },
    ]);
    expect(changedRecords(base, after)).toEqual(["securityGroups.sg-app"]);
  });

  it("of a group that is known by its name in the default VPC", () => {
    const { after } = accepted(
      ec2.authorizeSecurityGroupIngress(base, { GroupName: "named", Protocol: "all", Cidr: "10.0.0.0/8" }),
    );
    expect(changedRecords(base, after)).toEqual(["securityGroups.sg-named"]);
  });

  it.each([
    ["a group that is not there", { ...request, GroupId: "sg-9" }, "InvalidGroup.NotFound GroupId"],
    ["a name that is not there", { GroupName: "web", IpPermissions: [web] }, "InvalidGroup.NotFound GroupName"],
    ["no group", { IpPermissions: [web] }, "MissingParameter GroupId"],
    ["a misspelt key", { ...request, IpPermission: [] }, "UnknownParameter IpPermission"],
    [
      "a rule twice in one request",
      { ...request, IpPermissions: [web, { ...web, IpRanges: [], Ipv6Ranges: [] }] },
      "InvalidParameterValue IpPermissions.1.PrefixListIds.0",
    ],
  ])("refuses %s", (_what, bad, expected) => {
    expect(refusal(base, (net) => ec2.authorizeSecurityGroupIngress(net, bad))).toBe(expected);
  });

  it("refuses a rule that the group has, whatever its description, and then adds none of the request", () => {
    const { after } = accepted(ec2.authorizeSecurityGroupIngress(base, request));
    const again: ec2.IpPermission = {
      ...web,
      IpRanges: [{ CidrIp: "192.0.2.0/24" }, { CidrIp: "203.0.113.0/24", Description: "other" }],
    };
    expect(
      refusal(after, (net) => ec2.authorizeSecurityGroupIngress(net, { ...request, IpPermissions: [again] })),
    ).toBe("InvalidPermission.Duplicate IpPermissions.0.IpRanges.1");
  });

  it("takes a rule that lies within another one: it is no duplicate", () => {
    const { after } = accepted(ec2.authorizeSecurityGroupIngress(base, request));
    accepted(
      ec2.authorizeSecurityGroupIngress(after, {
        GroupId: "sg-app",
        Protocol: "tcp",
        Port: 443,
        Cidr: "203.0.113.0/25",
      }),
    );
  });

  it("takes the same rule for what goes out", () => {
    const { after } = accepted(ec2.authorizeSecurityGroupIngress(base, request));
    const out = accepted(ec2.authorizeSecurityGroupEgress(after, request));
    expect(out.answer.SecurityGroupRules.map((rule) => rule.IsEgress)).toEqual(Array(5).fill(true));
    expect(out.answer.SecurityGroupRules[0]?.SecurityGroupRuleId).toBe("sgr-00000000000000006");
    expect(refusal(out.after, (net) => ec2.authorizeSecurityGroupEgress(net, request))).toBe(
      "InvalidPermission.Duplicate IpPermissions.0.IpRanges.0",
    );
  });

  it("the egress rule that lets everything out is in a new group already", () => {
    const everything = { GroupId: "sg-app", Protocol: "all", Cidr: "0.0.0.0/0" };
    expect(refusal(base, (net) => ec2.authorizeSecurityGroupEgress(net, everything))).toBe(
      "InvalidPermission.Duplicate Cidr",
    );
  });
});

describe("the quota of rules of a group", () => {
  const rules = (count: number, family: "ipv4" | "ipv6" = "ipv4"): ec2.IpPermission => ({
    IpProtocol: "-1",
    ...(family === "ipv4"
      ? { IpRanges: Array.from({ length: count }, (_, at) => ({ CidrIp: `192.0.2.${at}/32` })) }
      : { Ipv6Ranges: Array.from({ length: count }, (_, at) => ({ CidrIpv6: `2001:db8::${at}/128` })) }),
  });
  const authorize = (net: Network, ...IpPermissions: ec2.IpPermission[]) =>
    ec2.authorizeSecurityGroupIngress(net, { GroupId: "sg-free", IpPermissions });

  it("is 60 in a direction, for IPv4 and for IPv6 on their own", () => {
    const { after } = accepted(authorize(base, rules(60), rules(60, "ipv6")));
    const one = { ...rules(1), IpProtocol: "50" };
    expect(refusal(after, (net) => authorize(net, one))).toBe("RulesPerSecurityGroupLimitExceeded");
    expect(refusal(base, (net) => authorize(net, rules(61)))).toBe("RulesPerSecurityGroupLimitExceeded");
    accepted(ec2.authorizeSecurityGroupEgress(after, { GroupId: "sg-free", IpPermissions: [rules(59)] }));
    expect(
      refusal(after, (net) =>
        ec2.authorizeSecurityGroupEgress(net, { GroupId: "sg-free", IpPermissions: [rules(60)] }),
      ),
    ).toBe("RulesPerSecurityGroupLimitExceeded");
  });

  it("counts a group in both families", () => {
    const group = { IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: "sg-web" }] };
    accepted(authorize(base, rules(59), rules(59, "ipv6"), group));
    expect(refusal(base, (net) => authorize(net, rules(60), group))).toBe("RulesPerSecurityGroupLimitExceeded");
    expect(refusal(base, (net) => authorize(net, rules(60, "ipv6"), group))).toBe("RulesPerSecurityGroupLimitExceeded");
  });

  it("counts a customer's prefix list by its entries and one of AWS's by its weight", () => {
    const entries = ["203.0.113.0/24"];
    const net = baseWith({
      prefixLists: {
        "pl-cf": { entries, name: "com.amazonaws.global.cloudfront.origin-facing" },
        "pl-s3": { entries: ["3.5.0.0/19", "16.12.0.0/23"], name: "com.amazonaws.us-east-1.s3" },
      },
    });
    const list = (PrefixListId: string) => ({ IpProtocol: "-1", PrefixListIds: [{ PrefixListId }] });
    for (const [id, weight] of [
      ["pl-1", 2],
      ["pl-cf", 55],
      ["pl-s3", 1],
    ] as const) {
      accepted(authorize(net, rules(60 - weight), rules(60, "ipv6"), list(id)));
      expect(refusal(net, () => authorize(net, rules(61 - weight), list(id)))).toBe(
        "RulesPerSecurityGroupLimitExceeded",
      );
    }
  });

  it("can be raised, as AWS does on request", () => {
    const bigger = { GroupId: "sg-free", IpPermissions: [rules(61)] };
    accepted(ec2.authorizeSecurityGroupIngress(base, bigger, { rulesPerSecurityGroup: 61 }));
  });
});

describe("revoke-security-group-ingress", () => {
  const { after } = accepted(ec2.authorizeSecurityGroupIngress(base, request));

  it("takes away the rules that match exactly, whose descriptions need not be given", () => {
    const part = { ...web, IpRanges: [{ CidrIp: "203.0.113.0/24" }], Ipv6Ranges: [], PrefixListIds: [] };
    const { after: less, answer } = accepted(
      ec2.revokeSecurityGroupIngress(after, { GroupId: "sg-app", IpPermissions: [part] }),
    );
    const rule = { GroupId: "sg-app", IsEgress: false, IpProtocol: "tcp", FromPort: 443, ToPort: 443 };
    expect(answer).toEqual({
      Return: true,
      RevokedSecurityGroupRules: [
        { SecurityGroupRuleId: "sgr-00000000000000001", ...rule, CidrIpv4: "203.0.113.0/24", Description: "office" },
        { SecurityGroupRuleId: "sgr-00000000000000005", ...rule, ReferencedGroupId: "sg-web" },
      ],
    });
    expect(less.securityGroups["sg-app"]?.ingress.map((each) => each.id?.at(-1))).toEqual(["2", "3", "4"]);
    expect(changedRecords(after, less)).toEqual(["securityGroups.sg-app"]);
  });

  it("takes rules by their ids", () => {
    const SecurityGroupRuleIds = ["sgr-00000000000000004", "sgr-00000000000000001"];
    const { after: less, answer } = accepted(
      ec2.revokeSecurityGroupIngress(after, { GroupId: "sg-app", SecurityGroupRuleIds }),
    );
    expect(answer.RevokedSecurityGroupRules.map((each) => each.SecurityGroupRuleId)).toEqual([
      "sgr-00000000000000001",
      "sgr-00000000000000004",
    ]);
    expect(less.securityGroups["sg-app"]?.ingress).toHaveLength(3);
  });

  it("takes away the rule by which a new group lets everything out", () => {
    const everything = {
      GroupId: "sg-app",
      IpPermissions: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
    };
    const { after: closed } = accepted(ec2.revokeSecurityGroupEgress(base, everything));
    expect(closed.securityGroups["sg-app"]?.egress).toEqual([]);
  });

  const not = (change: Partial<ec2.IpPermission>) => ({ GroupId: "sg-app", IpPermissions: [{ ...web, ...change }] });

  it.each([
    [
      "a part of the ports",
      not({ FromPort: 443, ToPort: 444 }),
      "InvalidPermission.NotFound IpPermissions.0.IpRanges.0",
    ],
    ["another protocol", not({ IpProtocol: "udp" }), "InvalidPermission.NotFound IpPermissions.0.IpRanges.0"],
    [
      "a part of a block",
      not({ IpRanges: [{ CidrIp: "203.0.113.0/25" }] }),
      "InvalidPermission.NotFound IpPermissions.0.IpRanges.0",
    ],
    [
      "a peer that the group does not have, beside some that it has",
      not({ UserIdGroupPairs: [{ GroupId: "sg-app" }] }),
      "InvalidPermission.NotFound IpPermissions.0.UserIdGroupPairs.0",
    ],
    [
      "an id that the group does not have",
      { GroupId: "sg-app", SecurityGroupRuleIds: ["sgr-00000000000000001", "sgr-9"] },
      "InvalidSecurityGroupRuleId.NotFound SecurityGroupRuleIds.1",
    ],
    [
      "ids and permissions",
      { ...request, SecurityGroupRuleIds: ["sgr-00000000000000001"] },
      "InvalidParameterCombination SecurityGroupRuleIds",
    ],
    ["neither", { GroupId: "sg-app" }, "MissingParameter IpPermissions"],
    ["no ids", { GroupId: "sg-app", SecurityGroupRuleIds: [] }, "MissingParameter IpPermissions"],
    ["a group that is not there", { ...request, GroupId: "sg-9" }, "InvalidGroup.NotFound GroupId"],
    ["tcp without ports", not({ FromPort: undefined }), "InvalidParameterValue IpPermissions.0.FromPort"],
  ])("refuses %s, and then revokes none of the request", (_what, bad, expected) => {
    expect(refusal(after, (net) => ec2.revokeSecurityGroupIngress(net, bad))).toBe(expected);
  });

  it("refuses an id of the other direction", () => {
    const bad = { GroupId: "sg-app", SecurityGroupRuleIds: ["sgr-00000000000000001"] };
    expect(refusal(after, (net) => ec2.revokeSecurityGroupEgress(net, bad))).toBe(
      "InvalidSecurityGroupRuleId.NotFound SecurityGroupRuleIds.0",
    );
  });

  it("in the default VPC tells what it did not find, and takes away the rest", () => {
    const known = { IpProtocol: "tcp", FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: "203.0.113.0/24" }] };
    const unknown = { CidrIp: "192.0.2.0/24" };
    const open = accepted(ec2.authorizeSecurityGroupIngress(base, { GroupId: "sg-named", IpPermissions: [known] }));
    const { after: closed, answer } = accepted(
      ec2.revokeSecurityGroupIngress(open.after, {
        GroupId: "sg-named",
        IpPermissions: [{ ...known, IpRanges: [...known.IpRanges, unknown] }],
      }),
    );
    expect(answer.RevokedSecurityGroupRules).toHaveLength(1);
    expect(answer.UnknownIpPermissions).toEqual([
      { ...known, IpRanges: [unknown], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] },
    ]);
    expect(closed).toEqual(base);
    const nothing = accepted(ec2.revokeSecurityGroupIngress(base, { GroupId: "sg-named", IpPermissions: [known] }));
    expect(nothing.after).toBe(base);
  });

  it("takes away a rule whose peer the network leaves out", () => {
    const missing = [{ collection: "securityGroups", id: "sg-9", reason: "not-described" }];
    const net = baseWith({ missing, securityGroups: { "sg-s": { vpcId: "vpc-1", ingress: [{ from: "sg-9" }] } } });
    const { after: less } = accepted(
      ec2.revokeSecurityGroupIngress(net, { GroupId: "sg-s", Protocol: "all", SourceGroup: "sg-9" }),
    );
    expect(less.securityGroups["sg-s"]?.ingress).toEqual([]);
  });
});

/** Permissions that differ in protocol, ports and peers, none of which sg-app has. */
const permission: fc.Arbitrary<ec2.IpPermission> = fc
  .record({
    ports: fc.oneof(
      fc
        .tuple(fc.constantFrom("tcp", "udp", "6"), fc.nat(65535), fc.nat(65535))
        .map(([IpProtocol, a, b]) => ({ IpProtocol, FromPort: Math.min(a, b), ToPort: Math.max(a, b) })),
      fc.record({
        IpProtocol: fc.constantFrom("icmp", "icmpv6"),
        FromPort: fc.nat(255),
        ToPort: fc.constantFrom(-1, 0, 4),
      }),
      fc.record({ IpProtocol: fc.constantFrom("-1", "47", "icmpv6") }),
    ),
    v4: fc.uniqueArray(arbBlock({ family: "ipv4" }), { maxLength: 2 }),
    v6: fc.uniqueArray(arbBlock({ family: "ipv6" }), { maxLength: 2 }),
    groups: fc.uniqueArray(fc.constantFrom("sg-web", "sg-app", "sg-p"), { maxLength: 2 }),
    lists: fc.uniqueArray(fc.constantFrom("pl-1"), { maxLength: 1 }),
  })
  .filter(({ v4, v6, groups, lists }) => v4.length + v6.length + groups.length + lists.length > 0)
  .map(({ ports, v4, v6, groups, lists }) => ({
    ...ports,
    IpRanges: v4.map((CidrIp) => ({ CidrIp })),
    Ipv6Ranges: v6.map((CidrIpv6) => ({ CidrIpv6 })),
    PrefixListIds: lists.map((PrefixListId) => ({ PrefixListId })),
    UserIdGroupPairs: groups.map((GroupId) => ({ GroupId })),
  }));

/** Permissions of which no two share a rule: their protocols and ports differ. */
const permissions = fc.uniqueArray(permission, {
  minLength: 1,
  maxLength: 4,
  selector: ({ IpProtocol, FromPort = -1, ToPort = -1 }) => `${IpProtocol.replace("6", "tcp")} ${FromPort} ${ToPort}`,
});

const verbs = fc.constantFrom(
  [ec2.authorizeSecurityGroupIngress, ec2.revokeSecurityGroupIngress] as const,
  [ec2.authorizeSecurityGroupEgress, ec2.revokeSecurityGroupEgress] as const,
);

/** Closed in both directions, so that no random permission is there already. */
const closed = baseWith({ securityGroups: { "sg-closed": { vpcId: "vpc-1", egress: [] } } });
const GroupId = "sg-closed";

/** Other spellings of a block: with host bits, and IPv6 in full. */
function respelt(text: Cidr, bit: number): string {
  const [address = "", length = ""] = text.split("/");
  if (address.includes(":")) return `${address.toUpperCase()}/${length}`;
  const octets = address.split(".").map(Number);
  if (Number(length) < 32) octets[3] = (octets[3] ?? 0) | (bit % 2);
  return `${octets.join(".")}/${length}`;
}

describe("rules come and go without a trace", () => {
  it("authorize and then revoke gives back an equal network", () => {
    fc.assert(
      fc.property(permissions, verbs, (IpPermissions, [authorize, revoke]) => {
        const { after } = accepted(authorize(closed, { GroupId, IpPermissions }));
        expect(after).not.toEqual(closed);
        expect(accepted(revoke(after, { GroupId, IpPermissions })).after).toEqual(closed);
      }),
      { numRuns: 100 },
    );
  });

  it("so does revoking the rules by the ids that authorize answered", () => {
    fc.assert(
      fc.property(permissions, verbs, (IpPermissions, [authorize, revoke]) => {
        const { after, answer } = accepted(authorize(closed, { GroupId, IpPermissions }));
        const SecurityGroupRuleIds = answer.SecurityGroupRules.map((rule) => rule.SecurityGroupRuleId ?? "");
        expect(accepted(revoke(after, { GroupId, SecurityGroupRuleIds })).after).toEqual(closed);
      }),
      { numRuns: 50 },
    );
  });

  it("what describe prints of a group can be revoked from it as it is, and authorized again", () => {
    fc.assert(
      fc.property(permissions, (IpPermissions) => {
        const { after } = accepted(ec2.authorizeSecurityGroupIngress(closed, { GroupId, IpPermissions }));
        const [group] = ec2.describeSecurityGroups(after, { GroupIds: [GroupId] }).SecurityGroups;
        const printed = { GroupId, IpPermissions: group?.IpPermissions ?? [] };
        const empty = accepted(ec2.revokeSecurityGroupIngress(after, printed)).after;
        expect(empty).toEqual(closed);
        const again = accepted(ec2.authorizeSecurityGroupIngress(empty, printed)).after;
        expect(rulesOf(again)).toEqual(rulesOf(after));
      }),
      { numRuns: 50 },
    );
  });

  it("the second time each rule is a duplicate, however its block is written", () => {
    fc.assert(
      fc.property(arbBlock(), fc.nat(1), verbs, (cidr, bit, [authorize, revoke]) => {
        const of = (text: string): ec2.AuthorizeSecurityGroupRequest => ({
          GroupId,
          IpPermissions: [
            text.includes(":")
              ? { IpProtocol: "-1", Ipv6Ranges: [{ CidrIpv6: text }] }
              : { IpProtocol: "-1", IpRanges: [{ CidrIp: text }] },
          ],
        });
        const { after } = accepted(authorize(closed, of(respelt(cidr, bit))));
        const list = cidr.includes(":") ? "Ipv6Ranges" : "IpRanges";
        for (const text of [cidr, respelt(cidr, 1), respelt(cidr, 0)]) {
          expect(refusal(after, (net) => authorize(net, of(text)))).toBe(
            `InvalidPermission.Duplicate IpPermissions.0.${list}.0`,
          );
        }
        expect(accepted(revoke(after, of(respelt(cidr, 1)))).after).toEqual(closed);
      }),
      { numRuns: 100 },
    );
  });

  it("100.68.0.18/18 is 100.68.0.0/18", () => {
    const request = { GroupId, Protocol: "tcp", Port: 22, Cidr: "100.68.0.18/18" };
    const { after, answer } = accepted(ec2.authorizeSecurityGroupIngress(closed, request));
    expect(answer.SecurityGroupRules[0]?.CidrIpv4).toBe("100.68.0.0/18");
    expect(refusal(after, (net) => ec2.authorizeSecurityGroupIngress(net, { ...request, Cidr: "100.68.0.0/18" }))).toBe(
      "InvalidPermission.Duplicate Cidr",
    );
  });

  it("the order of permissions, in one request or in several, does not matter to packets", () => {
    const orders = permissions.chain((all) => fc.tuple(fc.constant(all), shuffled(all)));
    fc.assert(
      fc.property(orders, ([one, other]) => {
        const together = accepted(ec2.authorizeSecurityGroupIngress(closed, { GroupId, IpPermissions: one })).after;
        const apart = other.reduce<Network>(
          (net, each) => accepted(ec2.authorizeSecurityGroupIngress(net, { GroupId, IpPermissions: [each] })).after,
          closed,
        );
        for (const groups of [[], ["sg-web"], ["sg-app", "sg-p"]]) {
          expect(packetsEqual(admitted(apart, groups), admitted(together, groups))).toBe(true);
        }
        expect(packetsEmpty(admitted(together, ["sg-web", "sg-app", "sg-p"]))).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});

/** The rules of sg-closed without their ids, in an order of their own. */
function rulesOf(net: Network): string[] {
  const rules = net.securityGroups[GroupId]?.ingress ?? [];
  return rules.map(({ id: _id, ...rule }) => JSON.stringify(rule)).sort();
}

/** What sg-closed lets in from a sender with these groups. */
function admitted(net: Network, groups: readonly string[]): PacketSet {
  const traffic = { packets: ALL_PACKETS, source: { id: "eni-x", vpcId: "vpc-1", groups }, destination: null };
  return split(securityGroupRules(net, [GroupId], "ingress"), traffic)
    .filter((each) => each.action === "allow")
    .reduce((all, each) => unitePackets(all, each.packets), NO_PACKETS);
}
