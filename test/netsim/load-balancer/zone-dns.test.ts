import { network } from "@netsim/core";
import { describe, expect, it } from "vitest";
import { application, listen, passing, zonesOf } from "../../support/forwarding-networks.ts";
import { BALANCED, balanced, extend } from "../../support/small-networks.ts";

describe("the addresses that a name resolves to in a zone", () => {
  it("are the block of its subnet where an internal load balancer's nodes may be anywhere in it", () => {
    const net = application({ balancer: { scheme: "internal" } });
    expect(listen(net, { from: "10.0.10.77" }).zones.map((each) => each.addresses)).toEqual([
      ["10.0.0.0/24"],
      ["10.0.1.0/24"],
    ]);
  });

  it("are none that is known where an internet-facing load balancer's public addresses are not in the input", () => {
    expect(listen(application()).zones.map((each) => each.addresses)).toEqual([[], []]);
  });

  it("are the static private addresses of an internal Network Load Balancer", () => {
    const net = passing({
      balancer: { scheme: "internal", subnets: [{ subnetId: "lb-a", privateIpv4Address: "10.0.0.50" }] },
    });
    expect(listen(net, { from: "10.0.10.77" }).zones.map((each) => each.addresses)).toEqual([["10.0.0.50/32"]]);
  });
});

describe("a Classic Load Balancer's zones", () => {
  it("all stay in DNS, as AWS documents its failover for target groups only", () => {
    const net = balanced({ crossZone: false, instances: ["i-a"] });
    const verdict = listen(net);
    expect(zonesOf(verdict)).toEqual(["a serving", "b down"]);
    expect(verdict).toMatchObject({ verdict: "partial", service: "degraded", dns: { isFailOpen: false } });
  });
});

describe("a zone where it is not known whether targets are healthy", () => {
  it("is not said to be out of DNS", () => {
    const instances = { "i-a": BALANCED.instances?.["i-a"] } as NonNullable<typeof BALANCED.instances>;
    const base = extend(
      { ...BALANCED, classicLoadBalancers: {}, instances },
      {
        loadBalancers: {
          web: {
            type: "application",
            subnets: ["lb-a", "lb-b"],
            securityGroups: ["sg-lb"],
            listeners: [{ port: 80, protocol: "HTTP", forward: "app" }],
          },
        },
        targetGroups: {
          app: { protocol: "HTTP", port: 8080, crossZone: false, targets: ["i-a", "i-b"], healthCheck: { port: 9000 } },
        },
        missing: [{ collection: "instances", id: "i-b", reason: "not-described" }],
      },
    );
    const verdict = listen(network(base));
    expect(verdict.verdict).toBe("unknown");
    expect(verdict.zones.map((each) => each.isInDns)).toEqual([true, true]);
  });
});
