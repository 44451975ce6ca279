import { editNetwork, NetsimError, type Network, network, tryEditNetwork } from "@netsim/core";
import { describe, expect, it } from "vitest";
import { EVERYTHING } from "./fixture.ts";

const before: Network = network(EVERYTHING);

const collections = Object.keys(before).filter((key) => key !== "missing") as (keyof Network)[];

/** What differs in identity: `securityGroups.sg-web` for a record, `securityGroups` for its collection. */
function changed(after: Network): string[] {
  return collections.flatMap((collection) => {
    const [old, now] = [before[collection], after[collection]] as Record<string, unknown>[];
    if (old === now) return [];
    const ids = [...new Set([...Object.keys(old as object), ...Object.keys(now as object)])];
    return [collection, ...ids.filter((id) => old?.[id] !== now?.[id]).map((id) => `${collection}.${id}`)];
  });
}

describe("editNetwork", () => {
  it("changes what the recipe changes, and everything else stays the same object", () => {
    const after = editNetwork(before, (draft) => {
      draft.securityGroups["sg-web"]?.ingress.push({ port: 80, from: "0.0.0.0/0" });
    });
    expect(changed(after)).toEqual(["securityGroups", "securityGroups.sg-web"]);
    expect(after.missing).toBe(before.missing);
    expect(before).toEqual(network(EVERYTHING));
  });

  it("with nothing changed is the same network", () => {
    expect(editNetwork(before, () => undefined)).toBe(before);
    expect(
      editNetwork(before, (draft) => {
        draft.instances["i-b"]!.state = "stopped";
      }),
    ).toBe(before);
  });

  it("takes the value of an arrow function for nothing", () => {
    const after = editNetwork(before, (draft) => Object.assign(draft.instances["i-b"]!, { state: "running" }));
    expect(changed(after)).toEqual(["instances", "instances.i-b"]);
    expect(after.instances["i-b"]?.state).toBe("running");
  });

  it("gives a frozen network, of which a further edit shares the untouched parts", () => {
    const once = editNetwork(before, (draft) => {
      draft.networkInterfaces["eni-a"]!.sourceDestCheck = true;
    });
    const twice = editNetwork(once, (draft) => {
      draft.networkAcls["acl-b"]!.ingress = [];
    });
    expect(twice.networkInterfaces).toBe(once.networkInterfaces);
    expect(twice.networkAcls["acl-b"]?.ingress).toEqual([]);
    expect(twice.vpcs).toBe(before.vpcs);
    for (const collection of collections) {
      expect(Object.isFrozen(twice[collection])).toBe(true);
      for (const record of Object.values(twice[collection])) expect(Object.isFrozen(record)).toBe(true);
    }
    expect(Object.isFrozen(twice.networkInterfaces["eni-a"]?.privateIpAddresses[0])).toBe(true);
  });

  it("takes rules, entries and routes in their short form, and stores them in AWS's", () => {
    const after = editNetwork(before, (draft) => {
      draft.securityGroups["sg-web"]!.ingress = [
        { port: 22, from: ["10.0.0.0/8", "sg-web"] },
        { icmp: { type: 8 }, from: "pl-s3" },
      ];
      draft.securityGroups["sg-web"]!.egress = [{ to: "::/0" }];
      draft.networkAcls["acl-b"]!.ingress.push({
        ruleNumber: 90,
        ruleAction: "allow",
        port: "80",
        cidrBlock: "10.0.0.0/8",
      });
      draft.routeTables["rtb-public"]!.routes.push({ destination: "10.9.0.0/16", target: "tgw-1" });
    });
    expect(after.securityGroups["sg-web"]?.ingress).toEqual([
      { protocol: 6, fromPort: 22, toPort: 22, peer: { cidr: "10.0.0.0/8" } },
      { protocol: 6, fromPort: 22, toPort: 22, peer: { securityGroupId: "sg-web" } },
      { protocol: 1, fromPort: 8, toPort: -1, peer: { prefixListId: "pl-s3" } },
    ]);
    expect(after.securityGroups["sg-web"]?.egress).toEqual([
      { protocol: -1, fromPort: -1, toPort: -1, peer: { cidr: "::/0" } },
    ]);
    expect(after.networkAcls["acl-b"]?.ingress.at(-1)).toEqual({
      ruleNumber: 90,
      ruleAction: "allow",
      protocol: 6,
      fromPort: 80,
      toPort: 80,
      cidrBlock: "10.0.0.0/8",
    });
    expect(after.routeTables["rtb-public"]?.routes.at(-1)).toEqual({
      destination: "10.9.0.0/16",
      target: { type: "unsupported", kind: "transit-gateway", id: "tgw-1" },
      state: "active",
      propagated: false,
    });
  });

  it("takes listeners, subnets and targets in their short form, and stores them whole", () => {
    const after = editNetwork(before, (draft) => {
      draft.targetGroups.more = { ...draft.targetGroups.pages!, id: "more", targets: ["i-b", { id: "i-b", port: 81 }] };
      draft.targetGroups.pages!.targets.push("i-b");
      draft.loadBalancers.site!.listeners[1]!.rules = [
        { priority: 5, conditions: [{ field: "host-header", values: ["a.example"] }], forward: "more" },
      ];
      draft.loadBalancers.site!.listeners.push({ port: 81, protocol: "http", forward: ["pages", "more"] });
      draft.loadBalancers.front!.subnets = ["subnet-a", { subnetId: "subnet-b", privateIpv4Address: "10.0.1.60" }];
    });
    const { site, front } = after.loadBalancers;
    expect(after.targetGroups.pages?.targets.at(-1)).toEqual({ id: "i-b", port: 8080 });
    expect(after.targetGroups.more?.targets).toEqual([
      { id: "i-b", port: 8080 },
      { id: "i-b", port: 81 },
    ]);
    expect(site?.listeners[1]?.rules?.[0]?.actions).toEqual([
      { type: "forward", targetGroups: [{ targetGroup: "more", weight: 1 }] },
    ]);
    expect(site?.listeners[2]).toEqual({
      port: 81,
      protocol: "HTTP",
      defaultActions: [
        {
          type: "forward",
          targetGroups: [
            { targetGroup: "pages", weight: 1 },
            { targetGroup: "more", weight: 1 },
          ],
        },
      ],
      rules: [],
    });
    expect(front?.subnets).toEqual([
      { subnetId: "subnet-a" },
      { subnetId: "subnet-b", privateIpv4Address: "10.0.1.60" },
    ]);
    expect(changed(after)).toEqual([
      "loadBalancers",
      "loadBalancers.site",
      "loadBalancers.front",
      "targetGroups",
      "targetGroups.pages",
      "targetGroups.more",
    ]);
  });

  it("leaves what a recipe puts in to its owner: not frozen, and not shared", () => {
    const rule = { port: 80, from: ["10.0.0.0/8"] };
    const record = { id: "sg-new", groupName: "new", vpcId: "vpc-1", ingress: [rule], egress: [] };
    const after = editNetwork(before, (draft) => {
      draft.securityGroups["sg-new"] = record;
      draft.missing.push({ collection: "natGateways", reason: "not-collected" });
    });
    rule.from.push("not a block");
    record.ingress.push(rule);
    expect(after.securityGroups["sg-new"]?.ingress).toMatchObject([{ fromPort: 80, peer: { cidr: "10.0.0.0/8" } }]);
    expect(Object.isFrozen(after.securityGroups["sg-new"]?.ingress[0]?.peer)).toBe(true);
    expect(after.missing.map((each) => [Object.isFrozen(each), each.collection])).toEqual([
      [true, "classicLoadBalancers"],
      [true, "natGateways"],
    ]);
    expect(Object.isFrozen(after)).toBe(true);
  });

  it("is all or nothing: a bad edit throws every issue and leaves the network as it was", () => {
    const recipe = (draft: { securityGroups: Record<string, { ingress: unknown[] }> }): void => {
      draft.securityGroups["sg-web"]?.ingress.push({ port: 99999, from: "0.0.0.0/0" }, { port: 1, from: "10.0.0.1/8" });
    };
    const text = JSON.stringify(before);
    expect(() => editNetwork(before, recipe as never)).toThrow(NetsimError);
    const result = tryEditNetwork(before, recipe as never);
    expect(!result.ok && result.issues.map((each) => [each.code, each.path.at(-2)])).toEqual([
      ["port", 4],
      ["cidr-host-bits", 5],
    ]);
    expect(JSON.stringify(before)).toBe(text);
    expect(editNetwork(before, () => undefined)).toBe(before);
  });

  it("is all or nothing when the recipe throws", () => {
    expect(() =>
      editNetwork(before, (draft) => {
        delete draft.vpcs["vpc-1"];
        throw new TypeError("stop");
      }),
    ).toThrow(new TypeError("stop"));
    expect(before.vpcs["vpc-1"]).toBeDefined();
  });

  it("sees references that it breaks", () => {
    const result = tryEditNetwork(before, (draft) => {
      delete draft.securityGroups["sg-web"];
    });
    expect(!result.ok && result.issues).toMatchObject([
      { code: "dangling-reference", path: ["networkInterfaces", "eni-a", "groups", 0], received: '"sg-web"' },
    ]);
  });

  it("keeps a load balancer's cross-zone setting unknown where it was", () => {
    expect(before.classicLoadBalancers.web?.crossZone).toBeNull();
    const after = editNetwork(before, (draft) => {
      draft.classicLoadBalancers.web!.dnsName = "web.example.com";
    });
    expect(after.classicLoadBalancers.web).toMatchObject({ crossZone: null, dnsName: "web.example.com" });
  });

  it("adds and removes whole records", () => {
    const after = editNetwork(before, (draft) => {
      delete draft.classicLoadBalancers.web;
      draft.subnets["subnet-c"] = {
        id: "subnet-c",
        vpcId: "vpc-1",
        availabilityZone: "us-east-1c",
        ipv6CidrBlocks: [],
        cidrBlock: "10.0.2.0/24" as never,
      };
    });
    expect(changed(after)).toEqual(["subnets", "subnets.subnet-c", "classicLoadBalancers", "classicLoadBalancers.web"]);
  });
});

