import {
  ALL_PACKETS,
  type Case,
  concerns,
  type Identity,
  interval,
  matchingRules,
  NO_PACKETS,
  type PacketSet,
  packets,
  packetsWith,
  type Rule,
  type RuleSet,
  split,
  subtractPackets,
  unitePackets,
} from "@netsim/core";
import { describe, expect, it } from "vitest";

type Colour = "red" | "green" | "none";

const ports = (low: number, high: number): PacketSet => packets({ protocol: 6, destinationPorts: interval(low, high) });
const rule = (at: PacketSet, action: Colour, groups: Partial<Rule<Colour>> = {}): Rule<Colour> => ({
  ref: {} as never,
  packets: at,
  action,
  ...groups,
});
const someone = (...groups: string[]): Identity => ({ id: "eni-1", groups, vpcId: "v" });
const cases = (
  set: RuleSet<Colour>,
  of: PacketSet,
  source: Identity | null = null,
  destination: Identity | null = null,
): readonly Case<Colour>[] => split(set, { packets: of, source, destination });

describe("split", () => {
  const [first, second, third] = [rule(ports(80, 90), "red"), rule(ports(85, 95), "green"), rule(ports(0, 100), "red")];
  const set: RuleSet<Colour> = { rules: [first, second, third], otherwise: "none" };

  it("gives each rule what those before it leave, and the rest to nobody, last", () => {
    expect(cases(set, packets({ protocol: 6 }))).toEqual([
      { rule: first, action: "red", packets: ports(80, 90) },
      { rule: second, action: "green", packets: ports(91, 95) },
      { rule: third, action: "red", packets: unitePackets(ports(0, 79), ports(96, 100)) },
      { rule: null, action: "none", packets: ports(101, 65535) },
    ]);
  });

  it("has no empty case", () => {
    expect(cases(set, NO_PACKETS)).toEqual([]);
    expect(cases(set, ports(85, 88)).map((each) => each.rule)).toEqual([first]);
    expect(cases(set, ports(200, 300)).map((each) => each.rule)).toEqual([null]);
    expect(cases({ rules: [], otherwise: "red" }, ALL_PACKETS)).toEqual([
      { rule: null, action: "red", packets: ALL_PACKETS },
    ]);
  });

  it("names the very rule", () => {
    expect(cases(set, ports(92, 92))[0]?.rule).toBe(second);
  });

  it("passes over rules about other senders and receivers", () => {
    const ofGroups: RuleSet<Colour> = {
      rules: [
        rule(ports(80, 80), "red", { sourceGroup: "a" }),
        rule(ports(80, 80), "green", { destinationGroup: "b" }),
      ],
      otherwise: "none",
    };
    const action = (source: Identity | null, destination: Identity | null): Colour | undefined =>
      cases(ofGroups, ports(80, 80), source, destination)[0]?.action;
    expect(action(someone("x", "a"), null)).toBe("red");
    expect(action(someone("b"), null)).toBe("none");
    expect(action(null, someone("b"))).toBe("green");
    expect(action(someone("a"), someone("b"))).toBe("red");
    expect(action(someone(), someone("a"))).toBe("none");
    expect(action(null, null)).toBe("none");
  });
});

describe("a rule concerns", () => {
  it("everybody, or those who carry the groups that it names", () => {
    const plain = rule(ALL_PACKETS, "red");
    const both = rule(ALL_PACKETS, "red", { sourceGroup: "a", destinationGroup: "b" });
    const traffic = (source: Identity | null, destination: Identity | null) => ({
      packets: ALL_PACKETS,
      source,
      destination,
    });
    expect(concerns(plain, traffic(null, null))).toBe(true);
    expect(concerns(both, traffic(someone("a"), someone("b")))).toBe(true);
    expect(concerns(both, traffic(someone("a"), null))).toBe(false);
    expect(concerns(both, traffic(null, someone("b")))).toBe(false);
    expect(concerns(both, traffic(someone("b"), someone("a")))).toBe(false);
  });
});

describe("the packets with an action", () => {
  it("are those of all its cases", () => {
    const set: RuleSet<Colour> = {
      rules: [rule(ports(1, 2), "red"), rule(ports(2, 3), "green"), rule(ports(3, 4), "red")],
      otherwise: "none",
    };
    const found = cases(set, packets({ protocol: 6 }));
    expect(packetsWith(found, "red")).toEqual(unitePackets(ports(1, 2), ports(4, 4)));
    expect(packetsWith(found, "green")).toEqual(ports(3, 3));
    expect(packetsWith(found, "none")).toEqual(subtractPackets(packets({ protocol: 6 }), ports(1, 4)));
    expect(packetsWith([], "red")).toEqual(NO_PACKETS);
  });
});

describe("the rules that match some packets", () => {
  it("are all that have any of them, whichever decides, and only those about sender and receiver", () => {
    const rules = [
      rule(ports(80, 90), "red"),
      rule(ports(85, 95), "green"),
      rule(ports(85, 86), "red", { sourceGroup: "g" }),
    ];
    const set: RuleSet<Colour> = { rules, otherwise: "none" };
    const at = (some: PacketSet, source: Identity | null = null) =>
      matchingRules(set, { packets: some, source, destination: null });
    expect([at(ports(85, 85)), at(ports(91, 99)), at(ports(200, 200)), at(NO_PACKETS)]).toEqual([[0, 1], [1], [], []]);
    expect([at(ports(85, 85), someone("g")), at(ports(85, 85), someone("h"))]).toEqual([
      [0, 1, 2],
      [0, 1],
    ]);
  });
});
