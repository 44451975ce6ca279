import { describe, expect, it } from "vitest";
import { allow, balanced, deny, EVERYTHING, from, to } from "../../support/small-networks.ts";
import { briefly, findings, unknownsAbout } from "./support.ts";

const egress = [to("sg-app", "tcp 8080"), to("sg-app", "tcp 9000")];

function lbGroup(...ingress: readonly ReturnType<typeof from>[]) {
  return { securityGroups: { "sg-lb": { vpcId: "vpc-1", ingress, egress } } };
}

function lbAcl(...ingress: readonly ReturnType<typeof allow>[]) {
  return { networkAcls: { "acl-lb": { vpcId: "vpc-1", ingress, egress: EVERYTHING } } };
}

describe("a listener", () => {
  const CODE = "listener-not-open";

  it("is open where a group rule and the ACLs let somebody to its port", () => {
    expect(findings(balanced(), CODE)).toEqual([]);
  });

  it("is not where no rule of the load balancer's groups is about its port", () => {
    const found = findings(balanced({}, lbGroup(from("0.0.0.0/0", "tcp 8080"))), CODE);
    expect(briefly(found, "filter", "closedAt")).toEqual(["web[0] filter security-group closedAt sg-lb"]);
  });

  it("is not where the only rule is for IPv6 clients, which a Classic Load Balancer in a VPC has none of", () => {
    expect(briefly(findings(balanced({}, lbGroup(from("::/0", "tcp 80"))), CODE))).toEqual(["web[0]"]);
  });

  it("is not where the ACL of its subnets stops all whom the groups admit, by the entries that the proof names", () => {
    const acl = lbAcl(deny(90, "tcp 80", "203.0.113.0/24"), allow(100, "all", "10.0.0.0/16"));
    const found = findings(balanced({}, { ...lbGroup(from("203.0.113.0/24", "tcp 80")), ...acl }), CODE);
    expect(briefly(found, "filter", "closedAt", "subnets")).toEqual([
      "web[0] filter network-acl closedAt acl-lb subnets lb-a,lb-b",
    ]);
    expect(found[0]?.proof).toMatchObject({ kind: "packets", by: [{ ruleNumber: 90 }] });
  });

  it("is not where no rule of the instances' groups is about the port that requests go to", () => {
    const closed = { securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 9000")] } } };
    const found = findings(balanced({}, closed), CODE);
    expect(briefly(found, "filter", "closedAt", "targets")).toEqual([
      "web[0] filter target-security-group closedAt sg-app targets i-a,i-b",
    ]);
    expect(found[0]?.proof).toMatchObject({
      packets: [{ destinationAddresses: ["10.0.10.10/32", "10.0.11.10/32"], destinationPortRanges: ["8080"] }],
    });
  });

  it("is, where the ACL lets some of them in", () => {
    const acl = lbAcl(deny(90, "tcp 80", "203.0.113.0/25"), allow(100, "all"));
    expect(findings(balanced({}, { ...lbGroup(from("203.0.113.0/24", "tcp 80")), ...acl }), CODE)).toEqual([]);
  });

  it("may be, where a rule names a prefix list that is not in the input", () => {
    const missing = [{ collection: "prefixLists", id: "pl-1", reason: "not-described" }];
    const net = balanced({}, { ...lbGroup(from("pl-1", "tcp 80")), missing });
    expect(findings(net, CODE)).toEqual([]);
    expect(unknownsAbout(net, CODE)).toEqual(["web prefixLists"]);
  });
});

describe("a rule for a port", () => {
  const CODE = "open-port-without-listener";

  it("of a load balancer is without a listener where none is on any port of the rule", () => {
    const rules = lbGroup(from("0.0.0.0/0", "tcp 80"), from("0.0.0.0/0", "tcp 443"), from("0.0.0.0/0", "icmp"));
    const found = findings(balanced({}, rules), CODE);
    expect(briefly(found, "carriers", "listening")).toEqual(["sg-lb[1] carriers web listening 80"]);
  });

  it("of an instance is told only where its services are known", () => {
    const on = (...ports: readonly number[]) => ({
      instances: Object.fromEntries(
        [["i-a", "app-a", "10.0.10.10"] as const, ["i-b", "app-b", "10.0.11.10"] as const].map(
          ([id, subnetId, address]) => [
            id,
            { subnetId, privateIpAddress: address, groups: ["sg-app"], services: ports.map((port) => ({ port })) },
          ],
        ),
      ),
    });
    expect(findings(balanced(), CODE)).toEqual([]);
    expect(findings(balanced({}, on(8080, 9000)), CODE)).toEqual([]);
    expect(briefly(findings(balanced({}, on(8080)), CODE), "listening")).toEqual(["sg-app[1] listening 8080"]);
  });
});
