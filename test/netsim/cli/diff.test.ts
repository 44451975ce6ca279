import { failure, type NetworkInput, network, ok } from "netsim";
import { describe, expect, it } from "vitest";
import { classicPage } from "./network.ts";
import { netsim } from "./support.ts";

/** The groups without this direction's rules. */
function without(group: string, direction: "ingress" | "egress"): NetworkInput {
  const groups = classicPage.securityGroups ?? {};
  return {
    ...classicPage,
    securityGroups: { ...groups, [group]: { vpcId: "vpc-1", ...groups[group], [direction]: [] } },
  };
}

const group = Object.keys(classicPage.securityGroups ?? {})[0] ?? "";
const changed = without(group, "ingress");

/** BEFORE and AFTER by their paths. */
const both = (after: NetworkInput) => ({
  readNetwork: ([path]: readonly string[]) =>
    Promise.resolve(ok({ network: network(path === "before" ? classicPage : after), notes: [] })),
});

describe("exit codes of diff", () => {
  it.each([
    [0, classicPage, []],
    [1, changed, []],
    [1, changed, ["--strict"]],
    [2, changed, ["--source-ports", "99999"]],
  ])("%i", async (code, after, options) => {
    expect((await netsim(["diff", "before", "after", ...options], both(after))).code).toBe(code);
  });
});

describe("diff", () => {
  it("says which of the two networks is wrong, as both may have files of the same names", async () => {
    const expected = "JSON";
    const issue = { code: "json", path: ["vpcs.json"], expected, received: "x", message: "vpcs.json: not JSON" };
    const readNetwork = ([path]: readonly string[]) =>
      Promise.resolve(path === "after" ? failure([issue]) : ok({ network: network(classicPage), notes: [] }));
    const { code, stderr } = await netsim(["diff", "before", "after"], { readNetwork });
    expect([code, stderr]).toEqual([2, "netsim: after: vpcs.json: not JSON\n"]);
  });

  it("says in one line that nothing differs", async () => {
    const { stdout } = await netsim(["diff", "before", "after"], both(classicPage));
    expect(stdout).toBe("✓ nothing differs\n");
  });

  it("names flow, packets, edit and what becomes of open connections", async () => {
    const { stdout, stderr } = await netsim(["diff", "before", "after"], both(changed));
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^✗ the networks differ\n\nStops working\n {2}- /);
    expect(stdout).toMatch(/because {3}\S+ ingress .* removed/);
    expect(stdout).toMatch(/open ones tcp: survive until idle for 432000 s/);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("prints the result object and nothing else as JSON", async () => {
    const { stdout } = await netsim(["diff", "before", "after", "--json"], both(changed));
    const diff = JSON.parse(stdout);
    expect([diff.schemaVersion, diff.kind, diff.verdict]).toEqual([1, "diff", "different"]);
    expect(diff.stops.length).toBeGreaterThan(0);
  });
});
