import { describe, expect, it } from "vitest";
import { acl, allow, entry, find, group, local, route, routeTable, smallNetwork } from "./fixture.js";
import { aclDecides, admits, ICMP, ICMPV6, pickRoute, UDP } from "./oracle.js";
import { ask, blockers, internet, packet } from "./questions.js";

describe("security groups", () => {
  it("merge the rules of all groups, and name the rule that allows", () => {
    const groups = [group("sg-a", [allow("tcp", 22)]), group("sg-b", [allow("udp", 53), allow("tcp", [79, 81])])];
    expect(admits(groups, "ingress", packet({}))).toEqual({ allowed: true, groupId: "sg-b", ruleIndex: 1 });
  });

  it("let nothing new in without a rule", () => {
    expect(admits([group("sg-a", [])], "ingress", packet({})).allowed).toBe(false);
    expect(admits([], "ingress", packet({})).allowed).toBe(false);
  });

  it.each([
    [79, false],
    [80, true],
    [443, true],
    [444, false],
  ])("match the destination port %i with 80-443: %s", (dstPort, allowed) => {
    expect(admits([group("sg-a", [allow("tcp", [80, 443])])], "ingress", packet({ dstPort })).allowed).toBe(allowed);
  });

  it("match only their own protocol", () => {
    const rules = [group("sg-a", [allow("tcp", 80), allow("icmp", [8, -1]), allow("47")])];
    expect(admits(rules, "ingress", packet({ protocol: UDP })).allowed).toBe(false);
    expect(admits(rules, "ingress", packet({ protocol: ICMPV6, icmpType: 8, icmpCode: 0 })).allowed).toBe(false);
    expect(admits(rules, "ingress", packet({ protocol: 50 })).allowed).toBe(false);
  });

  it("read tcp without a range, or with -1 to -1, as all ports", () => {
    expect(admits([group("sg-a", [allow("tcp", -1)])], "ingress", packet({})).allowed).toBe(true);
    expect(admits([group("sg-a", [allow("tcp")])], "ingress", packet({})).allowed).toBe(true);
    expect(admits([group("sg-a", [allow("tcp", [-1, 79])])], "ingress", packet({})).allowed).toBe(false);
    expect(admits([group("sg-a", [allow("tcp", [0, 79])])], "ingress", packet({})).allowed).toBe(false);
  });

  it("never look at the source port", () => {
    const rule = group("sg-a", [allow("tcp", 40000)]);
    expect(admits([rule], "ingress", packet({ srcPort: 40000, dstPort: 80 })).allowed).toBe(false);
  });

  it("read egress rules against the destination and ingress rules against the source", () => {
    const rule = group("sg-a", [allow("tcp", 80, "10.0.1.0/24")], [allow("tcp", 80, "10.0.1.0/24")]);
    expect(admits([rule], "egress", packet({})).allowed).toBe(true);
    expect(admits([rule], "ingress", packet({})).allowed).toBe(false);
  });

  it("cover all ports when the protocol is none of tcp, udp, icmp, icmpv6", () => {
    const sctp = { source: "10.0.0.1", protocol: 132, dstPort: 9999 };
    expect(admits([group("sg-a", [allow("132", 80)])], "ingress", packet(sctp)).allowed).toBe(true);
    expect(admits([group("sg-a", [allow("-1", 80)])], "ingress", packet(sctp)).allowed).toBe(true);
    expect(admits([group("sg-a", [allow("6", 80)])], "ingress", packet({})).allowed).toBe(true);
  });

  it.each([
    ["type 8 code 8, as `--port 8` gives", [8, 8], false],
    ["type 8 any code", [8, -1], true],
    ["type 8 code 0", [8, 0], true],
    ["everything", [-1, -1], true],
    ["another type", [3, 4], false],
  ] as const)("with ICMP %s: %j lets a ping in: %s", (_, pair, allowed) => {
    const rule = group("sg-a", [allow("icmp", [...pair])]);
    const echo = packet({ protocol: ICMP, icmpType: 8, icmpCode: 0 });
    expect(admits([rule], "ingress", echo).allowed).toBe(allowed);
  });

  it("read an icmpv6 rule without type and code as all of them", () => {
    const rule = group("sg-a", [allow("icmpv6", undefined, "::/0")]);
    const echo = packet({ source: "2600::1", protocol: ICMPV6, icmpType: 128, icmpCode: 0 });
    expect(admits([rule], "ingress", echo).allowed).toBe(true);
  });

  it("keep IPv4 and IPv6 apart", () => {
    const fromIpv6 = packet({ source: "2600::1" });
    expect(admits([group("sg-a", [allow("-1")])], "ingress", fromIpv6).allowed).toBe(false);
    expect(admits([group("sg-a", [allow("-1", undefined, "::/0")])], "ingress", fromIpv6).allowed).toBe(true);
    expect(admits([group("sg-a", [allow("-1", undefined, "::/0")])], "ingress", packet({})).allowed).toBe(false);
  });

  it("match a group by identity and a prefix list by its entries", () => {
    const byGroup = group("sg-a", [allow("tcp", 80, "sg-b")]);
    expect(admits([byGroup], "ingress", packet({ sourceGroups: ["sg-b"] })).allowed).toBe(true);
    expect(admits([byGroup], "ingress", packet({})).allowed).toBe(false);
    const byList = group("sg-a", [allow("tcp", 80, "pl-1")]);
    const lists = [{ PrefixListId: "pl-1", PrefixListName: "x", Cidrs: ["192.0.2.0/24", "10.0.0.0/24"] }];
    expect(admits([byList], "ingress", packet({}), lists).allowed).toBe(true);
    expect(admits([byList], "ingress", packet({ source: "10.0.1.1" }), lists).allowed).toBe(false);
  });
});

