/** Properties about one's own network: they hold where they should, and fail with what a person has to know. */
import fc from "fast-check";
import { checkHealth, checkListener, editNetwork, ip, NetsimError, type Network, network } from "netsim";
import { neverBreaks, neverExposes } from "netsim/arbitraries";
import { describe, expect, it } from "vitest";
import { balanced } from "../../support/small-networks.ts";

/** A database in a private subnet behind `app`, and `web` in a public one. */
const SHOP = network({
  vpcs: { shop: { cidr: "10.0.0.0/16" } },
  internetGateways: { "igw-1": { vpcId: "shop" } },
  routeTables: { public: { vpcId: "shop", routes: [{ destination: "0.0.0.0/0", target: "igw-1" }] } },
  subnets: {
    "subnet-web": { vpcId: "shop", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24", routeTableId: "public" },
    "subnet-db": { vpcId: "shop", availabilityZone: "us-east-1a", cidr: "10.0.1.0/24" },
  },
  securityGroups: {
    "sg-web": { vpcId: "shop", ingress: [{ port: 443, from: "0.0.0.0/0" }] },
    "sg-db": { vpcId: "shop", ingress: [{ port: 5432, from: "sg-web" }] },
  },
  instances: {
    web: { subnetId: "subnet-web", privateIpAddress: "10.0.0.10", publicIp: "54.10.0.10", groups: ["sg-web"] },
    db: { subnetId: "subnet-db", privateIpAddress: "10.0.1.10", groups: ["sg-db"] },
  },
});

/** The same in the subnet that leads to the internet, with a public address: only its group is in the way. */
const CARELESS = editNetwork(SHOP, (draft) => {
  draft.subnets["subnet-db"]!.routeTableId = "public";
  draft.networkInterfaces["eni-db"]!.privateIpAddresses[0]!.publicIp = ip("54.10.0.11");
});

/** Three zones with an application and a database each, and what belongs to it. */
const TIERS: Network = network({
  vpcs: { shop: { cidr: "10.0.0.0/16" } },
  internetGateways: { "igw-1": { vpcId: "shop" } },
  routeTables: {
    public: { vpcId: "shop", routes: [{ destination: "0.0.0.0/0", target: "igw-1" }] },
    private: { vpcId: "shop" },
  },
  subnets: Object.fromEntries(
    ["a", "b", "c"].flatMap((zone, at) => {
      const common = { vpcId: "shop", availabilityZone: `us-east-1${zone}` };
      return [
        [`public-${zone}`, { ...common, cidr: `10.0.${at}.0/24`, routeTableId: "public" }],
        [`private-${zone}`, { ...common, cidr: `10.0.${10 + at}.0/24`, routeTableId: "private" }],
      ];
    }),
  ),
  securityGroups: {
    lb: { vpcId: "shop", ingress: [{ port: 443, from: "0.0.0.0/0" }] },
    app: { vpcId: "shop", ingress: [{ port: 8080, from: "lb" }] },
    db: { vpcId: "shop", ingress: [{ port: 5432, from: "app" }] },
    cache: { vpcId: "shop", ingress: [{ port: 6379, from: "app" }] },
    bastion: { vpcId: "shop", ingress: [{ port: 22, from: "203.0.113.0/24" }] },
    monitored: { vpcId: "shop", ingress: [{ port: 9100, from: "10.0.0.0/16" }] },
  },
  instances: {
    bastion: { subnetId: "public-a", privateIpAddress: "10.0.0.10", publicIp: "54.10.0.1", groups: ["bastion"] },
    ...Object.fromEntries(
      ["a", "b", "c"].flatMap((zone, at) => {
        const of = (host: number, group: string): object => ({
          subnetId: `private-${zone}`,
          privateIpAddress: `10.0.${10 + at}.${host}`,
          groups: [group, "monitored"],
        });
        return [
          [`app-${zone}`, of(10, "app")],
          [`db-${zone}`, of(20, "db")],
        ];
      }),
    ),
  },
});

const GROUPS = { kinds: ["authorize-group-rule", "revoke-group-rule"] } as const;

function messageOf(property: fc.IProperty<unknown>, seed = 1): string {
  const found = fc.check(property, { seed, numRuns: 2000 });
  const error = found.errorInstance;
  return found.failed && error instanceof Error ? error.message : "nothing failed";
}

describe("neverExposes", () => {
  it("holds where no rule of a group can be enough", () => {
    fc.assert(neverExposes(SHOP, { from: "internet", to: "db", edits: GROUPS }), { numRuns: 100 });
    fc.assert(neverExposes(SHOP, { from: "internet", to: "db", port: 5432, edits: { ...GROUPS, max: 10 } }));
  });

  it("fails with the fewest edits that open the way", () => {
    const property = neverExposes(CARELESS, { from: "internet", to: "db", edits: GROUPS });
    const { counterexample } = fc.check(property, { seed: 1, numRuns: 2000 });
    expect(fc.stringify(counterexample?.[0])).toBe("[authorize sg-db ingress tcp 80 from 0.0.0.0/0]");
    expect(messageOf(property)).toBe(
      [
        "After",
        "  authorize sg-db ingress tcp 80 from 0.0.0.0/0",
        "internet reaches db: tcp (1.0.0.0-9.255.255.255 and 6 more):1024-65535 -> 54.10.0.11:80",
      ].join("\n"),
    );
  });

  it.each([
    ["a port that nobody uses", { from: "app-a", to: "db-a", port: 3306 }, "authorize"],
    ["the port of the service", { from: "bastion", to: "db-a", port: 5432 }, ""],
    [
      "a stranger",
      { from: "198.51.100.7", to: "bastion", port: 22 },
      "authorize bastion ingress tcp 22 from 0.0.0.0/0",
    ],
    ["groups only", { from: "bastion", to: "db-a", port: 5432, edits: { kinds: ["replace-groups"] as const } }, "eni-"],
  ])("finds the way in a network of some size in as many runs as are made by default: %s", (_, question, edit) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const { failed, counterexample } = fc.check(neverExposes(TIERS, question), { seed });
      expect(failed, String(seed)).toBe(true);
      expect(counterexample?.[0]).toHaveLength(1);
      expect(fc.stringify(counterexample)).toContain(edit);
    }
  });

  it("keeps to the records that may be edited", () => {
    const input = { from: "internet", to: "db" } as const;
    fc.assert(neverExposes(CARELESS, { ...input, edits: { ...GROUPS, except: ["sg-db"] } }));
    fc.assert(neverExposes(CARELESS, { ...input, edits: { ...GROUPS, components: ["sg-web"], max: 5 } }));
    const only = { ...GROUPS, components: ["sg-db"] };
    expect(messageOf(neverExposes(CARELESS, { ...input, edits: only }))).toContain("authorize sg-db ingress");
  });

  it("fails without any edit where it is open already", () => {
    const property = neverExposes(SHOP, { from: "internet", to: "web", port: 443, edits: GROUPS });
    expect(fc.check(property, { seed: 1 }).counterexample).toEqual([[]]);
    expect(messageOf(property)).toMatch(/^Before any edit:\n.*internet -> web/);
  });

  it("counts as open what is not known", () => {
    const vague = editNetwork(CARELESS, (draft) => {
      draft.routeTables.public!.routes.push({ destination: "203.0.113.0/24", target: "tgw-1" });
      draft.securityGroups["sg-db"]!.ingress.push({ port: 80, from: "203.0.113.0/24" });
    });
    expect(messageOf(neverExposes(vague, { from: "203.0.113.10", to: "db", edits: GROUPS }))).toContain(
      "may reach, which is not known, db",
    );
    expect(messageOf(neverExposes(vague, { from: "203.0.113.10", to: "db", port: 80, edits: GROUPS }))).toContain(
      "Before any edit:",
    );
  });

  it("is refused where it could not fail or is no question", () => {
    expect(() => neverExposes(SHOP, { from: "internet", to: "dbb" })).toThrow(NetsimError);
    expect(() => neverExposes(SHOP, { from: "internet", to: "db", edits: { components: ["sg-dbb"] } })).toThrow(
      'components: ids of this network, found "sg-dbb"',
    );
    expect(() => neverExposes(SHOP, { from: "internet", to: "db", edits: { kinds: ["fail-nat-gateway"] } })).toThrow(
      "kinds: something that can be done to this network, found fail-nat-gateway",
    );
    expect(() => neverExposes(SHOP, { from: "internet", to: "db", edits: { max: -1 } })).toThrow(
      "max: a whole number 0-100, found -1",
    );
  });
});

