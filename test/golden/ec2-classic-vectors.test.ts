/**
 * EC2-Classic, case by case.
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-groups.html
 * "EC2-Classic" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-classic-platform.html
 */
import { checkConnection, checkHealth, checkLeg, checkListener, type Network, type Reachability } from "netsim";
import { describe, expect, it } from "vitest";
import { BALANCER, CLIENT, ELB_GRANT, ec2Classic, edited } from "../support/ec2-classic.ts";

interface Outcome {
  readonly client: Reachability;
  readonly target: Reachability;
  readonly health: Reachability;
}

function outcome(net: Network): Outcome {
  return {
    client: checkLeg(net, { leg: "client", loadBalancer: "web", port: 80, from: CLIENT }).verdict,
    target: checkLeg(net, { leg: "target", loadBalancer: "web", port: 80 }).verdict,
    health: checkLeg(net, { leg: "health", loadBalancer: "web" }).verdict,
  };
}

const states = (net: Network): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(checkHealth(net, { loadBalancer: "web" }).states).map(([id, { state }]) => [id, state]),
  );

describe("V21 the instances' group admits only amazon-elb/amazon-elb-sg", () => {
  it("every leg of the load balancer passes, and every instance is in service", () => {
    expect(outcome(ec2Classic())).toEqual({ client: "reachable", target: "reachable", health: "reachable" });
    expect(states(ec2Classic())).toEqual({ "i-a": "InService", "i-b": "InService" });
    const served = checkListener(ec2Classic(), { loadBalancer: "web", port: 80, from: "internet" });
    expect(served.verdict).toBe("reachable");
    expect(served.nodes).toMatchObject([
      {
        node: "web@us-east-1a",
        subnetId: null,
        availabilityZone: "us-east-1a",
        verdict: "reachable",
        targets: ["i-a"],
      },
      {
        node: "web@us-east-1b",
        subnetId: null,
        availabilityZone: "us-east-1b",
        verdict: "reachable",
        targets: ["i-b"],
      },
    ]);
  });

  it.each(["internet", CLIENT, { loadBalancer: "other" }])("a client %o directly to the instance's 8080", (from) => {
    const net = ec2Classic(ELB_GRANT, {
      classicLoadBalancers: { other: { ...BALANCER, instances: [] } },
    });
    const verdict = checkConnection(net, { from, to: "i-a", port: 8080 });
    if (typeof from === "object") {
      // The group admits every load balancer of EC2-Classic, and not only the one the instance is registered with.
      expect(verdict.verdict).toBe("reachable");
      return;
    }
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.blockers).toMatchObject([
      { component: "sg-app", kind: "security-group", direction: "ingress", code: "security-group-no-match" },
    ]);
  });

  it("the grant opens every port and all ICMP to load balancers, and not just the listener's port", () => {
    const net = edited((draft) => {
      draft.instances["i-a"]!.services = undefined;
    });
    for (const port of [1, 22, 65535])
      expect(checkConnection(net, { from: { loadBalancer: "web" }, to: "i-a", port }).verdict).toBe("reachable");
    const ping = { from: { loadBalancer: "web" }, to: "i-a", protocol: "icmp" } as const;
    expect(checkConnection(net, ping).verdict).toBe("reachable");
    // From port 1 on.
    expect(checkConnection(net, { from: { loadBalancer: "web" }, to: "i-a", port: 0 }).verdict).toBe("unreachable");
  });
});

