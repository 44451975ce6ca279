import fc from "fast-check";
import { renderMermaid } from "netsim/render";
import { describe, expect, it } from "vitest";
import { mermaidOfPlan } from "../../../../packages/netsim/src/render/picture/mermaid.ts";
import { checkMermaid } from "../../../support/mermaid.ts";
import { PICTURE_CASES } from "../../../support/picture-cases.ts";
import { randomPlan } from "../../../support/random-plans.ts";

const GOLDEN = [
  "shop-blocked-health-check",
  "classic-page-healthy",
  "reply-partly-dropped",
  "peering",
  "dual-stack",
  "ec2-classic",
  "not-known",
];

describe("renderMermaid", () => {
  it.each(GOLDEN)("writes %s as it was looked at", async (name) => {
    const made = PICTURE_CASES[name]?.();
    if (!made) throw new Error(`no case ${name}`);
    await expect(renderMermaid(made.network, made.verdict)).toMatchFileSnapshot(`golden/${name}.mmd`);
  });

  it.each(Object.keys(PICTURE_CASES))("%s is what Mermaid reads", (name) => {
    const made = PICTURE_CASES[name]?.();
    if (made) checkMermaid(renderMermaid(made.network, made.verdict));
  });

  it("has a cross at the end of what is stopped, and the reason on it", () => {
    const made = PICTURE_CASES["shop-blocked-health-check"]?.();
    if (!made) throw new Error("no case");
    const text = renderMermaid(made.network, made.verdict);
    expect(text).toContain('--x|"✗ health 9000<br/>sg-app ingress: no rule for tcp 9000 from sg-lb"|');
    expect(text).toContain('-->|"✓ target 8080"|');
  });

  it("is what Mermaid reads, of any plan", () => {
    fc.assert(fc.property(randomPlan, (plan) => checkMermaid(mermaidOfPlan(plan))));
  });
});