describe("neverBreaks", () => {
  const site = (net: Network) => checkListener(net, { loadBalancer: "web", port: 80, from: "internet" });
  const oneStops = { kinds: ["stop-instance"], max: 1 } as const;

  it("holds for what survives the loss of any one instance", () => {
    fc.assert(neverBreaks(balanced({ crossZone: true }), { questions: [site], edits: oneStops }));
  });

  it("fails with the fewest edits that stop it, and says by what", () => {
    const bothStop = { kinds: ["stop-instance"], max: 4 } as const;
    const message = messageOf(neverBreaks(balanced(), { questions: [site], edits: bothStop }));
    expect(message).toMatch(/^After\n {2}stop i-[ab]\n {2}stop i-[ab]\n✗ web port 80/);
    const health = (net: Network) => checkHealth(net, { loadBalancer: "web" });
    expect(messageOf(neverBreaks(balanced(), { questions: [site, health], edits: oneStops }))).toMatch(
      /^After\n {2}stop i-[ab]\n~ health of web {2}partial/,
    );
  });

  it("is refused where a question is not answered reachable to begin with", () => {
    const input = { questions: [(net: Network) => checkHealth(net, { loadBalancer: "web" })] };
    const broken = balanced({ healthCheck: { target: "HTTP:9001/ping" } });
    expect(() => neverBreaks(broken, input)).toThrow(
      "questions[0]: one that is answered reachable before any edit, found unreachable",
    );
    expect(() => neverBreaks(broken, { questions: [] })).toThrow("questions: at least one, found none");
  });

  it("lets rules be added as people like", () => {
    const edits = { kinds: ["authorize-group-rule"], max: 10 } as const;
    fc.assert(neverBreaks(balanced(), { questions: [site], edits }), { numRuns: 50 });
  });
});
