import { stripVTControlCharacters } from "node:util";
import { editNetwork, type NetworkInput, network } from "netsim";
import { configureMatchers, matchers, toReach } from "netsim/matchers";
import { afterEach, describe, expect, it } from "vitest";
import "netsim/vitest";
import { commandLines } from "../../../packages/netsim/src/matchers/command-lines.ts";
import { failureOf, leadOf } from "./failure.ts";
import { shop } from "./shop.ts";

const TO_DB = { from: "bastion", to: "db", port: 5432 } as const;

afterEach(() => {
  configureMatchers({ requireReason: false, width: undefined });
});

describe("requireReason", () => {
  it("makes not fail without a reason, and says which there are", () => {
    expect(shop).not.toReach(TO_DB);
    expect(configureMatchers({ requireReason: true })).toEqual({ requireReason: false, width: undefined });
    expect(failureOf(() => expect(shop).not.toReach(TO_DB))).toMatchInlineSnapshot(`
      "expected bastion not to reach db by tcp 5432 for a reason that the test
      gives, as requireReason is on: .not.toReach(..., { because: { ... } })

      Reasons that a test may give
        - { component: "acl-data", kind: "network-acl", direction: "ingress",
          phase: "forward", code: "network-acl-denies" }
        - { component: "sg-db", kind: "security-group", direction: "ingress",
          phase: "forward", code: "security-group-no-match" }
        - { component: "acl-data", kind: "network-acl", direction: "egress",
          phase: "reply", code: "network-acl-denies" }"
    `);
    expect(shop).not.toReach(TO_DB, { because: { component: "sg-db" } });
    // What works needs none.
    expect(shop).toReach({ from: "app", to: "db", port: 5432 });
  });

  it("is about the health of targets and about listeners as well", () => {
    const without = editNetwork(shop, (draft) => {
      draft.securityGroups["sg-app"]?.ingress.pop();
    });
    configureMatchers({ requireReason: true });
    expect(leadOf(() => expect(without).not.toBeHealthy({ loadBalancer: "web" }))).toContain("requireReason is on");
    const question = { loadBalancer: "web", port: 80, from: "internet" } as const;
    expect(leadOf(() => expect(without).not.toServe(question))).toContain("requireReason is on");
    expect(without).not.toServe(question, { because: { component: "sg-app" } });
  });

  it("is refused under another name", () => {
    expect(() => configureMatchers({ requireReasons: true } as never)).toThrow("requireReason and width");
  });
});