// "VPC CIDR blocks": a block that is associated with a VPC gets a local route in each of its tables.
// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
describe("a block that a VPC gains or loses", () => {
  const withBlock = editNetwork(before, (draft) => {
    draft.vpcs["vpc-1"]!.cidrBlocks.push("10.2.0.0/16" as never);
  });
  const local = { target: { type: "local" }, state: "active", propagated: false };

  it("brings a local route to each table of the VPC and of no other", () => {
    expect(changed(withBlock)).toEqual([
      "vpcs",
      "vpcs.vpc-1",
      "routeTables",
      "routeTables.rtb-public",
      "routeTables.rtb-main-vpc-1",
    ]);
    for (const id of ["rtb-public", "rtb-main-vpc-1"]) {
      expect(withBlock.routeTables[id]?.routes).toContainEqual({ destination: "10.2.0.0/16", ...local });
    }
  });

  it("takes the local routes away with it", () => {
    const without = editNetwork(withBlock, (draft) => {
      draft.vpcs["vpc-1"]!.cidrBlocks.pop();
    });
    expect(without).toEqual(before);
    expect(without.routeTables["rtb-main-vpc-2"]).toBe(before.routeTables["rtb-main-vpc-2"]);
  });

  it("keeps a route of its destination that leads elsewhere", () => {
    const redirected = editNetwork(withBlock, (draft) => {
      const route = draft.routeTables["rtb-public"]!.routes.find((each) => each.destination === "10.2.0.0/16");
      route!.target = "eni-a";
    });
    const without = editNetwork(redirected, (draft) => {
      draft.vpcs["vpc-1"]!.cidrBlocks.pop();
    });
    expect(without.routeTables["rtb-public"]?.routes.map((each) => each.destination)).toContain("10.2.0.0/16");
    expect(without.routeTables["rtb-main-vpc-1"]?.routes.map((each) => each.destination)).not.toContain("10.2.0.0/16");
  });
});
