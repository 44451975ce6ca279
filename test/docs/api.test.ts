/** The API reference can be made, and every public name has a docstring: TypeDoc fails on a warning. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { pathOf } from "../support/doc-pages.ts";

const out = mkdtempSync(join(tmpdir(), "netsim-api-"));

afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

describe("the API reference", () => {
  it("is made without a warning, with a page for each function", () => {
    const typedoc = pathOf("node_modules/typedoc/bin/typedoc");
    const options = { cwd: pathOf("."), encoding: "utf8" } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [typedoc, "--out", out], options);
    expect(`${stdout}${stderr}`).not.toMatch(/warning|error/i);
    expect(status).toBe(0);
    const functions = readdirSync(join(out, "index/functions"));
    for (const name of ["network", "checkConnection", "checkListener", "checkHealth", "explain", "repair", "lint"]) {
      expect(functions).toContain(`${name}.md`);
    }
    expect(readdirSync(join(out, "render/functions"))).toContain("renderVerdict.md");
    expect(readdirSync(join(out, "aws/functions"))).toContain("readNetwork.md");
  });
});
