import { type ClassicLoadBalancer, ip, listenerRules, network, type Packet, packetSet, split } from "@netsim/core";
import { describe, expect, it } from "vitest";

const made = network({
  vpcs: { v: { cidr: "10.0.0.0/16" } },
  subnets: { s: { vpcId: "v", availabilityZone: "a", cidr: "10.0.0.0/24" } },
  classicLoadBalancers: {
    web: {
      subnets: ["s"],
      listeners: [
        { protocol: "HTTP", loadBalancerPort: 80, instancePort: 8080 },
        { protocol: "TCP", loadBalancerPort: 25, instancePort: 25 },
      ],
    },
  },
});
const web = made.classicLoadBalancers.web as ClassicLoadBalancer;
const packet: Packet = {
  source: ip("203.0.113.7"),
  destination: ip("10.0.0.5"),
  protocol: 6,
  sourcePort: 40000,
  destinationPort: 80,
};

function taken(by: Packet): unknown {
  const [only] = split(listenerRules(web), { packets: packetSet([by]), source: null, destination: null });
  return [only?.action, only?.rule?.ref];
}

// "Listeners for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html
describe("the listeners of a Classic Load Balancer", () => {
  it("take what comes to their port over TCP and IPv4, and nothing else", () => {
    const ref = { kind: "listener", loadBalancer: "web" };
    expect(taken(packet)).toEqual(["accept", { ...ref, index: 0, listener: web.listeners[0] }]);
    expect(taken({ ...packet, destinationPort: 25 })).toEqual([
      "accept",
      { ...ref, index: 1, listener: web.listeners[1] },
    ]);
    expect(taken({ ...packet, destinationPort: 8080 })).toEqual(["none", undefined]);
    expect(taken({ ...packet, protocol: 17 })).toEqual(["none", undefined]);
    expect(taken({ ...packet, source: ip("::1"), destination: ip("::2") })).toEqual(["none", undefined]);
  });

  it("are compiled once for each record", () => {
    expect(listenerRules(web)).toBe(listenerRules(web));
    expect(listenerRules({ ...web })).not.toBe(listenerRules(web));
  });
});
