import { checkConnection } from "netsim";
import { describe, expect, it } from "vitest";
import {
  allow,
  assumptionsOf,
  blockersOf,
  EVERYTHING,
  from,
  headersText,
  hopAt,
  hopsOf,
  legOf,
  twoSubnets,
} from "../../../support/small-networks.ts";

const A_TO_B = { from: "i-a", to: "i-b", port: 80 } as const;

describe("between two subnets of a VPC", () => {
  it("the sender's group, ACL and table come first, then the receiver's ACL and group; back again without rules of groups", () => {
    const leg = legOf(checkConnection(twoSubnets(), A_TO_B));
    expect(hopsOf(leg, "forward")).toEqual([
      "eni-i-a egress",
      "sg-a egress",
      "acl-a egress",
      "rtb-1 egress",
      "acl-b ingress",
      "sg-b ingress",
      "eni-i-b ingress",
    ]);
    expect(hopsOf(leg, "reply")).toEqual([
      "eni-i-b egress",
      "sg-b egress",
      "acl-b egress",
      "rtb-1 egress",
      "acl-a ingress",
      "sg-a ingress",
      "eni-i-a ingress",
    ]);
    const groups = leg.reply.hops.filter((hop) => hop.component.kind === "security-group");
    expect(groups.flatMap((hop) => hop.decisions.map((each) => each.action))).toEqual(["tracked", "tracked"]);
  });

  it("every hop says which rule decided, and where", () => {
    const verdict = checkConnection(twoSubnets(), A_TO_B);
    expect(hopAt(verdict, "forward", "sg-b")).toMatchObject({
      attachedTo: "eni-i-b",
      status: "pass",
      rule: { kind: "security-group-rule", securityGroupId: "sg-b", direction: "ingress", index: 0 },
    });
    expect(hopAt(verdict, "forward", "acl-b")).toMatchObject({
      attachedTo: "subnet-b",
      rule: { kind: "network-acl-entry", networkAclId: "acl-b", direction: "ingress", ruleNumber: 100 },
    });
    expect(hopAt(verdict, "forward", "rtb-1")).toMatchObject({
      attachedTo: "subnet-a",
      rule: { kind: "route", routeTableId: "rtb-1", route: { destination: "10.0.0.0/16" } },
    });
  });

  it("a filter that lets a part through shows each part with its rule, and what leaves", () => {
    const net = twoSubnets({
      networkAcls: { "acl-b": { vpcId: "vpc-1", ingress: EVERYTHING, egress: [allow(100, "tcp 32768-65535")] } },
    });
    const hop = hopAt(checkConnection(net, A_TO_B), "reply", "acl-b");
    expect(hop).toMatchObject({ status: "partial", rule: null });
    expect(hop.decisions.map((each) => [each.action, headersText(each.packets)])).toEqual([
      ["allow", ["tcp 10.0.1.10/32 80 -> 10.0.0.10/32 32768-65535"]],
      ["deny", ["tcp 10.0.1.10/32 80 -> 10.0.0.10/32 1024-32767"]],
    ]);
    expect(headersText(hop.inbound)).toEqual(["tcp 10.0.1.10/32 80 -> 10.0.0.10/32 1024-65535"]);
    expect(headersText(hop.outbound)).toEqual(["tcp 10.0.1.10/32 80 -> 10.0.0.10/32 32768-65535"]);
  });
});

describe("inside a subnet", () => {
  it("hosts that no interface is known for have no group and no ACL between them", () => {
    const net = twoSubnets({ networkAcls: { "acl-b": { vpcId: "vpc-1" } } });
    const verdict = checkConnection(net, { from: "10.0.1.50", to: "10.0.1.60", port: 80 });
    expect(verdict.verdict).toBe("reachable");
    expect(assumptionsOf(verdict)).toEqual([
      "host at 10.0.1.50 in subnet-b no-interface-at-address",
      "host at 10.0.1.60 in subnet-b no-interface-at-address",
      "host at 10.0.1.60 in subnet-b service-assumed",
    ]);
  });

  it("groups still decide", () => {
    const net = twoSubnets({
      instances: { "i-c": { subnetId: "subnet-b", privateIpAddress: "10.0.1.20", groups: ["sg-c"] } },
      securityGroups: { "sg-c": { vpcId: "vpc-1", ingress: [from("sg-a", "tcp 22")] } },
    });
    expect(blockersOf(checkConnection(net, { from: "i-b", to: "i-c", port: 80 }))).toEqual([
      "sg-b egress forward - security-group-has-no-rules SG_HAS_NO_RULES",
      "sg-c ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH",
    ]);
  });
});