describe("a failure", () => {
  it.each([60, 80, 100, 120])("keeps to %i columns", (width) => {
    configureMatchers({ width });
    const failures = [
      failureOf(() => expect(shop).toReach(TO_DB)),
      failureOf(() => expect(shop).not.toReach({ from: "app", to: "db", port: 5432 })),
      failureOf(() => expect(shop).toOnlyExpose({ from: "internet", to: [] })),
      failureOf(() => expect(shop).toBeBlockedBy(TO_DB, { component: "sg-app" })),
    ];
    for (const line of failures.join("\n").split("\n")) expect(line.length, line).toBeLessThanOrEqual(width);
  });

  it("is short, however many targets there are", () => {
    const ids = Array.from({ length: 200 }, (_, at) => `i-${at}`);
    const fleet: NetworkInput = {
      vpcs: { v: { cidr: "10.0.0.0/16" } },
      subnets: { s: { vpcId: "v", availabilityZone: "us-east-1a", cidr: "10.0.0.0/22" } },
      securityGroups: {
        lb: { vpcId: "v", ingress: [{ port: 80, from: "0.0.0.0/0" }] },
        ...Object.fromEntries(ids.map((id) => [`sg-${id}`, { vpcId: "v" }])),
      },
      instances: Object.fromEntries(
        ids.map((id, at) => [
          id,
          { subnetId: "s", privateIpAddress: `10.0.${1 + (at >> 7)}.${1 + (at % 128)}`, groups: [`sg-${id}`] },
        ]),
      ),
      classicLoadBalancers: {
        web: {
          subnets: ["s"],
          securityGroups: ["lb"],
          instances: ids,
          listeners: [{ protocol: "HTTP", loadBalancerPort: 80, instancePort: 8080 }],
          healthCheck: { target: "TCP:8080" },
        },
      },
    };
    const message = failureOf(() => expect(network(fleet)).toBeHealthy({ loadBalancer: "web" }));
    expect(message.split("\n").length).toBeLessThan(60);
    expect(message).toContain("and 197 more causes");
    expect(message).toContain("and 197 more consequences");
    expect(message).toContain("No repair is looked for with so much in the way");
  });

  it("counts the targets that are alike, of which a repair has to start each one, and stays within the width", () => {
    const many = Array.from({ length: 40 }, (_, at) => `i-${at}`);
    const stopped = network({
      vpcs: { "vpc-1": { cidr: "10.0.0.0/16" } },
      subnets: { "subnet-a": { vpcId: "vpc-1", availabilityZone: "us-east-1a", cidr: "10.0.0.0/16" } },
      securityGroups: { "sg-all": { vpcId: "vpc-1", ingress: [{ protocol: "all", from: "10.0.0.0/16" }] } },
      instances: Object.fromEntries(
        many.map((id, at) => [
          id,
          { subnetId: "subnet-a", privateIpAddress: `10.0.1.${at + 1}`, groups: ["sg-all"], state: "stopped" as const },
        ]),
      ),
      classicLoadBalancers: {
        web: {
          scheme: "internal",
          subnets: ["subnet-a"],
          securityGroups: ["sg-all"],
          listeners: [{ protocol: "TCP", loadBalancerPort: 80, instancePort: 8080 }],
          healthCheck: { target: "TCP:8080" },
          instances: many,
        },
      },
    });
    const message = failureOf(() => expect(stopped).toBeHealthy({ loadBalancer: "web" }));
    expect(message).toContain("instance i-0, i-1, i-2 and 37 more, ingress: the instance is stopped");
    expect(message).toContain("No repair is looked for with so much in the way");
    for (const line of message.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("is coloured where the runner colours, and only there", () => {
    const plain = toReach.call(undefined, shop, TO_DB).message();
    expect(stripVTControlCharacters(plain)).toBe(plain);
    const grey = toReach.call({ utils: { EXPECTED_COLOR: (text: string) => text } }, shop, TO_DB).message();
    expect(grey).toBe(plain);
    const green = (text: string): string => `\u001b[32m${text}\u001b[39m`;
    const colored = toReach.call({ utils: { EXPECTED_COLOR: green } }, shop, TO_DB).message();
    expect(colored).not.toBe(plain);
    expect(stripVTControlCharacters(colored)).toBe(plain);
  });
});

describe("the matchers as functions", () => {
  it("answer whether it holds, and what is said where it does not", () => {
    const { pass, message } = matchers.toReach(shop, TO_DB);
    expect(pass).toBe(false);
    expect(message()).toContain("expected bastion to reach db by tcp 5432, but no packet gets through");
    expect(toReach(shop, { from: "app", to: "db", port: 5432 }).pass).toBe(true);
  });

  it("are never inverted by themselves", () => {
    expect(toReach.call({ isNot: true }, shop, TO_DB).pass).toBe(false);
    expect(toReach.call({ isNot: true }, shop, { from: "app", to: "db", port: 5432 }).pass).toBe(true);
  });
});

describe("a command on several lines", () => {
  it("is broken before options, and keeps quoted text whole", () => {
    const command = `aws elb modify --load-balancer-name web --attributes '{"a --b": {"c": "it is"}}' --yes`;
    const lines = commandLines(command, 40);
    expect(lines).toEqual([
      "aws elb modify \\",
      "  --load-balancer-name web \\",
      `  --attributes '{"a --b": {"c": "it is"}}' \\`,
      "  --yes",
    ]);
    expect(lines.join("\n").replaceAll(/ \\\n +/g, " ")).toBe(command);
    expect(commandLines(command, 200)).toEqual([command]);
  });
});
