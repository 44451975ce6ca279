import { type NetworkInput, network, ok } from "netsim";
import { describe, expect, it } from "vitest";
import { runIntents } from "../../../packages/netsim/src/intents/run.ts";
import { classicPage } from "../cli/network.ts";
import { report } from "./support.ts";

/** Without the group rule for the health-check port. */
const withoutHealthRule: NetworkInput = {
  ...classicPage,
  securityGroups: {
    ...classicPage.securityGroups,
    "sg-app": { vpcId: "vpc-1", groupName: "app", ingress: [{ port: 8080, from: "sg-lb" }], egress: [] },
  },
};

describe("the forms of an intent", () => {
  it("a listener: named with its port, or with the port beside it", async () => {
    const { holds, results } = await report([
      "{ name: site, from: internet, to: { loadBalancer: web, port: 80 }, expect: reachable }",
      "{ from: internet, to: web, port: 80, expect: reachable }",
      "{ from: internet, to: { loadBalancer: web }, port: 81, expect: unreachable }",
      "{ from: internet, to: web-1.us-east-1.elb.amazonaws.com, port: 80, expect: reachable }",
    ]);
    expect(holds).toBe(true);
    expect(results.map((each) => each.name)).toEqual([
      "site",
      "internet -> web:80",
      "internet -> web:81",
      "internet -> web-1.us-east-1.elb.amazonaws.com:80",
    ]);
    expect(results[0]).toEqual({
      file: "intents/web.yaml",
      name: "site",
      expect: "reachable",
      holds: true,
      verdict: "reachable",
      blockers: [],
      assumptions: [
        { code: "service-assumed", component: "i-0a1" },
        { code: "service-assumed", component: "i-0b2" },
      ],
      reason: null,
    });
    expect(results[2]?.blockers).toContainEqual(expect.objectContaining({ code: "no-listener", component: "web" }));
  });

  it("that holds holds with its warnings, which are in the whole verdict", async () => {
    const { holds, results } = await report(
      [
        "{ from: internet, to: { loadBalancer: web, port: 80 }, expect: reachable }",
        "{ health: { loadBalancer: web }, expect: { i-0a1: InService } }",
      ],
      { detail: true },
    );
    expect(holds).toBe(true);
    for (const { detail } of results) {
      expect(detail?.warnings.map((each) => each.code)).toContain("path-mtu-discovery");
    }
  });

  it("a connection, by id, name, address and form", async () => {
    const { results } = await report([
      "{ from: internet, to: i-0a1, port: 8080, expect: unreachable }",
      "{ from: app-1, to: { instance: i-0b2 }, port: 8080, expect: unreachable }",
      "{ from: app-1, to: { instance: i-0b2, port: 8080 }, expect: unreachable }",
      "{ from: { cidr: 10.0.0.0/24 }, to: 10.0.1.10, port: 22, sourcePorts: linux, expect: unreachable }",
      "{ from: app-1, to: i-0b2, protocol: icmp, icmp: { type: 8, code: 0 }, expect: unreachable }",
      "{ from: app-1, to: i-0b2, protocol: 47, expect: unreachable }",
      "{ from: app-1, to: i-0b2, port: 8000-8010, expect: unreachable }",
    ]);
    expect(results.map((each) => each.verdict)).toEqual(Array(7).fill("unreachable"));
  });

  it("the health of a load balancer, by id and by name, for some of its instances", async () => {
    const { results } = await report(
      [
        "{ health: { loadBalancer: web }, expect: { app-1: OutOfService } }",
        "{ health: { loadBalancer: web }, expect: { i-0a1: InService, i-0b2: OutOfService } }",
      ],
      { network: withoutHealthRule },
    );
    const state = {
      state: "OutOfService",
      reasonCode: "Instance",
      description: "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.",
    };
    expect(results[0]).toMatchObject({
      holds: true,
      name: "health of web",
      states: { "i-0a1": state, "i-0b2": state },
    });
    expect(results[0]).not.toHaveProperty("verdict");
    expect(results[1]).toMatchObject({
      holds: false,
      reason: `i-0a1: expected InService, found OutOfService (${state.description})`,
    });
  });

  it("one leg on its own; the listener's port means nothing to a health leg", async () => {
    const { holds, results } = await report(
      [
        "{ leg: client, to: { loadBalancer: web, port: 80 }, from: internet, expect: reachable }",
        "{ leg: target, to: { loadBalancer: web, port: 80, target: app-1 }, expect: reachable }",
        "{ leg: health, to: { loadBalancer: web, port: 80, target: i-0a1 }, expect: unreachable }",
        "{ leg: health, to: { loadBalancer: web }, expect: unreachable }",
      ],
      { network: withoutHealthRule },
    );
    expect(results.map((each) => each.reason)).toEqual([null, null, null, null]);
    expect(results[3]?.name).toBe("health leg of web");
    expect(holds).toBe(true);
  });
});

