import type { NetworkAclEntry, Route, RuleRef, SecurityGroupRule } from "netsim";
import { describe, expect, it } from "vitest";
import { originText, ruleText } from "../../../packages/netsim/src/render/rule.ts";

function group(direction: "ingress" | "egress", rule: object): RuleRef {
  return { kind: "security-group-rule", securityGroupId: "sg-1", direction, index: 0, rule: rule as SecurityGroupRule };
}

function entry(direction: "ingress" | "egress", given: object): RuleRef {
  const it = {
    ruleNumber: 100,
    ruleAction: "allow",
    protocol: 6,
    fromPort: 80,
    toPort: 80,
    cidrBlock: "10.0.0.0/16",
    ...given,
  };
  return {
    kind: "network-acl-entry",
    networkAclId: "acl-1",
    direction,
    ruleNumber: it.ruleNumber,
    entry: it as NetworkAclEntry,
  };
}

function route(given: object): RuleRef {
  const it = {
    destination: "0.0.0.0/0",
    target: { type: "nat-gateway", id: "nat-1" },
    state: "active",
    propagated: false,
    ...given,
  };
  return { kind: "route", routeTableId: "rtb-1", index: 0, route: it as Route };
}

describe("a rule is printed as AWS's users know it", () => {
  it.each([
    [
      group("ingress", { protocol: 6, fromPort: 80, toPort: 80, peer: { cidr: "0.0.0.0/0" } }),
      "sg-1 ingress tcp 80 from 0.0.0.0/0",
    ],
    [
      group("egress", { protocol: 17, fromPort: 0, toPort: 65535, peer: { securityGroupId: "sg-2" } }),
      "sg-1 egress udp 0-65535 to sg-2",
    ],
    [
      group("egress", { protocol: -1, fromPort: -1, toPort: -1, peer: { prefixListId: "pl-1" }, id: "sgr-7" }),
      "sg-1 egress all traffic to pl-1 (sgr-7)",
    ],
    [
      group("ingress", { protocol: 1, fromPort: 3, toPort: 4, peer: { cidr: "::/0" } }),
      "sg-1 ingress icmp type 3 code 4 from ::/0",
    ],
    [
      group("ingress", { protocol: 1, fromPort: 8, toPort: -1, peer: { cidr: "::/0" } }),
      "sg-1 ingress icmp type 8 from ::/0",
    ],
    [
      group("ingress", { protocol: 58, fromPort: -1, toPort: -1, peer: { cidr: "::/0" } }),
      "sg-1 ingress all icmpv6 from ::/0",
    ],
    [
      group("ingress", { protocol: 47, fromPort: -1, toPort: -1, peer: { cidr: "::/0" } }),
      "sg-1 ingress protocol 47 from ::/0",
    ],
    [entry("ingress", { toPort: 90 }), "rule 100 allow tcp 80-90 from 10.0.0.0/16"],
    [entry("egress", { ruleNumber: 90, ruleAction: "deny" }), "rule 90 deny tcp 80 to 10.0.0.0/16"],
    [
      entry("egress", { ruleNumber: 32767, ruleAction: "deny", protocol: -1, cidrBlock: "0.0.0.0/0" }),
      "rule * deny all traffic to 0.0.0.0/0",
    ],
    [route({}), "route 0.0.0.0/0 -> nat-1"],
    [route({ target: { type: "local" }, propagated: true }), "route 0.0.0.0/0 -> local (propagated)"],
    [route({ state: "blackhole" }), "route 0.0.0.0/0 -> nat-1 (blackhole)"],
    [
      {
        kind: "listener",
        loadBalancer: "web",
        index: 0,
        listener: { protocol: "HTTPS", loadBalancerPort: 443, instanceProtocol: "HTTP", instancePort: 80 },
      } as RuleRef,
      "listener HTTPS 443 -> HTTP 80",
    ],
  ])("%#: %s", (ref, text) => {
    expect(ruleText(ref)).toBe(text);
  });
});

describe("the place of a rule", () => {
  it.each([
    [{ file: "a.json", pointer: "/NetworkAcls/0" }, "a.json#/NetworkAcls/0"],
    [{ file: "a.json", pointer: "" }, "a.json"],
    [{ file: "t.yaml", logicalId: "Acl" }, "t.yaml#/Acl"],
    [{ pointer: "/x" }, "#/x"],
    [{}, undefined],
    [undefined, undefined],
  ])("%j", (origin, text) => {
    expect(originText(entry("ingress", { origin }))).toBe(text);
  });
});
