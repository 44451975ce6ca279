// Runs pnpm at the version that package.json names, on a machine that has only Node and npm:
//
//     node scripts/pnpm.mjs install
//     node scripts/pnpm.mjs exec vitest run test/packet
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { run } from "./run.mjs";

const { packageManager } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

/** The program and the arguments that run pnpm with `args`. */
export const pnpm = (...args) => ["npx", ["--yes", packageManager, ...args]];

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await run(...pnpm(...process.argv.slice(2)));
}
