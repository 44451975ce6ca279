/** What simulators of Classic Load Balancers get wrong, one test or more for each. */
import { checkConnection, checkHealth, checkLeg, checkListener } from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE,
  allow,
  BALANCED,
  balanced,
  blockersOf,
  deny,
  EVERYTHING,
  from,
  headersText,
  STRANGER,
} from "../../support/small-networks.ts";

const LISTENER = { loadBalancer: "web", port: 80, from: STRANGER } as const;
const states = (net: ReturnType<typeof balanced>) =>
  Object.fromEntries(
    Object.entries(checkHealth(net, { loadBalancer: "web" }).states).map(([id, each]) => [id, each.state]),
  );
const codes = (blockers: readonly { component: string; code: string }[]) =>
  [...new Set(blockers.map((each) => `${each.component} ${each.code}`))].sort();

describe("a Classic Load Balancer", () => {
  it("made without groups gets the VPC's default group, which admits nobody from outside and which instances must admit", () => {
    const net = balanced({ securityGroups: undefined });
    expect(net.classicLoadBalancers.web?.securityGroups).toEqual(["sg-default-vpc-1"]);
    expect(codes(checkLeg(net, { leg: "client", ...LISTENER }).blockers)).toEqual([
      "sg-default-vpc-1 security-group-no-match",
    ]);
    expect(codes(checkLeg(net, { leg: "target", loadBalancer: "web", port: 80 }).blockers)).toEqual([
      "sg-app security-group-no-match",
    ]);
  });

  it("needs no rule for its replies to clients, nor the instances for theirs", () => {
    const net = balanced();
    expect(net.securityGroups["sg-app"]?.egress).toEqual([]);
    expect(net.securityGroups["sg-lb"]?.egress.every((rule) => rule.toPort !== 65535)).toBe(true);
    expect(checkListener(net, LISTENER).verdict).toBe("reachable");
  });

  it("with the instance port open and the health-check port not: out of service, and 503", () => {
    const net = balanced(
      {},
      { securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 8080")] } } },
    );
    expect(states(net)).toEqual({ "i-a": "OutOfService", "i-b": "OutOfService" });
    expect(codes(checkListener(net, LISTENER).blockers)).toEqual([
      "sg-app security-group-no-match",
      "web no-target-in-service",
    ]);
  });

  it("with the health-check port open and the instance port not: in service, and requests time out", () => {
    const net = balanced(
      {},
      { securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 9000")] } } },
    );
    expect(states(net)).toEqual({ "i-a": "InService", "i-b": "InService" });
    expect(codes(checkListener(net, LISTENER).blockers)).toEqual(["sg-app security-group-no-match"]);
    expect(checkListener(net, LISTENER).verdict).toBe("unreachable");
  });

  it("does not fail open: with every instance unhealthy it forwards to none", () => {
    const shut = [{ port: 8080 }, { port: 9000, http: { "/ping": 500 } }];
    const net = balanced(
      {},
      {
        instances: {
          "i-a": { subnetId: "app-a", privateIpAddress: "10.0.10.10", groups: ["sg-app"], services: shut },
          "i-b": { subnetId: "app-b", privateIpAddress: "10.0.11.10", groups: ["sg-app"], services: shut },
        },
      },
    );
    const verdict = checkListener(net, LISTENER);
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.nodes.map((each) => each.targets)).toEqual([[], []]);
  });

  it("uses 1024-65535 for its own connections: an ACL for 32768-65535 breaks some of them", () => {
    const net = balanced(
      {},
      {
        networkAcls: {
          "acl-app": { vpcId: "vpc-1", ingress: EVERYTHING, egress: [allow(100, "tcp 32768-65535", "10.0.0.0/16")] },
        },
      },
    );
    const verdict = checkLeg(net, { leg: "target", loadBalancer: "web", port: 80, target: "i-a" });
    expect(verdict.verdict).toBe("partial");
    expect(headersText(verdict.legs[0]?.failing)).toEqual(["tcp 10.0.0.4-10.0.0.254 1024-32767 -> 10.0.10.10/32 8080"]);
  });

  it("is stopped at the instances by a deny of their subnet's ACL for the VPC itself", () => {
    const net = balanced(
      {},
      {
        networkAcls: {
          "acl-app": { vpcId: "vpc-1", ingress: [deny(90, "all", "10.0.0.0/16"), ...EVERYTHING], egress: EVERYTHING },
        },
      },
    );
    expect(states(net)).toEqual({ "i-a": "OutOfService", "i-b": "OutOfService" });
  });

  it("answers ping itself where its group allows it, which proves nothing about its instances", () => {
    const net = balanced(
      { instances: [] },
      { securityGroups: { "sg-lb": { ...BALANCED.securityGroups!["sg-lb"]!, ingress: [from(ANYWHERE, "icmp 8")] } } },
    );
    expect(checkConnection(net, { from: STRANGER, to: "web", protocol: "icmp" }).verdict).toBe("reachable");
    expect(checkConnection(balanced(), { from: STRANGER, to: "web", protocol: "icmp" }).verdict).toBe("unreachable");
  });

  it("answers ping for nobody else: no instance sees it, and instances that are down change nothing", () => {
    const pinged = {
      ...BALANCED.securityGroups!["sg-lb"]!,
      ingress: [from(ANYWHERE, "tcp 80"), from(ANYWHERE, "icmp 8")],
    };
    const shut = { vpcId: "vpc-1", ingress: [], egress: [] };
    const net = balanced({}, { securityGroups: { "sg-lb": pinged, "sg-app": shut } });
    const ping = checkConnection(net, { from: STRANGER, to: "web", protocol: "icmp" });
    expect(ping.verdict).toBe("reachable");
    expect(ping.legs.map((leg) => leg.to)).toEqual(["web@lb-a", "web@lb-b"]);
    const met = ping.legs.flatMap((leg) => [...leg.forward.hops, ...leg.reply.hops].map((hop) => hop.component.id));
    expect(met.filter((id) => /^(sg-app|acl-app|i-|eni-)/.test(id))).toEqual([]);
    expect(states(net)).toEqual({ "i-a": "OutOfService", "i-b": "OutOfService" });
    expect(checkListener(net, LISTENER).verdict).toBe("unreachable");
  });

  it("that is served well still does not answer ping where only its listener is open, nor do its instances for it", () => {
    const open = { vpcId: "vpc-1", ingress: [from(ANYWHERE, "all")], egress: [] };
    const net = balanced({}, { securityGroups: { "sg-app": open } });
    expect(checkListener(net, LISTENER).verdict).toBe("reachable");
    const ping = checkConnection(net, { from: STRANGER, to: "web", protocol: "icmp" });
    expect(codes(ping.blockers)).toEqual(["sg-lb security-group-no-match"]);
  });

  it("answers ping through an ACL that lets the request in and the answer out, by their types", () => {
    const pinged = { ...BALANCED.securityGroups!["sg-lb"]!, ingress: [from(ANYWHERE, "icmp 8")] };
    const through = (out: string) =>
      checkConnection(
        balanced(
          {},
          {
            securityGroups: { "sg-lb": pinged },
            networkAcls: {
              "acl-lb": { vpcId: "vpc-1", ingress: [allow(100, "icmp 8")], egress: [allow(100, out)] },
            },
          },
        ),
        { from: STRANGER, to: "web", protocol: "icmp" },
      ).verdict;
    expect(through("icmp 0")).toBe("reachable");
    expect(through("icmp 8")).toBe("unreachable");
  });

  it("takes a port that has no listener from nobody, whatever its group allows", () => {
    const net = balanced({}, { securityGroups: { "sg-lb": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "all")] } } });
    expect(new Set(blockersOf(checkConnection(net, { from: STRANGER, to: "web", port: 8443 })))).toEqual(
      new Set(["web ingress forward - no-listener ELB_LISTENERS_MISMATCH"]),
    );
    expect(checkConnection(net, { from: STRANGER, to: "web", port: 80, protocol: "udp" }).verdict).toBe("unreachable");
  });

  it("with an ACL that denies tcp 3306 in loses the replies to its own connections from port 3306", () => {
    const net = balanced(
      {},
      {
        networkAcls: {
          "acl-lb": { vpcId: "vpc-1", ingress: [deny(90, "tcp 3306"), ...EVERYTHING], egress: EVERYTHING },
        },
      },
    );
    const verdict = checkLeg(net, { leg: "target", loadBalancer: "web", port: 80, target: "i-a" });
    expect(verdict.verdict).toBe("partial");
    expect(new Set(verdict.legs.flatMap((leg) => leg.failing.flatMap((header) => header.sourcePortRanges)))).toEqual(
      new Set(["3306"]),
    );
  });

  it("with an ACL that lets replies of instances in also lets the VPC's clients in on high listener ports", () => {
    const high = [{ protocol: "HTTP", loadBalancerPort: 8443, instancePort: 8080 }];
    const net = balanced(
      { scheme: "internal", listeners: high },
      {
        networkAcls: {
          "acl-lb": { vpcId: "vpc-1", ingress: [allow(100, "tcp 1024-65535", "10.0.0.0/16")], egress: EVERYTHING },
        },
        securityGroups: {
          "sg-lb": { ...BALANCED.securityGroups!["sg-lb"]!, ingress: [from("10.0.0.0/16", "tcp 8443")] },
        },
        instances: { client: { subnetId: "app-a", privateIpAddress: "10.0.10.77" } },
      },
    );
    expect(checkListener(net, { loadBalancer: "web", port: 8443, from: "client" }).verdict).toBe("reachable");
  });
});