describe("an expectation that fails", () => {
  it("says what was found", async () => {
    const { holds, results } = await report(["{ from: internet, to: i-0a1, port: 8080, expect: reachable }"]);
    expect(holds).toBe(false);
    expect(results[0]).toMatchObject({
      holds: false,
      verdict: "unreachable",
      reason: "expected reachable, found unreachable",
    });
  });

  it("names what is not known", async () => {
    const { securityGroups: _, ...rest } = classicPage;
    const hidden = {
      ...classicPage,
      routeTables: {},
      missing: [{ collection: "routeTables", reason: "not-collected" }],
    };
    const subnets = Object.fromEntries(
      Object.entries(rest.subnets ?? {}).map(([id, { routeTableId: _table, ...subnet }]) => [id, subnet]),
    );
    const { results } = await report(["{ from: internet, to: web, port: 80, expect: reachable }"], {
      network: { ...hidden, subnets },
    });
    expect(results[0]?.reason).toBe(
      "expected reachable, found unknown (route table of subnet-lb: the route table of subnet-lb is not in the input; collect it with aws ec2 describe-route-tables; route table of subnet-app: the route table of subnet-app is not in the input; collect it with aws ec2 describe-route-tables)",
    );
  });

  it("is not satisfied by another blocker than the one that is meant", async () => {
    const intent = (blockedBy: string): string =>
      `{ from: 203.0.113.9, to: i-0a1, port: 8080, expect: unreachable, blockedBy: ${blockedBy} }`;
    const { results } = await report([
      intent("{ component: sg-app, direction: ingress }"),
      intent("{ component: app }"),
      intent("{ kind: security-group, phase: forward, code: security-group-no-match, awsCode: ENI_SG_RULES_MISMATCH }"),
      intent("{ component: sg-app, direction: egress }"),
      intent("{ component: sg-lb }"),
      intent("{ leg: connection, kind: gateway }"),
      intent("{ leg: client }"),
      intent("{ component: sg-app, rule: null }"),
      intent("{ component: sg-app, rule: 100 }"),
      intent("{ kind: network-acl, rule: 32767 }"),
      intent("{ kind: network-acl, rule: { entry: { ruleAction: deny } } }"),
    ]);
    expect(results.map((each) => each.reason)).toEqual([
      null,
      null,
      null,
      "unreachable, but not by component sg-app, direction egress",
      "unreachable, but not by component sg-lb",
      null,
      "unreachable, but not by leg client",
      null,
      "unreachable, but not by component sg-app, rule 100",
      null,
      null,
    ]);
  });
});

describe("several files", () => {
  it("are told apart, share the network, and fail together", async () => {
    const files: Readonly<Record<string, string>> = {
      "a/one.yaml": "network: ../aws\nintents: [{ from: internet, to: web, port: 80, expect: reachable }]",
      "a/two.yaml": "network: ../aws\nintents: [{ from: internet, to: web, port: 80, expect: unreachable }]",
      "bad.yaml": "network: x\nintent: []",
    };
    const read: (readonly string[])[] = [];
    const options = {
      readText: (file: string) => Promise.resolve(files[file] ?? ""),
      readNetwork: (paths: readonly string[]) => {
        read.push(paths);
        return Promise.resolve(ok({ network: network(classicPage), notes: [{ code: "n", message: "m" }] }));
      },
    };
    const both = await runIntents(["a/one.yaml", "a/two.yaml"], options);
    expect(both.ok && both.value.report.results.map(({ file, holds }) => [file, holds])).toEqual([
      ["a/one.yaml", true],
      ["a/two.yaml", false],
    ]);
    expect(read).toEqual([[`${process.cwd()}/aws`]]);
    expect(both.ok && both.value.notes).toHaveLength(1);
    const bad = await runIntents(["a/one.yaml", "bad.yaml", "none.yaml"], options);
    expect(bad.ok ? [] : bad.issues.map((each) => each.message)).toHaveLength(2);
  });
});

describe("the whole verdict", () => {
  it("is added when it is asked for", async () => {
    const intents = ["{ from: internet, to: web, port: 80, expect: reachable }"];
    const { results } = await report(intents, { detail: true });
    expect(results[0]?.detail).toMatchObject({ kind: "listener", schemaVersion: 1 });
    expect((await report(intents)).results[0]).not.toHaveProperty("detail");
  });
});
