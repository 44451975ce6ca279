import type { NetworkInput } from "netsim";
import { describe, expect, it } from "vitest";
import { checkMermaid } from "../../support/mermaid.ts";
import { checkSvg, textsOf, wordsOf } from "../../support/svg.ts";
import { classicPage } from "./network.ts";
import { NOTES, netsim } from "./support.ts";

const barred = ["trace", "aws", "--from", "internet", "--to", "i-0a1", "--port", "22"];
const health = ["health", "aws", "--load-balancer", "web"];
const explained = ["explain", "aws", "--from", "internet", "--to", "i-0a1", "--port", "22"];
const { web } = classicPage.classicLoadBalancers ?? {};
const two: NetworkInput = {
  ...classicPage,
  classicLoadBalancers: { web: web as never, second: { ...web, healthCheck: { target: "TCP:9001" } } as never },
};

describe("--format", () => {
  it.each([
    ["trace", barred, 1, "internet -> i-0a1: unreachable"],
    ["health", health, 0, "health of web: reachable"],
    ["explain", explained, 1, "internet -> i-0a1: unreachable"],
  ])("svg of %s is a picture and nothing else, with the same exit code", async (_, argv, code, title) => {
    const drawn = await netsim([...argv, "--format", "svg"]);
    expect([drawn.code, drawn.stderr]).toEqual([code, ""]);
    expect(wordsOf(checkSvg(drawn.stdout)).title).toBe(title);
  });

  it.each([[barred], [health], [explained]])("mermaid is a flowchart and nothing else", async (argv) => {
    const { stdout } = await netsim([...argv, "--format=mermaid"]);
    checkMermaid(stdout);
  });

  it("md has the reasons, a table of states and the picture", async () => {
    const { stdout } = await netsim(["health", "aws", "--format", "md"], { network: two });
    expect(stdout).toContain("### ✓ health of web: reachable\n");
    expect(stdout).toContain(
      "### ✗ health of second: unreachable\n\n- ✗ sg-lb egress: no rule for tcp 9001 to sg-app\n",
    );
    expect(stdout).toContain("| ✗ | i-0a1 | OutOfService | Instance: ");
    expect(stdout).toContain("| ✗ | health: second@subnet-lb -&#62; i-0a1:9001 | unreachable | stopped by sg-lb, ");
    const charts = stdout
      .split("```mermaid\n")
      .slice(1)
      .map((part) => part.split("```")[0] ?? "");
    expect(charts).toHaveLength(2);
    for (const chart of charts) checkMermaid(chart);
  });

  it("md shows where AWS saw something else", async () => {
    const describedHealth = {
      classicLoadBalancers: { web: { "i-0a1": { state: "OutOfService", reason: "ELB", description: null } } },
      targetGroups: {},
    };
    const { stdout } = await netsim([...health, "--format", "md"], { describedHealth: describedHealth as never });
    expect(stdout).toMatch(/```text\nAWS saw something else than is predicted\n[^`]*i-0a1[^`]*```\n$/);
  });

  it("svg with --verbose has what the question does not touch", async () => {
    const [touched, whole] = await Promise.all(
      [[], ["--verbose"]].map(async (more) =>
        textsOf(checkSvg((await netsim([...barred, "--format", "svg", ...more])).stdout)),
      ),
    );
    expect(touched).not.toContain("i-0b2");
    expect(whole).toContain("i-0b2");
  });

  it("keeps notes about the input on standard error", async () => {
    const { network } = await import("netsim");
    const readNetwork = () =>
      Promise.resolve({ ok: true as const, value: { network: network(classicPage), notes: NOTES } });
    const { stdout, stderr } = await netsim([...barred, "--format", "svg"], { readNetwork: readNetwork as never });
    checkSvg(stdout);
    expect(stderr).toContain("2 notes about the network");
  });

  it.each([
    [
      ["health", "aws", "--format", "svg"],
      "--format svg draws one load balancer, choose it with --load-balancer: web, second",
    ],
    [["health", "aws", "--format", "mermaid"], "--format mermaid draws one load balancer"],
    [[...barred, "--format", "png"], '--format: expected text, json, md, mermaid or svg, found "png"'],
    [[...barred, "--json", "--format", "svg"], "--json and --format svg contradict each other"],
    [["repair", ...barred.slice(1), "--format", "svg"], '--format: expected text or json, found "svg"'],
    [["diff", "a", "b", "--format", "svg"], '--format: expected text or json, found "svg"'],
  ])("%j is refused", async (argv, message) => {
    const { code, stdout, stderr } = await netsim(argv, { network: two });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });
});
