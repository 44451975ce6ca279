// Packs the packages that are published and gives those to the registry whose version it has not got yet.
//
//     node scripts/publish.mjs v1.2.3            after a build; the tag has to be the version's
//     node scripts/publish.mjs v1.2.3 --dry-run  packs, asks, and publishes nothing
//
// pnpm packs, as it writes versions where the workspace has references; npm publishes, as it is npm that gets the
// registry's trust from the workflow that it runs in, and says where the package comes from.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What others depend on comes first. */
const PUBLISHED = ["packages/core", "packages/netsim"];

const shell = process.platform === "win32";
const [tag] = process.argv.slice(2);
const isDry = process.argv.includes("--dry-run");
const folder = mkdtempSync(join(tmpdir(), "netsim-publish-"));
try {
  for (const path of PUBLISHED) {
    const { name, version, repository } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
    if (tag !== `v${version}`) throw new Error(`${name} is ${version}, and the tag is ${tag ?? "not given"}`);
    if (repository === undefined)
      throw new Error(`${name}: package.json has no repository, which npm compares with where it is published from`);
    const known = spawnSync("npm", ["view", `${name}@${version}`, "version"], { shell, encoding: "utf8" });
    if (known.stdout.trim() === version) {
      console.log(`${name}@${version} is published already`);
      continue;
    }
    if (known.status !== 0 && !known.stderr.includes("E404")) throw new Error(known.stderr);
    const pack = ["scripts/pnpm.mjs", "--dir", path, "pack", "--pack-destination", folder, "--json"];
    const { filename } = JSON.parse(execFileSync(process.execPath, pack, { encoding: "utf8" }));
    const options = ["--access", "public", isDry ? "--dry-run" : "--provenance"];
    execFileSync("npm", ["publish", filename, ...options], { shell, stdio: "inherit" });
    console.log(`${name}@${version} ${isDry ? "would be published" : "published"}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
