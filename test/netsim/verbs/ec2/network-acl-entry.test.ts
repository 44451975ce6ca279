import fc from "fast-check";
import { checkConnection, ec2 } from "netsim";
import { arbNetworkAclEntries } from "netsim/arbitraries";
import { describe, expect, it } from "vitest";
import { shuffled } from "../../../support/arbitraries.ts";
import { accepted, base, baseWith, changedRecords, refusal } from "./support.ts";

type Request = ec2.CreateNetworkAclEntryRequest;

const net = baseWith({ networkAcls: { "acl-new": { vpcId: "vpc-1" } } });

const http: Request = {
  NetworkAclId: "acl-new",
  Egress: false,
  RuleNumber: 100,
  Protocol: "6",
  RuleAction: "allow",
  CidrBlock: "203.0.113.0/24",
  PortRange: { From: 80, To: 80 },
};

describe("create-network-acl-entry", () => {
  it("adds an entry to one direction", () => {
    const { after, answer } = accepted(ec2.createNetworkAclEntry(net, http));
    expect(answer).toEqual({});
    expect(after.networkAcls["acl-new"]).toMatchObject({
      ingress: [
        { ruleNumber: 100, ruleAction: "allow", protocol: 6, fromPort: 80, toPort: 80, cidrBlock: "203.0.113.0/24" },
      ],
      egress: [],
    });
    expect(changedRecords(net, after)).toEqual(["networkAcls.acl-new"]);
  });

  it("takes a number once in a direction, and again in the other one", () => {
    const { after } = accepted(ec2.createNetworkAclEntry(net, http));
    expect(refusal(after, () => ec2.createNetworkAclEntry(after, { ...http, RuleAction: "deny" }))).toBe(
      "NetworkAclEntryAlreadyExists RuleNumber",
    );
    accepted(ec2.createNetworkAclEntry(after, { ...http, Egress: true }));
  });

  /** `protocol from to block` of what the request makes. */
  const made = (change: Partial<Request>): string => {
    const { after } = accepted(ec2.createNetworkAclEntry(net, { ...http, PortRange: undefined, ...change }));
    const [entry] = after.networkAcls["acl-new"]?.ingress ?? [];
    return `${entry?.protocol} ${entry?.fromPort} ${entry?.toPort} ${entry?.cidrBlock}`;
  };
  const v6 = { CidrBlock: undefined, Ipv6CidrBlock: "2001:DB8::1/32" };

  it.each([
    [{ Protocol: "tcp", PortRange: { From: 0, To: 65535 } }, "6 0 65535 203.0.113.0/24"],
    [{ Protocol: "17", PortRange: { From: 53, To: 53 } }, "17 53 53 203.0.113.0/24"],
    [{ Protocol: "-1" }, "-1 -1 -1 203.0.113.0/24"],
    [{ Protocol: "all", PortRange: { From: 80, To: 80 } }, "-1 -1 -1 203.0.113.0/24"],
    [{ Protocol: "47", PortRange: { From: 80, To: 80 } }, "47 -1 -1 203.0.113.0/24"],
    [{ Protocol: "icmp", IcmpTypeCode: { Type: 3, Code: 4 } }, "1 3 4 203.0.113.0/24"],
    [{ Protocol: "1", IcmpTypeCode: { Type: -1, Code: -1 } }, "1 -1 -1 203.0.113.0/24"],
    // ICMPv6 between IPv4 addresses: AWS reads no type and code.
    [{ Protocol: "58", IcmpTypeCode: { Type: 128, Code: 0 } }, "58 -1 -1 203.0.113.0/24"],
    [{ Protocol: "58" }, "58 -1 -1 203.0.113.0/24"],
    [{ Protocol: "58", IcmpTypeCode: { Type: 128, Code: 0 }, ...v6 }, "58 128 0 2001:db8::/32"],
    [{ Protocol: "-1", CidrBlock: "100.68.0.18/18" }, "-1 -1 -1 100.68.0.0/18"],
    [{ Protocol: "-1", Egress: undefined, Ingress: true }, "-1 -1 -1 203.0.113.0/24"],
  ])("%j is %s", (change, expected) => {
    expect(made(change)).toBe(expected);
  });

  it.each([
    ["an ACL that is not there", { NetworkAclId: "acl-9" }, "InvalidNetworkAclID.NotFound NetworkAclId"],
    ["number 0", { RuleNumber: 0 }, "InvalidParameterValue RuleNumber"],
    ["a number that AWS keeps", { RuleNumber: 32767 }, "InvalidParameterValue RuleNumber"],
    ["no number", { RuleNumber: undefined }, "MissingParameter RuleNumber"],
    ["a number between two", { RuleNumber: 1.5 }, "InvalidParameterValue RuleNumber"],
    ["neither direction", { Egress: undefined }, "MissingParameter Egress"],
    ["both directions", { Ingress: false }, "InvalidParameterCombination Ingress"],
    ["an unknown action", { RuleAction: "reject" }, "InvalidParameterValue RuleAction"],
    ["an unknown protocol", { Protocol: "256" }, "InvalidParameterValue Protocol"],
    ["a name that the command line has no number for", { Protocol: "icmpv6" }, "InvalidParameterValue Protocol"],
    ["no block", { CidrBlock: undefined }, "MissingParameter"],
    ["both blocks", { Ipv6CidrBlock: "::/0" }, "InvalidParameterCombination Ipv6CidrBlock"],
    ["no block but an address", { CidrBlock: "203.0.113.7" }, "InvalidParameterValue CidrBlock"],
    ["a block of the other family", { CidrBlock: "::/0" }, "InvalidParameterValue CidrBlock"],
    ["tcp without ports", { PortRange: undefined }, "MissingParameter PortRange.From"],
    ["tcp with one end of a range", { PortRange: { From: 80 } }, "MissingParameter PortRange.To"],
    ["a range upside down", { PortRange: { From: 81, To: 80 } }, "InvalidParameterValue PortRange.To"],
    ["a port that is none", { PortRange: { From: 80, To: 65536 } }, "InvalidParameterValue PortRange.To"],
    ["icmp without a type", { Protocol: "1" }, "MissingParameter IcmpTypeCode.Type"],
    ["icmp without a code", { Protocol: "1", IcmpTypeCode: { Type: 8 } }, "MissingParameter IcmpTypeCode.Code"],
    [
      "any type with a code",
      { Protocol: "1", IcmpTypeCode: { Type: -1, Code: 0 } },
      "InvalidParameterValue IcmpTypeCode.Code",
    ],
    [
      "a type that is none",
      { Protocol: "1", IcmpTypeCode: { Type: 256, Code: 0 } },
      "InvalidParameterValue IcmpTypeCode.Type",
    ],
    ["icmpv6 between IPv6 addresses without a type", { Protocol: "58", ...v6 }, "MissingParameter IcmpTypeCode.Type"],
    ["a misspelt key", { Ports: {} }, "UnknownParameter Ports"],
  ])("refuses %s", (_what, change, expected) => {
    expect(refusal(net, () => ec2.createNetworkAclEntry(net, { ...http, ...change } as Request))).toBe(expected);
  });

  it("has room for 19 entries in a direction, as AWS's final one is the twentieth, for each family", () => {
    const numbers = Array.from({ length: 19 }, (_, at) => at + 1);
    const full = numbers.reduce(
      (before, RuleNumber) => accepted(ec2.createNetworkAclEntry(before, { ...http, RuleNumber })).after,
      net,
    );
    expect(refusal(full, () => ec2.createNetworkAclEntry(full, http))).toBe("NetworkAclEntryLimitExceeded");
    accepted(ec2.createNetworkAclEntry(full, http, { entriesPerNetworkAcl: 40 }));
    accepted(ec2.createNetworkAclEntry(full, { ...http, Egress: true }));
    accepted(ec2.createNetworkAclEntry(full, { ...http, CidrBlock: undefined, Ipv6CidrBlock: "::/0" }));
    accepted(ec2.replaceNetworkAclEntry(full, { ...http, RuleNumber: 19, RuleAction: "deny" }));
  });

  it("a replaced entry that changes its family needs room there", () => {
    const v6Entry = { ...http, CidrBlock: undefined, Ipv6CidrBlock: "::/0" };
    const quota = { entriesPerNetworkAcl: 2 };
    const one = accepted(ec2.createNetworkAclEntry(net, http, quota)).after;
    const two = accepted(ec2.createNetworkAclEntry(one, { ...v6Entry, RuleNumber: 101 }, quota)).after;
    expect(refusal(two, () => ec2.replaceNetworkAclEntry(two, v6Entry, quota))).toBe("NetworkAclEntryLimitExceeded");
    // Where more entries are there than the quota has room for, one can still be replaced by one of its family.
    accepted(ec2.replaceNetworkAclEntry(two, http, { entriesPerNetworkAcl: 1 }));
  });
});

