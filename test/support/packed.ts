import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const execute = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

/** The packages that are published, in the folders they are built in. */
const PUBLISHED = ["packages/core", "packages/netsim"];

/** An empty project of a user, outside the workspace, that has installed the packages as they would be published. */
export interface PackedProject {
  readonly folder: string;
  /** The file names of each tarball by the name of its package, as `package/...`. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  /** Runs a program in the project and answers what it printed; rejects when it fails. */
  run(command: string, args: readonly string[]): Promise<string>;
  /** Writes a file into the project and runs it with Node. */
  runFile(name: string, source: string): Promise<string>;
  /** Installs packages of the registry beside the tarballs. */
  install(...packages: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

/** Packs what is built in `dist` and installs the tarballs with npm; dependencies come from the registry. */
export async function createPackedProject(): Promise<PackedProject> {
  const folder = await mkdtemp(join(tmpdir(), "netsim-packed-"));
  const run = async (command: string, args: readonly string[], cwd = folder): Promise<string> => {
    const shell = process.platform === "win32";
    return (await execute(command, [...args], { cwd, shell, maxBuffer: 64 * 1024 * 1024 })).stdout;
  };
  for (const path of PUBLISHED) {
    await run(process.execPath, [
      join(root, "scripts/pnpm.mjs"),
      "--dir",
      join(root, path),
      "pack",
      "--pack-destination",
      folder,
    ]);
  }
  const tarballs = (await readdir(folder)).filter((name) => name.endsWith(".tgz")).sort();
  const files = new Map<string, string[]>();
  for (const tarball of tarballs) files.set(tarball, (await run("tar", ["-tzf", tarball])).trim().split("\n").sort());

  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "user", version: "1.0.0", private: true }));
  const quiet = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  await run("npm", ["install", ...quiet, ...tarballs.map((name) => `./${name}`)]);

  return {
    folder,
    files,
    run: (command, args) => run(command, args),
    runFile: async (name, source) => {
      await writeFile(join(folder, name), source);
      return await run(process.execPath, [name]);
    },
    install: async (...packages) => {
      await run("npm", ["install", ...quiet, ...packages]);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
