/** Projects of users: every subpath, on the oldest and the newest Node, with the oldest and the newest TypeScript. */
import { readFileSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { createPackedProject, type PackedProject } from "../support/packed.ts";
import { NODES, TYPESCRIPTS } from "../support/toolchains.ts";

const ROOT = join(import.meta.dirname, "../..");
const PACKAGES = ["@netsim/core", "netsim"];

interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(join(ROOT, "packages", name.replace("@netsim/", ""), "package.json"), "utf8"));

/** What the manifests say that users may import; a new subpath is here by itself. */
const SUBPATHS = PACKAGES.flatMap((name) =>
  Object.keys(manifestOf(name).exports).map((subpath) => name + subpath.slice(1)),
);
/** They register with the runner that loads them, so that there is nothing to load them with here. */
const RUNNERS = ["netsim/vitest", "netsim/jest"];
const JSON_FILES = SUBPATHS.filter((subpath) => subpath.endsWith(".json"));
const MODULES = SUBPATHS.filter((subpath) => !JSON_FILES.includes(subpath) && !RUNNERS.includes(subpath));

/** Optional peers that are libraries, and not runners. */
const PEERS = ["fast-check"].filter((peer) => manifestOf("netsim").peerDependencies?.[peer] !== undefined);

let project: PackedProject;

beforeAll(async () => {
  const { catalog } = parse(readFileSync(join(ROOT, "pnpm-workspace.yaml"), "utf8"));
  project = await createPackedProject(PEERS.map((peer) => `${peer}@${catalog[peer]}`));
}, 180_000);

afterAll(async () => {
  await project?.remove();
});

async function write(name: string, text: string): Promise<string> {
  const path = join(project.folder, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, text);
  return path;
}

/** What a program prints with one of the Nodes. */
async function runWith(node: string, name: string, source: string): Promise<unknown> {
  return JSON.parse(await project.run(node, [await write(name, source)]));
}

describe.each(NODES)("with $name", ({ name, path: node }) => {
  it("is that Node", async () => {
    expect(await project.run(node, ["--version"])).toBe(`${name.replace("Node ", "v")}\n`);
  });

  it("every subpath loads as ES module and as CommonJS, with the same names", async () => {
    const list = JSON.stringify(MODULES);
    const imported = await runWith(
      node,
      "all.mjs",
      `const found = {};
      for (const name of ${list}) found[name] = Object.keys(await import(name)).sort();
      console.log(JSON.stringify(found));`,
    );
    const required = await runWith(
      node,
      "all.cjs",
      `const found = {};
      for (const name of ${list}) found[name] = Object.keys(require(name)).sort();
      console.log(JSON.stringify(found));`,
    );
    expect(Object.keys(imported as object)).toEqual(MODULES);
    for (const [subpath, names] of Object.entries(imported as Record<string, string[]>)) {
      expect(names, subpath).not.toEqual([]);
      expect(names, subpath).not.toContain("default");
    }
    expect(required).toEqual(imported);
  });

  it("every JSON file is there, by import and by require", async () => {
    const list = JSON.stringify(JSON_FILES);
    const source = `import { createRequire } from "node:module";
      const require = createRequire(import.meta.url);
      const same = [];
      for (const name of ${list}) {
        const { default: imported } = await import(name, { with: { type: "json" } });
        same.push(JSON.stringify(imported) === JSON.stringify(require(name)) && Object.keys(imported).length > 3);
      }
      console.log(JSON.stringify(same));`;
    expect(await runWith(node, "json.mjs", source)).toEqual(JSON_FILES.map(() => true));
  });

  it("a program answers, and its networks are those of the other package", async () => {
    const source = `import { checkConnection } from "netsim";
      import { network } from "@netsim/core";
      const zone = { vpcId: "v", availabilityZone: "us-east-1a" };
      const shop = network({
        vpcs: { v: { cidr: "10.0.0.0/16" } },
        subnets: { a: { ...zone, cidr: "10.0.0.0/24" } },
        securityGroups: { app: { vpcId: "v" }, db: { vpcId: "v", ingress: [{ port: 5432, from: "app" }] } },
        instances: {
          web: { subnetId: "a", privateIpAddress: "10.0.0.10", groups: ["app"] },
          store: { subnetId: "a", privateIpAddress: "10.0.0.11", groups: ["db"] },
        },
      });
      const ask = (port) => checkConnection(shop, { from: "web", to: "store", port }).verdict;
      console.log(JSON.stringify([ask(5432), ask(22)]));`;
    expect(await runWith(node, "program.mjs", source)).toEqual(["reachable", "unreachable"]);
  });

  it("the command runs", async () => {
    const page = join(ROOT, "packages/examples/networks/classic-page");
    const cli = join(project.folder, "node_modules/netsim/dist/cli.js");
    expect(await project.run(node, [cli, "health", page])).toMatch(/^✓ health of web {2}reachable\n/);
    const { version } = JSON.parse(readFileSync(join(ROOT, "packages/netsim/package.json"), "utf8"));
    expect(await project.run(node, [cli, "--version"])).toBe(`${version}\n`);
  });
});

