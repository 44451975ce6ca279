import { checkConnection, explain, type NetworkInput, type OverruledRule, type RuleRef } from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE,
  allow,
  deny,
  EVERYTHING,
  peered,
  publicAndPrivate,
  route,
  twoSubnets,
} from "../../support/small-networks.ts";

function nameOf(rule: RuleRef): string {
  return rule.kind === "network-acl-entry"
    ? `#${rule.ruleNumber}`
    : rule.kind === "route"
      ? rule.route.destination
      : "";
}

function text({ code, awsCode, rule, by, routeTable }: OverruledRule): string {
  return [nameOf(rule), code, nameOf(by), awsCode ?? "-", routeTable ?? "-"].join(" ");
}

describe("an entry of a network ACL", () => {
  const overruled = (...ingress: ReturnType<typeof allow>[]) => {
    const net = twoSubnets({ networkAcls: { "acl-b": { vpcId: "vpc-1", ingress, egress: EVERYTHING } } });
    const { causes } = explain(checkConnection(net, { from: "i-a", to: "i-b", port: 80 }));
    return (causes.find((each) => each.kind === "network-acl")?.overruled ?? []).map(text);
  };

  it("that would allow is overruled by one with a smaller number that denies", () => {
    expect(overruled(allow(200, "tcp 80"), deny(100, "tcp 0-1023"), allow(300, "tcp 22"), deny(400, "all"))).toEqual([
      "#200 earlier-rule-decides #100 - -",
    ]);
  });

  it("is not where AWS's last one denies: nothing comes after it", () => {
    expect(overruled(allow(100, "tcp 22"))).toEqual([]);
  });
});

describe("a route", () => {
  const PROPAGATED = { propagated: true } as const;
  const leaving = (routes: NonNullable<NonNullable<NetworkInput["routeTables"]>[string]["routes"]>) => {
    const net = publicAndPrivate({ routeTables: { "rtb-private": { vpcId: "vpc-1", routes } } });
    const { causes } = explain(checkConnection(net, { from: "app", to: "203.0.113.10", port: 80 }));
    expect(causes[0]?.code).toBe("route-blackhole");
    return (causes[0]?.overruled ?? []).map(text);
  };

  it("is hidden by a more specific one that is a blackhole", () => {
    const dead = { ...route("203.0.113.0/24", "pcx-1"), state: "blackhole" } as const;
    expect(leaving([route(ANYWHERE, "nat-1"), dead, route("198.51.100.0/24", "nat-1")])).toEqual([
      "0.0.0.0/0 more-specific-route 203.0.113.0/24 MORE_SPECIFIC_ROUTE -",
    ]);
  });

  it("is hidden by a static one with the same destination", () => {
    const dead = { ...route(ANYWHERE, "pcx-1"), state: "blackhole" } as const;
    expect(leaving([{ ...route(ANYWHERE, "vgw-1"), ...PROPAGATED }, dead])).toEqual([
      "0.0.0.0/0 higher-priority-route 0.0.0.0/0 HIGHER_PRIORITY_ROUTE -",
    ]);
  });

  it("that is a blackhole itself would not have helped", () => {
    const dead = (destination: string) => ({ ...route(destination, "pcx-1"), state: "blackhole" }) as const;
    expect(leaving([dead(ANYWHERE), dead("203.0.113.0/24")])).toEqual([]);
  });

  it("is hidden by one that leads to something that does not carry the packets", () => {
    const routes = [route("10.1.0.0/24", "pcx-2"), route("10.1.0.0/16", "pcx-1")];
    const net = peered({
      vpcPeeringConnections: { "pcx-2": { requester: "vpc-a", accepter: "vpc-b", status: "expired" } },
      routeTables: { "rtb-a": { vpcId: "vpc-a", main: true, routes } },
    });
    const { causes } = explain(checkConnection(net, { from: "a", to: "b", port: 80 }));
    expect(causes[0]).toMatchObject({ component: "pcx-2", code: "peering-not-active" });
    expect((causes[0]?.overruled ?? []).map(text)).toEqual([
      "10.1.0.0/16 more-specific-route 10.1.0.0/24 MORE_SPECIFIC_ROUTE rtb-a",
    ]);
  });
});
