import { describe, expect, it } from "vitest";
import { renderDifferences } from "../../../packages/netsim/src/render/differences.ts";

const healthy = { state: "healthy", reason: null, description: null };
const timeout = { state: "unhealthy", reason: "Target.Timeout", description: "Request timed out" };

describe("the differences between what AWS saw and what is predicted", () => {
  it("are a table with AWS's reasons", () => {
    const text = renderDifferences([
      { target: "i-0a1", described: timeout, predicted: healthy },
      { target: "i-0b2:81", described: healthy, predicted: timeout },
    ]);
    expect(text.split("\n")).toEqual([
      "AWS saw something else than is predicted",
      "  TARGET    AWS SAW    PREDICTED  AWS'S REASON",
      "  i-0a1     unhealthy  healthy    Target.Timeout: Request timed out",
      "  i-0b2:81  healthy    unhealthy  none",
      "",
    ]);
  });

  it("are nothing where there are none, or where AWS was not asked", () => {
    expect(renderDifferences([])).toBe("");
    expect(renderDifferences(null)).toBe("");
  });

  it("do not let names from outside move the cursor", () => {
    expect(renderDifferences([{ target: "i\u001b[2J", described: timeout, predicted: healthy }])).not.toContain(
      "\u001b",
    );
  });
});