/** A user's program; `mistake` is one that the compiler has to find. */
const PROGRAM = `import { type ConnectionVerdict, checkConnection, type Network, network, type NetworkInput } from "netsim";
import { network as coreNetwork } from "@netsim/core";
import { readNetwork } from "netsim/aws";
import { renderVerdict } from "netsim/render";

const input: NetworkInput = { vpcs: { v: { cidr: "10.0.0.0/16" } } };
const one: Network = network(input);
const other: Network = coreNetwork(input);
const verdict: ConnectionVerdict = checkConnection(one, { from: "internet", to: "web", port: 443 });
const word: "reachable" | "partial" | "unreachable" | "unknown" = verdict.verdict;
const text: string = renderVerdict(verdict);
export const all = { other, word, text, read: readNetwork("./aws") };
// @ts-expect-error a verdict is not a number
export const mistake: number = verdict.verdict;
`;
const IMPORTS = MODULES.map((subpath, at) => `import * as all${at} from "${subpath}";\n`).join("");
const USES = `export const used: readonly object[] = [${MODULES.map((_, at) => `all${at}`).join(", ")}];\n`;

describe.each(TYPESCRIPTS)("with $name", ({ path: tsc }) => {
  it.each([
    ["node16", "node16", ["types.mts", "types.cts"]],
    ["bundler", "esnext", ["types.ts"]],
  ])("moduleResolution %s finds the types of every subpath", async (resolution, module, names) => {
    const folder = `types-${resolution}`;
    const source = IMPORTS + PROGRAM + USES;
    for (const name of names) await write(join(folder, name), source);
    const compilerOptions = {
      module,
      moduleResolution: resolution,
      target: "es2022",
      lib: ["es2022"],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      // The declarations themselves are looked at as well.
      skipLibCheck: false,
      types: [],
    };
    await write(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: names }));
    const found = await project
      .run(process.execPath, [tsc, "--project", join(project.folder, folder)])
      .catch((error: { readonly stdout?: string }) => error.stdout ?? String(error));
    expect(found).toBe("");
  });
});

describe("what is installed with the packages", () => {
  it("has a licence that asks for nothing but to be named", async () => {
    const allowed = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0"];
    const found = new Map<string, unknown>();
    for (const folder of await packagesIn(join(project.folder, "node_modules"))) {
      const { name, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
      found.set(name, license);
    }
    expect([...found.keys()]).toEqual(expect.arrayContaining([...PACKAGES, "immer", "ip-num", "valibot", "yaml"]));
    expect([...found].filter(([, license]) => !allowed.includes(String(license)))).toEqual([]);
    expect(found.size).toBeLessThan(12);
  });

  it.each(PACKAGES)("%s has a README, a licence and a changelog", async (name) => {
    const folder = join(project.folder, "node_modules", name);
    expect(await readFile(join(folder, "README.md"), "utf8")).toMatch(new RegExp(`^# ${name}\n`));
    expect(await readFile(join(folder, "LICENSE"), "utf8")).toContain("MIT");
    expect(await readFile(join(folder, "CHANGELOG.md"), "utf8")).toContain("## Unreleased");
  });

  it("the README of @netsim/core shows what its program prints", async () => {
    const readme = await readFile(join(project.folder, "node_modules/@netsim/core/README.md"), "utf8");
    const [, program = "", printed] = /```js\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/.exec(readme) ?? [];
    expect(await project.runFile("core.mjs", program)).toBe(printed);
  });
});

/** Every folder of an installed package, nested ones included. */
async function packagesIn(modules: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(modules, { withFileTypes: true }).catch(() => [])) {
    if (!entry.isDirectory() || entry.name.startsWith(".")) continue;
    const folder = join(modules, entry.name);
    if (entry.name.startsWith("@")) found.push(...(await packagesIn(folder)));
    else found.push(folder, ...(await packagesIn(join(folder, "node_modules"))));
  }
  return found;
}
