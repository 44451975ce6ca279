/** scripts/size.mjs, which looks at what is built. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const SCRIPT = join(import.meta.dirname, "../../scripts/size.mjs");

function size(...budgets: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...budgets], { encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("the size of what runs in a browser", () => {
  it("is one line, and within its budget", () => {
    const { status, stdout, stderr } = size();
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^size: @netsim\/core \d+\.\d kB of \d+\.\d kB, netsim \d+\.\d kB of \d+\.\d kB \(minified, gzip\)\n$/,
    );
  });

  it("fails the build where it is not", () => {
    const { status, stdout, stderr } = size("@netsim/core=1000");
    expect(status).toBe(1);
    expect(stdout).toMatch(/ of 1\.0 kB, netsim /);
    expect(stderr).toMatch(/^@netsim\/core is over its budget by \d+\.\d kB; see scripts\/size\.mjs\n$/);
  });
});
