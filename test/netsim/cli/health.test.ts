import type { NetworkInput } from "netsim";
import { describe, expect, it } from "vitest";
import { classicPage } from "./network.ts";
import { netsim } from "./support.ts";

const { web } = classicPage.classicLoadBalancers ?? {};
const named = (name: string, given: object): NetworkInput => ({
  ...classicPage,
  classicLoadBalancers: {
    ...classicPage.classicLoadBalancers,
    [name]: { ...web, subnets: ["subnet-lb"], listeners: web?.listeners ?? [], ...given },
  },
});
const closed = named("closed", { healthCheck: { target: "TCP:9001" } });
const empty = named("empty", { instances: [] });
const dark: NetworkInput = {
  ...named("web", { instances: ["i-0a1", "i-0c3"] }),
  missing: [{ collection: "instances", id: "i-0c3", reason: "not-described" }],
};

describe("exit codes of health", () => {
  it.each([
    [0, classicPage, []],
    [1, closed, []],
    [0, closed, ["--load-balancer", "web"]],
    [1, closed, ["--load-balancer", "closed", "--strict"]],
    [1, empty, []],
    [1, dark, []],
    [3, dark, ["--strict"]],
  ])("%i", async (code, network, options) => {
    expect((await netsim(["health", "aws", ...options], { network })).code).toBe(code);
  });
});

describe("health", () => {
  it("is a table and the legs", async () => {
    const { stdout, stderr } = await netsim(["health", "aws", "--load-balancer", "closed"], { network: closed });
    expect(stderr).toBe("");
    expect(stdout).toMatch(
      /^✗ health of closed {2}unreachable\n\n {3}INSTANCE {2}STATE {9}REASON {4}DESCRIPTION\n✗ {2}i-0a1 {5}OutOfService {2}Instance/,
    );
    expect(stdout).toContain("✗ health leg  closed@subnet-lb -> i-0a1:9001  unreachable");
  });

  it("is of every load balancer, one after the other", async () => {
    const { stdout } = await netsim(["health", "aws"], { network: closed });
    expect(stdout.match(/^. health of .*/gm)).toEqual([
      "✓ health of web  reachable",
      "✗ health of closed  unreachable",
    ]);
    const json = JSON.parse((await netsim(["health", "aws", "--json"], { network: closed })).stdout);
    expect(json).toMatchObject({ schemaVersion: 1, kind: "health", verdict: "partial" });
    expect(json).toMatchObject({ schemaVersion: 1, legs: expect.any(Array), blockers: expect.any(Array) });
    expect(json.warnings).toEqual(json.results.flatMap((each: { warnings: object[] }) => each.warnings));
    expect(json.warnings.length).toBeGreaterThan(0);
    expect(json.legs.length).toBeGreaterThan(json.results[0].legs.length);
    expect(json.results.map((each: { loadBalancer: string }) => each.loadBalancer)).toEqual(["web", "closed"]);
  });

  it("is of a Classic and of an Application Load Balancer of the same name, which AWS allows", async () => {
    const network: NetworkInput = {
      ...named("web", { dnsName: "web-1.us-east-1.elb.amazonaws.com" }),
      loadBalancers: { web: { type: "application", subnets: ["subnet-lb"], arn: "arn:aws:elb:web" } },
    };
    const { stdout, stderr } = await netsim(["health", "aws"], { network });
    expect(stderr).toBe("");
    expect(stdout.match(/^. health of .*/gm)).toEqual(["✓ health of web  reachable", "✗ health of web  unreachable"]);
  });

  it("is the verdict itself as JSON where there is one", async () => {
    const { stdout } = await netsim(["health", "aws", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: "health",
      loadBalancer: "web",
      states: { "i-0a1": { state: "InService" } },
    });
  });

  it("takes services", async () => {
    const files = { "s.yaml": 'i-0a1: [{ port: 9000, http: { "/ping": 301 } }]' };
    const { stdout } = await netsim(["health", "aws", "--services", "s.yaml"], { files });
    expect(stdout).toContain("/ping answers 301, the health check wants 200");
  });

  it("counts load balancers when it takes long", async () => {
    const { stderr } = await netsim(["health", "aws"], { network: closed, tick: 1500 });
    expect(stderr).toBe("netsim: 1 of 2: web\nnetsim: 2 of 2: closed\n");
  });
});

describe("what AWS saw", () => {
  const failed = { state: "OutOfService", reasonCode: "Instance", description: "It failed." };
  const describedHealth = { classicLoadBalancers: { web: { "i-0a1": failed } }, targetGroups: {} };

  it("is shown below the verdict that it contradicts", async () => {
    const { stdout, code } = await netsim(["health", "aws"], { describedHealth });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /\n\nAWS saw something else than is predicted\n {2}TARGET {2}AWS SAW {7}PREDICTED {2}AWS'S REASON\n {2}i-0a1 {3}OutOfService {2}InService {2}Instance: It failed\.\n$/,
    );
  });

  it("is among the JSON as differences, of one verdict or of several", async () => {
    const difference = {
      target: "i-0a1",
      described: { state: "OutOfService", reason: "Instance", description: "It failed." },
      predicted: { state: "InService", reason: null, description: null },
    };
    const one = JSON.parse((await netsim(["health", "aws", "--json"], { describedHealth })).stdout);
    expect(one.differences).toEqual([difference]);
    const two = JSON.parse((await netsim(["health", "aws", "--json"], { network: closed, describedHealth })).stdout);
    expect(two.differences).toEqual([{ loadBalancer: "web", ...difference }]);
    expect(two.results.map((each: { differences: unknown }) => each.differences)).toEqual([[difference], null]);
  });

  it("is not mentioned where it is as predicted", async () => {
    const world = {
      network: closed,
      describedHealth: { ...describedHealth, classicLoadBalancers: { closed: { "i-0a1": failed } } },
    };
    const asked = ["health", "aws", "--load-balancer", "closed"];
    expect((await netsim(asked, world)).stdout).not.toContain("AWS saw");
    expect(JSON.parse((await netsim([...asked, "--json"], world)).stdout).differences).toEqual([]);
  });
});

describe("nothing to judge", () => {
  it.each([
    [
      ["--load-balancer", "wbe"],
      '--load-balancer: expected the name of an existing load balancer, such as web, found "wbe"',
    ],
    [[], "aws: expected at least one load balancer (LoadBalancerDescriptions or LoadBalancers), found none"],
  ])("%j", async (options, message) => {
    const network = options.length > 0 ? classicPage : { ...classicPage, classicLoadBalancers: {} };
    const { code, stdout, stderr } = await netsim(["health", "aws", ...options], { network });
    expect([code, stdout, stderr]).toEqual([2, "", `netsim: ${message}\n`]);
  });
});
