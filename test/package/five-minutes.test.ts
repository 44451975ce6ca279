/** The first minutes of somebody who reads the README: an empty folder, the tarballs, its first test, its fix. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patched } from "../support/doc-blocks.ts";
import { createPackedProject, createUserProjects, type PackedProject, type UserProject } from "../support/packed.ts";
import { firstTest } from "../support/readme.ts";

const README = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
const { file, test, failure, fix } = firstTest(README);

/** What the README says of Jest: its own import, and nothing for `expect` and `test`. */
const forJest = (text: string): string =>
  text.replace('import "netsim/vitest";', 'import "netsim/jest";').replace(/^import .* from "vitest";\n/m, "");

/** TypeScript under Jest is as in the projects that the AWS CDK makes. */
const JEST = { jest: { preset: "ts-jest", testEnvironment: "node" } };
const STRICT = { compilerOptions: { target: "ES2022", module: "NodeNext", strict: true, skipLibCheck: true } };

let packed: PackedProject;
let projects: Readonly<Record<"vitest" | "jest", UserProject>>;

beforeAll(async () => {
  packed = await createPackedProject();
  projects = await createUserProjects(packed, {
    // The newest that runs on every Node that netsim does.
    vitest: { packages: ["vitest@4.1.12"] },
    jest: { packages: ["jest@30.5.2", "@types/jest@30.0.0", "ts-jest@29.4.15", "typescript@5.9.3"], manifest: JEST },
  });
  await projects.jest.write({ "tsconfig.json": JSON.stringify(STRICT) });
}, 300_000);

afterAll(async () => {
  await packed?.remove();
});

/** The error of a run's only failure: what the runner prints between the name of the test and the place in its file. */
function errorIn(output: string, from: RegExp, to: RegExp): string {
  const [, after = ""] = output.split(from);
  const [error = ""] = after.split(to);
  const lines = error.split("\n");
  const inset = Math.min(...lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/)));
  return lines
    .map((line) => line.slice(inset))
    .join("\n")
    .trim();
}

describe("the README's first test", () => {
  it("fails under Vitest with what the README prints, and passes with its fix", async () => {
    const { write, node } = projects.vitest;
    await write({ [file]: test });
    const before = await node("node_modules/vitest/vitest.mjs", "run");
    expect(before.ok).toBe(false);
    expect(before.output).toMatch(/Tests +1 failed \(1\)/);
    expect(errorIn(before.output, /^ FAIL .*\n/m, /\n ❯ shop\.test\.ts/)).toBe(failure.trim());

    await write({ [file]: patched(test, fix) });
    const after = await node("node_modules/vitest/vitest.mjs", "run");
    expect(after).toEqual({ ok: true, output: expect.stringMatching(/Tests +1 passed \(1\)/) });
  });

  it("does the same under Jest, with Jest's import", async () => {
    expect(README).toContain('| Jest 30 | `import "netsim/jest"`');
    const { write, node } = projects.jest;
    await write({ [file]: forJest(test) });
    const before = await node("node_modules/jest/bin/jest.js");
    expect(before.ok).toBe(false);
    expect(before.output).toMatch(/Tests: +1 failed, 1 total/);
    // Jest leaves the name of the error away.
    expect(errorIn(before.output, /^ {2}● .*\n/m, /\n +\d+ \| /)).toBe(failure.trim().replace(/^Error: /, ""));

    await write({ [file]: patched(forJest(test), fix) });
    const after = await node("node_modules/jest/bin/jest.js");
    expect(after).toEqual({ ok: true, output: expect.stringMatching(/Tests: +1 passed, 1 total/) });
  });
});
