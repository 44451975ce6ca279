// `npm test`, `npm run demo` and `npm run example`: installs what the lockfile names, then runs scripts/steps.mjs on the workspace's own
// Node, which pnpm puts first on the PATH of what it runs.
import { pnpm } from "./pnpm.mjs";
import { run, runQuietly } from "./run.mjs";

const [task, ...rest] = process.argv.slice(2);
const install = await runQuietly(...pnpm("install", "--frozen-lockfile"));
if (install.code === 0) {
  process.exitCode = await run(...pnpm("exec", "node", "scripts/steps.mjs", task, ...rest));
} else {
  console.error(install.output);
  console.error("pnpm install failed");
  if (task === "test") console.log("0 passed, 1 failed");
  process.exitCode = 1;
}
