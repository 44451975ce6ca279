/** What lint finds of Application and Network Load Balancers, whose targets are in target groups. */
import { checkListener, type Network, type NetworkInput, network } from "netsim";
import { describe, expect, it } from "vitest";
import { ANYWHERE, allow, BALANCED, EVERYTHING, extend, from, to } from "../../support/small-networks.ts";
import { briefly, findings, unknownsAbout } from "./support.ts";

type Kind = "application" | "network" | "network without groups";
type TargetGroup = NonNullable<NetworkInput["targetGroups"]>[string];

const APP = { vpcId: "vpc-1", egress: [] };
/** What targets need where clients keep their addresses and the load balancer has no groups to name. */
const CLIENTS = { ...APP, ingress: [from(ANYWHERE, "tcp 8080"), from("10.0.0.0/16", "tcp 9000")] };

/** The load balancer `web` (port 80) before the target group tg-1 (port 8080, health checks on 9000) with i-a and i-b. */
function served(kind: Kind, more: NetworkInput = {}, group: Partial<TargetGroup> = {}): Network {
  const { classicLoadBalancers: _, ...rest } = BALANCED;
  const isNetwork = kind !== "application";
  const hasGroups = kind !== "network without groups";
  const balanced = extend(rest, {
    loadBalancers: {
      web: {
        type: isNetwork ? "network" : "application",
        subnets: ["lb-a", "lb-b"],
        ...(hasGroups ? { securityGroups: ["sg-lb"] } : {}),
        listeners: [{ port: 80, protocol: isNetwork ? "TCP" : "HTTP", forward: "tg-1" }],
      },
    },
    targetGroups: {
      "tg-1": {
        protocol: isNetwork ? "TCP" : "HTTP",
        port: 8080,
        vpcId: "vpc-1",
        targets: ["i-a", "i-b"],
        healthCheck: { port: 9000 },
        ...group,
      },
    },
    ...(hasGroups ? {} : { securityGroups: { "sg-app": CLIENTS } }),
  });
  return network(extend(balanced, more));
}

const KINDS: readonly Kind[] = ["application", "network", "network without groups"];
const WITH_GROUPS: readonly Kind[] = ["application", "network"];

