import { type ConnectionInput, checkConnection, checkListener } from "netsim";
import { describe, expect, it } from "vitest";
import {
  ANYWHERE,
  balanced,
  deny,
  EVERYTHING,
  from,
  publicAndPrivate,
  STRANGER,
  to,
} from "../../support/small-networks.ts";

const codes = (question: ConnectionInput, net = publicAndPrivate()): string[] =>
  checkConnection(net, { pathMtu: "tracked", ...question }).warnings.map((each) => `${each.component} ${each.code}`);

describe("tcp 25 from an instance to a public address", () => {
  it("is restricted by EC2 unless AWS has lifted that, which no input tells: a warning, and still reachable", () => {
    const verdict = checkConnection(publicAndPrivate(), { from: "web", to: STRANGER, port: 25, pathMtu: "tracked" });
    expect(verdict.verdict).toBe("reachable");
    expect(verdict.warnings).toEqual([
      {
        code: "smtp-outbound-restricted",
        component: "eni-web",
        leg: "connection: web -> 203.0.113.10",
        details: { port: 25, end: "web", to: STRANGER },
      },
    ]);
  });

  it.each<[string, ConnectionInput]>([
    ["behind a NAT gateway", { from: "app", to: "internet", port: 25 }],
    ["among other ports", { from: "web", to: STRANGER, port: "20-30" }],
    ["at a public address of this network", { from: "web", to: "198.51.100.10", port: 25 }],
  ])("is so %s, too", (name, question) => {
    const mail = { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 25")] };
    const other = { subnetId: "public", privateIpAddress: "10.0.0.20", publicIp: "198.51.100.20", groups: ["sg-web"] };
    const net = publicAndPrivate({ securityGroups: { "sg-web": mail }, instances: { other } });
    const asked = name.startsWith("at a public") ? { ...question, from: "other" } : question;
    expect(codes(asked, net)).toEqual([`eni-${asked.from} smtp-outbound-restricted`]);
  });

  it.each<[string, ConnectionInput]>([
    ["another port", { from: "web", to: STRANGER, port: 587 }],
    ["udp", { from: "web", to: STRANGER, port: 25, protocol: "udp" }],
    ["a private address", { from: "web", to: "app", port: 25 }],
    ["what comes in", { from: STRANGER, to: "web", port: 25 }],
  ])("is not %s", (_, question) => {
    const mail = { vpcId: "vpc-1", ingress: [from(ANYWHERE, "all")] };
    const net = publicAndPrivate({ securityGroups: { "sg-web": mail, "sg-app": mail } });
    expect(checkConnection(net, question).verdict).toBe("reachable");
    expect(codes(question, net)).toEqual([]);
  });

  it("needs no warning where the rules stop it anyway", () => {
    const acl = { vpcId: "vpc-1", ingress: EVERYTHING, egress: [deny(50, "tcp 25"), ...EVERYTHING] };
    expect(
      codes({ from: "web", to: STRANGER, port: 25 }, publicAndPrivate({ networkAcls: { "acl-public": acl } })),
    ).toEqual([]);
  });

  it("is no matter of load balancers, whose nodes send to private addresses", () => {
    const net = balanced(
      { listeners: [{ protocol: "TCP", loadBalancerPort: 25, instancePort: 25 }], healthCheck: { target: "TCP:25" } },
      {
        securityGroups: {
          "sg-lb": { vpcId: "vpc-1", ingress: [from(ANYWHERE, "tcp 25")], egress: [to("sg-app", "tcp 25")] },
          "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 25")] },
        },
      },
    );
    const verdict = checkListener(net, { loadBalancer: "web", port: 25, from: STRANGER });
    expect(verdict.verdict).toBe("reachable");
    expect(verdict.warnings.map((each) => each.code)).not.toContain("smtp-outbound-restricted");
  });
});
