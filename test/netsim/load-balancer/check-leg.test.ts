import { NetsimError, type NetworkInput, network } from "@netsim/core";
import { checkLeg, type LegInput } from "netsim";
import { describe, expect, it } from "vitest";
import {
  allow,
  assumptionsOf,
  BALANCED,
  balanced,
  blockersOf,
  EVERYTHING,
  extend,
  from,
  headersText,
  hopsOf,
  inZone,
  legOf,
  STRANGER,
  unknownsOf,
} from "../../support/small-networks.ts";

const TARGET: LegInput = { leg: "target", loadBalancer: "web", port: 80 };
const HEALTH: LegInput = { leg: "health", loadBalancer: "web" };
const CLIENT: LegInput = { leg: "client", loadBalancer: "web", port: 80, from: STRANGER };

/** One node and one instance, in subnets of one zone. */
const one = (more: NetworkInput = {}) => balanced({ subnets: ["lb-a"], instances: ["i-a"] }, more);

describe("a leg of a load balancer on its own", () => {
  it("from a client goes to the listener's port of every node", () => {
    const verdict = checkLeg(balanced(), CLIENT);
    expect(verdict.verdict).toBe("reachable");
    expect(verdict.legs.map((leg) => leg.name)).toEqual([
      "client: 203.0.113.10 -> web@lb-a:80",
      "client: 203.0.113.10 -> web@lb-b:80",
    ]);
  });

  it("to a target goes from every node to the instance port", () => {
    const verdict = checkLeg(balanced(), TARGET);
    expect(verdict.legs.map((leg) => leg.name)).toEqual([
      "target: web@lb-a -> i-a:8080",
      "target: web@lb-a -> i-b:8080",
      "target: web@lb-b -> i-a:8080",
      "target: web@lb-b -> i-b:8080",
    ]);
    expect(checkLeg(balanced(), { ...TARGET, target: "i-b" }).legs).toHaveLength(2);
  });

  it("for health goes to the port of the health check, and is another leg than that to the target", () => {
    const net = balanced(
      {},
      { securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 8080")] } } },
    );
    expect(checkLeg(net, TARGET).verdict).toBe("reachable");
    expect(checkLeg(net, HEALTH).verdict).toBe("unreachable");
  });

  it("to a target does not care for its health", () => {
    const net = balanced(
      {},
      { securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 8080")] } } },
    );
    expect(checkLeg(net, TARGET).verdict).toBe("reachable");
  });

  it("begins at the node's private address, from ports 1024-65535, with the load balancer's groups", () => {
    const leg = legOf(checkLeg(one(), TARGET));
    expect(headersText(leg.asked)).toEqual(["tcp 10.0.0.4-10.0.0.254 1024-65535 -> 10.0.10.10/32 8080"]);
    expect(hopsOf(leg, "forward")).toEqual([
      "web@lb-a egress",
      "sg-lb egress",
      "acl-lb egress",
      "rtb-lb egress",
      "acl-app ingress",
      "sg-app ingress",
      "eni-i-a ingress",
    ]);
    expect(hopsOf(leg, "reply")).toEqual([
      "eni-i-a egress",
      "sg-app egress",
      "acl-app egress",
      "rtb-app egress",
      "acl-lb ingress",
      "sg-lb ingress",
      "web@lb-a ingress",
    ]);
  });

  it("is not let in by a rule for the clients' addresses: the instance sees the node's", () => {
    const net = one({ securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("203.0.113.0/24", "all")] } } });
    expect(checkLeg(net, CLIENT).verdict).toBe("reachable");
    expect(blockersOf(checkLeg(net, TARGET))).toEqual([
      "sg-app ingress forward - security-group-no-match ENI_SG_RULES_MISMATCH",
    ]);
  });

  it("is not let in by a rule for somebody else's group", () => {
    const net = one({
      securityGroups: { "sg-x": { vpcId: "vpc-1" }, "sg-app": { vpcId: "vpc-1", ingress: [from("sg-x", "all")] } },
    });
    expect(checkLeg(net, TARGET).verdict).toBe("unreachable");
  });

  it("from nodes of which a rule admits a part only is partial, with their exact addresses", () => {
    const net = one({ securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("10.0.0.0/25", "tcp 8080")] } } });
    const verdict = checkLeg(net, TARGET);
    expect(verdict.verdict).toBe("partial");
    expect(headersText(legOf(verdict).working)).toEqual(["tcp 10.0.0.4-10.0.0.127 1024-65535 -> 10.0.10.10/32 8080"]);
    expect(headersText(verdict.blockers[0]?.packets)).toEqual([
      "tcp 10.0.0.128-10.0.0.254 1024-65535 -> 10.0.10.10/32 8080",
    ]);
  });

  it("from nodes in a secondary block of the VPC needs rules for that block", () => {
    const net = one({
      vpcs: { "vpc-1": { cidr: ["10.0.0.0/16", "10.1.0.0/16"] } },
      subnets: { "lb-a": inZone("a", "10.1.0.0/24", "rtb-lb", "acl-lb") },
      networkAcls: { "acl-app": { vpcId: "vpc-1", ingress: [allow(100, "all", "10.0.0.0/16")], egress: EVERYTHING } },
    });
    expect(blockersOf(checkLeg(net, TARGET))).toEqual([
      "acl-app ingress forward #32767 network-acl-denies SUBNET_ACL_RESTRICTION",
    ]);
  });

  it("lets through ping from a client: the node answers it, and it proves nothing about instances", () => {
    const net = one({ securityGroups: { "sg-lb": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 80")] } } });
    expect(checkLeg(net, CLIENT).verdict).toBe("unreachable");
  });
});

describe("a node and an instance in one subnet", () => {
  const neighbours = (ingress: NetworkInput["networkAcls"], more: NetworkInput = {}) =>
    one(
      extend(more, {
        ...(ingress === undefined ? {} : { networkAcls: ingress }),
        instances: { "i-a": { subnetId: "lb-a", privateIpAddress: "10.0.0.99", groups: ["sg-app"] } },
      }),
    );
  const OUT_ONLY = { "acl-lb": { vpcId: "vpc-1", egress: [allow(100, "tcp 8080")] } };

  it("have the subnet's ACL between them for what the node sends, which no route table is", () => {
    const shut = checkLeg(neighbours({ "acl-lb": { vpcId: "vpc-1", ingress: EVERYTHING } }), TARGET);
    expect(shut.verdict).toBe("unreachable");
    expect(blockersOf(shut)).toEqual(["acl-lb egress forward #32767 network-acl-denies ELB_ACL_RESTRICTION"]);
    expect(hopsOf(legOf(shut), "forward").some((hop) => hop.startsWith("rtb"))).toBe(false);
  });

  it("have none for delivery and replies, which is taken for granted and said", () => {
    const verdict = checkLeg(neighbours(OUT_ONLY), TARGET);
    expect(verdict.verdict).toBe("reachable");
    expect(assumptionsOf(verdict)).toContain("web@lb-a classic-same-subnet-acl");
  });

  it("take nothing for granted where the ACL lets everything through, so that nothing depends on it", () => {
    const assumedWith = (entries?: readonly object[]): boolean => {
      const acl = entries && { "acl-lb": { vpcId: "vpc-1", ingress: EVERYTHING, egress: [...EVERYTHING, ...entries] } };
      return assumptionsOf(checkLeg(neighbours(acl as never), TARGET)).includes("web@lb-a classic-same-subnet-acl");
    };
    const deny = (ruleNumber: number): object => ({ ruleNumber, ruleAction: "deny", port: 22, cidrBlock: "0.0.0.0/0" });
    expect(assumedWith()).toBe(false);
    expect(assumedWith([])).toBe(false);
    expect(assumedWith([deny(32_000)])).toBe(false);
    expect(assumedWith([deny(1)])).toBe(true);
  });

  it("have it for delivery and replies as well in strict mode", () => {
    const verdict = checkLeg(neighbours(OUT_ONLY), { ...TARGET, sameSubnetAcl: "strict" });
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual([
      "acl-lb ingress forward #32767 network-acl-denies ELB_ACL_RESTRICTION",
      "acl-lb egress reply #32767 network-acl-denies ELB_ACL_RESTRICTION",
      "acl-lb ingress reply #32767 network-acl-denies ELB_ACL_RESTRICTION",
    ]);
    expect(assumptionsOf(verdict)).not.toContain("web@lb-a classic-same-subnet-acl");
  });
});

describe("nodes", () => {
  it("are the interfaces that AWS describes for them, several in a subnet as well", () => {
    const node = (address: string) => ({
      subnetId: "lb-a",
      privateIpAddress: address,
      groups: ["sg-lb"],
      description: "ELB web",
    });
    const net = one({
      networkInterfaces: { "eni-1": node("10.0.0.71"), "eni-2": node("10.0.0.72") },
      securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("10.0.0.71/32", "tcp 8080")] } },
    });
    const verdict = checkLeg(net, TARGET);
    expect(verdict.verdict).toBe("partial");
    expect(verdict.legs.map((leg) => [leg.name, leg.verdict])).toEqual([
      ["target: web@lb-a/eni-1 -> i-a:8080", "reachable"],
      ["target: web@lb-a/eni-2 -> i-a:8080", "unreachable"],
    ]);
    expect(headersText(verdict.legs[0]?.asked)).toEqual(["tcp 10.0.0.71/32 1024-65535 -> 10.0.10.10/32 8080"]);
  });

  it("with a described public address are asked by that address from outside", () => {
    const net = one({
      networkInterfaces: {
        "eni-1": {
          subnetId: "lb-a",
          privateIpAddress: "10.0.0.71",
          publicIp: "198.51.100.71",
          groups: ["sg-lb"],
          description: "ELB web",
        },
      },
    });
    expect(headersText(legOf(checkLeg(net, CLIENT)).asked)).toEqual([
      "tcp 203.0.113.10/32 1024-65535 -> 198.51.100.71/32 80",
    ]);
  });

  it("of another load balancer, or of another kind, are not these", () => {
    const net = one({
      networkInterfaces: {
        "eni-1": { subnetId: "lb-a", privateIpAddress: "10.0.0.71", groups: ["sg-lb"], description: "ELB other" },
        "eni-2": { subnetId: "lb-a", privateIpAddress: "10.0.0.72", groups: ["sg-lb"], description: "ELB app/web/1" },
      },
    });
    expect(headersText(legOf(checkLeg(net, TARGET)).asked)).toEqual([
      "tcp 10.0.0.4-10.0.0.70,10.0.0.73-10.0.0.254 1024-65535 -> 10.0.10.10/32 8080",
    ]);
  });
});

