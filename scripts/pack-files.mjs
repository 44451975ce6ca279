// Puts the files of the root that belong into a tarball beside the manifest of the package in this folder, before it is packed.
import { copyFileSync } from "node:fs";

for (const name of process.argv.slice(2)) copyFileSync(new URL(`../${name}`, import.meta.url), name);
