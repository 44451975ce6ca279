// The steps of `npm run demo`, `npm run example` and `npm test` in an installed workspace. A step is silent unless it
// fails; `test` also prints the line of the build that says how large the packages are.
//
// The last line of `test` counts the tests, each failed step before them as one failed:
//
//     412 passed, 0 failed
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, runQuietly } from "./run.mjs";

const [task, ...rest] = process.argv.slice(2);

if (task === "demo") {
  process.exitCode = (await step("build"))
    ? await run("pnpm", ["--silent", "--filter", "@netsim/examples", "demo"])
    : 1;
} else if (task === "example") {
  // The list of stories, and what is wrong with a name, can be had without a build.
  const needsBuild = existsSync(new URL(`../packages/examples/src/stories/${rest[0]}.ts`, import.meta.url));
  process.exitCode =
    !needsBuild || (await step("build"))
      ? await run(process.execPath, ["packages/examples/src/example.ts", ...rest])
      : 1;
} else if (task === "test") {
  const checks = await Promise.all(["build", "lint", "typecheck"].map(step));
  const { passed, failed, skipped } = await unitTests(rest);
  const failures = failed + checks.filter((ok) => !ok).length;
  console.log(`\n${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  process.exitCode = failures === 0 ? 0 : 1;
} else {
  console.error("usage: steps.mjs demo | example [NAME] | test [FILTER...]");
  process.exitCode = 2;
}

/** Runs a script of package.json; prints what it said only if it failed. Answers whether it went well. */
async function step(name) {
  const { code, output } = await runQuietly("pnpm", ["--silent", "run", name]);
  if (code !== 0) console.error(`${output}\n${name} failed\n`);
  else if (task === "test") for (const line of output.match(/^size: .*$/gm) ?? []) console.log(line);
  return code === 0;
}

/** Runs Vitest and counts from its own report; a suite that does not load, and a run without tests, are failures. */
async function unitTests(filters) {
  const folder = mkdtempSync(join(tmpdir(), "netsim-test-"));
  const report = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const code = await run(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...reporters, ...filters]);
    const counts = count(report);
    if (counts.failed === 0 && (code !== 0 || counts.passed === 0)) counts.failed = 1;
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(report) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let suites;
  try {
    suites = JSON.parse(readFileSync(report, "utf8")).testResults;
  } catch {
    return counts;
  }
  for (const suite of suites) {
    const before = counts.failed;
    for (const { status } of suite.assertionResults) {
      if (status === "passed" || status === "failed") counts[status] += 1;
      else counts.skipped += 1;
    }
    if (suite.status === "failed" && counts.failed === before) counts.failed += 1;
  }
  return counts;
}
