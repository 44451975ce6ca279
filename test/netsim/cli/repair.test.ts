import { applyEdits, checkListener, type NetworkInput, network } from "netsim";
import { describe, expect, it } from "vitest";
import { classicPage } from "./network.ts";
import { netsim } from "./support.ts";

const site = ["repair", "aws", "--from", "internet", "--to", "web", "--port", "80"];

/** AWS's page with a mistake: no rule for the health check. */
const broken: NetworkInput = {
  ...classicPage,
  securityGroups: {
    ...classicPage.securityGroups,
    "sg-app": { vpcId: "vpc-1", groupName: "app", ingress: [{ port: 8080, from: "sg-lb" }], egress: [] },
  },
};

describe("repair", () => {
  it("has nothing to say of what works", async () => {
    const { code, stdout, stderr } = await netsim(site);
    expect([code, stdout, stderr]).toEqual([0, "✓ internet -> web:80  reachable, nothing to repair\n", ""]);
  });

  it("prints the command that would do", async () => {
    const { code, stdout } = await netsim(site, { network: broken });
    expect(code).toBe(1);
    expect(stdout).toBe(`✗ internet -> web:80  unreachable, one edit would do

Repair 1  admits 32,899,072 new packet headers
  aws ec2 authorize-security-group-ingress --group-id sg-app --protocol tcp --port 9000 --source-group sg-lb
`);
  });

  it("asks about the health checks of a load balancer, and writes templates", async () => {
    const argv = ["repair", "aws", "--load-balancer", "web", "--as"];
    const terraform = await netsim([...argv, "terraform"], { network: broken });
    expect(terraform.stdout).toContain('resource "aws_vpc_security_group_ingress_rule" "sg_app_ingress_9000_sg_lb" {');
    const cloudformation = await netsim([...argv, "cloudformation"], { network: broken });
    expect(cloudformation.stdout).toContain("    SgAppIngress9000SgLb:\n      Type: AWS::EC2::SecurityGroupIngress\n");
    expect(await netsim([...argv, "bicep"])).toMatchObject({ code: 2 });
  });

  it("names what no edit removes", async () => {
    const { code, stdout } = await netsim(["repair", "aws", "--from", "internet", "--to", "i-0a1", "--port", "8080"]);
    expect(code).toBe(1);
    expect(stdout).toContain("unreachable, no repair\n\nNo edit that is known here removes\n");
    expect(stdout).toContain("has no public address");
  });

  it("prints edits as JSON that applyEdits takes", async () => {
    const { stdout } = await netsim([...site, "--json"], { network: broken });
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ schemaVersion: 1, kind: "repair", verdict: "unreachable", isComplete: true });
    for (const key of ["legs", "blockers", "assumptions"]) expect(result[key].length).toBeGreaterThan(0);
    const repaired = applyEdits(network(broken), result.repairs[0].edits);
    expect(checkListener(repaired, { loadBalancer: "web", port: 80, from: "internet" }).verdict).toBe("reachable");
  });

  it("takes a question or a load balancer, and not both", async () => {
    const { code, stderr } = await netsim(["repair", "aws", "--load-balancer", "web", "--port", "80"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--load-balancer asks for its health checks, and has no use for --port");
  });
});