describe("network ACLs", () => {
  it("decide by the lowest matching number, whatever the order they are listed in", () => {
    const list = acl(
      "acl-1",
      [],
      [entry(300, "in allow", "6", [80, 80]), entry(200, "in deny", "-1"), entry(100, "in allow", "6", [443, 443])],
    );
    expect(aclDecides(list, "ingress", packet({ dstPort: 443 }))).toEqual({ action: "allow", ruleNumber: 100 });
    expect(aclDecides(list, "ingress", packet({ dstPort: 80 }))).toEqual({ action: "deny", ruleNumber: 200 });
  });

  it("number each direction on its own and end with the rule *", () => {
    const list = acl("acl-1", [], [entry(100, "in allow", "-1"), entry(100, "out deny", "-1")]);
    expect(aclDecides(list, "ingress", packet({})).ruleNumber).toBe(100);
    expect(aclDecides(list, "egress", packet({}))).toEqual({ action: "deny", ruleNumber: 100 });
    expect(aclDecides(acl("acl-1", [], []), "egress", packet({}))).toEqual({ action: "deny", ruleNumber: 32767 });
    const withoutStar = { ...acl("acl-1", [], []), Entries: [] };
    expect(aclDecides(withoutStar, "egress", packet({}))).toEqual({ action: "deny", ruleNumber: null });
  });

  it("match the destination port, the source of what enters and the destination of what leaves", () => {
    const list = acl(
      "acl-1",
      [],
      [entry(100, "in allow", "6", [80, 80], "10.0.0.0/24"), entry(100, "out allow", "6", [80, 80], "10.0.1.0/24")],
    );
    expect(aclDecides(list, "ingress", packet({})).action).toBe("allow");
    expect(aclDecides(list, "egress", packet({})).action).toBe("allow");
    expect(aclDecides(list, "ingress", packet({ source: "10.0.1.1" })).action).toBe("deny");
    expect(aclDecides(list, "ingress", packet({ dstPort: 81 })).action).toBe("deny");
  });

  it("match only their own protocol", () => {
    const list = acl("acl-1", [], [entry(100, "in allow", "6", [80, 80]), entry(110, "in allow", "47")]);
    expect(aclDecides(list, "ingress", packet({ protocol: UDP })).action).toBe("deny");
    expect(aclDecides(list, "ingress", packet({ protocol: 50 })).action).toBe("deny");
  });

  it("ignore ports and types where the protocol has none", () => {
    const gre = acl("acl-1", [], [{ ...entry(100, "in allow", "47"), PortRange: { From: 80, To: 80 } }]);
    expect(aclDecides(gre, "ingress", packet({ protocol: 47 })).action).toBe("allow");
    const icmpv6OverIpv4 = acl("acl-1", [], [entry(100, "in allow", "58", [1, 1])]);
    const echo = { protocol: ICMPV6, icmpType: 128, icmpCode: 0 };
    expect(aclDecides(icmpv6OverIpv4, "ingress", packet(echo)).action).toBe("allow");
    const icmpv6 = acl("acl-1", [], [entry(100, "in allow", "58", [1, 1], "::/0")]);
    expect(aclDecides(icmpv6, "ingress", packet({ ...echo, source: "2600::1" })).action).toBe("deny");
  });

  it("take -1 as any ICMP type and any code", () => {
    const anyCode = acl("acl-1", [], [entry(100, "in allow", "1", [8, -1])]);
    const list = acl("acl-1", [], [entry(100, "in allow", "1", [8, 3])]);
    const echo = packet({ protocol: ICMP, icmpType: 8, icmpCode: 0 });
    expect(aclDecides(anyCode, "ingress", echo).action).toBe("allow");
    expect(aclDecides(list, "ingress", echo).action).toBe("deny");
  });
});

