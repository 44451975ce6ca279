/** scripts/release.mjs and scripts/publish.mjs, in a copy of what they read. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { linksOf } from "../support/doc-links.ts";

const ROOT = join(import.meta.dirname, "../..");
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "netsim-release-"));
  for (const name of ["package.json", "pnpm-workspace.yaml", "pnpm-lock.yaml", ".changeset/config.json"]) {
    cpSync(join(ROOT, name), join(folder, name));
  }
  for (const each of ["packages/core", "packages/netsim", "packages/examples", "test", "test/toolchains"]) {
    mkdirSync(join(folder, each), { recursive: true });
    cpSync(join(ROOT, each, "package.json"), join(folder, each, "package.json"));
  }
  for (const name of ["core", "netsim"]) setVersion(name, "0.1.0");
  write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n- Something.\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const read = (name: string): string => readFileSync(join(folder, name), "utf8");
const versionOf = (name: string): string => JSON.parse(read(`packages/${name}/package.json`)).version;

function setVersion(name: string, version: string): void {
  const path = `packages/${name}/package.json`;
  write(path, JSON.stringify({ ...JSON.parse(read(path)), version }, null, 2));
}

function run(script: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "scripts", script), ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

const today = (): string => new Date().toISOString().slice(0, 10);

describe("a release", () => {
  it("raises both packages together, uses the changesets up, and names the version in the changelog", () => {
    write(".changeset/one.md", '---\n"@netsim/core": minor\n---\n\nSomething.\n');
    write(".changeset/two.md", "---\nnetsim: patch\n---\n\nSomething else.\n");
    const before = today();
    expect(run("release.mjs")).toMatchObject({ status: 0, output: expect.stringMatching(/\nnetsim 0\.2\.0\n$/) });
    expect([versionOf("core"), versionOf("netsim")]).toEqual(["0.2.0", "0.2.0"]);
    expect(readdirSync(join(folder, ".changeset"))).toEqual(["config.json"]);
    expect(
      [before, today()].map((day) => `# Changelog\n\n## Unreleased\n\n## 0.2.0 (${day})\n\n- Something.\n`),
    ).toContain(read("CHANGELOG.md"));
    expect(JSON.parse(read("packages/netsim/package.json")).dependencies["@netsim/core"]).toBe("workspace:*");
    expect(JSON.parse(read("packages/examples/package.json")).version).toBe(
      JSON.parse(readFileSync(join(ROOT, "packages/examples/package.json"), "utf8")).version,
    );
  });

  it("is refused where no changeset asks for one", () => {
    expect(run("release.mjs")).toMatchObject({ status: 1, output: expect.stringContaining("No changeset says") });
    expect([versionOf("core"), read("CHANGELOG.md")]).toEqual([
      "0.1.0",
      "# Changelog\n\n## Unreleased\n\n- Something.\n",
    ]);
  });

  it("is refused where the changelog says nothing, before anything is changed", () => {
    write(".changeset/one.md", "---\nnetsim: patch\n---\n\nSomething.\n");
    write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n## 0.1.0 (2026-01-01)\n");
    expect(run("release.mjs")).toMatchObject({ status: 1, output: expect.stringContaining("nothing under") });
    expect(versionOf("netsim")).toBe("0.1.0");
  });

  it("is published only where the manifests name the repository", () => {
    const { repository: _, ...manifest } = JSON.parse(read("packages/core/package.json"));
    write("packages/core/package.json", JSON.stringify(manifest));
    expect(run("publish.mjs", "v0.1.0", "--dry-run")).toMatchObject({
      status: 1,
      output: expect.stringContaining("@netsim/core: package.json has no repository"),
    });
  });

  it("is published only under its own tag", () => {
    expect(run("publish.mjs", "v9.9.9", "--dry-run")).toMatchObject({
      status: 1,
      output: expect.stringContaining("@netsim/core is 0.1.0, and the tag is v9.9.9"),
    });
  });
});

describe("the files of the root in a tarball", () => {
  const README = readFileSync(join(ROOT, "README.md"), "utf8");
  const packed = (manifest: object): string => {
    write("package.json", JSON.stringify({ name: "x", version: "1.2.3", ...manifest }));
    expect(run("pack-files.mjs", "README.md", "CHANGELOG.md")).toEqual({ status: 0, output: "" });
    return read("README.md");
  };

  it("are as they are while nobody knows where the repository is", () => {
    expect(packed({})).toBe(README);
    expect(read("CHANGELOG.md")).toBe(readFileSync(join(ROOT, "CHANGELOG.md"), "utf8"));
  });

  it.each(["git+https://example.com/o/netsim.git", "https://example.com/o/netsim"])(
    "have links to the version's tag of %s, and everything else as it is",
    (url) => {
      const text = packed({ repository: { type: "git", url, directory: "packages/netsim" } });
      const links = linksOf(text).map(({ target }) => target);
      expect(links.filter((target) => !/^(https:|#)/.test(target))).toEqual([]);
      expect(links).toContain("https://example.com/o/netsim/blob/v1.2.3/docs/matchers.md#plain-functions");
      expect(links).toContain("https://example.com/o/netsim/raw/v1.2.3/docs/pictures/health-check-blocked.svg");
      expect(text.replace(/https:\/\/example\.com\/o\/netsim\/(blob|raw)\/v1\.2\.3\//g, "")).toBe(README);
    },
  );

  it("are refused where the repository is no address", () => {
    write("package.json", JSON.stringify({ name: "x", version: "1.2.3", repository: "o/netsim" }));
    expect(run("pack-files.mjs", "README.md")).toMatchObject({
      status: 1,
      output: expect.stringContaining("repository: expected an https URL, found o/netsim"),
    });
  });
});

describe("the workflows", () => {
  const workflow = (name: string) => parse(readFileSync(join(ROOT, ".github/workflows", name), "utf8"));

  it("run what npm test runs, on the oldest Node and on others", () => {
    const { jobs } = workflow("ci.yml");
    const { engines } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(jobs.test.steps.at(-1).run).toBe("npm test");
    expect(jobs.test.strategy.matrix.node[0]).toBe(engines.node.replace(">=", ""));
  });

  it("publish with the identity of the workflow and without a token", () => {
    const text = readFileSync(join(ROOT, ".github/workflows/release.yml"), "utf8");
    expect(workflow("release.yml").jobs.publish.permissions).toEqual({ contents: "read", "id-token": "write" });
    expect(text).not.toMatch(/secrets\.|NODE_AUTH_TOKEN|_authToken/);
  });

  it("pin every action to a major version", () => {
    for (const name of readdirSync(join(ROOT, ".github/workflows"))) {
      for (const job of Object.values(workflow(name).jobs as Record<string, { steps: { uses?: string }[] }>)) {
        const used = job.steps.flatMap(({ uses }) => uses ?? []);
        expect(used.length).toBeGreaterThan(0);
        for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
      }
    }
  });
});
