import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createContext, Script } from "node:vm";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPackedProject, type PackedProject } from "../support/packed.ts";

/** What a user imports, with one function that has to be there. */
const ENTRIES = [
  ["@netsim/core", "network"],
  ["netsim", "network"],
  ["netsim", "checkConnection"],
  ["netsim/aws", "readNetwork"],
  ["netsim/cloudformation", "fromTemplate"],
  ["netsim/terraform", "importTerraform"],
] as const;

let project: PackedProject;

beforeAll(async () => {
  project = await createPackedProject();
}, 180_000);

afterAll(async () => {
  await project?.remove();
});

const manifestOf = async (name: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(project.folder, "node_modules", name, "package.json"), "utf8"));

describe.each(["@netsim/core", "netsim"])("the packed %s", (name) => {
  it("names real versions where the workspace has references", async () => {
    const manifest = await manifestOf(name);
    expect(Object.values(manifest.dependencies as Record<string, string>)).not.toEqual([]);
    expect(JSON.stringify(manifest)).not.toMatch(/workspace:|catalog:/);
  });

  it("holds its build, its manifest and its license, and no source", () => {
    const tarball = [...project.files.keys()].find((file) =>
      file.startsWith(`${name.replace("@", "").replace("/", "-")}-`),
    );
    const files = project.files.get(tarball ?? "") ?? [];
    expect(files).toEqual(expect.arrayContaining(["package/package.json", "package/LICENSE", "package/dist/index.js"]));
    expect(
      files.filter(
        (file) =>
          !/^package\/(dist\/.*|[a-z]+\.schema\.json|package\.json|LICENSE|README\.md|CHANGELOG\.md)$/.test(file),
      ),
    ).toEqual([]);
  });

  it("has every file that its manifest points at", async () => {
    const { exports, bin } = await manifestOf(name);
    const targets = [...JSON.stringify([exports, bin ?? {}]).matchAll(/"(\.\/[^"]+\.[a-z]+)"(?!:)/g)].map(
      ([, path]) => path!,
    );
    expect(targets.length).toBeGreaterThan(4);
    for (const path of targets) await readFile(join(project.folder, "node_modules", name, path));
  });
});

describe.each(ENTRIES)("%s, for %s", (entry, name) => {
  it("imports as an ES module", async () => {
    const source = `import { ${name} } from "${entry}"; console.log(typeof ${name});`;
    expect(await project.runFile("import.mjs", source)).toBe("function\n");
  });

  it("requires as a CommonJS module", async () => {
    const source = `const { ${name} } = require("${entry}"); console.log(typeof ${name});`;
    expect(await project.runFile("require.cjs", source)).toBe("function\n");
  });
});

describe("netsim/arbitraries", () => {
  const PROGRAM = `
    const property = fc.property(arbNetworkWithFault({ kinds: ["health-rule-removed"] }), ({ network }) => isServing(network));
    const { failed, counterexample } = fc.check(property, { seed: 7 });
    console.log(failed, counterexample[0].fault.description);`;
  const PRINTED = "true revoke sg-app ingress tcp 9000 from sg-lb\n";

  it("is not installed with fast-check, says so by its name, and nothing else of netsim needs it", async () => {
    const manifest = await manifestOf("netsim");
    expect(manifest.peerDependencies).toMatchObject({ "fast-check": "^3.23.2 || ^4.0.0" });
    expect(manifest.peerDependenciesMeta).toMatchObject({ "fast-check": { optional: true } });
    await expect(manifestOf("fast-check")).rejects.toThrow("ENOENT");
    await expect(project.runFile("without.mjs", `import "netsim/arbitraries";`)).rejects.toThrow("'fast-check'");
  });

  // The oldest and the newest of the range.
  it.each(["3.23.2", "4.0.0", "4.10.2"])(
    "works with fast-check %s as an ES module and as CommonJS",
    async (version) => {
      await project.install(`fast-check@${version}`);
      const names = "arbNetworkWithFault, isServing";
      const esm = `import fc from "fast-check"; import { ${names} } from "netsim/arbitraries";${PROGRAM}`;
      expect(await project.runFile("arbitraries.mjs", esm)).toBe(PRINTED);
      const cjs = `const fc = require("fast-check"); const { ${names} } = require("netsim/arbitraries");${PROGRAM}`;
      expect(await project.runFile("arbitraries.cjs", cjs)).toBe(PRINTED);
    },
  );
});

describe("the netsim command", () => {
  it("starts from node_modules/.bin and prints its help", async () => {
    expect(await project.run(join(project.folder, "node_modules/.bin/netsim"), ["--help"])).toContain("netsim");
  });
});

describe("@netsim/core in a browser", () => {
  it("bundles without a leftover import and runs without Node's globals", async () => {
    const entry = join(project.folder, "browser.mjs");
    await writeFile(entry, `import { network } from "@netsim/core"; globalThis.result = typeof network;`);
    const { outputFiles, metafile, warnings } = await build({
      entryPoints: [entry],
      absWorkingDir: project.folder,
      bundle: true,
      format: "iife",
      platform: "browser",
      target: "es2022",
      metafile: true,
      write: false,
      logLevel: "silent",
    });
    expect(warnings).toEqual([]);
    expect(Object.values(metafile.outputs).flatMap((output) => output.imports)).toEqual([]);
    const code = outputFiles[0]!.text;
    expect(code).not.toMatch(/["']node:|\brequire\(/);

    const context = createContext({});
    new Script(code).runInContext(context);
    expect(context).toEqual(expect.objectContaining({ result: "function" }));
    expect(new Script("[typeof process, typeof require]").runInContext(context)).toEqual(["undefined", "undefined"]);
  });
});
