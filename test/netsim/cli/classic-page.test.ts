/** The command on the load balancer of AWS's page, read from the JSON that AWS's commands print. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readNetwork } from "netsim/aws";
import { afterAll, describe, expect, it } from "vitest";
import { netsim, type Outcome } from "./support.ts";

const PAGE = fileURLToPath(new URL("../../../packages/examples/networks/classic-page", import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), "netsim-page-"));
afterAll(() => rmSync(temporary, { recursive: true }));

// biome-ignore lint/suspicious/noExplicitAny: JSON of AWS's making
type Json = any;

/** A copy of the page with one of its files changed. */
function mistaken(name: string, file: string, change: (json: Json) => void): string {
  const folder = join(temporary, name);
  cpSync(PAGE, folder, { recursive: true });
  const json = JSON.parse(readFileSync(join(folder, file), "utf8"));
  change(json);
  writeFileSync(join(folder, file), JSON.stringify(json));
  return folder;
}

function named(records: readonly Json[], name: string): Json {
  return records.find((each) => each.Tags?.some((tag: Json) => tag.Key === "Name" && tag.Value === name));
}

function run(argv: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return netsim(argv, { readNetwork, files });
}

describe("the page as AWS recommends it", () => {
  it("is healthy", async () => {
    const { code, stdout } = await run(["health", PAGE]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✓ health of web {2}reachable\n/);
    expect(stdout.match(/^✓ {2}i-\w+ {2}InService/gm)).toHaveLength(2);
    expect(stdout).toContain("rule 110 allow tcp 9000 to 10.0.0.0/16");
    expect(stdout).toContain("ec2-describe-network-acls.json#/NetworkAcls/1/Entries/1");
    expect(stdout).not.toContain("✗");
  });

  it("serves the public, hop by hop, within the width", async () => {
    const { code, stdout } = await run([
      "trace",
      PAGE,
      "--from",
      "internet",
      "--to",
      "web",
      "--port",
      "80",
      "--verbose",
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain("✓ ingress internet gateway igw-0c9d8e7f6a5b4c3d2 (shop)");
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("keeps an intent file", async () => {
    const text = `
network: ${JSON.stringify(PAGE)}
services:
  web-a: [{ port: 8080 }, { port: 9000, http: { "/ping": 200 } }]
intents:
  - { name: site, from: internet, to: { loadBalancer: web, port: 80 }, expect: reachable }
  - { name: served, health: { loadBalancer: web }, expect: { web-a: InService, web-b: InService } }
  - name: not past the load balancer
    from: 203.0.113.200
    to: web-a
    port: 8080
    expect: unreachable
    blockedBy: { component: web-instances, direction: ingress }
`;
    const { code, stdout } = await run(["check", "page.yaml", "--json"], { "page.yaml": text });
    expect(JSON.parse(stdout).results.map((each: { reason: string }) => each.reason)).toEqual([null, null, null]);
    expect(code).toBe(0);
  });
});

describe("one mistake", () => {
  it("no group rule for the health-check port: no instance is in service", async () => {
    const folder = mistaken("group", "ec2-describe-security-groups.json", ({ SecurityGroups }) => {
      const group = named(SecurityGroups, "sg-instances");
      group.IpPermissions = group.IpPermissions.filter((each: Json) => each.FromPort !== 9000);
    });
    const { code, stdout } = await run(["health", folder]);
    expect(code).toBe(1);
    expect(stdout.match(/^✗ {2}i-\w+ {2}OutOfService {2}Instance/gm)).toHaveLength(2);
    expect(stdout).toMatch(
      /Blocked at one place\n {2}✗ security group sg-\w+ \(web-instances\), ingress: no ingress rule matches/,
    );
  });

  it("an ACL that cuts the reply ports: instances come and go", async () => {
    const folder = mistaken("acl", "ec2-describe-network-acls.json", ({ NetworkAcls }) => {
      for (const entry of named(NetworkAcls, "instances").Entries) {
        if (entry.Egress && entry.PortRange) entry.PortRange.From = 32768;
      }
    });
    const { code, stdout } = await run(["trace", folder, "--from", "internet", "--to", "web", "--port", "80"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^~ web port 80 {2}partial/);
    expect(stdout).toMatch(/network ACL acl-\w+ \(instances\), egress: the ACL denies these packets/);
    expect(stdout).toMatch(/where {4}health leg {2}web@subnet-\w+ -> i-\w+:9000, reply, hop 3, at\s/);
    expect(stdout).toContain("    rule     rule * deny all traffic to 0.0.0.0/0\n");
  });

  it("no internet route for the load balancer: the client gets no reply", async () => {
    const folder = mistaken("route", "ec2-describe-route-tables.json", ({ RouteTables }) => {
      const table = named(RouteTables, "public");
      table.Routes = table.Routes.filter((each: Json) => each.DestinationCidrBlock !== "0.0.0.0/0");
    });
    const { code, stdout } = await run(["trace", folder, "--from", "internet", "--to", "web", "--port", "80"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ route table rtb-\w+ \(public\), egress: no route leads to the destination/);
    expect(stdout).toMatch(/where {4}client leg {2}internet -> web@subnet-\w+:80, reply, hop \d/);
  });
});

describe("one file of several keys", () => {
  it("is a network too", async () => {
    const names = [
      "vpcs",
      "subnets",
      "route-tables",
      "network-acls",
      "security-groups",
      "internet-gateways",
      "instances",
      "network-interfaces",
    ];
    const parts = [...names.map((name) => `ec2-describe-${name}.json`), "elb-describe-load-balancers.json"];
    const all = Object.assign({}, ...parts.map((part) => JSON.parse(readFileSync(join(PAGE, part), "utf8"))));
    const file = join(temporary, "all.json");
    writeFileSync(file, JSON.stringify(all));
    expect((await run(["health", file])).code).toBe(0);
  });
});
