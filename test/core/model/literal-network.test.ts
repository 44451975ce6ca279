/** What the compiler knows of a network that is written out in code. */
import {
  editNetwork,
  type IdsOf,
  type LiteralNetwork,
  type Network,
  type NetworkIds,
  type NetworkInput,
  network,
} from "@netsim/core";
import { describe, expect, expectTypeOf, it } from "vitest";
import { TWO_SUBNETS } from "../../support/small-networks.ts";

const shop = network({
  vpcs: { shop: { cidr: "10.0.0.0/16" } },
  subnets: { a: { vpcId: "shop", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24", name: "front" } },
  securityGroups: { "sg-app": { vpcId: "shop", ingress: [{ port: 80, from: "0.0.0.0/0" }] } },
  instances: {
    "i-app": { subnetId: "a", privateIpAddress: "10.0.0.10", groups: ["sg-app"], name: "app" },
    "i-db": { subnetId: "a", privateIpAddress: "10.0.0.11", groups: ["sg-app"] },
  },
  classicLoadBalancers: {
    web: {
      subnets: ["a"],
      securityGroups: ["sg-app"],
      instances: ["i-app"],
      listeners: [{ protocol: "HTTP", loadBalancerPort: 80, instancePort: 8080 }],
      healthCheck: { target: "HTTP:9000/ping" },
    },
  },
});

describe("a network that is written out", () => {
  it("keeps what its words mean where they stand in lists of their own, annotated or not", () => {
    const zone = { vpcId: "shop", availabilityZone: "us-east-1a" };
    const annotated: Network = network({
      vpcs: { shop: { cidr: "10.0.0.0/16" } },
      networkAcls: {
        acl: {
          vpcId: "shop",
          ingress: [
            { ruleNumber: 200, ruleAction: "deny", cidrBlock: "198.51.100.0/24" },
            { ruleNumber: 100, ruleAction: "allow", port: 443, cidrBlock: "0.0.0.0/0" },
          ],
        },
      },
      routeTables: { table: { vpcId: "shop", routes: [] } },
      subnets: { a: { ...zone, cidr: "10.0.0.0/24", networkAclId: "acl", routeTableId: "table" } },
    });
    expect(annotated.networkAcls.acl?.ingress).toHaveLength(2);
  });

  it("has its ids and names in its type", () => {
    type Ids = IdsOf<typeof shop>;
    expectTypeOf<Ids["instance"]>().toEqualTypeOf<"i-app" | "i-db">();
    expectTypeOf<Ids["subnet"]>().toEqualTypeOf<"a">();
    expectTypeOf<Ids["loadBalancer"]>().toEqualTypeOf<"web">();
    expectTypeOf<Ids["securityGroup"]>().toEqualTypeOf<"sg-app">();
    expectTypeOf<Ids["name"]>().toEqualTypeOf<"front" | "app">();
    expectTypeOf<Ids["networkInterface"]>().toEqualTypeOf<never>();
  });

  it("is a network like any other", () => {
    expectTypeOf(shop).toExtend<Network>();
    let later = shop;
    // An edited network takes its place, whatever the edit adds.
    later = editNetwork(shop, (draft) => {
      delete draft.instances["i-db"];
    });
    expectTypeOf(later).toEqualTypeOf<typeof shop>();
    expect(Object.keys(later.instances)).toEqual(["i-app"]);
    expect(Object.getOwnPropertySymbols(shop)).toEqual([]);
  });

  it("is checked key by key, as an input is", () => {
    const at = { vpcId: "v", availabilityZone: "z", cidr: "10.0.0.0/24" };
    const from = "0.0.0.0/0";
    const wrong = [
      // @ts-expect-error a collection that there is not
      () => network({ vpc: {} }),
      // @ts-expect-error a key that no subnet has
      () => network({ subnets: { a: { ...at, acl: "x" } } }),
      // @ts-expect-error a port that is none
      () => network({ securityGroups: { s: { vpcId: "v", ingress: [{ port: true, from }] } } }),
    ];
    for (const make of wrong) expect(make).toThrow("expected");
  });
});

describe("a network that comes from elsewhere", () => {
  it("has any text for its ids", () => {
    const input: NetworkInput = TWO_SUBNETS;
    expectTypeOf<IdsOf<ReturnType<typeof read>>["instance"]>().toEqualTypeOf<string>();
    expectTypeOf<IdsOf<Network>>().toEqualTypeOf<NetworkIds>();
    expectTypeOf(network(input)).toExtend<LiteralNetwork>();
    function read() {
      return network(input);
    }
    expect(Object.keys(read().instances)).toEqual(["i-a", "i-b"]);
  });

  it("has any text where ids are made at run time", () => {
    const subnetOf = (id: string, at: number) =>
      [id, { vpcId: "v", availabilityZone: "us-east-1a", cidr: `10.0.${at}.0/24` }] as const;
    const made = network({
      vpcs: { v: { cidr: "10.0.0.0/16" } },
      subnets: Object.fromEntries(["a", "b"].map(subnetOf)),
    });
    expectTypeOf<IdsOf<typeof made>["subnet"]>().toEqualTypeOf<string>();
  });

  it("has any text where the variable says so: a spread hides the ids of what it spreads from the compiler", () => {
    const before: Network = network(TWO_SUBNETS);
    const one = { "i-c": { subnetId: "subnet-a", privateIpAddress: "10.0.0.20" } };
    const spread = network({ ...before, instances: { ...before.instances, ...one } });
    expectTypeOf<IdsOf<typeof spread>["instance"]>().toEqualTypeOf<"i-c">();
    const told: Network = spread;
    expectTypeOf<IdsOf<typeof told>["instance"]>().toEqualTypeOf<string>();
  });
});
