import {
  editNetwork,
  ip,
  type Network,
  type NetworkInput,
  network,
  type Packet,
  packetSet,
  type SecurityGroupInput,
  securityGroupRules,
  split,
} from "@netsim/core";
import { describe, expect, it } from "vitest";

const base: NetworkInput = {
  vpcs: { v: { cidr: "10.0.0.0/16" } },
  prefixLists: { "pl-1": { entries: ["203.0.113.0/25", "203.0.113.128/25"] } },
};

function made(groups: Readonly<Record<string, Omit<SecurityGroupInput, "vpcId">>>, more: NetworkInput = {}) {
  const securityGroups = Object.fromEntries(Object.entries(groups).map(([id, each]) => [id, { vpcId: "v", ...each }]));
  return network({ ...base, ...more, securityGroups });
}

const web: Packet = {
  source: ip("203.0.113.7"),
  destination: ip("10.0.0.5"),
  protocol: 6,
  sourcePort: 40000,
  destinationPort: 443,
};

// "Security group rules" https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
describe("the rules of security groups", () => {
  it("stand for what was written, each at its place", () => {
    const net = made({ g: { ingress: [{ port: 443, from: ["0.0.0.0/0", "h"] }] }, h: { egress: [{ to: "g" }] } });
    const { rules, otherwise } = securityGroupRules(net, ["g", "h"], "ingress");
    expect(otherwise).toBe("deny");
    expect(
      rules.map(({ ref, sourceGroup, destinationGroup, action }) => ({ ref, sourceGroup, destinationGroup, action })),
    ).toEqual([
      {
        ref: {
          kind: "security-group-rule",
          securityGroupId: "g",
          direction: "ingress",
          index: 0,
          rule: net.securityGroups.g?.ingress[0],
        },
        action: "allow",
      },
      {
        ref: {
          kind: "security-group-rule",
          securityGroupId: "g",
          direction: "ingress",
          index: 1,
          rule: net.securityGroups.g?.ingress[1],
        },
        sourceGroup: "h",
        action: "allow",
      },
    ]);
    const egress = securityGroupRules(net, ["h"], "egress").rules;
    expect(egress.map((each) => [each.sourceGroup, each.destinationGroup])).toEqual([[undefined, "g"]]);
  });

  it("name one rule for a prefix list, whichever entry it is", () => {
    const net = made({ g: { ingress: [{ port: 443, from: "pl-1" }] } });
    const { rules } = securityGroupRules(net, ["g"], "ingress");
    expect(rules).toHaveLength(1);
    for (const source of ["203.0.113.7", "203.0.113.200"]) {
      const [only] = split(
        { rules, otherwise: "deny" },
        { packets: packetSet([{ ...web, source: ip(source) }]), source: null, destination: null },
      );
      expect(only?.rule).toBe(rules[0]);
    }
  });

  it("that nobody can know do not decide: neither allow nor deny", () => {
    const missing = ["prefixLists", "securityGroups"].map((collection) => ({ collection, reason: "not-collected" }));
    for (const list of ["pl-unseen", "constructor"]) {
      const net = made(
        {
          g: {
            ingress: [
              { port: 443, peer: { prefixListId: list } },
              { port: 443, from: "203.0.113.0/30" },
            ],
          },
        },
        { missing },
      );
      const action = (source: string, destinationPort = 443): unknown =>
        split(securityGroupRules(net, ["g"], "ingress"), {
          packets: packetSet([{ ...web, source: ip(source), destinationPort }]),
          source: null,
          destination: null,
        }).map((each) => each.action);
      // What another rule allows for certain is allowed, wherever the unknown one stands.
      expect(action("203.0.113.1")).toEqual(["allow"]);
      expect(action("203.0.113.7")).toEqual(["unknown"]);
      expect(action("203.0.113.7", 80)).toEqual(["deny"]);
    }
  });

  it("of a group that the network leaves out may allow anything: unknown where no rule matches", () => {
    const net = made(
      { g: { ingress: [{ port: 443, from: "0.0.0.0/0" }] } },
      { missing: [{ collection: "securityGroups", id: "h", reason: "not-described" }] },
    );
    for (const other of ["h", "constructor"]) {
      const rules = securityGroupRules(net, ["g", other], "ingress");
      expect(rules.rules).toHaveLength(1);
      expect(rules.otherwise).toBe("unknown");
    }
  });

  it("deny everything where there is no group", () => {
    expect(securityGroupRules(made({}), [], "ingress")).toEqual({ rules: [], otherwise: "deny" });
  });

  it("are compiled once for each group, and again after an edit of it or of a prefix list", () => {
    const net = made({ g: { ingress: [{ port: 443, from: "pl-1" }] }, h: {} });
    const [g, h] = [["g"], ["h"]];
    const edited = editNetwork(net, (draft) => {
      draft.securityGroups.h!.egress = [];
    });
    expect(securityGroupRules(net, g, "ingress")).toBe(securityGroupRules(net, g, "ingress"));
    expect(securityGroupRules(edited, g, "ingress").rules[0]).toBe(securityGroupRules(net, g, "ingress").rules[0]);
    expect(securityGroupRules(edited, h, "egress").rules).toEqual([]);
    const shorter = editNetwork(net, (draft) => {
      draft.prefixLists["pl-1"]!.entries.pop();
    });
    expect(securityGroupRules(shorter, g, "ingress").rules[0]?.packets).not.toEqual(
      securityGroupRules(net, g, "ingress").rules[0]?.packets,
    );
  });

  it("of one direction outlive an edit of the other, and a rule that has moved has its new place", () => {
    const net = made({
      g: {
        ingress: [
          { port: 443, from: "10.0.0.0/8" },
          { port: 80, from: "10.0.0.0/8" },
        ],
      },
    });
    const groups = ["g"];
    const before = (["ingress", "egress"] as const).map((way) => securityGroupRules(net, groups, way));
    const { g } = net.securityGroups;
    const edited: Network = { ...net, securityGroups: { g: { ...g!, ingress: g!.ingress.slice(1) } } };
    expect(securityGroupRules(edited, groups, "egress")).toBe(before[1]);
    const [moved] = securityGroupRules(edited, groups, "ingress").rules;
    expect(moved?.ref).toMatchObject({ index: 0, rule: { fromPort: 80 } });
    expect(before[0]?.rules[1]?.ref).toMatchObject({ index: 1, rule: { fromPort: 80 } });
    expect(securityGroupRules(net, groups, "ingress").rules.map(({ ref }) => "index" in ref && ref.index)).toEqual([
      0, 1,
    ]);
  });
});
