import { checkHealth, network } from "netsim";
import { describe, expect, it } from "vitest";
import { allow, BALANCED, balanced, EVERYTHING, extend, from, to } from "../../support/small-networks.ts";
import { briefly, findings, unknownsAbout } from "./support.ts";

const CODE = "health-check-not-open";

describe("a health-check port", () => {
  it("is open where the checks pass", () => {
    expect(findings(balanced(), CODE)).toEqual([]);
  });

  it("is not open where the instances' group forgets it, and the proof is what stops the checks", () => {
    const net = balanced(
      {},
      { securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 8080")] } } },
    );
    const found = findings(net, CODE);
    expect(briefly(found, "ports", "blockedAt", "cause")).toEqual([
      "web ports 9000 blockedAt sg-app cause security-group-no-match",
    ]);
    const [{ proof }] = found as [(typeof found)[0]];
    expect(proof.kind === "blockers" && proof.blockers).toEqual(checkHealth(net, { loadBalancer: "web" }).blockers);
  });

  it("is not open where an ACL drops the answers, each place for itself", () => {
    const net = balanced(
      {},
      {
        networkAcls: { "acl-app": { vpcId: "vpc-1", ingress: EVERYTHING, egress: [allow(100, "tcp 443")] } },
        securityGroups: {
          "sg-lb": { vpcId: "vpc-1", ingress: [from("0.0.0.0/0", "tcp 80")], egress: [to("sg-app", "tcp 8080")] },
        },
      },
    );
    expect(briefly(findings(net, CODE), "phase", "blockedAt")).toEqual([
      "web phase forward blockedAt sg-lb",
      "web phase reply blockedAt acl-app",
    ]);
  });

  it("is not open where nothing listens on it", () => {
    const instances = {
      "i-a": { subnetId: "app-a", privateIpAddress: "10.0.10.10", groups: ["sg-app"], services: [{ port: 8080 }] },
    };
    expect(briefly(findings(balanced({}, { instances }), CODE), "blockedAt", "cause")).toEqual([
      "web blockedAt i-a cause nothing-listens",
    ]);
  });

  it("of a target group is told at the target group", () => {
    const { classicLoadBalancers: _, ...rest } = BALANCED;
    const net = network(
      extend(rest, {
        loadBalancers: {
          web: {
            type: "application",
            subnets: ["lb-a", "lb-b"],
            securityGroups: ["sg-lb"],
            listeners: [{ port: 80, protocol: "HTTP", forward: "tg-1" }],
          },
        },
        targetGroups: {
          "tg-1": {
            protocol: "HTTP",
            port: 8080,
            vpcId: "vpc-1",
            targets: ["i-a", "i-b"],
            healthCheck: { port: 9001 },
          },
        },
      }),
    );
    expect(briefly(findings(net, CODE), "ports", "blockedAt")).toEqual([
      "tg-1 ports 9001 blockedAt sg-lb",
      "tg-1 ports 9001 blockedAt sg-app",
    ]);
  });

  it("of an instance that is not in the input is not known", () => {
    const missing = [{ collection: "instances", id: "i-c", reason: "not-described" }];
    const net = balanced({ instances: ["i-a", "i-b", "i-c"] }, { missing });
    expect(findings(net, CODE)).toEqual([]);
    expect(unknownsAbout(net, CODE)).toEqual(["web instance-missing"]);
  });
});
