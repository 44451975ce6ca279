import { createNetwork, NetsimError, type Network, type NetworkInput, network } from "@netsim/core";
import { describe, expect, it } from "vitest";
import { EVERYTHING } from "./fixture.ts";

function eachValue(value: unknown, visit: (value: object) => void): void {
  if (typeof value !== "object" || value === null) return;
  visit(value);
  for (const member of Object.values(value)) eachValue(member, visit);
}

const COLLECTIONS = [
  "vpcs",
  "subnets",
  "routeTables",
  "networkAcls",
  "securityGroups",
  "prefixLists",
  "internetGateways",
  "egressOnlyInternetGateways",
  "natGateways",
  "gatewayEndpoints",
  "vpcPeeringConnections",
  "networkInterfaces",
  "instances",
  "classicLoadBalancers",
  "loadBalancers",
  "targetGroups",
] as const;

describe("a network", () => {
  it("may be empty, and then has every collection, empty", () => {
    const empty = network({});
    expect(Object.keys(empty).sort()).toEqual([...COLLECTIONS, "missing"].sort());
    for (const collection of COLLECTIONS) expect(empty[collection]).toEqual({});
    expect(empty.missing).toEqual([]);
    expect(network({ vpcs: {}, missing: [], subnets: undefined })).toEqual(empty);
  });

  it("has every record under its id, with its id inside", () => {
    const everything = network(EVERYTHING);
    for (const collection of COLLECTIONS) {
      const records = everything[collection];
      expect(Object.keys(records)).toEqual(expect.arrayContaining(Object.keys(EVERYTHING[collection] ?? {})));
      for (const [id, record] of Object.entries(records)) expect(record.id).toBe(id);
    }
  });

  it("is frozen all the way down", () => {
    eachValue(network(EVERYTHING), (value) => {
      expect(Object.isFrozen(value)).toBe(true);
    });
  });

  it("leaves its input as it was: neither changed nor frozen, and not shared", () => {
    const input = structuredClone(EVERYTHING) as NetworkInput;
    const made = network(input);
    expect(input).toEqual(EVERYTHING);
    const owned = new Set<object>();
    eachValue(made, (value) => owned.add(value));
    eachValue(input, (value) => {
      expect(Object.isFrozen(value)).toBe(false);
      expect(owned.has(value)).toBe(false);
    });
  });

  it("can be made of frozen input", () => {
    const input = structuredClone(EVERYTHING) as NetworkInput;
    eachValue(input, Object.freeze);
    expect(network(input)).toEqual(network(EVERYTHING));
  });

  it("is plain data that JSON keeps whole, and is itself valid input", () => {
    const made = network(EVERYTHING);
    const text = JSON.stringify(made);
    expect(JSON.parse(text)).toEqual(made);
    const again = createNetwork(JSON.parse(text));
    expect(again).toEqual({ ok: true, value: made });
    expect(JSON.stringify(again.ok && again.value)).toBe(text);
    eachValue(made, (value) => {
      expect([Object.prototype, Array.prototype]).toContain(Object.getPrototypeOf(value));
    });
  });

  it("made of a network is that network, its records the same objects", () => {
    const made = network(EVERYTHING);
    const again = network(made);
    expect(again).toEqual(made);
    for (const collection of COLLECTIONS) expect(again[collection]).toBe(made[collection]);
    expect(again.missing).toBe(made.missing);
  });

  it("does not take a record of one collection for one of another", () => {
    const made = network(EVERYTHING);
    const result = createNetwork({ ...made, subnets: made.vpcs } as unknown as NetworkInput);
    expect(result.ok).toBe(false);
    const moved = createNetwork({ ...made, subnets: { "vpc-1": made.vpcs["vpc-1"] } } as unknown as NetworkInput);
    expect(!moved.ok && moved.issues.map((each) => each.code)).toContain("unknown-key");
  });

  it("reads a record again when it stands under another id", () => {
    const made = network({ vpcs: { v: { cidr: "10.0.0.0/16" } } });
    const result = createNetwork({ vpcs: { w: made.vpcs.v as never } });
    expect(!result.ok && result.issues).toMatchObject([{ code: "id", path: ["vpcs", "w", "id"], received: '"v"' }]);
  });

  it("does not depend on the order of its collections and records", () => {
    const reversed = Object.fromEntries(
      Object.entries(EVERYTHING)
        .reverse()
        .map(([key, records]) => [
          key,
          Array.isArray(records) ? records : Object.fromEntries(Object.entries(records as object).reverse()),
        ]),
    );
    expect(network(reversed)).toEqual(network(EVERYTHING));
  });

  it("is all or nothing: one bad record, and there is no value", () => {
    const result = createNetwork({ ...EVERYTHING, prefixLists: { "pl-s3": { entries: ["x"] } } });
    expect(Object.keys(result)).toEqual(["ok", "issues"]);
    expect(() => network({ vpcs: { a: {}, b: {} } })).toThrow(NetsimError);
    expect(() => network({ vpcs: { a: {}, b: {} } })).toThrow(/^2 issues:\n {2}- vpcs\.a: .*\n {2}- vpcs\.b: .*$/);
  });

  it("never crashes on JSON of the wrong kind: it has issues", () => {
    const wrong: unknown[] = [
      null,
      0,
      "",
      true,
      [],
      {},
      [null],
      [[]],
      { x: null },
      { x: 1 },
      { x: {} },
      { x: [] },
      { x: "y" },
    ];
    for (const collection of [...COLLECTIONS, "missing", "nonsense"]) {
      for (const value of wrong) {
        const result = createNetwork({ [collection]: value } as never);
        expect(typeof result.ok).toBe("boolean");
        if (!result.ok) for (const each of result.issues) expect(each.message).not.toMatch(/undefined|\[object/);
      }
    }
  });

  it("never crashes on values that JSON has no word for", () => {
    const cycle: Record<string, unknown> = { cidr: "10.0.0.0/16" };
    cycle.self = cycle;
    for (const value of [10n, { a: 1n }, cycle, () => 1, Symbol("x"), new Date(0), new Map(), Number.NaN]) {
      expect(createNetwork({ vpcs: { v: value } } as never).ok).toBe(false);
      expect(createNetwork({ vpcs: { v: { cidr: value } } } as never).ok).toBe(false);
    }
  });
});

describe("ids and names", () => {
  const ODD = [
    "",
    " ",
    "a b",
    "Ünïcödé ☁️",
    "日本",
    "a.b[0]",
    "0",
    "-1",
    "constructor",
    "toString",
    "hasOwnProperty",
    "__proto",
    "sg/1",
  ];

  it.each(ODD)("may be %j", (id) => {
    const made = network({
      vpcs: { [id]: { cidr: "10.0.0.0/16", name: id } },
      subnets: { [id]: { vpcId: id, availabilityZone: id, cidr: "10.0.0.0/24", networkAclId: id, routeTableId: id } },
      networkAcls: { [id]: { vpcId: id } },
      routeTables: { [id]: { vpcId: id } },
      securityGroups: { [id]: { vpcId: id, ingress: [{ peer: { securityGroupId: id } }] } },
      networkInterfaces: { [id]: { subnetId: id, privateIpAddress: "10.0.0.9", groups: [id] } },
      instances: { [id]: { networkInterfaceIds: [id] } },
      classicLoadBalancers: {
        [id]: {
          subnets: [id],
          instances: [id],
          securityGroups: [id],
          listeners: [{ protocol: "TCP", loadBalancerPort: 80, instancePort: 80 }],
        },
      },
    });
    expect(Object.keys(made.vpcs)).toEqual([id]);
    expect(made.vpcs[id]?.name).toBe(id);
    expect(made.classicLoadBalancers[id]?.vpcId).toBe(id);
    expect(network(JSON.parse(JSON.stringify(made)))).toEqual(made);
  });

  it.each(ODD)("that nothing has, such as %j, are dangling references and nothing worse", (id) => {
    const result = createNetwork({
      subnets: { s: { vpcId: id, availabilityZone: "a", cidr: "10.0.0.0/24" } },
      routeTables: { r: { vpcId: id } },
      securityGroups: { g: { vpcId: id } },
      networkInterfaces: { e: { subnetId: id } },
      classicLoadBalancers: {
        b: { subnets: [id], listeners: [{ protocol: "TCP", loadBalancerPort: 80, instancePort: 80 }] },
      },
    });
    expect(!result.ok && result.issues.map((each) => each.code)).toEqual(Array(5).fill("dangling-reference"));
  });

  it("with blanks do not run into each other", () => {
    const made = createNetwork({
      vpcs: { a: { cidr: "10.0.0.0/16" }, "a b": { cidr: "10.1.0.0/16" } },
      securityGroups: { g: { vpcId: "a b", groupName: "c" }, h: { vpcId: "a", groupName: "b c" } },
    });
    expect(made.ok).toBe(true);
  });

  it("do not make a network inherit anything", () => {
    const text = '{ "vpcs": { "v": { "cidr": "10.0.0.0/16", "__proto__": { "isDefault": true } } } }';
    const result = createNetwork(JSON.parse(text));
    expect(!result.ok && result.issues).toMatchObject([{ code: "unknown-key", path: ["vpcs", "v", "__proto__"] }]);
    expect(({} as { isDefault?: boolean }).isDefault).toBeUndefined();
  });
});

describe("what AWS creates with a VPC", () => {
  const made: Network = network({
    vpcs: { v4: { cidr: "10.0.0.0/16" }, v6: { cidr: ["10.0.0.0/16", "2001:db8::/56"] } },
  });
  const everything = { protocol: -1, fromPort: -1, toPort: -1 };

  // "Configure route tables" https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
  it("is a main route table with a local route for each block", () => {
    const local = { target: { type: "local" }, state: "active", propagated: false };
    expect(made.routeTables["rtb-main-v4"]).toEqual({
      id: "rtb-main-v4",
      vpcId: "v4",
      main: true,
      gatewayIds: [],
      routes: [{ destination: "10.0.0.0/16", ...local }],
    });
    expect(made.routeTables["rtb-main-v6"]?.routes).toEqual([
      { destination: "10.0.0.0/16", ...local },
      { destination: "2001:db8::/56", ...local },
    ]);
  });

  // "Control traffic to subnets using network ACLs", section "Default network ACL"
  // https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
  it("is a default network ACL whose entry 100 admits IPv4, and 101 IPv6 where the VPC has it", () => {
    const allow100 = { ...everything, ruleNumber: 100, ruleAction: "allow", cidrBlock: "0.0.0.0/0" };
    const allow101 = { ...everything, ruleNumber: 101, ruleAction: "allow", cidrBlock: "::/0" };
    expect(made.networkAcls["acl-default-v4"]).toEqual({
      id: "acl-default-v4",
      vpcId: "v4",
      isDefault: true,
      ingress: [allow100],
      egress: [allow100],
    });
    expect(made.networkAcls["acl-default-v6"]).toMatchObject({
      ingress: [allow100, allow101],
      egress: [allow100, allow101],
    });
  });

  // "Default and custom security groups" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/default-custom-security-groups.html
  it("is a default security group that admits itself and lets everything out, IPv6 where the VPC has it", () => {
    expect(made.securityGroups["sg-default-v4"]).toEqual({
      id: "sg-default-v4",
      groupName: "default",
      vpcId: "v4",
      ingress: [{ ...everything, peer: { securityGroupId: "sg-default-v4" } }],
      egress: [{ ...everything, peer: { cidr: "0.0.0.0/0" } }],
    });
    expect(made.securityGroups["sg-default-v6"]?.egress).toEqual([
      { ...everything, peer: { cidr: "0.0.0.0/0" } },
      { ...everything, peer: { cidr: "::/0" } },
    ]);
  });

  // "Default VPCs" https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
  it("is, in the default VPC, a main table that leads to the internet gateway", () => {
    const gateways = { internetGateways: { "igw-1": { vpcId: "v" } } };
    const routesOf = (isDefault: boolean): unknown =>
      network({ vpcs: { v: { cidr: "172.31.0.0/16", isDefault } }, ...gateways }).routeTables["rtb-main-v"]?.routes.map(
        ({ destination, target }) => [destination, target],
      );
    expect(routesOf(false)).toEqual([["172.31.0.0/16", { type: "local" }]]);
    expect(routesOf(true)).toEqual([
      ["172.31.0.0/16", { type: "local" }],
      ["0.0.0.0/0", { type: "internet-gateway", id: "igw-1" }],
    ]);
  });

  it("is not made where the input has it", () => {
    const own = network({
      vpcs: { v: { cidr: "10.0.0.0/16" } },
      routeTables: { r: { vpcId: "v", main: true } },
      networkAcls: { a: { vpcId: "v", isDefault: true } },
      securityGroups: { g: { vpcId: "v", groupName: "default" } },
    });
    expect([own.routeTables, own.networkAcls, own.securityGroups].map(Object.keys)).toEqual([["r"], ["a"], ["g"]]);
    expect(own.networkAcls.a).toMatchObject({ ingress: [], egress: [] });
  });

  it("is not made where the input says that it leaves it out: no guess", () => {
    const missing = ["routeTables", "networkAcls", "securityGroups"].map((collection) => ({
      collection,
      reason: "not-collected",
    }));
    const partial = network({ vpcs: { v: { cidr: "10.0.0.0/16" } }, missing });
    expect([partial.routeTables, partial.networkAcls, partial.securityGroups]).toEqual([{}, {}, {}]);
    const elsewhere = network({
      vpcs: { v: { cidr: "10.0.0.0/16" }, w: { cidr: "10.1.0.0/16" } },
      missing: missing.map((each) => ({ ...each, vpcId: "w" })),
    });
    expect([elsewhere.routeTables, elsewhere.networkAcls, elsewhere.securityGroups].map(Object.keys)).toEqual([
      ["rtb-main-v"],
      ["acl-default-v"],
      ["sg-default-v"],
    ]);
  });
});
