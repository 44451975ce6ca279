import { describe, expect, it } from "vitest";
import { UNKNOWN_ROUTES } from "./dark.ts";
import { classicPage } from "./network.ts";
import { NOTES, netsim } from "./support.ts";

const HEAD = "network: ./aws\nintents:\n";
const GOOD = `${HEAD}  - { name: site, from: internet, to: web, port: 80, expect: reachable }
  - { name: closed, from: internet, to: i-0a1, port: 22, expect: unreachable }
  - { name: served, health: { loadBalancer: web }, expect: { i-0a1: InService } }
`;
const BAD = `${HEAD}  - { name: open, from: internet, to: i-0a1, port: 22, expect: reachable }\n`;
const UNKNOWN = `${HEAD}  - { name: dark, from: internet, to: web, port: 80, expect: reachable }\n`;

describe("exit codes of check", () => {
  it.each([
    [0, GOOD, classicPage, []],
    [1, BAD, classicPage, []],
    [1, UNKNOWN, UNKNOWN_ROUTES, []],
    [3, UNKNOWN, UNKNOWN_ROUTES, ["--strict"]],
    [1, `${UNKNOWN}${BAD.slice(HEAD.length)}`, UNKNOWN_ROUTES, ["--strict"]],
    [0, UNKNOWN.replace("expect: reachable", "expect: unknown"), UNKNOWN_ROUTES, ["--strict"]],
    [0, GOOD, classicPage, ["--strict"]],
  ])("%i", async (code, text, network, options) => {
    const found = await netsim(["check", "web.yaml", ...options], { files: { "web.yaml": text }, network });
    expect([found.code, found.stderr]).toEqual([code, ""]);
  });
});

