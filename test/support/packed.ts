import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
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

/** What a program printed, and whether it was content. */
export interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

/** A project beside others, that has installed the tarballs together with packages of the registry. */
export interface UserProject {
  readonly folder: string;
  /** Writes files, by name. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** Runs a program of the project with Node; a failure is told and not thrown. */
  node(...args: readonly string[]): Promise<Outcome>;
  /** The compiler's complaints; none where the files have none. */
  typeErrors(options: Readonly<Record<string, unknown>>, files: readonly string[]): Promise<string>;
}

const QUIET = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
const TSC = join(root, "node_modules/typescript/bin/tsc");

/**
 * Projects that have installed the tarballs of a packed project and more, all of them at once.
 *
 * @param wanted by name: the packages of the registry, and keys for its manifest.
 */
export async function createUserProjects<Name extends string>(
  packed: PackedProject,
  wanted: Readonly<Record<Name, { readonly packages: readonly string[]; readonly manifest?: object }>>,
): Promise<Readonly<Record<Name, UserProject>>> {
  const tarballs = [...packed.files.keys()].map((name) => join(packed.folder, name));
  const entries = Object.entries<{ readonly packages: readonly string[]; readonly manifest?: object }>(wanted);
  const made = entries.map(async ([name, { packages, manifest }]) => {
    const folder = join(packed.folder, "users", name);
    await mkdir(folder, { recursive: true });
    const project = userProject(folder);
    await project.write({ "package.json": JSON.stringify({ name, version: "1.0.0", private: true, ...manifest }) });
    const shell = process.platform === "win32";
    await execute("npm", ["install", ...QUIET, ...tarballs, ...packages], { cwd: folder, shell, maxBuffer: 1 << 26 });
    return [name, project] as const;
  });
  return Object.fromEntries(await Promise.all(made)) as Record<Name, UserProject>;
}

function userProject(folder: string): UserProject {
  const node = async (...args: readonly string[]): Promise<Outcome> => {
    // Whoever runs these tests may colour, and tells its own workers so.
    const { FORCE_COLOR: _forced, NODE_OPTIONS: _options, VITEST: _vitest, ...env } = process.env;
    const options = { cwd: folder, env: { ...env, NO_COLOR: "1", CI: "1" }, maxBuffer: 1 << 26 };
    try {
      const { stdout, stderr } = await execute(process.execPath, [...args], options);
      return { ok: true, output: stdout + stderr };
    } catch (error) {
      const { stdout = "", stderr = "" } = error as { readonly stdout?: string; readonly stderr?: string };
      return { ok: false, output: stdout + stderr };
    }
  };
  const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  };
  return {
    folder,
    write,
    node,
    typeErrors: async (compilerOptions, files) => {
      await write({ "tsconfig.json": JSON.stringify({ compilerOptions, files }) });
      const { ok, output } = await node(TSC, "--project", ".");
      return ok ? "" : output;
    },
  };
}

async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  const shell = process.platform === "win32";
  return (await execute(command, [...args], { cwd, shell, maxBuffer: 64 * 1024 * 1024 })).stdout;
}

/** Packs what is built in `dist` into a folder; answers the names of the tarballs. */
export async function packInto(folder: string): Promise<readonly string[]> {
  for (const path of PUBLISHED) {
    const script = join(root, "scripts/pnpm.mjs");
    await run(process.execPath, [script, "--dir", join(root, path), "pack", "--pack-destination", folder], folder);
  }
  return (await readdir(folder)).filter((name) => name.endsWith(".tgz")).sort();
}

/**
 * Packs what is built in `dist` and installs the tarballs with npm; dependencies come from the registry.
 * @param others what is installed beside them, as `name@version`
 */
export async function createPackedProject(others: readonly string[] = []): Promise<PackedProject> {
  const folder = await mkdtemp(join(tmpdir(), "netsim-packed-"));
  const tarballs = await packInto(folder);
  const files = new Map<string, string[]>();
  for (const tarball of tarballs) {
    files.set(tarball, (await run("tar", ["-tzf", tarball], folder)).trim().split("\n").sort());
  }

  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "user", version: "1.0.0", private: true }));
  await run("npm", ["install", ...QUIET, ...tarballs.map((name) => `./${name}`), ...others], folder);

  return {
    folder,
    files,
    run: (command, args) => run(command, args, folder),
    runFile: async (name, source) => {
      await writeFile(join(folder, name), source);
      return await run(process.execPath, [name], folder);
    },
    install: async (...packages) => {
      await run("npm", ["install", ...QUIET, ...packages], folder);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
