import { addressesOf, cidr, coverOf, interval, packets, type Rule, type SecurityGroupRule } from "@netsim/core";
import { describe, expect, it } from "vitest";

function rule(low: number, high: number, block = "0.0.0.0/0", sourceGroup?: string): Rule<"allow"> {
  const written: SecurityGroupRule = { protocol: 6, fromPort: low, toPort: high, peer: { cidr: cidr(block) } };
  return {
    ref: { kind: "security-group-rule", securityGroupId: "sg-1", direction: "ingress", index: low, rule: written },
    packets: packets({ protocol: 6, source: addressesOf(cidr(block)), destinationPorts: interval(low, high) }),
    ...(sourceGroup === undefined ? {} : { sourceGroup }),
    action: "allow",
  };
}

describe("coverOf", () => {
  it("names one rule where one is enough, also after others that take a part", () => {
    const whole = rule(0, 65535);
    expect(coverOf(rule(80, 90), [rule(80, 85), rule(86, 90), whole])).toEqual([whole]);
  });

  it("names several where it takes them, and none that can be left out", () => {
    const [left, right] = [rule(80, 85), rule(84, 90)];
    expect(coverOf(rule(80, 90), [rule(83, 87), left, rule(1000, 2000), right])).toEqual([left, right]);
  });

  it("is null where a packet is left", () => {
    expect(coverOf(rule(80, 90), [rule(80, 85), rule(87, 90)])).toBeNull();
    expect(coverOf(rule(80, 80), [])).toBeNull();
  });

  it("takes a rule for one group's members for no cover of a rule for everybody", () => {
    expect(coverOf(rule(80, 80), [rule(80, 80, "0.0.0.0/0", "sg-2")])).toBeNull();
    expect(coverOf(rule(80, 80, "0.0.0.0/0", "sg-3"), [rule(80, 80, "0.0.0.0/0", "sg-2")])).toBeNull();
    expect(coverOf(rule(80, 80, "0.0.0.0/0", "sg-2"), [rule(80, 80)])).toHaveLength(1);
  });

  it("needs no rule for no packets", () => {
    expect(
      coverOf({ ...rule(80, 80), packets: packets({ protocol: 6, destinationPorts: interval(1, 0) }) }, []),
    ).toEqual([]);
  });
});