describe("routes", () => {
  const internetGateway = route("0.0.0.0/0", { GatewayId: "igw-1" });

  it("prefer the longest prefix, local included", () => {
    const table = routeTable("rtb-1", [], [internetGateway, route("203.0.113.0/24", { NatGatewayId: "nat-1" }), local]);
    expect(pickRoute(table, "10.0.3.4")?.index).toBe(2);
    expect(pickRoute(table, internet)?.index).toBe(1);
    expect(pickRoute(table, "198.51.100.1")?.index).toBe(0);
    expect(pickRoute(table, "2600::1")).toBeNull();
  });

  it("prefer static over prefix list over propagated for one prefix", () => {
    const propagated = { ...route("203.0.113.0/24", { GatewayId: "vgw-1" }), Origin: "EnableVgwRoutePropagation" };
    const listed = { DestinationPrefixListId: "pl-1", NatGatewayId: "nat-1", Origin: "CreateRoute", State: "active" };
    const fixed = route("203.0.113.0/24", { GatewayId: "igw-1" });
    const lists = [{ PrefixListId: "pl-1", PrefixListName: "x", Cidrs: ["203.0.113.0/24"] }];
    expect(pickRoute(routeTable("rtb-1", [], [propagated, listed, fixed]), internet, lists)?.index).toBe(2);
    expect(pickRoute(routeTable("rtb-1", [], [propagated, listed]), internet, lists)?.index).toBe(1);
    const moreSpecific = { ...propagated, DestinationCidrBlock: "203.0.113.0/25" };
    expect(pickRoute(routeTable("rtb-1", [], [fixed, moreSpecific]), internet)?.index).toBe(1);
  });

  it("prefer local over a more specific propagated route", () => {
    const propagated = { ...route("10.0.1.0/24", { GatewayId: "vgw-1" }), Origin: "EnableVgwRoutePropagation" };
    expect(pickRoute(routeTable("rtb-1", [], [propagated, local]), "10.0.1.1")?.index).toBe(1);
    const fixed = route("10.0.1.0/24", { NatGatewayId: "nat-1" });
    expect(pickRoute(routeTable("rtb-1", [], [fixed, local]), "10.0.1.1")?.index).toBe(0);
  });

  it("do not fall through a blackhole", () => {
    const doc = smallNetwork();
    const table = find(doc.RouteTables, "RouteTableId", "rtb-web");
    table.Routes.push(route("203.0.113.0/24", { VpcPeeringConnectionId: "pcx-1" }, "blackhole"));
    expect(blockers(ask(doc, "eni-web", internet, 443))).toEqual(["forward egress rtb-web 2"]);
  });
});
