// Makes a version of what the changesets in .changeset say: their files are used up, every package gets the version, and
// "Unreleased" in CHANGELOG.md becomes its section.
//
//     node scripts/release.mjs            in the root of the workspace; commits nothing
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const TITLE = "## Unreleased";

const changelog = readFileSync("CHANGELOG.md", "utf8");
const [, rest] = changelog.split(`${TITLE}\n`);
if (rest === undefined || /^\s*(## |$)/.test(rest)) fail(`CHANGELOG.md has nothing under "${TITLE}".`);

const { resolve } = createRequire(import.meta.url);
const before = versionOf();
const { status } = spawnSync(process.execPath, [resolve("@changesets/cli/bin.js"), "version"], { stdio: "inherit" });
const version = versionOf();
if (status !== 0 || version === before)
  fail("No changeset says that anything is to be released; npm run pnpm -- changeset makes one.");
const day = new Date().toISOString().slice(0, 10);
writeFileSync("CHANGELOG.md", changelog.replace(TITLE, `${TITLE}\n\n## ${version} (${day})`));
console.log(`netsim ${version}`);

function fail(message) {
  console.error(message);
  process.exit(1);
}

function versionOf() {
  return JSON.parse(readFileSync("packages/netsim/package.json", "utf8")).version;
}