describe("replace-network-acl-entry", () => {
  it("puts another entry under the number", () => {
    const { after } = accepted(ec2.createNetworkAclEntry(net, http));
    const replaced = accepted(ec2.replaceNetworkAclEntry(after, { ...http, RuleAction: "deny", Protocol: "-1" }));
    expect(replaced.answer).toEqual({});
    expect(replaced.after.networkAcls["acl-new"]?.ingress).toMatchObject([{ ruleAction: "deny", protocol: -1 }]);
    expect(accepted(ec2.replaceNetworkAclEntry(replaced.after, http)).after).toEqual(after);
  });

  it("refuses a number that is not there, be it in the other direction", () => {
    const { after } = accepted(ec2.createNetworkAclEntry(net, http));
    expect(refusal(after, () => ec2.replaceNetworkAclEntry(after, { ...http, Egress: true }))).toBe(
      "InvalidNetworkAclEntry.NotFound RuleNumber",
    );
  });
});

describe("delete-network-acl-entry", () => {
  const place = { NetworkAclId: "acl-new", RuleNumber: 100, Egress: false };

  it("undoes create-network-acl-entry", () => {
    const { after } = accepted(ec2.createNetworkAclEntry(net, http));
    expect(accepted(ec2.deleteNetworkAclEntry(after, place)).after).toEqual(net);
  });

  it.each([
    ["an entry that is not there", place, "InvalidNetworkAclEntry.NotFound RuleNumber"],
    ["AWS's final entry", { ...place, RuleNumber: 32767 }, "InvalidParameterValue RuleNumber"],
    ["an ACL that is not there", { ...place, NetworkAclId: "acl-9" }, "InvalidNetworkAclID.NotFound NetworkAclId"],
  ])("refuses %s", (_what, bad, expected) => {
    expect(refusal(net, () => ec2.deleteNetworkAclEntry(net, bad))).toBe(expected);
  });

  it("can be of the default ACL, whose entries are its VPC's to change", () => {
    const { after } = accepted(
      ec2.deleteNetworkAclEntry(net, { NetworkAclId: "acl-default-vpc-d", RuleNumber: 100, Egress: false }),
    );
    expect(after.networkAcls["acl-default-vpc-d"]?.ingress).toEqual([]);
  });
});

