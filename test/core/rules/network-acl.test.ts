import {
  editNetwork,
  interval,
  ip,
  type NetworkAcl,
  type NetworkAclInput,
  network,
  networkAclRules,
  type Packet,
  packetSet,
  packets,
  split,
} from "@netsim/core";
import { describe, expect, it } from "vitest";

function acl(input: Omit<NetworkAclInput, "vpcId">): NetworkAcl {
  const made = network({ vpcs: { v: { cidr: "10.0.0.0/16" } }, networkAcls: { a: { vpcId: "v", ...input } } });
  return made.networkAcls.a as NetworkAcl;
}

function decides(by: NetworkAcl, packet: Packet, direction: "ingress" | "egress" = "ingress"): unknown {
  const [only] = split(networkAclRules(by, direction), {
    packets: packetSet([packet]),
    source: null,
    destination: null,
  });
  const ref = only?.rule?.ref;
  return ref?.kind === "network-acl-entry" ? [only?.action, ref.ruleNumber] : undefined;
}

const web: Packet = {
  source: ip("203.0.113.7"),
  destination: ip("10.0.0.5"),
  protocol: 6,
  sourcePort: 40000,
  destinationPort: 443,
};

// "Control traffic to subnets using network ACLs" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
describe("the entries of a network ACL", () => {
  it("decide in the order of their numbers, each with the entry as it was written", () => {
    const made = acl({
      ingress: [
        { ruleNumber: 300, ruleAction: "allow", port: 80, cidrBlock: "0.0.0.0/0" },
        { ruleNumber: 100, ruleAction: "allow", port: 443, cidrBlock: "0.0.0.0/0" },
        { ruleNumber: 200, ruleAction: "deny", cidrBlock: "0.0.0.0/0" },
      ],
    });
    const { rules, otherwise } = networkAclRules(made, "ingress");
    expect(otherwise).toBe("deny");
    expect(rules.map((each) => each.ref)).toEqual([
      { kind: "network-acl-entry", networkAclId: "a", direction: "ingress", ruleNumber: 100, entry: made.ingress[1] },
      { kind: "network-acl-entry", networkAclId: "a", direction: "ingress", ruleNumber: 200, entry: made.ingress[2] },
      { kind: "network-acl-entry", networkAclId: "a", direction: "ingress", ruleNumber: 300, entry: made.ingress[0] },
      ...[
        { ruleNumber: 32767, ruleAction: "deny", protocol: -1, cidrBlock: "0.0.0.0/0" },
        { ruleNumber: 32768, ruleAction: "deny", protocol: -1, cidrBlock: "::/0" },
      ].map((entry) => ({
        kind: "network-acl-entry",
        networkAclId: "a",
        direction: "ingress",
        ruleNumber: entry.ruleNumber,
        entry,
      })),
    ]);
    expect(decides(made, web)).toEqual(["allow", 100]);
    expect(decides(made, { ...web, destinationPort: 80 })).toEqual(["deny", 200]);
    expect(decides(made, { ...web, source: ip("::1"), destination: ip("::2") })).toEqual(["deny", 32768]);
  });

  it("read the source of what comes in and the destination of what goes out", () => {
    const entry = { ruleNumber: 100, ruleAction: "allow", port: 443, cidrBlock: "203.0.113.0/24" } as const;
    const made = acl({ ingress: [entry], egress: [entry] });
    const out = { ...web, source: web.destination, destination: web.source };
    expect(decides(made, web)).toEqual(["allow", 100]);
    expect(decides(made, out)).toEqual(["deny", 32767]);
    expect(decides(made, out, "egress")).toEqual(["allow", 100]);
    expect(decides(made, web, "egress")).toEqual(["deny", 32767]);
  });

  it("never look at the source port", () => {
    const made = acl({ ingress: [{ ruleNumber: 1, ruleAction: "allow", port: 443, cidrBlock: "0.0.0.0/0" }] });
    for (const sourcePort of [0, 443, 65535]) {
      expect(decides(made, { ...web, sourcePort })).toEqual(["allow", 1]);
      expect(decides(made, { ...web, sourcePort, destinationPort: sourcePort + (sourcePort === 443 ? 1 : 0) })).toEqual(
        ["deny", 32767],
      );
    }
  });

  // "CreateNetworkAclEntry" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
  it("for ICMPv6 heed types with an IPv6 block, and all of them with an IPv4 block", () => {
    const entry = { ruleNumber: 1, ruleAction: "allow", protocol: 58, icmp: { type: 128, code: 0 } } as const;
    const [over4, over6] = ["0.0.0.0/0", "::/0"].map(
      (cidrBlock) => networkAclRules(acl({ ingress: [{ ...entry, cidrBlock }] }), "ingress").rules[0],
    );
    expect(over6?.packets).toEqual({
      ...packets({ protocol: 58, sourcePorts: interval(128, 128), destinationPorts: interval(0, 0) }),
      ipv4: false,
    });
    expect(over4?.packets).toEqual({ ...packets({ protocol: 58 }), ipv6: false });
  });

  it("are compiled once for each record, and again after an edit", () => {
    const made = network({
      vpcs: { v: { cidr: "10.0.0.0/16" } },
      networkAcls: { a: { vpcId: "v" }, b: { vpcId: "v" } },
    });
    const after = editNetwork(made, (draft) => {
      draft.networkAcls.a!.ingress.push({ ruleNumber: 1, ruleAction: "allow", cidrBlock: "0.0.0.0/0" });
    });
    const rulesOf = (of: typeof made, id: string): unknown =>
      networkAclRules(of.networkAcls[id] as NetworkAcl, "ingress");
    expect(rulesOf(made, "a")).toBe(rulesOf(made, "a"));
    expect(rulesOf(after, "b")).toBe(rulesOf(made, "b"));
    expect(rulesOf(after, "a")).not.toEqual(rulesOf(made, "a"));
  });
});