describe("the rules of the page, changed", () => {
  it("0.0.0.0/0 on the instance port and the health port does as well, and lets everybody in", () => {
    const net = ec2Classic([
      { port: 8080, from: "0.0.0.0/0" },
      { port: 9000, from: "0.0.0.0/0" },
    ]);
    expect(outcome(net)).toEqual({ client: "reachable", target: "reachable", health: "reachable" });
    expect(checkConnection(net, { from: "internet", to: "i-a", port: 8080 }).verdict).toBe("reachable");
  });

  it("no rule for the health port: the legs to the instance port pass, and nothing is in service", () => {
    const net = ec2Classic([{ port: 8080, from: "amazon-elb/amazon-elb-sg" }]);
    expect(outcome(net)).toEqual({ client: "reachable", target: "reachable", health: "unreachable" });
    expect(states(net)).toEqual({ "i-a": "OutOfService", "i-b": "OutOfService" });
    expect(checkListener(net, { loadBalancer: "web", port: 80, from: CLIENT }).verdict).toBe("unreachable");
  });

  it("a rule for the clients' addresses admits no load balancer for certain: the instance sees the node", () => {
    const net = ec2Classic([{ port: "8080-9000", from: "203.0.113.0/24" }]);
    expect(outcome(net)).toEqual({ client: "reachable", target: "unknown", health: "unknown" });
    expect(states(net)).toEqual({ "i-a": "Unknown", "i-b": "Unknown" });
    const verdict = checkHealth(net, { loadBalancer: "web" });
    expect(verdict.unknowns).toContainEqual({
      component: "sg-app",
      code: "node-address-missing",
      leg: "health: web@us-east-1a -> i-a:9000",
      phase: "forward",
      details: { rules: ["sg-app/ingress/0"] },
    });
    expect(verdict.blockers).toEqual([]);
  });

  it("no rule at all", () => {
    const verdict = checkLeg(ec2Classic([]), { leg: "target", loadBalancer: "web", port: 80, target: "i-a" });
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.blockers).toMatchObject([{ component: "sg-app", code: "security-group-has-no-rules" }]);
  });
});

describe("zones", () => {
  it("an instance in a zone that is not enabled is out of service, cross-zone or not", () => {
    for (const crossZone of [false, true]) {
      const net = edited((draft) => {
        draft.classicLoadBalancers.web!.availabilityZones = ["us-east-1b"];
        draft.classicLoadBalancers.web!.crossZone = crossZone;
      });
      expect(states(net)).toEqual({ "i-a": "OutOfService", "i-b": "InService" });
      expect(checkHealth(net, { loadBalancer: "web" }).blockers).toMatchObject([
        { component: "i-a", code: "zone-not-enabled", details: { zone: "us-east-1a", enabled: ["us-east-1b"] } },
      ]);
    }
  });

  it("a zone without instances serves nobody, unless cross-zone load balancing is on", () => {
    const net = (crossZone: boolean): Network =>
      edited((draft) => {
        draft.classicLoadBalancers.web!.instances = ["i-b"];
        draft.classicLoadBalancers.web!.crossZone = crossZone;
      });
    const off = checkListener(net(false), { loadBalancer: "web", port: 80, from: CLIENT });
    expect(off.verdict).toBe("partial");
    expect(off.nodes.map((each) => each.verdict)).toEqual(["unreachable", "reachable"]);
    expect(off.blockers).toMatchObject([{ code: "no-target-in-zone", details: { zone: "us-east-1a" } }]);
    expect(checkListener(net(true), { loadBalancer: "web", port: 80, from: CLIENT }).verdict).toBe("reachable");
  });
});

describe("the front end", () => {
  it("is reached over IPv6, by another name, and speaks IPv4 with the instances", () => {
    const verdict = checkListener(ec2Classic(), { loadBalancer: "web", port: 80, from: "2001:db8::1" });
    expect(verdict.verdict).toBe("reachable");
    expect(verdict.assumptions).toContainEqual({ code: "dualstack-name", component: "web" });
    const backend = verdict.legs.filter((leg) => leg.kind !== "client").flatMap((leg) => leg.asked);
    expect(backend.every((header) => header.sourceAddresses.join() === "0.0.0.0/0")).toBe(true);
  });

  it("takes nothing but what its listeners take, and has no group to stop it before", () => {
    const verdict = checkLeg(ec2Classic(), { leg: "client", loadBalancer: "web", port: 443, from: "internet" });
    expect(verdict.verdict).toBe("unreachable");
    expect(new Set(verdict.blockers.map((each) => each.code))).toEqual(new Set(["no-listener"]));
  });

  it("is asked to answer ping: AWS documents it for load balancers with groups only", () => {
    const verdict = checkConnection(ec2Classic(), { from: CLIENT, to: { loadBalancer: "web" }, protocol: "icmp" });
    expect(verdict.verdict).toBe("unknown");
    expect(verdict.unknowns.map((each) => each.code)).toEqual(["ping-behaviour", "ping-behaviour"]);
  });

  it("has clients in EC2-Classic and in VPCs, too", () => {
    const net = ec2Classic();
    expect(checkConnection(net, { from: "i-a", to: { loadBalancer: "web" }, port: 80 }).verdict).toBe("reachable");
  });
});
