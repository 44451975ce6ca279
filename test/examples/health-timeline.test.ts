/** The example prints what it is about: how long a mistake hurts depends on HealthyThreshold. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

const lines: string[] = [];

beforeAll(async () => {
  const log = vi.spyOn(console, "log").mockImplementation((...values) => void lines.push(values.join(" ")));
  await import("../../packages/examples/src/health-timeline.ts");
  log.mockRestore();
});

afterAll(() => {
  vi.restoreAllMocks();
});

describe("the story of the health timeline", () => {
  it("tells both runs, event by event", () => {
    const printed = lines.join("\n");
    expect(printed.match(/» {2}event .*the rule for the health check goes/g)).toHaveLength(2);
    // The column is narrow, and the sentence wrapped.
    expect(printed).toMatch(/Instance deregistration currently\s+in progress\./);
    expect(printed).toContain("503 (no-target-in-service)");
  });

  it("ends each with how long nobody was served", () => {
    // Out at 155. The first check after 340 is that of 360; the tenth success in a row is that of 630, the second that of 390.
    expect(lines.filter((line) => line.startsWith("Nobody"))).toEqual([
      "Nobody was served for 475 seconds.\n",
      "Nobody was served for 235 seconds.\n",
    ]);
  });
});
