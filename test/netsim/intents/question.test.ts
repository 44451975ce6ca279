import { describe, expect, it } from "vitest";
import { connect } from "../../../packages/netsim/src/intents/question.ts";
import { balanced, balancer, deny, EVERYTHING, extend, STRANGER } from "../../support/small-networks.ts";

describe("a connection to a load balancer's listener", () => {
  const question = { from: STRANGER, to: "web", port: 80 } as const;

  it("is asked of the listener with everything behind it", () => {
    const verdict = connect(balanced(), question);
    expect(verdict.kind).toBe("listener");
    expect(verdict.warnings.map((each) => each.component)).toContain("sg-app");
  });

  it("and with the options of the question", () => {
    expect(connect(balanced(), { ...question, pathMtu: "tracked" }).warnings).toEqual([]);
    const inOneSubnet = balanced(
      {},
      extend(
        { classicLoadBalancers: { web: balancer({ subnets: ["lb-a"], instances: ["i-a"] }) } },
        {
          instances: { "i-a": { subnetId: "lb-a", privateIpAddress: "10.0.0.10", groups: ["sg-app"] } },
          networkAcls: {
            "acl-lb": {
              vpcId: "vpc-1",
              ingress: [deny(90, "tcp 1024-65535", "10.0.0.0/16"), ...EVERYTHING],
              egress: EVERYTHING,
            },
          },
        },
      ),
    );
    expect(connect(inOneSubnet, question).verdict).toBe("reachable");
    expect(connect(inOneSubnet, { ...question, sameSubnetAcl: "strict" }).verdict).toBe("unreachable");
  });
});