describe("entries and packets", () => {
  it("an allow without its way back is not enough, and the ephemeral ports make it so", () => {
    const place = { NetworkAclId: "acl-new", RuleAction: "allow", Protocol: "tcp", CidrBlock: "0.0.0.0/0" } as const;
    const AssociationId = "aclassoc-public-acl-public";
    const steps = [
      (before: typeof net) => ec2.replaceNetworkAclAssociation(before, { AssociationId, NetworkAclId: "acl-new" }),
      (before: typeof net) =>
        ec2.createNetworkAclEntry(before, {
          ...place,
          RuleNumber: 100,
          Egress: false,
          PortRange: { From: 80, To: 80 },
        }),
      (before: typeof net) =>
        ec2.createNetworkAclEntry(before, {
          ...place,
          RuleNumber: 100,
          Egress: true,
          PortRange: { From: 1024, To: 65535 },
        }),
    ];
    const verdicts: string[] = [];
    let now = net;
    for (const step of steps) {
      now = accepted<object>(step(now)).after;
      const { verdict, blockers } = checkConnection(now, { from: "internet", to: "web", port: 80 });
      verdicts.push(`${verdict} ${blockers.map((each) => each.direction)}`);
    }
    expect(verdicts).toEqual(["unreachable ingress,egress", "unreachable egress", "reachable "]);
  });

  it("the order in which entries are created does not matter", () => {
    const ofOne = arbNetworkAclEntries({ minEntries: 1, maxEntries: 6 });
    const orders = ofOne.chain((entries) => fc.tuple(fc.constant(entries), shuffled(entries)));
    fc.assert(
      fc.property(orders, ([one, other]) => {
        const build = (entries: typeof one) =>
          entries.reduce((before, entry) => {
            const { ruleNumber: RuleNumber, ruleAction: RuleAction, protocol, fromPort, toPort, cidrBlock } = entry;
            const block = cidrBlock.includes(":") ? { Ipv6CidrBlock: cidrBlock } : { CidrBlock: cidrBlock };
            const PortRange = { From: fromPort, To: toPort };
            const IcmpTypeCode = { Type: fromPort, Code: toPort };
            const fields = { Protocol: String(protocol), PortRange, IcmpTypeCode };
            const request = { NetworkAclId: "acl-new", Egress: false, RuleNumber, RuleAction, ...fields, ...block };
            return accepted(ec2.createNetworkAclEntry(before, request)).after;
          }, net);
        expect(build(other)).toEqual(build(one));
      }),
      { numRuns: 50 },
    );
  });

  it("the final entries are not listed in the network", () => {
    expect(base.networkAcls["acl-default-vpc-p"]?.ingress.map((each) => each.ruleNumber)).toEqual([100, 101]);
  });
});