describe.each(KINDS)("lint of an %s load balancer", (kind) => {
  const appGroup = (...ingress: readonly ReturnType<typeof from>[]) => ({
    securityGroups: { "sg-app": { ...APP, ingress } },
  });
  const client = kind === "network without groups" ? ANYWHERE : "sg-lb";
  const checker = kind === "network without groups" ? "10.0.0.0/16" : "sg-lb";

  it("finds nothing that does not work where all does", () => {
    const codes = [
      "listener-not-open",
      "health-check-not-open",
      "zone-without-targets",
      "acl-drops-replies",
      "load-balancer-without-internet-route",
      "asymmetric-routing",
      "open-to-internet",
    ] as const;
    expect(findings(served(kind), ...codes)).toEqual([]);
  });

  it("finds a health-check port that the targets' group forgets, at the target group", () => {
    const net = served(kind, appGroup(from(client, "tcp 8080")));
    expect(briefly(findings(net, "health-check-not-open"), "ports", "blockedAt", "cause")).toEqual([
      "tg-1 ports 9000 blockedAt sg-app cause security-group-no-match",
    ]);
  });

  it("finds a health-check port on the traffic port where that is closed", () => {
    const net = served(kind, appGroup(from(checker, "tcp 9000")), { healthCheck: { port: "traffic-port" } });
    const closed = findings(net, "health-check-not-open").filter((each) => each.details.blockedAt === "sg-app");
    expect(briefly(closed, "ports")).toEqual(["tg-1 ports 8080"]);
  });

  it("finds health checks that an ACL of the targets' subnets stops", () => {
    const acl = { vpcId: "vpc-1", ingress: [allow(100, "tcp 8080")], egress: EVERYTHING };
    const found = findings(served(kind, { networkAcls: { "acl-app": acl } }), "health-check-not-open");
    expect(briefly(found, "blockedAt", "places")).toEqual(["tg-1 blockedAt acl-app places app-a,app-b"]);
  });

  it("finds the zone in which nothing is registered, by the group's own cross-zone setting", () => {
    for (const crossZone of [true, false]) {
      const found = findings(served(kind, {}, { targets: ["i-a"], crossZone }), "zone-without-targets");
      expect(briefly(found, "zone", "loadBalancer", "crossZone")).toEqual([
        `tg-1 zone us-east-1b loadBalancer web crossZone ${crossZone}`,
      ]);
    }
  });

  it("does not know of a zone's targets where they are not in the input", () => {
    const net = served(
      kind,
      { missing: [{ collection: "targets", id: "tg-1", reason: "not-collected" }] },
      { targets: [] },
    );
    expect(findings(net, "zone-without-targets")).toEqual([]);
    expect(unknownsAbout(net, "zone-without-targets")).toEqual(["tg-1 targets"]);
  });

  it("finds a listener that the ACL of the load balancer's subnets closes", () => {
    const acl = { vpcId: "vpc-1", ingress: [allow(100, "tcp 443"), allow(110, "tcp 1024-65535")], egress: EVERYTHING };
    const found = findings(served(kind, { networkAcls: { "acl-lb": acl } }), "listener-not-open");
    expect(briefly(found, "filter", "closedAt")).toEqual(["web[0] filter network-acl closedAt acl-lb"]);
  });

  it("finds a listener whose targets let nobody in on the port of requests, at the listener", () => {
    const net = served(kind, appGroup(from(checker, "tcp 9000")));
    const found = findings(net, "listener-not-open");
    expect(briefly(found, "filter", "closedAt", "targetGroup", "targets")).toEqual([
      "web[0] filter target-security-group closedAt sg-app targetGroup tg-1 targets i-a,i-b",
    ]);
    expect(checkListener(net, { loadBalancer: "web", port: 80, from: "203.0.113.10" }).verdict).toBe("unreachable");
    const udp = served(kind, appGroup(from(checker, "tcp 9000"), from(client, "udp 8080")));
    expect(findings(udp, "listener-not-open")).toHaveLength(1);
  });

  it("finds none whose targets are open in part, or by what is not in the input", () => {
    const part = served(kind, appGroup(from("203.0.113.0/24", "tcp 8000-8100")));
    expect(findings(part, "listener-not-open")).toEqual([]);
    const missing = [{ collection: "prefixLists", id: "pl-1", reason: "not-described" }];
    const list = served(kind, { ...appGroup(from("pl-1", "tcp 8080")), missing });
    expect(findings(list, "listener-not-open")).toEqual([]);
    const other = { vpcId: "vpc-1", ingress: [from(client, "tcp 8080")] };
    const { "i-b": second } = BALANCED.instances ?? {};
    const one = extend(appGroup(), {
      securityGroups: { "sg-b": other },
      instances: { "i-b": { ...second, groups: ["sg-b"] } },
    } as NetworkInput);
    expect(findings(served(kind, one), "listener-not-open")).toEqual([]);
  });

  it("finds subnets that do not lead to the internet gateway", () => {
    const tables = { "rtb-lb": { vpcId: "vpc-1" } };
    const found = findings(served(kind, { routeTables: tables }), "load-balancer-without-internet-route");
    expect(found.map((each) => each.component)).toContain("web");
  });
});

describe.each(WITH_GROUPS)("the groups of an %s load balancer", (kind) => {
  const lbGroup = (...ingress: readonly ReturnType<typeof from>[]) => ({
    securityGroups: {
      "sg-lb": { vpcId: "vpc-1", ingress, egress: [to("sg-app", "tcp 8080"), to("sg-app", "tcp 9000")] },
    },
  });

  it("have a rule for each listener, and none for other ports", () => {
    const rules = lbGroup(from(ANYWHERE, "tcp 443"));
    expect(briefly(findings(served(kind, rules), "listener-not-open"), "filter", "closedAt")).toEqual([
      "web[0] filter security-group closedAt sg-lb",
    ]);
    expect(briefly(findings(served(kind, rules), "open-port-without-listener"), "listening")).toEqual([
      "sg-lb[0] listening 80",
    ]);
  });

  it("let health checks out", () => {
    const egress = {
      securityGroups: {
        "sg-lb": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 80")], egress: [to("sg-app", "tcp 8080")] },
      },
    };
    expect(briefly(findings(served(kind, egress), "health-check-not-open"), "blockedAt")).toEqual([
      "tg-1 blockedAt sg-lb",
    ]);
  });
});