describe("what keeps a leg from being asked about at all", () => {
  it("no instance registered", () => {
    const verdict = checkLeg(balanced({ instances: [] }), TARGET);
    expect(verdict).toMatchObject({ verdict: "unreachable", legs: [] });
    expect(blockersOf(verdict)).toEqual(["web egress forward - no-registered-instance -"]);
  });

  it("an instance in a zone that is not enabled", () => {
    const verdict = checkLeg(balanced({ subnets: ["lb-a"], instances: ["i-b"] }), HEALTH);
    expect(verdict.verdict).toBe("unreachable");
    expect(blockersOf(verdict)).toEqual(["i-b ingress forward - zone-not-enabled ELB_INSTALLED_AZ_RESTRICTION"]);
  });

  it("an instance that the input leaves out", () => {
    const missing = [{ collection: "instances", id: "i-gone", reason: "not-described" }];
    const net = balanced({ instances: ["i-a", "i-gone"] }, { missing });
    expect(checkLeg(net, TARGET).verdict).toBe("unknown");
    expect(unknownsOf(checkLeg(net, { ...TARGET, target: "i-gone" }))).toEqual(["i-gone instance-missing"]);
    expect(checkLeg(net, { ...TARGET, target: "i-a" }).verdict).toBe("reachable");
  });

  it("a subnet that the input leaves out", () => {
    const { "lb-b": _, ...subnets } = BALANCED.subnets ?? {};
    const net = network({
      ...extend(BALANCED, { missing: [{ collection: "subnets", id: "lb-b", reason: "not-described" }] }),
      subnets,
    });
    expect(checkLeg(net, CLIENT).verdict).toBe("unknown");
    expect(unknownsOf(checkLeg(net, CLIENT))).toEqual(["web subnet-missing"]);
  });
});

