// Puts the files of the root that belong into a tarball beside the manifest of the package in this folder, before it is packed.
// Several tests pack at once: none may find a file half written.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

for (const name of process.argv.slice(2)) {
  const content = readFileSync(new URL(`../${name}`, import.meta.url));
  if (existsSync(name) && readFileSync(name).equals(content)) continue;
  const partial = `${name}.${process.pid}.log`;
  writeFileSync(partial, content);
  renameSync(partial, name);
}
