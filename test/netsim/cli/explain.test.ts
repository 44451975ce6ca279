import type { NetworkInput } from "netsim";
import { describe, expect, it } from "vitest";
import { classicPage } from "./network.ts";
import { netsim } from "./support.ts";

const site = ["explain", "aws", "--from", "internet", "--to", "web", "--port", "80"];

/** AWS's page with a mistake: no rule for the health check. */
const broken: NetworkInput = {
  ...classicPage,
  securityGroups: {
    ...classicPage.securityGroups,
    "sg-app": { vpcId: "vpc-1", groupName: "app", ingress: [{ port: 8080, from: "sg-lb" }], egress: [] },
  },
};

describe("explain", () => {
  it("says of what works that nothing blocks", async () => {
    const { code, stdout, stderr } = await netsim(site);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^✓ web port 80 {2}reachable, nothing blocks\n/);
  });

  it("names each cause with the rules that nearly match, and what follows", async () => {
    const { code, stdout } = await netsim(site, { network: broken });
    expect(code).toBe(1);
    expect(stdout).toContain("1 ✗ security group sg-app (app), ingress: no ingress rule matches");
    expect(stdout).toContain("nearest  sg-app ingress tcp 8080 from sg-lb: port 8080, needs 9000");
    expect(stdout).toMatch(/i-0a1 +OutOfService \(Instance\) +its health check fails \(cause 1\)\n/);
    expect(stdout).toMatch(
      /web@subnet-lb \(us-east-1a\) +down +clients see 503 \(cause 2\); out of service:\n +i-0a1, i-0b2\n/,
    );
  });

  it("asks about connections as trace does", async () => {
    const argv = ["explain", "aws", "--from", "app-1", "--to", "i-0b2", "--port", "22", "--protocol", "udp"];
    const { code, stdout } = await netsim(argv);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✗ i-0a1 -> i-0b2 {2}unreachable, 2 causes\n/);
  });

  it("asks about the health checks of a load balancer", async () => {
    const { code, stdout } = await netsim(["explain", "aws", "--load-balancer", "web"], { network: broken });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✗ health of web {2}unreachable, 1 cause\n/);
  });

  it("prints the explanation as JSON and nothing else, with what every result carries", async () => {
    const { stdout } = await netsim([...site, "--json"], { network: broken });
    const explanation = JSON.parse(stdout);
    expect(explanation).toMatchObject({
      schemaVersion: 1,
      kind: "explanation",
      verdict: "unreachable",
      causes: [{ code: "security-group-no-match", awsCode: "ENI_SG_RULES_MISMATCH" }, { code: "no-target-in-service" }],
    });
    for (const key of ["legs", "blockers", "assumptions"]) expect(explanation[key].length).toBeGreaterThan(0);
  });

  it("is coloured on a terminal only", async () => {
    expect((await netsim(site, { network: broken })).stdout).not.toContain("\u001b[");
    expect((await netsim(site, { network: broken, isTTY: true })).stdout).toContain("\u001b[31m");
    expect((await netsim(site, { network: broken, isTTY: true, env: { NO_COLOR: "1" } })).stdout).not.toContain(
      "\u001b[",
    );
  });

  it("exits with 3 where the answer is unknown and --strict was given", async () => {
    const missing = [{ collection: "networkAcls", vpcId: "vpc-1", reason: "not-described" }] as const;
    const { "acl-lb": _, ...networkAcls } = classicPage.networkAcls ?? {};
    const network: NetworkInput = {
      ...classicPage,
      networkAcls,
      missing: [...missing, { collection: "networkAcls", id: "acl-lb", reason: "not-described" }],
    };
    expect((await netsim(site, { network })).code).toBe(1);
    const { code, stdout } = await netsim([...site, "--strict"], { network });
    expect(code).toBe(3);
    expect(stdout).toContain("Not known");
  });

  it("complains about names as trace does", async () => {
    const { code, stderr } = await netsim(["explain", "aws", "--load-balancer", "wbe"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^netsim: --load-balancer: expected .*found "wbe"\n$/);
  });
});
