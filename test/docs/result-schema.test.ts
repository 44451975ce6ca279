/**
 * The published schema of results is made of their types, takes every real result and refuses what is none.
 * `UPDATE_DOCS=1` writes it anew.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { CLASSIC_PAGE, classicPage } from "@netsim/examples";
import { Ajv } from "ajv";
import {
  checkConnection,
  checkHealth,
  checkLeg,
  checkListener,
  createNetwork,
  criticality,
  diffNetworks,
  editNetwork,
  explain,
  lint,
  type Network,
  network,
  reachability,
  recommendRules,
  repair,
  simulateHealth,
  unwrap,
} from "netsim";
import { readNetwork } from "netsim/aws";
import { describe, expect, it } from "vitest";
import { netsim } from "../netsim/cli/support.ts";
import { ec2Classic } from "../support/ec2-classic.ts";
import { forwardingPage } from "../support/forwarding-page.ts";
import { resultSchema, SCHEMA_FILE } from "../support/result-schema.ts";

const generated = process.env.UPDATE_DOCS ? resultSchema() : undefined;
if (generated !== undefined) writeFileSync(SCHEMA_FILE, generated);
const published = readFileSync(SCHEMA_FILE, "utf8");
const validate = new Ajv({ strictTypes: false }).compile(JSON.parse(published));

/** Each edit makes another kind of blocker, cause or finding. */
const EDITS: Readonly<Record<string, Parameters<typeof editNetwork>[1]>> = {
  nothing: () => {},
  "no rule for health checks": (draft) => {
    for (const group of Object.values(draft.securityGroups)) {
      group.ingress = group.ingress.filter((rule) => rule.fromPort !== 9000);
    }
  },
  "no replies": (draft) => {
    for (const acl of Object.values(draft.networkAcls)) {
      acl.egress = acl.egress.map((entry) => (entry.toPort === 65535 ? { ...entry, fromPort: 50000 } : entry));
    }
  },
  "no routes": (draft) => {
    for (const table of Object.values(draft.routeTables)) {
      table.routes = table.routes.filter(
        (route) => route.target === "local" || (route.target as { type: string }).type === "local",
      );
    }
  },
  "an instance is stopped": (draft) => {
    const [instance] = Object.values(draft.instances);
    if (instance) instance.state = "stopped";
  },
};

function resultsOf(before: Network): readonly (readonly [name: string, result: unknown])[] {
  const balancers = [...Object.keys(before.classicLoadBalancers), ...Object.keys(before.loadBalancers)];
  return Object.entries(EDITS).flatMap(([edit, recipe]) => {
    const net = editNetwork(before, recipe);
    const ofBalancers = balancers.flatMap((loadBalancer): (readonly [string, unknown])[] => {
      const classic = net.classicLoadBalancers[loadBalancer];
      const port = classic?.listeners[0]?.loadBalancerPort ?? net.loadBalancers[loadBalancer]?.listeners[0]?.port ?? 80;
      const listener = checkListener(net, { loadBalancer, port, from: "internet" });
      const health = checkHealth(net, { loadBalancer });
      return [
        ["listener", listener],
        ["health", health],
        ["leg", checkLeg(net, { leg: "health", loadBalancer })],
        ["explained listener", explain(listener)],
        ["explained health", explain(health)],
        ["repair", repair(net, health, { limit: 200 })],
        ...(classic && !classic.subnets.length
          ? []
          : [["recommended", recommendRules(net, { loadBalancer })] as const]),
        ["timeline", simulateHealth(net, { loadBalancer, until: 300, events: [{ at: 100, edit: () => {} }] })],
      ];
    });
    const [instance = ""] = Object.keys(net.instances);
    const connection = { from: "internet", to: instance, port: 8080 };
    return [
      ...ofBalancers,
      ["connection", checkConnection(net, connection)],
      ["lint", lint(net)],
      ["diff", diffNetworks(before, net)],
      ["reachability", reachability(net, { from: "internet" })],
      ["criticality", criticality(net, [{ name: "closed", connection, expect: "unreachable" }])],
    ].map(([name, result]) => [`${edit}: ${name}`, JSON.parse(JSON.stringify(result))]);
  });
}

