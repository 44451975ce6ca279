/** The Nodes and TypeScripts that users may have; test/toolchains installs them. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const { resolve } = createRequire(new URL("../toolchains/package.json", import.meta.url));

interface Toolchain {
  readonly name: string;
  /** The program to run, or the script that Node runs. */
  readonly path: string;
}

function installed(what: string, alias: string, bin: string): Toolchain {
  const manifest = resolve(`${alias}/package.json`);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string };
  return { name: `${what} ${version}`, path: join(dirname(manifest), bin) };
}

/** The ends of what `engines` allows. */
export const NODES: readonly Toolchain[] = ["node-oldest", "node-newest"].map((alias) =>
  installed("Node", alias, process.platform === "win32" ? "bin/node.exe" : "bin/node"),
);

export const TYPESCRIPTS: readonly Toolchain[] = ["typescript-oldest", "typescript-6", "typescript-7"].map((alias) =>
  installed("TypeScript", alias, "bin/tsc"),
);
