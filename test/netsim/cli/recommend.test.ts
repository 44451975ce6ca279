import type { NetworkInput } from "netsim";
import { describe, expect, it } from "vitest";
import { classicPage } from "./network.ts";
import { netsim } from "./support.ts";

const web = ["recommend", "aws", "--load-balancer", "web"];

const broken: NetworkInput = {
  ...classicPage,
  securityGroups: {
    ...classicPage.securityGroups,
    "sg-app": { vpcId: "vpc-1", groupName: "app", ingress: [{ port: "8080-8081", from: "sg-lb" }], egress: [] },
  },
};

describe("recommend", () => {
  it("prints the tables, filled in", async () => {
    const { code, stdout, stderr } = await netsim(web);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^✓ web \(classic, internet-facing\) {2}as recommended\n/);
    expect(stdout).toContain(`Security group of the targets  sg-app
   INBOUND FROM  PROTOCOL  PORT RANGE  FOR
✓  sg-lb         TCP       8080        the targets' traffic
✓  sg-lb         TCP       9000        health checks
`);
  });

  it("says what is lacking, what is wider by what, and what to run", async () => {
    const { code, stdout } = await netsim(web, { network: broken });
    expect(code).toBe(1);
    expect(stdout).toContain("✗  sg-lb         TCP       9000        health checks\n");
    expect(stdout).toContain("~ sg-app ingress: sg-app ingress tcp 8080-8081 from sg-lb\n");
    expect(stdout).toMatch(/beyond +tcp 10\.0\.0\.0\/24 -> 10\.0\.1\.\S+:8081\n/);
    expect(stdout).toContain("To add what is lacking\n  aws ec2 authorize-security-group-ingress --group-id sg-app");
  });

  it("prints JSON", async () => {
    const { stdout } = await netsim([...web, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      kind: "recommendation",
      status: "as-recommended",
      wider: [],
      edits: [],
    });
  });

  it("needs a load balancer that exists", async () => {
    expect(await netsim(["recommend", "aws"])).toMatchObject({ code: 2 });
    const { code, stderr } = await netsim(["recommend", "aws", "--load-balancer", "wbe"]);
    expect([code, stderr.includes("--load-balancer: expected the name of an existing load balancer")]).toEqual([
      2,
      true,
    ]);
  });
});