const unknown = network({
  vpcs: { vpc: { cidr: "10.0.0.0/16" } },
  routeTables: { main: { vpcId: "vpc", main: true, routes: [{ destination: "0.0.0.0/0", target: "tgw-1" }] } },
  subnets: { a: { vpcId: "vpc", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
  instances: { "i-a": { subnetId: "a", privateIpAddress: "10.0.0.10" } },
});

const layout = {
  keepsClients: true,
  hasGroups: true,
  scheme: "internet-facing",
  listeners: [[80, 8080]],
  healthPort: 9000,
  zones: [
    { balancer: 0, targets: 0 },
    { balancer: 0, targets: 1 },
  ],
} as const;

const NETWORKS: Readonly<Record<string, () => Network | Promise<Network>>> = {
  "the example": classicPage,
  "an Application Load Balancer": () =>
    unwrap(createNetwork(forwardingPage({ ...layout, type: "application", keepsClients: false }))),
  "a Network Load Balancer": () => unwrap(createNetwork(forwardingPage({ ...layout, type: "network" }))),
  "EC2-Classic": () => ec2Classic(),
  "something unknown": () => unknown,
};

describe.each(Object.keys(NETWORKS))("the schema of results, for %s", (name) => {
  it("takes every result and refuses every value that is put in the place of another", async () => {
    const seen = new Set<string>();
    for (const [result, json] of resultsOf(await (NETWORKS[name] as () => Network)())) {
      expect(validate(json) || validate.errors, result).toBe(true);
      for (const path of placesIn(json)) {
        const place = `${result.replace(/.*: /, "")} ${path.map((key) => (typeof key === "number" ? "*" : key)).join("/")}`;
        if (seen.has(place)) continue;
        seen.add(place);
        expect(validate(replaced(json, path, { no: { such: "value" } })), `${place} is nothing`).toBe(false);
      }
    }
    expect(seen.size).toBeGreaterThan(100);
  });
});

describe("the schema of results", () => {
  it("is that of the types", () => {
    expect(published).toBe(generated ?? resultSchema());
  });

  it("takes what each command prints", async () => {
    const aws = CLASSIC_PAGE;
    const question = ["--from", "internet", "--to", "web", "--port", "80"];
    const intents = `network: ${JSON.stringify(aws)}\nintents:\n  - { name: a, from: internet, to: { loadBalancer: web, port: 80 }, expect: reachable }\n  - { name: b, health: { loadBalancer: web }, expect: { i-0a1f2e3d4c5b60718: OutOfService } }\n`;
    for (const argv of [
      ["check", "intents.yaml", "--verbose"],
      ["trace", aws, ...question],
      ["health", aws],
      ["explain", aws, ...question],
      ["repair", aws, ...question],
      ["recommend", aws, "--load-balancer", "web"],
      ["lint", aws],
      ["diff", aws, aws],
    ]) {
      const { stdout, stderr } = await netsim([...argv, "--json"], { readNetwork, files: { "intents.yaml": intents } });
      expect(stderr).toBe("");
      expect(validate(JSON.parse(stdout)) || validate.errors, argv[0]).toBe(true);
    }
    const two = editNetwork(await classicPage(), (draft) => {
      const { web } = draft.classicLoadBalancers;
      if (web) draft.classicLoadBalancers.other = { ...web, id: "other", name: "other" };
    });
    const { stdout } = await netsim(["health", "x", "--json"], { network: JSON.parse(JSON.stringify(two)) });
    expect(JSON.parse(stdout).results).toHaveLength(2);
    expect(validate(JSON.parse(stdout)) || validate.errors).toBe(true);
  });

  it.each(["schemaVersion", "verdict", "legs", "blockers", "assumptions"])("refuses results without %s", (key) => {
    const json = JSON.parse(JSON.stringify(checkConnection(unknown, { from: "i-a", to: "internet", port: 80 })));
    expect(validate(json)).toBe(true);
    delete json[key];
    expect(validate(json)).toBe(false);
  });

  it("refuses keys that there are not", () => {
    const json = JSON.parse(JSON.stringify(checkConnection(unknown, { from: "i-a", to: "internet", port: 80 })));
    expect(validate({ ...json, more: 1 })).toBe(false);
    json.legs[0].forward.hops[0].more = 1;
    expect(validate(json)).toBe(false);
  });
});

type Place = readonly (string | number)[];

/** The path of every value inside. */
function placesIn(value: unknown, path: Place = []): readonly Place[] {
  const inner: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((each, at) => [at, each] as const)
    : typeof value === "object" && value !== null
      ? Object.entries(value)
      : [];
  return [...(path.length > 0 ? [path] : []), ...inner.flatMap(([key, each]) => placesIn(each, [...path, key]))];
}

/** A copy with another value at a path. */
function replaced(value: unknown, [key, ...rest]: Place, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((each, at) => (at === key ? replaced(each, rest, by) : each));
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [key]: replaced(record[key], rest, by) };
}
