import { checkConnection, checkHealth, checkLeg, type NetworkInput, network } from "netsim";
import { describe, expect, it } from "vitest";
import { BALANCER, ec2Classic, ec2ClassicInput, edited, instanceIn, VPC } from "../../support/ec2-classic.ts";

const open = ec2Classic([{ port: 8080, from: "0.0.0.0/0" }], VPC);

describe("addresses in a question", () => {
  it("are those of the instances of EC2-Classic that have them", () => {
    const labels = (to: string): readonly string[] =>
      checkConnection(open, { from: "203.0.113.7", to, port: 8080 }).legs.map((leg) => leg.to);
    expect(labels("10.1.2.10")).toEqual(["i-a"]);
    expect(labels("10.0.0.0/8")).toEqual(["i-a", "i-b"]);
    expect(labels("198.51.100.0/24")).toEqual(["198.51.100.10", "198.51.100.20"]);
    const from = checkConnection(open, { from: "10.1.2.0/24", to: "i-b", port: 8080 }).legs;
    expect(from.map((leg) => [leg.from, leg.verdict])).toEqual([
      ["i-a", "reachable"],
      ["host at 10.1.2.0/24 in EC2-Classic", "reachable"],
    ]);
  });

  it("that EC2-Classic and a VPC both have are ambiguous", () => {
    const vpc: NetworkInput = {
      vpcs: { "vpc-1": { cidr: "10.1.0.0/16" } },
      subnets: { "subnet-1": { vpcId: "vpc-1", availabilityZone: "us-east-1a", cidr: "10.1.2.0/24" } },
      instances: { "i-vpc": { subnetId: "subnet-1", privateIpAddress: "10.1.2.10" } },
    };
    const net = ec2Classic(undefined, vpc);
    expect(() => checkConnection(net, { from: "10.1.2.10", to: "i-b", port: 8080 })).toThrow(
      'from: expected an address of one network only; vpc-1 and EC2-Classic have it, found "10.1.2.10"',
    );
    // In one of them only, it is that one's.
    const [leg] = checkConnection(net, { from: "10.99.3.20", to: "i-a", port: 8080 }).legs;
    expect(leg?.from).toBe("i-b");
  });
});

// "ClassicLink" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/vpc-classiclink.html
describe("an instance that is linked to a VPC", () => {
  const linked = network({
    ...ec2ClassicInput([{ port: 8080, from: "0.0.0.0/0" }], {
      ...VPC,
      instances: {
        ...VPC.instances,
        "i-linked": instanceIn("us-east-1a", "10.7.7.7", { classicLinkVpcId: "vpc-1" }),
      },
      classicLoadBalancers: {
        inside: { ...BALANCER, availabilityZones: undefined, subnets: ["subnet-1"], instances: ["i-linked"] },
      },
    }),
  });

  it.each([
    ["i-linked", "i-vpc"],
    ["i-vpc", "i-linked"],
    ["i-linked", "192.0.2.10"],
    ["172.31.0.77", "i-linked"],
  ])("%s to %s is unknown, by name", (from, to) => {
    const verdict = checkConnection(linked, { from, to, port: 8080 });
    expect(verdict.verdict).toBe("unknown");
    expect(verdict.unknowns).toMatchObject([
      { component: "i-linked", code: "classic-link", details: { vpc: "vpc-1" } },
    ]);
  });

  it("is judged by its EC2-Classic groups for everything else", () => {
    expect(checkConnection(linked, { from: "internet", to: "i-linked", port: 8080 }).verdict).toBe("reachable");
    expect(checkConnection(linked, { from: "i-linked", to: "i-a", port: 8080 }).verdict).toBe("reachable");
    expect(checkConnection(linked, { from: "i-a", to: "i-linked", port: 9000 }).verdict).toBe("unreachable");
  });

  it("is in a state that nobody knows behind a load balancer of the VPC", () => {
    const health = checkHealth(linked, { loadBalancer: "inside" });
    expect(health.verdict).toBe("unknown");
    expect(health.states["i-linked"]?.state).toBe("Unknown");
    expect(checkLeg(linked, { leg: "target", loadBalancer: "inside", port: 80 }).unknowns).toMatchObject([
      { component: "i-linked", code: "classic-link" },
    ]);
  });
});

describe("the nodes of a load balancer in EC2-Classic", () => {
  it("speak IPv4 with whatever they speak to", () => {
    const { legs, verdict } = checkConnection(ec2Classic(), {
      from: { loadBalancer: "web" },
      to: "2001:db8::1",
      port: 80,
    });
    expect(verdict).toBe("unreachable");
    expect(legs.map((leg) => leg.from)).toEqual(["web@us-east-1a", "web@us-east-1b"]);
  });

  it("are as many as its zones, and the same after an edit of something else", () => {
    const before = ec2Classic();
    const net = edited((draft) => {
      draft.securityGroups["sg-app"]!.ingress = [];
    }, before);
    expect(net.classicLoadBalancers.web).toBe(before.classicLoadBalancers.web);
    const { legs } = checkConnection(net, { from: "internet", to: { loadBalancer: "web" }, port: 80 });
    expect(legs.map((leg) => leg.to)).toEqual(["web@us-east-1a", "web@us-east-1b"]);
  });
});