describe("the text of check", () => {
  it("is a line for each intent that holds", async () => {
    const { stdout } = await netsim(["check", "web.yaml"], { files: { "web.yaml": GOOD } });
    expect(stdout.replace(/and \d more/, "and some more")).toBe(`web.yaml
  ✓ site  reachable
  ✓ closed
    unreachable: igw-1 ingress (eni-i-0a1 has no public address), acl-app ingress (rule * deny all
    traffic from 0.0.0.0/0), sg-app ingress (no ingress rule matches) and some more
  ✓ served  i-0a1 InService

All 3 intents hold.
`);
  });

  it("is the whole story of each that does not", async () => {
    const { stdout } = await netsim(["check", "web.yaml"], { files: { "web.yaml": BAD } });
    expect(stdout).toContain(
      "  ✗ open  expected reachable, found unreachable\n\n    ✗ internet -> i-0a1  unreachable\n",
    );
    expect(stdout).toContain("security group sg-app (app), ingress: no ingress rule matches");
    expect(stdout).toMatch(/\n\n1 of 1 intent does not hold\.\n$/);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("is the whole story of all with --verbose", async () => {
    const { stdout } = await netsim(["check", "web.yaml", "--verbose"], { files: { "web.yaml": GOOD } });
    expect(stdout).toContain("✓ client leg  internet -> web@subnet-lb:80  reachable");
  });
});

describe("check --json", () => {
  it.each([["--json"], ["--format", "json"], ["--format=json"]])(
    "%s prints the result object and nothing else",
    async (...options) => {
      const files = { "web.yaml": GOOD, "bad.yaml": BAD };
      const { code, stdout, stderr } = await netsim(["check", ...options, "web.yaml", "bad.yaml"], {
        files,
        tick: 5000,
        isTTY: false,
      });
      expect(code).toBe(1);
      expect(stderr).not.toContain("note");
      const report = JSON.parse(stdout);
      expect(Object.keys(report)).toEqual(["schemaVersion", "holds", "results"]);
      expect(report).toMatchObject({ schemaVersion: 1, holds: false });
      expect(report.results.map((each: object) => Object.keys(each))).toEqual([
        ["file", "name", "expect", "holds", "verdict", "blockers", "assumptions", "reason"],
        ["file", "name", "expect", "holds", "verdict", "blockers", "assumptions", "reason"],
        ["file", "name", "expect", "holds", "states", "blockers", "assumptions", "reason"],
        ["file", "name", "expect", "holds", "verdict", "blockers", "assumptions", "reason"],
      ]);
    },
  );

  it("adds the whole verdicts with --verbose", async () => {
    const { stdout } = await netsim(["check", "--json", "-v", "web.yaml"], { files: { "web.yaml": GOOD } });
    expect(JSON.parse(stdout).results[2].detail).toMatchObject({ kind: "health", loadBalancer: "web" });
  });

  it("prints nothing to standard output when the input is bad", async () => {
    const { code, stdout, stderr } = await netsim(["check", "--json", "web.yaml"], {
      files: { "web.yaml": "network: 3" },
    });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("netsim: web.yaml:1:10: network: expected a path or a list of paths, found 3\n");
  });
});

describe("the intents come", () => {
  it("from standard input", async () => {
    const { code, stdout } = await netsim(["check", "-"], { stdin: GOOD });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^standard input\n/);
    const bad = await netsim(["check", "-"], { stdin: "netwrk: x" });
    expect(bad.stderr).toContain("netsim: standard input:1:1: netwrk: expected one of the keys");
  });

  it("from files that are there", async () => {
    const { code, stderr } = await netsim(["check", "none.yaml"]);
    expect([code, stderr]).toEqual([2, "netsim: none.yaml: expected a file that can be read, found nothing there\n"]);
  });
});

describe("notes about the network", () => {
  const readNetwork = async () => {
    const { network, ok } = await import("netsim");
    return ok({ network: network(classicPage), notes: NOTES });
  };
  const world = { files: { "web.yaml": GOOD }, readNetwork };

  it("are counted on standard error, listed with --verbose, and silent under --json", async () => {
    expect((await netsim(["check", "web.yaml"], world)).stderr).toBe(
      "netsim: 2 notes about the network (--verbose shows them): 2 not-modelled\n",
    );
    expect((await netsim(["check", "web.yaml", "--verbose"], world)).stderr).toBe(
      "netsim: note: vpn-connections.json: VPN connections are not modelled\nnetsim: note: tgw.json: transit gateways are not modelled\n",
    );
    expect((await netsim(["check", "web.yaml", "--json", "--verbose"], world)).stderr).toBe("");
  });
});

describe("progress", () => {
  const files = { "web.yaml": GOOD };

  it("is silent for a second", async () => {
    expect((await netsim(["check", "web.yaml"], { files, tick: 100 })).stderr).toBe("");
  });

  it("then is a line a second", async () => {
    expect((await netsim(["check", "web.yaml"], { files, tick: 600 })).stderr).toBe("netsim: 2 of 3: closed\n");
    expect((await netsim(["check", "web.yaml"], { files, tick: 1500 })).stderr).toBe(
      "netsim: 1 of 3: site\nnetsim: 2 of 3: closed\nnetsim: 3 of 3: served\n",
    );
  });

  it("or one line written again and again on a terminal, and wiped at the end", async () => {
    expect((await netsim(["check", "web.yaml"], { files, tick: 600, isTTY: true })).stderr).toBe(
      "\r\u001b[K2 of 3: closed\r\u001b[K3 of 3: served\r\u001b[K",
    );
  });
});

describe("colour", () => {
  const files = { "web.yaml": GOOD };
  const sequence = "\u001b[";

  it("is for terminals", async () => {
    expect((await netsim(["check", "web.yaml"], { files, isTTY: true })).stdout).toContain(sequence);
    expect((await netsim(["check", "web.yaml"], { files })).stdout).not.toContain(sequence);
  });

  it.each([
    [["--no-color"], {}],
    [[], { NO_COLOR: "1" }],
    [[], { TERM: "dumb" }],
  ])("is off with %j %j", async (options, env) => {
    const { stdout } = await netsim(["check", "web.yaml", ...options], { files, isTTY: true, env });
    expect(stdout).not.toContain(sequence);
  });
});

describe("check --criticality", () => {
  const TEXT = `${HEAD}  - { name: site, from: internet, to: web, port: 80, expect: reachable }
  - { name: served, health: { loadBalancer: web }, expect: { app-1: InService } }
  - { name: served, leg: health, to: { loadBalancer: web, target: i-0b2 }, expect: reachable }
  - { name: closed, from: internet, to: i-0a1, port: 22, expect: unreachable }
`;
  const files = { "web.yaml": TEXT };

  it("is refused for formats that have no place for it", async () => {
    const { code, stderr } = await netsim(["check", "web.yaml", "--criticality", "--format", "junit"], { files });
    expect(code).toBe(2);
    expect(stderr).toContain("--criticality is told as text or json, not as junit");
  });

  it("says what each intent needs, and what none does", async () => {
    const { code, stdout } = await netsim(["check", "web.yaml", "--criticality"], { files });
    expect(code).toBe(0);
    expect(stdout).toContain("All 4 intents hold.\n\nweb.yaml\n\nNeeded\n  PART");
    expect(stdout).toMatch(/\n {2}sg-lb ingress tcp 80 from 0\.0\.0\.0\/0 +site\n/);
    expect(stdout).toMatch(/\n {2}sg-app ingress tcp 9000 from sg-lb +site, served, served \(2\)\n/);
    expect(stdout).toMatch(/\n {2}rtb-public route 0\.0\.0\.0\/0 -> igw-1 +site\n/);
    expect(stdout).not.toMatch(/\bclosed\n(.*\n)*.* closed\n/);
  });

  it("is part of the result object, and of no other", async () => {
    const { stdout } = await netsim(["check", "web.yaml", "--criticality", "--json"], { files });
    const { criticality } = JSON.parse(stdout) as {
      criticality: { file: string; goals: unknown[]; parts: { part: object; neededBy: string[] }[] }[];
    };
    expect(criticality).toMatchObject([{ schemaVersion: 1, kind: "criticality", file: "web.yaml" }]);
    expect(criticality[0]?.goals).toEqual([
      { name: "site", holds: true },
      { name: "served", holds: true },
      { name: "served (2)", holds: true },
      { name: "closed", holds: true },
    ]);
    const of9000 = criticality[0]?.parts.find(({ part }) => JSON.stringify(part).match(/"sg-app".*"ingress".*9000/));
    expect(of9000?.neededBy).toEqual(["site", "served", "served (2)"]);
    expect(JSON.parse((await netsim(["check", "web.yaml", "--json"], { files })).stdout)).not.toHaveProperty(
      "criticality",
    );
  });

  it("says what is in the way of an intent that does not hold", async () => {
    const text = `${HEAD}  - { name: closed, from: internet, to: web, port: 80, expect: unreachable }\n`;
    const { code, stdout } = await netsim(["check", "web.yaml", "--criticality"], { files: { "web.yaml": text } });
    expect(code).toBe(1);
    expect(stdout).toMatch(/\nIn the way\n {2}PART +OF\n(.*\n)* {2}sg-lb ingress tcp 80 from 0\.0\.0\.0\/0 +closed\n/);
  });
});