describe("a question about a leg that is none", () => {
  it.each<[object, string[]]>([
    [{ leg: "back", loadBalancer: "web" }, ["leg leg"]],
    [{ leg: "client", loadBalancer: "web" }, ["missing-key port", "missing-key from"]],
    [{ ...CLIENT, target: "i-a" }, ["unknown-key target"]],
    [{ leg: "target", loadBalancer: "web" }, ["missing-key port"]],
    [{ ...TARGET, from: STRANGER, sourcePorts: "linux" }, ["unknown-key from", "unknown-key sourcePorts"]],
    [{ ...HEALTH, port: 80 }, ["unknown-key port"]],
    [{ ...TARGET, port: 443 }, ["unknown-listener port"]],
    [{ ...TARGET, target: "i-none" }, ["unknown-target target"]],
    [{ ...TARGET, loadBalancer: "wob" }, ["unknown-id loadBalancer"]],
    [{ ...CLIENT, port: 70000 }, ["port port"]],
    [{ ...CLIENT, from: "nobody" }, ["unknown-id from"]],
  ])("%j", (input, issues) => {
    const ask = () => checkLeg(balanced(), input as LegInput);
    expect(ask).toThrow(NetsimError);
    try {
      ask();
    } catch (error) {
      if (error instanceof NetsimError)
        expect(error.issues.map((each) => `${each.code} ${each.path.join(".")}`)).toEqual(issues);
    }
  });
});
