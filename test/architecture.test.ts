/** The shape that ARCHITECTURE.md promises, read off the sources. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");

interface Source {
  /** Relative to the root. */
  readonly file: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function sourcesOf(folder: string): readonly Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => {
      const path = join(ROOT, folder, file);
      const text = readFileSync(path, "utf8");
      const imports = [...text.matchAll(/(?:from|import) "([^"]+)"/g)].map(([, from = ""]) =>
        from.startsWith(".") ? relative(ROOT, resolve(dirname(path), from.replace(/\.js$/, ".ts"))) : from,
      );
      return { file: relative(ROOT, path), text, imports };
    });
}

const core = sourcesOf("packages/core/src");
const netsim = sourcesOf("packages/netsim/src");

/** Lower layers first; a file may import from its own layer and the ones before it. */
const CORE_LAYERS = ["result.ts", "memo.ts", "set/", "packet/", "model/", "rules/", "index.ts"];
const NETSIM_LAYERS = [
  "path/",
  "load-balancer/",
  "timeline/",
  "analysis/",
  "explain/",
  "lint/",
  "repair/",
  "recommend/",
  "verbs/",
  "importers/",
  "render/",
  "arbitraries/",
  "intents/",
  "matchers/",
  "cli/",
];
/** Entry points gather what they publish. */
const ENTRIES = [
  "index.ts",
  "arbitraries.ts",
  "aws.ts",
  "cloudformation.ts",
  "render.ts",
  "terraform.ts",
  "cli.ts",
  "matchers.ts",
  "vitest.ts",
  "jest.ts",
];

function layerOf(file: string, base: string, layers: readonly string[]): number {
  return layers.findIndex((layer) => file.startsWith(`${base}/${layer}`));
}

function upwardImports(sources: readonly Source[], base: string, layers: readonly string[]): readonly string[] {
  return sources.flatMap(({ file, imports }) =>
    imports
      .filter((imported) => imported.startsWith(base) && layerOf(imported, base, layers) > layerOf(file, base, layers))
      .map((imported) => `${file} imports ${imported}`),
  );
}

describe("pages", () => {
  const files = [
    ...readdirSync(ROOT),
    ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" }).map((file) => `docs/${file}`),
  ];

  it.each(files.filter((file) => file.endsWith(".md")))("%s has no marks of a merge", (file) => {
    expect(readFileSync(join(ROOT, file), "utf8")).not.toMatch(/^(?:<{7}|>{7}|CONFLICT)/m);
  });
});

describe("imports point one way", () => {
  it("in core: rules -> model -> packet -> set -> result", () => {
    expect(core.filter(({ file }) => layerOf(file, "packages/core/src", CORE_LAYERS) < 0)).toEqual([]);
    expect(upwardImports(core, "packages/core/src", CORE_LAYERS)).toEqual([]);
  });

  it("in netsim: cli -> intents, render -> verbs, timeline and the analyses -> load-balancer -> path", () => {
    const inner = netsim.filter(({ file }) => !ENTRIES.includes(relative("packages/netsim/src", file)));
    expect(inner.filter(({ file }) => layerOf(file, "packages/netsim/src", NETSIM_LAYERS) < 0)).toEqual([]);
    expect(upwardImports(inner, "packages/netsim/src", NETSIM_LAYERS)).toEqual([]);
  });

  it("verbs ask the evaluator only where they describe health", () => {
    const verbs = netsim.filter(({ file }) => file.includes("/verbs/") && !/\/describe-\w+-health\.ts$/.test(file));
    const evaluator = /\/(path\/(?!freeze)|load-balancer\/)/;
    expect(verbs.flatMap((each) => each.imports).filter((from) => evaluator.test(from))).toEqual([]);
  });

  it("only the entries that register matchers import a test runner", () => {
    const runners = ["vitest", "@jest/globals", "expect"];
    const users = netsim.filter(({ imports }) => imports.some((from) => runners.includes(from)));
    expect(users.map(({ file }) => file).sort()).toEqual([
      "packages/netsim/src/jest.ts",
      "packages/netsim/src/vitest.ts",
    ]);
  });

  it("importers and the path meet only at core", () => {
    const importers = netsim.filter(({ file }) => file.includes("/importers/"));
    expect(importers.flatMap((each) => each.imports).filter((from) => /\/(path|load-balancer)\//.test(from))).toEqual(
      [],
    );
  });
});

describe("core", () => {
  it("does no I/O, reads no clock and no randomness", () => {
    const forbidden = /from "node:|\bprocess\.|\bDate\.now|new Date|Math\.random|performance\.now|\bconsole\./;
    expect(core.filter(({ text }) => forbidden.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it("uses ip-num in two files only, for parsing and printing", () => {
    const users = core.filter(({ imports }) => imports.includes("ip-num")).map(({ file }) => file);
    for (const file of users)
      expect(["packages/core/src/packet/ip.ts", "packages/core/src/packet/cidr.ts"]).toContain(file);
  });

  it("alone knows the structure of sets: nobody else reads their pieces", () => {
    const evaluator = netsim.filter(({ file }) => !file.includes("/render/"));
    const readers = [...core, ...evaluator].filter(({ text }) => /\.pieces\b/.test(text)).map(({ file }) => file);
    for (const file of readers) expect(file).toMatch(/^packages\/core\/src\/set\//);
  });
});

describe("fast-check", () => {
  it("is imported by netsim/arbitraries and what belongs to it, and by nothing else", () => {
    const users = [...core, ...netsim].filter(({ imports }) => imports.includes("fast-check"));
    expect(users.length).toBeGreaterThan(0);
    expect(users.map(({ file }) => file).filter((file) => !file.includes("/arbitraries/"))).toEqual([]);
    const own = netsim.filter(({ file }) => !/\/arbitraries[/.]/.test(file));
    expect(own.filter(({ imports }) => imports.some((from) => /\/arbitraries[/.]/.test(from)))).toEqual([]);
  });
});

describe("sources", () => {
  it("only importers and the command touch files", () => {
    const users = netsim
      .filter(({ imports }) => imports.some((from) => from.startsWith("node:fs")))
      .map(({ file }) => file);
    for (const file of users) expect(file).toMatch(/^packages\/netsim\/src\/(importers|intents|cli|cli\.ts)/);
  });

  it("stay small enough to be one noun or one verb", () => {
    const long = [...core, ...netsim].filter(({ text }) => text.split("\n").length > 340);
    expect(long.map(({ file }) => file)).toEqual([]);
  });
});
