/** What the compiler knows of questions about a network that is written out. */
import { checkConnection, checkHealth, checkListener, editNetwork, type Network, network } from "netsim";
import { describe, expect, expectTypeOf, it } from "vitest";
import "netsim/vitest";
import type { ConnectionQuestion, ExposureQuestion, HealthQuestion, ListenerQuestion, Reason } from "netsim/matchers";

const zone = { vpcId: "shop", availabilityZone: "us-east-1a" };
const shop = network({
  vpcs: { shop: { cidr: "10.0.0.0/16" } },
  subnets: {
    front: { ...zone, cidr: "10.0.0.0/24" },
    back: { ...zone, availabilityZone: "us-east-1b", cidr: "10.0.1.0/24", name: "apps" },
  },
  securityGroups: {
    "sg-lb": { vpcId: "shop", ingress: [{ port: 80, from: "0.0.0.0/0" }] },
    "sg-app": { vpcId: "shop", ingress: [{ port: 8080, from: "sg-lb" }] },
  },
  instances: { "i-app": { subnetId: "back", privateIpAddress: "10.0.1.10", groups: ["sg-app"], name: "app" } },
  targetGroups: { apps: { protocol: "HTTP", port: 8080, targetType: "instance", vpcId: "shop", targets: ["i-app"] } },
  loadBalancers: {
    web: {
      type: "application",
      subnets: ["front", "back"],
      securityGroups: ["sg-lb"],
      listeners: [{ protocol: "HTTP", port: 80, defaultActions: [{ type: "forward", targetGroups: ["apps"] }] }],
    },
  },
});
type Shop = typeof shop;

/** Never run: what is checked here is whether it compiles. */
const compiles = (_: () => void): void => {};

describe("questions about a network that is written out", () => {
  it("name its ids and Name tags, addresses and places outside", () => {
    compiles(() => {
      expect(shop).toReach({ from: "internet", to: "web", port: 80 });
      expect(shop).toReach({ from: "app", to: "front", port: 80 });
      expect(shop).toReach({ from: "apps", to: "eni-i-app", port: 80 });
      expect(shop).toReach({ from: "10.0.0.0/24", to: "2001:db8::1", port: 80 });
      expect(shop).toReach({ from: { instance: "i-app" }, to: { loadBalancer: "web" }, port: 80 });
      expect(shop).toServe({ loadBalancer: "web.example.com", port: 80, from: "internet" });
      expect(shop).toBeHealthy({ targetGroup: "apps" });
      expect(shop).toOnlyExpose({
        from: "internet",
        to: [
          { loadBalancer: "web", port: 80 },
          { to: "app", port: 1 },
        ],
      });
      // What blocks may be made by the network itself, so that any text will do.
      expect(shop).not.toReach({ from: "app", to: "web", port: 80 }, { because: { component: "acl-default-shop" } });
    });
    expectTypeOf<"i-app">().toExtend<ConnectionQuestion<Shop>["from"]>();
    expectTypeOf<"web" | "app" | "apps">().toExtend<ConnectionQuestion<Shop>["to"]>();
    expectTypeOf<"sg-app">().toExtend<Reason<Shop>["component"]>();
    // Plain text is no id.
    expectTypeOf<string>().not.toExtend<ConnectionQuestion<Shop>["from"]>();
    expectTypeOf<string>().not.toExtend<ListenerQuestion<Shop>["loadBalancer"]>();
    expectTypeOf<string>().not.toExtend<ExposureQuestion<Shop>["from"]>();
    expectTypeOf<"i-db">().not.toExtend<ConnectionQuestion<Shop>["from"]>();
  });

  it("are refused where they name what is not there", () => {
    compiles(() => {
      // @ts-expect-error no such instance
      expect(shop).toReach({ from: "i-ap", to: "web", port: 80 });
      // @ts-expect-error no such load balancer
      expect(shop).not.toReach({ from: "app", to: "wbe", port: 80 });
      // @ts-expect-error an instance is no load balancer
      expect(shop).toServe({ loadBalancer: "i-app", port: 80, from: "internet" });
      // @ts-expect-error a load balancer is no target group
      expect(shop).toBeHealthy({ targetGroup: "web" });
      // @ts-expect-error a load balancer or a target group, and not both
      expect(shop).toBeHealthy({ loadBalancer: "web", targetGroup: "apps" });
      // @ts-expect-error no such subnet
      expect(shop).toReach({ from: { subnet: "middle" }, to: "web", port: 80 });
      // @ts-expect-error a key that is misspelt
      expect(shop).toReach({ from: "app", to: "web", prot: 80 });
      // @ts-expect-error no such instance in the list
      expect(shop).toOnlyExpose({ from: "internet", to: [{ to: "i-ap", port: 80 }] });
      // @ts-expect-error no kind of blocker
      expect(shop).toBeBlockedBy({ from: "app", to: "web", port: 80 }, { kind: "firewall" });
      // @ts-expect-error a reason is missing
      expect(shop).toBeBlockedBy({ from: "app", to: "web", port: 80 });
      // @ts-expect-error the input of a network is none
      expect(shop).toEqualReachability({ vpcs: {} });
      // @ts-expect-error no level of lint
      expect(shop).toHaveNoFindings({ level: "info" });
    });
  });

  it("take any text where the network comes from elsewhere", () => {
    compiles(() => {
      const read: Network = shop;
      expect(read).toReach({ from: "whoever", to: "whatever", port: 80 });
      expect(read).toServe({ loadBalancer: "some", port: 80, from: "nobody" });
      const edited = editNetwork(shop, (draft) => {
        delete draft.instances["i-app"];
      });
      expect(edited).not.toReach({ from: "i-new", to: "web", port: 80 });
    });
    expectTypeOf<string>().toExtend<ConnectionQuestion<Network>["from"]>();
    expectTypeOf<string>().toExtend<ConnectionQuestion["to"]>();
    expectTypeOf<{ loadBalancer: string }>().toExtend<HealthQuestion<Network>>();
  });
});

describe("expectations of a verdict", () => {
  it("take no question, as a verdict is the answer to one", () => {
    compiles(() => {
      const verdict = checkConnection(shop, { from: "i-app", to: "web", port: 80 });
      expect(verdict).toReach();
      expect(verdict).not.toReach({ because: { component: "sg-lb" } });
      expect(verdict).toBeBlockedBy({ component: "sg-lb" });
      expect(checkListener(shop, { loadBalancer: "web", port: 80, from: "internet" })).toServe();
      expect(checkHealth(shop, { loadBalancer: "web" })).toBeHealthy();
      // @ts-expect-error a question beside the answer
      expect(verdict).toReach({ from: "i-app", to: "web", port: 80 });
      // @ts-expect-error a question and a reason beside the answer
      expect(verdict).toBeBlockedBy({ from: "i-app", to: "web", port: 80 }, { component: "sg-lb" });
    });
  });

  it("return nothing, or a promise of nothing", () => {
    compiles(() => {
      expectTypeOf(expect(shop).toReach).returns.toEqualTypeOf<void>();
      expectTypeOf(expect(Promise.resolve(shop)).resolves.toReach).returns.toEqualTypeOf<Promise<void>>();
    });
    expect(shop.instances["i-app"]?.name).toBe("app");
  });
});
