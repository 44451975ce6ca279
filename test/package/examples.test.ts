/** Every story runs as its command runs it: by Node, with the built packages. Needs a build. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { STORIES } from "../../packages/examples/src/stories.ts";

const EXAMPLES = join(import.meta.dirname, "../../packages/examples");

it.each(STORIES)("npm run example -- $name", async ({ name }) => {
  const run = promisify(execFile)(process.execPath, [join(EXAMPLES, "src/example.ts"), name]);
  const { stdout, stderr } = await run;
  expect(stderr).toBe("");
  expect(stdout).toBe(readFileSync(join(EXAMPLES, "output", `${name}.txt`), "utf8"));
});
